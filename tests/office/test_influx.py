#!/usr/bin/env python3
"""The same lines into a real InfluxDB 1.6, which says what VictoriaMetrics keeps to itself.

Rerun one: test_influx.py Influx.test_NAME
"""

import sys
import unittest

sys.dont_write_bytecode = True

import rig
from rig import monday, people

WEEK = monday(4)


class Influx(unittest.TestCase):
    def setUp(self):
        self.influx = rig.Influx()
        self.influx.__enter__()
        self.addCleanup(self.influx.__exit__, None, None, None)

    def weeks(self):
        result = self.influx.ask("SELECT * FROM secondheart_summary")["results"][0]
        if "series" not in result:
            return []
        series = result["series"][0]
        return [dict(zip(series["columns"], row)) for row in series["values"]]

    def test_a_kiosks_lines_are_taken_as_they_are(self):
        persons = people(12)
        reply = self.influx.post("".join(person.line(WEEK) for person in persons))
        self.assertEqual((204, b""), (reply.status, reply.body))
        found = {row["kiosk"]: row for row in self.weeks()}
        self.assertEqual({person.pseudonym for person in persons}, set(found))
        for person in persons:
            row = found[person.pseudonym]
            self.assertEqual(WEEK, row["time"])
            for name, value in person.figures.items():
                self.assertEqual(value, row[name], name)

    def test_the_same_batch_again_overwrites(self):
        text = "".join(person.line(WEEK) for person in people(5))
        for _ in range(3):
            self.assertEqual(204, self.influx.post(text).status)
        self.assertEqual(5, len(self.weeks()))

    def test_what_does_not_parse_is_told_400(self):
        self.assertEqual(400, self.influx.post("secondheart_summary,detail=week\n").status)
        self.assertEqual([], self.weeks())

    def test_a_batch_that_is_good_in_part_is_told_400_and_its_good_lines_are_kept(self):
        good = people(2)
        text = good[0].line(WEEK) + "secondheart_summary nonsense\n" + good[1].line(WEEK)
        reply = self.influx.post(text)
        self.assertEqual(400, reply.status)
        self.assertIn(b"partial write", reply.body)
        self.assertEqual(2, len(self.weeks()))

    def test_a_figure_that_changes_its_type_is_told_400(self):
        one, other = people(2)
        self.assertEqual(204, self.influx.post(one.line(WEEK)).status)
        text = other.line(WEEK).replace("away_s=0i", 'away_s="0"')
        self.assertEqual(400, self.influx.post(text).status)
        self.assertEqual(1, len(self.weeks()))

    def test_a_missing_database_is_told_404(self):
        self.assertEqual(404, self.influx.post(people(1)[0].line(WEEK), "elsewhere").status)


if __name__ == "__main__":
    unittest.main()

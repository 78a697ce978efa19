#!/usr/bin/env python3
"""Real secondheart-sync runs, with a queue each as the kiosk makes it, into a real office view.

Usage: test_kiosks.py SECONDHEART-SYNC QUEUE-WEEKS SYNCHRONISED   (paths; the last one a library)
Rerun one: the same and Kiosks.test_NAME
"""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

import rig
from browser import Browser
from kiosk import WEEK, Kiosk, Programs
from rig import WEEK_S, Office, monday, people
from test_door import Authority
from test_office import truth

PROGRAMS = Programs(sys.argv.pop(1), sys.argv.pop(1), sys.argv.pop(1))


class Kiosks(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="shkiosks")
        self.addCleanup(self.temporary.cleanup)
        self.count = 0

    def up(self, **options):
        office = Office(since_s=options.pop("since_s", WEEK), **options)
        office.__enter__()
        self.addCleanup(office.__exit__, None, None, None)
        return office

    def kiosk(self, office, team, token=None, more=""):
        self.count += 1
        if office.tls:
            more += f"ca_file = {office.folder}/etc/tls/server.pem\n"
        return Kiosk(
            PROGRAMS,
            pathlib.Path(self.temporary.name, str(self.count)),
            office.url("").rstrip("/"),
            team,
            token or office.tokens[team],
            more,
        )

    def test_thirteen_kiosks_of_two_teams_show_one_team_and_nothing_of_the_other(self):
        office = self.up(page=True)
        office.add_team("blue", kiosks=12)
        office.add_team("red", kiosks=5)
        blue, red = people(10), people(3, first=100)
        for team, persons in (("blue", blue), ("red", red)):
            for number, person in enumerate(persons):
                more = "" if number % 2 else "api = v2\norg = office\nbucket = weeks\n"
                kiosk = self.kiosk(office, team, more=more)
                kiosk.queue([person])
                code, said = kiosk.sync()
                self.assertEqual(0, code, said)
        office.record(WEEK)
        seen = office.seen(WEEK)
        for name, value in truth(blue).items():
            self.assertAlmostEqual(value, seen[(name, "blue")], places=6)
            self.assertAlmostEqual(value, seen[(name, "office")], places=6)
        self.assertEqual([], [name for name, who in seen if who == "red"])
        self.assert_page(office, blue)

    def assert_page(self, office, blue):
        """What the page shows of the only week, team and total, and that there is no other team."""
        with Browser() as browser:
            address = office.url("/").replace("//", f"//office:{office.password}@")
            for group in ("blue", ""):
                browser.open("about:blank")
                browser.open(f"{address}#{group}")
                browser.until("document.querySelectorAll('#table tbody tr').length")
                shown = dict(
                    browser.run(
                        "return [...document.querySelectorAll('#table td[data-figure]')].map("
                        "cell => [cell.dataset.figure, Number(cell.dataset.value)])"
                    )
                )
                for name, value in truth(blue).items():
                    self.assertAlmostEqual(value, shown[name], places=6, msg=name)
                labels = browser.run(
                    "return [...document.querySelectorAll('#groups label')].map(l => l.innerText)"
                )
                self.assertEqual(["Office", "blue"], labels)

    def test_weeks_arrive_through_tls_and_not_where_the_certificate_is_a_strangers(self):
        office = self.up(tls=True)
        office.add_team("blue")
        kiosk = self.kiosk(office, "blue")
        kiosk.queue(people(2))
        trusting = kiosk.config.read_text()
        kiosk.config.write_text(trusting.replace("ca_file", "; ca_file"))
        code, said = kiosk.sync()
        self.assertEqual(1, code, said)
        self.assertEqual([], office.stored("last_over_time({team='blue'}[1s])", WEEK))
        kiosk.config.write_text(trusting)
        code, said = kiosk.sync()
        self.assertEqual(0, code, said)
        self.assertEqual(9, len(office.stored("last_over_time({team='blue'}[1s])", WEEK)))

    def test_where_the_office_asks_for_certificates_a_kiosk_shows_its_own(self):
        folder = pathlib.Path(self.temporary.name)
        ours, theirs = Authority(folder, "ours"), Authority(folder, "theirs")
        office = self.up(tls=True, clients_ca=ours.certificate)
        token = office.office("team", "add", "blue", "--kiosks", 12)
        good = ours.issue("kiosk")
        office.wait_for_token(token, certificate=good)
        kiosk = self.kiosk(office, "blue", token=token)
        kiosk.queue(people(1))
        plain = kiosk.config.read_text()

        def show(certificate, key):
            kiosk.config.write_text(f"{plain}client_cert = {certificate}\nclient_key = {key}\n")

        for wrong in (None, theirs.issue("stranger"), ours.issue("former", end="20200102000000Z")):
            with self.subTest(wrong=wrong):
                if wrong:
                    show(*wrong)
                code, said = kiosk.sync()
                self.assertEqual(1, code, said)
                self.assertEqual(1, kiosk.noted()[3], said)
                self.assertIn("the server answers 40", said)
        self.assertEqual([], office.stored("last_over_time({team='blue'}[1s])", WEEK))
        show(*good)
        code, said = kiosk.sync()
        self.assertEqual(0, code, said)
        self.assertEqual(9, len(office.stored("last_over_time({team='blue'}[1s])", WEEK)))

    def test_a_year_offline_arrives_whole_and_once(self):
        office = self.up()
        office.add_team("blue")
        kiosk = self.kiosk(office, "blue")
        first = monday(53)
        pseudonyms = kiosk.queue(people(52), first_s=first)
        self.assertIn(len(set(pseudonyms)), (12, 13))
        self.assertEqual(0, kiosk.sync()[0])
        self.assertEqual(0, kiosk.sync()[0])
        for week, person in enumerate(people(52)):
            start_s = first + week * WEEK_S
            found = office.stored("last_over_time(secondheart_summary_sitting_s[1s])", start_s)
            self.assertEqual(1, len(found), week)
            self.assertEqual(pseudonyms[week], found[0]["metric"]["kiosk"])
            self.assertEqual(str(person.figures["sitting_s"]), found[0]["values"][0][1])

    def test_a_kiosk_with_a_wrong_or_revoked_token_keeps_its_weeks_and_says_so(self):
        office = self.up()
        office.add_team("blue")
        kiosk = self.kiosk(office, "blue", token="not-the-token")
        kiosk.queue(people(3))
        code, said = kiosk.sync()
        self.assertEqual(1, code, said)
        self.assertIn("401", said)
        self.assertNotIn("not-the-token", said)
        (kiosk.folder / "token").write_text(office.tokens["blue"] + "\n")
        self.assertEqual(0, kiosk.sync()[0])
        for week in range(3):
            found = office.stored(
                "last_over_time(secondheart_summary_sitting_s[1s])", WEEK + week * WEEK_S
            )
            self.assertEqual(1, len(found), week)

    def test_a_kiosk_told_that_there_are_too_many_keeps_its_week_and_comes_back(self):
        office = self.up()
        office.add_team("blue")
        kiosk = self.kiosk(office, "blue")
        kiosk.queue(people(1))
        office.limit_writes("1r/m", burst=0)
        self.assertEqual(204, office.post("\n", token=office.tokens["blue"]).status)
        code, said = kiosk.sync()
        self.assertEqual(1, code, said)
        self.assertIn("429", said)
        outcome, at_s, not_before_s, queued = kiosk.noted()
        self.assertEqual(("waiting", 1), (outcome, queued))
        self.assertTrue(at_s <= not_before_s <= at_s + 5, (at_s, not_before_s))
        office.limit_writes("200r/s", burst=1000)
        self.assertEqual(0, kiosk.sync()[0])
        self.assertEqual(0, kiosk.noted()[3])
        found = office.stored("last_over_time(secondheart_summary_sitting_s[1s])", WEEK)
        self.assertEqual(1, len(found))

    def test_a_kiosk_that_claims_another_team_counts_in_its_own(self):
        office = self.up()
        office.add_team("blue")
        office.add_team("red")
        kiosk = self.kiosk(office, "red", token=office.tokens["blue"])
        kiosk.queue(people(1))
        self.assertEqual(0, kiosk.sync()[0])
        found = office.stored("last_over_time(secondheart_summary_sitting_s[1s])", WEEK)
        self.assertEqual("blue", found[0]["metric"]["team"])

    def test_the_real_lines_into_influxdb(self):
        influx = rig.Influx()
        influx.__enter__()
        self.addCleanup(influx.__exit__, None, None, None)
        kiosk = Kiosk(
            PROGRAMS, pathlib.Path(self.temporary.name, "influx"), influx.url(""), "blue", "unused"
        )
        pseudonyms = kiosk.queue(people(4))
        self.assertEqual(0, kiosk.sync()[0])
        rows = influx.ask("SELECT sitting_s, kiosk FROM secondheart_summary")
        rows = rows["results"][0]["series"][0]["values"]
        expected = [
            [WEEK + i * WEEK_S, person.figures["sitting_s"], pseudonyms[i]]
            for i, person in enumerate(people(4))
        ]
        self.assertEqual(expected, rows)


if __name__ == "__main__":
    unittest.main()

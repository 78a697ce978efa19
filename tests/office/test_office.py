#!/usr/bin/env python3
"""What the office view shows, what it keeps to itself, and what attackers get out of it.

Rerun one: test_office.py Groups.test_NAME
"""

import json
import sys
import unittest

sys.dont_write_bytecode = True

import rig
from rig import Office, Person, monday, people


def nearest(value, step):
    return int(value / step + 0.5) * step


def mean(persons, figure):
    return sum(person.figures[figure] for person in persons) / len(persons)


def truth(persons):
    """What may be shown of a group, worked out a second time and by hand."""
    sitting = mean(persons, "sitting_s")
    return {
        "sitting_s": nearest(sitting, 900),
        "prolonged_s": nearest(mean(persons, "prolonged_s"), 900),
        "breaks_per_sitting_hour": nearest(mean(persons, "breaks") / (sitting / 3600), 0.05),
        "prompts_verified": nearest(mean(persons, "prompts_verified"), 0.5),
        "kiosks": len(persons) // 5 * 5,
    }


class OfficeTest(unittest.TestCase):
    WEEK = monday(4)

    def up(self, **options):
        options.setdefault("since_s", self.WEEK)
        office = Office(**options)
        office.__enter__()
        self.addCleanup(office.__exit__, None, None, None)
        return office

    def with_teams(self, **teams):
        """An office whose teams report one week, recorded."""
        office = self.up()
        for label, persons in teams.items():
            office.add_team(label)
            office.send(label, self.WEEK, persons)
        office.record(self.WEEK)
        return office

    def assert_group(self, seen, key, persons):
        for name, value in truth(persons).items():
            self.assertAlmostEqual(seen.get((name, key), -1), value, places=6, msg=f"{name} {key}")

    def assert_absent(self, seen, key):
        self.assertEqual([], [name for name, who in seen if who == key])


class Groups(OfficeTest):
    def test_two_teams_of_ten_are_shown_and_so_is_the_office(self):
        blue, red = people(10), people(13, first=100)
        office = self.with_teams(blue=blue, red=red)
        seen = office.seen(self.WEEK)
        self.assert_group(seen, "blue", blue)
        self.assert_group(seen, "red", red)
        self.assert_group(seen, "office", blue + red)
        self.assertEqual(1, seen[("whole", "office")])
        self.assertEqual(10, seen[("recorded", "office")])

    def test_a_team_of_nine_is_not_shown(self):
        office = self.with_teams(blue=people(9))
        self.assertEqual({("recorded", "office"): 10.0}, office.seen(self.WEEK))

    def test_a_team_of_one_is_not_in_the_offices_total(self):
        blue = people(12)
        office = self.with_teams(blue=blue, red=people(1, first=100))
        seen = office.seen(self.WEEK)
        self.assert_absent(seen, "red")
        self.assert_group(seen, "office", blue)
        self.assertEqual(0, seen[("whole", "office")])

    def test_small_teams_of_ten_together_are_in_the_offices_total(self):
        blue, red, green = people(12), people(4, first=100), people(6, first=200)
        office = self.with_teams(blue=blue, red=red, green=green)
        seen = office.seen(self.WEEK)
        self.assert_absent(seen, "red")
        self.assert_absent(seen, "green")
        self.assert_group(seen, "office", blue + red + green)

    def test_two_small_teams_of_nine_together_are_not(self):
        blue, red, green = people(12), people(4, first=100), people(5, first=200)
        office = self.with_teams(blue=blue, red=red, green=green)
        self.assert_group(office.seen(self.WEEK), "office", blue)

    def test_an_office_of_small_teams_only_has_a_total(self):
        red, green = people(8, first=100), people(9, first=200)
        seen = self.with_teams(red=red, green=green).seen(self.WEEK)
        self.assert_group(seen, "office", red + green)
        self.assert_absent(seen, "red")

    def test_kiosks_of_people_on_leave_lift_nobody_over_ten(self):
        office = self.with_teams(blue=people(1) + [Person(50 + i, 0) for i in range(9)])
        self.assertEqual({("recorded", "office"): 10.0}, office.seen(self.WEEK))

    def test_versions_are_counted_in_tens_only(self):
        office = self.up()
        office.add_team("blue")
        office.send("blue", self.WEEK, people(16), version="0.1.0")
        office.send("blue", self.WEEK, people(3, first=100), version="0.2.0")
        office.record(self.WEEK)
        seen = office.seen(self.WEEK)
        self.assertEqual(15, seen[("kiosks_by_version", "0.1.0")])
        self.assert_absent(seen, "0.2.0")

    def test_k_grows_and_never_shrinks(self):
        office = self.up()
        self.assertIn("smallest group", office.office("k", 9, code=2))
        office.office("k", 15)
        self.assertIn("may only grow", office.office("k", 12, code=2))
        office.add_team("blue")
        office.send("blue", self.WEEK, people(14))
        office.record(self.WEEK)
        self.assertEqual({("recorded", "office"): 15.0}, office.seen(self.WEEK))


class OverTime(OfficeTest):
    def test_ten_people_then_nine(self):
        office = self.up()
        office.add_team("blue")
        persons = people(10)
        office.send("blue", self.WEEK, persons)
        office.send("blue", self.WEEK + rig.WEEK_S, persons[:9])
        office.record(self.WEEK + rig.WEEK_S)
        self.assert_group(office.seen(self.WEEK), "blue", persons)
        second = office.seen(self.WEEK + rig.WEEK_S)
        self.assertEqual({("recorded", "office"): 10.0}, second)

    def test_who_comes_late_changes_nothing_that_was_shown(self):
        office = self.up()
        office.add_team("blue")
        office.send("blue", self.WEEK, people(10))
        office.record(self.WEEK)
        before = office.seen(self.WEEK)
        office.send("blue", self.WEEK, people(1, first=100))
        self.assertEqual("", office.record(self.WEEK, days_later=7 * 1 - 1))
        self.assertEqual(before, office.seen(self.WEEK))

    def test_a_recording_that_broke_off_is_not_repeated(self):
        office = self.up()
        office.add_team("blue")
        office.send("blue", self.WEEK, people(10))
        (office.folder / "state/weeks" / rig.date_of(self.WEEK)).write_text("begun\n")
        office.record(self.WEEK)
        self.assertEqual({}, office.seen(self.WEEK))
        self.assertIn("begun", office.office("weeks"))

    def test_a_week_settles_before_it_is_recorded(self):
        office = self.up(settle_days=7)
        office.add_team("blue")
        office.send("blue", self.WEEK, people(10))
        self.assertEqual("", office.record(self.WEEK, days_later=6))
        self.assertIn("recorded the week", office.record(self.WEEK, days_later=7))

    def test_a_week_of_a_year_ago_is_taken_and_counted(self):
        start_s = monday(52)
        office = self.up(since_s=start_s)
        office.add_team("blue")
        persons = people(11)
        office.send("blue", start_s, persons)
        office.record(start_s)
        self.assert_group(office.seen(start_s), "blue", persons)

    def test_the_same_batch_twice_counts_once(self):
        office = self.up()
        office.add_team("blue")
        persons = people(10)
        office.send("blue", self.WEEK, persons)
        office.send("blue", self.WEEK, persons)
        counted = office.stored(
            "sum(count_over_time(secondheart_summary_sitting_s[1s]))", self.WEEK
        )
        self.assertEqual("10", counted[0]["values"][0][1])
        office.record(self.WEEK)
        self.assert_group(office.seen(self.WEEK), "blue", persons)

    def test_a_restart_forgets_nothing(self):
        persons = people(10)
        office = self.with_teams(blue=persons)
        office.stop()
        office.start()
        self.assert_group(office.seen(self.WEEK), "blue", persons)


class Writers(OfficeTest):
    def test_the_token_says_the_team_whatever_the_line_says(self):
        office = self.up()
        office.add_team("blue")
        office.add_team("red")
        text = people(1)[0].line(self.WEEK, team="red")
        for path in ("/write?extra_label=team=red", "/api/v2/write?extra_label=team%3Dred"):
            self.assertEqual(204, office.post(text, office.tokens["blue"], path).status)
        teams = office.stored('last_over_time({__name__=~"secondheart.*"}[1s])', self.WEEK)
        self.assertEqual({"blue"}, {series["metric"]["team"] for series in teams})

    def test_missing_wrong_forged_and_revoked_tokens_are_told_401(self):
        office = self.up()
        office.add_team("blue")
        good = office.tokens["blue"]
        line = people(1)[0].line(self.WEEK)
        for token in (None, "", "wrong", good[:-1], good + "A", good.swapcase(), "blue"):
            self.assertEqual(401, office.post(line, token).status, token)
        office.office("team", "revoke", "blue")
        office.wait_for_token(good, good=False)
        self.assertEqual(401, office.post(line, good).status)
        self.assertEqual([], office.stored('last_over_time({__name__!=""}[1s])', self.WEEK))

    def test_a_readers_token_writes_nothing_and_a_teams_token_reads_nothing(self):
        office = self.up()
        office.add_team("blue")
        reader = json.loads((office.folder / "etc/office.json").read_text())["reader_token"]
        self.assertEqual(401, office.post(people(1)[0].line(self.WEEK), reader).status)
        bearer = {"Authorization": f"Bearer {office.tokens['blue']}"}
        for engine in ("nginx", "vmauth"):
            reply = rig.request(office.url("/api/v1/query?query=1", engine), headers=bearer)
            self.assertIn(reply.status, (400, 401), reply)

    def test_only_whole_weeks_in_a_kiosks_own_figures_are_taken(self):
        office = self.up()
        office.add_team("blue")
        one = people(1)[0]
        forged = (
            one.line(self.WEEK, detail="day")
            + one.line(self.WEEK).replace(one.pseudonym, "alice")
            + one.line(self.WEEK).replace("version=0.1.0", "version=<b>hello</b>")
            + f"secondheart_office,scope=office sitting_s=1i,recorded=10i {self.WEEK}\n"
            + f"secondheart_office_sitting_s value=1i {self.WEEK}\n"
            + f"secondheart_summary,detail=week,kiosk={one.pseudonym},version=1 desk=7i {self.WEEK}\n"
        )
        self.assertEqual(204, office.post(forged, office.tokens["blue"]).status)
        self.assertEqual([], office.stored('last_over_time({__name__!=""}[1s])', self.WEEK))

    def test_labels_that_a_kiosk_makes_up_are_dropped(self):
        office = self.up()
        office.add_team("blue")
        line = people(1)[0].line(self.WEEK).replace(",version", ",desk=17,version")
        office.post(line, office.tokens["blue"], "/write?db=secret")
        series = office.stored("last_over_time(secondheart_summary_sitting_s[1s])", self.WEEK)
        kept = set(series[0]["metric"]) - {"__name__"}
        self.assertEqual({"detail", "kiosk", "team", "version"}, kept)

    def test_pseudonyms_beyond_the_teams_kiosks_count_nowhere(self):
        """A team of three that forges eight more."""
        office = self.up()
        office.add_team("blue", kiosks=3)
        office.add_team("red")
        red = people(10, first=200)
        office.send("blue", self.WEEK, people(3) + [Person(100 + i, 36000) for i in range(8)])
        office.send("red", self.WEEK, red)
        office.record(self.WEEK)
        seen = office.seen(self.WEEK)
        self.assert_absent(seen, "blue")
        self.assert_group(seen, "office", red)
        self.assertEqual(0, seen[("whole", "office")])

    def test_what_forging_up_to_the_teams_kiosks_gives_away_is_no_finer_than_said(self):
        """Nine forged beside one: a mean of ten, rounded, leaves 2.5 hours of a week open."""
        office = self.up()
        office.add_team("blue", kiosks=10)
        forged = [Person(100 + i, 36000) for i in range(9)]
        office.send("blue", self.WEEK, forged + [Person(1, 98765)])
        office.record(self.WEEK)
        shown = office.seen(self.WEEK)[("sitting_s", "blue")]
        guess = shown * 10 - 9 * 36000
        self.assertNotEqual(98765, guess)
        self.assertLessEqual(abs(guess - 98765), 4500)
        self.assertEqual(0, shown % 900)

    def test_a_huge_forged_figure_is_held_to_a_week(self):
        office = self.up()
        office.add_team("blue")
        office.send("blue", self.WEEK, people(9) + [Person(100, 10**12)])
        office.record(self.WEEK)
        most = sum(person.figures["sitting_s"] for person in people(9)) + rig.WEEK_S
        seen = office.seen(self.WEEK)
        self.assertEqual(nearest(most / 10, 900), seen[("sitting_s", "blue")])

    def test_other_methods_and_bodies_too_large_are_turned_away(self):
        office = self.up()
        office.add_team("blue")
        bearer = {"Authorization": f"Bearer {office.tokens['blue']}"}
        reply = rig.request(office.url("/write"), headers=bearer, method="GET")
        self.assertEqual(403, reply.status)
        reply = rig.request(office.url("/write"), b"x" * (2 << 20), bearer)
        self.assertEqual(413, reply.status)

    def test_no_log_names_a_kiosk_an_address_or_a_token(self):
        office = self.with_teams(blue=people(10))
        office.post(people(1)[0].line(self.WEEK), "wrong-token-of-mine")
        rig.request(office.url("/write"), b"x" * (2 << 20))
        office.stop()
        for log in (office.folder / "log").iterdir():
            text = log.read_text()
            for secret in (people(1)[0].pseudonym, "127.0.0.1", "wrong-token-of-mine"):
                self.assertNotIn(secret, text, log.name)


class Readers(OfficeTest):
    """Everything that a reader can think of, against an office of nine and of twelve."""

    @classmethod
    def setUpClass(cls):
        cls.office = Office(since_s=cls.WEEK)
        cls.office.__enter__()
        cls.addClassCleanup(cls.office.__exit__, None, None, None)
        cls.office.add_team("blue")
        cls.office.add_team("red")
        cls.office.send("blue", cls.WEEK, people(12))
        cls.office.send("red", cls.WEEK, people(9, first=100))
        cls.office.record(cls.WEEK)

    def assert_nothing_of_single_people(self, reply):
        text = reply.body.decode()
        for hidden in ("kiosk=", '"kiosk"', "secondheart_summary", "red", people(1)[0].pseudonym):
            self.assertNotIn(hidden, text)

    def test_regex_on_names_reaches_only_what_is_recorded(self):
        for query in (
            '{__name__=~".+"}',
            '{__name__!=""}',
            '{__name__=~"secondheart_summary.*"}',
            'secondheart_summary_sitting_s{team="red"}',
            '{kiosk=~".+"}',
            'count({__name__=~".*"}) by (__name__, kiosk, team)',
            'last_over_time({__name__=~".+"}[5y])',
            'label_replace({__name__=~".+"}, "x", "$1", "kiosk", "(.*)")',
        ):
            for path, more in (
                ("/api/v1/query", {"time": self.WEEK}),
                (
                    "/api/v1/query_range",
                    {"start": self.WEEK - 86400, "end": self.WEEK + 86400, "step": "1h"},
                ),
            ):
                reply = self.office.reader(path, query=query, **more)
                self.assert_nothing_of_single_people(reply)

    def test_filters_of_the_readers_own_open_nothing(self):
        """VictoriaMetrics takes `extra_filters` beside vmauth's `extra_filters[]` and joins them by
        "or". Two walls: nginx passes five arguments on, and the engine that readers reach holds
        nothing but aggregates; here it is given something else to show that the first one holds."""
        planted = f"planted_figure 7 {self.WEEK}000\n".encode()
        rig.request(self.office.url("/api/v1/import/prometheus", "shown"), planted)
        rig.request(self.office.url("/internal/force_flush", "shown"))
        for name in ("extra_filters[]", "extra_filters", "EXTRA_FILTERS", "extra_label"):
            for value in ('{__name__=~".+"}', "team=red"):
                arguments = {
                    "query": 'last_over_time({__name__=~".+"}[1s]) keep_metric_names',
                    "start": self.WEEK,
                    "end": self.WEEK + 1,
                    "step": rig.WEEK_S,
                    name: value,
                }
                reply = self.office.reader("/api/v1/query_range", **arguments)
                self.assertEqual(200, reply.status)
                self.assertNotIn(b"planted", reply.body)
                self.assert_nothing_of_single_people(reply)

    def test_export_federate_and_listings_do_not_exist(self):
        for path in (
            "/api/v1/export",
            "/api/v1/export/csv",
            "/api/v1/export/native",
            "/federate",
            "/api/v1/series",
            "/api/v1/labels",
            "/api/v1/label/kiosk/values",
            "/api/v1/status/tsdb",
            "/api/v1/admin/tsdb/delete_series",
            "/api/v1/import",
            "/api/v1/query/../export",
            "/api/v1/query/../../../metrics",
            "/api/v1/query%2f..%2fexport",
            "/prometheus/api/v1/export",
            "/internal/force_flush",
            "/snapshot/create",
            "/metrics",
            "/flags",
            "/-/reload",
            "/debug/pprof/",
            "/vmui/",
        ):
            reply = self.office.reader(path, **{"match[]": '{__name__=~".+"}'})
            self.assertEqual(404, reply.status, path)
            self.assert_nothing_of_single_people(reply)

    def test_vmauth_itself_lets_the_reader_reach_two_routes(self):
        """The wall behind nginx, on its own."""
        settings = json.loads((self.office.folder / "etc/office.json").read_text())
        bearer = {"Authorization": f"Bearer {settings['reader_token']}"}
        for path in ("/api/v1/export", "/federate", "/api/v1/series", "/api/v1/query/../export"):
            reply = rig.request(self.office.url(path, "vmauth"), headers=bearer)
            self.assertNotEqual(200, reply.status, path)
        reply = rig.request(self.office.url("/api/v1/query?query=1", "vmauth"), headers=bearer)
        self.assertEqual(200, reply.status)

    def test_without_the_password_there_is_nothing(self):
        for path in ("/api/v1/query?query=1", "/api/v1/query_range?query=1", "/", "/index.html"):
            self.assertEqual(401, rig.request(self.office.url(path)).status, path)
            self.assertEqual(401, self.office.reader(path, password="wrong").status, path)

    def test_posting_a_query_is_not_possible(self):
        reply = rig.request(self.office.url("/api/v1/query"), b"query=1")
        self.assertIn(reply.status, (401, 403))

    def test_nobody_else_on_the_network_reaches_an_engine(self):
        for engine in ("vmauth", "intake", "shown"):
            self.assertTrue(self.office.url("/", engine).startswith("http://127.0.0.1:"))
        with open("/proc/net/tcp", encoding="ascii") as table:
            listening = table.read().splitlines()[1:]
        for line in listening:
            address, port = line.split()[1].split(":")
            if self.office.port <= int(port, 16) < self.office.port + 4:
                self.assertEqual("0100007F", address)


class Teams(OfficeTest):
    def test_tokens_are_in_files_that_others_cannot_read_and_in_no_list(self):
        office = self.up()
        office.add_team("blue", kiosks=12)
        for name in ("teams.json", "vmauth.yml", "site.conf", "office.json", "readers.htpasswd"):
            self.assertEqual(0o640, (office.folder / "etc" / name).stat().st_mode & 0o777, name)
        listed = office.office("team", "list")
        self.assertIn("blue", listed)
        self.assertNotIn(office.tokens["blue"], listed)

    def test_mistakes_are_refused_with_what_is_possible(self):
        office = self.up()
        office.add_team("blue", kiosks=12)
        for arguments, said in (
            (("team", "add", "blue", "--kiosks", 5), "there already"),
            (("team", "add", "Blue Team", "--kiosks", 5), "a-z"),
            (("team", "add", 'x"}', "--kiosks", 5), "a-z"),
            (("team", "add", "red", "--kiosks", 0), "1 to 100000"),
            (("team", "revoke", "green"), "no team"),
            (("team", "resize", "green", "--kiosks", 3), "no team"),
        ):
            self.assertIn(said, office.office(*arguments, code=2), arguments)

    def test_the_weeks_of_a_revoked_team_stay(self):
        persons = people(10)
        office = self.with_teams(blue=persons)
        office.office("team", "revoke", "blue")
        self.assert_group(office.seen(self.WEEK), "blue", persons)
        self.assertIn("there already", office.office("team", "add", "blue", "--kiosks", 5, code=2))


if __name__ == "__main__":
    unittest.main()

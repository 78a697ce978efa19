#!/usr/bin/env python3
"""The page in a real browser, against real servers: does it show what is true, and only that?

Usage: test_page.py [PICTURES]   PICTURES: a folder for screenshots, to be looked at
Rerun one: test_page.py Page.test_NAME
"""

import os
import random
import sys
import unittest

sys.dont_write_bytecode = True

from browser import Browser
from rig import WEEK_S, Office, monday, people
from test_office import truth

PICTURES = sys.argv.pop(1) if len(sys.argv) > 1 and "/" in sys.argv[1] else None
WEEKS = 20
FIRST = monday(WEEKS)
THIN = 6  # the week in which the shown team has nine


def week_of(team, week):
    """A team's people in a week; they sit a little less as time goes by."""
    count = {"blue": 9 if week == THIN else 12 + week % 3, "green": 17, "tiny-team": 4}[team]
    first = {"blue": 1, "green": 1000, "tiny-team": 5000}[team]
    persons = people(count, first=first, seed=week + 1)
    draw = random.Random(week)
    for person in persons:
        sitting = 110000 - 1100 * week + draw.randrange(-9000, 9000)
        person.figures.update(
            sitting_s=sitting,
            prolonged_s=int(sitting * (0.55 - 0.012 * week)),
            breaks=30 + week + draw.randrange(-5, 5),
            prompts_verified=6 + week // 2 + draw.randrange(-2, 3),
        )
    return persons


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        office = cls.office = Office(since_s=FIRST, page=True)
        office.__enter__()
        cls.addClassCleanup(office.__exit__, None, None, None)
        for team in ("blue", "green", "tiny-team"):
            office.add_team(team)
            for week in range(WEEKS):
                office.send(team, FIRST + week * WEEK_S, week_of(team, week))
        office.record(FIRST + (WEEKS - 1) * WEEK_S)

    def look(self, group="", **options):
        browser = Browser(**options)
        browser.__enter__()
        self.addCleanup(browser.__exit__, None, None, None)
        address = self.office.url("/").replace("//", f"//office:{self.office.password}@")
        browser.open(f"{address}#{group}")
        browser.until("document.querySelectorAll('#table tbody tr').length")
        return browser

    def keep(self, browser, name):
        if PICTURES:
            os.makedirs(PICTURES, exist_ok=True)
            browser.picture(os.path.join(PICTURES, name + ".png"))

    def table(self, browser):
        """{Monday: {figure: value} or the text that stands there instead}"""
        rows = browser.run(
            """return [...document.querySelectorAll('#table tbody tr')].map(row => [
                Number(row.dataset.week),
                row.querySelector('.gap')?.textContent ?? null,
                [...row.querySelectorAll('td[data-figure]')].map(
                    cell => [cell.dataset.figure, Number(cell.dataset.value)])])"""
        )
        return {start: gap or dict(figures) for start, gap, figures in rows}

    def assert_table(self, browser, groups):
        table = self.table(browser)
        self.assertEqual(WEEKS, len(table))
        for week in range(WEEKS):
            shown = table[FIRST + week * WEEK_S]
            persons = groups(week)
            if persons is None:
                self.assertEqual("fewer than 10: not shown", shown)
                continue
            for name, value in truth(persons).items():
                self.assertAlmostEqual(value, shown[name], places=6, msg=f"{name} in week {week}")

    def test_a_teams_figures_are_the_truth_and_a_thin_week_is_said(self):
        browser = self.look("blue")
        self.assert_table(browser, lambda week: None if week == THIN else week_of("blue", week))
        self.keep(browser, "blue-dark")

    def test_the_offices_figures_are_of_the_shown_teams(self):
        def counted(week):
            # In the thin week nine and four are thirteen together: they may be added.
            if week == THIN:
                return week_of("blue", week) + week_of("green", week) + week_of("tiny-team", week)
            return week_of("blue", week) + week_of("green", week)

        browser = self.look()
        self.assert_table(browser, counted)
        self.assertIn("left out", browser.run("return document.querySelector('main').innerText"))
        self.keep(browser, "office-dark")

    def test_a_small_team_is_nowhere_in_the_page_nor_in_what_it_was_sent(self):
        browser = self.look()
        self.assertNotIn("tiny-team", browser.run("return document.documentElement.outerHTML"))
        asked = browser.run(
            "return performance.getEntriesByType('resource').map(e => e.name).filter("
            "name => name.includes('/api/'))"
        )
        self.assertEqual(1, len(asked))
        answer = browser.run(
            """const request = new XMLHttpRequest();
            request.open('GET', arguments[0], false);
            request.send();
            return request.responseText""",
            asked[0],
        )
        self.assertIn("blue", answer)
        self.assertNotIn("tiny-team", answer)
        self.assertNotIn("kiosk\"", answer)

    def test_a_link_to_a_small_team_shows_the_office(self):
        browser = self.look("tiny-team")
        checked = browser.run("return document.querySelector('#groups input:checked').value")
        self.assertEqual("", checked)

    def test_fewer_than_ten_is_said_plainly(self):
        said = self.look().run("return document.getElementById('promise').textContent")
        self.assertIn("Fewer than ten: not shown.", said)

    def test_a_month_is_held_against_the_baseline(self):
        browser = self.look("green")
        rows = browser.run(
            "return [...document.querySelectorAll('#month tbody tr')].map(row => row.innerText)"
        )
        self.assertEqual(4, len(rows))

        def hours(weeks):
            figures = [truth(week_of("green", week))["sitting_s"] for week in weeks]
            minutes = int(sum(figures) / len(figures) / 60 + 0.5)
            return f"{minutes // 60} h" + (f" {minutes % 60:02}" if minutes % 60 else "")

        self.assertIn(hours(range(4)), rows[0])
        self.assertIn(hours(range(WEEKS - 4, WEEKS)), rows[0])
        self.assertIn("less", rows[0])

    def test_the_keyboard_reaches_every_choice_and_every_week(self):
        browser = self.look()
        tab, right = "\ue004", "\ue014"
        for _ in range(20):
            browser.keys(tab)
            if browser.run("return document.activeElement.name") == "group":
                break
        browser.keys(right)
        checked = browser.run("return document.querySelector('#groups input:checked').value")
        self.assertEqual("blue", checked)
        browser.until("document.getElementById('latest-title').textContent.startsWith('blue')")
        browser.run("document.querySelector('.plot').focus()")
        browser.keys("\ue012")
        first = browser.run("return document.getElementById('spoken').textContent")
        browser.keys("\ue012")
        second = browser.run("return document.getElementById('spoken').textContent")
        self.assertIn("Sitting", first)
        self.assertNotEqual(first, second)
        self.keep(browser, "blue-picked")

    def test_every_chart_has_words_for_who_cannot_see_it(self):
        labels = self.look("blue").run(
            "return [...document.querySelectorAll('.plot')].map(p => p.getAttribute('aria-label'))"
        )
        self.assertEqual(4, len(labels))
        for label in labels:
            self.assertIn(f"{WEEKS - 1} of {WEEKS} weeks shown", label)

    def test_the_page_loads_nothing_from_elsewhere_and_breaks_no_rule_of_its_own(self):
        browser = self.look()
        loaded = browser.run("return performance.getEntriesByType('resource').map(e => e.name)")
        for address in loaded:
            self.assertIn(f"127.0.0.1:{self.office.port}/", address)
        complaints = [line for line in browser.complaints() if "favicon" not in line]
        self.assertEqual([], complaints)

    def test_light_narrow_and_printed(self):
        browser = self.look("blue", light=True)
        self.assertEqual("light", browser.run("return document.documentElement.dataset.theme"))
        self.keep(browser, "blue-light")
        if PICTURES:
            browser.print_page(os.path.join(PICTURES, "blue.pdf"))
        browser.run("document.getElementById('theme').click()")
        self.assertEqual("dark", browser.run("return document.documentElement.dataset.theme"))
        narrow = self.look(width=500, height=900)
        self.keep(narrow, "office-narrow")
        over = narrow.run(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        self.assertLessEqual(over, 0)


class Empty(unittest.TestCase):
    def test_an_office_with_nothing_to_show_says_why(self):
        week = monday(4)
        with Office(since_s=week, page=True) as office, Browser() as browser:
            address = office.url("/").replace("//", f"//office:{office.password}@")
            browser.open(address)
            browser.until("document.body.innerText.includes('Nothing is recorded yet')")
            office.add_team("blue")
            office.send("blue", week, people(9))
            office.record(week)
            browser.open(address)
            browser.until("document.body.innerText.includes('Nothing can be shown yet')")
            self.assertFalse(browser.run("return document.body.innerText.includes('blue')"))
            self.assertEqual([], browser.run("return [...document.querySelectorAll('.tile')]"))


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""A finger takes consent back: by the sync page's button, and by erasing all.

Usage: test_withdrawal.py SECONDHEART SECONDHEARTCTL RENDERERS PICTURES QUEUE_WEEKS [TEST...]

The first four as test_hands.py has them. The outbox of a kiosk with simulated sensors is filled as
the kiosk fills it; after the finger's touch there is no consent, no period, and in no file beside
it a byte of a figure, a team or a pseudonym.
"""

import contextlib
import pathlib
import sqlite3
import subprocess
import sys
import unittest

import test_hands

import hand

QUEUE_WEEKS = sys.argv.pop(1)

ENDPOINT = "http://127.0.0.1:9"
TEAM = "team-that-nobody-else-has"
CONFIG = test_hands.CONFIG + f"[sync]\nteam = {TEAM}\n"
ROW_SYNC, TURN_OFF = (400, 350), (400, 424)
MONDAY, WEEK_S, WEEKS = 1772409600, 7 * 86400, 5
FIGURE = 0x5EC0DD  # no other number in the file has these three bytes


class Withdrawal(test_hands.Hands):
    def setUp(self):
        super().setUp()
        self.outbox = self.folder / "state" / "outbox-simulated"
        self.outbox.mkdir(parents=True)
        weeks = "".join(f"{MONDAY + i * WEEK_S} {' '.join([str(FIGURE)] * 9)}\n"
                        for i in range(WEEKS))
        told = subprocess.run([QUEUE_WEEKS, self.outbox, TEAM], input=weeks, text=True, check=True,
                              stdout=subprocess.PIPE).stdout
        self.names = {line.split()[1] for line in told.splitlines()}
        self.ask("UPDATE consent SET test_endpoint = ?", ENDPOINT)
        self.assertEqual(self.count(), (1, WEEKS))
        self.assertEqual(len(self.found()), 2 + len(self.names))

    def ask(self, sql, *values):
        with contextlib.closing(sqlite3.connect(self.outbox / "outbox.db", timeout=5)) as database:
            with database:
                return database.execute(sql, values).fetchall()

    def count(self):
        """Consents and periods."""
        return self.ask("SELECT (SELECT count(*) FROM consent), (SELECT count(*) FROM period)")[0]

    def found(self):
        """Which of the secrets lie in any file of the outbox's folder, whatever its name."""
        secrets = [TEAM.encode(), FIGURE.to_bytes(3, "big"), *map(str.encode, self.names)]
        bytes_ = b"".join(path.read_bytes() for path in self.outbox.iterdir())
        return [secret for secret in secrets if secret in bytes_]

    def kiosk(self):
        return self.desk(config=CONFIG, options=("--test-endpoint", ENDPOINT))

    def assert_withdrawn(self, desk):
        desk.wait_in_store("no consent", lambda: self.count() == (0, 0))
        self.assertEqual([], self.found())

    def test_the_sync_pages_button_deletes_what_waits(self):
        with self.kiosk() as desk:
            desk.sit_down()
            desk.open("settings", "settings")
            desk.go(ROW_SYNC, "sync")
            self.assertEqual(self.count(), (1, WEEKS))
            desk.touch(TURN_OFF)
            self.assert_withdrawn(desk)
        self.assertEqual((0, 0), self.count())

    def test_erasing_deletes_what_waits(self):
        with self.kiosk() as desk:
            desk.sit_down()
            desk.open("settings", "settings")
            desk.go(hand.ROW_ERASE, "erase")
            self.assertEqual(self.count(), (1, WEEKS))
            desk.go_home(hand.ERASE_FOR_GOOD)
            self.assert_withdrawn(desk)
        self.assertEqual((0, 0), self.count())

    def test_erasing_from_the_command_line_deletes_what_waits(self):
        test_hands.ctl("erase", "--yes", "--simulated", "--state", self.folder / "state",
                       "--config", self.write_config())
        self.assertEqual((0, 0), self.count())
        self.assertEqual([], self.found())

    def write_config(self):
        path = pathlib.Path(self.folder, "erase.conf")
        path.write_text(CONFIG, encoding="utf-8")
        return path


def load_tests(loader, _tests, _pattern):
    """Its own only: not once more those of the class that it grew from."""
    names = [name for name in vars(Withdrawal) if name.startswith("test_")]
    return unittest.TestSuite(map(Withdrawal, sorted(names)))


if __name__ == "__main__":
    unittest.main(verbosity=2)

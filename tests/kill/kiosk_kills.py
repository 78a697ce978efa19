"""The kiosk in a window, killed and started again on the same history; its clock runs fast, and its
switches are keys."""

import collections
import contextlib
import json
import shutil
import sqlite3
import subprocess
import time

from moments import check, kill, some_time_s, wait_for_change
from window import BESIDE_EVERYTHING, Desk, x_server

SPEED = 60
NS_PER_S = 10**9
# What is recorded is on the disk within a minute, and the disk has a second of ours for it.
LOST_MOST_S = 60 + SPEED
KILLED_WITHIN_S = 5
CONFIG = "[settings]\nfirst_run = no\n"
NAME = "history-simulated.db"
SETTINGS = {"display.language": "de", "sound.volume": "40"}
# Killed before it had made its tables, or all of them.
NOT_YET = ("no history yet", "it has version")
TABLES = ("posture_interval", "prompt", "reported", "day", "day_figure", "setting")


def rows_of(database):
    """Those of counts may still grow, and are not among them."""
    return {table: set(database.execute(f"SELECT * FROM {table}")) for table in TABLES}


class KioskKills:
    NAME = "kiosk"

    def __init__(self, build, folder, dice):
        self.program = build / "bin/secondheart"
        self.ctl = build / "bin/secondheartctl"
        self.clock = build / "tests/libfast_clock.so"
        self.folder = folder
        self.dice = dice
        self.fell = collections.Counter()
        self.killed = 0
        self.from_ns = time.monotonic_ns()
        self.saved_ns = 0
        self.lost_most_s = 0.0
        self.rows = {}
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        self.display = self.stack.enter_context(x_server(self.folder))
        return self

    def __exit__(self, *_):
        self.stack.close()

    @property
    def history(self):
        return self.folder / "state" / NAME

    def now_ns(self):
        """As the kiosk's clock has it."""
        return self.from_ns + (time.monotonic_ns() - self.from_ns) * SPEED

    def sit_down(self):
        """Starts the kiosk, with somebody restless before it: up and down, footsteps, calf raises."""
        desk = Desk(self.program, self.folder, self.display, self.folder, CONFIG,
                    LD_PRELOAD=str(self.clock), FAST_CLOCK_FROM_NS=str(self.from_ns),
                    FAST_CLOCK_SPEED=str(SPEED))
        keys = ["mousemove", *map(str, BESIDE_EVERYTHING)]
        for _ in range(40):
            keys += ["key", self.dice.choice("cccr") if self.dice.random() < 0.5 else "space",
                     "sleep", f"{self.dice.uniform(0.01, 0.5):.3f}"]
        hands = subprocess.Popen(["xdotool", *keys], env=desk.environment)
        return desk, hands

    def committed(self):
        """What a reader sees by now, while the kiosk runs; None before it has opened its history."""
        try:
            with contextlib.closing(sqlite3.connect(f"file:{self.history}?mode=ro", uri=True,
                                                    timeout=10)) as database:
                return rows_of(database)
        except sqlite3.OperationalError:
            return None

    def kill_once(self):
        began_ns = self.now_ns()
        desk, hands = self.sit_down()
        with desk:
            where, seen = self.wait()
            check(kill(desk.process), f"it ended by itself: {desk.told()}")
            at_ns = self.now_ns()
            kill(hands)
            said = desk.told()
        check("cannot" not in said and "damaged" not in said, f"it said: {said}")
        self.fell[where] += 1
        self.killed += 1
        self.judge(seen, began_ns, at_ns)

    def wait(self):
        """Until it is to be killed; where that is, and what a reader had seen shortly before."""
        if self.dice.random() < 0.5:
            time.sleep(some_time_s(self.dice, 0.001, KILLED_WITHIN_S))
            return "at any moment", self.committed() if self.dice.random() < 0.5 else None
        seen = None
        for _ in range(self.dice.randint(1, 4)):
            seen = self.committed()
            wait_for_change(self.history.with_name(f"{NAME}-wal"), 2)
        time.sleep(self.dice.uniform(0, 0.004))
        return "within or behind a write", seen

    def judge(self, seen, began_ns, killed_ns):
        check(not list(self.folder.glob("state/*damaged*")), "a history was set aside")
        if not self.history.exists() or not self.history.stat().st_size:
            check(self.saved_ns == 0, "the history is gone")
            return
        now = self.copied()
        for table, rows in (seen or {}).items():
            check(rows <= now[table],
                  f"of {table}, committed before the kill, is gone: {rows - now[table]}")
        saved_ns = self.exported_saved_ns()
        check(saved_ns >= self.saved_ns, f"saved at {saved_ns}, and before at {self.saved_ns}")
        lost_s = (killed_ns - saved_ns) / NS_PER_S
        # However long it took to start: it has written in this life, and so goes on each minute.
        if saved_ns > began_ns:
            check(lost_s <= LOST_MOST_S, f"{lost_s:.0f} s are missing")
            self.lost_most_s = max(self.lost_most_s, lost_s)
        if saved_ns and not self.saved_ns:
            self.choose()
        self.saved_ns = saved_ns

    def choose(self):
        """What somebody chose on the screen, from the first good history on."""
        with contextlib.closing(sqlite3.connect(self.history)) as database, database:
            database.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", SETTINGS.items())

    def copied(self):
        """Its rows, read from a copy: what the kill left is for the next kiosk to find."""
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for suffix in ("", "-wal"):
            if self.history.with_name(f"{NAME}{suffix}").exists():
                shutil.copy(f"{self.history}{suffix}", copy)
        with contextlib.closing(sqlite3.connect(copy / NAME)) as database:
            said = database.execute("PRAGMA integrity_check").fetchone()[0]
            check(said == "ok", f"integrity_check: {said}")
            try:
                self.rows = rows_of(database)
            except sqlite3.OperationalError:
                check(self.saved_ns == 0, "the tables are gone")
                self.rows = dict.fromkeys(TABLES, set())
        return self.rows

    def exported_saved_ns(self):
        """When it was written last, by what the program that reads the copy says; 0: not yet."""
        said = subprocess.run([self.ctl, "export", "--simulated", "--config", "/dev/null",
                               "--state", self.folder / "copy"],
                              capture_output=True, text=True, check=False)
        if not self.saved_ns and any(words in said.stderr for words in NOT_YET):
            return 0
        check(said.returncode == 0 and not said.stderr, f"export: {said.stderr}")
        rows = json.loads(said.stdout)
        if self.saved_ns:
            chosen = {row["name"]: row["value"] for row in rows if row["type"] == "setting"}
            check(chosen == SETTINGS, f"the settings are {chosen}")
        saved = [row["saved_mono_ns"] for row in rows if row["type"] == "open"]
        return saved[0] if saved else self.saved_ns

    def finish(self):
        check(self.lost_most_s > 0 or self.killed < 10, "no life was long enough to judge")

    def came_to(self):
        return (f"{len(self.rows['posture_interval'])} intervals were recorded, at most "
                f"{self.lost_most_s:.0f} s of the kiosk's clock lost, which runs {SPEED} times as fast")

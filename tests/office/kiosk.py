"""A kiosk as far as syncing goes: an outbox as the real one makes it, and the real program on it."""

import collections
import contextlib
import os
import pathlib
import sqlite3
import subprocess

from rig import FIGURES, WEEK_S, monday

WEEK = monday(4)

# Paths: secondheart-sync, queue_weeks, and a library under which the clock is synchronised.
Programs = collections.namedtuple("Programs", "sync queue_weeks synchronised")


class Kiosk:
    """Its outbox and configuration in a folder of its own."""

    def __init__(self, programs, folder, address, team, token, more=""):
        self.programs = programs
        self.folder = pathlib.Path(folder)
        self.team = team
        (self.folder / "outbox").mkdir(parents=True)
        (self.folder / "token").write_text(token + "\n")
        (self.folder / "token").chmod(0o640)
        self.config = self.folder / "kiosk.conf"
        self.config.write_text(
            f"[sync]\nurl = {address}\nteam = {team}\ntoken_file = {self.folder}/token\n"
            f"outbox_dir = {self.folder}/outbox\ndatabase = office\n{more}"
        )

    def queue(self, persons, first_s=WEEK):
        """A week a person; returns the pseudonyms they go under."""
        weeks = "".join(
            " ".join(map(str, [first_s + i * WEEK_S, *(one.figures[name] for name in FIGURES)]))
            + "\n"
            for i, one in enumerate(persons)
        )
        said = subprocess.run(
            [self.programs.queue_weeks, self.folder / "outbox", self.team],
            input=weeks,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        return [line.split()[1] for line in said.splitlines()]

    def sync(self, *options):
        """A run that does not wait, unless `options` say otherwise: exit code, what it said."""
        ended = subprocess.run(
            [
                *(self.programs.sync, "--config", self.config),
                *("--outbox", self.folder / "outbox", *(options or ["--now"])),
            ],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LD_PRELOAD": self.programs.synchronised},
        )
        return ended.returncode, ended.stdout + ended.stderr

    def noted(self):
        """What the last run left behind: outcome, when, not again before, periods still queued."""
        with contextlib.closing(sqlite3.connect(self.folder / "outbox/outbox.db")) as outbox:
            return outbox.execute(
                "SELECT outcome, at_s, not_before_s, (SELECT count(*) FROM period) FROM consent"
            ).fetchone()

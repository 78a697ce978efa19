"""The commands of secondheartctl that write, killed: nothing is half done."""

import collections
import contextlib
import shutil
import sqlite3
import subprocess
import time

from moments import check, kill, some_time_within_s

DAYS = 40
# A word that is nowhere else, to be looked for in what an erasure leaves.
MARK = "calves-of-the-third-floor"
NOT_YET = (b"there is none", b"no history yet", b"it has version")
SETTINGS = {"display.language": "de", "kiosk.name": MARK}


class CtlKills:
    NAME = "ctl"

    def __init__(self, build, folder, dice):
        self.ctl = build / "bin/secondheartctl"
        self.folder = folder
        self.dice = dice
        self.fell = collections.Counter()
        self.killed = 0
        self.outcomes = collections.Counter()
        subprocess.run([build / "bench/make_history", self.state("whole") / "history.db",
                        str(DAYS)], check=True, stdout=subprocess.DEVNULL)
        with contextlib.closing(sqlite3.connect(folder / "whole/history.db")) as database, database:
            database.executemany("INSERT INTO setting VALUES (?, ?)", SETTINGS.items())
        self.whole = self.export("whole")
        self.empty = self.export_of_nothing()
        (folder / "whole.json").write_bytes(self.whole)
        # How long each takes when nobody kills it: kills fall anywhere in that, and a little behind.
        self.took_s = {}
        for command in (self.kill_export, self.kill_restore, self.kill_erase, self.kill_settings):
            command(None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def state(self, name):
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def copy(self):
        folder = self.folder / "copy"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder / "whole", folder)
        return folder

    def words(self, command, name, *options):
        return [self.ctl, command, *options, "--config", "/dev/null", "--state", self.folder / name]

    def run(self, command, name, *options):
        return subprocess.run(self.words(command, name, *options), capture_output=True, check=False)

    def export(self, name, may_miss=False):
        """All that is there; None where `may_miss`, and there is no history yet, or half made tables."""
        said = self.run("export", name)
        if may_miss and any(words in said.stderr for words in NOT_YET):
            return None
        check(said.returncode == 0, f"export: {said.stderr.decode()}")
        return said.stdout

    def export_of_nothing(self):
        shutil.copytree(self.folder / "whole", self.folder / "erased")
        said = self.run("erase", "erased", "--yes")
        check(said.returncode == 0, f"erase: {said.stderr.decode()}")
        return self.export("erased")

    def kill(self, moment, name, command, state, *options):
        """True if the command said that it was done. No `moment`: it is left to end, and timed."""
        process = subprocess.Popen(self.words(command, state, *options), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        if moment is None:
            began_s = time.monotonic()
            check(process.wait() == 0, f"{command}: exit {process.returncode}")
            self.took_s[name] = time.monotonic() - began_s
            return True
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(some_time_within_s(self.dice, 1.1 * self.took_s[name]))
        was_running = kill(process)
        self.killed += was_running
        self.fell[f"in {name}" if was_running else f"too late for one of {name}"] += 1
        return process.returncode == 0

    def kill_once(self):
        self.dice.choice((self.kill_export, self.kill_restore, self.kill_erase, self.kill_erase,
                          self.kill_settings))(True)

    def kill_export(self, moment):
        """The file is there and whole, or not there; and the next one works."""
        file = self.state("exports") / "history.json"
        is_done = self.kill(moment, "export", "export", "whole", "--output", file)
        check(file.exists() or not is_done, "export said that it was done, and there is no file")
        if file.exists():
            check(file.read_bytes() == self.whole, "a file that is not all of it")
            file.unlink()
        said = self.run("export", "whole", "--output", file)
        check(said.returncode == 0 and file.read_bytes() == self.whole, said.stderr.decode())
        check(list(file.parent.iterdir()) == [file], f"left behind: {list(file.parent.iterdir())}")
        self.outcomes["exports"] += 1

    def kill_restore(self, moment):
        """All of it, or nothing; and then it can be done."""
        self.state("card")
        is_done = self.kill(moment, "restore", "restore", "card", str(self.folder / "whole.json"))
        found = self.export("card", may_miss=True)
        is_whole = found == self.whole
        check(is_whole or not is_done, "restore said that it was done, and not all of it is there")
        check(is_whole or found in (None, self.empty), "a part was restored")
        if not is_whole:
            said = self.run("restore", "card", str(self.folder / "whole.json"))
            check(said.returncode == 0 and self.export("card") == self.whole, said.stderr.decode())
        self.outcomes["whole restores" if is_whole else "restores that were not"] += 1

    def kill_erase(self, moment):
        """All of it, or nothing; once it is said to be gone no byte of it is left."""
        folder = self.copy()
        is_done = self.kill(moment, "erase", "erase", "copy", "--yes")
        found = self.export("copy")
        check(found in (self.whole, self.empty), "a part was erased")
        check(found == self.empty or not is_done, "erase said that it was done, and it is all there")
        self.outcomes["erased" if found == self.empty else "not erased"] += 1
        if not is_done:
            said = self.run("erase", "copy", "--yes")
            check(said.returncode == 0 and self.export("copy") == self.empty, said.stderr.decode())
        for path in folder.rglob("*"):
            check(path.is_dir() or MARK.encode() not in path.read_bytes(), f"still in {path.name}")

    def kill_settings(self, moment):
        """That choice is taken back or it is not; everything else stays."""
        self.copy()
        is_done = self.kill(moment, "settings", "settings", "copy", "--clear", "display.language")
        rows = self.export("copy").splitlines()
        gone = [row for row in self.whole.splitlines() if row not in rows]
        check(len(gone) == 0 and not is_done or b"display.language" in gone[0], f"gone: {gone}")
        self.outcomes["choices taken back" if gone else "choices kept"] += 1

    def finish(self):
        pass

    def came_to(self):
        return ", ".join(f"{count} {what}" for what, count in sorted(self.outcomes.items()))

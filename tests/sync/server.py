"""A kiosk's outbox, a scripted server (raw_server.py), and what must hold between the two.

For the faults*.py beside it, which are started as: faults*.py SECONDHEART-SYNC QUEUE-WEEKS [...]
"""

import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

from raw_server import (GOOD, RECEIPT, TOKEN, Server, answer, goes_on,  # noqa: F401
                        never_answers, resets_behind, says)

SYNC, QUEUE_WEEKS = sys.argv[1:3]
MONDAY = 345600  # 5 January 1970: simulated time is no real one
WEEK_S = 7 * 86400


class Kiosk:
    def __init__(self, folder, url, weeks, more=""):
        self.outbox = pathlib.Path(folder, "outbox")
        self.outbox.mkdir(parents=True)
        token = pathlib.Path(folder, "token")
        token.write_text(TOKEN + "\n")
        token.chmod(0o600)
        self.config = pathlib.Path(folder, "kiosk.conf")
        self.settings = f"[sync]\nteam = blue\ndatabase = office\ntoken_file = {token}\n"
        self.configure(more)
        self.url = url
        self.weeks = weeks
        lines = "".join(
            f"{MONDAY + i * WEEK_S} {' '.join(str(1000 * i + j) for j in range(9))}\n"
            for i in range(weeks)
        )
        subprocess.run([QUEUE_WEEKS, self.outbox, "blue"], input=lines, text=True, check=True,
                       stdout=subprocess.DEVNULL)
        self.ask("UPDATE consent SET test_endpoint = ?", url)

    def configure(self, more):
        self.config.write_text(self.settings + more)

    def ask(self, sql, *values):
        database = sqlite3.connect(self.outbox / "outbox.db", timeout=5)
        with database:
            rows = database.execute(sql, values).fetchall()
        database.close()
        return rows

    def queued(self):
        return self.ask("SELECT count(*) FROM period")[0][0]

    def command(self, *more):
        return [SYNC, "--config", self.config, "--outbox", self.outbox,
                "--test-endpoint", self.url, "--timeout", "1", *more]

    def run(self, *more):
        ended = subprocess.run(self.command(*more), capture_output=True, text=True, check=False,
                               timeout=20)
        return ended.returncode, ended.stdout + ended.stderr

    def traces(self):
        """Everything the runs left behind but the token's own file."""
        return b"".join(path.read_bytes() for path in self.outbox.iterdir())


class Case(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="shfaults")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.count = 0

    def server(self, context=None):
        server = Server(context)
        self.addCleanup(server.close)
        return server

    def kiosk(self, server, weeks=3, more="", scheme="http"):
        self.count += 1
        return Kiosk(self.folder / str(self.count), f"{scheme}://127.0.0.1:{server.port}", weeks,
                     more)

    def assert_kept(self, kiosk, outcome, reason, *options):
        """One run in vain: all is still there, with the reason, and no token anywhere."""
        code, said = kiosk.run(*(options or ["--now"]))
        self.assertEqual(1, code, said)
        self.assertEqual(kiosk.weeks, kiosk.queued(), said)
        noted = kiosk.ask("SELECT outcome, reason FROM consent")[0]
        self.assertEqual(outcome, noted[0], noted)
        self.assertIn(reason, noted[1])
        self.assertIn(noted[1], said)
        self.assert_no_token(kiosk, said)

    def assert_no_token(self, kiosk, said):
        self.assertNotIn(TOKEN, said)
        self.assertNotIn(TOKEN.encode(), kiosk.traces())

    def assert_arrives(self, kiosk, server, most=1):
        """A run at a server that is well again: each period there, always the same, none left."""
        code, said = kiosk.run("--now")
        self.assertEqual(0, code, said)
        self.assertEqual(0, kiosk.queued())
        self.assertEqual(kiosk.weeks, len(server.stored), server.stored)
        self.assertLessEqual(max(server.stored.values()), most)
        self.assertIn(b"Authorization: Bearer " + TOKEN.encode(), server.heads[-1])
        self.assert_no_token(kiosk, said)


def main():
    """Runs the tests of the program; what stands behind the two paths names single ones."""
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])

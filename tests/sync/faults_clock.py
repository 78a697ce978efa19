#!/usr/bin/env python3
"""secondheart-sync by a clock that is wrong, was wrong, or that nobody has set.

Usage: faults_clock.py SECONDHEART-SYNC QUEUE-WEEKS WRONG-CLOCK   (paths)
"""

import pathlib
import subprocess
import sys
import tempfile
import time

from certificates import Certificates
from server import MONDAY, QUEUE_WEEKS, SYNC, WEEK_S, Case, Kiosk, answer, main, says

WRONG_CLOCK = sys.argv.pop(3)
DAY_S = 86400
YEAR_S = 365 * DAY_S
THIS_MONDAY = MONDAY + (int(time.time()) - MONDAY) // WEEK_S * WEEK_S


class RealKiosk(Kiosk):
    """A person's own figures, so the clock counts: the last of the weeks is the one that runs."""

    def __init__(self, folder, url, weeks, more=""):
        super().__init__(folder, url, weeks, f"url = {url}\n{more}")
        for path in self.outbox.iterdir():
            path.unlink()
        lines = "".join(f"{THIS_MONDAY - (weeks - 1 - i) * WEEK_S} {' '.join('123456789')}\n"
                        for i in range(weeks))
        subprocess.run([QUEUE_WEEKS, self.outbox, "blue"], input=lines, text=True, check=True,
                       stdout=subprocess.DEVNULL)
        self.wrong_s = 0
        self.unsync = []

    def command(self, *more):
        return ["env", f"LD_PRELOAD={WRONG_CLOCK}", f"WRONG_CLOCK_S={self.wrong_s}", *self.unsync,
                SYNC, "--config", self.config, "--outbox", self.outbox, "--timeout", "1", *more]


class ClockFaults(Case):
    def kiosk(self, server, weeks=3, more="", scheme="http"):
        self.count += 1
        return RealKiosk(self.folder / str(self.count),
                         f"{scheme}://127.0.0.1:{server.port}", weeks, more)

    def test_a_week_that_has_not_ended_is_kept_and_said(self):
        server = self.server()
        kiosk = self.kiosk(server)
        code, said = kiosk.run("--now")
        self.assertEqual(1, code, said)
        self.assertIn("periods that end in the future: 1; is the clock right?", said.splitlines()[-1])
        self.assertEqual((1, 2), (kiosk.queued(), len(server.stored)))
        kiosk.wrong_s = WEEK_S
        self.assert_arrives(kiosk, server)

    def test_nothing_is_sent_by_a_clock_that_nobody_set(self):
        server = self.server()
        kiosk = self.kiosk(server)
        kiosk.wrong_s = WEEK_S
        kiosk.unsync = ["WRONG_CLOCK_UNSYNC=1"]
        for options in ([], ["--now"], ["--release"]):
            with self.subTest(options=options):
                code, said = kiosk.run(*options)
                self.assertEqual(1, code, said)
                self.assertIn("the clock is not synchronised", said.splitlines()[-1])
                self.assertIn("timedatectl", said.splitlines()[-1])
                self.assertEqual((3, 0), (kiosk.queued(), server.asked))
        kiosk.unsync = []
        self.assert_arrives(kiosk, server)

    def test_a_wait_noted_by_a_clock_ahead_holds_nothing_up(self):
        for ahead_s, asked_s in ((YEAR_S, 3600), (DAY_S + WEEK_S, 80000), (20 * YEAR_S, 10**12)):
            with self.subTest(ahead_s=ahead_s):
                server = self.server()
                kiosk = self.kiosk(server)
                kiosk.wrong_s = ahead_s
                server.script = says(answer(503, b"", f"Retry-After: {asked_s}"))
                self.assert_kept(kiosk, "waiting", "answers 503")
                self.assert_kept(kiosk, "waiting", "answers 503", "--timeout", "1")
                self.assertEqual(1, server.asked)
                kiosk.wrong_s = WEEK_S
                server.script = server.accept
                code, said = kiosk.run()
                self.assertEqual((0, 0, 3), (code, kiosk.queued(), len(server.stored)), said)

    def test_a_noted_moment_beyond_all_reason_holds_nothing_up(self):
        server = self.server()
        kiosk = self.kiosk(server)
        kiosk.wrong_s = WEEK_S
        now_s = int(time.time()) + WEEK_S
        kiosk.ask("UPDATE consent SET outcome = 'waiting', at_s = ?, not_before_s = ?", now_s - 60,
                  now_s + YEAR_S)
        code, said = kiosk.run()
        self.assertEqual((0, 0, 3), (code, kiosk.queued(), len(server.stored)), said)

    def test_a_clock_wrong_for_a_day_and_then_right_sends_each_week_once(self):
        for wrong_s in (DAY_S, -DAY_S, YEAR_S, -YEAR_S, -30 * YEAR_S):
            with self.subTest(wrong_s=wrong_s):
                server = self.server()
                kiosk = self.kiosk(server)
                kiosk.wrong_s = wrong_s
                code, said = kiosk.run("--now")
                self.assertEqual(kiosk.queued() > 0, code == 1, said)
                self.assertEqual(3, kiosk.queued() + len(server.stored))
                kiosk.wrong_s = WEEK_S
                code, said = kiosk.run("--now")
                self.assertEqual((0, 0), (code, kiosk.queued()), said)
                self.assertEqual([1, 1, 1], list(server.stored.values()))

    def test_a_certificate_that_is_not_valid_yet_by_a_clock_behind(self):
        with tempfile.TemporaryDirectory(prefix="shfaults") as folder:
            certificates = Certificates(pathlib.Path(folder))
            server = self.server(certificates.context("good"))
            kiosk = self.kiosk(server, more=f"ca_file = {folder}/ours.pem\n", scheme="https")
            kiosk.ask("UPDATE period SET start_s = start_s - ?", 30 * YEAR_S)
            kiosk.wrong_s = -15 * YEAR_S
            self.assert_kept(kiosk, "waiting", "not yet valid")
            kiosk.wrong_s = 0
            self.assert_arrives(kiosk, server)


if __name__ == "__main__":
    main()

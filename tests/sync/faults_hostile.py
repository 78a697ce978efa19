#!/usr/bin/env python3
"""secondheart-sync against answers that no server in its senses gives, drawn from a seed.

Usage: faults_hostile.py SECONDHEART-SYNC QUEUE-WEEKS [HostileAnswers.test_NAME]

In the environment: HOSTILE_ANSWERS, how many (300); HOSTILE_SEED, of which row (1); HOSTILE_FIRST,
from which on (0). Rerun the one that failed: HOSTILE_ANSWERS=1 and the numbers that it said.
"""

import os
import subprocess
import tempfile
import threading
import time

import hostile
from server import Case, answer, goes_on, main, says

ANSWERS = int(os.environ.get("HOSTILE_ANSWERS", "300"))
SEED = os.environ.get("HOSTILE_SEED", "1")
FIRST = int(os.environ.get("HOSTILE_FIRST", "0"))
DAY_S = 86400
TIMEOUT_S = 1
RUN_MOST_S = TIMEOUT_S + 4  # starting under a sanitizer on a busy machine is not free
MORE_MEMORY_KIB = 24 * 1024  # than a run that is told no in 200 bytes


class HostileAnswers(Case):
    def run_measured(self, kiosk):
        """Exit code, what was said, seconds, KiB at the most."""
        start_mono_s = time.monotonic()
        with tempfile.TemporaryFile() as said:
            # It is waited for below, by what also knows its memory.
            process = subprocess.Popen(kiosk.command("--now"), stdout=said, stderr=said)
            guard = threading.Timer(20, process.kill)
            guard.start()
            _, status, usage = os.wait4(process.pid, 0)
            guard.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            text = said.read().decode()
        return process.returncode, text, time.monotonic() - start_mono_s, usage.ru_maxrss

    def measure_calm(self, server, kiosk):
        server.script = says(answer(401))
        self.assert_kept(kiosk, "setup", "token")
        return self.run_measured(kiosk)[3]

    def assert_sane(self, kiosk, calm_kib):
        """Holds after a run of one request, whatever was said; returns what is still queued."""
        code, said, took_s, peak_kib = self.run_measured(kiosk)
        self.assertIn(code, (0, 1), said)
        for word in ("Sanitizer", "runtime error"):
            self.assertNotIn(word, said)
        self.assertLess(took_s, RUN_MOST_S)
        self.assertLess(peak_kib, calm_kib + MORE_MEMORY_KIB)
        self.assert_no_token(kiosk, said)
        queued = kiosk.queued()
        self.assertEqual(queued == 0, code == 0, said)
        self.assertIn(queued, (0, kiosk.weeks))
        if queued > 0:
            at_s, not_before_s, reason = kiosk.ask(
                "SELECT at_s, not_before_s, reason FROM consent")[0]
            self.assertTrue(at_s <= not_before_s <= at_s + DAY_S, not_before_s - at_s)
            self.assertGreater(len(reason), 20)
            self.assertIn(reason, said.splitlines()[-1])
        return queued

    def put_to(self, form, numbers, results):
        server = self.server()
        kiosk = self.kiosk(server, 2 if form == "influx" else 1, f"format = {form}\n")
        whole = (kiosk.outbox / "outbox.db").read_bytes()
        calm_kib = self.measure_calm(server, kiosk)
        for number in numbers:
            data, is_delivery = hostile.draw_answer(SEED, number, form)
            server.script = says(data)
            with self.subTest(seed=SEED, first=number, form=form, answer=data[:300]):
                queued = self.assert_sane(kiosk, calm_kib)
                results.append((is_delivery, queued == 0))
                if is_delivery is not None:
                    self.assertEqual(is_delivery, queued == 0)
                elif queued == 0:
                    self.assertTrue(hostile.may_deliver(data, form))
            if kiosk.queued() < kiosk.weeks:
                for rest in kiosk.outbox.glob("outbox.db-*"):
                    rest.unlink()
                (kiosk.outbox / "outbox.db").write_bytes(whole)
        server.script = server.accept if form == "influx" else server.accept_json
        self.assert_arrives(kiosk, server)

    def test_nothing_but_a_delivery_counts_as_one(self):
        results = []
        for i, form in enumerate(("influx", "json")):
            self.put_to(form, range(FIRST + i, FIRST + max(ANSWERS, 1 + i), 2), results)
        if ANSWERS >= 100:  # the drawing is worth something
            self.assertGreater(results.count((True, True)), ANSWERS // 20)
            self.assertGreater(results.count((False, False)), ANSWERS // 4)

    def test_what_never_ends_does_by_the_timeout_and_in_little_memory(self):
        status = b"HTTP/1.1 204 x\r\n"
        chunked = b"HTTP/1.1 503 x\r\nTransfer-Encoding: chunked\r\n\r\n"
        for first, more in (
            (status, b"X-More: y\r\n" * 5000),
            (status, b"Retry-After: 5\r\nSet-Cookie: a=b\r\n" * 2000),
            (status + b"X-Long: ", b"z" * 65536),
            (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2000),
            (b"", b"HTTP/1.1 103 Hints\r\nLink: " + b"z" * 999 + b"\r\n\r\n"),
            (chunked + b"0\r\n", b"X-Trailer: y\r\n" * 5000),
            (chunked, b"1;" + b"e" * 4000 + b"\r\nx\r\n"),
            (chunked + b"1;", b"e" * 65536),
            (b"HTTP/1.1 204 ", b"w" * 65536),
            (b"", b"\0" * 65536),
            (b"", b"\r\n" * 32768),
        ):
            with self.subTest(first=first, more=more[:40]):
                server = self.server()
                kiosk = self.kiosk(server)
                calm_kib = self.measure_calm(server, kiosk)
                server.script = goes_on(first, more, 0)
                self.assertEqual(kiosk.weeks, self.assert_sane(kiosk, calm_kib))
                server.script = server.accept
                self.assert_arrives(kiosk, server)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""What secondheart-sync lets nobody see: its token, wherever somebody might look.

Usage: faults_secrets.py SECONDHEART-SYNC QUEUE-WEEKS   (paths)
"""

import os
import pathlib
import subprocess
import tempfile
import time
import unittest

from certificates import Certificates
from server import TOKEN, Case, answer, main, never_answers, says

OPEN = "import sys\ntry: open(sys.argv[1], 'rb')\nexcept PermissionError: sys.exit(9)"


class Secrets(Case):
    def at_work(self, kiosk, server, **more):
        """The program while it waits for an answer."""
        server.script = never_answers
        command = [*kiosk.command("--now"), "--timeout", "20"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   **more)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        for _ in range(500):
            if server.asked > 0 or process.poll() is not None:
                break
            time.sleep(0.02)
        self.assertEqual(1, server.asked)
        return process

    def test_no_core_and_no_token_where_processes_are_listed(self):
        server = self.server()
        process = self.at_work(self.kiosk(server), server)
        told = pathlib.Path("/proc", str(process.pid))
        self.assertIn(TOKEN.encode(), server.heads[0])
        limits = [line.split() for line in (told / "limits").read_text().splitlines()]
        self.assertIn(["Max", "core", "file", "size", "0", "0", "bytes"], limits)
        for file in ("cmdline", "environ", "status", "comm"):
            with self.subTest(file=file):
                self.assertNotIn(TOKEN.encode(), (told / file).read_bytes())

    @unittest.skipUnless(os.geteuid() == 0, "only root can be somebody else")
    def test_another_process_of_the_same_user_reads_nothing_of_it(self):
        nobody = {"user": 65534, "group": 65534, "extra_groups": []}
        server = self.server()
        kiosk = self.kiosk(server)
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, 65534, 65534)
        process = self.at_work(kiosk, server, **nobody)
        with subprocess.Popen(["sleep", "20"], **nobody) as other:
            for file in ("environ", "mem", "auxv"):
                for pid, code in ((other.pid, 0), (process.pid, 9)):
                    with self.subTest(file=file, code=code):
                        done = subprocess.run(
                            ["/usr/bin/python3", "-c", OPEN, f"/proc/{pid}/{file}"],
                            check=False, capture_output=True, **nobody)
                        self.assertEqual(code, done.returncode, done.stderr)
            other.kill()

    def test_no_option_prints_the_token(self):
        server = self.server()
        kiosk = self.kiosk(server)
        server.script = says(answer(401, TOKEN.encode()))
        for options in (["--dry-run"], ["--now"], [], ["--release"], ["--help"], ["--version"],
                        ["--now", "--timeout", "0"], ["--verbose"], ["surplus"]):
            with self.subTest(options=options):
                self.assert_no_token(kiosk, kiosk.run(*options)[1])
        self.assertIn("(token)", kiosk.run("--dry-run")[1])
        server.script = server.accept
        self.assert_arrives(kiosk, server)

    def test_the_keys_of_a_connection_are_written_nowhere(self):
        with tempfile.TemporaryDirectory(prefix="shfaults") as folder:
            certificates = Certificates(pathlib.Path(folder))
            server = self.server(certificates.context("good"))
            kiosk = self.kiosk(server, more=f"ca_file = {folder}/ours.pem\n", scheme="https")
            keys = pathlib.Path(folder, "keys")
            plain = kiosk.command
            kiosk.command = lambda *more: ["env", f"SSLKEYLOGFILE={keys}", *plain(*more)]
            self.assert_arrives(kiosk, server)
            self.assertFalse(keys.exists() and keys.read_text())


if __name__ == "__main__":
    main()

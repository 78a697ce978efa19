#!/usr/bin/env python3
"""secondheart-sync against name servers at fault.

Usage: faults_names.py SECONDHEART-SYNC QUEUE-WEEKS   (paths)

The program sees a name server of ours by a mount of its own over /etc/resolv.conf, for which root
is needed; without, the test is skipped.
"""

import os
import pathlib
import socket
import subprocess
import threading
import time
import unittest

from server import Case, main

ADDRESS = "127.0.0.97"  # nobody else's, unlike .1 and .53
SILENT = None
NO_SUCH_NAME, FAILED, REFUSED = 3, 2, 5
IN_WORLD = ("unshare", "-m", "sh", "-c",
            'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"', "sh")


class NameServer:
    """Answers each question with `code`, or never."""

    def __init__(self):
        self.code = SILENT
        self.asked = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((ADDRESS, 53))
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            question, whose = self.socket.recvfrom(512)
            if not question:
                return
            self.asked += 1
            if self.code is not SILENT:
                head = question[:2] + bytes((0x81, 0x80 | self.code)) + question[4:6] + bytes(6)
                self.socket.sendto(head + question[12:], whose)

    def close(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", (ADDRESS, 53))
        self.thread.join()
        self.socket.close()


def can_mount():
    trial = [*IN_WORLD, "/dev/null", "true"]
    return os.geteuid() == 0 and subprocess.run(trial, capture_output=True, check=False,
                                                timeout=20).returncode == 0


@unittest.skipUnless(can_mount(), "no mount of our own may be made: name servers are not tried")
class NameFaults(Case):
    def setUp(self):
        super().setUp()
        try:
            self.names = NameServer()
        except OSError as error:
            self.skipTest(f"{ADDRESS} port 53: {error}")
        self.addCleanup(self.names.close)

    def kiosk_of(self, server, resolver):
        """One whose server goes by a name that our name server is asked for."""
        kiosk = self.kiosk(server, more="allow_plaintext = yes\n")
        kiosk.ask("UPDATE consent SET host = 'x.invalid', test_endpoint = 'http://x.invalid'")
        kiosk.url = "http://x.invalid"
        resolver_file = pathlib.Path(kiosk.outbox.parent, "resolv.conf")
        resolver_file.write_text(resolver)
        plain = kiosk.command
        kiosk.command = lambda *more: [*IN_WORLD, resolver_file, *plain(*more)]
        return kiosk, plain

    def assert_then_found(self, resolver, reason, most_s=4):
        server = self.server()
        kiosk, plain = self.kiosk_of(server, resolver)
        start_mono_s = time.monotonic()
        self.assert_kept(kiosk, "waiting", reason)
        self.assertLess(time.monotonic() - start_mono_s, most_s)
        kiosk.command = plain
        kiosk.url = f"http://127.0.0.1:{server.port}"
        kiosk.ask("UPDATE consent SET host = '127.0.0.1', test_endpoint = ?", kiosk.url)
        self.assert_arrives(kiosk, server)

    def test_a_name_that_does_not_exist_is_said(self):
        self.names.code = NO_SUCH_NAME
        self.assert_then_found(f"nameserver {ADDRESS}\n", "host: x.invalid")
        self.assertGreater(self.names.asked, 0)

    def test_a_name_server_in_trouble_is_said(self):
        for code in (FAILED, REFUSED):
            with self.subTest(code=code):
                self.names.code = code
                self.assert_then_found(f"nameserver {ADDRESS}\n", "host: x.invalid")

    def test_a_name_server_that_never_answers_is_left_by_the_timeout(self):
        self.names.code = SILENT
        self.assert_then_found(f"nameserver {ADDRESS}\n", "Resolving timed out")
        self.assertGreater(self.names.asked, 0)


if __name__ == "__main__":
    main()

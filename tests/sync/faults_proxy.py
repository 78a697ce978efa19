#!/usr/bin/env python3
"""secondheart-sync by way of a proxy: Debian's tinyproxy, and some that refuse.

Usage: faults_proxy.py SECONDHEART-SYNC QUEUE-WEEKS   (paths)
Rerun one: the same and ProxyFaults.test_NAME
"""

import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import time

from certificates import Certificates
from server import Case, main

ELSEWHERE = "127.0.0.1:9"  # nobody listens there


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Refuser:
    """A proxy that answers whatever it is asked for with the same bytes."""

    def __init__(self, says):
        self.says = says
        self.asked = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def listen(self):
        while True:
            connection = self.listener.accept()[0]
            with connection:
                head = b""
                try:
                    while b"\r\n\r\n" not in head:
                        more = connection.recv(65536)
                        if not more:
                            break
                        head += more
                    if head == b"":
                        return
                    self.asked.append(head.split(b" ")[0])
                    connection.sendall(self.says)
                except OSError:
                    pass

    def close(self):
        socket.create_connection(("127.0.0.1", self.port)).close()
        self.thread.join()
        self.listener.close()


class ProxyFaults(Case):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="shfaults")
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.certificates = Certificates(pathlib.Path(cls.temporary.name))
        cls.trusting = f"ca_file = {cls.temporary.name}/ours.pem\n"

    def servers(self):
        """Over http, and over TLS."""
        yield self.server(), "http", ""
        yield self.server(self.certificates.context("good")), "https", self.trusting

    def tinyproxy(self):
        """Its port, and its log, which names every request."""
        port = free_port()
        config = self.folder / f"tinyproxy-{port}.conf"
        log = self.folder / f"tinyproxy-{port}.log"
        config.write_text(
            f"Port {port}\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 10\n"
            f'LogFile "{log}"\nLogLevel Connect\nMaxClients 10\n'
        )
        process = subprocess.Popen(["tinyproxy", "-d", "-c", config], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        for _ in range(200):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    return port, log
            time.sleep(0.05)
        raise AssertionError("tinyproxy does not listen")

    def refuser(self, says):
        refuser = Refuser(says)
        self.addCleanup(refuser.close)
        return refuser

    def through(self, port):
        return f"proxy = http://127.0.0.1:{port}\n"

    def test_weeks_arrive_through_a_proxy(self):
        port, log = self.tinyproxy()
        for server, scheme, more in self.servers():
            with self.subTest(scheme=scheme):
                kiosk = self.kiosk(server, more=more + self.through(port), scheme=scheme)
                self.assert_arrives(kiosk, server)
                method = "CONNECT" if scheme == "https" else "POST"
                self.assertIn(f"{method} ", log.read_text())
                self.assertIn(str(server.port), log.read_text())

    def test_a_proxy_that_is_not_there_is_named(self):
        for server, scheme, more in self.servers():
            with self.subTest(scheme=scheme):
                kiosk = self.kiosk(server, more=more + self.through(free_port()), scheme=scheme)
                self.assert_kept(kiosk, "waiting", "sync.proxy")
                self.assertEqual(0, server.asked)
                kiosk.configure(more)
                self.assert_arrives(kiosk, server)

    def test_a_proxy_that_refuses_is_named_and_is_a_setup_problem(self):
        for status in (403, 407):
            says = (f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n"
                    "Connection: close\r\n\r\n").encode()
            refuser = self.refuser(says)
            server = self.server(self.certificates.context("good"))
            kiosk = self.kiosk(server, more=self.trusting + self.through(refuser.port),
                               scheme="https")
            with self.subTest(status=status):
                self.assert_kept(kiosk, "setup", "sync.proxy does not let us through")
                self.assertEqual([b"CONNECT"], refuser.asked)
                self.assertEqual(0, server.asked)
                kiosk.configure(self.trusting)
                self.assert_arrives(kiosk, server)
        with self.subTest("a password wanted, over http"):
            refuser = self.refuser(b"HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n")
            server = self.server()
            self.assert_kept(self.kiosk(server, more=self.through(refuser.port)), "setup",
                             "sync.proxy")
            self.assertEqual(0, server.asked)

    def test_a_proxy_in_trouble_or_with_a_page_of_its_own_is_waited_for(self):
        page = b"<html>Welcome. Log in first.</html>"
        for says in (
            b"HTTP/1.1 503 Later\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page),
            b"",
            b"SSH-2.0-not_a_proxy\r\n",
        ):
            with self.subTest(says=says):
                server = self.server(self.certificates.context("good"))
                kiosk = self.kiosk(server,
                                   more=self.trusting + self.through(self.refuser(says).port),
                                   scheme="https")
                self.assert_kept(kiosk, "waiting", "sync.proxy")
                self.assertEqual(0, server.asked)

    def test_the_environment_chooses_no_proxy_and_takes_none_away(self):
        port, log = self.tinyproxy()
        for server, scheme, more in self.servers():
            for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
                with self.subTest(scheme=scheme, name=name):
                    kiosk = self.kiosk(server, more=more, scheme=scheme, weeks=1)
                    self.set_environment(name, f"http://{ELSEWHERE}")
                    code, said = kiosk.run("--now")
                    self.assertEqual((0, 0), (code, kiosk.queued()), said)
                    self.set_environment(name, None)
            for name in ("no_proxy", "NO_PROXY"):
                with self.subTest(scheme=scheme, name=name):
                    kiosk = self.kiosk(server, more=more + self.through(port), scheme=scheme,
                                       weeks=1)
                    self.set_environment(name, "*")
                    before = log.read_text()
                    code, said = kiosk.run("--now")
                    self.assertEqual((0, 0), (code, kiosk.queued()), said)
                    self.assertGreater(len(log.read_text()), len(before))
                    self.set_environment(name, None)

    def set_environment(self, name, value):
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
            self.addCleanup(os.environ.pop, name, None)

    def test_a_proxy_with_a_password_is_refused_without_being_repeated(self):
        server = self.server()
        kiosk = self.kiosk(server, more=f"proxy = http://somebody:hush-hush@{ELSEWHERE}\n")
        code, said = kiosk.run("--now")
        self.assertEqual(2, code, said)
        self.assertIn("sync.proxy", said)
        self.assertNotIn("hush-hush", said)
        self.assertEqual(3, kiosk.queued())


if __name__ == "__main__":
    main()

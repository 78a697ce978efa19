#!/usr/bin/env python3
"""secondheart-sync against servers at fault: no period is lost, and the outbox says why it waits.

Usage: faults.py SECONDHEART-SYNC QUEUE-WEEKS   (paths)
Rerun one: the same and Faults.test_NAME
"""

import base64
import email.utils
import gzip
import hashlib
import pathlib
import random
import socket
import sqlite3
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

SYNC, QUEUE_WEEKS = sys.argv[1:3]
TOKEN = "sesame-open-7f3a91"
MONDAY = 345600  # 5 January 1970: simulated time is no real one
WEEK_S = 7 * 86400
GOOD = b"HTTP/1.1 204 No Content\r\nServer: ours\r\n\r\n"
RECEIPT = b'HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{"accepted": true}'


def answer(status, body=b"", *headers):
    lines = [f"HTTP/1.1 {status} Whatever {TOKEN}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Server:
    """Does with each request what `script(connection, body)` does; that returns False to hang up.

    `stored` is what was said to be accepted, a count a line; `asked` counts requests.
    """

    def __init__(self, context=None):
        self.context = context
        self.script = self.accept
        self.stored = {}
        self.asked = 0
        self.heads = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def close(self):
        self.is_over.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        self.thread.join()
        self.listener.close()

    def listen(self):
        while True:
            connection = self.listener.accept()[0]
            if self.is_over.is_set():
                connection.close()
                return
            connection.settimeout(5)
            try:
                if self.context:
                    connection = self.context.wrap_socket(connection, server_side=True)
                while self.serve(connection):
                    pass
            except OSError:
                pass
            connection.close()

    def serve(self, connection):
        head = b""
        while b"\r\n\r\n" not in head:
            more = connection.recv(65536)
            if not more:
                return False
            head += more
        head, body = head.split(b"\r\n\r\n", 1)
        headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        while len(body) < int(headers[b"content-length"]):
            body += connection.recv(65536)
        if headers.get(b"content-encoding") == b"gzip":
            body = gzip.decompress(body)
        self.asked += 1
        self.heads.append(head)
        return self.script(connection, body)

    def store(self, body):
        for line in body.decode().splitlines():
            self.stored[line] = self.stored.get(line, 0) + 1

    def accept(self, connection, body):
        self.store(body)
        connection.sendall(GOOD)
        return True

    def accept_json(self, connection, body):
        self.store(body)
        connection.sendall(RECEIPT)
        return True


def says(data):
    """Sends just that and hangs up."""

    def script(connection, _body):
        connection.sendall(data)
        return False

    return script


def resets_behind(data):
    def script(connection, _body):
        if data:
            connection.sendall(data)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    return script


def goes_on(first, more, pause_s):
    """Until the other side has enough."""

    def script(connection, _body):
        connection.sendall(first)
        while True:
            connection.sendall(more)
            time.sleep(pause_s)

    return script


def never_answers(connection, _body):
    return connection.recv(1) != b""


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


class Faults(Case):
    def test_a_server_that_is_not_there(self):
        server = self.server()
        kiosk = self.kiosk(server)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            kiosk.url = f"http://127.0.0.1:{taken.getsockname()[1]}"
            kiosk.ask("UPDATE consent SET test_endpoint = ?", kiosk.url)
            self.assert_kept(kiosk, "waiting", "cannot be reached")
        kiosk.url = f"http://127.0.0.1:{server.port}"
        kiosk.ask("UPDATE consent SET test_endpoint = ?", kiosk.url)
        self.assert_arrives(kiosk, server)

    def test_a_server_or_a_team_that_nobody_agreed_to_gets_nothing(self):
        server = self.server()
        kiosk = self.kiosk(server)
        for column, value in (("host", "office.example"), ("team", "red")):
            agreed = kiosk.ask(f"SELECT {column} FROM consent")[0][0]
            kiosk.ask(f"UPDATE consent SET {column} = ?", value)
            for option in ("--now", "--dry-run"):
                with self.subTest(column=column, option=option):
                    code, said = kiosk.run(option)
                    self.assertEqual(1, code, said)
                    self.assertIn(value, said)
                    self.assertIn("agree anew", said)
                    self.assertEqual(3, kiosk.queued())
                    self.assertEqual([], server.heads)
            kiosk.ask(f"UPDATE consent SET {column} = ?", agreed)
        self.assert_arrives(kiosk, server)

    def test_an_answer_cut_off_behind_any_byte_delivers_nothing(self):
        for good, more, well in ((GOOD, "", "accept"), (RECEIPT, "format = json\n", "accept_json")):
            server = self.server()
            kiosk = self.kiosk(server, 1, more)
            for length in range(len(good)):
                for fault in (resets_behind, says) if length % 3 == 0 else (says,):
                    with self.subTest(good=good, length=length, fault=fault.__name__):
                        server.script = fault(good[:length])
                        self.assert_kept(kiosk, "waiting", "")
            server.script = getattr(server, well)
            self.assert_arrives(kiosk, server)

    def test_an_answer_lost_behind_the_delivery_is_asked_for_again_with_the_same_bytes(self):
        server = self.server()
        kiosk = self.kiosk(server)

        def loses(_connection, body):
            server.store(body)
            return False

        server.script = loses
        self.assert_kept(kiosk, "waiting", "cannot be reached")
        server.script = server.accept
        self.assert_arrives(kiosk, server, most=2)

    def test_answers_of_every_kind(self):
        portal = b"<html>Welcome! Please log in.</html>"
        table = (
            (answer(200, portal), "setup", "answers 200"),
            (answer(302, b"", f"Location: http://127.0.0.1:1/{TOKEN}"), "setup", "answers 302"),
            (answer(400, TOKEN.encode()), "setup", "answers 400"),
            (answer(401, TOKEN.encode()), "setup", "token"),
            (answer(403), "setup", "answers 403"),
            (answer(404), "setup", "sync.url"),
            (answer(413), "setup", "too much"),
            (answer(429), "waiting", "busy"),
            (answer(500, b"trouble"), "waiting", "answers 500"),
            (answer(503), "waiting", "answers 503"),
            (b"SSH-2.0-OpenSSH_9.2\r\n", "waiting", "cannot be reached"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{", "waiting", "cannot"),
            (b"HTTP/1.1 204 " + b"x" * 200000 + b"\r\n\r\n", "waiting", "cannot"),
        )
        for format_ in ("influx", "json"):
            server = self.server()
            kiosk = self.kiosk(server, 1, f"format = {format_}\n")
            for said, outcome, reason in table:
                with self.subTest(format=format_, said=said[:40]):
                    server.script = says(said)
                    self.assert_kept(kiosk, outcome, reason)
            server.script = server.accept if format_ == "influx" else server.accept_json
            self.assert_arrives(kiosk, server)

    def test_slow_silent_and_endless_answers_end_by_the_timeout_or_the_size(self):
        endless = b"HTTP/1.1 %d OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        piece = b"400\r\n" + b"x" * 1024 + b"\r\n"
        for script, outcome, reason in (
            (never_answers, "waiting", "in time"),
            (goes_on(b"HTTP/1.1 204 No", b" ", 0.1), "waiting", "in time"),
            (goes_on(endless % 503, piece, 0), "waiting", "answers 503"),
            (goes_on(endless % 200, piece, 0), "setup", "answers 200"),
        ):
            with self.subTest(reason=reason):
                server = self.server()
                kiosk = self.kiosk(server)
                server.script = script
                self.assert_kept(kiosk, outcome, reason)
                server.script = server.accept
                self.assert_arrives(kiosk, server)

    def test_a_receipt_with_trailers_behind_an_interim_head_counts(self):
        server = self.server()
        kiosk = self.kiosk(server, 1, "format = json\n")

        def accepts(connection, body):
            server.store(body)
            connection.sendall(b"HTTP/1.1 102 Processing\r\n\r\n")
            connection.sendall(b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n")
            connection.sendall(b'12\r\n{"accepted": true}\r\n0\r\nSum: 1\r\n\r\n')
            return True

        server.script = accepts
        self.assert_arrives(kiosk, server)

    def test_a_server_that_asks_to_wait_is_not_asked_before(self):
        date = email.utils.formatdate(time.time() + 5000, usegmt=True)
        for wanted, least_s, most_s in (("4000", 3990, 4010), (date, 4900, 5100)):
            server = self.server()
            kiosk = self.kiosk(server)
            server.script = says(answer(429, b"", f"Retry-After: {wanted}"))
            self.assert_kept(kiosk, "waiting", "answers 429")
            wait_s = kiosk.ask("SELECT not_before_s - at_s FROM consent")[0][0]
            self.assertTrue(least_s <= wait_s <= most_s, wait_s)
            self.assert_kept(kiosk, "waiting", "answers 429", "--timeout", "1")
            self.assertEqual(1, server.asked)
            server.script = server.accept
            self.assert_arrives(kiosk, server)

    def takes_few(self, server, most):
        def script(connection, body):
            if body.count(b"\n") > most:
                connection.sendall(answer(413))
                return True
            return server.accept(connection, body)

        return script

    def test_a_server_that_takes_few_at_once_gets_all_in_small_batches(self):
        server = self.server()
        kiosk = self.kiosk(server, 23)
        server.script = self.takes_few(server, 3)
        self.assert_arrives(kiosk, server)

    def test_killed_at_any_moment_it_loses_nothing_and_changes_nothing(self):
        draw = random.Random(4)
        for _ in range(6):
            server = self.server()
            kiosk = self.kiosk(server, 26)
            takes_two = self.takes_few(server, 2)

            def takes_its_time(connection, body, takes_two=takes_two):
                time.sleep(0.01)
                return takes_two(connection, body)

            server.script = takes_its_time
            kills = 0
            while kills < 6:
                with subprocess.Popen(kiosk.command("--now"), stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL) as process:
                    time.sleep(draw.uniform(0, 0.2))
                    process.kill()
                kills += 1
                left = kiosk.queued()
                self.assertGreaterEqual(left + len(server.stored), 26)
            self.assert_arrives(kiosk, server, most=1 + kills)


class Certificates:
    """Made by openssl for one run: who signed it, for which host, until when."""

    def __init__(self, folder):
        self.folder = folder
        for authority in ("ours", "strangers"):
            self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                         "-nodes", "-keyout", f"{authority}.key", "-out", f"{authority}.pem",
                         "-days", "2", "-subj", f"/CN={authority}")
        for name, authority, host, end in (
            ("good", "ours", "IP:127.0.0.1", "20991231000000Z"),
            ("expired", "ours", "IP:127.0.0.1", "20200102000000Z"),
            ("elsewhere", "ours", "DNS:office.example", "20991231000000Z"),
            ("stranger", "strangers", "IP:127.0.0.1", "20991231000000Z"),
            ("client", "ours", "DNS:kiosk.example", "20991231000000Z"),
        ):
            self.sign(name, authority, host, end)

    def openssl(self, *words):
        return subprocess.run(["openssl", *words], cwd=self.folder, check=True,
                              capture_output=True).stdout

    def sign(self, name, authority, host, end):
        (self.folder / "index").write_text("")
        (self.folder / "ca.conf").write_text(
            "[ca]\ndefault_ca = a\n[a]\ndatabase = index\nnew_certs_dir = .\nrand_serial = yes\n"
            f"default_md = sha256\npolicy = p\nx509_extensions = x\n[p]\ncommonName = supplied\n"
            f"[x]\nsubjectAltName = {host}\n"
        )
        self.openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                     "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
                     "-subj", f"/CN={name}")
        self.openssl("ca", "-batch", "-notext", "-config", "ca.conf", "-in", f"{name}.csr",
                     "-out", f"{name}.pem", "-cert", f"{authority}.pem",
                     "-keyfile", f"{authority}.key",
                     "-startdate", "20200101000000Z", "-enddate", end)

    def context(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context

    def pin(self, name):
        key = self.openssl("pkey", "-in", f"{name}.key", "-pubout", "-outform", "DER")
        return "sha256//" + base64.b64encode(hashlib.sha256(key).digest()).decode()


class TlsFaults(Case):
    """The same promises where the connection itself cannot be trusted."""

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="shfaults")
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.certificates = Certificates(pathlib.Path(cls.temporary.name))
        cls.trusting = f"ca_file = {cls.temporary.name}/ours.pem\n"

    def assert_then_mended(self, certificate, wrong, right, reason, wants_client=False):
        context = self.certificates.context(certificate)
        if wants_client:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self.certificates.folder / "ours.pem")
        server = self.server(context)
        kiosk = self.kiosk(server, more=wrong, scheme="https")
        self.assert_kept(kiosk, "waiting", reason)
        self.assertEqual(0, server.asked)
        if certificate != "good":
            server.context = self.certificates.context("good")
        kiosk.configure(right)
        self.assert_arrives(kiosk, server)

    def test_nothing_is_sent_to_a_certificate_that_does_not_hold(self):
        for certificate in ("expired", "elsewhere", "stranger"):
            with self.subTest(certificate=certificate):
                self.assert_then_mended(certificate, self.trusting, self.trusting, "not safe")
        with self.subTest("an authority nobody named"):
            self.assert_then_mended("good", "", self.trusting, "not safe")

    def test_nothing_is_sent_to_another_key_than_the_pinned_one(self):
        pins = [f"{self.trusting}pinned_key = {self.certificates.pin(name)}\n"
                for name in ("stranger", "good")]
        self.assert_then_mended("good", *pins, "not safe")

    def test_a_server_that_wants_a_certificate_of_ours(self):
        ours = f"client_cert = {self.temporary.name}/client.pem\n"
        ours += f"client_key = {self.temporary.name}/client.key\n"
        self.assert_then_mended("good", self.trusting, self.trusting + ours, "", wants_client=True)

    def test_plain_http_where_tls_was_expected(self):
        server = self.server()
        kiosk = self.kiosk(server, more=self.trusting, scheme="https")
        server.serve = lambda connection: bool(connection.sendall(GOOD))
        self.assert_kept(kiosk, "waiting", "not safe")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])

"""A scripted server on a raw socket, a kiosk's outbox, and what must hold between the two.

For the faults*.py beside it, which are started as: faults*.py SECONDHEART-SYNC QUEUE-WEEKS [...]
"""

import gzip
import pathlib
import socket
import sqlite3
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

    `stored` is what was said to be accepted, a count a line; `asked` counts requests, `met` connections.
    """

    def __init__(self, context=None):
        self.context = context
        self.script = self.accept
        self.stored = {}
        self.asked = 0
        self.met = 0
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
            self.met += 1
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


def main():
    """Runs the tests of the program; what stands behind the two paths names single ones."""
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])

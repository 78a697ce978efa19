"""The server that a soaking kiosk sends to, which gives the hard answers by a schedule, and the
runs of the real secondheart-sync against it.
"""

import pathlib
import socket
import sqlite3
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "sync"))

from raw_server import (GOOD, Server, answer, goes_on, never_answers,  # noqa: E402
                        resets_behind, says)

TIMEOUT_S = 1
PORTAL = b"<html>Welcome! Please log in.</html>"

ANSWERS = {
    "busy": says(answer(429, b"", "Retry-After: 3000")),
    "broken": says(answer(500, b"trouble")),
    "away": says(answer(503)),
    "refuses-all": says(answer(400, b"no")),
    "redirects": says(answer(302, b"", "Location: http://127.0.0.1:1/")),
    "portal": says(answer(200, PORTAL)),
    "forbidden": says(answer(403)),
    "cut-short": says(GOOD[:17]),
    "resets": resets_behind(b""),
    "drips": goes_on(b"HTTP/1.1 204 No", b" ", 0.1),
    "silent": never_answers,
    "endless": goes_on(b"HTTP/1.1 503 x\r\nTransfer-Encoding: chunked\r\n\r\n",
                       b"400\r\n" + b"x" * 1024 + b"\r\n", 0),
}
MOODS = ("well", "well", "well", "no-network", "refuses-one", "takes-few", "loses-answer",
         *ANSWERS)


class Office(Server):
    """Remembers each line that it ever took, though its answer got lost."""

    def __init__(self):
        super().__init__()
        self.url = f"http://127.0.0.1:{self.port}"
        self.refused = None

    def refuse_one(self, connection, body):
        """The first that comes is bad, and stays so while this mood lasts."""
        lines = body.decode().splitlines()
        self.refused = self.refused or lines[0]
        if self.refused in lines:
            connection.sendall(answer(400, b"bad line"))
            return True
        return self.accept(connection, body)

    def take_few(self, connection, body):
        if body.count(b"\n") > 4:
            connection.sendall(answer(413))
            return True
        return self.accept(connection, body)

    def lose_answer(self, _connection, body):
        self.store(body)
        return False

    def hang_up(self):
        """Nobody listens any more: connections are refused."""
        self.is_over.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        self.thread.join()
        self.listener.close()

    def pick_up(self):
        self.is_over.clear()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def close(self):
        if not self.is_over.is_set():
            self.hang_up()

    def be(self, mood):
        self.refused = None
        if mood == "no-network":
            self.close()
            return
        if self.is_over.is_set():
            self.pick_up()
        self.script = {"well": self.accept, "refuses-one": self.refuse_one,
                       "takes-few": self.take_few,
                       "loses-answer": self.lose_answer}.get(mood) or ANSWERS[mood]


class Sync:
    """secondheart-sync, as its timer runs it, and what must hold of each run."""

    def __init__(self, program, config, folder, office):
        self.program = program
        self.config = config
        self.folder = pathlib.Path(folder, "outbox")
        self.office = office
        self.quarantined = 0
        self.runs = {}

    def ask(self, sql):
        database = sqlite3.connect(self.folder / "outbox.db", timeout=5)
        rows = database.execute(sql).fetchall()
        database.close()
        return rows[0][0]

    def command(self, *more):
        return [self.program, "--config", self.config, "--outbox", self.folder,
                "--test-endpoint", self.office.url, "--timeout", str(TIMEOUT_S), "--now", *more]

    def run(self, mood, *more):
        """One run; the sentence of what is wrong with it, or ""."""
        self.office.be(mood)
        waiting = self.ask("SELECT count(*) FROM period")
        ended = subprocess.run(self.command(*more), capture_output=True, text=True, check=False,
                               timeout=60)
        left = self.ask("SELECT count(*) FROM period")
        aside = self.ask("SELECT count(*) FROM period WHERE refused IS NOT NULL")
        self.runs[mood] = self.runs.get(mood, 0) + 1
        said = f"'{mood}', {waiting} waiting, {left} left: {ended.stdout}{ended.stderr}"
        if mood in ("well", "takes-few") and (left != aside or ended.returncode != (left > 0)):
            return f"a server that takes all did not get all: {said}"
        if (mood in ANSWERS or mood == "no-network") and left != waiting:
            return f"what nobody took is gone: {said}"
        if waiting and mood in ANSWERS and ended.returncode != 1:
            return f"exit code {ended.returncode}: {said}"
        if ended.returncode not in (0, 1):
            return f"exit code {ended.returncode}: {said}"
        return ""

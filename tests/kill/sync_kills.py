"""secondheart-sync, killed while it sends to a server that answers late, wrongly or not at all."""

import collections
import contextlib
import itertools
import pathlib
import sqlite3
import subprocess
import sys

from moments import check, kill, some_time_s, some_time_within_s

WEEKS = 4
# Several in one queue's life, then it must all have arrived.
RUNS_A_QUEUE = 5
# What a run takes, about; a slower machine kills earlier in it.
SENT_WITHIN_S = 0.05


class SyncKills:
    NAME = "sync"

    def __init__(self, build, folder, dice):
        # server.py takes its programs from the command line, as the tests beside it do.
        sys.argv[1:3] = [str(build / "bin/secondheart-sync"), str(build / "tests/queue_weeks")]
        import server  # pylint: disable=import-outside-toplevel
        self.rig = server
        self.folder = pathlib.Path(folder)
        self.dice = dice
        self.fell = collections.Counter()
        self.killed = 0
        self.names = itertools.count()
        self.queues = self.twice = 0
        self.server = self.kiosk = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.server:
            self.server.close()

    def begin(self):
        self.server = self.rig.Server()
        self.kiosk = self.rig.Kiosk(self.folder / str(next(self.names)),
                                    f"http://127.0.0.1:{self.server.port}", WEEKS)
        self.runs = 0

    def misbehave(self):
        """One of the ways in which a server takes its time; the request's end, or its answer's."""
        server, slow_s = self.server, some_time_s(self.dice, 0.0005, 0.05)

        def stores_late(connection, body):
            server.is_over.wait(slow_s)
            return server.accept(connection, body)

        def answers_late(connection, body):
            server.store(body)
            server.is_over.wait(slow_s)
            connection.sendall(self.rig.GOOD)
            return True

        def loses_the_answer(_connection, body):
            server.store(body)
            return False

        server.script = self.dice.choice((server.accept, stores_late, answers_late, answers_late,
                                          loses_the_answer, self.rig.says(self.rig.answer(503))))

    def kill_once(self):
        if not self.server:
            self.begin()
        self.misbehave()
        asked = self.server.asked
        process = subprocess.Popen(self.kiosk.command("--now"), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(some_time_within_s(self.dice, SENT_WITHIN_S))
        if kill(process):
            self.killed += 1
            where = "before a request" if self.server.asked == asked else "with a request under way"
        else:
            where = "too late for one"
        self.fell[where] += 1
        self.judge()
        self.runs += 1
        if self.runs == RUNS_A_QUEUE:
            self.arrive()

    def judge(self):
        with contextlib.closing(sqlite3.connect(self.kiosk.outbox / "outbox.db")) as outbox:
            said = outbox.execute("PRAGMA integrity_check").fetchone()[0]
        check(said == "ok", f"integrity_check: {said}")
        check(self.kiosk.ask("SELECT count(*) FROM consent")[0][0] == 1, "the consent is gone")
        stored, queued = len(self.server.stored), self.kiosk.queued()
        check(stored + queued >= WEEKS, f"{stored} weeks arrived and {queued} wait, of {WEEKS}")

    def arrive(self):
        """All of it there, each week with one value however often it came, and nothing waits."""
        self.server.script = self.server.accept
        code, said = self.kiosk.run("--now")
        check(code == 0 and self.kiosk.queued() == 0, f"exit {code}: {said}")
        check(len(self.server.stored) == WEEKS, f"arrived: {self.server.stored}")
        self.queues += 1
        self.twice += sum(times > 1 for times in self.server.stored.values())
        self.server.close()
        self.server = None

    def finish(self):
        if self.server:
            self.arrive()

    def came_to(self):
        return (f"{self.queues * WEEKS} weeks of {self.queues} queues arrived, each with one value, "
                f"{self.twice} of them more than once")

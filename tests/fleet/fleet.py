#!/usr/bin/env python3
"""A fleet's year into one office view, and the herd after an outage. Prints what it took.

Usage: fleet.py --build FOLDER [--small] [--figures FILE]

The servers are the real ones behind their TLS door, started by deploy/office/up.sh. A part of the
kiosks are runs of the real secondheart-sync, each on an outbox of its own; the lines of the others
come from the same encoder. Exit 1: a figure is not the fleet's, or a week is missing or there
twice. Times decide nothing.
"""

import argparse
import collections
import concurrent.futures
import gzip
import heapq
import json
import math
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "office"))

from kiosk import Kiosk, Programs
from relay import Relay
from rig import FIGURES, WEEK_S, Office, monday, people, request
from test_office import truth

Size = collections.namedtuple(
    "Size", "teams team_kiosks team_real weeks queries herd herd_failures herd_rate"
)
FULL = Size(10, 1000, 100, 52, 100, 300, 8, 20)
SMALL = Size(2, 40, 10, 2, 5, 10, 3, 1)

# The week before the first: what is sent to be measured, and not to be counted.
UNCOUNTED = -1
LINES_A_REQUEST = 500  # as a kiosk with a long queue sends them
AT_ONCE = 4  # processes, on two processors
FIRST_LIMIT_S = 5  # of the wait after a first failure; it doubles with each
BUCKETS = 10
# Twenty-nine of a million fair draws of 300 into ten have a fuller bucket than this.
FULLEST = 2.0


class Wrong(Exception):
    """What arrived is not what was sent."""


def check(is_right, what):
    if not is_right:
        raise Wrong(what)


class Table:
    """What the run tells at its end."""

    def __init__(self):
        self.rows = []

    def add(self, what, ours, beside=""):
        self.rows.append((what, ours, beside))
        print(f"  {what}: {ours}" + (f" ({beside})" if beside else ""), flush=True)

    def print(self):
        widths = [max(len(row[i]) for row in self.rows) for i in range(3)]
        print()
        for row in self.rows:
            print(" | ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def seconds(action):
    start = time.monotonic()
    result = action()
    return time.monotonic() - start, result


def at_once(action, things):
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(action, things))


def check_taken_in(office, weeks):
    """Were so many weeks taken in since the start? Sent twice, one is stored once: counted here."""
    metrics = request(office.url("/metrics", "intake")).body.decode()
    rows = re.search(r'^vm_rows_inserted_total\{type="influx"\} (\d+)$', metrics, re.MULTILINE)
    expected = weeks * len(FIGURES)
    found = int(rows[1]) if rows else None
    check(found == expected, f"taken in: {found} samples, not {expected}")


class Year:
    """So many teams' weeks into an office, and what can be seen of them."""

    def __init__(self, size, programs, encoder, folder, table):
        self.size = size
        self.programs = programs
        self.encoder = encoder
        self.folder = folder
        self.table = table
        self.first_s = monday(size.weeks + 1)
        self.uncounted = 0  # weeks sent to be measured only
        self.teams = [f"team-{i}" for i in range(size.teams)]

    def persons(self, team, week):
        """A team's week; nobody keeps a pseudonym for longer than four of them."""
        first = 1 + self.teams.index(team) * 10**6 + week // 4 * 10**9
        return people(self.size.team_kiosks, first=first, seed=week)

    def run(self):
        with Office(since_s=self.first_s, tls=True) as self.office:
            for team in self.teams:
                self.office.add_team(team, kiosks=2 * self.size.team_kiosks)
            self.send_by_programs()
            self.send_lines()
            self.weigh()
            self.record()
            self.query()

    # ------------------------------------------------------------------------------ real programs

    def kiosk(self, team, number, address=None):
        return Kiosk(
            self.programs,
            self.folder / team / str(number),
            address or self.office.url("").rstrip("/"),
            team,
            self.office.tokens[team],
            f"ca_file = {self.office.folder}/etc/tls/server.pem\n",
        )

    def send_by_programs(self):
        """The first week of some of each team: a process, an outbox and a TLS handshake each."""
        kiosks = []
        for team in self.teams:
            for number, person in enumerate(self.persons(team, 0)[: self.size.team_real]):
                kiosks.append((self.kiosk(team, number), person))
        at_once(lambda one: one[0].queue([one[1]], first_s=self.first_s), kiosks)
        took, ended = seconds(lambda: at_once(lambda one: one[0].sync(), kiosks))
        for code, said in ended:
            check(code == 0, f"secondheart-sync: exit {code}: {said}")
        self.table.add(
            f"{len(kiosks)} runs of secondheart-sync, a week each",
            f"{len(kiosks) / took:.0f}/s",
            f"curl with the same bytes: {self.curls_a_second():.0f}/s",
        )
        self.measure_wire(kiosks[0][1])

    def curls_a_second(self):
        """The floor: a process that posts such a line, with a handshake, and knows nothing."""
        team = self.teams[0]
        body = self.folder / "line.gz"
        body.write_bytes(gzip.compress(self.lines(team, UNCOUNTED, self.persons(team, 0)[:1])))
        command = [
            *("curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}"),
            *("--cacert", self.office.folder / "etc/tls/server.pem"),
            *("--header", "Content-Encoding: gzip"),
            *("--header", f"Authorization: Bearer {self.office.tokens[team]}"),
            *("--data-binary", f"@{body}", self.office.url("/write")),
        ]
        count = self.size.team_real
        took, ended = seconds(
            lambda: at_once(
                lambda _: subprocess.run(command, capture_output=True, check=True).stdout,
                range(count),
            )
        )
        check(set(ended) == {b"204"}, f"curl was told {set(ended)}")
        self.uncounted += count
        return count / took

    def measure_wire(self, person):
        """One kiosk's week as the network sees it: handshake, request and answer."""
        with Relay(self.office.port) as relay:
            team = self.teams[0]
            kiosk = self.kiosk(team, "wire", f"https://127.0.0.1:{relay.port}")
            kiosk.queue([person], first_s=self.first_s + UNCOUNTED * WEEK_S)
            code, said = kiosk.sync()
            check(code == 0, f"secondheart-sync through a relay: exit {code}: {said}")
            self.uncounted += 1
        self.table.add(
            "one kiosk's week on the wire, TLS and all",
            f"{relay.sent} bytes out, {relay.received} in",
        )

    # ----------------------------------------------------------------------------- the other ones

    def lines(self, team, week, persons):
        weeks = "".join(
            " ".join(
                [
                    person.pseudonym,
                    str(self.first_s + week * WEEK_S),
                    *(str(person.figures[name]) for name in FIGURES),
                ]
            )
            + "\n"
            for person in persons
        )
        return subprocess.run(
            [self.encoder, team], input=weeks.encode(), capture_output=True, check=True
        ).stdout

    def post(self, team, lines):
        """Bytes that went, in requests as large as a kiosk's."""
        each = lines.splitlines(keepends=True)
        sent = 0
        for first in range(0, len(each), LINES_A_REQUEST):
            body = gzip.compress(b"".join(each[first : first + LINES_A_REQUEST]))
            headers = {
                "Content-Encoding": "gzip",
                "Authorization": f"Bearer {self.office.tokens[team]}",
            }
            reply = request(self.office.url("/write"), body, headers, context=self.office.trust())
            check(reply.status == 204, f"the office said {reply}")
            sent += len(body)
        return sent

    def send_lines(self):
        took_s = took_first_s = 0
        sent = sent_first = count = 0
        for week in range(self.size.weeks):
            for team in self.teams:
                persons = self.persons(team, week)[self.size.team_real if week == 0 else 0 :]
                lines = self.lines(team, week, persons)
                one_s, size = seconds(lambda team=team, lines=lines: self.post(team, lines))
                took_s += one_s
                sent += size
                count += len(persons)
            if week == 0:
                took_first_s, sent_first, count_first = took_s, sent, count
        self.table.add(
            f"the first week of the other {count_first}",
            f"{took_first_s:.1f} s, {sent_first / 1000:.0f} kB",
            f"{sent_first / count_first:.0f} bytes a kiosk",
        )
        self.table.add(
            f"{self.size.weeks} weeks: {count} lines", f"{took_s:.0f} s, {sent / 1e6:.1f} MB"
        )

    # --------------------------------------------------------------------------------- the servers

    def memory_mib(self, name):
        """Of a server and the workers it started."""
        leader = (self.office.folder / f"run/{name}.pid").read_text().strip()
        workers = pathlib.Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
        total = 0
        for pid in [leader, *workers]:
            rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += int(rollup.split("Pss:")[1].split()[0])
        return total / 1024

    def tell_memory(self, when):
        self.table.add(
            f"memory {when}",
            ", ".join(
                f"{name} {self.memory_mib(name):.0f}"
                for name in ("intake", "shown", "vmauth", "nginx")
            )
            + " MiB",
        )

    def weigh(self):
        """Is every week of everybody there once? And what holds it?"""
        for week in range(self.size.weeks):
            start_s = self.first_s + week * WEEK_S
            persons = [one for team in self.teams for one in self.persons(team, week)]
            for name in FIGURES:
                series = f"last_over_time(secondheart_summary_{name}[1s])"
                for kind, expected in (
                    ("count", len(persons)),
                    ("sum", sum(person.figures[name] for person in persons)),
                ):
                    found = self.office.stored(f"{kind}({series})", start_s)
                    found = int(float(found[0]["values"][0][1])) if found else None
                    check(found == expected, f"week {week}: {kind} of {name}: {found}, not {expected}")
        kiosks = self.size.teams * self.size.team_kiosks
        check_taken_in(self.office, kiosks * self.size.weeks + self.uncounted)
        self.tell_memory("once all is in")
        state = self.office.folder / "state"
        size = sum(path.stat().st_size for path in state.rglob("*") if path.is_file())
        self.table.add("on disk", f"{size / 1e6:.0f} MB")

    def record(self):
        last_s = self.first_s + (self.size.weeks - 1) * WEEK_S
        took, _ = seconds(lambda: self.office.record(last_s))
        self.table.add(
            f"recording {self.size.weeks} weeks",
            f"{took:.0f} s",
            f"{took / self.size.weeks:.1f} s a week",
        )
        self.tell_memory("after that")
        for week in range(self.size.weeks):
            seen = self.office.seen(self.first_s + week * WEEK_S)
            teams = {team: self.persons(team, week) for team in self.teams}
            teams["office"] = [person for persons in teams.values() for person in persons]
            for who, persons in teams.items():
                for name, value in truth(persons).items():
                    found = seen.get((name, who))
                    check(
                        found is not None and math.isclose(found, value, abs_tol=1e-6),
                        f"week {week}: {name} of {who}: {found}, not {value}",
                    )

    def query(self):
        """What the page asks for, through the door and at the engine itself."""
        arguments = {
            "query": 'last_over_time({__name__=~"secondheart_office_.+"}[1s]) keep_metric_names',
            "start": self.first_s,
            "end": self.first_s + self.size.weeks * WEEK_S,
            "step": WEEK_S,
        }
        behind = self.office.url("/api/v1/query_range?" + urllib.parse.urlencode(arguments), "shown")
        through, floor = [], []
        for _ in range(self.size.queries):
            took, reply = seconds(lambda: self.office.reader("/api/v1/query_range", **arguments))
            check(reply.status == 200, f"a reader was told {reply}")
            through.append(took * 1000)
            took, there = seconds(lambda: request(behind))
            floor.append(took * 1000)
            check(
                self.values_of(reply) == self.values_of(there), "the door gives other values"
            )
        self.table.add(
            f"the page's query over {self.size.weeks} weeks, with a handshake",
            f"median {statistics.median(through):.0f} ms, worst {max(through):.0f}",
            f"at the engine: {statistics.median(floor):.0f} ms, worst {max(floor):.0f}",
        )

    @staticmethod
    def values_of(reply):
        result = json.loads(reply.body)["data"]["result"]
        check(result, "there is nothing to see")
        return sorted(json.dumps(series, sort_keys=True) for series in result)


class Herd:
    """Everybody's server was away; now it is back, and has a narrow door."""

    def __init__(self, size, programs, folder, table):
        self.size = size
        self.programs = programs
        self.folder = folder
        self.table = table
        self.week_s = monday(2)
        self.persons = people(size.herd)
        self.kiosks = []

    def run(self):
        with Office(since_s=self.week_s) as self.office:
            self.office.add_team("herd", kiosks=2 * self.size.herd)
            for number, person in enumerate(self.persons):
                kiosk = Kiosk(
                    *(self.programs, self.folder / str(number)),
                    *(self.office.url("").rstrip("/"), "herd", self.office.tokens["herd"]),
                )
                kiosk.queue([person], first_s=self.week_s)
                self.kiosks.append(kiosk)
            self.office.stop()
            self.tell_first_waits(self.fail(1))
            self.office.start()
            self.office.limit_writes(f"{self.size.herd_rate}r/s", burst=self.size.herd_rate)
            self.come_back()
            found = self.office.stored(
                "sum(last_over_time(secondheart_summary_sitting_s[1s]))", self.week_s
            )
            expected = sum(person.figures["sitting_s"] for person in self.persons)
            check(int(float(found[0]["values"][0][1])) == expected, "the herd's weeks: another sum")
            check_taken_in(self.office, self.size.herd)
            self.office.stop()
            self.spread()

    def fail(self, times):
        """Returns what each kiosk will wait after so many runs in vain."""
        for _ in range(times):
            for code, said in at_once(lambda kiosk: kiosk.sync(), self.kiosks):
                check(code == 1, f"a run without a server: exit {code}: {said}")
        noted = [kiosk.noted() for kiosk in self.kiosks]
        check(all(queued == 1 for _, _, _, queued in noted), "an outage lost a week")
        return [not_before_s - at_s for _, at_s, not_before_s, _ in noted]

    def tell_first_waits(self, waits):
        """Whole seconds, so that a second is the finest that can be told apart."""
        each = collections.Counter(waits)
        self.table.add(
            "waits after the first failure",
            f"{min(waits)} to {max(waits)} s, fullest second "
            f"{max(each.values()) * (FIRST_LIMIT_S + 1) / len(waits):.1f} times the mean",
            f"seconds: {' '.join(str(each[second]) for second in range(FIRST_LIMIT_S + 1))}",
        )

    def come_back(self):
        """Each runs again when its own back-off is over, until nobody has anything left."""
        due = [(kiosk.noted()[2], number) for number, kiosk in enumerate(self.kiosks)]
        heapq.heapify(due)
        runs = collections.Counter()
        refused = 0
        start = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            running = {}
            while due or running:
                while due and len(running) < AT_ONCE and due[0][0] <= time.time():
                    number = heapq.heappop(due)[1]
                    runs[number] += 1
                    running[pool.submit(self.kiosks[number].sync, "--timeout", "20")] = number
                done, _ = concurrent.futures.wait(
                    running, timeout=0.05, return_when=concurrent.futures.FIRST_COMPLETED
                )
                if not running:
                    time.sleep(0.05)
                for future in done:
                    number = running.pop(future)
                    code, said = future.result()
                    told_busy = code == 1 and "answers 429" in said
                    refused += told_busy
                    check(code == 0 or told_busy, f"the herd was told: {said}")
                    _, _, not_before_s, queued = self.kiosks[number].noted()
                    check(queued == (0 if code == 0 else 1), f"exit {code}, {queued} queued: {said}")
                    if queued:
                        heapq.heappush(due, (not_before_s, number))
        took = time.monotonic() - start
        check(refused > 0, "nobody was told 429: the door was too wide for this herd")
        self.table.add(
            f"{self.size.herd} kiosks come back to a door of {self.size.herd_rate}/s",
            f"{took:.0f} s, {sum(runs.values())} requests",
            f"at best {self.size.herd / self.size.herd_rate:.0f} s, {self.size.herd} requests",
        )
        self.table.add("  told 429; the most runs of one kiosk", f"{refused}; {max(runs.values())}")

    def spread(self):
        """How far apart a long outage leaves them."""
        for kiosk in self.kiosks:
            kiosk.queue(people(2)[1:], first_s=self.week_s + WEEK_S)
        waits = self.fail(self.size.herd_failures)
        limit_s = min(FIRST_LIMIT_S * 2 ** (self.size.herd_failures - 1), 900)
        check(min(waits) >= 0 and max(waits) <= limit_s, f"waits of {min(waits)} to {max(waits)} s")
        buckets = [0] * BUCKETS
        for wait_s in waits:
            buckets[min(wait_s * BUCKETS // limit_s, BUCKETS - 1)] += 1
        fullest = max(buckets) / (len(waits) / BUCKETS)
        check(len(set(waits)) > 1, "the whole herd waits alike")
        if len(waits) >= FULL.herd:
            check(fullest <= FULLEST, f"a herd that comes together: {buckets}")
        self.table.add(
            f"waits after {self.size.herd_failures} failures",
            f"{min(waits)} to {max(waits)} s of {limit_s}, median {statistics.median(waits):.0f}",
            f"tenths: {' '.join(map(str, buckets))}",
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--small", action="store_true", help="a fleet of 80 and a herd of 10")
    parser.add_argument("--figures", type=pathlib.Path, help="the table's rows as JSON, also")
    options = parser.parse_args()
    size = SMALL if options.small else FULL
    tests = options.build / "tests"
    programs = Programs(
        options.build / "bin/secondheart-sync",
        tests / "queue_weeks",
        tests / "libsynchronised.so",
    )
    table = Table()
    with tempfile.TemporaryDirectory(prefix="shfleet") as folder:
        folder = pathlib.Path(folder)
        try:
            took, _ = seconds(
                Year(size, programs, tests / "encode_weeks", folder / "year", table).run
            )
            print(f"  {took:.0f} s for that", flush=True)
            Herd(size, programs, folder / "herd", table).run()
        except Wrong as wrong:
            print(f"fleet: {wrong}", file=sys.stderr)
            return 1
    table.print()
    if options.figures:
        options.figures.write_text(json.dumps(table.rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

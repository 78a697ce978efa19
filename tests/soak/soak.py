#!/usr/bin/env python3
"""Thirty simulated days through the real loop, store and sync, with every fault a month can bring.

    soak.py --build BUILD [--seed N] [--seeds COUNT] [--days N] [--start DATE] [--kinds KIND,...]
            [--one-process] [--short] [--keep FOLDER]

What a person does at a desk, what befalls the kiosk there and what the office's server answers are
drawn from the seed. Then it must hold that the process did not grow, that the figures are the
truth, that the server has each closed period once, and that the log says nothing else. README.md
beside this says how. A failure prints how to run just that again.
"""

import argparse
import collections
import datetime
import pathlib
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import faults  # noqa: E402
import judge  # noqa: E402
import office  # noqa: E402
import worker  # noqa: E402

# The clocks change on 30 March 2025; a short round is the days around that.
LONG = (datetime.date(2025, 3, 10), 30)
SHORT = (datetime.date(2025, 3, 27), 4)
QUIET_DAYS = 2  # at the end, for what has closed to arrive: a period closes a day after it ended
CONFIG = """[sync]
detail = hour
team = blue
database = office
token_file = {token}
[coach]
chime = yes
"""


class Month:
    """One seed's."""

    def __init__(self, options, seed, folder):
        self.options = options
        self.seed = seed
        self.folder = pathlib.Path(folder)
        self.draw = random.Random(seed)
        self.start_s = worker.moment(options.start, 3, 50)
        self.days = worker.plan(self.draw, options.start, options.days, self.start_s)
        self.faults = faults.plan(self.draw, self.days, options.kinds)
        self.edges = faults.wires(self.draw, self.days, self.faults)
        last = self.days[-1].date + datetime.timedelta(days=1 + QUIET_DAYS)
        self.end = (worker.moment(last, 22) - self.start_s) * worker.S
        self.moods = {}
        self.facts = collections.defaultdict(list)
        self.problems = []

    def complain(self, text):
        if len(self.problems) < 20:
            self.problems.append(text)

    # ---- before ----

    def plan_sends(self):
        """At noon and in the evening; the last of all at a server that is well."""
        sends = []
        deck = faults.Deck(self.draw, office.MOODS)
        outage = []
        dates = [day.date for day in self.days]
        dates += [dates[-1] + datetime.timedelta(days=i + 1) for i in range(QUIET_DAYS)]
        for date in dates:
            for hour in (12, 21):
                if not outage:
                    mood = deck.take()
                    outage = [mood] * (self.draw.randint(1, 8) if mood == "no-network" else 1)
                self.moods[len(sends)] = outage.pop()
                sends.append((worker.moment(date, hour, 10) - self.start_s) * worker.S)
        sends.append(self.end - worker.MIN)
        self.moods[len(sends) - 1] = "well"
        return sends

    def write(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        token = self.folder / "token"
        token.write_text("sesame\n")
        token.chmod(0o640)
        self.config = self.folder / "kiosk.conf"
        self.config.write_text(CONFIG.format(token=token))
        lines = faults.script(self.draw, self.days, self.faults, self.edges, self.plan_sends(),
                              self.end)
        self.script = self.folder / "script"
        self.script.write_text("".join(f"{at} {text}\n" for at, text in lines))
        self.state = self.folder / "state"
        self.state.mkdir()

    # ---- the run ----

    def run(self):
        self.write()
        server = office.Office()
        try:
            self.sync = office.Sync(self.options.build / "bin/secondheart-sync", self.config,
                                    self.state, server)
            self.live(server)
            self.store = dict(server.stored)
        finally:
            server.close()

    def live(self, server):
        command = [self.options.build / "tests/soak/soak", self.script, self.config,
                   str(self.start_s), self.state, server.url]
        environment = dict(judge.ENVIRONMENT, SDL_AUDIODRIVER="none",
                           SECONDHEART_LOCALE_DIR=str(self.options.build / "share/locale"))
        errors = self.folder / "stderr"
        with open(errors, "w", encoding="utf-8") as stderr, subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True,
                env=environment) as kiosk:
            for line in kiosk.stdout:
                self.take(kiosk, line.rstrip("\n"))
        if kiosk.returncode != 0 or "end" not in self.facts:
            self.complain(f"the kiosk ended with {kiosk.returncode}: {errors.read_text()[-2000:]}")

    def take(self, kiosk, line):
        word, _, rest = line.partition(" ")
        self.facts[word].append(rest)
        if word == "failure":
            self.complain(f"{judge.local(self, int(rest.split()[0]))}: {rest}")
        elif word == "sample" and self.options.verbose:
            print(line, flush=True)
        elif word == "send":
            self.send(self.moods[int(rest)])
            kiosk.stdin.write("go\n")
            kiosk.stdin.flush()

    def send(self, mood):
        last = len(self.facts["send"]) == len(self.moods)
        wrong = self.sync.run(mood, *(["--release"] if mood == "well" else []))
        if wrong:
            self.complain(wrong)
        elif last and self.sync.ask("SELECT count(*) FROM period"):
            self.complain("after the last run something is left in the queue")

    # ---- after ----

    def rerun(self):
        return (f"{sys.argv[0]} --build {self.options.build} --seed {self.seed}"
                f" --days {self.options.days} --start {self.options.start}"
                f" --kinds {','.join(self.options.kinds)} --keep FOLDER")


def run_seed(options, seed):
    with tempfile.TemporaryDirectory(prefix="shsoak") as scratch:
        month = Month(options, seed, options.keep / str(seed) if options.keep else scratch)
        month.run()
        if not month.problems:
            judge.judge(month)
        judge.print_table(month)
    for problem in month.problems:
        print(f"FAILED: seed {seed}: {problem}")
    if month.problems:
        print(f"again: {month.rerun()}")
    return not month.problems


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="so many, from --seed on")
    parser.add_argument("--days", type=int)
    parser.add_argument("--start", type=datetime.date.fromisoformat)
    parser.add_argument("--kinds", default=",".join(faults.KINDS),
                        help="of faults: which there are at all; an empty text for none")
    parser.add_argument("--keep", type=pathlib.Path, help="leave script, trace and state there")
    parser.add_argument("--one-process", action="store_true",
                        help="without the faults that end the process")
    parser.add_argument("--short", action="store_true", help="a few days only")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    usual = SHORT if options.short else LONG
    options.start = options.start or usual[0]
    options.days = options.days or usual[1]
    options.kinds = tuple(kind for kind in options.kinds.split(",") if kind)
    if options.one_process:
        options.kinds = tuple(kind for kind in options.kinds if kind not in faults.ENDS)
    unknown = set(options.kinds) - set(faults.KINDS)
    if unknown:
        parser.error(f"no such faults: {', '.join(sorted(unknown))}")
    return options


def main():
    options = parse()
    seeds = range(options.seed, options.seed + options.seeds)
    sys.exit(0 if all([run_seed(options, seed) for seed in seeds]) else 1)


main()

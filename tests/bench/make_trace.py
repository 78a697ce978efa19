#!/usr/bin/env python3
"""Writes traces for the benchmarks: the same one every time, nobody's data.

    make_trace.py seated           somebody sits down and stays
    make_trace.py day              an office day of eight hours
    make_trace.py year --lines N   office days until there are N lines
"""

import argparse
import random
import sys

HEADER = "# secondheart trace v1\n# start: 2026-03-02T09:00:00+01:00\n"
DAY_S = 24 * 3600
OFFICE_S = 8 * 3600
BOUNCE_S = 0.004


class Desk:
    """Lines of one trace, in order; times in seconds since its start."""

    def __init__(self, seed, out):
        self.random = random.Random(seed)
        self.out = out
        self.now_s = 0.0
        self.lines = 2

    def put(self, line, level):
        self.out.write(f"{self.now_s:.6f} {line} {level}\n")
        self.lines += 1

    def switch(self, line, level):
        """One change of a mechanical switch: two bounces on the way."""
        for bounced in (level, 1 - level, level):
            self.put(line, bounced)
            self.now_s += self.random.uniform(0.0002, BOUNCE_S)

    def wait(self, low_s, high_s):
        self.now_s += self.random.uniform(low_s, high_s)

    def walk(self, strides):
        for _ in range(strides):
            self.switch("mat", 1)
            self.wait(0.55, 0.65)
            self.switch("mat", 0)
            self.wait(0.42, 0.52)

    def sit(self, seconds):
        """Sits, with the heels on the mat, and moves them now and then."""
        end_s = self.now_s + seconds
        self.switch("chair", 1)
        self.wait(1, 3)
        self.switch("mat", 1)
        while self.now_s < end_s - 120:
            self.wait(60, 420)
            kind = self.random.random()
            if kind < 0.5:
                self.fidget()
            elif kind < 0.7:
                self.raise_heels()
            elif kind < 0.8:
                self.lean()
        self.now_s = max(self.now_s, end_s)
        self.switch("mat", 0)
        self.wait(0.5, 2)
        self.switch("chair", 0)

    def fidget(self):
        for _ in range(self.random.randint(2, 6)):
            self.switch("mat", 0)
            self.wait(0.2, 0.5)
            self.switch("mat", 1)
            self.wait(0.5, 4)

    def raise_heels(self):
        for _ in range(10):
            self.switch("mat", 0)
            self.wait(0.8, 1.2)
            self.switch("mat", 1)
            self.wait(0.8, 1.2)

    def lean(self):
        self.switch("chair", 0)
        self.wait(2, 7)
        self.switch("chair", 1)

    def office_day(self, start_s):
        self.now_s = start_s + self.random.uniform(10, 200)
        while self.now_s < start_s + OFFICE_S - 2400:
            self.sit(self.random.uniform(1200, 3300))
            self.wait(1, 3)
            if self.random.random() < 0.7:
                self.walk(self.random.randint(60, 260))
            self.wait(60, 400)

    def end(self, at_s):
        self.out.write(f"{max(self.now_s, at_s):.6f} end\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=("seated", "day", "year"))
    parser.add_argument("--lines", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    desk = Desk(options.seed, sys.stdout)
    sys.stdout.write(HEADER)
    if options.kind == "seated":
        desk.put("chair", 1)
        desk.end(OFFICE_S)
    elif options.kind == "day":
        desk.office_day(0)
        desk.end(OFFICE_S)
    else:
        day = 0
        while desk.lines < options.lines:
            desk.office_day(day * DAY_S)
            day += 1
        desk.end(day * DAY_S)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Measures the kiosk against a floor or a peer in the same run, and prints one table.

Called by run.sh, which has built everything. What each row means is in README.md.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import disk
import fleet
import growth
import idle
import peers
import replay
import screen
import table
from measure import HERE, SIZE, Servers, x_environment

SECTIONS = {
    "idle": idle.idle,
    "kms": idle.kms,
    "first_frame": idle.first_frame,
    "peers": peers.peers,
    "edges": screen.edges,
    "frames": screen.frames,
    "replay": replay.replay,
    "growth": growth.growth,
    "disk": disk.disk,
    "fleet": fleet.fleet,
}


class Scale:
    """How long everything takes: short, long, or a moment that only shows that it works."""

    def __init__(self, name):
        smoke, long = name == "smoke", name == "long"
        self.name = name
        self.settle_s = 2 if smoke else 180
        self.idle_s = 3 if smoke else 600 if long else 180
        self.strace_s = 2 if smoke else 60
        self.starts = 1 if smoke else 20 if long else 10
        self.peer_starts = 1 if smoke else 10 if long else 5
        self.peer_settle_s = 1 if smoke else 180 if long else 30
        self.peer_idle_s = 1 if smoke else 300 if long else 60
        self.peer_looks = 1 if smoke else 12
        self.has_both_clocks = not smoke
        self.edges = 4 if smoke else 200
        self.rested_edges = 2 if smoke else 30 if long else 12
        self.rest_s = 1 if smoke else 12  # the display lets go of its memory after ten
        self.pace_s = 1 if smoke else 60 if long else 20
        self.frames = 20 if smoke else 600
        self.year_lines = 20_000 if smoke else 2_000_000
        self.replays = 1 if smoke else 7
        self.days_a_year = 14 if smoke else 365
        self.growth_lines = 2_000 if smoke else 2_000_000
        self.growth_runs = 1 if smoke else 5
        self.boots_guest = not smoke
        self.has_office = not smoke


class Bench:
    """What a section needs, and where it leaves its rows and figures."""

    def __init__(self, build, scale, work):
        self.programs = build / "bin"
        self.bench = build / "bench"
        self.scale = scale
        self.work = work
        self.servers = Servers()
        self.rows = []
        self.figures = {}

    def path(self, name):
        return str(self.bench / name)

    def trace(self, kind, *options):
        path = self.work / f"{kind}{''.join(options)}.trace"
        if not path.exists():
            with path.open("w", encoding="utf-8") as out:
                subprocess.run([sys.executable, HERE / "make_trace.py", kind, *options],
                               stdout=out, check=True)
        return path

    def kiosk_command(self, name):
        state = self.work / f"state-{name}"
        return [str(self.programs / "secondheart"), "--config", "/dev/null",
                "--sensors", f"trace:{self.trace('seated')}", "--state", str(state), "--windowed",
                "--size", SIZE]

    def launch(self, command, extra=None):
        return subprocess.Popen(command, env=x_environment(self.servers.start(), extra),
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def draw(figures):
    """The plots, by a Python that has matplotlib: Debian's, where this one is another."""
    for python in (sys.executable, "/usr/bin/python3"):
        found = subprocess.run([python, "-c", "import matplotlib"], capture_output=True,
                               check=False)
        if found.returncode == 0:
            subprocess.run([python, HERE / "plots.py", figures], check=True)
            return
    print("plots SKIPPED: no Python here has matplotlib")


def measure(bench, sections):
    try:
        for section in sections:
            print(f"measuring: {section}", flush=True)
            SECTIONS[section](bench)
    finally:
        bench.servers.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--results", type=pathlib.Path, required=True,
                        help="folder for table.txt, figures.json and the plots")
    parser.add_argument("--long", action="store_true", help="ten minutes of idling, more runs")
    parser.add_argument("--smoke", action="store_true", help="a moment of each; judges nothing")
    parser.add_argument("--only", choices=tuple(SECTIONS), action="append")
    parser.add_argument("--leave-out", choices=tuple(SECTIONS), action="append", default=[])
    options = parser.parse_args()

    scale = Scale("smoke" if options.smoke else "long" if options.long else "short")
    loads = [os.getloadavg()[0]]
    print(f"load average {loads[0]:.1f} on {os.cpu_count()} processors", flush=True)
    with tempfile.TemporaryDirectory(prefix="secondheart-bench-",
                                     ignore_cleanup_errors=True) as work:
        bench = Bench(options.build.resolve(), scale, pathlib.Path(work))
        measure(bench, [section for section in options.only or SECTIONS
                        if section not in options.leave_out])
    loads.append(os.getloadavg()[0])
    print(f"load average {loads[1]:.1f}\n")
    print(table.text_of(bench.rows))
    draw(table.write(options.results, bench, loads))
    print(f"table, figures and plots are in {options.results}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Kills the real programs (SIGKILL) at random moments, and sees whether what was promised holds.

Usage: kill.py --build FOLDER [--kills N] [--seed S]

A part of the kills each: the kiosk, again and again on the same history; secondheart-sync with a
queue; the commands of secondheartctl that write. Prints where the kills fell. Exit 1: something was
lost, half done or sent with two values; what to run again is printed.
"""

import argparse
import pathlib
import random
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / folder) for folder in ("kiosk", "sync")]

import ctl_kills  # noqa: E402  (after the path)
import kiosk_kills  # noqa: E402
import sync_kills  # noqa: E402
from moments import Wrong  # noqa: E402

# Of a hundred kills. The kiosk is what runs all day; a kill of it takes seconds, the others' moments.
SHARES = ((kiosk_kills.KioskKills, 50), (sync_kills.SyncKills, 25), (ctl_kills.CtlKills, 25))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--kills", type=int, default=1000, help="how many in all (1000)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments and edges (1)")
    parser.add_argument("--only", choices=[kind.NAME for kind, _ in SHARES])
    options = parser.parse_args()
    for kind, share in SHARES:
        if options.only not in (None, kind.NAME):
            continue
        kills = max(1, options.kills * (100 if options.only else share) // 100)
        with tempfile.TemporaryDirectory(prefix="shkill") as folder:
            life = kind(options.build.resolve(), pathlib.Path(folder),
                        random.Random(f"{kind.NAME} {options.seed}"))
            try:
                with life:
                    while life.killed < kills:
                        life.kill_once()
                    life.finish()
            except Wrong as wrong:
                print(f"kill {life.killed} of {kind.NAME}: {wrong}\nagain: "
                      f"{' '.join(sys.argv[:1])} --build {options.build} --only {kind.NAME} "
                      f"--seed {options.seed} --kills {kills}", file=sys.stderr)
                return 1
            told = ", ".join(f"{count} {where}" for where, count in sorted(life.fell.items()))
            print(f"{kind.NAME}: {life.killed} kills: {told}; {life.came_to()}",
                  flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

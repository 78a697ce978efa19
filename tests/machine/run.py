#!/usr/bin/env python3
"""The whole machine: boots the image and lives with it. PASS or FAIL a scenario; exit 0, 1 or 2,
or 77 where no image can be built (SKIPPED).

A scenario is a function in a test_*.py here, whose name does not begin with an underscore, taking the
machine that they all share, in the order of the files and of the functions in each. It raises to
fail. What one leaves behind is what the next one finds, as on a desk.
"""

import argparse
import importlib
import os
import signal
import sys
import time
import traceback

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from machine import TOP, GuestError, Image, Machine  # noqa: E402  (after the path)
import rig  # noqa: E402  (machine.py has put it on the path)
from ntp import TimeServer  # noqa: E402

# A machine's life begins on a Sunday afternoon: the week that follows has ended by now.
BIRTH_S = rig.monday(1) - 8 * 3600

SKIPPED = 77  # tests/machine/CMakeLists.txt says so to ctest


def all_scenarios():
    found = []
    for name in sorted(os.listdir(HERE)):
        if name.startswith("test_") and name.endswith(".py"):
            module = importlib.import_module(name[:-3])
            found += [(name[5:-3], value) for key, value in vars(module).items()
                      if callable(value) and not key.startswith("_")
                      and getattr(value, "__module__", "") == module.__name__
                      and not isinstance(value, type)]
    return found


def chosen(names):
    scenarios = all_scenarios()
    known = {group for group, _ in scenarios} | {function.__name__ for _, function in scenarios}
    for name in names:
        if name not in known:
            sys.exit(f"machine: no scenario '{name}': --list shows them")
    return [function for group, function in scenarios
            if not names or {group, function.__name__} & set(names)]


def run_one(machine, function):
    started = time.monotonic()
    try:
        function(machine)
        passed, why = True, ""
    except Exception:  # noqa: BLE001  (whatever a scenario raises is its failure)
        passed, why = False, traceback.format_exc()
    print(f"{'PASS' if passed else 'FAIL'} {function.__name__} "
          f"({time.monotonic() - started:.0f} s)", flush=True)
    if not passed:
        print(f"{why}  logs and pictures: {machine.results}", flush=True)
    return passed


def run_round(image, scenarios, results, time_server):
    """One machine's life; the names of what failed."""
    with Machine.boot(image, results, clock_s=BIRTH_S) as machine, machine.others:
        machine.time_server = time_server
        print(f"machine: a fresh image, its agent answers after {machine.boot_s:.0f} s", flush=True)
        failed = []
        for function in scenarios:
            if not run_one(machine, function):
                failed.append(function.__name__)
                machine.keep_evidence(function.__name__)
                # Whatever state it was left in says nothing about the scenarios to come.
                machine.plug_anew()
        return failed


def main():
    parser = argparse.ArgumentParser(prog="tests/machine/run.py",
                                     description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="scenarios, or groups of them")
    parser.add_argument("--arch", choices=("amd64", "arm64"), default="amd64")
    parser.add_argument("--image", help="a file of deploy/image/build.sh, instead of a new one")
    parser.add_argument("--times", type=int, default=1, help="lives of a machine, one after another")
    parser.add_argument("--results", default=os.path.join(TOP, "build/machine"),
                        help="folder for logs and pictures (build/machine)")
    parser.add_argument("--list", action="store_true", help="print the scenarios and end")
    arguments = parser.parse_args()

    # An ended run ends its machine, as an interrupted one does.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    scenarios = chosen(arguments.names)
    if arguments.list:
        for function in scenarios:
            print(f"{function.__module__[5:]:10} {function.__name__}")
        return 0
    if not arguments.image and os.geteuid() != 0:
        print("SKIPPED: an image is built by root, or --image names one that is there")
        return SKIPPED
    image = Image.built(arguments.arch, arguments.image)
    failed, time_server = [], TimeServer()
    for life in range(1, arguments.times + 1):
        results = os.path.join(os.path.abspath(arguments.results), f"{arguments.arch}-{life}")
        try:
            failed += run_round(image, scenarios, results, time_server)
        except GuestError as error:
            print(f"FAIL the machine itself: {error}", flush=True)
            failed.append("the machine itself")
    print("all passed" if not failed else f"{len(failed)} failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Runs scenarios in QEMU guests: one boot a suite, PASS or FAIL a scenario, exit 0, 1 or 2.

A scenario is a function in a `test_*.py` here whose name does not begin with an underscore, taking
the guest; it raises to fail. `rounds.short_on` says which short rounds it is in; its module may set
NEEDS_PRODUCT = False if it runs without the product.
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

from guest import Guest, GuestError, script  # noqa: E402  (after the path)
from suites import NORMAL, SUITES  # noqa: E402

# The guest's clock at boot, UTC: a Monday morning, the date of the scripts' traces.
BEGIN = "2026-03-02T08:00:00"


class Scenario:
    """One function of one module, and what its module says about it."""

    def __init__(self, module, function):
        self.name = function.__name__
        self.function = function
        self.group = module.__name__.removeprefix("test_")
        everywhere = tuple(name for name, suite in SUITES.items() if not suite.is_special)
        self.suites = getattr(function, "only_on", everywhere)
        self.short_on = getattr(function, "short_on", self.suites)
        self.needs_product = getattr(module, "NEEDS_PRODUCT", True)


def all_scenarios():
    """In the order of the files' names and of the functions in each."""
    found = []
    for name in sorted(os.listdir(HERE)):
        if name.startswith("test_") and name.endswith(".py"):
            module = importlib.import_module(name[:-3])
            found += [Scenario(module, value) for key, value in vars(module).items()
                      if callable(value) and not key.startswith("_")
                      and getattr(value, "__module__", "") == module.__name__
                      and not isinstance(value, type)]
    return found


def chosen(arguments):
    """The scenarios that are named, or all."""
    scenarios = all_scenarios()
    if arguments.names:
        known = {scenario.name for scenario in scenarios} | {s.group for s in scenarios}
        for name in arguments.names:
            if name not in known:
                sys.exit(f"guest.sh: no scenario '{name}': --list shows them")
        return [s for s in scenarios if {s.name, s.group} & set(arguments.names)]
    return scenarios


def in_round(scenarios, suite, arguments):
    """Those that run on a suite: what is named runs whatever the round."""
    return [s for s in scenarios if suite in s.suites
            and (arguments.names or arguments.round == "long" or suite in s.short_on)]


def run_one(guest, suite, scenario):
    """True if it passed; the guest is left with no program of the scenario and open switches."""
    started = time.monotonic()
    try:
        scenario.function(guest)
        passed, why = True, ""
    except Exception:  # noqa: BLE001  (whatever a scenario raises is its failure)
        passed, why = False, traceback.format_exc()
    print(f"{'PASS' if passed else 'FAIL'} {suite} {scenario.name} "
          f"({time.monotonic() - started:.1f} s)", flush=True)
    if not passed:
        print(why + f"  logs and pictures: {guest.results}\n"
              f"  only this one: tests/guest/guest.sh --suite {suite} {scenario.name}", flush=True)
    guest.clean_up()
    return passed


def run_suite(suite, scenarios, results, on_host_clock):
    """Boots one guest for all scenarios; returns the names of those that failed."""
    started = time.monotonic()
    stage = None
    if any(scenario.needs_product for scenario in scenarios):
        stage = os.path.join(script("roots.sh", "program", SUITES[suite].root), "stage")
    with Guest.start(suite, os.path.join(results, suite), stage,
                     # What is installed is signed by a clock that is right.
                     rtc=None if SUITES[suite].is_bare else BEGIN,
                     leaps=SUITES[suite].leaps and not on_host_clock) as guest:
        print(f"guest {suite}: built in {time.monotonic() - started - guest.boot_s:.0f} s, "
              f"booted in {guest.boot_s:.1f} s", flush=True)
        failed = []
        for scenario in scenarios:
            if not run_one(guest, suite, scenario):
                failed.append(f"{suite} {scenario.name}")
    print(f"guest {suite}: {time.monotonic() - started:.0f} s in all", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(prog="guest.sh", description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="scenarios, or groups of them")
    parser.add_argument("--suite", choices=SUITES, action="append",
                        metavar="SUITE", help=f"one of {', '.join(SUITES)} (README.md says what "
                        f"each is); more than one if repeated; {' and '.join(NORMAL)} if none is "
                        "named")
    parser.add_argument("--round", choices=("short", "long"), default="short")
    parser.add_argument("--results", default=os.path.join(HERE, "../../build/guest"),
                        help="folder for logs and pictures (build/guest)")
    parser.add_argument("--host-clock", action="store_true",
                        help="do not skip the guest's idle time")
    parser.add_argument("--list", action="store_true", help="print the scenarios and end")
    arguments = parser.parse_args()

    # An ended run ends its guest and removes its folder, as an interrupted one does.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    scenarios = chosen(arguments)
    if arguments.list:
        for scenario in scenarios:
            print(f"{scenario.group:12} {scenario.name}  (short: "
                  f"{', '.join(scenario.short_on) or 'never'})")
        return 0
    failed = []
    for suite in arguments.suite or NORMAL:
        run = in_round(scenarios, suite, arguments)
        if not run:
            print(f"guest {suite}: none of these scenarios is for it", flush=True)
            continue
        try:
            failed += run_suite(suite, run, os.path.abspath(arguments.results),
                                arguments.host_clock)
        except GuestError as error:
            print(f"FAIL {suite}: {error}", flush=True)
            failed.append(f"{suite}, the guest itself")
    print("all passed" if not failed else f"{len(failed)} failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

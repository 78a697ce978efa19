#!/usr/bin/env python3
"""Replays each NAME.trace here and compares with NAME.expected.json, worked out by hand.

    run.py PROGRAM [NAME...]

PROGRAM is secondheartctl. Only the keys that the expectation names are compared, lists as a whole.
NAME.conf, if there is one, is the configuration; else the defaults hold. Exit 1 on any difference.
"""

import glob
import json
import math
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOLERANCE = 1e-6


def differences(where, expected, found):
    """Yields what differs from the expectation, as text."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            yield from differences(f"{where}.{key}", value, found.get(key))
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for i, (a, b) in enumerate(zip(expected, found)):
            yield from differences(f"{where}[{i}]", a, b)
    elif isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        if not math.isclose(expected, found, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            yield f"{where}: expected {expected}, found {found}"
    elif expected != found:
        yield f"{where}: expected {expected}, found {found}"


def replay(program, base):
    config = base + ".conf" if os.path.exists(base + ".conf") else os.devnull
    run = subprocess.run(
        [program, "replay", base + ".trace", "--config", config, "--format", "json", "--events"],
        capture_output=True, text=True, check=False, timeout=60)
    return json.loads(run.stdout) if run.returncode == 0 else run.stderr


def main():
    program, names = sys.argv[1], sys.argv[2:]
    names = names or sorted(os.path.basename(path)[:-len(".trace")]
                            for path in glob.glob(os.path.join(HERE, "*.trace")))
    bad = 0
    for name in names:
        base = os.path.join(HERE, name)
        with open(base + ".expected.json", encoding="utf-8") as file:
            expected = json.load(file)
        found = list(differences(name, expected, replay(program, base)))
        bad += bool(found)
        print("\n".join(found) if found else f"{name}: as expected")
    return 1 if bad or not names else 0


if __name__ == "__main__":
    sys.exit(main())

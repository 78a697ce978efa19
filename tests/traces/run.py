#!/usr/bin/env python3
"""Replays each story of a folder and compares with what it should come to, worked out by hand.

    run.py PROGRAM FOLDER [STORY...]

PROGRAM is secondheartctl, FOLDER a folder of stories, each one a folder of its own: story.trace
tells it, expected.json says what is to come of it (only the keys that it names are compared, lists
as a whole), kiosk.conf, if there is one, is the configuration; else the defaults hold. Exit 1 on
any difference.
"""

import json
import math
import os
import subprocess
import sys

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
        if not math.isclose(expected, found, rel_tol=0, abs_tol=TOLERANCE):
            yield f"{where}: expected {expected}, found {found}"
    elif expected != found:
        yield f"{where}: expected {expected}, found {found}"


def replay(program, folder):
    config = os.path.join(folder, "kiosk.conf")
    run = subprocess.run(
        [program, "replay", os.path.join(folder, "story.trace"), "--format", "json", "--events",
         "--config", config if os.path.exists(config) else os.devnull],
        capture_output=True, text=True, check=False, timeout=60)
    return json.loads(run.stdout) if run.returncode == 0 else run.stderr


def main():
    program, top, stories = sys.argv[1], sys.argv[2], sys.argv[3:]
    stories = stories or sorted(name for name in os.listdir(top)
                                if os.path.exists(os.path.join(top, name, "story.trace")))
    bad = 0
    for story in stories:
        folder = os.path.join(top, story)
        with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
            expected = json.load(file)
        found = list(differences(story, expected, replay(program, folder)))
        bad += bool(found)
        print("\n".join(found) if found else f"{story}: as expected")
    return 1 if bad or not stories else 0


if __name__ == "__main__":
    sys.exit(main())

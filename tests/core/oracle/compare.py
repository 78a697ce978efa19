#!/usr/bin/env python3
"""Runs random traces through secondheartctl replay and through the oracle, and compares.

    compare.py PROGRAM [--first SEED] [--seeds N] [--keep-going] [--seconds S]

The first difference is shown with its seed and the shortest trace found that still shows one; then
exit 1. PROGRAM is secondheartctl.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import oracle  # noqa: E402
import traces  # noqa: E402

TOLERANCE_S = 0.0005


class Bench:
    """Two readers of the same trace, in a folder of its own."""

    def __init__(self, program, folder):
        self.command = [program, "replay"]
        self.trace = os.path.join(folder, "a.trace")
        self.config = os.path.join(folder, "a.conf")

    def write(self, lines, config):
        with open(self.trace, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(config)

    def program_says(self):
        run = subprocess.run(
            self.command + [self.trace, "--config", self.config, "--format", "json", "--events"],
            capture_output=True, text=True, check=False, timeout=60)
        if run.returncode != 0:
            return {"exit": run.returncode, "stderr": run.stderr}
        return json.loads(run.stdout)

    def differences(self, lines, config):
        """Lines that say where the two differ; none when they agree."""
        self.write(lines, config)
        try:
            expected = oracle.replay(self.trace, self.config)
        except (ValueError, AttributeError) as error:
            return [f"oracle: {error!r}"]
        found = self.program_says()
        if found.get("prompts") is None:
            leave_out_prompts(expected)
            leave_out_prompts(found)
        return list(compare("", expected, found))


def leave_out_prompts(says):
    """For a program without a coach, whose `prompts` are null or absent."""
    for figures in [says] + says.get("days", []) + [says.get("total", {})]:
        figures["prompts"] = None


def compare(where, expected, found):
    """Yields what differs, as text."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted(expected.keys() | found.keys()):
            yield from compare(f"{where}.{key}", expected.get(key, "absent"),
                               found.get(key, "absent"))
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{where}: oracle has {len(expected)}, program {len(found)}"
        for i, (a, b) in enumerate(zip(expected, found)):
            yield from compare(f"{where}[{i}]", a, b)
    elif is_number(expected) and is_number(found):
        if not math.isclose(expected, found, rel_tol=1e-9, abs_tol=TOLERANCE_S):
            yield f"{where}: oracle {expected!r}, program {found!r}"
    elif expected != found:
        yield f"{where}: oracle {expected!r}, program {found!r}"


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def minimise(lines, is_bad):
    """Delta debugging: the lines after the head that are needed for is_bad(lines)."""
    head = [line for line in lines if line.startswith("#")]
    body = lines[len(head):]
    size = max(1, len(body) // 2)
    while True:
        at, shrunk = 0, False
        while at < len(body):
            shorter = body[:at] + body[at + size:]
            if shorter and is_bad(head + shorter):
                body, shrunk = shorter, True
            else:
                at += size
        if size == 1 and not shrunk:
            return head + body
        size = max(1, size // 2)


def report(bench, seed, lines, config):
    if bench.differences(lines, ""):
        config = ""
    short = minimise(lines, lambda shorter: bool(bench.differences(shorter, config)))
    print(f"--- seed {seed}: {len(lines)} lines, {len(short)} needed")
    print("\n".join(short))
    print("".join(f"conf: {line}\n" for line in config.splitlines()), end="")
    print("\n".join(bench.differences(short, config)[:12]), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="path of secondheartctl")
    parser.add_argument("--first", type=int, default=1, metavar="SEED")
    parser.add_argument("--seeds", type=int, default=300, metavar="N")
    parser.add_argument("--keep-going", action="store_true", help="report every seed that differs")
    parser.add_argument("--seconds", type=float, default=math.inf, help="stop after that long")
    arguments = parser.parse_args()
    began = time.monotonic()
    bad = done = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(arguments.program, folder)
        for seed in range(arguments.first, arguments.first + arguments.seeds):
            if time.monotonic() - began > arguments.seconds:
                break
            text, config = traces.make(seed)
            done += 1
            if bench.differences(text.splitlines(), config):
                bad += 1
                report(bench, seed, text.splitlines(), config)
                if not arguments.keep_going:
                    break
    print(f"{done} traces compared, {bad} differ, {time.monotonic() - began:.1f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

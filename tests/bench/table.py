"""Rows of the table, and all figures of a run in one file, so that runs can be compared."""

import collections
import json
import os
import subprocess
import time

from measure import TOP

Row = collections.namedtuple("Row", "what ours peer ratio bar met")


def ratio_row(what, ours, peer, bar, unit):
    """A row whose bar is a multiple of the peer."""
    ratio = ours / peer
    return Row(what, f"{ours:.1f} {unit}", f"{peer:.1f} {unit}", f"{ratio:.2f}", f"<= {bar:g} x",
               ratio <= bar)


def limit_row(what, ours, bar, unit, peer="", at_least=False):
    """A row whose bar is a number; `ours` may be met from below or, `at_least`, from above."""
    met = ours >= bar if at_least else ours <= bar
    return Row(what, f"{ours:.3g} {unit}", peer, "", f"{'>=' if at_least else '<='} {bar:g}", met)


def note_row(what, ours, peer="", ratio=""):
    return Row(what, ours, peer, ratio, "", None)


def skipped_row(what, why):
    return note_row(what, "SKIPPED", why)


def text_of(rows):
    head = Row("what", "ours", "floor/peer", "ratio", "bar", "met?")
    met = {True: "yes", False: "NO", None: ""}
    table = [head] + [row._replace(met=met[row.met]) for row in rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    return "".join(" | ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() + "\n"
                   for row in table)


def commit():
    """What was measured; "" where the sources are no repository."""
    told = subprocess.run(["git", "-C", TOP, "describe", "--always", "--dirty"],
                          capture_output=True, text=True, check=False)
    return told.stdout.strip()


def write(folder, bench, loads):
    """table.txt and figures.json; returns the latter's path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "table.txt").write_text(text_of(bench.rows), encoding="utf-8")
    run = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "commit": commit(),
        "scale": bench.scale.name,
        "processors": os.cpu_count(),
        "load_average": loads,
        "figures": bench.figures,
        "rows": [row._asdict() for row in bench.rows],
    }
    path = folder / "figures.json"
    path.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    return path

"""What a kiosk costs its office: the network, the server's disk and memory."""

import json

from measure import TOP, run
from table import note_row


def fleet(bench):
    """Of 80 kiosks, or with --long of 10,000 and a year: tests/fleet, which also sees to it that all arrives."""
    if not bench.scale.has_office:
        return
    figures = bench.work / "fleet.json"
    small = [] if bench.scale.name == "long" else ["--small"]
    run([TOP / "tests/fleet/run.sh", *small, "--figures", figures])
    rows = json.loads(figures.read_text(encoding="utf-8"))
    bench.figures["fleet"] = rows
    bench.rows += [note_row(f"fleet: {what}", ours, beside) for what, ours, beside in rows]

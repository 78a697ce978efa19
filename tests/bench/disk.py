"""What an office day writes."""

import re

from measure import run, values
from table import limit_row, note_row


def disk(bench):
    """An office day into a real database, its writes counted by strace."""
    folder = bench.work / "disk"
    folder.mkdir()
    log = bench.work / "disk.strace"
    found = values(run(["strace", "-f", "-y", "-qq", "-s", "0", "-o", log, "-e",
                        "trace=write,pwrite64,pwritev,fsync,fdatasync",
                        bench.path("office_day"), bench.trace("day"), folder / "history.db"]))
    written, syncs = count_writes(log, str(folder))
    bench.figures["disk"] = {**found, "bytes": written, "syncs": syncs}
    bench.rows += [
        limit_row("disk, 8-hour day: bytes written", written / 1e6, 1, "MB"),
        limit_row("disk: most commits in a minute", found["most_in_a_minute"], 1, "",
                  f"{found['commits']:.0f} in {found['minutes']:.0f} min"),
        note_row("  fsync and fdatasync", f"{syncs}"),
    ]


def count_writes(log, folder):
    """Bytes and syncs of files in `folder`; a call that another thread interrupts has two lines."""
    written = syncs = 0
    unfinished = {}
    for line in log.read_text().splitlines():
        pid, _, call = line.partition(" ")
        call = call.strip()
        if "resumed>" in call:
            call = unfinished.pop(pid, "") + call
        elif "<unfinished" in call:
            unfinished[pid] = call
            continue
        if f"<{folder}" not in call or not (result := re.search(r"= (\d+)$", call)):
            continue
        if "sync(" in call:
            syncs += 1
        elif not call.partition(">")[0].endswith("-shm"):
            written += int(result[1])
    return written, syncs

#!/usr/bin/env python3
"""The image's figures, measured on an emulated machine and printed as a table: its size, what passes from
power to the first picture and to the first edge, what memory is used, and what is written onto the card.

Times are those of an emulated processor, many times slower than a Pi's: only beside each other, and
beside what Debian's own part of the same start takes (to basic.target), they say something.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from machine import LEAPS_SHIFT, MIB, TOP, Image, Machine  # noqa: E402  (after the path)
import first_run  # noqa: E402
import hand  # noqa: E402
import office  # noqa: E402
import service  # noqa: E402

SECTOR_BYTES = 512
INSTRUCTIONS_A_S = 1e9 / (1 << LEAPS_SHIFT)
# Says when the kiosk has its lines: the kernel knows, and nothing tells.
LINES_UNIT = """[Unit]
DefaultDependencies=no
After=test-chip.service sys-kernel-debug.mount
[Service]
ExecStart=/bin/bash -c 'until grep -q secondheart /sys/kernel/debug/gpio; do sleep 0.1; done; read -r up _ </proc/uptime; echo $up >/run/lines'
"""
UNIT_FOLDER = "/etc/systemd/system"


def _shown(machine, prop, unit=""):
    """A time of systemd's in seconds since the kernel's start."""
    return int(machine.check(f"systemctl show --value -p {prop} {unit}")) / 1e6


def _timed_start(machine):
    """From a cut to the first picture, by the host's clock."""
    machine.check("sync")
    machine.unplug()
    begin = time.monotonic()
    machine.plug_for_the_eye()
    machine.wait_for_picture(hand.is_home, timeout=service.START_TIMEOUT_S)
    passed_s = time.monotonic() - begin
    machine.meet()
    return passed_s


def _counted_start(machine):
    """A start by the count of its instructions, which the host's load does not change: where its time
    goes after the boot loader, in seconds of that slow processor."""
    machine.check("sync")
    machine.unplug()
    machine.plug(leaps=True)
    service.wait_for(machine, "ActiveState", "active")
    system_s = _shown(machine, "UserspaceTimestampMonotonic")
    basic_s = _shown(machine, "ActiveEnterTimestampMonotonic", "basic.target")
    kiosk_s = _shown(machine, "ExecMainStartTimestampMonotonic", service.UNIT)
    return {
        "kernel, initial RAM disk": system_s,
        "systemd to basic.target": basic_s - system_s,
        "from there to the kiosk's start": kiosk_s - basic_s,
        "to the first edge that is taken": float(machine.read("/run/lines")) - kiosk_s,
        "to the first picture": _shown(machine, "ActiveEnterTimestampMonotonic", service.UNIT)
        - kiosk_s,
    }


def measure_starts(machine, times):
    machine.write(f"{UNIT_FOLDER}/test-lines.service", LINES_UNIT)
    wants = f"{UNIT_FOLDER}/secondheart.service.wants"
    machine.check(f"mkdir -p {wants} && ln -s ../test-lines.service {wants}/")
    counted = _counted_start(machine)
    print(machine.check("systemd-analyze critical-chain secondheart.service --no-pager; "
                        "systemd-analyze blame --no-pager | head -n 12"), flush=True)
    machine.check(f"rm {wants}/test-lines.service {UNIT_FOLDER}/test-lines.service; sync")
    machine.unplug()
    machine.plug()
    seconds = [_timed_start(machine) for _ in range(times)]
    yield ("power to the first picture", f"{statistics.median(seconds):.1f} s",
           f"this host; {min(seconds):.1f} to {max(seconds):.1f} in {times} starts")
    for name, passed_s in counted.items():
        yield (f"  {name}", f"{passed_s:.1f} s",
               f"at {INSTRUCTIONS_A_S / 1e6:.0f} million instructions a second")


def measure_memory(machine):
    rows = dict(row.split(":") for row in machine.read("/proc/meminfo").splitlines())
    kib = {name: int(value.split()[0]) for name, value in rows.items()}
    yield ("memory used", f"{(kib['MemTotal'] - kib['MemAvailable']) / 1024:.0f} MiB",
           f"of {kib['MemTotal'] / 1024:.0f} MiB; what can be dropped is not counted")
    shares = machine.check("for p in /proc/[0-9]*; do s=$(sed -n 's/^Pss: *\\([0-9]*\\) kB/\\1/p' "
                           "$p/smaps_rollup 2>/dev/null); [ -z \"$s\" ] || "
                           "echo \"$s $(cat $p/comm)\"; done | sort -rn | head -n 6")
    for row in shares.splitlines():
        share, name = row.split(" ", 1)
        yield f"  {name}", f"{int(share) / 1024:.1f} MiB", "its proportional share (PSS)"


def _written(machine):
    return SECTOR_BYTES * int(machine.read("/sys/block/vda/stat").split()[6])


def measure_writes(machine):
    machine.check("sync")
    machine.unplug()
    machine.plug(leaps=True)
    service.wait_for(machine, "ActiveState", "active")
    machine.play([(600, "chair", 0)])
    before = _written(machine)
    machine.play([(3600, "chair", 0)])
    idle = _written(machine)
    for part in office.day_parts():
        machine.play(part)
    busy = _written(machine)
    yield "written in an hour with nobody there", f"{(idle - before) / 1024:.0f} KiB", "block layer"
    yield ("written in a busy day of eight hours", f"{(busy - idle) / MIB:.2f} MiB", "block layer")


def sizes(image):
    yield ("packed", f"{os.path.getsize(image.path + '.zst') / MIB:.0f} MiB",
           f"{len(image.packages)} packages")
    said = subprocess.run(["du", "--block-size=1", image.path], check=True, capture_output=True,
                          text=True)
    yield "on a card", f"{int(said.stdout.split()[0]) / MIB:.0f} MiB", "without holes"


def main():
    parser = argparse.ArgumentParser(prog="tests/machine/figures.py",
                                     description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("--image", help="a file of deploy/image/build.sh, instead of a new one")
    parser.add_argument("--arch", choices=("amd64", "arm64"), default="amd64")
    parser.add_argument("--starts", type=int, default=3, help="how often it is started (3)")
    parser.add_argument("--results", default=os.path.join(TOP, "build/machine/figures"))
    arguments = parser.parse_args()

    image = Image.built(arguments.arch, arguments.image)
    rows = list(sizes(image))
    with Machine.boot(image, arguments.results) as machine:
        machine.set_level("chair", 1)
        machine.wait_for_picture(lambda seen: first_run.step(seen) == 1,
                                 timeout=service.START_TIMEOUT_S)
        machine.set_level("chair", 0)
        first_run.walk(machine, "env XDG_STATE_HOME=/var/lib secondheartctl")
        rows += measure_starts(machine, arguments.starts)
        rows += measure_memory(machine)
        rows += measure_writes(machine)
    for name, figure, remark in rows:
        print(f"{name:40} {figure:>12}  {remark}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the kiosk costs on KMSDRM while somebody sits, beside a plain SDL program; numbers printed.

Counted on the guest's clock, which counts instructions: a busy host changes nothing. CPU time is
that of a slow processor which makes one instruction in 16 ns.
"""

from kiosk import NO_SETUP
from rounds import short_on

SETTLE_S = 200  # the first minutes of sitting and their changes are over
WATCH_S = 600
FLOOR_SETTLE_S = 5
FLOOR_WATCH_S = 30  # it is busy, so that its time is not skipped
WAKEUPS_MAX = 0.5  # a second
USAGE = """
    cat /proc/uptime
    cat /proc/{pid}/task/*/schedstat
    grep -h ^voluntary_ctxt_switches /proc/{pid}/task/*/status"""


def _usage(guest, pid):
    """Seconds since boot, CPU seconds and voluntary context switches of a program's threads."""
    rows = [row.split() for row in guest.check(USAGE.format(pid=pid)).splitlines()]
    switches = sum(int(row[1]) for row in rows if row[0].startswith("voluntary"))
    return float(rows[0][0]), sum(int(row[0]) for row in rows if len(row) == 3) / 1e9, switches


def _watch(guest, pid, watch_s):
    """Wake-ups a second and CPU milliseconds a minute while nothing happens."""
    before = _usage(guest, pid)
    guest.play([(watch_s, "chair", 1)])
    seconds, cpu_s, switches = (now - then for now, then in zip(_usage(guest, pid), before))
    return switches / seconds, 60000 * cpu_s / seconds


@short_on()
def a_seated_person_wakes_the_kiosk_seldom(guest):
    guest.check("rm -rf /run/state && mkdir /run/state")
    guest.write("/run/plain.conf", NO_SETUP)
    kiosk = guest.spawn("env SDL_VIDEODRIVER=kmsdrm TZ=UTC secondheart --config /run/plain.conf "
                        "--sensors gpio --state /run/state", "/run/kiosk.log")
    guest.wait_for("gpioinfo | grep GPIO17 | grep -q secondheart", 30)
    guest.play([(1, "chair", 1), (SETTLE_S, "chair", 1)])
    wakeups, cpu_ms = _watch(guest, kiosk, WATCH_S)
    guest.screendump("wakeups.png")
    guest.clean_up()

    floor = guest.spawn("env SDL_VIDEODRIVER=kmsdrm floor", "/run/floor.log")
    guest.play([(FLOOR_SETTLE_S, "chair", 0)])
    floor_wakeups, floor_cpu_ms = _watch(guest, floor, FLOOR_WATCH_S)
    print(f"  seated on KMSDRM: {wakeups:.2f} wake-ups a second (floor {floor_wakeups:.2f}), "
          f"{cpu_ms:.0f} ms CPU a minute (floor {floor_cpu_ms:.0f})")
    assert wakeups <= WAKEUPS_MAX, f"{wakeups:.2f} wake-ups a second, not {WAKEUPS_MAX} at most"

"""The plug is pulled at any moment: twenty times, under load, now and then while it starts."""

import random
import time

import hand
import kiosk
import service

CUTS = 20
# One cut in so many comes before the machine has started.
DURING_START = 4
# What the history may lack, as promised; and what passes between a reading and the cut, on a host
# that others use.
LOST_S, SLACK_S = 60, 5
LOAD = """
while :; do dd if=/dev/zero of=/data/load bs=64k count=200 conv=fsync 2>/dev/null; rm /data/load; done &
while :; do find /usr -type f -exec cat {} + >/dev/null; done &
wait
"""


def _cut_in_use(machine, dice):
    """Somebody sits, the machine has much to do; returns for how long, in all."""
    service.wait_for(machine, "ActiveState", "active")
    before = service.report(machine)["sitting_s"]
    machine.write("/run/load.sh", LOAD)
    machine.spawn("bash /run/load.sh", "/run/load.log")
    machine.set_level("chair", 1)
    begin_s = float(machine.read("/proc/uptime").split()[0])
    time.sleep(dice.uniform(20, 120))
    if dice.randrange(2):
        machine.tap(*hand.place_of(hand.HOME, 0))
    seated_s = float(machine.read("/proc/uptime").split()[0]) - begin_s
    machine.unplug()
    return before + seated_s


def it_starts_by_itself_and_remembers_after_twenty_power_cuts(machine):
    seed = random.randrange(1 << 32)
    print(f"     seed {seed}", flush=True)
    dice = random.Random(seed)
    worst_s = sitting_s = 0
    for cut in range(CUTS):
        lost_s, seated_s = 0, sitting_s
        if cut % DURING_START == DURING_START - 1:
            machine.unplug()
            machine.plug_for(dice.uniform(3, 40))
        else:
            lost_s, seated_s = LOST_S + SLACK_S, _cut_in_use(machine, dice)
        machine.plug()
        service.wait_for(machine, "ActiveState", "active")
        machine.wait_for_picture(kiosk.shows_a_screen, timeout=service.START_TIMEOUT_S)
        sitting_s = service.report(machine)["sitting_s"]
        worst_s = max(worst_s, seated_s - sitting_s)
        assert sitting_s >= seated_s - lost_s, f"cut {cut}: {sitting_s} s of {seated_s} s"
        said = service.journal(machine)
        assert "damaged" not in said and "set aside" not in said, said
        errors = machine.run("dmesg | grep 'EXT4-fs error'")
        assert errors.status != 0, errors.output
    print(f"     {CUTS} cuts; at most {worst_s:.0f} s were lost", flush=True)

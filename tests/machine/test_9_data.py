"""The data partition is full; it is gone; a night is dark and a morning is woken."""

import hand
import kiosk
import service

CONFIG = "/etc/secondheart/conf.d/60-night.conf"
DPMS = "cat /sys/class/drm/card*-*/dpms"


def a_full_data_partition_is_told_and_nothing_of_the_day_is_lost(machine):
    service.wait_for(machine, "ActiveState", "active")
    pid, before = service.shown(machine, "MainPID"), service.report(machine)["sitting_s"]
    # Most of it quickly, then to the last block: what keeps account of a file takes room too.
    machine.check("fallocate -l $(($(df --output=avail -B1 /data | tail -n 1) - (64 << 20))) "
                  "/data/fill; dd if=/dev/zero bs=64k of=/data/fill-up 2>/dev/null; sync", 300)
    try:
        # Until what the log has room for is written.
        machine.play([(0.1, "chair", 1), (150, "chair", 0), (151, "chair", 0)])
        machine.wait_for("journalctl -b -u secondheart -o cat | grep -qE "
                         "'is full|No space left on device'", 180)
        machine.screendump("machine-full.png")
    finally:
        machine.check("rm -f /data/fill /data/fill-up")
    service.wait_for(machine, "StatusText", "All is well.")
    assert service.shown(machine, "MainPID") == pid
    assert service.report(machine)["sitting_s"] >= before + 145


def without_its_data_partition_it_comes_up_all_the_same(machine):
    """What is on it is there again when it is."""
    before = service.report(machine)["sitting_s"]
    machine.check("sync")
    machine.unplug()
    machine.disk.label_data("nothing")
    machine.plug_for_the_eye()
    machine.wait_for_picture(kiosk.shows_a_screen, "machine-without-data.png",
                             service.START_TIMEOUT_S)
    machine.unplug()
    machine.disk.label_data("secondheart-data")
    machine.plug()
    service.wait_for(machine, "StatusText", "All is well.")
    assert service.report(machine)["sitting_s"] >= before


def a_night_is_dark_and_a_morning_is_woken(machine):
    machine.write(CONFIG, "[display]\nbrightness_away = 0\nbrightness_night = 0\n"
                          "night_hours = 00:00-24:00\n")
    machine.check("systemctl restart secondheart", service.START_TIMEOUT_S)
    machine.play([(0.1, "chair", 1), (15, "chair", 0), (16, "chair", 0)])
    machine.wait_for(f"{DPMS} | grep -q Off", 180)
    machine.play([(0.1, "chair", 1), (1, "chair", 1)])
    machine.wait_for(f"{DPMS} | grep -q On", 15)
    machine.wait_for_picture(hand.is_home, "machine-morning.png")
    # As they leave, so it goes dark: and a cut in the dark is as any other.
    machine.set_level("chair", 0)
    machine.wait_for(f"{DPMS} | grep -q Off", 180)
    machine.cut_power()
    service.wait_for(machine, "ActiveState", "active")
    machine.check(f"rm {CONFIG} && systemctl restart secondheart", service.START_TIMEOUT_S)

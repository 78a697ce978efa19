"""A new version into the other slot, and back; and one that does not work."""

import os
import shutil
import subprocess

import hand
import service

TRIAL = "/etc/systemd/system/secondheart-slot.service.d/test.conf"


def _slots(machine):
    """What `secondheart-slot status` says of each."""
    said = machine.check("secondheart-slot status")
    return dict(row.removeprefix("slot ").split(": ", 1) for row in said.splitlines())


def _version(machine):
    return machine.check("dpkg-query -W -f '${Version}' secondheart")


def _repack(machine, suffix, change):
    """The machine's own packages under a later version, in a folder of the share; its place inside.

    change: a shell command on what is unpacked in the folder it runs in.
    """
    folder = os.path.join(machine.share, f"packages{suffix}")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for package in ("secondheart", "secondheart-sync"):
        tree = os.path.join(machine.folder, "repack")
        subprocess.run(["bash", "-euc", f"""
            rm -rf {tree}
            dpkg-deb -R "$(find {machine.image.repository} -name '{package}_*_{machine.image.architecture}.deb' | sort | tail -n 1)" {tree}
            sed -i -E 's/(~deb1[23]u1)/{suffix}\\1/' {tree}/DEBIAN/control
            cd {tree}; {change if package == "secondheart" else ":"}
            dpkg-deb -b {tree} {folder} >/dev/null"""], check=True)
    return f"/mnt/packages{suffix}"


def _try_quickly(machine):
    """A trial of twenty seconds in place of two minutes."""
    machine.check(f"mkdir -p {os.path.dirname(TRIAL)}")
    machine.write(TRIAL, "[Service]\nEnvironment=SECONDHEART_TRIAL_S=20\n")


def _restart(machine, command):
    """Runs what starts the machine again, and waits until it has."""
    machine.spawn(command, "/run/slot.log")
    machine.spawned = []
    machine.wait_for_boot()
    service.wait_for(machine, "ActiveState", "active")
    machine.wait_for_picture(hand.is_home, timeout=service.START_TIMEOUT_S)


def an_upgrade_starts_from_the_other_slot_and_keeps_history_and_settings(machine):
    service.wait_for(machine, "ActiveState", "active")
    _try_quickly(machine)
    assert _slots(machine) == {"a": "good, starts next, runs", "b": "empty"}
    before, sitting_s = _version(machine), service.report(machine)["sitting_s"]
    settings = machine.check("env XDG_STATE_HOME=/var/lib secondheartctl settings")
    packages = _repack(machine, "+next", "echo '# next' >>etc/secondheart/secondheart.conf")
    machine.check(f"secondheart-slot upgrade --packages {packages}", 900)
    assert _version(machine) == before, "the slot that runs was written to"
    assert _slots(machine) == {"a": "good, runs", "b": "on trial, starts next"}
    _restart(machine, "systemctl reboot")
    assert "+next" in _version(machine)
    assert service.report(machine)["sitting_s"] >= sitting_s
    assert machine.check("env XDG_STATE_HOME=/var/lib secondheartctl settings") == settings
    machine.wait_for("secondheart-slot status | grep -q 'slot b: good, starts next, runs'", 120)


def it_goes_back_to_the_slot_before(machine):
    sitting_s = service.report(machine)["sitting_s"]
    _restart(machine, "secondheart-slot rollback --restart")
    assert "+next" not in _version(machine)
    assert _slots(machine) == {"a": "good, starts next, runs", "b": "good"}
    assert service.report(machine)["sitting_s"] >= sitting_s


def a_version_that_does_not_run_is_left_by_itself(machine):
    packages = _repack(machine, "+bad", "ln -sf /bin/false usr/bin/secondheart")
    machine.check(f"secondheart-slot upgrade --packages {packages}", 900)
    machine.check("sync; setsid bash -c 'sleep 1; systemctl reboot' >/dev/null 2>&1 </dev/null &")
    starts = 0
    while True:
        machine.wait_for_boot()
        starts += 1
        if _slots(machine)["a"].endswith("runs"):
            break
        assert starts <= 3, "it starts from it again and again"
    assert starts == 4, starts
    service.wait_for(machine, "ActiveState", "active")
    machine.wait_for_picture(hand.is_home, timeout=service.START_TIMEOUT_S)
    assert _slots(machine) == {"a": "good, starts next, runs", "b": "failed"}


def an_upgrade_that_the_power_cut_leaves_what_runs(machine):
    packages = _repack(machine, "+next", ":")
    for seconds in (5, 40, 90):
        machine.spawn(f"secondheart-slot upgrade --packages {packages}", "/run/slot.log")
        machine.run(f"sleep {seconds}", seconds + 30)
        machine.cut_power()
        service.wait_for(machine, "ActiveState", "active")
        assert _slots(machine)["a"].endswith("runs") or "+next" in _version(machine)

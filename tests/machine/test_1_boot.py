"""A fresh card: the first run by touch, then home; what the machine is made of."""

import first_run
import hand
import service

# So many pictures may find the display between two modes.
MODE_SET = 3
CTL = "env XDG_STATE_HOME=/var/lib secondheartctl"


def a_fresh_image_boots_to_the_first_run_and_by_touch_to_home(machine):
    # Nobody was there for a while: somebody who sits down has it bright.
    machine.set_level("chair", 1)
    machine.wait_for_picture(lambda seen: first_run.step(seen) == 1, "machine-first-run.png",
                             service.START_TIMEOUT_S)
    machine.set_level("chair", 0)
    first_run.walk(machine, CTL)
    service.wait_for(machine, "ActiveState", "active")


def the_machine_is_as_it_was_promised(machine):
    mounts = {row.split()[1]: row.split() for row in machine.read("/proc/mounts").splitlines()}
    assert "ro" in mounts["/"][3].split(","), mounts["/"]
    assert mounts["/etc"][2] == mounts["/var"][2] == "overlay", mounts
    assert mounts["/data"][2] == "ext4" and mounts["/var/lib/secondheart"][0] == mounts["/data"][0]
    assert machine.run("touch /usr/x").status != 0
    # The data partition has taken the rest of the card.
    size = int(machine.check("df --output=size -BM /data | tail -n 1").strip().rstrip("M"))
    assert size > 3000, f"{size} MiB"
    assert machine.check("journalctl --header | grep -c 'File path: /run/log'").strip() != "0"
    assert machine.run("ls /var/log/journal").status != 0
    watchdog = machine.check("cd /sys/class/watchdog/watchdog0 && cat state timeout").split()
    assert watchdog == ["active", "60"], watchdog
    failed = machine.check("systemctl list-units --failed --plain --no-legend")
    assert not failed.strip(), failed
    listening = machine.check("cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6")
    assert " 0A " not in listening, listening


def _is_splash(picture):
    """Home's colour in all corners before there is a home."""
    return all(picture.pixel(x, y) == hand.GROUND for x in (2, 797) for y in (2, 477))


def with_no_hand_on_it_the_next_start_is_home(machine):
    """And between splash and home the screen is not black, but while its mode is set."""
    machine.check("sync")
    machine.unplug()
    machine.plug_for_the_eye()
    machine.wait_for_picture(_is_splash, "machine-splash.png", service.START_TIMEOUT_S)
    black = []

    def is_home(picture):
        if picture.rgb.count(0) == len(picture.rgb):
            black.append(picture)
        return hand.is_home(picture)

    machine.wait_for_picture(is_home, "machine-home.png", service.START_TIMEOUT_S)
    machine.meet()
    service.wait_for(machine, "StatusText", "All is well.")
    assert len(black) <= MODE_SET, f"black in {len(black)} pictures between splash and home"

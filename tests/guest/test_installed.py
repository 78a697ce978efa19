"""A bare Debian becomes a kiosk by apt, stays one over a power cut and over an upgrade."""

import first_run
import hand
import installed
import kiosk
import service
from rounds import only_on

CTL = "env XDG_STATE_HOME=/var/lib secondheartctl"
# As systemd-analyze counts, 0 to 10.
MOST_EXPOSED = {"secondheart.service": 2.0, "secondheart-sync.service": 1.5}
on_bare = only_on("installed-bookworm", "installed-trixie")


@on_bare
def apt_install_of_a_bare_system_leads_to_home(guest):
    said = installed.install(guest)
    for word in ("Failed", "failed", "error:"):
        assert word not in said, said
    service.wait_for(guest, "ActiveState", "active")
    # Nobody was there for a while: somebody who sits down has it bright.
    guest.set_level("chair", 1)
    guest.wait_for_picture(lambda seen: first_run.step(seen) == 1, "installed-first-run.png",
                           service.START_TIMEOUT_S)
    guest.set_level("chair", 0)
    first_run.walk(guest, CTL)
    service.wait_for(guest, "StatusText", "All is well.")
    assert guest.check(f"stat -c %U {service.HISTORY}").strip() == "secondheart"


@on_bare
def a_power_cut_later_it_is_home_again_with_no_hand_on_it(guest):
    service.install(guest)
    service.start(guest)
    guest.play([(0.1, "chair", 1), (80, "chair", 0), (81, "chair", 0)])
    before = service.report(guest)["sitting_s"]
    guest.check("sync")
    guest.cut_power()
    service.wait_for(guest, "ActiveState", "active")
    guest.wait_for_picture(hand.is_home, "installed-home.png", service.START_TIMEOUT_S)
    assert service.report(guest)["sitting_s"] >= before - 60
    assert "is damaged" not in service.journal(guest)
    failed = guest.check("systemctl list-units --failed --plain --no-legend")
    assert not failed.strip(), failed


@on_bare
def both_services_are_as_closed_as_they_promise(guest):
    service.install(guest)
    for unit, most in MOST_EXPOSED.items():
        score = guest.check(f"systemd-analyze security --no-pager {unit} | tail -n 1", 120).strip()
        print(f"     {guest.suite}: {score}", flush=True)
        assert float(score.split(": ")[1].split()[0]) <= most, score


@on_bare
def an_upgrade_starts_the_new_one_and_keeps_history_and_settings(guest):
    service.install(guest)
    first = service.start(guest)
    guest.play([(0.1, "chair", 1), (20, "chair", 0), (21, "chair", 0)])
    old = installed.version(guest)
    settings = guest.check(f"{CTL} settings")
    installed.use(guest, "repository-next")
    said = guest.check(f"{installed.APT} upgrade -y", installed.APT_TIMEOUT_S)
    sitting_s = service.report(guest)["sitting_s"]
    assert sitting_s >= 15, sitting_s
    for package in ("secondheart", "secondheart-sync"):
        assert "+next" in installed.version(guest, package), said
    assert installed.version(guest) != old
    service.wait_for(guest, "ActiveState", "active")
    assert service.shown(guest, "MainPID") not in (first, "0")
    guest.wait_for_picture(hand.is_home, "installed-upgraded.png", service.START_TIMEOUT_S)
    assert guest.check(f"{CTL} settings") == settings
    assert guest.read(service.CONFIG_FILE) == service.CONFIG
    # As it is left, it boots.
    guest.cut_power()
    service.wait_for(guest, "ActiveState", "active")
    guest.wait_for_picture(kiosk.shows_a_screen, "installed-upgraded-boot.png",
                           service.START_TIMEOUT_S)
    assert service.report(guest)["sitting_s"] >= sitting_s - 60


@on_bare
def a_full_partition_is_told_and_nothing_of_the_day_is_lost(guest):
    service.start(guest)
    before = service.report(guest)["sitting_s"]
    # A log that was as long before would have room for a while.
    guest.check(f"systemctl stop {service.UNIT}")
    # What is kept back is for root, and the kiosk is not.
    guest.check("for n in 1 2 3 4; do fallocate -l $(df --output=avail -B1 /var | tail -n 1) "
                "/var/fill$n 2>/dev/null; done; test $(df --output=avail -B1 /var | tail -n 1) -lt "
                "100000")
    try:
        pid = service.start(guest)
        guest.play([(0.1, "chair", 1), (80, "chair", 0), (81, "chair", 0)])
        service.wait_for(guest, "StatusText", "The card is full: today is kept in memory.")
        said = service.journal(guest)
        # Of a disk that was full before, the system's reason; of one that fills up, SQLite's.
        assert "No space left on device; free some space" in said or "is full" in said, said
        guest.screendump("installed-full.png")
    finally:
        guest.check("rm -f /var/fill*")
    service.wait_for(guest, "StatusText", "All is well.")
    assert service.shown(guest, "MainPID") == pid
    assert service.report(guest)["sitting_s"] >= before + 75


@on_bare
def a_failing_partition_is_told_and_the_next_boot_goes_on(guest):
    """The kernel finds it damaged and lets nobody write to it any more."""
    service.install(guest)
    pid = service.start(guest)
    before = service.report(guest)["sitting_s"]
    guest.check("mount -o remount,errors=remount-ro / && sync && "
                "echo damaged >/sys/fs/ext4/vda/trigger_fs_error && ! touch /var/x 2>/dev/null")
    guest.play([(0.1, "chair", 1), (80, "chair", 0), (81, "chair", 0)])
    service.wait_for(guest, "StatusText",
                     "The card cannot be written: today is kept in memory.")
    assert "read-only" in service.journal(guest)
    assert service.shown(guest, "MainPID") == pid
    guest.screendump("installed-read-only.png")
    guest.cut_power()
    service.wait_for(guest, "ActiveState", "active")
    guest.wait_for_picture(hand.is_home, timeout=service.START_TIMEOUT_S)
    assert service.report(guest)["sitting_s"] >= before - 60


@on_bare
def an_administrator_without_a_network_gets_in_by_the_kernel_s_command_line(guest):
    service.install(guest)
    guest.cut_power(f"systemd.mask={service.UNIT}")
    guest.wait_for("systemctl is-active -q getty@tty1.service", 120)
    assert service.shown(guest, "MainPID") == "0"
    assert service.shown(guest, "ActiveState", "secondheart-lockdown.service") == "inactive"
    assert guest.read("/proc/sys/kernel/sysrq").strip() != "0"
    guest.cut_power()
    service.wait_for(guest, "ActiveState", "active")

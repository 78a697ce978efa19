"""The kiosk and its sync as services: started, killed, hung, shut in, and nobody gets out."""

import service
from rounds import only_on

CLASS = "/sys/class/backlight"
SYNC = "secondheart-sync.service"
MONDAY = 1767571200  # 5 January 2026
SUITES = ("service-bookworm", "service-trixie", "installed-bookworm", "installed-trixie")
on_systemd = only_on(*SUITES)


@on_systemd
def the_unit_shows_home_and_counts_under_its_sandbox(guest):
    pid = service.start(guest)
    guest.screendump("service-home.png")
    assert service.shown(guest, "Type") == "notify"
    assert service.shown(guest, "ActiveState") == "active"
    assert service.shown(guest, "StatusText") == "All is well."
    assert guest.check(f"stat -c %U /proc/{pid}").strip() == "secondheart"
    status = guest.read(f"/proc/{pid}/status")
    for line in ("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1",
                 "Seccomp:\t2"):
        assert line in status, status
    guest.play([(0.1, "chair", 1), (20, "chair", 0), (21, "chair", 0)])
    guest.check(f"systemctl stop {service.UNIT}")
    assert service.shown(guest, "Result") == "success"
    figures = service.report(guest)
    assert 15 <= figures["sitting_s"] <= 60, figures


@on_systemd
def a_touchscreen_that_was_pulled_works_again_once_plugged(guest):
    service.start(guest)

    def answers():
        before = guest.screendump()
        guest.tap(760, 40)
        guest.wait_for_picture(lambda seen: 20 < sum(
            seen.pixel(x, y) != before.pixel(x, y)
            for y in range(10, 70) for x in range(730, 790)), timeout=30)

    answers()
    guest.check("kill $(pidof touchscreen) && rm -f /run/touchscreen.log && udevadm settle")
    guest._make_touchscreen()
    guest.wait_for("test -r /run/touchscreen.log")
    answers()


@on_systemd
def a_check_beside_it_finds_its_lines_in_use_and_nothing_amiss(guest):
    service.start(guest)
    said = guest.run("env XDG_STATE_HOME=/var/lib secondheartctl check").output
    for line in ("GPIO17", "GPIO27"):
        assert f"'{line}', in use by the kiosk" in said, said
    amiss = [row for row in said.splitlines() if row.startswith("PROBLEM")]
    # A guest has no server that keeps its clock.
    assert all(row.split()[1] == "clock" for row in amiss), said


@on_systemd
def a_killed_kiosk_comes_back_by_itself_with_its_history(guest):
    first = service.start(guest)
    restarts = int(service.shown(guest, "NRestarts"))
    before = service.report(guest)["sitting_s"]
    guest.check(f"kill -KILL {first}")
    service.wait_for(guest, "NRestarts", restarts + 1)
    service.wait_for(guest, "ActiveState", "active")
    assert service.shown(guest, "MainPID") not in (first, "0")
    assert service.report(guest)["sitting_s"] >= before
    assert "is damaged" not in service.journal(guest)


@on_systemd
def a_kiosk_that_hangs_is_ended_by_the_watchdog(guest):
    first = service.start(guest)
    restarts = int(service.shown(guest, "NRestarts"))
    guest.check(f"kill -STOP {first}")
    service.wait_for(guest, "NRestarts", restarts + 1)
    service.wait_for(guest, "ActiveState", "active")
    assert "watchdog" in guest.check("journalctl --no-pager -o cat _PID=1").lower()


@on_systemd
def the_kiosk_has_no_network_and_writes_nowhere_else(guest):
    service.start(guest)
    # A connection that is refused was one that could be made.
    outside = guest.run("bash -c 'echo >/dev/tcp/127.0.0.1/9'").output
    assert "refused" in outside, outside
    # Some attribute of sysfs that is given to the group video, as a panel's brightness is.
    guest.check("f=/sys/class/graphics/fbcon/cursor_blink; test -e $f && chgrp video $f && "
                "chmod g+w $f")
    said = service.inside(guest, service.UNIT, """
        exec 2>&1
        echo "ip4=$(bash -c 'echo >/dev/tcp/127.0.0.1/9' 2>&1)"
        echo "ip6=$(bash -c 'echo >/dev/tcp/::1/9' 2>&1)"
        for place in /usr/x /etc/x /home/x /var/lib/x /boot/x /dev/x; do
            (: >$place) 2>/dev/null && echo "wrote=$place"
        done
        for place in /var/lib/secondheart/x /var/lib/secondheart-outbox/x /tmp/x; do
            (: >$place && rm $place) 2>&1 | grep . && echo "failed=$place"
        done
        (: </dev/mem) 2>/dev/null && echo memory=read
        (: </dev/vda) 2>/dev/null && echo disk=read
        (echo 1 >/sys/class/graphics/fbcon/cursor_blink) 2>/dev/null && echo attribute=written
        cat /etc/secondheart/token 2>/dev/null && echo token=read
        # Whether the clock is kept may be asked (adjtimex), not told.
        adjtimex() { perl -e "\\$timex = pack('I x204', $1); exit(syscall(159, \\$timex) < 0)"; }
        adjtimex 0 && echo asked=yes
        adjtimex 16 && echo told=yes
        echo end=reached
        """)
    assert "Address family not supported" in said.pop("ip4"), said
    assert "Address family not supported" in said.pop("ip6"), said
    assert said == {"attribute": "written", "asked": "yes", "end": "reached"}, said


@on_systemd
def a_backlight_is_set_under_the_sandbox(guest):
    """No kernel here has a panel: its class holds a link to a folder that looks like one."""
    service.install(guest)
    guest.check(f"systemctl stop {service.UNIT}")
    panel = "/sys/devices/virtual/mem/full"
    guest.check(f"""set -e
        mount -t tmpfs -o mode=755 panel {panel} && mount -t tmpfs -o mode=755 class {CLASS}
        ln -s {panel} {CLASS}/panel
        echo raw >{panel}/type; echo 255 >{panel}/max_brightness
        echo 9 >{panel}/brightness; echo 0 >{panel}/bl_power
        chgrp video {panel}/brightness {panel}/bl_power
        chmod g+w {panel}/brightness {panel}/bl_power""")
    try:
        service.start(guest)
        guest.wait_for(f"test $(cat {panel}/brightness) -eq 255")
        assert "backlight" not in service.journal(guest)
        guest.check(f"systemctl stop {service.UNIT}")
        assert guest.read(f"{panel}/brightness").strip() == "9", "not left as it was found"
    finally:
        guest.check(f"systemctl stop {service.UNIT}; umount {CLASS} {panel}")


@on_systemd
def what_the_kiosk_queues_is_sent_by_sync_each_in_its_sandbox(guest):
    service.start(guest)
    weeks = "\\n".join(f"{MONDAY + i * 7 * 86400} {' '.join(str(1000 + i) for _ in range(9))}"
                       for i in range(3))
    said = service.inside(guest, service.UNIT, f"""
        printf '{weeks}\\n' | queue_weeks {service.OUTBOX} blue >/dev/null && echo queued=yes
        """)
    assert said == {"queued": "yes"}, said
    assert guest.check(f"stat -c '%U %G %a' {service.OUTBOX}/outbox.db").split() == \
        ["secondheart", "secondheart-outbox", "660"]
    # Nobody keeps the clock, then nobody listens: kept, and told.
    guest.run(f"systemctl start {SYNC}", 120)
    assert service.shown(guest, "ExecMainStatus", SYNC) == "1"
    assert "not synchronised" in service.journal(guest, SYNC)
    service.synchronise(guest)
    said_before = service.journal(guest, SYNC)
    guest.run(f"systemctl start {SYNC}", 120)
    said_now = service.journal(guest, SYNC).removeprefix(said_before)
    assert "not synchronised" not in said_now and "kept" in said_now, said_now
    service.serve(guest)
    guest.check("mkdir -p /run/systemd/system/secondheart-sync.service.d && printf "
                "'[Service]\\nExecStart=\\nExecStart=/usr/bin/secondheart-sync --now\\n' "
                ">/run/systemd/system/secondheart-sync.service.d/now.conf && "
                "systemctl daemon-reload")
    guest.check(f"systemctl start {SYNC}", 120)
    received = guest.read("/run/received")
    assert received.count("secondheart_summary") == 3, received
    queued = f"sqlite3 {service.OUTBOX}/outbox.db 'SELECT count(*) FROM period'"
    assert guest.check(queued).strip() == "0", service.journal(guest, SYNC)
    # The kiosk still has its queue.
    assert service.shown(guest, "StatusText") == "All is well."


@on_systemd
def sync_cannot_read_the_history_nor_reach_a_sensor(guest):
    service.start(guest)
    guest.check(f"test -e {service.OUTBOX}/outbox.db || install -o secondheart -g "
                f"secondheart-outbox -m 660 /dev/null {service.OUTBOX}/outbox.db")
    guest.check(f"test -s {service.HISTORY}")
    guest.check("install -m 600 /dev/null /etc/secondheart/token && echo secret "
                ">/etc/secondheart/token && systemd-tmpfiles --create secondheart.conf")
    said = service.inside(guest, SYNC, f"""
        exec 2>&1
        echo "history=$(cat {service.HISTORY} 2>&1)"
        echo "folder=$(ls /var/lib/secondheart 2>&1)"
        echo "token=$(cat /etc/secondheart/token)"
        echo "devices=$(ls /dev/dri /dev/input /dev/gpiochip0 2>&1 | grep -vc 'No such file')"
        echo end=reached
        """)
    assert "Permission denied" in said["history"], said
    assert "Permission denied" in said["folder"], said
    assert said["token"] == "secret", said
    assert said["devices"] == "0", said
    assert said["end"] == "reached", said
    # Nor without a sandbox.
    plain = guest.run(f"su -s /bin/sh secondheart-sync -c 'cat {service.HISTORY}'")
    assert plain.status != 0 and "Permission denied" in plain.output, plain
    # The kiosk's user in turn has no token.
    assert guest.run("su -s /bin/sh secondheart -c 'cat /etc/secondheart/token'").status != 0
    guest.check("systemctl start secondheart-sync.timer")
    assert service.shown(guest, "NextElapseUSecRealtime", "secondheart-sync.timer") != ""


@on_systemd
def no_key_of_a_keyboard_leads_out(guest):
    pid = service.start(guest)
    restarts = service.shown(guest, "NRestarts")

    def active_console():
        return guest.read("/sys/class/tty/tty0/active").strip()

    assert active_console() == "tty1"
    service.press(guest, "ctrl", "alt", "f2")
    service.press(guest, "ctrl", "alt", "delete")
    service.press(guest, "alt", "sysrq", "b")
    service.press(guest, "alt", "f4")
    service.press(guest, "ctrl", "c")
    service.press(guest, "alt", "right")
    guest.screendump("service-keys.png")
    assert active_console() == "tty1"
    assert service.shown(guest, "MainPID") == pid
    assert service.shown(guest, "NRestarts") == restarts
    # Nor while nobody silences the keyboard, between two starts: what the keys ask for is refused.
    assert guest.read("/proc/sys/kernel/sysrq").strip() == "0"
    for unit in ("autovt@tty2.service", "ctrl-alt-del.target"):
        refused = guest.run(f"systemctl start {unit}")
        assert refused.status != 0 and "masked" in refused.output, refused
    # The same keys do something once the kiosk is stopped: they were pressed in earnest.
    guest.check(f"systemctl stop {service.UNIT}")
    guest.wait_for("test $(systemctl show --value -p ActiveState secondheart-lockdown.service) = "
                   "inactive")
    assert guest.read("/proc/sys/kernel/sysrq").strip() != "0"
    service.press(guest, "ctrl", "alt", "f2")
    assert active_console() == "tty2"
    guest.wait_for("systemctl is-active -q getty@tty2.service")
    service.press(guest, "ctrl", "alt", "f1")


@on_systemd
def without_a_screen_it_counts_and_says_so_and_shows_once_there_is_one(guest):
    service.install(guest)
    guest.check(f"systemctl stop {service.UNIT}")
    before = service.report(guest)["sitting_s"] if guest.run(
        f"test -s {service.HISTORY}").status == 0 else 0
    connector = "/sys/class/drm/card0-Virtual-1/status"
    guest.check(f"echo off >{connector}")
    try:
        guest.check(f"systemctl start {service.UNIT}", service.START_TIMEOUT_S)
        assert service.shown(guest, "StatusText") == "No screen is connected."
        assert "no screen is connected" in service.journal(guest)
        pid = service.shown(guest, "MainPID")
        guest.play([(0.1, "chair", 1), (20, "chair", 0), (21, "chair", 0)])
    finally:
        # This graphics card does not tell of it, as one with a plug does.
        guest.check(f"echo detect >{connector} && echo change >/sys/class/drm/card0/uevent")
    guest.wait_for_picture(lambda seen: len(seen.colours()) > 50, "service-screen-back.png")
    service.wait_for(guest, "StatusText", "All is well.")
    assert service.shown(guest, "MainPID") == pid, "started again for it"
    guest.check(f"systemctl stop {service.UNIT}")
    assert service.report(guest)["sitting_s"] >= before + 15


@on_systemd
def what_stops_it_from_starting_is_its_status_and_in_the_journal(guest):
    """Graphics that the kiosk's user may not open."""
    service.install(guest)
    guest.check(f"systemctl stop {service.UNIT}")
    guest.check("chmod 600 /dev/dri/*[0-9]")
    try:
        guest.check(f"systemctl start --no-block {service.UNIT}")
        guest.wait_for(f"systemctl show --value -p StatusText {service.UNIT} | "
                       "grep -q 'join the groups video, render and input'", 120)
        assert "join the groups video, render and input" in service.journal(guest)
    finally:
        guest.check("chmod 660 /dev/dri/*[0-9]")
    # By itself, however often it failed.
    service.wait_for(guest, "ActiveState", "active")
    guest.wait_for_picture(lambda seen: len(seen.colours()) > 50)

"""A person agrees at the screen; next week the timer has brought the week to the office, through TLS."""

import json
import os
import re
import subprocess
import time

import hand
import rig
import service
from machine import HOST

# What the office gets of a week, and what the history calls it.
SENT = {"sitting_s": "sitting_s", "breaks": "breaks", "bouts": "sedentary_bouts",
        "beats": "second_heart_beats"}
ROW_SYNC, TURN_ON = (400, 350), (206, 424)
BUTTON = (60, 424)  # of its ground
IS_ON = (24, 100, 400, 130)  # where the page says whether it is
SUNDAY_EVENING_S = rig.monday(0) - 6 * 3600
TIMER = "/etc/systemd/system/secondheart-sync.timer.d/test.conf"


def _give_settings(machine, office):
    """What IT puts onto the card; the office's server has the name that is in its certificate."""
    said = subprocess.run(["openssl", "x509", "-in", office.folder / "etc/tls/server.pem", "-noout",
                           "-ext", "subjectAltName"], check=True, capture_output=True, text=True)
    name = re.search("DNS:([^,\\s]+)", said.stdout).group(1)
    machine.check(f"grep -q ' {name}$' /etc/hosts || echo '{HOST} {name}' >>/etc/hosts; sync")
    machine.unplug()
    machine.disk.put_on_boot("secondheart.conf",
                             f"[sync]\nurl = https://{name}:{office.port}\nteam = blue\n")
    machine.disk.put_on_boot("secondheart.token", office.tokens["blue"] + "\n")
    machine.disk.put_on_boot("secondheart-ca.pem",
                             (office.folder / "etc/tls/server.pem").read_text())
    machine.plug(clock_s=SUNDAY_EVENING_S)
    service.wait_for(machine, "ActiveState", "active")
    problems = machine.run("cat /boot/firmware/*.problems.txt")
    assert problems.status != 0, problems.output
    left = machine.check("ls /boot/firmware")
    assert "token" not in left and "secondheart.conf.imported" in left, left


def _agree(machine):
    machine.set_level("chair", 1)
    machine.wait_for_picture(hand.is_home, timeout=service.START_TIMEOUT_S)
    machine.tap(*hand.place_of(hand.HOME, 0))
    machine.wait_for_picture(hand.is_menu)
    machine.tap(*hand.place_of(hand.TILE["settings"], 0))
    machine.wait_for_picture(hand.has_way_back)
    before = machine.screendump()
    machine.tap(*ROW_SYNC)
    machine.wait_for_picture(hand.differs(before, hand.HEAD_PART))
    # It can be turned on once the kiosk has heard that the clock is right.
    machine.wait_for_picture(lambda seen: seen.pixel(*BUTTON) == hand.HI)
    page = machine.wait_for_rest("machine-sync.png")
    machine.tap(*TURN_ON)
    machine.wait_for_picture(hand.differs(page, IS_ON), "machine-agreed.png")
    machine.set_level("chair", 0)


def the_timer_brings_last_week_to_the_office_once_a_person_agreed(machine):
    with rig.Office(since_s=rig.monday(4), tls=True) as office:
        office.add_team("blue")
        _give_settings(machine, office)
        machine.set_time_server(machine.offset_s)
        _agree(machine)
        machine.play([(0.1, "chair", 1), (80, "chair", 0), (81, "chair", 0)])
        machine.check(f"mkdir -p {os.path.dirname(TIMER)}")
        machine.write(TIMER, "[Timer]\nOnCalendar=\nOnCalendar=minutely\nRandomizedDelaySec=0\n")
        machine.check("systemctl daemon-reload && systemctl restart secondheart-sync.timer")
        # What has closed is written within the minute.
        machine.play([(65, "chair", 0)])
        week = json.loads(machine.check("secondheartctl report week --format json "
                                        "--state /var/lib/secondheart"))["total"]
        assert not office.stored("secondheart_summary_sitting_s", rig.monday(1))
        machine.check("sync")
        machine.unplug()
        machine.plug(clock_s=time.time())
        machine.set_time_server(machine.offset_s)
        machine.wait_for("journalctl -b -u secondheart-sync.service -o cat | "
                         "grep -qE '[1-9][0-9]* periods sent, none is left'", 300)
        for name, key in SENT.items():
            series = office.stored(f"secondheart_summary_{name}", rig.monday(1))
            assert len(series) == 1 and series[0]["metric"]["team"] == "blue", series
            value = float(series[0]["values"][0][1])
            assert abs(value - week[key]) <= 1, (name, value, week[key])
        machine.check(f"rm {TIMER}; systemctl daemon-reload")

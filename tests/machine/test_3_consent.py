"""What IT puts onto the card, and a person who agrees at the screen, on the Sunday before the week."""

import os
import re
import subprocess

import hand
import office_sync
import rig
import service
from machine import HOST

ROW_SYNC, TURN_ON = (400, 350), (206, 424)
BUTTON = (60, 424)  # of its ground
IS_ON = (24, 100, 400, 130)  # where the page says whether it is
SUNDAY_EVENING_S = rig.monday(1) - 6 * 3600


def _name_of(server):
    """The one that is in its certificate."""
    said = subprocess.run(["openssl", "x509", "-in", server, "-noout", "-ext", "subjectAltName"],
                          check=True, capture_output=True, text=True)
    return re.search("DNS:([^,\\s]+)", said.stdout).group(1)


def settings_from_the_boot_partition_are_taken(machine):
    """The office's server is there from now on."""
    office = machine.others.enter_context(rig.Office(since_s=rig.monday(4), tls=True))
    office.add_team("blue")
    machine.office = office
    certificate = office.folder / "etc/tls/server.pem"
    name = _name_of(certificate)
    machine.check(f"grep -q ' {name}$' /etc/hosts || echo '{HOST} {name}' >>/etc/hosts")
    # Nobody waits for a quarter of an hour.
    machine.check(f"mkdir -p {os.path.dirname(office_sync.TIMER)}")
    machine.write(office_sync.TIMER,
                  "[Timer]\nOnCalendar=\nOnCalendar=minutely\nRandomizedDelaySec=0\n")
    machine.check("sync")
    machine.unplug()
    machine.disk.put_on_boot("secondheart.conf",
                             f"[sync]\nurl = https://{name}:{office.port}\nteam = blue\n")
    machine.disk.put_on_boot("secondheart.token", office.tokens["blue"] + "\n")
    machine.disk.put_on_boot("secondheart-ca.pem", certificate.read_text())
    machine.plug(clock_s=SUNDAY_EVENING_S)
    service.wait_for(machine, "ActiveState", "active")
    problems = machine.run("cat /boot/firmware/*.problems.txt")
    assert problems.status != 0, problems.output
    left = machine.check("ls /boot/firmware")
    assert "token" not in left and "secondheart.conf.imported" in left, left


def a_person_agrees_at_the_screen(machine):
    machine.set_time_server(machine.offset_s)
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
    assert office_sync.noted_s(machine) is None, "something waits to be sent, and nobody has agreed"
    machine.tap(*TURN_ON)
    machine.wait_for_picture(hand.differs(page, IS_ON), "machine-agreed.png")
    assert office_sync.noted_s(machine) >= SUNDAY_EVENING_S
    machine.set_level("chair", 0)
    machine.set_time_server(None)
    machine.check("sync")

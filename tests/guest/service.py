"""The units of deploy/systemd in a guest whose process 1 is systemd, and what they say."""

import os
import shutil
import time

import installed
import kiosk
from qemu import GuestError

HERE = os.path.dirname(os.path.abspath(__file__))
UNITS = os.path.join(HERE, "..", "..", "deploy", "systemd")
UNIT = installed.UNIT
CONFIG_FILE = "/etc/secondheart/conf.d/50-test.conf"
HISTORY = "/var/lib/secondheart/history.db"
OUTBOX = "/var/lib/secondheart-outbox"
PORT = 8086
# What is wrong is told in the language of the screen, and a first run may have chosen another one.
CONFIG = kiosk.NO_PROMPTS.replace("[display]\n", "locked = display.language\n[display]\n"
                                  "language = en\n") + f"[sync]\nurl = http://127.0.0.1:{PORT}\nteam = blue\n"
# A server that takes what it gets, of one request a connection.
SERVER = """#!/bin/bash
length=0
while IFS= read -r line; do
    line=${line%$'\\r'}
    [[ ${line,,} != content-length:* ]] || length=${line#*: }
    [[ -n $line ]] || break
done
head -c "$length" | zcat >>/run/received
printf 'HTTP/1.1 204 No Content\\r\\nConnection: close\\r\\n\\r\\n'
"""
# A cold start draws the first picture by an emulated processor.
START_TIMEOUT_S = 180


def install(guest):
    """Has the units and CONFIG there, once a guest: by the packages, or by the files themselves."""
    if guest.made_of.kind == "machine" or guest.run(f"test -e {CONFIG_FILE}").status == 0:
        return
    guest.write("/run/secondheart.conf", CONFIG)
    if guest.made_of.is_bare:
        installed.install(guest)
        guest.check("apt-get -qq install -y socat sqlite3 && cp /mnt/stage/usr/bin/queue_weeks "
                    "/usr/bin/", installed.APT_TIMEOUT_S)
        guest.check(f"cp /run/secondheart.conf {CONFIG_FILE}")
        return
    shutil.copytree(UNITS, os.path.join(guest.share, "systemd"))
    guest.check(f"""set -e; cd /mnt/systemd
        cp ./*.service ./*.timer /usr/lib/systemd/system/
        cp secondheart.sysusers /usr/lib/sysusers.d/secondheart.conf
        cp secondheart.tmpfiles /usr/lib/tmpfiles.d/secondheart.conf
        cp 60-secondheart.rules /usr/lib/udev/rules.d/
        mkdir -p {os.path.dirname(CONFIG_FILE)} && cp /run/secondheart.conf {CONFIG_FILE}
        systemd-sysusers && systemd-tmpfiles --create secondheart.conf
        udevadm control --reload && udevadm trigger && udevadm settle
        systemctl daemon-reload""")


def start(guest):
    """Starts the kiosk unless it runs; its main process, with a picture on the screen."""
    install(guest)
    guest.check(f"systemctl start {UNIT}", START_TIMEOUT_S)
    guest.wait_for_picture(kiosk.shows_a_screen, timeout=START_TIMEOUT_S)
    return shown(guest, "MainPID")


def shown(guest, prop, unit=UNIT):
    """A property as systemd shows it."""
    return guest.check(f"systemctl show --value -p {prop} {unit}").strip()


def wait_for(guest, prop, value, timeout=START_TIMEOUT_S):
    try:
        guest.wait_for(f"test \"$(systemctl show --value -p {prop} {UNIT})\" = '{value}'", timeout)
    except GuestError as error:
        raise GuestError(f"{error}; it is '{shown(guest, prop)}'") from error


def journal(guest, unit=UNIT):
    return guest.check(f"journalctl --no-pager -o cat -u {unit}")


def inside(guest, unit, script):
    """What a script says that runs in a unit's own sandbox, as its user, before its program."""
    folder = f"/run/systemd/system/{unit}.d"
    guest.write("/run/probe.sh", script)
    # Nothing is said through a file: the sandbox may let none be written.
    guest.check(f"""mkdir -p {folder} && chmod 755 /run/probe.sh
        printf '[Service]\\nExecStartPre=/bin/bash /run/probe.sh\\n' >{folder}/probe.conf
        systemctl daemon-reload""")
    since = guest.check("date +%s.%N").strip()
    guest.run(f"systemctl restart {unit}", START_TIMEOUT_S)
    said = guest.check(f"journalctl --no-pager -o cat -t bash --since @{since} _UID=$(id -u "
                       f"{shown(guest, 'User', unit)})")
    guest.check(f"rm -r {folder} && systemctl daemon-reload")
    return dict(line.split("=", 1) for line in said.splitlines() if "=" in line)


def synchronise(guest):
    """Has the kernel say that a time server keeps its clock, as one that does tells it to.

    struct timex of x86-64: ADJ_STATUS and ADJ_MAXERROR, both to 0.
    """
    guest.check("perl -e '$timex = pack(\"I x4 q4 i x164\", 0x14, 0, 0, 0, 0, 0); "
                "syscall(159, $timex) >= 0 or die $!'")


def serve(guest):
    """Starts the server; what it received is in the guest's /run/received."""
    guest.write("/run/serve.sh", SERVER)
    guest.check("chmod +x /run/serve.sh; rm -f /run/received")
    guest.spawn(f"socat TCP-LISTEN:{PORT},bind=127.0.0.1,reuseaddr,fork EXEC:/run/serve.sh",
                "/run/serve.log")
    guest.wait_for(f"(: >/dev/tcp/127.0.0.1/{PORT}) 2>/dev/null")


def press(guest, *keys):
    """Keys of the machine's own keyboard, held together."""
    guest.command("send-key", keys=[{"type": "qcode", "data": key} for key in keys])
    time.sleep(1)


def report(guest):
    return kiosk.office.figures_of(guest.check(
        "secondheartctl report today --format json --state /var/lib/secondheart"))

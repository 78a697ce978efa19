#!/usr/bin/env python3
"""The packages where systemd is process 1: packages_booted.py SUITE FOLDER.

FOLDER holds `repository` and `repository-next`, as packages.sh publishes them for /share. What
packages_inside.sh cannot see without a service manager: that installing starts what is to run,
upgrading restarts it, removing stops it, and that none of them fails or waits where there is neither
a screen nor a sensor.
"""

import base64
import subprocess
import sys
import time

from booted import Machine, MachineError

OFFICE_UNITS = ("intake.service", "shown.service", "vmauth.service", "record.timer")


class Failed(Exception):
    """What the packages did is wrong."""


def expect(what, true, seen=""):
    if not true:
        raise Failed(f"{what}{': ' if seen else ''}{seen}")
    print(f"   {what}", flush=True)


def bring_repositories(machine, folder):
    packed = subprocess.run(
        ["tar", "-C", folder, "-czf", "-", "repository", "repository-next"],
        stdout=subprocess.PIPE, check=True).stdout
    machine.check("mkdir -p /share && base64 -d | tar -C /share -xzf -",
                  given=base64.b64encode(packed).decode("ascii"))


def use(machine, name):
    keyring = "/usr/share/keyrings/secondheart-archive-keyring.gpg"
    machine.check(
        f"cp /share/{name}/secondheart-archive-keyring.gpg {keyring} && "
        f"cp /share/{name}/secondheart-{machine.suite}.list /etc/apt/sources.list.d/secondheart.list "
        "&& apt-get -qq update", 300)


def apt(machine, words):
    """Returns what apt and the packages' scripts said."""
    return machine.check(
        f"DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends {words}", 900)


def shown(machine, unit, name):
    return machine.run(f"systemctl show --property={name} --value {unit}").output.strip()


def says_no_trouble(what, words):
    trouble = [line for line in words.splitlines()
               if any(word in line for word in ("Failed", "failed", "error", "rror:", "not found"))]
    expect(what, not trouble, "\n".join(trouble))


def kiosk(machine):
    begun = time.monotonic()
    words = apt(machine, "install secondheart secondheart-sync")
    expect("installing does not wait for a screen", time.monotonic() - begun < 300)
    says_no_trouble("installing says of no trouble", words)
    for unit in ("secondheart.service", "secondheart-sync.timer"):
        expect(f"{unit} is enabled",
               machine.run(f"systemctl is-enabled {unit}").output.strip() == "enabled")
    expect("the timer runs", shown(machine, "secondheart-sync.timer", "ActiveState") == "active")
    state = shown(machine, "secondheart.service", "ActiveState")
    expect("the kiosk was started, and goes on trying", state in ("active", "activating"), state)
    expect("the outbox waits for both",
           machine.run("stat -c '%U %G %a' /var/lib/secondheart-outbox").output.strip()
           == "secondheart secondheart-outbox 2770")

    use(machine, "repository-next")
    before = shown(machine, "secondheart.service", "ExecMainStartTimestampMonotonic")
    words = apt(machine, "upgrade")
    says_no_trouble("upgrading says of no trouble", words)
    expect("the new program was started",
           int(shown(machine, "secondheart.service", "ExecMainStartTimestampMonotonic") or 0)
           > int(before or 0))
    expect("the timer still runs", shown(machine, "secondheart-sync.timer", "ActiveState") == "active")

    apt(machine, "purge secondheart secondheart-sync")
    machine.check("systemctl daemon-reload")
    # What could not start here, and be seen failing, systemd remembers by name: not-found.
    left = machine.run("systemctl list-units --all --plain --no-legend 'secondheart*' | "
                       "grep -v not-found; "
                       "systemctl list-unit-files --no-legend 'secondheart*'; "
                       "ls -d /run/secondheart* /etc/systemd/system/*/secondheart* 2>/dev/null").output
    expect("purged, nothing of it runs or is known", not left.strip(), left)


def office(machine):
    says_no_trouble("installing the office says of no trouble", apt(machine, "install secondheart-office"))
    words = machine.check("secondheart-office-up --port 9470", 300)
    expect("the office is up", "up at https://" in words, words)
    for unit in OFFICE_UNITS:
        state = shown(machine, f"secondheart-office-{unit}", "ActiveState")
        expect(f"secondheart-office-{unit} runs", state == "active", state)
    asked = "curl --silent --insecure --output /dev/null --write-out '%{http_code}' https://localhost"
    expect("a stranger is asked for a password", machine.run(asked).output == "401",
           machine.run(asked).output)
    machine.check("secondheart-office team add blue --kiosks 14")
    words = apt(machine, "install --reinstall secondheart-office")
    says_no_trouble("a new version sets itself up", words)
    expect("its ports are as they were", "127.0.0.1:9471" in machine.check(
        "systemctl cat secondheart-office-vmauth.service"))
    expect("the team is still there", "blue" in machine.check("secondheart-office team list"))

    apt(machine, "purge secondheart-office")
    machine.check("systemctl daemon-reload")
    expect("purged, its door is shut", machine.run(asked).output != "401")
    left = machine.run("systemctl list-units --plain --no-legend 'secondheart-office*'; "
                       "ls -d /etc/secondheart-office /var/lib/secondheart-office "
                       "/etc/systemd/system/*secondheart* /etc/systemd/system/*/secondheart* "
                       "2>/dev/null").output
    expect("nothing of the office runs or is left", not left.strip(), left)
    expect("nginx still runs for others", shown(machine, "nginx.service", "ActiveState") == "active")


def main():
    if len(sys.argv) != 3:
        print(__doc__.splitlines()[0], file=sys.stderr)
        return 2
    try:
        with Machine(sys.argv[1], net=True) as machine:
            bring_repositories(machine, sys.argv[2])
            use(machine, "repository")
            kiosk(machine)
            office(machine)
    except (Failed, MachineError) as problem:
        print(f"packages_booted: {sys.argv[1]}: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

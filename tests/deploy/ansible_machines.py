#!/usr/bin/env python3
"""The Ansible role against two booted machines, Debian 12 and 13, by ssh: ansible_machines.py PACKAGES

PACKAGES is what deploy/package.sh made for both releases. From nothing to two kiosks, then what an
administrator does to them: run it again, change a setting, make a mistake, update, meet a version that
does not start, go back, ask how they are. A machine has no screen: the kiosk draws on an X server of
its own (a drop-in), and the check's rows on display and clock do not count.

Steps build on those before them: of several that fail the first is the one to look at.
"""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

from booted import TOP, Machine, MachineError

ROLE = TOP / "deploy/ansible"
RELEASES = {"bookworm": "~deb12u1", "trixie": "~deb13u1"}
# Repacked under versions of our own: a first one, its successor, and one whose program ends at once.
GOOD, NEXT, BROKEN = "2.0.0", "2.0.1", "2.0.2"
PORT = 8480
TOKEN = "a-token-that-nobody-may-see-4711"
DROP_IN = """[Service]
ExecStart=
ExecStart=/usr/bin/secondheart --sensors sim --fullscreen
Environment=SDL_VIDEODRIVER=x11 DISPLAY=:7
StandardInput=null
TTYPath=
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
"""
SCREEN = """[Service]
ExecStart=/usr/bin/Xvfb :7 -screen 0 800x480x24 -ac -nolisten tcp
[Install]
WantedBy=multi-user.target
"""


class Failed(Exception):
    """What the role did is wrong."""


def expect(what, true, seen=""):
    if not true:
        raise Failed(f"{what}{': ' if seen else ''}{seen[-4000:]}")
    print(f"   {what}", flush=True)


def run(*command, **more):
    return subprocess.run(command, check=True, **more)


# ---- what is installed ----


def repack(packages, release, version, into):
    """The release's packages under another version; the broken one's program cannot start."""
    into.mkdir(parents=True, exist_ok=True)
    full = version + RELEASES[release]
    for name in ("secondheart", "secondheart-sync"):
        debs = sorted((packages / release).glob(f"{name}_*_amd64.deb"))
        if not debs:
            raise Failed(f"no {name} for {release}, amd64 in {packages}: run deploy/package.sh")
        with tempfile.TemporaryDirectory() as folder:
            tree = pathlib.Path(folder) / "tree"
            run("dpkg-deb", "-R", debs[-1], tree)
            control = tree / "DEBIAN/control"
            old = re.search(r"^Version: (.*)$", control.read_text(), re.M).group(1)
            control.write_text(control.read_text().replace(old, full))
            if version == BROKEN and name == "secondheart":
                program = tree / "usr/bin/secondheart"
                program.write_text("#!/bin/sh\necho 'no leg to stand on' >&2\nexit 1\n")
            run("dpkg-deb", "--root-owner-group", "-b", tree, into, stdout=subprocess.DEVNULL)


def publish(packages, work):
    for release in RELEASES:
        for version in (GOOD, NEXT, BROKEN):
            repack(packages, release, version, work / "packages" / release)
    run(TOP / "deploy/repository.sh", "--packages", work / "packages", "--keys", work / "keys",
        "--url", f"http://127.0.0.1:{PORT}", work / "repository", stdout=subprocess.DEVNULL)


# ---- the machines ----


def prepare(machine, work):
    """What a kiosk has before the role comes: ssh with a key, python, and a screen."""
    key = (work / "key.pub").read_text()
    machine.check(
        "useradd --create-home --shell /bin/bash admin && install -d -m 0700 -o admin ~admin/.ssh && "
        "cat >~admin/.ssh/authorized_keys && chown admin ~admin/.ssh/authorized_keys && "
        "echo 'admin ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/admin && "
        "systemctl restart ssh", given=key)
    machine.check("mkdir -p /etc/systemd/system/secondheart.service.d && "
                  "cat >/etc/systemd/system/secondheart.service.d/screen.conf", given=DROP_IN)
    machine.check("cat >/etc/systemd/system/screen.service && systemctl daemon-reload && "
                  "systemctl enable --now screen", given=SCREEN)


def serve(machine, work):
    """The repository, in the machine's own network."""
    return subprocess.Popen(
        ["nsenter", "--target", str(machine.leader), "--net", sys.executable, "-m", "http.server",
         "--bind", "127.0.0.1", "--directory", str(work / "repository"), str(PORT)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Office:
    """The controlling machine: inventory, vault, and the playbooks."""

    def __init__(self, work, machines):
        self.work = work
        self.machines = machines
        self.words = []
        groups = work / "inventory/group_vars/secondheart"
        groups.mkdir(parents=True)
        hosts = "".join(
            f"        kiosk-{m.suite}:\n"
            f"          ansible_ssh_common_args: >-\n"
            f"            -o IdentityFile={work}/key -o UserKnownHostsFile={work}/known\n"
            f"            -o StrictHostKeyChecking=accept-new -o HostKeyAlias={m.suite}\n"
            f"            -o ControlPath={work}/cm-%C\n"
            f"            -o 'ProxyCommand nsenter --target {m.leader} --net nc 127.0.0.1 22'\n"
            for m in machines)
        (work / "inventory/hosts.yml").write_text(
            "---\nsecondheart:\n  children:\n    team_blue:\n      hosts:\n" + hosts
            + "  vars:\n    ansible_user: admin\n    ansible_become: true\n")
        (groups / "main.yml").write_text(
            f"---\nsecondheart_repository_url: http://127.0.0.1:{PORT}\n"
            f"secondheart_archive_key: {work}/repository/secondheart-archive-keyring.gpg\n"
            "secondheart_sync_url: https://office.example\n"
            "secondheart_team: blue\n"
            "secondheart_token: '{{ vault_token }}'\n"
            "secondheart_timezone: Europe/Berlin\n"
            "secondheart_config_all: {display: {rotation: 90, reduced_motion: true}}\n"
            "secondheart_config_team: {display: {rotation: 180}}\n"
            "secondheart_health_accept: [display, clock]\n"
            "secondheart_health_settle_s: 2\n"
            "secondheart_health_tries: 8\n"
            "secondheart_health_pause_s: 1\n")
        (work / "password").write_text("the vault's password\n")
        (groups / "vault.yml").write_text(f"vault_token: {TOKEN}\n")
        run("ansible-vault", "encrypt", "--vault-password-file", work / "password",
            groups / "vault.yml", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def play(self, playbook, *more):
        """Returns status and output; what all of them said is kept, for the token's sake."""
        done = subprocess.run(
            ["ansible-playbook", "--inventory", self.work / "inventory/hosts.yml",
             "--vault-password-file", self.work / "password", ROLE / f"playbooks/{playbook}.yml", *more],
            cwd=ROLE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False,
            env={**os.environ, "ANSIBLE_NOCOLOR": "1", "ANSIBLE_LOG_PATH": str(self.work / "log"),
                 "ANSIBLE_LOCALHOST_WARNING": "False", "LC_ALL": "C.UTF-8"})
        self.words.append(done.stdout)
        return done.returncode, done.stdout

    def well(self, playbook, *more):
        status, said = self.play(playbook, *more)
        expect(f"{playbook} {' '.join(more)} succeeds", status == 0, said)
        return said

    @staticmethod
    def counts(said, host, what):
        row = re.search(rf"^kiosk-{host} .*\b{what}=(\d+)", said, re.M)
        return int(row.group(1)) if row else None


def started(machine):
    return machine.check("systemctl show --property=ExecMainStartTimestampMonotonic --value "
                         "secondheart.service").strip()


def version(machine):
    return machine.check("dpkg-query -W -f '${Version}' secondheart")


# ---- what an administrator does ----


def from_nothing(office):
    office.well("site", "--check", "--diff")
    for m in office.machines:
        expect(f"{m.suite}: a dry run leaves a machine without kiosk as it is",
               m.run("ls /etc/apt/sources.list.d/secondheart.list /usr/bin/secondheart").status != 0)
    office.well("site", "-e", f"secondheart_version={GOOD}", "-vvv", "--diff")
    for m in office.machines:
        expect(f"{m.suite}: the version that was asked for", version(m) == GOOD + RELEASES[m.suite], version(m))
        expect(f"{m.suite}: the token is for the sending program alone", m.check(
            "stat -c '%a %U %G' /etc/secondheart/token; cat /etc/secondheart/token")
            == f"640 root secondheart-sync\n{TOKEN}\n")
        words = m.check("cat /etc/secondheart/conf.d/60-ansible.conf")
        expect(f"{m.suite}: the team's setting wins over the one for all",
               "rotation = 180" in words and "reduced_motion = yes" in words, words)
        expect(f"{m.suite}: the time zone", "Berlin" in m.check("readlink /etc/localtime"))
        for unit in ("secondheart.service", "secondheart-sync.timer"):
            state = m.run(f"systemctl is-active {unit}; systemctl is-enabled {unit}").output
            expect(f"{m.suite}: {unit} runs", state.split() == ["active", "enabled"], state)


def again(office):
    before = [started(m) for m in office.machines]
    for more in ((), ("--check", "--diff")):
        said = office.well("site", "-e", f"secondheart_version={GOOD}", *more)
        for m in office.machines:
            expect(f"{m.suite}: changes nothing", office.counts(said, m.suite, "changed") == 0, said)
    expect("no kiosk was started anew", before == [started(m) for m in office.machines])


def settings(office):
    before = [started(m) for m in office.machines]
    change = ("-e", f"secondheart_version={GOOD}", "-e", '{"secondheart_config": {"display": {"theme": "light"}}}')
    said = office.well("site", *change)
    for m, was in zip(office.machines, before):
        expect(f"{m.suite}: a changed setting starts the kiosk anew", started(m) != was)
        expect(f"{m.suite}: one change and one start", office.counts(said, m.suite, "changed") == 2, said)
    first = office.machines[0]
    old, before = first.check("cat /etc/secondheart/conf.d/60-ansible.conf"), started(first)
    status, said = office.play("site", "-e", '{"secondheart_config": {"display": {"teem": "light"}}}')
    expect("a key that does not exist ends the run", status != 0, said)
    expect("in a sentence that says which", "display.teem: unknown key" in said, said)
    expect("the settings are the old ones", old == first.check("cat /etc/secondheart/conf.d/60-ansible.conf"))
    expect("and the kiosk was left alone", before == started(first))
    office.well("site", "-e", f"secondheart_version={GOOD}")


def health(office):
    said = office.well("health")
    for m in office.machines:
        line = rf"kiosk-{m.suite}  {re.escape(GOOD + RELEASES[m.suite])}  active  sync well  well"
        expect(f"{m.suite}: is well", re.search(line, said), said)
    expect("both are counted", "2 kiosks, all well" in said, said)
    down, up = office.machines
    down.check("systemctl stop secondheart")
    status, said = office.play("health")
    expect("a kiosk that is down ends it with an error", status != 0, said)
    expect("and is named", re.search(rf"kiosk-{down.suite}  \S+  inactive .*the service is inactive", said), said)
    expect("the other one is well", re.search(rf"kiosk-{up.suite}  \S+  active  sync well  well", said), said)
    expect("and counted", "2 kiosks, 1 not well" in said, said)
    # The connection that Ansible keeps open would outlive the server.
    down.check("systemctl start secondheart; systemctl stop ssh; pkill -KILL -u admin")
    status, said = office.play("health")
    expect("one that is unreachable is named",
           status != 0 and re.search(rf"kiosk-{down.suite}  unreachable", said), said)
    expect("and does not hide the other", re.search(rf"kiosk-{up.suite}  \S+  active", said), said)
    down.check("systemctl start ssh")


def waves(office):
    first, second = office.machines
    status, said = office.play("update")
    expect("an update without a version is refused", status != 0 and "Which version?" in said, said)
    office.well("update", "-e", f"secondheart_version={NEXT}")
    for m in office.machines:
        expect(f"{m.suite}: has the next version", version(m) == NEXT + RELEASES[m.suite], version(m))
    status, said = office.play("update", "-e", f"secondheart_version={BROKEN}")
    expect("a version that does not start ends the update", status != 0, said)
    expect("at the first kiosk", version(first).startswith(BROKEN), version(first))
    expect("the second has not been touched", version(second).startswith(NEXT), version(second))
    office.well("update", "-e", f"secondheart_version={NEXT}")
    expect("going back is an update", version(first).startswith(NEXT), version(first))
    first.check("apt-get -qq update", 300)
    said = first.check("apt-get --simulate dist-upgrade")
    expect("apt leaves the version that is held", "Inst secondheart" not in said, said)


def secrecy(office):
    words = "\n".join(office.words) + (office.work / "log").read_text()
    expect("the token is in no output and no log of Ansible's", TOKEN not in words)
    for m in office.machines:
        expect(f"{m.suite}: nor in the journal, nor in a file that is left",
               m.run(f"journalctl --no-pager | grep -c {TOKEN}").output.strip() == "0"
               and m.check(f"grep -rl {TOKEN} /etc /home /root /tmp /var/log /var/tmp || true").split()
               == ["/etc/secondheart/token"])


def lint():
    run("yamllint", "--strict", ".", cwd=ROLE)
    run("ansible-lint", "--offline", "-q", cwd=ROLE)
    for playbook in sorted(ROLE.glob("playbooks/*.yml")):
        run("ansible-playbook", "--syntax-check", "--inventory", "inventory/example/hosts.yml", playbook,
            cwd=ROLE, stdout=subprocess.DEVNULL)
    print("   the role is clean", flush=True)


def main():
    if len(sys.argv) != 2:
        print(__doc__.splitlines()[0], file=sys.stderr)
        return 2
    work = pathlib.Path(tempfile.mkdtemp(prefix="secondheart-ansible-"))
    try:
        with contextlib.ExitStack() as stack:
            lint()
            publish(pathlib.Path(sys.argv[1]), work)
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", work / "key")
            machines = []
            for release in RELEASES:
                machine = stack.enter_context(Machine(
                    release, net=True, install=("openssh-server", "python3-apt", "sudo", "xvfb")))
                prepare(machine, work)
                server = serve(machine, work)
                stack.callback(server.wait)
                stack.callback(server.terminate)
                machines.append(machine)
            office = Office(work, machines)
            for step in (from_nothing, again, settings, health, waves, secrecy):
                print(f"== {step.__name__}", flush=True)
                step(office)
    except (Failed, MachineError, subprocess.CalledProcessError) as problem:
        print(f"ansible_machines: {problem}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""A freshly installed Debian with systemd as process 1, in a container, to try installations in.

    booted.py SUITE [--net] [--install PACKAGE]... [--keep] [--] COMMAND [ARGUMENT...]

boots bookworm (Debian 12) or trixie (Debian 13), runs one command in this checkout's files, copied
to /srv/second-heart, and exits with its code. For a test of several steps: `with Machine(suite)`.

systemd-nspawn boots it in about a second from a minimal root that tests/guest/roots.sh makes and
caches. What a machine writes goes into a layer of its own under build/booted/ and ends with it; it
survives `reboot()`. With --net it reaches what this machine reaches, by slirp4netns; nothing
reaches it from outside. Needs root, a writable cgroup v2 hierarchy and deploy/packages' list
`booted`.
"""

import argparse
import fcntl
import hashlib
import os
import pathlib
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
ROOTS = TOP / "tests/guest/roots.sh"
BUILD = TOP / "build/booted"
SOURCE = "/srv/second-heart"  # inside
BOOT_TIMEOUT_S = 90
STOP_TIMEOUT_S = 60
# What a bare root lacks to boot and to be looked at; a person's machine has all of it.
PACKAGES = ("systemd-sysv", "dbus", "iproute2", "procps", "ca-certificates")
# Where slirp4netns answers names.
NAME_SERVER = "10.0.2.3"
BUNDLE = "/etc/ssl/certs/ca-certificates.crt"


class MachineError(Exception):
    """The machine itself does not work, or a command that had to."""


class Result:
    """What a command in the machine came to: exit code, and both outputs as one text."""

    def __init__(self, status, output):
        self.status = status
        self.output = output

    def __repr__(self):
        return f"status {self.status}: {self.output[-3000:]}"


def cgroup2():
    """This process's own folder in the version 2 hierarchy."""
    with open("/proc/self/mounts", encoding="utf-8") as mounts:
        tops = [line.split()[1] for line in mounts if line.split()[2] == "cgroup2"]
    with open("/proc/self/cgroup", encoding="utf-8") as own:
        paths = [line.strip()[3:] for line in own if line.startswith("0::")]
    if not tops or not paths or not os.access(tops[0], os.W_OK):
        raise MachineError("no writable cgroup v2 hierarchy here: systemd cannot be booted in it")
    return pathlib.Path(tops[0] + paths[0])


def children_of(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(child) for child in file.read().split()]
    except FileNotFoundError:
        return []


def leader_of(pid):
    """The descendant that is process 1 in a namespace of its own, or None yet."""
    for child in children_of(pid):
        try:
            with open(f"/proc/{child}/status", encoding="utf-8") as file:
                ids = [line.split()[1:] for line in file if line.startswith("NSpid:")]
        except FileNotFoundError:
            continue
        if ids and len(ids[0]) > 1 and ids[0][-1] == "1":
            return child
        found = leader_of(child)
        if found:
            return found
    return None


class Machine:
    """One machine; `with` starts it and takes every trace of it away."""

    def __init__(self, suite, net=False, install=(), keep=False):
        self.suite = suite
        self.net = net
        self.install = tuple(install)
        self.keep = keep
        self.folder = None
        self.process = None
        self.helper = None
        self.leader = None
        self.group = None
        self.commands = 0

    # The root and its layers

    def _base(self):
        """The folders below a machine's own layer: a bare root, and what makes it boot. Cached."""
        made = subprocess.run(
            [ROOTS, "root", self.suite, "bare"], stdout=subprocess.PIPE, text=True, check=False
        )
        if made.returncode != 0:
            raise MachineError(f"there is no root of {self.suite}: see the messages above")
        bare = pathlib.Path(made.stdout.strip())
        recipe = hashlib.sha256(" ".join(PACKAGES).encode()).hexdigest()[:8]
        layer = BUILD / f"base-{bare.name}-{recipe}"
        with open(BUILD / f"base-{self.suite}.lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not layer.is_dir():
                self._build_base(bare, layer)
        return [layer, bare]

    def _build_base(self, bare, layer):
        """Under a name of its own until it is whole, so that one broken off is not taken for one."""
        partial = pathlib.Path(tempfile.mkdtemp(dir=BUILD, prefix="partial-"))
        (partial / "upper").mkdir()
        script = (
            "export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8; "
            f"{self._mount([bare], partial)}; "
            f"mount -t proc none {partial}/root/proc; "
            f"cp -L /etc/resolv.conf {partial}/root/etc/resolv.conf; "
            f"mount --bind {self._archives()} {partial}/root/var/cache/apt/archives; "
            f"chroot {partial}/root apt-get -qq update; "
            f"chroot {partial}/root apt-get -qq install -y --no-install-recommends "
            f"{' '.join(PACKAGES)}; "
            f"rm -f {partial}/root/etc/machine-id; touch {partial}/root/etc/machine-id"
        )
        self._aside(script)
        (partial / "upper").rename(layer)
        shutil.rmtree(partial)

    def _archives(self):
        """Packages that were fetched once; apt's own cache in every machine of the release."""
        folder = BUILD / f"archives-{self.suite}"
        (folder / "partial").mkdir(parents=True, exist_ok=True)
        return folder

    @staticmethod
    def _mount(lower, folder):
        for name in ("upper", "work", "root"):
            (folder / name).mkdir(exist_ok=True)
        below = ":".join(str(layer) for layer in lower)
        return (
            f"mount -t overlay none -o lowerdir={below},upperdir={folder}/upper,"
            f"workdir={folder}/work {folder}/root"
        )

    @staticmethod
    def _aside(script):
        """A script in mounts of its own, which end with it whatever happens."""
        done = subprocess.run(
            ["unshare", "--mount", "--propagation", "private", "bash", "-euc", script],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False)
        if done.returncode != 0:
            raise MachineError(f"making the root failed: {done.stdout[-2000:]}")

    def _copy_source(self):
        """This checkout as it is, changes and new files too, without what is ignored."""
        target = self.folder / "upper" / SOURCE.lstrip("/")
        target.mkdir(parents=True)
        names = subprocess.run(
            ["git", "-C", TOP, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            stdout=subprocess.PIPE, check=True).stdout
        present = b"\0".join(name for name in names.split(b"\0")
                             if name and os.path.lexists(os.path.join(os.fsencode(TOP), name)))
        with tempfile.NamedTemporaryFile() as listed:
            listed.write(present)
            listed.flush()
            subprocess.run(
                f"tar -C {TOP} --null -T {listed.name} -cf - | tar -C {target} -xf - --no-same-owner",
                shell=True, check=True)

    # Life

    def __enter__(self):
        if os.geteuid() != 0:
            raise MachineError("booting a system in a container needs root")
        for tool in ("systemd-nspawn", "slirp4netns", "mmdebstrap"):
            if not shutil.which(tool):
                raise MachineError(f"no '{tool}': run deploy/packages/install.sh booted")
        BUILD.mkdir(parents=True, exist_ok=True)
        lower = self._base()
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=BUILD, prefix=f"machine-{self.suite}-"))
        # Process 1 in it must be able to pass through.
        self.folder.chmod(0o755)
        self._mounting = self._mount(lower, self.folder)
        self._copy_source()
        try:
            self.start()
            if self.install:
                self.check("DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "
                           f"--no-install-recommends {' '.join(self.install)}", 600)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        if self.keep:
            print(f"booted.py: what it wrote is in {self.folder}/upper", file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Boots it and waits until every unit has started or failed."""
        self.group = cgroup2() / f"booted-{self.folder.name}"
        self.group.mkdir()
        console = open(self.folder / "console.log", "ab")
        script = (
            f"echo $$ >{self.group}/cgroup.procs; {self._mounting}; "
            f"exec systemd-nspawn --quiet --boot --register=no --keep-unit --private-network "
            f"--resolv-conf=off --link-journal=no --timezone=off --console=pipe "
            # What IPAddressDeny= and the like need.
            f"--capability=CAP_BPF,CAP_NET_ADMIN,CAP_PERFMON --system-call-filter=bpf "
            f"--machine={self.suite} --hostname=booted-{self.suite} "
            f"--bind={self._archives()}:/var/cache/apt/archives "
            f"-D {self.folder}/root"
        )
        with console:
            self.process = subprocess.Popen(
                ["unshare", "--mount", "--propagation", "private", "bash", "-euc", script],
                stdin=subprocess.DEVNULL, stdout=console, stderr=console,
                env={**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"})
        deadline = time.monotonic() + BOOT_TIMEOUT_S
        while True:
            self.leader = leader_of(self.process.pid)
            if self.leader and self._ready():
                break
            if self.process.poll() is not None or time.monotonic() > deadline:
                words = (self.folder / "console.log").read_text(errors="replace")
                raise MachineError(f"{self.suite} does not boot: {words[-2000:]}")
            time.sleep(0.1)
        if self.net:
            self.connect()

    def _inside(self, *command):
        return ["nsenter", "--target", str(self.leader), "--mount", "--uts", "--ipc", "--net",
                "--pid", "--cgroup", "--root", "--wd", *command]

    def _ready(self):
        asked = subprocess.run(
            self._inside("systemctl", "is-system-running"), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        return asked.stdout.strip() in ("running", "degraded")

    def connect(self):
        """Gives it the network of this machine; a reboot keeps it."""
        self.net = True
        with open(self.folder / "network.log", "ab") as log:
            self.helper = subprocess.Popen(
                ["slirp4netns", "--configure", "--mtu=1400", "--disable-host-loopback",
                 str(self.leader), "tap0"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.check(f"echo nameserver {NAME_SERVER} >/etc/resolv.conf; "
                   "until ip -4 address show tap0 2>/dev/null | grep -q inet; do sleep 0.1; done")
        # Authorities that this machine trusts, should something stand between it and its sources.
        self.check("cat >/etc/host-authorities.pem", given=pathlib.Path(BUNDLE).read_text())

    def disconnect(self):
        """Takes the network away, as a pulled cable does, until the next start or `connect()`."""
        if self.helper:
            self.helper.terminate()
            self.helper.wait()
            self.helper = None

    def stop(self):
        """Shuts it down as an operator does; at once if that takes too long."""
        self.disconnect()
        if self.process:
            if self.leader and self.process.poll() is None:
                subprocess.run(self._inside("systemctl", "--no-block", "poweroff"), check=False,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
            try:
                self.process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                if self.leader:
                    os.kill(self.leader, signal.SIGKILL)
                self.process.kill()
                self.process.wait()
            self.process = None
            self.leader = None
        if self.group:
            for folder, _, _ in os.walk(self.group, topdown=False):
                os.rmdir(folder)
            self.group = None

    def reboot(self):
        """Off and on again; what was written stays, what was only started is gone."""
        self.stop()
        self.start()

    # Commands

    def run(self, command, timeout=120, given=""):
        """Runs a shell command as a unit of its own, root in a clean environment, `given` to read."""
        # Not as an argument: systemd would put its own values in the place of "${NAME}".
        self.commands += 1
        script = pathlib.Path(f"/proc/{self.leader}/root/run/booted-{self.commands}")
        script.write_text(command + "\n", encoding="utf-8")
        asked = self._inside(
            "systemd-run", "--quiet", "--pipe", "--wait", "--collect", "--service-type=exec",
            f"--working-directory={SOURCE}", "--setenv=HOME=/root", "--setenv=LC_ALL=C.UTF-8",
            f"--property=RuntimeMaxSec={timeout}",
            "--setenv=NPM_CONFIG_CAFILE=/etc/host-authorities.pem", "/bin/bash",
            f"/run/{script.name}")
        done = subprocess.run(asked, input=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors="replace", check=False)
        return Result(done.returncode, done.stdout)

    def check(self, command, timeout=120, given=""):
        """As run, but the command must succeed; its output."""
        result = self.run(command, timeout, given)
        if result.status != 0:
            raise MachineError(f"{self.suite}: {command}: {result!r}")
        return result.output


def main():
    options = argparse.ArgumentParser(
        description="Runs a command in a freshly booted Debian; exits with its code.",
        epilog="125: the machine itself did not work.")
    options.add_argument("suite", choices=("bookworm", "trixie"))
    options.add_argument("--net", action="store_true", help="with this machine's network")
    options.add_argument("--install", action="append", default=[], metavar="PACKAGE",
                         help="a package more that apt installs first (with --net)")
    options.add_argument("--timeout", type=int, default=1800, metavar="SECONDS")
    options.add_argument("--keep", action="store_true", help="leave what it wrote, and say where")
    options.add_argument("command", nargs="+")
    asked = options.parse_args()
    try:
        with Machine(asked.suite, asked.net, asked.install, asked.keep) as machine:
            words = asked.command
            command = words[0] if len(words) == 1 else shlex.join(words)
            result = machine.run(command, asked.timeout)
    except MachineError as problem:
        print(f"booted.py: {problem}", file=sys.stderr)
        sys.exit(125)
    print(result.output, end="")
    sys.exit(result.status)


if __name__ == "__main__":
    main()

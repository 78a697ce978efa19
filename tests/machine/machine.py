"""The image of deploy/image on an emulated machine: booted by its firmware, from its own disk.

    with Machine.boot(Image.built("amd64"), results) as machine:
        machine.wait_for_picture(...)
        machine.cut_power()

A Guest (tests/guest), with its chip, its touchscreen and its agent, of which the image knows
nothing: they are on the data partition, where an administrator's own things would be, and the root
that runs is the one that is shipped. The disk is a copy that keeps what the machine has written.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, "..", "..")
sys.path[:0] = [os.path.join(HERE, "..", folder) for folder in ("guest", "office")]

import guest  # noqa: E402  (after the path)
import qemu  # noqa: E402
import suites  # noqa: E402
from guest import BOOT_TIMEOUT_S, Guest, script  # noqa: E402
from qemu import GuestError  # noqa: E402

MIB = 1 << 20
HOST = "10.0.2.2"  # as a machine sees it
# As big as a small card: the data partition takes the rest.
CARD_BYTES = 8 << 30
# Longer than a page takes to come in on an emulated machine between two of its frames.
REST_S = 3
# 4 ns an instruction: slower than a Pi, and quick enough for the timeouts of systemd and of the kiosk.
LEAPS_SHIFT = 2
# Where what tests add to the kernel's words begins.
OUR_WORDS = "machine.test"
# What is on the data partition, by the unit's name: what the unit is, and what wants it.
UNITS = {
    "guest-agent.service": ("multi-user.target", """[Unit]
Description=Runs what the test asks for
After=secondheart.service
[Service]
ExecStart=/bin/bash /data/test/guest-init.sh
Restart=always
"""),
    # While nothing is played time is not skipped: from systemd's start on, whose timeouts are its own.
    "test-spinner.service": ("sysinit.target", """[Unit]
Description=Keeps the processor busy
DefaultDependencies=no
ConditionKernelCommandLine=machine.leaps
[Service]
CPUSchedulingPolicy=idle
ExecStart=/bin/bash -c 'echo $$$$ >/run/spinner.pid; while :; do :; done'
"""),
    # As a board has it: before anybody looks what there is.
    "test-chip.service": ("sysinit.target", """[Unit]
Description=The test's GPIO chip
DefaultDependencies=no
RequiresMountsFor=/data/test
After=sys-kernel-config.mount
Wants=sys-kernel-config.mount
Before=systemd-udev-trigger.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/bash -e /data/test/chip.sh
"""),
}
MAKE_CHIP = f"modprobe -a configfs uinput\ninsmod /data/test/gpio-sim.ko\n{guest.MAKE_CHIP}"
FIRMWARE = {
    "amd64": ("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
    "arm64": ("/usr/share/AAVMF/AAVMF_CODE.fd", "/usr/share/AAVMF/AAVMF_VARS.fd"),
}


class Image:
    """A file that build.sh has made, and what its manifest says is in it."""

    def __init__(self, path, release, architecture):
        self.path, self.release, self.architecture = path, release, architecture
        with open(f"{path}.packages", encoding="utf-8") as file:
            self.packages = dict(row.split() for row in file)

    @classmethod
    def built(cls, architecture, path=None):
        """The image of this checkout, unless there is one to take."""
        if not path:
            path = os.path.join(TOP, "build", "image", f"secondheart-trixie-{architecture}.img")
            subprocess.run([os.path.join(TOP, "deploy/image/build.sh"), "--arch", architecture,
                            "--out", path], check=True)
        return cls(path, "trixie", architecture)

    @property
    def repository(self):
        """Where its own packages are: what build.sh took them from."""
        return os.environ.get("SECONDHEART_TEST_REPOSITORY") or os.path.join(
            TOP, "build", "image", f"{self.release}-{self.architecture}", "repository")

    @property
    def abi(self):
        """Which kernel it has."""
        for name in self.packages:
            if name.startswith("linux-image-") and name[len("linux-image-")].isdigit():
                return name[len("linux-image-"):]
        raise GuestError(f"'{self.path}.packages' names no kernel")


def _run(*command, **options):
    done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 0:
        raise GuestError(f"{' '.join(command)}: status {done.returncode}: {done.stdout[-3000:]}")
    return done.stdout


def _write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


class Disk:
    """A copy of an image in a folder of the machine's own, and what is put onto its partitions."""

    def __init__(self, image, folder):
        self.path = os.path.join(folder, "disk.img")
        self.folder = folder
        _run("cp", "--sparse=always", image, self.path)
        table = json.loads(_run("sfdisk", "--json", self.path))["partitiontable"]
        # Where each partition begins and how long it is, in bytes.
        self.parts = {row["name"]: (512 * row["start"], 512 * row["size"])
                      for row in table["partitions"]}
        os.truncate(self.path, CARD_BYTES)

    @property
    def _boot(self):
        return f"{self.path}@@{self.parts['secondheart-boot'][0]}"

    def put_on_boot(self, name, text):
        """As somebody does who has the card in a reader."""
        _write(self.folder, "put", text)
        _run("mcopy", "-o", "-i", self._boot, os.path.join(self.folder, "put"), f"::/{name}")

    def read_of_boot(self, name):
        return _run("mtype", "-i", self._boot, f"::/{name}")

    def set_kernel_words(self, words):
        """Adds words to the entry that a fresh image has, in place of those that were added before."""
        entry = "loader/entries/slot-a.conf"
        text = self.read_of_boot(entry).split(OUR_WORDS)[0].rstrip()
        self.put_on_boot(entry, f"{text} {OUR_WORDS} {words}\n")

    def fill_data(self, tree):
        """A data partition with what is in a folder, in place of the empty one that is shipped."""
        start, size = self.parts["secondheart-data"]
        path = os.path.join(self.folder, "data.ext4")
        _run("mke2fs", "-q", "-t", "ext4", "-T", "default", "-b", "4096", "-L",
             "secondheart-data", "-m", "0", "-d", tree, path,
             f"{size // MIB}M")
        _run("dd", f"if={path}", f"of={self.path}", "bs=1M", f"seek={start // MIB}",
             "conv=notrunc", "status=none")
        os.remove(path)

    def label_data(self, name):
        """Names the data partition otherwise, so that a machine does not find it, or as it was."""
        _run("sfdisk", "--quiet", "--part-label", self.path, "4", name)


class Machine(Guest):
    """A machine with the image on its card."""

    @classmethod
    def boot(cls, image, results, clock_s=None):
        """Boots a fresh copy of an image and waits for the agent.

        clock_s: what its clock says then, in seconds since 1970; what the host's says if None.
        """
        machine = cls(f"machine-{image.architecture}", results)
        machine.leaps, machine.offset_s = False, 0
        # What scenarios start on the host, and is ended with the machine.
        machine.others = contextlib.ExitStack()
        try:
            machine._prepare(image)
            machine.plug(clock_s)
        except GuestError as error:
            machine.stop()
            raise GuestError(f"{error}\n{machine._last_words()}") from error
        except BaseException:
            machine.stop()
            raise
        return machine

    def _prepare(self, image):
        self.image = image
        shutil.copytree(os.path.join(script("roots.sh", "program", self.made_of.root), "stage"),
                        os.path.join(self.share, "stage"), symlinks=True)
        if self.made_of.runs_on_host:
            # Now, that no scenario waits for it: what is drawn aside is drawn in it.
            script("roots.sh", "root", self.made_of.root, "run")
        self.disk = Disk(image.path, self.folder)
        self.disk.fill_data(self._things_of_ours())
        self._tell_kernel()
        code, variables = FIRMWARE[image.architecture]
        for path in (code, variables):
            if not os.path.exists(path):
                raise GuestError(f"no '{path}': run deploy/packages/install.sh machine")
        shutil.copyfile(variables, self.path("efi-variables"))

    def _tell_kernel(self):
        self.disk.set_kernel_words(f"console={self.made_of.machine.console} console=tty1"
                                   + (" machine.leaps" if self.leaps else ""))

    def _things_of_ours(self):
        tree = os.path.join(self.folder, "data")
        tools, units = os.path.join(tree, "test"), os.path.join(tree, "etc/upper/systemd/system")
        os.makedirs(units)
        os.makedirs(os.path.join(tree, "etc/work"))
        shutil.copytree(script("roots.sh", "tools", self.made_of.root), tools,
                        ignore=shutil.ignore_patterns("*.log", "*.lock"))
        shutil.copy(os.path.join(self.share, "stage/usr/bin/render_moment"), tools)
        script("gpio_sim.sh", self.made_of.root, self.image.abi, os.path.join(tools, "gpio-sim.ko"))
        with open(os.path.join(HERE, "..", "guest", "guest-init.sh"), encoding="utf-8") as file:
            agent = file.read()
        # The root cannot be written, so what tests run is elsewhere.
        _write(tools, "guest-init.sh", agent.replace(":/bin HOME=", ":/bin:/data/test HOME="))
        _write(tools, "chip.sh", MAKE_CHIP)
        for name, (wanted_by, unit) in UNITS.items():
            _write(units, name, unit)
            wants = os.path.join(units, f"{wanted_by}.wants")
            os.makedirs(wants, exist_ok=True)
            os.symlink(f"../{name}", os.path.join(wants, name))
        return tree

    def _qemu(self):
        code, _ = FIRMWARE[self.image.architecture]
        clock = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + self.offset_s))
        return [
            *self.made_of.machine.qemu, "-nodefaults", "-display", "none",
            "-accel", "tcg,thread=single" if self.leaps else "tcg", "-smp", "1",
            "-m", str(qemu.MEMORY_MIB),
            *(["-icount", f"shift={LEAPS_SHIFT},sleep=off"] if self.leaps else []),
            "-rtc", f"base={clock},clock={'vm' if self.leaps else 'host'}",
            "-drive", f"if=pflash,format=raw,unit=0,readonly=on,file={code}",
            "-drive", f"if=pflash,format=raw,unit=1,file={self.path('efi-variables')}",
            # What the machine was told is on the disk is on it, and nothing else.
            "-drive", f"file={self.disk.path},format=raw,if=none,id=card,cache=writeback",
            "-device", "virtio-blk-pci,drive=card,bootindex=0",
            "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile=",
            "-device", f"virtio-gpu-pci,xres={qemu.WIDTH},yres={qemu.HEIGHT}",
            "-device", "virtio-rng-pci",
            "-device", "i6300esb",
            "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=agent,path={self.path('agent')},server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=agent",
            "-qmp", f"unix:{self.path('qmp')},server=on,wait=off",
            "-chardev", f"file,id=serial,path={os.path.join(self.results, 'serial.log')},append=on",
            "-serial", "chardev:serial",
            "-virtfs", f"local,path={self.share},mount_tag=host,security_model=none,id=host",
        ]

    def cut_power(self, kernel_words=""):
        """Ends the machine at once, and starts it again."""
        self.unplug()
        self.plug()

    def keep_evidence(self, name):
        """What it shows and what it says of its present start, among the results, as far as it can."""
        try:
            self.screendump(f"{name}.png")
            self.check("journalctl -b --no-pager -o short-monotonic >/mnt/journal")
            self.pull("/mnt/journal", os.path.join(self.results, f"{name}.journal"))
        except (AttributeError, OSError, GuestError) as error:
            print(f"     no journal: {error}", flush=True)

    def plug_anew(self):
        """From whatever state it is in."""
        self._power_off()
        self.disk.label_data("secondheart-data")
        self.plug(leaps=False)

    def unplug(self):
        self._power_off()

    def plug(self, clock_s=None, leaps=False):
        """clock_s: what its clock says now, in seconds since 1970, as one with a battery that was set;
        without, it has gone on. leaps: idle time is skipped while edges are played (guest.py)."""
        if clock_s is not None:
            self.offset_s = clock_s - time.time()
        if leaps != self.leaps:
            self.leaps = leaps
            self._tell_kernel()
        self._power_on()

    def plug_for_the_eye(self):
        """To be looked at while it starts, or without its data partition, which has the agent."""
        self._start()
        self.qmp = qemu.LineSocket(self.path("qmp"), time.monotonic() + BOOT_TIMEOUT_S)
        self.qmp.receive(time.monotonic() + BOOT_TIMEOUT_S)
        self.command("qmp_capabilities")

    def meet(self):
        """Waits for the agent of a machine that was plugged for the eye."""
        deadline = time.monotonic() + BOOT_TIMEOUT_S
        self.agent = qemu.LineSocket(self.path("agent"), deadline)
        self._meet(deadline)

    def plug_for(self, seconds):
        """The power is there for so long and gone again, whatever the machine is doing then."""
        self._start()
        time.sleep(seconds)
        self._power_off()

    def _start(self, kernel_words=""):
        assert not kernel_words, "they are on the boot partition"
        self.command_line = self._qemu()
        super()._start()

    def wait_for_rest(self, name):
        """Waits until nothing has moved on the screen for a while, as after a page has come in."""
        last = [self.screendump(), time.monotonic()]

        def rests(seen):
            if seen.changed(last[0]):
                last[:] = seen, time.monotonic()
            return time.monotonic() - last[1] > REST_S

        return self.wait_for_picture(rests, name)

    def firmware_starts(self):
        """How often the firmware has handed over to the boot loader so far."""
        with open(os.path.join(self.results, "serial.log"), encoding="utf-8",
                  errors="replace") as log:
            return log.read().count("BdsDxe: starting")

    def clock_s(self):
        """What its clock says, in seconds since 1970."""
        return float(self.check("date +%s.%N"))

    def set_time_server(self, offset_s):
        """Has it answer with the host's time and so much more, or not at all; waits until the machine
        goes by it."""
        self.time_server.offset_s = offset_s
        self.check("mkdir -p /etc/systemd/timesyncd.conf.d && "
                   f"printf '[Time]\nNTP={HOST}\n' >/etc/systemd/timesyncd.conf.d/office.conf")
        if offset_s is not None:
            self.wait_for("ip route | grep -q default || grep -q 00000000 /proc/net/route", 120)
            self.check("systemctl restart systemd-timesyncd")
            self.wait_for("test $(timedatectl show -p NTPSynchronized --value) = yes", 120)

    def _bring_tools(self):
        """They are on the data partition."""

    def wait_for_boot(self):
        """Waits until a machine that is starting again by itself has done so: also one that first has
        to be shut down, or to be missed by its watchdog."""
        self._meet(time.monotonic() + 2 * BOOT_TIMEOUT_S)

    def _make_chip(self):
        """It is there since before the kiosk was."""
        self._meet_chip()


suites.SUITES["machine-amd64"] = suites.Suite("trixie", "", libgpiod=2, kind="machine", leaps=False,
                                              is_special=True)
suites.SUITES["machine-arm64"] = suites.Suite("trixie-arm64", "", libgpiod=2, kind="machine",
                                              machine=suites.ARM64, leaps=False, is_special=True)

"""A QEMU guest with a real kernel's GPIO, display and touch, driven from the host.

    with Guest.start("bookworm", folder) as guest:
        guest.run("gpiodetect")
        guest.play([(0.0, "chair", 1), (12.0, "chair", 0)])
        guest.tap(400, 240)
        guest.screendump("home.png").pixel(10, 10)

By default the guest's clock is QEMU's count of instructions, and idle time is skipped (`-icount
sleep=off`) while edges are played: eight hours with an edge now and then take two minutes, every
edge is on time to the microsecond however busy the host is, and the programs in the guest cannot
tell. Between scripts a process of the lowest priority keeps the guest busy, so time passes at about
its usual pace. What depends on the host's speed (frames a second, latencies) means nothing there:
`leaps=False` gives a guest on the host's clock.

Python's standard library only. The guest runs Debian's kernel under TCG (no KVM is needed), writes
into a copy of its disk that vanishes with it, and shares one folder with the host, seen at /mnt
inside. QEMU is ended by its process id, also if this process is killed.
"""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time

import qemu
from picture import Picture
from qemu import HEIGHT, WIDTH, GuestError
from suites import SUITES

HERE = os.path.dirname(os.path.abspath(__file__))
CHIP_LABEL = "pinctrl-bcm2711"
# A Pi 4's header on a simulated chip: its label and its line names.
MAKE_CHIP = f"""
cd /sys/kernel/config/gpio-sim && mkdir pi pi/header && cd pi/header
echo 28 >num_lines && echo {CHIP_LABEL} >label
for n in $(seq 0 27); do mkdir line$n && echo GPIO$n >line$n/name; done
echo 1 >../live
"""
LINE_OFFSETS = {"chair": 17, "mat": 27, "plug": 22, "chair2": 5, "mat2": 6}
BOOT_TIMEOUT_S = 300
# The guest's own timeouts are on its own clock; this one is for a guest that hangs.
HOST_PATIENCE_S = 300
# A picture is waited for on the host's clock, which others may be using too.
PICTURE_TIMEOUT_S = 90


class Result:
    """What a command in the guest left: its status, and its output with errors mixed in."""

    def __init__(self, status, output):
        self.status = status
        self.output = output

    def __repr__(self):
        return f"status {self.status}: {self.output!r}"


def script(*arguments):
    """Runs one of the building scripts here and returns the path that it prints."""
    done = subprocess.run([os.path.join(HERE, arguments[0]), *arguments[1:]], check=False,
                          stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise GuestError(f"{' '.join(arguments)} failed with status {done.returncode}")
    return done.stdout.strip().splitlines()[-1]


def parts(suite):
    """Builds, or finds in the cache, what a guest is made of. The jobs are independent."""
    jobs = {"kernel": ("kernel.sh", suite.kernel),
            "image": ("roots.sh", "image", suite.root, suite.kind),
            "tools": ("roots.sh", "tools", suite.root)}
    found, errors = {}, []

    def build(name):
        try:
            found[name] = script(*jobs[name])
        except GuestError as error:
            errors.append(str(error))

    threads = [threading.Thread(target=build, args=(name,)) for name in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise GuestError("; ".join(errors))
    return found


class Guest:
    """A running guest. Make it with `start`, end it with `stop` or a `with` statement."""

    @classmethod
    def start(cls, suite, results, stage=None, rtc=None, leaps=True):
        """Boots a guest of a suite (a name in suites.py) and waits for its agent.

        results: folder for the logs and pictures, made if need be.
        stage:   folder of the product as installed (`roots.sh program`), laid over the guest's /.
        rtc:     the clock's first reading, such as 2026-03-02T08:00:00 (UTC); now if None.
        leaps:   skip idle time while edges are played.
        """
        guest = cls(suite, results)
        guest.leaps = leaps
        try:
            guest._boot(parts(guest.made_of), stage, rtc)
        except GuestError as error:
            guest.stop()
            raise GuestError(f"{error}\n{guest._last_words()}") from error
        except BaseException:
            guest.stop()
            raise
        return guest

    def __init__(self, suite, results):
        self.suite, self.made_of = suite, SUITES[suite]
        self.results = os.path.abspath(results)
        # Logs and pictures of an earlier run must not pass for this one's.
        shutil.rmtree(self.results, ignore_errors=True)
        os.makedirs(self.results)
        # Unix socket paths are short, so not below `results`.
        self.folder = tempfile.mkdtemp(prefix="second-heart-guest.")
        self.share = os.path.join(self.folder, "share")
        os.makedirs(self.share)
        self.leaps = True
        self.process = self.agent = self.qmp = self.command_line = None
        self.requests = 0
        self.spawned = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    # Boot and end

    def _boot(self, found, stage, rtc):
        shutil.copytree(found["tools"], os.path.join(self.share, "tools"))
        if stage:
            shutil.copytree(stage, os.path.join(self.share, "stage"), symlinks=True)
        self.command_line = qemu.command_line(self, found, rtc)
        self._power_on()
        if stage and not self.made_of.is_bare:
            self.check("cp -a /mnt/stage/. / && ldconfig")

    def _start(self, kernel_words=""):
        command = list(self.command_line)
        if kernel_words:
            command[command.index("-append") + 1] += f" {kernel_words}"
        with open(os.path.join(self.results, "qemu.log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, preexec_fn=qemu.end_with_parent)

    def _power_on(self, kernel_words=""):
        started = time.monotonic()
        deadline = started + BOOT_TIMEOUT_S
        self._start(kernel_words)
        self.agent = qemu.LineSocket(self.path("agent"), deadline)
        self.qmp = qemu.LineSocket(self.path("qmp"), deadline)
        self.qmp.receive(deadline)
        self.command("qmp_capabilities")
        self._meet(deadline)
        self.boot_s = time.monotonic() - started

    def _meet(self, deadline):
        """Waits for the agent and gives it what the guest's sensors are made of."""
        while self.agent.receive(deadline).split()[:1] != ["ready"]:
            pass
        self._bring_tools()
        self._make_chip()
        self._make_touchscreen()

    def _bring_tools(self):
        self.check("cp /mnt/tools/* /usr/bin/")

    def cut_power(self, kernel_words=""):
        """Ends the guest at once and boots it again, with words more on the kernel's command line.

        What the guest's kernel had not written yet is gone, the rest is kept on a disk of its own.
        Its sensors and its touchscreen are plugged in once its agent answers.
        """
        assert self.made_of.is_bare, "this suite's disk goes with the power"
        self._power_off()
        self._power_on(kernel_words)

    def path(self, name):
        """Where a file of the running guest's own is: a disk, a socket, a picture."""
        return os.path.join(self.folder, name)

    def _last_words(self):
        """The ends of QEMU's log and of the guest's console, for a guest that does not come up."""
        words = []
        for name in ("qemu.log", "serial.log"):
            path = os.path.join(self.results, name)
            if os.path.exists(path):
                with open(path, encoding="utf-8", errors="replace") as file:
                    words += [f"{path}:", *(f"  {row.rstrip()}" for row in file.readlines()[-12:])]
        return "\n".join(words)

    def stop(self):
        """Ends the guest at once, and its disk with it. Harmless if it has ended already."""
        self._power_off()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _power_off(self):
        for connection in (self.agent, self.qmp):
            if connection:
                connection.close()
        if self.process:
            self.process.kill()
            self.process.wait()
        self.process = self.agent = self.qmp = None

    # Commands and files

    def command(self, execute, **arguments):
        """A QMP command; returns what it returned."""
        self.qmp.send(json.dumps({"execute": execute, "arguments": arguments}))
        while True:
            reply = json.loads(self.qmp.receive(time.monotonic() + 30))
            if "error" in reply:
                raise GuestError(f"QMP {execute}: {reply['error']['desc']}")
            if "return" in reply:
                return reply["return"]

    def run(self, command, timeout=60):
        """Runs a shell command in the guest; a command of longer than timeout (s) is ended."""
        self.requests += 1
        encoded = base64.b64encode(command.encode()).decode()
        self.agent.send(f"{self.requests} {timeout} {encoded}")
        deadline = time.monotonic() + max(timeout, HOST_PATIENCE_S)
        while True:
            fields = self.agent.receive(deadline).split(" ")
            if fields[0] == str(self.requests):
                output = base64.b64decode(fields[2]).decode(errors="replace")
                return Result(int(fields[1]), output)

    def check(self, command, timeout=60):
        """As run, but the command must succeed; returns its output."""
        result = self.run(command, timeout)
        if result.status != 0:
            raise GuestError(f"in the guest: {command}: {result!r}")
        return result.output

    def check_aside(self, command):
        """Runs a command with the product on the host, in the guest's root file system.

        For what needs no guest and is slow there. $SHARE is the guest's /mnt; all else that it
        changes is gone afterwards. Of another processor's guest it is the guest that runs it, in
        no hurry. Returns its output.
        """
        if not self.made_of.runs_on_host:
            return self.check(f"export SHARE=/mnt; {command}", 300)
        root = script("roots.sh", "root", self.made_of.root, "run")
        done = subprocess.run(
            [os.path.join(HERE, "roots.sh"), "enter", root, "/bin/bash", "-c",
             f"export SHARE=/share; cp -a /share/stage/. / && ldconfig && {command}"],
            env={**os.environ, "SHARE": self.share}, check=False, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise GuestError(f"on the host: {command}: status {done.returncode}: {done.stdout}")
        return done.stdout

    def spawn(self, command, log):
        """Starts a command in the background, its output in the guest's file log; its pid."""
        pid = int(self.check(f"setsid bash -c {_quote('exec ' + command)} >{log} 2>&1 "
                             "</dev/null & echo $!"))
        self.spawned.append(pid)
        return pid

    def clean_up(self):
        """Ends what `spawn` started and opens all switches: the guest is ready for more."""
        pids = " ".join(str(pid) for pid in self.spawned)
        self.spawned = []
        if pids:
            self.run(f"kill {pids}; for i in $(seq 20); do kill -0 {pids} || break; sleep 0.1; "
                     f"done; kill -9 {pids}")
        if self.run(f"test -d /sys/devices/platform/{self.device}/gpiochip*").status != 0:
            self.bind_chip()
        self.release_lines()

    def wait_for(self, command, timeout=60):
        """Waits until a command in the guest succeeds; returns its output."""
        loop = f"until out=$({command}); do sleep 0.1; done; echo \"$out\""
        result = self.run(loop, timeout)
        if result.status != 0:
            raise GuestError(f"in {timeout} s never true in the guest: {command}")
        return result.output

    def push(self, host_path, guest_path):
        name = os.path.join(self.share, "push")
        shutil.copyfile(host_path, name)
        self.check(f"cp /mnt/push {guest_path}")

    def write(self, guest_path, text):
        with open(os.path.join(self.share, "push"), "w", encoding="utf-8") as file:
            file.write(text)
        self.check(f"cp /mnt/push {guest_path}")

    def pull(self, guest_path, host_path):
        self.check(f"cp {guest_path} /mnt/pull")
        shutil.copyfile(os.path.join(self.share, "pull"), host_path)

    def read(self, guest_path):
        return self.check(f"cat {guest_path}")

    # The chip and its lines

    def _make_chip(self):
        self.check(MAKE_CHIP)
        self._meet_chip()

    def _meet_chip(self):
        self.device = self.check("cat /sys/kernel/config/gpio-sim/pi/dev_name").strip()
        self.release_lines()

    def release_lines(self):
        """All switches open, as pull-ups leave them."""
        for name in LINE_OFFSETS:
            self.set_level(name, 0)

    def set_level(self, name, level):
        """1 closes a line's switch to ground, 0 opens it."""
        pull = "pull-down" if level else "pull-up"
        self.check(f"echo {pull} >/sys/devices/platform/{self.device}/gpiochip*/"
                   f"sim_gpio{LINE_OFFSETS[name]}/pull")

    def play(self, edges):
        """Plays (seconds, line, level) tuples, times since now; returns the player's report."""
        # Not read through the share: waiting for the host is idle time, which would be skipped.
        self.write("/run/edges", "".join(f"{at:.9f} {line} {level}\n"
                                         for at, line, level in edges))
        lines = " ".join(f"{line}={offset}" for line, offset in LINE_OFFSETS.items())
        stop = "--stop $(cat /run/spinner.pid)" if self.leaps else ""
        length = int(edges[-1][0]) if edges else 0
        words = self.check(f"nice -n -10 edges {stop} {lines} </run/edges", length + 60).split()
        return {key: int(value) for key, value in zip(words[::2], words[1::2])}

    def unbind_chip(self):
        """Makes the chip vanish, as a driver that is removed does."""
        self.check(f"echo {self.device} >/sys/bus/platform/drivers/gpio-sim/unbind")

    def bind_chip(self):
        """Brings the chip back; its lines start with the levels of their pull-ups."""
        self.check(f"echo {self.device} >/sys/bus/platform/drivers/gpio-sim/bind")
        self.release_lines()

    # Screen and fingers

    def _make_touchscreen(self):
        self.spawn(f"touchscreen /run/touch {WIDTH} {HEIGHT}", "/run/touchscreen.log")
        self.wait_for("grep -q ready /run/touchscreen.log")
        self.check("udevadm settle")
        # Not a scenario's own, so it outlives `clean_up`.
        self.spawned = []

    def touch(self, command):
        """One command of touchscreen.c, such as `down 400 240`."""
        self.check(f"echo {command} >/run/touch")

    def tap(self, x, y):
        self.touch(f"tap {x} {y}")

    def screendump(self, name=None):
        """The picture on the screen; kept as a PNG among the results if a name is given."""
        path = self.path("screen.ppm")
        self.command("screendump", filename=path)
        picture = Picture.read_ppm(path)
        if name:
            picture.write_png(os.path.join(self.results, name))
        return picture

    def wait_for_picture(self, wanted, name=None, timeout=PICTURE_TIMEOUT_S):
        """Waits until `wanted(picture)` is true and returns that picture."""
        deadline = time.monotonic() + timeout
        while True:
            picture = self.screendump()
            if wanted(picture):
                if name:
                    picture.write_png(os.path.join(self.results, name))
                return picture
            if time.monotonic() > deadline:
                picture.write_png(os.path.join(self.results, "unexpected.png"))
                raise GuestError(f"in {timeout} s never on the screen; see "
                                 f"{self.results}/unexpected.png")
            time.sleep(0.1)


def _quote(text):
    return "'" + text.replace("'", "'\\''") + "'"


def bounce(at, line, level, bursts=0, gap=0.0004):
    """A contact closing or opening with bounce: 2 * bursts + 1 edges, gap seconds apart."""
    return [(at + i * gap, line, level ^ (i & 1)) for i in range(2 * bursts + 1)]

"""What the sections share: X servers, programs that run and end, and what /proc says of them."""

import os
import pathlib
import re
import signal
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
SIZE = "800x480"
TERM_S = 10

# Shared memory straight into the window, as the kiosk does it; else SDL shows a software
# renderer's picture through OpenGL, which on a machine without a GPU is a far more costly floor.
PLAIN_WINDOW = {"SDL_FRAMEBUFFER_ACCELERATION": "0"}

# By which a family's processes are found again, should their parents have ended.
MARK = "SECONDHEART_BENCH_FAMILY"


class Servers:
    """X servers of our own, one for each window, so that no window covers another."""

    def __init__(self):
        self.processes = []

    def start(self):
        """Returns the display's name, such as ":3"."""
        reader, writer = os.pipe()
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{SIZE}x24",
                   "-nolisten", "tcp", "-noreset"]
        process = subprocess.Popen(command, pass_fds=[writer], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        self.processes.append(process)
        os.close(writer)
        with os.fdopen(reader) as number:
            line = number.readline().strip()
        if not line:
            raise RuntimeError("Xvfb did not start")
        return f":{line}"

    def stop(self):
        for process in self.processes:
            end(process)


def end(process):
    """Ends a program that we started: politely, then not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(TERM_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def x_environment(display, extra=None):
    return {**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11", **(extra or {})}


def run(command, **options):
    """Output of a program that must succeed."""
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                            **options)
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]}: exit {result.returncode}: {result.stderr.strip()}")
    return result.stdout


def values(text):
    """`name value` lines as a dictionary."""
    return {name: float(value) for name, value in (line.split() for line in text.splitlines())}


def timed(bench, command, **options):
    """Milliseconds on the wall and of CPU, and the peak memory in MiB, of a program."""
    wall_ns, cpu_ns, peak_kib = map(int, run([bench.path("timed"), *command], **options).split())
    return wall_ns / 1e6, cpu_ns / 1e6, peak_kib / 1024


# --------------------------------------------------------------------------------- one program

class Usage:
    """What running programs have used so far, from /proc."""

    def __init__(self, *pids):
        self.at_s = time.monotonic()
        self.tasks = {}
        self.ticks_ms = 0
        for pid in pids:
            try:
                self.take(pathlib.Path(f"/proc/{pid}"))
            except (FileNotFoundError, ProcessLookupError):
                continue  # it has ended meanwhile

    def take(self, process):
        for task in (process / "task").iterdir():
            cpu_ms = int((task / "schedstat").read_text().split()[0]) / 1e6
            switches = re.search(r"^voluntary_ctxt_switches:\s+(\d+)",
                                 (task / "status").read_text(), re.MULTILINE)
            self.tasks[task] = (cpu_ms, int(switches[1]))
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        self.ticks_ms += (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def since(self, earlier):
        """CPU ms a minute by the scheduler's clock and by its ticks; wake-ups a second.

        A thread that ended meanwhile took its last figures with it.
        """
        seconds = self.at_s - earlier.at_s
        cpu_ms = switches = 0
        for task, (task_ms, task_switches) in self.tasks.items():
            before = earlier.tasks.get(task, (0, 0))
            cpu_ms += task_ms - before[0]
            switches += task_switches - before[1]
        return (cpu_ms * 60 / seconds, (self.ticks_ms - earlier.ticks_ms) * 60 / seconds,
                switches / seconds)


def pss_kib(pid):
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])


# ---------------------------------------------------------------------------------- a family

def family(name, first=None):
    """All processes that were started with MARK=name, and what they started; sorted.

    Chromium writes over its environment: so `first`, the process that began it, and all children
    are looked for as well.
    """
    mark = f"{MARK}={name}".encode()
    parents, members = {}, set()
    for folder in pathlib.Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            environment = (folder / "environ").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        pid = int(folder.name)
        if state == "Z":
            continue
        parents[pid] = int(parent)
        if mark in environment or pid == first:
            members.add(pid)
    grown = True
    while grown:
        children = {pid for pid, parent in parents.items() if parent in members}
        grown = not children <= members
        members |= children
    return sorted(members)


def end_family(name, first=None):
    """Ends what `family` finds: politely, then not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        give_up_s = time.monotonic() + TERM_S
        for pid in family(name, first):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass
        while family(name, first) and time.monotonic() < give_up_s:
            time.sleep(0.1)


def family_pss_mib(name, first):
    total_kib = 0
    for pid in family(name, first):
        try:
            total_kib += pss_kib(pid)
        except (FileNotFoundError, ProcessLookupError, TypeError):
            continue  # it has ended meanwhile
    return total_kib / 1024

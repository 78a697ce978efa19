#!/usr/bin/env python3
"""Measures the kiosk against a floor or a peer in the same run, and prints one table.

Called by run.sh, which has built everything. What each row means is in README.md.
"""

import argparse
import collections
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
SIZE = "800x480"
TERM_S = 10

Row = collections.namedtuple("Row", "what ours peer ratio bar met")

# Shared memory straight into the window, as the kiosk does it; else SDL shows a software
# renderer's picture through OpenGL, which on a machine without a GPU is a far more costly floor.
PLAIN_WINDOW = {"SDL_FRAMEBUFFER_ACCELERATION": "0"}


class Scale:
    """How long everything takes: short, long, or a moment that only shows that it works."""

    def __init__(self, name):
        smoke, long = name == "smoke", name == "long"
        self.settle_s = 2 if smoke else 180
        self.idle_s = 3 if smoke else 600 if long else 180
        self.strace_s = 2 if smoke else 60
        self.starts = 1 if smoke else 20 if long else 10
        self.edges = 4 if smoke else 200
        self.rested_edges = 2 if smoke else 30 if long else 12
        self.rest_s = 1 if smoke else 12  # the display lets go of its memory after ten
        self.pace_s = 1 if smoke else 60 if long else 20
        self.frames = 20 if smoke else 600
        self.year_lines = 20_000 if smoke else 2_000_000
        self.replays = 1 if smoke else 7
        self.boots_guest = not smoke


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


def ratio_row(what, ours, peer, bar, unit):
    """A row whose bar is a multiple of the peer."""
    ratio = ours / peer
    return Row(what, f"{ours:.1f} {unit}", f"{peer:.1f} {unit}", f"{ratio:.2f}", f"<= {bar:g} x",
               ratio <= bar)


def limit_row(what, ours, bar, unit, peer="", at_least=False):
    """A row whose bar is a number; `ours` may be met from below or, `at_least`, from above."""
    met = ours >= bar if at_least else ours <= bar
    return Row(what, f"{ours:.3g} {unit}", peer, "", f"{'>=' if at_least else '<='} {bar:g}", met)


def note_row(what, ours, peer=""):
    return Row(what, ours, peer, "", "", None)


class Usage:
    """What a running program has used so far, from /proc."""

    def __init__(self, pid):
        tasks = list(pathlib.Path(f"/proc/{pid}/task").iterdir())
        self.at_s = time.monotonic()
        self.cpu_ms = sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6
        self.switches = sum(self.voluntary(task) for task in tasks)
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        self.ticks_ms = (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    @staticmethod
    def voluntary(task):
        return int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text(),
                             re.MULTILINE)[1])

    def since(self, earlier):
        """CPU ms a minute by the scheduler's clock and by its ticks; wake-ups a second."""
        seconds = self.at_s - earlier.at_s
        return ((self.cpu_ms - earlier.cpu_ms) * 60 / seconds,
                (self.ticks_ms - earlier.ticks_ms) * 60 / seconds,
                (self.switches - earlier.switches) / seconds)


def pss_kib(pid):
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])


class Bench:
    def __init__(self, build, scale, work):
        self.programs = build / "bin"
        self.bench = build / "bench"
        self.scale = scale
        self.work = work
        self.servers = Servers()
        self.rows = []

    def path(self, name):
        return str(self.bench / name)

    def trace(self, kind, *options):
        path = self.work / f"{kind}{''.join(options)}.trace"
        with path.open("w", encoding="utf-8") as out:
            subprocess.run([sys.executable, HERE / "make_trace.py", kind, *options], stdout=out,
                           check=True)
        return path

    def kiosk_command(self, name):
        state = self.work / f"state-{name}"
        return [str(self.programs / "secondheart"), "--config", "/dev/null",
                "--sensors", f"trace:{self.trace('seated')}", "--state", str(state), "--windowed",
                "--size", SIZE]

    def launch(self, command, extra=None):
        return subprocess.Popen(command, env=x_environment(self.servers.start(), extra),
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    # ------------------------------------------------------------------------------------ idle

    def idle(self):
        """Somebody sits; what the kiosk and the floor need meanwhile."""
        programs = {
            "kiosk": self.launch(self.kiosk_command("idle")),
            "floor": self.launch([self.path("floor")], PLAIN_WINDOW),
            "default": self.launch([self.path("floor")]),
        }
        try:
            time.sleep(self.scale.settle_s)
            before = {name: Usage(process.pid) for name, process in programs.items()}
            time.sleep(self.scale.idle_s)
            used = {name: Usage(process.pid).since(before[name])
                    for name, process in programs.items()}
            default_pss = pss_kib(programs["default"].pid) / 1024
            end(programs["default"])
            pss = self.watched_pss({name: programs[name].pid for name in ("kiosk", "floor")})
            traced = self.traced_wakeups(programs["kiosk"].pid)
        finally:
            for process in programs.values():
                end(process)
        self.rows += [
            ratio_row("idle: CPU a minute", used["kiosk"][0], used["floor"][0], 0.5, "ms"),
            ratio_row("  beside SDL's default floor", used["kiosk"][0], used["default"][0], 0.5,
                      "ms"),
            note_row("  the same by ticks of 10 ms", f"{used['kiosk'][1]:.0f} ms",
                     f"{used['floor'][1]:.0f}, default {used['default'][1]:.0f} ms"),
            limit_row("idle: wake-ups on X11 (strace)", traced, 0.5, "/s"),
            limit_row("  with waits for the server's replies", used["kiosk"][2], 0.5, "/s",
                      f"{used['floor'][2]:.2f} /s"),
            ratio_row("memory (PSS), home shown", statistics.median(pss["kiosk"]),
                      statistics.median(pss["floor"]), 1.5, "MiB"),
            note_row("  the most of that minute", f"{max(pss['kiosk']):.1f} MiB",
                     f"{max(pss['floor']):.1f} MiB"),
            ratio_row("  beside SDL's default floor", statistics.median(pss["kiosk"]), default_pss,
                      1.5, "MiB"),
        ]

    def watched_pss(self, pids):
        """MiB, once a second for a minute, which holds the moments in which a picture changes.

        Nothing else of SDL's runs: a library that a third program maps too would count as less.
        """
        seen = {name: [] for name in pids}
        for _ in range(self.scale.strace_s):
            for name, pid in pids.items():
                seen[name].append(pss_kib(pid) / 1024)
            time.sleep(1)
        return seen

    def traced_wakeups(self, pid):
        """Returns from the loop's and the ledger's sleep, a second; Xlib waits in poll()."""
        log = self.work / "idle.strace"
        tracer = subprocess.Popen(["strace", "-f", "-qq", "-o", log, "-p", str(pid), "-e",
                                   "trace=ppoll,futex,select,epoll_wait,clock_nanosleep"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(self.scale.strace_s)
        tracer.send_signal(signal.SIGINT)
        tracer.wait()
        returns = [line for line in log.read_text().splitlines()
                   if re.search(r"\) += ", line) and "FUTEX_WAKE" not in line]
        return len(returns) / self.scale.strace_s

    def kms(self):
        """The same without a desktop, in the QEMU guest, whose clock counts instructions."""
        if not self.scale.boots_guest:
            return
        run([TOP / "deploy/packages/install.sh", "guest"])
        told = run([TOP / "tests/guest/guest.sh", "--suite", "bookworm", "kms_wakeups"])
        found = re.search(r"([\d.]+) wake-ups a second \(floor ([\d.]+)\), "
                          r"(\d+) ms CPU a minute \(floor (\d+)\)", told)
        self.rows += [
            limit_row("idle: wake-ups on KMSDRM (guest)", float(found[1]), 0.5, "/s",
                      f"{found[2]} /s"),
            # Nothing to be judged by: SDL waits for input there by looking every millisecond.
            note_row("  its CPU a minute", f"{found[3]} ms", f"{found[4]} ms"),
        ]

    # ----------------------------------------------------------------------------------- start

    def first_frame(self):
        """From exec to the first pixels, alternating."""
        environment = x_environment(self.servers.start())
        kiosk = self.kiosk_command("start")
        took_ms = {"kiosk": [], "floor": [], "default": []}
        cpu_ms = {"kiosk": [], "floor": [], "default": []}
        for _ in range(self.scale.starts):
            for name, command, extra in (("kiosk", kiosk, {}),
                                         ("floor", [self.path("floor")], PLAIN_WINDOW),
                                         ("default", [self.path("floor")], {})):
                took = run([self.path("xwatch"), *command], env={**environment, **extra})
                took_ms[name].append(int(took.split()[0]) / 1e6)
                cpu_ms[name].append(int(took.split()[1]) / 1e6)
        median = {name: statistics.median(times) for name, times in took_ms.items()}
        cpu = {name: statistics.median(times) for name, times in cpu_ms.items()}
        self.rows += [
            ratio_row("exec to first frame (median)", median["kiosk"], median["floor"], 1.5, "ms"),
            note_row("  its CPU time", f"{cpu['kiosk']:.1f} ms",
                     f"{cpu['floor']:.1f}, default {cpu['default']:.1f} ms"),
            ratio_row("  beside SDL's default floor", median["kiosk"], median["default"], 1.5,
                      "ms"),
        ]

    # ------------------------------------------------------------------------------ edge, frames

    def edges(self):
        environment = x_environment(self.servers.start())
        program = self.path("edge_to_pixels")
        found = values(run([program, self.scale.edges], env=environment))
        rested = values(run([program, self.scale.rested_edges, self.scale.rest_s],
                            env=environment))
        self.rows += [
            note_row("edge to pixels, p50, after 30 ms", f"{found['edge_p50_ms']:.1f} ms"),
            limit_row("edge to pixels, p99", found["edge_p99_ms"], 16.7, "ms"),
            note_row("  after a rest, p50", f"{rested['edge_p50_ms']:.1f} ms"),
            limit_row("  after a rest, the slowest", rested["edge_p99_ms"], 16.7, "ms"),
        ]

    def frames(self):
        environment = x_environment(self.servers.start())
        found = values(run([self.path("frames"), "pace", self.scale.pace_s], env=environment))
        found.update(values(run([self.path("frames"), "flat", self.scale.frames],
                                env=environment)))
        self.rows += [
            limit_row("walking: frames drawn", found["pace_frames_per_s"], 29, "/s",
                      at_least=True),
            limit_row("walking: CPU", found["pace_cores"], 0.25, "cores"),
            limit_row("walking: frames possible", found["walking_frames_per_s"], 60, "/s",
                      at_least=True),
            note_row("  frame p50, p99", f"{found['walking_p50_ms']:.1f}, "
                     f"{found['walking_p99_ms']:.1f} ms"),
            note_row("all of home anew: possible", f"{found['whole_frames_per_s']:.0f} /s"),
            note_row("  frame p50, p99", f"{found['whole_p50_ms']:.1f}, "
                     f"{found['whole_p99_ms']:.1f} ms"),
        ]
        for name in ("live", "exercise", "prompt"):
            found = values(run([self.path("frames"), name, self.scale.frames], env=environment))
            self.rows += [
                note_row(f"{name}: frames possible", f"{found[f'{name}_frames_per_s']:.0f} /s"),
                limit_row("  frame p99", found[f"{name}_p99_ms"], 16.7, "ms",
                          f"p50 {found[f'{name}_p50_ms']:.1f} ms"),
            ]

    # ---------------------------------------------------------------------------------- replay

    def replay(self):
        lines = self.scale.year_lines
        year = self.trace("year", "--lines", str(lines))
        tenth = self.trace("year", "--lines", str(lines // 10))
        commands = {"replay": [self.programs / "secondheartctl", "replay"],
                    "parser": [self.path("bare_parser")], "wc": ["wc", "-l"]}
        cpu_ms = {name: [] for name in commands}
        peak_kib = {}
        for _ in range(self.scale.replays):
            for name, command in commands.items():
                _, cpu_ns, peak_kib[name] = map(int, run(
                    [self.path("timed"), *command, year]).split())
                cpu_ms[name].append(cpu_ns / 1e6)
        tenth_kib = int(run([self.path("timed"), *commands["replay"], tenth]).split()[2])
        median = {name: statistics.median(times) for name, times in cpu_ms.items()}
        self.rows += [
            ratio_row(f"replay of {lines:,} lines: CPU", median["replay"], median["parser"], 2,
                      "ms"),
            note_row("  beside wc -l", f"{median['replay'] / median['wc']:.1f} x",
                     f"{median['wc']:.0f} ms"),
            limit_row("  peak memory over that of a tenth", peak_kib["replay"] / tenth_kib, 1.1,
                      "x", f"{peak_kib['replay'] / 1024:.1f}, {tenth_kib / 1024:.1f} MiB"),
        ]

    # ------------------------------------------------------------------------------------ disk

    def disk(self):
        """An office day into a real database, its writes counted by strace."""
        folder = self.work / "disk"
        folder.mkdir()
        log = self.work / "disk.strace"
        found = values(run(["strace", "-f", "-y", "-qq", "-s", "0", "-o", log, "-e",
                            "trace=write,pwrite64,pwritev,fsync,fdatasync",
                            self.path("office_day"), self.trace("day"), folder / "history.db"]))
        written, syncs = count_writes(log, str(folder))
        self.rows += [
            limit_row("disk, 8-hour day: bytes written", written / 1e6, 1, "MB"),
            limit_row("disk: most commits in a minute", found["most_in_a_minute"], 1, "",
                      f"{found['commits']:.0f} in {found['minutes']:.0f} min"),
            note_row("  fsync and fdatasync", f"{syncs}"),
        ]

    def stop(self):
        self.servers.stop()


def count_writes(log, folder):
    """Bytes and syncs of files in `folder`; a call that another thread interrupts has two lines."""
    written = syncs = 0
    unfinished = {}
    for line in log.read_text().splitlines():
        pid, _, call = line.partition(" ")
        call = call.strip()
        if "resumed>" in call:
            call = unfinished.pop(pid, "") + call
        elif "<unfinished" in call:
            unfinished[pid] = call
            continue
        if f"<{folder}" not in call or not (result := re.search(r"= (\d+)$", call)):
            continue
        if "sync(" in call:
            syncs += 1
        elif not call.partition(">")[0].endswith("-shm"):
            written += int(result[1])
    return written, syncs


def print_table(rows):
    head = Row("what", "ours", "floor/peer", "ratio", "bar", "met?")
    met = {True: "yes", False: "NO", None: ""}
    table = [head] + [row._replace(met=met[row.met]) for row in rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        print(" | ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


SECTIONS = ("idle", "kms", "first_frame", "edges", "frames", "replay", "disk")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--long", action="store_true", help="ten minutes of idling, more runs")
    parser.add_argument("--smoke", action="store_true", help="a moment of each; judges nothing")
    parser.add_argument("--only", choices=SECTIONS, action="append")
    options = parser.parse_args()

    scale = Scale("smoke" if options.smoke else "long" if options.long else "short")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    with tempfile.TemporaryDirectory(prefix="secondheart-bench-") as work:
        bench = Bench(options.build.resolve(), scale, pathlib.Path(work))
        try:
            for section in options.only or SECTIONS:
                print(f"measuring: {section}", flush=True)
                getattr(bench, section)()
        finally:
            bench.stop()
    print(f"load average {os.getloadavg()[0]:.1f}\n")
    print_table(bench.rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

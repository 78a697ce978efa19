"""What the kiosk needs while nothing happens, and until it first shows something."""

import re
import signal
import statistics
import subprocess
import time

from measure import PLAIN_WINDOW, TOP, Usage, end, pss_kib, run, x_environment
from table import limit_row, note_row, ratio_row


def idle(bench):
    """Somebody sits; what the kiosk and the floor need meanwhile."""
    programs = {
        "kiosk": bench.launch(bench.kiosk_command("idle")),
        "floor": bench.launch([bench.path("floor")], PLAIN_WINDOW),
        "default": bench.launch([bench.path("floor")]),
    }
    try:
        time.sleep(bench.scale.settle_s)
        before = {name: Usage(process.pid) for name, process in programs.items()}
        time.sleep(bench.scale.idle_s)
        used = {name: Usage(process.pid).since(before[name])
                for name, process in programs.items()}
        default_pss = pss_kib(programs["default"].pid) / 1024
        end(programs["default"])
        pss = watched_pss(bench, {name: programs[name].pid for name in ("kiosk", "floor")})
        traced = traced_wakeups(bench, programs["kiosk"].pid)
    finally:
        for process in programs.values():
            end(process)
    median = {name: statistics.median(seen) for name, seen in pss.items()}
    bench.figures["idle"] = {
        "cpu_ms_a_minute": {name: figures[0] for name, figures in used.items()},
        "voluntary_switches_a_second": {name: figures[2] for name, figures in used.items()},
        "wakeups_a_second": traced,
        "pss_mib": {**median, "default": default_pss},
    }
    bench.rows += [
        ratio_row("idle: CPU a minute", used["kiosk"][0], used["floor"][0], 0.5, "ms"),
        ratio_row("  beside SDL's default floor", used["kiosk"][0], used["default"][0], 0.5,
                  "ms"),
        note_row("  the same by ticks of 10 ms", f"{used['kiosk'][1]:.0f} ms",
                 f"{used['floor'][1]:.0f}, default {used['default'][1]:.0f} ms"),
        limit_row("idle: wake-ups on X11 (strace)", traced, 0.5, "/s"),
        limit_row("  with waits for the server's replies", used["kiosk"][2], 0.5, "/s",
                  f"{used['floor'][2]:.2f} /s"),
        ratio_row("memory (PSS), home shown", median["kiosk"], median["floor"], 1.5, "MiB"),
        note_row("  the most of that minute", f"{max(pss['kiosk']):.1f} MiB",
                 f"{max(pss['floor']):.1f} MiB"),
        ratio_row("  beside SDL's default floor", median["kiosk"], default_pss, 1.5, "MiB"),
    ]


def watched_pss(bench, pids):
    """MiB, once a second for a minute, which holds the moments in which a picture changes.

    Nothing else of SDL's runs: a library that a third program maps too would count as less.
    """
    seen = {name: [] for name in pids}
    for _ in range(bench.scale.strace_s):
        for name, pid in pids.items():
            seen[name].append(pss_kib(pid) / 1024)
        time.sleep(1)
    return seen


def traced_wakeups(bench, pid):
    """Returns from the loop's and the ledger's sleep, a second; Xlib waits in poll()."""
    log = bench.work / "idle.strace"
    tracer = subprocess.Popen(["strace", "-f", "-qq", "-o", log, "-p", str(pid), "-e",
                               "trace=ppoll,futex,select,epoll_wait,clock_nanosleep"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(bench.scale.strace_s)
    tracer.send_signal(signal.SIGINT)
    tracer.wait()
    returns = [line for line in log.read_text().splitlines()
               if re.search(r"\) += ", line) and "FUTEX_WAKE" not in line]
    return len(returns) / bench.scale.strace_s


def kms(bench):
    """The same without a desktop, and how soon an edge is seen there, in the QEMU guest, whose clock counts
    instructions."""
    if not bench.scale.boots_guest:
        return
    run([TOP / "deploy/packages/install.sh", "guest"])
    told = run([TOP / "tests/guest/guest.sh", "--suite", "bookworm", "kms_wakeups", "kms_edges"])
    idle_there = re.search(r"([\d.]+) wake-ups a second \(floor ([\d.]+)\), "
                           r"(\d+) ms CPU a minute \(floor (\d+)\)", told)
    edges_there = re.search(r"edge to picture on KMSDRM, after a rest: (.+)", told)
    edges_ms = [int(ms) for ms in edges_there[1].split()[:-1]]
    bench.figures["kms"] = {
        "wakeups_a_second": {"kiosk": float(idle_there[1]), "floor": float(idle_there[2])},
        "cpu_ms_a_minute": {"kiosk": float(idle_there[3]), "floor": float(idle_there[4])},
        "edges_rested_ms": edges_ms,
    }
    bench.rows += [
        limit_row("idle: wake-ups on KMSDRM (guest)", float(idle_there[1]), 0.5, "/s",
                  f"{idle_there[2]} /s"),
        # Nothing to be judged by: SDL waits for input there by looking every millisecond.
        note_row("  its CPU a minute", f"{idle_there[3]} ms", f"{idle_there[4]} ms"),
        # Of a processor many times slower than any Pi, that draws without a graphics processor.
        note_row("  edge to a picture after a rest, p50", f"{edges_ms[len(edges_ms) // 2]} ms",
                 "at 62.5 million instructions a second"),
        note_row("  the slowest", f"{edges_ms[-1]} ms"),
    ]


def first_frame(bench):
    """From exec to the first pixels, alternating."""
    environment = x_environment(bench.servers.start())
    kiosk = bench.kiosk_command("start")
    took_ms = {"kiosk": [], "floor": [], "default": []}
    cpu_ms = {"kiosk": [], "floor": [], "default": []}
    for _ in range(bench.scale.starts):
        for name, command, extra in (("kiosk", kiosk, {}),
                                     ("floor", [bench.path("floor")], PLAIN_WINDOW),
                                     ("default", [bench.path("floor")], {})):
            took = run([bench.path("xwatch"), *command], env={**environment, **extra})
            took_ms[name].append(int(took.split()[0]) / 1e6)
            cpu_ms[name].append(int(took.split()[1]) / 1e6)
    median = {name: statistics.median(times) for name, times in took_ms.items()}
    cpu = {name: statistics.median(times) for name, times in cpu_ms.items()}
    bench.figures["first_frame"] = {"wall_ms": took_ms, "cpu_ms": cpu_ms}
    bench.rows += [
        ratio_row("exec to first frame (median)", median["kiosk"], median["floor"], 1.5, "ms"),
        note_row("  its CPU time", f"{cpu['kiosk']:.1f} ms",
                 f"{cpu['floor']:.1f}, default {cpu['default']:.1f} ms"),
        ratio_row("  beside SDL's default floor", median["kiosk"], median["default"], 1.5, "ms"),
    ]

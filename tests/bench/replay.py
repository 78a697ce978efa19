"""How fast a trace is replayed, and where the time over a bare parser goes."""

import re
import statistics
import subprocess

from measure import run, timed
from table import limit_row, note_row, ratio_row, skipped_row

PERF_HZ = 2000
PROFILE_ROWS = 10


def replay(bench):
    lines = bench.scale.year_lines
    year = bench.trace("year", "--lines", str(lines))
    tenth = bench.trace("year", "--lines", str(lines // 10))
    commands = {"replay": [bench.programs / "secondheartctl", "replay"],
                "parser": [bench.path("bare_parser")], "wc": ["wc", "-l"]}
    cpu_ms = {name: [] for name in commands}
    peak_mib = {}
    for _ in range(bench.scale.replays):
        for name, command in commands.items():
            _, cpu, peak_mib[name] = timed(bench, [*command, year])
            cpu_ms[name].append(cpu)
    tenth_mib = timed(bench, [*commands["replay"], tenth])[2]
    median = {name: statistics.median(times) for name, times in cpu_ms.items()}
    bench.figures["replay"] = {"lines": lines, "cpu_ms": cpu_ms, "peak_mib": peak_mib,
                               "tenth_peak_mib": tenth_mib}
    bench.rows += [
        ratio_row(f"replay of {lines:,} lines: CPU", median["replay"], median["parser"], 2,
                  "ms"),
        note_row("  beside wc -l", f"{median['replay'] / median['wc']:.1f} x",
                 f"{median['wc']:.0f} ms"),
        limit_row("  peak memory over that of a tenth", peak_mib["replay"] / tenth_mib, 1.1,
                  "x", f"{peak_mib['replay']:.1f}, {tenth_mib:.1f} MiB"),
    ]
    profile(bench, commands, year, lines)


def profile(bench, commands, trace, lines):
    """Nanoseconds a line by function, in replay and in the parser; the dearest differences."""
    spent = {}
    for name in ("replay", "parser"):
        try:
            spent[name] = {function: ns / lines for function, ns in
                           self_times_ns(bench, [*commands[name], trace]).items()}
        except (FileNotFoundError, subprocess.CalledProcessError) as problem:
            why = getattr(problem, "stderr", None) or str(problem)
            bench.rows.append(skipped_row("  profile", why.strip().splitlines()[-1][:60]))
            return
    over = {function: ns - spent["parser"].get(function, 0)
            for function, ns in spent["replay"].items()}
    dearest = sorted(over, key=over.get, reverse=True)[:PROFILE_ROWS]
    bench.figures["replay"]["ns_a_line_by_function"] = spent
    total = {name: sum(times.values()) for name, times in spent.items()}
    bench.rows.append(note_row("  profile, a line", f"{total['replay']:.0f} ns",
                               f"{total['parser']:.0f} ns"))
    bench.rows += [note_row(f"    {function}", f"{spent['replay'][function]:.1f} ns",
                            f"{spent['parser'].get(function, 0):.1f} ns",
                            f"{over[function]:+.1f}") for function in dearest]


def self_times_ns(bench, command):
    """A program's own time in each function, by perf's samples of the CPU's clock."""
    data = bench.work / "perf.data"
    subprocess.run(["perf", "record", "-q", "-e", "cpu-clock:u", "-F", str(PERF_HZ), "-o", data,
                    "--", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                   check=True)
    report = run(["perf", "report", "-q", "--stdio", "--no-children", "-i", data, "-F",
                  "sample,symbol", "-t", ";", "--percent-limit", "0"])
    times = {}
    for count, function in re.findall(r"^ *(\d+) *;(?:\[.\] *)?(.*\S)", report, re.MULTILINE):
        times[function] = times.get(function, 0) + int(count) * 1e9 / PERF_HZ
    return times

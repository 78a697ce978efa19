"""How time and memory grow with 1, 10 and 100 years of data."""

import datetime
import shutil
import statistics
import subprocess

from measure import run, timed, values, x_environment
from table import note_row, skipped_row

YEARS = (1, 10, 100)


def growth(bench):
    if not shutil.which("faketime"):
        bench.rows.append(skipped_row("growth", "no program faketime"))
        return
    found = {name: {} for name in ("replay", "report week", "report day", "export",
                                   "history screens")}
    for years in YEARS:
        folder = bench.work / f"years-{years}"
        folder.mkdir()
        database = folder / "history.db"
        today = datetime.date.fromisoformat(run(
            [bench.path("make_history"), database, years * bench.scale.days_a_year]).strip())
        on_that_day = ["faketime", "-m", "--exclude-monotonic", f"{today} 10:00:00"]
        for name, words in commands(folder, today).items():
            found[name][years] = repeated(bench, on_that_day, words)
        found["history screens"][years] = screens(bench, on_that_day, database)
        found["history screens"][years]["database_mib"] = database.stat().st_size / 2**20
        found["replay"][years] = replayed(bench, years)
    bench.figures["growth"] = {"days_a_year": bench.scale.days_a_year,
                               "lines_a_year": bench.scale.growth_lines, **found}
    sizes = [found["history screens"][years]["database_mib"] for years in YEARS]
    bench.rows.append(grown("growth: the database", sizes, "MiB"))
    for name, of in found.items():
        if name == "history screens":
            for page in ("week_ms", "older_week_ms", "day_ms", "trend_ms"):
                label = page.removesuffix("_ms").replace("_", " ")
                bench.rows.append(grown(f"  touch to {label}", [of[years][page] for years in YEARS],
                                        "ms"))
        else:
            bench.rows.append(grown(f"  {name}: CPU", [of[years]["cpu_ms"] for years in YEARS],
                                    "ms"))
        peaks = [of[years]["peak_mib"] for years in YEARS]
        bench.rows.append(grown(f"  {name}: peak memory", peaks, "MiB"))


def grown(what, figures, unit):
    """Over a hundred times the data; the figures themselves are those of 1, 10 and 100 years."""
    first, last = figures[0], figures[-1]
    ratio = f"{last / first:.2f}" if first else ""
    return note_row(what, " / ".join(f"{figure:.1f}" for figure in figures) + f" {unit}",
                    f"data x {YEARS[-1] // YEARS[0]}", ratio)


def commands(folder, today):
    place = ["--config", "/dev/null", "--state", folder]
    yesterday = today - datetime.timedelta(days=1)
    return {"report week": ["report", "week", *place],
            "report day": ["report", yesterday.isoformat(), *place],
            "export": ["export", *place]}


def repeated(bench, on_that_day, words):
    runs = [timed(bench, [*on_that_day, bench.programs / "secondheartctl", *words])
            for _ in range(bench.scale.growth_runs)]
    return {"wall_ms": statistics.median(wall for wall, _, _ in runs),
            "cpu_ms": statistics.median(cpu for _, cpu, _ in runs),
            "peak_mib": max(peak for _, _, peak in runs)}


def screens(bench, on_that_day, database):
    """Milliseconds from a touch to the page's first frame, and the peak of the whole program."""
    told = values(run([*on_that_day, bench.path("history_screens"), database,
                       bench.scale.growth_runs],
                      env=x_environment(bench.servers.start())))
    return {**{name: value for name, value in told.items() if name != "peak_kib"},
            "peak_mib": told["peak_kib"] / 1024}


def replayed(bench, years):
    """A year of lines again and again, through a pipe: a hundred would be gigabytes on the disk."""
    year = bench.trace("year", "--lines", str(bench.scale.growth_lines))
    with subprocess.Popen([bench.path("repeat_trace"), year, str(years)],
                          stdout=subprocess.PIPE) as repeating:
        wall_ms, cpu_ms, peak_mib = timed(
            bench, [bench.programs / "secondheartctl", "replay", "-"], stdin=repeating.stdout)
        repeating.stdout.close()
    if repeating.returncode != 0:
        raise RuntimeError(f"repeat_trace: exit {repeating.returncode}")
    return {"wall_ms": wall_ms, "cpu_ms": cpu_ms, "peak_mib": peak_mib}

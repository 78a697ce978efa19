#!/usr/bin/env python3
"""Draws what bench.py measured: SVG files beside figures.json.

    plots.py FIGURES.JSON [--format svg|png]
"""

import argparse
import json
import pathlib
import statistics

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot, ticker  # noqa: E402  after the choice above

FRAME_MS = 1000 / 60
OURS, PEER, BAR = "#b3364a", "#7d8a99", "#1f2a36"

STYLE = {
    "font.size": 11, "axes.titlesize": 12, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "grid.color": "#dde2e7", "axes.axisbelow": True, "svg.fonttype": "path",
    "figure.constrained_layout.use": True,
}


def peers_plot(of):
    """Four panels of bars, one for each figure; logarithmic, since they lie decades apart."""
    panels = (
        ("pss_mib", "memory (PSS)", "MiB"),
        ("cpu_ms_a_minute", "CPU time while idle", "ms a minute"),
        ("wakeups_a_second", "wake-ups while idle", "voluntary switches a second"),
        ("start_ms", "exec to the first pixel", "ms"),
    )
    names = [f"{name}\n{figures['version']}" if figures["version"] else name
             for name, figures in of.items()]
    colors = [OURS if name == "Second Heart" else PEER for name in of]
    figure, axes = pyplot.subplots(2, 2, figsize=(13, 7.5), sharey=True)
    for axis, (key, title, unit) in zip(axes.flat, panels):
        numbers = [statistics.median(figures[key]) if key == "start_ms" else figures[key]
                   for figures in of.values()]
        bars = axis.barh(names, numbers, color=colors, height=0.65)
        axis.bar_label(bars, [f"{number:.3g}" if number < 1000 else f"{number:,.0f}"
                              for number in numbers], padding=4)
        logarithmic(axis.xaxis)
        axis.set_xlim(min(number for number in numbers if number > 0) / 4, max(numbers) * 4)
        axis.set_title(title)
        axis.set_xlabel(unit)
        axis.grid(axis="y", visible=False)
    axes[0][0].invert_yaxis()
    figure.suptitle("Second Heart beside a bare SDL window, break reminders and a browser's page")
    return figure


def logarithmic(axis):
    """A logarithmic axis with plain numbers at its decades."""
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    axis.set_major_formatter(ticker.FuncFormatter(lambda number, _: f"{number:g}"))
    axis.set_minor_formatter(ticker.NullFormatter())


def edges_plot(of):
    """How many edges had reached the screen by when: a curve for each of the two ways."""
    figure, axis = pyplot.subplots(figsize=(9, 5))
    for key, label, color in (("moving_ms", "while things move", OURS),
                              ("rested_ms", "after a rest", PEER)):
        times = of[key]
        shares = [100 * (i + 1) / len(times) for i in range(len(times))]
        axis.step([times[0], *times], [0, *shares], where="post", color=color, linewidth=2,
                  label=f"{label} ({len(times)} edges)")
    axis.axvline(FRAME_MS, color=BAR, linestyle="--")
    axis.annotate("one frame\n(16.7 ms)", (FRAME_MS, 4), xytext=(6, 0),
                  textcoords="offset points", color=BAR)
    axis.axhline(99, color=BAR, linestyle=":", linewidth=1)
    axis.annotate("p99", (1, 99), xycoords=("axes fraction", "data"), xytext=(4, -4),
                  textcoords="offset points", color=BAR, annotation_clip=False)
    slowest_ms = max(of["moving_ms"] + of["rested_ms"])
    axis.set_xlim(left=0, right=max(1.25 * FRAME_MS, 1.1 * slowest_ms))
    axis.set_ylim(0, 102)
    axis.set_xlabel("ms from the mat's edge to the pixel, the 30 ms of debouncing taken off")
    axis.set_ylabel("edges that are seen by then (%)")
    axis.set_title("Edge to pixels on X11")
    axis.legend(loc="center")
    return figure


def growth_plot(of):
    """Time and memory over years of data, both axes logarithmic; a line with the data's slope."""
    lines = {
        "replay (a year of trace at a time)": (of["replay"], "cpu_ms"),
        "export": (of["export"], "cpu_ms"),
        "report week": (of["report week"], "cpu_ms"),
        "report day": (of["report day"], "cpu_ms"),
        "screen: week": (of["history screens"], "week_ms"),
        "screen: older week": (of["history screens"], "older_week_ms"),
        "screen: day": (of["history screens"], "day_ms"),
        "screen: trend": (of["history screens"], "trend_ms"),
    }
    figure, (time_axis, memory_axis) = pyplot.subplots(1, 2, figsize=(13, 6))
    for number, (label, (figures, key)) in enumerate(lines.items()):
        years = sorted(map(int, figures))
        time_axis.plot(years, [figures[str(year)][key] for year in years],
                       marker="osD^v<>p"[number], label=label)
    for number, name in enumerate(("replay", "export", "report week", "report day",
                                   "history screens")):
        years = sorted(map(int, of[name]))
        memory_axis.plot(years, [of[name][str(year)]["peak_mib"] for year in years],
                         marker="osD^v"[number], label=name)
    first = min(figures["1"][key] for figures, key in lines.values())
    time_axis.plot((1, 100), (first, 100 * first), color=BAR, linestyle="--", linewidth=1,
                   label="as fast as the data")
    for axis, title, unit in ((time_axis, "time", "ms (CPU; screens: touch to frame)"),
                              (memory_axis, "peak memory", "MiB")):
        logarithmic(axis.xaxis)
        logarithmic(axis.yaxis)
        axis.set_xticks((1, 10, 100))
        axis.set_title(title)
        axis.set_xlabel("years of data")
        axis.set_ylabel(unit)
        axis.legend(fontsize=9)
    memory_axis.set_ylim(1, 200)
    figure.suptitle(f"Growth with the history's length ({of['days_a_year']} days and "
                    f"{of['lines_a_year']:,} lines of trace a year)")
    return figure


PLOTS = {"peers": peers_plot, "edges": edges_plot, "growth": growth_plot}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figures", type=pathlib.Path)
    parser.add_argument("--format", choices=("svg", "png"), default="svg")
    options = parser.parse_args()

    figures = json.loads(options.figures.read_text(encoding="utf-8"))["figures"]
    pyplot.rcParams.update(STYLE)
    for name, plot in PLOTS.items():
        if figures.get(name):
            plot(figures[name]).savefig(options.figures.with_name(f"{name}.{options.format}"))


if __name__ == "__main__":
    main()

"""What a configuration says to the oracle, and what local times mean on a trace's time line."""

import configparser
from collections import namedtuple
from datetime import datetime, time, timedelta, timezone

import coach
from intervals import NS, union

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

Settings = namedtuple("Settings", "has_mat k day_start protocol quiet_spans baseline_days")
# begins on these days (0 is Monday), between these times; one of 24:00 is the next day's 00:00
QuietSpan = namedtuple("QuietSpan", "weekdays start end is_over_midnight")


def time_of_day(text):
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def read_quiet_spans(text):
    """The spans of "mon-fri 12:00-13:00, daily 18:00-08:00, 23:00-24:00"."""
    spans = []
    for span in text.split(",") if text.strip() else []:
        *days, hours = span.split()
        start, end = hours.split("-")
        first, _, last = "".join(days).partition("-")
        weekdays = range(7)
        if first not in ("", "daily"):
            first = WEEKDAYS.index(first)
            count = (WEEKDAYS.index(last) - first) % 7 + 1 if last else 1
            weekdays = [(first + i) % 7 for i in range(count)]
        is_midnight = end == "24:00"
        spans.append(QuietSpan(weekdays, time_of_day(start),
                               time(0) if is_midnight else time_of_day(end),
                               is_midnight or end < start))
    return spans


def read_protocol(config):
    preset = config.get("protocol", "preset", fallback="hourly-stroll")
    if preset != "custom":
        return coach.PRESETS[preset]
    return coach.Protocol(
        config.getint("protocol", "interval_min", fallback=60) * coach.MINUTE,
        config.getint("protocol", "duration_s", fallback=120) * NS, None)


def read(path):
    """The settings of a configuration, or the default ones."""
    config = configparser.ConfigParser()
    if path:
        config.read(path)
    return Settings(
        has_mat=config.get("sensors", "mat", fallback="yes") != "none",
        k=config.getint("sensors", "steps_per_closure", fallback=2),
        day_start=time_of_day(config.get("day", "day_start", fallback="04:00")),
        protocol=read_protocol(config),
        quiet_spans=read_quiet_spans(config.get("coach", "quiet_hours", fallback="")),
        baseline_days=config.getint("coach", "baseline_days", fallback=0))


def local_times(trace, time_of_each_day):
    """(date, ns since the trace's start) of that time on each of the days around the trace. One
    that the clocks repeat is meant the first time, one that they skip in winter time."""
    epoch = trace.start_utc.astimezone(timezone.utc)
    last = epoch + timedelta(seconds=trace.end // NS)
    day = epoch.astimezone(trace.zone).date() - timedelta(days=2)
    times = []
    while day <= last.astimezone(trace.zone).date() + timedelta(days=2):
        local = datetime.combine(day, time_of_each_day, tzinfo=trace.zone)
        since = local.astimezone(timezone.utc) - epoch
        times.append((day, (since.days * 86400 + since.seconds) * NS))
        day += timedelta(days=1)
    return times


def quiet_hours(trace, spans):
    """The quiet hours around the trace."""
    quiet = []
    for span in spans:
        starts, ends = local_times(trace, span.start), local_times(trace, span.end)
        ends = ends[1:] if span.is_over_midnight else ends
        quiet += [(start, end) for (day, start), (_, end) in zip(starts, ends)
                  if day.weekday() in span.weekdays]
    return union(quiet)


def baseline(day_starts, days):
    """The days that only observe; the first one begins with the trace."""
    return [(0, t) for t in [t for t in day_starts if t > 0][:days][-1:]]

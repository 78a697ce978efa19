#!/usr/bin/env python3
"""Reads a trace and prints what `secondheartctl replay --format json --events` should print.

A second, slow and simple reading of the rules of contacts, postures, leg activity and day figures.
It looks at the whole trace at once: first each line's contacts and faults, then when the chair is
occupied, then the postures of the vacated time, then what is unknown, then bouts and figures. No
timers, no states carried along, no code shared with the core; integers of nanoseconds throughout.
"""

import argparse
import configparser
import json
import math
import re
import sys
from bisect import bisect_right
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

NS = 1_000_000_000
MS = 1_000_000

DEBOUNCE = 30 * MS
CHATTER_AFTER = 2 * NS
CHATTER_CALM = 1 * NS
HOLD_OFF = 10 * NS
AWAY_AFTER = 5 * NS
TOUCH_PRESENCE = 60 * NS
PUSHED_AFTER = 30 * 60 * NS
UNATTENDED_AFTER = 4 * 3600 * NS
BOUT_BRIDGE = 60 * NS
STEPPING_FOOTFALLS = 3
RAISE_OPENING = (400 * MS, 3 * NS)
RAISE_PERIOD = (1 * NS, 4 * NS)
RAISE_FIRST = 5
RAISE_CV = Fraction(35, 100)
GUIDED_REST = 10 * NS
FIDGET_PERIOD = 500 * MS
FIDGET_CLOSINGS = 4

EVENT = re.compile(r"(\d+)(?:\.(\d{1,9}))?\s+(\w+)(?:\s+(\w+))?\s*$")


# ---------------------------------------------------------------- sets of half-open intervals


def union(intervals):
    """Sorted, disjoint, without empty ones; touching intervals are joined."""
    joined = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return [(start, end) for start, end in joined]


def intersect(a, b):
    """What both sets cover; a and b as union() leaves them."""
    out, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        start, end = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if start < end:
            out.append((start, end))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return out


def complement(a, end):
    """[0, end) without a."""
    edges = [0] + [min(edge, end) for interval in a for edge in interval] + [end]
    return [(s, e) for s, e in zip(edges[::2], edges[1::2]) if s < e]


def subtract(a, b, end):
    return intersect(a, complement(b, end))


def covers(a, t):
    """Does the set cover the instant t?"""
    i = bisect_right(a, (t, math.inf)) - 1
    return i >= 0 and a[i][0] <= t < a[i][1]


def length(a):
    return sum(end - start for start, end in a)


# ---------------------------------------------------------------- the file


class Trace:
    """The trace's lines, sorted by what they speak of; times in ns since its start."""

    def __init__(self, path, has_mat):
        self.start_utc = None
        self.zone = None
        self.end = 0
        self.lines = {"chair": [], "mat": [], "plug": []}
        self.touches = []
        with open(path, encoding="utf-8") as file:
            for text in file:
                self._take(text.strip())
        if not has_mat:
            self.lines["mat"] = []
        if self.zone is None:
            self.zone = self.start_utc.tzinfo

    def _take(self, text):
        comment = re.match(r"#\s*(start|tz):\s*(\S+)", text)
        if comment and comment[1] == "start":
            self.start_utc = datetime.fromisoformat(comment[2].replace("Z", "+00:00"))
        elif comment:
            self.zone = ZoneInfo(comment[2])
        if not text or text.startswith("#"):
            return
        seconds, decimals, what, value = EVENT.match(text).groups()
        t = int(seconds) * NS + int((decimals or "").ljust(9, "0"))
        self.end = t
        if what == "touch":
            self.touches.append((t, value))
        elif what != "end":
            self.lines[what].append((t, value))


# ---------------------------------------------------------------- edges to contacts


class Contact:
    """A line's contact: its changes as (t, is_closed), when it was closed, when it was at fault."""

    def __init__(self, events, end, first_level=False):
        self.end = end
        self.first_level = first_level
        self.changes = []
        self.faults = []  # sorted; they may touch, and be empty
        level = raw = first_level
        edges = []  # of the time that ends with the next fault; None while at fault
        since = 0
        for t, value in events + [(end, "end")]:
            if value in ("fault", "end") and edges is not None:
                level = self._settle(edges, level, t)
                edges, since = None, t
            elif value == "ok" and edges is None:
                self.faults.append((since, t))
                # The line is read afresh: a level found changed is an edge of this moment.
                edges = [(t, raw)] if raw != level else []
            elif value in ("0", "1") and (value == "1") != raw:
                raw = value == "1"
                if edges is not None:
                    edges.append((t, raw))
        if edges is None and since < end:
            self.faults.append((since, end))
        self.faults.sort()
        self.closed = self._closed()

    def _settle(self, edges, level, until):
        """Debounces the edges of one live time; returns the level at its end."""
        first = None
        chattering = False
        for i, (t, new) in enumerate(edges):
            following = edges[i + 1][0] if i + 1 < len(edges) else until
            first = t if first is None else first
            if not chattering:
                settled, gave_up = t + DEBOUNCE, first + CHATTER_AFTER
                if settled <= min(following, gave_up):
                    level = self._change(first, level, new)
                    first = None
                elif gave_up <= following and gave_up < settled:
                    chattering = True
            if chattering:
                calm = t + CHATTER_CALM
                self.faults.append((first + CHATTER_AFTER, min(calm, following)))
                if calm <= following:
                    level = self._change(calm, level, new)
                    chattering, first = False, None
        return level

    def _change(self, t, level, new):
        if new != level:
            self.changes.append((t, new))
        return new

    def _closed(self):
        edges = [0] * self.first_level + [t for t, _ in self.changes]
        if len(edges) % 2:
            edges.append(self.end)
        return list(zip(edges[::2], edges[1::2]))  # some may be empty

    def openings(self):
        """The times the contact was open between two closings."""
        return [(a[1], b[0]) for a, b in zip(self.closed, self.closed[1:])]


# ---------------------------------------------------------------- contacts to occupied


def occupied_and_shifts(chair, end):
    """When the chair is occupied, and the moments at which a shift's opening closed again."""
    is_occupied, since = False, 0
    occupied, shifts = [], []
    opened = None
    stretches = zip(chair.changes, chair.changes[1:] + [(end, None)])
    for (t, is_closed), (following, _) in stretches:
        if is_closed == is_occupied:
            if is_closed and opened is not None and t - opened >= DEBOUNCE:
                shifts.append(t)
            opened = None
            continue
        for fault_start, fault_end in chair.faults:
            if t < fault_end and fault_start < min(t + HOLD_OFF, following):
                t = fault_end
        opened = t
        if t + HOLD_OFF > following:
            continue
        if is_occupied:
            occupied.append((since, t))
        is_occupied, since, opened = is_closed, t, None
    if is_occupied:
        occupied.append((since, end))
    return union(occupied), shifts


# ---------------------------------------------------------------- what is unknown


def paused(touches, day_starts, end):
    """From `pause` to `resume`, at most to the next start of a day."""
    intervals, until = [], -1
    for i, (t, value) in enumerate(touches):
        if value != "pause" or t < until:
            continue
        until = min([d for d in day_starts if d > t] + [end])
        until = min([u for u, v in touches[i + 1:] if v == "resume"] + [until])
        intervals.append((t, until))
    return union(intervals)


def unattended(chair, mat, plug, occupied, touches):
    """The chair closed for hours without evidence, until its next change or a touch."""
    wakes = {t for t, _ in chair.changes + touches}
    evidence = wakes | {t for t, _ in mat.changes + plug.changes}
    intervals = []
    for start, end in occupied:
        seen = [start] + sorted(t for t in evidence if start < t < end)
        for t, following in zip(seen, seen[1:] + [end]):
            if following - t >= UNATTENDED_AFTER and covers(chair.closed, t):
                intervals.append((t, min([w for w in wakes if t < w < end] + [end])))
    return union(intervals)


def pushed_onto(mat, vacated):
    """Vacated time during which the mat was held closed for half an hour on end."""
    held = [(s, e) for s, e in intersect(vacated, mat.closed) if e - s >= PUSHED_AFTER]
    return union(held)


# ---------------------------------------------------------------- feet, the chair vacated


def footfall_series(closings, vacated, mat_faults, k):
    """Series of footfalls long enough to be stepping, each a list of closing times."""
    series = []
    for start, end in subtract(vacated, mat_faults, math.inf):
        run = []
        for t in closings:
            if not start <= t < end:
                continue
            if run and t - run[-1] < k * NS // 4:
                continue
            if run and t - run[-1] > k * NS * 12 // 10:
                series.append(run)
                run = []
            run.append(t)
        series.append(run)
    return [run for run in series if len(run) >= STEPPING_FOOTFALLS]


def away_times(mat_closed, vacated, end):
    """Vacated stretches of more than 5 s with the mat open."""
    open_times = complement(mat_closed, end)
    return [(s, e) for s, e in intersect(vacated, open_times) if e - s > AWAY_AFTER]


# ---------------------------------------------------------------- feet, the chair occupied


def is_regular(periods):
    """Is their population coefficient of variation under the limit? Exact."""
    n, total = len(periods), sum(periods)
    return n * sum(p * p for p in periods) - total * total < RAISE_CV * RAISE_CV * total * total


def raises_of_series(raises):
    """Raises that count because their series is regular."""
    counted, series, qualified = [], [], False
    for raise_ in raises + [None]:
        period = raise_[1] - series[-1][1] if raise_ and series else 0
        if not RAISE_PERIOD[0] <= period <= RAISE_PERIOD[1]:
            counted += series if qualified else []
            series, qualified = [], False
        series.append(raise_)
        periods = [b[1] - a[1] for a, b in zip(series, series[1:])]
        qualified = qualified or len(series) >= RAISE_FIRST and is_regular(periods)
    return counted


def raises_of_guided_set(raises):
    """Raises of one guided set that count because five or more stand together."""
    counted, five = [], []
    for raise_ in raises + [None]:
        if five and (raise_ is None or raise_[0] - five[-1][1] > GUIDED_REST):
            counted += five if len(five) >= RAISE_FIRST else []
            five = []
        five.append(raise_)
    return counted


def guided_sets(touches, occupied, end):
    """From `exercise` to the next one, to `stop`, to `pause` or to leaving the chair."""
    sets = []
    for i, (t, value) in enumerate(touches):
        if value == "exercise":
            ends = [u for u, v in touches[i + 1:] if v in ("exercise", "stop", "pause")]
            ends += [e for _, e in occupied if e > t]
            sets.append((t, min(ends + [end])))
    return sets


def calf_raises(mat, chair, occupied, blind, touches):
    """The closings of the calf raises that count."""
    good = intersect(occupied, chair.closed)
    raises = [
        (start, end) for start, end in mat.openings()
        if RAISE_OPENING[0] <= end - start <= RAISE_OPENING[1]
        and any(s <= start and end < e for s, e in good)
        and not intersect(blind, [(start, end + 1)])]
    sets = guided_sets(touches, occupied, mat.end)
    cuts = sorted({t for interval in sets + blind for t in interval})
    counted = []
    for after, until in zip([-1] + cuts, cuts + [math.inf]):
        # An opening in the moment of a touch belongs to what the touch begins.
        is_guided = any(s <= after < e for s, e in sets)
        begins = any(after in interval for interval in sets)
        those = [r for r in raises
                 if (after < r[0] or (begins and after == r[0])) and r[1] <= until]
        counted += raises_of_guided_set(those) if is_guided else raises_of_series(those)
    return sorted(end for _, end in counted)


def fidgets(closings, occupied, blind):
    """The times of quick tapping."""
    intervals = []
    for start, end in subtract(occupied, blind, math.inf):
        run = []
        for t in [t for t in closings if start <= t < end] + [math.inf]:
            if run and t - run[-1] >= FIDGET_PERIOD:
                if len(run) >= FIDGET_CLOSINGS:
                    intervals.append((run[0], run[-1]))
                run = []
            run.append(t)
    return union(intervals)


# ---------------------------------------------------------------- all of a trace


class Reading:
    """Contacts, postures and counts of one trace."""

    def __init__(self, trace, has_mat, k, day_starts):
        end = self.end = trace.end
        touches = trace.touches
        plug = Contact(trace.lines["plug"], end, first_level=True)
        chair = Contact(trace.lines["chair"], end)
        chair.faults = sorted(chair.faults + plug.faults + complement(plug.closed, end))
        mat = Contact(trace.lines["mat"], end)

        occupied, shifts = occupied_and_shifts(chair, end)
        vacated = complement(occupied, end)
        away = away_times(mat.closed, vacated, end) if has_mat else vacated
        present = union([(t, t + TOUCH_PRESENCE) for t, _ in touches if covers(vacated, t)])
        closings = [t for t, is_closed in mat.changes if is_closed]

        pauses = paused(touches, day_starts, end)
        bags = unattended(chair, mat, plug, occupied, touches)
        unknown = chair.faults + pauses + bags + intersect(union(mat.faults), vacated)
        self.unknown = union(unknown + pushed_onto(mat, vacated))
        known = complement(self.unknown, end)

        # Events of the same moment as the end of something unknown are part of it; those of its
        # first moment are too if it is a fault, and came before it if it is a touch or evidence.
        mat_faults = union([(s, e + 1) for s, e in mat.faults])
        covered = [(s, e + 1) for s, e in chair.faults]
        covered += [(s + 1, e if e in day_starts else e + 1) for s, e in pauses]
        chair_moved = {t for t, _ in chair.changes}
        covered += [(s + 1, e if e in chair_moved else e + 1) for s, e in bags]
        blind = union(covered + mat_faults)
        covered = union(covered)

        after_faults = {e: e + 1 for _, e in chair.faults}
        walkable = [tuple(after_faults.get(t, t) for t in interval) for interval in vacated]
        series = footfall_series(closings, walkable, mat_faults, k)
        stepping = union([(run[0], run[-1]) for run in series])
        away = subtract(subtract(away, present, end), stepping, end)
        self.seated = intersect(occupied, known)
        self.stepping = intersect(stepping, known)
        self.away = intersect(away, known)
        others = union(self.unknown + self.seated + self.stepping + self.away)
        self.standing = complement(others, end)
        self.footfalls = [t for run in series for t in run if not covers(covered, t)]
        self.shifts = [t for t in shifts if not covers(covered, t)]
        self.raises = calf_raises(mat, chair, occupied, blind, touches)
        self.fidgets = fidgets(closings, occupied, blind)

    def postures(self):
        """The time line: (start, end, posture)."""
        named = [(s, e, name) for name in ("seated", "standing", "stepping", "away", "unknown")
                 for s, e in getattr(self, name)]
        return sorted(named)

    def bouts(self):
        """Lists of seated stretches; short unknowns do not part them."""
        bouts, previous = [], None
        for start, end, posture in self.postures():
            if posture == "seated":
                goes_on = previous == "unknown" and unknown_length < BOUT_BRIDGE and bouts
                if goes_on and bouts[-1][-1][1] == unknown_start:
                    bouts[-1].append((start, end))
                else:
                    bouts.append([(start, end)])
            elif posture == "unknown":
                unknown_start, unknown_length = start, end - start
            previous = posture
        return bouts

    def breaks(self, bouts):
        """The gaps between two bouts that hold no unknown time."""
        gaps = [(a[-1][1], b[0][0]) for a, b in zip(bouts, bouts[1:])]
        return [gap for gap in gaps if not intersect(self.unknown, [gap])]


# ---------------------------------------------------------------- figures


def seconds(ns):
    return ns / NS


def figures_of_bouts(lengths, breaks):
    """The figures that follow from the bouts' lengths (ns) and the number of breaks."""
    t = sorted(lengths)
    n, total = len(t), sum(t)
    half = next((x for x in t if 2 * sum(y for y in t if y <= x) >= total), None)
    logs = sum(math.log(x / t[0]) for x in t)
    middle = Fraction(t[(n - 1) // 2] + t[n // 2], 2) if n else None
    gini = None
    if n >= 2:
        weighted = sum((i + 1) * x for i, x in enumerate(t))
        gini = float((Fraction(2 * weighted, total) - (n + 1)) / (n - 1))
    return {
        "sedentary_bouts": n,
        "breaks": breaks,
        "breaks_per_sedentary_hour": breaks * 3600 * NS / total if total else None,
        "prolonged_30": prolonged(t, 1800 * NS),
        "prolonged_60": prolonged(t, 3600 * NS),
        "longest_bout_s": seconds(t[-1]) if n else 0,
        "mean_bout_s": seconds(Fraction(total, n)) * 1.0 if n else None,
        "median_bout_s": float(middle / NS) if n else None,
        "usual_bout_s": seconds(half) if n else None,
        "alpha": 1 + n / logs if n >= 2 and t[0] != t[-1] else None,
        "gini": gini,
    }


def prolonged(lengths, at_least):
    long_ones = [x for x in lengths if x >= at_least]
    return {"bouts": len(long_ones), "s": seconds(sum(long_ones))}


class Day:
    """One kiosk day's share of a reading; figures are made of it, and of several for a total."""

    def __init__(self, reading, bouts, breaks, start, end, k):
        day = [(start, end)]
        self.lengths = []
        pieces = []
        for bout in bouts:
            piece = intersect(bout, day)
            if piece:
                pieces.append(piece)
                self.lengths.append(length(piece))
        between = [(pieces[0][0][0], pieces[-1][-1][1])] if pieces else []
        # Strictly inside: a bout that ends or begins just at the day's edge belongs to another day.
        self.breaks = sum(1 for s, e in breaks if start < s and e < end)
        steps = sum(k for t in reading.footfalls if start <= t < end)
        raises = sum(1 for t in reading.raises if start <= t < end)
        self.sums = {
            "sitting_s": length(intersect(reading.seated, day)),
            "standing_s": length(intersect(reading.standing, day)),
            "stepping_s": length(intersect(reading.stepping, day)),
            "away_s": length(intersect(reading.away, between)),
            "unknown_s": length(intersect(reading.unknown, between)),
            "leg_movement_s": length(intersect(reading.fidgets, day)),
            "shifts": sum(1 for t in reading.shifts if start <= t < end),
            "steps": steps,
            "calf_raises": raises,
            "second_heart_beats": steps + raises,
        }


def figures(days):
    """The figures of one day, or the total of several."""
    sums = {key: sum(day.sums[key] for day in days) for key in days[0].sums}
    out = {key: seconds(value) if key.endswith("_s") else value for key, value in sums.items()}
    lengths = [x for day in days for x in day.lengths]
    out.update(figures_of_bouts(lengths, sum(day.breaks for day in days)))
    out["prompts"] = None
    return out


def local_day_starts(trace, day_start):
    """(date, start in ns since the trace's start) of the days around the trace."""
    epoch = trace.start_utc.astimezone(timezone.utc)
    last = epoch + timedelta(seconds=trace.end // NS)
    day = epoch.astimezone(trace.zone).date() - timedelta(days=2)
    starts = []
    while day <= last.astimezone(trace.zone).date() + timedelta(days=2):
        local = datetime.combine(day, day_start, tzinfo=trace.zone)
        since = local.astimezone(timezone.utc) - epoch
        starts.append((day, (since.days * 86400 + since.seconds) * NS))
        day += timedelta(days=1)
    return starts


def read_config(path):
    """has_mat, k, day_start"""
    config = configparser.ConfigParser()
    if path:
        config.read(path)
    has_mat = config.get("sensors", "mat", fallback="yes") != "none"
    k = config.getint("sensors", "steps_per_closure", fallback=2)
    hour, minute = config.get("day", "day_start", fallback="04:00").split(":")
    return has_mat, k, time(int(hour), int(minute))


def replay(path, config_path=None):
    """What replay prints, as Python's dicts and lists."""
    has_mat, k, day_start = read_config(config_path)
    trace = Trace(path, has_mat)
    starts = local_day_starts(trace, day_start)
    reading = Reading(trace, has_mat, k, [t for _, t in starts])
    bouts = reading.bouts()
    breaks = reading.breaks(bouts)
    days, out_days = [], []
    for (day, start), (_, end) in zip(starts, starts[1:]):
        if end <= 0 or start >= max(trace.end, 1):
            continue
        days.append(Day(reading, bouts, breaks, start, end, k))
        out_days.append({"date": day.isoformat(), **figures(days[-1:])})
    return {
        "trace": path,
        "hold_off_s": HOLD_OFF // NS,
        "days": out_days,
        "total": figures(days),
        "postures": [{"start_s": seconds(s), "end_s": seconds(e), "posture": posture}
                     for s, e, posture in reading.postures()],
        "prompts": None,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trace")
    parser.add_argument("--config", metavar="F")
    arguments = parser.parse_args()
    json.dump(replay(arguments.trace, arguments.config), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()

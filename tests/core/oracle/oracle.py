#!/usr/bin/env python3
"""Reads a trace and prints what `secondheartctl replay --format json --events` should print.

A second, slow and simple reading of the rules of contacts, postures, leg activity, day figures and
the coach. It looks at the whole trace at once: first each line's contacts and faults, then when the
chair is occupied (contacts.py), then the postures of the vacated time and what the feet did, then
what is unknown, then bouts and figures (figures.py), then each prompt's life (coach.py). No timers,
no states carried along, no code shared with the core; integers of nanoseconds throughout.
"""

import argparse
import json
import math
import re
import sys
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import coach
import settings
from contacts import (Contact, UNATTENDED_AFTER, HOLD_OFF, occupied_and_shifts, paused, pushed_onto,
                      unattended)
from figures import Day, figures, seconds
from intervals import MS, NS, complement, covers, intersect, subtract, union

AWAY_AFTER = 5 * NS
TOUCH_PRESENCE = 60 * NS
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
    """The calf raises that count: (opening, closing)."""
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
        # An opening in the moment of a touch, or of a fault's end, belongs to what begins.
        is_guided = any(s <= after < e for s, e in sets)
        begins = any(after in interval for interval in sets) or any(after == e for _, e in blind)
        those = [r for r in raises
                 if (after < r[0] or (begins and after == r[0])) and r[1] <= until]
        counted += raises_of_guided_set(those) if is_guided else raises_of_series(those)
    return sorted(counted, key=lambda raise_: raise_[1])


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

        occupied, shifts, self.pending = occupied_and_shifts(chair, end)
        vacated = complement(occupied, end)
        away = away_times(mat.closed, vacated, end) if has_mat else vacated
        self.occupied, self.vacated = occupied, vacated
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
        # What is away from its start on is known to be so only when the mat has been open for long.
        self.away_known = [(s, e, s + AWAY_AFTER if has_mat else s) for s, e in away]
        away = subtract(subtract(away, present, end), stepping, end)
        self.seated = intersect(occupied, known)
        # The coach took the time before a bag was told from a person for seated.
        told_bags = [(s + UNATTENDED_AFTER, e) for s, e in bags]
        not_seated = union(chair.faults + pauses + told_bags)
        self.seated_as_it_ran = subtract(occupied, not_seated, end)
        self.pauses, self.series, self.has_mat = pauses, series, has_mat
        self.stepping = intersect(stepping, known)
        self.away = intersect(away, known)
        others = union(self.unknown + self.seated + self.stepping + self.away)
        self.standing = complement(others, end)
        self.footfalls = [t for run in series for t in run if not covers(covered, t)]
        self.shifts = [t for t in shifts if not covers(covered, t)]
        self.raises = calf_raises(mat, chair, occupied, blind, touches)
        self.raise_closings = [t for _, t in self.raises]
        self.guided_sets = guided_sets(touches, occupied, end)
        self.stops = [t for t, value in touches if value == "stop"]
        self.exercises = [t for t, value in touches if value == "exercise"]
        self.mat_faults = mat.faults
        self.bouts = self._bouts()
        self.breaks = self._breaks()
        self.fidgets = fidgets(closings, occupied, blind)

    def postures(self):
        """The time line: (start, end, posture)."""
        named = [(s, e, name) for name in ("seated", "standing", "stepping", "away", "unknown")
                 for s, e in getattr(self, name)]
        return sorted(named)

    def _bouts(self):
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

    def _breaks(self):
        """The gaps between two bouts that hold no unknown time."""
        gaps = [(a[-1][1], b[0][0]) for a, b in zip(self.bouts, self.bouts[1:])]
        return [gap for gap in gaps if not intersect(self.unknown, [gap])]


def replay(path, config_path=None):
    """What replay prints, as Python's dicts and lists."""
    conf = settings.read(config_path)
    trace = Trace(path, conf.has_mat)
    starts = settings.local_times(trace, conf.day_start)
    day_starts = [t for _, t in starts]
    reading = Reading(trace, conf.has_mat, conf.k, day_starts)
    mute = union(settings.quiet_hours(trace, conf.quiet_spans) +
                 settings.baseline(day_starts, conf.baseline_days))
    coaching = coach.Coach(reading, conf.protocol, trace.touches, mute, day_starts)
    days, out_days = [], []
    for (day, start), (_, end) in zip(starts, starts[1:]):
        if end <= 0 or start >= max(trace.end, 1):
            continue
        days.append(Day(reading, coaching.told, start, end, conf.k))
        out_days.append({"date": day.isoformat(), **figures(days[-1:])})
    return {
        "trace": path,
        "hold_off_s": HOLD_OFF // NS,
        "days": out_days,
        "total": figures(days),
        "postures": [{"start_s": seconds(s), "end_s": seconds(e), "posture": posture}
                     for s, e, posture in reading.postures()],
        "prompts": [{"start_s": seconds(prompt.start),
                     "end_s": seconds(prompt.end) if prompt.outcome else None,
                     "outcome": prompt.outcome} for prompt in coaching.prompts],
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

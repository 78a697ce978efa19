"""Bouts, breaks and counts to the figures of a day and of several days."""

import math
from fractions import Fraction

from intervals import NS, intersect, length

COUNTERS = ("raised", "started", "snoozed", "skipped", "ignored", "unfinished", "verified",
            "natural")


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

    def __init__(self, reading, coaching, start, end, k):
        bouts, breaks = reading.bouts, reading.breaks
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
        raises = sum(1 for t in reading.raise_closings if start <= t < end)
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
        told = [what for t, what in coaching if start <= t < end]
        self.prompts = {counter: told.count(counter) for counter in COUNTERS}


def figures(days):
    """The figures of one day, or the total of several."""
    sums = {key: sum(day.sums[key] for day in days) for key in days[0].sums}
    out = {key: seconds(value) if key.endswith("_s") else value for key, value in sums.items()}
    lengths = [x for day in days for x in day.lengths]
    out.update(figures_of_bouts(lengths, sum(day.breaks for day in days)))
    out["prompts"] = {key: sum(day.prompts[key] for day in days) for key in COUNTERS}
    return out

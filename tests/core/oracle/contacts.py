"""Edges to contacts, contacts to when the chair is occupied, and what of it all is unknown."""

import math

from intervals import MS, NS, complement, covers, intersect, union

DEBOUNCE = 30 * MS
CHATTER_AFTER = 2 * NS
CHATTER_CALM = 1 * NS
HOLD_OFF = 10 * NS
PUSHED_AFTER = 30 * 60 * NS
UNATTENDED_AFTER = 4 * 3600 * NS


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
    """When the chair is occupied, the moments at which a shift's opening closed again, and when
    a hold-off was pending: from the edge it is counted from to the moment that decides."""
    is_occupied, since = False, 0
    occupied, shifts, pending = [], [], []
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
                pending.append((t, fault_start))
                t = fault_end
        opened = t
        commits = t + HOLD_OFF <= following
        undecided_at_end = following == end and not commits
        pending.append((t, math.inf if undecided_at_end else min(t + HOLD_OFF, following)))
        if not commits:
            continue
        if is_occupied:
            occupied.append((since, t))
        is_occupied, since, opened = is_closed, t, None
    if is_occupied:
        occupied.append((since, end))
    return union(occupied), shifts, [(s, e) for s, e in pending if s < e]


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

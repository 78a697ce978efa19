"""The coach: which prompts were raised, how each ended, and which breaks came by themselves.

Nothing is ticked through. Every rule is a question to the whole trace, "at which moment would this
come true?", and a prompt's life is the earliest of the answers. What makes the coach one that
judges as it runs is settled(): while a hold-off is pending nothing later than its first edge is
known, so whatever comes true meanwhile comes true at the moment that decides.

A go is what may turn out to be a qualified break: a vacancy, measured in moving time, and under the
preset `seated` also a guided set, measured in raises. It has a start, an end, and how much of it
was known by when.
"""

import math
from bisect import bisect_right
from collections import namedtuple

from contacts import HOLD_OFF
from intervals import NS, covers, intersect, length, subtract, union

MINUTE = 60 * NS
GUIDED_RAISE = 3 * NS  # up, a second's hold, slowly down
STAGES = 5 * MINUTE  # 60 s of banner, 3 minutes of full screen, 60 s of pulse
SNOOZE = 5 * MINUTE
SNOOZES = 2
QUIET_MODE = 30 * MINUTE
GET_UP = 3 * MINUTE
SIT_AGAIN = MINUTE
STANDING_ALONG = 5 * NS
IGNORED_IN_A_ROW = 3
GUIDED_REST = 10 * NS
RAISES_TO_COUNT = 5
NEVER = math.inf

# seated time, then moving time; or, if not None, that many raises
Protocol = namedtuple("Protocol", "interval duration raises")
Prompt = namedtuple("Prompt", "start end outcome is_answered go")

PRESETS = {
    "hourly-stroll": Protocol(60 * MINUTE, 2 * MINUTE, None),
    "half-hour": Protocol(30 * MINUTE, 5 * MINUTE, None),
    "twenty-two": Protocol(20 * MINUTE, 2 * MINUTE, None),
    "hour-five": Protocol(60 * MINUTE, 5 * MINUTE, None),
    "one-forty": Protocol(30 * MINUTE, 100 * NS, None),
    "seated": Protocol(60 * MINUTE, MINUTE, 15),
}


def reaches(times, since, amount):
    """The moment at which `amount` of `times` has passed since `since`."""
    for start, end in times:
        start = max(start, since)
        if end - start >= amount:
            return start + amount
        amount -= max(0, end - start)
    return NEVER


def first_in(times, t):
    """The first moment of `times`, ends included, from t on: what is due at an end comes first."""
    return next((max(start, t) for start, end in times if end >= t), NEVER)


class Go:
    """From start to end; known is a list of (t, amount, t2, amount2): amount was known at t and
    grew with time to amount2 at t2."""

    def __init__(self, start, end, known):
        self.start, self.end = start, end
        self.known = known
        self.total = known[-1][3] if known else 0
        self.reported = NEVER  # when it was said, by touch, that all was done

    def reaches(self, amount):
        for t, known, _, later in self.known:
            if amount <= later:
                return t + max(0, amount - known)
        return self.reported


def vacancy(reading, start, end):
    """A vacancy as a go, measured in moving time."""
    inside = [(start, end)]
    away = [(s, e, None) for s, e in intersect(reading.away, inside)]
    steps = [(s, e, run) for run in reading.series if start <= run[0] < end
             for s, e in intersect(reading.stepping, [(run[0], run[-1])])]
    known, moved, before = [], 0, None
    for s, e, run in sorted(away + steps, key=lambda stretch: stretch[:2]):
        gap = s - before if before is not None else 0
        if gap <= STANDING_ALONG and not intersect(reading.unknown, [(s - gap, s)]):
            moved += gap
        if run is None:
            since = next(k for a, b, k in reading.away_known if a <= s < b)
            t = max(s, since)
            known.append((t, moved + min(t, e) - s, max(t, e), moved + e - s))
        else:
            # Three footfalls make a series; from then on each closing adds what led to it.
            for t in [t for t in run[2:] if t > s]:
                amount = moved + min(t, e) - s
                known.append((t, amount, t, amount))
        moved += e - s
        before = e
    return Go(start, end, known)


def counted_raises(reading, start, end):
    """The moments at which each raise of a guided set counted."""
    fives = []
    for raise_ in [r for r in reading.raises if start <= r[0] and r[1] <= end]:
        if not fives or raise_[0] - fives[-1][-1][1] > GUIDED_REST:
            fives.append([])
        fives[-1].append(raise_)
    # Nothing counts before the fifth, and with it all five do.
    return sorted(max(r[1], five[min(RAISES_TO_COUNT, len(five)) - 1][1]) for five in fives
                  for r in five)


def guided_set(reading, start, end, protocol):
    """A guided set as a go, measured in raises; one that is reported has them all at its end."""
    moments = counted_raises(reading, start, end)
    is_blind = not reading.has_mat or any(s <= end < e for s, e in reading.mat_faults)
    go = Go(start, end, [(t, i + 1, t, i + 1) for i, t in enumerate(moments)])
    if end in reading.stops and is_blind and end - start >= protocol.raises * GUIDED_RAISE:
        go.reported = end
    return go


class Coach:
    """Reads out prompts and counters; `mute` are the quiet hours and the days that only observe."""

    def __init__(self, reading, protocol, touches, mute, day_starts):
        self.reading, self.protocol, self.touches = reading, protocol, touches
        self.day_starts = day_starts
        self.seated = reading.seated_as_it_ran
        quiet = union((t, t + QUIET_MODE) for t, value in touches if value == "quiet")
        # When a prompt can come back, and when one can be raised.
        self.shown = self._seated_decided([])
        self.shown_aloud = self._seated_decided(union(quiet + mute))
        self.staged = subtract(self.seated, quiet, reading.end)
        self.vacancies = [vacancy(reading, s, e) for s, e in reading.vacated]
        self.sets, self.set_signs = [], []
        if protocol.raises is not None:
            self.sets = [guided_set(reading, s, e, protocol) for s, e in reading.guided_sets]
            self.set_signs = sorted(reading.exercises + [
                t for s, e in reading.guided_sets for t in counted_raises(reading, s, e)])
        self.prompts = []
        self.told = []  # (t, counter)
        self._run()

    def _seated_decided(self, mute):
        """Seated time with no hold-off pending, outside of mute; and the moments in which sitting is
        decided or mute ends, even if the chair opens in that very moment."""
        pending, end = self.reading.pending, self.reading.end
        not_then = union([(s, min(e, end)) for s, e in pending] + mute)
        ends = [s + HOLD_OFF for s, _ in self.reading.occupied] + [e for _, e in mute]
        moments = [(t, t) for t in ends if covers(self.seated, t - 1)
                   and not any(s < t < e for s, e in pending + mute)]
        return sorted(subtract(self.seated, not_then, end) + moments)

    def settled(self, t):
        """The moment at which it is known what has been until t."""
        return next((e for s, e in self.reading.pending if s < t <= e), t)

    # ---------------------------------------------------------------- from prompt to prompt

    def _run(self):
        now, is_doubled, ignored = -1, False, 0
        since = 0  # the clock counts seated time from here
        restarts = sorted(self._restarts(), key=lambda restart: restart[:2])
        while True:
            interval = self.protocol.interval * (2 if is_doubled else 1)
            due = self.settled(reaches(self.seated, since, interval))
            raised = first_in(self.shown_aloud, due)
            restart = next((r for r in restarts if r[0] > now), (NEVER, 0, None))
            if min(restart[0], raised) > self.reading.end:
                return
            if restart[0] < raised or (restart[0] == raised and restart[2] not in self.sets):
                now = since = restart[0]
                if restart[2] is not None:
                    is_doubled, ignored = False, 0
                    self._tell_natural(restart[2])
                continue
            prompt = self._live(raised)
            self.prompts.append(prompt)
            self.told.append((raised, "raised"))
            if prompt.outcome is None:
                return
            self.told.append((prompt.end, prompt.outcome))
            now = since = prompt.end
            if prompt.is_answered or prompt.outcome != "ignored":
                is_doubled, ignored = False, 0
            if prompt.outcome == "ignored":
                ignored += 1
                is_doubled = is_doubled or ignored >= IGNORED_IN_A_ROW
            if prompt.outcome == "verified":
                restarts = [r for r in restarts if r[2] is not prompt.go]

    def _restarts(self):
        """(t, order, go or None): what sets the clock back while no prompt is open."""
        for go in self.vacancies:
            yield self.settled(go.reaches(self.protocol.duration)), 0, go
        for go in self.sets:
            yield self.settled(go.reaches(self.protocol.raises)), 0, go
        open_unknown = intersect(self.reading.unknown, self.reading.vacated)
        for start, end in union(open_unknown + self.reading.pauses):
            if end - start >= self.protocol.duration:
                yield start + self.protocol.duration, 1, None

    def _tell_natural(self, go):
        if go in self.sets:
            if go.total >= self.protocol.raises:
                self.told.append((self.settled(go.reaches(self.protocol.raises)), "natural"))
            return
        has_sat = any(end == go.start for _, end in self.reading.occupied)
        again = [stretch for stretch in self.reading.occupied if stretch[0] == go.end]
        again = intersect(self.seated, again)
        if has_sat and again and self._day(go.start) == self._day(again[0][0]):
            self.told.append((again[0][0], "natural"))

    def _day(self, t):
        return bisect_right(self.day_starts, t)

    # ---------------------------------------------------------------- one prompt

    def _live(self, raised):
        """How the prompt raised at that moment went on."""
        verified, go = self._verified(raised)
        ends, why = self._ignored(raised), "ignored"
        visible_from, snoozes, is_answered = raised, 0, False
        quiet_until = max((t + QUIET_MODE for t, value in self.touches
                           if value == "quiet" and t < raised), default=0)
        for t, value in [touch for touch in self.touches if touch[0] >= raised]:
            if min(verified, ends) <= t:
                break
            if value == "quiet":
                quiet_until = t + QUIET_MODE
            is_visible = why == "ignored" and visible_from <= t and quiet_until <= t
            if value == "pause" or (value == "skip" and is_visible):
                return Prompt(raised, t, "skipped", True, None)
            if value == "start" and is_visible:
                ends, why, is_answered = self._unfinished(t), "unfinished", True
                self.told.append((t, "started"))
            elif value == "snooze" and is_visible and snoozes < SNOOZES:
                snoozes, is_answered = snoozes + 1, True
                visible_from = first_in(self.shown, t + SNOOZE)
                ends = self._ignored(visible_from)
                self.told.append((t, "snoozed"))
        if min(verified, ends) > self.reading.end:
            return Prompt(raised, None, None, is_answered, None)
        if verified <= ends:
            return Prompt(raised, verified, "verified", is_answered, go)
        return Prompt(raised, ends, why, is_answered, None)

    def _verified(self, raised):
        """When enough has been done since the prompt, and in what."""
        by_moving = self._verified_by_moving(raised)
        by_sets = [(self.settled(go.reaches(self.protocol.raises)), go) for go in self.sets]
        by_sets = [(t, go) for t, go in by_sets if t >= raised]
        return min([by_moving] + by_sets, key=lambda verified: verified[0])

    def _verified_by_moving(self, raised):
        """Moving time adds up over vacancies with short sittings between."""
        done, previous = 0, None
        for go in [go for go in self.vacancies if go.end > raised]:
            if previous and self._sat_between(previous, go) >= SIT_AGAIN:
                done = 0
            t = self.settled(go.reaches(self.protocol.duration - done))
            if raised <= t < NEVER:
                return t, go
            done = 0 if t < raised else done + go.total
            previous = go
        return NEVER, None

    def _sat_between(self, go, following):
        return length(intersect(self.seated, [(go.end, following.start)]))

    def _ignored(self, since):
        return self.settled(reaches(self.staged, since, STAGES))

    def _unfinished(self, started):
        """When a prompt that was started at that moment and is not verified ends."""
        ends = self._with_sets(started + GET_UP, started)
        later = [go for go in self.vacancies if go.end > started]
        for go, following in zip(later, later[1:] + [Go(NEVER, NEVER, [])]):
            if go.start >= ends:
                break
            between = intersect(self.seated, [(go.end, following.start)])
            ends = self._with_sets(reaches(between, go.end, SIT_AGAIN), go.end)
        return self.settled(ends)

    def _with_sets(self, limit, since):
        """The limit, put off by what was done in guided sets since then."""
        for t in self.set_signs:
            if since <= t < limit:
                limit = max(limit, t + GET_UP)
        return limit

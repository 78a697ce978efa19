#!/usr/bin/env python3
"""Makes random traces from a seed: whole office days, and dense soups of events.

Every delay that a rule knows comes up exactly, one millisecond short and one over, and several
lines change at the same instant often enough to matter.
"""

import random
import sys

from coach_traces import coach_config, coach_day, coach_keys
from writer import MS, NS, TOUCHES, Writer, delay, near

STARTS = [
    # start, zone: an ordinary morning, nights before the day's start, and days of 23 and 25 h
    ("2026-03-02T08:55:00+01:00", None),
    ("2026-03-02T08:55:00+01:00", "Europe/Berlin"),
    ("2026-03-02T03:59:30+01:00", None),
    ("2026-03-01T22:10:00-05:00", "America/New_York"),
    ("2026-03-28T03:59:00+01:00", "Europe/Berlin"),
    ("2026-03-28T23:50:00+01:00", "Europe/Berlin"),
    ("2026-03-29T01:58:00+01:00", "Europe/Berlin"),
    ("2026-10-24T22:00:00+02:00", "Europe/Berlin"),
    ("2026-10-25T02:30:00+02:00", "Europe/Berlin"),
    ("2026-07-01T18:00:00Z", None),
    ("2026-12-31T23:00:00+05:30", "Asia/Kolkata"),
]

# ------------------------------------------------------------------------- scenes of a day


def bounces(w):
    return w.rng.choice([0, 0, 1, 2, 4])


def sit(w):
    if not w.level["chair"]:
        w.set("chair", 1, bounces(w))
    w.wait(w.rng.choice([9_999, 10_000, 10_001, 40_000, 59_999, 60_000, 300_000, 1_800_000,
                         3_600_000, w.rng.uniform(0, 3_000_000)]))


def stand_up(w):
    if w.level["chair"]:
        w.set("chair", 0, bounces(w))
    w.wait(near(w.rng, w.rng.choice([0, 1000, 5000, 10_000, 30_000])))


def shift_weight(w):
    if not w.level["chair"]:
        return
    for _ in range(w.rng.randrange(1, 4)):
        w.set("chair", 0, bounces(w))
        w.wait(near(w.rng, w.rng.choice([500, 3000, 9_000, 10_000])))
        w.set("chair", 1, bounces(w))
        w.wait(near(w.rng, w.rng.choice([500, 3000, 10_000, 30_000])))


def walk(w):
    """On the spot, a closure a stride; sometimes a double closing or a pause in it."""
    stride = w.rng.choice([600, 900, 1200, 2000, 2399, 2400, 2401, 250, 480, 500, 501])
    for _ in range(w.rng.randrange(1, 40)):
        used = w.set("mat", 1, bounces(w)) / MS
        closed = max(35, stride * w.rng.uniform(0.3, 0.6))
        if w.rng.random() < 0.1:
            w.wait(40)
            w.set("mat", 0)
            w.wait(w.rng.choice([35, 200, 420]))
            w.set("mat", 1)
        w.wait(closed)
        used += w.set("mat", 0, bounces(w)) / MS
        w.wait(max(0, stride - closed - used) + w.rng.choice([0, 0, 0, 1, -1, 700]) * (stride > 100)
               if stride - closed - used > 1 else 31)


def stand_on_mat(w):
    if not w.level["mat"]:
        w.set("mat", 1, bounces(w))
    w.wait(near(w.rng, w.rng.choice([2000, 60_000, 600_000])))
    if w.rng.random() < 0.7:
        w.set("mat", 0, bounces(w))
        w.wait(near(w.rng, w.rng.choice([100, 4000, 5000])))


def go_away(w):
    if w.level["mat"]:
        w.set("mat", 0, bounces(w))
    w.wait(near(w.rng, w.rng.choice([5000, 20_000, 60_000, 900_000, 3_600_000])))


def raise_calves(w):
    """Even or uneven raises; the mat is closed in between."""
    if not w.level["mat"]:
        w.set("mat", 1, bounces(w))
        w.wait(800)
    is_even = w.rng.random() < 0.5
    opening = w.rng.choice([399, 400, 401, 900, 1500, 2999, 3000, 3001])
    rest = w.rng.choice([35, 100, 600, 1000, 2000])
    for _ in range(w.rng.randrange(1, 18)):
        w.set("mat", 0)
        w.wait(opening if is_even else w.rng.uniform(380, 3100))
        w.set("mat", 1)
        w.wait(rest if is_even else w.rng.choice([35, 500, 1500, 3000, 9_999, 10_000, 10_001]))


def guided_set(w):
    w.say("touch", "exercise")
    w.wait(w.rng.choice([0, 100, 3000]))
    for _ in range(w.rng.randrange(1, 4)):
        raise_calves(w)
        w.wait(w.rng.choice([0, 5000, 11_000]))
    if w.rng.random() < 0.7:
        w.say("touch", "stop")


def fidget(w):
    period = w.rng.choice([100, 200, 300, 499, 500, 501])
    for _ in range(2 * w.rng.randrange(2, 20)):
        w.flip("mat")
        w.wait(period / 2 if w.rng.random() < 0.95 else period)


def touch(w):
    w.say("touch", w.rng.choice(TOUCHES))
    w.wait(near(w.rng, w.rng.choice([0, 1000, 59_000, 60_000])))


def take_pause(w):
    w.say("touch", "pause")
    w.wait(near(w.rng, w.rng.choice([500, 5000, 59_000, 60_000, 1_800_000])))
    if w.rng.random() < 0.8:
        w.say("touch", "resume")


def tell_fault(w):
    line = w.rng.choice(["chair", "mat"])
    w.say(line, "fault")
    w.wait(near(w.rng, w.rng.choice([0, 500, 5000, 10_000, 60_000, 600_000])))
    if w.rng.random() < 0.4:
        w.flip(line)
        w.wait(w.rng.choice([0, 10, 500]))
    w.say(line, "ok")
    w.wait(w.rng.choice([0, 10, 40, 9_960, 10_000]))


def chatter(w):
    line = w.rng.choice(["chair", "mat"])
    until = w.now + w.rng.choice([1_900, 1_990, 2_000, 2_030, 2_500, 6_000]) * MS
    while w.now < until - 30 * MS:
        w.flip(line)
        w.wait(w.rng.choice([1, 5, 10, 20, 29]))
    last = until - 30 * MS
    if w.rng.random() < 0.3 and w.out[-1][0] <= last:
        w.now = last  # settles just when the time is up
        w.flip(line)
    for _ in range(w.rng.choice([0, 0, 1, 3])):
        w.wait(near(w.rng, w.rng.choice([30, 500, 1000])))
        w.flip(line)
    w.wait(near(w.rng, w.rng.choice([30, 1000, 3000, 20_000])))


def unplug(w):
    if not w.level["plug"]:
        w.set("plug", 1)
        w.wait(w.rng.choice([0, 1000]))
    w.set("plug", 0)
    if w.rng.random() < 0.7 and w.level["chair"]:
        w.wait(w.rng.choice([0, 0, 2, 50]))
        w.set("chair", 0)
    w.wait(near(w.rng, w.rng.choice([1000, 10_000, 59_000, 60_000, 300_000])))
    if w.rng.random() < 0.6 and not w.level["chair"]:
        w.set("chair", 1)
        w.wait(w.rng.choice([0, 0, 2, 50]))
    w.set("plug", 1)
    w.wait(near(w.rng, w.rng.choice([0, 5000, 10_000])))


def leave_bag(w):
    if not w.level["chair"]:
        w.set("chair", 1)
    w.wait(near(w.rng, w.rng.choice([4 * 3_600_000, 5 * 3_600_000, 14 * 3_600_000])))
    if w.rng.random() < 0.3:
        w.flip("mat")
        w.wait(near(w.rng, 600_000))
    if w.rng.random() < 0.5:
        touch(w)


def push_chair_onto_mat(w):
    if w.level["chair"] and w.rng.random() < 0.8:
        w.set("chair", 0)
        w.wait(w.rng.choice([0, 500, 12_000]))
    if not w.level["mat"]:
        w.set("mat", 1)
    w.wait(near(w.rng, w.rng.choice([30 * 60_000, 45 * 60_000, 5 * 3_600_000])))


def same_instant(w):
    w.flip("chair")
    w.flip("mat")
    w.wait(near(w.rng, w.rng.choice([30, 5000, 10_000])))


SCENES = [
    (sit, 9), (stand_up, 6), (shift_weight, 4), (walk, 6), (stand_on_mat, 4), (go_away, 5),
    (raise_calves, 4), (guided_set, 3), (fidget, 2), (touch, 3), (take_pause, 1.5),
    (tell_fault, 1), (chatter, 1), (unplug, 0.7), (leave_bag, 0.5), (push_chair_onto_mat, 0.7),
    (same_instant, 1),
]


def office_day(w):
    scenes, weights = zip(*SCENES)
    for _ in range(w.rng.choice([3, 8, 20, 40])):
        w.rng.choices(scenes, weights)[0](w)


def orderly_day(w):
    """No faults, no pauses: the days that most kiosks see."""
    calm = [(s, n) for s, n in SCENES if s not in (tell_fault, chatter, unplug, take_pause)]
    scenes, weights = zip(*calm)
    for _ in range(w.rng.choice([8, 20, 60])):
        w.rng.choices(scenes, weights)[0](w)


def soup(w):
    """Any event after any delay."""
    lines = w.rng.choice([["chair"], ["mat"], ["chair", "mat"], ["chair", "mat", "plug"]])
    faults = w.rng.choice([0, 0.05, 0.2])
    touches = w.rng.choice([0, 0.05, 0.3])
    for _ in range(w.rng.choice([5, 15, 40, 120])):
        kind = w.rng.random()
        line = w.rng.choice(lines)
        if kind < faults:
            w.say(line, w.rng.choice(["fault", "ok", "ok"]))
        elif kind < faults + touches:
            w.say("touch", w.rng.choice(TOUCHES))
        else:
            w.flip(line)
        w.wait(delay(w.rng))


def steps_soup(w):
    """Mat edges only, closely around the limits of footfalls and raises."""
    if w.rng.random() < 0.6:
        w.set("chair", 1)
        w.wait(12_000)
    for _ in range(w.rng.choice([20, 80])):
        w.flip("mat")
        w.wait(near(w.rng, w.rng.choice([35, 120, 200, 240, 250, 300, 400, 480, 500, 600, 900, 1000,
                                         1200, 1400, 2000, 2400, 2950])))
        if w.rng.random() < 0.03:
            w.flip(w.rng.choice(["chair", "mat"]))


DAYS = [office_day, office_day, orderly_day, soup, soup, steps_soup, coach_day, coach_day,
        coach_day, coach_day]


def make(seed):
    """The text of a trace, and of its configuration (empty: the defaults)."""
    rng = random.Random(seed)
    w = Writer(rng)
    start, zone = rng.choice(STARTS)
    w.hour = int(start[11:13])
    w.wait(rng.choice([0, 0, 5, 1000, 30_000]))
    day = rng.choice(DAYS)
    config = ""
    if day is coach_day or rng.random() < 0.2:
        config = coach_config(w) + coach_keys(w)
    day(w)
    if rng.random() < 0.7:
        w.wait(rng.choice([0, delay(rng), 12_000, 3_600_000]))
        w.out.append((w.now, "end"))
    if rng.random() < 0.2:
        w.out = w.out[:rng.randrange(len(w.out)) + 1]

    lines = ["# secondheart trace v1", f"# start: {start}"]
    lines += [f"# tz: {zone}"] if zone else []
    lines += [f"{t // NS}.{t % NS:09d} {what}" for t, what in w.out]
    if rng.random() < 0.12:
        config += "[sensors]\nmat = none\n"
    elif rng.random() < 0.2:
        config += "[sensors]\nsteps_per_closure = 1\n"
    if rng.random() < 0.1:
        config += f"[day]\nday_start = {rng.choice(['00:00', '06:00', '09:00', '23:30'])}\n"
    return "\n".join(lines) + "\n", config


if __name__ == "__main__":
    text, conf = make(int(sys.argv[1]))
    print(text, end="")
    print("".join(f"# conf: {line}\n" for line in conf.splitlines()), end="")

"""A day at the office as level changes with bounce, and what it must come to, worked out by hand.

Times are seconds since the script's start. The mat is for one foot: a closing a stride.
"""

import json
import random

from guest import bounce

# Sitting periods (bouts): (from, until). Hand-made: each over the hold-off of 10 s, and at no quiet
# time (below) their sum is near a whole minute, where some microseconds change what the screen says.
BOUTS = ((45, 3720), (3790, 9190), (12000, 14400), (14500, 20000), (20300, 28000))
END = 28800
# An edge that is due while the kiosk draws is played a millisecond late; a day's sums have ten.
PLAYED_LATE_S = 0.05

# What the day's figures must be, from the lines below and the definitions.
TRUTH = {
    "sitting_s": 24675,  # 3675 + 5400 + 2400 + 5500 + 7700
    "sedentary_bouts": 5,
    "breaks": 4,
    "shifts": 1,  # at 1800
    "longest_bout_s": 7700,
    "median_bout_s": 5400,
    "mean_bout_s": 4935,
    "stepping_s": 59,  # 60 footfalls a second apart
    "steps": 120,  # two a footfall
    "calf_raises": 6,
    "second_heart_beats": 126,
    "leg_movement_s": 2.1,  # 8 closings, 0.3 s apart
    "unknown_s": 0,
}


def edges(prefix=""):
    """The day's edges. Every contact bounces up to three times within 5 ms; same each time."""
    dice = random.Random(1)
    changes = []

    def change(at, line, level):
        changes.extend(bounce(at, prefix + line, level, dice.randrange(4),
                              dice.uniform(0.0002, 0.0008)))

    for start, until in BOUTS:
        change(start, "chair", 1)
        change(until, "chair", 0)
    change(1800, "chair", 0)  # a shift: leaning forward for 4 s
    change(1804, "chair", 1)
    change(890, "mat", 1)  # heels on the mat, six calf raises of 2 s, heels off
    for i in range(6):
        change(900 + 2 * i, "mat", 0)
        change(901 + 2 * i, "mat", 1)
    change(930, "mat", 0)
    for i in range(60):  # a minute of walking on the spot
        change(3722 + i, "mat", 1)
        change(3722.5 + i, "mat", 0)
    for i in range(8):  # a restless foot
        change(5000 + 0.3 * i, "mat", 1)
        change(5000.15 + 0.3 * i, "mat", 0)
    change(14401, "mat", 1)  # a break of standing still
    change(14499, "mat", 0)
    return sorted(changes, key=lambda edge: edge[0])


# When somebody is up for a while and no figure moves: at lunch, standing on the mat, in a break, and
# gone for the day.
QUIET_TIMES = (9300, 14450, 20100, 28100)


def day_parts():
    """The day's edges in parts that end at the quiet times, each with times of its own."""
    begin, parts = 0, []
    for quiet in QUIET_TIMES:
        part = [(at - begin, line, level) for at, line, level in edges() if begin < at <= quiet]
        parts.append([*part, (quiet - begin, "chair", 0)])
        begin = quiet
    return parts


def float_seconds(figures):
    """Figures with their times as numbers that are compared with a tolerance."""
    return {key: float(value) if key.endswith("_s") else value for key, value in figures.items()}


# Two minutes at a desk in three parts, between which a test may look at the screen.
DESK_TRUTH = {
    "sedentary_bouts": 3,
    "breaks": 2,
    "shifts": 1,
    "steps": 16,
    "calf_raises": 6,
    "second_heart_beats": 22,
    "stepping_s": 7.0,
    "leg_movement_s": 2.1,
    "unknown_s": 0.0,
}


def desk():
    """Sitting with six calf raises and a shift; eight strides; then two more sittings.

    The first edge comes late enough for both the kiosk and the recorder to have called the empty
    desk away: standing, which it would be before, counts in a day even before its first bout.
    """
    seated = [*bounce(8, "chair", 1, 3), *bounce(10, "mat", 1, 2)]
    for i in range(6):
        seated += [*bounce(15 + 2 * i, "mat", 0, 1), *bounce(16 + 2 * i, "mat", 1, 2)]
    seated += [*bounce(28, "mat", 0, 3), *bounce(30, "chair", 0, 2), *bounce(33, "chair", 1, 2)]
    strides = bounce(10, "chair", 0, 3)
    for i in range(8):
        strides += [*bounce(11 + i, "mat", 1, 2), *bounce(11.5 + i, "mat", 0, 1)]
    rest = [*bounce(8, "mat", 1, 1), *bounce(16, "mat", 0, 1), *bounce(20, "chair", 1, 3)]
    for i in range(8):
        rest += [(23 + 0.3 * i, "mat", 1), (23.15 + 0.3 * i, "mat", 0)]
    rest += [*bounce(45, "chair", 0, 2), *bounce(57, "chair", 1, 2), *bounce(80, "chair", 0, 2),
             (92, "chair", 0)]
    return seated, strides, rest


def trace(changes, end, start="2026-03-02T08:00:00+00:00"):
    """The script as a trace: what `replay` is given to say what it must come to."""
    lines = [f"{at:.9f} {line} {level}\n" for at, line, level in changes]
    return f"# secondheart trace v1\n# start: {start}\n{''.join(lines)}{end:.9f} end\n"


def figures_of(text):
    """The one day's figures of `replay` or `report` in JSON."""
    days = json.loads(text)["days"]
    assert len(days) == 1, days
    return days[0]


def assert_same_figures(what, left, right, tolerance):
    """Counts must be equal and times within tolerance (s); ratios within as much of their value."""
    wrong = []
    for key, wanted in right.items():
        value = left.get(key)
        if isinstance(wanted, dict):
            assert_same_figures(f"{what}: {key}", value, wanted, tolerance)
        elif isinstance(wanted, float) and isinstance(value, (int, float)):
            if abs(value - wanted) > tolerance:
                wrong.append(f"{key} {value}, not {wanted}")
        elif value != wanted:
            wrong.append(f"{key} {value}, not {wanted}")
    assert not wrong, f"{what}: {'; '.join(wrong)}"

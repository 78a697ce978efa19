"""Scenes that the coach cares about: prompts answered at every stage, breaks of about the length
that qualifies, short goes, sittings of about a minute between them, and what disturbs a prompt."""

from writer import MS, near

PRESETS = [
    # preset, interval and duration in ms
    ("hourly-stroll", 3_600_000, 120_000),
    ("half-hour", 1_800_000, 300_000),
    ("twenty-two", 1_200_000, 120_000),
    ("one-forty", 1_800_000, 100_000),
    ("seated", 3_600_000, 60_000),
    ("seated", 3_600_000, 60_000),
]

# Since a prompt was raised, snoozed or started: when something of it changes.
STAGES = [0, 1000, 10_000, 30_000, 60_000, 170_000, 180_000, 240_000, 290_000, 300_000]
QUIET_DAYS = ["", "", "daily ", "mon-fri ", "sat-sun ", "mon ", "sun ", "fri-mon "]
SITTINGS = [5_000, 9_999, 10_000, 30_000, 50_000, 60_000, 70_000]
OPENINGS = [500, 5_000, 9_999, 10_000, 10_001]


def coach_config(w):
    """Chooses a protocol, mostly a quick one so that many prompts fit into a trace."""
    if w.rng.random() < 0.3:
        preset, w.interval, w.duration = w.rng.choice(PRESETS)
        return f"[protocol]\npreset = {preset}\n"
    minutes = w.rng.choice([5, 5, 5, 6, 10])
    seconds = w.rng.choice([10, 11, 15, 20, 30, 60, 60, 90, 120, 299])
    w.interval, w.duration = minutes * 60_000, seconds * 1000
    return (f"[protocol]\npreset = custom\ninterval_min = {minutes}\n"
            f"duration_s = {seconds}\n")


def quiet_hours(w):
    """Spans that begin or end near the trace's day, over midnight or by weekday too."""
    def at():
        hour = w.rng.choice([w.hour, w.hour, w.hour + 1, w.hour + 4, w.rng.randrange(24)]) % 24
        return f"{hour:02}:{w.rng.choice([0, 0, 5, 30, 57, w.rng.randrange(60)]):02}"

    spans = []
    for _ in range(w.rng.choice([1, 1, 2, 3])):
        start, end = at(), w.rng.choice([at(), at(), at(), "24:00"])
        if start != end:
            spans.append(w.rng.choice(QUIET_DAYS) + f"{start}-{end}")
    return ", ".join(spans)


def coach_keys(w):
    """The section [coach], for some traces; suggestions and the chime change no figure."""
    keys = ""
    if w.rng.random() < 0.2:
        keys += f"quiet_hours = {quiet_hours(w)}\n"
    if w.rng.random() < 0.05:
        keys += f"baseline_days = {w.rng.choice([0, 1, 1, 2])}\n"
    for key in ("suggestions", "chime"):
        if w.rng.random() < 0.2:
            keys += f"{key} = {w.rng.choice(['yes', 'no'])}\n"
    return f"[coach]\n{keys}" if keys else ""


def bounces(w):
    return w.rng.choice([0] * 12 + [1, 2])


def chair(w, level):
    if w.level["chair"] != level:
        w.set("chair", level, bounces(w))


def mat(w, level):
    if w.level["mat"] != level:
        w.set("mat", level, bounces(w))


def shift(w):
    if w.level["chair"]:
        chair(w, 0)
        w.wait(near(w.rng, w.rng.choice(OPENINGS)))
        chair(w, 1)


def sit_short(w):
    if not w.level["chair"]:
        chair(w, 1)
        w.wait(near(w.rng, w.rng.choice(OPENINGS)))
        chair(w, 0)


def work(w):
    """Seated for about an interval, or a part of it; a shift may lie over its end."""
    chair(w, 1)
    ms = w.interval * w.rng.choice([1, 1, 1, 1, 0.5, 2, 0.9])
    if w.rng.random() < 0.3:
        w.wait(max(0, near(w.rng, ms - w.rng.choice([0, 1000, 5_000, 9_000, 10_000]))))
        shift(w)
        w.wait(near(w.rng, w.rng.choice([0, 1000, 9_000, 10_000])))
    else:
        w.wait(near(w.rng, ms))


def wait_a_stage(w):
    w.wait(near(w.rng, w.rng.choice(STAGES)))


def touch(w):
    w.say("touch", w.rng.choice(["start", "start", "start", "snooze", "snooze", "skip", "quiet",
                                 "pause", "resume", "other", "exercise", "stop"]))


def answer(w):
    """A prompt that is surely open is answered, and what was said is done, or not."""
    chair(w, 1)
    w.wait(w.interval + w.rng.choice([0, 1000, 50_000, 200_000]))
    wish = w.rng.choice(["start", "start", "snooze", "snooze", "skip", "pause", "quiet"])
    w.say("touch", wish)
    if wish == "start":
        w.wait(near(w.rng, w.rng.choice([0, 1000, 20_000, 175_000, 180_000, 190_000])))
        w.rng.choice([stroll, short_goes, short_goes, stand, shift, raise_calves])(w)
    elif wish == "snooze":
        for _ in range(w.rng.choice([0, 1, 2, 2])):
            w.rng.choice([short_goes, stand, shift, sit_short, wait_a_stage, stroll])(w)
            w.wait(near(w.rng, w.rng.choice([0, 60_000, 240_000, 300_000])))
            w.say("touch", w.rng.choice(["snooze", "snooze", "start", "skip", "other"]))
    elif wish == "pause":
        w.wait(near(w.rng, w.rng.choice([10_000, w.duration, w.duration, 600_000])))
        w.say("touch", "resume")
    else:
        w.wait(near(w.rng, w.rng.choice([0, 300_000, 1_800_000])))


def walk(w, ms):
    """Footfalls for about that long; the mat ends closed."""
    stride = w.rng.choice([600, 1000, 1200, 2000, 2400])
    until = w.now + ms * MS
    mat(w, 1)
    while w.now + stride * MS <= until:
        w.wait(stride * 0.6)
        w.set("mat", 0)
        w.wait(stride * 0.4)
        w.set("mat", 1)


def move(w, ms):
    """Up from the chair and about that long on the move, with or without the mat."""
    chair(w, 0)
    w.wait(w.rng.choice([0, 0, 500, 3000, 12_000]))
    while ms > 0:
        part = min(ms, w.rng.choice([ms, ms, ms / 2, 8_000, 20_000]))
        if w.rng.random() < 0.5:
            walk(w, part)
            if w.rng.random() < 0.5:
                w.wait(near(w.rng, w.rng.choice([40, 1000, 4_000, 5_000, 6_000])))
        else:
            mat(w, 0)
            w.wait(near(w.rng, part))
        ms -= part


def stroll(w):
    """A break of about the duration."""
    move(w, max(0, near(w.rng, w.duration * w.rng.choice([1, 1, 1, 1.5])
                        + w.rng.choice([0, 0, 0, -5_000, 5_000, -10_000, 10_000]))))
    if w.rng.random() < 0.5:
        w.wait(near(w.rng, w.rng.choice([0, 5_000, 20_000])))
    if w.rng.random() < 0.2:
        sit_short(w)
    if w.rng.random() < 0.8:
        chair(w, 1)


def short_goes(w):
    """Parts of a break, with sittings of about a minute between."""
    for _ in range(w.rng.randrange(1, 5)):
        move(w, w.duration * w.rng.choice([0.25, 0.5, 0.5, 0.9]))
        if w.rng.random() < 0.3:
            sit_short(w)
        chair(w, 1)
        w.wait(near(w.rng, w.rng.choice(SITTINGS)))
        if w.rng.random() < 0.2:
            shift(w)


def stand(w):
    chair(w, 0)
    mat(w, 1)
    w.wait(near(w.rng, w.rng.choice([10_000, 60_000, 300_000, w.duration])))
    if w.rng.random() < 0.6:
        chair(w, 1)


def raise_calves(w):
    """A guided set of about as many raises as make a break."""
    chair(w, 1)
    mat(w, 1)
    w.say("touch", "exercise")
    w.wait(w.rng.choice([100, 3_000, 30_000]))
    for _ in range(w.rng.choice([1, 1, 2])):
        for _ in range(w.rng.choice([4, 7, 8, 14, 15, 16])):
            w.set("mat", 0)
            w.wait(1000)
            w.set("mat", 1)
            w.wait(w.rng.choice([1000, 1000, 1000, 2000, 9_000, 11_000]))
        w.wait(near(w.rng, w.rng.choice([0, 5_000, 60_000])))
    if w.rng.random() < 0.7:
        w.say("touch", "stop")
        w.wait(near(w.rng, w.rng.choice([0, 30_000, 60_000])))


def pause(w):
    w.say("touch", "pause")
    w.wait(near(w.rng, w.rng.choice([1000, 60_000, w.duration, w.duration, 3_600_000])))
    if w.rng.random() < 0.3:
        w.flip("chair")
        w.wait(near(w.rng, w.rng.choice([5_000, 10_000, w.duration])))
    w.say("touch", "resume")


def fault(w):
    line = w.rng.choice(["chair", "mat"])
    if w.rng.random() < 0.5:
        w.flip("chair")
        w.wait(w.rng.choice([0, 3_000, 12_000]))
    w.say(line, "fault")
    w.wait(near(w.rng, w.rng.choice([500, 10_000, 60_000, w.duration, w.duration])))
    if w.rng.random() < 0.3:
        w.flip("chair")
        w.wait(near(w.rng, w.rng.choice([10_000, w.duration])))
    w.say(line, "ok")


def long_stay(w):
    """A bag on the chair, a chair on the mat, a night, or a day without an answer."""
    chair(w, w.rng.choice([0, 1]))
    if w.rng.random() < 0.5:
        mat(w, w.rng.choice([0, 1]))
    w.wait(near(w.rng, w.rng.choice([1_800_000, 3_600_000, 4 * 3_600_000, 6 * 3_600_000,
                                     5 * w.interval, 14 * 3_600_000])))


SCENES = [
    (work, 6), (answer, 8), (wait_a_stage, 4), (touch, 4), (stroll, 6), (short_goes, 4), (shift, 2),
    (sit_short, 1), (stand, 1.5), (raise_calves, 1), (pause, 0.7), (fault, 0.7), (long_stay, 0.4),
]
DISTURBANCES = (pause, fault, long_stay)


def coach_day(w):
    """A few prompts on time, each met at some stage in some way, between scenes of any kind."""
    is_calm = w.rng.random() < 0.5
    scenes, weights = zip(*[(s, n * (8 if w.interval == 3_600_000 and s is raise_calves else 1))
                            for s, n in SCENES if not (is_calm and s in DISTURBANCES)])
    for _ in range(w.rng.choice([1, 2, 4, 8])):
        w.rng.choice([work, answer])(w)
        for _ in range(w.rng.randrange(0, 5)):
            wait_a_stage(w)
            w.rng.choices(scenes, weights)[0](w)
        if w.rng.random() < 0.3:
            w.rng.choices(scenes, weights)[0](w)

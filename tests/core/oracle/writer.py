"""What random traces are written with: lines at a moving time, and delays that rules care about."""

NS = 1_000_000_000
MS = 1_000_000

# What rules compare durations with, in ms.
THRESHOLDS = [30, 400, 480, 500, 600, 1000, 1200, 2000, 2400, 3000, 4000, 5000, 10_000, 60_000]
LONG_THRESHOLDS = [30 * 60_000, 60 * 60_000, 4 * 3_600_000]

TOUCHES = ["start", "snooze", "skip", "quiet", "pause", "resume", "exercise", "stop", "other"]


class Writer:
    """Collects lines at a moving time; levels are remembered so that edges are edges."""

    def __init__(self, rng):
        self.rng = rng
        self.now = 0
        self.out = []
        self.level = {"chair": 0, "mat": 0, "plug": 0}
        self.interval, self.duration = 3_600_000, 120_000  # the protocol's, in ms
        self.hour = 0  # of the day, local, at which the trace begins

    def wait(self, ms):
        self.now += round(ms * MS)

    def say(self, what, value):
        self.out.append((self.now, f"{what} {value}"))

    def set(self, line, level, bounce=0):
        """An edge with `bounce` more pairs of edges after it, settling later than the first."""
        self.level[line] = level
        self.say(line, level)
        start = self.now
        for _ in range(bounce):
            self.wait(self.rng.choice([0.5, 1, 2, 5, 11, 29]))
            self.say(line, 1 - level)
            self.wait(self.rng.choice([0.5, 1, 2, 5, 11, 29]))
            self.say(line, level)
        return self.now - start

    def flip(self, line, bounce=0):
        return self.set(line, 1 - self.level[line], bounce)


def near(rng, ms):
    """A threshold, exactly or just beside it."""
    return max(0, ms + rng.choice([0, 0, -1, 1, -0.000001, 0.000001, rng.uniform(-50, 50)]))


def delay(rng):
    """A delay in ms that some rule cares about, or none does."""
    kind = rng.random()
    if kind < 0.08:
        return 0
    if kind < 0.6:
        return near(rng, rng.choice(THRESHOLDS))
    if kind < 0.63:
        return near(rng, rng.choice(LONG_THRESHOLDS))
    return rng.choice([rng.uniform(0, 40), rng.uniform(0, 700), rng.uniform(0, 4000),
                       rng.uniform(0, 15_000), rng.uniform(0, 90_000)])

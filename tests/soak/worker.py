"""A month of somebody at a desk, drawn from a seed: the edges of chair and mat, and their truth.

All times are nanoseconds since the script's begin. What a person does is planned so that every
posture is beyond doubt (no sitting or vacancy near the hold-off), and told twice: as edges, and as
the sums that must come out.
"""

import datetime
import zoneinfo

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
S = 1_000_000_000
MS = 1_000_000
MIN = 60 * S


def moment(date, hour, minute=0):
    """That local time as seconds since 1970."""
    at = datetime.datetime(date.year, date.month, date.day, hour, minute, tzinfo=ZONE)
    return int(at.timestamp())


class Day:
    """A kiosk day: from four in the morning to the next."""

    def __init__(self, date, start_s):
        self.date = date
        self.begin_s = moment(date, 4)
        self.end_s = moment(date + datetime.timedelta(days=1), 4)
        self.start_s = start_s
        self.sits = []  # (from, to)
        self.steps = 0
        self.raises = 0
        self.edges = []  # (at, line, level)
        self.taps = []  # at: somebody stands and touches the screen

    def at(self, hour, minute=0):
        return (moment(self.date, hour, minute) - self.start_s) * S

    @property
    def sitting_s(self):
        return sum(to - since for since, to in self.sits) / S


class Worker:
    def __init__(self, draw, day):
        self.draw = draw
        self.day = day
        self.now = 0
        self.mat = False

    def wait(self, least_s, most_s):
        self.now += self.draw.randint(least_s * 1000, most_s * 1000) * MS

    def edge(self, line, level):
        self.day.edges.append((self.now, line, int(level)))
        if line == "mat":
            self.mat = level

    def feet(self, down):
        if self.mat != down:
            self.edge("mat", down)

    def sit(self, minutes):
        since = self.now
        end = since + int(minutes * 60) * S
        self.edge("chair", True)
        self.now += 2 * S
        self.feet(self.draw.random() < 0.7)
        while True:
            self.wait(60, 900)
            if self.now > end - 2 * MIN:
                break
            self.draw.choice((self.shift, self.raise_heels, self.fidget, self.move_feet))()
        self.now = end - S
        self.feet(False)
        self.now = end
        self.edge("chair", False)
        self.day.sits.append((since, end))

    def shift(self):
        self.edge("chair", False)
        self.now += self.draw.randint(500, 7000) * MS
        self.edge("chair", True)
        self.now += 30 * S

    def move_feet(self):
        self.feet(not self.mat)

    def raise_heels(self):
        self.feet(True)
        self.now += 20 * S
        count = self.draw.randint(8, 15)
        for _ in range(count):
            self.edge("mat", False)
            self.now += self.draw.randint(900, 1100) * MS
            self.edge("mat", True)
            self.now += self.draw.randint(900, 1100) * MS
        self.now += 20 * S
        self.day.raises += count

    def fidget(self):
        self.feet(True)
        self.now += 10 * S
        for _ in range(self.draw.randint(5, 20)):
            self.edge("mat", False)
            self.now += self.draw.randint(90, 150) * MS
            self.edge("mat", True)
            self.now += self.draw.randint(90, 150) * MS
        self.now += 10 * S

    def leave(self, minutes):
        self.now += int(minutes * 60) * S

    def stand(self, minutes):
        """On the mat, and perhaps a finger on the screen."""
        self.now += 2 * S
        self.feet(True)
        self.now += int(minutes * 30) * S
        if self.draw.random() < 0.3:
            self.day.taps.append(self.now)
        self.now += int(minutes * 30) * S
        self.feet(False)
        self.now += 2 * S

    def walk(self, minutes):
        """On the spot: a footfall of one foot each 1.1 to 1.3 s."""
        self.now += 2 * S
        for _ in range(int(minutes * 50)):
            self.edge("mat", True)
            self.now += self.draw.randint(560, 640) * MS
            self.edge("mat", False)
            self.now += self.draw.randint(560, 640) * MS
            self.day.steps += 2
        self.now += 2 * S

    def take_break(self):
        kind = self.draw.random()
        if kind < 0.5:
            self.leave(self.draw.uniform(1, 15))
        elif kind < 0.7:
            self.stand(self.draw.uniform(1, 8))
        elif kind < 0.9:
            self.walk(self.draw.uniform(1, 3))
        else:
            self.stand(1)
            self.leave(self.draw.uniform(1, 6))

    def work(self, begin, end):
        self.now = begin
        while self.now < end:
            self.sit(self.draw.choice((self.draw.uniform(4, 30), self.draw.uniform(20, 75))))
            self.take_break()

    def clean(self, at):
        """Somebody else, in the evening, who does not sit down."""
        self.now = at
        self.edge("chair", True)
        self.now += self.draw.randint(500, 6000) * MS
        self.edge("chair", False)


def plan(draw, first, count, start_s):
    """`count` kiosk days from the date `first` on."""
    days = []
    for i in range(count):
        day = Day(first + datetime.timedelta(days=i), start_s)
        worker = Worker(draw, day)
        weekday = day.date.weekday()
        begin = day.at(8) + draw.randint(0, 5400) * S
        if weekday < 5:
            worker.work(begin, day.at(11, 45) + draw.randint(0, 1800) * S)
            worker.leave(draw.uniform(25, 50))
            worker.work(worker.now, day.at(16, 30) + draw.randint(0, 3600) * S)
            worker.clean(day.at(19, 30) + draw.randint(0, 600) * S)
        elif weekday == 5 and draw.random() < 0.5:
            worker.work(begin, day.at(12))
        days.append(day)
    return days

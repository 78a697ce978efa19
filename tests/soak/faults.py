"""What befalls a kiosk in a month, drawn from a seed, and what of it its switches show.

A day is divided into slots, and a slot takes one fault from a deck that holds each kind, shuffled;
so each kind comes up again and again, at another moment of what the person does.
"""

import bisect
import dataclasses

from worker import MIN, MS, S

SLOT = 40 * MIN
WIDTH_PX, HEIGHT_PX = 800, 480

# Of these the kiosk's figures are those of the same edges without them, to the second ...
HARMLESS = ("bounce", "wall-years", "wall-hours", "disk-full", "disk-read-only", "disk-slow",
            "screen-gone", "touch-storm", "menu")
# ... of these too, as the edges show them ...
SEEN = ("chatter", "stuck", "chip-gone")
# ... and these end the process: up to a minute before is lost, and nothing is known until after.
ENDS = ("stop", "reboot", "kill", "cut")
KINDS = HARMLESS + SEEN + ENDS


@dataclasses.dataclass
class Fault:
    kind: str
    begin: int
    end: int
    line: str = "chair"
    numbers: tuple = ()

    def holds(self, at):
        return self.begin <= at < self.end


def duration(draw, kind):
    least_s, most_s = {
        "bounce": (1500, 2300), "wall-years": (120, 1800), "wall-hours": (120, 1800),
        "disk-full": (600, 2000), "disk-read-only": (300, 1800), "disk-slow": (120, 400),
        "screen-gone": (60, 1500), "touch-storm": (20, 50), "menu": (30, 120),
        "chatter": (3, 25), "stuck": (120, 1500), "chip-gone": (5, 900),
        "stop": (3, 120), "reboot": (20, 300), "kill": (2, 60), "cut": (15, 600),
    }[kind]
    return draw.randint(least_s * 1000, most_s * 1000) * MS


def numbers_of(draw, kind):
    """What the kind's words of the script take."""
    if kind == "wall-years":
        return (draw.choice((-1, 1)) * draw.randint(1, 5) * 365 * 86400,)
    if kind == "wall-hours":
        return (draw.choice((-1, 1)) * draw.randint(600, 20 * 3600),)
    if kind == "chip-gone":
        return (draw.randint(0, 1), draw.randint(0, 5))
    if kind in ("kill", "cut"):
        return (draw.randint(0, 25), draw.randint(0, 2))
    return ()


def seated_moment(draw, day, begin, room):
    """A moment from `begin` on, at which the person goes on sitting for so long."""
    for since, to in day.sits:
        since = max(since + 3 * MIN, begin)
        if to - 3 * MIN - since > room:
            return since + draw.randint(0, (to - 3 * MIN - since - room) // MS) * MS
    return None


class Deck:
    def __init__(self, draw, kinds):
        self.draw = draw
        self.kinds = kinds
        self.rest = []

    def take(self):
        if not self.rest:
            self.rest = list(self.kinds)
            self.draw.shuffle(self.rest)
        return self.rest.pop()


def plan(draw, days, kinds=KINDS):
    """Faults that do not overlap, and each of which is over long before the day's figures."""
    deck = Deck(draw, kinds)
    faults = []
    for day in days:
        at = day.sits[1][0] if len(day.sits) > 4 else day.at(9)
        end = day.sits[-2][0] if len(day.sits) > 4 else day.at(15)
        while at + SLOT < end and kinds:
            kind = deck.take()
            length = duration(draw, kind)
            begin = at + draw.randint(0, (SLOT - length) // MS if length < SLOT else 0) * MS
            if kind in ("touch-storm", "menu"):
                begin = seated_moment(draw, day, begin, length)
            if begin is not None:
                faults.append(Fault(kind, begin, begin + length, draw.choice(("chair", "mat")),
                                    numbers_of(draw, kind)))
                at = max(at, begin)
            at += SLOT
    return faults


# ---- the switches ----


class Wire:
    """The levels of a line over time, as the person makes them."""

    def __init__(self, edges):
        self.edges = edges
        self.times = [at for at, _ in edges]

    def level(self, at):
        index = bisect.bisect_right(self.times, at)
        return self.edges[index - 1][1] if index else 0


def bounced(draw, at, level):
    """An edge and its burst, of at most 6 ms."""
    edges = [(at, level)]
    for _ in range(draw.randint(0, 4)):
        at += draw.randint(100, 700) * 1000
        edges.append((at, 1 - level))
        at += draw.randint(100, 700) * 1000
        edges.append((at, level))
    return edges


def chattering(draw, fault, wire):
    level = wire.level(fault.begin)
    at = fault.begin
    edges = []
    while at < fault.end:
        level = 1 - level
        edges.append((at, level))
        at += draw.randint(3, 25) * MS
    if level != wire.level(fault.end):
        edges.append((fault.end, wire.level(fault.end)))
    return edges


def line_edges(draw, line, days, faults):
    """What is on the wire."""
    true = [(at, level) for day in days for at, name, level in day.edges if name == line]
    wire = Wire(true)
    mine = [fault for fault in faults if fault.line == line]
    blind = [fault for fault in mine if fault.kind in ("chatter", "stuck")]
    bouncing = [fault for fault in mine if fault.kind == "bounce"]
    edges = []
    for at, level in true:
        if any(fault.holds(at) for fault in blind):
            continue
        if any(fault.holds(at) for fault in bouncing):
            edges += bounced(draw, at, level)
        else:
            edges.append((at, level))
    for fault in blind:
        if fault.kind == "chatter":
            edges += chattering(draw, fault, wire)
        elif wire.level(fault.begin) != wire.level(fault.end):
            edges.append((fault.end, wire.level(fault.end)))
    return [(at, line, level) for at, level in sorted(edges)]


def wires(draw, days, faults):
    return sorted(line_edges(draw, "chair", days, faults) + line_edges(draw, "mat", days, faults))


# ---- the script ----


def storm(draw, fault):
    """Fingers all over the glass, several at once, some of which never lift."""
    at = fault.begin
    lines = []
    while at < fault.end - 2 * S:
        finger = draw.choice((1, 1, 1, 2, 3))
        x, y = draw.randrange(WIDTH_PX), draw.randrange(HEIGHT_PX)
        lines.append((at, f"down {finger} {x} {y}"))
        at += draw.randint(1, 60) * MS
        if draw.random() < 0.2:
            lines.append((at, f"move {finger} {draw.randrange(WIDTH_PX)} {y}"))
        word = draw.choices(("up", "cancel", ""), (8, 1, 1))[0]
        if word:
            lines.append((at, f"{word} {finger} {x} {y}"))
        at += draw.randint(1, 120) * MS
    return lines + [(fault.end, f"cancel {finger} 0 0") for finger in (1, 2, 3)]


def tap(at, x, y):
    return [(at, f"down 1 {x} {y}"), (at + 80 * MS, f"up 1 {x} {y}")]


def menu(draw, fault):
    """The menu, and whatever is under the finger after it."""
    lines = tap(fault.begin, WIDTH_PX // 2, HEIGHT_PX // 3)
    at = fault.begin + 2 * S
    while at < fault.end:
        lines += tap(at, draw.randrange(WIDTH_PX), draw.randrange(HEIGHT_PX))
        at += draw.randint(800, 4000) * MS
    return lines


def lines_of(draw, fault):
    kind, begin, end = fault.kind, fault.begin, fault.end
    off_s = (end - begin) // S
    disk = {"disk-full": 1, "disk-read-only": 2, "disk-slow": 3}.get(kind)
    if kind.startswith("wall-"):
        return [(begin, f"wall {fault.numbers[0]}"), (end, "wall 0")]
    if disk:
        return [(begin, f"disk {disk}"), (end, "disk 0")]
    if kind == "screen-gone":
        return [(begin, "screen 0"), (end, "screen 1")]
    if kind == "touch-storm":
        return storm(draw, fault)
    if kind == "menu":
        return menu(draw, fault)
    if kind == "chip-gone":
        return [(begin, f"gone {fault.numbers[0]}"), (end, f"back {fault.numbers[1]}")]
    if kind == "stop":
        return [(begin, f"stop {off_s} 0")]
    if kind == "kill":
        return [(begin, f"kill {off_s} {fault.numbers[0]}")]
    # Who boots knows the time a little later.
    known = end + MIN + draw.randint(20, 200) * S
    if kind == "reboot":
        return [(begin, f"stop {off_s} 1"), (known, "known")]
    if kind == "cut":
        return [(begin, f"cut {off_s} {fault.numbers[0]} {fault.numbers[1]}"), (known, "known")]
    return []


def script(draw, days, faults, edges, sends, end):
    """All lines, in order."""
    lines = [(at, f"{line} {level}") for at, line, level in edges]
    for fault in faults:
        lines += lines_of(draw, fault)
    for day in days:
        for at in day.taps:
            lines += tap(at, WIDTH_PX // 2, HEIGHT_PX // 3)
    for index, day in enumerate(days):
        lines += [(day.at(22), f"sample {2 * index}"), (day.at(23), f"sample {2 * index + 1}")]
    lines += [(at, f"send {number}") for number, at in enumerate(sends)]
    lines.append((end, "end"))
    return sorted(lines, key=lambda line: line[0])


# ---- what the switches showed, as a trace ----


def stamp(at):
    return f"{at // S}.{at % S:09d}"


def trace(start, edges, outages, taps, end):
    """What the kiosk could see: `outages` are (from, to) of no chip, or of no kiosk.

    `start` is the header's time.
    """
    lines = ["# secondheart trace v1", f"# start: {start}", "# tz: Europe/Berlin"]
    items = []
    level = {"chair": 0, "mat": 0}
    marks = [(at, 1, line, value) for at, line, value in edges]
    marks += [(begin, 0, "begin", 0) for begin, _ in outages]
    marks += [(finish, 2, "end", 0) for _, finish in outages]
    marks += [(at, 1, "tap", 0) for at in taps]
    depth = 0
    for at, _, what, value in sorted(marks):
        if what == "begin":
            depth += 1
            if depth == 1:
                items += [(at, "chair fault"), (at, "mat fault")]
        elif what == "end":
            depth -= 1
            if depth == 0:
                items += [(at, "chair ok"), (at, "mat ok")]
                items += [(at, f"{line} {level[line]}") for line in ("chair", "mat")]
        elif what == "tap":
            if depth == 0:
                items.append((at, "touch other"))
        else:
            level[what] = value
            if depth == 0:
                items.append((at, f"{what} {value}"))
    items.append((end, "end"))
    return "\n".join(lines + [f"{stamp(at)} {text}" for at, text in items]) + "\n"



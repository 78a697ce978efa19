"""What a finger and an eye need on the kiosk's glass of 800x480, turned or not: for a guest's
touchscreen and for a window's pointer alike.

Places are of the canvas, which is 480x800 once the glass is turned by a quarter. Where a thing
stands elsewhere then, there is a place a size.
"""

import datetime
import json

from picture import Picture

WIDTH, HEIGHT = 800, 480

# Middles of what is tapped.
HOME = {(800, 480): (180, 180), (480, 800): (240, 80)}
BACK = (48, 48)
TILE = {"history": {(800, 480): (553, 283), (480, 800): (83, 585)},
        "settings": {(800, 480): (495, 404), (480, 800): (240, 712)},
        "kiosk": {(800, 480): (686, 404), (480, 800): (397, 712)}}
ROW_LANGUAGE, ROW_ERASE, ROW_ROTATION = (652, 224), (142, 420), (142, 140)
LANGUAGE_GERMAN, QUARTER_RIGHT = (652, 140), (590, 140)
KEEP_IT, TURN_BACK = (128, 736), (352, 736)  # on the canvas that the quarter makes
CANCEL, ERASE_FOR_GOOD = (206, 408), (594, 408)
OLDER_WEEK, BAR_X, BAR_TOP, BAR_BASE = (54, 122), (95, 159, 223, 287, 351), 300, 398
BAR_Y = BAR_BASE - 10
FIRST_BLOCK = (60, 250)
# The way on of each step of the first run, and its choices.
SETUP_ON = {"setup-language": (400, 432), "setup-chair": (472, 432), "setup-mat": (472, 432),
            "setup-protocol": (206, 432), "setup-privacy": (146, 432)}
SETUP_GERMAN, SETUP_HALF_HOUR, SETUP_SET_TIME = (652, 127), (594, 130), (146, 432)

# Where the colour tells something: the end of home's strip, ground only where no way back is, and
# the ground of the tick over a sensor whose every check was seen.
STRIP_END = {(800, 480): (480, 438), (480, 800): (450, 737)}
BESIDE_BACK = (18, 48)
SENSOR_SEEN = (200, 200)
CARD_MARK = (56, 56)  # of a card that says what is wrong
# Left, top, right, bottom: of a page's title; of a sensor's three checks; of a day's chart, where
# even its lowest block is; and of what is said of the chosen one.
HEAD_PART = (92, 26, 464, 80)
CHECKS_PART = (394, 150, 424, 390)
BLOCKS_ROW = (24, 268, 776, 269)
BLOCK_SAID = (84, 308, 716, 368)

GROUND, CARD, TRACK, HI, MOVE = ((0x13, 0x12, 0x19), (0x24, 0x21, 0x32), (0x42, 0x3D, 0x53),
                                 (0xF6, 0xF2, 0xEA), (0x52, 0xD3, 0xA8))
FAULT = (0xFF, 0x8A, 0x5C)
PROLONGED = (0xE0, 0x8B, 0xC0)
POSTURES = {(0xF2, 0xB6, 0x5C): "seated", (0x7F, 0xC6, 0xF4): "standing", MOVE: "stepping"}
CHECK_PIXELS = 400  # of a check that was seen; its tick hides some more

# A history: what each day had from nine on, two hours a posture. No two days are alike.
WEEK = (("seated",), ("standing",), ("seated", "stepping"), ("seated", "standing", "seated"),
        ("stepping", "seated", "standing"))
WEEK_BOOT = "last-week"  # told apart by it wherever it is kept


# A turned glass


def canvas(quarters):
    return (HEIGHT, WIDTH) if quarters % 2 else (WIDTH, HEIGHT)


def place_of(places, quarters):
    """A place of the canvas: the one that there is, or that of its size."""
    return places[canvas(quarters)] if isinstance(places, dict) else places


def place_on_glass(places, quarters):
    """Where a place of the canvas is on a glass that was turned so many quarters to the right."""
    (width, height), (x, y) = canvas(quarters), place_of(places, quarters)
    for _ in range(quarters):
        x, y, width, height = height - 1 - y, x, height, width
    return x, y


def part_on_glass(part, quarters):
    """The same for left, top, right, bottom."""
    left, top, right, bottom = part
    (x0, y0), (x1, y1) = (place_on_glass(corner, quarters)
                          for corner in ((left, top), (right - 1, bottom - 1)))
    return min(x0, x1), min(y0, y1), max(x0, x1) + 1, max(y0, y1) + 1


def turned(picture, quarters):
    """A picture turned so many quarters to the right."""
    width, height, rgb = picture.width, picture.height, picture.rgb
    for _ in range(quarters):
        rgb = b"".join(rgb[3 * (y * width + x):3 * (y * width + x) + 3]
                       for x in range(width) for y in reversed(range(height)))
        width, height = height, width
    return Picture(width, height, rgb)


# What the glass shows


def has_way_back(picture, quarters=0):
    return picture.pixel(*place_on_glass(BESIDE_BACK, quarters)) == CARD


def is_menu(picture, quarters=0):
    """Its sheet reaches the left edge at the foot of the canvas."""
    foot = (12, canvas(quarters)[1] - 40)
    return picture.pixel(*place_on_glass(foot, quarters)) == CARD


def is_home(picture, quarters=0):
    """The strip of a day that has hardly begun, and ground where a page has its way back."""
    return (picture.pixel(*place_on_glass(STRIP_END, quarters)) == TRACK
            and picture.pixel(*place_on_glass(BESIDE_BACK, quarters)) == GROUND)


def is_trouble_card(picture):
    return picture.pixel(*CARD_MARK) == FAULT


def checks_seen(picture):
    """How many of a sensor's checks in the first run have their tick."""
    return picture.crop(*CHECKS_PART).colours().get(MOVE, 0) // CHECK_PIXELS


def is_sensor_seen(picture):
    return picture.pixel(*SENSOR_SEEN) == MOVE


def shows_last_week(picture):
    """A bar where somebody sat, for two hours or more, and none where nobody did."""
    return [PROLONGED in picture.crop(x - 4, BAR_TOP, x + 4, BAR_BASE).colours()
            for x in BAR_X] == ["seated" in day for day in WEEK]


def shows_day(postures):
    """A test of a picture: are these, from left to right, the blocks of a day's chart?"""
    def shows(picture):
        row = picture.crop(*BLOCKS_ROW)
        seen = [POSTURES.get(row.pixel(x, 0)) for x in range(row.width)]
        return tuple(posture for posture, before in zip(seen, [None, *seen])
                     if posture and posture != before) == postures

    return shows


def differs(before, part):
    """A test of a picture: is a part of it otherwise than it was?"""
    old = before.crop(*part)
    return lambda picture: picture.crop(*part).changed(old) > 0


# The history of last week


def history_of_last_week(today, program, is_simulated):
    """WEEK as an export for `restore`, in the week before the one of the date `today`, in UTC.

    program: what `secondheartctl --version` says.
    """
    def between(start_h, length_h):
        return {"start_mono_ns": start_h * 3600 * 10**9,
                "end_mono_ns": (start_h + length_h) * 3600 * 10**9}

    monday = today - datetime.timedelta(days=today.weekday() + 7)
    midnight = datetime.datetime(monday.year, monday.month, monday.day,
                                 tzinfo=datetime.timezone.utc)
    rows = [{"type": "export", "format": 1, "program": program, "simulated": is_simulated,
             "whole": True},
            {"type": "boot", "boot_id": WEEK_BOOT, "label": "kernel",
             "wall_offset_ns": int(midnight.timestamp()) * 10**9}]
    for day, postures in enumerate(WEEK):
        for i, posture in enumerate(postures):
            rows.append({"type": "interval", "boot_id": WEEK_BOOT, "posture": posture,
                         **between(24 * day + 9 + 2 * i, 2)})
    for day, postures in enumerate(WEEK):
        rows.append({"type": "day", "date": str(monday + datetime.timedelta(days=day)),
                     "boot_id": WEEK_BOOT, **between(24 * day + 4, 24),
                     "figures": {"sitting_s": 7200 * postures.count("seated")}})
    rows.append({"type": "end", "rows": len(rows) - 1})
    return "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"


def postures_of_last_week(export):
    """What an export has of it, in order."""
    return [json.loads(row.rstrip(","))["posture"] for row in export.splitlines()
            if f'"{WEEK_BOOT}"' in row and '"interval"' in row]

#!/usr/bin/env python3
"""What a person's finger does on a real window's glass: first run, language, history, rotation, erase.

Usage: test_hands.py SECONDHEART SECONDHEARTCTL RENDERERS PICTURES [TEST...]

RENDERERS is the folder of render_moment and render_screen: a page is on the glass when parts of it
equal, pixel for pixel, what those draw of it without a display. What the finger did is then looked
for in the kiosk's store, as secondheartctl reads it.
"""

import datetime
import functools
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import window
from window import HEIGHT, WIDTH, Picture

SECONDHEART, SECONDHEARTCTL = sys.argv.pop(1), sys.argv.pop(1)
RENDERERS = pathlib.Path(sys.argv.pop(1))
PICTURES = pathlib.Path(sys.argv.pop(1))

CONFIG = "[sensors]\nsource = sim\n"
ROTATIONS = {1: "90", 2: "180", 3: "270"}

# Where things stand on a canvas of 800x480 and on one of 480x800: middles of what is tapped, and
# left, top, right, bottom of what tells a page. The tab of simulated data hangs above all of these.
HOME = {(800, 480): (180, 180), (480, 800): (240, 80)}
BACK = (48, 48)
TILE = {"history": {(800, 480): (553, 283), (480, 800): (83, 585)},
        "settings": {(800, 480): (495, 404), (480, 800): (240, 712)},
        "kiosk": {(800, 480): (686, 404), (480, 800): (397, 712)}}
ROW_LANGUAGE, ROW_ERASE, ROW_ROTATION = (652, 224), (652, 420), (142, 140)
LANGUAGE_GERMAN, QUARTER_RIGHT = (652, 140), (590, 140)
KEEP_IT, TURN_BACK = (128, 736), (352, 736)  # on the canvas that the quarter makes
CANCEL, ERASE_FOR_GOOD = (206, 408), (594, 408)
OLDER_WEEK, BAR_X, BAR_TOP, BAR_BASE = (54, 122), (95, 159, 223, 287, 351), 300, 398
FIRST_BLOCK = (60, 250)

# A page: the moment that is drawn for comparison, and the part that tells it; of the menu by size.
HEAD_PART, SCALES_PART, STEP_PART, SENSOR_PART = ((92, 26, 464, 80), (92, 26, 784, 80),
                                                  (24, 52, 776, 96), (376, 62, 776, 136))
MENU_PART = {(800, 480): (0, 214, 800, 480), (480, 800): (0, 440, 480, 800)}
PAGES = {
    "settings": ("settings", HEAD_PART),
    "settings-kiosk": ("settings-kiosk", HEAD_PART),
    "languages": ("choices-language", HEAD_PART),
    "german-chosen": ("choices-language", (0, 96, 800, 480)),
    "rotations": ("choices-rotation", HEAD_PART),
    "erase": ("erase-history", HEAD_PART),
    "week": ("history-week", SCALES_PART),
    "day": ("history-day", SCALES_PART),
    "setup-language": ("setup-language", STEP_PART),
    "setup-chair": ("setup-chair", SENSOR_PART),
    "setup-mat": ("setup-mat", SENSOR_PART),
    "setup-protocol": ("setup-protocol", STEP_PART),
    "setup-time": ("setup-time", STEP_PART),
    "setup-privacy": ("setup-privacy", STEP_PART),
}
# The way on of each step of the first run, and its choices.
SETUP_ON = {"setup-language": (400, 432), "setup-chair": (472, 432), "setup-mat": (472, 432),
            "setup-protocol": (206, 432), "setup-privacy": (146, 432)}
SETUP_SET_TIME = (146, 432)
SETUP_GERMAN, SETUP_HALF_HOUR = (652, 127), (594, 130)
LEANED, SENSOR_SEEN = (399, 272), (200, 200)  # grounds of a check's tick, and of that for all

STRIP_END = {(800, 480): (480, 438), (480, 800): (450, 737)}

GROUND, TRACK, MOVE = (0x13, 0x12, 0x19), (0x42, 0x3D, 0x53), (0x52, 0xD3, 0xA8)
PROLONGED = (0xE0, 0x8B, 0xC0)
POSTURES = {(0xF2, 0xB6, 0x5C): "seated", (0x7F, 0xC6, 0xF4): "standing", MOVE: "stepping"}
BLOCKS_ROW = (24, 268, 776, 269)  # of a day's chart, where even its lowest block is
BLOCK_SAID = (84, 308, 716, 368)  # what the chosen one is
# No two days are alike: each begins at nine, two hours a posture.
WEEK = (("seated",), ("standing",), ("seated", "stepping"), ("seated", "standing", "seated"),
        ("stepping", "seated", "standing"))


def ctl(*arguments):
    done = subprocess.run([SECONDHEARTCTL, *map(str, arguments)], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout
    return done.stdout


def history_of_last_week():
    """Rows of an export: the week before this one, for whatever day it is today."""
    def between(start_h, length_h):
        return {"start_mono_ns": start_h * 3600 * 10**9,
                "end_mono_ns": (start_h + length_h) * 3600 * 10**9}

    today = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0,
                                                                 microsecond=0)
    monday = today - datetime.timedelta(days=today.weekday() + 7)
    rows = [{"type": "export", "format": 1, "program": ctl("--version").strip(), "simulated": True,
             "whole": True},
            {"type": "boot", "boot_id": "last-week", "label": "kernel",
             "wall_offset_ns": int(monday.timestamp()) * 10**9}]
    for day, postures in enumerate(WEEK):
        for i, posture in enumerate(postures):
            rows.append({"type": "interval", "boot_id": "last-week", "posture": posture,
                         **between(24 * day + 9 + 2 * i, 2)})
    for day, postures in enumerate(WEEK):
        date = monday + datetime.timedelta(days=day)
        rows.append({"type": "day", "date": date.strftime("%Y-%m-%d"), "boot_id": "last-week",
                     **between(24 * day + 4, 24),
                     "figures": {"sitting_s": 7200 * postures.count("seated")}})
    rows.append({"type": "end", "rows": len(rows) - 1})
    return "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"


def canvas(quarters):
    return (HEIGHT, WIDTH) if quarters % 2 else (WIDTH, HEIGHT)


def place_on_glass(place, quarters):
    """Where a place of the canvas is on a glass that was turned so many quarters to the right."""
    (width, height), (x, y) = canvas(quarters), place
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


def shows_last_week(picture):
    """A bar where somebody sat, for two hours or more, and none where nobody did."""
    return [PROLONGED in picture.crop(x - 4, BAR_TOP, x + 4, BAR_BASE).colours()
            for x in BAR_X] == ["seated" in day for day in WEEK]


def blocks(picture):
    """The postures of a day's chart from left to right."""
    row = picture.crop(*BLOCKS_ROW)
    seen = [POSTURES.get(row.pixel(x, 0)) for x in range(row.width)]
    return tuple(posture for posture, before in zip(seen, [None, *seen])
                 if posture and posture != before)


class Desk(window.Desk):
    """A desk whose screen may be turned by `quarters` to the right."""

    def __init__(self, folder, display, pictures, config=CONFIG, options=(), quarters=0):
        super().__init__(SECONDHEART, folder, display, pictures, config, *options)
        self.quarters = quarters

    def sit_down(self):
        """Home for somebody who is there, so that nothing dims."""
        self.point(window.BESIDE_EVERYTHING)
        self.wait_until("home", self.is_home)
        self.key("c")

    def is_home(self, picture):
        """The strip of a day that has hardly begun, and ground where a page has its way back."""
        def pixel(place):
            return picture.pixel(*place_on_glass(place, self.quarters))

        return pixel(STRIP_END[canvas(self.quarters)]) == TRACK and pixel((18, 48)) == GROUND

    def touch(self, places):
        """Taps a place of the canvas: one, or that of its size."""
        place = places[canvas(self.quarters)] if isinstance(places, dict) else places
        self.tap(place_on_glass(place, self.quarters))

    @functools.cache
    def drawn(self, page, language, part, quarters):
        """A part of the page as it is drawn without a display, turned as the glass is."""
        width, height = canvas(quarters)
        path = self.folder / "drawn.png"
        if page == "menu":
            command = [RENDERERS / "render_screen", page, path, f"{width}x{height}", language]
        else:
            command = [RENDERERS / "render_moment", page, path, str(width), str(height), language]
        subprocess.run(command, check=True)
        wanted = Picture.read_png(path).crop(*part)
        assert len(wanted.colours()) > 2, f"nothing to tell {page} from"
        return turned(wanted, quarters)

    def tells(self, page, language="en"):
        """A test of a picture: does it show this page?"""
        size = canvas(self.quarters)
        moment, part = ("menu", MENU_PART[size]) if page == "menu" else PAGES[page]
        wanted = self.drawn(moment, language, part, self.quarters)
        place = part_on_glass(part, self.quarters)
        return lambda picture: picture.crop(*place).changed(wanted) == 0

    def wait_for(self, page, language="en"):
        return self.wait_until(f"{page}-{language}", self.tells(page, language))

    def go(self, places, page, language="en"):
        """Taps, and waits for the page that it leads to."""
        self.touch(places)
        return self.wait_for(page, language)

    def go_home(self, places):
        self.touch(places)
        self.wait_until("home", self.is_home)

    def open(self, tile, page, language="en"):
        """From home over the menu to a page."""
        self.go(HOME, "menu", language)
        self.go(TILE[tile], page, language)

    def end_setup(self, language="en"):
        """From its protocols on: sets the time, which is asked for only where nobody tells it."""
        self.touch(SETUP_ON["setup-protocol"])
        asks = self.tells("setup-time", language)
        ends = self.tells("setup-privacy", language)
        if asks(self.wait_until("time", lambda picture: asks(picture) or ends(picture))):
            self.go(SETUP_SET_TIME, "setup-privacy", language)
        self.go_home(SETUP_ON["setup-privacy"])

    def settings(self):
        """What was chosen on the screen: name to value."""
        lines = ctl("settings", "--simulated", "--state", self.state).splitlines()
        return dict(line.split(" = ", 1) for line in lines)

    def wait_in_store(self, what, is_there):
        """The store is written beside the screen."""
        until_s = time.monotonic() + window.DEADLINE_S
        while not is_there():
            assert time.monotonic() < until_s, f"never in the store: {what}"
            time.sleep(window.LOOK_S)

    def wait_for_settings(self, **wanted):
        wanted = {name.replace("__", "."): value for name, value in wanted.items()}
        self.wait_in_store(wanted, lambda: wanted.items() <= self.settings().items())

    def postures_of_last_week(self):
        rows = ctl("export", "--simulated", "--state", self.state).splitlines()
        return [json.loads(row.rstrip(","))["posture"] for row in rows
                if '"last-week"' in row and '"interval"' in row]

    def has_bytes_of_last_week(self):
        return any(b"last-week" in path.read_bytes() for path in self.state.iterdir())


class Hands(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(
            tempfile.TemporaryDirectory(prefix="shhands")))
        self.display = self.enterContext(window.x_server(self.folder))
        self.pictures = PICTURES / self.id().rsplit("test_", 1)[-1]
        window.empty_folder(self.pictures)

    def desk(self, **how):
        return Desk(self.folder, self.display, self.pictures, **how)

    def keep_last_week(self):
        export = self.folder / "last-week.json"
        export.write_text(history_of_last_week(), encoding="utf-8")
        (self.folder / "state").mkdir()
        ctl("restore", "--simulated", "--state", self.folder / "state", export)

    def test_setup_asks_for_language_sensors_and_protocol_and_keeps_the_answers(self):
        with self.desk(options=["--setup"]) as desk:
            desk.point(window.BESIDE_EVERYTHING)
            desk.wait_for("setup-language")
            desk.go(SETUP_GERMAN, "setup-language", "de")
            desk.go(SETUP_ON["setup-language"], "setup-chair", "de")
            desk.key("c")  # sits for longer than a seat must stay closed, then gets up
            desk.wait_until("leaned", lambda picture: picture.pixel(*LEANED) == MOVE)
            desk.key("c")
            desk.wait_until("chair", lambda picture: picture.pixel(*SENSOR_SEEN) == MOVE)
            desk.go(SETUP_ON["setup-chair"], "setup-mat", "de")
            desk.wait_until("mat", lambda picture: picture.pixel(*SENSOR_SEEN) == MOVE,
                            meanwhile=lambda: desk.key("space"))
            desk.go(SETUP_ON["setup-mat"], "setup-protocol", "de")
            desk.touch(SETUP_HALF_HOUR)
            desk.wait_for_settings(protocol__preset="half-hour")
            desk.end_setup("de")
            desk.wait_for_settings(display__language="de", setup__step="done")
        # What was answered outlives the program, and is not asked again.
        with self.desk() as desk:
            desk.sit_down()
            self.assertEqual(desk.settings()["protocol.preset"], "half-hour")
            desk.go(HOME, "menu", "de")

    def test_language_changes_at_once_and_is_kept(self):
        with self.desk() as desk:
            desk.sit_down()
            desk.open("settings", "settings")
            desk.go(ROW_LANGUAGE, "languages")
            self.assertNotIn("display.language", desk.settings())
            desk.go(LANGUAGE_GERMAN, "german-chosen", "de")
            desk.wait_for_settings(display__language="de")
            desk.go(BACK, "settings", "de")
            desk.go_home(BACK)
        with self.desk() as desk:
            desk.sit_down()
            desk.open("settings", "settings", "de")

    def test_history_goes_from_week_to_bar_to_day_and_back(self):
        self.keep_last_week()
        # The first run lets a person set the time where nobody tells it: without, no day has a name.
        with self.desk(options=["--setup"]) as desk:
            desk.point(window.BESIDE_EVERYTHING)
            for page in ("setup-language", "setup-chair", "setup-mat"):
                desk.wait_for(page)
                desk.touch(SETUP_ON[page])
            desk.wait_for("setup-protocol")
            desk.end_setup()
            desk.key("c")
            desk.open("history", "week")
            desk.touch(OLDER_WEEK)
            desk.wait_until("last-week", shows_last_week)
            for day, x in enumerate(BAR_X):
                desk.go((x, BAR_BASE - 10), "day")
                before = desk.wait_until(f"day-{day}",
                                         lambda picture, day=day: blocks(picture) == WEEK[day])
                desk.touch(FIRST_BLOCK)
                desk.wait_until(f"block-{day}", lambda picture, before=before:
                                picture.crop(*BLOCK_SAID).changed(before.crop(*BLOCK_SAID)) > 0)
                desk.go(BACK, "week")
                desk.wait_until("back", shows_last_week)
            desk.go_home(BACK)

    def test_rotation_by_configuration_turns_the_picture_and_touches_with_it(self):
        for quarters, words in ROTATIONS.items():
            config = f"{CONFIG}[display]\nrotation = {words}\n"
            with self.subTest(rotation=words), \
                    self.desk(config=config, quarters=quarters) as desk:
                desk.sit_down()
                desk.open("settings", "settings")
                desk.go_home(BACK)

    def test_rotation_by_touch_is_tried_turned_back_and_kept(self):
        with self.desk() as desk:
            desk.sit_down()
            desk.open("kiosk", "settings-kiosk")
            desk.go(ROW_ROTATION, "rotations")
            self.turn(desk)
            desk.touch(TURN_BACK)
            desk.quarters = 0
            desk.wait_for("rotations")
            self.assertNotIn("display.rotation", desk.settings())
            self.turn(desk)
            desk.touch(KEEP_IT)
            desk.wait_for_settings(display__rotation="90")
            desk.go(BACK, "settings-kiosk")
            desk.go_home(BACK)
        with self.desk(quarters=1) as desk:
            desk.sit_down()
            desk.open("kiosk", "settings-kiosk")

    @staticmethod
    def turn(desk):
        desk.touch(QUARTER_RIGHT)
        desk.quarters = 1
        desk.wait_for("rotations")

    def test_erase_asks_a_second_time_and_leaves_nothing(self):
        self.keep_last_week()
        kept = [posture for day in WEEK for posture in day]
        with self.desk() as desk:
            desk.sit_down()
            desk.open("settings", "settings")
            desk.go(ROW_ERASE, "erase")
            desk.go(CANCEL, "settings")
            self.assertEqual(desk.postures_of_last_week(), kept)
            desk.go(ROW_ERASE, "erase")
            self.assertEqual(desk.postures_of_last_week(), kept)
            desk.go_home(ERASE_FOR_GOOD)
            desk.wait_in_store("nothing", lambda: not desk.postures_of_last_week())
            desk.open("history", "week")
            desk.touch(OLDER_WEEK)
            desk.go_home(BACK)
        self.assertFalse(desk.has_bytes_of_last_week())


if __name__ == "__main__":
    unittest.main(verbosity=2)

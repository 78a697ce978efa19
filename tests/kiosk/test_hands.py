#!/usr/bin/env python3
"""A finger on a real window's glass: first run, language, history, rotation, erase.

Usage: test_hands.py SECONDHEART SECONDHEARTCTL RENDERERS PICTURES [TEST...]

RENDERERS is the folder of render_moment and render_screen: a page is on the glass when parts of it
equal, pixel for pixel, what those draw of it without a display. What the finger did is then looked
for in the kiosk's store, as secondheartctl reads it.
"""

import datetime
import functools
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import window
from window import Picture

import hand  # of the folder that window.py adds to the path

SECONDHEART, SECONDHEARTCTL = sys.argv.pop(1), sys.argv.pop(1)
RENDERERS = pathlib.Path(sys.argv.pop(1))
PICTURES = pathlib.Path(sys.argv.pop(1))

CONFIG = "[sensors]\nsource = sim\n"
ROTATIONS = {1: "90", 2: "180", 3: "270"}

# A page: the moment that is drawn for comparison, and the part that tells it; of the menu by size.
# The tab of simulated data hangs above them.
HEAD_PART = hand.HEAD_PART
SCALES_PART, STEP_PART, SENSOR_PART = (92, 26, 784, 80), (24, 52, 776, 96), (376, 62, 776, 136)
MENU_PART = {(800, 480): (0, 214, 800, 480), (480, 800): (0, 440, 480, 800)}
PAGES = {
    "settings": ("settings", HEAD_PART),
    "settings-kiosk": ("settings-kiosk", HEAD_PART),
    "languages": ("choices-language", HEAD_PART),
    "german-chosen": ("choices-language", (0, 96, 800, 480)),
    "rotations": ("choices-rotation", HEAD_PART),
    "erase": ("erase-history", HEAD_PART),
    "sync": ("sync-on", HEAD_PART),
    "week": ("history-week", SCALES_PART),
    "day": ("history-day", SCALES_PART),
    "setup-language": ("setup-language", STEP_PART),
    "setup-chair": ("setup-chair", SENSOR_PART),
    "setup-mat": ("setup-mat", SENSOR_PART),
    "setup-protocol": ("setup-protocol", STEP_PART),
    "setup-time": ("setup-time", STEP_PART),
    "setup-privacy": ("setup-privacy", STEP_PART),
}


def ctl(*arguments):
    done = subprocess.run([SECONDHEARTCTL, *map(str, arguments)], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout
    return done.stdout


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
        return hand.is_home(picture, self.quarters)

    def touch(self, place):
        """Taps a place of the canvas."""
        self.tap(hand.place_on_glass(place, self.quarters))

    @functools.cache
    def drawn(self, page, language, part, quarters):
        """A part of the page as it is drawn without a display, turned as the glass is."""
        width, height = hand.canvas(quarters)
        path = self.folder / "drawn.png"
        if page == "menu":
            command = [RENDERERS / "render_screen", page, path, f"{width}x{height}", language]
        else:
            command = [RENDERERS / "render_moment", page, path, str(width), str(height), language]
        subprocess.run(command, check=True)
        wanted = Picture.read_png(path).crop(*part)
        assert len(wanted.colours()) > 2, f"nothing to tell {page} from"
        return hand.turned(wanted, quarters)

    def tells(self, page, language="en"):
        """A test of a picture: does it show this page?"""
        size = hand.canvas(self.quarters)
        moment, part = ("menu", MENU_PART[size]) if page == "menu" else PAGES[page]
        wanted = self.drawn(moment, language, part, self.quarters)
        place = hand.part_on_glass(part, self.quarters)
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
        self.go(hand.HOME, "menu", language)
        self.go(hand.TILE[tile], page, language)

    def end_setup(self, language="en"):
        """From its protocols on: sets the time, which is asked for only where nobody tells it."""
        self.touch(hand.SETUP_ON["setup-protocol"])
        asks = self.tells("setup-time", language)
        ends = self.tells("setup-privacy", language)
        if asks(self.wait_until("time", lambda picture: asks(picture) or ends(picture))):
            self.go(hand.SETUP_SET_TIME, "setup-privacy", language)
        self.go_home(hand.SETUP_ON["setup-privacy"])

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
        return hand.postures_of_last_week(ctl("export", "--simulated", "--state", self.state))

    def has_bytes_of_last_week(self):
        return any(hand.WEEK_BOOT.encode() in path.read_bytes() for path in self.state.iterdir())


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
        today = datetime.datetime.now(datetime.timezone.utc).date()
        export.write_text(hand.history_of_last_week(today, ctl("--version").strip(), True),
                          encoding="utf-8")
        (self.folder / "state").mkdir()
        ctl("restore", "--simulated", "--state", self.folder / "state", export)

    def test_setup_asks_for_language_sensors_and_protocol_and_keeps_the_answers(self):
        with self.desk(options=["--setup"]) as desk:
            desk.point(window.BESIDE_EVERYTHING)
            desk.wait_for("setup-language")
            desk.go(hand.SETUP_GERMAN, "setup-language", "de")
            desk.go(hand.SETUP_ON["setup-language"], "setup-chair", "de")
            desk.key("c")  # sits for longer than a seat must stay closed, then gets up
            desk.wait_until("leaned", lambda picture: hand.checks_seen(picture) == 2)
            desk.key("c")
            desk.wait_until("chair", hand.is_sensor_seen)
            desk.go(hand.SETUP_ON["setup-chair"], "setup-mat", "de")
            desk.wait_until("mat", hand.is_sensor_seen,
                            meanwhile=lambda: desk.key("space"))
            desk.go(hand.SETUP_ON["setup-mat"], "setup-protocol", "de")
            desk.touch(hand.SETUP_HALF_HOUR)
            desk.wait_for_settings(protocol__preset="half-hour")
            desk.end_setup("de")
            desk.wait_for_settings(display__language="de", setup__step="done")
        # What was answered outlives the program, and is not asked again.
        with self.desk() as desk:
            desk.sit_down()
            self.assertEqual(desk.settings()["protocol.preset"], "half-hour")
            desk.go(hand.HOME, "menu", "de")

    def test_language_changes_at_once_and_is_kept(self):
        with self.desk() as desk:
            desk.sit_down()
            desk.open("settings", "settings")
            desk.go(hand.ROW_LANGUAGE, "languages")
            self.assertNotIn("display.language", desk.settings())
            desk.go(hand.LANGUAGE_GERMAN, "german-chosen", "de")
            desk.wait_for_settings(display__language="de")
            desk.go(hand.BACK, "settings", "de")
            desk.go_home(hand.BACK)
        with self.desk() as desk:
            desk.sit_down()
            desk.open("settings", "settings", "de")

    def test_history_goes_from_week_to_bar_to_day_and_back(self):
        self.keep_last_week()
        # The first run lets a person set the time where nobody tells it: else no day has a name.
        with self.desk(options=["--setup"]) as desk:
            desk.point(window.BESIDE_EVERYTHING)
            for page in ("setup-language", "setup-chair", "setup-mat"):
                desk.wait_for(page)
                desk.touch(hand.SETUP_ON[page])
            desk.wait_for("setup-protocol")
            desk.end_setup()
            desk.key("c")
            desk.open("history", "week")
            desk.touch(hand.OLDER_WEEK)
            desk.wait_until("last-week", hand.shows_last_week)
            for day, x in enumerate(hand.BAR_X):
                desk.go((x, hand.BAR_Y), "day")
                seen = desk.wait_until(f"day-{day}", hand.shows_day(hand.WEEK[day]))
                desk.touch(hand.FIRST_BLOCK)
                desk.wait_until(f"block-{day}", hand.differs(seen, hand.BLOCK_SAID))
                desk.go(hand.BACK, "week")
                desk.wait_until("back", hand.shows_last_week)
            desk.go_home(hand.BACK)

    def test_rotation_by_configuration_turns_the_picture_and_touches_with_it(self):
        for quarters, words in ROTATIONS.items():
            config = f"{CONFIG}[display]\nrotation = {words}\n"
            with self.subTest(rotation=words), \
                    self.desk(config=config, quarters=quarters) as desk:
                desk.sit_down()
                desk.open("settings", "settings")
                desk.go_home(hand.BACK)

    def test_rotation_by_touch_is_tried_turned_back_and_kept(self):
        with self.desk() as desk:
            desk.sit_down()
            desk.open("kiosk", "settings-kiosk")
            desk.go(hand.ROW_ROTATION, "rotations")
            self.turn(desk)
            desk.touch(hand.TURN_BACK)
            desk.quarters = 0
            desk.wait_for("rotations")
            self.assertNotIn("display.rotation", desk.settings())
            self.turn(desk)
            desk.touch(hand.KEEP_IT)
            desk.wait_for_settings(display__rotation="90")
            desk.go(hand.BACK, "settings-kiosk")
            desk.go_home(hand.BACK)
        with self.desk(quarters=1) as desk:
            desk.sit_down()
            desk.open("kiosk", "settings-kiosk")

    @staticmethod
    def turn(desk):
        desk.touch(hand.QUARTER_RIGHT)
        desk.quarters = 1
        desk.wait_for("rotations")

    def test_erase_asks_a_second_time_and_leaves_nothing(self):
        self.keep_last_week()
        kept = [posture for day in hand.WEEK for posture in day]
        with self.desk() as desk:
            desk.sit_down()
            desk.open("settings", "settings")
            desk.go(hand.ROW_ERASE, "erase")
            desk.go(hand.CANCEL, "settings")
            self.assertEqual(desk.postures_of_last_week(), kept)
            desk.go(hand.ROW_ERASE, "erase")
            self.assertEqual(desk.postures_of_last_week(), kept)
            desk.go_home(hand.ERASE_FOR_GOOD)
            desk.wait_in_store("nothing", lambda: not desk.postures_of_last_week())
        self.assertFalse(desk.has_bytes_of_last_week())


if __name__ == "__main__":
    unittest.main(verbosity=2)

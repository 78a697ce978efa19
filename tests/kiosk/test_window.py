#!/usr/bin/env python3
"""The kiosk in a real window: keys sit down and walk, a finger answers a prompt, the glass is read.

Usage: test_window.py SECONDHEART PICTURES   (path of the program, folder for a picture of each step)

A prompt's banner stands for a minute of the kiosk's time. On a machine that is too slow to touch it
in time the full screen comes, which is no verdict: the same is done again at a slower speed.
"""

import contextlib
import pathlib
import signal
import sqlite3
import sys
import tempfile
import time
import unittest

import window

SECONDHEART = sys.argv.pop(1)
PICTURES = pathlib.Path(sys.argv.pop(1))
SPEEDS = (20, 5)

CONFIG = """[sensors]
source = sim
[protocol]
preset = custom
interval_min = 5
duration_s = 10
"""

GOING_NOW, LATER, BACK_TO_MY_DAY = (566, 408), (714, 408), (176, 420)

HI, CARD, GROUND = (0xF6, 0xF2, 0xEA), (0x24, 0x21, 0x32), (0x13, 0x12, 0x19)

# A notice's own: it comes when nothing of the screens can be drawn.
NOTICE_GROUND = (0x12, 0x11, 0x17)

# What tells a screen: colours of places that hold no letters.
SCREENS = {
    "home": {(12, 12): GROUND, (12, 340): GROUND, (40, 420): GROUND, (310, 420): GROUND,
             (400, 470): GROUND, (520, 440): GROUND},
    "banner": {(484, 380): HI, (636, 436): HI, (300, 364): CARD, (460, 408): CARD,
               (670, 380): CARD},
    "prompt": {(40, 380): HI, (300, 440): HI, (345, 380): CARD, (345, 440): CARD},
    "done": {(40, 390): HI, (310, 450): HI, (40, 450): HI, (150, 140): CARD, (400, 140): CARD},
}


class Missed(Exception):
    """A stage passed by before the finger was there."""


class Desk(window.Desk):
    """A desk with a prompt after five minutes."""

    def __init__(self, folder, display, speed, **environment):
        super().__init__(SECONDHEART, folder, display, PICTURES, CONFIG, "--speed", str(speed),
                         **environment)
        self.speed = speed

    def wait_for(self, name, **how):
        """Until that screen is seen, which is kept; Missed if the prompt has the whole screen."""
        def shows(picture, wanted=name):
            return all(picture.pixel(*at) == colour for at, colour in SCREENS[wanted].items())

        def seen(picture):
            if shows(picture, "prompt"):
                self.keep("prompt")
                raise Missed(f"the banner has grown while waiting for {name}")
            return shows(picture)

        self.wait_until(name, seen, **how)

    def changes(self):
        """What the store keeps of the prompts, in order."""
        found = list(self.state.rglob("history*.db"))
        assert len(found) == 1, found
        with contextlib.closing(sqlite3.connect(found[0])) as database:
            return database.execute("SELECT number, change FROM prompt ORDER BY seq").fetchall()


class Window(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        window.empty_folder(PICTURES)

    def answer_a_prompt(self, speed):
        with tempfile.TemporaryDirectory(prefix="shwindow") as name, \
                window.x_server(name) as display, \
                Desk(pathlib.Path(name), display, speed) as desk:
            self.play(desk)
            desk.process.send_signal(signal.SIGTERM)
            self.assertEqual(desk.process.wait(window.END_S), 0, desk.told())
            changes = desk.changes()
            # The full screen has Skip where the banner has Later: a finger that was too late.
            if (1, "skipped") in changes:
                raise Missed("the banner grew under the finger, which skipped it")
            self.assertEqual(changes, [(1, "raised"), (1, "snoozed"), (1, "started"),
                                       (1, "verified")])

    @staticmethod
    def play(desk):
        desk.point(window.BESIDE_EVERYTHING)
        desk.wait_for("home")
        desk.key("c")
        desk.wait_for("banner")
        desk.tap(LATER)
        desk.wait_for("home")
        desk.wait_for("banner")
        desk.tap(GOING_NOW)
        desk.key("c")
        for _ in range(4):
            desk.key("space")
        desk.keep("walking")
        desk.wait_for("done", meanwhile=lambda: desk.key("space"))
        # Left alone, a break is shown for a minute: what comes sooner was asked for by the finger.
        tapped_s = time.monotonic()
        desk.tap(BACK_TO_MY_DAY)
        desk.wait_for("home")
        if (time.monotonic() - tapped_s) * desk.speed > 50:
            raise Missed("home came so late that it may have come by itself")

    def says_what_is_missing(self, variable, what):
        with tempfile.TemporaryDirectory(prefix="shwindow") as name, \
                window.x_server(name) as display, \
                Desk(pathlib.Path(name), display, 1, **{variable: name}) as desk:
            # A sentence in strokes, and nothing else: most is ground, some is ink, none at an edge.
            def is_written(picture):
                size = window.WIDTH * window.HEIGHT
                ground = picture.colours().get(NOTICE_GROUND, 0)
                edge = picture.crop(0, 0, window.WIDTH, 20).colours()
                return 0.8 * size < ground < 0.99 * size and set(edge) == {NOTICE_GROUND}
            desk.wait_until(f"without-{what}", is_written)
            desk.tap(window.BESIDE_EVERYTHING)
            self.assertEqual(desk.process.wait(window.END_S), 1, desk.told())
            self.assertIn(what, desk.told())

    def test_without_a_typeface_the_glass_says_so(self):
        self.says_what_is_missing("SECONDHEART_FONT_DIR", "fonts-inter")

    def test_without_its_pictures_the_glass_says_so(self):
        self.says_what_is_missing("SECONDHEART_ART_DIR", "picture missing")

    def test_a_prompt_put_off_then_walked_is_on_the_glass_and_on_disk(self):
        for speed in SPEEDS:
            try:
                self.answer_a_prompt(speed)
                return
            except Missed as missed:
                print(f"at speed {speed}: {missed}", file=sys.stderr)
        self.fail("no finger answered the banner, at any speed")


if __name__ == "__main__":
    unittest.main(verbosity=2)

#!/usr/bin/env python3
"""The kiosk in a real window: keys sit down and walk, a finger answers a prompt, the glass is read.

Usage: test_window.py SECONDHEART PICTURES   (path of the program, folder for a picture of each step)

An X server of the test's own keeps its frame in a file, which is what the screens are told from. A
prompt's banner stands for a minute of the kiosk's time. On a machine that is too slow to touch it in
time the full screen comes, which is no verdict: the same is done again at a slower speed.
"""

import contextlib
import os
import pathlib
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

SECONDHEART = sys.argv.pop(1)
PICTURES = pathlib.Path(sys.argv.pop(1))

WIDTH, HEIGHT = 800, 480
SPEEDS = (20, 5)
DEADLINE_S = 120  # of the wait for one screen; only a failure takes as long
END_S = 30

CONFIG = """[sensors]
source = sim
[protocol]
preset = custom
interval_min = 5
duration_s = 10
"""

GOING_NOW, LATER, BACK_TO_MY_DAY = (566, 408), (714, 408), (176, 420)
BESIDE_EVERYTHING = (520, 300)  # the mouse must be over the window for its keys

HI, CARD, GROUND = (0xF6, 0xF2, 0xEA), (0x24, 0x21, 0x32), (0x13, 0x12, 0x19)

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


class Glass:
    """The X server's frame, a file of the XWD format."""

    def __init__(self, path):
        self.path = path

    def pixels(self):
        """Rows of 4 bytes a pixel (blue, green, red, nothing), and the bytes of a row."""
        data = self.path.read_bytes()
        head = struct.unpack(">25I", data[:100])
        start, row = head[0] + 12 * head[19], head[12]
        assert (head[4], head[5], head[11], head[7]) == (WIDTH, HEIGHT, 32, 0), head
        return data[start:start + row * HEIGHT], row

    def shows(self, name):
        data, row = self.pixels()
        return all(data[y * row + 4 * x:y * row + 4 * x + 3] == bytes(reversed(color))
                   for (x, y), color in SCREENS[name].items())

    def save(self, path):
        data, row = self.pixels()
        rgb = bytearray(WIDTH * HEIGHT * 3)
        for channel in range(3):
            rgb[channel::3] = b"".join(data[y * row:y * row + 4 * WIDTH]
                                       for y in range(HEIGHT))[2 - channel::4]
        lines = b"".join(b"\0" + rgb[y * 3 * WIDTH:(y + 1) * 3 * WIDTH] for y in range(HEIGHT))
        chunks = ((b"IHDR", struct.pack(">2I5B", WIDTH, HEIGHT, 8, 2, 0, 0, 0)),
                  (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in chunks))


def end(process):
    """Ends a program that we started: politely, then not. Returns its exit code."""
    process.terminate()
    try:
        return process.wait(END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


@contextlib.contextmanager
def x_server(folder):
    """Yields the display's name, such as ":3"."""
    reader, writer = os.pipe()
    with subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0",
                           f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder), "-nolisten", "tcp",
                           "-noreset"], pass_fds=[writer], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        os.close(writer)
        try:
            with os.fdopen(reader) as number:
                line = number.readline().strip()
            if not line:
                raise RuntimeError("Xvfb did not start")
            yield f":{line}"
        finally:
            end(process)


class Desk:
    """A kiosk in a window, hands on its keys and its glass."""

    def __init__(self, folder, display, speed):
        self.folder = folder
        self.speed = speed
        self.glass = Glass(folder / "Xvfb_screen0")
        self.environment = {**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11",
                            "SDL_AUDIODRIVER": "dummy", "TZ": "UTC"}
        self.steps = 0
        (folder / "kiosk.conf").write_text(CONFIG, encoding="utf-8")
        self.log = (folder / "kiosk.log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [SECONDHEART, "--sensors", "sim", "--speed", str(speed), "--windowed", "--size",
             f"{WIDTH}x{HEIGHT}", "--config", str(folder / "kiosk.conf"), "--state",
             str(folder / "state")], env=self.environment, stdout=self.log, stderr=self.log)

    def xdotool(self, *arguments):
        subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, check=True,
                       timeout=END_S)

    def point(self, place):
        self.xdotool("mousemove", *place)

    def tap(self, place):
        self.xdotool("mousemove", *place, "click", "1")
        self.point(BESIDE_EVERYTHING)

    def key(self, name):
        self.xdotool("key", name)

    def keep(self, name):
        self.steps += 1
        self.glass.save(PICTURES / f"{self.steps:02}-{name}.png")

    def wait_for(self, name, meanwhile=lambda: time.sleep(0.02)):
        """Until that screen is seen, which is kept; Missed if the prompt has the whole screen."""
        until_s = time.monotonic() + DEADLINE_S
        while not self.glass.shows(name):
            if self.glass.shows("prompt"):
                self.keep("prompt")
                raise Missed(f"the banner has grown while waiting for {name}")
            if self.process.poll() is not None:
                raise AssertionError(f"the kiosk ended: {self.told()}")
            if time.monotonic() > until_s:
                self.keep(f"no-{name}")
                raise AssertionError(f"no {name}: see {PICTURES}")
            meanwhile()
        self.keep(name)

    def told(self):
        self.log.seek(0)
        return self.log.read()

    def changes(self):
        """What the store keeps of the prompts, in order."""
        found = list((self.folder / "state").rglob("history*.db"))
        assert len(found) == 1, found
        with contextlib.closing(sqlite3.connect(found[0])) as database:
            return database.execute("SELECT number, change FROM prompt ORDER BY seq").fetchall()


class Window(unittest.TestCase):
    def answer_a_prompt(self, speed):
        with tempfile.TemporaryDirectory(prefix="shwindow") as name, \
                x_server(name) as display:
            desk = Desk(pathlib.Path(name), display, speed)
            try:
                self.play(desk)
                desk.process.send_signal(signal.SIGTERM)
                self.assertEqual(desk.process.wait(END_S), 0, desk.told())
                self.assertEqual(desk.changes(), [(1, "raised"), (1, "snoozed"), (1, "started"),
                                                  (1, "verified")])
            finally:
                if desk.process.poll() is None:
                    end(desk.process)
                desk.log.close()

    @staticmethod
    def play(desk):
        desk.point(BESIDE_EVERYTHING)
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

    def test_a_prompt_put_off_then_walked_is_on_the_glass_and_on_disk(self):
        shutil.rmtree(PICTURES, ignore_errors=True)
        PICTURES.mkdir(parents=True)
        for speed in SPEEDS:
            try:
                self.answer_a_prompt(speed)
                return
            except Missed as missed:
                print(f"at speed {speed}: {missed}", file=sys.stderr)
        self.fail("no finger answered the banner, at any speed")


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""A kiosk in a window of an X server of its own: hands on keys and glass, and what the glass shows.

The server keeps its frame in a file, which is what screens are told from.
"""

import contextlib
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "guest"))

from picture import Picture  # noqa: E402  (after the path)

WIDTH, HEIGHT = 800, 480
DEADLINE_S = 120  # of the wait for one screen; only a failure takes as long
LOOK_S = 0.02     # between two looks at the glass
END_S = 30
BESIDE_EVERYTHING = (520, 300)  # the mouse must be over the window for its keys


def empty_folder(path):
    """For the pictures: those of an earlier run must not pass for this one's."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)


class Glass:
    """The X server's frame, a file of the XWD format."""

    def __init__(self, path):
        self.path = path

    def picture(self):
        data = self.path.read_bytes()
        head = struct.unpack(">25I", data[:100])
        start, row = head[0] + 12 * head[19], head[12]
        assert (head[4], head[5], head[11], head[7]) == (WIDTH, HEIGHT, 32, 0), head
        # Four bytes a pixel: blue, green, red, nothing.
        frame = b"".join(data[start + y * row:start + y * row + 4 * WIDTH] for y in range(HEIGHT))
        rgb = bytearray(WIDTH * HEIGHT * 3)
        for channel in range(3):
            rgb[channel::3] = frame[2 - channel::4]
        return Picture(WIDTH, HEIGHT, bytes(rgb))


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
    """A kiosk in a window, hands on its keys and its glass.

    folder: where the server keeps its frame, and the kiosk its log and, in `state`, its history.
    pictures: the folder for a picture of each step. config: the text of its configuration.
    """

    def __init__(self, secondheart, folder, display, pictures, config, *options,
                 **environment):
        self.folder = folder
        self.pictures = pictures
        self.glass = Glass(folder / "Xvfb_screen0")
        self.state = folder / "state"
        self.environment = {**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11",
                            "SDL_AUDIODRIVER": "dummy", "TZ": "UTC", "LANGUAGE": "en",
                            **environment}
        (folder / "kiosk.conf").write_text(config, encoding="utf-8")
        self.log = (folder / "kiosk.log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [secondheart, "--sensors", "sim", "--windowed", "--size", f"{WIDTH}x{HEIGHT}",
             "--config", str(folder / "kiosk.conf"), "--state", str(self.state), *options],
            env=self.environment, stdout=self.log, stderr=self.log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            end(self.process)
        self.log.close()

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
        number = len(list(self.pictures.iterdir())) + 1
        self.glass.picture().write_png(self.pictures / f"{number:02}-{name}.png")

    def wait_until(self, name, shows, meanwhile=lambda: time.sleep(LOOK_S)):
        """Until `shows(picture)` is true of the glass; that picture, which is kept as `name`."""
        until_s = time.monotonic() + DEADLINE_S
        while not shows(self.glass.picture()):
            if self.process.poll() is not None:
                raise AssertionError(f"the kiosk ended: {self.told()}")
            if time.monotonic() > until_s:
                self.keep(f"no-{name}")
                raise AssertionError(f"no {name}: see {self.pictures}")
            meanwhile()
        self.keep(name)
        return self.glass.picture()

    def told(self):
        self.log.seek(0)
        return self.log.read()

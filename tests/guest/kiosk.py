"""The kiosk in a guest: to start it, to record beside it, and to read its screen and its store."""

import office
from picture import Picture

KIOSK = ("env SDL_VIDEODRIVER=kmsdrm XDG_STATE_HOME=/run/state TZ=UTC "
         "secondheart --sensors gpio")
REPORT = "env XDG_STATE_HOME=/run/state TZ=UTC secondheartctl report today --format json"
# A line has one user, so what the kiosk reads is recorded from a second pair of lines, which the
# player sets some microseconds after the first.
RECORD_CONFIG = "[sensors]\nchair_line = GPIO5\nmat_line = GPIO6\n"
TRACE = "/run/beside.trace"
# Nobody walks through a setup here, and the picture of an absence is as bright as one off screen.
NO_SETUP = ("[settings]\nfirst_run = no\n"
            "[display]\nbrightness_away = 100\nnight_hours =\n")
# Nor is anybody prompted: home is on the screen all day.
NO_PROMPTS = NO_SETUP + "[coach]\nquiet_hours = daily 00:00-24:00\n"
# Where the home screen says sitting, breaks and second-heart beats: left, top, right, bottom.
FIGURES = (330, 95, 515, 320)


def start(guest, keep_state=False, takes_lines=True, options=""):
    """Starts the kiosk and waits until it has its lines and shows something; its pid, the picture.

    All switches are open then: to gpio-sim the pull-up that comes with a request is the level.
    """
    if not keep_state:
        guest.check("rm -rf /run/state && mkdir /run/state")
    if "--config" not in options:
        guest.write("/run/plain.conf", NO_SETUP)
        options += " --config /run/plain.conf"
    pid = guest.spawn(f"{KIOSK} {options}", "/run/kiosk.log")
    try:
        if takes_lines:
            guest.wait_for("gpioinfo | grep GPIO17 | grep -q secondheart", 30)
        picture = guest.wait_for_picture(shows_a_screen)
    finally:
        guest.pull("/run/kiosk.log", f"{guest.results}/kiosk.log")
    return pid, picture


def shows_a_screen(picture):
    return len(picture.colours()) > 50


def end(guest, pid, signal="TERM"):
    guest.check(f"kill -{signal} {pid}; while kill -0 {pid}; do sleep 0.1; done 2>/dev/null; true")


def stored_figures(guest):
    """What the kiosk's store says of today."""
    return office.figures_of(guest.check(REPORT))


def replayed_figures(guest, words):
    """`words` are a trace's path, and options before it."""
    return office.figures_of(guest.check(f"secondheartctl replay --format json {words}"))


class Beside:
    """Scripts played to the kiosk, and at the same time to a recorder on lines of its own."""

    def __init__(self, guest, config=""):
        """`config` is the kiosk's configuration in the guest, if what is replayed depends on it."""
        self.guest = guest
        self.options = f"--config {config} " if config else ""
        guest.write("/run/record.conf", RECORD_CONFIG)
        guest.check(f"rm -f {TRACE}")
        self.recorder = guest.spawn(f"secondheartctl record -o {TRACE} --config /run/record.conf",
                                    "/run/record.log")
        guest.wait_for(f"gpioinfo | grep GPIO5 | grep -qv unused && test -e {TRACE}", 20)
        self.changes = []
        self.start_mono_ns = None

    def play(self, part):
        """Plays a part of the script: its times are since now."""
        twins = [twin for at, line, level in part
                 for twin in ((at, line, level), (at, line + "2", level))]
        report = self.guest.play(twins)
        assert report["failed"] == 0, report
        self.start_mono_ns = self.start_mono_ns or report["start_mono_ns"]
        offset = (report["start_mono_ns"] - self.start_mono_ns) / 1e9
        self.changes += [(offset + at, line, level) for at, line, level in part]

    def end(self):
        end(self.guest, self.recorder, "INT")
        self.guest.pull(TRACE, f"{self.guest.results}/beside.trace")

    def recorded_figures(self):
        return replayed_figures(self.guest, self.options + TRACE)

    def script_figures(self):
        """What the script comes to, the pauses between its parts included."""
        self.guest.write("/run/script.trace", office.trace(self.changes, self.changes[-1][0] + 1))
        return replayed_figures(self.guest, f"{self.options}/run/script.trace")


def drawn_aside(guest, name, config=NO_SETUP):
    """The last picture of the kiosk playing what is recorded without a display; kept under a name.

    It ends some seconds after the last edge, so that what follows from that has come about. The
    same program, libraries and fonts.
    """
    last = float(guest.check(f"grep -v '^#' {TRACE} | tail -n 1").split()[0])
    guest.check(f"cp {TRACE} /mnt/trace")
    guest.check(f"tail -n 1 {TRACE} | grep -q ' end$' || echo {last + 15:.9f} end >>/mnt/trace")
    guest.write("/mnt/aside.conf", config)
    guest.check_aside("rm -rf /tmp/aside && mkdir /tmp/aside && env TZ=UTC secondheart "
                      "--sensors trace:$SHARE/trace --state /tmp/aside/state "
                      "--config $SHARE/aside.conf "
                      "--offscreen /tmp/aside/pictures --size 800x480 && "
                      "cp $(ls /tmp/aside/pictures/*.png | tail -n 1) $SHARE/last.png")
    guest.pull("/mnt/last.png", f"{guest.results}/{name}")
    return Picture.read_png(f"{guest.results}/{name}")


def moment_aside(guest, name, language):
    """A moment of the kiosk as its own code draws it (tests/ui/moments.h); kept under its name."""
    guest.check_aside(f"render_moment {name} $SHARE/moment.png 800 480 {language}")
    guest.pull("/mnt/moment.png", f"{guest.results}/{name}-off-screen.png")
    return Picture.read_png(f"{guest.results}/{name}-off-screen.png")


def shows_figures_of(guest, wanted, name):
    """Waits until the screen's figures are those of `wanted`, pixel for pixel.

    No tolerance: the same canvas is drawn with the same fonts, and neither the upload as a texture
    nor virtio-gpu changes a pixel. The rest of the screen has the time of day and a breathing leg.
    """
    figures = wanted.crop(*FIGURES)
    assert len(figures.colours()) > 20, f"no figures in {name}"
    guest.wait_for_picture(lambda seen: seen.crop(*FIGURES).changed(figures) == 0, name)

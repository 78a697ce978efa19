"""The kiosk on a real kernel's GPIO, display and touch: from an edge to pixels and to disk."""

import office
from picture import Picture
from rounds import short_on

KIOSK = ("env SDL_VIDEODRIVER=kmsdrm XDG_STATE_HOME=/run/state TZ=UTC "
         "secondheart --sensors gpio")
REPORT = "env XDG_STATE_HOME=/run/state TZ=UTC secondheartctl report today --format json"
# A line has one user, so what the kiosk reads is recorded from a second pair of lines, which the
# player sets some microseconds after the first.
RECORD_CONFIG = "[sensors]\nchair_line = GPIO5\nmat_line = GPIO6\n"
# Where the home screen says sitting, breaks and second-heart beats: left, top, right, bottom.
FIGURES = (330, 95, 515, 320)


def _start_kiosk(guest, keep_state=False):
    """Starts the kiosk and waits for its first picture; its pid and that picture.

    All switches are open then: to gpio-sim the pull-up that comes with a request is the level.
    """
    if not keep_state:
        guest.check("rm -rf /run/state && mkdir /run/state")
    pid = guest.spawn(KIOSK, "/run/kiosk.log")
    try:
        guest.wait_for("gpioinfo | grep GPIO17 | grep -q secondheart", 30)
        picture = guest.wait_for_picture(_shows_a_screen, 60)
    finally:
        guest.pull("/run/kiosk.log", f"{guest.results}/kiosk.log")
    return pid, picture


def _shows_a_screen(picture):
    return len(picture.colours()) > 50


def _end(guest, pid, signal="TERM"):
    guest.check(f"kill -{signal} {pid}; while kill -0 {pid}; do sleep 0.1; done 2>/dev/null; true")


def _both(edges):
    """Every edge for the kiosk's lines and for the recorder's."""
    return [twin for at, line, level in edges
            for twin in ((at, line, level), (at, line + "2", level))]


def _replay(guest, path):
    return office.figures_of(guest.check(f"secondheartctl replay --format json {path}"))


def _drawn_off_screen(guest, trace, name):
    """The last picture of the kiosk playing a guest's trace without a display; kept under a name.

    On the host, where it takes a second and not a minute: the same program, libraries and fonts.
    """
    guest.check(f"cp {trace} /mnt/trace")
    guest.check_on_host("env TZ=UTC secondheart --sensors trace:/share/trace --state /tmp/state "
                        "--offscreen /tmp/pictures --size 800x480 && "
                        "cp $(ls /tmp/pictures/*.png | tail -n 1) /share/last.png")
    guest.pull("/mnt/last.png", f"{guest.results}/{name}")
    return Picture.read_png(f"{guest.results}/{name}")


def _shows_figures_of(guest, wanted, name):
    """Waits until the screen's figures are those of `wanted`, pixel for pixel.

    No tolerance: the same canvas is drawn with the same fonts, and neither the upload as a texture
    nor virtio-gpu changes a pixel. The rest of the screen has the time of day and a breathing leg.
    """
    figures = wanted.crop(*FIGURES)
    assert len(figures.colours()) > 20, f"no figures in {name}"
    guest.wait_for_picture(lambda seen: seen.crop(*FIGURES).changed(figures) == 0, 20, name)


def edges_reach_the_screen_and_the_store_as_recorded(guest):
    kiosk, empty = _start_kiosk(guest)
    guest.write("/run/record.conf", RECORD_CONFIG)
    guest.check("rm -f /run/desk.trace")
    recorder = guest.spawn("secondheartctl record -o /run/desk.trace --config /run/record.conf",
                           "/run/record.log")
    guest.wait_for("gpioinfo | grep GPIO5 | grep -qv unused && test -e /run/desk.trace", 20)

    pictures, changes, start = [empty], [], None
    for part, name in zip(office.desk(), ("1-seated", "2-stepping", "3-after")):
        report = guest.play(_both(part))
        assert report["failed"] == 0, report
        start = start or report["start_mono_ns"]
        offset = (report["start_mono_ns"] - start) / 1e9
        changes += [(offset + at, line, level) for at, line, level in part]
        before = pictures[-1]
        pictures.append(guest.wait_for_picture(lambda seen, old=before: seen.changed(old) > 2000,
                                               20, f"kiosk-{name}.png"))
    _end(guest, recorder, "INT")
    guest.pull("/run/desk.trace", f"{guest.results}/desk.trace")
    # Somebody is away in both now, so that no figure moves while the trace is played.
    wanted = _drawn_off_screen(guest, "/run/desk.trace", "kiosk-4-off-screen.png")
    assert wanted.crop(*FIGURES).changed(empty.crop(*FIGURES)) > 0, "the figures are those of an empty day"
    _shows_figures_of(guest, wanted, "kiosk-4-on-screen.png")
    _end(guest, kiosk)
    guest.check("cp /run/state/secondheart/history.db* /run/ && "
                "sqlite3 /run/history.db 'pragma wal_checkpoint(truncate)'")
    guest.pull("/run/history.db", f"{guest.results}/desk.db")

    recorded = _replay(guest, "/run/desk.trace")
    guest.write("/run/script.trace", office.trace(changes, changes[-1][0] + 1))
    office.assert_same_figures("store against record",
                               office.figures_of(guest.check(REPORT)), recorded, 0.01)
    office.assert_same_figures("record against the script", recorded,
                               _replay(guest, "/run/script.trace"), 0.01)
    office.assert_same_figures("record against the truth by hand", recorded, office.DESK_TRUTH,
                               0.01)


@short_on("trixie")
def a_tap_is_answered_on_the_screen_where_it_was_aimed(guest):
    kiosk, before = _start_kiosk(guest)
    guest.tap(760, 40)

    def answered(seen):
        """Something new in the 60 pixels around the finger, a corner where nothing else moves."""
        return 20 < sum(seen.pixel(x, y) != before.pixel(x, y)
                        for y in range(10, 70) for x in range(730, 790))

    guest.wait_for_picture(answered, 20, "kiosk-touched.png")
    _end(guest, kiosk)


@short_on("trixie")
def the_chip_goes_and_comes_back_and_counting_goes_on(guest):
    kiosk, _ = _start_kiosk(guest)
    guest.play([(0.1, "chair", 1), (25, "chair", 1)])
    seated = guest.screendump("chip-0-before.png")
    guest.unbind_chip()
    guest.wait_for_picture(lambda seen: seen.changed(seated) > 5000, 30, "chip-1-gone.png")
    assert guest.run(f"kill -0 {kiosk}").status == 0, "the kiosk ended with its chip"
    guest.bind_chip()
    guest.wait_for("gpioinfo | grep GPIO17 | grep -q secondheart", 60)
    # The chip came back with all switches open: sit down again, longer than the hold-off.
    report = guest.play([(0.1, "chair", 1), (20, "chair", 0), (35, "chair", 0)])
    assert report["failed"] == 0, report
    guest.screendump("chip-2-back.png")
    _end(guest, kiosk)
    figures = office.figures_of(guest.check(REPORT))
    assert figures["sitting_s"] >= 44, figures
    assert figures["unknown_s"] > 0, figures


@short_on("trixie")
def a_killed_kiosk_goes_on_with_the_day_and_calls_the_gap_unknown(guest):
    kiosk, _ = _start_kiosk(guest)
    guest.play([(0.1, "chair", 1), (150, "chair", 1)])
    guest.check(f"kill -KILL {kiosk}")
    killed = office.figures_of(guest.check(REPORT))
    guest.play([(90, "chair", 1)])
    kiosk, _ = _start_kiosk(guest, keep_state=True)
    guest.play([(0.1, "chair", 1), (30, "chair", 0), (45, "chair", 0)])
    guest.screendump("killed-after.png")
    _end(guest, kiosk)
    figures = office.figures_of(guest.check(REPORT))
    # A commit a minute: a kill costs sixty seconds of the first 150 at most; then come 30 more.
    assert 85 + 29 <= figures["sitting_s"] <= 190, figures
    assert figures["unknown_s"] >= 90, figures
    assert figures["sedentary_bouts"] == 2, figures
    assert killed["sitting_s"] >= 85, f"after the kill the report says {killed}"

"""The kiosk on a real kernel's GPIO, display and touch: from an edge to pixels and to disk."""

import kiosk
import office
from rounds import short_on


def edges_reach_the_screen_and_the_store_as_recorded(guest):
    program, empty = kiosk.start(guest)
    beside = kiosk.Beside(guest)
    pictures = [empty]
    for part, name in zip(office.desk(), ("1-seated", "2-stepping", "3-after")):
        beside.play(part)
        before = pictures[-1]
        pictures.append(guest.wait_for_picture(lambda seen, old=before: seen.changed(old) > 2000,
                                               f"kiosk-{name}.png"))
    beside.end()
    # Somebody is away in both now, so that no figure moves while the trace is played.
    wanted = kiosk.drawn_aside(guest, "kiosk-4-off-screen.png")
    assert wanted.crop(*kiosk.FIGURES).changed(empty.crop(*kiosk.FIGURES)) > 0, \
        "the figures are those of an empty day"
    kiosk.shows_figures_of(guest, wanted, "kiosk-4-on-screen.png")
    kiosk.end(guest, program)
    guest.check("cp /run/state/secondheart/history.db* /run/ && "
                "sqlite3 /run/history.db 'pragma wal_checkpoint(truncate)'")
    guest.pull("/run/history.db", f"{guest.results}/desk.db")

    recorded = beside.recorded_figures()
    office.assert_same_figures("store against record", kiosk.stored_figures(guest), recorded, 0.01)
    office.assert_same_figures("record against the script", recorded, beside.script_figures(),
                               0.01)
    office.assert_same_figures("record against the truth by hand", recorded, office.DESK_TRUTH,
                               0.01)


@short_on("trixie", "arm64", "newest")
def a_tap_is_answered_on_the_screen_where_it_was_aimed(guest):
    program, before = kiosk.start(guest)
    guest.tap(760, 40)

    def answered(seen):
        """Something new in the 60 pixels around the finger, a corner where nothing else moves."""
        return 20 < sum(seen.pixel(x, y) != before.pixel(x, y)
                        for y in range(10, 70) for x in range(730, 790))

    guest.wait_for_picture(answered, "kiosk-touched.png")
    kiosk.end(guest, program)


@short_on("bookworm")
def a_kiosk_that_starts_without_its_chip_says_so_on_the_screen(guest):
    """On a card where nothing moves, so that one picture is all there will ever be."""
    guest.unbind_chip()
    program, _ = kiosk.start(guest, takes_lines=False)
    guest.screendump("kiosk-without-chip.png")
    assert "GPIO17" in guest.read("/run/kiosk.log")
    kiosk.end(guest, program)


@short_on("trixie", "newest")
def the_chip_goes_and_comes_back_and_counting_goes_on(guest):
    program, _ = kiosk.start(guest)
    guest.play([(0.1, "chair", 1), (25, "chair", 1)])
    seated = guest.screendump("chip-0-before.png")
    guest.unbind_chip()
    guest.wait_for_picture(lambda seen: seen.changed(seated) > 5000, "chip-1-gone.png")
    assert guest.run(f"kill -0 {program}").status == 0, "the kiosk ended with its chip"
    guest.bind_chip()
    guest.wait_for("gpioinfo | grep GPIO17 | grep -q secondheart", 60)
    # The chip came back with all switches open: sit down again, longer than the hold-off.
    report = guest.play([(0.1, "chair", 1), (20, "chair", 0), (35, "chair", 0)])
    assert report["failed"] == 0, report
    guest.screendump("chip-2-back.png")
    kiosk.end(guest, program)
    figures = kiosk.stored_figures(guest)
    assert figures["sitting_s"] >= 44, figures
    assert figures["unknown_s"] > 0, figures


@short_on("trixie", "arm64")
def a_killed_kiosk_goes_on_with_the_day_and_calls_the_gap_unknown(guest):
    program, _ = kiosk.start(guest)
    guest.play([(0.1, "chair", 1), (150, "chair", 1)])
    guest.check(f"kill -KILL {program}")
    killed = kiosk.stored_figures(guest)
    guest.play([(90, "chair", 1)])
    program, _ = kiosk.start(guest, keep_state=True)
    guest.play([(0.1, "chair", 1), (30, "chair", 0), (45, "chair", 0)])
    guest.screendump("killed-after.png")
    kiosk.end(guest, program)
    figures = kiosk.stored_figures(guest)
    # A commit a minute: a kill costs sixty seconds of the first 150 at most; then come 30 more.
    assert 85 + 29 <= figures["sitting_s"] <= 190, figures
    assert figures["unknown_s"] >= 90, figures
    assert figures["sedentary_bouts"] == 2, figures
    assert killed["sitting_s"] >= 85, f"after the kill the report says {killed}"

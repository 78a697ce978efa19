"""The kiosk itself over a whole day at the office: on the screen, in its store, beside a record."""

import kiosk
import office
from rounds import short_on


@short_on()
def a_whole_day_comes_to_the_same_on_screen_in_the_store_and_as_recorded(guest):
    # The date of the scripts, and early: a kiosk day ends at four in the morning, not in this one.
    guest.check("date --utc --set 2026-03-02T08:00:00")
    guest.write("/run/day.conf", kiosk.NO_PROMPTS)
    program, picture = kiosk.start(guest, options="--config /run/day.conf")
    beside = kiosk.Beside(guest, config="/run/day.conf")
    for number, part in enumerate(office.day_parts(), start=1):
        beside.play(part)
        wanted = kiosk.drawn_aside(guest, f"day-{number}-off-screen.png", kiosk.NO_PROMPTS)
        assert wanted.crop(*kiosk.FIGURES).changed(picture.crop(*kiosk.FIGURES)) > 0, \
            f"nothing has changed in part {number} of the day"
        kiosk.shows_figures_of(guest, wanted, f"day-{number}-on-screen.png")
        picture = wanted
    beside.end()
    kiosk.end(guest, program)

    recorded = beside.recorded_figures()
    office.assert_same_figures("store against record", kiosk.stored_figures(guest), recorded, 0.01)
    office.assert_same_figures("record against the script", recorded, beside.script_figures(),
                               office.PLAYED_LATE_S)
    office.assert_same_figures("record against the truth by hand", recorded,
                               office.float_seconds(office.TRUTH), office.PLAYED_LATE_S)

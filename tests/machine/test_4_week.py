"""A week at the office, its edges through gpio-sim while idle time is skipped, its power cut every evening:
what it comes to on the screen, in the history and by hand is the same."""

import time

import kiosk
import office
import rig
import service

DAYS = 5
BEGIN_H, EVENING_H, HOUR_S = 8, 17, 3600
CONFIG = "/etc/secondheart/conf.d/50-week.conf"
# Home all day, in the first run's language. What moves, on a prompt or at each step, would be drawn for hours:
# without a graphics processor a frame takes half a second here.
SETTINGS = kiosk.NO_PROMPTS + "[display]\nlanguage = de\nreduced_motion = yes\n"


def _morning(machine, day):
    """Somebody switches on; the time server says the time, and then no more: it does not skip any."""
    machine.check("sync")
    machine.unplug()
    machine.plug(clock_s=rig.monday(1) + (24 * (day - 1) + BEGIN_H) * HOUR_S, leaps=True)
    service.wait_for(machine, "ActiveState", "active")
    machine.wait_for_picture(kiosk.shows_a_screen, timeout=service.START_TIMEOUT_S)
    machine.set_time_server(machine.clock_s() - time.time())
    machine.set_time_server(None)


def _work(machine, day):
    """One day: its pictures compared at each quiet time; what was recorded beside."""
    beside = kiosk.Beside(machine, config=CONFIG)
    for number, part in enumerate(office.day_parts(), start=1):
        beside.play(part)
        name = f"week-{day}-{number}"
        wanted = kiosk.drawn_aside(machine, f"{name}-off-screen.png", SETTINGS)
        kiosk.shows_figures_of(machine, wanted, f"{name}.png")
    # What has closed is written within the minute.
    machine.play([(65, "chair", 0)])
    beside.end()
    return beside


def a_week_comes_to_the_same_on_the_screen_in_the_history_and_by_hand(machine):
    machine.write(CONFIG, SETTINGS)
    for day in range(1, DAYS + 1):
        _morning(machine, day)
        began = time.monotonic()
        recorded = _work(machine, day).recorded_figures()
        office.assert_same_figures(f"day {day}: history against record", service.report(machine),
                                   {key: recorded[key] for key in office.TRUTH}, 0.01)
        office.assert_same_figures(f"day {day}: record against the truth by hand", recorded,
                                   office.float_seconds(office.TRUTH), office.PLAYED_LATE_S)
        print(f"     day {day}: {time.monotonic() - began:.0f} s", flush=True)
    machine.check(f"rm {CONFIG}; sync")
    machine.unplug()
    machine.plug(clock_s=rig.monday(1) + (24 * (DAYS - 1) + EVENING_H) * HOUR_S)

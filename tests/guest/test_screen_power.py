"""A monitor without a backlight: asleep while nobody is there, awake with the chair's edge."""

import kiosk
from rounds import short_on

DPMS = "cat /sys/class/drm/card*-*/dpms"


@short_on("trixie")
def the_screen_sleeps_while_nobody_is_there_and_wakes_with_the_chair(guest):
    guest.write("/run/dark.conf", "[settings]\nfirst_run = no\n"
                "[display]\nbrightness_away = 0\nnight_hours =\n")
    program, _ = kiosk.start(guest, options="--config /run/dark.conf")
    guest.play([(0.1, "chair", 1), (20, "chair", 0)])
    assert guest.check(DPMS).split() == ["On"], guest.check(DPMS)
    guest.play([(90, "chair", 0)])
    guest.wait_for(f"{DPMS} | grep -q Off", 30)
    # Whoever comes finds the screen on, and on it what is now, not what was.
    guest.play([(0.1, "chair", 1), (1, "chair", 1)])
    guest.wait_for(f"{DPMS} | grep -q On", 10)
    guest.wait_for_picture(kiosk.shows_a_screen, "screen-awake.png")
    assert guest.run(f"kill -0 {program}").status == 0, "the kiosk ended with its screen"
    # A tap wakes it as well: presence, and nothing pressed by accident in the dark.
    guest.play([(0.1, "chair", 0), (90, "chair", 0)])
    guest.wait_for(f"{DPMS} | grep -q Off", 30)
    guest.tap(400, 200)
    guest.wait_for(f"{DPMS} | grep -q On", 10)
    kiosk.end(guest, program)
    assert guest.check(DPMS).split() == ["On"], "the screen was left dark"

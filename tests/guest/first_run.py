"""The first run, walked by touch, chair and mat: what a person does whom nobody has told anything."""

import hand
import kiosk

# All of a step but how many there are, which depends on what the machine knows of the time.
BELOW_COUNT = (0, 56, hand.WIDTH, hand.HEIGHT)
# At the edge, where no step has anything to tap.
NOWHERE = (790, 240)


def step(picture):
    """Which step of the first run it shows, 0 if none: the bars that are lit, beside the picture
    of a sensor or at the left edge."""
    for left, top in ((24, 34), (376, 44)):
        lit = [picture.pixel(left + 10 + 28 * i, top) == hand.MOVE for i in range(6)]
        if lit[0]:
            return sum(lit)
    return 0


def _wait_for_step(guest, wanted):
    return guest.wait_for_picture(lambda seen: step(seen) == wanted, f"hands-setup-{wanted}.png")


def _shows(guest, moment):
    """Waits until the screen is as a moment of it that is drawn aside in German: by the same program,
    libraries and fonts, so that no pixel is another one."""
    drawn = kiosk.moment_aside(guest, moment, "de").crop(*BELOW_COUNT)
    # Somebody is there, so it is bright.
    guest.tap(*NOWHERE)
    guest.wait_for_picture(lambda seen: seen.crop(*BELOW_COUNT).changed(drawn) == 0, f"{moment}.png")


def walk(guest, ctl):
    """From the first step to home, in German and with a prompt every half hour.

    ctl: secondheartctl as it finds the kiosk's state.
    """
    def wait_for_setting(name, value):
        guest.wait_for(f"{ctl} settings | grep -qx '{name} = {value}'")

    _wait_for_step(guest, 1)
    guest.tap(*hand.SETUP_GERMAN)
    wait_for_setting("display.language", "de")
    _wait_for_step(guest, 1)
    guest.tap(*hand.SETUP_ON["setup-language"])
    _wait_for_step(guest, 2)
    _shows(guest, "setup-chair")
    guest.set_level("chair", 1)  # for longer than a seat must stay closed
    guest.wait_for_picture(lambda seen: hand.checks_seen(seen) == 2, "hands-setup-leaned.png")
    guest.set_level("chair", 0)
    guest.wait_for_picture(hand.is_sensor_seen, "hands-setup-chair.png")
    _shows(guest, "setup-chair-seen")
    guest.tap(*hand.SETUP_ON["setup-chair"])
    _wait_for_step(guest, 3)
    guest.play([(1 + i / 2, "mat", 1 - i % 2) for i in range(8)])
    guest.wait_for_picture(hand.is_sensor_seen, "hands-setup-mat.png")
    guest.tap(*hand.SETUP_ON["setup-mat"])
    _wait_for_step(guest, 4)
    _shows(guest, "setup-protocol")
    guest.tap(*hand.SETUP_HALF_HOUR)
    wait_for_setting("protocol.preset", "half-hour")
    guest.tap(*hand.SETUP_ON["setup-protocol"])
    _wait_for_step(guest, 5)
    _shows(guest, "setup-privacy")
    guest.tap(*hand.SETUP_ON["setup-privacy"])
    guest.wait_for_picture(hand.is_home, "hands-setup-home.png")
    wait_for_setting("setup.step", "done")

"""A finger on a real touchscreen and a real display: first run, language, history, rotation, erase.

Letters look otherwise on every release, so pages are told by colours in places that hold none, and
what the finger did by the store. Pixel by pixel it is judged in a window, by tests/kiosk.
"""

import datetime

import first_run
import hand
import kiosk
from rounds import short_on

CTL = "env XDG_STATE_HOME=/run/state TZ=UTC secondheartctl"
STATE = "/run/state/secondheart"


def _touch(guest, place, quarters=0):
    guest.tap(*hand.place_on_glass(place, quarters))


def _settings(guest):
    """What was chosen on the screen: name to value."""
    return dict(line.split(" = ", 1) for line in guest.check(f"{CTL} settings").splitlines())


def _wait_for_setting(guest, name, value):
    guest.wait_for(f"{CTL} settings | grep -qx '{name} = {value}'")


def _wait_for_still(guest, shows, name):
    """Waits for a picture that stays: a page that comes is blended with the one that goes."""
    last = guest.screendump()

    def is_still(seen):
        nonlocal last
        before, last = last, seen
        return shows(seen) and seen.changed(before) == 0

    return guest.wait_for_picture(is_still, name)


def _open(guest, tile, quarters=0):
    """From home over the menu to a page; its picture."""
    guest.wait_for_picture(lambda seen: hand.is_home(seen, quarters))
    _touch(guest, hand.HOME, quarters)
    guest.wait_for_picture(lambda seen: hand.is_menu(seen, quarters))
    _touch(guest, hand.TILE[tile], quarters)
    return _wait_for_still(guest, lambda seen: hand.has_way_back(seen, quarters),
                           f"hands-{tile}-{quarters}.png")


def _go(guest, before, place, name):
    """Taps, and waits for a page with another title than `before` has; its picture."""
    _touch(guest, place)
    return _wait_for_still(guest, hand.differs(before, hand.HEAD_PART), f"hands-{name}.png")


def _start_seated(guest, config=kiosk.NO_SETUP, keep_state=False):
    """A kiosk with somebody in the chair: nothing dims."""
    guest.write("/run/hands.conf", config)
    program, _ = kiosk.start(guest, keep_state=keep_state, options="--config /run/hands.conf")
    guest.set_level("chair", 1)
    return program


def _keep_last_week(guest):
    """Five days of last week, before the kiosk starts."""
    guest.check("rm -rf /run/state && mkdir /run/state")
    today = datetime.date.fromisoformat(guest.check("date -u +%F").strip())
    program = guest.check("secondheartctl --version").strip()
    guest.write("/run/last-week.json", hand.history_of_last_week(today, program, False))
    guest.check(f"{CTL} restore /run/last-week.json")


def _postures_of_last_week(guest):
    return hand.postures_of_last_week(guest.check(f"{CTL} export"))


@short_on()
def a_first_run_is_answered_by_touch_chair_and_mat(guest):
    guest.write("/run/hands.conf", "[display]\nbrightness_away = 100\nnight_hours =\n")
    program, _ = kiosk.start(guest, options="--config /run/hands.conf")
    first_run.walk(guest, CTL)
    kiosk.end(guest, program)

    # It is not asked again.
    program, picture = kiosk.start(guest, keep_state=True, options="--config /run/hands.conf")
    assert first_run.step(picture) == 0, "the first run stands there a second time"
    kiosk.end(guest, program)
    assert _settings(guest)["display.language"] == "de"


@short_on()
def a_language_chosen_by_touch_is_spoken_at_once_and_kept(guest):
    program = _start_seated(guest)
    english = _open(guest, "settings")
    choices = _go(guest, english, hand.ROW_LANGUAGE, "languages")
    assert "display.language" not in _settings(guest)
    german = _go(guest, choices, hand.LANGUAGE_GERMAN, "german")
    _go(guest, german, hand.BACK, "settings-german")
    _wait_for_setting(guest, "display.language", "de")
    kiosk.end(guest, program)

    program = _start_seated(guest, keep_state=True)
    again = _open(guest, "settings")
    assert hand.differs(english, hand.HEAD_PART)(again), "it speaks English again"
    kiosk.end(guest, program)


@short_on()
def a_week_s_bar_opens_its_day_and_goes_back(guest):
    _keep_last_week(guest)
    program = _start_seated(guest, keep_state=True)
    week = _open(guest, "history")
    _touch(guest, hand.OLDER_WEEK)
    guest.wait_for_picture(hand.shows_last_week, "hands-last-week.png")
    for day, x in enumerate(hand.BAR_X):
        _go(guest, week, (x, hand.BAR_Y), f"day-{day}")
        shown = guest.wait_for_picture(hand.shows_day(hand.WEEK[day]), f"hands-day-{day}.png")
        _touch(guest, hand.FIRST_BLOCK)
        guest.wait_for_picture(hand.differs(shown, hand.BLOCK_SAID))
        _touch(guest, hand.BACK)
        guest.wait_for_picture(hand.shows_last_week)
    _touch(guest, hand.BACK)
    guest.wait_for_picture(hand.is_home)
    kiosk.end(guest, program)


@short_on()
def a_turned_screen_takes_touches_where_it_shows_things(guest):
    for quarters in (1, 2, 3):
        config = kiosk.NO_SETUP + f"rotation = {90 * quarters}\n"
        program = _start_seated(guest, config)
        _open(guest, "settings", quarters)
        _touch(guest, hand.BACK, quarters)
        guest.wait_for_picture(lambda seen, turn=quarters: hand.is_home(seen, turn))
        kiosk.end(guest, program)


@short_on()
def a_rotation_by_touch_is_turned_back_or_kept(guest):
    program = _start_seated(guest)
    page = _open(guest, "kiosk")
    _go(guest, page, hand.ROW_ROTATION, "rotations")
    _touch(guest, hand.QUARTER_RIGHT)
    guest.wait_for_picture(lambda seen: hand.has_way_back(seen, 1), "hands-turned.png")
    _touch(guest, hand.TURN_BACK, 1)
    guest.wait_for_picture(hand.has_way_back, "hands-turned-back.png")
    assert "display.rotation" not in _settings(guest)
    _touch(guest, hand.QUARTER_RIGHT)
    guest.wait_for_picture(lambda seen: hand.has_way_back(seen, 1))
    _touch(guest, hand.KEEP_IT, 1)
    _wait_for_setting(guest, "display.rotation", "90")
    kiosk.end(guest, program)

    program = _start_seated(guest, keep_state=True)
    _open(guest, "settings", 1)
    kiosk.end(guest, program)


@short_on()
def an_erase_asks_a_second_time_and_leaves_nothing(guest):
    _keep_last_week(guest)
    kept = [posture for day in hand.WEEK for posture in day]
    program = _start_seated(guest, keep_state=True)
    page = _open(guest, "settings")
    question = _go(guest, page, hand.ROW_ERASE, "erase")
    again = _go(guest, question, hand.CANCEL, "erase-cancelled")
    assert _postures_of_last_week(guest) == kept
    _go(guest, again, hand.ROW_ERASE, "erase-again")
    assert _postures_of_last_week(guest) == kept
    _touch(guest, hand.ERASE_FOR_GOOD)
    guest.wait_for_picture(hand.is_home, "hands-erased.png")
    guest.wait_for(f"! {CTL} export | grep -q {hand.WEEK_BOOT}")
    kiosk.end(guest, program)
    guest.check(f"! grep -rqa {hand.WEEK_BOOT} {STATE}")

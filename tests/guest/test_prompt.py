"""A prompt on a real kernel: from sitting to a verified stroll, answered with a finger."""

import kiosk
from rounds import short_on

# The shortest protocol that the configuration allows.
CONFIG = "[protocol]\npreset = custom\ninterval_min = 5\nduration_s = 10\n"
LATER = (714, 408)
GOING_NOW = (566, 408)


def _is_ivory(picture, x, y):
    return min(picture.pixel(x, y)) > 200


def _shows_banner(seen):
    """The first button's ground on the right, and home's dark card where others have theirs."""
    return _is_ivory(seen, 560, 374) and not _is_ivory(seen, 180, 390)


def _shows_done(seen):
    """A ground of the first button on the left, and the tick's green above it."""
    tick = seen.crop(24, 32, 88, 96).colours()
    green = sum(count for (red, g, _), count in tick.items() if g > 150 and g > red + 60)
    return _is_ivory(seen, 60, 390) and green > 50


@short_on()
def a_snoozed_prompt_comes_back_and_a_stroll_verifies_it(guest):
    guest.write("/run/prompt.conf", CONFIG + kiosk.NO_SETUP)
    program, _ = kiosk.start(guest, options="--config /run/prompt.conf")
    beside = kiosk.Beside(guest)
    beside.play([(8, "chair", 1), (320, "chair", 1)])
    guest.wait_for_picture(_shows_banner, "prompt-1-banner.png")
    guest.tap(*LATER)
    guest.wait_for_picture(lambda seen: not _shows_banner(seen), "prompt-2-snoozed.png")
    beside.play([(310, "chair", 1)])
    guest.wait_for_picture(_shows_banner, "prompt-3-back.png")
    guest.tap(*GOING_NOW)
    guest.wait_for_picture(lambda seen: not _shows_banner(seen), "prompt-4-going.png")
    stroll = [(2, "chair", 0)]
    for i in range(16):
        stroll += [(3 + i, "mat", 1), (3.5 + i, "mat", 0)]
    beside.play(stroll)
    guest.wait_for_picture(_shows_done, "prompt-5-done.png")
    beside.end()
    kiosk.end(guest, program)

    rows = guest.check("sqlite3 /run/state/secondheart/history.db "
                       "'SELECT change FROM prompt ORDER BY seq'").split()
    assert rows == ["raised", "snoozed", "started", "verified"], rows
    # The same edges without touches: the prompt is ignored after five minutes in view; the stroll
    # comes later, and nobody sits down again, so it is no natural break yet.
    guest.pull("/run/prompt.conf", f"{guest.results}/prompt.conf")
    prompts = kiosk.replayed_figures(guest, f"--config /run/prompt.conf {kiosk.TRACE}")["prompts"]
    assert prompts.pop("raised") == prompts.pop("ignored") == 1, prompts
    assert not any(prompts.values()), prompts

"""A kernel newer than the programs: libgpiod 1.6 where the first GPIO interface is gone."""

import kiosk
from rounds import only_on

WHY = "but the kernel does not speak the GPIO interface of libgpiod 1.6"
FIX = "install a build with libgpiod 2"


@only_on("newest-bookworm")
def libgpiod_1_without_its_interface_says_what_it_looked_for_what_it_found_and_the_fix(guest):
    result = guest.run("secondheartctl record --duration 1")
    for words in ("'GPIO17'", "[pinctrl-bcm2711] 28 lines", WHY, FIX):
        assert words in result.output, result
    assert result.status == 1, result


@only_on("newest-bookworm")
def the_doctor_gives_the_fix_for_each_line(guest):
    result = guest.run("secondheartctl check")
    rows = result.output.splitlines()
    problems = [i for i, row in enumerate(rows) if row.startswith("PROBLEM  gpio") and WHY in row]
    assert len(problems) == 2 and result.status == 1, result
    for i in problems:
        assert f"fix: {FIX}" in rows[i + 1], result


@only_on("newest-bookworm")
def the_kiosk_shows_that_the_sensors_do_not_answer_and_goes_on(guest):
    program, card = kiosk.start(guest, takes_lines=False)
    log = guest.read("/run/kiosk.log")
    assert WHY in log and FIX in log, log
    # Long enough for it to have looked for the chip again: still the card, still alive.
    guest.play([(60, "chair", 1)])
    assert guest.run(f"kill -0 {program}").status == 0, guest.read("/run/kiosk.log")
    later = guest.screendump("no-interface-later.png")
    assert later.changed(card) < later.width * later.height / 20, "the card has gone"

#!/usr/bin/env python3
"""The oracle's coach on small traces whose prompts are worked out by hand from the rules.

    coach_examples.py [PROGRAM]

Exit 1 if one comes out differently. With PROGRAM, a secondheartctl, `replay` must agree too.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import namedtuple

sys.dont_write_bytecode = True

import oracle  # noqa: E402

SHORT = "[protocol]\npreset = custom\ninterval_min = 5\nduration_s = 60\n"
HOURLY = "[sensors]\nmat = none\n"
NO_MAT = HOURLY + SHORT
SEATED = "[protocol]\npreset = seated\n"
NO_MAT_SEATED = HOURLY + SEATED
QUIET = NO_MAT + "[coach]\nquiet_hours = "

# events: "t what; t what". prompts: (start_s, end_s, outcome). days: the counters that are not 0.
Example = namedtuple("Example", "name conf start events prompts days")


def steps(first, count):
    """Footfalls a second apart; the mat closes for half of each."""
    return "".join(f"{first + i} mat 1; {first + i}.5 mat 0; " for i in range(count))


def raises(first, count):
    """Calf raises, two seconds each: a second up, a second down."""
    return "".join(f"{first + 2 * i} mat 0; {first + 2 * i + 1} mat 1; " for i in range(count))


EXAMPLES = [
    # Seated for 300 s: due. 60 + 180 + 60 s of stages, then one more interval.
    Example("an_untouched_prompt_is_ignored_after_five_minutes", NO_MAT, "09:00:00",
            "0 chair 1; 1000 end",
            [(300, 600, "ignored"), (900, None, None)], [{"raised": 2, "ignored": 1}]),
    # Ignored at 600, 1200 and 1800; then every 600 s: 2400, ignored at 2700, next 3300.
    Example("three_ignored_in_a_row_double_the_interval_once", NO_MAT, "09:00:00",
            "0 chair 1; 3299 end",
            [(300, 600, "ignored"), (900, 1200, "ignored"), (1500, 1800, "ignored"),
             (2400, 2700, "ignored")], [{"raised": 4, "ignored": 4}]),
    # As before, but the fourth prompt is answered: the next comes 300 s after 2410.
    Example("an_answer_ends_the_doubled_interval", NO_MAT, "09:00:00",
            "0 chair 1; 2410 touch skip; 2720 end",
            [(300, 600, "ignored"), (900, 1200, "ignored"), (1500, 1800, "ignored"),
             (2400, 2410, "skipped"), (2710, None, None)],
            [{"raised": 5, "ignored": 3, "skipped": 1}]),
    # The person leaves for 100 s after the third: the clock counts 300 s again, from 2000.
    Example("a_break_ends_the_doubled_interval", NO_MAT, "09:00:00",
            "0 chair 1; 1900 chair 0; 2000 chair 1; 2310 end",
            [(300, 600, "ignored"), (900, 1200, "ignored"), (1500, 1800, "ignored"),
             (2300, None, None)], [{"raised": 4, "ignored": 3, "natural": 1}]),
    # Away from 350; 60 s of it at 410. Seated again at 500: due at 800.
    Example("a_break_after_a_prompt_verifies_it", NO_MAT, "09:00:00",
            "0 chair 1; 350 chair 0; 500 chair 1; 810 end",
            [(300, 410, "verified"), (800, None, None)], [{"raised": 2, "verified": 1}]),
    # Due at 300, but the chair is open from 295; it was a shift, which is known at 303. Stages have
    # run for 297 s when the person gets up at 600: 20 s away, no break. Seated again at 620, so
    # that the stages are over at 623, which is known at 630.
    Example("nothing_happens_while_a_hold_off_is_pending", NO_MAT, "09:00:00",
            "0 chair 1; 295 chair 0; 303 chair 1; 600 chair 0; 620 chair 1; 700 end",
            [(303, 630, "ignored")], [{"raised": 1, "ignored": 1}]),
    # 298 s on the clock at 298; seated again from 320: due at 322, known at 330.
    Example("a_prompt_that_falls_due_before_sitting_is_decided_comes_with_the_decision", NO_MAT,
            "09:00:00", "0 chair 1; 298 chair 0; 320 chair 1; 400 end",
            [(330, None, None)], [{"raised": 1}]),
    # 40 s away, 59 s seated, then 20 s more: 419 + 20.
    Example("moving_time_adds_up_over_a_short_sitting", NO_MAT, "09:00:00",
            "0 chair 1; 320 chair 0; 360 chair 1; 419 chair 0; 500 end",
            [(300, 439, "verified")], [{"raised": 1, "verified": 1}]),
    # 60 s seated between: the 40 s are forgotten, 420 + 60.
    Example("moving_time_does_not_add_up_over_a_minute_of_sitting", NO_MAT, "09:00:00",
            "0 chair 1; 320 chair 0; 360 chair 1; 420 chair 0; 500 end",
            [(300, 480, "verified")], [{"raised": 1, "verified": 1}]),
    # 55 s away, 20 s seated, up at 395: 5 s more would do at 400, but until 405 it may be a shift.
    Example("a_break_is_not_judged_before_the_vacancy_has_committed", NO_MAT, "09:00:00",
            "0 chair 1; 320 chair 0; 375 chair 1; 395 chair 0; 500 end",
            [(300, 405, "verified")], [{"raised": 1, "verified": 1}]),
    # The 60 s would be full at 380, but the chair is closed from 375 to 383. That was no sitting,
    # which is known at 383.
    Example("a_short_sitting_delays_the_judgement", NO_MAT, "09:00:00",
            "0 chair 1; 320 chair 0; 375 chair 1; 383 chair 0; 500 end",
            [(300, 383, "verified")], [{"raised": 1, "verified": 1}]),
    # Started at 310: 180 s later. The next 300 s after that.
    Example("going_now_and_staying_is_unfinished_after_three_minutes", NO_MAT, "09:00:00",
            "0 chair 1; 310 touch start; 800 end",
            [(300, 490, "unfinished"), (790, None, None)],
            [{"raised": 2, "started": 1, "unfinished": 1}]),
    # Up at 489, in time, though known at 499 only. Away for 31 s; seated from 520 for 60 s.
    Example("going_now_and_sitting_again_for_a_minute_is_unfinished", NO_MAT, "09:00:00",
            "0 chair 1; 310 touch start; 489 chair 0; 520 chair 1; 600 end",
            [(300, 580, "unfinished")], [{"raised": 1, "started": 1, "unfinished": 1}]),
    # Up at 495, 5 s late. Away for 60 s at 555, with no prompt open; seated again at 600.
    Example("getting_up_too_late_is_another_break", NO_MAT, "09:00:00",
            "0 chair 1; 310 touch start; 495 chair 0; 600 chair 1; 610 end",
            [(300, 490, "unfinished")],
            [{"raised": 1, "started": 1, "unfinished": 1, "natural": 1}]),
    # Up since 320; the touch at 330 keeps away off, so that only 10 s count. Seated from 350.
    Example("a_prompt_can_be_started_standing", NO_MAT, "09:00:00",
            "0 chair 1; 320 chair 0; 330 touch start; 350 chair 1; 500 end",
            [(300, 410, "unfinished")], [{"raised": 1, "started": 1, "unfinished": 1}]),
    # Away 320-340, skipped there, standing by the touch until 400; 40 s more at 440: a break
    # without a prompt.
    Example("a_break_after_skipping_is_natural", NO_MAT, "09:00:00",
            "0 chair 1; 320 chair 0; 340 touch skip; 500 chair 1; 810 end",
            [(300, 340, "skipped"), (800, None, None)],
            [{"raised": 2, "skipped": 1, "natural": 1}]),
    # 295 s on the clock; seated again from 315, due at 320, known at 325, just when the chair opens
    # for a shift.
    Example("what_is_due_comes_before_what_happens", NO_MAT, "09:00:00",
            "0 chair 1; 295 chair 0; 315 chair 1; 325 chair 0; 334 chair 1; 400 end",
            [(325, None, None)], [{"raised": 1}]),
    # 40 s and 20 s verify at 420. The second vacancy goes on for 80 s more: still the same break.
    Example("a_verified_break_is_not_natural_too", NO_MAT, "09:00:00",
            "0 chair 1; 320 chair 0; 360 chair 1; 400 chair 0; 500 chair 1; 810 end",
            [(300, 420, "verified"), (800, None, None)], [{"raised": 2, "verified": 1}]),
    # Up at 485, back at 492: a shift. Not up within 3 minutes, known at 492.
    Example("a_shift_is_not_getting_up", NO_MAT, "09:00:00",
            "0 chair 1; 310 touch start; 485 chair 0; 492 chair 1; 600 end",
            [(300, 492, "unfinished")], [{"raised": 1, "started": 1, "unfinished": 1}]),
    # Back at 610 and at 920; the third snooze is no target. Ignored 300 s after 920.
    Example("a_prompt_can_be_snoozed_twice", NO_MAT, "09:00:00",
            "0 chair 1; 310 touch snooze; 400 touch skip; 620 touch snooze; 930 touch snooze; "
            "1300 end",
            [(300, 1220, "ignored")], [{"raised": 1, "snoozed": 2, "ignored": 1}]),
    # A snooze at 310 is an answer, but the prompt is then ignored: the first of three.
    Example("ignored_after_a_snooze_is_ignored", NO_MAT, "09:00:00",
            "0 chair 1; 310 touch snooze; 2720 end",
            [(300, 910, "ignored"), (1210, 1510, "ignored"), (1810, 2110, "ignored"),
             (2710, None, None)], [{"raised": 4, "snoozed": 1, "ignored": 3}]),
    # The snooze ends at 610, in a vacancy of 30 s; seated from 630, known at 640.
    Example("a_snoozed_prompt_is_back_when_the_person_is", NO_MAT, "09:00:00",
            "0 chair 1; 310 touch snooze; 600 chair 0; 630 chair 1; 635 touch skip; "
            "645 touch skip; 700 end",
            [(300, 645, "skipped")], [{"raised": 1, "snoozed": 1, "skipped": 1}]),
    # 400 + 60, while snoozed until 610.
    Example("a_break_verifies_a_snoozed_prompt", NO_MAT, "09:00:00",
            "0 chair 1; 310 touch snooze; 400 chair 0; 500 end",
            [(300, 460, "verified")], [{"raised": 1, "snoozed": 1, "verified": 1}]),
    # Away from 200 to 300, qualified at 260; seated from 300.
    Example("a_break_without_a_prompt_is_natural", NO_MAT, "09:00:00",
            "0 chair 1; 200 chair 0; 300 chair 1; 610 end",
            [(600, None, None)], [{"raised": 1, "natural": 1}]),
    # The same 80 s away, over 04:00:00 at 60: the clock restarts, nothing is counted.
    Example("no_break_is_natural_across_the_days_start", NO_MAT, "03:59:00",
            "0 chair 1; 20 chair 0; 100 chair 1; 410 end",
            [(400, None, None)], [{}, {"raised": 1}]),
    # Never seated before: arriving is no break.
    Example("arriving_is_not_natural", NO_MAT, "09:00:00",
            "0 mat 0; 100 chair 1; 410 end", [(400, None, None)], [{"raised": 1}]),
    # Skipped by pausing at 320. 300 s of seated time after that, 30 s of them paused.
    Example("pausing_closes_a_prompt_as_skipped", NO_MAT, "09:00:00",
            "0 chair 1; 320 touch pause; 350 touch resume; 660 end",
            [(300, 320, "skipped"), (650, None, None)], [{"raised": 2, "skipped": 1}]),
    # 200 s on the clock, then a pause of 59 s: 100 s more.
    Example("a_short_pause_only_stops_the_clock", NO_MAT, "09:00:00",
            "0 chair 1; 200 touch pause; 259 touch resume; 400 end",
            [(359, None, None)], [{"raised": 1}]),
    # A pause of the duration: the clock restarts, uncounted.
    Example("a_long_pause_restarts_the_clock", NO_MAT, "09:00:00",
            "0 chair 1; 200 touch pause; 260 touch resume; 600 end",
            [(560, None, None)], [{"raised": 1}]),
    # Up for 60 s with the mat at fault: unknown with the chair open.
    Example("unknown_with_the_chair_open_restarts_the_clock", SHORT, "09:00:00",
            "0 chair 1; 150 mat fault; 200 chair 0; 260 chair 1; 600 end",
            [(560, None, None)], [{"raised": 1}]),
    # The same, but a prompt is open since 300: it stays. Its stages had 20 s; 280 s more follow.
    Example("an_open_prompt_stays_over_the_unknown", SHORT, "09:00:00",
            "0 chair 1; 150 mat fault; 320 chair 0; 400 chair 1; 700 end",
            [(300, 680, "ignored")], [{"raised": 1, "ignored": 1}]),
    # Quiet mode from 330 to 2130 hides the prompt after 30 s of its stages; 270 s remain.
    Example("quiet_mode_hides_an_open_prompt", NO_MAT, "09:00:00",
            "0 chair 1; 330 touch quiet; 1000 touch skip; 2500 end",
            [(300, 2400, "ignored")], [{"raised": 1, "ignored": 1}]),
    # 100 + 1800.
    Example("quiet_mode_holds_a_prompt_back", NO_MAT, "09:00:00",
            "0 chair 1; 100 touch quiet; 1950 end", [(1900, None, None)], [{"raised": 1}]),
    # Quiet until 1900, just when the chair opens: what is due comes first.
    Example("a_prompt_comes_when_quiet_mode_ends_before_the_chair_opens", NO_MAT, "09:00:00",
            "0 chair 1; 100 touch quiet; 1900 chair 0; 1950 end",
            [(1900, None, None)], [{"raised": 1}]),
    # Unknown from 400 to 500: the stages take 100 s longer.
    Example("stages_stand_still_while_the_chair_is_at_fault", NO_MAT, "09:00:00",
            "0 chair 1; 400 chair fault; 500 chair ok; 750 end",
            [(300, 700, "ignored")], [{"raised": 1, "ignored": 1}]),
    # Hourly. Ignored at 3900, 7800 and 11700, then doubled. At 14400 it shows that this is a bag:
    # nothing is undone, the clock stands at 2700. 100 s without it are no break (2 min), then
    # 7200 - 2700 s are left from 20100.
    Example("a_bag_undoes_no_prompt", HOURLY, "09:00:00",
            "0 chair 1; 20000 chair 0; 20100 chair 1; 24700 end",
            [(3600, 3900, "ignored"), (7500, 7800, "ignored"), (11400, 11700, "ignored"),
             (24600, None, None)], [{"raised": 4, "ignored": 3}]),
    # Stepping 322-351 is 29 s, the mat closed for 0.5 s more counts along, away from 351.5.
    Example("walking_off_the_mat_is_one_movement", SHORT, "09:00:00",
            "0 chair 1; 320 chair 0; " + steps(322, 30) + "400 end",
            [(300, 382, "verified")], [{"raised": 1, "verified": 1}]),
    # The last footfall is held for 5 s: 29 + 5, away from 356.
    Example("standing_for_five_seconds_counts_along", SHORT, "09:00:00",
            "0 chair 1; 320 chair 0; " + steps(322, 29) + "351 mat 1; 356 mat 0; 400 end",
            [(300, 382, "verified")], [{"raised": 1, "verified": 1}]),
    # For 6 s: they do not count, 29 + 31, away from 357.
    Example("standing_for_six_seconds_does_not", SHORT, "09:00:00",
            "0 chair 1; 320 chair 0; " + steps(322, 29) + "351 mat 1; 357 mat 0; 400 end",
            [(300, 388, "verified")], [{"raised": 1, "verified": 1}]),
    # Standing still on the mat, for however long, moves no blood; stages stand still meanwhile.
    # Up from 320 to 520, so that 20 s of the stages are over; 280 s after 520.
    Example("standing_still_is_no_break", SHORT, "09:00:00",
            "0 chair 1; 310 mat 1; 320 chair 0; 520 chair 1; 900 end",
            [(300, 800, "ignored")], [{"raised": 1, "ignored": 1}]),
    # Stepping counts from the first footfall, at 322, to the latest.
    Example("walking_on_the_mat_verifies_at_a_footfall", SHORT, "09:00:00",
            "0 chair 1; 320 chair 0; " + steps(322, 70) + "395 end",
            [(300, 382, "verified")], [{"raised": 1, "verified": 1}]),
    # Stepping 322-380 is 58 s, and 0.5 s on the mat; 1.5 s away are full at 382, but that the
    # person is away since 380.5 is known at 385.5.
    Example("away_is_known_after_five_seconds", SHORT, "09:00:00",
            "0 chair 1; 320 chair 0; " + steps(322, 59) + "395 end",
            [(300, 385.5, "verified")], [{"raised": 1, "verified": 1}]),
    # Raises close at 3623, 3625 ... the fifteenth at 3651.
    Example("fifteen_guided_raises_are_the_break", SEATED, "09:00:00",
            "0 chair 1; 1 mat 1; 3610 touch start; 3620 touch exercise; " + raises(3622, 15) +
            "3700 touch stop; 3800 end",
            [(3600, 3651, "verified")], [{"raised": 1, "started": 1, "verified": 1}]),
    # The fifteenth raise is at 41. The set goes on without an end: no break of the next prompt.
    Example("a_guided_set_is_a_break_once", SEATED, "09:00:00",
            "0 chair 1; 1 mat 1; 10 touch exercise; " + raises(12, 15) + "4000 end",
            [(3641, 3941, "ignored")], [{"raised": 1, "ignored": 1, "natural": 1}]),
    # Fourteen: the last counts at 3649, and three minutes later nothing has followed.
    Example("fourteen_are_not", SEATED, "09:00:00",
            "0 chair 1; 1 mat 1; 3610 touch start; 3620 touch exercise; " + raises(3622, 14) +
            "3700 touch stop; 3900 end",
            [(3600, 3829, "unfinished")], [{"raised": 1, "started": 1, "unfinished": 1}]),
    # Ten and ten are two sets, neither of them a break: the last raise counts at 3719.
    Example("raises_do_not_add_up_over_sets", SEATED, "09:00:00",
            "0 chair 1; 1 mat 1; 3610 touch start; 3620 touch exercise; " + raises(3622, 10) +
            "3650 touch stop; 3690 touch exercise; " + raises(3700, 10) + "4000 end",
            [(3600, 3899, "unfinished")], [{"raised": 1, "started": 1, "unfinished": 1}]),
    # Nothing until 3780, ten seconds short of the limit: three minutes from then.
    Example("beginning_a_guided_set_is_going_on", SEATED, "09:00:00",
            "0 chair 1; 1 mat 1; 3610 touch start; 3780 touch exercise; 4000 end",
            [(3600, 3960, "unfinished")], [{"raised": 1, "started": 1, "unfinished": 1}]),
    # Up at 3780, ten seconds short of the limit, and away: 60 s at 3840.
    Example("getting_up_is_a_break_of_the_seated_preset_too", SEATED, "09:00:00",
            "0 chair 1; 3610 touch start; 3780 chair 0; 3900 chair 1; 3910 end",
            [(3600, 3840, "verified")], [{"raised": 1, "started": 1, "verified": 1}]),
    # Away 3620-3650, seated for 30 s, away again: 60 s are full at 3710.
    Example("moving_time_adds_up_under_the_seated_preset", SEATED, "09:00:00",
            "0 chair 1; 3620 chair 0; 3650 chair 1; 3680 chair 0; 3800 end",
            [(3600, 3710, "verified")], [{"raised": 1, "verified": 1}]),
    # Away 100-200: natural at 200, the clock starts there.
    Example("getting_up_restarts_the_clock_of_the_seated_preset", SEATED, "09:00:00",
            "0 chair 1; 100 chair 0; 200 chair 1; 3810 end",
            [(3800, None, None)], [{"raised": 1, "natural": 1}]),
    Example("getting_up_for_59_seconds_only_stops_it", SEATED, "09:00:00",
            "0 chair 1; 100 chair 0; 159 chair 1; 3680 end",
            [(3659, None, None)], [{"raised": 1}]),
    # Nobody can count: 60 s from `exercise` to `stop`.
    Example("without_a_mat_a_guided_set_is_reported", NO_MAT_SEATED, "09:00:00",
            "0 chair 1; 3610 touch start; 3620 touch exercise; 3680 touch stop; 3800 end",
            [(3600, 3680, "verified")], [{"raised": 1, "started": 1, "verified": 1}]),
    Example("a_reported_set_of_less_than_fifteen_raises_is_none", NO_MAT_SEATED, "09:00:00",
            "0 chair 1; 3610 touch start; 3620 touch exercise; 3664 touch stop; 3900 end",
            [(3600, 3800, "unfinished")], [{"raised": 1, "started": 1, "unfinished": 1}]),
    # With no prompt open: the clock starts at 200. No sensor saw that, so that it is not counted.
    Example("a_reported_set_is_not_natural", NO_MAT_SEATED, "09:00:00",
            "0 chair 1; 100 touch exercise; 200 touch stop; 3810 end",
            [(3800, None, None)], [{"raised": 1}]),
    # The mat is at fault when the set ends; in the second it is not.
    Example("with_the_mat_at_fault_a_guided_set_is_reported", SEATED, "09:00:00",
            "0 chair 1; 100 touch exercise; 150 mat fault; 200 touch stop; 300 mat ok; "
            "400 touch exercise; 410 mat fault; 420 mat ok; 500 touch stop; 3810 end",
            [(3800, None, None)], [{"raised": 1}]),
    # Raised at 03:59:50, ignored at 04:04:50: each is counted on the day it happens.
    Example("a_prompt_may_end_on_the_next_day", NO_MAT, "03:54:50",
            "0 chair 1; 610 end",
            [(300, 600, "ignored")], [{"raised": 1}, {"ignored": 1}]),
    # A Monday, until 09:10.
    Example("quiet_hours_hold_a_prompt_back", QUIET + "mon 08:30-09:10\n", "09:00:00",
            "0 chair 1; 700 end", [(600, None, None)], [{"raised": 1}]),
    Example("quiet_hours_of_other_days_do_not", QUIET + "tue-sun 08:30-09:10\n", "09:00:00",
            "0 chair 1; 310 end", [(300, None, None)], [{"raised": 1}]),
    # Begun on Sunday evening.
    Example("quiet_hours_go_over_midnight", QUIET + "tue 10:00-11:00, sun 20:00-00:10\n",
            "00:00:00", "0 chair 1; 700 end", [(600, None, None)], [{"raised": 1}]),
    # Raised at 09:05:00, ignored in quiet hours; the next waits for their end.
    Example("quiet_hours_leave_an_open_prompt_alone", QUIET + "09:06-09:20\n", "09:00:00",
            "0 chair 1; 1300 end", [(300, 600, "ignored"), (1200, None, None)],
            [{"raised": 2, "ignored": 1}]),
    # The first kiosk day ends at 04:00:00, at 600.
    Example("the_first_days_only_observe", NO_MAT + "[coach]\nbaseline_days = 1\n", "03:50:00",
            "0 chair 1; 700 end", [(600, None, None)], [{}, {"raised": 1}]),
]


def differences(example, says):
    """Lines that say where what was printed is not what was worked out."""
    prompts = [(p["start_s"], p["end_s"], p["outcome"]) for p in says["prompts"]]
    if prompts != example.prompts:
        yield f"prompts {prompts}, worked out {example.prompts}"
    days = [{name: n for name, n in day["prompts"].items() if n} for day in says["days"]]
    if days != example.days:
        yield f"counters {days}, worked out {example.days}"


def check(example, program, folder):
    """Lines that say what is wrong with the example, in the oracle or in the program."""
    trace, conf = os.path.join(folder, "a.trace"), os.path.join(folder, "a.conf")
    with open(trace, "w", encoding="utf-8") as file:
        file.write(f"# secondheart trace v1\n# start: 2026-03-02T{example.start}+01:00\n")
        file.write("\n".join(line.strip() for line in example.events.split(";")) + "\n")
    with open(conf, "w", encoding="utf-8") as file:
        file.write(example.conf)
    says = oracle.replay(trace, conf)
    yield from (f"oracle: {line}" for line in differences(example, says))
    if program:
        run = subprocess.run(
            [program, "replay", trace, "--config", conf, "--format", "json", "--events"],
            capture_output=True, text=True, check=True, timeout=60)
        yield from (f"program: {line}" for line in differences(example, json.loads(run.stdout)))


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else None
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for example in EXAMPLES:
            wrong = list(check(example, program, folder))
            bad += bool(wrong)
            for line in wrong:
                print(f"{example.name}: {line}")
    print(f"{len(EXAMPLES)} examples, {bad} differ")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

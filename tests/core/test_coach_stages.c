/* The coach: a prompt's stages, and the touches on it. */
#include "core/coaching.h"

static void the_stages_follow_one_another_and_end_ignored(void **state)
{
    static const struct {
        const char *time;
        enum coach_state state;
    } stages[] = {{"9:59:59.9", COACH_WATCHING}, {"10:00:00.1", COACH_BANNER},
                  {"10:00:59.9", COACH_BANNER},  {"10:01:00.1", COACH_FULL},
                  {"10:03:59.9", COACH_FULL},    {"10:04:00.1", COACH_PULSE},
                  {"10:04:59.9", COACH_PULSE},   {"10:05:00.1", COACH_WATCHING}};
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
        at(script, stages[i].time);
        assert_int_equal(state_now(fixture), stages[i].state);
    }
    expect_prompts(fixture, "10:00:00 raised 10:05:00 ignored");
}

static void a_stage_that_moves_on_late_is_the_shorter(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    stand_at(script, "10:00:57");
    sit_at(script, "10:01:05"); /* a shift: full screen now, as if since 10:01:00 */
    at(script, "10:06:00");
    expect_prompts(fixture, "10:00:00 raised 10:05:00 ignored");
}

static void the_stages_run_only_while_seated(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    mat_on(script);
    stand_at(script, "10:00:30"); /* 30 s of banner are left */
    sit_at(script, "10:10:00");
    at(script, "10:10:29.9");
    assert_int_equal(state_now(fixture), COACH_BANNER);
    at(script, "10:10:30.1");
    assert_int_equal(state_now(fixture), COACH_FULL);
    at(script, "10:20:00");
    expect_prompts(fixture, "10:00:00 raised 10:14:30 ignored");
}

static void the_targets_act_at_every_visible_stage(void **state)
{
    static const char *const times[] = {"10:00:20", "10:02:00", "10:04:30"};
    struct fixture *fixture = *state;

    for (int i = 0; i < 9; i++) {
        static const enum touch touches[] = {TOUCH_START, TOUCH_SNOOZE, TOUCH_SKIP};
        static const enum coach_state states[] = {COACH_GOING, COACH_SNOOZED, COACH_WATCHING};
        static const enum prompt_change changes[] = {PROMPT_STARTED, PROMPT_SNOOZED,
                                                     PROMPT_SKIPPED};
        struct script *script = sat_an_hour(fixture);

        touch_at(script, times[i / 3], touches[i % 3]);
        wait_ms(script, 1);
        assert_int_equal(state_now(fixture), states[i % 3]);
        assert_int_equal(fixture->record.prompts[fixture->record.prompt_count - 1].what,
                         changes[i % 3]);
    }
}

static void touches_otherwise_only_prove_presence(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    for (int i = 0; i < 3; i++) { /* none open, snoozed, going */
        wait_s(script, 20);
        touch(script, TOUCH_SKIP);
        touch(script, i == 1 ? TOUCH_SKIP : TOUCH_START);
        touch(script, i == 1 ? TOUCH_SKIP : TOUCH_SNOOZE);
        if (i == 0)
            touch_at(script, "10:00:10", TOUCH_SNOOZE);
        if (i == 1)
            touch_at(script, "10:05:20", TOUCH_START);
    }
    at(script, "10:06:00");
    expect_prompts(fixture, "10:00:00 raised 10:00:10 snoozed 10:05:20 started");
}

static void a_snooze_lasts_five_minutes_by_the_clock_and_then_until_seated(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    mat_on(script);
    touch_at(script, "10:00:10", TOUCH_SNOOZE);
    stand_at(script, "10:01:00");
    at(script, "10:05:09");
    assert_int_equal(state_now(fixture), COACH_SNOOZED);
    at(script, "10:06:00");
    assert_int_equal(state_now(fixture), COACH_SNOOZED);
    sit(script);
    at(script, "10:06:09.9");
    assert_int_equal(state_now(fixture), COACH_SNOOZED);
    at(script, "10:06:10.1");
    assert_int_equal(state_now(fixture), COACH_BANNER);
    assert_int_equal(coach_now(fixture, (struct play){0}).snoozes_left, 1);
    at(script, "10:20:00"); /* a whole banner again */
    expect_prompts(fixture, "10:00:00 raised 10:00:10 snoozed 10:11:10 ignored");
}

static void there_are_two_snoozes(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    touch_at(script, "10:00:10", TOUCH_SNOOZE);
    touch_at(script, "10:05:20", TOUCH_SNOOZE);
    touch_at(script, "10:10:30", TOUCH_SNOOZE);
    wait_ms(script, 1);
    assert_int_equal(coach_now(fixture, (struct play){0}).snoozes_left, 0);
    at(script, "10:16:00");
    expect_prompts(fixture, "10:00:00 raised 10:00:10 snoozed 10:05:20 snoozed 10:15:20 ignored");
}

static void a_snoozed_prompt_is_verified_by_a_break(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    touch_at(script, "10:00:10", TOUCH_SNOOZE);
    stand_at(script, "10:01:00");
    at(script, "10:04:00");
    expect_prompts(fixture, "10:00:00 raised 10:00:10 snoozed 10:03:00 verified");
}

static void quiet_hides_an_open_prompt_until_it_ends(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    touch_at(script, "10:02:00", TOUCH_QUIET);
    at(script, "10:20:00");
    touch(script, TOUCH_SKIP);
    assert_int_equal(state_now(fixture), COACH_HIDDEN);
    at(script, "10:32:00");
    wait_ms(script, 1);
    assert_int_equal(state_now(fixture), COACH_FULL); /* of which 60 s had passed */
    at(script, "10:40:00");
    expect_prompts(fixture, "10:00:00 raised 10:35:00 ignored");
}

static void quiet_hours_leave_an_open_prompt_as_it_is(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    at(script, "10:00:30");
    quiet_hours(script, true);
    touch_at(script, "10:00:40", TOUCH_SNOOZE);
    at(script, "10:05:40");
    wait_ms(script, 1);
    assert_int_equal(state_now(fixture), COACH_BANNER);
    at(script, "12:00:00"); /* the next would be due at 11:10:40 */
    expect_prompts(fixture, "10:00:00 raised 10:00:40 snoozed 10:10:40 ignored");
}

static void a_pause_closes_it_as_skipped(void **state)
{
    struct fixture *fixture = *state;

    for (int snoozed = 0; snoozed < 2; snoozed++) {
        struct script *script = sat_an_hour(fixture);

        if (snoozed)
            touch_at(script, "10:00:10", TOUCH_SNOOZE);
        touch_at(script, "10:00:30", TOUCH_PAUSE);
        at(script, "10:10:00");
        touch(script, TOUCH_RESUME);
        at(script, "11:10:01"); /* and the pause has restarted the clock */
        expect_prompts(fixture, snoozed ? "10:00:00 raised 10:00:10 snoozed 10:00:30 skipped "
                                          "11:10:00 raised"
                                        : "10:00:00 raised 10:00:30 skipped 11:10:00 raised");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(the_stages_follow_one_another_and_end_ignored),
        with_script(a_stage_that_moves_on_late_is_the_shorter),
        with_script(the_stages_run_only_while_seated),
        with_script(the_targets_act_at_every_visible_stage),
        with_script(touches_otherwise_only_prove_presence),
        with_script(a_snooze_lasts_five_minutes_by_the_clock_and_then_until_seated),
        with_script(there_are_two_snoozes),
        with_script(a_snoozed_prompt_is_verified_by_a_break),
        with_script(quiet_hides_an_open_prompt_until_it_ends),
        with_script(quiet_hours_leave_an_open_prompt_as_it_is),
        with_script(a_pause_closes_it_as_skipped),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

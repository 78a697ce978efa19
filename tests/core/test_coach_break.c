/* The coach: what counts as a break, and when. */
#include "core/coaching.h"

static void a_break_qualifies_at_the_duration_away(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    stand_at(script, "10:00:30");
    sit_at(script, "10:02:29.9");
    at(script, "10:02:59");
    expect_prompts(fixture, "10:00:00 raised");
    script = sat_an_hour(fixture);
    stand_at(script, "10:00:30");
    sit_at(script, "10:02:30.1");
    at(script, "10:02:59");
    expect_prompts(fixture, "10:00:00 raised 10:02:30 verified");
}

static void a_pending_sitting_decides_nothing_until_it_is_known(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    stand_at(script, "10:00:30");
    sit_at(script, "10:02:28");
    stand_at(script, "10:02:35"); /* 7 s: no sitting, the chair was open throughout */
    at(script, "10:03:00");
    expect_prompts(fixture, "10:00:00 raised 10:02:35 verified");
}

static void stepping_qualifies_at_a_footfall(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    stand_at(script, "10:00:30");
    wait_s(script, 1);
    footfalls(script, 200, 900); /* from 10:00:31; the first at 120 s and more is the 135th */
    at(script, "10:05:00");
    expect_prompts(fixture, "10:00:00 raised 10:02:31.600 verified");
}

static void standing_of_up_to_5_s_between_counts_along_longer_does_not(void **state)
{
    struct fixture *fixture = *state;

    for (int longer = 0; longer < 2; longer++) {
        struct script *script = sat_an_hour(fixture);

        stand_at(script, "10:00:30");
        at(script, "10:01:30"); /* 60 s away */
        mat_on(script);
        wait_ms(script, longer ? 5001 : 5000);
        mat_off(script);
        at(script, "10:04:00");
        expect_prompts(fixture, longer ? "10:00:00 raised 10:02:35.001 verified"
                                       : "10:00:00 raised 10:02:30 verified");
    }
}

static void standing_with_an_unknown_beside_it_does_not_count_along(void **state)
{
    struct moving moving = {0};

    moving_begin_vacancy(&moving);
    (void)moving_add(&moving, POSTURE_AWAY, 0, 60 * NS_PER_S, 0, NS_PER_HOUR);
    (void)moving_add(&moving, POSTURE_UNKNOWN, 60 * NS_PER_S, 90 * NS_PER_S, 0, NS_PER_HOUR);
    (void)moving_add(&moving, POSTURE_STANDING, 90 * NS_PER_S, 92 * NS_PER_S, 0, NS_PER_HOUR);
    (void)moving_add(&moving, POSTURE_STEPPING, 92 * NS_PER_S, 97 * NS_PER_S, 0, NS_PER_HOUR);
    assert_true(moving.vacancy_ns == 65 * NS_PER_S);
}

static void standing_still_is_no_break(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    mat_on(script);
    stand_at(script, "10:00:30");
    at(script, "10:20:00");
    expect_prompts(fixture, "10:00:00 raised");
    sit(script); /* and not when the vacancy is over and all of it is known, either */
    at(script, "10:21:00");
    expect_prompts(fixture, "10:00:00 raised");
}

static void away_is_known_after_5_s_and_a_vacancy_after_10(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    stand_at(script, "10:00:30");
    at(script, "10:02:27"); /* 117 s away, then one second on the mat */
    mat_on(script);
    wait_s(script, 1);
    mat_off(script);
    at(script, "10:03:00"); /* 120 s at 10:02:30, known for away at 10:02:33 */
    expect_prompts(fixture, "10:00:00 raised 10:02:33 verified");
    script = &fixture->script;
    script_free(script);
    script_begin(script, "8:00:00");
    sit_at(script, "9:00:00");
    stand_at(script, "10:00:30");
    at(script, "10:01:00");
    assert_string_equal(prompts_of(fixture, (struct play){.duration_s = 10}),
                        "10:00:00 raised 10:00:40 verified");
    script->now_ns -= 25 * NS_PER_S;
    assert_string_equal(prompts_of(fixture, (struct play){.duration_s = 3}), "10:00:00 raised");
}

static void after_a_prompt_moving_adds_up_over_sittings_of_less_than_60_s(void **state)
{
    struct fixture *fixture = *state;

    for (int longer = 0; longer < 2; longer++) {
        struct script *script = sat_an_hour(fixture);

        stand_at(script, "10:00:30");
        sit_at(script, "10:01:30");
        stand_at(script, longer ? "10:02:30" : "10:02:29.999");
        at(script, "10:03:30");
        sit(script);
        at(script, "10:03:50");
        expect_prompts(fixture,
                       longer ? "10:00:00 raised" : "10:00:00 raised 10:03:29.999 verified");
    }
}

static void a_prompt_is_verified_over_a_days_start(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    stand_at(script, "10:00:30");
    at(script, "10:01:30");
    day_start(script, 20260303);
    at(script, "10:05:00");
    expect_prompts(fixture, "10:00:00 raised 10:02:30 verified");
}

static void without_a_prompt_nothing_adds_up(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    stand_at(script, "9:30:00");
    sit_at(script, "9:31:30");
    stand_at(script, "9:32:00");
    sit_at(script, "9:33:30");
    at(script, "9:40:00");
    expect_prompts(fixture, "");
}

static void a_natural_break_counts_when_the_person_sits_down_again(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00"); /* the arrival after an hour of nobody is none */
    stand_at(script, "9:30:00");
    at(script, "9:40:00");
    expect_prompts(fixture, "");
    sit(script);
    at(script, "10:39:00");
    expect_prompts(fixture, "9:40:00 natural");
    at(script, "10:41:00"); /* the clock had restarted */
    expect_prompts(fixture, "9:40:00 natural 10:40:00 raised");
}

static void a_natural_break_restarts_the_clock_as_soon_as_it_qualifies(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    stand_at(script, "9:30:00");
    at(script, "9:31:59");
    assert_int_equal(coach_now(fixture, (struct play){0}).due_in_ns, 30 * NS_PER_MIN);
    at(script, "9:32:01");
    assert_int_equal(coach_now(fixture, (struct play){0}).due_in_ns, 60 * NS_PER_MIN);
}

static void sitting_down_in_a_pause_is_seen_at_its_end(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    stand_at(script, "9:10:00");
    touch_at(script, "9:20:00", TOUCH_PAUSE);
    sit_at(script, "9:30:00");
    at(script, "9:40:00");
    expect_prompts(fixture, "");
    touch(script, TOUCH_RESUME);
    at(script, "9:50:00");
    expect_prompts(fixture, "9:40:00 natural");
}

static void a_natural_break_never_lies_across_a_days_start(void **state)
{
    struct fixture *fixture = *state;

    for (int day = 0; day < 4; day++) {
        struct script *script = &fixture->script;
        static const char *const starts[] = {"9:30:00", "9:35:00", "9:40:05", "9:40:00"};

        script_free(script);
        script_begin(script, "8:00:00");
        sit_at(script, "9:00:00");
        stand_at(script, "9:30:00");
        if (day == 2)
            sit_at(script, "9:40:00");
        at(script, starts[day]);
        day_start(script, 20260303);
        if (day != 2)
            sit_at(script, "9:40:00");
        at(script, "9:50:00");
        expect_prompts(fixture, day == 2 ? "9:40:00 natural" : "");
        if (day == 2) {
            assert_int_equal(fixture->record.days[0].prompts[PROMPT_NATURAL], 1);
            assert_int_equal(fixture->record.days[1].prompts[PROMPT_NATURAL], 0);
        }
    }
}

static void the_first_arrival_is_none_even_while_a_day_begins(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:30:00");
    at(script, "9:30:05"); /* before the sitting is known */
    day_start(script, 20260303);
    at(script, "9:40:00");
    expect_prompts(fixture, "");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(a_break_qualifies_at_the_duration_away),
        with_script(a_pending_sitting_decides_nothing_until_it_is_known),
        with_script(stepping_qualifies_at_a_footfall),
        with_script(standing_of_up_to_5_s_between_counts_along_longer_does_not),
        with_script(standing_with_an_unknown_beside_it_does_not_count_along),
        with_script(standing_still_is_no_break),
        with_script(away_is_known_after_5_s_and_a_vacancy_after_10),
        with_script(after_a_prompt_moving_adds_up_over_sittings_of_less_than_60_s),
        with_script(a_prompt_is_verified_over_a_days_start),
        with_script(without_a_prompt_nothing_adds_up),
        with_script(a_natural_break_counts_when_the_person_sits_down_again),
        with_script(a_natural_break_restarts_the_clock_as_soon_as_it_qualifies),
        with_script(sitting_down_in_a_pause_is_seen_at_its_end),
        with_script(a_natural_break_never_lies_across_a_days_start),
        with_script(the_first_arrival_is_none_even_while_a_day_begins),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The coach: "Going now" and what becomes of it; a guided set as the break. */
#include "core/coaching.h"

static void not_getting_up_within_three_minutes_is_unfinished(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    touch_at(script, "10:00:10", TOUCH_START);
    stand_at(script, "10:03:05"); /* a shift over the end of it */
    sit_at(script, "10:03:12");
    at(script, "10:04:00");
    expect_prompts(fixture, "10:00:00 raised 10:00:10 started 10:03:12 unfinished");
    script = sat_an_hour(fixture);
    touch_at(script, "10:00:10", TOUCH_START);
    at(script, "10:04:00");
    expect_prompts(fixture, "10:00:00 raised 10:00:10 started 10:03:10 unfinished");
    script = sat_an_hour(fixture);
    touch_at(script, "10:00:10", TOUCH_START);
    stand_at(script, "10:03:09"); /* just in time */
    at(script, "10:06:00");
    expect_prompts(fixture, "10:00:00 raised 10:00:10 started 10:05:09 verified");
}

static void sitting_again_for_60_s_is_unfinished_and_offers_the_rest(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);
    struct coach_glance coach;

    touch_at(script, "10:00:10", TOUCH_START);
    stand_at(script, "10:00:20");
    at(script, "10:00:50");
    assert_int_equal(state_now(fixture), COACH_UP);
    sit_at(script, "10:01:40"); /* 80 s */
    at(script, "10:02:00");
    coach = coach_now(fixture, (struct play){0});
    assert_int_equal(coach.state, COACH_BACK);
    assert_int_equal(coach.ends_ns, time_ns("10:02:40"));
    assert_int_equal(coach.moved_ns, 80 * NS_PER_S);
    at(script, "10:02:50");
    coach = coach_now(fixture, (struct play){0});
    assert_int_equal(coach.state, COACH_OFFER);
    assert_int_equal(coach.outcome, PROMPT_UNFINISHED);
    assert_int_equal(coach.missing_ns, 40 * NS_PER_S);
    stand_at(script, "10:03:00");
    at(script, "10:03:30");
    coach = coach_now(fixture, (struct play){0});
    assert_int_equal(coach.state, COACH_REST);
    assert_int_equal(coach.missing_ns, 10 * NS_PER_S);
    at(script, "10:04:30");
    sit(script);
    at(script, "10:06:00"); /* the rest alone is no qualified break */
    assert_int_equal(state_now(fixture), COACH_WATCHING);
    expect_prompts(fixture, "10:00:00 raised 10:00:10 started 10:02:40 unfinished");
}

static void starting_while_up_is_up(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    mat_on(script);
    stand_at(script, "10:00:20");
    touch_at(script, "10:00:50", TOUCH_START);
    wait_ms(script, 1);
    assert_int_equal(state_now(fixture), COACH_UP);
    sit_at(script, "10:10:00");
    at(script, "10:12:00");
    expect_prompts(fixture, "10:00:00 raised 10:00:50 started 10:11:00 unfinished");
}

static void a_guided_set_is_the_break_for_who_does_not_walk(void **state)
{
    struct fixture *fixture = *state;
    struct play play = {.duration_s = 60, .raises = 15};

    for (int count = 14; count <= 15; count++) {
        struct script *script = sat_an_hour(fixture);

        mat_on(script);
        touch_at(script, "10:00:10", TOUCH_START);
        touch_at(script, "10:00:20", TOUCH_EXERCISE);
        wait_s(script, 1);
        raises(script, count, 1000, 2000); /* the last closes at 10:00:22 + 14 x 3 s */
        touch(script, TOUCH_STOP);
        wait_s(script, 10);
        assert_string_equal(prompts_of(fixture, play),
                            count == 15 ? "10:00:00 raised 10:00:10 started 10:01:04 verified"
                                        : "10:00:00 raised 10:00:10 started");
        assert_string_equal(prompts_of(fixture, (struct play){0}),
                            "10:00:00 raised 10:00:10 started");
    }
}

static void a_whole_set_that_nobody_counted_is_reported_and_told_apart(void **state)
{
    struct fixture *fixture = *state;
    struct play play = {.duration_s = 60, .raises = 15, .no_mat = true};

    for (int s = 44; s <= 45; s++) { /* fifteen times three */
        struct script *script = sat_an_hour(fixture);

        touch_at(script, "10:00:10", TOUCH_EXERCISE);
        wait_s(script, s);
        touch(script, TOUCH_STOP);
        wait_s(script, 1);
        assert_int_equal(coach_now(fixture, play).outcome_is_reported, s == 45);
        assert_string_equal(prompts_of(fixture, play),
                            s == 45 ? "10:00:00 raised 10:00:55 verified" : "10:00:00 raised");
    }
    touch_at(&fixture->script, "10:30:00", TOUCH_EXERCISE); /* of one's own accord: uncounted */
    touch_at(&fixture->script, "10:31:10", TOUCH_STOP);
    at(&fixture->script, "11:31:11");
    assert_string_equal(prompts_of(fixture, play),
                        "10:00:00 raised 10:00:55 verified 11:31:10 raised");
}

static void where_the_mat_counts_a_set_is_not_believed(void **state)
{
    struct fixture *fixture = *state;
    struct play play = {.duration_s = 60, .raises = 15};
    struct script *script = sat_an_hour(fixture);

    mat_on(script);
    touch_at(script, "10:00:10", TOUCH_EXERCISE);
    touch_at(script, "10:02:10", TOUCH_STOP);
    wait_s(script, 1);
    assert_string_equal(prompts_of(fixture, play), "10:00:00 raised");
}

static void going_for_a_set_is_unfinished_three_minutes_after_the_last_raise(void **state)
{
    struct fixture *fixture = *state;
    struct play play = {.duration_s = 60, .raises = 15};
    struct script *script = sat_an_hour(fixture);

    mat_on(script);
    touch_at(script, "10:00:10", TOUCH_START);
    touch_at(script, "10:01:00", TOUCH_EXERCISE);
    wait_s(script, 1);
    raises(script, 6, 1000, 2000); /* the last closes at 10:01:17 */
    at(script, "10:05:00");
    assert_string_equal(prompts_of(fixture, play),
                        "10:00:00 raised 10:00:10 started 10:04:17 unfinished");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(not_getting_up_within_three_minutes_is_unfinished),
        with_script(sitting_again_for_60_s_is_unfinished_and_offers_the_rest),
        with_script(starting_while_up_is_up),
        with_script(a_guided_set_is_the_break_for_who_does_not_walk),
        with_script(a_whole_set_that_nobody_counted_is_reported_and_told_apart),
        with_script(where_the_mat_counts_a_set_is_not_believed),
        with_script(going_for_a_set_is_unfinished_three_minutes_after_the_last_raise),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

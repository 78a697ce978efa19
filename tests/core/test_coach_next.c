/* The coach: what comes after a prompt; the suggestions between two. */
#include <string.h>

#include "core/coaching.h"

static void the_next_prompt_comes_one_more_interval_after_the_end(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    touch_at(script, "10:00:30", TOUCH_SKIP);
    touch_at(script, "11:00:40", TOUCH_START); /* raised 11:00:30, unfinished 11:03:40 */
    at(script, "13:09:00");                    /* raised 12:03:40, ignored 12:08:40 */
    expect_prompts(fixture, "10:00:00 raised 10:00:30 skipped 11:00:30 raised 11:00:40 started "
                            "11:03:40 unfinished 12:03:40 raised 12:08:40 ignored "
                            "13:08:40 raised");
}

static struct script *ignored_three(struct fixture *fixture)
{
    struct script *script = sat_an_hour(fixture);

    at(script, "12:16:00"); /* ignored at 10:05, 11:10 and 12:15 */
    mat_on(script);
    return script;
}

static void three_ignored_in_a_row_double_the_interval_once(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = ignored_three(fixture);

    wait_ms(script, 100);
    assert_true(coach_now(fixture, (struct play){0}).is_doubled);
    assert_int_equal(coach_now(fixture, (struct play){0}).due_in_ns,
                     119 * NS_PER_MIN - 100 * NS_PER_MS);
    at(script, "15:00:00");
    mat_off(script);
    at(script, "16:20:01");
    assert_non_null(strstr(prompts_of(fixture, (struct play){0}),
                           "12:15:00 ignored 14:15:00 raised 14:20:00 ignored 16:20:00 raised"));
}

static void an_answer_ends_the_doubling(void **state)
{
    static const enum touch answers[] = {TOUCH_SKIP, TOUCH_PAUSE};
    struct fixture *fixture = *state;

    for (int i = 0; i < 2; i++) {
        struct script *script = ignored_three(fixture);

        touch_at(script, "14:16:00", answers[i]);
        wait_s(script, 1);
        touch(script, TOUCH_RESUME);
        assert_false(coach_now(fixture, (struct play){0}).is_doubled);
        at(script, "15:16:02");
        assert_non_null(strstr(prompts_of(fixture, (struct play){0}),
                               i ? "skipped 15:16:01 raised" : "skipped 15:16:00 raised"));
    }
}

static void any_answer_ends_the_doubling_at_once(void **state)
{
    static const enum touch answers[] = {TOUCH_START, TOUCH_SNOOZE, TOUCH_SKIP};
    struct fixture *fixture = *state;

    for (int i = 0; i < 3; i++) {
        struct script *script = ignored_three(fixture);

        at(script, "14:16:00");
        assert_true(coach_now(fixture, (struct play){0}).is_doubled);
        touch(script, answers[i]);
        wait_s(script, 1);
        assert_false(coach_now(fixture, (struct play){0}).is_doubled);
    }
}

static void a_break_ends_the_doubling_and_the_row(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = ignored_three(fixture);

    mat_off(script);
    stand_at(script, "12:20:00");
    sit_at(script, "12:30:00");
    wait_s(script, 11);
    assert_false(coach_now(fixture, (struct play){0}).is_doubled);
    at(script, "13:36:00"); /* ignored once more: the first of a new row */
    assert_false(coach_now(fixture, (struct play){0}).is_doubled);
    at(script, "14:35:01");
    assert_non_null(strstr(prompts_of(fixture, (struct play){0}),
                           "13:30:00 raised 13:35:00 ignored 14:35:00 raised"));
}

static void suggestions_come_at_half_the_interval_in_rotation(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct play play = {.has_suggestions = true};
    static const enum suggestion_kind kinds[] = {SUGGESTION_CALF_RAISES, SUGGESTION_TOES_UP,
                                                 SUGGESTION_WATER,       SUGGESTION_ANKLE_CIRCLES,
                                                 SUGGESTION_WATER,       SUGGESTION_CALF_RAISES};

    sit_at(script, "9:00:00");
    at(script, "9:29:59.9");
    assert_int_equal(coach_now(fixture, play).suggestion, SUGGESTION_NONE);
    for (int i = 0; i < 6; i++) { /* skipped ten minutes after each hour: 9:30, 10:40, 11:50 ... */
        script->now_ns = time_ns("9:30:00.1") + i * 70 * NS_PER_MIN;
        assert_int_equal(coach_now(fixture, play).suggestion, kinds[i]);
        assert_int_equal(coach_now(fixture, (struct play){0}).suggestion, SUGGESTION_NONE);
        script->now_ns = time_ns("10:00:00.1") + i * 70 * NS_PER_MIN;
        assert_int_equal(coach_now(fixture, play).suggestion, SUGGESTION_NONE);
        touch(script, TOUCH_SNOOZE);
        script->now_ns = time_ns("10:06:00") + i * 70 * NS_PER_MIN;
        touch(script, TOUCH_OTHER);
        script->now_ns = time_ns("10:10:00") + i * 70 * NS_PER_MIN;
        touch(script, TOUCH_SKIP);
    }
}

static void a_suggestion_waits_and_goes(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct play play = {.has_suggestions = true};

    sit_at(script, "9:00:00");
    touch_at(script, "9:20:00", TOUCH_QUIET);
    at(script, "9:40:00");
    assert_int_equal(coach_now(fixture, play).suggestion, SUGGESTION_NONE);
    at(script, "9:50:00.1");
    assert_int_equal(coach_now(fixture, play).suggestion, SUGGESTION_CALF_RAISES);
    touch(script, TOUCH_EXERCISE);
    wait_s(script, 30);
    assert_int_equal(coach_now(fixture, play).suggestion, SUGGESTION_CALF_RAISES);
    touch(script, TOUCH_STOP);
    wait_s(script, 30);
    assert_int_equal(coach_now(fixture, play).suggestion, SUGGESTION_NONE);
    script_free(script);
    script_begin(script, "8:00:00");
    baseline(script, true);
    sit_at(script, "9:00:00");
    at(script, "12:00:00");
    assert_int_equal(coach_now(fixture, play).suggestion, SUGGESTION_NONE);
    assert_true(coach_now(fixture, play).in_baseline);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(the_next_prompt_comes_one_more_interval_after_the_end),
        with_script(three_ignored_in_a_row_double_the_interval_once),
        with_script(an_answer_ends_the_doubling),
        with_script(any_answer_ends_the_doubling_at_once),
        with_script(a_break_ends_the_doubling_and_the_row),
        with_script(suggestions_come_at_half_the_interval_in_rotation),
        with_script(a_suggestion_waits_and_goes),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

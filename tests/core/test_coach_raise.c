/* The coach: when a prompt comes, and what it waits for. */
#include <string.h>

#include "core/coaching.h"

static void a_prompt_is_raised_when_the_interval_has_been_sat(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    at(script, "9:59:59.999");
    expect_prompts(fixture, "");
    at(script, "10:00:00");
    expect_prompts(fixture, "10:00:00 raised");
}

/* Nobody was away for the duration before that: there is no break to begin with. */
static void the_clock_begins_with_an_arrival(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "8:01:00");
    at(script, "9:02:00");
    expect_prompts(fixture, "9:01:00 raised");
}

static void a_break_that_does_not_qualify_pauses_the_clock(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    stand_at(script, "9:30:00");
    sit_at(script, "9:31:59");
    at(script, "10:05:00");
    expect_prompts(fixture, "10:01:59 raised");
}

static void what_falls_due_before_a_sitting_is_known_is_raised_when_it_is(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    stand_at(script, "9:59:55");
    sit_at(script, "10:01:00");
    at(script, "10:02:00");
    expect_prompts(fixture, "10:01:10 raised");
}

static void unknown_of_the_duration_with_the_chair_open_restarts_it_uncounted(void **state)
{
    struct fixture *fixture = *state;

    for (int shorter = 0; shorter < 2; shorter++) {
        struct script *script = &fixture->script;

        script_free(script);
        script_begin(script, "8:00:00");
        at(script, "9:00:00");
        mat_on(script);
        sit(script);
        stand_at(script, "9:30:00");
        at(script, "9:31:00");
        line_fault(script, LINE_MAT);
        at(script, shorter ? "9:32:59" : "9:33:00");
        line_ok(script, LINE_MAT);
        sit(script);
        at(script, "10:40:00");
        if (shorter)
            expect_prompts(fixture, "10:02:59 raised 10:07:59 ignored");
        else
            expect_prompts(fixture, "10:33:00 raised 10:38:00 ignored");
    }
}

static void an_open_prompt_stays_over_unknown_time(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    mat_on(script);
    stand_at(script, "10:00:30");
    at(script, "10:01:00");
    line_fault(script, LINE_MAT);
    at(script, "10:10:00");
    line_ok(script, LINE_MAT);
    sit(script);
    at(script, "10:20:00");
    expect_prompts(fixture, "10:00:00 raised 10:14:30 ignored");
}

static void a_pause_of_the_duration_restarts_it_however_it_ends(void **state)
{
    struct fixture *fixture = *state;

    for (int way = 0; way < 3; way++) {
        struct script *script = &fixture->script;

        script_free(script);
        script_begin(script, "8:00:00");
        sit_at(script, "27:00:00");
        touch_at(script, way == 2 ? "27:58:01" : "27:30:00", TOUCH_PAUSE);
        at(script, "28:00:00");
        if (way == 0)
            day_start(script, 20260303);
        else
            touch(script, TOUCH_RESUME);
        at(script, "29:05:00");
        expect_prompts(fixture, way == 2 ? "28:01:59 raised 28:06:59 ignored"
                                         : "29:00:00 raised 29:05:00 ignored");
    }
}

static void a_chair_at_fault_while_seated_only_stops_it(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    at(script, "9:30:00");
    line_fault(script, LINE_CHAIR);
    at(script, "9:40:00");
    line_ok(script, LINE_CHAIR);
    at(script, "10:11:00");
    expect_prompts(fixture, "10:10:00 raised");
}

static void a_kiosk_that_did_not_run_for_the_duration_restarts_it(void **state)
{
    struct fixture *fixture = *state;

    for (int longer = 0; longer < 2; longer++) {
        struct script *script = &fixture->script;

        script_free(script);
        script_begin(script, "8:00:00");
        sit_at(script, "9:00:00");
        at(script, "9:50:00");
        stopped(script);
        at(script, longer ? "9:52:00" : "9:51:59");
        restarted(script);
        at(script, "10:55:00");
        expect_prompts(fixture, longer ? "10:52:00 raised" : "10:01:59 raised 10:06:59 ignored");
    }
}

static void a_bag_takes_nothing_back(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    at(script, "15:30:00");
    expect_prompts(fixture, "10:00:00 raised 10:05:00 ignored 11:05:00 raised 11:10:00 ignored "
                            "12:10:00 raised 12:15:00 ignored");
    /* 45 min of the doubled interval were counted by 13:00; a touch at 15:30 ends the unknown. */
    touch(script, TOUCH_OTHER);
    at(script, "16:46:00");
    assert_non_null(strstr(prompts_of(fixture, (struct play){0}), " 16:45:00 raised"));
}

static void a_prompt_waits_for_what_stands_in_the_way_to_end(void **state)
{
    struct fixture *fixture = *state;

    for (int obstacle = 0; obstacle < 4; obstacle++) {
        struct script *script = &fixture->script;

        script_free(script);
        script_begin(script, "8:00:00");
        sit_at(script, "9:00:00");
        at(script, "9:59:57");
        if (obstacle == 0)
            stand(script);
        else if (obstacle == 1)
            quiet_hours(script, true);
        else if (obstacle == 2)
            baseline(script, true);
        else
            touch(script, TOUCH_PAUSE);
        at(script, "10:00:05");
        if (obstacle == 0)
            sit(script);
        else if (obstacle == 1)
            quiet_hours(script, false);
        else if (obstacle == 2)
            baseline(script, false);
        else
            touch(script, TOUCH_RESUME);
        at(script, "10:00:30"); /* a pause stops the clock: three seconds are left */
        expect_prompts(fixture, obstacle == 3 ? "10:00:08 raised" : "10:00:05 raised");
    }
}

static void quiet_hours_that_begin_when_it_is_due_come_first(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    at(script, "10:00:00");
    quiet_hours(script, true);
    at(script, "10:30:00");
    quiet_hours(script, false);
    at(script, "10:31:00");
    expect_prompts(fixture, "10:30:00 raised");
}

static void quiet_mode_lasts_as_long_as_was_asked_for(void **state)
{
    static const struct {
        int32_t min;
        const char *until;
        const char *prompts;
    } modes[] = {{0, "10:20:01", "10:20:00 raised"},
                 {60, "10:50:01", "10:50:00 raised"},
                 {90, "11:20:01", "11:20:00 raised"}};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        struct script *script = &fixture->script;

        script_free(script);
        script_begin(script, "8:00:00");
        sit_at(script, "9:00:00");
        at(script, "9:50:00");
        add_event(script, (struct kiosk_event){.kind = KIOSK_TOUCH,
                                               .touch = TOUCH_QUIET,
                                               .quiet_min = modes[i].min});
        at(script, modes[i].until);
        expect_prompts(fixture, modes[i].prompts);
    }
}

static void quiet_mode_can_be_ended(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    touch_at(script, "9:50:00", TOUCH_QUIET);
    at(script, "10:10:00");
    assert_int_equal(coach_now(fixture, (struct play){0}).quiet_until_ns, time_ns("10:20:00"));
    add_event(script,
              (struct kiosk_event){.kind = KIOSK_TOUCH, .touch = TOUCH_QUIET, .quiet_min = -1});
    at(script, "10:11:00");
    expect_prompts(fixture, "10:10:00 raised");
    assert_int_equal(coach_now(fixture, (struct play){0}).quiet_until_ns, TIME_NEVER);
}

static void each_event_counts_on_the_day_of_its_moment(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = sat_an_hour(fixture);

    at(script, "10:02:00");
    day_start(script, 20260303);
    at(script, "10:10:00");
    expect_prompts(fixture, "10:00:00 raised 10:05:00 ignored");
    assert_int_equal(fixture->record.days[0].prompts[PROMPT_RAISED], 1);
    assert_int_equal(fixture->record.days[0].prompts[PROMPT_IGNORED], 0);
    assert_int_equal(fixture->record.days[1].prompts[PROMPT_RAISED], 0);
    assert_int_equal(fixture->record.days[1].prompts[PROMPT_IGNORED], 1);
}

static void a_prompt_of_the_very_moment_belongs_to_the_new_day(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    sit_at(script, "9:00:00");
    at(script, "10:00:00");
    day_start(script, 20260303);
    at(script, "10:01:00");
    expect_prompts(fixture, "10:00:00 raised");
    assert_int_equal(fixture->record.days[1].prompts[PROMPT_RAISED], 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(a_prompt_is_raised_when_the_interval_has_been_sat),
        with_script(the_clock_begins_with_an_arrival),
        with_script(a_break_that_does_not_qualify_pauses_the_clock),
        with_script(what_falls_due_before_a_sitting_is_known_is_raised_when_it_is),
        with_script(unknown_of_the_duration_with_the_chair_open_restarts_it_uncounted),
        with_script(an_open_prompt_stays_over_unknown_time),
        with_script(a_pause_of_the_duration_restarts_it_however_it_ends),
        with_script(a_chair_at_fault_while_seated_only_stops_it),
        with_script(a_kiosk_that_did_not_run_for_the_duration_restarts_it),
        with_script(a_bag_takes_nothing_back),
        with_script(a_prompt_waits_for_what_stands_in_the_way_to_end),
        with_script(quiet_hours_that_begin_when_it_is_due_come_first),
        with_script(quiet_mode_lasts_as_long_as_was_asked_for),
        with_script(quiet_mode_can_be_ended),
        with_script(each_event_counts_on_the_day_of_its_moment),
        with_script(a_prompt_of_the_very_moment_belongs_to_the_new_day),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

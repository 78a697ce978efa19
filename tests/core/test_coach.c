/* The coach: when a prompt comes, what becomes of it, and what counts as a break. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/fixture.h"
#include "core/glance.h"

static struct kiosk kiosk;
static struct kiosk scratch;
static int64_t bouts_ns[DAY_BOUTS_MAX];

/* What happened to prompts, as "10:00:00 raised 10:05:00 ignored"; other stages left out. */
static const char *prompts_of(struct fixture *fixture, struct play play)
{
    static char text[4096];
    struct record *record = &fixture->record;
    size_t used = 0;

    record_free(record);
    script_play(&fixture->script, &play, record);
    text[0] = '\0';
    for (size_t i = 0; i < record->prompt_count; i++) {
        const struct fact *fact = &record->prompts[i];
        int64_t ms = fact->end_ns / NS_PER_MS;

        if (fact->what >= PROMPT_COUNTS)
            continue;
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%" PRId64 ":%02d:%02d",
                                 used ? " " : "", ms / 3600000, (int)(ms / 60000 % 60),
                                 (int)(ms / 1000 % 60));
        if (ms % 1000)
            used += (size_t)snprintf(text + used, sizeof(text) - used, ".%03d", (int)(ms % 1000));
        used += (size_t)snprintf(text + used, sizeof(text) - used, " %s",
                                 prompt_count_name((enum prompt_change)fact->what));
    }
    return text;
}

#define expect_prompts(fixture, text)                                                              \
    assert_string_equal(prompts_of((fixture), (struct play){0}), (text))

static struct coach_glance coach_now(struct fixture *fixture, struct play play)
{
    struct kiosk_glance glance;

    record_free(&fixture->record);
    play.ticks = TICKS_AT_DEADLINES;
    script_play_open(&fixture->script, &play, &fixture->record, &kiosk);
    kiosk_glance(&kiosk, fixture->script.now_ns, &scratch, bouts_ns, &glance);
    return glance.coach;
}

static enum coach_state state_now(struct fixture *fixture)
{
    return coach_now(fixture, (struct play){0}).state;
}

/* Sits from 9:00 and lets an hour pass; the prompt is there from 10:00:00 on. */
static struct script *sat_an_hour(struct fixture *fixture)
{
    struct script *script = &fixture->script;

    script_free(script);
    script_begin(script, "8:00:00");
    at(script, "9:00:00");
    sit(script);
    at(script, "10:00:00");
    wait_s(script, 1);
    return script;
}

static void touch_at(struct script *script, const char *time, enum touch what)
{
    at(script, time);
    touch(script, what);
}

static void stand_at(struct script *script, const char *time)
{
    at(script, time);
    stand(script);
}

static void sit_at(struct script *script, const char *time)
{
    at(script, time);
    sit(script);
}

/* ------------------------------------------------------------------------------------- the clock
 */

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

/* ------------------------------------------------------------------------------- qualified breaks
 */

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

/* ------------------------------------------------------------------------------------- obstacles
 */

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

/* ---------------------------------------------------------------------------------------- stages
 */

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

/* ---------------------------------------------------------------------------------------- going
 */

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

/* ---------------------------------------------------------------------------------- what is next
 */

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

/* ---------------------------------------------------------------------------------- other things
 */

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

/* -------------------------------------------------------------------------------------- the table
 */

static void every_state_has_a_row_for_every_input(void **state)
{
    (void)state;
    for (int from = 0; from < COACH_STATE_COUNT; from++) {
        for (int input = 0; input < COACH_INPUT_COUNT; input++) {
            const struct coach_row *row =
                coach_row((enum coach_state)from, (enum coach_input)input);

            assert_in_range(row->action, COACH_DOES_NOTHING, COACH_ACTION_COUNT - 1);
            assert_in_range(row->next, 0, COACH_STATE_COUNT - 1);
        }
    }
}

static bool is_open(int state)
{
    return state >= COACH_BANNER && state <= COACH_BACK;
}

/* An open prompt is left only by an outcome, and begun only by raising it. */
static void no_row_loses_a_prompt(void **state)
{
    (void)state;
    for (int from = 0; from < COACH_STATE_COUNT; from++) {
        for (int input = 0; input < COACH_INPUT_COUNT; input++) {
            const struct coach_row *row =
                coach_row((enum coach_state)from, (enum coach_input)input);
            bool ends = row->action >= COACH_ENDS_SKIPPED && row->action <= COACH_ENDS_REPORTED;

            assert_int_equal(ends, is_open(from) && !is_open(row->next));
            assert_int_equal(row->action == COACH_RAISES, !is_open(from) && is_open(row->next));
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(a_prompt_is_raised_when_the_interval_has_been_sat),
        with_script(a_break_that_does_not_qualify_pauses_the_clock),
        with_script(what_falls_due_before_a_sitting_is_known_is_raised_when_it_is),
        with_script(unknown_of_the_duration_with_the_chair_open_restarts_it_uncounted),
        with_script(an_open_prompt_stays_over_unknown_time),
        with_script(a_pause_of_the_duration_restarts_it_however_it_ends),
        with_script(a_chair_at_fault_while_seated_only_stops_it),
        with_script(a_kiosk_that_did_not_run_for_the_duration_restarts_it),
        with_script(a_bag_takes_nothing_back),
        with_script(a_break_qualifies_at_the_duration_away),
        with_script(a_pending_sitting_decides_nothing_until_it_is_known),
        with_script(stepping_qualifies_at_a_footfall),
        with_script(standing_of_up_to_5_s_between_counts_along_longer_does_not),
        with_script(standing_with_an_unknown_beside_it_does_not_count_along),
        with_script(standing_still_is_no_break),
        with_script(away_is_known_after_5_s_and_a_vacancy_after_10),
        with_script(after_a_prompt_moving_adds_up_over_sittings_of_less_than_60_s),
        with_script(without_a_prompt_nothing_adds_up),
        with_script(a_natural_break_counts_when_the_person_sits_down_again),
        with_script(sitting_down_in_a_pause_is_seen_at_its_end),
        with_script(a_natural_break_never_lies_across_a_days_start),
        with_script(the_first_arrival_is_none_even_while_a_day_begins),
        with_script(each_event_counts_on_the_day_of_its_moment),
        with_script(a_prompt_of_the_very_moment_belongs_to_the_new_day),
        with_script(a_prompt_waits_for_what_stands_in_the_way_to_end),
        with_script(quiet_hours_that_begin_when_it_is_due_come_first),
        with_script(quiet_mode_lasts_as_long_as_was_asked_for),
        with_script(quiet_mode_can_be_ended),
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
        with_script(not_getting_up_within_three_minutes_is_unfinished),
        with_script(sitting_again_for_60_s_is_unfinished_and_offers_the_rest),
        with_script(starting_while_up_is_up),
        with_script(the_next_prompt_comes_one_more_interval_after_the_end),
        with_script(three_ignored_in_a_row_double_the_interval_once),
        with_script(an_answer_ends_the_doubling),
        with_script(a_break_ends_the_doubling_and_the_row),
        with_script(suggestions_come_at_half_the_interval_in_rotation),
        with_script(a_suggestion_waits_and_goes),
        with_script(a_guided_set_is_the_break_for_who_does_not_walk),
        with_script(a_whole_set_that_nobody_counted_is_reported_and_told_apart),
        with_script(where_the_mat_counts_a_set_is_not_believed),
        with_script(going_for_a_set_is_unfinished_three_minutes_after_the_last_raise),
        with_script(every_state_has_a_row_for_every_input),
        with_script(no_row_loses_a_prompt),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

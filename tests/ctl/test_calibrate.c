/* Calibrations of good and bad chairs and mats, played from traces on a clock that jumps. */
#include "base/units.h"
#include "ctl/calibrate.h"
#include "drivers/clock_virtual.h"
#include "drivers/sensor_trace.h"
#include "history/setup.h"

#include "temp_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FINDINGS_MAX 16

/* What a person does, and how it goes wrong; zero fields are as they should be. */
struct person {
    int closures;     /* of the mat in the walk; 0: 10 */
    double closure_s; /* from one to the next; 0: 1.2 */
    int raises;       /* 0: 10, below 0: none is seen */
    double raise_s;   /* how long the heels are up; 0: 1 */
    double rest_s;    /* and down; 0: 1 */
    int strays;       /* closures of the mat before the walk */
    bool touches;     /* the screen, as soon as the heels are done and again when leaning */
    double lean_s;    /* the chair opens for so long when leaning forward */
    bool chair_stuck; /* closed all the time */
    bool mat_dead;    /* never closes */
    bool light_feet;  /* seated feet do not close it */
    bool chair_dead;
    bool chatters;
    bool stops_early; /* the trace ends after the walk */
};

struct seen {
    struct calibrate_tallies tallies;
    struct finding findings[FINDINGS_MAX];
    int count;
    int problems;
};

static void put(void *self, const struct finding *finding)
{
    struct seen *seen = self;

    assert_true(seen->count < FINDINGS_MAX);
    seen->findings[seen->count++] = *finding;
    seen->problems += finding->weight == FINDING_PROBLEM;
    assert_true((finding->weight == FINDING_PROBLEM) == (finding->fix[0] != '\0'));
}

static double walk(FILE *file, const struct person *person, double at_s)
{
    int closures = person->closures ? person->closures : 10;
    double closure_s = person->closure_s > 0 ? person->closure_s : 1.2;

    for (int i = 0; i < closures && !person->mat_dead; i++) {
        (void)fprintf(file, "%.3f mat 1\n%.3f mat 0\n", at_s, at_s + closure_s / 2);
        at_s += closure_s;
    }
    return at_s;
}

static double raise_heels(FILE *file, const struct person *person, double at_s)
{
    double raise_s = person->raise_s > 0 ? person->raise_s : 1;
    int raises = person->raises ? person->raises : 10;

    for (int i = 0; i < raises && !person->mat_dead; i++) {
        (void)fprintf(file, "%.3f mat 0\n%.3f mat 1\n", at_s, at_s + raise_s);
        at_s += raise_s + (person->rest_s > 0 ? person->rest_s : 1);
    }
    return at_s;
}

static void chatter(FILE *file, double at_s)
{
    for (int i = 0; i < 300; i++)
        (void)fprintf(file, "%.3f chair %d\n", at_s + i * 0.01, i % 2 == 0);
}

/* The six steps, as the person does them when told to. */
static void write_trace(FILE *file, const struct person *person)
{
    bool has_chair = !person->chair_dead && !person->chair_stuck;
    double at_s;

    (void)fputs("# secondheart trace v1\n# start: 2026-03-02T08:55:00+01:00\n", file);
    if (person->chair_stuck)
        (void)fputs("0.000 chair 1\n", file);
    for (int i = 0; i < person->strays; i++)
        (void)fprintf(file, "%.3f mat 1\n%.3f mat 0\n", 0.5 + i, 1.0 + i);
    at_s = walk(file, person, person->chair_stuck ? 22 : 4 + person->strays);
    if (person->mat_dead)
        at_s += 95;
    if (person->stops_early) {
        (void)fprintf(file, "%.3f end\n", at_s);
        return;
    }
    at_s += 7;
    if (person->chatters) {
        chatter(file, at_s);
        at_s += 5;
    }
    if (has_chair)
        (void)fprintf(file, "%.3f chair 1\n", at_s);
    if (!person->light_feet && !person->mat_dead)
        (void)fprintf(file, "%.3f mat 1\n", at_s + 1);
    at_s = raise_heels(file, person, at_s + (has_chair && !person->light_feet ? 6 : 35));
    if (person->touches) {
        (void)fprintf(file, "%.3f touch other\n%.3f touch other\n%.3f chair 0\n", at_s, at_s + 1,
                      at_s + 1.5);
        (void)fprintf(file, "%.3f end\n", at_s + 20);
        return;
    }
    at_s += 8 + (person->raises < 0 || person->mat_dead ? 90 : 0);
    if (person->lean_s > 0)
        (void)fprintf(file, "%.3f chair 0\n%.3f chair 1\n", at_s, at_s + person->lean_s);
    at_s += 22;
    if (has_chair)
        (void)fprintf(file, "%.3f chair 0\n", at_s);
    (void)fprintf(file, "%.3f end\n", at_s + 60);
}

static void calibrate(const struct person *person, int steps_per_closure, bool has_mat,
                      struct seen *seen)
{
    struct clock_virtual *clock = clock_virtual_new((struct wall_time){0}, "test");
    struct ctl_sensors sensors = {.clock = clock_virtual_port(clock), .is_recorded = true};
    struct finding_sink sink = {seen, put};
    struct sensor_trace *trace;
    struct kiosk_setup setup;
    struct config config;
    char path[TEMP_PATH_SIZE];
    FILE *file;

    temp_file_name(path);
    file = fopen(path, "w");
    assert_non_null(file);
    write_trace(file, person);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(sensor_trace_new(path, 0, &trace, NULL), 0);
    sensors.port = sensor_trace_port(trace);
    config_set_defaults(&config);
    config.sensors.steps_per_closure = steps_per_closure;
    setup = setup_from_config(&config);
    setup.has_mat = has_mat;
    *seen = (struct seen){0};
    assert_int_equal(calibrate_run(&setup, &sensors, -1, &seen->tallies, NULL), 0);
    calibrate_judge(&seen->tallies, &sink);
    sensors.port.close(sensors.port.self);
    clock_virtual_free(clock);
    temp_file_remove(path);
}

/* Just one problem, whose text and fix say so. */
static void assert_only_problem(const struct seen *seen, const char *text, const char *fix)
{
    assert_int_equal(seen->problems, 1);
    for (int i = 0; i < seen->count; i++) {
        if (seen->findings[i].weight != FINDING_PROBLEM)
            continue;
        if (!strstr(seen->findings[i].text, text) || !strstr(seen->findings[i].fix, fix))
            fail_msg("'%s', fix: '%s'", seen->findings[i].text, seen->findings[i].fix);
    }
}

static bool has_problem(const struct seen *seen, const char *text)
{
    for (int i = 0; i < seen->count; i++) {
        if (seen->findings[i].weight == FINDING_PROBLEM && strstr(seen->findings[i].text, text))
            return true;
    }
    return false;
}

static void a_good_chair_and_mat_leave_nothing_to_mend(void **state)
{
    const struct person person = {0};
    struct seen seen;

    calibrate(&person, 2, true, &seen);
    assert_int_equal(seen.problems, 0);
    assert_int_equal(seen.count, 6);
    assert_int_equal(seen.tallies.step[CALIBRATE_WALK].steps, 20);
    assert_int_equal(seen.tallies.step[CALIBRATE_RAISE].raises, 10);
    assert_int_equal(seen.tallies.step[CALIBRATE_LEAN].chair_openings, 0);
}

static void a_mat_that_one_foot_uses_needs_two_steps_a_closure(void **state)
{
    const struct person person = {0};
    struct seen seen;

    calibrate(&person, 1, true, &seen);
    assert_only_problem(&seen, "closed the mat 10 times, and the configuration counts each as 1",
                        "steps_per_closure = 2");
}

static void a_mat_that_both_feet_use_needs_one_step_a_closure(void **state)
{
    const struct person person = {.closures = 20, .closure_s = 0.6};
    struct seen seen;

    calibrate(&person, 2, true, &seen);
    assert_only_problem(&seen, "closed the mat 20 times, and the configuration counts each as 2",
                        "steps_per_closure = 1");
    calibrate(&person, 1, true, &seen);
    assert_int_equal(seen.problems, 0);
}

static void steps_that_the_mat_misses_or_doubles_are_told(void **state)
{
    const struct person light = {.closures = 6};
    const struct person bouncing = {.closures = 15, .closure_s = 0.8};
    struct seen seen;

    calibrate(&light, 2, true, &seen);
    assert_only_problem(&seen, "20 steps asked for, only 12 counted", "needs less force");
    calibrate(&bouncing, 2, true, &seen);
    assert_only_problem(&seen, "20 steps asked for, 30 counted", "lift the foot clear");
}

static void too_slow_a_walk_is_seen_but_not_counted(void **state)
{
    const struct person person = {.closure_s = 3};
    struct seen seen;

    calibrate(&person, 2, true, &seen);
    assert_only_problem(&seen, "20 seen but only 0 counted", "easy pace");
}

static void a_mat_that_never_closes_is_told(void **state)
{
    const struct person person = {.mat_dead = true};
    struct seen seen;

    calibrate(&person, 2, true, &seen);
    assert_true(has_problem(&seen, "20 steps, and the mat never closed"));
    assert_true(has_problem(&seen, "while seated it did not stay closed"));
    assert_true(has_problem(&seen, "10 calf raises, and the mat never opened"));
}

static void seated_feet_that_are_too_light_are_told(void **state)
{
    const struct person person = {.light_feet = true};
    struct seen seen;

    calibrate(&person, 2, true, &seen);
    assert_true(has_problem(&seen, "while seated it did not stay closed"));
}

static void raises_that_are_not_seen_or_too_quick_are_told(void **state)
{
    const struct person unseen = {.raises = -1};
    const struct person quick = {.raise_s = 0.2};
    struct seen seen;

    calibrate(&unseen, 2, true, &seen);
    assert_only_problem(&seen, "the mat never opened", "under the heels alone");
    calibrate(&quick, 2, true, &seen);
    assert_only_problem(&seen, "less than 0.4 s 10 times", "for a second");
}

static void raises_with_long_rests_count_as_in_a_guided_set(void **state)
{
    const struct person person = {.rest_s = 5};
    struct seen seen;

    calibrate(&person, 2, true, &seen);
    assert_int_equal(seen.problems, 0);
    assert_int_equal(seen.tallies.step[CALIBRATE_RAISE].raises, 10);
}

static void steps_before_the_walk_are_not_counted_with_it(void **state)
{
    const struct person person = {.strays = 5};
    struct seen seen;

    calibrate(&person, 2, true, &seen);
    assert_int_equal(seen.problems, 0);
    assert_int_equal(seen.tallies.step[CALIBRATE_EMPTY].steps, 10);
    assert_int_equal(seen.tallies.step[CALIBRATE_WALK].steps, 20);
}

static void a_touch_ends_a_step(void **state)
{
    const struct person person = {.touches = true};
    struct seen seen;

    calibrate(&person, 2, true, &seen);
    assert_int_equal(seen.problems, 0);
    assert_int_equal(seen.tallies.step[CALIBRATE_LEAN].chair_openings, 0);
    assert_int_equal(seen.tallies.step[CALIBRATE_RISE].chair_openings, 1);
}

static void a_seat_that_opens_when_leaning_needs_its_switch_in_front(void **state)
{
    const struct person shifting = {.lean_s = 2};
    const struct person leaving = {.lean_s = 12};
    struct seen seen;

    calibrate(&shifting, 2, true, &seen);
    assert_only_problem(&seen, "openings 1, the longest 2.0 s", "front third");
    calibrate(&leaving, 2, true, &seen);
    assert_only_problem(&seen, "looks like getting up", "front third");
}

static void a_chair_that_is_always_closed_or_never_is_told(void **state)
{
    const struct person stuck = {.chair_stuck = true};
    const struct person dead = {.chair_dead = true};
    struct seen seen;

    calibrate(&stuck, 2, true, &seen);
    assert_true(has_problem(&seen, "with nobody on the chair its switch is closed"));
    assert_true(has_problem(&seen, "the chair was closed while you walked"));
    assert_true(has_problem(&seen, "you got up and its switch stayed closed"));
    calibrate(&dead, 2, true, &seen);
    assert_true(has_problem(&seen, "you sat down and its switch did not close"));
}

static void a_chattering_contact_is_told_with_its_fix(void **state)
{
    const struct person person = {.chatters = true};
    struct seen seen;

    calibrate(&person, 2, true, &seen);
    assert_only_problem(&seen, "did not settle for two seconds", "look at the wire");
}

static void without_a_mat_only_the_chair_is_asked_about(void **state)
{
    const struct person person = {.stops_early = false};
    struct seen seen;

    calibrate(&person, 2, false, &seen);
    assert_false(seen.tallies.step[CALIBRATE_WALK].was_seen);
    for (int i = 0; i < seen.count; i++)
        assert_string_equal(seen.findings[i].subject, "chair");
}

static void steps_that_the_sensors_did_not_reach_are_told(void **state)
{
    const struct person person = {.stops_early = true};
    struct seen seen;

    calibrate(&person, 2, true, &seen);
    assert_int_equal(seen.problems, 4);
    assert_true(has_problem(&seen, "leaning forward: not reached"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_chair_and_mat_leave_nothing_to_mend),
        cmocka_unit_test(a_mat_that_one_foot_uses_needs_two_steps_a_closure),
        cmocka_unit_test(a_mat_that_both_feet_use_needs_one_step_a_closure),
        cmocka_unit_test(steps_that_the_mat_misses_or_doubles_are_told),
        cmocka_unit_test(too_slow_a_walk_is_seen_but_not_counted),
        cmocka_unit_test(a_mat_that_never_closes_is_told),
        cmocka_unit_test(seated_feet_that_are_too_light_are_told),
        cmocka_unit_test(raises_that_are_not_seen_or_too_quick_are_told),
        cmocka_unit_test(raises_with_long_rests_count_as_in_a_guided_set),
        cmocka_unit_test(steps_before_the_walk_are_not_counted_with_it),
        cmocka_unit_test(a_touch_ends_a_step),
        cmocka_unit_test(a_seat_that_opens_when_leaning_needs_its_switch_in_front),
        cmocka_unit_test(a_chair_that_is_always_closed_or_never_is_told),
        cmocka_unit_test(a_chattering_contact_is_told_with_its_fix),
        cmocka_unit_test(without_a_mat_only_the_chair_is_asked_about),
        cmocka_unit_test(steps_that_the_sensors_did_not_reach_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

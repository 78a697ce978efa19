/* Seated time since the last qualified break, and the running bout. */
#include "core/fixture.h"

#include "core/break_clock.h"

#define DURATION_NS (120 * NS_PER_S)

static struct break_clock seated_for(int64_t s)
{
    struct break_clock clock;

    break_clock_init(&clock, DURATION_NS);
    break_clock_add(&clock, POSTURE_SEATED, s * NS_PER_S, false);
    return clock;
}

static void it_adds_up_seated_time(void **state)
{
    struct break_clock clock = seated_for(100);

    break_clock_add(&clock, POSTURE_SEATED, 50 * NS_PER_S, false);
    assert_int_equal(clock.clock_ns, 150 * NS_PER_S);
    assert_int_equal(clock.bout_ns, 150 * NS_PER_S);
}

static void a_break_that_does_not_qualify_pauses_it(void **state)
{
    struct break_clock clock = seated_for(100);

    break_clock_add(&clock, POSTURE_STEPPING, DURATION_NS - 1, false);
    break_clock_add(&clock, POSTURE_SEATED, 10 * NS_PER_S, false);
    assert_int_equal(clock.clock_ns, 110 * NS_PER_S);
    assert_int_equal(clock.bout_ns, 10 * NS_PER_S);
}

static void a_qualified_break_restarts_it_as_soon_as_it_qualifies(void **state)
{
    struct break_clock clock = seated_for(100);

    break_clock_add(&clock, POSTURE_AWAY, DURATION_NS - 1, false);
    assert_int_equal(clock.clock_ns, 100 * NS_PER_S);
    break_clock_add(&clock, POSTURE_AWAY, 1, false);
    assert_int_equal(clock.clock_ns, 0);
    break_clock_add(&clock, POSTURE_SEATED, 5 * NS_PER_S, false);
    assert_int_equal(clock.clock_ns, 5 * NS_PER_S);
}

static void stepping_and_away_add_up_within_one_vacancy(void **state)
{
    struct break_clock clock = seated_for(100);

    break_clock_add(&clock, POSTURE_STEPPING, 60 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_AWAY, 60 * NS_PER_S, false);
    assert_int_equal(clock.clock_ns, 0);
    clock = seated_for(100);
    break_clock_add(&clock, POSTURE_STEPPING, 60 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_SEATED, 10 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_AWAY, 60 * NS_PER_S, false);
    assert_int_equal(clock.clock_ns, 110 * NS_PER_S);
}

static void standing_of_up_to_5_s_between_movement_counts_along(void **state)
{
    struct break_clock clock = seated_for(100);

    break_clock_add(&clock, POSTURE_STEPPING, 60 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_STANDING, 5 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_STEPPING, 55 * NS_PER_S, false);
    assert_int_equal(clock.moving_ns, 120 * NS_PER_S);
    assert_int_equal(clock.clock_ns, 0);
}

static void longer_standing_does_not(void **state)
{
    struct break_clock clock = seated_for(100);

    break_clock_add(&clock, POSTURE_STEPPING, 60 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_STANDING, 3 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_STANDING, 2 * NS_PER_S + 1, false);
    break_clock_add(&clock, POSTURE_STEPPING, 59 * NS_PER_S, false);
    assert_int_equal(clock.moving_ns, 119 * NS_PER_S);
    assert_int_equal(clock.clock_ns, 100 * NS_PER_S);
}

static void standing_before_any_movement_never_counts(void **state)
{
    struct break_clock clock = seated_for(100);

    break_clock_add(&clock, POSTURE_STANDING, 4 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_STEPPING, 117 * NS_PER_S, false);
    assert_int_equal(clock.moving_ns, 117 * NS_PER_S);
    break_clock_add(&clock, POSTURE_STANDING, NS_PER_HOUR, false);
    assert_int_equal(clock.clock_ns, 100 * NS_PER_S);
}

static void an_unknown_that_may_be_a_break_restarts_it_at_the_duration(void **state)
{
    struct break_clock clock = seated_for(100);

    break_clock_add(&clock, POSTURE_UNKNOWN, DURATION_NS - 1, true);
    assert_int_equal(clock.clock_ns, 100 * NS_PER_S);
    break_clock_add(&clock, POSTURE_UNKNOWN, 1, true);
    assert_int_equal(clock.clock_ns, 0);
    clock = seated_for(100);
    break_clock_add(&clock, POSTURE_UNKNOWN, NS_PER_HOUR, false);
    assert_int_equal(clock.clock_ns, 100 * NS_PER_S);
}

static void the_running_bout_survives_an_unknown_of_less_than_a_minute(void **state)
{
    struct break_clock clock = seated_for(100);

    break_clock_add(&clock, POSTURE_UNKNOWN, 60 * NS_PER_S - 1, false);
    assert_int_equal(clock.bout_ns, 100 * NS_PER_S);
    break_clock_add(&clock, POSTURE_SEATED, 10 * NS_PER_S, false);
    assert_int_equal(clock.bout_ns, 110 * NS_PER_S);
    break_clock_add(&clock, POSTURE_UNKNOWN, 60 * NS_PER_S, false);
    assert_int_equal(clock.bout_ns, 0);
}

static void short_unknowns_with_sitting_between_do_not_add_up(void **state)
{
    struct break_clock clock = seated_for(100);

    for (int i = 0; i < 9; i++) {
        break_clock_add(&clock, POSTURE_UNKNOWN, 40 * NS_PER_S, true);
        break_clock_add(&clock, POSTURE_SEATED, 10 * NS_PER_S, false);
    }
    assert_int_equal(clock.clock_ns, 190 * NS_PER_S);
    assert_int_equal(clock.bout_ns, 190 * NS_PER_S);
}

static void standing_is_counted_along_once(void **state)
{
    struct break_clock clock = seated_for(100);

    break_clock_add(&clock, POSTURE_STEPPING, 10 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_STANDING, 4 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_STEPPING, 10 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_STEPPING, 10 * NS_PER_S, false);
    assert_int_equal(clock.moving_ns, 34 * NS_PER_S);
    break_clock_add(&clock, POSTURE_STANDING, 4 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_SEATED, 10 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_STEPPING, 1 * NS_PER_S, false);
    break_clock_add(&clock, POSTURE_STEPPING, 1 * NS_PER_S, false);
    assert_int_equal(clock.moving_ns, 2 * NS_PER_S);
}

/* ------------------------------------------------------------------------------- in the whole core
 */

static int64_t clock_of(const struct script *script)
{
    static struct kiosk kiosk;
    struct record record = {0};
    struct effects effects = record_effects(&record);
    struct play play = {0};

    script_play_open(script, &play, &record, &kiosk);
    kiosk_presume(&kiosk, script->now_ns, &effects);
    record_free(&record);
    return kiosk.break_clock.clock_ns;
}

static void a_pause_of_the_duration_restarts_it_however_it_ends(void **state)
{
    struct fixture *fixture = *state;

    for (int ends_with_day = 0; ends_with_day < 2; ends_with_day++) {
        struct script *script = &fixture->script;

        script_free(script);
        script_begin(script, "8:00:00");
        at(script, "27:00:00");
        sit(script);
        at(script, "27:30:00");
        touch(script, TOUCH_PAUSE);
        at(script, "28:00:00");
        if (ends_with_day)
            day_start(script, 20260303);
        else
            touch(script, TOUCH_RESUME);
        at(script, "28:10:00");
        touch(script, TOUCH_OTHER);
        assert_int_equal(clock_of(script), 10 * NS_PER_MIN);
    }
}

static void a_chair_at_fault_while_seated_pauses_it(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    line_fault(script, LINE_CHAIR);
    at(script, "9:40:00");
    line_ok(script, LINE_CHAIR);
    wait_s(script, 30);
    touch(script, TOUCH_PAUSE);
    wait_s(script, 30);
    touch(script, TOUCH_RESUME);
    at(script, "9:50:00");
    assert_int_equal(clock_of(script), 39 * NS_PER_MIN + 30 * NS_PER_S);
}

static void a_mat_at_fault_while_vacated_may_have_been_a_break(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    mat_on(script);
    stand(script);
    wait_s(script, 60);
    line_fault(script, LINE_MAT);
    wait_s(script, 120);
    line_ok(script, LINE_MAT);
    sit(script);
    wait_s(script, 60);
    assert_int_equal(clock_of(script), 60 * NS_PER_S);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(it_adds_up_seated_time),
        with_script(a_break_that_does_not_qualify_pauses_it),
        with_script(a_qualified_break_restarts_it_as_soon_as_it_qualifies),
        with_script(stepping_and_away_add_up_within_one_vacancy),
        with_script(standing_of_up_to_5_s_between_movement_counts_along),
        with_script(longer_standing_does_not),
        with_script(standing_before_any_movement_never_counts),
        with_script(an_unknown_that_may_be_a_break_restarts_it_at_the_duration),
        with_script(the_running_bout_survives_an_unknown_of_less_than_a_minute),
        with_script(short_unknowns_with_sitting_between_do_not_add_up),
        with_script(standing_is_counted_along_once),
        with_script(a_pause_of_the_duration_restarts_it_however_it_ends),
        with_script(a_chair_at_fault_while_seated_pauses_it),
        with_script(a_mat_at_fault_while_vacated_may_have_been_a_break),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

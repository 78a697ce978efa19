/* Footfalls in a row while the chair is vacated: stepping. */
#include "core/fixture.h"

static void three_footfalls_in_a_row_are_stepping_from_first_to_last_closing(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    wait_s(script, 3);
    footfalls(script, 3, 1000);
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, GOT_UP "standing 9:30:03 stepping 9:30:05 standing 9:30:05.5 away 9:40:00")
            ->steps,
        6);
    assert_int_equal(record_count(&fixture->record, DAY_STEPS), 6);
}

static void two_footfalls_are_no_stepping(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    wait_s(script, 3);
    footfalls(script, 2, 1000);
    at(script, "9:40:00");
    assert_int_equal(expect(fixture, GOT_UP "standing 9:30:04.5 away 9:40:00")->steps, 0);
}

static void footfalls_2_4_s_apart_are_a_row_with_two_steps_a_closure(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    footfalls(script, 4, 2400);
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, GOT_UP "stepping 9:30:07.2 standing 9:30:08.4 away 9:40:00")->steps, 8);
}

static void footfalls_a_nanosecond_more_apart_are_not(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    for (int i = 0; i < 4; i++) {
        mat_on(script);
        wait_ms(script, 1200);
        mat_off(script);
        wait_ms(script, 1200);
        wait_ns(script, 1);
    }
    at(script, "9:40:00");
    assert_int_equal(figures_now(fixture)->steps, 0);
    assert_int_equal(fixture->record.days[0].posture_ns[POSTURE_STEPPING], 0);
}

static void footfalls_1_2_s_apart_are_a_row_with_one_step_a_closure(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);
    struct play play = {.steps_per_closure = 1};

    footfalls(script, 3, 1200);
    wait_s(script, 4);
    footfalls(script, 3, 1201);
    at(script, "9:40:00");
    script_play(script, &play, &fixture->record);
    assert_string_equal(record_postures(&fixture->record),
                        GOT_UP "stepping 9:30:02.4 standing 9:30:10.602 away 9:40:00");
    assert_int_equal(fixture->record.days[0].steps, 3);
}

static void a_closing_less_than_half_a_second_after_a_footfall_is_the_same_one(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    for (int i = 0; i < 3; i++) {
        mat_on(script);
        wait_ms(script, 200);
        mat_off(script);
        wait_ms(script, 299);
        wait_ns(script, NS_PER_MS - 1);
        mat_on(script); /* a nanosecond too early */
        wait_ms(script, 200);
        mat_off(script);
        wait_ms(script, 300);
        wait_ns(script, 1);
    }
    at(script, "9:40:00");
    assert_int_equal(figures_now(fixture)->steps, 6);
}

static void closings_half_a_second_apart_are_footfalls_each(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);
    struct play one = {.steps_per_closure = 1};

    footfalls(script, 6, 500);
    at(script, "9:40:00");
    assert_int_equal(figures_now(fixture)->steps, 12);
    record_free(&fixture->record);
    script_free(script);
    script_begin(script, "8:00:00");
    footfalls(script, 6, 250);
    footfalls(script, 1, 249);
    wait_s(script, 60);
    script_play(script, &one, &fixture->record);
    assert_int_equal(fixture->record.days[0].steps, 7);
}

static void footfalls_go_on_while_the_chair_is_sat_on_for_less_than_10_s(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    at(script, "9:35:00");
    footfalls(script, 3, 1000);
    sit(script);
    footfalls(script, 3, 1000);
    stand(script);
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, GOT_UP "away 9:35:00 stepping 9:35:05 standing 9:35:05.5 away 9:40:00")
            ->steps,
        12);
}

static void a_footfall_needs_the_chair_to_be_vacated(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:29:59");
    mat_on(script);
    at(script, "9:30:00");
    stand(script);
    at(script, "9:30:00.5");
    mat_off(script);
    wait_ms(script, 500);
    footfalls(script, 2, 1000);
    at(script, "9:40:00");
    assert_int_equal(expect(fixture, GOT_UP "standing 9:30:02.5 away 9:40:00")->steps, 0);
}

static void a_run_that_reaches_the_seat_ends_there(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    at(script, "9:35:00");
    footfalls(script, 5, 1000);
    sit(script);
    at(script, "9:40:00");
    assert_int_equal(expect(fixture, GOT_UP "away 9:35:00 stepping 9:35:04 standing 9:35:05 "
                                            "seated 9:40:00")
                         ->steps,
                     10);
}

static void a_long_walk_is_one_interval_though_it_is_decided_each_minute(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    footfalls(script, 1800, 1000);
    at(script, "10:10:00");
    assert_int_equal(
        expect(fixture, GOT_UP "stepping 9:59:59 standing 9:59:59.5 away 10:10:00")->steps, 3600);
}

static void a_walk_over_the_days_start_is_cut_there_footfall_by_footfall(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "27:59:50");
    footfalls(script, 10, 1000);
    day_start(script, 20260303);
    footfalls(script, 10, 1000);
    at(script, "28:10:00");
    assert_int_equal(expect(fixture, "8:00:00 away 27:59:50 stepping 28:00:09 standing "
                                     "28:00:09.5 away 28:10:00")
                         ->steps,
                     20);
    assert_int_equal(fixture->record.days[0].steps, 20);
    assert_int_equal(fixture->record.days[0].posture_ns[POSTURE_STEPPING], 10 * NS_PER_S);
    assert_int_equal(fixture->record.days[1].posture_ns[POSTURE_STEPPING], 9 * NS_PER_S);
}

static void the_first_footfall_belongs_to_its_own_day(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "27:59:59.5");
    footfalls(script, 1, 500);
    day_start(script, 20260303);
    wait_ms(script, 500);
    footfalls(script, 2, 1000);
    at(script, "28:10:00");
    assert_int_equal(figures_now(fixture)->steps, 4);
    assert_int_equal(fixture->record.days[0].steps, 2);
}

static void a_walk_is_decided_each_minute_so_that_little_is_lost(void **state)
{
    static struct kiosk kiosk;
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);
    struct play play = {0};

    footfalls(script, 600, 1000);
    script_play_open(script, &play, &fixture->record, &kiosk);
    assert_true(script->now_ns - kiosk.posture.decided_ns < 62 * NS_PER_S);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(three_footfalls_in_a_row_are_stepping_from_first_to_last_closing),
        with_script(two_footfalls_are_no_stepping),
        with_script(footfalls_2_4_s_apart_are_a_row_with_two_steps_a_closure),
        with_script(footfalls_a_nanosecond_more_apart_are_not),
        with_script(footfalls_1_2_s_apart_are_a_row_with_one_step_a_closure),
        with_script(a_closing_less_than_half_a_second_after_a_footfall_is_the_same_one),
        with_script(closings_half_a_second_apart_are_footfalls_each),
        with_script(footfalls_go_on_while_the_chair_is_sat_on_for_less_than_10_s),
        with_script(a_footfall_needs_the_chair_to_be_vacated),
        with_script(a_run_that_reaches_the_seat_ends_there),
        with_script(a_long_walk_is_one_interval_though_it_is_decided_each_minute),
        with_script(a_walk_over_the_days_start_is_cut_there_footfall_by_footfall),
        with_script(the_first_footfall_belongs_to_its_own_day),
        with_script(a_walk_is_decided_each_minute_so_that_little_is_lost),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

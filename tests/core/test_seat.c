/* The order of contacts, and the chair's hold-off. */
#include "core/fixture.h"

static void sitting_for_10_s_is_a_bout_dated_to_its_first_edge(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00.5");
    sit(script);
    wait_s(script, 10);
    stand(script);
    at(script, "10:00:00");
    assert_int_equal(
        expect(fixture, "8:00:00 away 9:00:00.5 seated 9:00:10.5 away 10:00:00")->sedentary_bouts,
        1);
}

static void sitting_for_a_nanosecond_less_is_no_sitting(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    wait_ns(script, 10 * NS_PER_S - 1);
    stand(script);
    at(script, "10:00:00");
    assert_int_equal(expect(fixture, "8:00:00 away 10:00:00")->sedentary_bouts, 0);
}

static void any_opening_while_vacated_restarts_the_occupancys_hold_off(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    wait_s(script, 9);
    shift(script, 100);
    wait_s(script, 9);
    shift(script, 100);
    at(script, "9:10:00");
    assert_int_equal(expect(fixture, "8:00:00 away 9:00:18.2 seated 9:10:00")->shifts, 0);
}

static void an_opening_of_9_999_s_is_a_shift(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    shift(script, 9999);
    at(script, "10:00:00");
    assert_int_equal(expect(fixture, "8:00:00 away 9:00:00 seated 10:00:00")->shifts, 1);
}

static void an_opening_of_10_s_is_a_vacancy(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    const struct day_figures *day;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    shift(script, 10000);
    at(script, "10:00:00");
    day = expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 away 9:30:10 seated 10:00:00");
    assert_int_equal(day->shifts, 0);
    assert_int_equal(day->breaks, 1);
}

static void any_closing_while_seated_restarts_the_vacancys_hold_off(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    shift(script, 8000);
    wait_ms(script, 100);
    shift(script, 8000);
    wait_ms(script, 100);
    stand(script);
    at(script, "10:00:00");
    assert_int_equal(expect(fixture, "8:00:00 away 9:00:00 seated 9:30:16.2 away 10:00:00")->shifts,
                     2);
}

static void a_shift_is_counted_when_the_chair_closes_again(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    shift(script, 3000);
    at(script, "10:00:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 10:00:00");
    for (size_t i = 0; i < fixture->record.count; i++) {
        if (fixture->record.facts[i].kind == EFFECT_COUNT)
            assert_int_equal(fixture->record.facts[i].end_ns, time_ns("9:30:03"));
    }
}

static void a_shift_over_the_days_start_belongs_to_the_day_of_its_closing(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "27:00:00");
    sit(script);
    at(script, "27:59:58");
    stand(script);
    at(script, "28:00:00");
    day_start(script, 20260303);
    wait_s(script, 3);
    sit(script);
    at(script, "29:00:00");
    assert_int_equal(expect(fixture, "8:00:00 away 27:00:00 seated 29:00:00")->shifts, 1);
    assert_int_equal(fixture->record.days[0].shifts, 0);
}

static void a_hold_off_that_is_pending_at_the_end_has_not_committed(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:00:09.999999999");
    (void)expect(fixture, "8:00:00 away 9:00:09.999999999");
    at(script, "9:00:10");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:00:10");
    at(script, "9:30:00");
    stand(script);
    at(script, "9:30:09.9");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:30:09.9");
}

static void a_mat_that_closes_as_the_chair_opens_is_a_footfall(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    mat_on(script); /* told before the chair, at the same moment */
    stand(script);
    wait_ms(script, 500);
    mat_off(script);
    wait_ms(script, 500);
    footfalls(script, 2, 1000);
    at(script, "9:40:00");
    assert_int_equal(expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 stepping "
                                     "9:30:02 standing 9:30:02.5 away 9:40:00")
                         ->steps,
                     6);
}

/* The mat settles before the chair does, whose burst began first. */
static void contacts_take_effect_in_the_order_of_their_dates(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:29:59");
    mat_on(script);
    at(script, "9:30:00");
    stand(script);
    wait_ms(script, 10);
    mat_off(script); /* has settled at 40 ms */
    wait_ms(script, 15);
    sit(script);
    wait_ms(script, 20);
    stand(script); /* has settled at 75 ms */
    at(script, "9:40:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 standing 9:30:00.01 away 9:40:00");
}

/* The mat's bounce holds everything back; the chair closes in it, but too late for a shift. */
static void a_vacancy_commits_though_the_mat_bounces_meanwhile(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stand(script);
    wait_ms(script, 9500);
    chatter(script, LINE_MAT, 35, 20);
    sit(script); /* at 10.2 s */
    chatter(script, LINE_MAT, 15, 20);
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 away 9:30:10.2 seated 9:40:00")
            ->shifts,
        0);
}

static void a_vacancy_is_decided_in_its_tenth_second(void **state)
{
    static struct kiosk kiosk;
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct play play = {.ticks = TICKS_AT_DEADLINES};

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stand(script);
    at(script, "9:30:09.999999999");
    script_play_open(script, &play, &fixture->record, &kiosk);
    assert_true(kiosk.seat.seated);
    record_free(&fixture->record);
    at(script, "9:30:10");
    script_play_open(script, &play, &fixture->record, &kiosk);
    assert_false(kiosk.seat.seated);
    assert_string_equal(record_postures(&fixture->record), "8:00:00 away 9:00:00 seated 9:30:00");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(sitting_for_10_s_is_a_bout_dated_to_its_first_edge),
        with_script(sitting_for_a_nanosecond_less_is_no_sitting),
        with_script(any_opening_while_vacated_restarts_the_occupancys_hold_off),
        with_script(an_opening_of_9_999_s_is_a_shift),
        with_script(an_opening_of_10_s_is_a_vacancy),
        with_script(any_closing_while_seated_restarts_the_vacancys_hold_off),
        with_script(a_shift_is_counted_when_the_chair_closes_again),
        with_script(a_shift_over_the_days_start_belongs_to_the_day_of_its_closing),
        with_script(a_hold_off_that_is_pending_at_the_end_has_not_committed),
        with_script(a_mat_that_closes_as_the_chair_opens_is_a_footfall),
        with_script(contacts_take_effect_in_the_order_of_their_dates),
        with_script(a_vacancy_commits_though_the_mat_bounces_meanwhile),
        with_script(a_vacancy_is_decided_in_its_tenth_second),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

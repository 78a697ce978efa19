/* Calf raises while seated: which openings make a series, and when it counts. */
#include "core/fixture.h"

static void four_raises_do_not_qualify(void **state)
{
    struct fixture *fixture = *state;

    raises(heels_on_mat(fixture), 4, 1000, 1000);
    assert_int_equal(raises_now(fixture), 0);
}

static void the_fifth_qualifies_and_all_count_and_those_that_follow(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises(script, 5, 1000, 1000);
    assert_int_equal(raises_now(fixture), 5);
    raises(script, 7, 1000, 1000);
    assert_int_equal(raises_now(fixture), 12);
    assert_int_equal(fixture->record.days[0].second_heart_beats, 12);
}

static void an_opening_of_0_4_to_3_s_is_a_raise(void **state)
{
    static const struct {
        int64_t open_ns;
        int raises;
    } cases[] = {
        {400 * NS_PER_MS, 5},
        {400 * NS_PER_MS - 1, 0},
        {3 * NS_PER_S, 5},
        {3 * NS_PER_S + 1, 0},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct script *script;

        script_free(&fixture->script);
        script_begin(&fixture->script, "8:00:00");
        script = heels_on_mat(fixture);
        for (int n = 0; n < 5; n++) {
            mat_off(script);
            wait_ns(script, cases[i].open_ns);
            mat_on(script);
            wait_ms(script, 700);
        }
        assert_int_equal(raises_now(fixture), cases[i].raises);
    }
}

static void a_period_of_1_to_4_s_keeps_the_series(void **state)
{
    static const struct {
        int64_t period_ns;
        int raises;
    } cases[] = {
        {NS_PER_S, 6},
        {NS_PER_S - 1, 0},
        {4 * NS_PER_S, 6},
        {4 * NS_PER_S + 1, 0},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct script *script;

        script_free(&fixture->script);
        script_begin(&fixture->script, "8:00:00");
        script = heels_on_mat(fixture);
        for (int n = 0; n < 6; n++) {
            mat_off(script);
            wait_ms(script, 500);
            mat_on(script);
            wait_ns(script, cases[i].period_ns - 500 * NS_PER_MS);
        }
        assert_int_equal(raises_now(fixture), cases[i].raises);
    }
}

/* Mean 2 s; the population's CV of the first is 0.3504, of the second 0.3496. */
static void uneven_periods_do_not_qualify(void **state)
{
    static const int uneven[] = {2701, 1299, 2701, 1299};
    static const int even[] = {2699, 1301, 2699, 1301};
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises_at(script, uneven, 4);
    assert_int_equal(raises_now(fixture), 0);
    raises_at(script, even, 4);
    assert_int_equal(raises_now(fixture), 5);
}

static void a_series_qualifies_late_and_its_first_raises_count_then(void **state)
{
    static const int periods[] = {3500, 1100, 3500, 1100, 2300, 2300, 2300, 2300, 2300, 2300};
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises_at(script, periods, 7); /* eight raises: CV 0.38 */
    assert_int_equal(raises_now(fixture), 0);
    raises_at(script, periods, 10); /* it falls below 0.35 at the ninth period */
    assert_int_equal(raises_now(fixture), 11);
}

static void once_qualified_uneven_raises_go_on_counting(void **state)
{
    static const int periods[] = {2000, 2000, 2000, 2000, 4000, 1000, 4000, 1000, 4000, 1000};
    struct fixture *fixture = *state;

    raises_at(heels_on_mat(fixture), periods, 10);
    assert_int_equal(raises_now(fixture), 11);
}

static void an_opening_that_is_no_raise_does_not_end_a_series(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    for (int i = 0; i < 5; i++) {
        raises(script, 1, 1000, 500);
        mat_off(script);
        wait_ms(script, 100); /* too short */
        mat_on(script);
        wait_ms(script, 500);
    }
    assert_int_equal(raises_now(fixture), 5);
}

static void the_chair_must_be_closed_during_the_opening_but_may_shift_between(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises(script, 2, 1000, 700);
    shift(script, 300);
    wait_ms(script, 200);
    raises(script, 3, 1000, 1000);
    assert_int_equal(raises_now(fixture), 5);
    for (int i = 0; i < 6; i++) {
        mat_off(script);
        wait_ms(script, 300);
        shift(script, 300);
        wait_ms(script, 300);
        mat_on(script);
        wait_ms(script, 1000);
    }
    assert_int_equal(raises_now(fixture), 5);
}

static void an_opening_that_began_with_the_chair_open_is_no_raise(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    for (int i = 0; i < 6; i++) {
        stand(script);
        wait_ms(script, 100);
        mat_off(script);
        wait_ms(script, 100);
        sit(script);
        wait_ms(script, 800);
        mat_on(script);
        wait_ms(script, 1000);
    }
    assert_int_equal(raises_now(fixture), 0);
}

static void a_series_does_not_outlive_the_seat(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises(script, 4, 1000, 500);
    stand(script);
    wait_s(script, 10);
    sit(script);
    raises(script, 4, 1000, 1000);
    assert_int_equal(raises_now(fixture), 0);
}

static void raises_in_a_pause_do_not_count_and_the_series_begins_anew(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises(script, 4, 1000, 1000);
    touch(script, TOUCH_PAUSE);
    raises(script, 6, 1000, 1000);
    touch(script, TOUCH_RESUME);
    raises(script, 4, 1000, 1000);
    assert_int_equal(raises_now(fixture), 0);
}

static void raises_under_an_unattended_chair_do_not_count(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    wait_s(script, 5 * 3600);
    raises(script, 9, 1000, 1000);
    assert_int_equal(raises_now(fixture), 0);
}

static void what_an_ended_series_was_does_not_pass_to_the_next(void **state)
{
    static const int uneven[] = {3500, 1100};
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises_at(script, uneven, 2);
    wait_s(script, 10);
    raises(script, 5, 1000, 1000);
    assert_int_equal(raises_now(fixture), 5); /* evenly, whatever was before */
    raises(script, 4, 1000, 1000);
    assert_int_equal(raises_now(fixture), 5); /* not qualified, though the one before was */
}

/* A pause of no time at all drops what is pending: the series, and an opening under way. */
static void the_shortest_pause_drops_the_series_and_the_opening(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises(script, 4, 1000, 1000);
    touch(script, TOUCH_PAUSE);
    wait_ms(script, 1);
    touch(script, TOUCH_RESUME);
    raises(script, 4, 1000, 1000);
    assert_int_equal(raises_now(fixture), 0);
    for (int i = 0; i < 9; i++) {
        mat_off(script);
        wait_ms(script, 500);
        touch(script, TOUCH_PAUSE);
        wait_ms(script, 1);
        touch(script, TOUCH_RESUME);
        wait_ms(script, 500);
        mat_on(script);
        wait_ms(script, 1000);
    }
    raises(script, 4, 1000, 1000); /* a tenth of the others would make it five */
    assert_int_equal(raises_now(fixture), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(four_raises_do_not_qualify),
        with_script(the_fifth_qualifies_and_all_count_and_those_that_follow),
        with_script(an_opening_of_0_4_to_3_s_is_a_raise),
        with_script(a_period_of_1_to_4_s_keeps_the_series),
        with_script(uneven_periods_do_not_qualify),
        with_script(a_series_qualifies_late_and_its_first_raises_count_then),
        with_script(once_qualified_uneven_raises_go_on_counting),
        with_script(an_opening_that_is_no_raise_does_not_end_a_series),
        with_script(the_chair_must_be_closed_during_the_opening_but_may_shift_between),
        with_script(an_opening_that_began_with_the_chair_open_is_no_raise),
        with_script(a_series_does_not_outlive_the_seat),
        with_script(raises_in_a_pause_do_not_count_and_the_series_begins_anew),
        with_script(raises_under_an_unattended_chair_do_not_count),
        with_script(what_an_ended_series_was_does_not_pass_to_the_next),
        with_script(the_shortest_pause_drops_the_series_and_the_opening),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

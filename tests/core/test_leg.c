/* What the feet do while seated: calf raises, guided sets, fidgets. */
#include "core/fixture.h"

/* Seated since 9:00 with the heels on the mat; it is 9:01:00. */
static struct script *heels_on_mat(struct fixture *fixture)
{
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    wait_s(script, 20);
    mat_on(script);
    at(script, "9:01:00");
    return script;
}

static int64_t raises_now(struct fixture *fixture)
{
    wait_s(&fixture->script, 60);
    return figures_now(fixture)->calf_raises;
}

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

/* A raise after each of `count` periods, in ms, and one before the first. */
static void raises_at(struct script *script, const int *periods_ms, int count)
{
    mat_off(script);
    wait_ms(script, 500);
    mat_on(script);
    for (int i = 0; i < count; i++) {
        wait_ms(script, periods_ms[i] - 500);
        mat_off(script);
        wait_ms(script, 500);
        mat_on(script);
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

/* ---------------------------------------------------------------------------------- guided sets */

static void in_a_guided_set_rests_of_up_to_10_s_are_allowed(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    touch(script, TOUCH_EXERCISE);
    wait_s(script, 2);
    raises(script, 5, 3000, 10000);
    assert_int_equal(raises_now(fixture), 5);
}

static void a_longer_rest_starts_a_new_five(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    touch(script, TOUCH_EXERCISE);
    wait_s(script, 2);
    raises(script, 4, 1000, 10000);
    wait_ns(script, 1);
    raises(script, 4, 1000, 10000);
    assert_int_equal(figures_now(fixture)->calf_raises, 0);
    raises(script, 1, 1000, 1000);
    assert_int_equal(raises_now(fixture), 5);
}

static void in_a_guided_set_no_evenness_is_asked_for(void **state)
{
    static const int periods[] = {1000, 9000, 700, 10000, 700};
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    touch(script, TOUCH_EXERCISE);
    wait_ms(script, 100);
    raises_at(script, periods, 5);
    assert_int_equal(raises_now(fixture), 6);
}

static void a_guided_set_begins_empty_and_its_unfinished_five_is_dropped_at_stop(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises(script, 3, 1000, 1000);
    touch(script, TOUCH_EXERCISE);
    raises(script, 4, 1000, 1000);
    touch(script, TOUCH_STOP);
    raises(script, 4, 1000, 1000);
    assert_int_equal(raises_now(fixture), 0);
    raises(script, 5, 1000, 1000);
    assert_int_equal(raises_now(fixture), 5);
}

static void exercise_again_begins_the_set_again(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    touch(script, TOUCH_EXERCISE);
    raises(script, 3, 1000, 1000);
    touch(script, TOUCH_EXERCISE);
    raises(script, 4, 1000, 1000);
    assert_int_equal(raises_now(fixture), 0);
}

static void stop_without_a_set_leaves_a_series_alone(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises(script, 3, 1000, 1000);
    touch(script, TOUCH_STOP);
    raises(script, 2, 1000, 1000);
    assert_int_equal(raises_now(fixture), 5);
}

/* Five raises eight seconds apart count in a guided set only. */
static void a_set_ends_with_stop_a_pause_or_leaving_the_chair(void **state)
{
    struct fixture *fixture = *state;

    for (int how = 0; how < 5; how++) {
        struct script *script;

        script_free(&fixture->script);
        script_begin(&fixture->script, "8:00:00");
        script = heels_on_mat(fixture);
        touch(script, TOUCH_EXERCISE);
        wait_s(script, 60);
        if (how == 1) {
            touch(script, TOUCH_STOP);
        } else if (how == 2) {
            touch(script, TOUCH_PAUSE);
            touch(script, TOUCH_RESUME);
        } else if (how == 3) {
            shift(script, 10000);
        } else if (how == 4) {
            shift(script, 9999); /* a shift does not end it */
        }
        wait_s(script, 60);
        raises(script, 5, 1000, 8000);
        assert_int_equal(raises_now(fixture), how == 0 || how == 4 ? 5 : 0);
    }
}

static void a_set_may_be_asked_for_before_sitting_down(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    touch(script, TOUCH_EXERCISE);
    wait_s(script, 20);
    sit(script);
    mat_on(script);
    wait_s(script, 20);
    raises(script, 5, 1000, 8000);
    assert_int_equal(raises_now(fixture), 5);
}

/* -------------------------------------------------------------------------------------- fidgets */

/* Closings `period_ms` apart. */
static void tap(struct script *script, int closings, int64_t period_ms)
{
    for (int i = 0; i < closings; i++) {
        mat_off(script);
        wait_ms(script, 100);
        mat_on(script);
        wait_ms(script, period_ms - 100);
    }
}

static void four_closings_less_than_half_a_second_apart_are_leg_movement(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    tap(script, 4, 499);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, 3 * 499 * NS_PER_MS);
    assert_int_equal(fixture->record.days[0].second_heart_beats, 0);
    tap(script, 10, 300);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, (3 * 499 + 9 * 300) * NS_PER_MS);
}

static void three_closings_or_slower_ones_are_not(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    tap(script, 3, 300);
    wait_s(script, 60);
    tap(script, 20, 500);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, 0);
}

static void a_pause_of_half_a_second_ends_a_run_of_taps(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    tap(script, 3, 300);
    wait_ms(script, 200); /* 500 ms from the third closing to the fourth */
    tap(script, 3, 300);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, 0);
}

static void fidgets_go_on_through_a_shift_but_not_through_a_break(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    tap(script, 3, 300);
    line_fault(script, LINE_MAT);
    line_ok(script, LINE_MAT);
    tap(script, 3, 300);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, 0);
    tap(script, 3, 300);
    stand(script);
    wait_ms(script, 50);
    sit(script);
    tap(script, 3, 300);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, (5 * 300 + 50) * NS_PER_MS);
}

/* ---------------------------------------------------------------------------- at the day's start
 */

static void fidgets_over_the_days_start_are_cut_there(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "27:00:00");
    sit(script);
    mat_on(script);
    at(script, "27:59:59");
    tap(script, 4, 300); /* closings at 59.1 to 60.0; the day starts at 60.2 */
    day_start(script, 20260303);
    tap(script, 4, 300);
    at(script, "28:10:00");
    assert_int_equal(figures_now(fixture)->leg_movement_ns, 1000 * NS_PER_MS);
    assert_int_equal(fixture->record.days[0].leg_movement_ns, 1100 * NS_PER_MS);
}

static void a_series_over_the_days_start_counts_on_both_sides(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "27:00:00");
    sit(script);
    mat_on(script);
    at(script, "27:59:54");
    raises(script, 3, 1000, 1000); /* closings at :55 :57 :59 */
    day_start(script, 20260303);
    raises(script, 4, 1000, 1000);
    at(script, "28:10:00");
    assert_int_equal(figures_now(fixture)->calf_raises, 4);
    assert_int_equal(fixture->record.days[0].calf_raises, 3);
}

static void a_series_that_waits_for_a_whole_day_loses_the_raises_before_it(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    /* Days of ten seconds: uneven raises wait through a whole one, then qualify. */
    static const int uneven[] = {3500, 1100};
    static const int even[] = {2300, 2300, 2300, 2300, 2300, 2300, 2300, 2300};

    at(script, "27:00:00");
    sit(script);
    mat_on(script);
    at(script, "28:00:00");
    raises_at(script, uneven, 2);
    wait_ms(script, 1000);
    day_start(script, 20260303);
    wait_ms(script, 1000);
    raises_at(script, uneven, 2);
    wait_ms(script, 500);
    day_start(script, 20260304);
    wait_ms(script, 900);
    raises_at(script, even, 8);
    at(script, "28:10:00");
    (void)figures_now(fixture);
    assert_int_equal(fixture->record.day_count, 3);
    assert_int_equal(fixture->record.days[0].calf_raises, 0);
    assert_int_equal(fixture->record.days[1].calf_raises, 3);
    assert_int_equal(fixture->record.days[2].calf_raises, 9);
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

static void raises_dropped_over_the_days_start_do_not_come_back(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "27:00:00");
    sit(script);
    mat_on(script);
    at(script, "27:59:54");
    raises(script, 3, 1000, 1000);
    day_start(script, 20260303);
    wait_s(script, 20);
    raises(script, 5, 1000, 1000);
    at(script, "28:10:00");
    assert_int_equal(figures_now(fixture)->calf_raises, 5);
    assert_int_equal(fixture->record.days[0].calf_raises, 0);
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

static void the_sets_first_opening_may_be_of_its_own_moment_but_not_earlier(void **state)
{
    struct fixture *fixture = *state;

    for (int earlier = 0; earlier < 2; earlier++) {
        struct script *script;

        script_free(&fixture->script);
        script_begin(&fixture->script, "8:00:00");
        script = heels_on_mat(fixture);
        mat_off(script);
        wait_ns(script, earlier);
        touch(script, TOUCH_EXERCISE);
        wait_ms(script, 1000);
        mat_on(script);
        wait_ms(script, 1000);
        raises(script, 4, 1000, 8000);
        assert_int_equal(raises_now(fixture), earlier ? 0 : 5);
    }
}

/* The minute's decision must not pass what may still be counted before the day's start. */
static void the_day_is_not_closed_over_a_pending_series_or_run_of_taps(void **state)
{
    struct fixture *fixture = *state;

    for (int taps = 0; taps < 2; taps++) {
        struct script *script = &fixture->script;

        script_free(script);
        script_begin(script, "27:00:00");
        sit(script);
        mat_on(script);
        at(script, "27:59:00");
        touch(script, TOUCH_OTHER); /* decides */
        at(script, taps ? "27:59:59.7" : "27:59:56");
        if (taps)
            tap(script, 1, 300); /* the closing at 59.8 */
        else
            raises(script, 2, 1000, 1000);
        day_start(script, 20260303);
        if (taps)
            tap(script, 3, 300);
        else
            raises(script, 3, 1000, 1000);
        at(script, "28:10:00");
        (void)figures_now(fixture);
        assert_int_equal(fixture->record.days[0].leg_movement_ns, taps ? 200 * NS_PER_MS : 0);
        assert_int_equal(fixture->record.days[0].calf_raises, taps ? 0 : 2);
        assert_int_equal(fixture->record.days[1].calf_raises, taps ? 0 : 3);
    }
}

static void a_series_that_is_over_holds_nothing_back(void **state)
{
    static struct kiosk kiosk;
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);
    struct play play = {0};

    raises(script, 3, 1000, 1000);
    wait_s(script, 100);
    touch(script, TOUCH_OTHER);
    wait_s(script, 1);
    touch(script, TOUCH_OTHER);
    script_play_open(script, &play, &fixture->record, &kiosk);
    assert_int_equal(kiosk.posture.decided_ns, script->now_ns - NS_PER_S);
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
        with_script(in_a_guided_set_rests_of_up_to_10_s_are_allowed),
        with_script(a_longer_rest_starts_a_new_five),
        with_script(in_a_guided_set_no_evenness_is_asked_for),
        with_script(a_guided_set_begins_empty_and_its_unfinished_five_is_dropped_at_stop),
        with_script(exercise_again_begins_the_set_again),
        with_script(stop_without_a_set_leaves_a_series_alone),
        with_script(a_set_ends_with_stop_a_pause_or_leaving_the_chair),
        with_script(a_set_may_be_asked_for_before_sitting_down),
        with_script(four_closings_less_than_half_a_second_apart_are_leg_movement),
        with_script(three_closings_or_slower_ones_are_not),
        with_script(a_pause_of_half_a_second_ends_a_run_of_taps),
        with_script(fidgets_go_on_through_a_shift_but_not_through_a_break),
        with_script(fidgets_over_the_days_start_are_cut_there),
        with_script(a_series_over_the_days_start_counts_on_both_sides),
        with_script(a_series_that_waits_for_a_whole_day_loses_the_raises_before_it),
        with_script(what_an_ended_series_was_does_not_pass_to_the_next),
        with_script(raises_dropped_over_the_days_start_do_not_come_back),
        with_script(the_shortest_pause_drops_the_series_and_the_opening),
        with_script(the_sets_first_opening_may_be_of_its_own_moment_but_not_earlier),
        with_script(the_day_is_not_closed_over_a_pending_series_or_run_of_taps),
        with_script(a_series_that_is_over_holds_nothing_back),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What the feet do over the start of a day. */
#include "core/fixture.h"

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
        with_script(fidgets_over_the_days_start_are_cut_there),
        with_script(a_series_over_the_days_start_counts_on_both_sides),
        with_script(a_series_that_waits_for_a_whole_day_loses_the_raises_before_it),
        with_script(raises_dropped_over_the_days_start_do_not_come_back),
        with_script(the_day_is_not_closed_over_a_pending_series_or_run_of_taps),
        with_script(a_series_that_is_over_holds_nothing_back),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

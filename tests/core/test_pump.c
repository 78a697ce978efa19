/* The picture's model on the vectors that it was fitted to, each to its last digit. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/units.h"
#include "core/pump.h"

static void assert_near(double value, double expected, double tolerance)
{
    if (fabs(value - expected) > tolerance)
        fail_msg("%f is not %f +- %f", value, expected, tolerance);
}

static struct pump still_for(int64_t min)
{
    struct pump pump = {1, 0};

    pump_advance(&pump, PUMP_STILL, min * NS_PER_MIN);
    return pump;
}

/* A stroll: a beat a second. */
static void stroll(struct pump *pump, int64_t s)
{
    for (int64_t i = 0; i < s; i++) {
        pump_advance(pump, PUMP_STEPPING, NS_PER_S);
        pump_beat(pump, true);
    }
}

static void it_begins_as_a_stroll_leaves_the_veins(void **state)
{
    struct pump pump;

    pump_init(&pump);
    assert_true(pump.fill == 0.25 && pump.swelling_percent == 0);
}

static void ten_beats_at_1_hz_eject_0_60_and_leave_0_26(void **state)
{
    struct pump pump = {1, 0};

    pump_beat(&pump, true);
    assert_near(1 - pump.fill, 0.60, 1e-12);
    for (int i = 1; i < 10; i++) {
        pump_advance(&pump, PUMP_STEPPING, NS_PER_S);
        pump_beat(&pump, true);
    }
    assert_near(pump.fill, 0.26, 0.005);
}

static void a_seated_beat_ejects_half_as_much(void **state)
{
    struct pump pump = {1, 0};

    pump_beat(&pump, false);
    assert_near(pump.fill, 0.70, 1e-12);
}

static void a_beat_never_fills(void **state)
{
    struct pump pump = {0.1, 0};

    pump_beat(&pump, true);
    assert_true(pump.fill == 0.1);
    pump.fill = 0.25;
    pump_beat(&pump, false);
    assert_true(pump.fill == 0.25);
}

static void ninety_percent_refill_takes_46_s(void **state)
{
    struct pump pump = {0, 0};

    pump_advance(&pump, PUMP_STILL, 46 * NS_PER_S);
    assert_near(pump.fill, 0.90, 0.002);
}

static void changes_of_posture_keep_the_fill(void **state)
{
    struct pump a = {0.4, 1};
    struct pump b = {0.4, 1};

    pump_advance(&a, PUMP_STILL, 9 * NS_PER_S);
    pump_advance(&b, PUMP_STEPPING, 3 * NS_PER_S);
    pump_advance(&b, PUMP_RAISES, 3 * NS_PER_S);
    pump_advance(&b, PUMP_LEG_MOVEMENT, 3 * NS_PER_S);
    assert_near(a.fill, b.fill, 1e-12);
}

static void sitting_still_swells_as_published(void **state)
{
    assert_near(still_for(30).swelling_percent, 1.07, 0.005);
    assert_near(still_for(60).swelling_percent, 1.9, 0.05);
    assert_near(still_for(120).swelling_percent, 3.1, 0.05);
    assert_near(still_for(480).swelling_percent, 4.9, 0.05);
}

static void walking_for_22_min_after_2_h_still_clears_to_0_2(void **state)
{
    struct pump pump = still_for(120);

    stroll(&pump, 22 * 60);
    assert_near(pump.swelling_percent, 0.2, 0.05);
}

static void the_hourly_stroll_peaks_at_3_6_in_8_h(void **state)
{
    struct pump pump = {1, 0};
    double peak = 0;

    for (int hour = 0; hour < 8; hour++) {
        pump_advance(&pump, PUMP_STILL, 58 * NS_PER_MIN);
        peak = fmax(peak, pump.swelling_percent);
        stroll(&pump, 120);
    }
    assert_near(peak, 3.6, 0.05);
}

static void the_gauge_falls_from_74_to_40_and_a_minute_of_sitting_takes_it_to_65(void **state)
{
    struct pump pump = {1, 3.0};

    assert_near(still_for(115).swelling_percent, 3.0, 0.05);
    assert_near(pump_gauge_level(&pump), 0.74, 0.005);
    stroll(&pump, 120);
    assert_near(pump_gauge_level(&pump), 0.40, 0.01);    /* each beat lowers it by 0.013 */
    assert_near(pump.swelling_percent / 3.0, 0.8, 0.03); /* about a fifth is cleared */
    pump_advance(&pump, PUMP_STILL, 60 * NS_PER_S);
    assert_near(pump_gauge_level(&pump), 0.65, 0.01);
}

static void leg_movement_goes_towards_2_3_and_raises_towards_0_8_within_20_min(void **state)
{
    struct pump pump = {1, 4.3};

    pump_advance(&pump, PUMP_LEG_MOVEMENT, 20 * NS_PER_MIN);
    assert_near(pump.swelling_percent, 2.3 + 2 / exp(1), 1e-9);
    pump.swelling_percent = 2.8;
    pump_advance(&pump, PUMP_RAISES, 20 * NS_PER_MIN);
    assert_near(pump.swelling_percent, 0.8 + 2 / exp(1), 1e-9);
}

static void neither_ever_swells(void **state)
{
    struct pump pump = {1, 2.0};

    pump_advance(&pump, PUMP_LEG_MOVEMENT, NS_PER_HOUR);
    assert_true(pump.swelling_percent == 2.0);
    pump.swelling_percent = 0.5;
    pump_advance(&pump, PUMP_RAISES, NS_PER_HOUR);
    assert_true(pump.swelling_percent == 0.5);
}

static void holding_changes_nothing(void **state)
{
    struct pump pump = {0.5, 2.0};

    pump_advance(&pump, PUMP_HOLD, NS_PER_HOUR);
    assert_true(pump.fill == 0.5 && pump.swelling_percent == 2.0);
    pump_advance(&pump, PUMP_STILL, 0);
    assert_true(pump.fill == 0.5 && pump.swelling_percent == 2.0);
}

static void two_halves_give_what_the_whole_does(void **state)
{
    for (enum pump_mode mode = PUMP_STILL; mode <= PUMP_HOLD; mode++) {
        struct pump whole = {0.3, 4};
        struct pump halves = {0.3, 4};

        pump_advance(&whole, mode, 10 * NS_PER_MIN);
        pump_advance(&halves, mode, 7 * NS_PER_MIN);
        pump_advance(&halves, mode, 3 * NS_PER_MIN);
        assert_near(whole.fill, halves.fill, 1e-12);
        assert_near(whole.swelling_percent, halves.swelling_percent, 1e-12);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_begins_as_a_stroll_leaves_the_veins),
        cmocka_unit_test(ten_beats_at_1_hz_eject_0_60_and_leave_0_26),
        cmocka_unit_test(a_seated_beat_ejects_half_as_much),
        cmocka_unit_test(a_beat_never_fills),
        cmocka_unit_test(ninety_percent_refill_takes_46_s),
        cmocka_unit_test(changes_of_posture_keep_the_fill),
        cmocka_unit_test(sitting_still_swells_as_published),
        cmocka_unit_test(walking_for_22_min_after_2_h_still_clears_to_0_2),
        cmocka_unit_test(the_hourly_stroll_peaks_at_3_6_in_8_h),
        cmocka_unit_test(the_gauge_falls_from_74_to_40_and_a_minute_of_sitting_takes_it_to_65),
        cmocka_unit_test(leg_movement_goes_towards_2_3_and_raises_towards_0_8_within_20_min),
        cmocka_unit_test(neither_ever_swells),
        cmocka_unit_test(holding_changes_nothing),
        cmocka_unit_test(two_halves_give_what_the_whole_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

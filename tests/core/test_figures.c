/* Figures computed from bouts, and over several days. */
#include <math.h>
#include <string.h>

#include "core/day.h"
#include "core/fixture.h"

static struct day_figures of_bouts(const double *minutes, int64_t count, int32_t breaks)
{
    struct day_figures figures = {.breaks = breaks};
    int64_t bout_ns[64];

    for (int64_t i = 0; i < count; i++)
        bout_ns[i] = (int64_t)(minutes[i] * (double)NS_PER_MIN);
    figures_of_bouts(bout_ns, count, &figures);
    return figures;
}

static bool near(double value, double expected, double tolerance)
{
    return fabs(value - expected) <= tolerance;
}

static void the_check_vector_gives_the_published_figures(void **state)
{
    static const double minutes[] = {60, 5, 45, 10, 90, 5, 30, 20};
    struct day_figures figures = of_bouts(minutes, 8, 7);

    assert_true(near(figures.gini, 0.5309973, 5e-8));
    assert_true(near(figures.alpha, 1.699074, 5e-7));
    assert_true(figures.usual_bout_s == 3600);
    assert_true(figures.median_bout_s == 25 * 60);
    assert_true(near(figures.mean_bout_s, 265.0 / 8 * 60, 1e-9));
    assert_int_equal(figures.longest_bout_ns, 90 * NS_PER_MIN);
    assert_true(near(figures.breaks_per_sedentary_hour, 7 / (265.0 / 60), 1e-12));
}

static void a_day_without_bouts_has_no_such_figures(void **state)
{
    struct day_figures figures = of_bouts(NULL, 0, 0);

    assert_int_equal(figures.longest_bout_ns, 0);
    assert_true(isnan(figures.mean_bout_s) && isnan(figures.median_bout_s));
    assert_true(isnan(figures.usual_bout_s) && isnan(figures.alpha) && isnan(figures.gini));
    assert_true(isnan(figures.breaks_per_sedentary_hour));
}

static void one_bout_has_no_inequality(void **state)
{
    static const double minutes[] = {30};
    struct day_figures figures = of_bouts(minutes, 1, 0);

    assert_true(isnan(figures.alpha) && isnan(figures.gini));
    assert_true(figures.usual_bout_s == 1800 && figures.median_bout_s == 1800);
    assert_true(figures.breaks_per_sedentary_hour == 0);
}

static void equal_bouts_have_a_gini_of_zero_and_no_alpha(void **state)
{
    static const double minutes[] = {20, 20, 20};
    struct day_figures figures = of_bouts(minutes, 3, 2);

    assert_true(isnan(figures.alpha));
    assert_true(near(figures.gini, 0, 1e-12));
    assert_true(figures.breaks_per_sedentary_hour == 2);
}

static void two_unequal_bouts_have_both(void **state)
{
    static const double minutes[] = {30, 10};
    struct day_figures figures = of_bouts(minutes, 2, 1);

    assert_true(near(figures.alpha, 1 + 2 / log(3), 1e-12));
    assert_true(near(figures.gini, 0.5, 1e-12));
    assert_true(figures.median_bout_s == 1200);
}

static void the_usual_bout_is_where_half_of_the_time_is_held(void **state)
{
    static const double half[] = {10, 20, 30};      /* 10 + 20 are exactly half of 60 */
    static const double over[] = {10, 20, 30.0001}; /* and now they are less */
    static const double odd[] = {7, 1, 3};

    assert_true(of_bouts(half, 3, 0).usual_bout_s == 1200);
    assert_true(near(of_bouts(over, 3, 0).usual_bout_s, 1800.006, 1e-6));
    assert_true(of_bouts(odd, 3, 0).median_bout_s == 180);
}

static void any_number_of_bouts_is_sorted_right(void **state)
{
    struct rng rng = rng_new(5);

    for (int64_t count = 1; count <= 64; count++) {
        struct day_figures figures = {0};
        int64_t bout_ns[64];

        for (int64_t i = 0; i < count; i++)
            bout_ns[i] = rng_between(&rng, 1, 1 + (int64_t)rng_below(&rng, 50)) * NS_PER_S;
        figures_of_bouts(bout_ns, count, &figures);
        for (int64_t i = 1; i < count; i++)
            assert_true(bout_ns[i - 1] <= bout_ns[i]);
        assert_int_equal(figures.longest_bout_ns, bout_ns[count - 1]);
    }
}

static void totals_are_sums_and_figures_over_all_days(void **state)
{
    struct day_figures sum = {0};
    struct day_figures day;

    memset(&day, 0, sizeof(day));
    for (int posture = 0; posture < POSTURE_COUNT; posture++)
        day.posture_ns[posture] = posture + 1;
    day.sedentary_bouts = 2;
    day.breaks = 3;
    day.shifts = 4;
    day.prolonged_30_bouts = 5;
    day.prolonged_60_bouts = 6;
    day.prolonged_30_ns = 7;
    day.prolonged_60_ns = 8;
    day.steps = 9;
    day.calf_raises = 10;
    day.leg_movement_ns = 11;
    day.second_heart_beats = 12;
    day.longest_bout_ns = 13;
    figures_add(&sum, &day);
    figures_add(&sum, &day);
    for (int posture = 0; posture < POSTURE_COUNT; posture++)
        assert_int_equal(sum.posture_ns[posture], 2 * (posture + 1));
    assert_int_equal(sum.sedentary_bouts, 4);
    assert_int_equal(sum.breaks, 6);
    assert_int_equal(sum.shifts, 8);
    assert_int_equal(sum.prolonged_30_bouts, 10);
    assert_int_equal(sum.prolonged_60_bouts, 12);
    assert_int_equal(sum.prolonged_30_ns, 14);
    assert_int_equal(sum.prolonged_60_ns, 16);
    assert_int_equal(sum.steps, 18);
    assert_int_equal(sum.calf_raises, 20);
    assert_int_equal(sum.leg_movement_ns, 22);
    assert_int_equal(sum.second_heart_beats, 24);
    assert_int_equal(sum.longest_bout_ns, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(the_check_vector_gives_the_published_figures),
        with_script(a_day_without_bouts_has_no_such_figures),
        with_script(one_bout_has_no_inequality),
        with_script(equal_bouts_have_a_gini_of_zero_and_no_alpha),
        with_script(two_unequal_bouts_have_both),
        with_script(the_usual_bout_is_where_half_of_the_time_is_held),
        with_script(any_number_of_bouts_is_sorted_right),
        with_script(totals_are_sums_and_figures_over_all_days),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

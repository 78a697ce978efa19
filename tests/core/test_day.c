/* A day's figures: cut from postures, and computed from bouts. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/fixture.h"

/* ----------------------------------------------------------------------------------- from bouts */

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

/* ---------------------------------------------------------------------------------- from a script
 */

static void a_break_needs_a_bout_on_both_sides(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    const struct day_figures *day;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stand(script);
    at(script, "10:00:00");
    assert_int_equal(figures_now(fixture)->breaks, 0);
    sit(script);
    at(script, "10:10:00");
    day = figures_now(fixture);
    assert_int_equal(day->breaks, 1);
    assert_int_equal(day->sedentary_bouts, 2);
    assert_int_equal(day->posture_ns[POSTURE_SEATED], 40 * NS_PER_MIN);
}

static void away_and_unknown_count_only_between_first_and_last_bout(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    const struct day_figures *day;

    touch(script, TOUCH_PAUSE);
    at(script, "8:30:00");
    touch(script, TOUCH_RESUME); /* present, standing until 8:31 */
    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stand(script);
    at(script, "10:00:00");
    line_fault(script, LINE_CHAIR);
    at(script, "10:10:00");
    line_ok(script, LINE_CHAIR);
    day = figures_now(fixture);
    assert_int_equal(day->posture_ns[POSTURE_AWAY], 0);
    assert_int_equal(day->posture_ns[POSTURE_UNKNOWN], 0);
    assert_int_equal(day->posture_ns[POSTURE_STANDING], 60 * NS_PER_S);
    at(script, "11:00:00");
    sit(script);
    at(script, "11:30:00");
    stand(script);
    at(script, "12:00:00");
    day = figures_now(fixture);
    assert_int_equal(day->posture_ns[POSTURE_AWAY], 80 * NS_PER_MIN);
    assert_int_equal(day->posture_ns[POSTURE_UNKNOWN], 10 * NS_PER_MIN);
    assert_int_equal(day->breaks, 0); /* an unknown in it */
}

static void an_unknown_of_less_than_a_minute_does_not_end_a_bout(void **state)
{
    struct fixture *fixture = *state;

    for (int longer = 0; longer < 2; longer++) {
        struct script *script = &fixture->script;
        const struct day_figures *day;

        script_free(script);
        script_begin(script, "8:00:00");
        at(script, "9:00:00");
        sit(script);
        at(script, "9:20:00");
        line_fault(script, LINE_CHAIR);
        wait_ns(script, 60 * NS_PER_S - 1 + longer);
        line_ok(script, LINE_CHAIR);
        at(script, "9:41:00");
        day = figures_now(fixture);
        assert_int_equal(day->sedentary_bouts, 1 + longer);
        assert_int_equal(day->breaks, 0);
        assert_int_equal(day->longest_bout_ns, longer ? 20 * NS_PER_MIN : 40 * NS_PER_MIN + 1);
        assert_int_equal(day->prolonged_30_bouts, longer ? 0 : 1);
    }
}

/* Two faults that touch are one unknown, though each is short. */
static void unknowns_that_touch_add_up(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:20:00");
    line_fault(script, LINE_CHAIR);
    wait_s(script, 40);
    touch(script, TOUCH_PAUSE);
    line_ok(script, LINE_CHAIR);
    wait_s(script, 40);
    touch(script, TOUCH_RESUME);
    at(script, "9:41:20");
    assert_int_equal(figures_now(fixture)->sedentary_bouts, 2);
}

static void short_unknowns_with_sitting_between_do_not_add_up(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    for (int i = 0; i < 3; i++) {
        wait_s(script, 60);
        line_fault(script, LINE_CHAIR);
        wait_s(script, 40);
        line_ok(script, LINE_CHAIR);
    }
    at(script, "9:41:20");
    assert_int_equal(figures_now(fixture)->sedentary_bouts, 1);
    assert_int_equal(fixture->record.days[0].posture_ns[POSTURE_UNKNOWN], 120 * NS_PER_S);
}

static void a_short_unknown_beside_a_vacancy_spoils_the_break_and_ends_the_bout(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:20:00");
    stand(script);
    wait_s(script, 20);
    line_fault(script, LINE_CHAIR);
    wait_s(script, 5);
    line_ok(script, LINE_CHAIR);
    wait_s(script, 20);
    sit(script);
    at(script, "9:40:00");
    assert_int_equal(figures_now(fixture)->breaks, 0);
    assert_int_equal(fixture->record.days[0].sedentary_bouts, 2);
    assert_int_equal(fixture->record.days[0].posture_ns[POSTURE_UNKNOWN], 5 * NS_PER_S);
}

static void prolonged_bouts_begin_at_30_and_60_min(void **state)
{
    static const int64_t lengths_ns[] = {1800 * NS_PER_S - 1, 1800 * NS_PER_S, 3600 * NS_PER_S - 1,
                                         3600 * NS_PER_S};
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    const struct day_figures *day;

    for (int i = 0; i < 4; i++) {
        sit(script);
        wait_ns(script, lengths_ns[i]);
        stand(script);
        wait_s(script, 60);
    }
    day = figures_now(fixture);
    assert_int_equal(day->sedentary_bouts, 4);
    assert_int_equal(day->prolonged_30_bouts, 3);
    assert_int_equal(day->prolonged_30_ns, 9000 * NS_PER_S - 1);
    assert_int_equal(day->prolonged_60_bouts, 1);
    assert_int_equal(day->prolonged_60_ns, 3600 * NS_PER_S);
}

static void a_bout_over_the_days_start_is_cut_and_makes_no_break(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "27:00:00");
    sit(script);
    at(script, "28:00:00");
    day_start(script, 20260303);
    wait_s(script, 3);
    stand(script);
    at(script, "28:30:00");
    sit(script);
    at(script, "29:00:00");
    assert_int_equal(figures_now(fixture)->breaks, 1);
    assert_int_equal(fixture->record.day_count, 2);
    assert_int_equal(fixture->record.days[0].date, 20260302);
    assert_int_equal(fixture->record.days[0].sedentary_bouts, 1);
    assert_int_equal(fixture->record.days[0].longest_bout_ns, NS_PER_HOUR);
    assert_int_equal(fixture->record.days[0].breaks, 0);
    assert_int_equal(fixture->record.days[1].date, 20260303);
    assert_int_equal(fixture->record.days[1].sedentary_bouts, 2);
    assert_int_equal(fixture->record.days[1].longest_bout_ns, 30 * NS_PER_MIN);
    assert_true(fixture->record.days[1].median_bout_s == (1800.0 + 3) / 2);
}

static void a_break_over_the_days_start_belongs_to_no_day(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "27:00:00");
    sit(script);
    at(script, "27:50:00");
    stand(script);
    at(script, "28:00:00");
    day_start(script, 20260303);
    at(script, "28:10:00");
    sit(script);
    at(script, "29:00:00");
    assert_int_equal(figures_now(fixture)->breaks, 0);
    assert_int_equal(fixture->record.days[0].breaks, 0);
    assert_int_equal(fixture->record.days[0].posture_ns[POSTURE_AWAY], 0);
    assert_int_equal(fixture->record.days[1].posture_ns[POSTURE_AWAY], 0);
}

static void a_day_is_closed_once_it_is_decided_to_its_end(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    static struct kiosk kiosk;
    struct play play = {0};

    at(script, "27:00:00");
    sit(script);
    at(script, "28:00:00");
    day_start(script, 20260303);
    at(script, "30:59:59");
    script_play_open(script, &play, &fixture->record, &kiosk);
    assert_int_equal(fixture->record.day_count, 0); /* it might still be a bag */
    record_free(&fixture->record);
    touch(script, TOUCH_OTHER);
    wait_s(script, 1);
    touch(script, TOUCH_OTHER);
    script_play_open(script, &play, &fixture->record, &kiosk);
    assert_int_equal(fixture->record.day_count, 1);
    assert_int_equal(fixture->record.days[0].posture_ns[POSTURE_SEATED], NS_PER_HOUR);
}

static void a_bag_over_the_days_start_is_unknown_on_both_sides(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "26:00:00");
    sit(script);
    at(script, "28:00:00");
    day_start(script, 20260303);
    at(script, "31:00:00");
    (void)expect(fixture, "8:00:00 away 26:00:00 unknown 31:00:00");
    assert_int_equal(fixture->record.days[0].sedentary_bouts, 0);
    assert_int_equal(fixture->record.days[1].sedentary_bouts, 0);
}

/* ------------------------------------------------------------------------------- the day by itself
 */

static void days_pending_beyond_the_capacity_are_refused(void **state)
{
    static struct day day;

    day_init(&day, 20260302, 0);
    for (int i = 1; i <= DAY_STARTS_MAX; i++)
        assert_true(day_add_start(&day, 20260302 + i, i * NS_PER_HOUR));
    assert_false(day_add_start(&day, 20260310, 9 * NS_PER_HOUR));
    day_add_interval(&day, 10 * NS_PER_HOUR, POSTURE_SEATED, NULL, NULL);
    assert_int_equal(day.date, 20260302 + DAY_STARTS_MAX);
    assert_int_equal(day.starts, 0);
    assert_int_equal(day.posture_ns[POSTURE_SEATED],
                     10 * NS_PER_HOUR - DAY_STARTS_MAX * NS_PER_HOUR);
}

static void counts_go_to_the_day_of_their_date(void **state)
{
    static struct day day;

    day_init(&day, 20260302, 0);
    assert_true(day_add_start(&day, 20260303, NS_PER_HOUR));
    assert_true(day_add_start(&day, 20260304, 2 * NS_PER_HOUR));
    day_add_count(&day, DAY_STEPS, NS_PER_HOUR - 1, 1);
    day_add_count(&day, DAY_STEPS, NS_PER_HOUR, 10);
    day_add_count(&day, DAY_STEPS, 2 * NS_PER_HOUR, 100);
    day_add_leg_movement(&day, NS_PER_HOUR / 2, 3 * NS_PER_HOUR);
    assert_int_equal(day.counts[DAY_STEPS], 1);
    assert_int_equal(day.counts[DAY_LEG_MOVEMENT_NS], NS_PER_HOUR / 2);
    day_add_interval(&day, NS_PER_HOUR, POSTURE_STANDING, NULL, NULL);
    assert_int_equal(day.counts[DAY_STEPS], 10);
    assert_int_equal(day.counts[DAY_LEG_MOVEMENT_NS], NS_PER_HOUR);
    day_add_interval(&day, 2 * NS_PER_HOUR, POSTURE_STANDING, NULL, NULL);
    assert_int_equal(day.counts[DAY_STEPS], 100);
    assert_int_equal(day.counts[DAY_LEG_MOVEMENT_NS], NS_PER_HOUR);
}

static void a_days_counts_begin_at_zero_whatever_the_place_held_before(void **state)
{
    static struct day day;

    day_init(&day, 20260302, 0);
    for (int i = 1; i <= 3; i++) {
        assert_true(day_add_start(&day, 20260302 + i, i * NS_PER_HOUR));
        day_add_count(&day, DAY_STEPS, i * NS_PER_HOUR, 5);
        day_add_interval(&day, i * NS_PER_HOUR, POSTURE_STANDING, NULL, NULL);
        assert_int_equal(day.counts[DAY_STEPS], 5);
    }
}

static void an_unknown_spoils_its_own_break_only(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    for (int i = 0; i < 3; i++) {
        sit(script);
        wait_s(script, 600);
        stand(script);
        wait_s(script, 60);
        if (i == 0) {
            line_fault(script, LINE_CHAIR);
            wait_s(script, 60);
            line_ok(script, LINE_CHAIR);
        }
        wait_s(script, 60);
    }
    assert_int_equal(figures_now(fixture)->breaks, 1);
}

static void bouts_over_the_capacity_are_counted_and_their_time_is_kept(void **state)
{
    static struct day day;
    static int64_t scratch_ns[DAY_BOUTS_MAX];
    struct day_figures figures;
    int64_t now_ns = 0;

    day_init(&day, 20260302, 0);
    for (int i = 0; i < DAY_BOUTS_MAX + 3; i++) {
        day_add_interval(&day, now_ns += 10 * NS_PER_S, POSTURE_SEATED, NULL, NULL);
        day_add_interval(&day, now_ns += 10 * NS_PER_S, POSTURE_STANDING, NULL, NULL);
    }
    assert_int_equal(day.lost_bouts, 3);
    figures_of_day(&day, scratch_ns, &figures);
    assert_int_equal(figures.sedentary_bouts, DAY_BOUTS_MAX + 3);
    assert_int_equal(figures.breaks, DAY_BOUTS_MAX + 2);
    assert_int_equal(figures.posture_ns[POSTURE_SEATED], (DAY_BOUTS_MAX + 3) * 10 * NS_PER_S);
}

/* The densest day there can be: 25 h of ten seconds seated and ten vacated. */
static void the_longest_day_of_the_shortest_bouts_fits(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct play play = {0};

    for (int i = 0; i < 25 * 3600 / 20; i++) {
        sit(script);
        wait_s(script, 10);
        stand(script);
        wait_s(script, 10);
    }
    script_play(script, &play, &fixture->record);
    assert_int_equal(fixture->record.lost, 0);
    assert_int_equal(fixture->record.days[0].sedentary_bouts, 4500);
    assert_int_equal(fixture->record.days[0].breaks, 4499);
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
        with_script(a_break_needs_a_bout_on_both_sides),
        with_script(away_and_unknown_count_only_between_first_and_last_bout),
        with_script(an_unknown_of_less_than_a_minute_does_not_end_a_bout),
        with_script(unknowns_that_touch_add_up),
        with_script(short_unknowns_with_sitting_between_do_not_add_up),
        with_script(a_short_unknown_beside_a_vacancy_spoils_the_break_and_ends_the_bout),
        with_script(prolonged_bouts_begin_at_30_and_60_min),
        with_script(a_bout_over_the_days_start_is_cut_and_makes_no_break),
        with_script(a_break_over_the_days_start_belongs_to_no_day),
        with_script(a_day_is_closed_once_it_is_decided_to_its_end),
        with_script(a_bag_over_the_days_start_is_unknown_on_both_sides),
        with_script(days_pending_beyond_the_capacity_are_refused),
        with_script(counts_go_to_the_day_of_their_date),
        with_script(a_days_counts_begin_at_zero_whatever_the_place_held_before),
        with_script(an_unknown_spoils_its_own_break_only),
        with_script(bouts_over_the_capacity_are_counted_and_their_time_is_kept),
        with_script(the_longest_day_of_the_shortest_bouts_fits),
        with_script(totals_are_sums_and_figures_over_all_days),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

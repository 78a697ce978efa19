/* The day by itself: what belongs to which, and how much fits. */
#include "core/day.h"
#include "core/fixture.h"

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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(days_pending_beyond_the_capacity_are_refused),
        with_script(counts_go_to_the_day_of_their_date),
        with_script(a_days_counts_begin_at_zero_whatever_the_place_held_before),
        with_script(an_unknown_spoils_its_own_break_only),
        with_script(bouts_over_the_capacity_are_counted_and_their_time_is_kept),
        with_script(the_longest_day_of_the_shortest_bouts_fits),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A day's figures, cut from postures. */
#include "core/fixture.h"

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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
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
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

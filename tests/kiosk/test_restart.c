/* The kiosk switched off and on: what goes on, what is unknown, and what day it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

#include "ctl/report_day.h"
#include "kiosk/desk.h"
#include "store/scratch.h"

#define NINE_UTC_S INT64_C(1772442000) /* 2026-03-02T09:00:00Z */

static struct desk desk;

static void begin(void **state)
{
    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk_start(&desk);
}

static int64_t seconds(int64_t ns)
{
    return ns / NS_PER_S;
}

static void sit(void)
{
    desk_set(&desk, LINE_CHAIR, true);
}

static void stand(void)
{
    desk_set(&desk, LINE_CHAIR, false);
}

/* Sitting is decided, and so among the stored intervals, once it has ended. */
static void get_up_and_stop(void)
{
    stand();
    desk_wait(&desk, 60);
    desk_stop(&desk);
}

static void a_restart_of_half_a_minute_keeps_the_bout(void **state)
{
    begin(state);
    sit();
    desk_wait(&desk, 1000);
    desk_stop(&desk);
    desk_sleep(&desk, 30);
    desk_start(&desk);
    desk_wait(&desk, 500);

    assert_int_equal(desk_today(&desk)->sedentary_bouts, 1);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_SEATED]), 1500);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_UNKNOWN]), 30);
    assert_int_equal(seconds(desk.appliance->glance.bout_ns), 1500);
    desk_stop(&desk);
}

static void a_restart_of_two_minutes_ends_the_bout_and_is_no_break(void **state)
{
    begin(state);
    sit();
    desk_wait(&desk, 1000);
    desk_stop(&desk);
    desk_sleep(&desk, 120);
    desk_start(&desk);
    desk_wait(&desk, 500);

    assert_int_equal(desk_today(&desk)->sedentary_bouts, 2);
    assert_int_equal(desk_today(&desk)->breaks, 0);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_UNKNOWN]), 120);
    desk_stop(&desk);
}

static void a_reboot_carries_the_day_on_by_the_labels_of_both_boots(void **state)
{
    begin(state);
    sit();
    desk_wait(&desk, 1000);
    stand();
    desk_walk(&desk, 50);
    sit();
    desk_wait(&desk, 1000);
    desk_stop(&desk);
    desk_reboot(&desk, 1800);
    desk_start(&desk);
    desk_wait(&desk, 100);

    assert_int_equal(desk_today(&desk)->breaks, 1);
    assert_int_equal(desk_today(&desk)->steps, 100);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_UNKNOWN]), 1800);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_SEATED]), 2100);
    assert_int_equal(desk_today(&desk)->date, 20260302);
    get_up_and_stop();
    assert_int_equal(desk_stored_s(&desk, POSTURE_SEATED), 2100);
    assert_int_equal(desk_stored_s(&desk, POSTURE_UNKNOWN), 1800);
}

static void a_cut_loses_at_most_the_last_minute(void **state)
{
    int64_t seated_s;

    begin(state);
    sit();
    desk_wait(&desk, 1000);
    desk_cut(&desk);
    desk_reboot(&desk, 60);
    desk_start(&desk);
    desk_wait(&desk, 20);

    seated_s = seconds(desk_today(&desk)->posture_ns[POSTURE_SEATED]);
    assert_in_range(seated_s, 1020 - 60, 1020);
    desk_stop(&desk);
}

static void a_night_switched_off_closes_yesterday_with_its_figures(void **state)
{
    double value;

    begin(state);
    sit();
    desk_wait(&desk, 3600);
    stand();
    desk_wait(&desk, 60);
    desk_stop(&desk);
    desk_reboot(&desk, 24 * 3600);
    desk_start(&desk);
    desk_wait(&desk, 600);

    assert_int_equal(desk_today(&desk)->date, 20260303);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_SEATED]), 0);
    desk_stop(&desk);
    assert_true(desk_stored_figure(&desk, 20260302, "sitting_s", &value));
    assert_float_equal(value, 3600, 0.001);
    assert_true(desk_stored_figure(&desk, 20260302, "prolonged_60_bouts", &value));
    assert_float_equal(value, 1, 0);
}

static void a_day_that_passes_while_it_runs_is_closed_at_four(void **state)
{
    double value;

    begin(state);
    sit();
    desk_wait(&desk, 3600);
    stand();
    desk_wait(&desk, 18 * 3600 + 60); /* 04:01 */
    assert_int_equal(desk_today(&desk)->date, 20260303);
    desk_stop(&desk);
    assert_true(desk_stored_figure(&desk, 20260302, "sitting_s", &value));
    assert_float_equal(value, 3600, 0.001);
}

static void without_a_clock_the_day_has_no_name_until_the_kernel_knows_it(void **state)
{
    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk.is_synchronised = false;
    desk.wall_error_ns = -NINE_UTC_S * NS_PER_S; /* 1970 */
    desk_start(&desk);
    sit();
    desk_wait(&desk, 1000);
    assert_int_equal(desk_today(&desk)->date, 0);

    desk.is_synchronised = true;
    desk.wall_error_ns = 0;
    desk_wait(&desk, 120);
    assert_int_equal(desk_today(&desk)->date, 20260302);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_SEATED]), 1120);
    get_up_and_stop();
    assert_int_equal(desk_stored_s(&desk, POSTURE_SEATED), 1120);
}

static void a_clock_set_by_years_changes_no_duration(void **state)
{
    begin(state);
    sit();
    desk_wait(&desk, 1000);
    desk.wall_error_ns = INT64_C(3) * 365 * 86400 * NS_PER_S;
    appliance_clock_changed(desk.appliance, desk.mono_ns);
    desk_wait(&desk, 1000);
    assert_int_equal(seconds(desk.appliance->glance.bout_ns), 0); /* not looked at yet */
    (void)desk_today(&desk);
    assert_int_equal(seconds(desk.appliance->glance.bout_ns), 2000);

    desk.wall_error_ns = 0;
    appliance_clock_changed(desk.appliance, desk.mono_ns);
    desk_wait(&desk, 1000);
    (void)desk_today(&desk);
    assert_int_equal(seconds(desk.appliance->glance.bout_ns), 3000);
    desk_stop(&desk);
}

/* From years ahead, and back, on a kiosk that is not restarted for it. */
static void a_day_whose_clock_was_years_off_for_an_hour_is_one_day_and_ends_at_four(void **state)
{
    double value;

    begin(state);
    sit();
    desk_wait(&desk, 3600);
    for (int64_t years = -3; years <= 3; years += 6) {
        desk.wall_error_ns = years * 365 * 86400 * NS_PER_S;
        appliance_clock_changed(desk.appliance, desk.mono_ns);
        desk_wait(&desk, 1800);
        desk.wall_error_ns = 0;
        appliance_clock_changed(desk.appliance, desk.mono_ns);
        desk_wait(&desk, 1800);
    }
    stand();
    assert_int_equal(desk_today(&desk)->date, 20260302);
    desk_wait(&desk, 16 * 3600 + 60); /* 04:01 */
    assert_int_equal(desk_today(&desk)->date, 20260303);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_SEATED]), 0);
    desk_stop(&desk);
    assert_true(desk_stored_figure(&desk, 20260302, "sitting_s", &value));
    assert_float_equal(value, 3 * 3600, 0.001);
    assert_false(desk_stored_figure(&desk, 20230303, "sitting_s", &value));
    assert_false(desk_stored_figure(&desk, 20290301, "sitting_s", &value));
}

static void a_clock_set_back_while_it_was_off_leaves_a_gap_of_unknown_length(void **state)
{
    begin(state);
    sit();
    desk_wait(&desk, 1000);
    desk_stop(&desk);
    desk_reboot(&desk, 600);
    desk.wall_error_ns = -7200 * NS_PER_S;
    desk_start(&desk);
    desk_wait(&desk, 100);

    assert_non_null(strstr(desk.log, "at least"));
    assert_int_equal(desk_today(&desk)->sedentary_bouts, 2);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_SEATED]), 1100);
    desk_stop(&desk);
}

static void a_chair_that_was_left_while_it_was_off_is_vacated_from_the_restart(void **state)
{
    begin(state);
    sit();
    desk_wait(&desk, 1000);
    desk_stop(&desk);
    stand();
    desk_sleep(&desk, 20);
    desk_start(&desk);
    desk_wait(&desk, 100);

    assert_int_equal(desk.appliance->kiosk.posture.seated, false);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_SEATED]), 1000);
    desk_stop(&desk);
}

/* Of the kiosk that is switched off; to be freed. */
static struct report_day *read_report(void)
{
    struct report_day *report = test_malloc(sizeof(*report));
    struct store store = desk_open_store(&desk);

    assert_int_equal(report_days_read(&store, &desk.calendar, &desk.appliance_setup, 20260302, 1,
                                      desk.true_wall_ns, report, NULL),
                     0);
    store.close(store.self);
    return report;
}

static void the_report_counts_what_is_not_decided_yet(void **state)
{
    struct report_day *report;

    begin(state);
    sit();
    desk_wait(&desk, 7200); /* nothing moves: it may still turn out to be a bag */
    desk_stop(&desk);

    report = read_report();
    assert_int_equal(seconds(report->kept.figures.posture_ns[POSTURE_SEATED]), 7200);
    assert_int_equal(report->kept.figures.sedentary_bouts, 1);
    assert_int_equal(report->kept.figures.prompts[PROMPT_IGNORED], 1);
    test_free(report);
}

static void a_day_without_a_prompt_so_far_has_none_rather_than_nothing(void **state)
{
    struct report_day *report;

    begin(state);
    sit();
    desk_wait(&desk, 1000);
    desk_stop(&desk);

    report = read_report();
    assert_true(report->kept.figures.has_prompts);
    assert_int_equal(report->kept.figures.prompts[PROMPT_RAISED], 0);
    test_free(report);
}

static void an_edge_stamped_after_the_clock_was_read_is_shown(void **state)
{
    struct sensor_event edge = {.kind = SENSOR_EDGE, .line = LINE_CHAIR, .closed = true};

    begin(state);
    desk_wait(&desk, 100);
    edge.mono_ns = desk.mono_ns + 20 * 1000; /* between reading the clock and the lines */
    appliance_take_sensor(desk.appliance, &edge);
    appliance_tick(desk.appliance, desk.mono_ns);
    assert_int_equal(desk_today(&desk)->sedentary_bouts, 0);
    desk_wait(&desk, 60);
    assert_int_equal(desk_today(&desk)->sedentary_bouts, 1);
    desk_stop(&desk);
}

static void lost_edges_are_logged_and_the_bout_goes_on(void **state)
{
    struct sensor_event lost = {.kind = SENSOR_LOST, .line = LINE_CHAIR};

    begin(state);
    sit();
    desk_wait(&desk, 1000);
    lost.mono_ns = desk.mono_ns;
    appliance_take_sensor(desk.appliance, &lost);
    assert_string_equal(desk.log, "chair: edges were lost, levels are read again");
    desk_wait(&desk, 500);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_SEATED]), 1500);
    desk_stop(&desk);
}

static void twenty_restarts_lose_nothing_but_the_gaps(void **state)
{
    begin(state);
    sit();
    for (int i = 0; i < 20; i++) {
        desk_wait(&desk, 100);
        desk_stop(&desk);
        desk_sleep(&desk, 5);
        desk_start(&desk);
    }
    desk_wait(&desk, 100);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_SEATED]), 2100);
    assert_int_equal(seconds(desk_today(&desk)->posture_ns[POSTURE_UNKNOWN]), 100);
    assert_int_equal(desk_today(&desk)->sedentary_bouts, 1);
    get_up_and_stop();
    assert_int_equal(desk_stored_s(&desk, POSTURE_SEATED), 2100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
        TEST(a_restart_of_half_a_minute_keeps_the_bout),
        TEST(a_restart_of_two_minutes_ends_the_bout_and_is_no_break),
        TEST(a_reboot_carries_the_day_on_by_the_labels_of_both_boots),
        TEST(a_cut_loses_at_most_the_last_minute),
        TEST(a_night_switched_off_closes_yesterday_with_its_figures),
        TEST(a_day_that_passes_while_it_runs_is_closed_at_four),
        TEST(without_a_clock_the_day_has_no_name_until_the_kernel_knows_it),
        TEST(a_clock_set_by_years_changes_no_duration),
        TEST(a_day_whose_clock_was_years_off_for_an_hour_is_one_day_and_ends_at_four),
        TEST(a_clock_set_back_while_it_was_off_leaves_a_gap_of_unknown_length),
        TEST(a_chair_that_was_left_while_it_was_off_is_vacated_from_the_restart),
        TEST(the_report_counts_what_is_not_decided_yet),
        TEST(a_day_without_a_prompt_so_far_has_none_rather_than_nothing),
        TEST(an_edge_stamped_after_the_clock_was_read_is_shown),
        TEST(lost_edges_are_logged_and_the_bout_goes_on),
        TEST(twenty_restarts_lose_nothing_but_the_gaps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

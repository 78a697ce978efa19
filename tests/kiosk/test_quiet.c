/* Quiet hours and days that only observe, in a kiosk that runs, restarts and learns the time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kiosk/desk.h"
#include "store/scratch.h"

/* 2026-03-02 is a Monday; 09:00 UTC is 10:00 in Berlin. */
#define NINE_UTC_S INT64_C(1772442000)

static struct desk desk;

static void prepare(void **state, const char *quiet_hours, int baseline_days)
{
    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    assert_int_equal(quiet_hours_parse(&desk.quiet_hours, quiet_hours), 0);
    desk.baseline_days = baseline_days;
}

static void begin(void **state, const char *quiet_hours, int baseline_days)
{
    prepare(state, quiet_hours, baseline_days);
    desk_start(&desk);
}

static void sit(void)
{
    desk_set(&desk, LINE_CHAIR, true);
}

/* Leaves the chair and sits again, which takes no time and ends no bag's silence. */
static void shift(void)
{
    desk_set(&desk, LINE_CHAIR, false);
    desk_wait(&desk, 2);
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 2);
}

/* Until the local time of day, with a shift an hour: a person, not a bag. */
static void wait_until(int64_t wall_s)
{
    while (desk.true_wall_ns / NS_PER_S + 3600 < wall_s) {
        desk_wait(&desk, 3596);
        shift();
    }
    desk_wait(&desk, wall_s - desk.true_wall_ns / NS_PER_S);
}

static int64_t raised(void)
{
    return desk_today(&desk)->prompts[PROMPT_RAISED];
}

static void a_prompt_at_lunch_comes_when_lunch_is_over(void **state)
{
    begin(state, "mon-fri 09:50-11:00", 0);
    sit();
    desk_wait(&desk, 5000); /* 10:23, due since 10:00 */
    assert_true(desk_coach(&desk)->in_quiet_hours);
    assert_int_equal(raised(), 0);
    wait_until(NINE_UTC_S + 7199);
    assert_int_equal(raised(), 0);
    desk_wait(&desk, 2);
    assert_false(desk_coach(&desk)->in_quiet_hours);
    assert_int_equal(raised(), 1);
    desk_stop(&desk);
}

static void quiet_hours_begin_and_end_to_the_second(void **state)
{
    begin(state, "mon 09:30-09:31", 0);
    desk_wait(&desk, 1799);
    assert_false(desk_coach(&desk)->in_quiet_hours);
    desk_wait(&desk, 2);
    assert_true(desk_coach(&desk)->in_quiet_hours);
    desk_wait(&desk, 58);
    assert_true(desk_coach(&desk)->in_quiet_hours);
    desk_wait(&desk, 2);
    assert_false(desk_coach(&desk)->in_quiet_hours);
    desk_stop(&desk);
}

/* Nothing else happens at that moment: the minute's commits are seven seconds past. */
static void the_kiosk_wakes_when_quiet_hours_begin(void **state)
{
    int64_t begin_ns;

    prepare(state, "mon 09:30-09:31", 0);
    desk_sleep(&desk, 7);
    desk_start(&desk);
    begin_ns = desk.mono_ns + 1793 * NS_PER_S;
    desk_wait(&desk, 1790);
    assert_true(appliance_next_deadline(desk.appliance) == begin_ns);
    desk_stop(&desk);
}

static void a_machine_that_slept_over_both_begins_the_day_at_its_own_moment(void **state)
{
    begin(state, "daily 04:30-05:00", 0);
    desk_wait(&desk, 18 * 3600); /* 03:00 */
    sit();
    desk_wait(&desk, 60);
    desk_sleep(&desk, 7200); /* suspended: nothing ticks */
    desk_set(&desk, LINE_CHAIR, false);
    desk_wait(&desk, 60);
    assert_int_equal(desk_today(&desk)->posture_ns[POSTURE_SEATED] / NS_PER_S, 3660);
    desk_stop(&desk);
}

static void another_weekday_is_not_quiet(void **state)
{
    begin(state, "tue-sun 00:00-24:00", 0);
    sit();
    desk_wait(&desk, 3610);
    assert_int_equal(raised(), 1);
    wait_until(NINE_UTC_S + 15 * 3600 + 1);
    assert_true(desk_coach(&desk)->in_quiet_hours);
    desk_stop(&desk);
}

static void without_a_clock_no_hours_are_claimed_to_be_quiet(void **state)
{
    prepare(state, "daily 00:00-24:00", 0);
    desk.is_synchronised = false;
    desk_start(&desk);
    sit();
    desk_wait(&desk, 3610);
    assert_false(desk_coach(&desk)->in_quiet_hours);
    assert_int_equal(raised(), 1);
    assert_true(desk.appliance->next_quiet_ns == TIME_NEVER);

    desk.is_synchronised = true; /* asked once a minute */
    desk_wait(&desk, 61);
    assert_true(desk_coach(&desk)->in_quiet_hours);
    assert_int_equal(desk_coach(&desk)->state, COACH_FULL); /* what is open goes on */
    desk_stop(&desk);
}

static void a_clock_that_is_set_changes_what_is_quiet_at_once(void **state)
{
    begin(state, "daily 12:00-13:00", 0);
    desk_wait(&desk, 100);
    desk.wall_error_ns = 3 * NS_PER_HOUR + 30 * NS_PER_MIN;
    appliance_clock_changed(desk.appliance, desk.mono_ns);
    desk_wait(&desk, 1);
    assert_true(desk_coach(&desk)->in_quiet_hours);
    desk_wait(&desk, 1800); /* 13:01 by that clock */
    assert_false(desk_coach(&desk)->in_quiet_hours);
    desk.wall_error_ns = 0;
    appliance_clock_changed(desk.appliance, desk.mono_ns);
    wait_until(NINE_UTC_S + 3 * 3600 + 5);
    assert_true(desk_coach(&desk)->in_quiet_hours);
    desk_stop(&desk);
}

static void quiet_hours_follow_the_zone_over_both_changes_of_the_clocks(void **state)
{
    static const struct {
        int64_t before_s; /* 21:00 UTC of the evening before */
        int64_t begin_s;
        int64_t end_s;
    } nights[] = {
        /* 2026-03-28 22:30 CET to 06:30 CEST, and 2026-10-24 22:30 CEST to 06:30 CET. */
        {INT64_C(1774731600), INT64_C(1774733400), INT64_C(1774758600)},
        {INT64_C(1792872000), INT64_C(1792873800), INT64_C(1792906200)},
    };

    calendar_use_zone("Europe/Berlin");
    for (int i = 0; i < 2; i++) {
        desk_init(&desk, ((struct scratch *)*state)->path, nights[i].before_s);
        assert_int_equal(quiet_hours_parse(&desk.quiet_hours, "sat 22:30-06:30"), 0);
        desk.calendar.is_fixed = false;
        desk_start(&desk);
        wait_until(nights[i].begin_s - 1);
        assert_false(desk_coach(&desk)->in_quiet_hours);
        desk_wait(&desk, 2);
        assert_true(desk_coach(&desk)->in_quiet_hours);
        wait_until(nights[i].end_s - 1);
        assert_true(desk_coach(&desk)->in_quiet_hours);
        desk_wait(&desk, 2);
        assert_false(desk_coach(&desk)->in_quiet_hours);
        desk_stop(&desk);
    }
}

static void a_restart_knows_the_hour_whatever_was_in_force_before_it(void **state)
{
    begin(state, "daily 09:00-10:00", 0);
    desk_wait(&desk, 100);
    assert_true(desk_coach(&desk)->in_quiet_hours);
    desk_stop(&desk);
    desk_reboot(&desk, 3600);
    desk_start(&desk);
    desk_wait(&desk, 1);
    assert_false(desk_coach(&desk)->in_quiet_hours);
    desk_stop(&desk);
    desk_reboot(&desk, 23 * 3600);
    desk_start(&desk);
    desk_wait(&desk, 1);
    assert_true(desk_coach(&desk)->in_quiet_hours);
    desk_stop(&desk);
    assert_int_equal(quiet_hours_parse(&desk.quiet_hours, ""), 0); /* configured otherwise */
    desk_start(&desk);
    desk_wait(&desk, 1);
    assert_false(desk_coach(&desk)->in_quiet_hours);
    desk_stop(&desk);
}

/* ---- days that only observe ---- */

static void the_first_days_prompt_nobody(void **state)
{
    begin(state, "", 2);
    sit();
    wait_until(NINE_UTC_S + 5 * 3600);
    assert_true(desk_coach(&desk)->in_baseline);
    assert_int_equal(raised(), 0);
    wait_until(NINE_UTC_S + 43 * 3600 - 10); /* 04:00 of the third day, but ten seconds */
    assert_true(desk_coach(&desk)->in_baseline);
    assert_int_equal(raised(), 0);
    desk_wait(&desk, 20);
    assert_false(desk_coach(&desk)->in_baseline);
    desk_stop(&desk);
}

static void a_restart_goes_on_counting_the_first_days(void **state)
{
    begin(state, "", 3);
    for (int day = 0; day < 3; day++) {
        sit();
        desk_wait(&desk, 1800);
        desk_set(&desk, LINE_CHAIR, false);
        desk_wait(&desk, 60);
        assert_true(desk_coach(&desk)->in_baseline);
        desk_stop(&desk);
        desk_reboot(&desk, 24 * 3600);
        desk_start(&desk);
        desk_wait(&desk, 1);
    }
    assert_false(desk_coach(&desk)->in_baseline);
    desk_stop(&desk);
    desk_start(&desk);
    desk_wait(&desk, 1);
    assert_false(desk_coach(&desk)->in_baseline);
    desk_stop(&desk);
}

static void days_without_a_clock_are_not_counted(void **state)
{
    prepare(state, "", 1);
    desk.is_synchronised = false;
    desk_start(&desk);
    sit();
    wait_until(NINE_UTC_S + 30 * 3600);
    assert_true(desk_coach(&desk)->in_baseline);
    desk_stop(&desk);
    desk_start(&desk);
    desk_wait(&desk, 1);
    assert_true(desk_coach(&desk)->in_baseline);
    desk_stop(&desk);
}

static void without_such_days_it_prompts_from_the_first(void **state)
{
    begin(state, "", 0);
    sit();
    desk_wait(&desk, 3610);
    assert_false(desk_coach(&desk)->in_baseline);
    assert_int_equal(raised(), 1);
    desk_stop(&desk);
}

/* What a test that failed has left running would write into the next one's. */
static int teardown(void **state)
{
    if (desk.appliance)
        desk_lose_power(&desk);
    return scratch_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, teardown)
        TEST(a_prompt_at_lunch_comes_when_lunch_is_over),
        TEST(quiet_hours_begin_and_end_to_the_second),
        TEST(the_kiosk_wakes_when_quiet_hours_begin),
        TEST(a_machine_that_slept_over_both_begins_the_day_at_its_own_moment),
        TEST(another_weekday_is_not_quiet),
        TEST(without_a_clock_no_hours_are_claimed_to_be_quiet),
        TEST(a_clock_that_is_set_changes_what_is_quiet_at_once),
        TEST(quiet_hours_follow_the_zone_over_both_changes_of_the_clocks),
        TEST(a_restart_knows_the_hour_whatever_was_in_force_before_it),
        TEST(the_first_days_prompt_nobody),
        TEST(a_restart_goes_on_counting_the_first_days),
        TEST(days_without_a_clock_are_not_counted),
        TEST(without_such_days_it_prompts_from_the_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

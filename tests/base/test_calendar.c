/* Kiosk days where clocks change, with a day_start at any hour. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "base/units.h"

/* 2026-03-29 02:00 CET is 03:00 CEST; 2026-10-25 03:00 CEST is 02:00 CET. In UTC both are 01:00. */
#define MARCH_CHANGE_S   INT64_C(1774746000)
#define OCTOBER_CHANGE_S INT64_C(1792890000)

static const struct calendar at_four = {.day_start_min = 240};
static const struct calendar at_midnight = {.day_start_min = 0};
static const struct calendar at_last_minute = {.day_start_min = 1439};

static int berlin(void **state)
{
    calendar_use_zone("Europe/Berlin");
    return 0;
}

static void a_day_has_23_h_in_march_and_25_h_in_october(void **state)
{
    static const struct calendar *const calendars[] = {&at_four, &at_midnight, &at_last_minute};

    for (size_t i = 0; i < 3; i++) {
        const struct calendar *calendar = calendars[i];
        /* The day in which the clocks change is the one that the hour before belongs to. */
        int march = calendar_date(calendar, MARCH_CHANGE_S - 1);
        int october = calendar_date(calendar, OCTOBER_CHANGE_S - 1);
        int64_t march_s = calendar_start_s(calendar, march);
        int64_t october_s = calendar_start_s(calendar, october);

        assert_int_equal(calendar_next_start_s(calendar, march_s) - march_s, 23 * S_PER_HOUR);
        assert_int_equal(calendar_next_start_s(calendar, october_s) - october_s, 25 * S_PER_HOUR);
        assert_int_equal(march, calendar == &at_midnight ? 20260329 : 20260328);
        assert_int_equal(october, calendar == &at_midnight ? 20261025 : 20261024);
    }
}

static void a_day_starts_at_its_local_hour_in_summer_and_winter(void **state)
{
    assert_int_equal(calendar_start_s(&at_four, 20260302), 1772420400); /* 03:00 UTC */
    assert_int_equal(calendar_start_s(&at_four, 20260702), 1782957600); /* 02:00 UTC */
    assert_int_equal(calendar_start_s(&at_midnight, 20260329), MARCH_CHANGE_S - 2 * S_PER_HOUR);
    assert_int_equal(calendar_start_s(&at_last_minute, 20260328),
                     MARCH_CHANGE_S - 2 * S_PER_HOUR - S_PER_MIN);
}

static void the_second_before_the_start_is_still_the_day_before(void **state)
{
    int64_t start_s = calendar_start_s(&at_four, 20260302);

    assert_int_equal(calendar_date(&at_four, start_s), 20260302);
    assert_int_equal(calendar_date(&at_four, start_s - 1), 20260301);
    assert_int_equal(calendar_next_start_s(&at_four, start_s - 1), start_s);
    assert_int_equal(calendar_next_start_s(&at_four, start_s), start_s + S_PER_DAY);
}

/* Every hour of two years: each moment lies in its day, and days follow each other. */
static void every_moment_lies_in_its_day(void **state)
{
    for (int day_start_min = 0; day_start_min < 1440; day_start_min += 90) {
        struct calendar calendar = {.day_start_min = day_start_min};
        int64_t from_s = calendar_start_s(&calendar, 20260101);

        for (int64_t s = from_s; s < from_s + 730 * S_PER_DAY; s += 5 * S_PER_HOUR) {
            int date = calendar_date(&calendar, s);
            int64_t next_s = calendar_next_start_s(&calendar, s);

            assert_true(calendar_start_s(&calendar, date) <= s);
            assert_true(next_s > s);
            assert_int_equal(calendar_date(&calendar, next_s), calendar_add_days(date, 1));
            assert_int_equal(calendar_date(&calendar, next_s - 1), date);
            assert_true(next_s - calendar_start_s(&calendar, date) >= 23 * S_PER_HOUR);
            assert_true(next_s - calendar_start_s(&calendar, date) <= 25 * S_PER_HOUR);
        }
    }
}

/* 2:30 does not exist on the day in March and exists twice on the one in October. */
static void a_day_start_that_the_clocks_skip_or_repeat_gives_whole_days(void **state)
{
    const struct calendar half_past_two = {.day_start_min = 150};
    static const struct {
        int date;
        int64_t hours;
    } days[] = {
        {20260327, 24}, {20260328, 24}, {20260329, 23}, {20260330, 24},
        {20261023, 24}, {20261024, 24}, {20261025, 25}, {20261026, 24},
    };

    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        int64_t start_s = calendar_start_s(&half_past_two, days[i].date);
        int64_t next_s = calendar_next_start_s(&half_past_two, start_s);

        assert_int_equal(next_s - start_s, days[i].hours * S_PER_HOUR);
        assert_int_equal(calendar_date(&half_past_two, start_s), days[i].date);
        assert_int_equal(calendar_date(&half_past_two, next_s - 1), days[i].date);
        assert_int_equal(calendar_date(&half_past_two, next_s), calendar_add_days(days[i].date, 1));
    }
    assert_int_equal(calendar_start_s(&half_past_two, 20260329), MARCH_CHANGE_S + S_PER_HOUR / 2);
    assert_int_equal(calendar_start_s(&half_past_two, 20261025), OCTOBER_CHANGE_S - S_PER_HOUR / 2);
}

static void zones_that_change_no_clocks_have_days_of_24_h(void **state)
{
    static const char *const zones[] = {"Asia/Tokyo", "UTC", "America/Phoenix", "Asia/Kathmandu"};

    for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
        calendar_use_zone(zones[i]);
        for (int64_t s = 1767225600; s < 1767225600 + 365 * S_PER_DAY; s += S_PER_DAY) {
            int64_t start_s = calendar_start_s(&at_four, calendar_date(&at_four, s));

            assert_int_equal(calendar_next_start_s(&at_four, s) - start_s, S_PER_DAY);
        }
    }
    calendar_use_zone("Europe/Berlin");
}

static void a_fixed_offset_has_days_of_24_h(void **state)
{
    static const int32_t offsets_s[] = {0, 3600, -18000, 19800, 50400, -43200};

    for (size_t i = 0; i < sizeof(offsets_s) / sizeof(offsets_s[0]); i++) {
        struct calendar calendar = {
            .is_fixed = true, .utc_offset_s = offsets_s[i], .day_start_min = 240};
        int64_t start_s = calendar_start_s(&calendar, 20260328);

        assert_int_equal(start_s, 1774670400 - offsets_s[i]); /* 04:00 UTC, and east is earlier */
        assert_int_equal(calendar_next_start_s(&calendar, start_s), start_s + S_PER_DAY);
        assert_int_equal(calendar_date(&calendar, start_s), 20260328);
        assert_int_equal(calendar_date(&calendar, start_s - 1), 20260327);
    }
}

static void days_are_added_over_months_years_and_leap_days(void **state)
{
    static const struct {
        int date;
        int days;
        int result;
    } cases[] = {
        {20260302, 0, 20260302},    {20260331, 1, 20260401},  {20261231, 1, 20270101},
        {20270101, -1, 20261231},   {20280228, 1, 20280229},  {20280229, 1, 20280301},
        {20260228, 1, 20260301},    {20260301, -1, 20260228}, {20280301, -1, 20280229},
        {20000228, 1, 20000229},    {21000228, 1, 21000301},  {20260302, 365, 20270302},
        {20260302, -400, 20250126}, {20260329, 1, 20260330},  {20261025, -1, 20261024},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(calendar_add_days(cases[i].date, cases[i].days), cases[i].result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_has_23_h_in_march_and_25_h_in_october),
        cmocka_unit_test(a_day_starts_at_its_local_hour_in_summer_and_winter),
        cmocka_unit_test(the_second_before_the_start_is_still_the_day_before),
        cmocka_unit_test(every_moment_lies_in_its_day),
        cmocka_unit_test(a_day_start_that_the_clocks_skip_or_repeat_gives_whole_days),
        cmocka_unit_test(zones_that_change_no_clocks_have_days_of_24_h),
        cmocka_unit_test(a_fixed_offset_has_days_of_24_h),
        cmocka_unit_test(days_are_added_over_months_years_and_leap_days),
    };

    return cmocka_run_group_tests(tests, berlin, NULL);
}

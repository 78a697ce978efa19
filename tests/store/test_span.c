/* Days out of the store for the screen: clocks that change, a night at work, days long past. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/store_sqlite.h"
#include "history/span.h"
#include "store/report_rig.h"

#define BERLIN_4_AM                                                                                \
    {                                                                                              \
        .day_start_min = 4 * 60                                                                    \
    }

static const struct calendar four_am = BERLIN_4_AM;
static struct span span;
static struct store store;

/* What was told of postures: how often, and for how long. */
static struct {
    int32_t pieces;
    int64_t seated_ns;
    int64_t last_end_ns;
} told;

static void take_piece(void *self, int64_t start_wall_ns, int64_t end_wall_ns, enum posture posture)
{
    assert_ptr_equal(self, &told);
    assert_true(start_wall_ns < end_wall_ns && start_wall_ns >= told.last_end_ns);
    told.pieces++;
    told.last_end_ns = end_wall_ns;
    if (posture == POSTURE_SEATED)
        told.seated_ns += end_wall_ns - start_wall_ns;
}

static int begin(void **state)
{
    struct store_sqlite_config config = {0};
    int result = scratch_setup(state);

    config.path = ((struct scratch *)*state)->path;
    calendar_use_zone("Europe/Berlin");
    memset(&told, 0, sizeof(told));
    if (result == 0)
        result = store_sqlite_new(&store, &config, NULL);
    if (result == 0)
        report_commit_label(&store, BOOT, STORE_LABEL_KERNEL, MIDNIGHT_NS);
    return result;
}

static int end(void **state)
{
    store.close(store.self);
    return scratch_teardown(state);
}

static void read_days(int first_date, int32_t count)
{
    const struct span_query query = {
        .calendar = &four_am,
        .first_date = first_date,
        .count = count,
        .piece = take_piece,
        .self = &told,
    };
    struct err err = {0};

    span.count = count;
    if (span_read(span.days, &store, &query, &err) < 0)
        fail_msg("%s", err.text);
}

/* Hours and minutes on Monday, by the clock that began at its midnight; hours may pass 24. */
static void sat(int hour, int minute, int until_hour, int until_minute)
{
    report_commit_interval(&store, BOOT, AT(hour, minute), AT(until_hour, until_minute),
                           POSTURE_SEATED);
}

static int64_t seated_min(int i)
{
    return span.days[i].figures.posture_ns[POSTURE_SEATED] / NS_PER_MIN;
}

static void a_week_is_cut_into_its_days(void **state)
{
    sat(9, 0, 9, 40);
    report_commit_interval(&store, BOOT, AT(9, 40), AT(9, 45), POSTURE_STEPPING);
    sat(9, 45, 10, 0);
    sat(24 + 9, 0, 24 + 10, 30);
    read_days(DATE, 7);
    assert_int_equal(seated_min(0), 55);
    assert_int_equal(span.days[0].figures.breaks, 1);
    assert_int_equal(span.days[0].day.bouts, 2);
    assert_int_equal(seated_min(1), 90);
    assert_int_equal(span.days[1].figures.prolonged_60_bouts, 1);
    assert_int_equal(span.days[2].source, SPAN_NOTHING);
    assert_int_equal(span.days[6].figures.date, 20260308);
    assert_int_equal(told.seated_ns, 145 * NS_PER_MIN);
}

/* A night at work: an hour and a half before four, two hours after; no break between them. */
static void a_bout_over_the_days_start_is_cut_there(void **state)
{
    sat(24 + 2, 30, 24 + 6, 0);
    read_days(DATE, 2);
    assert_int_equal(seated_min(0), 90);
    assert_int_equal(seated_min(1), 120);
    assert_int_equal(span.days[0].figures.sedentary_bouts, 1);
    assert_int_equal(span.days[1].figures.sedentary_bouts, 1);
    assert_int_equal(span.days[0].figures.breaks + span.days[1].figures.breaks, 0);
    assert_int_equal(told.pieces, 2);
}

/* Berlin's clocks go forward at 02:00 on 29 March 2026 and back at 03:00 on 25 October. */
static void days_of_23_and_25_hours_are_so_long(void **state)
{
    read_days(20260328, 1);
    assert_int_equal(span.days[0].end_wall_ns - span.days[0].start_wall_ns, 23 * NS_PER_HOUR);
    read_days(20261024, 1);
    assert_int_equal(span.days[0].end_wall_ns - span.days[0].start_wall_ns, 25 * NS_PER_HOUR);
    read_days(20260327, 3);
    assert_int_equal(span.days[2].end_wall_ns - span.days[0].start_wall_ns, 71 * NS_PER_HOUR);
}

/* 26 days and some after Monday's midnight; sitting through the hour that is skipped takes none. */
static void what_is_sat_through_a_change_of_clocks_counts_as_it_lasted(void **state)
{
    int from = 26 * 24 + 22; /* 22:00 on 28 March */

    sat(from, 0, from + 6, 0); /* until 05:00, and so past the day's start at 04:00 */
    read_days(20260328, 2);
    assert_int_equal(seated_min(0), 5 * 60);
    assert_int_equal(seated_min(1), 60);
}

static void put_day(int date, double sitting_s, double usual_s, double breaks)
{
    struct store_day day = {
        .date = date,
        .figures_len = 3,
        .figures = {{"sitting_s", sitting_s, false},
                    {"usual_bout_s", usual_s, usual_s <= 0},
                    {"breaks", breaks, false}},
    };

    strcpy(day.boot_id, BOOT);
    report_commit(&store, &(struct store_batch){.days = &day, .days_len = 1});
}

static void a_day_long_past_has_its_totals_and_no_bouts(void **state)
{
    put_day(20240702, 7200, 1800, 3);
    read_days(20240701, 7);
    assert_int_equal(span.days[0].source, SPAN_NOTHING);
    assert_int_equal(span.days[1].source, SPAN_STORED);
    assert_int_equal(seated_min(1), 120);
    assert_int_equal(span.days[1].figures.breaks, 3);
    assert_true(span.days[1].figures.usual_bout_s == 1800);
    /* What was not stored is not there, rather than nought. */
    assert_true(isnan(span.days[1].figures.median_bout_s));
    assert_int_equal(span.days[1].day.bouts, 0);
    assert_int_equal(told.pieces, 0);
}

static void records_come_before_what_was_stored_of_their_day(void **state)
{
    put_day(DATE, 60, 60, 0);
    sat(9, 0, 9, 40);
    read_days(DATE, 1);
    assert_int_equal(span.days[0].source, SPAN_RECORDS);
    assert_int_equal(seated_min(0), 40);
}

static void two_boots_that_contradict_each_other_make_no_time_twice(void **state)
{
    report_commit_label(&store, OTHER, STORE_LABEL_RTC, MIDNIGHT_NS);
    sat(9, 0, 10, 0);
    report_commit_interval(&store, OTHER, AT(9, 30), AT(10, 30), POSTURE_SEATED);
    read_days(DATE, 1);
    assert_int_equal(seated_min(0), 90);
    assert_true(span.days[0].is_unsynchronised);
    assert_int_equal(told.seated_ns, 90 * NS_PER_MIN);
}

/* On Monday a glass of water twice, once toes up; another after the next day's start. */
static void what_was_reported_is_counted_on_its_day(void **state)
{
    struct store_reported rows[] = {{.mono_ns = AT(10, 0), .kind = STORE_REPORTED_WATER},
                                    {.mono_ns = AT(11, 0), .kind = STORE_REPORTED_TOES_UP},
                                    {.mono_ns = AT(12, 0), .kind = STORE_REPORTED_WATER},
                                    {.mono_ns = AT(28, 0), .kind = STORE_REPORTED_WATER}};

    for (size_t i = 0; i < 4; i++)
        strcpy(rows[i].boot_id, BOOT);
    report_commit(&store, &(struct store_batch){.reported = rows, .reported_len = 4});
    read_days(DATE, 2);
    assert_int_equal(span.days[0].said[STORE_REPORTED_WATER], 2);
    assert_int_equal(span.days[0].said[STORE_REPORTED_TOES_UP], 1);
    assert_int_equal(span.days[0].said[STORE_REPORTED_CALF_RAISES], 0);
    assert_int_equal(span.days[1].said[STORE_REPORTED_WATER], 1);
}

static void take_date(void *context, const struct store_day *day)
{
    int *dates = context;

    dates[++dates[0]] = day->date;
}

static void the_first_days_are_read_in_their_order(void **state)
{
    int dates[8] = {0};

    put_day(20250105, 60, 60, 0);
    put_day(20240702, 60, 60, 0);
    put_day(20260301, 60, 60, 0);
    assert_int_equal(store.read_first_days(store.self, 2, take_date, dates, NULL), 0);
    assert_int_equal(dates[0], 2);
    assert_int_equal(dates[1], 20240702);
    assert_int_equal(dates[2], 20250105);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(a_week_is_cut_into_its_days),
        TEST(a_bout_over_the_days_start_is_cut_there),
        TEST(days_of_23_and_25_hours_are_so_long),
        TEST(what_is_sat_through_a_change_of_clocks_counts_as_it_lasted),
        TEST(a_day_long_past_has_its_totals_and_no_bouts),
        TEST(records_come_before_what_was_stored_of_their_day),
        TEST(two_boots_that_contradict_each_other_make_no_time_twice),
        TEST(what_was_reported_is_counted_on_its_day),
        TEST(the_first_days_are_read_in_their_order),
    };

    return cmocka_run_group_tests_name("span", tests, NULL, NULL);
}

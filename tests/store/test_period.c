/* Closed periods: hours, days and weeks that add up, and only what a good clock saw. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/store_sqlite.h"
#include "history/period.h"
#include "store/report_rig.h"

static const struct calendar four_am = {.day_start_min = 4 * 60};
static struct store store;

#define DAY_S  S_PER_DAY
#define LABEL  INT64_C(1772409600) /* Monday 2026-03-02 at 00:00 UTC */
#define WALL_S (MIDNIGHT_NS / NS_PER_S)
#define FOUR_S (WALL_S + 4 * S_PER_HOUR)
#define LATE_S (WALL_S + 400 * DAY_S)

static int begin(void **state)
{
    struct store_sqlite_config config = {0};
    int result = scratch_setup(state);

    config.path = ((struct scratch *)*state)->path;
    calendar_use_zone("Europe/Berlin");
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

static struct period_query query_of(enum summary_detail detail)
{
    return (struct period_query){.store = &store,
                                 .calendar = &four_am,
                                 .detail = detail,
                                 .team = "blue",
                                 .version = "1.0~git1"};
}

/* The next one, and where it ends; -1 for none. */
static int next(enum summary_detail detail, int64_t from_s, int64_t closed_s,
                struct summary summaries[PERIOD_MAX], int64_t *until_s)
{
    struct period_query query = query_of(detail);
    struct err err = {0};
    size_t count;

    query.consent_s = from_s;
    if (period_next(&query, from_s, closed_s, summaries, &count, until_s, &err) < 0)
        fail_msg("%s", err.text);
    return *until_s == from_s ? -1 : (int)count;
}

/* Adds up all there is of it from `from_s` on; says how many periods there were. */
static int add_all(enum summary_detail detail, int64_t from_s, int64_t closed_s,
                   int64_t sums[SUMMARY_FIGURES])
{
    struct summary summaries[PERIOD_MAX];
    int64_t until_s;
    int count, periods = 0;

    memset(sums, 0, SUMMARY_FIGURES * sizeof(sums[0]));
    while ((count = next(detail, from_s, closed_s, summaries, &until_s)) >= 0) {
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < SUMMARY_FIGURES; j++) {
                assert_true(summaries[i].figures[j] >= 0);
                sums[j] += summaries[i].figures[j];
            }
        }
        periods += count;
        from_s = until_s;
    }
    return periods;
}

/* Hours and minutes since Monday's midnight. */
static void held(enum posture posture, int hour, int minute, int until_hour, int until_minute)
{
    report_commit_interval(&store, BOOT, AT(hour, minute), AT(until_hour, until_minute), posture);
}

static void counted(enum store_count_kind kind, int64_t mono_ns, int64_t amount)
{
    const struct store_count count = {
        .boot_id = BOOT, .mono_ns = mono_ns, .kind = kind, .amount = amount};

    report_commit(&store, &(struct store_batch){.counts = &count, .counts_len = 1});
}

static void verified(int64_t mono_ns, bool is_reported)
{
    const struct store_prompt prompt = {.boot_id = BOOT,
                                        .mono_ns = mono_ns,
                                        .change = STORE_PROMPT_VERIFIED,
                                        .number = 1,
                                        .raised_mono_ns = mono_ns - 1,
                                        .is_reported = is_reported};

    report_commit(&store, &(struct store_batch){.prompts = &prompt, .prompts_len = 1});
}

/* ---- figures ---- */

static void a_week_has_all_its_figures(void **state)
{
    struct summary summaries[PERIOD_MAX];
    const int64_t *figures = summaries[0].figures;
    int64_t until_s;

    (void)state;
    held(POSTURE_AWAY, 4, 0, 9, 0);
    held(POSTURE_SEATED, 9, 0, 9, 40);
    held(POSTURE_AWAY, 9, 40, 9, 45);
    held(POSTURE_STEPPING, 9, 45, 9, 47);
    held(POSTURE_SEATED, 9, 47, 10, 0);
    held(POSTURE_AWAY, 10, 0, 34, 0); /* home: after the day's last bout */
    held(POSTURE_STANDING, 34, 0, 34, 5);
    counted(STORE_COUNT_STEP, AT(9, 46), 120);
    counted(STORE_COUNT_CALF_RAISE, AT(9, 30), 15);
    counted(STORE_COUNT_SHIFT, AT(9, 31), 3);
    verified(AT(9, 47), false);
    verified(AT(9, 50), true);
    assert_int_equal(next(SUMMARY_WEEK, WALL_S, LATE_S, summaries, &until_s), 1);
    assert_int_equal(until_s, FOUR_S + 7 * DAY_S);
    assert_int_equal(summaries[0].start_s, LABEL);
    assert_int_equal(summaries[0].detail, SUMMARY_WEEK);
    assert_string_equal(summaries[0].team, "blue");
    assert_string_equal(summaries[0].version, "1.0");
    assert_int_equal(figures[SUMMARY_SITTING_S], 53 * 60);
    assert_int_equal(figures[SUMMARY_STANDING_S], 5 * 60);
    assert_int_equal(figures[SUMMARY_STEPPING_S], 2 * 60);
    assert_int_equal(figures[SUMMARY_AWAY_S], 5 * 60);
    assert_int_equal(figures[SUMMARY_BOUTS], 2);
    assert_int_equal(figures[SUMMARY_BREAKS], 1);
    assert_int_equal(figures[SUMMARY_PROLONGED_S], 40 * 60);
    assert_int_equal(figures[SUMMARY_BEATS], 135);
    assert_int_equal(figures[SUMMARY_PROMPTS_VERIFIED], 1);
}

static void what_crosses_an_end_is_cut_there(void **state)
{
    struct summary summaries[PERIOD_MAX];
    int64_t until_s;

    (void)state;
    held(POSTURE_SEATED, 3, 30, 4, 20);
    held(POSTURE_SEATED, 24 + 3, 50, 24 + 4, 40);
    assert_int_equal(next(SUMMARY_DAY, WALL_S, LATE_S, summaries, &until_s), 1);
    assert_int_equal(summaries[0].start_s, LABEL);
    assert_int_equal(until_s, FOUR_S + DAY_S);
    assert_int_equal(summaries[0].figures[SUMMARY_SITTING_S], 30 * 60);
    assert_int_equal(summaries[0].figures[SUMMARY_BOUTS], 2);
    assert_int_equal(summaries[0].figures[SUMMARY_PROLONGED_S], 0);
}

static void hours_are_those_of_their_day(void **state)
{
    struct summary summaries[PERIOD_MAX];
    int64_t until_s;

    (void)state;
    held(POSTURE_SEATED, 9, 30, 10, 10);
    held(POSTURE_AWAY, 10, 10, 12, 20);
    held(POSTURE_SEATED, 12, 20, 12, 30);
    assert_int_equal(next(SUMMARY_HOUR, WALL_S, LATE_S, summaries, &until_s), 4);
    assert_int_equal(until_s, FOUR_S + DAY_S);
    assert_int_equal(summaries[0].start_s, WALL_S + 9 * S_PER_HOUR);
    assert_int_equal(summaries[0].figures[SUMMARY_SITTING_S], 30 * 60);
    assert_int_equal(summaries[0].figures[SUMMARY_BOUTS], 1);
    assert_int_equal(summaries[0].figures[SUMMARY_PROLONGED_S], 30 * 60);
    assert_int_equal(summaries[1].figures[SUMMARY_PROLONGED_S], 10 * 60);
    assert_int_equal(summaries[1].figures[SUMMARY_BOUTS], 0);
    assert_int_equal(summaries[1].figures[SUMMARY_AWAY_S], 50 * 60);
    assert_int_equal(summaries[2].figures[SUMMARY_AWAY_S], 60 * 60);
    assert_int_equal(summaries[3].figures[SUMMARY_AWAY_S], 20 * 60);
    assert_int_equal(summaries[3].figures[SUMMARY_BREAKS], 1);
}

/* ---- which ---- */

static void a_period_that_began_before_or_has_not_ended_is_not_told(void **state)
{
    struct summary summaries[PERIOD_MAX];
    int64_t until_s;

    (void)state;
    held(POSTURE_SEATED, 9, 0, 10, 0);
    held(POSTURE_SEATED, 7 * 24 + 9, 0, 7 * 24 + 10, 0);
    assert_int_equal(next(SUMMARY_WEEK, FOUR_S, FOUR_S + 7 * DAY_S - 1, summaries, &until_s), -1);
    assert_int_equal(next(SUMMARY_WEEK, FOUR_S, FOUR_S + 7 * DAY_S, summaries, &until_s), 1);
    assert_int_equal(next(SUMMARY_WEEK, FOUR_S + 1, LATE_S, summaries, &until_s), 1);
    assert_int_equal(summaries[0].start_s, LABEL + 7 * DAY_S);
    assert_int_equal(next(SUMMARY_HOUR, FOUR_S, FOUR_S + DAY_S - 1, summaries, &until_s), -1);
}

static void an_empty_week_is_passed_over(void **state)
{
    struct summary summaries[PERIOD_MAX];
    int64_t until_s;

    (void)state;
    assert_int_equal(next(SUMMARY_WEEK, FOUR_S, LATE_S, summaries, &until_s), 0);
    assert_int_equal(until_s, FOUR_S + 7 * DAY_S);
}

static void a_clock_that_nobody_vouches_for_tells_nothing_until_it_is_put_right(void **state)
{
    struct summary summaries[PERIOD_MAX];
    int64_t sums[SUMMARY_FIGURES];
    int64_t until_s;

    (void)state;
    report_commit_label(&store, OTHER, STORE_LABEL_RTC, MIDNIGHT_NS + 365 * 24 * NS_PER_HOUR);
    report_commit_interval(&store, OTHER, AT(24 + 9, 0), AT(24 + 10, 0), POSTURE_SEATED);
    held(POSTURE_SEATED, 9, 0, 9, 20);
    assert_int_equal(add_all(SUMMARY_WEEK, FOUR_S, LATE_S, sums), 1);
    assert_int_equal(sums[SUMMARY_SITTING_S], 20 * 60);
    /* The kernel learns on Tuesday evening that the clock was a year ahead. */
    report_commit_label(&store, OTHER, STORE_LABEL_KERNEL, MIDNIGHT_NS);
    assert_int_equal(next(SUMMARY_WEEK, FOUR_S, LATE_S, summaries, &until_s), 1);
    assert_int_equal(summaries[0].figures[SUMMARY_SITTING_S], 80 * 60);
    assert_int_equal(add_all(SUMMARY_WEEK, FOUR_S, LATE_S, sums), 1);
}

static void boots_that_contradict_each_other_make_no_time_count_twice(void **state)
{
    int64_t sums[SUMMARY_FIGURES];

    (void)state;
    report_commit_label(&store, OTHER, STORE_LABEL_KERNEL, MIDNIGHT_NS);
    held(POSTURE_SEATED, 9, 0, 10, 0);
    report_commit_interval(&store, OTHER, AT(9, 30), AT(10, 30), POSTURE_SEATED);
    assert_int_equal(add_all(SUMMARY_DAY, FOUR_S, LATE_S, sums), 1);
    assert_int_equal(sums[SUMMARY_SITTING_S], 90 * 60);
}

static void days_long_past_are_told_by_what_was_stored(void **state)
{
    struct store_day day = {
        .date = DATE,
        .boot_id = BOOT,
        .end_mono_ns = AT(28, 0),
        .figures_len = 2,
        .figures = {{.name = "sitting_s", .value = 3600}, {.name = "breaks", .value = 4}}};
    int64_t sums[SUMMARY_FIGURES];

    (void)state;
    report_commit(&store, &(struct store_batch){.days = &day, .days_len = 1});
    assert_int_equal(add_all(SUMMARY_WEEK, FOUR_S, LATE_S, sums), 1);
    assert_int_equal(sums[SUMMARY_SITTING_S], 3600);
    assert_int_equal(sums[SUMMARY_BREAKS], 4);
    assert_int_equal(add_all(SUMMARY_HOUR, FOUR_S, LATE_S, sums), 0);
    /* Of a clock that nobody vouched for: nothing. */
    report_commit_label(&store, OTHER, STORE_LABEL_PERSON, MIDNIGHT_NS);
    memcpy(day.boot_id, OTHER, sizeof(OTHER));
    report_commit(&store, &(struct store_batch){.days = &day, .days_len = 1});
    assert_int_equal(add_all(SUMMARY_WEEK, FOUR_S, LATE_S, sums), 0);
}

static void the_last_one_is_shown_even_if_it_began_long_before(void **state)
{
    struct period_query query = query_of(SUMMARY_WEEK);
    struct summary summary;
    size_t count;

    (void)state;
    held(POSTURE_SEATED, 9, 0, 10, 0);
    for (int day = 7; day < 14; day++) {
        int64_t now_s = FOUR_S + day * DAY_S;

        assert_int_equal(period_last(&query, now_s, &summary, &count, NULL), 0);
        assert_int_equal(count, 1);
        assert_int_equal(summary.start_s, LABEL);
    }
    assert_int_equal(period_last(&query, FOUR_S + 7 * DAY_S - 1, &summary, &count, NULL), 0);
    assert_int_equal(count, 0);
    query.detail = SUMMARY_HOUR;
    assert_int_equal(period_last(&query, FOUR_S + DAY_S, &summary, &count, NULL), 0);
    assert_int_equal(summary.start_s, WALL_S + 9 * S_PER_HOUR);
}

/* ---- sums ---- */

/* A fortnight of anything, over a change of the clocks, in one transaction. */
static void live_through(unsigned seed, int64_t from_ns, int64_t to_ns)
{
    static struct store_interval intervals[20000];
    static struct store_count counts[20000];
    size_t len = 0;

    srand(seed);
    while (from_ns < to_ns && len < 20000) {
        int64_t until_ns = from_ns + rand() % 3000 * NS_PER_S + rand() % 1000000 + 1;

        intervals[len] = (struct store_interval){.boot_id = BOOT,
                                                 .start_mono_ns = from_ns,
                                                 .end_mono_ns = until_ns,
                                                 .posture = (enum posture)(rand() % POSTURE_COUNT)};
        counts[len] = (struct store_count){
            .boot_id = BOOT, .mono_ns = from_ns, .kind = STORE_COUNT_STEP, .amount = rand() % 50};
        from_ns = until_ns + (rand() % 8 ? 0 : rand() % 200 * NS_PER_S);
        len++;
    }
    report_commit(&store, &(struct store_batch){.intervals = intervals,
                                                .intervals_len = len,
                                                .counts = counts,
                                                .counts_len = len});
}

static void hours_add_up_to_days_and_days_to_weeks(void **state)
{
    /* 28 days from 2 March: on the 29th the clocks go forward. */
    const int64_t closed_s = FOUR_S + 28 * DAY_S;
    int64_t hours[SUMMARY_FIGURES], days[SUMMARY_FIGURES], weeks[SUMMARY_FIGURES];

    (void)state;
    live_through(7, AT(4, 0), AT(28 * 24, 0));
    assert_true(add_all(SUMMARY_HOUR, FOUR_S, closed_s, hours) > 600);
    assert_int_equal(add_all(SUMMARY_DAY, FOUR_S, closed_s, days), 28);
    assert_int_equal(add_all(SUMMARY_WEEK, FOUR_S, closed_s, weeks), 4);
    for (int i = 0; i < SUMMARY_FIGURES; i++) {
        if (i != SUMMARY_PROMPTS_VERIFIED)
            assert_true(weeks[i] > 0);
        assert_int_equal(hours[i], days[i]);
        assert_int_equal(days[i], weeks[i]);
    }
}

/* 29 March has 23 hours, 25 October 25. */
static void days_of_23_and_25_hours_are_whole(void **state)
{
    const int64_t spring_s = FOUR_S + 26 * DAY_S;               /* Saturday 28 March 04:00 */
    const int64_t autumn_s = FOUR_S + 236 * DAY_S - S_PER_HOUR; /* Saturday 24 October */
    struct summary summaries[PERIOD_MAX];
    int64_t until_s;

    (void)state;
    held(POSTURE_SEATED, 26 * 24 + 4, 0, 27 * 24 + 4, 0);
    held(POSTURE_SEATED, 236 * 24 + 3, 0, 237 * 24 + 12, 0);
    assert_int_equal(next(SUMMARY_HOUR, spring_s, LATE_S, summaries, &until_s), 23);
    assert_int_equal(until_s, spring_s + 23 * S_PER_HOUR);
    assert_int_equal(next(SUMMARY_DAY, spring_s, LATE_S, summaries, &until_s), 1);
    assert_int_equal(summaries[0].figures[SUMMARY_SITTING_S], 23 * 3600);
    assert_int_equal(next(SUMMARY_HOUR, autumn_s, LATE_S, summaries, &until_s), 25);
    assert_int_equal(until_s, autumn_s + 25 * S_PER_HOUR);
}

static void a_year_that_waited_comes_week_by_week(void **state)
{
    int64_t sums[SUMMARY_FIGURES];

    (void)state;
    for (int day = 0; day < 364; day++)
        held(POSTURE_SEATED, day * 24 + 9, 0, day * 24 + 10, 0);
    assert_int_equal(add_all(SUMMARY_WEEK, FOUR_S, FOUR_S + 364 * DAY_S, sums), 52);
    assert_int_equal(sums[SUMMARY_SITTING_S], 364 * 3600);
    assert_int_equal(sums[SUMMARY_BOUTS], 364);
}

/* ---- a day's start, or a zone, that was changed ---- */

/*
 * The period that begins on the first Monday, under one calendar, and the one after it under the
 * other; `second_from_s` is where the first one ended.
 */
static void change_calendar(enum summary_detail detail, const struct calendar *before,
                            const struct calendar *after, struct summary weeks[2],
                            int64_t *second_from_s)
{
    struct period_query query = query_of(detail);
    struct summary summaries[PERIOD_MAX];
    int64_t from_s = calendar_start_s(before, 20260302), until_s;
    size_t count;

    query.consent_s = from_s;
    query.calendar = before;
    assert_int_equal(period_next(&query, from_s, LATE_S, summaries, &count, &until_s, NULL), 0);
    assert_int_equal(count, 1);
    weeks[0] = summaries[0];
    query.calendar = after;
    *second_from_s = until_s;
    do {
        from_s = until_s;
        assert_int_equal(period_next(&query, from_s, LATE_S, summaries, &count, &until_s, NULL), 0);
        assert_true(until_s > from_s);
        assert_int_equal(count, 1);
        weeks[1] = summaries[0];
    } while (weeks[1].start_s <= weeks[0].start_s); /* the outbox passes over what it has had */
}

static void no_week_is_left_out_when_the_days_start_or_the_zone_changes(void **state)
{
    static const struct calendar calendars[] = {
        {.is_fixed = true, .day_start_min = 4 * 60},
        {.is_fixed = true, .day_start_min = 2 * 60},
        {.is_fixed = true, .day_start_min = 6 * 60},
        {.is_fixed = true, .day_start_min = 4 * 60, .utc_offset_s = 9 * 3600},
        {.is_fixed = true, .day_start_min = 4 * 60, .utc_offset_s = -8 * 3600},
        {.is_fixed = true, .day_start_min = 0, .utc_offset_s = 14 * 3600},
        {.is_fixed = true, .day_start_min = 12 * 60, .utc_offset_s = -12 * 3600},
    };
    const size_t count = sizeof(calendars) / sizeof(calendars[0]);

    (void)state;
    for (int day = -1; day < 16; day++) {
        held(POSTURE_SEATED, 24 * day, 0, 24 * day + 23, 0);
        held(POSTURE_STANDING, 24 * day + 23, 0, 24 * day + 24, 0);
    }
    for (size_t i = 0; i < count * count; i++) {
        const struct calendar *before = &calendars[i / count], *after = &calendars[i % count];
        struct summary weeks[2];
        int64_t from_s, end_s = calendar_start_s(after, 20260316);
        int64_t start_s = calendar_start_s(after, 20260309);

        change_calendar(SUMMARY_WEEK, before, after, weeks, &from_s);
        assert_int_equal(weeks[0].start_s, LABEL);
        assert_int_equal(weeks[1].start_s, LABEL + 7 * DAY_S);
        /* From its own start, or from where the week before ended: no moment counts twice. */
        if (start_s < from_s)
            start_s = from_s;
        assert_int_equal(weeks[1].figures[SUMMARY_SITTING_S] + weeks[1].figures[SUMMARY_STANDING_S],
                         end_s - start_s);
    }
}

static void a_day_goes_on_where_the_one_before_ended(void **state)
{
    static const struct calendar two_am = {.is_fixed = true, .day_start_min = 2 * 60};
    static const struct calendar four = {.is_fixed = true, .day_start_min = 4 * 60};
    struct summary days[2];
    int64_t from_s;

    (void)state;
    for (int day = -1; day < 4; day++)
        held(POSTURE_SEATED, 24 * day, 0, 24 * day + 24, 0);
    change_calendar(SUMMARY_DAY, &four, &two_am, days, &from_s);
    assert_int_equal(days[0].figures[SUMMARY_SITTING_S], 24 * S_PER_HOUR);
    assert_int_equal(days[1].start_s, LABEL + DAY_S);
    assert_int_equal(days[1].figures[SUMMARY_SITTING_S], 22 * S_PER_HOUR);
}

static void what_began_before_consent_is_left_out_whatever_has_changed(void **state)
{
    struct period_query query = query_of(SUMMARY_WEEK);
    struct summary summaries[PERIOD_MAX];
    int64_t until_s;
    size_t count;

    (void)state;
    held(POSTURE_SEATED, 9, 0, 400, 0);
    query.consent_s = FOUR_S + S_PER_HOUR;
    assert_int_equal(
        period_next(&query, query.consent_s, LATE_S, summaries, &count, &until_s, NULL), 0);
    assert_int_equal(summaries[0].start_s, LABEL + 7 * DAY_S);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(a_week_has_all_its_figures),
        TEST(what_crosses_an_end_is_cut_there),
        TEST(hours_are_those_of_their_day),
        TEST(a_period_that_began_before_or_has_not_ended_is_not_told),
        TEST(an_empty_week_is_passed_over),
        TEST(a_clock_that_nobody_vouches_for_tells_nothing_until_it_is_put_right),
        TEST(boots_that_contradict_each_other_make_no_time_count_twice),
        TEST(days_long_past_are_told_by_what_was_stored),
        TEST(the_last_one_is_shown_even_if_it_began_long_before),
        TEST(hours_add_up_to_days_and_days_to_weeks),
        TEST(days_of_23_and_25_hours_are_whole),
        TEST(a_year_that_waited_comes_week_by_week),
        TEST(no_week_is_left_out_when_the_days_start_or_the_zone_changes),
        TEST(a_day_goes_on_where_the_one_before_ended),
        TEST(what_began_before_consent_is_left_out_whatever_has_changed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

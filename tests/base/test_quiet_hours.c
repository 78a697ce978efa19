/* Quiet hours: what may be written, and which moments they are, where clocks change too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

#include "base/quiet_hours.h"
#include "base/units.h"

/* 2026-03-02 is a Monday; 00:00 in Berlin is 23:00 UTC of the day before. */
#define MONDAY_S         INT64_C(1772406000)
#define AT(day, h, m)    (MONDAY_S + (day)*S_PER_DAY + (h)*S_PER_HOUR + (m)*S_PER_MIN)
#define MARCH_CHANGE_S   INT64_C(1774746000) /* 2026-03-29 02:00 CET is 03:00 CEST */
#define OCTOBER_CHANGE_S INT64_C(1792890000) /* 2026-10-25 03:00 CEST is 02:00 CET */

static const struct calendar berlin_time = {.day_start_min = 240};
static const struct calendar fixed = {.is_fixed = true, .utc_offset_s = 3600};

static int berlin(void **state)
{
    calendar_use_zone("Europe/Berlin");
    return 0;
}

static struct quiet_hours parse(const char *text)
{
    struct quiet_hours quiet;

    if (quiet_hours_parse(&quiet, text) < 0)
        fail_msg("'%s' was refused", text);
    return quiet;
}

static void check_span(const struct quiet_hours *quiet, int64_t from_s, int64_t to_s)
{
    assert_false(quiet_hours_contain(quiet, &berlin_time, from_s - 1));
    assert_true(quiet_hours_contain(quiet, &berlin_time, from_s));
    assert_true(quiet_hours_contain(quiet, &berlin_time, to_s - 1));
    assert_false(quiet_hours_contain(quiet, &berlin_time, to_s));
    assert_true(quiet_hours_next_s(quiet, &berlin_time, from_s - 1) == from_s);
    assert_true(quiet_hours_next_s(quiet, &berlin_time, from_s) == to_s);
    assert_true(quiet_hours_next_s(quiet, &berlin_time, to_s - 1) == to_s);
}

static void lunch_on_weekdays_is_no_lunch_at_the_weekend(void **state)
{
    struct quiet_hours quiet = parse("mon-fri 12:00-13:00");

    for (int day = 0; day < 5; day++)
        check_span(&quiet, AT(day, 12, 0), AT(day, 13, 0));
    assert_false(quiet_hours_contain(&quiet, &berlin_time, AT(5, 12, 30)));
    assert_false(quiet_hours_contain(&quiet, &berlin_time, AT(6, 12, 30)));
    assert_true(quiet_hours_next_s(&quiet, &berlin_time, AT(4, 13, 0)) == AT(7, 12, 0));
}

static void a_night_belongs_to_the_evening_on_which_it_begins(void **state)
{
    struct quiet_hours quiet = parse("fri 22:00-06:30");

    check_span(&quiet, AT(4, 22, 0), AT(5, 6, 30));
    assert_false(quiet_hours_contain(&quiet, &berlin_time, AT(4, 3, 0)));
    assert_false(quiet_hours_contain(&quiet, &berlin_time, AT(5, 23, 0)));
}

static void days_may_be_named_in_every_way(void **state)
{
    static const struct {
        const char *text;
        unsigned weekdays; /* bit 0 Sunday */
    } cases[] = {
        {"sun 08:00-09:00", 0x01},     {"sat 08:00-09:00", 0x40},     {"08:00-09:00", 0x7f},
        {"daily 08:00-09:00", 0x7f},   {"mon-fri 08:00-09:00", 0x3e}, {"fri-mon 08:00-09:00", 0x63},
        {"mon-sun 08:00-09:00", 0x7f}, {"wed-wed 08:00-09:00", 0x08},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct quiet_hours quiet = parse(cases[i].text);

        assert_int_equal(quiet.count, 1);
        assert_int_equal(quiet.spans[0].weekdays, cases[i].weekdays);
        assert_int_equal(quiet.spans[0].start_min, 480);
        assert_int_equal(quiet.spans[0].end_min, 540);
    }
}

static void spans_that_touch_are_quiet_throughout(void **state)
{
    struct quiet_hours quiet = parse(" daily 18:00-00:00 , daily 00:00-08:00,sat-sun 00:00-24:00 ");

    assert_int_equal(quiet.count, 3);
    assert_true(quiet_hours_contain(&quiet, &berlin_time, AT(0, 23, 59)));
    assert_true(quiet_hours_contain(&quiet, &berlin_time, AT(1, 0, 0)));
    assert_false(quiet_hours_contain(&quiet, &berlin_time, AT(1, 8, 0)));
    assert_true(quiet_hours_contain(&quiet, &berlin_time, AT(5, 12, 0)));
    assert_true(quiet_hours_contain(&quiet, &berlin_time, AT(6, 23, 59)));
    assert_false(quiet_hours_contain(&quiet, &berlin_time, AT(7, 12, 0)));
}

static void without_any_it_is_never_quiet(void **state)
{
    struct quiet_hours quiet = parse("");

    assert_int_equal(quiet.count, 0);
    assert_false(quiet_hours_contain(&quiet, &berlin_time, AT(0, 12, 0)));
    assert_true(quiet_hours_next_s(&quiet, &berlin_time, AT(0, 12, 0)) == INT64_MAX);
    assert_int_equal(parse("  ").count, 0);
}

static void what_cannot_be_meant_is_refused(void **state)
{
    static const char *const wrong[] = {
        "12:00",
        "12:00-",
        "12:00-13",
        "12:00-13:00,",
        "12:00-12:00",
        "00:00-00:00",
        "24:00-08:00",
        "12:60-14:00",
        "12:00-24:01",
        "25:00-26:00",
        "mon",
        "mon-fri",
        "mon-xyz 12:00-13:00",
        "Mon 12:00-13:00",
        "weekdays 12:00-13:00",
        "12:00-13:00 mon",
        "12:00-13:00 14:00-15:00",
        "12:00-13:00,,14:00-15:00",
        ",12:00-13:00",
        "12.00-13.00",
        "1:00-2:00",
        "-1:00-02:00",
        "12:00 - 13:00",
        "12:00-13:00;",
    };
    struct quiet_hours quiet = parse("mon 12:00-13:00");
    struct quiet_hours before = quiet;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (quiet_hours_parse(&quiet, wrong[i]) != -ERR_INPUT)
            fail_msg("'%s' was taken", wrong[i]);
        assert_memory_equal(&quiet, &before, sizeof(quiet));
    }
}

static void more_spans_than_there_is_room_for_are_refused(void **state)
{
    char text[16 * (QUIET_SPANS_MAX + 1)] = "08:00-09:00";
    struct quiet_hours quiet;

    for (int i = 1; i < QUIET_SPANS_MAX; i++)
        (void)strcat(text, ",08:00-09:00");
    assert_int_equal(parse(text).count, QUIET_SPANS_MAX);
    (void)strcat(text, ",08:00-09:00");
    assert_int_equal(quiet_hours_parse(&quiet, text), -ERR_INPUT);
}

static void a_night_is_an_hour_shorter_in_march_and_longer_in_october(void **state)
{
    struct quiet_hours quiet = parse("daily 22:00-06:00");

    check_span(&quiet, MARCH_CHANGE_S - 4 * S_PER_HOUR, MARCH_CHANGE_S + 3 * S_PER_HOUR);
    check_span(&quiet, OCTOBER_CHANGE_S - 5 * S_PER_HOUR, OCTOBER_CHANGE_S + 4 * S_PER_HOUR);
}

static void what_the_clocks_skip_lies_an_hour_later_or_is_gone(void **state)
{
    struct quiet_hours later = parse("sun 02:15-02:45");
    struct quiet_hours gone = parse("sun 02:30-03:15");

    check_span(&later, MARCH_CHANGE_S + 15 * S_PER_MIN, MARCH_CHANGE_S + 45 * S_PER_MIN);
    for (int minute = -120; minute < 240; minute++)
        assert_false(quiet_hours_contain(&gone, &berlin_time, MARCH_CHANGE_S + minute * S_PER_MIN));
    /* The Sunday after it is as usual: 02:30 CEST is 00:30 UTC. */
    assert_true(quiet_hours_next_s(&gone, &berlin_time, MARCH_CHANGE_S) ==
                MARCH_CHANGE_S + 7 * S_PER_DAY - 30 * S_PER_MIN);
}

static void what_the_clocks_repeat_is_meant_the_first_time(void **state)
{
    struct quiet_hours quiet = parse("sun 02:15-02:45");

    check_span(&quiet, OCTOBER_CHANGE_S - 45 * S_PER_MIN, OCTOBER_CHANGE_S - 15 * S_PER_MIN);
    assert_false(quiet_hours_contain(&quiet, &berlin_time, OCTOBER_CHANGE_S + 30 * S_PER_MIN));
}

static void a_fixed_offset_has_quiet_hours_too(void **state)
{
    struct quiet_hours quiet = parse("mon 12:00-13:00");

    assert_true(quiet_hours_contain(&quiet, &fixed, AT(0, 12, 0)));
    assert_true(quiet_hours_next_s(&quiet, &fixed, AT(0, 12, 0)) == AT(0, 13, 0));
    assert_true(quiet_hours_next_s(&quiet, &fixed, AT(0, 13, 0)) == AT(7, 12, 0));
}

/* Whatever moment it is: between it and the next one nothing changes. */
static void nothing_changes_before_the_next_moment(void **state)
{
    struct quiet_hours quiet =
        parse("mon-fri 12:00-13:00, fri-mon 01:30-03:20, daily 22:00-02:30, sun 02:00-24:00");

    for (int64_t at_s = MARCH_CHANGE_S - 9 * S_PER_DAY; at_s < MARCH_CHANGE_S + 9 * S_PER_DAY;) {
        int64_t next_s = quiet_hours_next_s(&quiet, &berlin_time, at_s);
        bool is_on = quiet_hours_contain(&quiet, &berlin_time, at_s);

        assert_true(next_s > at_s);
        for (int64_t between_s = at_s; between_s < next_s; between_s += 5 * S_PER_MIN)
            assert_int_equal(quiet_hours_contain(&quiet, &berlin_time, between_s), is_on);
        assert_int_equal(quiet_hours_contain(&quiet, &berlin_time, next_s - 1), is_on);
        at_s = next_s;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lunch_on_weekdays_is_no_lunch_at_the_weekend),
        cmocka_unit_test(a_night_belongs_to_the_evening_on_which_it_begins),
        cmocka_unit_test(days_may_be_named_in_every_way),
        cmocka_unit_test(spans_that_touch_are_quiet_throughout),
        cmocka_unit_test(without_any_it_is_never_quiet),
        cmocka_unit_test(what_cannot_be_meant_is_refused),
        cmocka_unit_test(more_spans_than_there_is_room_for_are_refused),
        cmocka_unit_test(a_night_is_an_hour_shorter_in_march_and_longer_in_october),
        cmocka_unit_test(what_the_clocks_skip_lies_an_hour_later_or_is_gone),
        cmocka_unit_test(what_the_clocks_repeat_is_meant_the_first_time),
        cmocka_unit_test(a_fixed_offset_has_quiet_hours_too),
        cmocka_unit_test(nothing_changes_before_the_next_moment),
    };

    return cmocka_run_group_tests(tests, berlin, NULL);
}

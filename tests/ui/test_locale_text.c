/* Times, dates and numbers, as each language writes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ui/locale_text.h"

#define NBSP        "\xc2\xa0"
#define NARROW_NBSP "\xe2\x80\xaf"

/* 2 March 2026 is a Monday, 30 November 2025 a Sunday. */
static const struct {
    const char *code;
    const char *morning, *afternoon;
    const char *full, *brief, *day, *day_short, *month;
    const char *sunday, *sunday_short;
    const char *thousands, *millions, *tenths;
} expected[] = {
    {"en", "9:05", "14:30", "Monday, 2 March", "Mon 2 Mar", "2 March", "2 Mar", "Nov 2025",
     "Sunday", "Sun", "2,140", "1,234,567", "1.4"},
    {"de", "09:05", "14:30", "Montag, 2. März", "Mo, 2. März", "2. März", "2. März", "Nov. 2025",
     "Sonntag", "So", "2.140", "1.234.567", "1,4"},
    {"fr", "09:05", "14:30", "lundi 2 mars", "lun. 2 mars", "2 mars", "2 mars", "nov. 2025",
     "dimanche", "dim.", "2" NARROW_NBSP "140", "1" NARROW_NBSP "234" NARROW_NBSP "567", "1,4"},
    {"es", "9:05", "14:30", "lunes, 2 de marzo", "lun, 2 mar", "2 de marzo", "2 mar", "nov 2025",
     "domingo", "dom", "2140", "1.234.567", "1,4"},
    {"nl", "09:05", "14:30", "maandag 2 maart", "ma 2 mrt", "2 maart", "2 mrt", "nov 2025",
     "zondag", "zo", "2.140", "1.234.567", "1,4"},
    {"it", "09:05", "14:30", "lunedì 2 marzo", "lun 2 mar", "2 marzo", "2 mar", "nov 2025",
     "domenica", "dom", "2.140", "1.234.567", "1,4"},
    {"pt", "09:05", "14:30", "segunda-feira, 2 de março", "seg, 2 mar", "2 de março", "2 mar",
     "nov 2025", "domingo", "dom", "2140", "1" NBSP "234" NBSP "567", "1,4"},
    {"pl", "09:05", "14:30", "poniedziałek, 2 marca", "pon, 2 mar", "2 marca", "2 mar", "lis 2025",
     "niedziela", "nd", "2140", "1" NBSP "234" NBSP "567", "1,4"},
    {"ja", "9:05", "14:30", "3月2日月曜日", "3月2日(月)", "3月2日", "3月2日", "2025年11月",
     "日曜日", "日", "2,140", "1,234,567", "1.4"},
};

static void speak(const char *code)
{
    struct err err = {0};

    if (language_start(LOCALE_DIR, &err) != 0 || language_use(code, &err) != 0)
        fail_msg("%s", err.text);
}

static void check_date(int32_t date, enum language_date how, const char *text)
{
    char found[LOCALE_TEXT_SIZE];

    locale_date(found, sizeof found, date, how);
    assert_string_equal(found, text);
}

static void dates_are_written_as_each_language_does(void **state)
{
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        speak(expected[i].code);
        check_date(20260302, LANGUAGE_DATE_FULL, expected[i].full);
        check_date(20260302, LANGUAGE_DATE_SHORT, expected[i].brief);
        check_date(20260302, LANGUAGE_DATE_DAY, expected[i].day);
        check_date(20260302, LANGUAGE_DATE_DAY_SHORT, expected[i].day_short);
        check_date(20251130, LANGUAGE_DATE_MONTH, expected[i].month);
    }
}

static void weekdays_have_a_long_and_a_short_name(void **state)
{
    char found[LOCALE_TEXT_SIZE];

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        speak(expected[i].code);
        assert_string_equal(locale_weekday(0), expected[i].sunday);
        locale_weekday_short(found, sizeof found, 0);
        assert_string_equal(found, expected[i].sunday_short);
        locale_weekday_short(found, sizeof found, 6);
        assert_int_not_equal(found[0], '\0');
    }
}

static void the_weekday_of_a_date_is_the_calendar_s(void **state)
{
    speak("en");
    check_date(20240229, LANGUAGE_DATE_FULL, "Thursday, 29 February");
    check_date(20250101, LANGUAGE_DATE_FULL, "Wednesday, 1 January");
    check_date(20251231, LANGUAGE_DATE_FULL, "Wednesday, 31 December");
    check_date(20000301, LANGUAGE_DATE_FULL, "Wednesday, 1 March");
}

static void a_day_has_a_clock_of_24_hours(void **state)
{
    char found[LOCALE_TEXT_SIZE];

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        speak(expected[i].code);
        locale_clock(found, sizeof found, 9 * 60 + 5);
        assert_string_equal(found, expected[i].morning);
        locale_clock(found, sizeof found, 14 * 60 + 30);
        assert_string_equal(found, expected[i].afternoon);
    }
}

static void thousands_and_decimals_are_set_apart(void **state)
{
    char found[LOCALE_TEXT_SIZE];

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        speak(expected[i].code);
        locale_number(found, sizeof found, 999);
        assert_string_equal(found, "999");
        locale_number(found, sizeof found, 2140);
        assert_string_equal(found, expected[i].thousands);
        locale_number(found, sizeof found, 1234567);
        assert_string_equal(found, expected[i].millions);
        locale_tenths(found, sizeof found, 14);
        assert_string_equal(found, expected[i].tenths);
    }
}

static void nothing_is_less_than_nothing(void **state)
{
    char found[LOCALE_TEXT_SIZE];

    speak("en");
    locale_number(found, sizeof found, 0);
    assert_string_equal(found, "0");
    locale_number(found, sizeof found, -7);
    assert_string_equal(found, "0");
    locale_tenths(found, sizeof found, 4);
    assert_string_equal(found, "0.4");
    check_date(0, LANGUAGE_DATE_FULL, "");
}

static void a_text_that_does_not_fit_is_cut(void **state)
{
    char found[4];

    speak("en");
    locale_number(found, sizeof found, 1234567);
    assert_string_equal(found, "1,2");
    locale_date(found, sizeof found, 20260302, LANGUAGE_DATE_FULL);
    assert_string_equal(found, "Mon");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_written_as_each_language_does),
        cmocka_unit_test(weekdays_have_a_long_and_a_short_name),
        cmocka_unit_test(the_weekday_of_a_date_is_the_calendar_s),
        cmocka_unit_test(a_day_has_a_clock_of_24_hours),
        cmocka_unit_test(thousands_and_decimals_are_set_apart),
        cmocka_unit_test(nothing_is_less_than_nothing),
        cmocka_unit_test(a_text_that_does_not_fit_is_cut),
    };

    return cmocka_run_group_tests_name("locale_text", tests, NULL, NULL);
}

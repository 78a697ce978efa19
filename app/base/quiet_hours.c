#include "base/quiet_hours.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#define WEEK_DAYS 7
#define EVERY_DAY 0x7f
#define DAY_MIN   1440

static const char day_names[WEEK_DAYS][4] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

/* ---------------------------------------------------------------------------------- the text */

static void skip_blanks(const char **text)
{
    while (**text == ' ' || **text == '\t')
        (*text)++;
}

static bool take_char(const char **text, char wanted)
{
    if (**text != wanted)
        return false;
    (*text)++;
    return true;
}

/* A day's name; -1 if there is none. */
static int take_day(const char **text)
{
    for (int day = 0; day < WEEK_DAYS; day++) {
        if (strncmp(*text, day_names[day], 3) == 0) {
            *text += 3;
            return day;
        }
    }
    return -1;
}

/* The days of a span, every day if none are named; 0 if they are wrong. */
static unsigned take_days(const char **text)
{
    static const char daily[] = "daily";
    unsigned days = 0;
    int first;
    int last;

    if (isdigit((unsigned char)**text))
        return EVERY_DAY;
    if (strncmp(*text, daily, sizeof(daily) - 1) == 0) {
        *text += sizeof(daily) - 1;
        return EVERY_DAY;
    }
    first = take_day(text);
    last = take_char(text, '-') ? take_day(text) : first;
    if (first < 0 || last < 0)
        return 0;
    for (int day = first; day != last; day = (day + 1) % WEEK_DAYS)
        days |= 1U << day;
    return days | 1U << last;
}

/* HH:MM up to 24:00 in minutes; -1 if it is none. */
static int take_time(const char **text)
{
    const char *at = *text;
    int minutes;

    for (int i = 0; i < 5; i++) {
        if (i == 2 ? at[i] != ':' : !isdigit((unsigned char)at[i]))
            return -1;
    }
    minutes = ((at[0] - '0') * 10 + at[1] - '0') * 60;
    if (at[3] > '5')
        return -1;
    minutes += (at[3] - '0') * 10 + at[4] - '0';
    *text += 5;
    return minutes <= DAY_MIN ? minutes : -1;
}

static bool take_span(const char **text, struct quiet_span *span)
{
    unsigned days = take_days(text);
    int start_min;
    int end_min;

    skip_blanks(text);
    start_min = take_time(text);
    if (days == 0 || start_min < 0 || start_min == DAY_MIN || !take_char(text, '-'))
        return false;
    end_min = take_time(text);
    if (end_min < 0 || end_min == start_min)
        return false;
    *span = (struct quiet_span){
        .weekdays = (uint8_t)days,
        .start_min = (int16_t)start_min,
        .end_min = (int16_t)end_min,
    };
    return true;
}

int quiet_hours_parse(struct quiet_hours *quiet, const char *text)
{
    struct quiet_hours parsed = {0};

    skip_blanks(&text);
    while (*text != '\0') {
        if (parsed.count == QUIET_SPANS_MAX || !take_span(&text, &parsed.spans[parsed.count]))
            return -ERR_INPUT;
        parsed.count++;
        skip_blanks(&text);
        if (*text == '\0')
            break;
        if (!take_char(&text, ','))
            return -ERR_INPUT;
        skip_blanks(&text);
        if (*text == '\0')
            return -ERR_INPUT; /* nothing behind the comma */
    }
    *quiet = parsed;
    return 0;
}

/* ---------------------------------------------------------------------------------- the moments */

/* The moment at `minute` (0 to 1440) of the local date. */
static int64_t moment_s(const struct calendar *calendar, int date, int minute)
{
    struct calendar at = *calendar;

    if (minute == DAY_MIN) {
        minute = 0;
        date = calendar_add_days(date, 1);
    }
    at.day_start_min = minute;
    return calendar_start_s(&at, date);
}

static int local_date(const struct calendar *calendar, int64_t wall_s)
{
    struct calendar midnight = *calendar;

    midnight.day_start_min = 0;
    return calendar_date(&midnight, wall_s);
}

static int weekday_of(int date)
{
    struct tm tm = {
        .tm_year = date / 10000 - 1900,
        .tm_mon = date / 100 % 100 - 1,
        .tm_mday = date % 100,
    };

    (void)timegm(&tm);
    return tm.tm_wday;
}

/* The span as it falls on the local date; false if it does not begin on that weekday. */
static bool span_on(const struct quiet_span *span, const struct calendar *calendar, int date,
                    int64_t *start_s, int64_t *end_s)
{
    int end_date = span->end_min < span->start_min ? calendar_add_days(date, 1) : date;

    if (!(span->weekdays & 1U << weekday_of(date)))
        return false;
    *start_s = moment_s(calendar, date, span->start_min);
    *end_s = moment_s(calendar, end_date, span->end_min);
    return *start_s < *end_s;
}

bool quiet_hours_contain(const struct quiet_hours *quiet, const struct calendar *calendar,
                         int64_t wall_s)
{
    int today = quiet->count > 0 ? local_date(calendar, wall_s) : 0;

    for (int i = 0; i < quiet->count; i++) {
        /* Those that began yesterday may still last; none lasts longer than a day. */
        for (int days = -1; days <= 0; days++) {
            int64_t start_s;
            int64_t end_s;

            if (span_on(&quiet->spans[i], calendar, calendar_add_days(today, days), &start_s,
                        &end_s) &&
                start_s <= wall_s && wall_s < end_s)
                return true;
        }
    }
    return false;
}

int64_t quiet_hours_next_s(const struct quiet_hours *quiet, const struct calendar *calendar,
                           int64_t wall_s)
{
    int64_t next_s = INT64_MAX;
    int date = quiet->count > 0 ? calendar_add_days(local_date(calendar, wall_s), -1) : 0;

    if (quiet->count == 0)
        return next_s;
    /* What begins on a later day than the best so far cannot be earlier. */
    for (; moment_s(calendar, date, 0) < next_s; date = calendar_add_days(date, 1)) {
        for (int i = 0; i < quiet->count; i++) {
            int64_t start_s;
            int64_t end_s;

            if (!span_on(&quiet->spans[i], calendar, date, &start_s, &end_s))
                continue;
            if (start_s > wall_s && start_s < next_s)
                next_s = start_s;
            else if (end_s > wall_s && end_s < next_s)
                next_s = end_s;
        }
    }
    return next_s;
}

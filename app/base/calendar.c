#include "base/calendar.h"

#include <stdlib.h>
#include <time.h>

void calendar_use_zone(const char *name)
{
    (void)setenv("TZ", name, 1);
    tzset();
}

static struct tm tm_of_date(int date)
{
    return (struct tm){
        .tm_year = date / 10000 - 1900,
        .tm_mon = date / 100 % 100 - 1,
        .tm_mday = date % 100,
    };
}

static int date_of_tm(const struct tm *tm)
{
    return (tm->tm_year + 1900) * 10000 + (tm->tm_mon + 1) * 100 + tm->tm_mday;
}

int calendar_add_days(int date, int days)
{
    struct tm tm = tm_of_date(date);

    tm.tm_mday += days;
    (void)timegm(&tm);
    return date_of_tm(&tm);
}

int calendar_weekday(int date)
{
    struct tm tm = tm_of_date(date);

    (void)timegm(&tm);
    return tm.tm_wday;
}

/*
 * Asked for both kinds of time by name: left to itself, mktime answers for an hour that occurs
 * twice by what it was asked before.
 */
static int64_t local_time_s(const struct tm *local)
{
    time_t time = 0;

    for (int is_dst = 1; is_dst >= 0; is_dst--) {
        struct tm tm = *local;

        tm.tm_isdst = is_dst;
        time = mktime(&tm);
        if (tm.tm_isdst == is_dst && tm.tm_hour == local->tm_hour && tm.tm_min == local->tm_min)
            break;
    }
    return (int64_t)time;
}

int64_t calendar_start_s(const struct calendar *calendar, int date)
{
    struct tm tm = tm_of_date(date);

    tm.tm_hour = calendar->day_start_min / 60;
    tm.tm_min = calendar->day_start_min % 60;
    if (calendar->is_fixed)
        return (int64_t)timegm(&tm) - calendar->utc_offset_s;
    return local_time_s(&tm);
}

int calendar_date(const struct calendar *calendar, int64_t wall_s)
{
    time_t time = (time_t)wall_s;
    struct tm tm;
    int date;

    if (calendar->is_fixed) {
        time += calendar->utc_offset_s;
        (void)gmtime_r(&time, &tm);
    } else {
        (void)localtime_r(&time, &tm);
    }
    date = date_of_tm(&tm);
    /* Compared as moments, not as hours: right also where the clocks repeat an hour. */
    if (wall_s < calendar_start_s(calendar, date))
        return calendar_add_days(date, -1);
    return date;
}

int64_t calendar_next_start_s(const struct calendar *calendar, int64_t wall_s)
{
    int date = calendar_date(calendar, wall_s);
    int64_t start_s;

    do {
        date = calendar_add_days(date, 1);
        start_s = calendar_start_s(calendar, date);
    } while (start_s <= wall_s);
    return start_s;
}

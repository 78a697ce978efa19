#include "base/trace_time.h"

#include "base/units.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define DECIMALS_MAX 9

static const char number_help[] =
    "allowed are digits, then optionally a point and 1 to 9 digits, such as 3605.25";

static bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

const char *trace_seconds_parse(const char *text, const char *end, int64_t *ns)
{
    static const int32_t scale[DECIMALS_MAX + 1] = {
        1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1,
    };
    const char *p = text;
    const char *decimals;
    int64_t seconds = 0;
    int32_t fraction = 0;

    for (; p < end && is_digit(*p); p++) {
        seconds = seconds * 10 + (*p - '0');
        if (seconds > TRACE_SECONDS_MAX)
            return "beyond 9000000000 seconds (285 years)";
    }
    if (p == text)
        return p < end && *p == '-' ? "time cannot be negative" : number_help;
    if (p == end) {
        *ns = seconds * NS_PER_S;
        return NULL;
    }
    if (*p != '.')
        return number_help;
    decimals = ++p;
    for (; p < end && is_digit(*p); p++) {
        if (p - decimals == DECIMALS_MAX)
            return "more than 9 decimals: time is counted in nanoseconds";
        fraction = fraction * 10 + (*p - '0');
    }
    if (p == decimals || p != end)
        return number_help;
    *ns = seconds * NS_PER_S + (int64_t)fraction * scale[p - decimals];
    return NULL;
}

/* Writes `ns` (below one second) as a point and its digits, without zeros after `least` of them. */
static int format_decimals(int32_t ns, int least, char text[DECIMALS_MAX + 2])
{
    int len = snprintf(text, DECIMALS_MAX + 2, ".%09d", (int)ns);

    while (len > 1 + least && text[len - 1] == '0')
        len--;
    if (len == 1)
        len = 0;
    text[len] = '\0';
    return len;
}

void trace_seconds_format(int64_t ns, char text[TRACE_TIME_SIZE])
{
    char decimals[DECIMALS_MAX + 2];

    (void)format_decimals((int32_t)(ns % NS_PER_S), 3, decimals);
    (void)snprintf(text, TRACE_TIME_SIZE, "%lld%s", (long long)(ns / NS_PER_S), decimals);
}

/* timegm() would take 31 February for 3 March. */
static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && is_leap);
}

/* Reads exactly `digits` digits and moves on; -1 if they are not there. */
static int take_digits(const char **p, const char *end, int digits)
{
    int value = 0;

    if (end - *p < digits)
        return -1;
    for (int i = 0; i < digits; i++) {
        if (!is_digit((*p)[i]))
            return -1;
        value = value * 10 + ((*p)[i] - '0');
    }
    *p += digits;
    return value;
}

static bool take_char(const char **p, const char *end, char c)
{
    if (*p == end || **p != c)
        return false;
    (*p)++;
    return true;
}

/* Reads two numbers of two digits with `separator` between; false if they are not there. */
static bool take_pair(const char **p, const char *end, char separator, int *first, int *second)
{
    *first = take_digits(p, end, 2);
    if (*first < 0 || !take_char(p, end, separator))
        return false;
    *second = take_digits(p, end, 2);
    return *second >= 0;
}

static bool take_fraction(const char **p, const char *end, int32_t *ns)
{
    int32_t scale = NS_PER_S / 10;
    const char *first = *p;

    *ns = 0;
    for (; *p < end && is_digit(**p); (*p)++, scale /= 10)
        *ns += (**p - '0') * scale;
    return *p > first && *p - first <= DECIMALS_MAX;
}

/* Z, +hh:mm or -hh:mm, and nothing after it. */
static const char *parse_offset(const char *p, const char *end, int32_t *offset_s)
{
    bool is_west = p < end && *p == '-';
    int hours;
    int minutes;

    *offset_s = 0;
    if (take_char(&p, end, 'Z'))
        return p == end ? NULL : "something follows the Z";
    if (p == end || (*p != '+' && *p != '-'))
        return "the zone's offset is missing: end in Z, or such as +01:00";
    p++;
    if (!take_pair(&p, end, ':', &hours, &minutes) || p != end || hours > 23 || minutes > 59)
        return "bad offset of the zone: end in Z, or such as +01:00";
    *offset_s = (int32_t)(hours * S_PER_HOUR + minutes * S_PER_MIN) * (is_west ? -1 : 1);
    return NULL;
}

const char *trace_start_parse(const char *text, size_t len, struct trace_header *header)
{
    static const char form[] = "must look like 2026-03-02T08:55:00+01:00";
    const char *end = text + len;
    const char *p = text;
    const char *wrong;
    struct tm date;
    int year;
    int month;
    int day;
    int hour;
    int minute;
    int second;

    year = take_digits(&p, end, 4);
    if (year < 0 || !take_char(&p, end, '-') || !take_pair(&p, end, '-', &month, &day) ||
        !take_char(&p, end, 'T') || !take_pair(&p, end, ':', &hour, &minute) ||
        !take_char(&p, end, ':') || (second = take_digits(&p, end, 2)) < 0)
        return form;
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return "there is no such date, or it is before 1970";
    if (hour > 23 || minute > 59 || second > 59)
        return "there is no such time of day: 00:00:00 to 23:59:59";
    header->start_wall_ns = 0;
    if (take_char(&p, end, '.') && !take_fraction(&p, end, &header->start_wall_ns))
        return "decimals of the second: 1 to 9 digits";
    wrong = parse_offset(p, end, &header->utc_offset_s);
    if (wrong)
        return wrong;
    date = (struct tm){.tm_year = year - 1900,
                       .tm_mon = month - 1,
                       .tm_mday = day,
                       .tm_hour = hour,
                       .tm_min = minute,
                       .tm_sec = second};
    header->start_wall_s = (int64_t)timegm(&date) - header->utc_offset_s;
    return NULL;
}

void trace_start_format(const struct trace_header *header, char text[TRACE_TIME_SIZE])
{
    time_t local_s = (time_t)(header->start_wall_s + header->utc_offset_s);
    int offset_min = header->utc_offset_s / 60;
    char decimals[DECIMALS_MAX + 2];
    char date[TRACE_TIME_SIZE - 20];
    struct tm local;

    date[0] = '\0';
    if (gmtime_r(&local_s, &local))
        (void)strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &local);
    (void)format_decimals(header->start_wall_ns, 0, decimals);
    (void)snprintf(text, TRACE_TIME_SIZE, "%s%s%c%02d:%02d", date, decimals,
                   offset_min < 0 ? '-' : '+', abs(offset_min) / 60, abs(offset_min) % 60);
}

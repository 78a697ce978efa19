/*
 * quiet_hours.h - the hours in which nobody is to be prompted: by weekday, in local time.
 *
 * Written as spans with commas between them: `mon-fri 12:00-13:00, daily 18:00-08:00, sat-sun
 * 00:00-24:00`. Days are mon to sun, a range of them (which may go over the week's end), or daily,
 * which may be left out. A span belongs to the day on which it begins; one that ends before it
 * begins ends on the next day.
 *
 * Times of day are local, as calendar.h reads them: a time that the clocks repeat is meant the
 * first time, one that they skip is meant in winter time. So a span may be an hour longer or
 * shorter on two days of the year, and one that lies in what is skipped may be gone.
 *
 * Pure; does not read any clock. Any thread.
 */
#ifndef SH_BASE_QUIET_HOURS_H
#define SH_BASE_QUIET_HOURS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/err.h"

/* Two spans for each day of the week, and two to spare. */
#define QUIET_SPANS_MAX 16

/* What may be written, for a person whose text was refused. */
#define QUIET_HOURS_FORM                                                                           \
    "spans such as mon-fri 12:00-13:00 or daily 18:00-08:00, with commas between them"

struct quiet_span {
    uint8_t weekdays;  /* bit 0 Sunday to bit 6 Saturday: it begins on these; never 0 */
    int16_t start_min; /* after local midnight, 0 to 1439 */
    int16_t end_min;   /* 0 to 1440; before start_min: on the next day; never equal */
};

struct quiet_hours {
    int count; /* 0: there are none */
    struct quiet_span spans[QUIET_SPANS_MAX];
};

/* Reads `text`; "" is none. 0, or -ERR_INPUT with `quiet` untouched. */
int quiet_hours_parse(struct quiet_hours *quiet, const char *text) SH_WARN_UNUSED;

/* Are they on at `wall_s` (seconds of UTC since 1970)? A span's end does not belong to it. */
bool quiet_hours_contain(const struct quiet_hours *quiet, const struct calendar *calendar,
                         int64_t wall_s);

/*
 * The earliest moment after `wall_s` at which a span begins or ends, to ask again; INT64_MAX if
 * there are none.
 */
int64_t quiet_hours_next_s(const struct quiet_hours *quiet, const struct calendar *calendar,
                           int64_t wall_s);

#endif

/*
 * calendar.h - kiosk days: from one local day_start to the next.
 *
 * A kiosk day is named by the local date on which it starts, and has 23 or 25 hours when the
 * clocks change. Zones are those of the C library (the process's TZ), or a fixed offset where a
 * trace names no zone. A day_start that the clocks repeat is meant the first time; one that they
 * skip is meant in winter time, an hour later by the new one.
 *
 * Does not read any clock. calendar_use_zone changes the process's zone: call it at start, before
 * there are threads; the rest may be called from any thread.
 */
#ifndef SH_BASE_CALENDAR_H
#define SH_BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

struct calendar {
    bool is_fixed;        /* local time is UTC + utc_offset_s; else the process's zone */
    int32_t utc_offset_s; /* east of Greenwich is positive */
    int day_start_min;    /* minutes after local midnight, 0 to 1439 */
};

/* From here on the process lives in the zone `name`, such as "Europe/Berlin" (see zone.h). */
void calendar_use_zone(const char *name);

/* The kiosk day, as yyyymmdd, that `wall_s` (seconds of UTC since 1970) belongs to. */
int calendar_date(const struct calendar *calendar, int64_t wall_s);

/* When the kiosk day after that of `wall_s` starts; always > wall_s. */
int64_t calendar_next_start_s(const struct calendar *calendar, int64_t wall_s);

/* When the kiosk day `date` (yyyymmdd) starts. */
int64_t calendar_start_s(const struct calendar *calendar, int date);

/* `date` moved by `days`, over months and years. */
int calendar_add_days(int date, int days);

/* The weekday of `date`; 0 is Sunday. */
int calendar_weekday(int date);

#endif

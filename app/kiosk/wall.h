/*
 * wall.h - what time it is for a person, and which kiosk day.
 *
 * Durations never come from here: wall time only labels. It is believed when the kernel says that
 * the clock is synchronised; a battery-backed clock gives a label that is marked as unsynchronised,
 * and so does a person who sets the time on the screen; with none of these there is no time at all.
 * Owner: the loop's thread. Blocks on nothing.
 */
#ifndef SH_KIOSK_WALL_H
#define SH_KIOSK_WALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/quiet_hours.h"
#include "ports/clock.h"

enum wall_label { WALL_NONE, WALL_PERSON, WALL_RTC, WALL_KERNEL };

struct wall {
    struct clock_port clock;
    struct calendar calendar;
    enum wall_label label;
    int64_t offset_ns; /* UTC since 1970 = monotonic + offset_ns; with a label */
    bool has_person;   /* somebody said what time it is, as this offset: */
    int64_t person_offset_ns;
};

/* `calendar` is copied. Reads the clock once. */
void wall_init(struct wall *wall, struct clock_port clock, const struct calendar *calendar);

/*
 * Reads the clock again. Returns true if the label changed or the time moved by half a second or
 * more against the monotonic clock: records are to be relabelled, the screen is to be redrawn.
 */
bool wall_refresh(struct wall *wall);

/*
 * At `mono_ns` it is, as a person says, `minute` after midnight (0 to 1439) on `date`, yyyymmdd, by
 * local time. In force with the next wall_refresh(), until the kernel or a hardware clock knows.
 */
void wall_set_by_person(struct wall *wall, int32_t date, int32_t minute, int64_t mono_ns);

/* The same from what was kept of this boot. */
void wall_take_person(struct wall *wall, int64_t offset_ns);

/* Does the screen offer to set it? Not where a clock knows. */
bool wall_wants_person(const struct wall *wall);

/* UTC since 1970 at a monotonic moment; only with a label. */
int64_t wall_ns_at(const struct wall *wall, int64_t mono_ns);

/* The kiosk day of a monotonic moment as yyyymmdd; 0 without a label. */
int wall_date_at(const struct wall *wall, int64_t mono_ns);

/* When the kiosk day after that of `mono_ns` starts; TIME_NEVER without a label. */
int64_t wall_next_day_mono_ns(const struct wall *wall, int64_t mono_ns);

/* Are they quiet hours at a monotonic moment? Never without a label: nobody knows. */
bool wall_is_quiet_at(const struct wall *wall, const struct quiet_hours *hours, int64_t mono_ns);

/* When to ask that again after `mono_ns`; TIME_NEVER without a label or quiet hours. */
int64_t wall_next_quiet_mono_ns(const struct wall *wall, const struct quiet_hours *hours,
                                int64_t mono_ns);

/* Local clock time for the screen. */
struct wall_local {
    int32_t second;  /* since local midnight; -1 without a label */
    int32_t date;    /* calendar date, yyyymmdd; 0 without a label */
    int32_t weekday; /* 0 is Sunday */
};

struct wall_local wall_local_at(const struct wall *wall, int64_t mono_ns);

/* What the clock shows, whoever set it, as a beginning for setting it by hand. */
struct wall_local wall_local_unchecked(const struct wall *wall);

#endif

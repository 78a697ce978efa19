#include "kiosk/wall.h"

#include <stdlib.h>
#include <time.h>

#include "base/units.h"

/* Slewing and reading noise are far below, a step that a person would notice is above. */
#define STEP_NS (NS_PER_S / 2)

static int64_t floor_s(int64_t ns)
{
    return ns >= 0 ? ns / NS_PER_S : -((-ns + NS_PER_S - 1) / NS_PER_S);
}

static enum wall_label read_label(const struct wall *wall)
{
    if (wall->clock.is_synchronised(wall->clock.self))
        return WALL_KERNEL;
    if (wall->clock.has_rtc(wall->clock.self))
        return WALL_RTC;
    return wall->has_person ? WALL_PERSON : WALL_NONE;
}

bool wall_refresh(struct wall *wall)
{
    struct wall_time now = wall->clock.wall_now(wall->clock.self);
    int64_t offset_ns = now.s * NS_PER_S + now.ns - wall->clock.mono_now_ns(wall->clock.self);
    enum wall_label label = read_label(wall);
    bool changed;

    if (label == WALL_PERSON)
        offset_ns = wall->person_offset_ns;
    changed = label != wall->label ||
              (label != WALL_NONE && llabs(offset_ns - wall->offset_ns) >= STEP_NS);

    if (changed) {
        wall->label = label;
        wall->offset_ns = offset_ns;
    }
    return changed;
}

void wall_init(struct wall *wall, struct clock_port clock, const struct calendar *calendar)
{
    *wall = (struct wall){.clock = clock, .calendar = *calendar, .label = WALL_NONE};
    (void)wall_refresh(wall);
}

int64_t wall_ns_at(const struct wall *wall, int64_t mono_ns)
{
    return mono_ns + wall->offset_ns;
}

int wall_date_at(const struct wall *wall, int64_t mono_ns)
{
    if (wall->label == WALL_NONE)
        return 0;
    return calendar_date(&wall->calendar, floor_s(wall_ns_at(wall, mono_ns)));
}

int64_t wall_next_day_mono_ns(const struct wall *wall, int64_t mono_ns)
{
    int64_t wall_s;

    if (wall->label == WALL_NONE)
        return TIME_NEVER;
    wall_s = calendar_next_start_s(&wall->calendar, floor_s(wall_ns_at(wall, mono_ns)));
    return wall_s * NS_PER_S - wall->offset_ns;
}

bool wall_is_quiet_at(const struct wall *wall, const struct quiet_hours *hours, int64_t mono_ns)
{
    return wall->label != WALL_NONE &&
           quiet_hours_contain(hours, &wall->calendar, floor_s(wall_ns_at(wall, mono_ns)));
}

int64_t wall_next_quiet_mono_ns(const struct wall *wall, const struct quiet_hours *hours,
                                int64_t mono_ns)
{
    int64_t wall_s;

    if (wall->label == WALL_NONE)
        return TIME_NEVER;
    wall_s = quiet_hours_next_s(hours, &wall->calendar, floor_s(wall_ns_at(wall, mono_ns)));
    return wall_s == INT64_MAX ? TIME_NEVER : wall_s * NS_PER_S - wall->offset_ns;
}

static struct wall_local local_of(const struct wall *wall, time_t wall_s)
{
    struct wall_local local;
    struct tm tm;

    if (wall->calendar.is_fixed) {
        wall_s += wall->calendar.utc_offset_s;
        (void)gmtime_r(&wall_s, &tm);
    } else {
        (void)localtime_r(&wall_s, &tm);
    }
    local.second = tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
    local.date = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
    local.weekday = tm.tm_wday;
    return local;
}

struct wall_local wall_local_at(const struct wall *wall, int64_t mono_ns)
{
    if (wall->label == WALL_NONE)
        return (struct wall_local){.second = -1};
    return local_of(wall, (time_t)floor_s(wall_ns_at(wall, mono_ns)));
}

struct wall_local wall_local_unchecked(const struct wall *wall)
{
    return local_of(wall, (time_t)wall->clock.wall_now(wall->clock.self).s);
}

/* ------------------------------------------------------------------------------------- by hand */

void wall_take_person(struct wall *wall, int64_t offset_ns)
{
    wall->has_person = true;
    wall->person_offset_ns = offset_ns;
}

void wall_set_by_person(struct wall *wall, int32_t date, int32_t minute, int64_t mono_ns)
{
    struct tm tm = {
        .tm_year = date / 10000 - 1900,
        .tm_mon = date / 100 % 100 - 1,
        .tm_mday = date % 100,
        .tm_hour = minute / 60,
        .tm_min = minute % 60,
        .tm_isdst = -1,
    };
    time_t wall_s =
        wall->calendar.is_fixed ? timegm(&tm) - wall->calendar.utc_offset_s : mktime(&tm);

    wall_take_person(wall, (int64_t)wall_s * NS_PER_S - mono_ns);
}

bool wall_wants_person(const struct wall *wall)
{
    return wall->label == WALL_NONE || wall->label == WALL_PERSON;
}

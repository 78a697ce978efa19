#include "drivers/clock_virtual.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/units.h"

struct clock_virtual {
    int64_t now_ns;
    struct wall_time start_wall;
    char boot_id[CLOCK_BOOT_ID_SIZE];
};

static int64_t mono_now_ns(void *self)
{
    const struct clock_virtual *clock = self;

    return clock->now_ns;
}

static struct wall_time wall_now(void *self)
{
    const struct clock_virtual *clock = self;
    int64_t ns = clock->start_wall.ns + clock->now_ns % NS_PER_S;

    return (struct wall_time){
        .s = clock->start_wall.s + clock->now_ns / NS_PER_S + ns / NS_PER_S,
        .ns = (int32_t)(ns % NS_PER_S),
    };
}

static int64_t real_ns_until(void *self, int64_t deadline_mono_ns)
{
    struct clock_virtual *clock = self;

    if (deadline_mono_ns == TIME_NEVER)
        return TIME_NEVER;
    if (deadline_mono_ns > clock->now_ns)
        clock->now_ns = deadline_mono_ns;
    return 0;
}

static bool is_synchronised(void *self)
{
    (void)self;
    return true;
}

static bool has_rtc(void *self)
{
    (void)self;
    return true;
}

static const char *boot_id(void *self)
{
    const struct clock_virtual *clock = self;

    return clock->boot_id;
}

struct clock_virtual *clock_virtual_new(struct wall_time start_wall, const char *boot_id_text)
{
    struct clock_virtual *clock = calloc(1, sizeof(*clock));

    if (!clock)
        return NULL;
    clock->start_wall = start_wall;
    (void)snprintf(clock->boot_id, sizeof(clock->boot_id), "%s", boot_id_text);
    return clock;
}

void clock_virtual_free(struct clock_virtual *clock)
{
    free(clock);
}

struct clock_port clock_virtual_port(struct clock_virtual *clock)
{
    return (struct clock_port){
        .self = clock,
        .mono_now_ns = mono_now_ns,
        .wall_now = wall_now,
        .real_ns_until = real_ns_until,
        .is_synchronised = is_synchronised,
        .has_rtc = has_rtc,
        .boot_id = boot_id,
    };
}

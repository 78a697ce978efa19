#include "drivers/clock_scaled.h"

#include "base/units.h"

#include <assert.h>
#include <stdlib.h>

struct clock_scaled {
    struct clock_port real;
    int speed;
    int64_t start_mono_ns; /* when both clocks showed the same */
    int64_t wall_mono_ns;  /* virtual time at which `wall` was right */
    struct wall_time wall;
    bool was_set; /* `wall` is what somebody said it is, not the other clock's */
};

static int64_t mono_now_ns(void *self)
{
    const struct clock_scaled *clock = self;
    int64_t real_ns = clock->real.mono_now_ns(clock->real.self);

    return clock->start_mono_ns + (real_ns - clock->start_mono_ns) * clock->speed;
}

static struct wall_time wall_now(void *self)
{
    const struct clock_scaled *clock = self;
    int64_t ns = clock->wall.ns + mono_now_ns(self) - clock->wall_mono_ns;

    return (struct wall_time){.s = clock->wall.s + ns / NS_PER_S, .ns = (int32_t)(ns % NS_PER_S)};
}

static int64_t real_ns_until(void *self, int64_t deadline_mono_ns)
{
    const struct clock_scaled *clock = self;
    int64_t wait_ns;

    if (deadline_mono_ns == TIME_NEVER)
        return TIME_NEVER;
    wait_ns = deadline_mono_ns - mono_now_ns(self);
    /* Rounded up: a sleeper that wakes early would only have to sleep again. */
    return wait_ns > 0 ? (wait_ns + clock->speed - 1) / clock->speed : 0;
}

static bool is_synchronised(void *self)
{
    const struct clock_scaled *clock = self;

    return clock->was_set || clock->real.is_synchronised(clock->real.self);
}

static bool has_rtc(void *self)
{
    const struct clock_scaled *clock = self;

    return clock->real.has_rtc(clock->real.self);
}

static const char *boot_id(void *self)
{
    const struct clock_scaled *clock = self;

    return clock->real.boot_id(clock->real.self);
}

struct clock_scaled *clock_scaled_new(const struct clock_port *real, int speed)
{
    struct clock_scaled *clock = calloc(1, sizeof(*clock));

    assert(speed >= 1 && speed <= CLOCK_SPEED_MAX);
    if (!clock)
        return NULL;
    clock->real = *real;
    clock->speed = speed;
    clock->start_mono_ns = real->mono_now_ns(real->self);
    clock->wall_mono_ns = clock->start_mono_ns;
    clock->wall = real->wall_now(real->self);
    return clock;
}

void clock_scaled_free(struct clock_scaled *clock)
{
    free(clock);
}

void clock_scaled_set_wall(struct clock_scaled *clock, const struct wall_time *wall)
{
    clock->wall_mono_ns = mono_now_ns(clock);
    clock->wall = *wall;
    clock->was_set = true;
}

struct clock_port clock_scaled_port(struct clock_scaled *clock)
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

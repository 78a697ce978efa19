/*
 * clock.h - the port through which the programs learn what time it is.
 *
 * Two clocks, never mixed: monotonic time (`_mono_ns`) is what every duration is made of, wall time
 * only labels records. A Pi often has no battery-backed clock, so wall time comes with the
 * question of whether to believe it. Implemented by drivers/clock_linux (the real ones),
 * drivers/clock_scaled (the real ones, running N times faster from the moment it was made, for
 * simulation and for playing traces) and drivers/clock_virtual (time that passes only while the
 * loop would sleep, for traces off screen).
 *
 * Owner: the thread that polls. No function blocks or fails; a kernel that cannot answer counts as
 * "not synchronised", "no RTC". It does not know of time zones or days.
 */
#ifndef SH_PORTS_CLOCK_H
#define SH_PORTS_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* UTC since 1970-01-01: `s` whole seconds (negative before), `ns` 0 to 999 999 999 on top. */
struct wall_time {
    int64_t s;
    int32_t ns;
};

/* The boot id's text is a UUID: 36 characters. */
#define CLOCK_BOOT_ID_SIZE 37

struct clock_port {
    void *self;

    /* Nanoseconds of CLOCK_MONOTONIC, or of the virtual clock that stands in for it. */
    int64_t (*mono_now_ns)(void *self);

    /*
     * The wall clock, read as close to the monotonic one as can be. A scaled clock's wall time runs
     * at its speed too, so that simulated days are as long as they should be.
     */
    struct wall_time (*wall_now)(void *self);

    /*
     * How long a sleeper really has to wait, in nanoseconds of real time, until `mono_now_ns()`
     * shows `deadline_mono_ns`: 0 if it has passed, TIME_NEVER (base/units.h) for TIME_NEVER.
     * This is what a poll() timeout is made from; deadlines themselves stay in virtual time.
     */
    int64_t (*real_ns_until)(void *self, int64_t deadline_mono_ns);

    /* Does the kernel say that the wall clock is synchronised (adjtimex without STA_UNSYNC)? */
    bool (*is_synchronised)(void *self);

    /* Is there a hardware clock that could have set the time at boot? */
    bool (*has_rtc)(void *self);

    /*
     * The kernel's random id of this boot, which tells whether two monotonic times can be compared.
     * Owned by the clock, as long as it lives; "" if the kernel gives none.
     */
    const char *(*boot_id)(void *self);
};

#endif

/*
 * units.h - the units every time in this program is written in.
 *
 * Times are signed 64-bit nanoseconds and say so in their names, together with their clock:
 * `_mono_ns` is CLOCK_MONOTONIC (or a trace's virtual time), `_wall_s` is seconds of UTC since
 * 1970, a plain `_ns` is a duration. Signed, so that a difference needs no care; 64 bits of
 * nanoseconds hold 292 years.
 *
 * Any thread. Nothing here blocks or fails.
 */
#ifndef SH_BASE_UNITS_H
#define SH_BASE_UNITS_H

#include <stdint.h>

#define NS_PER_US   INT64_C(1000)
#define NS_PER_MS   INT64_C(1000000)
#define NS_PER_S    INT64_C(1000000000)
#define NS_PER_MIN  (60 * NS_PER_S)
#define NS_PER_HOUR (3600 * NS_PER_S)

#define S_PER_MIN  INT64_C(60)
#define S_PER_HOUR INT64_C(3600)
#define S_PER_DAY  INT64_C(86400)

/* Later than any time that can occur: "no deadline". */
#define TIME_NEVER INT64_MAX

/* The earlier of two moments of one clock, or the shorter of two durations. */
static inline int64_t time_earlier(int64_t a_ns, int64_t b_ns)
{
    return a_ns < b_ns ? a_ns : b_ns;
}

#endif

/*
 * seated_clock.h - how long the person has been sitting, as it is known while it happens.
 *
 * An odometer: it never goes back, and everything that runs only while somebody sits (the interval,
 * a prompt's stages) is a mark on it. Fed online, before postures are final:
 *
 *  - While a hold-off is pending, nobody knows whether this is sitting: the time is set aside. If
 *    it turns out to be sitting (a shift, or a sitting that commits, dated back to its first edge)
 *    it is added at that moment; if not (a vacancy that commits, a sitting that was none) it is
 *    dropped. So the odometer agrees with the finished bouts.
 *  - What is unknown over it (a pause, the chair at fault, a bag on the chair) stops it. A bag is
 *    known after four hours: the hours that were counted until then are not taken back.
 *
 * Pure. Part of struct coach.
 */
#ifndef SH_CORE_SEATED_CLOCK_H
#define SH_CORE_SEATED_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct seated_clock {
    int64_t total_ns; /* up to run_from_ns, without what is set aside */
    int64_t maybe_ns; /* set aside up to run_from_ns */
    int64_t run_from_ns;
    bool seated;  /* what has committed */
    bool pending; /* a hold-off runs */
    bool covered; /* unknown over it all */
};

/* Vacated at `at_ns`; the odometer shows 0. */
void seated_clock_init(struct seated_clock *clock, int64_t at_ns);

/* Something is unknown over it from `at_ns` on, or no longer. */
void seated_clock_cover(struct seated_clock *clock, int64_t at_ns, bool covered);

/* The chair's contact changes: a hold-off begins at `at_ns`. */
void seated_clock_begin_pending(struct seated_clock *clock, int64_t at_ns);

/* At `at_ns` it is known what a pending hold-off meant: the person is seated, or is not. */
void seated_clock_settle(struct seated_clock *clock, int64_t at_ns, bool seated);

/* Does it run: seated, no doubt about it? */
static inline bool seated_clock_runs(const struct seated_clock *clock)
{
    return clock->seated && !clock->pending && !clock->covered;
}

/* What it shows at `at_ns`, a moment not before the last call's. */
int64_t seated_clock_at(const struct seated_clock *clock, int64_t at_ns);

/* The same with what is set aside taken for what it looks like: what a screen shows. */
int64_t seated_clock_presumed(const struct seated_clock *clock, int64_t at_ns);

/* When it will show `total_ns` if it goes on (perhaps a moment past); TIME_NEVER if it stands. */
int64_t seated_clock_reaches(const struct seated_clock *clock, int64_t total_ns);

#endif

/*
 * seat.h - the chair's hold-off: which contacts begin a bout, which end one, which are a shift.
 *
 * Sitting and vacancy both commit after the same hold-off, 10 s (the activPAL minimum period; break
 * counts depend on it strongly: Alghaeed 2013 found 8 breaks an hour at 10 s and 28 at 1 s on the
 * same records), back-dated to their first edge. While seated, any closing of the chair restarts
 * the vacancy's hold-off: an opening shorter than 10 s is a shift, counted when the chair closes
 * again. While vacated, any opening restarts the occupancy's: sitting shorter than 10 s is no
 * sitting, and the chair counts as open throughout. A hold-off that is pending when everything
 * ends has not committed.
 *
 * Readings chosen: an opening of exactly 10 s is a vacancy. A fault of the chair ends a pending
 * hold-off without effect; if the level differs from what had committed when the fault ends, a new
 * one begins there, and closing within it is a shift like any other, unless it lies within a bounce
 * (30 ms).
 *
 * Pure. Part of struct kiosk.
 */
#ifndef SH_CORE_SEAT_H
#define SH_CORE_SEAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/units.h"
#include "core/contact.h"

#define SEAT_HOLD_OFF_NS (10 * INT64_C(1000000000))

struct seat {
    bool seated;       /* what has committed */
    bool chair_closed; /* the contact */
    bool pending;      /* a hold-off runs since since_ns, for the entry at `position` */
    int64_t since_ns;
    uint32_t position;
    unsigned faults; /* CONTACT_FAULT_* bits of the chair */
};

/* Vacated, with an open chair. */
void seat_init(struct seat *seat);

/* When a pending hold-off commits, or TIME_NEVER. */
static inline int64_t seat_commits_ns(const struct seat *seat)
{
    return seat->pending ? seat->since_ns + SEAT_HOLD_OFF_NS : TIME_NEVER;
}

/*
 * Releases the next entry of the queue (there is one, nothing earlier can come, and a hold-off
 * that commits up to its moment has) and gives it its verdict.
 */
void seat_take(struct seat *seat, struct contact_queue *queue);

/*
 * A pending hold-off is over: it commits, or has meant nothing. It commits by itself at its time;
 * at the end of everything one that is still pending has not; on a screen it is taken as if.
 */
void seat_resolve(struct seat *seat, struct contact_queue *queue, bool commits);

#endif

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

/*
 * Releases all entries dated before `horizon_ns` (nothing earlier can come), gives each its
 * verdict, and commits a hold-off that has run its time by then.
 */
void seat_release(struct seat *seat, struct contact_queue *queue, int64_t horizon_ns);

/*
 * Everything dated up to `end_ns` is released, and a hold-off still pending has not committed.
 */
void seat_finish(struct seat *seat, struct contact_queue *queue, int64_t end_ns);

/* A pending hold-off is taken as committed: what a screen shows before it is decided. */
void seat_presume(struct seat *seat, struct contact_queue *queue);

/* When a pending hold-off commits by itself, or TIME_NEVER. */
int64_t seat_next_deadline(const struct seat *seat);

#endif

/*
 * settle.h - the core's middle: everything up to a moment, in the order in which it is known.
 *
 * Takes the queue's entries, the chair's hold-off and the coach's own times in one order, and
 * hands each on: to the seat (what does the chair's contact mean), to the coach at once, and to
 * the postures as soon as no hold-off stands before it.
 *
 * Pure. For kiosk.c only.
 */
#ifndef SH_CORE_SETTLE_H
#define SH_CORE_SETTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/kiosk.h"

/*
 * All that is dated before `until_ns` (and at it if `inclusive`), before which nothing can come
 * any more. `relay` takes what the stages emit.
 */
void settle_until(struct kiosk *kiosk, int64_t until_ns, bool inclusive,
                  const struct effects *relay);

/* A contact of the mat that waits for nobody and goes past the queue. */
void settle_mat_contact(struct kiosk *kiosk, const struct contact *entry,
                        const struct effects *relay);

/*
 * The end of everything up to `end_ns`: what is pending has not happened, or with `presume` has.
 * The coach decides nothing any more.
 */
void settle_finish(struct kiosk *kiosk, int64_t end_ns, bool presume, const struct effects *relay);

/* A finished piece of a posture, on its way out: is it part of a break that qualifies? */
void settle_judge(struct kiosk *kiosk, const struct effect *interval, const struct effects *relay);

#endif

/*
 * moving.h - time moving in a vacancy, and the moment at which a break qualifies.
 *
 * Stepping and away of one vacancy that together reach the protocol's duration make a qualified
 * break. Standing of up to 5 s between them counts along, longer standing does not: standing still
 * alone is no pump work. While a prompt is open, the vacancies before add to it (`carried_ns`).
 * Unknown time is no moving; unknown of at least the duration with the chair open leaves nobody
 * able to say that the person did not move.
 *
 * Judged as the vacancy runs, on what is known then. Of moving time dated back, a break qualifies
 * at the moment at which the sum is both reached and known:
 *
 *   away      5 s after the mat opened (or the chair, whichever is later)
 *   stepping  at a footfall, the third or later: time after the last footfall is not known as yet
 *   either    not before the vacancy itself is known (10 s after the chair opened), nor while a
 *             sitting is pending: if that comes to nothing, at its end
 *
 * Pure. Part of struct kiosk.
 */
#ifndef SH_CORE_MOVING_H
#define SH_CORE_MOVING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"

#define MOVING_STANDING_NS (5 * INT64_C(1000000000))

struct moving {
    int64_t vacancy_ns;    /* in this vacancy */
    int64_t carried_ns;    /* from those before it */
    int64_t standing_ns;   /* since the last movement in this vacancy */
    int64_t unknown_ns;    /* the unknown that runs, in this vacancy */
    int64_t known_from_ns; /* since when it is known that the chair is vacated */
    bool has_qualified;    /* in this vacancy */
};

/* The chair is vacated: a new vacancy. What is carried stays. */
void moving_begin_vacancy(struct moving *moving);

/* The person sits: what was moved is carried on if `carries`, else forgotten. */
void moving_end_vacancy(struct moving *moving, bool carries);

/*
 * `posture` from `start_ns` to `end_ns` of a vacancy, known at `known_ns` (any posture that is no
 * moving: not looked at). Returns the moment at which the break qualifies if it does so here, else
 * TIME_NEVER: once a vacancy.
 */
int64_t moving_add(struct moving *moving, enum posture posture, int64_t start_ns, int64_t end_ns,
                   int64_t known_ns, int64_t duration_ns);

/* The earliest moment at which movement that goes on from `from_ns` could qualify. */
int64_t moving_earliest_ns(const struct moving *moving, int64_t from_ns, int64_t duration_ns);

#endif

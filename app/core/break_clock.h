/*
 * break_clock.h - the running bout, and seated time since the last qualified break.
 *
 * A qualified break is stepping and away in one vacancy that together reach the protocol's
 * duration; standing of up to 5 s between them counts along, longer standing does not: standing
 * still alone is no pump work. Breaks that do not qualify pause the clock. Unknown of at least the
 * duration with an empty chair or in a pause restarts it: nobody can say that the person did not
 * move.
 *
 * Fed with the finished postures, or for a glance with what they look like now. Pure; part of
 * struct kiosk.
 */
#ifndef SH_CORE_BREAK_CLOCK_H
#define SH_CORE_BREAK_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"

#define BREAK_CLOCK_STANDING_NS (5 * INT64_C(1000000000))

struct break_clock {
    int64_t duration_ns; /* what qualifies */
    int64_t clock_ns;    /* seated since the last qualified break or arrival */
    int64_t bout_ns;     /* the running bout without its unknown parts; 0 when it has ended */
    int64_t bout_gap_ns; /* the unknown since */
    int64_t moving_ns;   /* in this vacancy */
    int64_t standing_ns; /* since the last movement in it, while that may still count along */
};

/* `duration_ns` > 0. */
void break_clock_init(struct break_clock *clock, int64_t duration_ns);

/* `posture` for `length_ns`; `unknown_may_be_break`: an unknown with an empty chair or a pause. */
void break_clock_add(struct break_clock *clock, enum posture posture, int64_t length_ns,
                     bool unknown_may_be_break);

#endif

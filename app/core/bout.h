/*
 * bout.h - the sedentary bout that runs now, for the screen.
 *
 * Goes on across an unknown of less than 60 s without counting its time, as a day's bouts do. Fed
 * with the finished postures, or for a glance with what they look like now.
 *
 * Pure. Part of struct kiosk.
 */
#ifndef SH_CORE_BOUT_H
#define SH_CORE_BOUT_H

#include <stdint.h>

#include "base/terms.h"

struct bout {
    int64_t length_ns; /* without its unknown parts; 0 when it has ended */
    int64_t gap_ns;    /* the unknown since */
};

/* `posture` for `length_ns` more. */
void bout_add(struct bout *bout, enum posture posture, int64_t length_ns);

#endif

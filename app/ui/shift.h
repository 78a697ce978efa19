/*
 * shift.h - against burn-in: the whole picture stands elsewhere every half hour, by a few pixels.
 *
 * The same figures stand in the same places for years. So the picture walks round a square of
 * SHIFT_UNITS to each side of where it was laid out, a step every SHIFT_EVERY_NS; the margins have
 * room for it, and what reaches the edge of the glass goes on to it. It begins in the middle.
 * [A: how often and how far]
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_SHIFT_H
#define SH_UI_SHIFT_H

#include "ports/display.h"
#include "ui/layout.h"

#define SHIFT_UNITS    3
#define SHIFT_EVERY_NS (30 * 60 * INT64_C(1000000000))
#define SHIFT_PLACES   9

/* How far the picture is from where it was laid out, pixels. */
struct shift {
    int32_t dx_px, dy_px;
};

/* Where the picture stands when it has been shown for `shown_ns` (>= 0). */
struct shift shift_at(const struct layout *layout, int64_t shown_ns);

/* The first moment after `shown_ns` at which it stands elsewhere. */
int64_t shift_next_ns(int64_t shown_ns);

/* Takes a touch on the shifted picture back to where it was laid out; other events stay. */
void shift_touch(struct shift shift, const struct layout *layout, struct display_event *event);

#endif

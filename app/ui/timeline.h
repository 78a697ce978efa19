/*
 * timeline.h - the day's postures as blocks for the strip.
 *
 * Fed with the intervals that the core has decided, in their order; neighbours of the same posture
 * become one block. When the fixed room is used up the shortest block that is not moving joins the
 * one before it: a strip some 500 pixels wide could not show it. Pure; the thread that feeds it.
 */
#ifndef SH_UI_TIMELINE_H
#define SH_UI_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"

/* A break every two minutes for 17 hours; more than any strip has columns for. */
#define TIMELINE_BLOCKS_MAX 512

struct timeline_block {
    int64_t start_ns, end_ns; /* monotonic */
    enum posture posture;
};

/* What was seen and is not decided yet: hold-offs, a bout that may turn out to be a bag. */
#define TIMELINE_SEEN_MAX 64

struct timeline_seen {
    int64_t since_ns;
    enum posture posture;
};

struct timeline {
    int32_t count;
    struct timeline_block blocks[TIMELINE_BLOCKS_MAX];
    int32_t seen_count;
    struct timeline_seen seen[TIMELINE_SEEN_MAX];
};

/* Forgets everything: a new kiosk day. */
void timeline_clear(struct timeline *timeline);

/*
 * `posture` held from start_ns to end_ns. Intervals that end before or where the last one ends are
 * ignored; an overlap counts once.
 */
void timeline_add(struct timeline *timeline, int64_t start_ns, int64_t end_ns,
                  enum posture posture);

/*
 * The screen's posture since `since_ns`, decided or not. It holds in the strip until an interval
 * covers it. What was seen to begin later is forgotten: it turned out otherwise.
 */
void timeline_see(struct timeline *timeline, enum posture posture, int64_t since_ns);

/* Blocks as a strip shows them. */
#define STRIP_BLOCKS_MAX 96

struct strip_block {
    int16_t start, end; /* steps of the strip, from its left end */
    uint8_t posture;
    uint8_t padding[3]; /* always 0: strips are compared as bytes */
};

struct strip_window {
    int64_t start_ns; /* the left end */
    int64_t step_ns;  /* a step's length, > 0 */
    int16_t steps;    /* in the whole strip */
};

/*
 * Cuts what is decided, and from there to `now_ns` what was seen, to the window: at most
 * STRIP_BLOCKS_MAX blocks. Moving is never lost: what is shorter than a step still gets one.
 * Anything else shorter than a step joins its neighbour. `unknown` leaves a gap.
 */
int32_t timeline_strip(const struct timeline *timeline, const struct strip_window *window,
                       int64_t now_ns, struct strip_block blocks[STRIP_BLOCKS_MAX]);

#endif

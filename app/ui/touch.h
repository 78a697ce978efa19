/*
 * touch.h - from fingers to taps.
 *
 * One finger counts: the first to come down, until it lifts; a second is ignored. A tap is a finger
 * that goes down on a target and lifts within it. A touch that never ends (a wet sleeve, a lost
 * event) is let go after 30 s and acts on nothing.
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_TOUCH_H
#define SH_UI_TOUCH_H

#include <stdbool.h>
#include <stdint.h>

#include "ports/display.h"

#define TOUCH_STUCK_NS (30 * INT64_C(1000000000))

/* The fullest screen is a year's or a keypad's: some forty. */
#define TARGETS_MAX 64

/* What can be tapped. A later target lies above an earlier one. */
struct target {
    struct draw_rect rect;
    int32_t id; /* > 0 */
};

struct targets {
    int32_t count;
    struct target list[TARGETS_MAX];
};

struct touch_state {
    bool is_down;
    int64_t finger;
    int64_t down_ns;
    int32_t target; /* under the finger when it came down; 0: none */
    bool is_inside; /* still over it */
    int32_t x, y;   /* where the finger was last */
};

/*
 * Takes a DISPLAY_TOUCH_* event (others change nothing); returns the id of the target that was
 * tapped, or 0.
 */
int32_t touch_feed(struct touch_state *touch, const struct targets *targets,
                   const struct display_event *event);

/* Lets a stuck touch go. */
void touch_tick(struct touch_state *touch, int64_t now_mono_ns);

/* When touch_tick() is due; TIME_NEVER if not at all. */
int64_t touch_deadline_mono_ns(const struct touch_state *touch);

/* The target to show as pressed, or 0. */
int32_t touch_pressed(const struct touch_state *touch);

#endif

/*
 * layout.h - where things stand on a canvas of any size.
 *
 * One unit is min(w, h) / 480; every number of the design is in units and is rounded to whole
 * pixels last. A canvas at least 1.2 times as wide as high is landscape: fields to the left, the
 * leg's panel flush to the right edge; any other is portrait: the leg below the ring. What a wider
 * landscape has more goes to the day's strip. Pure; any thread.
 */
#ifndef SH_UI_LAYOUT_H
#define SH_UI_LAYOUT_H

#include <stdbool.h>

#include "ports/draw.h"

/* In the order of the configuration's words. */
enum text_size { TEXT_SIZE_NORMAL, TEXT_SIZE_LARGE, TEXT_SIZE_COUNT };

struct layout {
    int32_t w, h;
    enum text_size text_size; /* what words are set in where they have the room: text.h */
    float unit_px;
    bool landscape;

    int32_t left, right;  /* of the fields: x of the margins */
    int32_t status_y;     /* baseline of the status line */
    float ring_x, ring_y; /* centre */
    float ring_scale;     /* pixels per unit of a ring of radius 136 */
    int32_t stats_x;
    int32_t stats_y[3]; /* baselines of the figures; their labels are 24 units below */
    int32_t stats_right;
    int32_t legend_y; /* baseline */
    int32_t strip_y;  /* base of the day's strip */
    int32_t strip_h;
    struct draw_rect panel;
    struct draw_point leg; /* where the leg's art begins */
    float leg_scale;       /* pixels per art unit */
    int32_t leader_x;      /* left end of the gauge's line */
    int32_t caption_y;     /* baseline of the first of two lines */
};

/* `w`, `h` in pixels, at least 1. The text size is normal; it moves nothing here. */
void layout_make(struct layout *layout, int32_t w, int32_t h);

/* `units` in whole pixels. */
int32_t layout_px(const struct layout *layout, double units);

/* `units` in pixels, not rounded: for shapes whose edges are smooth anyway. */
float layout_exact(const struct layout *layout, double units);

/* A box given in units, on whole pixels. */
struct draw_rect layout_rect(const struct layout *layout, double x, double y, double w, double h);

/*
 * How much an upright canvas is shorter than the one that screens are laid out for, 720x1280, in
 * units: a turned 800x480 is. 0 for any other.
 */
double layout_lack(const struct layout *layout);

#endif

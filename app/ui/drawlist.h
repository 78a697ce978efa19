/*
 * drawlist.h - building draw lists, and what differs between two of them.
 *
 * Coordinates are canvas pixels. Functions that add an item compute its bounds; an item that lies
 * outside the canvas is left out. An item or text over the capacity is counted in `lost`.
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_DRAWLIST_H
#define SH_UI_DRAWLIST_H

#include "ports/draw.h"

/*
 * Empties the list for a canvas of `w` x `h`, its pictures in the first palette. What is added
 * before drawlist_end_still() is still.
 */
void drawlist_begin(struct draw_list *list, int32_t w, int32_t h);
void drawlist_end_still(struct draw_list *list);

/* A box; `radius_px` 0: square corners; `stroke_px` > 0: an outline within it, else filled. */
void drawlist_box(struct draw_list *list, struct draw_rect rect, float radius_px, float stroke_px,
                  struct draw_color color);

void drawlist_gradient(struct draw_list *list, struct draw_rect rect, struct draw_color top,
                       struct draw_color bottom);

/*
 * An ellipse with the radii `rx`, `ry`; a glow fades out to nothing towards its edge, and there is
 * none in the palette of high contrast.
 */
void drawlist_ellipse(struct draw_list *list, float x, float y, float rx, float ry,
                      struct draw_color color);
void drawlist_glow(struct draw_list *list, struct draw_rect clip, float x, float y, float rx,
                   float ry, struct draw_color color);

/* A line with round ends. */
void drawlist_stroke(struct draw_list *list, struct draw_point a, struct draw_point b,
                     float width_px, struct draw_color color);

/* A part of a circle; 0 degrees is up, clockwise, from < to < from + 360. */
void drawlist_arc(struct draw_list *list, float x, float y, float radius_px, float from_deg,
                  float to_deg, float width_px, struct draw_color color);

/*
 * A square of `columns` by `columns` modules of a code, each `module_px` wide, with its upper left
 * corner at x, y: `modules` has a '1' for each that is drawn and a '0' for each that is not, row by
 * row.
 */
void drawlist_modules(struct draw_list *list, int32_t x, int32_t y, int32_t columns,
                      int32_t module_px, struct draw_color color, const char *modules);

/* Text with its baseline starting at x, y; `extent` as measured. An empty text adds nothing. */
void drawlist_text(struct draw_list *list, enum draw_font font, int32_t size_px, float x, float y,
                   struct text_extent extent, struct draw_color color, const char *utf8);

/* How a picture is laid down: `box` (art units) is the part of it that is drawn at all. */
struct drawlist_pose {
    struct draw_rect box;
    struct draw_point pivot; /* art units */
    struct draw_point at;    /* where the pivot comes to lie, pixels */
    struct draw_point scale; /* pixels per art unit */
    float rotate_deg;
};

/* `color` tints a white picture if `tinted`, else only its alpha counts. */
void drawlist_art(struct draw_list *list, enum draw_art art, const struct drawlist_pose *pose,
                  struct draw_rect clip, bool tinted, struct draw_color color);

/*
 * Moves the items from number `first` on down by `dy_px` (>= 0) and takes `alpha` (0 to 255) of
 * their opacity: how a sheet slides in. What leaves the canvas is left out.
 */
void drawlist_slide(struct draw_list *list, int32_t first, int32_t dy_px, int32_t alpha);

/*
 * Moves everything by so many pixels, a few; what reaches an edge of the canvas goes on to it, so
 * that no strip stays bare. What leaves the canvas has an empty clip.
 */
void drawlist_shift(struct draw_list *list, int32_t dx_px, int32_t dy_px);

/*
 * What must be redrawn to get from `before` to `after`. Another size or palette, or `before` NULL:
 * everything.
 * No rectangle at all: the two look the same. A cross-fade concerns the whole canvas.
 */
void drawlist_compare(const struct draw_list *before, const struct draw_list *after,
                      struct draw_damage *damage);

bool draw_rect_contains(struct draw_rect rect, int32_t x, int32_t y);
struct draw_rect draw_rect_intersect(struct draw_rect a, struct draw_rect b);
struct draw_rect draw_rect_union(struct draw_rect a, struct draw_rect b);

#endif

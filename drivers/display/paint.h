/*
 * paint.h - paths, filled and stroked onto pictures by FreeType's rasteriser.
 *
 * FreeType draws every letter here anyway, so its rasteriser and stroker are in the process
 * already; an SVG library would bring readers for six picture formats along, a megabyte of memory
 * for a kiosk that shows no photographs, and takes ten times as long for the same shapes.
 *
 * A path is given in a space of its own (y down) and carried onto the picture by a matrix; strokes
 * are made before that, so they scale with it. Owner: the drawing thread. It keeps no pictures.
 */
#ifndef SH_DRIVERS_DISPLAY_PAINT_H
#define SH_DRIVERS_DISPLAY_PAINT_H

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

#include "ports/draw.h"

struct paint;

/* x' = xx x + xy y + dx, y' = yx x + yy y + dy. */
struct paint_matrix {
    double xx, xy, yx, yy, dx, dy;
};

#define PAINT_IDENTITY ((struct paint_matrix){1, 0, 0, 1, 0, 0})

/* First `inner`, then `outer`. */
struct paint_matrix paint_matrix_then(struct paint_matrix inner, struct paint_matrix outer);

#define PAINT_STOPS_MAX 4

/* One colour (`stops` 1), or several from the top of the path's box (offset 0) to its foot (1). */
struct paint_source {
    int stops;
    struct {
        float offset;            /* 0 to 1, not decreasing */
        struct draw_color color; /* its alpha is not used */
    } stop[PAINT_STOPS_MAX];
    float opacity; /* 0 to 1 */
};

/* How a stroke looks; ends and corners are round, or cut off straight and pointed. */
struct paint_stroke {
    double width; /* in the path's space, > 0 */
    bool round_ends, round_corners;
};

/* NULL without memory. */
struct paint *paint_new(void);
void paint_free(struct paint *paint);

/* A path from nothing; the calls below add to it. A subpath begins with paint_move. */
void paint_begin(struct paint *paint);
void paint_move(struct paint *paint, double x, double y);
void paint_line(struct paint *paint, double x, double y);
void paint_cubic(struct paint *paint, double x1, double y1, double x2, double y2, double x,
                 double y);
void paint_close(struct paint *paint);

/* A part of a circle; 0 degrees is up, clockwise. Joins on if a subpath has begun. */
void paint_arc(struct paint *paint, double x, double y, double rx, double ry, double from_deg,
               double to_deg);
void paint_rounded_box(struct paint *paint, double x, double y, double w, double h, double radius);

/*
 * Lay the path onto `target` (ARGB8888, alpha not multiplied in), over what it shows. The path
 * stays as it is. False, and the picture as it was or in part, if there is no memory or the path
 * has more points than PAINT_POINTS_MAX.
 */
bool paint_fill(struct paint *paint, SDL_Surface *target, struct paint_matrix matrix,
                const struct paint_source *source);
bool paint_stroke(struct paint *paint, SDL_Surface *target, struct paint_matrix matrix,
                  const struct paint_stroke *stroke, const struct paint_source *source);

/* Points that a path can have; the art's longest has some 200. */
#define PAINT_POINTS_MAX 2048

#endif

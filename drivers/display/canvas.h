/*
 * canvas.h - draw lists into pixels in memory; with no display at all.
 *
 * Everything that has an edge is a picture from the cache, blended by SDL's blitters; SDL's
 * software renderer does the same behind a queue, and cannot turn pictures smoothly. What lies
 * still below everything else is kept as one picture, so that a beat redraws only what beats.
 *
 * Owner: the drawing thread. It does not show anything and knows no window.
 */
#ifndef SH_DRIVERS_DISPLAY_CANVAS_H
#define SH_DRIVERS_DISPLAY_CANVAS_H

#include <SDL.h>

#include "base/err.h"
#include "ports/draw.h"

struct canvas;

/* Where fonts and pictures come from; NULL: where fonts.h and svg.h say. */
struct canvas_setup {
    const char *font_dir;
    const char *art_dir;
};

/* As fonts_new() and art_new() fail, and ERR_MEMORY. */
int canvas_new(const struct canvas_setup *setup, struct canvas **out,
               struct err *err) SH_WARN_UNUSED;
void canvas_free(struct canvas *canvas);

/* See fonts_note(). */
const char *canvas_note(const struct canvas *canvas);

struct text_extent canvas_measure(struct canvas *canvas, enum draw_font font, int32_t size_px,
                                  const char *utf8);

/*
 * Draws `list` within `damage` onto `target`, 32 bits a pixel and of the list's size, which must
 * hold what the last call left outside the damage. Fails with ERR_NOT_FOUND if a text or picture
 * could not be made (the rest is drawn) or ERR_MEMORY.
 */
int canvas_draw(struct canvas *canvas, SDL_Surface *target, const struct draw_list *list,
                const struct draw_damage *damage, struct err *err) SH_WARN_UNUSED;

/*
 * Nothing is going to change for a while: lets go of the still picture, large pictures and fonts,
 * two thirds of what drawing holds. The next canvas_draw() makes again what it needs, which takes
 * it some 10 ms longer, and draws the same.
 */
void canvas_rest(struct canvas *canvas);

#endif

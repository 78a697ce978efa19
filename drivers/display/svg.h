/*
 * svg.h - draw items as pictures: shapes, and layers of art from SVG files.
 *
 * One rasteriser for everything that has curves (paint.h): a shape is a path, a layer of art is a
 * file of assets/art drawn through the transform of its item. Edges are smooth at any angle, which
 * SDL's own rotation of pictures is not. Owner: the drawing thread. It does not cache.
 */
#ifndef SH_DRIVERS_DISPLAY_SVG_H
#define SH_DRIVERS_DISPLAY_SVG_H

#include <SDL.h>

#include "base/err.h"
#include "ports/draw.h"

struct art;

/*
 * Finds the folder of pictures: `dir` (may be NULL), $SECONDHEART_ART_DIR, share/secondheart/art
 * beside the program's bin folder, the source tree's. Reads none yet. ERR_NOT_FOUND names the
 * first picture that is missing and the folders tried.
 */
int art_new(const char *dir, struct art **out, struct err *err) SH_WARN_UNUSED;
void art_free(struct art *art);

/*
 * The picture of `item` (BOX, STROKE, ARC, ELLIPSE, GLOW or ART), bounds-sized, opaque alpha, art
 * that is not tinted in the colours of `palette`; the caller frees it. NULL, with the reason in
 * SDL_GetError(), if it cannot be made (no memory, a damaged file).
 */
SDL_Surface *svg_rasterise(struct art *art, const struct draw_item *item,
                           enum draw_palette palette);

#endif

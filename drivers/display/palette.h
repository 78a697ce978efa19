/*
 * palette.h - the colours of the pictures in each palette.
 *
 * The files of assets/art hold the colours of the dusk palette; they serve as names here: the
 * reader of a file asks for each colour it meets. So there is one file a picture whatever the
 * themes, and a colour that nobody listed stays as it is. Pure; any thread.
 */
#ifndef SH_DRIVERS_DISPLAY_PALETTE_H
#define SH_DRIVERS_DISPLAY_PALETTE_H

#include "ports/draw.h"

/* What a file's `color` is in `palette`. Alpha stays. */
struct draw_color palette_color(enum draw_palette palette, struct draw_color color);

#endif

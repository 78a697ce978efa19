/*
 * turn.h - a canvas that stands upright, on a glass that does not.
 *
 * `quarters` is 0 to 3: by how many quarter turns clockwise the picture is turned on the glass.
 * What a caller names "upright" lies on the canvas as it is drawn, what is "turned" on the glass.
 * Sizes are at least 1, pixels. Pure but for the pixels; any thread.
 */
#ifndef SH_DRIVERS_DISPLAY_TURN_H
#define SH_DRIVERS_DISPLAY_TURN_H

#include <SDL.h>
#include <stdint.h>

#include "ports/draw.h"

/* The canvas's size on a glass of w x h, and the other way round. */
void turn_size(int32_t quarters, int32_t *w_px, int32_t *h_px);

/* The pixels of the glass, of w x h, that show those of the canvas. */
struct draw_rect turn_rect(int32_t quarters, int32_t glass_w_px, int32_t glass_h_px,
                           struct draw_rect upright);

/* Where on the canvas the pixel x, y of a glass of w x h is. */
void turn_point_back(int32_t quarters, int32_t glass_w_px, int32_t glass_h_px, int32_t *x_px,
                     int32_t *y_px);

/*
 * Copies the pixels `rect` of the canvas to where they belong on the glass. Both are of 32 bits a
 * pixel, and their sizes are each other's by turn_size().
 */
void turn_pixels(int32_t quarters, const SDL_Surface *canvas, struct draw_rect rect,
                 SDL_Surface *glass);

#endif

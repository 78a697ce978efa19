/*
 * sdl_input.h - SDL's events into the port's. Owner: the polling thread.
 */
#ifndef SH_DRIVERS_DISPLAY_SDL_INPUT_H
#define SH_DRIVERS_DISPLAY_SDL_INPUT_H

#include <SDL.h>

#include "ports/display.h"

/*
 * Fills `event` (all but mono_ns) from `sdl` for a glass of w x h pixels; false if it means
 * nothing to us.
 */
bool sdl_input_translate(const SDL_Event *sdl, int32_t w_px, int32_t h_px,
                         struct display_event *event);

/*
 * From the glass, of w x h pixels, to the canvas that is shown on it turned by `quarters`: where a
 * touch is, and the size that a resize tells. Others stay.
 */
void sdl_input_turn(struct display_event *event, int32_t quarters, int32_t w_px, int32_t h_px);

#endif

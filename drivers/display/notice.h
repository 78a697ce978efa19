/*
 * notice.h - a sentence on the screen when there is nothing to write it with.
 *
 * Without its typeface or its pictures the kiosk cannot draw a screen. What is missing, and how to
 * mend it, is then written in capitals of a few strokes each that are part of the program, so that
 * whoever stands before the panel is told and not only the journal. Owner: the drawing thread. It
 * opens nothing.
 */
#ifndef SH_DRIVERS_DISPLAY_NOTICE_H
#define SH_DRIVERS_DISPLAY_NOTICE_H

#include <SDL.h>
#include <stdbool.h>

/*
 * Covers `target` (any format of four bytes a pixel, at least 160 pixels either way) with
 * `sentence`: ASCII, its small letters as capitals, any other sign as "?", broken between words.
 * What does not fit below is cut off. False without memory.
 */
bool notice_draw(SDL_Surface *target, const char *sentence);

#endif

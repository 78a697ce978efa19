/*
 * sdl_window.h - what SDL is told before it opens a window, and the descriptors behind one.
 *
 * They stay SDL's. SDL loads the libraries of X11 and Wayland itself, so they are not linked here
 * either. Owner: the polling thread.
 */
#ifndef SH_DRIVERS_DISPLAY_SDL_WINDOW_H
#define SH_DRIVERS_DISPLAY_SDL_WINDOW_H

#include <SDL.h>
#include <stdbool.h>

#include "base/err.h"

/* How SDL is to behave here; before its video starts. */
void sdl_window_set_hints(void);

/* Of the connection to X11 or Wayland; -1: there is none. */
int sdl_window_fd(SDL_Window *window);

/* Of the graphics card, which SDL is the master of; -1: there is none. NULL may be asked for. */
int sdl_window_drm_fd(SDL_Window *window);

/* -ERR_NOT_FOUND, and what was tried, what is missing and how to mend it, with SDL's own words. */
int sdl_window_no_display(struct err *err);

/* Is that one of SDL's drivers that show nothing to anybody? It falls back on one to not fail. */
bool sdl_window_shows_nothing(const char *driver);

#endif

/*
 * display_offscreen.h - a display without a screen: pictures for tests, documents and bug reports.
 *
 * The same canvas as on a screen, so its pixels are the screen's pixels. Sends no events but what
 * follows a turn. Owner: one thread.
 */
#ifndef SH_DRIVERS_DISPLAY_OFFSCREEN_H
#define SH_DRIVERS_DISPLAY_OFFSCREEN_H

#include "ports/display.h"

/*
 * Opens a glass of `w_px` x `h_px` (1 to 8192), upright. Fails as display_sdl_open() does for fonts
 * and pictures. On success `*port` is to be closed by its close().
 */
int display_offscreen_open(int32_t w_px, int32_t h_px, struct display_port *port,
                           struct err *err) SH_WARN_UNUSED;

/* Writes what the glass shows to the PNG file `path`. ERR_IO names the reason. */
int display_offscreen_save(struct display_port *port, const char *path,
                           struct err *err) SH_WARN_UNUSED;

/* The pixels of the glass, row by row, 0x00RRGGBB; valid until the next present() or
 * close(). */
const uint32_t *display_offscreen_pixels(struct display_port *port, int32_t *stride_px);

#endif

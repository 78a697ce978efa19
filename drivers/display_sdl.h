/*
 * display_sdl.h - the screen and its touches through SDL2: X11, Wayland, or KMSDRM without a
 * desktop.
 *
 * The canvas is drawn in memory (drivers/display/canvas.h) and only its damaged parts are shown: on
 * X11 straight into the window's shared memory, elsewhere through one streaming texture of an
 * accelerated renderer that waits for the refresh. Fingers are handled natively, the mouse is a
 * second source, and SDL invents neither from the other.
 *
 * On KMSDRM the card whose connector has a screen is named to SDL before it starts, presenting
 * stops while no screen is connected (SDL would wait for a page flip that never comes), and video
 * starts again when one is.
 *
 * A turned picture is drawn upright in memory of its own, and what is damaged copied turned: KMSDRM
 * has no rotation to ask for, and the same code serves every way out.
 *
 * Owner: the polling thread. One at a time in a process, since SDL's video is.
 */
#ifndef SH_DRIVERS_DISPLAY_SDL_H
#define SH_DRIVERS_DISPLAY_SDL_H

#include "ports/backlight.h"
#include "ports/display.h"

struct display_sdl_setup {
    const char *title;  /* of the window */
    int32_t w_px, h_px; /* of the window; ignored where full screen is used */
    bool full_screen;   /* KMSDRM is always full screen */
};

/* How long a screen that cannot be drawn says why. */
#define DISPLAY_SDL_NOTICE_MS 10000

/*
 * Opens the window. Where a font or a picture is missing, the window says so for
 * DISPLAY_SDL_NOTICE_MS or until it is touched, and then this fails. Fails with ERR_NOT_FOUND for
 * no display, font or picture, ERR_PERMISSION, ERR_MEMORY or ERR_IO; the text names what was tried
 * and the fix. Where SDL_VIDEODRIVER says kmsdrm, no screen is no failure: it opens as one that was
 * lost, of the setup's size, and begins when a screen is connected. On success `*port` is to be
 * closed by its close().
 */
int display_sdl_open(const struct display_sdl_setup *setup, struct display_port *port,
                     struct err *err) SH_WARN_UNUSED;

/*
 * On KMSDRM the power of the screen, as a light that is on or off: `*light` is to be closed before
 * the display. False elsewhere: a desktop's screen is the desktop's.
 */
bool display_sdl_light(const struct display_port *port, struct backlight_port *light);

/*
 * "" or one sentence for the log: that there is no screen yet, or which typeface stands in for
 * which. Valid until close().
 */
const char *display_sdl_note(const struct display_port *port);

#endif

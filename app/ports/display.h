/*
 * display.h - the port through which pixels leave and touches arrive.
 *
 * Implemented by drivers/display_sdl (X11, Wayland, KMSDRM) and drivers/display_offscreen (no
 * display at all: pictures and tests). Made for one poll() loop without polling:
 *
 *     n = port.poll_fds(port.self, fds, DISPLAY_FDS_MAX);
 *     poll(fds + others, ..., port.pending(port.self) ? 0 : timeout to the nearest deadline);
 *     while (port.next_event(port.self, now_mono_ns, &event)) ...
 *     port.present(port.self, &list, &damage, &err);
 *
 * pending() must be asked after the last present() and right before poll(): the X11 and Wayland
 * libraries read ahead, so an event may wait in memory while the descriptor is silent.
 *
 * Owner: the thread that polls; none of it may be called from another. present() may block for one
 * refresh of the screen, nothing else blocks. It knows nothing of what the pictures mean.
 */
#ifndef SH_PORTS_DISPLAY_H
#define SH_PORTS_DISPLAY_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "ports/draw.h"

/* One connection, or 30 input nodes (as many as evdev numbers below 30), inotify and uevents. */
#define DISPLAY_FDS_MAX 32

enum display_event_kind {
    DISPLAY_TOUCH_DOWN, /* x_px, y_px, finger */
    DISPLAY_TOUCH_MOVE,
    DISPLAY_TOUCH_UP,
    DISPLAY_TOUCH_CANCEL, /* finger: its touch will not end any more */
    DISPLAY_KEY_DOWN,     /* key; repeats are left out */
    DISPLAY_KEY_UP,
    DISPLAY_RESIZED, /* w_px, h_px: the next frame must be whole */
    DISPLAY_EXPOSED, /* the next frame must be whole */
    DISPLAY_LOST,    /* no screen is connected: present() does nothing until EXPOSED */
    DISPLAY_QUIT
};

/* Only the fields that the kind's comment names carry a meaning; the others are 0. */
struct display_event {
    enum display_event_kind kind;
    int64_t mono_ns; /* when it was taken from the library */
    int64_t finger;  /* a device and finger in one number; the mouse is DISPLAY_MOUSE */
    int32_t x_px, y_px;
    int32_t w_px, h_px;
    char key; /* ASCII: a letter in lower case, space, or 27 for Escape */
};

#define DISPLAY_MOUSE INT64_C(-1)

struct display_port {
    void *self;

    /* "x11", "wayland", "KMSDRM", "offscreen": for the log. Static text. */
    const char *driver;

    /* The canvas in pixels, upright; it changes only with DISPLAY_RESIZED and rotate(). */
    void (*size)(void *self, int32_t *w_px, int32_t *h_px);

    /* Measures as present() draws. Valid as long as the display. */
    struct text_port text;

    /* Fills `fds` with what to poll for and returns how many. May be others after next_event(). */
    size_t (*poll_fds)(void *self, struct pollfd *fds, size_t capacity);

    /* Is there an event already, though no descriptor may say so? Reads what is there, sends
     * nothing. */
    bool (*pending)(void *self);

    /* Takes the next event and stamps it with `now_mono_ns`; false if there is none. */
    bool (*next_event)(void *self, int64_t now_mono_ns, struct display_event *event);

    /*
     * Makes the pixels of `list` within `damage` and shows them. Fails with ERR_NOT_FOUND for a
     * picture or font that is missing (the rest is drawn), ERR_MEMORY, or ERR_IO; the next frame
     * may be tried all the same.
     */
    int (*present)(void *self, const struct draw_list *list, const struct draw_damage *damage,
                   struct err *err);

    /*
     * Turns picture and touches to `quarters` quarter turns clockwise, 0 to 3. size() is the
     * turned canvas's from then on; if anything changes, DISPLAY_RESIZED follows. The glass, and a
     * window, keep their size. NULL: this display cannot be turned.
     */
    void (*rotate)(void *self, int32_t quarters);

    /*
     * Nothing has changed for a while: gives back memory that the next present() can fill again,
     * at the price of a slower frame. What is on the glass stays.
     */
    void (*rest)(void *self);

    /* Releases everything; the port is not to be used afterwards. */
    void (*close)(void *self);
};

#endif

/*
 * pictures.h - an off-screen run: a picture at each change of screen, and what was done.
 *
 * Every quarter of an hour of the run's own time, and whenever posture, screen, a prompt's stage or
 * the suggestion change, the screen is drawn and written as a PNG file named by number, time,
 * posture and screen. Nothing is drawn in between. Owner: the loop's thread; blocks while a file is
 * written.
 */
#ifndef SH_KIOSK_PICTURES_H
#define SH_KIOSK_PICTURES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "kiosk/appliance.h"
#include "ports/display.h"

#define PICTURES_EVERY_NS (15 * 60 * INT64_C(1000000000))

/* How often to look for a change that time alone brings: a sheet that closes by itself. */
#define PICTURES_LOOK_NS (1 * INT64_C(1000000000))

/* A change shows once it has lasted this long: animations are over and a passing step is none. */
#define PICTURES_SETTLE_NS (2 * INT64_C(1000000000))

/* Writes what was presented as the PNG file `path`. */
typedef int pictures_save_fn(struct display_port *display, const char *path, struct err *err);

/* What makes a picture worth taking when it differs from before. */
struct pictures_shown {
    enum posture posture;
    enum ui_screen screen;
    enum coach_state stage;
    enum suggestion_kind suggestion;
};

struct pictures {
    const char *dir;
    struct display_port *display;
    pictures_save_fn *save;
    FILE *out; /* a line a picture */

    /* Private. */
    int32_t count;
    int64_t next_ns;   /* the quarter of an hour */
    int64_t look_ns;   /* when to look again */
    int64_t settle_ns; /* a change becomes a picture then; TIME_NEVER: none waits */
    struct pictures_shown shown;
};

/* Creates `dir` if it is missing. The other pointers belong to the caller. */
int pictures_init(struct pictures *pictures, const char *dir, struct display_port *display,
                  pictures_save_fn *save, FILE *out, int64_t now_mono_ns,
                  struct err *err) SH_WARN_UNUSED;

int64_t pictures_next_deadline(const struct pictures *pictures);

/* Takes a picture if one is due, or in any case with `is_last`. */
int pictures_take(struct pictures *pictures, struct appliance *appliance, int64_t now_mono_ns,
                  bool is_last, struct err *err) SH_WARN_UNUSED;

/* Says what the run came to. */
void pictures_summary(const struct pictures *pictures, const struct appliance *appliance);

#endif

/*
 * moments.h - moments of a break and of an exercise as views, drawn off screen: for looking at
 * them, for golden images and for layout tests.
 *
 * Unlike a scene (scenes.h) a moment is a view as it is, not made from a glance. Test support.
 */
#ifndef SH_TESTS_UI_MOMENTS_H
#define SH_TESTS_UI_MOMENTS_H

#include "base/err.h"
#include "ports/display.h"
#include "ui/screens.h"

struct moment {
    screen_draw_fn *draw;
    struct view view;
    struct anim_pose pose;
    int64_t beats_ns[LIVE_BEATS_KEPT];
    int64_t now_mono_ns;
    bool reduced_motion;
};

/* One of a list of them: what makes it of one at rest. */
struct moment_row {
    const char *name;
    void (*change)(struct moment *moment);
};

/* The names, in the order of the golden images; NULL ends. */
const char *const *moment_names(void);

/* False if there is no such moment. */
bool moment_make(const char *name, struct moment *moment);

/* A canvas to draw moments on. */
struct moment_canvas {
    struct display_port display;
    struct layout layout;
    enum theme_id theme;
    int32_t widen_percent; /* every text measures so much wider */
    struct targets targets;
    struct draw_list list;
};

/* Opened by moment_canvas_new(), to be freed by moment_canvas_free(). NULL and `err` if it fails.
 */
struct moment_canvas *moment_canvas_new(int w, int h, struct err *err);
void moment_canvas_free(struct moment_canvas *canvas);

/* Lists what the moment shows: targets and list of the canvas. */
void moment_list(struct moment_canvas *canvas, const struct moment *moment);

/* The same in pixels. */
int moment_draw(struct moment_canvas *canvas, const struct moment *moment,
                struct err *err) SH_WARN_UNUSED;

/* Whether a text of the list holds `part`. */
bool moment_says(const struct moment_canvas *canvas, const char *part);

#endif

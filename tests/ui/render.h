/*
 * render.h - a scene drawn off screen, for the tests that look at lists or pixels.
 */
#ifndef SH_TESTS_UI_RENDER_H
#define SH_TESTS_UI_RENDER_H

#include "ports/display.h"
#include "ui/scenes.h"

/* Measures as the display does, and so many percent wider. */
struct wide_text {
    struct text_port real;
    int percent;
};

struct render {
    struct display_port display;
    struct wide_text wide;
    struct scene_setup setup;
    struct ui ui;
    const struct draw_list *list;
};

/*
 * Draws the scene `name` on a canvas of w x h; `widen_percent` makes every text measure that much
 * wider than it is, as a longer language would. To be freed by render_free(). NULL and `err` if it
 * cannot be drawn.
 */
struct render *render_new(const char *name, int w, int h, int widen_percent, struct err *err);
void render_free(struct render *render);

/* Draws what the scene's setup, changed by the caller, looks like at rest. */
int render_again(struct render *render, struct err *err);

#endif

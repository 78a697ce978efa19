/*
 * page.h - the parts of a page that fills the screen: its head, and a grid of
 * cells to tap.
 *
 * Texts are given as they are to be read. Pure; the thread that draws.
 */
#ifndef SH_UI_PAGE_H
#define SH_UI_PAGE_H

#include "ui/screens.h"

/* Fills the canvas with the ground; what follows is not still. */
void page_ground(const struct scene *scene);

/*
 * The way back, the title and a sentence below it (NULL: none). Returns where the rest of the page
 * begins, units.
 */
double page_begin(const struct scene *scene, const struct screen_input *in, const char *title,
                  const char *help, struct targets *targets);

enum cell_mark { CELL_PLAIN, CELL_CHOSEN, CELL_LOCKED };

struct cell {
    const char *label;
    const char *more; /* in small letters below it, at most two lines; "": nothing */
    enum cell_mark mark;
    int32_t target; /* 0: nothing happens, and it looks so */
};

/* Cells in rows from the left, as high as the room allows but not above `most`. Units. */
struct cell_grid {
    double x, y, w, h;
    int32_t columns, count;
    double most;
};

struct draw_rect cell_grid_rect(const struct layout *layout, const struct cell_grid *grid,
                                int32_t place);

void cell_draw(const struct scene *scene, const struct screen_input *in, struct draw_rect rect,
               const struct cell *cell, struct targets *targets);

/* A button whose label is one sign, as large as a figure. */
void key_draw(const struct scene *scene, const struct screen_input *in, struct draw_rect rect,
              const char *sign, int32_t target, struct targets *targets);

#endif

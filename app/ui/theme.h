/*
 * theme.h - the colours of a theme, as a table.
 *
 * Contrast of every text colour on bg, panel and card is at least 4.5, that of `away` at least 3
 * (WCAG 2.1, https://www.w3.org/TR/WCAG21/#contrast-minimum), computed by a test; `track` carries
 * meaning by shape and tilt. With any of the three colour deficiencies simulated (Machado, Oliveira
 * and Fernandes 2009, severity 1) the five data colours stay 10 apart by CIE 1976's measure.
 *
 * The pictures' own colours are the display's (enum draw_palette). Pure; any thread.
 */
#ifndef SH_UI_THEME_H
#define SH_UI_THEME_H

#include "ports/draw.h"

/* In the order of the configuration's words: dark, light, contrast. */
enum theme_id { THEME_DUSK, THEME_DAWN, THEME_CONTRAST, THEME_COUNT };

struct theme {
    struct draw_color bg;
    struct draw_color panel, panel2; /* the leg's panel, top and bottom */
    struct draw_color panel_glow;
    struct draw_color card;
    struct draw_color hi, mid, low;                      /* figures; labels; the axis */
    struct draw_color ink;                               /* text on `hi` */
    struct draw_color track;                             /* what is not lit */
    struct draw_color sit, stand, move, away, prolonged; /* the five data colours */
    struct draw_color fault;
    struct draw_color blood, blood2, surface; /* column, packets' lower end, the column's top */
    struct draw_color leaf;
    struct draw_color ambient_clock, ambient_heart;
    struct draw_color line;    /* around panel, cards, muscle; alpha 0: their fills will do */
    int32_t outline_percent;   /* of `hi` in a button's outline: 3 to 1 against its ground */
    int32_t least_shade;       /* percent: the darkest part of a figure against its ground */
    enum draw_palette palette; /* of the pictures */
};

const struct theme *theme_get(enum theme_id id);

/* `from` with `percent` (0 to 100) of `to` in it. */
struct draw_color theme_mix(struct draw_color from, struct draw_color to, int percent);

/* A button's outline on `ground`. */
struct draw_color theme_outline(const struct theme *theme, struct draw_color ground);

/* The colour with another opacity, 0 to 255. */
struct draw_color theme_fade(struct draw_color color, int alpha);

#endif

/*
 * text.h - setting text: roles, fitting, wrapping, digits that keep their place.
 *
 * A role names size, weight and tracking once. In large text a line takes up to 30 % more where its
 * place has the room, and stays as it is where it has not: what was laid out stays so. A text that
 * is too wide drops one size step; if that is not enough it is cut at a letter, with an ellipsis,
 * and counted. Lines break where Unicode allows (libunibreak). Pure but for the measure port; the
 * thread that draws.
 */
#ifndef SH_UI_TEXT_H
#define SH_UI_TEXT_H

#include <stddef.h>

#include "ui/drawlist.h"
#include "ui/layout.h"
#include "ui/theme.h"

enum text_role {
    TEXT_DISPLAY,        /* 104: minutes, beats */
    TEXT_DISPLAY_LONG,   /* 80: h:mm */
    TEXT_HEADLINE,       /* 64: a prompt's sentence */
    TEXT_HEADLINE_SMALL, /* 48: the same where it is long */
    TEXT_FIGURE_LARGE,   /* 40: the minutes on a tile */
    TEXT_FIGURE,         /* 28: stats, titles */
    TEXT_LEAD,           /* 24: what a headline means */
    TEXT_ACTION,         /* 24: buttons */
    TEXT_ACTION_SMALL,   /* 20 */
    TEXT_TILE,           /* 20: below an icon */
    TEXT_BODY,           /* 20: the steps of a card */
    TEXT_LABEL,          /* 16 */
    TEXT_LABEL_MEDIUM,
    TEXT_LABEL_STRONG,
    TEXT_FINE, /* 14: caption, notices */
    TEXT_FINE_STRONG,
    TEXT_CLOCK, /* 96: ambient */
    TEXT_ROLE_COUNT
};

enum text_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

/* What every screen draws with. */
struct scene {
    struct draw_list *list;
    const struct layout *layout;
    const struct theme *theme;
    const struct text_port *text;
};

/* A place for a text: its baseline meets y; nothing is wider than `max_px` (0: no limit). */
struct text_at {
    float x, y;
    enum text_align align;
    int32_t max_px;
};

/* Draws one line and returns how wide it came out, pixels. */
int32_t text_put(const struct scene *scene, enum text_role role, struct text_at at,
                 struct draw_color color, const char *utf8);

/*
 * The same with every digit in a cell of the width of 0, so that a running counter does not jump;
 * `scale` sizes the role (1: as it is).
 */
int32_t text_put_digits(const struct scene *scene, enum text_role role, struct text_at at,
                        float scale, struct draw_color color, const char *utf8);

/*
 * Wraps into at most `lines` lines of at.max_px with `line_px` between baselines; the last is cut
 * if there is more. Returns the number of lines.
 */
int32_t text_wrap(const struct scene *scene, enum text_role role, struct text_at at,
                  int32_t line_px, int32_t lines, struct draw_color color, const char *utf8);

/* From one baseline to the next of a wrapped text, pixels: `large` units in large text. */
int32_t text_pitch(const struct scene *scene, double units, double large);

/* Room for a line that text_put() draws with at.max_px `max_px`, pixels: at most as much. */
int32_t text_put_width(const struct scene *scene, enum text_role role, int32_t max_px,
                       const char *utf8);

/* How many lines of at most `max_px` the text takes in the role's own size. */
int32_t text_lines(const struct scene *scene, enum text_role role, int32_t max_px,
                   const char *utf8);

/* The width of one line in the role's own size, pixels. */
int32_t text_width(const struct scene *scene, enum text_role role, const char *utf8);

#endif

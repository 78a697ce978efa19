/*
 * history_page.h - the history's pages: where their parts stand, their charts, and what a finger
 * on a chart means.
 *
 * A chart is one target, wider than a finger: where it was touched says which bar, block or week.
 * Pure; the thread that draws.
 */
#ifndef SH_UI_HISTORY_PAGE_H
#define SH_UI_HISTORY_PAGE_H

#include "ui/history_shown.h"
#include "ui/screens.h"
#include "ui/ui.h"

#define HISTORY_CARDS_MAX 4

/* Pixels. */
struct history_places {
    struct draw_rect scales;       /* day, week, trend */
    struct draw_rect older, newer; /* and between them the period */
    struct draw_rect chart;        /* what a finger answers to */
    struct draw_rect plot;         /* within it: from the axis's top to its base */
    int32_t legend_y;              /* baseline */
    struct draw_rect earlier,
        later; /* of a day's blocks, and between them what the chosen one is */
    struct draw_rect cards[HISTORY_CARDS_MAX];
    int32_t cards_count;
};

void history_places_make(struct history_places *places, const struct layout *layout,
                         enum history_scale scale);

/* The whole page; and what its targets do. */
void screen_history_draw(const struct scene *scene, const struct screen_input *in,
                         struct targets *targets);
ui_page_act_fn history_act;

/* The block that was chosen, by its number; -1: none is, or it is gone. */
int32_t history_chosen(const struct history_page *page, const struct history_shown *shown);

/* What the page that is, or is about to be, shown asks for; false: none is. */
bool history_asks(const struct ui *ui, struct history_ask *ask);

/*
 * The charts. Each `_at` gives the number of what lies at the pixel `x`: the bar, the step of the
 * day, the week; the nearest one beside them.
 */
void chart_week_draw(const struct scene *scene, const struct history_places *places,
                     const struct history_shown *shown);
int32_t chart_week_at(const struct layout *layout, const struct history_places *places, int32_t x);

/* `chosen`: the number of the block that is marked, or -1. */
void chart_day_draw(const struct scene *scene, const struct history_places *places,
                    const struct history_shown *shown, int32_t chosen);
int32_t chart_day_at(const struct history_places *places, const struct history_shown *shown,
                     int32_t x);

void chart_trend_draw(const struct scene *scene, const struct history_places *places,
                      const struct history_shown *shown);
int32_t chart_trend_at(const struct layout *layout, const struct history_places *places, int32_t x);

/* The figures of what is shown, a card each. */
void history_cards_draw(const struct scene *scene, const struct history_places *places,
                        const struct history_shown *shown);

/* What `before` is of, in words: static or translated text. */
const char *history_reference_words(enum history_reference reference);

/* A short dash that stands for `before`, `w_px` wide from x on. */
void history_dash_draw(const struct scene *scene, float x, float y, float w_px);

/* "34 min", "5 h 12"; HISTORY_UNKNOWN is a dash. */
void history_duration(char *text, size_t size, int32_t minutes);

#endif

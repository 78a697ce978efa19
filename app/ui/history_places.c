/* Where the parts of the history's pages stand, landscape and portrait. */
#include "ui/history_page.h"

#define MARGIN     24.0
#define EDGE       16.0
#define HEAD       64.0 /* of the page */
#define SIDE       60.0
#define CARDS_W    240.0
#define SCALES_W   320.0
#define CARD_GAP   16.0
#define BESIDE     16.0
#define WEEK_CARDS 3
#define DAY_CARDS  4

/* A row of two ways with room between them, units. */
static void make_ways(const struct layout *layout, double left, double right, double y,
                      struct draw_rect *back, struct draw_rect *on)
{
    *back = layout_rect(layout, left, y, SIDE, SIDE);
    *on = layout_rect(layout, right - SIDE, y, SIDE, SIDE);
}

/* The chart answers from `above` its top to `below` its base. */
static void make_chart(struct history_places *places, const struct layout *layout, double x,
                       double y, double w, double h, double above, double below)
{
    places->plot = layout_rect(layout, x, y, w, h);
    places->chart = layout_rect(layout, x - BESIDE, y - above, w + 2 * BESIDE, above + h + below);
}

static void make_day(struct history_places *places, const struct layout *layout, double width)
{
    bool wide = layout->landscape;
    double left = MARGIN, right = width - MARGIN, top = wide ? 92 : 172;
    double foot = (wide ? 278 : 470) - layout_lack(layout), ways = foot + (wide ? 30 : 40),
           cards = ways + 72;
    double height = layout->h / (double)layout->unit_px;
    int columns = wide ? DAY_CARDS : DAY_CARDS / 2;
    double w = (right - left - (columns - 1) * CARD_GAP) / columns;

    make_ways(layout, left, right, top, &places->older, &places->newer);
    places->legend_y = layout_px(layout, top + 81);
    make_chart(places, layout, left, top + 94, right - left, foot - top - 94, 6, 10);
    make_ways(layout, left, right, ways, &places->earlier, &places->later);
    places->cards_count = DAY_CARDS;
    for (int i = 0; i < DAY_CARDS; i++) {
        int row = i / columns;
        double y = cards + row * (108 + CARD_GAP);
        double h = wide ? height - cards - EDGE : 108;

        places->cards[i] = layout_rect(layout, left + i % columns * (w + CARD_GAP), y, w, h);
    }
}

static void make_weeks(struct history_places *places, const struct layout *layout, double width)
{
    bool wide = layout->landscape;
    double right = wide ? width - EDGE - CARDS_W - CARD_GAP : width - MARGIN;
    double top = wide ? 92 : 172, base = (wide ? 400 : 540) - layout_lack(layout);
    double cards_x = wide ? right + CARD_GAP : MARGIN;
    double cards_w = wide ? CARDS_W : width - 2 * MARGIN;

    make_ways(layout, MARGIN, right, top, &places->older, &places->newer);
    make_chart(places, layout, MARGIN, top + 87, right - MARGIN, base - top - 87, 14, 32);
    places->legend_y = layout_px(layout, base + 56);
    places->cards_count = WEEK_CARDS;
    for (int i = 0; i < WEEK_CARDS; i++)
        places->cards[i] = wide ? layout_rect(layout, cards_x, 96 + i * 124, cards_w, 112)
                                : layout_rect(layout, cards_x, base + 84 + i * 72, cards_w, 64);
}

void history_places_make(struct history_places *places, const struct layout *layout,
                         enum history_scale scale)
{
    double width = layout->w / (double)layout->unit_px;

    *places = (struct history_places){
        .scales = layout->landscape
                      ? layout_rect(layout, width - EDGE - SCALES_W, EDGE, SCALES_W, HEAD)
                      : layout_rect(layout, EDGE, 92, width - 2 * EDGE, HEAD),
    };
    if (scale == HISTORY_DAY)
        make_day(places, layout, width);
    else
        make_weeks(places, layout, width);
}

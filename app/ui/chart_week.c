/* Seven bars: how long each sit lasted. Told by colour, by order and by a mark. */
#include <math.h>
#include <stdio.h>

#include "ui/history_page.h"
#include "ui/i18n.h"
#include "ui/locale_text.h"

#define AXIS_UNITS    44.0 /* left of the bars: hours */
#define BAR_UNITS     40.0
#define GAP_UNITS     2.0
#define RADIUS_UNITS  5.0
#define STUB_UNITS    4.0
#define STRIPES_UNITS 10.0 /* from one to the next */

enum mark { MARK_PLAIN, MARK_DOT, MARK_BARS };

#define CLASSES 3

/* From the bar's foot up. */
static const struct {
    const char *words;
    enum mark mark;
} classes[CLASSES] = {
    {N_("under 30 min"), MARK_PLAIN},
    {N_("30–60"), MARK_DOT},
    {N_("over 60"), MARK_BARS},
};

static struct draw_color class_color(const struct theme *theme, int class)
{
    const struct draw_color colors[CLASSES] = {theme->stand, theme->sit, theme->prolonged};

    return colors[class];
}

/* Bars share what lies right of the axis evenly. */
static double bars_left(const struct layout *layout, const struct history_places *places)
{
    return places->plot.x + (double)layout_exact(layout, AXIS_UNITS);
}

static double bar_middle(const struct layout *layout, const struct history_places *places, int day)
{
    double left = bars_left(layout, places), right = places->plot.x + places->plot.w;

    return left + (right - left) * (day + 0.5) / HISTORY_WEEK_DAYS;
}

int32_t chart_week_at(const struct layout *layout, const struct history_places *places, int32_t x)
{
    double left = bars_left(layout, places), right = places->plot.x + places->plot.w;
    int32_t day = (int32_t)floor((x - left) / (right - left) * HISTORY_WEEK_DAYS);

    return day < 0 ? 0 : day < HISTORY_WEEK_DAYS ? day : HISTORY_WEEK_DAYS - 1;
}

/* A second sign beside the colour, where there is room for it. */
static void draw_mark(const struct scene *scene, struct draw_rect rect, enum mark mark)
{
    const struct layout *layout = scene->layout;
    float inset = (float)rect.w / 5, width = layout_exact(layout, 2.5);
    float x = (float)rect.x + (float)rect.w / 2, y = (float)rect.y + (float)rect.h / 2;
    float step = layout_exact(layout, STRIPES_UNITS);
    float least = mark == MARK_DOT ? layout_exact(layout, 8) : layout_exact(layout, 6);
    int stripes;

    if (step > (float)rect.h / 3)
        step = (float)rect.h / 3;
    stripes = (int)(((float)rect.h - least) / step) + 1;

    if (mark == MARK_PLAIN || (float)rect.h < least)
        return;
    if (mark == MARK_DOT) {
        drawlist_ellipse(scene->list, x, y, layout_exact(layout, 3), layout_exact(layout, 3),
                         scene->theme->ink);
        return;
    }
    y -= (float)(stripes - 1) * step / 2;
    for (int i = 0; i < stripes; i++, y += step)
        drawlist_stroke(scene->list, (struct draw_point){(float)rect.x + inset, y},
                        (struct draw_point){(float)(rect.x + rect.w) - inset, y}, width,
                        scene->theme->ink);
}

static void draw_block(const struct scene *scene, struct draw_rect rect, int class)
{
    float radius = layout_exact(scene->layout, RADIUS_UNITS);

    if (radius > (float)rect.h / 2)
        radius = (float)rect.h / 2;
    drawlist_box(scene->list, rect, radius, 0, class_color(scene->theme, class));
    draw_mark(scene, rect, classes[class].mark);
}

static void draw_bar(const struct scene *scene, const struct history_places *places,
                     const struct history_bar *bar, double middle, double px_per_min)
{
    const struct layout *layout = scene->layout;
    const int32_t min[CLASSES] = {bar->short_min, bar->middle_min, bar->long_min};
    int32_t w = layout_px(layout, BAR_UNITS), gap = layout_px(layout, GAP_UNITS);
    int32_t x = (int32_t)lround(middle - w / 2.0), base = places->plot.y + places->plot.h;
    int32_t stub = layout_px(layout, STUB_UNITS), sum_min = 0;

    if (bar->short_min + bar->middle_min + bar->long_min == 0) {
        drawlist_box(scene->list, (struct draw_rect){x, base - stub, w, stub}, (float)stub / 2, 0,
                     scene->theme->track);
        return;
    }
    for (int i = 0; i < CLASSES; i++) {
        int32_t foot = base - (int32_t)lround(sum_min * px_per_min);
        int32_t top = base - (int32_t)lround((sum_min + min[i]) * px_per_min);
        int32_t h = foot - top - (sum_min > 0 ? gap : 0);

        sum_min += min[i];
        if (min[i] > 0)
            draw_block(scene, (struct draw_rect){x, top, w, h < stub ? stub : h}, i);
    }
}

static void draw_axis(const struct scene *scene, const struct history_places *places, int32_t hours)
{
    const struct layout *layout = scene->layout;
    const struct draw_rect *plot = &places->plot;
    int32_t left = plot->x + layout_px(layout, 38);
    struct text_at at = {(float)plot->x + layout_exact(layout, 34), 0, ALIGN_RIGHT, 0};
    char text[16];

    for (int i = 0; i <= 3; i++) {
        int32_t y = plot->y + plot->h - plot->h * i / 3;
        int32_t line = layout_px(layout, i == 0 ? 2 : 1);

        drawlist_box(scene->list, (struct draw_rect){left, y, plot->x + plot->w - left, line}, 0, 0,
                     i == 0 ? theme_mix(scene->theme->track, scene->theme->low, 30)
                            : theme_mix(scene->theme->bg, scene->theme->track, 80));
        if (i == 0)
            continue;
        at.y = (float)y + layout_exact(layout, 5);
        /* TRANSLATORS: hours at a chart's axis, as short as can be: 4 h. */
        snprintf(text, sizeof text, _("%d h"), (int)hours * i / 3);
        text_put(scene, TEXT_LABEL, at, scene->theme->low, text);
    }
}

static void draw_weekdays(const struct scene *scene, const struct history_places *places,
                          const struct history_shown *shown)
{
    const struct layout *layout = scene->layout;
    int32_t base = places->plot.y + places->plot.h;
    char text[LOCALE_TEXT_SIZE];

    for (int i = 0; i < HISTORY_WEEK_DAYS; i++) {
        bool is_today = shown->bars[i].back == 0;
        struct text_at at = {(float)bar_middle(layout, places, i),
                             (float)base + layout_exact(layout, 25), ALIGN_CENTRE,
                             layout_px(layout, 66)};

        /* Bars begin on a Monday. */
        locale_weekday_short(text, sizeof text, (i + 1) % HISTORY_WEEK_DAYS);
        text_put(scene, is_today ? TEXT_LABEL_STRONG : TEXT_LABEL, at,
                 is_today ? scene->theme->hi : scene->theme->low, text);
    }
}

static void draw_legend(const struct scene *scene, const struct history_places *places)
{
    const struct layout *layout = scene->layout;
    int32_t side = layout_px(layout, 16);
    float x = (float)bars_left(layout, places);

    for (int i = 0; i < CLASSES; i++) {
        struct draw_rect swatch = {(int32_t)x, places->legend_y - layout_px(layout, 13), side,
                                   side};
        struct text_at at = {x + layout_exact(layout, 24), (float)places->legend_y, ALIGN_LEFT,
                             layout_px(layout, 140)};

        drawlist_box(scene->list, swatch, layout_exact(layout, 4), 0, class_color(scene->theme, i));
        draw_mark(scene, swatch, classes[i].mark);
        x = at.x + layout_exact(layout, 24) +
            (float)text_put(scene, TEXT_LABEL, at, scene->theme->mid, _(classes[i].words));
    }
}

void chart_week_draw(const struct scene *scene, const struct history_places *places,
                     const struct history_shown *shown)
{
    int32_t hours = history_axis_hours(shown->bars);

    draw_axis(scene, places, hours);
    draw_weekdays(scene, places, shown);
    draw_legend(scene, places);
    for (int i = 0; i < HISTORY_WEEK_DAYS; i++)
        draw_bar(scene, places, &shown->bars[i], bar_middle(scene->layout, places, i),
                 places->plot.h / (hours * 60.0));
}

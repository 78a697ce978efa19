/* Twelve weeks in two lines, each against what was before: a dashed line. */
#include <math.h>
#include <stdio.h>

#include "ui/history_page.h"
#include "ui/i18n.h"
#include "ui/locale_text.h"

#define AXIS_UNITS 52.0
#define DASH_UNITS 8.0

/* A line of the page: what it tells of a week, and how its axis is called. */
struct row {
    const char *words;
    int32_t least; /* the axis's top at first; it grows by halves of it */
    bool is_tenths;
};

static const struct row rows[] = {
    {N_("usual time between breaks"), 60, false},
    {N_("breaks per sitting hour"), 20, true},
};

#define ROWS 2

static int32_t value_of(const struct history_point *point, const struct row *row)
{
    return row->is_tenths ? point->breaks_tenths : point->usual_min;
}

static int32_t top_of(const struct history_trend_shown *trend, const struct row *row)
{
    int32_t top = row->least;

    for (int i = 0; i <= HISTORY_TREND_WEEKS; i++) {
        const struct history_point *point =
            i < HISTORY_TREND_WEEKS ? &trend->weeks[i] : &trend->before;

        while (top < value_of(point, row))
            top += row->least / 2;
    }
    return top;
}

static double week_x(const struct layout *layout, const struct history_places *places, int week)
{
    double left = places->plot.x + (double)layout_exact(layout, AXIS_UNITS);
    double right = places->plot.x + places->plot.w;

    return left + (right - left) * (week + 0.5) / HISTORY_TREND_WEEKS;
}

int32_t chart_trend_at(const struct layout *layout, const struct history_places *places, int32_t x)
{
    double left = places->plot.x + (double)layout_exact(layout, AXIS_UNITS);
    double right = places->plot.x + places->plot.w;
    int32_t week = (int32_t)floor((x - left) / (right - left) * HISTORY_TREND_WEEKS);

    return week < 0 ? 0 : week < HISTORY_TREND_WEEKS ? week : HISTORY_TREND_WEEKS - 1;
}

void history_dash_draw(const struct scene *scene, float x, float y, float w_px)
{
    float dash = layout_exact(scene->layout, DASH_UNITS), width = layout_exact(scene->layout, 2);

    for (float at = x; at + dash / 2 <= x + w_px; at += 2 * dash)
        drawlist_stroke(scene->list, (struct draw_point){at, y},
                        (struct draw_point){fminf(at + dash, x + w_px), y}, width,
                        scene->theme->mid);
}

static void draw_axis(const struct scene *scene, struct draw_rect plot, const struct row *row,
                      int32_t top)
{
    const struct layout *layout = scene->layout;
    int32_t left = plot.x + layout_px(layout, AXIS_UNITS);
    struct text_at at = {(float)left - layout_exact(layout, 8),
                         (float)plot.y + layout_exact(layout, 5), ALIGN_RIGHT, 0};
    char text[LOCALE_TEXT_SIZE];

    drawlist_box(scene->list,
                 (struct draw_rect){left, plot.y, plot.x + plot.w - left, layout_px(layout, 1)}, 0,
                 0, theme_mix(scene->theme->bg, scene->theme->track, 80));
    drawlist_box(
        scene->list,
        (struct draw_rect){left, plot.y + plot.h, plot.x + plot.w - left, layout_px(layout, 2)}, 0,
        0, theme_mix(scene->theme->track, scene->theme->low, 30));
    locale_number(text, sizeof text, row->is_tenths ? top / 10 : top);
    text_put(scene, TEXT_LABEL, at, scene->theme->low, text);
}

/* A mark for each week that was written, and a line from one to the week after it. */
static void draw_weeks(const struct scene *scene, const struct history_places *places,
                       const struct history_trend_shown *trend, struct draw_rect plot,
                       const struct row *row, int32_t top)
{
    const struct layout *layout = scene->layout;
    struct draw_color color = row->is_tenths ? scene->theme->move : scene->theme->sit;
    float radius = layout_exact(layout, 5);
    struct draw_point last = {0, 0};
    bool has_last = false;

    for (int i = 0; i < HISTORY_TREND_WEEKS; i++) {
        int32_t value = value_of(&trend->weeks[i], row);
        struct draw_point at = {(float)week_x(layout, places, i),
                                (float)(plot.y + plot.h) -
                                    (float)plot.h * (float)value / (float)top};

        if (value == HISTORY_UNKNOWN) {
            has_last = false;
            continue;
        }
        if (has_last)
            drawlist_stroke(scene->list, last, at, layout_exact(layout, 2.5), color);
        drawlist_ellipse(scene->list, at.x, at.y, radius, radius, color);
        last = at;
        has_last = true;
    }
}

static void draw_row(const struct scene *scene, const struct history_places *places,
                     const struct history_trend_shown *trend, int number)
{
    const struct layout *layout = scene->layout;
    const struct row *row = &rows[number];
    int32_t before = value_of(&trend->before, row), top = top_of(trend, row);
    int32_t room = places->plot.h / ROWS, head = layout_px(layout, 28);
    struct draw_rect plot = {places->plot.x, places->plot.y + number * room + head, places->plot.w,
                             room - head - layout_px(layout, 10)};
    struct text_at at = {(float)plot.x + layout_exact(layout, AXIS_UNITS),
                         (float)plot.y - layout_exact(layout, 12), ALIGN_LEFT,
                         plot.w - layout_px(layout, AXIS_UNITS)};
    char text[96];

    /* TRANSLATORS: a chart's caption and its unit, minutes: %s is "usual time between breaks". */
    (void)snprintf(text, sizeof text, row->is_tenths ? "%s" : _("%s, min"), _(row->words));
    text_put(scene, TEXT_LABEL, at, scene->theme->mid, text);
    draw_axis(scene, plot, row, top);
    if (trend->reference != HISTORY_REF_NONE && before != HISTORY_UNKNOWN)
        history_dash_draw(scene, at.x,
                          (float)(plot.y + plot.h) - (float)plot.h * (float)before / (float)top,
                          (float)at.max_px);
    draw_weeks(scene, places, trend, plot, row, top);
}

static void draw_legend(const struct scene *scene, const struct history_places *places,
                        const struct history_trend_shown *trend)
{
    const struct layout *layout = scene->layout;
    float x = (float)places->plot.x + layout_exact(layout, AXIS_UNITS);
    struct text_at at = {x + layout_exact(layout, 50), (float)places->legend_y, ALIGN_LEFT, 0};

    if (trend->reference == HISTORY_REF_NONE)
        return;
    at.max_px = places->plot.x + places->plot.w - (int32_t)at.x;
    history_dash_draw(scene, x, at.y - layout_exact(layout, 5), layout_exact(layout, 40));
    text_put(scene, TEXT_LABEL, at, scene->theme->mid,
             history_reference_words((enum history_reference)trend->reference));
}

/* The Mondays of the first and the last week. */
static void draw_ends(const struct scene *scene, const struct history_places *places,
                      const struct history_trend_shown *trend)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)places->plot.x + layout_exact(layout, AXIS_UNITS),
                         (float)(places->plot.y + places->plot.h) + layout_exact(layout, 16),
                         ALIGN_LEFT, places->plot.w / 3};
    char text[LOCALE_TEXT_SIZE];

    locale_date(text, sizeof text, trend->weeks[0].date, LANGUAGE_DATE_DAY_SHORT);
    text_put(scene, TEXT_LABEL, at, scene->theme->low, text);
    at.x = (float)(places->plot.x + places->plot.w);
    at.align = ALIGN_RIGHT;
    locale_date(text, sizeof text, trend->weeks[HISTORY_TREND_WEEKS - 1].date,
                LANGUAGE_DATE_DAY_SHORT);
    text_put(scene, TEXT_LABEL, at, scene->theme->low, text);
}

void chart_trend_draw(const struct scene *scene, const struct history_places *places,
                      const struct history_shown *shown)
{
    for (int i = 0; i < ROWS; i++)
        draw_row(scene, places, &shown->trend, i);
    draw_ends(scene, places, &shown->trend);
    draw_legend(scene, places, &shown->trend);
}

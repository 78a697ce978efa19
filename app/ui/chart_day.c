/* A day at large: every posture as a block, told by its height as well as by its colour. */
#include <math.h>
#include <stdio.h>

#include "base/units.h"
#include "ui/history_page.h"
#include "ui/i18n.h"
#include "ui/posture_kind.h"

#define STEPS_PER_MIN  ((int32_t)(NS_PER_MIN / HISTORY_STEP_NS))
#define STEPS_PER_HOUR (60 * STEPS_PER_MIN)
#define HOURS_LEAST    10   /* a working day and more */
#define HOUR_UNITS     44.0 /* room for an hour's number */

/* The part of the day that is shown, steps. */
struct window {
    int32_t first, last;
};

/* A whole hour before what there is, and at least a working day from there on. */
static struct window window_of(const struct history_day_shown *day)
{
    int32_t length = day->clock.length_min * STEPS_PER_MIN;
    struct window window = {0, HOURS_LEAST * STEPS_PER_HOUR};

    if (day->count > 0) {
        int32_t first = day->blocks[0].start, last = day->blocks[day->count - 1].end;

        if (day->now > last)
            last = day->now;
        window.first = first - history_clock_min(&day->clock, first) % 60 * STEPS_PER_MIN -
                       first % STEPS_PER_MIN;
        window.last = window.first + HOURS_LEAST * STEPS_PER_HOUR;
        while (window.last < last)
            window.last += STEPS_PER_HOUR;
    }
    if (window.last > length) {
        window.first -= window.last - length;
        window.last = length;
    }
    if (window.first < 0)
        window.first = 0;
    return window;
}

static double x_of(const struct history_places *places, struct window window, int32_t step)
{
    return places->plot.x +
           (double)places->plot.w * (step - window.first) / (window.last - window.first);
}

int32_t chart_day_at(const struct history_places *places, const struct history_shown *shown,
                     int32_t x)
{
    struct window window = window_of(&shown->day);
    double step = (double)(x - places->plot.x) / places->plot.w * (window.last - window.first);

    return window.first + (int32_t)floor(step);
}

static struct draw_rect block_rect(const struct scene *scene, const struct history_places *places,
                                   struct window window, const struct strip_block *block)
{
    const struct layout *layout = scene->layout;
    double least = (double)layout_exact(layout, 4), gap = (double)layout_exact(layout, 1.5);
    double left = x_of(places, window, block->start), right = x_of(places, window, block->end);
    int32_t h = places->plot.h * posture_kind_height_percent(block->posture) / 100;
    int32_t x;

    if (right - left < least) {
        left = (left + right - least) / 2;
        right = left + least;
    } else if (right - left > least + gap) {
        right -= gap;
    }
    x = (int32_t)lround(left);
    return (struct draw_rect){x, places->plot.y + places->plot.h - h, (int32_t)lround(right) - x,
                              h};
}

static void draw_hours(const struct scene *scene, const struct history_places *places,
                       struct window window, const struct history_clock *clock)
{
    const struct layout *layout = scene->layout;
    double room = (double)layout_exact(layout, HOUR_UNITS) * (window.last - window.first) /
                  ((double)places->plot.w * STEPS_PER_HOUR);
    int every = room <= 1 ? 1 : room <= 2 ? 2 : 4;
    double taken = -1;
    char text[16];

    for (int32_t step = window.first; step <= window.last; step += STEPS_PER_MIN) {
        int32_t minute = history_clock_min(clock, step);
        double x = x_of(places, window, step);
        struct text_at at = {(float)x,
                             (float)(places->plot.y + places->plot.h) + layout_exact(layout, 24),
                             ALIGN_CENTRE, 0};

        /* Hours that the clocks skip or repeat stand closer. */
        if (minute % (60 * every) != 0 || (taken >= 0 && x < taken))
            continue;
        taken = x + (double)layout_exact(layout, HOUR_UNITS - 2);
        if (x < places->plot.x + (double)layout_exact(layout, 10))
            at.align = ALIGN_LEFT;
        else if (x > places->plot.x + places->plot.w - (double)layout_exact(layout, 10))
            at.align = ALIGN_RIGHT;
        (void)snprintf(text, sizeof text, "%d", (int)minute / 60);
        text_put(scene, TEXT_LABEL, at, scene->theme->low, text);
    }
}

/* Large words only where all of them have the room. */
static bool legend_grows(const struct scene *scene, const struct history_places *places)
{
    int32_t word_px = layout_px(scene->layout, 110);
    int32_t row_px = POSTURE_KINDS * layout_px(scene->layout, 34);

    for (int i = 0; i < POSTURE_KINDS; i++)
        row_px += text_put_width(scene, TEXT_LABEL, word_px, _(posture_kinds[i].name));
    return row_px <= places->plot.w;
}

static void draw_legend(const struct scene *scene, const struct history_places *places)
{
    const struct layout *layout = scene->layout;
    float x = (float)places->plot.x;
    bool grows = legend_grows(scene, places);

    for (int i = 0; i < POSTURE_KINDS; i++) {
        const char *word = _(posture_kinds[i].name);
        int32_t h = layout_px(layout, fmax(3, 16 * posture_kinds[i].height_percent / 100.0));
        struct text_at at = {x + layout_exact(layout, 14), (float)places->legend_y, ALIGN_LEFT,
                             layout_px(layout, 110)};
        int32_t word_w = text_width(scene, TEXT_LABEL, word);

        if (!grows && word_w < at.max_px)
            at.max_px = word_w;
        drawlist_box(
            scene->list,
            (struct draw_rect){(int32_t)lroundf(x), places->legend_y + layout_px(layout, 1) - h,
                               layout_px(layout, 8), h},
            layout_exact(layout, 2), 0, posture_kind_color(scene->theme, posture_kinds[i].posture));
        x = at.x + layout_exact(layout, 20) +
            (float)text_put(scene, TEXT_LABEL, at, scene->theme->mid, word);
    }
}

/* A line around the whole height, so that a low or narrow block can be seen to be meant. */
static void draw_choice(const struct scene *scene, const struct history_places *places,
                        struct draw_rect block)
{
    const struct layout *layout = scene->layout;
    int32_t air = layout_px(layout, 4);
    struct draw_rect around = {block.x - air, places->plot.y - air, block.w + 2 * air,
                               places->plot.h + 2 * air};

    drawlist_box(scene->list, around, layout_exact(layout, 5), layout_exact(layout, 2),
                 scene->theme->hi);
}

void chart_day_draw(const struct scene *scene, const struct history_places *places,
                    const struct history_shown *shown, int32_t chosen)
{
    const struct layout *layout = scene->layout;
    const struct history_day_shown *day = &shown->day;
    struct window window = window_of(day);
    int32_t track = layout_px(layout, 4), base = places->plot.y + places->plot.h;

    draw_legend(scene, places);
    draw_hours(scene, places, window, &day->clock);
    drawlist_box(scene->list,
                 (struct draw_rect){places->plot.x, base - track, places->plot.w, track},
                 layout_exact(layout, 2), 0, scene->theme->track);
    /* Moving last: a stroll is narrower than its mark, which lies over its neighbours. */
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < day->count; i++) {
            const struct strip_block *block = &day->blocks[i];

            if ((block->posture == POSTURE_STEPPING) == (pass == 1))
                drawlist_box(scene->list, block_rect(scene, places, window, block),
                             layout_exact(layout, 3), 0,
                             posture_kind_color(scene->theme, (enum posture)block->posture));
        }
    }
    if (day->now != HISTORY_UNKNOWN) {
        int32_t x = (int32_t)lround(x_of(places, window, day->now)), w = layout_px(layout, 3);

        drawlist_box(scene->list,
                     (struct draw_rect){x - w / 2, places->plot.y - layout_px(layout, 6), w,
                                        places->plot.h + layout_px(layout, 6)},
                     layout_exact(layout, 1.5), 0, scene->theme->hi);
    }
    if (chosen >= 0 && chosen < day->count)
        draw_choice(scene, places, block_rect(scene, places, window, &day->blocks[chosen]));
}

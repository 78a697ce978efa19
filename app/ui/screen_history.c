/* The history: a day, a week, twelve weeks. It names what happened and praises or blames nobody. */
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "ui/history_page.h"
#include "ui/i18n.h"
#include "ui/locale_text.h"
#include "ui/page_head.h"
#include "ui/posture_kind.h"

#define SCALE_GAP 12.0
#define LINE      20
#define YEAR      10000 /* of a date */

/* What stands where there is nothing to draw. */
static const char *const states[] = {
    [HISTORY_WAITING] = NULL, /* three dots */
    [HISTORY_READY] = NULL,
    [HISTORY_EMPTY] = N_("Nothing here yet. Your first day is being written."),
    [HISTORY_NO_CLOCK] = N_("Days have no names yet: nobody has told the kiosk what time it is."),
    [HISTORY_UNREADABLE] = N_("The history cannot be read just now."),
};

const char *history_reference_words(enum history_reference reference)
{
    switch (reference) {
    case HISTORY_REF_BASELINE:
        return _("your first days, observed only");
    case HISTORY_REF_FIRST_WEEK:
        return _("your first week");
    case HISTORY_REF_NONE:
        break;
    }
    return "";
}

/* ------------------------------------------------------------------------------------ the head */

static void draw_scales(const struct scene *scene, const struct screen_input *in,
                        const struct history_places *places, struct targets *targets)
{
    static const char *const words[HISTORY_SCALES] = {N_("Day"), N_("Week"), N_("Trend")};
    const struct layout *layout = scene->layout;
    int32_t gap = layout_px(layout, SCALE_GAP), inset = layout_px(layout, 4);
    struct draw_rect box = places->scales;
    int32_t w = (box.w - (HISTORY_SCALES - 1) * gap) / HISTORY_SCALES;

    screen_card(scene, box, layout_exact(layout, 20));
    for (int i = 0; i < HISTORY_SCALES; i++) {
        struct draw_rect rect = {box.x + i * (w + gap), box.y, w, box.h}, thumb = rect;
        bool is_chosen = in->view->pages.history.scale == i;
        struct text_at at = {(float)rect.x + (float)w / 2,
                             (float)rect.y + (float)rect.h / 2 + layout_exact(layout, 7),
                             ALIGN_CENTRE, w - 2 * inset};
        int32_t target = target_with(TARGET_HISTORY_SCALE, i);

        thumb.x += inset;
        thumb.y += inset;
        thumb.w -= 2 * inset;
        thumb.h -= 2 * inset;
        if (is_chosen || in->pressed == target)
            drawlist_box(scene->list, thumb, layout_exact(layout, 16), 0,
                         is_chosen ? scene->theme->hi
                                   : theme_mix(scene->theme->card, scene->theme->hi, 12));
        text_put(scene, TEXT_TILE, at, is_chosen ? scene->theme->ink : scene->theme->mid,
                 _(words[i]));
        targets_add(targets, rect, target);
    }
}

/* Only its sign: the page's own way back is the button. One that leads nowhere is not there. */
static void draw_way(const struct scene *scene, const struct screen_input *in, enum page_way way,
                     struct draw_rect rect, int32_t target, bool leads, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    float half = layout_exact(layout, 5), width = layout_exact(layout, 3);
    float x = (float)rect.x + (float)rect.w / 2, y = (float)rect.y + (float)rect.h / 2;
    float side = way == PAGE_WAY_BACK ? -half : half;

    if (!leads)
        return;
    if (in->pressed == target)
        drawlist_box(scene->list, rect, layout_exact(layout, 20), 0, scene->theme->card);
    for (int i = -1; i <= 1; i += 2)
        drawlist_stroke(scene->list, (struct draw_point){x - side, y + (float)i * 2 * half},
                        (struct draw_point){x + side, y}, width, scene->theme->mid);
    targets_add(targets, rect, target);
}

static void period_words(char *text, size_t size, const struct history_shown *shown)
{
    char first[LOCALE_TEXT_SIZE], last[LOCALE_TEXT_SIZE];

    if (shown->ask.scale == HISTORY_DAY) {
        locale_date(first, sizeof first, shown->date, LANGUAGE_DATE_FULL);
        if (shown->date / YEAR == shown->today / YEAR)
            (void)snprintf(text, size, "%s", first);
        else
            (void)snprintf(text, size, "%s (%d)", first, (int)shown->date / YEAR);
        return;
    }
    locale_date(first, sizeof first, shown->date, LANGUAGE_DATE_DAY_SHORT);
    locale_date(last, sizeof last, shown->last_date, LANGUAGE_DATE_DAY_SHORT);
    if (shown->last_date / YEAR == shown->today / YEAR)
        (void)snprintf(text, size, "%s – %s", first, last);
    else
        (void)snprintf(text, size, "%s – %s (%d)", first, last, (int)shown->last_date / YEAR);
}

/* What else must be known of it, or what the chart tells. */
static void caption_words(char *text, size_t size, const struct history_shown *shown)
{
    char unknown[LOCALE_TEXT_SIZE];

    history_duration(unknown, sizeof unknown, shown->figures.unknown_min);
    if (shown->unsynchronised)
        (void)snprintf(text, size, "%s", _("Dated by an unchecked clock"));
    else if (shown->ask.scale == HISTORY_TREND)
        (void)snprintf(text, size, "%s", _("Each week's usual day"));
    else if (shown->figures.unknown_min > 0)
        /* TRANSLATORS: %s is a duration, 40 min or 1 h 20, in which no posture was known. */
        (void)snprintf(text, size, _("Of this time, %s are not known"), unknown);
    else if (shown->ask.scale == HISTORY_WEEK)
        (void)snprintf(text, size, "%s", _("How long each sit lasted"));
    else
        text[0] = '\0';
}

static void draw_period(const struct scene *scene, const struct screen_input *in,
                        const struct history_places *places, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct history_shown *shown = &in->view->history;
    bool is_ready = shown->state == HISTORY_READY;
    int32_t left = places->older.x + places->older.w, right = places->newer.x;
    struct text_at at = {(float)(left + right) / 2, (float)places->older.y, ALIGN_CENTRE,
                         right - left - layout_px(layout, 16)};
    char text[192], caption[192];

    draw_way(scene, in, PAGE_WAY_BACK, places->older, TARGET_HISTORY_OLDER,
             is_ready && shown->has_older, targets);
    draw_way(scene, in, PAGE_WAY_ON, places->newer, TARGET_HISTORY_NEWER, shown->ask.back > 0,
             targets);
    if (!is_ready)
        return;
    period_words(text, sizeof text, shown);
    caption_words(caption, sizeof caption, shown);
    at.y += layout_exact(layout, caption[0] ? 26 : 38);
    text_put(scene, TEXT_LABEL_STRONG, at, scene->theme->hi, text);
    at.y += layout_exact(layout, 24);
    text_put(scene, TEXT_LABEL, at, scene->theme->mid, caption);
}

/* ------------------------------------------------------------------------------- a day's blocks */

static void block_words(char *text, size_t size, const struct history_shown *shown,
                        const struct strip_block *block)
{
    char from[LOCALE_TEXT_SIZE], to[LOCALE_TEXT_SIZE], length[LOCALE_TEXT_SIZE];
    int32_t length_s = (int32_t)((block->end - block->start) * HISTORY_STEP_NS / NS_PER_S);

    locale_clock(from, sizeof from, history_clock_min(&shown->day.clock, block->start));
    locale_clock(to, sizeof to, history_clock_min(&shown->day.clock, block->end));
    if (length_s < 60)
        (void)snprintf(length, sizeof length, _("%d s"), (int)length_s);
    else
        history_duration(length, sizeof length, length_s / 60);
    (void)snprintf(text, size, "%s–%s · %s", from, to, length);
}

static const char *posture_words(int posture)
{
    for (int i = 0; i < POSTURE_KINDS; i++) {
        if ((int)posture_kinds[i].posture == posture)
            return _(posture_kinds[i].name);
    }
    return "";
}

/* What was said rather than seen is called so; "" if nothing was. */
static void said_words(const struct history_figures *figures, char *text, size_t size)
{
    static const char *const words[HISTORY_SAID_KINDS] = {
        [HISTORY_SAID_RAISES] = N_("Calf raises"),
        [HISTORY_SAID_TOES] = N_("Toes up"),
        [HISTORY_SAID_CIRCLES] = N_("Ankle circles"),
        [HISTORY_SAID_WATER] = N_("Water"),
    };
    size_t used;

    text[0] = '\0';
    if (figures->reported > 0)
        (void)snprintf(text, size,
                       ngettext("%d break reported by touch", "%d breaks reported by touch",
                                (unsigned long)figures->reported),
                       (int)figures->reported);
    for (int i = 0; i < HISTORY_SAID_KINDS; i++) {
        used = strlen(text);
        if (figures->said[i] == 0)
            continue;
        if (used == 0)
            used = (size_t)snprintf(text, size, "%s", _("Reported by touch"));
        if (used < size)
            (void)snprintf(text + used, size - used, " · %d\u00a0×\u00a0%s", (int)figures->said[i],
                           _(words[i]));
    }
}

/* Without a choice: how to choose, and what was said rather than seen. */
static void hint_words(const struct history_shown *shown, char *text, size_t size, char *more,
                       size_t more_size)
{
    more[0] = '\0';
    (void)snprintf(text, size, "%s",
                   shown->day.count > 0              ? _("Touch a block to see more.")
                   : shown->source == HISTORY_STORED ? _("Of this day only its totals are kept.")
                                                     : _("Nothing was written on this day."));
    said_words(&shown->figures, more, more_size);
}

static void draw_details(const struct scene *scene, const struct screen_input *in,
                         const struct history_places *places, int32_t chosen,
                         struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct history_shown *shown = &in->view->history;
    int32_t left = places->earlier.x + places->earlier.w, right = places->later.x;
    struct text_at at = {(float)(left + right) / 2, (float)places->earlier.y, ALIGN_CENTRE,
                         right - left - layout_px(layout, 16)};
    char text[256], more[256];

    draw_way(scene, in, PAGE_WAY_BACK, places->earlier, TARGET_HISTORY_EARLIER,
             shown->day.count > 0 && chosen != 0, targets);
    draw_way(scene, in, PAGE_WAY_ON, places->later, TARGET_HISTORY_LATER,
             shown->day.count > 0 && chosen != shown->day.count - 1, targets);
    if (chosen >= 0) {
        block_words(text, sizeof text, shown, &shown->day.blocks[chosen]);
        (void)snprintf(more, sizeof more, "%s", posture_words(shown->day.blocks[chosen].posture));
    } else {
        hint_words(shown, text, sizeof text, more, sizeof more);
    }
    if (text_width(scene, TEXT_LABEL, more) > at.max_px) {
        at.y += layout_exact(layout, 26);
        text_wrap(scene, TEXT_LABEL, at, layout_px(layout, LINE), 2, scene->theme->mid, more);
        return;
    }
    if (more[0] == '\0' && text_width(scene, TEXT_LABEL_MEDIUM, text) > at.max_px) {
        at.y += layout_exact(layout, 28);
        text_wrap(scene, TEXT_LABEL_MEDIUM, at, layout_px(layout, LINE), 2, scene->theme->hi, text);
        return;
    }
    at.y += layout_exact(layout, more[0] ? 26 : 38);
    text_put(scene, TEXT_LABEL_STRONG, at, scene->theme->hi, text);
    at.y += layout_exact(layout, 24);
    text_put(scene, TEXT_LABEL, at, scene->theme->mid, more);
}

/* ------------------------------------------------------------------------------------ the whole */

static const char *title_of(int32_t scale)
{
    return scale == HISTORY_DAY    ? _("Your day")
           : scale == HISTORY_WEEK ? _("Your week")
                                   : _("Your weeks");
}

/* In the middle of what lies below the head. */
static void draw_state(const struct scene *scene, const char *words)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->w / 2, (float)layout->h / 2 + layout_exact(layout, 20),
                         ALIGN_CENTRE, layout->w - 2 * layout_px(layout, 48)};

    text_wrap(scene, TEXT_BODY, at, layout_px(layout, 28), 3, scene->theme->mid, words);
}

static void draw_waiting(const struct scene *scene)
{
    const struct layout *layout = scene->layout;
    float radius = layout_exact(layout, 4);

    for (int i = -1; i <= 1; i++)
        drawlist_ellipse(scene->list, (float)layout->w / 2 + layout_exact(layout, i * 20.0),
                         (float)layout->h / 2, radius, radius, scene->theme->low);
}

static void draw_content(const struct scene *scene, const struct screen_input *in,
                         const struct history_places *places, struct targets *targets)
{
    const struct history_shown *shown = &in->view->history;
    int32_t chosen = history_chosen(&in->view->pages.history, shown);
    bool answers = shown->ask.scale != HISTORY_DAY || shown->day.count > 0;

    history_cards_draw(scene, places, shown);
    if (answers)
        targets_add(targets, places->chart, TARGET_HISTORY_CHART);
    switch ((enum history_scale)shown->ask.scale) {
    case HISTORY_DAY:
        draw_details(scene, in, places, chosen, targets);
        if (shown->day.count > 0)
            chart_day_draw(scene, places, shown, chosen);
        break;
    case HISTORY_WEEK:
        chart_week_draw(scene, places, shown);
        break;
    case HISTORY_TREND:
        chart_trend_draw(scene, places, shown);
        break;
    case HISTORY_SCALES:
        break;
    }
}

void screen_history_draw(const struct scene *scene, const struct screen_input *in,
                         struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct history_shown *shown = &in->view->history;
    int32_t scale = in->view->pages.history.scale;
    struct history_places places;

    history_places_make(&places, layout, (enum history_scale)scale);
    drawlist_box(scene->list, (struct draw_rect){0, 0, layout->w, layout->h}, 0, 0,
                 scene->theme->bg);
    drawlist_end_still(scene->list);
    page_head_draw(scene, in, title_of(scale),
                   layout->landscape ? places.scales.x - layout_px(layout, 16)
                                     : layout->w - layout_px(layout, 24),
                   TARGET_HISTORY_BACK, targets);
    draw_scales(scene, in, &places, targets);
    if (states[shown->state])
        draw_state(scene, _(states[shown->state]));
    else
        draw_period(scene, in, &places, targets);
    if (shown->state == HISTORY_WAITING)
        draw_waiting(scene);
    else if (shown->state == HISTORY_READY)
        draw_content(scene, in, &places, targets);
    screen_notice(scene, in->view, false);
}

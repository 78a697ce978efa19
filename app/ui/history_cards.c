/* The figures beside a chart, a card each. */
#include <stdio.h>

#include "ui/history_page.h"
#include "ui/i18n.h"
#include "ui/locale_text.h"

void history_duration(char *text, size_t size, int32_t minutes)
{
    if (minutes == HISTORY_UNKNOWN)
        (void)snprintf(text, size, "–");
    else if (minutes < 60)
        (void)snprintf(text, size, _("%d min"), (int)minutes);
    else
        (void)snprintf(text, size, _("%d h %02d"), (int)minutes / 60, (int)minutes % 60);
}

struct figure_card {
    const char *words;
    char figure[LOCALE_TEXT_SIZE];
    char before[LOCALE_TEXT_SIZE]; /* "": nothing to compare with */
};

static void tenths_words(char *text, size_t size, int32_t tenths)
{
    if (tenths == HISTORY_UNKNOWN)
        (void)snprintf(text, size, "–");
    else
        locale_tenths(text, size, tenths);
}

static void fill_day(struct figure_card cards[HISTORY_CARDS_MAX], const struct history_figures *of)
{
    cards[0].words = _("sitting");
    history_duration(cards[0].figure, sizeof cards[0].figure, of->sitting_min);
    cards[1].words = _("breaks per sitting hour");
    tenths_words(cards[1].figure, sizeof cards[1].figure, of->breaks_tenths);
    cards[2].words = _("usual time between breaks");
    history_duration(cards[2].figure, sizeof cards[2].figure, of->usual_min);
    cards[3].words = _("second-heart beats");
    locale_number(cards[3].figure, sizeof cards[3].figure, of->beats);
}

static void fill_week(struct figure_card cards[HISTORY_CARDS_MAX], const struct history_figures *of)
{
    cards[0].words = _("breaks per sitting hour");
    tenths_words(cards[0].figure, sizeof cards[0].figure, of->breaks_tenths);
    cards[1].words = _("usual time between breaks");
    history_duration(cards[1].figure, sizeof cards[1].figure, of->usual_min);
    cards[2].words = _("second-heart beats this week");
    locale_number(cards[2].figure, sizeof cards[2].figure, of->beats);
}

/* The latest week that was written, and what was before. */
static void fill_trend(struct figure_card cards[HISTORY_CARDS_MAX],
                       const struct history_trend_shown *trend)
{
    struct history_point now = {.usual_min = HISTORY_UNKNOWN,
                                .breaks_tenths = HISTORY_UNKNOWN,
                                .sitting_min = HISTORY_UNKNOWN};

    for (int i = 0; i < HISTORY_TREND_WEEKS; i++) {
        if (trend->weeks[i].days > 0)
            now = trend->weeks[i];
    }
    cards[0].words = _("usual time between breaks");
    history_duration(cards[0].figure, sizeof cards[0].figure, now.usual_min);
    cards[1].words = _("breaks per sitting hour");
    tenths_words(cards[1].figure, sizeof cards[1].figure, now.breaks_tenths);
    cards[2].words = _("sitting on a usual day");
    history_duration(cards[2].figure, sizeof cards[2].figure, now.sitting_min);
    if (trend->reference == HISTORY_REF_NONE)
        return;
    history_duration(cards[0].before, sizeof cards[0].before, trend->before.usual_min);
    tenths_words(cards[1].before, sizeof cards[1].before, trend->before.breaks_tenths);
    history_duration(cards[2].before, sizeof cards[2].before, trend->before.sitting_min);
}

static void draw_before(const struct scene *scene, struct draw_rect rect, float y, const char *text)
{
    const struct layout *layout = scene->layout;
    float right = (float)(rect.x + rect.w) - layout_exact(layout, 20);
    struct text_at at = {right, y, ALIGN_RIGHT, rect.w / 2};
    float w = (float)text_put(scene, TEXT_LABEL_MEDIUM, at, scene->theme->mid, text);

    history_dash_draw(scene, right - w - layout_exact(layout, 34), y - layout_exact(layout, 5),
                      layout_exact(layout, 24));
}

/* A wide card has its words beside the figure, any other below it. */
static void draw_card(const struct scene *scene, struct draw_rect rect,
                      const struct figure_card *card)
{
    const struct layout *layout = scene->layout;
    int32_t inset = layout_px(layout, 20);
    bool is_flat = rect.h < layout_px(layout, 70), is_narrow = rect.w < layout_px(layout, 210);
    struct text_at at = {(float)(rect.x + inset), (float)rect.y, ALIGN_LEFT, rect.w - 2 * inset};
    int32_t words_x = rect.x + layout_px(layout, 150);

    if (is_narrow) {
        inset = layout_px(layout, 14);
        at.x = (float)(rect.x + inset);
        at.max_px = rect.w - 2 * inset;
    }
    screen_card(scene, rect, layout_exact(layout, is_flat ? 18 : 24));
    if (is_flat) {
        at.y += (float)rect.h / 2 + layout_exact(layout, 10);
        at.max_px = words_x - layout_px(layout, 8) - (int32_t)at.x;
        text_put(scene, TEXT_FIGURE, at, scene->theme->hi, card->figure);
        at.x = (float)words_x;
        at.max_px = rect.x + rect.w - layout_px(layout, card->before[0] ? 120 : 16) - words_x;
        if (card->before[0])
            draw_before(scene, rect, at.y - layout_exact(layout, 4), card->before);
        if (text_lines(scene, TEXT_LABEL, at.max_px, card->words) > 1)
            at.y -= layout_exact(layout, 13);
        else
            at.y -= layout_exact(layout, 4);
    } else {
        at.y += layout_exact(layout, is_narrow && rect.h < layout_px(layout, 100) ? 33 : 42);
        text_put(scene, TEXT_FIGURE, at, scene->theme->hi, card->figure);
        if (card->before[0])
            draw_before(scene, rect, at.y - layout_exact(layout, 2), card->before);
        at.y += layout_exact(layout, is_narrow ? 21 : 26);
    }
    if (is_narrow)
        text_wrap(scene, TEXT_FINE, at, text_pitch(scene, 17, 20), 2, scene->theme->mid,
                  card->words);
    else
        text_wrap(scene, TEXT_LABEL, at, text_pitch(scene, 20, 22), 2, scene->theme->mid,
                  card->words);
}

void history_cards_draw(const struct scene *scene, const struct history_places *places,
                        const struct history_shown *shown)
{
    struct figure_card cards[HISTORY_CARDS_MAX] = {0};

    if (shown->ask.scale == HISTORY_DAY)
        fill_day(cards, &shown->figures);
    else if (shown->ask.scale == HISTORY_WEEK)
        fill_week(cards, &shown->figures);
    else
        fill_trend(cards, &shown->trend);
    for (int32_t i = 0; i < places->cards_count; i++)
        draw_card(scene, places->cards[i], &cards[i]);
}

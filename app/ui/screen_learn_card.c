/* A card of a topic: its words, its picture, and the way on. */
#include <math.h>
#include <stdio.h>

#include "ui/i18n.h"
#include "ui/learn_cards.h"
#include "ui/learn_picture.h"
#include "ui/page_head.h"

#define MARGIN       32
#define BUTTON_W     176
#define BUTTON_H     88
#define FOOT         16
#define PANEL_PART   0.42 /* of the width, or of the height */
#define FIRST_LINE_Y 44   /* of the words, below the head */

/* The screen's parts: words beside or below the picture's panel, pixels. */
struct plan {
    struct draw_rect panel;
    int32_t x, w;     /* of the words */
    int32_t top, end; /* the first line's baseline; what the last one must not pass */
    struct draw_rect button;
};

static struct plan plan_of(const struct layout *layout)
{
    struct plan plan = {.x = layout_px(layout, MARGIN)};
    int32_t head = layout_px(layout, PAGE_HEAD_UNITS), edge = layout_px(layout, 24);

    plan.button.w = layout_px(layout, BUTTON_W);
    plan.button.h = layout_px(layout, BUTTON_H);
    plan.button.y = layout->h - layout_px(layout, FOOT) - plan.button.h;
    if (layout->landscape) {
        plan.panel.w = (int32_t)lround(layout->w * PANEL_PART);
        plan.panel.x = layout->w - plan.panel.w;
        plan.panel.h = layout->h;
        plan.top = head + layout_px(layout, FIRST_LINE_Y);
        plan.w = plan.panel.x - plan.x - edge;
    } else {
        plan.panel.y = head;
        plan.panel.w = layout->w;
        plan.panel.h = (int32_t)lround(layout->h * PANEL_PART);
        plan.top = head + plan.panel.h + layout_px(layout, FIRST_LINE_Y);
        plan.w = layout->w - 2 * plan.x;
    }
    plan.button.x = plan.x + plan.w - plan.button.w;
    plan.end = plan.button.y - layout_px(layout, 16);
    return plan;
}

/* Line and paragraph spacing of each size that the words may have, units; the largest first. */
struct measure {
    enum text_role role;
    double line, apart;
};

static const struct measure measures[] = {
    {TEXT_LEAD, 33, 18}, {TEXT_BODY, 30, 18}, {TEXT_BODY, 27, 12}, {TEXT_LABEL, 23, 10}};

#define MEASURES (sizeof measures / sizeof *measures)

/* What is said first stands out, what follows is quieter; both of one size. */
static void draw_words(const struct scene *scene, const struct plan *plan,
                       const struct learn_card *card)
{
    const struct layout *layout = scene->layout;
    const char *lead = _(card->lead), *more = _(card->more);
    struct text_at at = {(float)plan->x, (float)plan->top, ALIGN_LEFT, plan->w};
    int32_t lines[2] = {0}, line = 0, apart = 0;
    size_t i;
    /* The size is chosen here, for both. */
    struct layout as_chosen = *layout;
    struct scene words = *scene;

    as_chosen.text_size = TEXT_SIZE_NORMAL;
    words.layout = &as_chosen;
    for (i = layout->text_size == TEXT_SIZE_LARGE ? 0 : 1; i < MEASURES; i++) {
        lines[0] = text_lines(scene, measures[i].role, plan->w, lead);
        lines[1] = text_lines(scene, measures[i].role, plan->w, more);
        line = layout_px(layout, measures[i].line);
        apart = layout_px(layout, measures[i].apart);
        if (plan->top + (lines[0] + lines[1] - 1) * line + apart <= plan->end)
            break;
    }
    if (i == MEASURES)
        i--;
    text_wrap(&words, measures[i].role, at, line, lines[0], scene->theme->hi, lead);
    at.y += (float)(lines[0] * line + apart);
    text_wrap(&words, measures[i].role, at, line, lines[1], scene->theme->mid, more);
}

/* Where it was studied, how far the cards have come: left of the button. */
static void draw_foot(const struct scene *scene, const struct plan *plan,
                      const struct learn_card *card, int32_t page, int32_t count)
{
    const struct layout *layout = scene->layout;
    int32_t foot = layout->h - layout_px(layout, 32), gap = layout_px(layout, 20);
    struct text_at at = {(float)plan->x, (float)foot, ALIGN_LEFT, 0};
    enum text_role fine = page_fine_role(layout);
    char text[160];

    snprintf(text, sizeof text, _("%d of %d"), (int)page + 1, (int)count);
    at.x += (float)text_put(scene, fine, at, scene->theme->low, text);
    for (int32_t i = 0; i < count && count > 1; i++) {
        struct draw_rect dot = {(int32_t)at.x + layout_px(layout, 16) + i * gap,
                                foot - layout_px(layout, 9), layout_px(layout, 12),
                                layout_px(layout, 8)};

        drawlist_box(scene->list, dot, layout_exact(layout, 4), 0,
                     i == page ? scene->theme->hi : scene->theme->track);
    }
    if (!card->studied)
        return;
    /* TRANSLATORS: before authors and years, as in Studied: Winkel 1986. */
    snprintf(text, sizeof text, _("Studied: %s"), card->studied);
    at = (struct text_at){(float)plan->x, (float)(plan->button.y + layout_px(layout, 14)),
                          ALIGN_LEFT, plan->button.x - plan->x - layout_px(layout, 16)};
    if (text_lines(scene, fine, at.max_px, text) > 2)
        fine = TEXT_FINE;
    text_wrap(scene, fine, at, layout_px(layout, 18), 3, scene->theme->low, text);
}

void screen_learn_card_draw(const struct scene *scene, const struct screen_input *in,
                            struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    const struct learn_page *page = &in->view->pages.learn;
    const struct learn_topic *topic = learn_topic(page->topic);
    const struct learn_card *card = &topic->cards[page->page];
    struct plan plan = plan_of(layout);
    struct learn_moment moment = {in->now_mono_ns - page->shown_ns, in->reduced_motion, true};
    bool is_last = page->page + 1 == topic->count;
    float radius = (float)plan.panel.h * 0.46F;

    drawlist_box(scene->list, (struct draw_rect){0, 0, layout->w, layout->h}, 0, 0, theme->bg);
    screen_panel(scene, plan.panel);
    drawlist_glow(scene->list, plan.panel, (float)plan.panel.x + (float)plan.panel.w / 2,
                  (float)plan.panel.y + (float)plan.panel.h * 0.46F, radius, radius,
                  theme->panel_glow);
    drawlist_end_still(scene->list);
    learn_picture_draw(scene, page->topic, plan.panel, theme->panel, &moment);
    page_head_draw(scene, in, _(topic->title),
                   (layout->landscape ? plan.panel.x : layout->w) - layout_px(layout, 16),
                   TARGET_LEARN_BACK, targets);
    draw_words(scene, &plan, card);
    draw_foot(scene, &plan, card, page->page, topic->count);
    screen_button(scene, BUTTON_PRIMARY, plan.button, is_last ? _("All topics") : _("Next"),
                  TARGET_LEARN_NEXT, in->pressed, targets);
    screen_notice(scene, in->view, false);
}

/* A break is over: what was seen, what was only said, and the leg before and after. */
#include <math.h>
#include <stdio.h>

#include "ui/done_words.h"
#include "ui/i18n.h"
#include "ui/leg_figure.h"
#include "ui/locale_text.h"
#include "ui/petal.h"

/* Where things stand; pixels. */
struct plan {
    struct layout layout; /* with the leg's panel as this screen has it */
    struct draw_rect cards[2];
    float text_y;
    struct draw_rect buttons[2];
};

static struct plan plan_of(const struct layout *layout, enum done_kind kind)
{
    int32_t gap = layout_px(layout, 16), height = layout_px(layout, 88);
    int32_t width = layout->right - layout->left;
    int32_t first = kind == DONE_UNFINISHED ? (width - gap) / 2 : (width - gap) * 304 / 472;
    int32_t top = layout->h - gap - height, card_w = (width - gap) / 2;
    double panel_h = 336 - layout_lack(layout), part = panel_h / 336;
    struct plan plan = {.layout = *layout, .text_y = layout_exact(layout, 290)};

    plan.cards[0] =
        (struct draw_rect){layout->left, layout_px(layout, 120), card_w, layout_px(layout, 132)};
    plan.cards[1] = plan.cards[0];
    plan.cards[1].x = layout->right - card_w;
    plan.buttons[0] = (struct draw_rect){layout->left, top, first, height};
    plan.buttons[1] =
        (struct draw_rect){layout->left + first + gap, top, width - first - gap, height};
    if (layout->landscape)
        return plan;
    /* The leg comes up to the cards, and the words below it. */
    plan.layout.panel.y = layout_px(layout, 276);
    plan.layout.panel.h = layout_px(layout, panel_h);
    plan.layout.leg_scale = 0.8F * (float)part * layout->unit_px;
    plan.layout.leg = (struct draw_point){(float)layout->w - layout_exact(layout, 300 * part),
                                          layout_exact(layout, 276 - 22 * part)};
    plan.layout.caption_y = layout_px(layout, 263 + panel_h);
    plan.text_y = layout_exact(layout, 312 + panel_h);
    return plan;
}

static void tick(const struct scene *scene, struct draw_point middle, float scale, float drawn,
                 float width)
{
    const struct draw_point points[3] = {
        {middle.x - 15 * scale, middle.y + 1 * scale},
        {middle.x - 5 * scale, middle.y + 11 * scale},
        {middle.x + 16 * scale, middle.y - 12 * scale},
    };
    /* A third of the way is the short stroke. */
    const float part[2] = {fminf(1, drawn * 3), fmaxf(0, drawn * 1.5F - 0.5F)};

    for (int i = 0; i < 2 && part[i] > 0; i++) {
        struct draw_point a = points[i], b = points[i + 1];

        b.x = a.x + (b.x - a.x) * part[i];
        b.y = a.y + (b.y - a.y) * part[i];
        drawlist_stroke(scene->list, a, b, width, scene->theme->move);
    }
}

/* How much of an unfinished break there is, 0 to 1. */
static float share_of(const struct done_shown *shown)
{
    int32_t part = shown->is_set ? shown->raises : shown->moved_s;
    int32_t whole = shown->is_set ? shown->goal_raises : shown->goal_s;

    return whole > 0 ? fminf(1, (float)part / (float)whole) : 0;
}

/* Verified: a tick. Reported: a finger's touch. Unfinished: how much of the circle there is. */
static void draw_badge(const struct scene *scene, const struct done_shown *shown,
                       const struct tick_pose *pose)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    struct draw_point middle = {(float)layout->left + layout_exact(layout, 32),
                                layout_exact(layout, 64)};
    float radius = layout_exact(layout, 32) * pose->scale;
    float ring = layout_exact(layout, 26), width = layout_exact(layout, 6);
    float part;

    if (shown->kind == DONE_VERIFIED) {
        drawlist_ellipse(scene->list, middle.x, middle.y, radius, radius,
                         theme_mix(theme->bg, theme->move, 24));
        tick(scene, middle, layout_exact(layout, 1.05) * pose->scale, pose->drawn,
             layout_exact(layout, 5));
    } else if (shown->kind == DONE_REPORTED) {
        drawlist_arc(scene->list, middle.x, middle.y, ring * pose->scale, 0, 359.9F,
                     layout_exact(layout, 2), theme_mix(theme->bg, theme->stand, 60));
        drawlist_ellipse(scene->list, middle.x, middle.y, layout_exact(layout, 10),
                         layout_exact(layout, 10), theme->stand);
    } else {
        drawlist_arc(scene->list, middle.x, middle.y, ring, 0, 359.9F, width, theme->track);
        part = share_of(shown);
        if (part > 0)
            drawlist_arc(scene->list, middle.x, middle.y, ring, 0, 359.9F * part, width,
                         theme->move);
    }
}

static void draw_header(const struct scene *scene, const struct done_shown *shown)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->left + layout_exact(layout, 80), layout_exact(layout, 60),
                         ALIGN_LEFT, layout->right - layout->left - layout_px(layout, 80)};
    char title[DONE_WORDS_MAX];

    done_title(shown, title, sizeof title);
    text_put(scene, TEXT_FIGURE, at, scene->theme->hi, title);
    at.y += layout_exact(layout, 28);
    text_put(scene, TEXT_LABEL, at, scene->theme->mid, done_more(shown));
}

/* A figure that one sensor tells; the tick says that it really did. */
struct figure_card {
    enum draw_art icon;
    char figure[16];
    char unit[32];
    char label[96];
    bool is_seen;
};

static void draw_card(const struct scene *scene, struct draw_rect rect,
                      const struct figure_card *card)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    float left = (float)rect.x + layout_exact(layout, 20);
    struct drawlist_pose pose = {
        .box = {0, 0, 16, 16},
        .at = {left, (float)rect.y + layout_exact(layout, 18)},
        .scale = {1.4F * layout->unit_px, 1.4F * layout->unit_px},
    };
    struct draw_point middle = {(float)(rect.x + rect.w) - layout_exact(layout, 28),
                                (float)rect.y + layout_exact(layout, 29)};
    struct text_at at = {left, (float)rect.y + layout_exact(layout, 92), ALIGN_LEFT, 0};

    screen_card(scene, rect, layout_exact(layout, 24));
    drawlist_art(scene->list, card->icon, &pose, rect, true, theme->mid);
    if (card->is_seen) {
        drawlist_ellipse(scene->list, middle.x, middle.y, layout_exact(layout, 13),
                         layout_exact(layout, 13), theme_mix(theme->card, theme->move, 30));
        tick(scene, middle, layout_exact(layout, 0.42), 1, layout_exact(layout, 2.6));
    }
    at.x += (float)text_put(scene, TEXT_HEADLINE_SMALL, at, theme->hi, card->figure);
    at.x += layout_exact(layout, 6);
    at.max_px = rect.x + rect.w - layout_px(layout, 12) - (int32_t)at.x;
    text_put(scene, TEXT_LABEL, at, theme->mid, card->unit);
    at.x = left;
    at.y = (float)rect.y + layout_exact(layout, 118);
    at.max_px = rect.w - layout_px(layout, 32);
    text_put(scene, TEXT_LABEL, at, theme->mid, card->label);
}

static void put_duration(struct figure_card *card, int32_t seconds)
{
    snprintf(card->figure, sizeof card->figure, "%d:%02d", (int)seconds / 60, (int)seconds % 60);
    snprintf(card->unit, sizeof card->unit, "%s", _("min"));
}

/* What the chair tells: how long it was free. */
static struct figure_card chair_card(const struct done_shown *shown)
{
    struct figure_card card = {.icon = ART_ICON_CHAIR, .is_seen = shown->up_s > 0};
    const char *label = _("on your feet");

    put_duration(&card, shown->up_s);
    if (shown->is_set)
        label = _("on the chair, guided");
    else if (shown->has_mat && 2 * shown->away_s > shown->up_s)
        label = _("away from the desk");
    else if (!shown->has_mat)
        label = _("up from the chair");
    if (shown->is_set)
        card.is_seen = shown->kind == DONE_VERIFIED;
    snprintf(card.label, sizeof card.label, "%s", label);
    return card;
}

/* What the mat tells: steps, or raises. */
static struct figure_card mat_card(const struct done_shown *shown)
{
    struct figure_card card = {.icon = ART_ICON_MAT};
    int32_t count = shown->is_set ? shown->raises : shown->steps;

    if (!shown->has_mat) {
        card.icon = ART_ICON_CHAIR;
        put_duration(&card, shown->away_s);
        snprintf(card.label, sizeof card.label, "%s", _("away from the desk"));
        return card;
    }
    locale_number(card.figure, sizeof card.figure, count);
    card.is_seen = count > 0;
    if (shown->is_set)
        snprintf(card.label, sizeof card.label, "%s",
                 ngettext("raise on the mat", "raises on the mat", (unsigned long)count));
    else if (count == 0)
        snprintf(card.label, sizeof card.label, "%s", _("steps on the mat"));
    else
        snprintf(card.label, sizeof card.label,
                 /* TRANSLATORS: below the number of steps. */
                 ngettext("step, %d beat", "steps, %d beats", (unsigned long)shown->beats),
                 (int)shown->beats);
    return card;
}

static void draw_sentence(const struct scene *scene, const struct plan *plan,
                          const struct done_shown *shown)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->left, plan->text_y, ALIGN_LEFT,
                         layout->right - layout->left};
    char text[DONE_WORDS_MAX];

    done_sentence(shown, text, sizeof text);
    text_wrap(scene, TEXT_BODY, at, layout_px(layout, 27), 3, scene->theme->mid, text);
}

static void draw_buttons(const struct scene *scene, const struct screen_input *in,
                         const struct plan *plan, const struct done_shown *shown,
                         struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct draw_rect second = plan->buttons[1];
    struct text_at at = {(float)second.x + (float)second.w / 2,
                         (float)second.y + (float)second.h / 2 + layout_exact(layout, 6),
                         ALIGN_CENTRE, second.w - layout_px(layout, 16)};
    bool is_unfinished = shown->kind == DONE_UNFINISHED;

    screen_button(scene, BUTTON_PRIMARY, plan->buttons[0],
                  !is_unfinished          ? _("Back to my day")
                  : done_has_begun(shown) ? _("Do the rest")
                                          : _("Going now"),
                  is_unfinished ? TARGET_OFFER_REST : TARGET_BACK, in->pressed, targets);
    if (is_unfinished)
        screen_button(scene, BUTTON_SECONDARY, second, _("Back to my day"), TARGET_BACK,
                      in->pressed, targets);
    else if (shown->had_water)
        text_put(scene, TEXT_LABEL_MEDIUM, at, scene->theme->stand, _("Water noted"));
    else
        screen_button(scene, BUTTON_SECONDARY, second, _("I had water"), TARGET_WATER, in->pressed,
                      targets);
}

static void draw_leg(const struct scene *scene, const struct screen_input *in,
                     const struct done_shown *shown, float fall)
{
    struct leg_change change = {shown->before_percent, shown->after_percent, fall};

    if (done_has_levels(shown))
        leg_figure_done(scene, in, &change);
    else
        leg_figure_moving(scene, in);
}

void done_draw(const struct scene *scene, const struct screen_input *in,
               const struct done_shown *shown, struct targets *targets)
{
    struct plan plan = plan_of(scene->layout, (enum done_kind)shown->kind);
    const struct scene own = {scene->list, &plan.layout, scene->theme, scene->text};
    const struct draw_rect whole = {0, 0, plan.layout.w, plan.layout.h};
    struct tick_pose pose = tick_at(shown->since_ns, in->reduced_motion, in->now_mono_ns);
    struct figure_card cards[2] = {chair_card(shown), mat_card(shown)};

    drawlist_box(scene->list, whole, 0, 0, scene->theme->bg);
    leg_figure_still(&own, in);
    drawlist_end_still(scene->list);
    draw_header(&own, shown);
    for (int i = 0; i < 2; i++)
        draw_card(&own, plan.cards[i], &cards[i]);
    draw_sentence(&own, &plan, shown);
    draw_leg(&own, in, shown, pose.fall);
    draw_buttons(&own, in, &plan, shown, targets);
    screen_notice(scene, in->view, false);
    draw_badge(&own, shown, &pose);
}

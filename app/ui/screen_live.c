/* A break as it runs: what the sensors see, and what is still missing. */
#include <math.h>
#include <stdio.h>

#include "base/units.h"
#include "ui/figure.h"
#include "ui/i18n.h"
#include "ui/petal.h"
#include "ui/screens.h"

#define RING_SCALE 0.912F /* of the ring on home */

/* Last beats: so long, and so high at most. */
#define STRIP_NS (30 * NS_PER_S)

/* Without a step for so long a person who has moved enough may be anywhere. */
#define STEPS_END_NS (5 * NS_PER_S)

static const struct {
    const char *title, *more;
} words[LIVE_NOW_COUNT] = {
    [LIVE_NOW_SEATED] = {N_("Whenever you are ready"), N_("The chair still sees you.")},
    [LIVE_NOW_STANDING] = {N_("You are up"), N_("Standing still so far. Each step is a beat.")},
    [LIVE_NOW_STEPPING] = {N_("Every step is a beat"), N_("of your second heart.")},
    [LIVE_NOW_AWAY] = {N_("Away from the desk"), N_("Time away counts as well.")},
    [LIVE_NOW_BACK] = {N_("Sitting again"), N_("Up again, and it adds up.")},
    [LIVE_NOW_ENOUGH] = {N_("That is a whole break"), N_("Stay up for as long as you like.")},
};

/* The state's name in the ring, as on home. */
static const char *const names[LIVE_NOW_COUNT] = {
    [LIVE_NOW_SEATED] = N_("Sitting"),  [LIVE_NOW_STANDING] = N_("Standing"),
    [LIVE_NOW_STEPPING] = N_("Moving"), [LIVE_NOW_AWAY] = N_("Away"),
    [LIVE_NOW_BACK] = N_("Sitting"),    [LIVE_NOW_ENOUGH] = N_("A real break"),
};

static struct draw_color state_color(const struct theme *theme, int32_t now)
{
    const struct draw_color colors[LIVE_NOW_COUNT] = {
        [LIVE_NOW_SEATED] = theme->sit,    [LIVE_NOW_STANDING] = theme->stand,
        [LIVE_NOW_STEPPING] = theme->move, [LIVE_NOW_AWAY] = theme->low,
        [LIVE_NOW_BACK] = theme->sit,      [LIVE_NOW_ENOUGH] = theme->move,
    };

    return colors[now];
}

/* Where things stand; pixels. */
struct plan {
    struct draw_rect panel;
    struct draw_rect cards[2];
    struct draw_rect strip; /* the last beats */
    struct draw_rect button;
    struct draw_point ring;
    struct figure_place walker, sitter, chair; /* the chair: with nobody on it */
};

static bool is_seated(const struct live_shown *shown)
{
    return shown->now == LIVE_NOW_SEATED || shown->now == LIVE_NOW_BACK;
}

/* Nobody is to be seen: the picture shows an empty chair rather than a walk that no sensor saw. */
static bool is_gone(const struct live_shown *shown, const struct screen_input *in)
{
    bool has_steps = shown->beats > 0 && in->beats_ns[0] != TIME_NEVER &&
                     in->now_mono_ns - in->beats_ns[0] < STEPS_END_NS;

    return shown->now == LIVE_NOW_AWAY || (shown->now == LIVE_NOW_ENOUGH && !has_steps);
}

static struct plan plan_of(const struct layout *layout)
{
    int32_t gap = layout_px(layout, 16), split = layout->left + layout_px(layout, 272);
    int32_t card_h = layout_px(layout, 116), top = layout_px(layout, 112);
    int32_t card_w = layout->right - split;
    int32_t bottom = layout->h - layout_px(layout, 16), button_h = layout_px(layout, 88);
    struct plan plan = {.panel = layout->panel};

    if (!layout->landscape) {
        split = layout->left + layout_px(layout, 256);
        card_w = layout->right - split;
        plan.panel = (struct draw_rect){0, layout_px(layout, 384), layout->w,
                                        bottom - layout_px(layout, 384) - 2 * button_h - 2 * gap};
    }
    plan.ring = (struct draw_point){(float)layout->left + layout_exact(layout, 124),
                                    (float)top + layout_exact(layout, 124)};
    plan.cards[0] = (struct draw_rect){split, top, card_w, card_h};
    plan.cards[1] = (struct draw_rect){split, top + card_h + gap, card_w, card_h};
    plan.button = (struct draw_rect){split, bottom - button_h, card_w, button_h};
    plan.strip =
        (struct draw_rect){layout->left, bottom - button_h, split - gap - layout->left, button_h};
    if (!layout->landscape) {
        plan.strip.y -= button_h + gap;
        plan.strip.w = plan.button.w = layout->right - layout->left;
        plan.button.x = layout->left;
    }
    plan.walker.scale = fminf((float)plan.panel.h / 560, (float)plan.panel.w / 330);
    plan.walker.floor_y =
        (float)(plan.panel.y + plan.panel.h) - ((float)plan.panel.h - 470 * plan.walker.scale) / 2;
    plan.walker.x = (float)plan.panel.x + (float)plan.panel.w / 2;
    plan.sitter = plan.walker;
    plan.sitter.scale = fminf(plan.walker.scale, (float)plan.panel.w / 356);
    plan.chair = plan.sitter;
    plan.sitter.x += 52 * plan.sitter.scale;
    return plan;
}

static void draw_header(const struct scene *scene, const struct live_shown *shown)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->left, layout_exact(layout, 56), ALIGN_LEFT,
                         layout->right - layout->left};
    const char *title = _(words[shown->now].title);
    const char *more = _(words[shown->now].more);
    char text[160];

    if (shown->left_s >= 0) {
        /* TRANSLATORS: minutes and seconds that are left. */
        snprintf(text, sizeof text,
                 shown->now == LIVE_NOW_BACK ? _("Up again within %d:%02d, and it adds up.")
                                             : _("The chair still sees you. %d:%02d left."),
                 (int)shown->left_s / 60, (int)shown->left_s % 60);
        more = text;
    }
    text_put(scene, TEXT_FIGURE, at, scene->theme->hi, title);
    at.y += layout_exact(layout, 28);
    text_put(scene, TEXT_LABEL, at, scene->theme->mid, more);
}

static void draw_ring(const struct scene *scene, const struct plan *plan,
                      const struct live_shown *shown)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    int32_t left_s = shown->goal_s - shown->moved_s;
    struct text_at at = {plan->ring.x, 0, ALIGN_CENTRE, layout_px(layout, 150)};
    char text[48];

    petal_ring_draw(scene, plan->ring, RING_SCALE * layout->unit_px,
                    shown->moved_s * PETAL_RING / shown->goal_s, theme->move);
    at.y = plan->ring.y - layout_exact(layout, 54);
    text_put(scene, TEXT_LABEL_MEDIUM, at, state_color(theme, shown->now), _(names[shown->now]));
    at.y = plan->ring.y + layout_exact(layout, 18);
    snprintf(text, sizeof text, "%d:%02d", (int)shown->moved_s / 60, (int)shown->moved_s % 60);
    text_put_digits(scene, TEXT_DISPLAY_LONG, at, shown->moved_s < 600 ? 0.9F : 0.72F, theme->hi,
                    text);
    at.y = plan->ring.y + layout_exact(layout, 46);
    /* TRANSLATORS: below the time moved: of the time that a break takes, as in 1:24 of 2:00. */
    snprintf(text, sizeof text, _("of %d:%02d"), (int)shown->goal_s / 60, (int)shown->goal_s % 60);
    text_put(scene, TEXT_LABEL, at, theme->mid, text);
    if (left_s <= 0)
        return;
    at.y = plan->ring.y + layout_exact(layout, 74);
    at.max_px = layout_px(layout, 118);
    snprintf(text, sizeof text, _("%d:%02d to go"), (int)left_s / 60, (int)left_s % 60);
    text_put(scene, TEXT_LABEL_MEDIUM, at, theme->hi, text);
}

/* A sensor with its door: upright when the contact is closed. */
static struct text_at draw_card(const struct scene *scene, struct draw_rect rect,
                                enum draw_art icon, const char *name, bool closed)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    struct text_at at = {(float)rect.x + layout_exact(layout, 56),
                         (float)rect.y + layout_exact(layout, 38), ALIGN_LEFT,
                         rect.w - layout_px(layout, 100)};
    struct drawlist_pose pose = {
        .box = {0, 0, 16, 16},
        .at = {(float)rect.x + layout_exact(layout, 18), (float)rect.y + layout_exact(layout, 18)},
        .scale = {1.6F * layout->unit_px, 1.6F * layout->unit_px},
    };
    struct draw_point foot = {(float)(rect.x + rect.w) - layout_exact(layout, 32),
                              (float)rect.y + layout_exact(layout, 48)};

    screen_card(scene, rect, layout_exact(layout, 24));
    drawlist_art(scene->list, icon, &pose, rect, true, theme->mid);
    petal_draw(scene, foot, layout_exact(layout, 30), layout_exact(layout, 8), closed ? 0 : 28,
               closed ? theme->move : theme->track);
    text_put(scene, TEXT_LABEL, at, theme->mid, name);
    at.x = (float)rect.x + layout_exact(layout, 20);
    at.y = (float)rect.y + layout_exact(layout, 92);
    at.max_px = rect.w - layout_px(layout, 40);
    return at;
}

/* One line, or two smaller ones where the card is narrow. */
static void put_state(const struct scene *scene, struct text_at at, const char *text)
{
    if (text_width(scene, TEXT_ACTION, text) < at.max_px) {
        text_put(scene, TEXT_FIGURE, at, scene->theme->hi, text);
        return;
    }
    at.y -= layout_exact(scene->layout, 18);
    text_wrap(scene, TEXT_BODY, at, layout_px(scene->layout, 24), 2, scene->theme->hi, text);
}

static void put_beats(const struct scene *scene, struct text_at at, int32_t beats)
{
    char text[16];
    float width;

    snprintf(text, sizeof text, "%d", (int)beats);
    width = (float)text_put_digits(scene, TEXT_FIGURE, at, 1, scene->theme->hi, text) +
            layout_exact(scene->layout, 6);
    at.x += width;
    at.max_px -= (int32_t)width;
    text_put(scene, TEXT_LABEL, at, scene->theme->mid,
             ngettext("beat", "beats", (unsigned long)beats));
}

static void draw_cards(const struct scene *scene, const struct plan *plan,
                       const struct live_shown *shown)
{
    const struct theme *theme = scene->theme;
    struct text_at at =
        draw_card(scene, plan->cards[0], ART_ICON_CHAIR, _("Chair"), shown->chair_closed);
    char text[64];

    put_state(scene, at, shown->chair_closed ? _("Somebody sits") : _("Free"));
    at = draw_card(scene, plan->cards[1], ART_ICON_MAT, _("Mat"), shown->mat_closed);
    if (!shown->has_mat) {
        text_put(scene, TEXT_LABEL, at, theme->mid, _("This kiosk has none"));
        return;
    }
    if (shown->pace > 0)
        at.y -= layout_exact(scene->layout, 10);
    put_beats(scene, at, shown->beats);
    if (shown->pace == 0)
        return;
    at.y += layout_exact(scene->layout, 21);
    /* TRANSLATORS: the pace, beats a minute. */
    snprintf(text, sizeof text, _("%d per min"), (int)shown->pace);
    text_put(scene, TEXT_LABEL, at, theme->mid, text);
}

/* Each footfall as a bar that wanders off to the left. */
static void draw_strip(const struct scene *scene, const struct screen_input *in,
                       const struct plan *plan, const struct live_shown *shown)
{
    const struct layout *layout = scene->layout;
    const struct draw_rect rect = plan->strip;
    struct text_at at = {(float)rect.x, (float)rect.y + layout_exact(layout, 24), ALIGN_LEFT,
                         rect.w};
    int32_t bar_w = layout_px(layout, 4), line_h = layout_px(layout, 3);
    int32_t base = rect.y + rect.h - line_h - layout_px(layout, 4);
    double width = rect.w - 2 * bar_w;

    text_put(scene, TEXT_LABEL, at, scene->theme->mid, _("Last 30 seconds"));
    drawlist_box(scene->list, (struct draw_rect){rect.x, base + 1, rect.w, line_h},
                 (float)line_h / 2, 0, scene->theme->track);
    for (int i = LIVE_BEATS_KEPT - 1; i >= 0; i--) {
        int64_t age_ns = in->now_mono_ns - in->beats_ns[i];
        double age = (double)age_ns / (double)STRIP_NS;
        /* The feet take turns, and so do the heights. */
        int32_t h = layout_px(layout, (shown->beats - i) % 2 == 0 ? 34 : 26);
        int32_t x = rect.x + rect.w - 2 * bar_w - (int32_t)lround(width * age);

        if (in->beats_ns[i] == TIME_NEVER || age_ns < 0 || age >= 1 || i >= shown->beats ||
            x < rect.x)
            continue;
        drawlist_box(scene->list, (struct draw_rect){x, base - h, bar_w, h}, (float)bar_w / 2, 0,
                     i == 0 ? scene->theme->hi
                            : theme_fade(scene->theme->move, (int)lround(240 - 150 * age)));
    }
}

static void draw_figure(const struct scene *scene, const struct screen_input *in,
                        const struct plan *plan, const struct live_shown *shown)
{
    const struct guide rest = {.phase = GUIDE_REST, .lift = shown->mat_closed ? 0 : 1};

    if (is_seated(shown))
        figure_draw_seated(scene, &plan->sitter, SUGGESTION_NONE, &rest);
    else if (!is_gone(shown, in) && shown->now != LIVE_NOW_STANDING && shown->beats > 0)
        figure_draw_walker(
            scene, &plan->walker,
            walk_stride(in->beats_ns, shown->beats, in->reduced_motion, in->now_mono_ns),
            in->pose->squeeze);
    else if (!is_gone(shown, in))
        figure_draw_standing(scene, &plan->walker);
}

static void draw_still(const struct scene *scene, const struct screen_input *in,
                       const struct plan *plan, const struct live_shown *shown)
{
    const struct draw_rect whole = {0, 0, scene->layout->w, scene->layout->h};
    const struct theme *theme = scene->theme;
    const struct draw_color light = is_seated(shown)     ? theme->sit
                                    : is_gone(shown, in) ? theme->away
                                                         : theme->move;
    float radius = 260 * plan->walker.scale;

    drawlist_box(scene->list, whole, 0, 0, theme->bg);
    screen_panel(scene, plan->panel);
    drawlist_glow(scene->list, plan->panel, plan->walker.x,
                  plan->walker.floor_y - 230 * plan->walker.scale, radius, radius,
                  theme_mix(theme->panel, light, 26));
    if (is_seated(shown))
        figure_draw_chair(scene, &plan->sitter);
    else if (is_gone(shown, in))
        figure_draw_chair(scene, &plan->chair);
    else
        figure_draw_floor(scene, &plan->walker, shown->beats < 3 ? shown->beats : 3);
    drawlist_end_still(scene->list);
}

void live_draw(const struct scene *scene, const struct screen_input *in,
               const struct live_shown *shown, struct targets *targets)
{
    struct plan plan = plan_of(scene->layout);

    plan.walker.ground = plan.sitter.ground = plan.chair.ground = scene->theme->panel;
    draw_still(scene, in, &plan, shown);
    draw_header(scene, shown);
    draw_ring(scene, &plan, shown);
    draw_cards(scene, &plan, shown);
    screen_button(scene, BUTTON_SECONDARY, plan.button, _("Back to my day"), TARGET_BACK,
                  in->pressed, targets);
    screen_notice(scene, in->view, false);
    draw_figure(scene, in, &plan, shown);
    if (shown->has_mat)
        draw_strip(scene, in, &plan, shown);
}

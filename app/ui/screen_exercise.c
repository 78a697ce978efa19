/* A guided exercise: the figure shows it, the count follows. */
#include <math.h>
#include <stdio.h>

#include "ui/figure.h"
#include "ui/i18n.h"
#include "ui/petal.h"
#include "ui/screens.h"

/* Places in units, from the corner of the field that holds count and words. */
#define TITLE_Y   64
#define COUNT_Y   196
#define ROW_Y     256
#define LINE_Y    308
#define SOURCE_Y  349
#define BUTTONS_Y 376

static const char *const titles[SUGGESTION_KINDS] = {
    [SUGGESTION_NONE] = "",
    [SUGGESTION_CALF_RAISES] = N_("Seated calf raises"),
    [SUGGESTION_TOES_UP] = N_("Toes up"),
    [SUGGESTION_ANKLE_CIRCLES] = N_("Ankle circles"),
    [SUGGESTION_WATER] = N_("A glass of water"),
};

/* What the guide does at this moment, in its words. */
static const char *const raise_lines[] = {
    [GUIDE_UP] = N_("Heels up"),
    [GUIDE_HOLD] = N_("Hold"),
    [GUIDE_DOWN] = N_("Slowly down"),
    [GUIDE_CIRCLE] = N_("Heels up"),
    [GUIDE_REST] = N_("Heels up, then slowly down"),
};
static const char *const toes_lines[] = {
    [GUIDE_UP] = N_("Toes up, heels stay down"),
    [GUIDE_HOLD] = N_("Hold"),
    [GUIDE_DOWN] = N_("Slowly down"),
    [GUIDE_CIRCLE] = N_("Toes up"),
    [GUIDE_REST] = N_("Toes up, heels stay down"),
};

/* The screen's two parts: the figure's panel, and the field of the count. */
struct plan {
    struct draw_rect panel;
    float x, y; /* of the field's corner, pixels */
    int32_t w;  /* of the field */
};

static struct plan plan_of(const struct layout *layout)
{
    struct plan plan = {0};
    float width = (float)layout->w / layout->unit_px, height = (float)layout->h / layout->unit_px;

    if (layout->landscape) {
        /* Half of the width each; the field's words keep their measure, in the middle of it. */
        plan.panel = (struct draw_rect){0, 0, layout->w / 2, layout->h};
        plan.w = layout_px(layout, fmin(352, (double)width / 2 - 48));
        plan.x = (float)layout->w / 2 + ((float)layout->w / 2 - (float)plan.w) / 2 +
                 layout_exact(layout, width > 810 ? 0 : 8);
    } else {
        plan.panel = (struct draw_rect){0, 0, layout->w, layout->h - layout_px(layout, 456)};
        plan.w = layout->w - 2 * layout->left;
        plan.x = (float)layout->left;
        plan.y = layout_exact(layout, (double)height - 480);
    }
    return plan;
}

static struct figure_place place_of(const struct scene *scene, const struct plan *plan,
                                    enum suggestion_kind kind)
{
    const struct layout *layout = scene->layout;
    float scale = (float)plan->panel.h / layout->unit_px / 470;
    struct figure_place place = {.ground = scene->theme->panel};

    place.scale = fminf(scale, (float)plan->panel.w / layout->unit_px / 380) * layout->unit_px;
    place.floor_y = (float)(plan->panel.y + plan->panel.h) - 56 * place.scale;
    place.x = (float)plan->panel.x + (float)plan->panel.w / 2 + 56 * place.scale;
    if (kind == SUGGESTION_WATER) {
        place.scale *= 0.8F;
        place.x = (float)plan->panel.x + (float)plan->panel.w / 2 - 4 * place.scale;
    }
    return place;
}

static void draw_still(const struct scene *scene, const struct plan *plan,
                       const struct figure_place *place, enum suggestion_kind kind)
{
    const struct draw_rect whole = {0, 0, scene->layout->w, scene->layout->h};
    const struct theme *theme = scene->theme;
    bool is_water = kind == SUGGESTION_WATER;
    float x = place->x - (is_water ? 0 : 100) * place->scale;
    float y = place->floor_y - (is_water ? 220 : 108) * place->scale;
    float radius = 210 * place->scale;

    drawlist_box(scene->list, whole, 0, 0, theme->bg);
    screen_panel(scene, plan->panel);
    drawlist_glow(scene->list, plan->panel, x, y, radius, radius,
                  is_water ? theme_mix(theme->panel, theme->stand, 26) : theme->panel_glow);
    if (is_water)
        figure_draw_floor(scene, place, 0);
    else
        figure_draw_chair(scene, place);
    drawlist_end_still(scene->list);
}

static void draw_count(const struct scene *scene, const struct plan *plan,
                       const struct exercise_shown *shown)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {plan->x - layout_exact(layout, 4), plan->y + layout_exact(layout, COUNT_Y),
                         ALIGN_LEFT, 0};
    char text[48];

    snprintf(text, sizeof text, "%d", (int)shown->done);
    at.x += (float)text_put_digits(scene, TEXT_DISPLAY, at, 128.0F / 104, scene->theme->hi, text);
    at.x += layout_exact(layout, 16);
    at.max_px = (int32_t)lroundf(plan->x + (float)plan->w - at.x);
    /* TRANSLATORS: after a large number, as in 7 of 15. */
    snprintf(text, sizeof text, _("of %d"), (int)shown->goal);
    text_put(scene, TEXT_FIGURE, at, scene->theme->mid, text);
}

/* Water is not counted: a drop stands where the others' count does. */
static void draw_drop(const struct scene *scene, const struct plan *plan)
{
    const struct layout *layout = scene->layout;
    const struct draw_rect whole = {0, 0, layout->w, layout->h};
    struct drawlist_pose pose = {
        .box = {0, 0, 32, 32},
        .pivot = {6, 32},
        .at = {plan->x, plan->y + layout_exact(layout, COUNT_Y + 28)},
        .scale = {4 * layout->unit_px, 4 * layout->unit_px},
    };

    drawlist_art(scene->list, ART_ICON_DROP, &pose, whole, true, scene->theme->stand);
}

static const char *running_line(const struct exercise_shown *shown, const struct guide *guide)
{
    switch ((enum suggestion_kind)shown->kind) {
    case SUGGESTION_CALF_RAISES:
        return _(raise_lines[guide->phase]);
    case SUGGESTION_TOES_UP:
        return _(toes_lines[guide->phase]);
    case SUGGESTION_ANKLE_CIRCLES:
        return guide->is_back ? _("And now the other way round")
                              : _("Draw a slow circle with each foot");
    case SUGGESTION_WATER:
        return _("Fill a glass, and enjoy the walk");
    case SUGGESTION_NONE:
    case SUGGESTION_KINDS:
        return "";
    }
    return "";
}

/* The line below the petals: what to do now, or what has been done. */
static void draw_line(const struct scene *scene, const struct plan *plan,
                      const struct exercise_shown *shown, const struct guide *guide)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {plan->x, plan->y + layout_exact(layout, LINE_Y), ALIGN_LEFT, plan->w};
    struct draw_color color = scene->theme->move;
    const char *text = running_line(shown, guide);
    char stopped[96];

    if (shown->state == EXERCISE_PAUSED) {
        text = _("Paused");
        color = scene->theme->mid;
    } else if (shown->state == EXERCISE_ALL) {
        text = _("Lovely, that is all of them");
    } else if (shown->state == EXERCISE_STOPPED) {
        snprintf(stopped, sizeof stopped, _("Stopped at %d. That still counts."), (int)shown->done);
        text = shown->done > 0 ? stopped : _("Another time, then.");
    }
    /* One size step down is still one line. */
    if (text_width(scene, TEXT_FIGURE, text) * 24 / 28 < at.max_px) {
        text_put(scene, TEXT_FIGURE, at, color, text);
        return;
    }
    at.y -= layout_exact(layout, 14);
    text_wrap(scene, TEXT_BODY, at, layout_px(layout, 25), 2, color, text);
}

/* Who counts: the mat, or the person. */
static void draw_source(const struct scene *scene, const struct plan *plan,
                        const struct exercise_shown *shown)
{
    const struct layout *layout = scene->layout;
    float y = plan->y + layout_exact(layout, SOURCE_Y);
    struct text_at at = {plan->x, y, ALIGN_LEFT, plan->w};
    struct drawlist_pose icon = {
        .box = {0, 0, 16, 16},
        .at = {plan->x, y - layout_exact(layout, 15)},
        .scale = {1.125F * layout->unit_px, 1.125F * layout->unit_px},
    };
    const struct draw_rect whole = {0, 0, layout->w, layout->h};
    const char *text = _("Count along, the mat cannot see this one");

    if (shown->by_mat) {
        drawlist_art(scene->list, ART_ICON_MAT, &icon, whole, true, scene->theme->move);
        at.x += layout_exact(layout, 28);
        at.max_px -= layout_px(layout, 28);
        text = shown->state == EXERCISE_RUNS ? _("The mat is counting each raise")
                                             : _("Counted by the mat");
    } else if (shown->state == EXERCISE_ALL) {
        text = _("No sensor saw it: you say whether you did.");
    } else if (shown->kind == SUGGESTION_WATER) {
        text = _("No sensor sees a glass: you say when.");
    }
    text_wrap(scene, TEXT_LABEL, at, layout_px(layout, 19), 2, scene->theme->mid, text);
}

/* One button, or two that share the width. */
static void draw_buttons(const struct scene *scene, const struct screen_input *in,
                         const struct plan *plan, const struct exercise_shown *shown,
                         struct targets *targets)
{
    const struct layout *layout = scene->layout;
    int32_t gap = layout_px(layout, 16), x = (int32_t)lroundf(plan->x);
    int32_t half = (plan->w - gap) / 2;
    struct draw_rect first = {x, (int32_t)lroundf(plan->y + layout_exact(layout, BUTTONS_Y)), half,
                              layout_px(layout, 88)};
    struct draw_rect second = {x + plan->w - half, first.y, half, first.h};
    bool is_open = shown->state == EXERCISE_RUNS || shown->state == EXERCISE_PAUSED;

    /* What is said by touch is the longer word. */
    if (!shown->by_mat && (shown->kind == SUGGESTION_WATER || shown->state == EXERCISE_ALL)) {
        first.w = (plan->w - gap) * 6 / 10;
        second.x = first.x + first.w + gap;
        second.w = plan->w - gap - first.w;
    }
    if (is_open && shown->kind == SUGGESTION_WATER) {
        screen_button(scene, BUTTON_PRIMARY, first, _("I had water"), TARGET_WATER, in->pressed,
                      targets);
        screen_button(scene, BUTTON_GHOST, second, _("Not now"), TARGET_STOP, in->pressed, targets);
    } else if (is_open) {
        screen_button(scene, BUTTON_SECONDARY, first,
                      shown->state == EXERCISE_PAUSED ? _("Go on") : _("Pause"), TARGET_PAUSE_SET,
                      in->pressed, targets);
        screen_button(scene, BUTTON_GHOST, second, _("Stop"), TARGET_STOP, in->pressed, targets);
    } else if (shown->state == EXERCISE_ALL && !shown->by_mat) {
        screen_button(scene, BUTTON_PRIMARY, first, _("I did them"), TARGET_DONE, in->pressed,
                      targets);
        screen_button(scene, BUTTON_GHOST, second, _("Not now"), TARGET_BACK, in->pressed, targets);
    } else {
        first.w = plan->w;
        screen_button(scene, BUTTON_PRIMARY, first, _("Back to my day"), TARGET_BACK, in->pressed,
                      targets);
    }
}

static void draw_figure(const struct scene *scene, const struct figure_place *place,
                        const struct exercise_shown *shown, const struct guide *guide)
{
    enum suggestion_kind kind = (enum suggestion_kind)shown->kind;
    struct guide rest = {.phase = GUIDE_REST};

    if (kind == SUGGESTION_WATER)
        figure_draw_water(scene, place);
    else
        figure_draw_seated(scene, place, kind, shown->state == EXERCISE_RUNS ? guide : &rest);
}

void exercise_draw(const struct scene *scene, const struct screen_input *in,
                   const struct exercise_shown *shown, struct targets *targets)
{
    struct guide guide = exercise_guide(shown, in->reduced_motion, in->now_mono_ns);
    enum suggestion_kind kind = (enum suggestion_kind)shown->kind;
    struct plan plan = plan_of(scene->layout);
    struct figure_place place = place_of(scene, &plan, kind);
    struct text_at at = {plan.x, plan.y + layout_exact(scene->layout, TITLE_Y), ALIGN_LEFT, plan.w};
    struct draw_point row = {plan.x, plan.y + layout_exact(scene->layout, ROW_Y)};

    draw_still(scene, &plan, &place, kind);
    text_put(scene, TEXT_FIGURE, at, scene->theme->hi, _(titles[kind]));
    if (kind == SUGGESTION_WATER) {
        draw_drop(scene, &plan);
    } else {
        draw_count(scene, &plan, shown);
        petal_row_draw(scene, row, (float)plan.w, shown->goal, shown->done);
    }
    draw_line(scene, &plan, shown, &guide);
    draw_source(scene, &plan, shown);
    draw_buttons(scene, in, &plan, shown, targets);
    screen_notice(scene, in->view, false);
    draw_figure(scene, &place, shown, &guide);
}

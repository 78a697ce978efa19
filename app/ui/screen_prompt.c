/* The prompt: a banner over home, then a screen of its own. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/figure.h"
#include "ui/i18n.h"
#include "ui/locale_text.h"
#include "ui/prompt_words.h"
#include "ui/screens.h"

#define BANNER_HEIGHT        112.0
#define BANNER_TALL          188.0 /* portrait: the buttons below the words */
#define BANNER_MARGIN        16.0
#define WALKER_BANNER_HEIGHT 78.0

static double units_of(const struct layout *layout, int32_t px)
{
    return px / (double)layout->unit_px;
}

static void draw_walker(const struct scene *scene, double x, double floor_y, double height,
                        struct draw_color ground)
{
    const struct layout *layout = scene->layout;
    struct figure_place place = {
        .x = layout_exact(layout, x),
        .floor_y = layout_exact(layout, floor_y),
        .scale = layout_exact(layout, height) / FIGURE_HEIGHT,
        .ground = ground,
    };

    figure_draw_walker(scene, &place, 0, 0);
}

/* --------------------------------------------------------------------------------------- banner */

static void draw_raise_icon(const struct scene *scene, double x, double y)
{
    const struct layout *layout = scene->layout;
    struct drawlist_pose pose = {
        .box = {0, 0, 32, 32},
        .pivot = {16, 16},
        .at = {layout_exact(layout, x), layout_exact(layout, y)},
        .scale = {1.75F * layout->unit_px, 1.75F * layout->unit_px},
    };

    drawlist_art(scene->list, ART_ICON_RAISE, &pose, (struct draw_rect){0, 0, layout->w, layout->h},
                 true, scene->theme->hi);
}

static struct draw_rect banner_box(const struct layout *layout)
{
    double w = units_of(layout, layout->w), h = units_of(layout, layout->h);
    double height = layout->landscape ? BANNER_HEIGHT : BANNER_TALL;

    return layout_rect(layout, BANNER_MARGIN, h - BANNER_MARGIN - height, w - 2 * BANNER_MARGIN,
                       height);
}

static void draw_banner_words(const struct scene *scene, const struct view_coach *coach, double x,
                              double y, double room)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {layout_exact(layout, x), layout_exact(layout, y + 50), ALIGN_LEFT,
                         layout_px(layout, room)};
    const char *title = prompt_banner_title(coach), *body = prompt_banner_body(coach);

    text_put(scene,
             text_width(scene, TEXT_FIGURE, title) <= at.max_px ? TEXT_FIGURE : TEXT_ACTION_SMALL,
             at, scene->theme->hi, title);
    at.y = layout_exact(layout, text_width(scene, TEXT_LABEL, body) <= at.max_px ? y + 82 : y + 76);
    text_wrap(scene, TEXT_LABEL, at, layout_px(layout, 20), 2, scene->theme->mid, body);
}

/* "Later" is the snooze: gone after two, and "Going now" has the row. */
static void draw_banner_buttons(const struct scene *scene, const struct screen_input *in,
                                struct draw_rect row, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    bool can_snooze = in->view->coach.snoozes_left > 0;
    int32_t gap = layout_px(layout, 12);
    int32_t first = can_snooze ? (row.w - gap) * 176 / 288 : row.w;

    screen_button(scene, BUTTON_PRIMARY, (struct draw_rect){row.x, row.y, first, row.h},
                  _("Going now"), TARGET_START, in->pressed, targets);
    if (can_snooze)
        screen_button(scene, BUTTON_SECONDARY,
                      (struct draw_rect){row.x + first + gap, row.y, row.w - first - gap, row.h},
                      _("Later"), TARGET_SNOOZE, in->pressed, targets);
}

void banner_draw(const struct scene *scene, const struct screen_input *in, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    const struct draw_rect whole = {0, 0, layout->w, layout->h};
    struct draw_rect box = banner_box(layout), row;
    double x = units_of(layout, box.x), y = units_of(layout, box.y);
    double w = units_of(layout, box.w), words = layout->landscape ? w - 104 - 324 : w - 104 - 16;
    struct draw_rect below = {0, box.y - layout_px(layout, 8), layout->w,
                              layout->h - box.y + layout_px(layout, 8)};

    row = layout->landscape ? layout_rect(layout, x + w - 12 - 300, y + 12, 300, 88)
                            : layout_rect(layout, x + 16, y + BANNER_TALL - 16 - 72, w - 32, 72);
    targets_add(targets, whole, TARGET_MENU);
    targets_add(targets, below, TARGET_ANYWHERE); /* beside a button is not home */
    drawlist_box(scene->list, below, 0, 0, theme->bg);
    drawlist_box(scene->list, box, layout_exact(layout, 28), 0, theme->card);
    drawlist_box(scene->list, box, layout_exact(layout, 28), layout_exact(layout, 2),
                 theme_mix(theme->card, theme->move, 60));
    if (in->view->coach.goal_raises > 0)
        draw_raise_icon(scene, x + 56, y + 56);
    else
        draw_walker(scene, x + 56, y + 94, WALKER_BANNER_HEIGHT, theme->card);
    draw_banner_words(scene, &in->view->coach, x + 104, y, words);
    draw_banner_buttons(scene, in, row, targets);
}

/* ------------------------------------------------------------------------------------ the screen
 */

/* The words' places, units: landscape beside the walker, portrait below it. */
struct place {
    double x, status_y, headline_y, body_y, room;
    double walker_x, floor_y, walker_height;
};

static struct place place_of(const struct layout *layout)
{
    double w = units_of(layout, layout->w), h = units_of(layout, layout->h);

    if (layout->landscape)
        return (struct place){
            .x = 32,
            .status_y = 56,
            .headline_y = 158,
            .body_y = 280,
            .room = w - 32 - 328,
            .walker_x = w - 164,
            .floor_y = 320,
            .walker_height = 274,
        };
    return (struct place){
        .x = 32,
        .status_y = 56,
        .headline_y = h - 540,
        .body_y = h - 424,
        .room = w - 64,
        .walker_x = w / 2,
        .floor_y = h - 628,
        .walker_height = fmin(300, h - 628 - 72),
    };
}

/* Who is asked to walk sees somebody walk; who is asked for raises, somebody with the heels up. */
static void draw_ground(const struct scene *scene, const struct place *place,
                        const struct view_coach *coach)
{
    const struct guide up = {.phase = GUIDE_HOLD, .lift = 1};
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    const struct draw_rect whole = {0, 0, layout->w, layout->h};
    struct figure_place feet = {
        .x = layout_exact(layout, place->walker_x),
        .floor_y = layout_exact(layout, place->floor_y),
        .scale = layout_exact(layout, place->walker_height) / FIGURE_HEIGHT,
        .ground = theme->bg,
    };

    drawlist_gradient(scene->list, whole, theme_mix(theme->bg, theme->move, 5), theme->bg);
    drawlist_glow(scene->list, whole, feet.x, layout_exact(layout, place->floor_y - 150),
                  layout_exact(layout, 230), layout_exact(layout, 230),
                  theme_mix(theme->bg, theme->move, 26));
    if (coach->goal_raises == 0) {
        figure_draw_floor(scene, &feet, 3);
        figure_draw_walker(scene, &feet, 0, 0);
        return;
    }
    /* Who sits takes up less height than who stands. */
    feet.scale *= 1.25F;
    figure_draw_chair(scene, &feet);
    figure_draw_seated(scene, &feet, SUGGESTION_CALF_RAISES, &up);
}

static void draw_status(const struct scene *scene, const struct view *view,
                        const struct place *place)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {layout_exact(layout, place->x), layout_exact(layout, place->status_y),
                         ALIGN_LEFT, 0};
    char text[64];

    if (view->clock_min >= 0) {
        locale_clock(text, sizeof text, view->clock_min);
        at.x += (float)text_put(scene, TEXT_LABEL_STRONG, at, scene->theme->hi, text);
        at.x += layout_exact(layout, 10);
    }
    at.max_px = layout_px(layout, place->x + place->room) - (int32_t)at.x;
    snprintf(text, sizeof text, _("Sitting for %d min"), (int)view->coach.sat_min);
    text_put(scene, TEXT_LABEL, at, scene->theme->mid, text);
}

/* Two lines, the second in the accent's colour; both of one size. */
static void draw_headline(const struct scene *scene, const struct view *view,
                          const struct place *place)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {layout_exact(layout, place->x), layout_exact(layout, place->headline_y),
                         ALIGN_LEFT, layout_px(layout, place->room)};
    enum text_role role = TEXT_HEADLINE;
    char text[128], *second;

    prompt_headline(&view->coach, text, sizeof text);
    second = strchr(text, '\n');
    if (second)
        *second++ = '\0';
    if (text_width(scene, role, text) > at.max_px ||
        (second && text_width(scene, role, second) > at.max_px))
        role = TEXT_HEADLINE_SMALL;
    text_put(scene, role, at, second ? scene->theme->hi : scene->theme->move, text);
    at.y += layout_exact(layout, role == TEXT_HEADLINE ? 70 : 60);
    if (second)
        text_put(scene, role, at, scene->theme->move, second);
}

/* The outline that comes and goes around the first button once the prompt has waited for long. */
static void draw_pulse(const struct scene *scene, struct draw_rect rect, float pulse)
{
    const struct layout *layout = scene->layout;
    int32_t over = layout_px(layout, 6);
    struct draw_rect around = {rect.x - over, rect.y - over, rect.w + 2 * over, rect.h + 2 * over};

    drawlist_box(scene->list, around, layout_exact(layout, 30), layout_exact(layout, 3),
                 theme_fade(scene->theme->move, (int)lround(220 * (double)pulse)));
}

/* The row's buttons side by side, or below each other where it is narrow. */
struct row {
    struct draw_rect rects[3];
};

static struct row row_of(const struct layout *layout, bool can_snooze)
{
    static const double shares[2][3] = {{440, 0, 296}, {288, 232, 200}};
    double w = units_of(layout, layout->w) - 48, h = units_of(layout, layout->h);
    double room = w - (can_snooze ? 32 : 16), x = 24;
    double whole = shares[can_snooze][0] + shares[can_snooze][1] + shares[can_snooze][2];
    struct row row = {0};

    for (int i = 0, n = 0; i < 3; i++) {
        double share = room * shares[can_snooze][i] / whole;

        if (shares[can_snooze][i] <= 0)
            continue;
        if (layout->landscape)
            row.rects[i] = layout_rect(layout, x, h - 24 - 104, share, 104);
        else
            row.rects[i] = layout_rect(layout, 24, h - 324 + 100.0 * (n + !can_snooze), w, 88);
        x += share + 16;
        n++;
    }
    return row;
}

static void draw_row(const struct scene *scene, const struct screen_input *in,
                     struct targets *targets)
{
    const struct view_coach *coach = &in->view->coach;
    bool can_snooze = coach->snoozes_left > 0;
    struct row row = row_of(scene->layout, can_snooze);
    char text[64];

    draw_pulse(scene, row.rects[0], in->pulse);
    prompt_dose(coach, text, sizeof text);
    screen_button_more(scene, BUTTON_PRIMARY, row.rects[0], _("Going now"), text, TARGET_START,
                       in->pressed, targets);
    if (can_snooze)
        screen_button_more(scene, BUTTON_SECONDARY, row.rects[1], _("In 5 minutes"),
                           _("I will ask again"), TARGET_SNOOZE, in->pressed, targets);
    prompt_skip(coach, text, sizeof text);
    screen_button_more(scene, BUTTON_GHOST, row.rects[2], _("Skip"), text, TARGET_SKIP, in->pressed,
                       targets);
}

void screen_prompt_draw(const struct scene *scene, const struct screen_input *in,
                        struct targets *targets)
{
    const struct layout *layout = scene->layout;
    struct place place = place_of(layout);
    struct text_at at = {layout_exact(layout, place.x), layout_exact(layout, place.body_y),
                         ALIGN_LEFT, layout_px(layout, place.room + 20)};
    char text[160];

    draw_ground(scene, &place, &in->view->coach);
    drawlist_end_still(scene->list);
    draw_status(scene, in->view, &place);
    draw_headline(scene, in->view, &place);
    prompt_body(&in->view->coach, text, sizeof text);
    text_wrap(scene, TEXT_LEAD, at, layout_px(layout, 32), layout->landscape ? 2 : 3,
              scene->theme->mid, text);
    screen_notice(scene, in->view, false);
    draw_row(scene, in, targets);
}

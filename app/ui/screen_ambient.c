/* Nobody is there: black, a dim clock that is somewhere else every minute. */
#include <math.h>

#include "ui/locale_text.h"
#include "ui/screens.h"

/*
 * A Lissajous path through the safe area: 7 and 11 periods an hour share no factor with each other
 * or with 60, so that within the hour no two minutes meet and no pixel stays lit.
 */
#define PERIODS_X 7
#define PERIODS_Y 11

static const struct draw_color black = {0, 0, 0, 255};

void screen_ambient_draw(const struct scene *scene, const struct screen_input *in,
                         struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct draw_rect whole = {0, 0, layout->w, layout->h};
    double turn = 2 * M_PI * (in->view->ambient_min % 60) / 60;
    double room_x = layout->w / 2.0 - layout_px(layout, 148);
    double room_y = layout->h / 2.0 - layout_px(layout, 100);
    float x = (float)(layout->w / 2.0 + room_x * sin(PERIODS_X * turn));
    float y = (float)(layout->h / 2.0 + room_y * sin(PERIODS_Y * turn + M_PI / 3));
    struct text_at at = {x, y + layout_exact(layout, 16), ALIGN_CENTRE, 0};
    struct drawlist_pose heart = {
        .box = {0, 0, 32, 32},
        .pivot = {16, 16},
        .at = {x, y + layout_exact(layout, 57)},
        .scale = {layout->unit_px * 0.46F, layout->unit_px * 0.46F},
    };
    char text[16];

    drawlist_box(scene->list, whole, 0, 0, black);
    drawlist_end_still(scene->list);
    if (in->view->clock_min >= 0) {
        locale_clock(text, sizeof text, in->view->clock_min);
        text_put_digits(scene, TEXT_CLOCK, at, 1, scene->theme->ambient_clock, text);
    }
    drawlist_art(scene->list, ART_ICON_HEART, &heart, whole, true, scene->theme->ambient_heart);
    screen_notice(scene, in->view, true);
    targets_add(targets, whole, TARGET_ANYWHERE);
}

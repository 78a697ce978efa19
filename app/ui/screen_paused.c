/* Paused: nothing is counted, and the one thing to do is to go on. */
#include "ui/i18n.h"
#include "ui/locale_text.h"
#include "ui/screens.h"

static void draw_bars(const struct scene *scene, float x, float y)
{
    const struct layout *layout = scene->layout;
    struct drawlist_pose pose = {
        .box = {0, 0, 32, 32},
        .pivot = {16, 16},
        .at = {x, y},
        .scale = {1.5F * layout->unit_px, 1.5F * layout->unit_px},
    };

    drawlist_ellipse(scene->list, x, y, layout_exact(layout, 48), layout_exact(layout, 48),
                     scene->theme->card);
    drawlist_art(scene->list, ART_ICON_PAUSE, &pose, (struct draw_rect){0, 0, layout->w, layout->h},
                 true, scene->theme->hi);
}

void screen_paused_draw(const struct scene *scene, const struct screen_input *in,
                        struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    double w = layout->w / (double)layout->unit_px, h = layout->h / (double)layout->unit_px;
    double top = (h - 24 - 104) / 2 - 104; /* of the words with their sign, in what is free */
    struct text_at at = {(float)layout->w / 2, layout_exact(layout, top + 148), ALIGN_CENTRE,
                         layout->w - layout_px(layout, 64)};
    char text[16];

    drawlist_box(scene->list, (struct draw_rect){0, 0, layout->w, layout->h}, 0, 0, theme->bg);
    draw_bars(scene, at.x, layout_exact(layout, top + 56));
    drawlist_end_still(scene->list);
    text_put(scene, TEXT_FIGURE, at, theme->hi, _("Paused"));
    at.y = layout_exact(layout, top + 182);
    text_wrap(scene, TEXT_LABEL, at, layout_px(layout, 24), 2, theme->mid,
              _("Nothing is counted until you go on, or until tomorrow."));
    at = (struct text_at){(float)layout->left, (float)layout->status_y, ALIGN_LEFT, 0};
    if (in->view->clock_min >= 0) {
        locale_clock(text, sizeof text, in->view->clock_min);
        text_put(scene, TEXT_LABEL_STRONG, at, theme->hi, text);
    }
    screen_notice(scene, in->view, false);
    screen_button(
        scene, BUTTON_PRIMARY,
        layout_rect(layout, w > 376 ? w / 2 - 164 : 24, h - 24 - 104, w > 376 ? 328 : w - 48, 104),
        _("Go on"), TARGET_RESUME, in->pressed, targets);
}

/* Parts that several screens share: buttons, targets, the simulated-data notice. */
#include <assert.h>
#include <math.h>

#include "ui/i18n.h"
#include "ui/screens.h"

void targets_add(struct targets *targets, struct draw_rect rect, int32_t id)
{
    assert(targets->count < TARGETS_MAX);
    targets->list[targets->count++] = (struct target){rect, id};
}

void screen_button(const struct scene *scene, enum button_kind kind, struct draw_rect rect,
                   const char *label, int32_t target, int32_t pressed, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    bool primary = kind == BUTTON_PRIMARY;
    struct draw_color fill = primary ? theme->hi : theme->card;
    float radius = layout_exact(layout, 24);
    struct text_at at = {(float)rect.x + (float)rect.w / 2,
                         (float)rect.y + (float)rect.h / 2 +
                             layout_exact(layout, primary ? 8.6 : 7.2),
                         ALIGN_CENTRE, rect.w - layout_px(layout, 32)};

    if (pressed == target)
        fill = theme_mix(fill, theme->bg, 12);
    drawlist_box(scene->list, rect, radius, 0, fill);
    if (!primary)
        drawlist_box(scene->list, rect, radius, layout_exact(layout, 2),
                     theme_mix(theme->card, theme->hi, 42));
    text_put(scene, primary ? TEXT_ACTION : TEXT_ACTION_SMALL, at, primary ? theme->ink : theme->hi,
             label);
    targets_add(targets, rect, target);
}

void screen_notice(const struct scene *scene, const struct view *view, bool dim)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    const char *text = view->source == VIEW_SIM ? _("Simulated data") : _("Playing a trace");
    float radius = layout_exact(layout, 12);
    struct draw_rect rect;
    struct text_at at;
    int32_t w;

    if (view->source == VIEW_GPIO)
        return;
    /* A tab that hangs from the upper edge: its round top lies outside the canvas. */
    w = text_width(scene, TEXT_FINE_STRONG, text) + layout_px(layout, 32);
    at = (struct text_at){(float)(layout->left + layout->right) / 2, layout_exact(layout, 17),
                          ALIGN_CENTRE, 0};
    rect = (struct draw_rect){(int32_t)lround((double)at.x) - w / 2, -layout_px(layout, 24), w,
                              layout_px(layout, 48)};
    drawlist_box(scene->list, rect, radius, 0,
                 dim ? theme_mix(theme->card, (struct draw_color){0, 0, 0, 255}, 50)
                     : theme->stand);
    text_put(scene, TEXT_FINE_STRONG, at, dim ? theme->ambient_clock : theme->ink, text);
}

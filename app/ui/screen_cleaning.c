/* Wiped clean without a tap: half a minute in which no touch counts. */
#include <stdio.h>

#include "ui/i18n.h"
#include "ui/page.h"
#include "ui/settings_pages.h"

void cleaning_draw(const struct scene *scene, const struct screen_input *in,
                   struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    double height = layout->h / (double)layout->unit_px;
    struct text_at at = {(float)layout->w / 2, layout_exact(layout, height / 2 - 74), ALIGN_CENTRE,
                         layout->w - layout_px(layout, 64)};
    char text[16];

    page_ground(scene);
    text_put(scene, TEXT_FIGURE, at, theme->hi, _("Wipe the screen now"));
    at.y += layout_exact(layout, 110);
    (void)snprintf(text, sizeof text, "%d", (int)in->view->hold.cleaning_s);
    text_put_digits(scene, TEXT_DISPLAY, at, 1, theme->hi, text);
    at.y += layout_exact(layout, 50);
    text_wrap(scene, TEXT_LABEL, at, layout_px(layout, 22), 2, theme->mid,
              _("Touches do nothing until it reaches zero."));
    screen_notice(scene, in->view, false);
    targets_add(targets, (struct draw_rect){0, 0, layout->w, layout->h}, TARGET_ANYWHERE);
}

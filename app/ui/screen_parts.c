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

struct button_colors {
    struct draw_color fill, outline, label, more; /* outline with alpha 0: none */
};

static struct button_colors button_colors(const struct theme *theme, enum button_kind kind)
{
    const struct button_colors colors[] = {
        [BUTTON_PRIMARY] = {theme->hi, theme_fade(theme->hi, 0), theme->ink,
                            theme_mix(theme->ink, theme->hi, 25)},
        [BUTTON_SECONDARY] = {theme->card, theme_outline(theme, theme->card), theme->hi,
                              theme->mid},
        [BUTTON_GHOST] = {theme->bg, theme_outline(theme, theme->bg), theme->mid, theme->mid},
    };

    return colors[kind];
}

/* Two lines about the middle; the label's size by its weight and how wide the button is. */
static void draw_label(const struct scene *scene, enum text_role role, struct draw_rect rect,
                       const struct button_colors *colors, const char *label, const char *more)
{
    const struct layout *layout = scene->layout;
    double middle = role == TEXT_ACTION ? 8.6 : 7.2;
    struct text_at at = {(float)rect.x + (float)rect.w / 2,
                         (float)rect.y + (float)rect.h / 2 +
                             layout_exact(layout, more ? -2 : middle),
                         ALIGN_CENTRE, rect.w - layout_px(layout, 32)};

    text_put(scene, role, at, colors->label, label);
    if (!more)
        return;
    at.y += layout_exact(layout, 26);
    text_put(scene, TEXT_LABEL, at, colors->more, more);
}

void screen_button_more(const struct scene *scene, enum button_kind kind, struct draw_rect rect,
                        const char *label, const char *more, int32_t target, int32_t pressed,
                        struct targets *targets)
{
    const struct layout *layout = scene->layout;
    struct button_colors colors = button_colors(scene->theme, kind);
    float radius = layout_exact(layout, rect.h <= layout_px(layout, 88) ? 20 : 24);
    enum text_role role = kind == BUTTON_PRIMARY || more ? TEXT_ACTION : TEXT_ACTION_SMALL;

    if (pressed == target)
        colors.fill = theme_mix(colors.fill, scene->theme->bg, 12);
    if (pressed == target && kind == BUTTON_GHOST)
        colors.fill = theme_mix(scene->theme->bg, scene->theme->hi, 8);
    drawlist_box(scene->list, rect, radius, 0, colors.fill);
    drawlist_box(scene->list, rect, radius, layout_exact(layout, 2), colors.outline);
    draw_label(scene, role, rect, &colors, label, more);
    targets_add(targets, rect, target);
}

void screen_button(const struct scene *scene, enum button_kind kind, struct draw_rect rect,
                   const char *label, int32_t target, int32_t pressed, struct targets *targets)
{
    screen_button_more(scene, kind, rect, label, NULL, target, pressed, targets);
}

void screen_panel(const struct scene *scene, struct draw_rect rect)
{
    const struct layout *layout = scene->layout;
    struct draw_color line = scene->theme->line;
    int32_t width = layout_px(layout, 2), right = rect.x + rect.w, foot = rect.y + rect.h;

    drawlist_gradient(scene->list, rect, scene->theme->panel, scene->theme->panel2);
    /* Only where it ends within the canvas: it bleeds off the other edges. */
    if (rect.x > 0)
        drawlist_box(scene->list, (struct draw_rect){rect.x, rect.y, width, rect.h}, 0, 0, line);
    if (right < layout->w)
        drawlist_box(scene->list, (struct draw_rect){right - width, rect.y, width, rect.h}, 0, 0,
                     line);
    if (rect.y > 0)
        drawlist_box(scene->list, (struct draw_rect){rect.x, rect.y, rect.w, width}, 0, 0, line);
    if (foot < layout->h)
        drawlist_box(scene->list, (struct draw_rect){rect.x, foot - width, rect.w, width}, 0, 0,
                     line);
}

void screen_card(const struct scene *scene, struct draw_rect rect, float radius_px)
{
    drawlist_box(scene->list, rect, radius_px, 0, scene->theme->card);
    drawlist_box(scene->list, rect, radius_px, layout_exact(scene->layout, 2),
                 theme_fade(scene->theme->line, scene->theme->line.a * 60 / 100));
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
    w = text_put_width(scene, TEXT_FINE_STRONG, layout->w / 2, text);
    at = (struct text_at){(float)(layout->left + layout->right) / 2, layout_exact(layout, 17),
                          ALIGN_CENTRE, w};
    w += layout_px(layout, 32);
    rect = (struct draw_rect){(int32_t)lround((double)at.x) - w / 2, -layout_px(layout, 24), w,
                              layout_px(layout, 48)};
    drawlist_box(scene->list, rect, radius, 0,
                 dim ? theme_mix((struct draw_color){0, 0, 0, 255}, theme->ambient_clock, 20)
                     : theme->stand);
    text_put(scene, TEXT_FINE_STRONG, at, dim ? theme->ambient_clock : theme->ink, text);
}

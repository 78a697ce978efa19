/* A card over the whole screen: what is wrong, what it means, what to do. */
#include "ui/card.h"

#include <stdio.h>

#include "ui/i18n.h"

static void draw_head(const struct scene *scene, const char *title, const char *meaning)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    int32_t room = layout->w - layout_px(layout, 104 + 24);
    struct text_at at = {layout_exact(layout, 104), layout_exact(layout, 60), ALIGN_LEFT, room};
    int32_t lines;

    drawlist_box(scene->list, layout_rect(layout, 28, 36, 56, 56), layout_exact(layout, 28), 0,
                 theme_mix(theme->bg, theme->fault, 22));
    drawlist_box(scene->list, layout_rect(layout, 53.5, 48, 5, 20), layout_exact(layout, 2.5), 0,
                 theme->fault);
    drawlist_ellipse(scene->list, layout_exact(layout, 56), layout_exact(layout, 77),
                     layout_exact(layout, 3.4), layout_exact(layout, 3.4), theme->fault);
    if (!layout->landscape)
        at.y = layout_exact(layout, 54);
    lines = text_wrap(scene, TEXT_FIGURE, at, layout_px(layout, 32), layout->landscape ? 1 : 2,
                      theme->hi, title);
    at.y += layout_exact(layout, 32 * lines - 4);
    text_wrap(scene, TEXT_LABEL, at, layout_px(layout, 20), layout->landscape ? 1 : 2, theme->mid,
              meaning);
}

/* One line, or two rather than smaller letters than the other steps have. */
static void draw_step(const struct scene *scene, struct text_at at, const char *text)
{
    if (text_put_width(scene, TEXT_BODY, at.max_px, text) < at.max_px) {
        text_put(scene, TEXT_BODY, at, scene->theme->hi, text);
        return;
    }
    at.y -= layout_exact(scene->layout, 12);
    text_wrap(scene, TEXT_BODY, at, text_pitch(scene, 24, 28), 2, scene->theme->hi, text);
}

static void draw_steps(const struct scene *scene, const struct card *card, int32_t room_px)
{
    const struct layout *layout = scene->layout;
    char number[4];

    for (int i = 0; i < CARD_STEPS; i++) {
        double y = (layout->landscape ? 152 : 192) + 64.0 * i;
        struct text_at at = {layout_exact(layout, 48), layout_exact(layout, y + 7), ALIGN_CENTRE,
                             0};

        drawlist_box(scene->list, layout_rect(layout, 30, y - 18, 36, 36), layout_exact(layout, 18),
                     0, scene->theme->card);
        snprintf(number, sizeof number, "%d", i + 1);
        text_put(scene, TEXT_ACTION_SMALL, at, scene->theme->hi, number);
        at = (struct text_at){layout_exact(layout, 84), layout_exact(layout, y + 7), ALIGN_LEFT,
                              room_px - layout_px(layout, 84)};
        draw_step(scene, at, _(card->steps[i]));
    }
}

/* The picture at the right, or below the steps where it is narrow. */
static void draw_picture(const struct scene *scene, enum draw_art art)
{
    const struct layout *layout = scene->layout;
    double width = layout->w / (double)layout->unit_px;
    double x = layout->landscape ? width - 328 : (width - 304) / 2;
    double y = layout->landscape ? 112 : 384;
    struct drawlist_pose pose = {
        .box = {0, 0, 304, 216},
        .at = {layout_exact(layout, x), layout_exact(layout, y)},
        .scale = {layout->unit_px, layout->unit_px},
    };
    struct draw_rect whole = {0, 0, layout->w, layout->h};

    drawlist_glow(scene->list, whole, layout_exact(layout, x + 180), layout_exact(layout, y + 78),
                  layout_exact(layout, 190), layout_exact(layout, 190),
                  theme_mix(scene->theme->bg, scene->theme->fault, 22));
    drawlist_art(scene->list, art, &pose, whole, false, (struct draw_color){255, 255, 255, 255});
}

void card_draw(const struct scene *scene, const struct screen_input *in, const struct card *card,
               const char *title, const struct card_button buttons[2], struct targets *targets)
{
    const struct layout *layout = scene->layout;
    int32_t margin = layout_px(layout, 24), gap = layout_px(layout, 16);
    int32_t height = layout_px(layout, 96), top = layout->h - layout_px(layout, 16) - height;
    struct draw_rect first = {margin, top, layout_px(layout, 288), height}, second = first;

    if (layout->landscape) {
        second.x += first.w + gap;
        second.w = layout_px(layout, 552) - first.w - gap;
    } else {
        first.w = second.w = layout->w - 2 * margin;
        first.y -= height + gap;
    }
    drawlist_box(scene->list, (struct draw_rect){0, 0, layout->w, layout->h}, 0, 0,
                 scene->theme->bg);
    draw_picture(scene, card->art);
    drawlist_end_still(scene->list);
    draw_head(scene, title, _(card->meaning));
    draw_steps(scene, card, layout->landscape ? layout->w - layout_px(layout, 316) : layout->w);
    screen_notice(scene, in->view, false);
    screen_button(scene, BUTTON_PRIMARY, first, _(buttons[0].label), buttons[0].target, in->pressed,
                  targets);
    screen_button(scene, BUTTON_SECONDARY, second, _(buttons[1].label), buttons[1].target,
                  in->pressed, targets);
}

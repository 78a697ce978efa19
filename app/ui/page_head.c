#include "ui/page_head.h"

#define SIDE 64
#define EDGE 16

enum text_role page_fine_role(const struct layout *layout)
{
    return layout->text_size == TEXT_SIZE_LARGE ? TEXT_LABEL : TEXT_FINE;
}

enum text_role page_tile_role(const struct layout *layout)
{
    return layout->text_size == TEXT_SIZE_LARGE ? TEXT_TILE : TEXT_LABEL_MEDIUM;
}

void page_way_draw(const struct scene *scene, enum page_way way, int32_t x, int32_t y,
                   int32_t target, int32_t pressed, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    struct draw_rect rect = {x, y, layout_px(layout, SIDE), layout_px(layout, SIDE)};
    float half = layout_exact(layout, 5), width = layout_exact(layout, 3);
    float middle_x = (float)rect.x + (float)rect.w / 2,
          middle_y = (float)rect.y + (float)rect.h / 2;
    float side = way == PAGE_WAY_BACK ? -half : half;
    const struct draw_point tip = {middle_x + side, middle_y};

    screen_card(scene, rect, layout_exact(layout, 20));
    if (pressed == target)
        drawlist_box(scene->list, rect, layout_exact(layout, 20), 0,
                     theme_mix(theme->card, theme->hi, 12));
    for (int i = -1; i <= 1; i += 2)
        drawlist_stroke(scene->list,
                        (struct draw_point){middle_x - side, middle_y + (float)i * 2 * half}, tip,
                        width, theme->hi);
    targets_add(targets, rect, target);
}

void page_head_draw(const struct scene *scene, const struct screen_input *in, const char *title,
                    int32_t right_px, int32_t back_target, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    int32_t edge = layout_px(layout, EDGE);
    struct text_at at = {layout_exact(layout, EDGE + SIDE + 16), layout_exact(layout, 58),
                         ALIGN_LEFT, right_px - layout_px(layout, EDGE + SIDE + 16)};

    page_way_draw(scene, PAGE_WAY_BACK, edge, edge, back_target, in->pressed, targets);
    /* One size down is still one line. */
    if (text_width(scene, TEXT_FIGURE, title) * 24 / 28 < at.max_px) {
        text_put(scene, TEXT_FIGURE, at, scene->theme->hi, title);
        return;
    }
    at.y -= layout_exact(layout, 15);
    text_wrap(scene, TEXT_FIGURE, at, layout_px(layout, 30), 2, scene->theme->hi, title);
}

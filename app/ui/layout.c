#include "ui/layout.h"

#include <math.h>

#define UPRIGHT_H  853.0
#define SHORT_SIDE 480.0
#define MARGIN     24.0

int32_t layout_px(const struct layout *layout, double units)
{
    return (int32_t)lround(units * (double)layout->unit_px);
}

float layout_exact(const struct layout *layout, double units)
{
    return (float)(units * (double)layout->unit_px);
}

struct draw_rect layout_rect(const struct layout *layout, double x, double y, double w, double h)
{
    int32_t left = layout_px(layout, x), top = layout_px(layout, y);

    return (struct draw_rect){left, top, layout_px(layout, x + w) - left,
                              layout_px(layout, y + h) - top};
}

static void make_landscape(struct layout *layout)
{
    double width = layout->w / (double)layout->unit_px;
    double panel_x = width - 272;

    layout->right = layout_px(layout, panel_x - 16);
    layout->status_y = layout_px(layout, 40);
    layout->ring_x = layout_exact(layout, 168);
    layout->ring_y = layout_exact(layout, 208);
    layout->ring_scale = layout->unit_px;
    layout->stats_x = layout_px(layout, 336);
    for (int i = 0; i < 3; i++)
        layout->stats_y[i] = layout_px(layout, 124 + 80.0 * i);
    layout->stats_right = layout->right;
    layout->legend_y = layout_px(layout, 384);
    layout->strip_y = layout_px(layout, 440);
    layout->strip_h = layout_px(layout, 36);
    layout->panel.x = layout_px(layout, panel_x);
    layout->panel.w = layout->w - layout->panel.x;
    layout->panel.h = layout->h;
    layout->leg = (struct draw_point){(float)layout->panel.x + layout_exact(layout, 8),
                                      layout_exact(layout, 8)};
    layout->leg_scale = layout->unit_px;
    layout->leader_x = layout->panel.x + layout_px(layout, 16);
    layout->caption_y = layout_px(layout, 436);
}

static void make_portrait(struct layout *layout)
{
    layout->right = layout->w - layout_px(layout, MARGIN);
    layout->status_y = layout_px(layout, 42);
    layout->ring_x = layout_exact(layout, 142);
    layout->ring_y = layout_exact(layout, 200);
    layout->ring_scale = layout->unit_px * (float)(117.0 / 136.0);
    layout->stats_x = layout_px(layout, 290);
    for (int i = 0; i < 3; i++)
        layout->stats_y[i] = layout_px(layout, 128 + 75.0 * i);
    layout->stats_right = layout->right + layout_px(layout, 8);
    layout->panel = (struct draw_rect){0, layout_px(layout, 347), layout->w,
                                       layout_px(layout, 651) - layout_px(layout, 347)};
    layout->leg_scale = layout->unit_px * 0.733F;
    layout->leg = (struct draw_point){(float)layout->w - layout_exact(layout, 306),
                                      layout_exact(layout, 324)};
    layout->leader_x = layout->left;
    layout->caption_y = layout_px(layout, 637);
    layout->legend_y = layout_px(layout, 679);
    layout->strip_y = layout_px(layout, 739);
    layout->strip_h = layout_px(layout, 40);
}

void layout_make(struct layout *layout, int32_t w, int32_t h)
{
    *layout = (struct layout){.w = w, .h = h};
    layout->unit_px = (float)((w < h ? w : h) / SHORT_SIDE);
    layout->landscape = w * 5 >= h * 6;
    layout->left = layout_px(layout, MARGIN);
    if (layout->landscape)
        make_landscape(layout);
    else
        make_portrait(layout);
}

double layout_lack(const struct layout *layout)
{
    double lack = UPRIGHT_H - layout->h / (double)layout->unit_px;

    return layout->landscape || lack < 0 ? 0 : lack;
}

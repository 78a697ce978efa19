#include "ui/petal.h"

#include <math.h>

#define RING_LENGTH   20.0F
#define RING_WIDTH    6.0F
#define RING_LEAN_DEG 28.0F

#define ROW_LENGTH   32.0F
#define ROW_LEAN_DEG 24.0F

void petal_draw(const struct scene *scene, struct draw_point foot, float length_px, float width_px,
                float lean_deg, struct draw_color color)
{
    float angle = lean_deg * (float)M_PI / 180, half = width_px / 2;
    struct draw_point a = {foot.x + half * sinf(angle), foot.y - half * cosf(angle)};
    struct draw_point b = {foot.x + (length_px - half) * sinf(angle),
                           foot.y - (length_px - half) * cosf(angle)};

    drawlist_stroke(scene->list, a, b, width_px, color);
}

void petal_on_ring(const struct scene *scene, struct draw_point centre, float scale, int index,
                   float tilt, struct draw_color color)
{
    float inner = (PETAL_RING_RADIUS - RING_LENGTH) * scale;
    float deg = (float)(index * 360) / PETAL_RING, angle = deg * (float)M_PI / 180;
    struct draw_point foot = {centre.x + inner * sinf(angle), centre.y - inner * cosf(angle)};

    petal_draw(scene, foot, RING_LENGTH * scale, RING_WIDTH * scale, deg + tilt * RING_LEAN_DEG,
               color);
}

void petal_ring_draw(const struct scene *scene, struct draw_point centre, float scale, int32_t lit,
                     struct draw_color color)
{
    for (int i = 0; i < PETAL_RING; i++)
        petal_on_ring(scene, centre, scale, i, 0, i < lit ? color : scene->theme->track);
}

void petal_row_draw(const struct scene *scene, struct draw_point foot, float width_px,
                    int32_t count, int32_t lit)
{
    float length = layout_exact(scene->layout, ROW_LENGTH);
    float width = layout_exact(scene->layout, count > 15 ? 6 : 8);
    float leans = length * sinf(ROW_LEAN_DEG * (float)M_PI / 180);
    float pitch = count > 1 ? (width_px - width - leans) / (float)(count - 1) : 0;

    for (int32_t i = 0; i < count; i++) {
        struct draw_point at = {foot.x + width / 2 + pitch * (float)i, foot.y};

        petal_draw(scene, at, length, width, i < lit ? 0 : ROW_LEAN_DEG,
                   i < lit ? scene->theme->move : scene->theme->track);
    }
}

/*
 * petal.h - the one ornament: a door that stands open (upright) or is still closed (it leans).
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_PETAL_H
#define SH_UI_PETAL_H

#include "ui/text.h"

#define PETAL_RING        60
#define PETAL_RING_RADIUS 136.0F /* outer, at scale 1 */

/* One petal from its foot, `lean_deg` clockwise from up. Pixels. */
void petal_draw(const struct scene *scene, struct draw_point foot, float length_px, float width_px,
                float lean_deg, struct draw_color color);

/* Petal `index` of a ring, which leans by `tilt`: 0 upright, 1 as one that is still to come. */
void petal_on_ring(const struct scene *scene, struct draw_point centre, float scale, int index,
                   float tilt, struct draw_color color);

/* A ring of upright petals, the first `lit` of them lit; `scale` pixels a unit. */
void petal_ring_draw(const struct scene *scene, struct draw_point centre, float scale, int32_t lit,
                     struct draw_color color);

/* `count` petals of a row of `width_px`, on a line at `foot.y`; those to come lean to the right. */
void petal_row_draw(const struct scene *scene, struct draw_point foot, float width_px,
                    int32_t count, int32_t lit);

#endif

/*
 * learn_picture.h - the illustration of each topic, at any size.
 *
 * Legs, veins and figures are made of the same layers as everywhere else, the rest is art of its
 * own. A card's picture moves for a moment after it came, to show how the thing goes, and then
 * rests; on a tile it is at rest. It shows how things work and nothing that a sensor saw.
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_LEARN_PICTURE_H
#define SH_UI_LEARN_PICTURE_H

#include "ui/pages.h"
#include "ui/screens.h"

struct learn_moment {
    int64_t elapsed_ns; /* since the card came; LEARN_AT_REST: whatever moves has done so */
    bool reduced_motion;
    bool is_large; /* a panel of its own: with words, bleeding off its edges where it does */
};

#define LEARN_AT_REST (60 * INT64_C(1000000000))

/* The picture of `topic` (enum learn_topic_id) within `rect` pixels, on `ground`. */
void learn_picture_draw(const struct scene *scene, int32_t topic, struct draw_rect rect,
                        struct draw_color ground, const struct learn_moment *moment);

/* When the picture of the open card is due again after `after_ns`; TIME_NEVER: it rests. */
int64_t learn_picture_next_frame_mono_ns(const struct learn_page *page, bool reduced_motion,
                                         int64_t after_ns);

#endif

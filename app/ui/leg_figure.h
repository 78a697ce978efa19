/*
 * leg_figure.h - the leg with the levels before and after a break.
 *
 * The rest of the leg's picture is declared in screens.h. The caption that says what the picture is
 * belongs to leg_figure_still(), so no level is ever shown without it. Pure; the thread that draws.
 */
#ifndef SH_UI_LEG_FIGURE_H
#define SH_UI_LEG_FIGURE_H

#include "ui/screens.h"

/*
 * Only the leg, without panel, words and caption: for pictures of how it works. It lies where the
 * layout says (panel, leg, leg_scale). `level` 0 to 1; the pose's leg_fade is 1.
 */
void leg_figure_bare(const struct scene *scene, const struct anim_pose *pose, bool stands,
                     float level, bool flowing);

/* What the picture is and is not, in two or three lines (layout: leader_x, caption_y, panel). */
void leg_figure_caption(const struct scene *scene);

/* Levels of the model, 1 to 100 percent; `fall` 0 to 1: how far the column has come. */
struct leg_change {
    int32_t before_percent, after_percent;
    float fall;
};

/* In place of leg_figure_moving(). */
void leg_figure_done(const struct scene *scene, const struct screen_input *in,
                     const struct leg_change *change);

#endif

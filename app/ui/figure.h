/*
 * figure.h - the person: walking, or doing an exercise on the chair.
 *
 * A skeleton in figure units (an upright person is some 470 high) is bent by a pose; limbs are
 * pictures laid between its joints, so that they stay joined whatever the pose. Feet never pass
 * through the floor. The mat lies under the heels: toes rest on the floor before it.
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_FIGURE_H
#define SH_UI_FIGURE_H

#include "ui/anim_figure.h"
#include "ui/text.h"

enum figure_side { FIGURE_NEAR, FIGURE_FAR, FIGURE_SIDES };

/* Joints, figure units: y 0 is the floor, negative above it; the person looks to the left. */
struct figure_leg {
    struct draw_point hip, knee, ankle, ball;
    float foot_deg;    /* 0: flat; positive: the heel is up, the toes point down */
    float toes_deg;    /* of the toes: 0 flat */
    float foot_length; /* 1: seen from the side; less: turned out of the picture */
};

struct figure_arm {
    struct draw_point shoulder, elbow, hand;
};

struct figure_joints {
    struct draw_point head, shoulder, hip; /* shoulder and hip: the ends of the trunk */
    struct figure_leg leg[FIGURE_SIDES];
    struct figure_arm arm[FIGURE_SIDES];
};

#define FIGURE_HEIGHT     470.0F /* upright */
#define FIGURE_MAT_HEIGHT 5.0F   /* the mat's top lies so far above the floor */

/* The lowest point of a foot: of its heel and of its ball, figure units. */
float figure_heel_y(const struct figure_leg *leg);
float figure_ball_y(const struct figure_leg *leg);

/* `stride` 0 to 1: two steps. 0 and 0.5: both feet on the floor, far apart. */
void figure_walking(float stride, struct figure_joints *joints);

/* Both feet beside each other. */
void figure_standing(struct figure_joints *joints);

/* Walking with a glass in the near hand. */
void figure_carrying(struct figure_joints *joints);

/* On the chair, at a moment of the guide. */
void figure_seated(enum suggestion_kind kind, const struct guide *guide,
                   struct figure_joints *joints);

/* Where a figure stands: x of its hip and y of the floor, pixels; `scale` pixels a figure unit. */
struct figure_place {
    float x, floor_y, scale;
    struct draw_color ground; /* what lies behind, for the shades of the limbs */
};

/*
 * The walker, looking to the right; `beat` 0 to 1 lights the second heart of its near calf. Some 20
 * items. Use: prompt and banner figure_draw_walker(scene, place, 0, 0); a stroll that is seen
 * live walk_stride() and the calf's squeeze.
 */
void figure_draw_walker(const struct scene *scene, const struct figure_place *place, float stride,
                        float beat);

/* The walker with a glass of water. */
void figure_draw_water(const struct scene *scene, const struct figure_place *place);

/* The same person standing still. */
void figure_draw_standing(const struct scene *scene, const struct figure_place *place);

/* The floor under the walker with the marks of the last steps behind it, the newest brightest. */
void figure_draw_floor(const struct scene *scene, const struct figure_place *place, int32_t marks);

/*
 * The seated figure with chair and mat, looking to the left; the still parts and those that move.
 * SUGGESTION_NONE: at rest, and the mat is lit with a `lift` of 0 only.
 */
void figure_draw_chair(const struct scene *scene, const struct figure_place *place);
void figure_draw_seated(const struct scene *scene, const struct figure_place *place,
                        enum suggestion_kind kind, const struct guide *guide);

#endif

/*
 * figure_size.h - the figure's proportions, shared by its skeleton, its drawing and their tests.
 *
 * Figure units; y grows downwards, the person looks to the left. The pictures of the limbs
 * (assets/art/figure-*.svg) are drawn in the same units, each with its upper joint at 0, 0.
 */
#ifndef SH_UI_FIGURE_SIZE_H
#define SH_UI_FIGURE_SIZE_H

#define THIGH_LENGTH     116.0F
#define SHANK_LENGTH     104.0F
#define TRUNK_LENGTH     132.0F
#define UPPER_ARM_LENGTH 74.0F
#define FOREARM_LENGTH   66.0F

#define HEAD_RADIUS         33.0F
#define HEAD_ABOVE_SHOULDER 69.0F
#define ARM_BELOW_SHOULDER  8.0F

/* The foot, from its ankle: the middles of heel and ball, and how round they are. */
#define FOOT_HEEL_X      8.0F
#define FOOT_HEEL_Y      15.0F
#define FOOT_HEEL_RADIUS 7.0F
#define FOOT_BALL_X      (-40.0F)
#define FOOT_BALL_Y      14.5F
#define FOOT_BALL_RADIUS 7.5F
#define TOES_LENGTH      20.0F
#define TOES_RADIUS      5.0F /* of their tip, whose middle lies TOES_TIP_Y below the ball's */
#define TOES_TIP_Y       2.5F

/* Walking: where the ball of a foot meets the floor and leaves it. */
#define WALK_FRONT_X    (-112.0F)
#define WALK_REAR_X     96.0F
#define WALK_STRIKE_DEG (-14.0F)
#define WALK_PUSH_DEG   40.0F
#define WALK_LIFT       15.0F
#define WALK_HIP_Y      (-226.0F)
#define WALK_HIP_RISE   9.0F
#define WALK_ARM_DEG    27.0F

#define CARRY_STRIDE 0.96F /* a glass is carried in small steps */

#define STAND_HIP_Y  (-240.0F)
#define STAND_BALL_X (-40.0F)
#define STAND_FAR_X  10.0F

/* Seated: the heel lies on the mat, so the foot is never quite flat. */
#define SIT_HIP_Y        (-142.0F)
#define SIT_BALL_X       (-146.0F)
#define SIT_FOOT_DEG     6.4F
#define RAISE_DEG        40.0F
#define TOES_UP_DEG      (-26.0F)
#define HAND_ON_THIGH    0.58F
#define HAND_ABOVE_THIGH 25.0F

#define CIRCLE_ANKLE_X    (-148.0F)
#define CIRCLE_ANKLE_Y    (-66.0F)
#define CIRCLE_MIDDLE_DEG 2.0F
#define CIRCLE_DEG        22.0F
#define CIRCLE_LENGTH     0.86F

#endif

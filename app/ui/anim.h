/*
 * anim.h - what moves, on virtual time.
 *
 * Every motion is a start and a curve: asked for the same moment it gives the same answer, asked
 * for none it costs nothing. When nothing moves there is no next frame. With reduced motion every
 * duration is 0 and a beat is shown by the lit heart for 250 ms.
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_ANIM_H
#define SH_UI_ANIM_H

#include <stdbool.h>
#include <stdint.h>

#define ANIM_FRAME_NS INT64_C(33333333) /* 30 frames a second, only while something moves */

#define ANIM_BEATS_MAX 4 /* packets alive at once */
#define ANIM_VALVES    4 /* pairs in the leg, the lowest first */
#define ANIM_ARCS      3

struct anim {
    bool reduced;
    int64_t beat_ns[ANIM_BEATS_MAX]; /* newest first; TIME_NEVER: none */

    int32_t petals;         /* lit; the last one may still be standing up */
    int64_t petal_start_ns; /* TIME_NEVER: none is */

    float gauge_from, gauge_to;
    int64_t gauge_start_ns; /* TIME_NEVER before the first level */

    bool leg_stands;
    int64_t leg_start_ns; /* of the change from the other leg; TIME_NEVER: none */

    int32_t ack_x, ack_y; /* where a finger lifted */
    int64_t ack_start_ns;
};

/* A moment of all motions. Fractions are 0 to 1, coarse enough that pictures are made only once. */
struct anim_pose {
    float squeeze; /* of the calf heart */
    float valve_open[ANIM_VALVES];
    float packet_rise;          /* how far the packets are on their way to the next valve */
    float arc_alpha[ANIM_ARCS]; /* behind the calf */
    float petal_tilt;           /* of the newest petal: 1 tilted, 0 upright */
    float gauge;                /* level, 0 to 1, in whole percents unless it moves */
    float leg_fade;             /* of the leg that holds now over the other: 1 when done */
    float ack;                  /* progress of the touch's echo; 1: none */
};

void anim_init(struct anim *anim, bool reduced);

/* A beat to draw. Closer than a third of a second to the last one it only counts. */
void anim_beat(struct anim *anim, int64_t beat_mono_ns);

/* What the view says now; a change starts its motion. The first call starts none. */
void anim_follow(struct anim *anim, int32_t petals, float gauge, bool leg_stands,
                 int64_t now_mono_ns);

void anim_ack(struct anim *anim, int32_t x, int32_t y, int64_t now_mono_ns);

void anim_pose(const struct anim *anim, int64_t now_mono_ns, struct anim_pose *pose);

/* When the next frame is due: soon while something moves, TIME_NEVER when nothing does. */
int64_t anim_next_frame_mono_ns(const struct anim *anim, int64_t now_mono_ns);

#endif

/*
 * exercise.h - a guided exercise on the chair: its course, and the screen that guides it.
 *
 * Calf raises are counted by the mat where there is one; toes up, ankle circles and a glass of
 * water cannot be seen by any sensor: they follow the guide's own pace, are `reported`, and the
 * screen says so. The guide of a raise is 900 ms up, a second's hold, 1100 ms slowly down.
 *
 * struct exercise_shown is flat and zero-initialised: two are compared by memcmp. The functions
 * that change it keep no other state. Pure; the thread that draws.
 */
#ifndef SH_UI_EXERCISE_H
#define SH_UI_EXERCISE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/suggestion.h"
#include "ui/anim_figure.h"

struct scene;
struct screen_input;
struct targets;

enum exercise_state {
    EXERCISE_RUNS,
    EXERCISE_PAUSED,
    EXERCISE_ALL,    /* all of them */
    EXERCISE_STOPPED /* at `done` */
};

struct exercise_shown {
    int32_t kind;  /* enum suggestion_kind; SUGGESTION_NONE: no exercise is open */
    int32_t state; /* enum exercise_state */
    int32_t done, goal;
    int32_t by_mat;        /* counted by the mat; else by the person, along with the guide */
    int32_t carried;       /* of `done`, counted before the last pause */
    int64_t guide_from_ns; /* monotonic: the guide runs as if it had begun here and never rested */
    int64_t guide_held_ns; /* how far the guide was when it was paused or ended; -1: it runs */
};

/* How many of `kind` a set has; both ways of the ankle circles together. Water: 1. */
int32_t exercise_goal(enum suggestion_kind kind);

/* A set begins. `by_mat`: there is a mat that counts it; looked at with calf raises only. */
void exercise_begin(struct exercise_shown *exercise, enum suggestion_kind kind, bool by_mat,
                    int64_t now_mono_ns);

/* Paused, or on again. Nothing else than a running or a paused set changes. */
void exercise_pause(struct exercise_shown *exercise, bool paused, int64_t now_mono_ns);

/* Ended by the person. */
void exercise_stop(struct exercise_shown *exercise, int64_t now_mono_ns);

/*
 * Counts: `set_raises` as the core has counted in the guided set that runs since the beginning or
 * the last pause. With the goal reached the set has ended.
 */
void exercise_follow(struct exercise_shown *exercise, int32_t set_raises, int64_t now_mono_ns);

/* When exercise_follow() would count by time alone; TIME_NEVER: not at all. */
int64_t exercise_next_count_mono_ns(const struct exercise_shown *exercise, int64_t now_mono_ns);

/* The guide at this moment. */
struct guide exercise_guide(const struct exercise_shown *exercise, bool reduced_motion,
                            int64_t now_mono_ns);

/* When the next picture of the guide is due; TIME_NEVER while it rests. */
int64_t exercise_next_frame_mono_ns(const struct exercise_shown *exercise, bool reduced_motion,
                                    int64_t now_mono_ns);

/*
 * Draws the screen and says what can be tapped: TARGET_PAUSE_SET and TARGET_STOP while it runs or
 * is paused; water: TARGET_WATER and TARGET_STOP; once ended TARGET_BACK, and TARGET_DONE ("I did
 * them") for all of a set that no sensor saw.
 */
void exercise_draw(const struct scene *scene, const struct screen_input *in,
                   const struct exercise_shown *shown, struct targets *targets);

#endif

/*
 * anim_figure.h - how the figure of a person moves, on virtual time.
 *
 * The walker makes one step for each beat that the sensors saw, and stands still between them: it
 * never walks by itself. The seated figure follows a guide: calf raises and toes up take 900 ms up,
 * one second's hold and 1100 ms slowly down; a circle of the ankles takes three seconds, the first
 * half of a set one way, the second the other. With reduced motion poses are swapped.
 *
 * Stateless: asked for the same moment it gives the same answer. Pure; any thread.
 */
#ifndef SH_UI_ANIM_FIGURE_H
#define SH_UI_ANIM_FIGURE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/suggestion.h"

#define GUIDE_UP_NS    (900 * INT64_C(1000000))
#define GUIDE_HOLD_NS  (1000 * INT64_C(1000000))
#define GUIDE_DOWN_NS  (1100 * INT64_C(1000000))
#define GUIDE_WHOLE_NS (GUIDE_UP_NS + GUIDE_HOLD_NS + GUIDE_DOWN_NS)

/* A step of the walker lasts so long, so that a stroll's next beat finds it nearly done. */
#define WALK_STEP_NS (520 * INT64_C(1000000))

enum guide_phase { GUIDE_UP, GUIDE_HOLD, GUIDE_DOWN, GUIDE_CIRCLE, GUIDE_REST };

/* A moment of the guide. Fractions are coarse enough that pictures are made only once. */
struct guide {
    enum guide_phase phase;
    int32_t done; /* repetitions finished */
    float lift;   /* 0 down, 1 up: of the heels, or the toes */
    float turn;   /* 0 to 1: of the circle that runs */
    bool is_back; /* circles: the second half of the set, the other way round */
};

/* The guide `elapsed_ns` >= 0 after its beginning. Water and none rest. */
struct guide guide_at(enum suggestion_kind kind, int64_t elapsed_ns, bool reduced_motion);

/* How long after `elapsed_ns` the guide looks different, nanoseconds; TIME_NEVER: never. */
int64_t guide_next_ns(enum suggestion_kind kind, int64_t elapsed_ns, bool reduced_motion);

/*
 * Where in its stride the walker is, 0 to 1 for two steps. `beats_ns`: the last beats, newest
 * first, TIME_NEVER where there are no more; `beats` so many since getting up.
 */
float walk_stride(const int64_t *beats_ns, int32_t beats, bool reduced_motion, int64_t now_mono_ns);

/* When the walker's next picture is due; TIME_NEVER while it stands. */
int64_t walk_next_frame_mono_ns(const int64_t *beats_ns, bool reduced_motion, int64_t now_mono_ns);

/* The tick of a break that is over: draws and pops within 360 ms. */
struct tick_pose {
    float drawn; /* 0 to 1: of its stroke */
    float scale;
    float fall; /* 0 to 1: of the leg's level from before to after */
};

struct tick_pose tick_at(int64_t since_ns, bool reduced_motion, int64_t now_mono_ns);
int64_t tick_next_frame_mono_ns(int64_t since_ns, bool reduced_motion, int64_t now_mono_ns);

#endif

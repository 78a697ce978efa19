#include "ui/exercise.h"

#include <assert.h>

#include "base/units.h"
#include "ui/anim_figure.h"

#define HELD_NOT (-1) /* guide_held_ns: the guide runs */

static bool is_open(const struct exercise_shown *exercise)
{
    return exercise->state == EXERCISE_RUNS || exercise->state == EXERCISE_PAUSED;
}

static enum suggestion_kind kind_of(const struct exercise_shown *exercise)
{
    return (enum suggestion_kind)exercise->kind;
}

/* How far the guide is. */
static int64_t elapsed_ns(const struct exercise_shown *exercise, int64_t now_ns)
{
    int64_t ns = exercise->guide_held_ns != HELD_NOT ? exercise->guide_held_ns
                                                     : now_ns - exercise->guide_from_ns;

    return ns > 0 ? ns : 0;
}

struct guide exercise_guide(const struct exercise_shown *exercise, bool reduced_motion,
                            int64_t now_mono_ns)
{
    return guide_at(kind_of(exercise), elapsed_ns(exercise, now_mono_ns), reduced_motion);
}

int32_t exercise_goal(enum suggestion_kind kind)
{
    static const int32_t goals[SUGGESTION_KINDS] = {
        [SUGGESTION_CALF_RAISES] = SUGGESTION_RAISES,
        [SUGGESTION_TOES_UP] = SUGGESTION_TOES,
        [SUGGESTION_ANKLE_CIRCLES] = 2 * SUGGESTION_CIRCLES,
        [SUGGESTION_WATER] = 1,
    };

    return goals[kind];
}

void exercise_begin(struct exercise_shown *exercise, enum suggestion_kind kind, bool by_mat,
                    int64_t now_mono_ns)
{
    assert(kind > SUGGESTION_NONE && kind < SUGGESTION_KINDS);
    *exercise = (struct exercise_shown){
        .kind = (int32_t)kind,
        .state = EXERCISE_RUNS,
        .goal = exercise_goal(kind),
        .by_mat = kind == SUGGESTION_CALF_RAISES && by_mat,
        .guide_from_ns = now_mono_ns,
        .guide_held_ns = kind == SUGGESTION_WATER ? 0 : HELD_NOT,
    };
}

static void hold(struct exercise_shown *exercise, enum exercise_state state, int64_t now_ns)
{
    exercise->guide_held_ns = elapsed_ns(exercise, now_ns);
    exercise->guide_from_ns = 0;
    exercise->carried = exercise->done;
    exercise->state = state;
}

void exercise_pause(struct exercise_shown *exercise, bool paused, int64_t now_mono_ns)
{
    if (paused && exercise->state == EXERCISE_RUNS) {
        hold(exercise, EXERCISE_PAUSED, now_mono_ns);
    } else if (!paused && exercise->state == EXERCISE_PAUSED) {
        exercise->guide_from_ns = now_mono_ns - exercise->guide_held_ns;
        exercise->guide_held_ns = HELD_NOT;
        exercise->state = EXERCISE_RUNS;
    }
}

void exercise_stop(struct exercise_shown *exercise, int64_t now_mono_ns)
{
    if (is_open(exercise))
        hold(exercise, EXERCISE_STOPPED, now_mono_ns);
}

void exercise_follow(struct exercise_shown *exercise, int32_t set_raises, int64_t now_mono_ns)
{
    int32_t done = exercise->by_mat ? exercise->carried + set_raises
                                    : exercise_guide(exercise, false, now_mono_ns).done;

    if (exercise->state != EXERCISE_RUNS || exercise->kind == SUGGESTION_WATER)
        return;
    exercise->done = done < exercise->goal ? done : exercise->goal;
    if (exercise->done == exercise->goal)
        hold(exercise, EXERCISE_ALL, now_mono_ns);
}

int64_t exercise_next_count_mono_ns(const struct exercise_shown *exercise, int64_t now_mono_ns)
{
    int64_t at_ns = elapsed_ns(exercise, now_mono_ns), from_ns = at_ns;
    int32_t done = exercise_guide(exercise, false, now_mono_ns).done;

    if (exercise->kind == SUGGESTION_NONE || exercise->kind == SUGGESTION_WATER ||
        exercise->by_mat || exercise->state != EXERCISE_RUNS)
        return TIME_NEVER;
    /* With swapped poses the guide changes only a few times a repetition. */
    while (guide_at(kind_of(exercise), at_ns, true).done == done)
        at_ns += guide_next_ns(kind_of(exercise), at_ns, true);
    return now_mono_ns + (at_ns - from_ns);
}

int64_t exercise_next_frame_mono_ns(const struct exercise_shown *exercise, bool reduced_motion,
                                    int64_t now_mono_ns)
{
    int64_t wait_ns;

    if (exercise->kind == SUGGESTION_NONE || exercise->state != EXERCISE_RUNS)
        return TIME_NEVER;
    wait_ns = guide_next_ns(kind_of(exercise), elapsed_ns(exercise, now_mono_ns), reduced_motion);
    return wait_ns == TIME_NEVER ? TIME_NEVER : now_mono_ns + wait_ns;
}

#include "ui/anim_figure.h"

#include <math.h>

#include "base/units.h"
#include "ui/anim.h"

#define CIRCLE_NS (3 * NS_PER_S)

/* Steps that a motion passes through: each is a set of pictures that is made once. */
#define LIFT_STEPS   24
#define CIRCLE_STEPS 36
#define STRIDE_STEPS 24

#define TICK_DRAWS_NS (240 * NS_PER_MS)
#define TICK_NS       (360 * NS_PER_MS)
#define TICK_BACK     1.2F /* how far out-back overshoots, as in the usual 1.70158 */
#define FALL_NS       (600 * NS_PER_MS)
#define TICK_WHOLE_NS (TICK_NS + FALL_NS)

static float in_out_sine(float t)
{
    return (1 - cosf((float)M_PI * t)) / 2;
}

/* Sets off at once, so that the picture moves within a frame of the step. */
static float out_mild(float t)
{
    return (t + 1 - (1 - t) * (1 - t)) / 2;
}

static float in_out_cubic(float t)
{
    return t < 0.5F ? 4 * t * t * t : 1 - powf(2 - 2 * t, 3) / 2;
}

static float out_back(float t)
{
    float u = t - 1;

    return 1 + (TICK_BACK + 1) * u * u * u + TICK_BACK * u * u;
}

static float step(float value, int steps)
{
    return roundf(value * (float)steps) / (float)steps;
}

static float fraction(int64_t part_ns, int64_t whole_ns)
{
    return part_ns >= whole_ns ? 1 : part_ns <= 0 ? 0 : (float)part_ns / (float)whole_ns;
}

static bool is_lifted(enum suggestion_kind kind)
{
    return kind == SUGGESTION_CALF_RAISES || kind == SUGGESTION_TOES_UP;
}

/* Up, held, slowly down. */
static struct guide lift_at(int64_t elapsed_ns, bool reduced_motion)
{
    struct guide guide = {.done = (int32_t)(elapsed_ns / GUIDE_WHOLE_NS)};
    int64_t in_ns = elapsed_ns % GUIDE_WHOLE_NS;
    int64_t down_ns = GUIDE_UP_NS + GUIDE_HOLD_NS;

    if (in_ns < GUIDE_UP_NS) {
        guide.phase = GUIDE_UP;
        guide.lift = in_out_sine(fraction(in_ns, GUIDE_UP_NS));
    } else if (in_ns < down_ns) {
        guide.phase = GUIDE_HOLD;
        guide.lift = 1;
    } else {
        guide.phase = GUIDE_DOWN;
        guide.lift = 1 - in_out_sine(fraction(in_ns - down_ns, GUIDE_DOWN_NS));
    }
    /* The pose that each phase leads to, without the way there. */
    guide.lift = reduced_motion ? guide.phase != GUIDE_DOWN : step(guide.lift, LIFT_STEPS);
    return guide;
}

static struct guide circle_at(int64_t elapsed_ns, bool reduced_motion)
{
    struct guide guide = {.phase = GUIDE_CIRCLE, .done = (int32_t)(elapsed_ns / CIRCLE_NS)};

    guide.is_back = guide.done >= SUGGESTION_CIRCLES;
    guide.turn = step(fraction(elapsed_ns % CIRCLE_NS, CIRCLE_NS), CIRCLE_STEPS);
    if (reduced_motion)
        guide.turn = floorf(guide.turn * 4) / 4;
    if (guide.turn >= 1)
        guide.turn = 0;
    if (guide.is_back && guide.turn > 0)
        guide.turn = 1 - guide.turn;
    return guide;
}

struct guide guide_at(enum suggestion_kind kind, int64_t elapsed_ns, bool reduced_motion)
{
    if (is_lifted(kind))
        return lift_at(elapsed_ns, reduced_motion);
    if (kind == SUGGESTION_ANKLE_CIRCLES)
        return circle_at(elapsed_ns, reduced_motion);
    return (struct guide){.phase = GUIDE_REST};
}

/* From `in_ns` to the next of the moments at which a phase ends. */
static int64_t to_next_phase(int64_t in_ns)
{
    if (in_ns < GUIDE_UP_NS)
        return GUIDE_UP_NS - in_ns;
    if (in_ns < GUIDE_UP_NS + GUIDE_HOLD_NS)
        return GUIDE_UP_NS + GUIDE_HOLD_NS - in_ns;
    return GUIDE_WHOLE_NS - in_ns;
}

int64_t guide_next_ns(enum suggestion_kind kind, int64_t elapsed_ns, bool reduced_motion)
{
    if (is_lifted(kind)) {
        struct guide guide = guide_at(kind, elapsed_ns, false);
        int64_t phase_ns = to_next_phase(elapsed_ns % GUIDE_WHOLE_NS);

        return reduced_motion || guide.phase == GUIDE_HOLD ? phase_ns
                                                           : time_earlier(phase_ns, ANIM_FRAME_NS);
    }
    if (kind == SUGGESTION_ANKLE_CIRCLES)
        return reduced_motion ? CIRCLE_NS / 4 - elapsed_ns % (CIRCLE_NS / 4) : ANIM_FRAME_NS;
    return TIME_NEVER;
}

float walk_stride(const int64_t *beats_ns, int32_t beats, bool reduced_motion, int64_t now_mono_ns)
{
    float steps = (float)(beats % 2);

    /* A beat under way has not yet been walked in full; one may come before the last is over. */
    for (int i = 0; i < beats && beats_ns[i] != TIME_NEVER && !reduced_motion; i++) {
        float t = fraction(now_mono_ns - beats_ns[i], WALK_STEP_NS);

        if (t >= 1)
            break;
        steps -= 1 - out_mild(t);
    }
    steps = step(steps / 2, STRIDE_STEPS);
    return steps - floorf(steps);
}

int64_t walk_next_frame_mono_ns(const int64_t *beats_ns, bool reduced_motion, int64_t now_mono_ns)
{
    if (reduced_motion || beats_ns[0] == TIME_NEVER || now_mono_ns >= beats_ns[0] + WALK_STEP_NS)
        return TIME_NEVER;
    return time_earlier(now_mono_ns + ANIM_FRAME_NS, beats_ns[0] + WALK_STEP_NS);
}

struct tick_pose tick_at(int64_t since_ns, bool reduced_motion, int64_t now_mono_ns)
{
    int64_t elapsed_ns = now_mono_ns - since_ns;

    if (reduced_motion || since_ns == TIME_NEVER || elapsed_ns >= TICK_WHOLE_NS)
        return (struct tick_pose){1, 1, 1};
    return (struct tick_pose){
        .drawn = fraction(elapsed_ns, TICK_DRAWS_NS),
        .scale = 0.8F + 0.2F * out_back(fraction(elapsed_ns, TICK_NS)),
        .fall = in_out_cubic(fraction(elapsed_ns - TICK_NS, FALL_NS)),
    };
}

int64_t tick_next_frame_mono_ns(int64_t since_ns, bool reduced_motion, int64_t now_mono_ns)
{
    if (reduced_motion || since_ns == TIME_NEVER || now_mono_ns >= since_ns + TICK_WHOLE_NS)
        return TIME_NEVER;
    return time_earlier(now_mono_ns + ANIM_FRAME_NS, since_ns + TICK_WHOLE_NS);
}

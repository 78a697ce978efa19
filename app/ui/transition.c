#include "ui/transition.h"

#include <math.h>

#include "base/units.h"
#include "ui/anim.h"

#define FADE_NS      (240 * NS_PER_MS)
#define SLIDE_IN_NS  (280 * NS_PER_MS)
#define SLIDE_OUT_NS (200 * NS_PER_MS)
#define PULSE_NS     (2400 * NS_PER_MS)

/* Steps of the breathing outline: each is a frame, and between two nothing is drawn. */
#define PULSE_STEPS 24

void transition_init(struct transition *transition, bool reduced)
{
    *transition = (struct transition){.reduced = reduced,
                                      .fade_start_ns = TIME_NEVER,
                                      .overlay_start_ns = TIME_NEVER,
                                      .pulse_start_ns = TIME_NEVER};
}

void transition_change_screen(struct transition *transition, int64_t now_mono_ns)
{
    transition->overlay = OVERLAY_NONE;
    transition->overlay_leaves = false;
    transition->overlay_start_ns = TIME_NEVER;
    transition->fade_id++;
    transition->fade_start_ns = transition->reduced ? TIME_NEVER : now_mono_ns;
}

void transition_cut(struct transition *transition)
{
    transition->fade_start_ns = TIME_NEVER;
}

void transition_set_overlay(struct transition *transition, enum overlay overlay,
                            int64_t now_mono_ns)
{
    bool leaves = overlay == OVERLAY_NONE;

    if (leaves ? transition->overlay == OVERLAY_NONE || transition->overlay_leaves
               : transition->overlay == overlay && !transition->overlay_leaves)
        return;
    if (!leaves)
        transition->overlay = overlay;
    transition->overlay_leaves = leaves;
    transition->overlay_start_ns = now_mono_ns;
    if (!transition->reduced)
        return;
    transition->overlay = overlay;
    transition->overlay_leaves = false;
    transition->overlay_start_ns = TIME_NEVER;
}

void transition_set_pulse(struct transition *transition, bool breathes, int64_t now_mono_ns)
{
    if (!breathes)
        transition->pulse_start_ns = TIME_NEVER;
    else if (transition->pulse_start_ns == TIME_NEVER)
        transition->pulse_start_ns = now_mono_ns;
}

/* From 0 at `start_ns` to 1 `duration_ns` later. */
static float progress(int64_t start_ns, int64_t duration_ns, int64_t now_ns)
{
    if (start_ns == TIME_NEVER || now_ns >= start_ns + duration_ns)
        return 1;
    return now_ns <= start_ns ? 0 : (float)(now_ns - start_ns) / (float)duration_ns;
}

/* A frame ahead of the clock: the first one already shows something of the new screen. */
static int32_t fade_alpha(const struct transition *transition, int64_t now_ns)
{
    float t = progress(transition->fade_start_ns, FADE_NS, now_ns + ANIM_FRAME_NS);

    return (int32_t)lroundf(255 * (1 - t));
}

static float overlay_in(const struct transition *transition, int64_t now_ns)
{
    float in = progress(transition->overlay_start_ns, SLIDE_IN_NS, now_ns + ANIM_FRAME_NS);
    float out = progress(transition->overlay_start_ns, SLIDE_OUT_NS, now_ns + ANIM_FRAME_NS);

    if (transition->overlay_leaves)
        return 1 - out * out * out;
    return 1 - (1 - in) * (1 - in) * (1 - in);
}

static float pulse(const struct transition *transition, int64_t now_ns)
{
    int64_t since_ns = now_ns - transition->pulse_start_ns;
    int32_t step = (int32_t)(since_ns % PULSE_NS * PULSE_STEPS / PULSE_NS);

    if (transition->pulse_start_ns == TIME_NEVER)
        return 0;
    if (transition->reduced)
        return 1;
    return (1 - cosf(2 * (float)M_PI * (float)step / PULSE_STEPS)) / 2;
}

void transition_pose(const struct transition *transition, int64_t now_mono_ns,
                     struct transition_pose *pose)
{
    *pose = (struct transition_pose){
        .fade_id = transition->fade_id,
        .fade_alpha = fade_alpha(transition, now_mono_ns),
        .overlay = transition->overlay,
        .overlay_in = overlay_in(transition, now_mono_ns),
        .pulse = pulse(transition, now_mono_ns),
    };
    if (pose->overlay_in <= 0)
        pose->overlay = OVERLAY_NONE;
}

int64_t transition_next_frame_mono_ns(const struct transition *transition, int64_t now_mono_ns)
{
    int64_t slide_ns = transition->overlay_leaves ? SLIDE_OUT_NS : SLIDE_IN_NS;

    if (progress(transition->fade_start_ns, FADE_NS, now_mono_ns) < 1 ||
        progress(transition->overlay_start_ns, slide_ns, now_mono_ns) < 1)
        return now_mono_ns + ANIM_FRAME_NS;
    if (transition->pulse_start_ns != TIME_NEVER && !transition->reduced) {
        int64_t since_ns = now_mono_ns - transition->pulse_start_ns;

        return now_mono_ns + PULSE_NS / PULSE_STEPS - since_ns % (PULSE_NS / PULSE_STEPS);
    }
    return TIME_NEVER;
}

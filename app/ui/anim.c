#include "ui/anim.h"

#include <math.h>

#include "base/units.h"

#define BEAT_IN_NS      (120 * NS_PER_MS)
#define SQUEEZE_OUT_NS  (280 * NS_PER_MS)
#define VALVE_OUT_NS    (320 * NS_PER_MS)
#define VALVE_APART_NS  (40 * NS_PER_MS)
#define PACKET_NS       (450 * NS_PER_MS)
#define ARCS_NS         (500 * NS_PER_MS)
#define PETAL_NS        (400 * NS_PER_MS)
#define PETAL_RESTS_NS  (242 * NS_PER_MS)
#define GAUGE_NS        (600 * NS_PER_MS)
#define LEG_FADE_NS     (240 * NS_PER_MS)
#define ACK_NS          (320 * NS_PER_MS)
#define REDUCED_BEAT_NS (250 * NS_PER_MS)

/*
 * PETAL_RESTS_NS: from there on a petal's tilt is less than half a step and looks like none, since
 * (1 - 242/400)^3 < 1/16. While somebody sits, this is nearly all that wakes the kiosk up.
 */

/*
 * A level that creeps by a percent, two pixels, steps there: eighteen frames for that, every other
 * minute that somebody sits, would cost as much as all the rest of an idle screen.
 */
#define GAUGE_STEP 0.015F

/* At most three beats a second are drawn. */
#define BEAT_APART_NS (NS_PER_S / 3)

/* The longest that a beat moves anything. */
#define BEAT_WHOLE_NS (BEAT_IN_NS + VALVE_OUT_NS + (ANIM_VALVES - 1) * VALVE_APART_NS)

/* Steps that a moving part passes through: each is a picture that is made once. */
#define POSE_STEPS 8

static const float arc_alphas[ANIM_ARCS] = {0.9F, 0.55F, 0.28F};

static float out_cubic(float t)
{
    return 1 - (1 - t) * (1 - t) * (1 - t);
}

static float out_quad(float t)
{
    return 1 - (1 - t) * (1 - t);
}

static float in_out_cubic(float t)
{
    return t < 0.5F ? 4 * t * t * t : 1 - powf(2 - 2 * t, 3) / 2;
}

static float in_out_sine(float t)
{
    return (1 - cosf((float)M_PI * t)) / 2;
}

/* How far `now_ns` is from `start_ns` to start + duration: 0 before, 1 after and for no start. */
static float progress(int64_t start_ns, int64_t duration_ns, int64_t now_ns)
{
    if (start_ns == TIME_NEVER || now_ns >= start_ns + duration_ns)
        return 1;
    return now_ns <= start_ns ? 0 : (float)(now_ns - start_ns) / (float)duration_ns;
}

static float step(float value)
{
    return roundf(value * POSE_STEPS) / POSE_STEPS;
}

void anim_init(struct anim *anim, bool reduced)
{
    *anim = (struct anim){.reduced = reduced,
                          .petal_start_ns = TIME_NEVER,
                          .gauge_start_ns = TIME_NEVER,
                          .leg_start_ns = TIME_NEVER,
                          .ack_start_ns = TIME_NEVER};
    for (int i = 0; i < ANIM_BEATS_MAX; i++)
        anim->beat_ns[i] = TIME_NEVER;
}

void anim_beat(struct anim *anim, int64_t beat_mono_ns)
{
    if (anim->beat_ns[0] != TIME_NEVER && beat_mono_ns - anim->beat_ns[0] < BEAT_APART_NS)
        return;
    for (int i = ANIM_BEATS_MAX - 1; i > 0; i--)
        anim->beat_ns[i] = anim->beat_ns[i - 1];
    anim->beat_ns[0] = beat_mono_ns;
}

static float gauge_now(const struct anim *anim, int64_t now_ns)
{
    float t = anim->reduced ? 1 : progress(anim->gauge_start_ns, GAUGE_NS, now_ns);

    return anim->gauge_from + (anim->gauge_to - anim->gauge_from) * in_out_cubic(t);
}

void anim_follow(struct anim *anim, int32_t petals, float gauge, bool leg_stands,
                 int64_t now_mono_ns)
{
    bool first = anim->gauge_start_ns == TIME_NEVER;

    if (!first && petals == anim->petals + 1)
        anim->petal_start_ns = now_mono_ns;
    else if (petals != anim->petals)
        anim->petal_start_ns = TIME_NEVER;
    anim->petals = petals;

    if (first) {
        anim->gauge_from = anim->gauge_to = gauge;
        anim->gauge_start_ns = now_mono_ns - GAUGE_NS;
        anim->leg_stands = leg_stands;
        return;
    }
    if (gauge != anim->gauge_to) {
        bool steps = fabsf(gauge - anim->gauge_to) < GAUGE_STEP &&
                     now_mono_ns >= anim->gauge_start_ns + GAUGE_NS;

        anim->gauge_from = steps ? gauge : gauge_now(anim, now_mono_ns);
        anim->gauge_to = gauge;
        anim->gauge_start_ns = steps ? now_mono_ns - GAUGE_NS : now_mono_ns;
    }
    if (leg_stands != anim->leg_stands) {
        anim->leg_stands = leg_stands;
        anim->leg_start_ns = now_mono_ns;
    }
}

void anim_ack(struct anim *anim, int32_t x, int32_t y, int64_t now_mono_ns)
{
    anim->ack_x = x;
    anim->ack_y = y;
    anim->ack_start_ns = now_mono_ns;
}

/* Up within BEAT_IN_NS, back within `out_ns`, beginning `delay_ns` after the beat. */
static float pulse(int64_t beat_ns, int64_t delay_ns, int64_t out_ns, int64_t now_ns)
{
    int64_t since_ns = now_ns - beat_ns - delay_ns;

    if (since_ns <= 0 || since_ns >= BEAT_IN_NS + out_ns)
        return 0;
    if (since_ns < BEAT_IN_NS)
        return out_cubic((float)since_ns / (float)BEAT_IN_NS);
    return 1 - in_out_sine((float)(since_ns - BEAT_IN_NS) / (float)out_ns);
}

static void add_beat(struct anim_pose *pose, int64_t beat_ns, int64_t now_ns)
{
    float arcs = progress(beat_ns, ARCS_NS, now_ns);

    pose->squeeze = fmaxf(pose->squeeze, pulse(beat_ns, 0, SQUEEZE_OUT_NS, now_ns));
    for (int i = 0; i < ANIM_VALVES; i++)
        pose->valve_open[i] =
            fmaxf(pose->valve_open[i], pulse(beat_ns, i * VALVE_APART_NS, VALVE_OUT_NS, now_ns));
    for (int i = 0; i < ANIM_ARCS && arcs > 0; i++)
        pose->arc_alpha[i] = fmaxf(pose->arc_alpha[i], arc_alphas[i] * (1 - out_quad(arcs)));
}

static void pose_beats(const struct anim *anim, int64_t now_ns, struct anim_pose *pose)
{
    float rise = progress(anim->beat_ns[0], PACKET_NS, now_ns);

    if (anim->reduced) {
        pose->squeeze = progress(anim->beat_ns[0], REDUCED_BEAT_NS, now_ns) < 1 ? 1 : 0;
        return;
    }
    for (int i = 0; i < ANIM_BEATS_MAX; i++) {
        if (anim->beat_ns[i] != TIME_NEVER && now_ns >= anim->beat_ns[i])
            add_beat(pose, anim->beat_ns[i], now_ns);
    }
    pose->squeeze = step(pose->squeeze);
    for (int i = 0; i < ANIM_VALVES; i++)
        pose->valve_open[i] = step(pose->valve_open[i]);
    /* One valve up, and there the next packet already was: 1 looks like 0. */
    pose->packet_rise = rise < 1 ? in_out_cubic(rise) : 0;
}

void anim_pose(const struct anim *anim, int64_t now_mono_ns, struct anim_pose *pose)
{
    float petal = progress(anim->petal_start_ns, PETAL_NS, now_mono_ns);

    *pose = (struct anim_pose){0};
    pose_beats(anim, now_mono_ns, pose);
    pose->gauge = gauge_now(anim, now_mono_ns);
    pose->leg_fade = progress(anim->leg_start_ns, LEG_FADE_NS, now_mono_ns);
    pose->ack = progress(anim->ack_start_ns, ACK_NS, now_mono_ns);
    pose->petal_tilt = step(1 - out_cubic(petal));
    if (anim->reduced) {
        pose->leg_fade = 1;
        pose->petal_tilt = 0;
        pose->ack = 1;
    }
}

int64_t anim_next_frame_mono_ns(const struct anim *anim, int64_t now_mono_ns)
{
    const struct {
        int64_t start_ns, duration_ns;
    } motions[] = {
        {anim->beat_ns[0], BEAT_WHOLE_NS}, {anim->petal_start_ns, PETAL_RESTS_NS},
        {anim->gauge_start_ns, GAUGE_NS},  {anim->leg_start_ns, LEG_FADE_NS},
        {anim->ack_start_ns, ACK_NS},
    };

    if (anim->reduced) {
        int64_t end_ns =
            anim->beat_ns[0] == TIME_NEVER ? TIME_NEVER : anim->beat_ns[0] + REDUCED_BEAT_NS;

        return end_ns > now_mono_ns ? end_ns : TIME_NEVER;
    }
    for (unsigned i = 0; i < sizeof motions / sizeof *motions; i++) {
        if (motions[i].start_ns != TIME_NEVER &&
            now_mono_ns < motions[i].start_ns + motions[i].duration_ns)
            return now_mono_ns + ANIM_FRAME_NS;
    }
    return TIME_NEVER;
}

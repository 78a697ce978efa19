/* The figure: limbs that stay joined, feet that stay above the ground, motion only with a cause. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/units.h"
#include "core/live.h"
#include "ui/anim.h"
#include "ui/figure.h"
#include "ui/figure_size.h"

#define POSES 96

#define NEARLY 0.6F /* figure units: less than a pixel on the largest screen */

static float distance(struct draw_point a, struct draw_point b)
{
    return hypotf(a.x - b.x, a.y - b.y);
}

static void check_length(const char *what, int pose, struct draw_point a, struct draw_point b,
                         float length)
{
    if (fabsf(distance(a, b) - length) > NEARLY)
        fail_msg("%s, pose %d: %.1f long, not %.1f", what, pose, (double)distance(a, b),
                 (double)length);
}

static void check_joined(const struct figure_joints *joints, int pose)
{
    for (int side = 0; side < FIGURE_SIDES; side++) {
        const struct figure_leg *leg = &joints->leg[side];
        const struct figure_arm *arm = &joints->arm[side];
        struct draw_point ball = {FOOT_BALL_X * leg->foot_length, FOOT_BALL_Y};

        check_length("thigh", pose, leg->hip, leg->knee, THIGH_LENGTH);
        check_length("shank", pose, leg->knee, leg->ankle, SHANK_LENGTH);
        check_length("foot", pose, leg->ankle, leg->ball, hypotf(ball.x, ball.y));
        check_length("upper arm", pose, arm->shoulder, arm->elbow, UPPER_ARM_LENGTH);
        check_length("forearm", pose, arm->elbow, arm->hand, FOREARM_LENGTH);
        check_length("hip", pose, leg->hip, joints->hip, 0);
    }
}

/* The lowest point of the toes' tip. */
static float toes_y(const struct figure_leg *leg)
{
    float angle = -leg->toes_deg * (float)M_PI / 180;

    return leg->ball.y - TOES_LENGTH * leg->foot_length * sinf(angle) + TOES_TIP_Y * cosf(angle) +
           TOES_RADIUS;
}

static void check_above(const char *what, int pose, float y, float ground_y)
{
    if (y > ground_y + NEARLY)
        fail_msg("%s, pose %d: %.1f below the ground", what, pose, (double)(y - ground_y));
}

static void check_feet(const struct figure_joints *joints, int pose, float heel_ground_y)
{
    for (int side = 0; side < FIGURE_SIDES; side++) {
        check_above("heel", pose, figure_heel_y(&joints->leg[side]), heel_ground_y);
        check_above("ball", pose, figure_ball_y(&joints->leg[side]), 0);
        check_above("toes", pose, toes_y(&joints->leg[side]), 0);
    }
}

static void limbs_stay_joined_and_feet_above_the_floor_in_every_stride(void **state)
{
    struct figure_joints joints;

    for (int pose = 0; pose < POSES; pose++) {
        figure_walking((float)pose / POSES, &joints);
        check_joined(&joints, pose);
        check_feet(&joints, pose, 0);
    }
    figure_standing(&joints);
    check_joined(&joints, -1);
    check_feet(&joints, -1, 0);
    figure_carrying(&joints);
    check_joined(&joints, -2);
    check_feet(&joints, -2, 0);
}

static void a_walker_always_has_a_foot_on_the_floor(void **state)
{
    struct figure_joints joints;

    for (int pose = 0; pose < POSES; pose++) {
        float lowest = -100;

        figure_walking((float)pose / POSES, &joints);
        for (int side = 0; side < FIGURE_SIDES; side++) {
            lowest = fmaxf(lowest, figure_heel_y(&joints.leg[side]));
            lowest = fmaxf(lowest, figure_ball_y(&joints.leg[side]));
        }
        if (lowest < -NEARLY)
            fail_msg("pose %d floats %.1f above the floor", pose, (double)-lowest);
    }
}

static void half_a_stride_later_the_other_leg_does_the_same(void **state)
{
    struct figure_joints first, second;

    figure_walking(0.2F, &first);
    figure_walking(0.7F, &second);
    assert_true(distance(first.leg[FIGURE_NEAR].ankle, second.leg[FIGURE_FAR].ankle) < 0.1F);
    assert_true(distance(first.leg[FIGURE_NEAR].ankle, second.leg[FIGURE_NEAR].ankle) > 20);
}

static void a_seated_persons_limbs_stay_joined_and_feet_above_the_mat(void **state)
{
    static const enum suggestion_kind kinds[] = {SUGGESTION_NONE, SUGGESTION_CALF_RAISES,
                                                 SUGGESTION_TOES_UP, SUGGESTION_ANKLE_CIRCLES};

    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        for (int pose = 0; pose <= POSES; pose++) {
            struct guide guide = {.lift = (float)pose / POSES, .turn = (float)pose / POSES};
            struct figure_joints joints;

            figure_seated(kinds[kind], &guide, &joints);
            check_joined(&joints, pose);
            check_feet(&joints, pose, -FIGURE_MAT_HEIGHT);
        }
    }
}

static void the_heel_rests_on_the_mat_and_the_toes_on_the_floor(void **state)
{
    struct guide guide = {.phase = GUIDE_REST};
    struct figure_joints joints;
    const struct figure_leg *leg = &joints.leg[FIGURE_NEAR];

    figure_seated(SUGGESTION_CALF_RAISES, &guide, &joints);
    assert_true(fabsf(figure_heel_y(leg) + FIGURE_MAT_HEIGHT) < NEARLY);
    assert_true(fabsf(figure_ball_y(leg)) < NEARLY);
    guide.lift = 1;
    figure_seated(SUGGESTION_CALF_RAISES, &guide, &joints);
    assert_true(figure_heel_y(leg) < -25);
    assert_true(fabsf(figure_ball_y(leg)) < NEARLY);
    figure_seated(SUGGESTION_TOES_UP, &guide, &joints);
    assert_true(fabsf(figure_heel_y(leg) + FIGURE_MAT_HEIGHT) < NEARLY);
    assert_true(figure_ball_y(leg) < -15);
}

static struct guide raise_at(int64_t ms)
{
    return guide_at(SUGGESTION_CALF_RAISES, ms * NS_PER_MS, false);
}

static void a_raise_goes_up_is_held_for_a_second_and_comes_down_slowly(void **state)
{
    int held_ms = 0, up_ms = 0, down_ms = 0;

    for (int64_t ms = 0; ms < 3000; ms++) {
        struct guide guide = raise_at(ms);

        held_ms += guide.phase == GUIDE_HOLD;
        up_ms += guide.phase == GUIDE_UP;
        down_ms += guide.phase == GUIDE_DOWN;
        assert_true(guide.phase != GUIDE_HOLD || guide.lift == 1);
        assert_true(ms == 0 || guide.phase != GUIDE_UP || guide.lift >= raise_at(ms - 1).lift);
        assert_true(guide.phase != GUIDE_DOWN || guide.lift <= raise_at(ms - 1).lift);
    }
    assert_int_equal(up_ms, 900);
    assert_int_equal(held_ms, 1000);
    assert_int_equal(down_ms, 1100);
    assert_true(raise_at(0).lift == 0);
    assert_true(raise_at(3000).lift == 0);
    assert_int_equal(raise_at(2999).done, 0);
    assert_int_equal(raise_at(3000).done, 1);
}

static void nothing_is_drawn_while_a_raise_is_held(void **state)
{
    int64_t at_ns = 950 * NS_PER_MS;

    assert_true(guide_next_ns(SUGGESTION_CALF_RAISES, at_ns, false) == 950 * NS_PER_MS);
    assert_true(guide_next_ns(SUGGESTION_CALF_RAISES, 100 * NS_PER_MS, false) == ANIM_FRAME_NS);
    assert_true(guide_next_ns(SUGGESTION_WATER, at_ns, false) == TIME_NEVER);
}

static void reduced_motion_swaps_poses(void **state)
{
    for (int64_t ms = 0; ms < 3000; ms += 7) {
        struct guide guide = guide_at(SUGGESTION_TOES_UP, ms * NS_PER_MS, true);

        assert_true(guide.lift == (ms < 1900 ? 1.0F : 0.0F));
    }
    assert_true(guide_next_ns(SUGGESTION_TOES_UP, 100 * NS_PER_MS, true) == 800 * NS_PER_MS);
    assert_true(guide_next_ns(SUGGESTION_TOES_UP, 2000 * NS_PER_MS, true) == 1000 * NS_PER_MS);
}

static void circles_go_the_other_way_after_half_of_them(void **state)
{
    struct guide one = guide_at(SUGGESTION_ANKLE_CIRCLES, 750 * NS_PER_MS, false);
    struct guide back = guide_at(SUGGESTION_ANKLE_CIRCLES, 30750 * NS_PER_MS, false);

    assert_false(one.is_back);
    assert_true(back.is_back);
    assert_int_equal(back.done, SUGGESTION_CIRCLES);
    assert_true(fabsf(one.turn - 0.25F) < 0.01F);
    assert_true(fabsf(back.turn - 0.75F) < 0.01F);
}

/* `count` beats half a second apart, the newest at `newest_ms`. */
static void make_beats(int64_t beats_ns[LIVE_BEATS_KEPT], int count, int64_t newest_ms)
{
    for (int i = 0; i < LIVE_BEATS_KEPT; i++)
        beats_ns[i] = i < count ? (newest_ms - i * 500) * NS_PER_MS : TIME_NEVER;
}

static void without_a_beat_the_walker_stands_still(void **state)
{
    int64_t beats_ns[LIVE_BEATS_KEPT];

    make_beats(beats_ns, 0, 0);
    for (int64_t ms = 0; ms < 20000; ms += 33)
        assert_true(walk_stride(beats_ns, 0, false, ms * NS_PER_MS) == 0);
    assert_true(walk_next_frame_mono_ns(beats_ns, false, 0) == TIME_NEVER);
    make_beats(beats_ns, 7, 5000);
    for (int64_t ms = 5520; ms < 20000; ms += 33)
        assert_true(walk_stride(beats_ns, 7, false, ms * NS_PER_MS) == 0.5F);
    assert_true(walk_next_frame_mono_ns(beats_ns, false, 5520 * NS_PER_MS) == TIME_NEVER);
}

static void a_beat_moves_the_walker_within_a_frame(void **state)
{
    int64_t beats_ns[LIVE_BEATS_KEPT];
    int64_t now_ns = 5000 * NS_PER_MS;

    make_beats(beats_ns, 7, 5000);
    assert_true(walk_stride(beats_ns, 7, false, now_ns) == 0);
    assert_true(walk_next_frame_mono_ns(beats_ns, false, now_ns) == now_ns + ANIM_FRAME_NS);
    assert_true(walk_stride(beats_ns, 7, false, now_ns + ANIM_FRAME_NS) > 0);
    assert_true(walk_stride(beats_ns, 7, true, now_ns) == 0.5F);
    assert_true(walk_next_frame_mono_ns(beats_ns, true, now_ns) == TIME_NEVER);
}

static void beats_that_overlap_neither_move_the_walker_back_nor_make_it_jump(void **state)
{
    int64_t beats_ns[LIVE_BEATS_KEPT];
    float last = 0, whole = 0;

    for (int64_t ms = 1000; ms < 8000; ms += 11) {
        int beats = (int)((ms - 1000) / 350) + 1;
        float stride, moved;

        for (int i = 0; i < LIVE_BEATS_KEPT; i++)
            beats_ns[i] = i < beats ? (1000 + (beats - 1 - i) * 350) * NS_PER_MS : TIME_NEVER;
        stride = walk_stride(beats_ns, beats, false, ms * NS_PER_MS);
        moved = stride - last - floorf(stride - last + 0.25F);
        assert_true(moved >= 0 && moved < 0.09F);
        whole += moved;
        last = stride;
    }
    assert_true(whole > 9 && whole <= 10.1F);
}

static void a_tick_draws_and_pops_within_360_ms_and_then_the_level_falls(void **state)
{
    int64_t since_ns = NS_PER_S;
    bool has_popped = false;

    for (int64_t ms = 0; ms < 360; ms += 10)
        has_popped |= tick_at(since_ns, false, since_ns + ms * NS_PER_MS).scale > 1;
    assert_true(has_popped);
    assert_true(fabsf(tick_at(since_ns, false, since_ns).scale - 0.8F) < 0.001F);
    assert_true(tick_at(since_ns, false, since_ns + 360 * NS_PER_MS).scale == 1);
    assert_true(tick_at(since_ns, false, since_ns + 360 * NS_PER_MS).fall == 0);
    assert_true(tick_at(since_ns, false, since_ns + 960 * NS_PER_MS).fall == 1);
    assert_true(tick_next_frame_mono_ns(since_ns, false, since_ns + 960 * NS_PER_MS) == TIME_NEVER);
    assert_true(tick_at(since_ns, true, since_ns).fall == 1);
    assert_true(tick_next_frame_mono_ns(since_ns, true, since_ns) == TIME_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limbs_stay_joined_and_feet_above_the_floor_in_every_stride),
        cmocka_unit_test(a_walker_always_has_a_foot_on_the_floor),
        cmocka_unit_test(half_a_stride_later_the_other_leg_does_the_same),
        cmocka_unit_test(a_seated_persons_limbs_stay_joined_and_feet_above_the_mat),
        cmocka_unit_test(the_heel_rests_on_the_mat_and_the_toes_on_the_floor),
        cmocka_unit_test(a_raise_goes_up_is_held_for_a_second_and_comes_down_slowly),
        cmocka_unit_test(nothing_is_drawn_while_a_raise_is_held),
        cmocka_unit_test(reduced_motion_swaps_poses),
        cmocka_unit_test(circles_go_the_other_way_after_half_of_them),
        cmocka_unit_test(without_a_beat_the_walker_stands_still),
        cmocka_unit_test(a_beat_moves_the_walker_within_a_frame),
        cmocka_unit_test(beats_that_overlap_neither_move_the_walker_back_nor_make_it_jump),
        cmocka_unit_test(a_tick_draws_and_pops_within_360_ms_and_then_the_level_falls),
    };

    return cmocka_run_group_tests_name("figure", tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/units.h"
#include "ui/anim.h"

#define START_NS (100 * NS_PER_S)

static struct anim at_rest(void)
{
    struct anim anim;

    anim_init(&anim, false);
    anim_follow(&anim, 42, 0.74F, false, START_NS);
    return anim;
}

static struct anim_pose pose_at(const struct anim *anim, int64_t after_ms)
{
    struct anim_pose pose;

    anim_pose(anim, START_NS + after_ms * NS_PER_MS, &pose);
    return pose;
}

static void nothing_moves_when_nothing_happens(void **state)
{
    struct anim anim = at_rest();

    assert_true(anim_next_frame_mono_ns(&anim, START_NS) == TIME_NEVER);
    anim_follow(&anim, 42, 0.74F, false, START_NS + NS_PER_S);
    assert_true(anim_next_frame_mono_ns(&anim, START_NS + NS_PER_S) == TIME_NEVER);
    assert_true(pose_at(&anim, 1000).squeeze == 0);
}

static void the_first_view_is_shown_as_it_is(void **state)
{
    struct anim anim = at_rest();
    struct anim_pose pose = pose_at(&anim, 0);

    assert_true(pose.gauge == 0.74F);
    assert_true(pose.petal_tilt == 0);
    assert_true(pose.leg_fade == 1);
}

static void a_beat_squeezes_at_once_and_is_over_in_under_a_second(void **state)
{
    struct anim anim = at_rest();

    anim_beat(&anim, START_NS);
    assert_true(pose_at(&anim, 34).squeeze > 0.25F);
    assert_true(pose_at(&anim, 120).squeeze == 1);
    assert_true(pose_at(&anim, 400).squeeze == 0);
    assert_true(anim_next_frame_mono_ns(&anim, START_NS) == START_NS + ANIM_FRAME_NS);
    assert_true(anim_next_frame_mono_ns(&anim, START_NS + 600 * NS_PER_MS) == TIME_NEVER);
}

static void valves_open_from_below_forty_milliseconds_apart(void **state)
{
    struct anim anim = at_rest();
    struct anim_pose pose;

    anim_beat(&anim, START_NS);
    pose = pose_at(&anim, 45);
    assert_true(pose.valve_open[0] > pose.valve_open[1]);
    assert_true(pose.valve_open[2] == 0);
    assert_true(pose_at(&anim, 120).valve_open[0] == 1);
    assert_true(pose_at(&anim, 120).valve_open[3] < 0.1F);
    assert_true(pose_at(&anim, 240).valve_open[3] == 1);
    assert_true(pose_at(&anim, 440).valve_open[0] == 0);
    assert_true(pose_at(&anim, 561).valve_open[3] == 0);
}

static void arcs_fade_within_half_a_second(void **state)
{
    struct anim anim = at_rest();

    anim_beat(&anim, START_NS);
    assert_true(pose_at(&anim, 10).arc_alpha[0] > pose_at(&anim, 10).arc_alpha[2]);
    assert_true(pose_at(&anim, 100).arc_alpha[0] > pose_at(&anim, 300).arc_alpha[0]);
    assert_true(pose_at(&anim, 500).arc_alpha[0] == 0);
}

static void a_packet_rises_by_one_valve_and_looks_as_before(void **state)
{
    struct anim anim = at_rest();

    anim_beat(&anim, START_NS);
    assert_true(pose_at(&anim, 225).packet_rise > 0.4F);
    assert_true(pose_at(&anim, 225).packet_rise < 0.6F);
    assert_true(pose_at(&anim, 450).packet_rise == 0);
}

static void at_most_three_beats_a_second_are_drawn(void **state)
{
    struct anim anim = at_rest();

    anim_beat(&anim, START_NS);
    anim_beat(&anim, START_NS + 200 * NS_PER_MS);
    assert_true(anim.beat_ns[0] == START_NS);
    anim_beat(&anim, START_NS + 334 * NS_PER_MS);
    assert_true(anim.beat_ns[0] == START_NS + 334 * NS_PER_MS);
}

static void a_new_petal_stands_up(void **state)
{
    struct anim anim = at_rest();

    anim_follow(&anim, 43, 0.74F, false, START_NS);
    assert_true(pose_at(&anim, 0).petal_tilt == 1);
    assert_true(pose_at(&anim, 200).petal_tilt < 0.5F);
    assert_true(pose_at(&anim, 400).petal_tilt == 0);
}

static void a_ring_that_starts_afresh_does_not_move(void **state)
{
    struct anim anim = at_rest();

    anim_follow(&anim, 0, 0.74F, false, START_NS);
    assert_true(anim_next_frame_mono_ns(&anim, START_NS) == TIME_NEVER);
}

static void a_gauge_that_creeps_by_a_percent_costs_no_frames(void **state)
{
    struct anim anim = at_rest();

    anim_follow(&anim, 42, 0.75F, false, START_NS);
    assert_true(pose_at(&anim, 0).gauge == 0.75F);
    assert_true(anim_next_frame_mono_ns(&anim, START_NS) == TIME_NEVER);
}

static void a_gliding_gauge_glides_on_when_its_level_creeps(void **state)
{
    struct anim anim = at_rest();

    anim_follow(&anim, 42, 0.40F, false, START_NS);
    anim_follow(&anim, 42, 0.39F, false, START_NS + 300 * NS_PER_MS);
    assert_true(pose_at(&anim, 310).gauge > 0.45F);
    assert_true(pose_at(&anim, 900).gauge < 0.3901F);
}

static void the_gauge_glides_to_its_new_level(void **state)
{
    struct anim anim = at_rest();

    anim_follow(&anim, 42, 0.40F, false, START_NS);
    assert_true(pose_at(&anim, 0).gauge == 0.74F);
    assert_true(pose_at(&anim, 300).gauge < 0.74F && pose_at(&anim, 300).gauge > 0.40F);
    assert_true(pose_at(&anim, 600).gauge < 0.4001F);
}

static void a_new_leg_fades_in(void **state)
{
    struct anim anim = at_rest();

    anim_follow(&anim, 42, 0.74F, true, START_NS);
    assert_true(pose_at(&anim, 120).leg_fade > 0.49F && pose_at(&anim, 120).leg_fade < 0.51F);
    assert_true(pose_at(&anim, 240).leg_fade == 1);
}

static void reduced_motion_lights_the_heart_and_moves_nothing(void **state)
{
    struct anim anim;
    struct anim_pose pose;

    anim_init(&anim, true);
    anim_follow(&anim, 42, 0.74F, false, START_NS);
    anim_follow(&anim, 43, 0.40F, true, START_NS);
    anim_beat(&anim, START_NS);
    pose = pose_at(&anim, 1);
    assert_true(pose.squeeze == 1 && pose.valve_open[0] == 0 && pose.arc_alpha[0] == 0);
    assert_true(pose.petal_tilt == 0 && pose.leg_fade == 1 && pose.gauge < 0.4001F);
    assert_true(anim_next_frame_mono_ns(&anim, START_NS) == START_NS + 250 * NS_PER_MS);
    assert_true(pose_at(&anim, 250).squeeze == 0);
    assert_true(anim_next_frame_mono_ns(&anim, START_NS + 250 * NS_PER_MS) == TIME_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_moves_when_nothing_happens),
        cmocka_unit_test(the_first_view_is_shown_as_it_is),
        cmocka_unit_test(a_beat_squeezes_at_once_and_is_over_in_under_a_second),
        cmocka_unit_test(valves_open_from_below_forty_milliseconds_apart),
        cmocka_unit_test(arcs_fade_within_half_a_second),
        cmocka_unit_test(a_packet_rises_by_one_valve_and_looks_as_before),
        cmocka_unit_test(at_most_three_beats_a_second_are_drawn),
        cmocka_unit_test(a_new_petal_stands_up),
        cmocka_unit_test(a_ring_that_starts_afresh_does_not_move),
        cmocka_unit_test(a_gauge_that_creeps_by_a_percent_costs_no_frames),
        cmocka_unit_test(a_gliding_gauge_glides_on_when_its_level_creeps),
        cmocka_unit_test(the_gauge_glides_to_its_new_level),
        cmocka_unit_test(a_new_leg_fades_in),
        cmocka_unit_test(reduced_motion_lights_the_heart_and_moves_nothing),
    };

    return cmocka_run_group_tests_name("anim", tests, NULL, NULL);
}

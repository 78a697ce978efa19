#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/units.h"
#include "ui/scenes.h"

static struct scene_setup scene;
static struct view view;

static int sit(void **state)
{
    return scene_make("home-sitting", &scene) ? 0 : -1;
}

static void look(void)
{
    view_make(&view, &scene.glance, &scene.context, &scene.timeline, scene.now_mono_ns);
}

static int64_t until_next_change(void)
{
    return view_next_change_mono_ns(&scene.glance, &scene.context, scene.now_mono_ns) -
           scene.now_mono_ns;
}

static void minutes_round_down_and_the_wait_rounds_up(void **state)
{
    scene.glance.bout_ns = 43 * NS_PER_MIN - 1;
    scene.glance.coach.due_in_ns = 18 * NS_PER_MIN - 1;
    look();
    assert_int_equal(view.minutes, 42);
    assert_int_equal(view.stroll_min, 18);
    assert_int_equal(view.petals, 42);
    scene.glance.coach.due_in_ns = 17 * NS_PER_MIN;
    look();
    assert_int_equal(view.stroll_min, 17);
    assert_int_equal(view.petals, 43);
}

static void a_petal_is_a_sixtieth_of_the_interval(void **state)
{
    scene.glance.interval_ns = 30 * NS_PER_MIN;
    scene.glance.coach.due_in_ns = 15 * NS_PER_MIN;
    look();
    assert_int_equal(view.petals, 30);
}

static void past_the_interval_the_ring_is_full_and_ready(void **state)
{
    scene.glance.coach.due_in_ns = -15 * NS_PER_MIN;
    look();
    assert_int_equal(view.petals, 60);
    assert_int_equal(view.stroll_min, 0);
}

static void while_moving_a_petal_is_a_sixtieth_of_the_break(void **state)
{
    scene_make("home-moving", &scene);
    look();
    assert_int_equal(view.state, VIEW_MOVING);
    assert_true(view.ring_moves);
    assert_int_equal(view.petals, 42);
    assert_int_equal(view.moved_s, 84);
    assert_int_equal(view.goal_s, 120);
    scene.glance.moving_ns = scene.glance.coach.moved_ns = 500 * NS_PER_S;
    look();
    assert_int_equal(view.moved_s, 120);
}

static void standing_still_is_no_break_until_something_moved(void **state)
{
    scene_make("home-standing", &scene);
    look();
    assert_false(view.ring_moves);
    assert_int_equal(view.petals, 42);
    scene.glance.moving_ns = scene.glance.coach.moved_ns = 30 * NS_PER_S;
    look();
    assert_true(view.ring_moves);
    assert_int_equal(view.petals, 15);
}

static void a_pause_hides_the_ring_and_promises_nothing(void **state)
{
    scene_make("paused", &scene);
    look();
    assert_int_equal(view.state, VIEW_PAUSED);
    assert_int_equal(view.petals, 0);
    assert_int_equal(view.stroll_min, VIEW_STROLL_NONE);
}

static void the_day_s_figures_are_told(void **state)
{
    look();
    assert_int_equal(view.sitting_min, 229);
    assert_int_equal(view.breaks, 5);
    assert_int_equal(view.beats_today, 2140);
    assert_int_equal(view.pooled_percent, 74);
}

static void the_worst_fault_of_a_sensor_is_told(void **state)
{
    scene.glance.chair_faults = LINE_FAULT_CHATTERING | LINE_FAULT_UNPLUGGED;
    scene.context.mat_silent_days = 3;
    look();
    assert_int_equal(view.chair.fault, VIEW_FAULT_UNPLUGGED);
    assert_int_equal(view.mat.fault, VIEW_FAULT_SILENT);
    assert_int_equal(view.mat.silent_days, 3);
}

static void a_kiosk_without_a_mat_has_no_mat_fault(void **state)
{
    scene.glance.has_mat = false;
    scene.context.mat_silent_days = 3;
    look();
    assert_false(view.mat.present);
    assert_int_equal(view.mat.fault, VIEW_FAULT_NONE);
}

static void without_wall_time_there_is_no_clock(void **state)
{
    scene_make("home-no-clock", &scene);
    scene.context.is_unsynchronised = true;
    look();
    assert_int_equal(view.clock_min, -1);
    assert_int_equal(view.strip.first_hour, -1);
    assert_false(view.unsynchronised);
}

static void the_strip_opens_at_the_first_hour_and_grows_with_the_day(void **state)
{
    look();
    assert_int_equal(view.strip.first_hour, 8);
    assert_int_equal(view.strip.hours, 10);
    assert_int_equal(view.strip.now, 6 * 60 + 33);
    scene.now_mono_ns += 5 * NS_PER_HOUR;
    scene.context.local_second += 5 * 3600;
    look();
    assert_int_equal(view.strip.first_hour, 8);
    assert_int_equal(view.strip.hours, 12);
}

static void nothing_differs_within_a_minute_of_sitting(void **state)
{
    struct view later;

    look();
    scene.now_mono_ns += 20 * NS_PER_S;
    scene.glance.bout_ns += 20 * NS_PER_S;
    scene.glance.clock_ns += 20 * NS_PER_S;
    scene.glance.coach.due_in_ns -= 20 * NS_PER_S;
    scene.context.local_second += 20;
    view_make(&later, &scene.glance, &scene.context, &scene.timeline, scene.now_mono_ns);
    assert_true(view_equal(&view, &later));
    scene.glance.bout_ns += 40 * NS_PER_S;
    view_make(&later, &scene.glance, &scene.context, &scene.timeline, scene.now_mono_ns);
    assert_false(view_equal(&view, &later));
}

static void a_note_s_old_rest_is_no_difference(void **state)
{
    struct view other;

    scene.context.note = "a long sentence about the store";
    look();
    scene.context.note = "short";
    look();
    view_make(&other, &scene.glance, &scene.context, &scene.timeline, scene.now_mono_ns);
    assert_true(view_equal(&view, &other));
}

static void sitting_still_wakes_up_once_a_minute(void **state)
{
    scene.glance.bout_ns += 10 * NS_PER_S;
    scene.glance.clock_ns += 10 * NS_PER_S;
    scene.glance.coach.due_in_ns -= 10 * NS_PER_S;
    scene.glance.posture_since_ns -= 17 * NS_PER_S; /* a bout leaves out its unknown parts */
    scene.context.local_second += 10;
    assert_true(until_next_change() == 50 * NS_PER_S);
}

static void the_gauge_is_followed_every_five_seconds_while_veins_fill(void **state)
{
    scene.glance.pool_fill = 0.5;
    assert_true(until_next_change() == 5 * NS_PER_S);
}

static void a_break_is_followed_every_second(void **state)
{
    scene_make("home-moving", &scene);
    scene.glance.coach.moved_ns += NS_PER_S / 4;
    assert_true(until_next_change() == NS_PER_S * 3 / 4);
}

static void blood_flows_for_three_seconds_after_a_beat(void **state)
{
    scene_make("home-moving", &scene);
    look();
    assert_true(view.flowing);
    scene.now_mono_ns = scene.glance.beat_times_ns[0] + 3 * NS_PER_S;
    look();
    assert_false(view.flowing);
}

static void ten_minutes_away_is_long(void **state)
{
    scene_make("home-away", &scene);
    look();
    assert_false(view.away_long);
    scene.glance.posture_since_ns = scene.now_mono_ns - 10 * NS_PER_MIN;
    look();
    assert_true(view.away_long);
}

static void a_doubled_interval_is_the_ring_s_whole(void **state)
{
    scene_make("home-doubled", &scene);
    look();
    assert_int_equal(view.stroll_min, 104);
    assert_int_equal(view.petals, 8); /* 16 of 120 minutes */
    assert_int_equal(view.coach.interval_min, 120);
    assert_true(view.coach.is_doubled);
}

static void after_a_skipped_prompt_the_ring_begins_anew(void **state)
{
    scene.glance.clock_ns = 75 * NS_PER_MIN;
    scene.glance.coach.due_in_ns = 45 * NS_PER_MIN;
    look();
    assert_int_equal(view.petals, 15);
    assert_int_equal(view.stroll_min, 45);
}

static void quiet_mode_s_end_is_a_time_of_day_or_how_long(void **state)
{
    scene.context.local_second = (23 * 60 + 50) * 60;
    scene.glance.coach.quiet_until_ns = scene.now_mono_ns + 30 * NS_PER_MIN;
    look();
    assert_true(view.coach.is_quiet);
    assert_int_equal(view.coach.quiet_end_min, 20);
    scene.glance.coach.quiet_until_ns += 26 * NS_PER_S;
    look();
    assert_int_equal(view.coach.quiet_end_min, 21);
    scene.glance.coach.quiet_until_ns -= 26 * NS_PER_S;
    look();
    assert_int_equal(view.coach.quiet_left_min, 0);
    scene.context.local_second = -1;
    look();
    assert_int_equal(view.coach.quiet_end_min, -1);
    assert_int_equal(view.coach.quiet_left_min, 30);
    scene.glance.coach.quiet_until_ns = scene.now_mono_ns;
    look();
    assert_false(view.coach.is_quiet);
}

static void short_goes_that_add_up_fill_the_ring_together(void **state)
{
    scene_make("home-moving", &scene);
    scene.glance.moving_ns = 30 * NS_PER_S;
    scene.glance.coach.moved_ns = 90 * NS_PER_S;
    look();
    assert_int_equal(view.moved_s, 90);
    assert_int_equal(view.petals, 45);
}

static void a_prompt_says_how_long_somebody_has_sat_and_follows_its_minutes(void **state)
{
    scene_make("prompt", &scene);
    look();
    assert_int_equal(view.coach.sat_min, 60);
    scene.glance.clock_ns += 10 * NS_PER_S;
    scene.glance.bout_ns += NS_PER_S;
    assert_true(until_next_change() == 50 * NS_PER_S);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(minutes_round_down_and_the_wait_rounds_up, sit),
        cmocka_unit_test_setup(a_petal_is_a_sixtieth_of_the_interval, sit),
        cmocka_unit_test_setup(past_the_interval_the_ring_is_full_and_ready, sit),
        cmocka_unit_test_setup(while_moving_a_petal_is_a_sixtieth_of_the_break, sit),
        cmocka_unit_test_setup(standing_still_is_no_break_until_something_moved, sit),
        cmocka_unit_test_setup(a_pause_hides_the_ring_and_promises_nothing, sit),
        cmocka_unit_test_setup(the_day_s_figures_are_told, sit),
        cmocka_unit_test_setup(the_worst_fault_of_a_sensor_is_told, sit),
        cmocka_unit_test_setup(a_kiosk_without_a_mat_has_no_mat_fault, sit),
        cmocka_unit_test_setup(without_wall_time_there_is_no_clock, sit),
        cmocka_unit_test_setup(the_strip_opens_at_the_first_hour_and_grows_with_the_day, sit),
        cmocka_unit_test_setup(nothing_differs_within_a_minute_of_sitting, sit),
        cmocka_unit_test_setup(a_note_s_old_rest_is_no_difference, sit),
        cmocka_unit_test_setup(sitting_still_wakes_up_once_a_minute, sit),
        cmocka_unit_test_setup(the_gauge_is_followed_every_five_seconds_while_veins_fill, sit),
        cmocka_unit_test_setup(a_break_is_followed_every_second, sit),
        cmocka_unit_test_setup(blood_flows_for_three_seconds_after_a_beat, sit),
        cmocka_unit_test_setup(ten_minutes_away_is_long, sit),
        cmocka_unit_test_setup(a_doubled_interval_is_the_ring_s_whole, sit),
        cmocka_unit_test_setup(after_a_skipped_prompt_the_ring_begins_anew, sit),
        cmocka_unit_test_setup(quiet_mode_s_end_is_a_time_of_day_or_how_long, sit),
        cmocka_unit_test_setup(short_goes_that_add_up_fill_the_ring_together, sit),
        cmocka_unit_test_setup(a_prompt_says_how_long_somebody_has_sat_and_follows_its_minutes,
                               sit),
    };

    return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}

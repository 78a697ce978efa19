/* What a break came to, and how far a guided set has come, from glance to glance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "ui/course.h"

static struct course course;
static struct kiosk_glance glance;
static struct view view;
static int64_t now_ns;

static void follow(int64_t ns)
{
    now_ns += ns;
    if (glance.posture == POSTURE_STEPPING || glance.posture == POSTURE_AWAY)
        glance.coach.moved_ns += ns;
    course_follow(&course, &glance, &view, now_ns);
}

static void be(enum posture posture)
{
    glance.posture = posture;
    glance.posture_since_ns = now_ns;
    course_follow(&course, &glance, &view, now_ns);
}

static int sit(void **state)
{
    course_init(&course);
    memset(&glance, 0, sizeof glance);
    memset(&view, 0, sizeof view);
    glance.duration_ns = 120 * NS_PER_S;
    glance.has_mat = true;
    glance.coach.ends_ns = TIME_NEVER;
    now_ns = 1000 * NS_PER_S;
    view.pooled_percent = 74;
    be(POSTURE_SEATED);
    follow(NS_PER_MIN);
    return 0;
}

static void walk(int64_t ns, int32_t beats)
{
    be(POSTURE_STEPPING);
    glance.vacancy_beats = 0;
    follow(0);
    glance.vacancy_beats = beats;
    follow(ns);
}

static void open_done(void)
{
    course_open_done(&course, DONE_VERIFIED, &glance, now_ns);
}

static void a_break_is_told_with_its_time_its_steps_and_the_model(void **state)
{
    walk(90 * NS_PER_S, 150);
    be(POSTURE_AWAY);
    view.pooled_percent = 41;
    follow(40 * NS_PER_S);
    open_done();
    assert_int_equal(course.done.kind, DONE_VERIFIED);
    assert_int_equal(course.done.up_s, 130);
    assert_int_equal(course.done.away_s, 40);
    assert_int_equal(course.done.steps, 150);
    assert_int_equal(course.done.before_percent, 74);
    assert_int_equal(course.done.after_percent, 41);
}

static void who_walks_on_sees_it_grow_and_sitting_leaves_it_as_it_was(void **state)
{
    walk(120 * NS_PER_S, 200);
    open_done();
    glance.vacancy_beats = 220;
    view.pooled_percent = 39;
    follow(12 * NS_PER_S);
    assert_int_equal(course.done.up_s, 132);
    assert_int_equal(course.done.steps, 220);
    be(POSTURE_SEATED);
    glance.coach.moved_ns = 0;
    view.pooled_percent = 65; /* the veins fill again */
    follow(30 * NS_PER_S);
    assert_int_equal(course.done.up_s, 132);
    assert_int_equal(course.done.after_percent, 39);
    assert_int_equal(course.done.before_percent, 74);
}

static void who_gets_up_again_while_it_is_shown_adds_to_it(void **state)
{
    walk(120 * NS_PER_S, 200);
    open_done();
    be(POSTURE_SEATED);
    glance.coach.moved_ns = 0;
    follow(30 * NS_PER_S);
    walk(10 * NS_PER_S, 20);
    assert_int_equal(course.done.up_s, 130);
    assert_int_equal(course.done.steps, 220);
    assert_int_equal(course.done.before_percent, 74);
}

static void two_short_goes_add_up(void **state)
{
    walk(60 * NS_PER_S, 100);
    be(POSTURE_SEATED);
    follow(30 * NS_PER_S);
    walk(70 * NS_PER_S, 110);
    open_done();
    assert_int_equal(course.done.up_s, 130);
    assert_int_equal(course.done.steps, 210);
    assert_int_equal(course.done.before_percent, 74);
}

static void the_next_break_begins_from_nothing(void **state)
{
    walk(60 * NS_PER_S, 100);
    be(POSTURE_SEATED);
    glance.coach.moved_ns = 0; /* a minute later nothing adds up any more */
    view.pooled_percent = 70;
    follow(NS_PER_MIN);
    walk(20 * NS_PER_S, 30);
    open_done();
    assert_int_equal(course.done.up_s, 20);
    assert_int_equal(course.done.steps, 30);
    assert_int_equal(course.done.before_percent, 70);
}

static void leaning_forward_is_no_time_on_the_feet(void **state)
{
    int64_t sat_since_ns = glance.posture_since_ns;

    be(POSTURE_STANDING);
    follow(3 * NS_PER_S);
    glance.posture = POSTURE_SEATED;
    glance.posture_since_ns = sat_since_ns;
    follow(NS_PER_S);
    walk(20 * NS_PER_S, 30);
    open_done();
    assert_int_equal(course.done.up_s, 20);
}

static void without_a_level_the_model_is_not_told(void **state)
{
    view.pooled_percent = 0;
    follow(NS_PER_S);
    walk(120 * NS_PER_S, 10);
    open_done();
    assert_int_equal(course.done.before_percent, BREAK_SHOWN_NO_LEVEL);
    assert_int_equal(course.done.after_percent, BREAK_SHOWN_NO_LEVEL);
}

static void a_set_counts_from_its_first_raise(void **state)
{
    course_begin(&course, SUGGESTION_CALF_RAISES, true, now_ns);
    for (int i = 1; i <= 15; i++) {
        glance.series_raises = i;
        follow(3 * NS_PER_S);
        assert_int_equal(course.exercise.done, i);
    }
    assert_int_equal(course.exercise.state, EXERCISE_ALL);
}

static void a_five_that_never_was_one_is_dropped_and_a_whole_one_kept(void **state)
{
    course_begin(&course, SUGGESTION_CALF_RAISES, true, now_ns);
    glance.series_raises = 3;
    follow(3 * NS_PER_S);
    glance.series_raises = 0;
    follow(12 * NS_PER_S);
    assert_int_equal(course.exercise.done, 0);
    glance.series_raises = 6;
    follow(18 * NS_PER_S);
    glance.series_raises = 1;
    follow(12 * NS_PER_S);
    assert_int_equal(course.exercise.done, 7);
}

static void live_says_what_runs_out(void **state)
{
    memset(&view.live, 0, sizeof view.live);
    glance.coach.state = COACH_GOING;
    glance.coach.ends_ns = now_ns + 100 * NS_PER_S + NS_PER_S / 2;
    course_show_live(&glance, &view, now_ns);
    assert_int_equal(view.live.now, LIVE_NOW_SEATED);
    assert_int_equal(view.live.left_s, 101);
    assert_true(course_next_live_mono_ns(&glance, now_ns) > now_ns + NS_PER_S / 2 - 2);
    assert_true(course_next_live_mono_ns(&glance, now_ns) <= now_ns + NS_PER_S / 2 + 1);
    glance.posture = POSTURE_STEPPING;
    glance.coach.state = COACH_UP;
    course_show_live(&glance, &view, now_ns);
    assert_int_equal(view.live.now, LIVE_NOW_STEPPING);
    assert_int_equal(view.live.left_s, BREAK_SHOWN_NO_TIME);
    assert_true(course_next_live_mono_ns(&glance, now_ns) == TIME_NEVER);
    glance.coach.moved_ns = glance.duration_ns;
    course_show_live(&glance, &view, now_ns);
    assert_int_equal(view.live.now, LIVE_NOW_ENOUGH);
}

static void steps_before_getting_up_are_not_the_breaks(void **state)
{
    view.beats = 36;
    view.pace = 96;
    glance.coach.state = COACH_GOING;
    course_show_live(&glance, &view, now_ns);
    assert_int_equal(view.live.beats, 0);
    assert_int_equal(view.live.pace, 0);
    glance.posture = POSTURE_STEPPING;
    course_show_live(&glance, &view, now_ns);
    assert_int_equal(view.live.beats, 36);
    assert_int_equal(view.live.pace, 96);
}

static void a_set_that_nobody_began_is_told_as_a_set(void **state)
{
    glance.coach.goal_raises = 15;
    course_open_done(&course, DONE_UNFINISHED, &glance, now_ns);
    assert_int_equal(course.done.is_set, 1);
    assert_int_equal(course.done.raises, 0);
    assert_int_equal(course.done.goal_raises, 15);
    be(POSTURE_STANDING);
    course_open_done(&course, DONE_UNFINISHED, &glance, now_ns);
    assert_int_equal(course.done.is_set, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_break_is_told_with_its_time_its_steps_and_the_model, sit),
        cmocka_unit_test_setup(who_walks_on_sees_it_grow_and_sitting_leaves_it_as_it_was, sit),
        cmocka_unit_test_setup(who_gets_up_again_while_it_is_shown_adds_to_it, sit),
        cmocka_unit_test_setup(two_short_goes_add_up, sit),
        cmocka_unit_test_setup(the_next_break_begins_from_nothing, sit),
        cmocka_unit_test_setup(leaning_forward_is_no_time_on_the_feet, sit),
        cmocka_unit_test_setup(without_a_level_the_model_is_not_told, sit),
        cmocka_unit_test_setup(a_set_counts_from_its_first_raise, sit),
        cmocka_unit_test_setup(a_five_that_never_was_one_is_dropped_and_a_whole_one_kept, sit),
        cmocka_unit_test_setup(live_says_what_runs_out, sit),
        cmocka_unit_test_setup(steps_before_getting_up_are_not_the_breaks, sit),
        cmocka_unit_test_setup(a_set_that_nobody_began_is_told_as_a_set, sit),
    };

    return cmocka_run_group_tests_name("course", tests, NULL, NULL);
}

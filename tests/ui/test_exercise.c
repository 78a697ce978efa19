/* A guided exercise: who counts, how it is paused and ends, and what its screen says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "ui/moments.h"

#define START_NS (50 * NS_PER_S)

static int64_t after_ms(int64_t ms)
{
    return START_NS + ms * NS_PER_MS;
}

static struct exercise_shown begun(enum suggestion_kind kind, bool by_mat)
{
    struct exercise_shown exercise;

    exercise_begin(&exercise, kind, by_mat, START_NS);
    return exercise;
}

static void a_set_has_as_many_as_was_suggested(void **state)
{
    assert_int_equal(begun(SUGGESTION_CALF_RAISES, true).goal, 15);
    assert_int_equal(begun(SUGGESTION_TOES_UP, true).goal, 15);
    assert_int_equal(begun(SUGGESTION_ANKLE_CIRCLES, true).goal, 20);
    assert_int_equal(begun(SUGGESTION_WATER, true).goal, 1);
}

static void only_raises_are_counted_by_the_mat(void **state)
{
    assert_true(begun(SUGGESTION_CALF_RAISES, true).by_mat);
    assert_false(begun(SUGGESTION_CALF_RAISES, false).by_mat);
    assert_false(begun(SUGGESTION_TOES_UP, true).by_mat);
    assert_false(begun(SUGGESTION_ANKLE_CIRCLES, true).by_mat);
    assert_false(begun(SUGGESTION_WATER, true).by_mat);
}

static void the_guides_pace_counts_nothing_where_the_mat_does(void **state)
{
    struct exercise_shown exercise = begun(SUGGESTION_CALF_RAISES, true);

    exercise_follow(&exercise, 2, after_ms(40000));
    assert_int_equal(exercise.done, 2);
    assert_true(exercise_next_count_mono_ns(&exercise, after_ms(40000)) == TIME_NEVER);
    exercise_follow(&exercise, 0, after_ms(41000));
    assert_int_equal(exercise.done, 0);
}

static void a_set_ends_by_itself_with_the_last_one(void **state)
{
    struct exercise_shown exercise = begun(SUGGESTION_CALF_RAISES, true);

    exercise_follow(&exercise, 14, after_ms(42000));
    assert_int_equal(exercise.state, EXERCISE_RUNS);
    exercise_follow(&exercise, 17, after_ms(45000));
    assert_int_equal(exercise.state, EXERCISE_ALL);
    assert_int_equal(exercise.done, 15);
    exercise_follow(&exercise, 3, after_ms(46000));
    assert_int_equal(exercise.done, 15);
    exercise_stop(&exercise, after_ms(46000));
    assert_int_equal(exercise.state, EXERCISE_ALL);
    assert_true(exercise_next_frame_mono_ns(&exercise, false, after_ms(46000)) == TIME_NEVER);
}

static void what_was_counted_before_a_pause_stays(void **state)
{
    struct exercise_shown exercise = begun(SUGGESTION_CALF_RAISES, true);

    exercise_follow(&exercise, 7, after_ms(21000));
    exercise_pause(&exercise, true, after_ms(22000));
    exercise_follow(&exercise, 9, after_ms(23000));
    assert_int_equal(exercise.done, 7);
    exercise_pause(&exercise, false, after_ms(60000));
    exercise_follow(&exercise, 2, after_ms(66000));
    assert_int_equal(exercise.done, 9);
    exercise_stop(&exercise, after_ms(67000));
    assert_int_equal(exercise.state, EXERCISE_STOPPED);
    assert_int_equal(exercise.done, 9);
}

static void a_pause_holds_the_guide_where_it_was(void **state)
{
    struct exercise_shown exercise = begun(SUGGESTION_TOES_UP, true);

    exercise_pause(&exercise, true, after_ms(1400));
    assert_int_equal(exercise_guide(&exercise, false, after_ms(9000)).phase, GUIDE_HOLD);
    assert_true(exercise_next_frame_mono_ns(&exercise, false, after_ms(9000)) == TIME_NEVER);
    exercise_pause(&exercise, false, after_ms(10000));
    assert_int_equal(exercise_guide(&exercise, false, after_ms(10400)).phase, GUIDE_HOLD);
    assert_int_equal(exercise_guide(&exercise, false, after_ms(10500)).phase, GUIDE_DOWN);
}

static void what_no_sensor_sees_is_counted_along_with_the_guide(void **state)
{
    struct exercise_shown exercise = begun(SUGGESTION_ANKLE_CIRCLES, true);

    exercise_follow(&exercise, 5, after_ms(2999));
    assert_int_equal(exercise.done, 0);
    assert_true(exercise_next_count_mono_ns(&exercise, after_ms(2999)) == after_ms(3000));
    exercise_follow(&exercise, 5, after_ms(3000));
    assert_int_equal(exercise.done, 1);
    assert_true(exercise_next_count_mono_ns(&exercise, after_ms(3100)) == after_ms(6000));
    exercise_follow(&exercise, 5, after_ms(60000));
    assert_int_equal(exercise.state, EXERCISE_ALL);
}

static void water_waits_for_a_touch(void **state)
{
    struct exercise_shown exercise = begun(SUGGESTION_WATER, true);

    exercise_follow(&exercise, 5, after_ms(600000));
    assert_int_equal(exercise.state, EXERCISE_RUNS);
    assert_int_equal(exercise.done, 0);
    assert_true(exercise_next_count_mono_ns(&exercise, after_ms(0)) == TIME_NEVER);
    assert_true(exercise_next_frame_mono_ns(&exercise, false, after_ms(0)) == TIME_NEVER);
}

static void the_same_set_is_the_same_bytes(void **state)
{
    struct exercise_shown a = begun(SUGGESTION_TOES_UP, true), b;

    memset(&b, 0xff, sizeof b);
    exercise_begin(&b, SUGGESTION_TOES_UP, false, START_NS);
    exercise_follow(&a, 0, after_ms(1000));
    assert_memory_equal(&a, &b, sizeof a);
}

/* --- the screen --- */

static struct moment_canvas *canvas;
static struct moment moment;

static int open_canvas(void **state)
{
    struct err err = {0};

    canvas = moment_canvas_new(800, 480, &err);
    return canvas ? 0 : -1;
}

static int close_canvas(void **state)
{
    moment_canvas_free(canvas);
    return 0;
}

static void show(const char *name)
{
    assert_true(moment_make(name, &moment));
    moment_list(canvas, &moment);
}

static bool has_target(int32_t id)
{
    for (int i = 0; i < canvas->targets.count; i++) {
        if (canvas->targets.list[i].id == id)
            return true;
    }
    return false;
}

static void the_line_says_what_the_guide_does(void **state)
{
    show("exercise-raises-up");
    assert_true(moment_says(canvas, "Heels up"));
    show("exercise-raises-held");
    assert_true(moment_says(canvas, "Hold"));
    show("exercise-raises-down");
    assert_true(moment_says(canvas, "Slowly down"));
    show("exercise-circles");
    assert_false(moment_says(canvas, "other way"));
    show("exercise-circles-back");
    assert_true(moment_says(canvas, "other way"));
}

static void it_is_said_who_counts(void **state)
{
    show("exercise-raises-up");
    assert_true(moment_says(canvas, "The mat is counting each raise"));
    show("exercise-toes");
    assert_true(moment_says(canvas, "the mat cannot see this one"));
    assert_false(moment_says(canvas, "counting"));
    show("exercise-raises-unseen");
    assert_true(moment_says(canvas, "No sensor saw it"));
    assert_false(moment_says(canvas, "Counted by the mat"));
    show("exercise-raises-all");
    assert_true(moment_says(canvas, "Counted by the mat"));
}

static void every_state_has_its_way_out(void **state)
{
    show("exercise-raises-up");
    assert_true(has_target(TARGET_PAUSE_SET) && has_target(TARGET_STOP));
    show("exercise-raises-paused");
    assert_true(has_target(TARGET_PAUSE_SET) && has_target(TARGET_STOP));
    assert_true(moment_says(canvas, "Go on"));
    show("exercise-raises-all");
    assert_true(has_target(TARGET_BACK) && !has_target(TARGET_DONE));
    show("exercise-raises-stopped");
    assert_true(has_target(TARGET_BACK));
    assert_true(moment_says(canvas, "Stopped at 7. That still counts."));
    show("exercise-raises-unseen");
    assert_true(has_target(TARGET_BACK) && has_target(TARGET_DONE));
    show("exercise-water");
    assert_true(has_target(TARGET_WATER) && has_target(TARGET_STOP));
}

/* Lit petals are of the colour of moving, and upright. */
static void a_petal_stands_for_each_repetition(void **state)
{
    const struct draw_color lit = theme_get(THEME_DUSK)->move;
    int upright = 0, leaning = 0;

    show("exercise-raises-up");
    for (int i = 0; i < canvas->list.count; i++) {
        const struct draw_item *item = &canvas->list.items[i];

        if (item->kind != DRAW_STROKE || item->stroke_px != 8 || item->a.x < 400)
            continue;
        if (memcmp(&item->color, &lit, sizeof lit) == 0 && item->a.x == item->b.x)
            upright++;
        else
            leaning += item->b.x > item->a.x;
    }
    assert_int_equal(upright, 7);
    assert_int_equal(leaning, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_has_as_many_as_was_suggested),
        cmocka_unit_test(only_raises_are_counted_by_the_mat),
        cmocka_unit_test(the_guides_pace_counts_nothing_where_the_mat_does),
        cmocka_unit_test(a_set_ends_by_itself_with_the_last_one),
        cmocka_unit_test(what_was_counted_before_a_pause_stays),
        cmocka_unit_test(a_pause_holds_the_guide_where_it_was),
        cmocka_unit_test(what_no_sensor_sees_is_counted_along_with_the_guide),
        cmocka_unit_test(water_waits_for_a_touch),
        cmocka_unit_test(the_same_set_is_the_same_bytes),
        cmocka_unit_test(the_line_says_what_the_guide_does),
        cmocka_unit_test(it_is_said_who_counts),
        cmocka_unit_test(every_state_has_its_way_out),
        cmocka_unit_test(a_petal_stands_for_each_repetition),
    };

    return cmocka_run_group_tests_name("exercise", tests, open_canvas, close_canvas);
}

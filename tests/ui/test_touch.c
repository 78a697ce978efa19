#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/units.h"
#include "ui/touch.h"

enum { BELOW = 1, ABOVE = 2 };

static const struct targets two = {
    .count = 2,
    .list = {{{0, 0, 800, 480}, BELOW}, {{100, 100, 200, 88}, ABOVE}},
};

static int32_t feed(struct touch_state *touch, enum display_event_kind kind, int64_t finger,
                    int32_t x, int32_t y, int64_t at_ns)
{
    struct display_event event = {
        .kind = kind, .finger = finger, .x_px = x, .y_px = y, .mono_ns = at_ns};

    return touch_feed(touch, &two, &event);
}

static void a_finger_that_lifts_on_its_target_taps_it(void **state)
{
    struct touch_state touch = {0};

    assert_int_equal(feed(&touch, DISPLAY_TOUCH_DOWN, 7, 150, 120, 0), 0);
    assert_int_equal(touch_pressed(&touch), ABOVE);
    assert_int_equal(feed(&touch, DISPLAY_TOUCH_UP, 7, 299, 187, NS_PER_S), ABOVE);
    assert_int_equal(touch_pressed(&touch), 0);
}

static void a_finger_that_slides_off_taps_nothing(void **state)
{
    struct touch_state touch = {0};

    feed(&touch, DISPLAY_TOUCH_DOWN, 7, 150, 120, 0);
    feed(&touch, DISPLAY_TOUCH_MOVE, 7, 150, 90, 1);
    assert_int_equal(touch_pressed(&touch), 0);
    assert_int_equal(feed(&touch, DISPLAY_TOUCH_UP, 7, 150, 90, 2), 0);
}

static void a_finger_that_slides_back_taps(void **state)
{
    struct touch_state touch = {0};

    feed(&touch, DISPLAY_TOUCH_DOWN, 7, 150, 120, 0);
    feed(&touch, DISPLAY_TOUCH_MOVE, 7, 150, 90, 1);
    feed(&touch, DISPLAY_TOUCH_MOVE, 7, 150, 130, 2);
    assert_int_equal(touch_pressed(&touch), ABOVE);
    assert_int_equal(feed(&touch, DISPLAY_TOUCH_UP, 7, 150, 130, 3), ABOVE);
}

static void a_second_finger_is_ignored(void **state)
{
    struct touch_state touch = {0};

    feed(&touch, DISPLAY_TOUCH_DOWN, 7, 150, 120, 0);
    assert_int_equal(feed(&touch, DISPLAY_TOUCH_DOWN, 8, 400, 400, 1), 0);
    assert_int_equal(feed(&touch, DISPLAY_TOUCH_UP, 8, 400, 400, 2), 0);
    assert_int_equal(feed(&touch, DISPLAY_TOUCH_UP, 7, 150, 120, 3), ABOVE);
}

static void a_cancelled_touch_taps_nothing(void **state)
{
    struct touch_state touch = {0};

    feed(&touch, DISPLAY_TOUCH_DOWN, 7, 150, 120, 0);
    assert_int_equal(feed(&touch, DISPLAY_TOUCH_CANCEL, 7, 150, 120, 1), 0);
    assert_int_equal(feed(&touch, DISPLAY_TOUCH_UP, 7, 150, 120, 2), 0);
}

static void a_stuck_touch_is_let_go_after_thirty_seconds(void **state)
{
    struct touch_state touch = {0};

    assert_true(touch_deadline_mono_ns(&touch) == TIME_NEVER);
    feed(&touch, DISPLAY_TOUCH_DOWN, 7, 150, 120, 5);
    assert_true(touch_deadline_mono_ns(&touch) == 5 + 30 * NS_PER_S);
    touch_tick(&touch, 4 + 30 * NS_PER_S);
    assert_int_equal(touch_pressed(&touch), ABOVE);
    touch_tick(&touch, 5 + 30 * NS_PER_S);
    assert_int_equal(touch_pressed(&touch), 0);
    assert_int_equal(feed(&touch, DISPLAY_TOUCH_UP, 7, 150, 120, 40 * NS_PER_S), 0);
}

static void a_stuck_finger_does_not_block_another(void **state)
{
    struct touch_state touch = {0};

    feed(&touch, DISPLAY_TOUCH_DOWN, 7, 150, 120, 0);
    feed(&touch, DISPLAY_TOUCH_DOWN, 8, 150, 120, 31 * NS_PER_S);
    assert_int_equal(feed(&touch, DISPLAY_TOUCH_UP, 8, 150, 120, 32 * NS_PER_S), ABOVE);
}

static void a_lift_that_was_lost_does_not_block_the_finger(void **state)
{
    struct touch_state touch = {0};

    feed(&touch, DISPLAY_TOUCH_DOWN, 7, 400, 400, 0);
    feed(&touch, DISPLAY_TOUCH_DOWN, 7, 150, 120, 1);
    assert_int_equal(feed(&touch, DISPLAY_TOUCH_UP, 7, 150, 120, 2), ABOVE);
}

static void keys_do_not_touch(void **state)
{
    struct touch_state touch = {0};

    feed(&touch, DISPLAY_TOUCH_DOWN, 0, 150, 120, 0);
    assert_int_equal(feed(&touch, DISPLAY_KEY_UP, 0, 150, 120, 1), 0);
    assert_int_equal(touch_pressed(&touch), ABOVE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finger_that_lifts_on_its_target_taps_it),
        cmocka_unit_test(a_finger_that_slides_off_taps_nothing),
        cmocka_unit_test(a_finger_that_slides_back_taps),
        cmocka_unit_test(a_second_finger_is_ignored),
        cmocka_unit_test(a_cancelled_touch_taps_nothing),
        cmocka_unit_test(a_stuck_touch_is_let_go_after_thirty_seconds),
        cmocka_unit_test(a_stuck_finger_does_not_block_another),
        cmocka_unit_test(a_lift_that_was_lost_does_not_block_the_finger),
        cmocka_unit_test(keys_do_not_touch),
    };

    return cmocka_run_group_tests_name("touch", tests, NULL, NULL);
}

/* How one screen becomes another: its curves, its end, and the pixels of a cross-fade. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/units.h"
#include "drivers/display_offscreen.h"
#include "ui/anim.h"
#include "ui/drawlist.h"
#include "ui/transition.h"

#define START_NS (1000 * NS_PER_S)

static struct transition transition;
static struct transition_pose pose;

static int begin(void **state)
{
    transition_init(&transition, false);
    return 0;
}

static void look(int64_t after_ns)
{
    transition_pose(&transition, START_NS + after_ns, &pose);
}

static bool moves_after(int64_t after_ns)
{
    int64_t next_ns = transition_next_frame_mono_ns(&transition, START_NS + after_ns);

    assert_true(next_ns > START_NS + after_ns);
    return next_ns != TIME_NEVER;
}

static void without_a_change_nothing_moves(void **state)
{
    assert_false(moves_after(0));
    look(0);
    assert_int_equal(pose.fade_alpha, 0);
    assert_int_equal(pose.overlay, OVERLAY_NONE);
}

static void a_screen_fades_for_240_ms_and_shows_at_its_first_frame(void **state)
{
    int32_t before = 256;

    transition_change_screen(&transition, START_NS);
    for (int64_t ns = 0; ns < 240 * NS_PER_MS; ns += ANIM_FRAME_NS) {
        look(ns);
        assert_true(pose.fade_alpha < before && pose.fade_alpha < 255);
        before = pose.fade_alpha;
        assert_true(moves_after(ns));
    }
    look(240 * NS_PER_MS);
    assert_int_equal(pose.fade_alpha, 0);
    assert_false(moves_after(240 * NS_PER_MS));
}

static void another_change_is_another_fade(void **state)
{
    int32_t first;

    transition_change_screen(&transition, START_NS);
    look(0);
    first = pose.fade_id;
    transition_change_screen(&transition, START_NS + 100 * NS_PER_MS);
    look(100 * NS_PER_MS);
    assert_int_not_equal(pose.fade_id, first);
}

static void a_sheet_slides_in_for_280_ms_and_out_for_200(void **state)
{
    float before = 0;

    transition_set_overlay(&transition, OVERLAY_SHEET, START_NS);
    for (int64_t ns = 0; ns < 240 * NS_PER_MS; ns += ANIM_FRAME_NS) {
        look(ns);
        assert_int_equal(pose.overlay, OVERLAY_SHEET);
        assert_true(pose.overlay_in > before);
        before = pose.overlay_in;
    }
    assert_true(moves_after(279 * NS_PER_MS));
    assert_false(moves_after(280 * NS_PER_MS));
    look(280 * NS_PER_MS);
    assert_true(pose.overlay_in == 1);
    transition_set_overlay(&transition, OVERLAY_NONE, START_NS + NS_PER_S);
    look(NS_PER_S + 100 * NS_PER_MS);
    assert_int_equal(pose.overlay, OVERLAY_SHEET);
    assert_true(pose.overlay_in > 0 && pose.overlay_in < 1);
    assert_true(moves_after(NS_PER_S + 199 * NS_PER_MS));
    look(NS_PER_S + 200 * NS_PER_MS);
    assert_int_equal(pose.overlay, OVERLAY_NONE);
    assert_false(moves_after(NS_PER_S + 200 * NS_PER_MS));
}

static void the_same_overlay_again_does_not_begin_anew(void **state)
{
    transition_set_overlay(&transition, OVERLAY_BANNER, START_NS);
    transition_set_overlay(&transition, OVERLAY_BANNER, START_NS + NS_PER_S);
    look(NS_PER_S);
    assert_true(pose.overlay_in == 1);
}

static void another_screen_takes_what_lay_over_the_one_before_along(void **state)
{
    transition_set_overlay(&transition, OVERLAY_BANNER, START_NS);
    transition_change_screen(&transition, START_NS + NS_PER_S);
    look(NS_PER_S);
    assert_int_equal(pose.overlay, OVERLAY_NONE);
}

static void a_prompt_breathes_slower_than_once_a_second(void **state)
{
    float least = 1, most = 0;
    int turns = 0;
    bool was_rising = true;
    float before = 0;

    transition_set_pulse(&transition, true, START_NS);
    for (int64_t ns = 0; ns < 10 * NS_PER_S;
         ns = transition_next_frame_mono_ns(&transition, START_NS + ns) - START_NS) {
        look(ns);
        least = pose.pulse < least ? pose.pulse : least;
        most = pose.pulse > most ? pose.pulse : most;
        if (was_rising && pose.pulse < before)
            turns++;
        was_rising = pose.pulse >= before;
        before = pose.pulse;
    }
    assert_true(least < 0.02F && most > 0.98F);
    assert_int_equal(turns, 4);
    transition_set_pulse(&transition, false, START_NS);
    assert_false(moves_after(0));
}

static void with_reduced_motion_everything_is_there_at_once(void **state)
{
    transition_init(&transition, true);
    transition_change_screen(&transition, START_NS);
    transition_set_overlay(&transition, OVERLAY_SHEET, START_NS);
    transition_set_pulse(&transition, true, START_NS);
    look(0);
    assert_int_equal(pose.fade_alpha, 0);
    assert_true(pose.overlay_in == 1 && pose.pulse == 1);
    assert_false(moves_after(0));
    transition_set_overlay(&transition, OVERLAY_NONE, START_NS);
    look(0);
    assert_int_equal(pose.overlay, OVERLAY_NONE);
}

/* ------------------------------------------------------------------------------ in the pixels */

static const struct draw_color white = {255, 255, 255, 255}, black = {0, 0, 0, 255};
static struct draw_list list;
static struct display_port display;

static int open_display(void **state)
{
    struct err err = {0};

    return display_offscreen_open(64, 32, &display, &err);
}

static int close_display(void **state)
{
    display.close(display.self);
    return 0;
}

/* Shows a plain picture and returns the middle pixel's blue. */
static int show(struct draw_color color, bool is_still, int32_t fade_id, int32_t fade_alpha)
{
    const struct draw_rect whole = {0, 0, 64, 32};
    struct draw_damage damage = {.still_changed = true, .count = 1, .rects = {whole}};
    struct err err = {0};
    int32_t stride;

    drawlist_begin(&list, 64, 32);
    if (!is_still) {
        drawlist_box(&list, whole, 0, 0, black);
        drawlist_end_still(&list);
    }
    drawlist_box(&list, whole, 0, 0, color);
    if (is_still)
        drawlist_end_still(&list);
    list.fade_id = fade_id;
    list.fade_alpha = fade_alpha;
    assert_int_equal(display.present(display.self, &list, &damage, &err), 0);
    return (int)(display_offscreen_pixels(&display, &stride)[16 * 64 + 32] & 0xff);
}

static void a_fade_goes_from_what_was_shown_to_what_is(void **state)
{
    assert_int_equal(show(white, true, 0, 0), 255);
    assert_in_range(show(black, true, 1, 192), 190, 194);
    assert_in_range(show(black, true, 1, 64), 62, 66); /* of the white, not of the mixture */
    assert_int_equal(show(black, true, 1, 0), 0);
    assert_in_range(show(white, true, 2, 128), 126, 129);
}

static void a_fade_within_a_fade_begins_with_what_is_to_be_seen(void **state)
{
    (void)show(white, true, 0, 0);
    assert_in_range(show(black, true, 1, 128), 126, 130);
    assert_in_range(show(black, true, 2, 128), 62, 66);
}

static void a_rest_within_a_fade_does_no_harm(void **state)
{
    (void)show(white, true, 0, 0);
    (void)show(black, true, 1, 128);
    display.rest(display.self);
    (void)show(black, true, 1, 64);
    assert_int_equal(show(black, true, 1, 0), 0);
}

static void a_veil_takes_its_share_of_what_lies_below(void **state)
{
    struct draw_color veil = {255, 255, 255, 140};

    assert_in_range(show(veil, false, 0, 0), 139, 141);
    veil.a = 1;
    assert_in_range(show(veil, false, 0, 0), 0, 2);
    veil.a = 254;
    assert_in_range(show(veil, false, 0, 0), 253, 255);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(without_a_change_nothing_moves, begin),
        cmocka_unit_test_setup(a_screen_fades_for_240_ms_and_shows_at_its_first_frame, begin),
        cmocka_unit_test_setup(another_change_is_another_fade, begin),
        cmocka_unit_test_setup(a_sheet_slides_in_for_280_ms_and_out_for_200, begin),
        cmocka_unit_test_setup(the_same_overlay_again_does_not_begin_anew, begin),
        cmocka_unit_test_setup(another_screen_takes_what_lay_over_the_one_before_along, begin),
        cmocka_unit_test_setup(a_prompt_breathes_slower_than_once_a_second, begin),
        cmocka_unit_test_setup(with_reduced_motion_everything_is_there_at_once, begin),
        cmocka_unit_test_setup_teardown(a_fade_goes_from_what_was_shown_to_what_is, open_display,
                                        close_display),
        cmocka_unit_test_setup_teardown(a_fade_within_a_fade_begins_with_what_is_to_be_seen,
                                        open_display, close_display),
        cmocka_unit_test_setup_teardown(a_rest_within_a_fade_does_no_harm, open_display,
                                        close_display),
        cmocka_unit_test_setup_teardown(a_veil_takes_its_share_of_what_lies_below, open_display,
                                        close_display),
    };

    return cmocka_run_group_tests_name("transition", tests, NULL, NULL);
}

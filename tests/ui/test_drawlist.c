#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/drawlist.h"

static const struct draw_color white = {255, 255, 255, 255};
static struct draw_list before, after;
static struct draw_damage damage;

static struct draw_rect at(int i)
{
    return (struct draw_rect){i * 40, 0, 20, 20};
}

static int begin(void **state)
{
    drawlist_begin(&before, 800, 480);
    drawlist_begin(&after, 800, 480);
    return 0;
}

static void word(struct draw_list *list, const char *utf8)
{
    drawlist_text(list, FONT_TEXT, 16, 100, 100, (struct text_extent){40, 15, 4}, white, utf8);
}

static void equal_lists_have_no_damage(void **state)
{
    drawlist_box(&before, at(1), 3, 0, white);
    word(&before, "min");
    drawlist_box(&after, at(1), 3, 0, white);
    word(&after, "min");
    drawlist_compare(&before, &after, &damage);
    assert_int_equal(damage.count, 0);
}

static void a_changed_item_damages_its_bounds_only(void **state)
{
    for (int i = 0; i < 4; i++) {
        drawlist_box(&before, at(i), 0, 0, white);
        drawlist_box(&after, at(i), i == 2 ? 3 : 0, 0, white);
    }
    drawlist_compare(&before, &after, &damage);
    assert_int_equal(damage.count, 1);
    assert_int_equal(damage.rects[0].x, 80);
    assert_int_equal(damage.rects[0].w, 20);
    assert_false(damage.still_changed);
}

static void a_moved_item_damages_where_it_was_and_where_it_is(void **state)
{
    drawlist_box(&before, at(0), 0, 0, white);
    drawlist_box(&after, at(9), 0, 0, white);
    drawlist_compare(&before, &after, &damage);
    assert_int_equal(damage.count, 2);
}

static void an_inserted_item_leaves_its_neighbours_alone(void **state)
{
    for (int i = 0; i < 4; i++) {
        drawlist_box(&before, at(i), 0, 0, white);
        drawlist_box(&after, at(i), 0, 0, white);
        if (i == 1)
            drawlist_box(&after, at(15), 0, 0, white);
    }
    drawlist_compare(&before, &after, &damage);
    assert_int_equal(damage.count, 1);
    assert_int_equal(damage.rects[0].x, 600);
}

static void texts_are_compared_by_what_they_say(void **state)
{
    word(&before, "41");
    word(&before, "min");
    word(&after, "4");
    word(&after, "min");
    drawlist_compare(&before, &after, &damage);
    assert_int_equal(damage.count, 1);
    begin(state);
    word(&before, "a longer word before");
    word(&before, "min");
    word(&after, "a longer word before");
    word(&after, "min");
    drawlist_compare(&before, &after, &damage);
    assert_int_equal(damage.count, 0);
}

static void a_changed_still_item_is_told(void **state)
{
    drawlist_box(&before, at(1), 0, 0, white);
    drawlist_box(&after, at(2), 0, 0, white);
    drawlist_end_still(&before);
    drawlist_end_still(&after);
    drawlist_compare(&before, &after, &damage);
    assert_true(damage.still_changed);
}

static void another_size_or_no_list_before_damages_everything(void **state)
{
    drawlist_compare(NULL, &after, &damage);
    assert_int_equal(damage.rects[0].w, 800);
    assert_true(damage.still_changed);
    drawlist_begin(&before, 480, 800);
    drawlist_compare(&before, &after, &damage);
    assert_int_equal(damage.rects[0].h, 480);
}

static void many_changes_stay_within_the_rectangles_there_are(void **state)
{
    for (int i = 0; i < 60; i++) {
        struct draw_rect rect = {(i % 10) * 80, (i / 10) * 80, 10, 10};

        drawlist_box(&after, rect, 0, 0, white);
    }
    drawlist_compare(&before, &after, &damage);
    assert_true(damage.count <= DRAW_DAMAGE_MAX);
    for (int i = 0; i < 60; i++) {
        struct draw_rect rect = {(i % 10) * 80, (i / 10) * 80, 10, 10};
        bool covered = false;

        for (int d = 0; d < damage.count; d++)
            covered |= draw_rect_intersect(rect, damage.rects[d]).w == 10 &&
                       draw_rect_intersect(rect, damage.rects[d]).h == 10;
        assert_true(covered);
    }
}

static void what_lies_outside_is_left_out(void **state)
{
    drawlist_box(&after, (struct draw_rect){800, 0, 10, 10}, 0, 0, white);
    drawlist_box(&after, at(1), 0, 0, (struct draw_color){255, 255, 255, 0});
    drawlist_box(&after, (struct draw_rect){-5, -5, 10, 10}, 0, 0, white);
    assert_int_equal(after.count, 1);
    assert_int_equal(after.items[0].clip.w, 5);
}

static void what_is_over_the_capacity_is_counted(void **state)
{
    for (int i = 0; i < DRAW_ITEMS_MAX + 3; i++)
        drawlist_box(&after, at(1), 0, 0, white);
    assert_int_equal(after.count, DRAW_ITEMS_MAX);
    assert_int_equal(after.lost, 3);
}

static void an_item_that_is_used_again_keeps_nothing(void **state)
{
    drawlist_arc(&after, 30, 10, 8, 0, 90, 4, white);
    drawlist_begin(&after, 800, 480);
    drawlist_ellipse(&after, 30, 10, 8, 8, white);
    memset(before.items, 0, sizeof before.items[0]);
    drawlist_ellipse(&before, 30, 10, 8, 8, white);
    drawlist_compare(&before, &after, &damage);
    assert_int_equal(damage.count, 0);
}

static void an_arc_reaches_as_far_as_it_bulges(void **state)
{
    drawlist_arc(&after, 100, 100, 50, 45, 135, 4, white);
    /* From 45 to 135 degrees it passes 90, its right end: x = 152 with half the stroke. */
    assert_true(after.items[0].bounds.x + after.items[0].bounds.w >= 152);
    assert_true(after.items[0].bounds.x >= 130);
}

static void what_slides_moves_fades_and_leaves_the_rest_alone(void **state)
{
    drawlist_box(&after, at(0), 0, 0, white);
    drawlist_stroke(&after, (struct draw_point){100, 100}, (struct draw_point){120, 110}, 4, white);
    word(&after, "min");
    drawlist_ellipse(&after, 300, 200, 20, 10, white);
    drawlist_slide(&after, 1, 30, 51);
    assert_int_equal(after.count, 4);
    assert_int_equal(after.items[0].bounds.y, 0);
    assert_int_equal(after.items[0].color.a, 255);
    assert_true(after.items[1].a.y == 130 && after.items[1].b.y == 140);
    assert_true(after.items[2].a.y == 130);
    assert_true(after.items[3].a.y == 230 && after.items[3].b.y == 10);
    for (int i = 1; i < 4; i++)
        assert_int_equal(after.items[i].color.a, 51);
}

static void what_slides_out_of_the_canvas_is_left_out(void **state)
{
    drawlist_box(&after, (struct draw_rect){0, 400, 50, 70}, 0, 0, white);
    drawlist_box(&after, (struct draw_rect){0, 450, 50, 30}, 0, 0, white);
    drawlist_slide(&after, 0, 60, 255);
    assert_int_equal(after.count, 1);
    assert_int_equal(after.items[0].bounds.h, 70);
    assert_int_equal(after.items[0].clip.h, 20);
}

static void a_fade_concerns_the_whole_canvas(void **state)
{
    drawlist_box(&before, at(1), 0, 0, white);
    drawlist_box(&after, at(1), 0, 0, white);
    after.fade_id = before.fade_id + 1;
    drawlist_compare(&before, &after, &damage);
    assert_int_equal(damage.count, 0);
    after.fade_alpha = 9;
    drawlist_compare(&before, &after, &damage);
    assert_int_equal(damage.count, 1);
    assert_int_equal(damage.rects[0].w * damage.rects[0].h, 800 * 480);
    assert_false(damage.still_changed);
    before.fade_alpha = 9;
    drawlist_compare(&before, &after, &damage);
    assert_int_equal(damage.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(equal_lists_have_no_damage, begin),
        cmocka_unit_test_setup(a_changed_item_damages_its_bounds_only, begin),
        cmocka_unit_test_setup(a_moved_item_damages_where_it_was_and_where_it_is, begin),
        cmocka_unit_test_setup(an_inserted_item_leaves_its_neighbours_alone, begin),
        cmocka_unit_test_setup(texts_are_compared_by_what_they_say, begin),
        cmocka_unit_test_setup(a_changed_still_item_is_told, begin),
        cmocka_unit_test_setup(another_size_or_no_list_before_damages_everything, begin),
        cmocka_unit_test_setup(many_changes_stay_within_the_rectangles_there_are, begin),
        cmocka_unit_test_setup(what_lies_outside_is_left_out, begin),
        cmocka_unit_test_setup(what_is_over_the_capacity_is_counted, begin),
        cmocka_unit_test_setup(an_item_that_is_used_again_keeps_nothing, begin),
        cmocka_unit_test_setup(an_arc_reaches_as_far_as_it_bulges, begin),
        cmocka_unit_test_setup(what_slides_moves_fades_and_leaves_the_rest_alone, begin),
        cmocka_unit_test_setup(what_slides_out_of_the_canvas_is_left_out, begin),
        cmocka_unit_test_setup(a_fade_concerns_the_whole_canvas, begin),
    };

    return cmocka_run_group_tests_name("drawlist", tests, NULL, NULL);
}

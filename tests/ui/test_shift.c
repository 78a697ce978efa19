/* Against burn-in: the picture walks, touches follow it, and nothing else is drawn for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "ui/render.h"

static struct render *render;
static struct ui_frame frame;

static int begin(void **state)
{
    struct err err = {0};

    /* A card has no minutes to tell: what is drawn again is drawn for the shift alone. */
    render = render_new("fault-mat", 800, 480, 0, &err);
    return render ? 0 : -1;
}

static int end(void **state)
{
    render_free(render);
    return 0;
}

static int64_t now_ns(void)
{
    return render->setup.now_mono_ns;
}

/* As the loop does at `now_mono_ns`; true if there was something to draw. */
static bool draws_at(int64_t now_mono_ns)
{
    struct err err = {0};
    struct ui *ui = &render->ui;

    if (!ui_frame(ui, now_mono_ns, &frame))
        return false;
    assert_int_equal(render->display.present(render->display.self, frame.list, frame.damage, &err),
                     0);
    render->list = frame.list;
    return true;
}

static struct draw_point place_of(const struct draw_list *list, const char *text)
{
    for (int i = 0; i < list->count; i++) {
        if (list->items[i].kind == DRAW_TEXT && strcmp(list->text + list->items[i].text, text) == 0)
            return list->items[i].a;
    }
    fail_msg("'%s' is not shown", text);
    return (struct draw_point){0};
}

static const struct target *target_of(int32_t id)
{
    for (int i = 0; i < render->ui.targets.count; i++) {
        if (render->ui.targets.list[i].id == id)
            return &render->ui.targets.list[i];
    }
    fail_msg("no target %d", (int)id);
    return NULL;
}

static void a_picture_stands_where_it_was_laid_out_for_half_an_hour(void **state)
{
    assert_int_equal(render->ui.shift.dx_px, 0);
    assert_int_equal(render->ui.shift.dy_px, 0);
    assert_false(draws_at(now_ns() + SHIFT_EVERY_NS - 1));
}

static void a_still_picture_is_due_when_it_is_to_shift(void **state)
{
    render->ui.view_change_ns = TIME_NEVER;
    assert_true(ui_next_deadline_mono_ns(&render->ui, now_ns()) == now_ns() + SHIFT_EVERY_NS);
}

static void after_half_an_hour_all_of_it_stands_elsewhere(void **state)
{
    struct draw_point before = place_of(render->list, "Step on the mat with one foot."), after;

    assert_true(draws_at(now_ns() + SHIFT_EVERY_NS));
    after = place_of(frame.list, "Step on the mat with one foot.");
    assert_int_equal((int)(after.x - before.x), SHIFT_UNITS);
    assert_int_equal((int)(after.y - before.y), 0);
    assert_true(frame.damage->still_changed);
}

static void a_shift_is_one_frame_and_then_nothing_for_half_an_hour(void **state)
{
    int64_t at_ns = now_ns() + SHIFT_EVERY_NS;

    assert_true(draws_at(at_ns));
    assert_false(draws_at(at_ns + 1));
    assert_false(draws_at(at_ns + SHIFT_EVERY_NS - 1));
    assert_true(draws_at(at_ns + SHIFT_EVERY_NS));
}

static void the_walk_goes_a_place_at_a_time_through_all_of_them_and_home(void **state)
{
    const struct layout *layout = &render->ui.layout;
    bool seen[3][3] = {{false}};
    int places = 0;

    for (int i = 0; i < SHIFT_PLACES; i++) {
        struct shift at = shift_at(layout, i * SHIFT_EVERY_NS);
        struct shift next = shift_at(layout, (i + 1) * SHIFT_EVERY_NS);
        bool *place = &seen[at.dx_px / SHIFT_UNITS + 1][at.dy_px / SHIFT_UNITS + 1];

        assert_true(abs(next.dx_px - at.dx_px) <= SHIFT_UNITS);
        assert_true(abs(next.dy_px - at.dy_px) <= SHIFT_UNITS);
        places += !*place;
        *place = true;
    }
    assert_int_equal(places, SHIFT_PLACES);
    assert_int_equal(shift_at(layout, SHIFT_PLACES * SHIFT_EVERY_NS).dx_px, 0);
    assert_int_equal(shift_at(layout, SHIFT_PLACES * SHIFT_EVERY_NS).dy_px, 0);
}

static int32_t tapped_at(int32_t x_px, int32_t y_px)
{
    struct display_event event = {.kind = DISPLAY_TOUCH_DOWN, .mono_ns = now_ns()};
    struct ui_asks asks;

    event.x_px = x_px;
    event.y_px = y_px;
    ui_event(&render->ui, &event, &asks);
    return touch_pressed(&render->ui.touch);
}

static void a_finger_meets_what_it_sees(void **state)
{
    struct draw_rect rect = target_of(TARGET_TEST_SENSORS)->rect;

    assert_true(draws_at(now_ns() + SHIFT_EVERY_NS));
    rect = target_of(TARGET_TEST_SENSORS)->rect;
    /* The first column of the button as it was laid out shows what is beside it by now. */
    assert_int_equal(tapped_at(rect.x + SHIFT_UNITS - 1, rect.y + rect.h / 2), 0);
    ui_event(&render->ui, &(struct display_event){.kind = DISPLAY_TOUCH_UP}, &(struct ui_asks){0});
    assert_int_equal(tapped_at(rect.x + rect.w + SHIFT_UNITS - 1, rect.y + rect.h / 2),
                     TARGET_TEST_SENSORS);
}

static void a_finger_at_the_very_edge_is_still_on_the_canvas(void **state)
{
    const struct layout *layout = &render->ui.layout;
    struct display_event left = {.kind = DISPLAY_TOUCH_DOWN, .x_px = 0, .y_px = 479};

    shift_touch((struct shift){3, -3}, layout, &left);
    assert_int_equal(left.x_px, 0);
    assert_int_equal(left.y_px, 479);
}

/* What reached an edge still does: else a strip along it would show what was there before. */
static void check_edges(const struct draw_list *before, const struct draw_list *after)
{
    assert_int_equal(before->count, after->count);
    for (int i = 0; i < before->count; i++) {
        struct draw_rect laid_out = before->items[i].clip, moved = after->items[i].clip;

        if (laid_out.x == 0)
            assert_int_equal(moved.x, 0);
        if (laid_out.y == 0)
            assert_int_equal(moved.y, 0);
        if (laid_out.x + laid_out.w == before->w)
            assert_int_equal(moved.x + moved.w, before->w);
        if (laid_out.y + laid_out.h == before->h)
            assert_int_equal(moved.y + moved.h, before->h);
    }
}

static void check_scene(const char *name)
{
    static struct draw_list before;
    struct err err = {0};
    struct render *shown = render_new(name, 800, 480, 0, &err);

    assert_non_null(shown);
    before = *shown->list;
    assert_int_equal(before.items[0].clip.w * before.items[0].clip.h, 800 * 480);
    for (int i = 1; i < SHIFT_PLACES; i++) {
        assert_true(ui_frame(&shown->ui, shown->setup.now_mono_ns + i * SHIFT_EVERY_NS, &frame));
        check_edges(&before, frame.list);
    }
    render_free(shown);
}

static void no_strip_at_an_edge_stays_bare(void **state)
{
    static const char *const names[] = {"home-sitting", "prompt", "fault-mat", "ambient"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_scene(names[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_picture_stands_where_it_was_laid_out_for_half_an_hour,
                                        begin, end),
        cmocka_unit_test_setup_teardown(a_still_picture_is_due_when_it_is_to_shift, begin, end),
        cmocka_unit_test_setup_teardown(after_half_an_hour_all_of_it_stands_elsewhere, begin, end),
        cmocka_unit_test_setup_teardown(a_shift_is_one_frame_and_then_nothing_for_half_an_hour,
                                        begin, end),
        cmocka_unit_test_setup_teardown(
            the_walk_goes_a_place_at_a_time_through_all_of_them_and_home, begin, end),
        cmocka_unit_test_setup_teardown(a_finger_meets_what_it_sees, begin, end),
        cmocka_unit_test_setup_teardown(a_finger_at_the_very_edge_is_still_on_the_canvas, begin,
                                        end),
        cmocka_unit_test(no_strip_at_an_edge_stays_bare),
    };

    return cmocka_run_group_tests_name("shift", tests, NULL, NULL);
}

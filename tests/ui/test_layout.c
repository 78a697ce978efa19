/* Nothing overlaps, nothing leaves its place: measured with the real fonts, at every size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ui/ink.h"
#include "ui/render.h"

static const struct {
    int w, h;
} sizes[] = {{800, 480}, {480, 800}, {1024, 600}, {1280, 720}, {1920, 1080}, {720, 1280}};

static void check_scene(const char *name, int w, int h, int widen_percent)
{
    struct err err = {0};
    struct render *render = render_new(name, w, h, widen_percent, &err);

    if (!render)
        fail_msg("%s: %s", name, err.text);
    ink_check(name, render->list, widen_percent);
    if (strncmp(name, "home", 4) == 0 && widen_percent == 0)
        ink_check_home(name, render->list, &render->ui.layout);
    ink_check_targets(name, render->list, &render->ui.targets, render->ui.layout.unit_px);
    render_free(render);
}

static void every_scene_is_in_order_at_every_size(void **state)
{
    for (const char *const *name = scene_names(); *name; name++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            check_scene(*name, sizes[i].w, sizes[i].h, 0);
    }
}

static void texts_may_be_thirty_percent_longer(void **state)
{
    for (const char *const *name = scene_names(); *name; name++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            check_scene(*name, sizes[i].w, sizes[i].h, 30);
}

/* Each way to say a prompt, with longer texts as well. */
static void every_wording_of_a_prompt_has_room(void **state)
{
    static const char *const names[] = {"banner", "prompt", "prompt-seated"};

    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            struct err err = {0};
            struct render *render = render_new(names[n], sizes[i].w, sizes[i].h, 30, &err);

            assert_non_null(render);
            for (int id = 1; id <= 10; id++) {
                render->setup.glance.coach.id = id;
                render->setup.glance.duration_ns = 100000000000;
                assert_int_equal(render_again(render, &err), 0);
                ink_check(names[n], render->list, 30);
            }
            render->setup.glance.coach.goal_raises = 15;
            for (int id = 1; id <= 10; id++) {
                render->setup.glance.coach.id = id;
                assert_int_equal(render_again(render, &err), 0);
                ink_check(names[n], render->list, 30);
            }
            render_free(render);
        }
    }
}

static void a_square_and_a_tall_screen_are_portrait(void **state)
{
    struct layout layout;

    layout_make(&layout, 800, 480);
    assert_true(layout.landscape);
    layout_make(&layout, 576, 480);
    assert_true(layout.landscape);
    layout_make(&layout, 575, 480);
    assert_false(layout.landscape);
    layout_make(&layout, 720, 1280);
    assert_false(layout.landscape);
    assert_true(layout.unit_px == 1.5F);
}

static void a_wider_screen_gives_its_width_to_the_strip(void **state)
{
    struct layout layout;

    layout_make(&layout, 1280, 720);
    assert_int_equal(layout.panel.w, 408);
    assert_int_equal(layout.panel.x + layout.panel.w, 1280);
    assert_int_equal(layout.stats_x, 504);
    assert_int_equal(layout.right, 1280 - 408 - 24);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scene_is_in_order_at_every_size),
        cmocka_unit_test(texts_may_be_thirty_percent_longer),
        cmocka_unit_test(every_wording_of_a_prompt_has_room),
        cmocka_unit_test(a_square_and_a_tall_screen_are_portrait),
        cmocka_unit_test(a_wider_screen_gives_its_width_to_the_strip),
    };

    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}

/* Every scene against the picture of it that we keep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/display_offscreen.h"
#include "ui/golden.h"
#include "ui/render.h"

static SDL_Surface *picture_of(struct render *render)
{
    int32_t stride;
    const uint32_t *pixels = display_offscreen_pixels(&render->display, &stride);

    return golden_picture(pixels, stride, render->list->w, render->list->h);
}

static int differences(const char *name)
{
    struct err err = {0};
    struct render *render;
    SDL_Surface *after;
    int count, w, h;

    scene_size(name, &w, &h);
    render = render_new(name, w, h, 0, &err);
    if (!render)
        fail_msg("%s: %s", name, err.text);
    after = picture_of(render);
    count = golden_check(GOLDEN_DIR, GOLDEN_OUT_DIR, name, after);
    SDL_FreeSurface(after);
    render_free(render);
    return count;
}

static void every_scene_looks_as_it_did(void **state)
{
    int wrong = 0;

    for (const char *const *name = scene_names(); *name; name++) {
        int count = scene_is_kept(*name) ? differences(*name) : 0;

        if (count == 0)
            continue;
        wrong++;
        if (count < 0)
            print_error("%s: no picture in %s; tests/ui/update_golden.sh makes it\n", *name,
                        GOLDEN_DIR);
        else
            print_error("%s: %d places differ: see %s/%s-before.png, -after.png, -diff.png\n",
                        *name, count, GOLDEN_OUT_DIR, *name);
    }
    assert_int_equal(wrong, 0);
}

/* Draws what there is to draw at `now_mono_ns`; true if there was something. */
static bool show(struct render *render, int64_t now_mono_ns)
{
    struct err err = {0};
    struct ui_frame frame;

    if (!ui_frame(&render->ui, now_mono_ns, &frame))
        return false;
    render->list = frame.list;
    assert_int_equal(render->display.present(render->display.self, frame.list, frame.damage, &err),
                     0);
    return true;
}

/* From one moment to another, in frames while things move; `rests`: with a rest before each. */
static SDL_Surface *drawn_in_parts(bool rests)
{
    struct err err = {0};
    struct render *render = render_new("home-sitting", 800, 480, 0, &err);
    struct scene_setup setup;
    SDL_Surface *picture;

    assert_non_null(render);
    assert_true(scene_make("home-raises", &setup));
    scene_show(&render->ui, &setup);
    for (int i = 0; i <= 30; i++) {
        if (rests)
            render->display.rest(render->display.self);
        assert_true(show(render, setup.now_mono_ns + i * ANIM_FRAME_NS) || i > 0);
        assert_true(i > 0 || render->ui.damage.rects[0].w < 800);
    }
    picture = picture_of(render);
    render_free(render);
    return picture;
}

static SDL_Surface *drawn_whole(void)
{
    struct err err = {0};
    struct render *render = render_new("home-raises", 800, 480, 0, &err);
    SDL_Surface *picture;

    assert_non_null(render);
    for (int i = 1; i <= 30; i++)
        (void)show(render, render->setup.now_mono_ns + i * ANIM_FRAME_NS);
    ui_expose(&render->ui);
    assert_true(show(render, render->setup.now_mono_ns + 90 * ANIM_FRAME_NS));
    picture = picture_of(render);
    render_free(render);
    return picture;
}

static void a_frame_drawn_in_parts_is_the_frame_drawn_whole(void **state)
{
    SDL_Surface *parts = drawn_in_parts(false), *whole = drawn_whole();

    assert_int_equal(golden_differences(parts, whole, true, NULL), 0);
    SDL_FreeSurface(parts);
    SDL_FreeSurface(whole);
}

static void a_display_that_has_rested_draws_the_same(void **state)
{
    SDL_Surface *rested = drawn_in_parts(true), *whole = drawn_whole();

    assert_int_equal(golden_differences(rested, whole, true, NULL), 0);
    SDL_FreeSurface(rested);
    SDL_FreeSurface(whole);
}

static void a_change_of_one_petal_is_noticed(void **state)
{
    struct err err = {0};
    struct render *render = render_new("home-sitting", 800, 480, 0, &err);
    SDL_Surface *before, *after;
    const SDL_Rect petal = {165, 72, 6, 20};

    assert_non_null(render);
    before = picture_of(render);
    after = picture_of(render);
    SDL_FillRect(after, &petal, 0);
    assert_true(golden_differences(before, after, true, NULL) > 20);
    SDL_FreeSurface(before);
    SDL_FreeSurface(after);
    render_free(render);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scene_looks_as_it_did),
        cmocka_unit_test(a_frame_drawn_in_parts_is_the_frame_drawn_whole),
        cmocka_unit_test(a_display_that_has_rested_draws_the_same),
        cmocka_unit_test(a_change_of_one_petal_is_noticed),
    };

    return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}

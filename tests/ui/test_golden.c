/* Every scene against the picture of it that we keep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include <SDL_image.h>

#include "drivers/display_offscreen.h"
#include "ui/golden.h"
#include "ui/render.h"

static SDL_Surface *picture_of(struct render *render)
{
    int32_t stride;
    const uint32_t *pixels = display_offscreen_pixels(&render->display, &stride);
    SDL_Surface *copy = SDL_CreateRGBSurfaceWithFormat(0, render->list->w, render->list->h, 32,
                                                       SDL_PIXELFORMAT_XRGB8888);

    for (int y = 0; copy && y < copy->h; y++)
        memcpy((uint8_t *)copy->pixels + (ptrdiff_t)y * copy->pitch, pixels + (ptrdiff_t)y * stride,
               (size_t)copy->w * 4);
    return copy;
}

static SDL_Surface *kept_picture(const char *set, const char *name)
{
    char path[512];
    SDL_Surface *raw, *kept;

    snprintf(path, sizeof path, "%s/%s.png", set, name);
    raw = IMG_Load(path);
    if (!raw)
        return NULL;
    kept = SDL_ConvertSurfaceFormat(raw, SDL_PIXELFORMAT_XRGB8888, 0);
    SDL_FreeSurface(raw);
    return kept;
}

static void save(SDL_Surface *picture, const char *name, const char *which)
{
    char path[512];

    (void)mkdir(GOLDEN_OUT_DIR, 0777);
    snprintf(path, sizeof path, "%s/%s-%s.png", GOLDEN_OUT_DIR, name, which);
    if (picture)
        (void)IMG_SavePNG(picture, path);
}

static int differences(const char *name)
{
    struct err err = {0};
    struct render *render = render_new(name, 800, 480, 0, &err);
    char set[400];
    bool same_make = golden_choose_set(GOLDEN_DIR, set, sizeof set);
    SDL_Surface *before = kept_picture(set, name), *after, *diff;
    int count;

    if (!render)
        fail_msg("%s: %s", name, err.text);
    after = picture_of(render);
    diff = picture_of(render);
    count = before ? golden_differences(before, after, same_make, diff) : -1;
    if (count != 0) {
        save(before, name, "before");
        save(after, name, "after");
        save(diff, name, "diff");
    }
    SDL_FreeSurface(before);
    SDL_FreeSurface(after);
    SDL_FreeSurface(diff);
    render_free(render);
    return count;
}

static void every_scene_looks_as_it_did(void **state)
{
    int wrong = 0;

    for (const char *const *name = scene_names(); *name; name++) {
        int count = differences(*name);

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

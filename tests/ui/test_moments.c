/* Every moment of a break and an exercise: as we keep it, at every size, in words that are kind. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/display_offscreen.h"
#include "ui/golden.h"
#include "ui/ink.h"
#include "ui/moments.h"

static const struct {
    int w, h;
} sizes[] = {{800, 480}, {480, 800}, {1024, 600}, {1280, 720}, {1920, 1080}, {720, 1280}};

/* Never said to a person, in any sentence. */
static const char *const forbidden[] = {
    "failed", "missed", "streak", "overdue", "warning",  "risk",      "clot",  "well done",
    "great",  "proven", "walked", "prevent", "diagnose", "diagnosis", "score", "should"};

static int differences(struct moment_canvas *canvas, const char *name)
{
    struct err err = {0};
    struct moment moment;
    SDL_Surface *after;
    const uint32_t *pixels;
    int32_t stride;
    int count;

    assert_true(moment_make(name, &moment));
    assert_int_equal(moment_draw(canvas, &moment, &err), 0);
    pixels = display_offscreen_pixels(&canvas->display, &stride);
    after = golden_picture(pixels, stride, canvas->layout.w, canvas->layout.h);
    count = golden_check(GOLDEN_DIR, GOLDEN_OUT_DIR, name, after);
    SDL_FreeSurface(after);
    return count;
}

static void every_moment_looks_as_it_did(void **state)
{
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(800, 480, &err);
    int wrong = 0;

    assert_non_null(canvas);
    for (const char *const *name = moment_names(); *name; name++) {
        int count = differences(canvas, *name);

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
    moment_canvas_free(canvas);
    assert_int_equal(wrong, 0);
}

/* Fingers are wide: buttons keep 12 units between them, and words keep off their edges. */
static void check_buttons(const char *name, const struct moment_canvas *canvas)
{
    int32_t gap = layout_px(&canvas->layout, 12);

    for (int i = 0; i < canvas->targets.count; i++) {
        struct draw_rect rect = canvas->targets.list[i].rect, wide = rect;

        wide.x -= gap - 1;
        wide.y -= gap - 1;
        wide.w += 2 * (gap - 1);
        wide.h += 2 * (gap - 1);
        for (int j = 0; j < canvas->targets.count; j++) {
            if (j != i && draw_rect_intersect(wide, canvas->targets.list[j].rect).w > 0)
                fail_msg("%s at %dx%d: targets %d and %d are too close", name, canvas->layout.w,
                         canvas->layout.h, i, j);
        }
        for (int j = 0; j < canvas->list.count; j++) {
            struct draw_rect ink = ink_of(&canvas->list.items[j]), in;

            if (canvas->list.items[j].kind != DRAW_TEXT)
                continue;
            in = draw_rect_intersect(ink, rect);
            if (in.w > 0 && (in.w != ink.w || in.h != ink.h))
                fail_msg("%s at %dx%d: '%s' crosses a button's edge", name, canvas->layout.w,
                         canvas->layout.h, canvas->list.text + canvas->list.items[j].text);
        }
    }
}

static void check_size(int w, int h, int widen_percent)
{
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(w, h, &err);
    struct moment moment;

    assert_non_null(canvas);
    canvas->widen_percent = widen_percent;
    for (const char *const *name = moment_names(); *name; name++) {
        assert_true(moment_make(*name, &moment));
        moment_list(canvas, &moment);
        ink_check(*name, &canvas->list, widen_percent);
        ink_check_targets(*name, &canvas->list, &canvas->targets, canvas->layout.unit_px);
        check_buttons(*name, canvas);
    }
    moment_canvas_free(canvas);
}

static void every_moment_is_in_order_at_every_size(void **state)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        check_size(sizes[i].w, sizes[i].h, 0);
}

static void texts_may_be_thirty_percent_longer(void **state)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        check_size(sizes[i].w, sizes[i].h, 30);
}

static void no_sentence_praises_blames_or_frightens(void **state)
{
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(800, 480, &err);
    struct moment moment;

    assert_non_null(canvas);
    for (const char *const *name = moment_names(); *name; name++) {
        assert_true(moment_make(*name, &moment));
        moment_list(canvas, &moment);
        for (int32_t i = 0; i < canvas->list.text_used; i++)
            canvas->list.text[i] = (char)tolower((unsigned char)canvas->list.text[i]);
        for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
            if (moment_says(canvas, forbidden[i]))
                fail_msg("%s says '%s'", *name, forbidden[i]);
        }
    }
    moment_canvas_free(canvas);
}

static void with_reduced_motion_two_frames_of_a_phase_are_the_same(void **state)
{
    static struct draw_list before;
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(800, 480, &err);
    struct moment moment;
    struct draw_damage damage;

    assert_non_null(canvas);
    for (const char *const *name = moment_names(); *name; name++) {
        /* The strip of the last beats wanders with time. */
        if (strncmp(*name, "live", 4) == 0)
            continue;
        assert_true(moment_make(*name, &moment));
        moment.reduced_motion = true;
        moment_list(canvas, &moment);
        before = canvas->list;
        moment.now_mono_ns += ANIM_FRAME_NS;
        moment_list(canvas, &moment);
        drawlist_compare(&before, &canvas->list, &damage);
        if (damage.count != 0)
            fail_msg("%s moves", *name);
    }
    moment_canvas_free(canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_moment_looks_as_it_did),
        cmocka_unit_test(every_moment_is_in_order_at_every_size),
        cmocka_unit_test(texts_may_be_thirty_percent_longer),
        cmocka_unit_test(no_sentence_praises_blames_or_frightens),
        cmocka_unit_test(with_reduced_motion_two_frames_of_a_phase_are_the_same),
    };

    return cmocka_run_group_tests_name("moments", tests, NULL, NULL);
}

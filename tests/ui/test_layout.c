/* Nothing overlaps, nothing leaves its place: measured with the real fonts, at every size. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ui/render.h"

static const struct {
    int w, h;
} sizes[] = {{800, 480}, {1024, 600}, {1280, 720}, {1920, 1080}};

/* What a word covers: capitals and descenders, not the font's full line; figures have none. */
static struct draw_rect ink_of(const struct draw_item *item)
{
    int32_t over = item->size_px / 16 + 1;
    bool is_large = item->font == FONT_DISPLAY_MEDIUM || item->font == FONT_DISPLAY_LIGHT;

    return (struct draw_rect){item->bounds.x + over, (int32_t)item->a.y - item->size_px * 3 / 4,
                              item->bounds.w - 2 * over, item->size_px * (is_large ? 15 : 19) / 20};
}

/* Digits of one counter stand closer than their cells are wide. */
static bool is_counter(const struct draw_list *list, const struct draw_item *item)
{
    return strlen(list->text + item->text) == 1;
}

static void check_overlaps(const char *name, const struct draw_list *list)
{
    for (int i = 0; i < list->count; i++) {
        for (int j = i + 1; j < list->count; j++) {
            const struct draw_item *a = &list->items[i], *b = &list->items[j];

            if (a->kind != DRAW_TEXT || b->kind != DRAW_TEXT ||
                (is_counter(list, a) && is_counter(list, b) && a->a.y == b->a.y))
                continue;
            if (draw_rect_intersect(ink_of(a), ink_of(b)).w > 0)
                fail_msg("%s at %dx%d: '%s' overlaps '%s'", name, list->w, list->h,
                         list->text + a->text, list->text + b->text);
        }
    }
}

static void check_inside(const char *name, const struct draw_list *list)
{
    for (int i = 0; i < list->count; i++) {
        const struct draw_item *item = &list->items[i];
        struct draw_rect ink = ink_of(item);

        if (item->kind != DRAW_TEXT)
            continue;
        if (ink.x < 0 || ink.y < 0 || ink.x + ink.w > list->w || ink.y + ink.h > list->h)
            fail_msg("%s at %dx%d: '%s' leaves the screen", name, list->w, list->h,
                     list->text + item->text);
    }
}

/* On home: words within the ring stay off its petals, the fields' words off the panel. */
static void check_home(const char *name, const struct render *render)
{
    const struct layout *layout = &render->ui.layout;
    double inner = 116 * (double)layout->ring_scale;

    for (int i = 0; i < render->list->count; i++) {
        const struct draw_item *item = &render->list->items[i];
        struct draw_rect ink = ink_of(item);
        double x = ink.x + ink.w / 2.0 - (double)layout->ring_x;
        double y = ink.y + ink.h / 2.0 - (double)layout->ring_y;

        if (item->kind != DRAW_TEXT)
            continue;
        if (ink.x < layout->panel.x && ink.x + ink.w > layout->panel.x)
            fail_msg("%s at %dx%d: '%s' runs into the leg's panel", name, layout->w, layout->h,
                     render->list->text + item->text);
        if (hypot(x, y) < inner && hypot(fabs(x) + ink.w / 2.0, fabs(y) + ink.h / 2.0) > inner + 2)
            fail_msg("%s at %dx%d: '%s' touches the ring", name, layout->w, layout->h,
                     render->list->text + render->list->items[i].text);
    }
}

static void check_targets(const char *name, const struct render *render)
{
    const struct targets *targets = &render->ui.targets;
    int32_t least = layout_px(&render->ui.layout, 60);

    for (int i = 0; i < targets->count; i++) {
        if (targets->list[i].rect.w < least || targets->list[i].rect.h < least)
            fail_msg("%s at %dx%d: target %d is too small to touch", name, render->list->w,
                     render->list->h, (int)targets->list[i].id);
    }
}

static void check_scene(const char *name, int w, int h, int widen_percent)
{
    struct err err = {0};
    struct render *render = render_new(name, w, h, widen_percent, &err);

    if (!render)
        fail_msg("%s: %s", name, err.text);
    for (int i = 0; i < render->list->count; i++) {
        const struct draw_item *item = &render->list->items[i];

        if (item->kind == DRAW_TEXT && strstr(render->list->text + item->text, "\xe2\x80\xa6"))
            fail_msg("%s at %dx%d, texts +%d %%: cut to '%s'", name, w, h, widen_percent,
                     render->list->text + item->text);
    }
    if (render->list->lost != 0)
        fail_msg("%s at %dx%d, texts +%d %%: %d items left out", name, w, h, widen_percent,
                 (int)render->list->lost);
    check_inside(name, render->list);
    if (widen_percent == 0)
        check_overlaps(name, render->list);
    if (strncmp(name, "home", 4) == 0 && widen_percent == 0)
        check_home(name, render);
    check_targets(name, render);
    render_free(render);
}

static void every_scene_is_in_order_at_every_landscape_size(void **state)
{
    for (const char *const *name = scene_names(); *name; name++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            check_scene(*name, sizes[i].w, sizes[i].h, 0);
    }
}

static void texts_may_be_thirty_percent_longer(void **state)
{
    for (const char *const *name = scene_names(); *name; name++)
        check_scene(*name, 800, 480, 30);
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
        cmocka_unit_test(every_scene_is_in_order_at_every_landscape_size),
        cmocka_unit_test(texts_may_be_thirty_percent_longer),
        cmocka_unit_test(a_square_and_a_tall_screen_are_portrait),
        cmocka_unit_test(a_wider_screen_gives_its_width_to_the_strip),
    };

    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}

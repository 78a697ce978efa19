/*
 * A turned screen shows the upright one's pixels, and a finger on what it shows acts on that. The
 * turns are written out here once more, so that the display's own are not measured by themselves.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "drivers/display/sdl_input.h"
#include "drivers/display/turn.h"
#include "drivers/display_offscreen.h"
#include "ui/scenes.h"

/* A colour that no theme has, as the glass's pixels hold it. */
#define MARK_PIXEL UINT32_C(0x00fe01fd)
#define MARK_COLOR ((struct draw_color){0xfe, 0x01, 0xfd, 255})

/* Many targets, few, a veil; a canvas whose sides differ by an odd number as well. */
static const struct {
    const char *scene;
    int32_t w, h;
} cases[] = {
    {"home-sitting", 800, 480}, {"home-moving", 1023, 600}, {"menu", 800, 480},
    {"menu-quiet", 1024, 600},  {"prompt", 720, 1280},      {"banner", 800, 480},
    {"fault-mat", 1280, 720},   {"sensors", 720, 1280},
};

#define CASES (sizeof cases / sizeof *cases)

struct shown {
    struct display_port display;
    struct scene_setup setup;
    struct ui ui;
    struct ui_frame frame;
    int32_t quarters, glass_w, glass_h;
    const uint32_t *pixels;
    int32_t stride_px;
};

static void draw(struct shown *shown, int64_t now_mono_ns)
{
    struct err err = {0};

    if (!ui_frame(&shown->ui, now_mono_ns, &shown->frame))
        return;
    assert_int_equal(
        shown->display.present(shown->display.self, shown->frame.list, shown->frame.damage, &err),
        0);
    shown->pixels = display_offscreen_pixels(&shown->display, &shown->stride_px);
}

/* The scene on a canvas of w x h, whatever the turn: the glass is chosen for it. */
static struct shown *show(const char *name, int32_t w, int32_t h, int32_t quarters)
{
    struct shown *shown = calloc(1, sizeof *shown);
    struct display_event event;
    struct err err = {0};

    assert_non_null(shown);
    shown->quarters = quarters;
    shown->glass_w = quarters % 2 ? h : w;
    shown->glass_h = quarters % 2 ? w : h;
    assert_int_equal(display_offscreen_open(shown->glass_w, shown->glass_h, &shown->display, &err),
                     0);
    shown->display.rotate(shown->display.self, quarters);
    assert_int_equal(shown->display.pending(shown->display.self), quarters != 0);
    if (quarters != 0) {
        assert_true(shown->display.next_event(shown->display.self, 1, &event));
        assert_int_equal(event.kind, DISPLAY_RESIZED);
        assert_int_equal(event.w_px, w);
        assert_int_equal(event.h_px, h);
    }
    assert_true(scene_make(name, &shown->setup));
    ui_init(&shown->ui, w, h, &shown->display.text, false);
    scene_show(&shown->ui, &shown->setup);
    scene_tap_through(&shown->ui, &shown->setup);
    draw(shown, shown->setup.now_mono_ns);
    return shown;
}

static void put_away(struct shown *shown)
{
    shown->display.close(shown->display.self);
    free(shown);
}

static uint32_t glass_pixel(const struct shown *shown, int32_t x, int32_t y)
{
    return shown->pixels[(ptrdiff_t)y * shown->stride_px + x] & UINT32_C(0xffffff);
}

/* What the canvas's pixel x, y looks like to someone who tilts the head. */
static uint32_t canvas_pixel(const struct shown *shown, int32_t x, int32_t y)
{
    switch (shown->quarters) {
    case 1: /* the canvas's top is the glass's right side */
        return glass_pixel(shown, shown->glass_w - 1 - y, x);
    case 2:
        return glass_pixel(shown, shown->glass_w - 1 - x, shown->glass_h - 1 - y);
    case 3: /* the canvas's top is the glass's left side */
        return glass_pixel(shown, y, shown->glass_h - 1 - x);
    default:
        return glass_pixel(shown, x, y);
    }
}

static void compare(const char *name, const struct shown *turned, const struct shown *upright)
{
    for (int32_t y = 0; y < upright->glass_h; y++) {
        for (int32_t x = 0; x < upright->glass_w; x++) {
            if (canvas_pixel(turned, x, y) != glass_pixel(upright, x, y))
                fail_msg("%s at %dx%d, turned by %d: other at %d, %d", name, upright->glass_w,
                         upright->glass_h, 90 * turned->quarters, x, y);
        }
    }
}

static void a_turned_picture_is_the_upright_one_turned(void **state)
{
    for (size_t i = 0; i < CASES; i++) {
        struct shown *upright = show(cases[i].scene, cases[i].w, cases[i].h, 0);

        for (int32_t quarters = 1; quarters < 4; quarters++) {
            struct shown *turned = show(cases[i].scene, cases[i].w, cases[i].h, quarters);

            compare(cases[i].scene, turned, upright);
            put_away(turned);
        }
        put_away(upright);
    }
}

/* From frame to frame only what is damaged is copied. */
static void so_is_every_frame_of_what_moves(void **state)
{
    for (int32_t quarters = 1; quarters < 4; quarters++) {
        struct shown *upright = show("home-moving", 800, 480, 0);
        struct shown *turned = show("home-moving", 800, 480, quarters);
        const int32_t pixels = 800 * 480;
        int32_t partial = 0;

        for (int frame = 1; frame <= 12; frame++) {
            int64_t now_ns = upright->setup.now_mono_ns + frame * 40 * NS_PER_MS;
            int32_t damaged = 0;

            draw(upright, now_ns);
            draw(turned, now_ns);
            compare("home-moving", turned, upright);
            for (int32_t i = 0; i < turned->frame.damage->count; i++)
                damaged += turned->frame.damage->rects[i].w * turned->frame.damage->rects[i].h;
            partial += damaged > 0 && damaged < pixels;
        }
        assert_true(partial > 0);
        put_away(turned);
        put_away(upright);
    }
}

/* Draws a dot on the canvas's pixel x, y and looks for it on the glass. */
static void find_on_glass(struct shown *shown, int32_t x, int32_t y, int32_t *glass_x,
                          int32_t *glass_y)
{
    static struct draw_list list;
    const struct draw_rect dot = {x, y, 1, 1};
    const struct draw_damage damage = {.count = 1, .rects = {dot}};
    struct err err = {0};
    int found = 0;

    memset(&list, 0, sizeof list);
    list.w = shown->ui.layout.w;
    list.h = shown->ui.layout.h;
    list.count = 1;
    list.items[0] =
        (struct draw_item){.kind = DRAW_BOX, .color = MARK_COLOR, .bounds = dot, .clip = dot};
    assert_int_equal(shown->display.present(shown->display.self, &list, &damage, &err), 0);
    for (int32_t at = 0; at < shown->glass_w * shown->glass_h; at++) {
        if (glass_pixel(shown, at % shown->glass_w, at / shown->glass_w) != MARK_PIXEL)
            continue;
        *glass_x = at % shown->glass_w;
        *glass_y = at / shown->glass_w;
        found++;
    }
    assert_int_equal(found, 1);
    list.items[0].color = (struct draw_color){0, 0, 0, 255};
    assert_int_equal(shown->display.present(shown->display.self, &list, &damage, &err), 0);
}

static int32_t tap_at(const struct shown *shown, struct display_event event)
{
    struct touch_state touch = {0};
    int32_t tapped;

    event.mono_ns = NS_PER_S;
    event.kind = DISPLAY_TOUCH_DOWN;
    (void)touch_feed(&touch, &shown->ui.targets, &event);
    event.mono_ns += 80 * NS_PER_MS;
    event.kind = DISPLAY_TOUCH_UP;
    tapped = touch_feed(&touch, &shown->ui.targets, &event);
    return tapped;
}

/* A finger as the panel tells it: a share of the glass's own width and height. */
static struct display_event finger_on_glass(const struct shown *shown, int32_t x, int32_t y)
{
    const SDL_Event sdl = {
        .tfinger = {.type = SDL_FINGERDOWN,
                    .x = ((float)x + 0.5F) / (float)shown->glass_w,
                    .y = ((float)y + 0.5F) / (float)shown->glass_h},
    };
    struct display_event event;

    assert_true(sdl_input_translate(&sdl, shown->glass_w, shown->glass_h, &event));
    sdl_input_turn(&event, shown->quarters, shown->glass_w, shown->glass_h);
    return event;
}

static void check_targets(const char *name, struct shown *shown)
{
    assert_true(shown->ui.targets.count > 0);
    for (int32_t i = 0; i < shown->ui.targets.count; i++) {
        const struct draw_rect rect = shown->ui.targets.list[i].rect;
        const struct display_event there = {.x_px = rect.x + rect.w / 2,
                                            .y_px = rect.y + rect.h / 2};
        struct display_event event;
        int32_t x = 0, y = 0;

        find_on_glass(shown, there.x_px, there.y_px, &x, &y);
        event = finger_on_glass(shown, x, y);
        if (event.x_px != there.x_px || event.y_px != there.y_px)
            fail_msg("%s turned by %d: a finger on %d, %d acts on %d, %d", name,
                     90 * shown->quarters, there.x_px, there.y_px, event.x_px, event.y_px);
        assert_true(tap_at(shown, event) > 0);
        assert_int_equal(tap_at(shown, event), tap_at(shown, there));
    }
}

static void a_finger_on_what_is_shown_acts_on_it(void **state)
{
    for (size_t i = 0; i < CASES; i++) {
        for (int32_t quarters = 0; quarters < 4; quarters++) {
            struct shown *shown = show(cases[i].scene, cases[i].w, cases[i].h, quarters);

            check_targets(cases[i].scene, shown);
            put_away(shown);
        }
    }
}

/* A window that changes its size tells the glass's; and the rims stay on the canvas. */
static void a_resize_and_the_rims_are_turned_too(void **state)
{
    struct display_event event = {.kind = DISPLAY_RESIZED, .w_px = 800, .h_px = 480};

    sdl_input_turn(&event, 3, 800, 480);
    assert_int_equal(event.w_px, 480);
    assert_int_equal(event.h_px, 800);
    for (int32_t quarters = 0; quarters < 4; quarters++) {
        int32_t w = 800, h = 480;

        turn_size(quarters, &w, &h);
        for (int corner = 0; corner < 4; corner++) {
            int32_t x = corner % 2 * 799, y = corner / 2 * 479;

            turn_point_back(quarters, 800, 480, &x, &y);
            assert_true(x == 0 || x == w - 1);
            assert_true(y == 0 || y == h - 1);
        }
    }
}

/* Turned and turned again while it runs: the next whole frame is as if it had begun so. */
static void it_can_be_turned_while_it_runs(void **state)
{
    struct shown *upright = show("menu", 800, 480, 0);
    struct shown *shown = show("menu", 800, 480, 0);
    struct display_event event;
    struct ui_asks asks;
    int32_t w, h;

    shown->display.rotate(shown->display.self, 1);
    shown->display.size(shown->display.self, &w, &h);
    assert_int_equal(w, 480);
    assert_int_equal(h, 800);
    shown->display.rotate(shown->display.self, 2);
    assert_true(shown->display.next_event(shown->display.self, 1, &event));
    assert_false(shown->display.next_event(shown->display.self, 1, &event));
    assert_int_equal(event.w_px, 800);
    shown->quarters = 2;
    ui_event(&shown->ui, &event, &asks);
    draw(shown, shown->setup.now_mono_ns);
    compare("menu", shown, upright);
    shown->display.rotate(shown->display.self, 2);
    assert_false(shown->display.pending(shown->display.self));
    put_away(shown);
    put_away(upright);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turned_picture_is_the_upright_one_turned),
        cmocka_unit_test(so_is_every_frame_of_what_moves),
        cmocka_unit_test(a_finger_on_what_is_shown_acts_on_it),
        cmocka_unit_test(a_resize_and_the_rims_are_turned_too),
        cmocka_unit_test(it_can_be_turned_while_it_runs),
    };

    return cmocka_run_group_tests_name("rotation", tests, NULL, NULL);
}

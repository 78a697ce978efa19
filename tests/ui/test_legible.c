/*
 * Can it be read and touched by everybody: contrast of every text on what it lies on, the data
 * colours as colour-blind eyes see them, targets as large as a fingertip.
 *
 * Contrast: WCAG 2.1, https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio. Colour deficiencies:
 * Machado, Oliveira and Fernandes 2009, doi:10.1109/TVCG.2009.113, the matrices of severity 1.0,
 * on linear RGB. Distances: CIE 1976 L*a*b*, D65.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ui/ink.h"
#include "ui/moments.h"
#include "ui/render.h"

static const struct {
    int w, h;
} sizes[] = {{800, 480}, {1024, 600}, {1280, 720}, {1920, 1080}, {720, 1280}};

/* ------------------------------------------------------------------------------------- contrast */

static double linear(uint8_t channel)
{
    double share = channel / 255.0;

    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(struct draw_color color)
{
    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

static double contrast(struct draw_color a, struct draw_color b)
{
    double one = luminance(a) + 0.05, other = luminance(b) + 0.05;

    return one > other ? one / other : other / one;
}

static struct draw_color blend(struct draw_color below, struct draw_color above)
{
    return theme_mix(below, above, (above.a * 100 + 127) / 255);
}

static bool holds(struct draw_rect rect, int32_t x, int32_t y)
{
    return x >= rect.x && y >= rect.y && x < rect.x + rect.w && y < rect.y + rect.h;
}

/* What lies at a point below the item `index`: boxes and gradients, blended. */
static struct draw_color ground_of(const struct draw_list *list, int32_t index, int32_t x,
                                   int32_t y)
{
    struct draw_color ground = {0, 0, 0, 255};

    for (int32_t i = 0; i < index; i++) {
        const struct draw_item *item = &list->items[i];
        int percent;

        if (!holds(item->clip, x, y) || item->stroke_px > 0)
            continue;
        if (item->kind == DRAW_BOX)
            ground = blend(ground, item->color);
        if (item->kind != DRAW_GRADIENT)
            continue;
        percent = (y - item->bounds.y) * 100 / (item->bounds.h > 1 ? item->bounds.h - 1 : 1);
        ground = theme_mix(item->color, item->color2, percent);
    }
    return ground;
}

/* Below a veil nothing is meant to be read. */
static int32_t first_above_veil(const struct draw_list *list)
{
    for (int32_t i = list->count - 1; i > 0; i--) {
        const struct draw_item *item = &list->items[i];

        if (item->kind == DRAW_BOX && item->color.a < 255 && item->clip.w == list->w &&
            item->clip.h == list->h)
            return i;
    }
    return 0;
}

static bool is_large(const struct draw_item *item, float unit_px)
{
    bool is_strong = item->font == FONT_TEXT_SEMIBOLD || item->font == FONT_DISPLAY_SEMIBOLD;

    return (float)item->size_px >= (is_strong ? 24 : 32) * unit_px;
}

static int check_contrast(const char *name, const struct draw_list *list, enum theme_id theme)
{
    float unit_px = (float)(list->w < list->h ? list->w : list->h) / 480;
    int wrong = 0;

    /* The clock of an empty room is kept dark on purpose. */
    if (strncmp(name, "ambient", 7) == 0)
        return 0;
    for (int32_t i = first_above_veil(list); i < list->count; i++) {
        const struct draw_item *item = &list->items[i];
        struct draw_rect ink = ink_of(item);
        struct draw_color ground;
        double ratio;

        if (item->kind != DRAW_TEXT)
            continue;
        ground = ground_of(list, i, ink.x + ink.w / 2, ink.y + ink.h / 2);
        ratio = contrast(blend(ground, item->color), ground);
        if (ratio >= (is_large(item, unit_px) ? 3 : 4.5))
            continue;
        print_error("%s, theme %d: '%s' has a contrast of %.2f\n", name, (int)theme,
                    list->text + item->text, ratio);
        wrong++;
    }
    return wrong;
}

static void every_text_stands_out_from_its_ground(void **state)
{
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(800, 480, &err);
    int wrong = 0;

    assert_non_null(canvas);
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        canvas->theme = (enum theme_id)theme;
        for (const char *const *name = moment_names(); *name; name++) {
            struct moment moment;

            assert_true(moment_make(*name, &moment));
            moment_list(canvas, &moment);
            wrong += check_contrast(*name, &canvas->list, canvas->theme);
        }
        for (const char *const *name = scene_names(); *name; name++) {
            struct render *render = render_new(*name, 800, 480, 0, &err);

            assert_non_null(render);
            if (theme != THEME_DUSK) {
                ui_set_theme(&render->ui, canvas->theme);
                assert_int_equal(render_again(render, &err), 0);
            }
            wrong += check_contrast(*name, render->list, canvas->theme);
            render_free(render);
        }
    }
    moment_canvas_free(canvas);
    assert_int_equal(wrong, 0);
}

/* ------------------------------------------------------------------------------- colour blindness
 */

static const double deficiencies[][3][3] = {
    /* protanopia */
    {{0.152286, 1.052583, -0.204868},
     {0.114503, 0.786281, 0.099216},
     {-0.003882, -0.048116, 1.051998}},
    /* deuteranopia */
    {{0.367322, 0.860646, -0.227968},
     {0.280085, 0.672501, 0.047413},
     {-0.011820, 0.042940, 0.968881}},
    /* tritanopia */
    {{1.255528, -0.076749, -0.178779},
     {-0.078411, 0.930809, 0.147602},
     {0.004733, 0.691367, 0.303900}},
};

static double lab_curve(double share)
{
    return share > 216.0 / 24389 ? cbrt(share) : (24389.0 / 27 * share + 16) / 116;
}

static void lab_seen(struct draw_color color, const double seen[3][3], double lab[3])
{
    const double rgb[3] = {linear(color.r), linear(color.g), linear(color.b)};
    double eye[3], x, y, z;

    for (int i = 0; i < 3; i++) {
        eye[i] = seen[i][0] * rgb[0] + seen[i][1] * rgb[1] + seen[i][2] * rgb[2];
        eye[i] = fmin(1, fmax(0, eye[i]));
    }
    x = lab_curve((0.4124 * eye[0] + 0.3576 * eye[1] + 0.1805 * eye[2]) / 0.95047);
    y = lab_curve(0.2126 * eye[0] + 0.7152 * eye[1] + 0.0722 * eye[2]);
    z = lab_curve((0.0193 * eye[0] + 0.1192 * eye[1] + 0.9505 * eye[2]) / 1.08883);
    lab[0] = 116 * y - 16;
    lab[1] = 500 * (x - y);
    lab[2] = 200 * (y - z);
}

static void colour_blind_eyes_tell_the_data_colours_apart(void **state)
{
    for (int id = 0; id < THEME_COUNT; id++) {
        const struct theme *theme = theme_get((enum theme_id)id);
        const struct draw_color data[] = {theme->sit, theme->stand, theme->move, theme->away,
                                          theme->prolonged};

        for (int pair = 0; pair < 75; pair++) {
            int eye = pair / 25, one = pair % 25 / 5, other = pair % 5;
            double a[3], b[3], apart;

            lab_seen(data[one], deficiencies[eye], a);
            lab_seen(data[other], deficiencies[eye], b);
            apart = sqrt(pow(a[0] - b[0], 2) + pow(a[1] - b[1], 2) + pow(a[2] - b[2], 2));
            if (one < other && apart < 10)
                fail_msg("theme %d, deficiency %d: colours %d and %d are %.1f apart", id, eye, one,
                         other, apart);
        }
    }
}

/* --------------------------------------------------------------------------------------- targets
 */

/* 9 mm on a panel whose 800 pixels are 154 mm wide. */
#define LEAST_UNITS (9 * 800 / 154.0)

/* Ground that others lie on: all of home, what closes a sheet, anywhere at all. */
static bool is_ground(int32_t id)
{
    return id == TARGET_ANYWHERE || id == TARGET_MENU || id == TARGET_CLOSE;
}

static void check_targets(const char *name, const struct targets *targets, int w, int h)
{
    double least = LEAST_UNITS * (w < h ? w : h) / 480;

    for (int32_t i = 0; i < targets->count; i++) {
        const struct draw_rect rect = targets->list[i].rect;

        if (rect.w < least || rect.h < least)
            fail_msg("%s at %dx%d: target %d is %dx%d", name, w, h, (int)targets->list[i].id,
                     (int)rect.w, (int)rect.h);
        if (rect.x < 0 || rect.y < 0 || rect.x + rect.w > w || rect.y + rect.h > h)
            fail_msg("%s at %dx%d: target %d leaves the screen", name, w, h,
                     (int)targets->list[i].id);
        for (int32_t j = i + 1; j < targets->count; j++) {
            if (!is_ground(targets->list[i].id) && !is_ground(targets->list[j].id) &&
                draw_rect_intersect(rect, targets->list[j].rect).w > 0)
                fail_msg("%s at %dx%d: targets %d and %d overlap", name, w, h,
                         (int)targets->list[i].id, (int)targets->list[j].id);
        }
    }
}

static void every_target_is_as_large_as_a_fingertip(void **state)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct err err = {0};
        struct moment_canvas *canvas = moment_canvas_new(sizes[i].w, sizes[i].h, &err);
        struct moment moment;

        assert_non_null(canvas);
        for (const char *const *name = moment_names(); *name; name++) {
            assert_true(moment_make(*name, &moment));
            moment_list(canvas, &moment);
            check_targets(*name, &canvas->targets, sizes[i].w, sizes[i].h);
        }
        moment_canvas_free(canvas);
        for (const char *const *name = scene_names(); *name; name++) {
            struct render *render = render_new(*name, sizes[i].w, sizes[i].h, 0, &err);

            assert_non_null(render);
            check_targets(*name, &render->ui.targets, sizes[i].w, sizes[i].h);
            render_free(render);
        }
    }
}

/* ---------------------------------------------------------------------------------------- alarm
 */

/* Drawn in the colour of a fault. */
static bool is_alarmed(const struct draw_list *list, enum theme_id theme)
{
    const struct draw_color fault = theme_get(theme)->fault;

    for (int32_t i = 0; i < list->count; i++) {
        if (memcmp(&list->items[i].color, &fault, sizeof fault) == 0)
            return true;
    }
    return false;
}

/* However long somebody has sat, whatever they did not do: red is for a sensor that fails. */
static void nothing_that_asks_waits_or_looks_back_is_red(void **state)
{
    static const char *const scenes[] = {"home-sitting", "home-long-bout", "home-doubled",
                                         "banner",       "banner-third",   "prompt",
                                         "prompt-third", "prompt-pulse",   "prompt-seated"};
    static const char *const moments[] = {"live-",       "done-",        "exercise-",
                                          "history-day", "history-week", "history-trend"};
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(800, 480, &err);
    int seen = 0;

    assert_non_null(canvas);
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
        struct render *render = render_new(scenes[i], 800, 480, 0, &err);

        assert_non_null(render);
        if (is_alarmed(render->list, THEME_DUSK))
            fail_msg("%s is alarmed", scenes[i]);
        render_free(render);
    }
    for (const char *const *name = moment_names(); *name; name++) {
        for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
            struct moment moment;

            if (strncmp(*name, moments[i], strlen(moments[i])) != 0)
                continue;
            assert_true(moment_make(*name, &moment));
            moment_list(canvas, &moment);
            if (is_alarmed(&canvas->list, THEME_DUSK))
                fail_msg("%s is alarmed", *name);
            seen++;
        }
    }
    assert_true(seen > 20);
    moment_canvas_free(canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_stands_out_from_its_ground),
        cmocka_unit_test(colour_blind_eyes_tell_the_data_colours_apart),
        cmocka_unit_test(every_target_is_as_large_as_a_fingertip),
        cmocka_unit_test(nothing_that_asks_waits_or_looks_back_is_red),
    };

    return cmocka_run_group_tests_name("legible", tests, NULL, NULL);
}

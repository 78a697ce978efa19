/* Paths and the SVG that art is written in, down to the pixel; and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "drivers/display/svg_text.h"

#define SIZE 40

static struct paint *paint;
static SDL_Surface *picture;

static int make(void **state)
{
    paint = paint_new();
    picture = SDL_CreateRGBSurfaceWithFormat(0, SIZE, SIZE, 32, SDL_PIXELFORMAT_ARGB8888);
    return paint && picture ? 0 : -1;
}

static int drop(void **state)
{
    SDL_FreeSurface(picture);
    paint_free(paint);
    return 0;
}

static uint32_t pixel(int x, int y)
{
    return (
        (const uint32_t *)((const uint8_t *)picture->pixels + (ptrdiff_t)y * picture->pitch))[x];
}

static int alpha(int x, int y)
{
    return (int)(pixel(x, y) >> 24);
}

/* What is covered, in pixels. FreeType's curves run up to a twentieth of a pixel inside. */
static double area(void)
{
    double sum = 0;

    for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++)
            sum += alpha(x, y) / 255.0;
    }
    return sum;
}

static void assert_area(double expected, double tolerance)
{
    if (fabs(area() - expected) > tolerance)
        fail_msg("covers %.2f pixels, not %.2f", area(), expected);
}

static bool draw_through(const char *body, struct paint_matrix matrix, char wrong[])
{
    char text[1024];

    SDL_FillRect(picture, NULL, 0);
    snprintf(text, sizeof text, "<svg xmlns=\"x\" width=\"40\" height=\"40\">%s</svg>", body);
    return svg_text_draw(text, paint, picture, matrix, PALETTE_DUSK, wrong);
}

static void draw(const char *body)
{
    char wrong[SVG_TEXT_WRONG_SIZE];

    if (!draw_through(body, PAINT_IDENTITY, wrong))
        fail_msg("%s", wrong);
}

static void a_box_covers_its_pixels_and_no_others(void **state)
{
    draw("<path d=\"M10 10 L20 10 L20 30 L10 30 Z\" fill=\"#123456\"/>");
    assert_int_equal(pixel(10, 10), 0xFF123456);
    assert_int_equal(pixel(19, 29), 0xFF123456);
    assert_int_equal(alpha(9, 10) + alpha(20, 10) + alpha(10, 9) + alpha(10, 30), 0);
}

static void half_a_pixel_is_half_covered(void **state)
{
    draw("<rect x=\"10\" y=\"10.5\" width=\"10\" height=\"1\" fill=\"#FFFFFF\"/>");
    assert_in_range(alpha(12, 10), 126, 129);
    assert_in_range(alpha(12, 11), 126, 129);
}

static void a_circle_has_the_area_of_a_circle(void **state)
{
    draw("<circle cx=\"20\" cy=\"20\" r=\"15\" fill=\"#FFFFFF\"/>");
    assert_area(M_PI * 15 * 15, 6);
    draw("<ellipse cx=\"20\" cy=\"20\" rx=\"15\" ry=\"6\" fill=\"#FFFFFF\"/>");
    assert_area(M_PI * 15 * 6, 5);
}

static void the_commands_of_a_path_say_the_same_in_every_way(void **state)
{
    static const char *const ways[] = {"M10 10 L30 10 L30 30 L10 30 Z",
                                       "M10,10 30,10 30,30 10,30z",
                                       "m10 10 l20 0 l0 20 l-20 0 z",
                                       "M10 10H30V30H10Z",
                                       "M10 10h20v20h-20z",
                                       "M10 10L30 10C30 15 30 20 30 25S30 28 30 30L10 30Z",
                                       "M10 10Q20 10 30 10L30 30L10 30Z"};

    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char body[256];

        snprintf(body, sizeof body, "<path d=\"%s\" fill=\"#FFFFFF\"/>", ways[i]);
        draw(body);
        if (fabs(area() - 400) > 0.5 || alpha(10, 10) != 255 || alpha(29, 29) != 255)
            fail_msg("'%s' covers %f", ways[i], area());
    }
}

static void an_arc_takes_the_side_that_its_flags_name(void **state)
{
    const double quarter = M_PI * 100 / 4;

    draw("<path d=\"M20 10 A10 10 0 0 1 30 20 L20 20 Z\" fill=\"#FFFFFF\"/>");
    assert_area(quarter, 1);
    draw("<path d=\"M20 10 A10 10 0 1 0 30 20 L20 20 Z\" fill=\"#FFFFFF\"/>");
    assert_area(3 * quarter, 2);
    draw("<path d=\"M20 10 A10 10 0 0 0 30 20 L20 20 Z\" fill=\"#FFFFFF\"/>");
    assert_area(100 - quarter, 2); /* about (30, 10): what bulges is cut off */
}

static void a_stroke_has_its_width_and_its_ends(void **state)
{
    draw("<path d=\"M10 20 L30 20\" fill=\"none\" stroke=\"#FFFFFF\" stroke-width=\"4\"/>");
    assert_area(80, 0.5);
    draw("<path d=\"M10 20 L30 20\" fill=\"none\" stroke=\"#FFFFFF\" stroke-width=\"4\" "
         "stroke-linecap=\"round\"/>");
    assert_area(80 + M_PI * 4, 0.7);
    draw("<path d=\"M10 20 L10 20\" fill=\"none\" stroke=\"#FFFFFF\" stroke-width=\"8\" "
         "stroke-linecap=\"round\"/>");
    assert_area(M_PI * 16, 2);
}

static void a_closed_path_is_stroked_all_round(void **state)
{
    draw("<path d=\"M10 10 L30 10 L30 30 L10 30 Z\" fill=\"none\" stroke=\"#FFFFFF\" "
         "stroke-width=\"2\"/>");
    assert_int_equal(alpha(9, 20), 255);
    assert_int_equal(alpha(20, 20), 0);
    assert_area(22 * 22 - 18 * 18, 1);
}

static void transforms_apply_from_the_right(void **state)
{
    draw("<g transform=\"translate(20 20)\"><rect x=\"0\" y=\"0\" width=\"2\" height=\"1\" "
         "fill=\"#FFFFFF\" transform=\"rotate(90) scale(5 3)\"/></g>");
    /* 10 x 3 turned clockwise about (20, 20): x 17 to 20, y 20 to 30. */
    assert_area(30, 0.2);
    assert_true(alpha(17, 20) > 250 && alpha(19, 29) > 250);
    assert_true(alpha(20, 20) < 5 && alpha(16, 25) < 5);
}

static void a_stroke_scales_with_its_path(void **state)
{
    char wrong[SVG_TEXT_WRONG_SIZE];
    const struct paint_matrix twice = {2, 0, 0, 2, 0, 0};

    assert_true(draw_through("<line x1=\"5\" y1=\"10\" x2=\"15\" y2=\"10\" fill=\"none\" "
                             "stroke=\"#FFFFFF\" stroke-width=\"3\"/>",
                             twice, wrong));
    assert_area(120, 0.5);
}

#define GRADIENT                                                                                   \
    "<defs><linearGradient id=\"g\" x1=\"0%\" y1=\"0%\" x2=\"0%\" y2=\"100%\"><stop offset=\"0\" " \
    "stop-color=\"#FF0000\"/><stop offset=\".5\" stop-color=\"#00FF00\"/><stop offset=\"1\" "      \
    "stop-color=\"#0000FF\"/></linearGradient></defs>"

static void a_gradient_runs_from_the_top_of_the_shape_to_its_foot(void **state)
{
    draw(GRADIENT "<rect x=\"0\" y=\"10\" width=\"40\" height=\"20\" fill=\"url(#g)\"/>");
    assert_true((pixel(5, 10) >> 16 & 255) > 235);
    assert_true((pixel(5, 20) >> 8 & 255) > 235);
    assert_true((pixel(5, 29) & 255) > 235);
    assert_int_equal(pixel(5, 15), pixel(35, 15));
    /* Turned with its shape. */
    draw(GRADIENT "<g transform=\"translate(40 0) rotate(90)\"><rect x=\"0\" y=\"10\" "
                  "width=\"40\" height=\"20\" fill=\"url(#g)\"/></g>");
    assert_true((pixel(29, 5) >> 16 & 255) > 235);
    assert_true((pixel(10, 5) & 255) > 235);
}

static void what_lies_above_covers_by_its_opacity(void **state)
{
    draw("<rect x=\"0\" y=\"0\" width=\"40\" height=\"40\" fill=\"#000000\"/>"
         "<rect x=\"0\" y=\"0\" width=\"20\" height=\"40\" fill=\"#FFFFFF\" opacity=\"0.5\"/>");
    assert_int_equal(alpha(5, 5), 255);
    assert_in_range(pixel(5, 5) & 255, 126, 129);
    assert_int_equal(pixel(25, 5), 0xFF000000);
    draw("<rect x=\"0\" y=\"0\" width=\"40\" height=\"40\" fill=\"#80FF00\" opacity=\"0.25\"/>");
    assert_in_range(alpha(5, 5), 63, 65);
    assert_int_equal(pixel(5, 5) & 0xFFFFFF, 0x80FF00);
}

static void what_lies_outside_the_picture_is_cut_off(void **state)
{
    draw("<circle cx=\"0\" cy=\"0\" r=\"100\" fill=\"#FFFFFF\"/>");
    assert_true(area() == SIZE * SIZE);
    draw("<circle cx=\"-100\" cy=\"500\" r=\"20\" fill=\"#FFFFFF\"/>");
    assert_true(area() == 0);
}

static void what_art_may_not_use_is_refused_by_name(void **state)
{
    static const struct {
        const char *body, *named;
    } cases[] = {
        {"<text>x</text>", "'text'"},
        {"<path d=\"M0 0\" fill=\"none\" filter=\"url(#b)\"/>", "'filter'"},
        {"<path d=\"M0 0 L1 1\"/>", "without 'fill'"},
        {"<path d=\"L1 1\" fill=\"none\"/>", "'path'"},
        {"<path d=\"M1 1 L2\" fill=\"none\"/>", "'path'"},
        {"<path d=\"M1 1 T2 2\" fill=\"none\"/>", "'path'"},
        {"<path d=\"\" fill=\"none\"/>", "'path'"},
        {"<path d=\"M0 0\" fill=\"red\"/>", "'red'"},
        {"<path d=\"M0 0\" fill=\"url(#none)\"/>", "'url(#none)'"},
        {"<path d=\"M0 0\" fill=\"none\" transform=\"skewX(3)\"/>", "'skewX(3)'"},
        {"<linearGradient id=\"a\" x1=\"0\" y1=\"0\" x2=\"1\" y2=\"0\"/>", "'linearGradient'"},
        {"<path d=\"M0 0", "'path'"},
        {"</g>", "'g'"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char wrong[SVG_TEXT_WRONG_SIZE] = "";

        if (draw_through(cases[i].body, PAINT_IDENTITY, wrong) || !strstr(wrong, cases[i].named))
            fail_msg("%s: \"%s\"", cases[i].body, wrong);
    }
}

static void a_path_beyond_all_measure_is_refused(void **state)
{
    const struct paint_source white = {.stops = 1, .opacity = 1};

    paint_begin(paint);
    paint_move(paint, 0, 0);
    for (int i = 0; i < PAINT_POINTS_MAX; i++)
        paint_line(paint, i % 40, i % 7);
    assert_false(paint_fill(paint, picture, PAINT_IDENTITY, &white));
    paint_begin(paint);
    for (int i = 0; i < 100; i++) {
        paint_move(paint, 0, i);
        paint_line(paint, 5, i);
    }
    assert_false(paint_fill(paint, picture, PAINT_IDENTITY, &white));
}

static void every_picture_of_the_art_is_understood(void **state)
{
    DIR *folder = opendir(ART_DIR);
    const struct dirent *entry;
    int count = 0;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        char path[512], text[65536], wrong[SVG_TEXT_WRONG_SIZE];
        FILE *file;

        if (!strstr(entry->d_name, ".svg"))
            continue;
        snprintf(path, sizeof path, "%s/%s", ART_DIR, entry->d_name);
        file = fopen(path, "re");
        assert_non_null(file);
        text[fread(text, 1, sizeof text - 1, file)] = '\0';
        assert_int_equal(fclose(file), 0);
        if (!svg_text_draw(text, paint, picture, PAINT_IDENTITY, PALETTE_DUSK, wrong))
            fail_msg("%s: %s", entry->d_name, wrong);
        count++;
    }
    assert_int_equal(closedir(folder), 0);
    assert_true(count >= 17);
}

#define DRAWN(test) cmocka_unit_test_setup_teardown(test, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRAWN(a_box_covers_its_pixels_and_no_others),
        DRAWN(half_a_pixel_is_half_covered),
        DRAWN(a_circle_has_the_area_of_a_circle),
        DRAWN(the_commands_of_a_path_say_the_same_in_every_way),
        DRAWN(an_arc_takes_the_side_that_its_flags_name),
        DRAWN(a_stroke_has_its_width_and_its_ends),
        DRAWN(a_closed_path_is_stroked_all_round),
        DRAWN(transforms_apply_from_the_right),
        DRAWN(a_stroke_scales_with_its_path),
        DRAWN(a_gradient_runs_from_the_top_of_the_shape_to_its_foot),
        DRAWN(what_lies_above_covers_by_its_opacity),
        DRAWN(what_lies_outside_the_picture_is_cut_off),
        DRAWN(what_art_may_not_use_is_refused_by_name),
        DRAWN(a_path_beyond_all_measure_is_refused),
        DRAWN(every_picture_of_the_art_is_understood),
    };

    return cmocka_run_group_tests_name("svg", tests, NULL, NULL);
}

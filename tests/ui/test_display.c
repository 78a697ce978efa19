/* What is missing is named: fonts, pictures, a display; and connectors are read right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/display/kms.h"
#include "drivers/display/notice.h"
#include "drivers/display_offscreen.h"
#include "drivers/display_sdl.h"

/* The sanitizers' leak check: what SDL's desktop integration keeps is not ours. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libdbus-1.so\n";
}

static char dir[64];

static int make_dir(void **state)
{
    snprintf(dir, sizeof dir, "/tmp/sh-display-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
    char command[128];

    unsetenv("SECONDHEART_FONT_DIR");
    unsetenv("SECONDHEART_ART_DIR");
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    return system(command);
}

static int open_offscreen(struct err *err)
{
    struct display_port port;
    int rc = display_offscreen_open(80, 48, &port, err);

    if (rc == 0)
        port.close(port.self);
    return rc;
}

static void a_missing_font_is_named_with_its_package(void **state)
{
    struct err err = {0};

    setenv("SECONDHEART_FONT_DIR", dir, 1);
    assert_int_equal(open_offscreen(&err), -ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "Inter-Regular"));
    assert_non_null(strstr(err.text, "fonts-inter"));
    assert_non_null(strstr(err.text, dir));
}

static void dejavu_stands_in_for_inter(void **state)
{
    struct err err = {0};

    setenv("SECONDHEART_FONT_DIR", "/usr/share/fonts/truetype/dejavu", 1);
    assert_int_equal(open_offscreen(&err), 0);
}

static void a_missing_picture_is_named_with_its_folder(void **state)
{
    struct err err = {0};

    setenv("SECONDHEART_ART_DIR", dir, 1);
    assert_int_equal(open_offscreen(&err), -ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "leg-sit.svg"));
    assert_non_null(strstr(err.text, dir));
}

/* ---- a notice ---- */

static SDL_Surface *notice_of(int w_px, int h_px, const char *sentence)
{
    SDL_Surface *picture =
        SDL_CreateRGBSurfaceWithFormat(0, w_px, h_px, 32, SDL_PIXELFORMAT_XRGB8888);

    assert_non_null(picture);
    assert_true(notice_draw(picture, sentence));
    return picture;
}

/* Pixels that are not as in the corner, from `x` to the right edge. */
static int ink_from(const SDL_Surface *picture, int x)
{
    const Uint32 *pixels = picture->pixels;
    int width = picture->pitch / 4, count = 0;

    for (int row = 0; row < picture->h; row++)
        for (int column = x; column < picture->w; column++)
            count += pixels[row * width + column] != pixels[0];
    return count;
}

static bool are_alike(const char *left, const char *right)
{
    SDL_Surface *a = notice_of(200, 200, left), *b = notice_of(200, 200, right);
    bool alike = memcmp(a->pixels, b->pixels, (size_t)a->pitch * (size_t)a->h) == 0;

    SDL_FreeSurface(a);
    SDL_FreeSurface(b);
    return alike;
}

/* Paths, package names and what SDL says have a sign each of their own. */
static void every_sign_of_a_notice_is_another(void **state)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;'\"/-_()=+$?";

    for (size_t i = 0; signs[i]; i++) {
        for (size_t j = 0; j < i; j++)
            assert_false(are_alike((const char[]){signs[i], '\0'}, (const char[]){signs[j], '\0'}));
    }
    assert_true(are_alike("a", "A"));
    assert_true(are_alike("%", "?"));
}

static void a_notice_stays_within_its_margins_on_every_panel(void **state)
{
    static const int sizes[][2] = {{800, 480}, {480, 800}, {720, 1280}, {1920, 1080}};
    static const char path[] = "no font: '/a/path/that/is/longer/than/any/line/on/any/panel/that/"
                               "there/is/and/goes/on/and/on': install it";

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        SDL_Surface *picture = notice_of(sizes[i][0], sizes[i][1], path);
        int margin_px = (picture->w < picture->h ? picture->w : picture->h) / 20;

        assert_in_range(ink_from(picture, 0), 1000, picture->w * picture->h / 4);
        assert_int_equal(ink_from(picture, picture->w - margin_px), 0);
        SDL_FreeSurface(picture);
    }
}

static void without_a_display_all_that_was_tried_is_named(void **state)
{
    const struct display_sdl_setup setup = {.title = "test", .w_px = 80, .h_px = 48};
    struct display_port port;
    struct err err = {0};

    setenv("SDL_VIDEODRIVER", "x11", 1);
    setenv("DISPLAY", ":98765", 1);
    assert_int_equal(display_sdl_open(&setup, &port, &err), -ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "DISPLAY=:98765"));
    assert_non_null(strstr(err.text, "KMSDRM"));
    assert_non_null(strstr(err.text, "groups video, render and input"));
}

static void connector(const char *name, const char *status)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", dir, name);
    assert_int_equal(mkdir(path, 0777), 0);
    snprintf(path, sizeof path, "%s/%s/status", dir, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fprintf(file, "%s\n", status) > 0);
    assert_int_equal(fclose(file), 0);
}

static void the_card_with_a_connected_screen_is_found(void **state)
{
    bool found;

    assert_int_equal(kms_connected_card(dir, &found), -1);
    assert_false(found);
    connector("card0", "connected"); /* a card, not a connector */
    connector("card0-HDMI-A-1", "disconnected");
    assert_int_equal(kms_connected_card(dir, &found), -1);
    assert_true(found);
    connector("card2-DSI-1", "connected");
    connector("card1-HDMI-A-2", "connected");
    assert_int_equal(kms_connected_card(dir, &found), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_missing_font_is_named_with_its_package, make_dir,
                                        remove_dir),
        cmocka_unit_test_setup_teardown(dejavu_stands_in_for_inter, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(a_missing_picture_is_named_with_its_folder, make_dir,
                                        remove_dir),
        cmocka_unit_test(every_sign_of_a_notice_is_another),
        cmocka_unit_test(a_notice_stays_within_its_margins_on_every_panel),
        cmocka_unit_test_setup_teardown(without_a_display_all_that_was_tried_is_named, make_dir,
                                        remove_dir),
        cmocka_unit_test_setup_teardown(the_card_with_a_connected_screen_is_found, make_dir,
                                        remove_dir),
    };

    return cmocka_run_group_tests_name("display", tests, NULL, NULL);
}

/*
 * Every screen in one language, the program's argument, with the real fonts: nothing is cut,
 * overlaps, leaves its place or lacks a glyph. Every sentence of its catalogue can be written.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/language.h"
#include "drivers/display/fonts.h"
#include "ui/ink.h"
#include "ui/moments.h"
#include "ui/render.h"

static const struct {
    int w, h;
} sizes[] = {{800, 480}, {1024, 600}, {1280, 720}, {1920, 1080}, {720, 1280}};

#define SIZE_COUNT (sizeof sizes / sizeof *sizes)

/* ---------------------------------------------------------------------------------------- glyphs
 */

static struct fonts *open_fonts(void)
{
    struct fonts *fonts = NULL;
    struct err err = {0};

    if (fonts_new(NULL, &fonts, &err) != 0)
        fail_msg("%s", err.text);
    return fonts;
}

static void check_glyphs(struct fonts *fonts, const char *name, const struct draw_list *list)
{
    for (int i = 0; i < list->count; i++) {
        const struct draw_item *item = &list->items[i];
        const char *text = list->text + item->text;
        uint32_t sign;

        if (item->kind != DRAW_TEXT)
            continue;
        sign = fonts_missing_sign(fonts, (enum draw_font)item->font, text);
        if (sign != 0)
            fail_msg("%s: no glyph for U+%04X in '%s'", name, (unsigned)sign, text);
    }
}

/* A compiled catalogue: magic, version, count, offset of the keys' table and of the sentences'. */
struct catalogue {
    char *bytes;
    uint32_t count, sentences;
};

static uint32_t number_at(const struct catalogue *catalogue, size_t offset)
{
    uint32_t number;

    memcpy(&number, catalogue->bytes + offset, sizeof number);
    return number;
}

static void read_catalogue(const char *code, struct catalogue *catalogue)
{
    char path[512];
    FILE *file;
    long size;

    snprintf(path, sizeof path, "%s/%s/LC_MESSAGES/secondheart.mo", LOCALE_DIR, code);
    file = fopen(path, "rbe");
    if (!file)
        fail_msg("%s cannot be read", path);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size = ftell(file);
    assert_true(size > 28);
    rewind(file);
    catalogue->bytes = malloc((size_t)size);
    assert_non_null(catalogue->bytes);
    assert_int_equal(fread(catalogue->bytes, 1, (size_t)size, file), (size_t)size);
    (void)fclose(file);
    assert_int_equal(number_at(catalogue, 0), 0x950412de);
    catalogue->count = number_at(catalogue, 8);
    catalogue->sentences = number_at(catalogue, 16);
}

/* All of its forms: a plural's stand one behind the other, each with its NUL. */
static void check_sentence(struct fonts *fonts, const char *sentence, size_t size)
{
    for (size_t from = 0; from < size; from += strlen(sentence + from) + 1) {
        for (int font = 0; font < FONT_COUNT; font++) {
            uint32_t sign = fonts_missing_sign(fonts, (enum draw_font)font, sentence + from);

            if (sign != 0)
                fail_msg("no glyph for U+%04X in '%s'", (unsigned)sign, sentence + from);
        }
    }
}

static void every_sentence_of_the_catalogue_has_its_glyphs(void **state)
{
    const char *code = *state;
    struct catalogue catalogue;
    struct fonts *fonts;

    if (strcmp(code, "en") == 0)
        skip();
    read_catalogue(code, &catalogue);
    fonts = open_fonts();
    for (uint32_t i = 0; i < catalogue.count; i++) {
        size_t entry = catalogue.sentences + 8 * (size_t)i;

        check_sentence(fonts, catalogue.bytes + number_at(&catalogue, entry + 4),
                       number_at(&catalogue, entry));
    }
    fonts_free(fonts);
    free(catalogue.bytes);
}

static void every_language_can_write_its_name(void **state)
{
    struct fonts *fonts = open_fonts();

    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        check_sentence(fonts, languages[i].name, strlen(languages[i].name));
    fonts_free(fonts);
}

/* ---------------------------------------------------------------------------------------- layout
 */

/* In the text size that is set. */
static void check_scene(struct fonts *fonts, const char *name, struct render *render)
{
    ink_check(name, render->list, 0);
    if (strncmp(name, "home", 4) == 0)
        ink_check_home(name, render->list, &render->ui.layout);
    ink_check_targets(name, render->list, &render->ui.targets, render->ui.layout.unit_px);
    check_glyphs(fonts, name, render->list);
}

static void check_scene_at(struct fonts *fonts, const char *name, int w, int h)
{
    struct err err = {0};
    struct render *render = render_new(name, w, h, 0, &err);

    if (!render) {
        fail_msg("%s: %s", name, err.text);
        return;
    }
    check_scene(fonts, name, render);
    ui_set_text_size(&render->ui, TEXT_SIZE_LARGE);
    assert_int_equal(render_again(render, &err), 0);
    check_scene(fonts, name, render);
    render_free(render);
}

static void every_scene_is_in_order_at_every_size(void **state)
{
    struct fonts *fonts = open_fonts();

    for (const char *const *name = scene_names(); *name; name++) {
        for (size_t i = 0; i < SIZE_COUNT; i++)
            check_scene_at(fonts, *name, sizes[i].w, sizes[i].h);
    }
    fonts_free(fonts);
}

static void check_moments(struct fonts *fonts, struct moment_canvas *canvas)
{
    for (const char *const *name = moment_names(); *name; name++) {
        struct moment moment;

        assert_true(moment_make(*name, &moment));
        moment_list(canvas, &moment);
        ink_check(*name, &canvas->list, 0);
        ink_check_targets(*name, &canvas->list, &canvas->targets, canvas->layout.unit_px);
        check_glyphs(fonts, *name, &canvas->list);
    }
}

static void every_moment_is_in_order_at_every_size(void **state)
{
    struct fonts *fonts = open_fonts();

    for (size_t i = 0; i < SIZE_COUNT * TEXT_SIZE_COUNT; i++) {
        struct err err = {0};
        struct moment_canvas *canvas =
            moment_canvas_new(sizes[i / TEXT_SIZE_COUNT].w, sizes[i / TEXT_SIZE_COUNT].h, &err);

        assert_non_null(canvas);
        canvas->layout.text_size = (enum text_size)(i % TEXT_SIZE_COUNT);
        check_moments(fonts, canvas);
        moment_canvas_free(canvas);
    }
    fonts_free(fonts);
}

/* Each way to say a prompt, walking and seated. */
static void every_wording_of_a_prompt_has_room(void **state)
{
    static const char *const names[] = {"banner", "prompt", "prompt-seated"};
    static const int raises[] = {0, 15};

    for (size_t n = 0; n < sizeof names / sizeof *names * SIZE_COUNT * 2; n++) {
        size_t i = n / 2 % SIZE_COUNT;
        const char *name = names[n / 2 / SIZE_COUNT];
        struct err err = {0};
        struct render *render = render_new(name, sizes[i].w, sizes[i].h, 0, &err);

        assert_non_null(render);
        render->setup.glance.duration_ns = 100000000000;
        render->setup.glance.coach.goal_raises = raises[n % 2];
        for (int id = 1; id <= 10; id++) {
            render->setup.glance.coach.id = id;
            assert_int_equal(render_again(render, &err), 0);
            ink_check(name, render->list, 0);
        }
        render_free(render);
    }
}

int main(int argc, char **argv)
{
    char *code = argc > 1 ? argv[1] : NULL;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(every_sentence_of_the_catalogue_has_its_glyphs, code),
        cmocka_unit_test(every_language_can_write_its_name),
        cmocka_unit_test(every_scene_is_in_order_at_every_size),
        cmocka_unit_test(every_moment_is_in_order_at_every_size),
        cmocka_unit_test(every_wording_of_a_prompt_has_room),
    };
    struct err err = {0};

    if (!code || language_start(LOCALE_DIR, &err) != 0 || language_use(code, &err) != 0) {
        (void)fprintf(stderr, "usage: test_ui_languages CODE\n%s\n", err.text);
        return EXIT_INPUT;
    }
    return cmocka_run_group_tests_name(code, tests, NULL, NULL);
}

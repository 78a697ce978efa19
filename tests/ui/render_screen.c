/* Draws a named scene into a PNG file, without a display: for documents and for looking. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "drivers/display_offscreen.h"
#include "ui/golden.h"
#include "ui/render.h"

static int usage(FILE *out)
{
    (void)fprintf(out,
                  "Usage: render_screen SCENE FILE.png [WIDTHxHEIGHT [LANGUAGE]]\n"
                  "       render_screen --list | --kept | --made-with\n"
                  "Draws SCENE at its own size, or the one named, into FILE.png, in English or in\n"
                  "the language with this code.\n");
    return out == stdout ? EXIT_DONE : EXIT_INPUT;
}

static int list_scenes(bool only_kept)
{
    for (const char *const *name = scene_names(); *name; name++) {
        if (!only_kept || scene_is_kept(*name))
            (void)printf("%s\n", *name);
    }
    return EXIT_DONE;
}

static int print_make(void)
{
    char text[256];

    golden_made_with(text, sizeof text);
    (void)printf("%s\n", text);
    return EXIT_DONE;
}

static bool parse_size(const char *text, int *w, int *h)
{
    char *end;

    *w = (int)strtol(text, &end, 10);
    *h = *end == 'x' ? (int)strtol(end + 1, &end, 10) : 0;
    return *end == '\0' && *w >= 1 && *w <= 8192 && *h >= 1 && *h <= 8192;
}

static int speak(const char *code, struct err *err)
{
    int rc = language_start(NULL, err);

    return rc == 0 ? language_use(code, err) : rc;
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct render *render = NULL;
    bool is_drawn;
    int w, h, rc;

    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    if (argc == 2 && strcmp(argv[1], "--list") == 0)
        return list_scenes(false);
    if (argc == 2 && strcmp(argv[1], "--kept") == 0)
        return list_scenes(true);
    if (argc == 2 && strcmp(argv[1], "--made-with") == 0)
        return print_make();
    if (argc >= 3)
        scene_size(argv[1], &w, &h);
    if (argc < 3 || argc > 5 || (argc >= 4 && !parse_size(argv[3], &w, &h)))
        return usage(stderr);
    rc = speak(argc == 5 ? argv[4] : "en", &err);
    if (rc == 0)
        render = render_new(argv[1], w, h, 0, &err);
    if (render)
        rc = display_offscreen_save(&render->display, argv[2], &err);
    is_drawn = render && rc == 0;
    render_free(render);
    if (!is_drawn) {
        (void)fprintf(stderr, "render_screen: %s\n", err.text);
        return EXIT_PROBLEM;
    }
    return EXIT_DONE;
}

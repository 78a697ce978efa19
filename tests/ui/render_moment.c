/* Draws a named moment into a PNG file, without a display; see render_screen.c for scenes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "drivers/display_offscreen.h"
#include "ui/moments.h"

static int usage(FILE *out)
{
    (void)fprintf(out, "Usage: render_moment MOMENT FILE.png [WIDTH HEIGHT [LANGUAGE]]\n"
                       "       render_moment --list\n"
                       "Draws MOMENT at 800x480, or the size named, into FILE.png, in English or\n"
                       "in the language with this code.\n");
    return out == stdout ? EXIT_DONE : EXIT_INPUT;
}

static int speak(const char *code, struct err *err)
{
    int rc = language_start(NULL, err);

    return rc == 0 ? language_use(code, err) : rc;
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct moment_canvas *canvas = NULL;
    struct moment moment;
    int w = argc >= 5 ? (int)strtol(argv[3], NULL, 10) : 800;
    int h = argc >= 5 ? (int)strtol(argv[4], NULL, 10) : 480;
    bool is_drawn;
    int rc;

    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        for (const char *const *name = moment_names(); *name; name++)
            (void)printf("%s\n", *name);
        return EXIT_DONE;
    }
    if ((argc != 3 && argc != 5 && argc != 6) || w < 1 || w > 8192 || h < 1 || h > 8192 ||
        !moment_make(argv[1], &moment))
        return usage(stderr);
    rc = speak(argc == 6 ? argv[5] : "en", &err);
    if (rc == 0)
        canvas = moment_canvas_new(w, h, &err);
    if (canvas)
        rc = moment_draw(canvas, &moment, &err);
    if (canvas && rc == 0)
        rc = display_offscreen_save(&canvas->display, argv[2], &err);
    is_drawn = canvas && rc == 0;
    moment_canvas_free(canvas);
    if (!is_drawn) {
        (void)fprintf(stderr, "render_moment: %s\n", err.text);
        return EXIT_PROBLEM;
    }
    return EXIT_DONE;
}

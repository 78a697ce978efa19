/*
 * Every screen there is, in one look after another: themes, text sizes, languages, panels and
 * turns; a picture each, for a person to look at. Names are LOOK/SCREEN.png.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/language.h"
#include "drivers/display_offscreen.h"
#include "ui/moments.h"
#include "ui/scenes.h"

#define PATH_SIZE 512

struct look {
    char name[32];
    int32_t w, h;
    enum theme_id theme;
    enum text_size text_size;
    const char *language;
};

static const char *out_dir;
static int failures;

static void fail(const char *look, const char *screen, const char *why)
{
    (void)fprintf(stderr, "screens: %s/%s: %s\n", look, screen, why);
    failures++;
}

static void save(struct display_port *display, const struct look *look, const char *screen)
{
    char path[PATH_SIZE];
    struct err err = {0};

    (void)snprintf(path, sizeof(path), "%s/%s/%s.png", out_dir, look->name, screen);
    if (display_offscreen_save(display, path, &err) < 0)
        fail(look->name, screen, err.text);
}

static void draw_scene(struct display_port *display, const struct look *look, const char *name)
{
    static struct scene_setup setup;
    struct ui *ui = calloc(1, sizeof(*ui));
    struct ui_frame frame;
    struct err err = {0};

    if (!ui || !scene_make(name, &setup)) {
        free(ui);
        fail(look->name, name, "cannot be made");
        return;
    }
    ui_init(ui, look->w, look->h, &display->text, false);
    ui_set_theme(ui, look->theme);
    ui_set_text_size(ui, look->text_size);
    scene_show(ui, &setup);
    scene_tap_through(ui, &setup);
    if (!ui_frame(ui, setup.now_mono_ns, &frame))
        fail(look->name, name, "draws nothing");
    else if (display->present(display->self, frame.list, frame.damage, &err) < 0)
        fail(look->name, name, err.text);
    else
        save(display, look, name);
    free(ui);
}

static void draw_moment(struct moment_canvas *canvas, const struct look *look, const char *name)
{
    static struct moment moment;
    struct err err = {0};

    if (!moment_make(name, &moment))
        fail(look->name, name, "cannot be made");
    else if (moment_draw(canvas, &moment, &err) < 0)
        fail(look->name, name, err.text);
    else
        save(&canvas->display, look, name);
}

static bool make_folder(const struct look *look)
{
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof(path), "%s/%s", out_dir, look->name);
    if (mkdir(path, 0755) == 0 || errno == EEXIST)
        return true;
    fail(look->name, "", strerror(errno));
    return false;
}

static void draw_look(const struct look *look)
{
    struct err err = {0};
    struct moment_canvas *canvas;

    if (language_use(look->language, &err) < 0) {
        fail(look->name, "", err.text);
        return;
    }
    canvas = moment_canvas_new(look->w, look->h, &err);
    if (!canvas) {
        fail(look->name, "", err.text);
        return;
    }
    canvas->theme = look->theme;
    canvas->layout.text_size = look->text_size;
    for (const char *const *name = scene_names(); make_folder(look) && *name; name++)
        draw_scene(&canvas->display, look, *name);
    for (const char *const *name = moment_names(); *name; name++)
        draw_moment(canvas, look, *name);
    moment_canvas_free(canvas);
}

static const char *const turned_scenes[] = {"home-sitting", "home-moving", "prompt",
                                            "menu",         "fault-mat",   NULL};

/* On a glass of w x h: the canvas is chosen for it. */
static void draw_turned(struct look *look, int32_t quarters)
{
    struct display_port display;
    struct err err = {0};

    (void)snprintf(look->name, sizeof(look->name), "rotation-%d", (int)quarters * 90);
    if (display_offscreen_open(look->w, look->h, &display, &err) < 0) {
        fail(look->name, "", err.text);
        return;
    }
    for (const char *const *name = turned_scenes; make_folder(look) && *name; name++) {
        struct look canvas = *look;

        display.rotate(display.self, quarters);
        display.size(display.self, &canvas.w, &canvas.h);
        draw_scene(&display, &canvas, *name);
    }
    display.close(display.self);
}

/* One thing at a time is other than usual: what two changes do together the layout tests measure.
 */
static void draw_all(void)
{
    static const char *const themes[THEME_COUNT] = {
        [THEME_DUSK] = "dark", [THEME_DAWN] = "light", [THEME_CONTRAST] = "contrast"};
    static const int32_t sizes[][2] = {{720, 1280}, {1024, 600}, {1280, 720}, {1920, 1080}};
    struct look look = {.w = 800, .h = 480, .language = "en"};
    struct err err = {0};

    for (int theme = 0; theme < THEME_COUNT; theme++) {
        look.theme = (enum theme_id)theme;
        (void)snprintf(look.name, sizeof(look.name), "theme-%s", themes[theme]);
        draw_look(&look);
    }
    look.theme = THEME_DUSK;
    look.text_size = TEXT_SIZE_LARGE;
    (void)snprintf(look.name, sizeof(look.name), "text-large");
    draw_look(&look);
    look.text_size = TEXT_SIZE_NORMAL;
    for (int i = 1; i < LANGUAGE_COUNT; i++) {
        look.language = languages[i].code;
        (void)snprintf(look.name, sizeof(look.name), "language-%s", languages[i].code);
        draw_look(&look);
    }
    look.language = "en";
    if (language_use(look.language, &err) < 0)
        fail("rotation", "", err.text);
    for (int32_t quarters = 1; quarters < 4; quarters++)
        draw_turned(&look, quarters);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        look.w = sizes[i][0];
        look.h = sizes[i][1];
        (void)snprintf(look.name, sizeof(look.name), "size-%dx%d", (int)look.w, (int)look.h);
        draw_look(&look);
    }
}

int main(int argc, char **argv)
{
    struct err err = {0};

    if (argc != 2) {
        (void)fputs("Usage: gallery_screens DIR\n", stderr);
        return EXIT_INPUT;
    }
    out_dir = argv[1];
    if (language_start(NULL, &err) < 0) {
        (void)fprintf(stderr, "screens: %s\n", err.text);
        return EXIT_PROBLEM;
    }
    draw_all();
    return failures > 0 ? EXIT_PROBLEM : EXIT_DONE;
}

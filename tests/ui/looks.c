#include "ui/looks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/display_offscreen.h"
#include "ui/golden.h"
#include "ui/moments.h"
#include "ui/scenes.h"

struct look {
    const char *name;
    enum theme_id theme;
    enum text_size text_size;
    int32_t w, h, quarters; /* of the glass, and how it hangs */
};

static const struct look looks[] = {
    {"light", THEME_DAWN, TEXT_SIZE_NORMAL, 800, 480, 0},
    {"contrast", THEME_CONTRAST, TEXT_SIZE_NORMAL, 800, 480, 0},
    {"large", THEME_DUSK, TEXT_SIZE_LARGE, 800, 480, 0},
    {"tall", THEME_DUSK, TEXT_SIZE_NORMAL, 720, 1280, 0},
    {"tall-large", THEME_DUSK, TEXT_SIZE_LARGE, 720, 1280, 0},
    {"turned", THEME_DUSK, TEXT_SIZE_NORMAL, 800, 480, 1},
};

/* Scenes and moments. */
static const char *const screens[] = {"home-sitting", "banner", "prompt", "history-week",
                                      "settings"};

#define LOOKS   ((int)(sizeof looks / sizeof *looks))
#define SCREENS ((int)(sizeof screens / sizeof *screens))

bool look_name(int i, char name[LOOK_NAME_SIZE])
{
    if (i >= LOOKS * SCREENS)
        return false;
    (void)snprintf(name, LOOK_NAME_SIZE, "%s-%s", looks[i / SCREENS].name, screens[i % SCREENS]);
    return true;
}

static SDL_Surface *glass_of(struct display_port *display, const struct look *look)
{
    int32_t stride;
    const uint32_t *pixels = display_offscreen_pixels(display, &stride);

    return golden_picture(pixels, stride, look->w, look->h);
}

static int present_scene(struct ui *ui, struct display_port *display, const struct look *look,
                         const struct scene_setup *setup, struct err *err)
{
    struct ui_frame frame;
    int32_t w_px, h_px;

    display->rotate(display->self, look->quarters);
    display->size(display->self, &w_px, &h_px);
    ui_init(ui, w_px, h_px, &display->text, false);
    ui_set_theme(ui, look->theme);
    ui_set_text_size(ui, look->text_size);
    scene_show(ui, setup);
    scene_tap_through(ui, setup);
    if (!ui_frame(ui, setup->now_mono_ns, &frame))
        return err_set(err, ERR_INPUT, "nothing is drawn");
    return display->present(display->self, frame.list, frame.damage, err);
}

static SDL_Surface *draw_scene(const struct look *look, const struct scene_setup *setup,
                               struct err *err)
{
    struct ui *ui = calloc(1, sizeof *ui);
    struct display_port display;
    SDL_Surface *picture = NULL;

    if (ui && display_offscreen_open(look->w, look->h, &display, err) == 0) {
        if (present_scene(ui, &display, look, setup, err) == 0)
            picture = glass_of(&display, look);
        display.close(display.self);
    }
    free(ui);
    return picture;
}

static SDL_Surface *draw_moment(const struct look *look, const struct moment *moment,
                                struct err *err)
{
    struct moment_canvas *canvas;
    int32_t w_px = look->w, h_px = look->h;
    SDL_Surface *picture = NULL;

    if (look->quarters % 2 != 0) {
        w_px = look->h;
        h_px = look->w;
    }
    canvas = moment_canvas_new(look->w, look->h, err);
    if (!canvas)
        return NULL;
    canvas->display.rotate(canvas->display.self, look->quarters);
    layout_make(&canvas->layout, w_px, h_px);
    canvas->theme = look->theme;
    canvas->layout.text_size = look->text_size;
    if (moment_draw(canvas, moment, err) == 0)
        picture = glass_of(&canvas->display, look);
    moment_canvas_free(canvas);
    return picture;
}

SDL_Surface *look_draw(const char *name, struct err *err)
{
    static struct scene_setup setup;
    static struct moment moment;
    char known[LOOK_NAME_SIZE];

    for (int i = 0; look_name(i, known); i++) {
        const struct look *look = &looks[i / SCREENS];

        if (strcmp(name, known) != 0)
            continue;
        if (scene_make(screens[i % SCREENS], &setup))
            return draw_scene(look, &setup, err);
        if (moment_make(screens[i % SCREENS], &moment))
            return draw_moment(look, &moment, err);
    }
    (void)err_set(err, ERR_INPUT, "no such look: '%s'", name);
    return NULL;
}

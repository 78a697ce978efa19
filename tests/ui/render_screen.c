/* Draws a named scene into a PNG file, without a display: for documents and for looking. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/display_offscreen.h"
#include "ui/scenes.h"

static int usage(FILE *out)
{
    (void)fprintf(out, "Usage: render_screen SCENE FILE.png [WIDTHxHEIGHT]\nScenes:");
    for (const char *const *name = scene_names(); *name; name++)
        (void)fprintf(out, " %s", *name);
    (void)fprintf(out, "\n");
    return out == stdout ? EXIT_DONE : EXIT_INPUT;
}

/* Opens the live view of the switches the way a finger does. */
static void tap_sensors(struct ui *ui, const struct scene_setup *setup)
{
    struct ui_frame frame;
    struct display_event event = {.kind = DISPLAY_TOUCH_DOWN, .mono_ns = setup->now_mono_ns};

    (void)ui_frame(ui, setup->now_mono_ns, &frame);
    event.x_px = ui->layout.right - 4;
    event.y_px = ui->layout.status_y;
    (void)ui_event(ui, &event);
    event.kind = DISPLAY_TOUCH_UP;
    (void)ui_event(ui, &event);
    scene_show(ui, setup);
    ui_expose(ui);
}

static int render(const char *name, const char *path, int w, int h, struct err *err)
{
    struct scene_setup *setup = calloc(1, sizeof *setup);
    struct ui *ui = calloc(1, sizeof *ui);
    struct display_port display = {0};
    struct ui_frame frame;
    int rc = -ERR_MEMORY;

    if (!setup || !ui)
        goto out;
    rc = display_offscreen_open(w, h, &display, err);
    if (rc != 0)
        goto out;
    (void)scene_make(name, setup);
    ui_init(ui, w, h, &display.text, false);
    scene_show(ui, setup);
    if (strcmp(name, "sensors") == 0)
        tap_sensors(ui, setup);
    if (ui_frame(ui, setup->now_mono_ns, &frame))
        rc = display.present(display.self, frame.list, frame.damage, err);
    if (rc == 0)
        rc = display_offscreen_save(&display, path, err);
    display.close(display.self);
out:
    free(ui);
    free(setup);
    return rc;
}

int main(int argc, char **argv)
{
    struct scene_setup setup;
    struct err err = {0};
    int w = 800, h = 480;

    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    if (argc < 3 || argc > 4 || !scene_make(argv[1], &setup))
        return usage(stderr);
    if (argc == 4) {
        char *end;

        w = (int)strtol(argv[3], &end, 10);
        h = *end == 'x' ? (int)strtol(end + 1, &end, 10) : 0;
        if (*end || w < 1 || w > 8192 || h < 1 || h > 8192)
            return usage(stderr);
    }
    if (render(argv[1], argv[2], w, h, &err) != 0) {
        (void)fprintf(stderr, "render_screen: %s\n", err.text);
        return EXIT_PROBLEM;
    }
    return EXIT_DONE;
}

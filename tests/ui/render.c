#include "ui/render.h"

#include <stdlib.h>

#include "drivers/display_offscreen.h"

static struct text_extent measure_wide(void *self, enum draw_font font, int32_t size_px,
                                       const char *utf8)
{
    const struct wide_text *wide = self;
    struct text_extent extent = wide->real.measure(wide->real.self, font, size_px, utf8);

    extent.width_px += extent.width_px * wide->percent / 100;
    return extent;
}

int render_again(struct render *render, struct err *err)
{
    struct ui_frame frame;

    scene_show(&render->ui, &render->setup);
    scene_tap_through(&render->ui, &render->setup);
    if (!ui_frame(&render->ui, render->setup.now_mono_ns, &frame))
        return -ERR_INPUT;
    render->list = frame.list;
    return render->display.present(render->display.self, frame.list, frame.damage, err);
}

struct render *render_new(const char *name, int w, int h, int widen_percent, struct err *err)
{
    struct render *render = calloc(1, sizeof *render);
    struct text_port text;
    int rc = -ERR_MEMORY;

    if (!render)
        return NULL;
    if (!scene_make(name, &render->setup)) {
        rc = err_set(err, ERR_INPUT, "no such scene: '%s'", name);
        goto free_render;
    }
    rc = display_offscreen_open(w, h, &render->display, err);
    if (rc != 0)
        goto free_render;
    render->wide = (struct wide_text){render->display.text, widen_percent};
    text = (struct text_port){&render->wide, measure_wide};
    ui_init(&render->ui, w, h, &text, false);
    rc = render_again(render, err);
    if (rc == 0)
        return render;
    render->display.close(render->display.self);
free_render:
    free(render);
    return NULL;
}

void render_free(struct render *render)
{
    if (!render)
        return;
    render->display.close(render->display.self);
    free(render);
}

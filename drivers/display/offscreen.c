#include "drivers/display_offscreen.h"

#include "drivers/display/canvas.h"

#include <png.h>
#include <stdlib.h>

struct offscreen {
    struct canvas *canvas;
    SDL_Surface *target;
};

static void size(void *self, int32_t *w_px, int32_t *h_px)
{
    const struct offscreen *offscreen = self;

    *w_px = offscreen->target->w;
    *h_px = offscreen->target->h;
}

static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    const struct offscreen *offscreen = self;

    return canvas_measure(offscreen->canvas, font, size_px, utf8);
}

static size_t poll_fds(void *self, struct pollfd *fds, size_t capacity)
{
    return 0;
}

static bool pending(void *self)
{
    return false;
}

static bool next_event(void *self, int64_t now_mono_ns, struct display_event *event)
{
    return false;
}

static int present(void *self, const struct draw_list *list, const struct draw_damage *damage,
                   struct err *err)
{
    const struct offscreen *offscreen = self;

    return canvas_draw(offscreen->canvas, offscreen->target, list, damage, err);
}

static void rest(void *self)
{
    const struct offscreen *offscreen = self;

    canvas_rest(offscreen->canvas);
}

static void close_offscreen(void *self)
{
    struct offscreen *offscreen = self;

    if (!offscreen)
        return;
    SDL_FreeSurface(offscreen->target);
    canvas_free(offscreen->canvas);
    free(offscreen);
}

int display_offscreen_open(int32_t w_px, int32_t h_px, struct display_port *port, struct err *err)
{
    struct offscreen *offscreen = calloc(1, sizeof *offscreen);
    int rc;

    if (!offscreen)
        return err_set(err, ERR_MEMORY, "display: no memory");
    rc = canvas_new(&(struct canvas_setup){0}, &offscreen->canvas, err);
    if (rc == 0) {
        offscreen->target =
            SDL_CreateRGBSurfaceWithFormat(0, w_px, h_px, 32, SDL_PIXELFORMAT_XRGB8888);
        if (!offscreen->target)
            rc = err_set(err, ERR_MEMORY, "display: no memory for %dx%d pixels", w_px, h_px);
    }
    if (rc != 0) {
        close_offscreen(offscreen);
        return rc;
    }
    *port = (struct display_port){
        .self = offscreen,
        .driver = "offscreen",
        .size = size,
        .text = {.self = offscreen, .measure = measure},
        .poll_fds = poll_fds,
        .pending = pending,
        .next_event = next_event,
        .present = present,
        .rest = rest,
        .close = close_offscreen,
    };
    return 0;
}

/* Pixels as a PNG has them: red, green, blue. */
static uint8_t *rgb_rows(const SDL_Surface *surface)
{
    uint8_t *rows = malloc((size_t)surface->w * (size_t)surface->h * 3), *byte = rows;

    for (int y = 0; rows && y < surface->h; y++) {
        const uint32_t *pixel =
            (const uint32_t *)((const uint8_t *)surface->pixels + (ptrdiff_t)y * surface->pitch);

        for (int x = 0; x < surface->w; x++, pixel++) {
            *byte++ = (uint8_t)(*pixel >> 16);
            *byte++ = (uint8_t)(*pixel >> 8);
            *byte++ = (uint8_t)*pixel;
        }
    }
    return rows;
}

int display_offscreen_save(struct display_port *port, const char *path, struct err *err)
{
    const struct offscreen *offscreen = port->self;
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)offscreen->target->w,
                       .height = (png_uint_32)offscreen->target->h,
                       .format = PNG_FORMAT_RGB};
    uint8_t *rows = rgb_rows(offscreen->target);
    int rc = 0;

    if (!rows)
        return err_set(err, ERR_MEMORY, "cannot write the picture: '%s': no memory", path);
    if (!png_image_write_to_file(&image, path, 0, rows, 0, NULL))
        rc = err_set(err, ERR_IO, "cannot write the picture: '%s': %s", path, image.message);
    free(rows);
    return rc;
}

const uint32_t *display_offscreen_pixels(struct display_port *port, int32_t *stride_px)
{
    const struct offscreen *offscreen = port->self;

    *stride_px = offscreen->target->pitch / 4;
    return offscreen->target->pixels;
}

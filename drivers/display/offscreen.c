#include "drivers/display_offscreen.h"

#include "drivers/display/canvas.h"
#include "drivers/display/turn.h"

#include <png.h>
#include <stdlib.h>

struct offscreen {
    struct canvas *canvas;
    SDL_Surface *glass;  /* what the pictures show */
    SDL_Surface *target; /* what is drawn on: the glass itself, or ours to be turned onto it */
    int32_t quarters;
    bool has_turned; /* and nobody has been told */
};

static void size(void *self, int32_t *w_px, int32_t *h_px)
{
    const struct offscreen *offscreen = self;

    *w_px = offscreen->glass->w;
    *h_px = offscreen->glass->h;
    turn_size(offscreen->quarters, w_px, h_px);
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
    const struct offscreen *offscreen = self;

    return offscreen->has_turned;
}

static bool next_event(void *self, int64_t now_mono_ns, struct display_event *event)
{
    struct offscreen *offscreen = self;

    if (!offscreen->has_turned)
        return false;
    offscreen->has_turned = false;
    *event = (struct display_event){.kind = DISPLAY_RESIZED, .mono_ns = now_mono_ns};
    size(offscreen, &event->w_px, &event->h_px);
    return true;
}

static SDL_Surface *new_surface(int32_t w_px, int32_t h_px, struct err *err)
{
    SDL_Surface *surface =
        SDL_CreateRGBSurfaceWithFormat(0, w_px, h_px, 32, SDL_PIXELFORMAT_XRGB8888);

    if (!surface)
        (void)err_set(err, ERR_MEMORY, "display: no memory for %dx%d pixels", w_px, h_px);
    return surface;
}

/* A picture that stands upright is drawn in place. */
static int open_target(struct offscreen *offscreen, struct err *err)
{
    int32_t w_px, h_px;

    if (offscreen->target)
        return 0;
    size(offscreen, &w_px, &h_px);
    offscreen->target = offscreen->quarters == 0 ? offscreen->glass : new_surface(w_px, h_px, err);
    return offscreen->target ? 0 : -ERR_MEMORY;
}

static void close_target(struct offscreen *offscreen)
{
    if (offscreen->target != offscreen->glass)
        SDL_FreeSurface(offscreen->target);
    offscreen->target = NULL;
}

static int present(void *self, const struct draw_list *list, const struct draw_damage *damage,
                   struct err *err)
{
    struct offscreen *offscreen = self;
    int rc = open_target(offscreen, err);

    if (rc != 0)
        return rc;
    /* A turn that has not been told yet: the next frame will be of the new size. */
    if (offscreen->target->w != list->w || offscreen->target->h != list->h)
        return 0;
    rc = canvas_draw(offscreen->canvas, offscreen->target, list, damage, err);
    for (int32_t i = 0; offscreen->quarters != 0 && i < damage->count; i++)
        turn_pixels(offscreen->quarters, offscreen->target, damage->rects[i], offscreen->glass);
    return rc;
}

static void rotate(void *self, int32_t quarters)
{
    struct offscreen *offscreen = self;

    if (quarters == offscreen->quarters)
        return;
    close_target(offscreen);
    offscreen->quarters = quarters;
    offscreen->has_turned = true;
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
    close_target(offscreen);
    SDL_FreeSurface(offscreen->glass);
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
        offscreen->glass = new_surface(w_px, h_px, err);
        rc = offscreen->glass ? 0 : -ERR_MEMORY;
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
        .rotate = rotate,
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
                       .width = (png_uint_32)offscreen->glass->w,
                       .height = (png_uint_32)offscreen->glass->h,
                       .format = PNG_FORMAT_RGB};
    uint8_t *rows = rgb_rows(offscreen->glass);
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

    *stride_px = offscreen->glass->pitch / 4;
    return offscreen->glass->pixels;
}

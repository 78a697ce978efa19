#include "drivers/display_sdl.h"

#include "drivers/display/canvas.h"
#include "drivers/display/kms.h"
#include "drivers/display/kms_power.h"
#include "drivers/display/notice.h"
#include "drivers/display/sdl_input.h"
#include "drivers/display/sdl_window.h"
#include "drivers/display/turn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define KMSDRM "KMSDRM" /* as SDL calls it */

/* How the canvas gets onto the glass. */
enum path {
    PATH_WINDOW, /* the window's own memory */
    PATH_TEXTURE /* own memory, uploaded to a renderer's texture */
};

struct display {
    struct display_sdl_setup setup;
    struct canvas *canvas;
    struct kms *kms; /* NULL but on KMSDRM */
    SDL_Window *window;
    SDL_Renderer *renderer; /* PATH_TEXTURE */
    SDL_Texture *texture;
    SDL_Surface *glass;  /* PATH_TEXTURE: ours; PATH_WINDOW: the window's */
    SDL_Surface *target; /* what is drawn on: the glass itself, or ours to be turned onto it */
    enum path path;
    int fd;           /* of the X11 or Wayland connection; -1: none */
    int32_t w, h;     /* of the glass */
    int32_t quarters; /* turns, clockwise */
    bool is_lost;     /* no screen is connected */
    bool is_dark;     /* the screen is switched off */
    bool is_new;      /* PATH_TEXTURE: nothing has been shown yet */
    bool say_lost, say_exposed;
};

static int open_texture(struct display *display, struct err *err)
{
    Uint32 flags = SDL_RENDERER_ACCELERATED | SDL_RENDERER_PRESENTVSYNC;

    display->path = PATH_TEXTURE;
    display->is_new = true;
    display->renderer = SDL_CreateRenderer(display->window, -1, flags);
    if (!display->renderer)
        display->renderer = SDL_CreateRenderer(display->window, -1, SDL_RENDERER_SOFTWARE);
    if (!display->renderer)
        return err_set(err, ERR_IO,
                       "no renderer for the screen: '%s': %s; install libgl1-mesa-dri, libegl1 and "
                       "libgles2",
                       SDL_GetCurrentVideoDriver(), SDL_GetError());
    display->texture = SDL_CreateTexture(display->renderer, SDL_PIXELFORMAT_XRGB8888,
                                         SDL_TEXTUREACCESS_STREAMING, display->w, display->h);
    display->glass =
        SDL_CreateRGBSurfaceWithFormat(0, display->w, display->h, 32, SDL_PIXELFORMAT_XRGB8888);
    if (!display->texture || !display->glass)
        return err_set(err, ERR_MEMORY, "display: no memory for %dx%d pixels", display->w,
                       display->h);
    return 0;
}

static void close_target(struct display *display)
{
    if (display->target != display->glass)
        SDL_FreeSurface(display->target);
    display->target = NULL;
}

static void close_glass(struct display *display)
{
    close_target(display);
    if (display->path == PATH_TEXTURE) {
        SDL_FreeSurface(display->glass);
        if (display->texture)
            SDL_DestroyTexture(display->texture);
        if (display->renderer)
            SDL_DestroyRenderer(display->renderer);
    }
    display->glass = NULL; /* the window's belongs to the window */
    display->texture = NULL;
    display->renderer = NULL;
}

static int open_glass(struct display *display, struct err *err)
{
    const char *driver = SDL_GetCurrentVideoDriver();

    if (!driver || strcmp(driver, "x11") != 0)
        return open_texture(display, err);
    display->path = PATH_WINDOW;
    display->glass = SDL_GetWindowSurface(display->window);
    if (display->glass && display->glass->format->BytesPerPixel == 4)
        return 0;
    return open_texture(display, err);
}

static void size(void *self, int32_t *w_px, int32_t *h_px)
{
    const struct display *display = self;

    *w_px = display->w;
    *h_px = display->h;
    turn_size(display->quarters, w_px, h_px);
}

/* Opens what is missing of glass and target. A picture that stands upright is drawn in place. */
static int open_target(struct display *display, struct err *err)
{
    int32_t w_px, h_px;
    int rc = display->glass ? 0 : open_glass(display, err);

    if (rc != 0 || !display->glass || display->target)
        return rc;
    if (display->quarters == 0) {
        display->target = display->glass;
        return 0;
    }
    size(display, &w_px, &h_px);
    display->target =
        SDL_CreateRGBSurfaceWithFormat(0, w_px, h_px, 32, display->glass->format->format);
    if (!display->target)
        return err_set(err, ERR_MEMORY, "display: no memory for %dx%d pixels", w_px, h_px);
    return 0;
}

/* Starts SDL's video and opens window and target; on failure close_video() is still due. */
static int open_video(struct display *display, struct err *err)
{
    Uint32 flags = display->setup.full_screen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0;
    int card = kms_connected_card(KMS_SYSFS, NULL);
    char index[16];

    /* The card with the screen need not be the first: on a Pi 5 the numbers change at boot. */
    if (card >= 0) {
        snprintf(index, sizeof index, "%d", card);
        SDL_SetHint(SDL_HINT_KMSDRM_DEVICE_INDEX, index);
    }
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
        return sdl_window_no_display(err);
    if (sdl_window_shows_nothing(SDL_GetCurrentVideoDriver())) {
        SDL_SetError("SDL found nothing but its driver '%s'", SDL_GetCurrentVideoDriver());
        return sdl_window_no_display(err);
    }
    if (strcmp(SDL_GetCurrentVideoDriver(), KMSDRM) == 0)
        flags = SDL_WINDOW_FULLSCREEN_DESKTOP;
    display->window =
        SDL_CreateWindow(display->setup.title, SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED,
                         display->setup.w_px, display->setup.h_px, flags | SDL_WINDOW_RESIZABLE);
    if (!display->window)
        return sdl_window_no_display(err);
    SDL_GetWindowSize(display->window, &display->w, &display->h);
    if (flags & SDL_WINDOW_FULLSCREEN_DESKTOP)
        SDL_ShowCursor(SDL_DISABLE);
    /* Nothing is typed here: no input method need listen. */
    SDL_StopTextInput();
    display->fd = sdl_window_fd(display->window);
    return open_target(display, err);
}

static void close_video(struct display *display)
{
    close_glass(display);
    if (display->window)
        SDL_DestroyWindow(display->window);
    display->window = NULL;
    display->fd = -1;
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

static void close_display(void *self)
{
    struct display *display = self;

    if (!display)
        return;
    close_video(display);
    kms_free(display->kms);
    canvas_free(display->canvas);
    free(display);
    SDL_Quit();
}

static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    const struct display *display = self;

    return canvas_measure(display->canvas, font, size_px, utf8);
}

static size_t poll_fds(void *self, struct pollfd *fds, size_t capacity)
{
    const struct display *display = self;

    if (display->kms)
        return kms_poll_fds(display->kms, fds, capacity);
    if (display->fd < 0 || capacity == 0)
        return 0;
    fds[0] = (struct pollfd){.fd = display->fd, .events = POLLIN};
    return 1;
}

static bool pending(void *self)
{
    const struct display *display = self;

    if (display->say_lost || display->say_exposed)
        return true;
    SDL_PumpEvents();
    return SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
}

/* A screen came or went: stop presenting, or start video again. */
static void follow_connector(struct display *display)
{
    bool lost = kms_connected_card(KMS_SYSFS, NULL) < 0;
    struct err err = {0};

    if (lost == display->is_lost)
        return;
    if (!lost) {
        close_video(display);
        if (open_video(display, &err) != 0)
            return; /* the next uevent, or the one after, will find it ready */
        display->say_exposed = true;
        display->say_lost = false;
        display->is_dark = false; /* video begins with the screen on */
    } else {
        display->say_lost = true;
    }
    display->is_lost = lost;
}

static bool next_event(void *self, int64_t now_mono_ns, struct display_event *event)
{
    struct display *display = self;
    SDL_Event sdl;

    if (display->kms && kms_drain(display->kms))
        follow_connector(display);
    if (display->say_exposed) {
        display->say_exposed = false;
        *event = (struct display_event){.kind = DISPLAY_RESIZED, .mono_ns = now_mono_ns};
        size(display, &event->w_px, &event->h_px);
        return true;
    }
    /* Last, for one that was turned while it was lost: it is of another size, and lost. */
    if (display->say_lost) {
        display->say_lost = false;
        *event = (struct display_event){.kind = DISPLAY_LOST, .mono_ns = now_mono_ns};
        return true;
    }
    while (SDL_PollEvent(&sdl)) {
        if (!sdl_input_translate(&sdl, display->w, display->h, event))
            continue;
        event->mono_ns = now_mono_ns;
        if (event->kind == DISPLAY_RESIZED) {
            close_glass(display);
            display->w = event->w_px;
            display->h = event->h_px;
        }
        sdl_input_turn(event, display->quarters, display->w, display->h);
        return true;
    }
    return false;
}

/* Glass and renderer stay: they are of the same size. */
static void rotate(void *self, int32_t quarters)
{
    struct display *display = self;

    if (quarters == display->quarters)
        return;
    close_target(display);
    display->quarters = quarters;
    display->say_exposed = true;
}

/*
 * The first picture sets the mode on KMSDRM, and what the screen then shows can be the buffer from
 * before it was drawn: where nothing moves afterwards, a black screen. So the first is shown twice.
 */
static int show_texture(struct display *display)
{
    int rc = SDL_RenderCopy(display->renderer, display->texture, NULL, NULL);

    SDL_RenderPresent(display->renderer);
    if (display->is_new) {
        display->is_new = false;
        rc |= SDL_RenderCopy(display->renderer, display->texture, NULL, NULL);
        SDL_RenderPresent(display->renderer);
    }
    return rc;
}

static int show(struct display *display, const struct draw_damage *damage, struct err *err)
{
    SDL_Rect rects[DRAW_DAMAGE_MAX];
    int rc = 0;

    for (int32_t i = 0; i < damage->count; i++) {
        const struct draw_rect rect =
            turn_rect(display->quarters, display->w, display->h, damage->rects[i]);

        rects[i] = (SDL_Rect){rect.x, rect.y, rect.w, rect.h};
        if (display->quarters != 0)
            turn_pixels(display->quarters, display->target, damage->rects[i], display->glass);
        if (display->path == PATH_TEXTURE)
            rc |= SDL_UpdateTexture(display->texture, &rects[i],
                                    (const Uint8 *)display->glass->pixels +
                                        (ptrdiff_t)rect.y * display->glass->pitch +
                                        (ptrdiff_t)rect.x * 4,
                                    display->glass->pitch);
    }
    if (display->path == PATH_TEXTURE) {
        rc |= show_texture(display);
    } else {
        rc = SDL_UpdateWindowSurfaceRects(display->window, rects, damage->count);
    }
    return rc == 0 ? 0 : err_set(err, ERR_IO, "cannot show the picture: %s", SDL_GetError());
}

static int present(void *self, const struct draw_list *list, const struct draw_damage *damage,
                   struct err *err)
{
    struct display *display = self;
    int rc, show_rc;

    /* Shown whole when the screen is back: next_event() will say so. */
    if (display->is_lost || display->is_dark)
        return 0;
    rc = open_target(display, err);
    if (rc != 0)
        return rc;
    /* A resize that has not been told yet: the next frame will be of the new size. */
    if (display->target->w != list->w || display->target->h != list->h)
        return 0;
    rc = canvas_draw(display->canvas, display->target, list, damage, err);
    show_rc = show(display, damage, err);
    return rc != 0 ? rc : show_rc;
}

static void rest(void *self)
{
    const struct display *display = self;

    canvas_rest(display->canvas);
}

/* Percent have no meaning to a monitor but for none at all. */
static int set_light(void *self, int percent, struct err *err)
{
    struct display *display = self;
    bool is_dark = percent == 0;
    int result;

    if (is_dark == display->is_dark || display->is_lost)
        return 0;
    result = kms_power_set(sdl_window_drm_fd(display->window), !is_dark, err);
    if (result < 0)
        return result;
    display->is_dark = is_dark;
    display->say_exposed |= !is_dark; /* nothing was shown meanwhile */
    return 0;
}

static void leave_light(void *self)
{
    struct err ignored = {0};

    (void)set_light(self, 100, &ignored);
}

bool display_sdl_light(const struct display_port *port, struct backlight_port *light)
{
    struct display *display = port->self;

    if (sdl_window_drm_fd(display->window) < 0)
        return false;
    *light = (struct backlight_port){.self = display, .set = set_light, .close = leave_light};
    return true;
}

static bool ends_notice(const SDL_Event *event)
{
    return event->type == SDL_QUIT || event->type == SDL_FINGERUP ||
           event->type == SDL_MOUSEBUTTONUP;
}

/* Until somebody touches it or closes the window, or for so long; drawn anew should it be covered.
 */
static void show_notice(struct display *display, const char *sentence)
{
    Uint32 start_ms = SDL_GetTicks();
    SDL_Event event = {0};

    while (SDL_GetTicks() - start_ms < DISPLAY_SDL_NOTICE_MS && !ends_notice(&event)) {
        struct draw_damage whole = {.count = 1, .rects = {{.w = display->w, .h = display->h}}};

        if (open_target(display, NULL) != 0 || !display->target ||
            !notice_draw(display->target, sentence) || show(display, &whole, NULL) != 0)
            return;
        event.type = SDL_FIRSTEVENT;
        (void)SDL_WaitEventTimeout(&event, 500);
        if (event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED) {
            close_glass(display);
            display->w = event.window.data1;
            display->h = event.window.data2;
        }
    }
}

/*
 * An appliance that is told to use KMSDRM starts without a screen as well, of the size that it is
 * configured for: it has more to do than to show. A driver that failed for another reason, with a
 * screen there, is no such case. Uevents are listened to before the connectors are looked at, so
 * that a screen which comes in between is not missed.
 */
static bool begin_lost(struct display *display)
{
    const char *driver = SDL_getenv("SDL_VIDEODRIVER");

    if (!driver || strcasecmp(driver, KMSDRM) != 0)
        return false;
    display->kms = kms_new();
    if (!display->kms || kms_connected_card(KMS_SYSFS, NULL) >= 0)
        return false;
    close_video(display);
    display->w = display->setup.w_px;
    display->h = display->setup.h_px;
    display->is_lost = display->say_lost = true;
    return true;
}

int display_sdl_open(const struct display_sdl_setup *setup, struct display_port *port,
                     struct err *err)
{
    struct err no_video = {0};
    struct display *display = calloc(1, sizeof *display);
    int rc;

    if (!display)
        return err_set(err, ERR_MEMORY, "display: no memory");
    display->setup = *setup;
    display->fd = -1;
    sdl_window_set_hints();
    rc = canvas_new(&(struct canvas_setup){0}, &display->canvas, err);
    if (rc == 0)
        rc = open_video(display, err);
    else if (err && open_video(display, &no_video) == 0)
        show_notice(display, err->text);
    if (rc == -ERR_NOT_FOUND && display->canvas && begin_lost(display)) {
        rc = 0;
    } else if (rc == 0 && strcmp(SDL_GetCurrentVideoDriver(), KMSDRM) == 0) {
        display->kms = kms_new();
        if (!display->kms)
            rc = err_set(err, ERR_MEMORY, "display: no memory");
    }
    if (rc != 0) {
        close_display(display);
        return rc;
    }
    *port = (struct display_port){
        .self = display,
        .driver = display->is_lost ? KMSDRM : SDL_GetCurrentVideoDriver(),
        .size = size,
        .text = {.self = display, .measure = measure},
        .poll_fds = poll_fds,
        .pending = pending,
        .next_event = next_event,
        .present = present,
        .rotate = rotate,
        .rest = rest,
        .close = close_display,
    };
    return 0;
}

const char *display_sdl_note(const struct display_port *port)
{
    const struct display *display = port->self;

    if (display->is_lost)
        return "no screen is connected: everything else goes on, and the picture comes with the "
               "screen";
    return canvas_note(display->canvas);
}

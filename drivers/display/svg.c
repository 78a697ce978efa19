#include "drivers/display/svg.h"

#include <SDL_image.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_MAX_BYTES 512
#define ART_BYTES_MAX  (256 * 1024L)
#define WRAP_BYTES     1024

static const char *const art_names[ART_COUNT] = {
    [ART_LEG_SIT] = "leg-sit",       [ART_LEG_STAND] = "leg-stand",
    [ART_TIBIA] = "tibia",           [ART_TENDON] = "tendon",
    [ART_CALF_HEART] = "calf-heart", [ART_CALF_HEART_LIT] = "calf-heart-lit",
    [ART_VEIN_SIT] = "vein-sit",     [ART_VEIN_STAND] = "vein-stand",
    [ART_BLOOD_SIT] = "blood-sit",   [ART_BLOOD_STAND] = "blood-stand",
    [ART_VALVE_LEAF] = "valve-leaf", [ART_ICON_CHAIR] = "icon-chair",
    [ART_ICON_MAT] = "icon-mat",     [ART_ICON_HEART] = "icon-heart",
    [ART_FAULT_MAT] = "fault-mat",   [ART_FAULT_CHAIR] = "fault-chair",
    [ART_FAULT_CHIP] = "fault-chip",
};

struct art {
    char dir[PATH_MAX_BYTES];
    char *inner[ART_COUNT]; /* what stands between <svg ...> and </svg>; read when first used */
};

/* SVG text being written. Numbers never pass through the locale, which may use a decimal comma. */
struct svg {
    char *text;
    size_t used, size;
};

static void put(struct svg *svg, const char *text)
{
    size_t n = strlen(text);

    if (svg->used + n >= svg->size)
        n = svg->size - svg->used - 1;
    memcpy(svg->text + svg->used, text, n);
    svg->used += n;
    svg->text[svg->used] = '\0';
}

static void put_number(struct svg *svg, double value)
{
    char text[48];
    long thousandths = lround(value * 1000.0);

    snprintf(text, sizeof text, "%s%ld.%03ld ", thousandths < 0 ? "-" : "",
             labs(thousandths) / 1000, labs(thousandths) % 1000);
    put(svg, text);
}

/* `format`: %n takes the next of `values`, %c is `color` as #rrggbb; anything else is copied. */
static void put_format(struct svg *svg, const char *format, struct draw_color color,
                       const double *values)
{
    char text[16];

    for (; *format; format++) {
        if (format[0] == '%' && format[1] == 'n') {
            put_number(svg, *values++);
            format++;
        } else if (format[0] == '%' && format[1] == 'c') {
            snprintf(text, sizeof text, "#%02x%02x%02x", color.r, color.g, color.b);
            put(svg, text);
            format++;
        } else {
            put(svg, (const char[]){*format, '\0'});
        }
    }
}

static void put_box(struct svg *svg, const struct draw_item *item)
{
    double inset = (double)item->stroke_px / 2;
    const double values[] = {inset,
                             inset,
                             item->bounds.w - 2 * inset,
                             item->bounds.h - 2 * inset,
                             fmax(0, (double)item->radius_px - inset),
                             (double)item->stroke_px};

    put_format(svg,
               inset > 0 ? "<rect x=\"%n\" y=\"%n\" width=\"%n\" height=\"%n\" rx=\"%n\" "
                           "fill=\"none\" stroke=\"%c\" stroke-width=\"%n\"/>"
                         : "<rect x=\"%n\" y=\"%n\" width=\"%n\" height=\"%n\" rx=\"%n\" "
                           "fill=\"%c\"/>",
               item->color, values);
}

static void put_path_end(struct svg *svg, const struct draw_item *item)
{
    const double values[] = {(double)item->stroke_px};

    put_format(svg, "\" fill=\"none\" stroke=\"%c\" stroke-width=\"%n\" stroke-linecap=\"round\"/>",
               item->color, values);
}

static void put_stroke(struct svg *svg, const struct draw_item *item)
{
    const double values[] = {(double)item->a.x - item->bounds.x, (double)item->a.y - item->bounds.y,
                             (double)item->b.x - item->bounds.x,
                             (double)item->b.y - item->bounds.y};

    put_format(svg, "<path d=\"M%n%nL%n%n", item->color, values);
    put_path_end(svg, item);
}

static void put_arc(struct svg *svg, const struct draw_item *item)
{
    double x = (double)item->a.x - item->bounds.x, y = (double)item->a.y - item->bounds.y;
    double radius = (double)item->radius_px;
    double from = (double)item->from_deg * M_PI / 180, to = (double)item->to_deg * M_PI / 180;
    const double values[] = {x + radius * sin(from), y - radius * cos(from), radius, radius,
                             x + radius * sin(to),   y - radius * cos(to)};

    put_format(
        svg, to - from > M_PI ? "<path d=\"M%n%nA%n%n0 1 1 %n%n" : "<path d=\"M%n%nA%n%n0 0 1 %n%n",
        item->color, values);
    put_path_end(svg, item);
}

static void put_ellipse(struct svg *svg, const struct draw_item *item)
{
    const double values[] = {(double)item->a.x - item->bounds.x, (double)item->a.y - item->bounds.y,
                             (double)item->b.x, (double)item->b.y};

    put_format(svg, "<ellipse cx=\"%n\" cy=\"%n\" rx=\"%n\" ry=\"%n\" fill=\"%c\"/>", item->color,
               values);
}

/* Reads the file once; NULL if it cannot be read or is no SVG. */
static const char *art_inner(struct art *art, enum draw_art id)
{
    char path[PATH_MAX_BYTES + 32];
    char *text = NULL, *open, *close;
    FILE *file;
    size_t n;

    if (art->inner[id])
        return art->inner[id];
    snprintf(path, sizeof path, "%s/%s.svg", art->dir, art_names[id]);
    file = fopen(path, "re");
    if (!file)
        return NULL;
    text = malloc(ART_BYTES_MAX);
    if (!text)
        goto close_file;
    n = fread(text, 1, ART_BYTES_MAX - 1, file);
    text[n] = '\0';
    open = strstr(text, "<svg");
    open = open ? strchr(open, '>') : NULL;
    close = open ? strstr(open, "</svg>") : NULL;
    if (close)
        art->inner[id] = strndup(open + 1, (size_t)(close - open - 1));
close_file:
    free(text);
    (void)fclose(file);
    return art->inner[id];
}

static void put_art(struct svg *svg, const struct draw_item *item, const char *inner)
{
    const double values[] = {(double)item->a.x - item->bounds.x,
                             (double)item->a.y - item->bounds.y,
                             (double)item->rotate_deg,
                             (double)item->scale.x,
                             (double)item->scale.y,
                             -(double)item->pivot.x,
                             -(double)item->pivot.y};

    put_format(svg, "<g transform=\"translate(%n%n) rotate(%n) scale(%n%n) translate(%n%n)\">",
               item->color, values);
    put(svg, inner);
    put(svg, "</g>");
}

static void put_item(struct svg *svg, const struct draw_item *item, const char *inner)
{
    switch ((enum draw_kind)item->kind) {
    case DRAW_BOX:
        put_box(svg, item);
        return;
    case DRAW_STROKE:
        put_stroke(svg, item);
        return;
    case DRAW_ARC:
        put_arc(svg, item);
        return;
    case DRAW_ELLIPSE:
        put_ellipse(svg, item);
        return;
    case DRAW_ART:
        put_art(svg, item, inner);
        return;
    case DRAW_GLOW:
    case DRAW_GRADIENT:
    case DRAW_TEXT:
        return;
    }
}

/*
 * Falls with the square of the distance to the edge: none is to be seen. Pixel by pixel, since the
 * rasteriser takes ten times as long for a radial gradient, and makes a flat one round.
 */
static SDL_Surface *glow_picture(const struct draw_item *item)
{
    SDL_Surface *picture = SDL_CreateRGBSurfaceWithFormat(0, item->bounds.w, item->bounds.h, 32,
                                                          SDL_PIXELFORMAT_ARGB8888);
    const struct draw_color color = item->color;
    uint32_t rgb = (uint32_t)color.r << 16 | (uint32_t)color.g << 8 | color.b;

    if (!picture)
        return NULL;
    for (int y = 0; y < picture->h; y++) {
        uint32_t *row = (uint32_t *)((uint8_t *)picture->pixels + (ptrdiff_t)y * picture->pitch);
        float down = ((float)(item->bounds.y + y) + 0.5f - item->a.y) / item->b.y;

        for (int x = 0; x < picture->w; x++) {
            float across = ((float)(item->bounds.x + x) + 0.5f - item->a.x) / item->b.x;
            float inwards = 1 - sqrtf(across * across + down * down);
            float alpha = inwards > 0 ? inwards * inwards * 255 + 0.5f : 0;

            row[x] = (uint32_t)alpha << 24 | rgb;
        }
    }
    return picture;
}

SDL_Surface *svg_rasterise(struct art *art, const struct draw_item *item)
{
    const char *inner = "";
    SDL_Surface *raw = NULL, *picture = NULL;
    struct svg svg = {0};
    SDL_RWops *source;
    char head[160];

    if (item->kind == DRAW_GLOW)
        return glow_picture(item);
    if (item->kind == DRAW_ART) {
        inner = art_inner(art, (enum draw_art)item->art);
        if (!inner)
            return NULL;
    }
    svg.size = strlen(inner) + WRAP_BYTES;
    svg.text = malloc(svg.size);
    if (!svg.text)
        return NULL;
    snprintf(head, sizeof head,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\">",
             item->bounds.w, item->bounds.h);
    put(&svg, head);
    put_item(&svg, item, inner);
    put(&svg, "</svg>");

    source = SDL_RWFromConstMem(svg.text, (int)svg.used);
    if (source) {
        raw = IMG_LoadSVG_RW(source);
        (void)SDL_RWclose(source);
    }
    if (raw)
        picture = SDL_ConvertSurfaceFormat(raw, SDL_PIXELFORMAT_ARGB8888, 0);
    SDL_FreeSurface(raw);
    free(svg.text);
    return picture;
}

static bool has_all(const char *dir, const char **missing)
{
    char path[PATH_MAX_BYTES + 32];

    for (int i = 0; i < ART_COUNT; i++) {
        snprintf(path, sizeof path, "%s/%s.svg", dir, art_names[i]);
        if (access(path, R_OK) != 0) {
            *missing = art_names[i];
            return false;
        }
    }
    return true;
}

/* share/secondheart/art beside the folder that the program lies in; "" if that cannot be told. */
static void beside_program(char dir[PATH_MAX_BYTES])
{
    char program[PATH_MAX_BYTES - 64];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    char *slash;

    dir[0] = '\0';
    if (n <= 0)
        return;
    program[n] = '\0';
    slash = strrchr(program, '/');
    if (!slash)
        return;
    *slash = '\0';
    snprintf(dir, PATH_MAX_BYTES, "%s/../share/secondheart/art", program);
}

int art_new(const char *dir, struct art **out, struct err *err)
{
    struct art *art = calloc(1, sizeof *art);
    const char *own_dir = dir ? dir : getenv("SECONDHEART_ART_DIR");
    const char *missing = "";

    if (!art)
        return err_set(err, ERR_MEMORY, "pictures: no memory");
    *out = art;
    if (own_dir && *own_dir) {
        snprintf(art->dir, sizeof art->dir, "%s", own_dir);
        if (has_all(art->dir, &missing))
            return 0;
    } else {
        beside_program(art->dir);
        if (art->dir[0] && has_all(art->dir, &missing))
            return 0;
        snprintf(art->dir, sizeof art->dir, "%s", SECONDHEART_SOURCE_ART_DIR);
        if (has_all(art->dir, &missing))
            return 0;
    }
    *out = NULL;
    err_set(err, ERR_NOT_FOUND,
            "picture missing: '%s/%s.svg': cannot be read; install the program again, or name the "
            "folder in SECONDHEART_ART_DIR",
            art->dir, missing);
    art_free(art);
    return -ERR_NOT_FOUND;
}

void art_free(struct art *art)
{
    if (!art)
        return;
    for (int i = 0; i < ART_COUNT; i++)
        free(art->inner[i]);
    free(art);
}

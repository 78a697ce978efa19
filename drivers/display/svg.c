#include "drivers/display/svg.h"

#include "drivers/display/paint.h"
#include "drivers/display/svg_text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_MAX_BYTES 512
#define ART_BYTES_MAX  (256 * 1024L)

static const char *const art_names[ART_COUNT] = {
    [ART_LEG_SIT] = "leg-sit",
    [ART_LEG_STAND] = "leg-stand",
    [ART_TIBIA] = "tibia",
    [ART_TENDON] = "tendon",
    [ART_CALF_HEART] = "calf-heart",
    [ART_CALF_HEART_LIT] = "calf-heart-lit",
    [ART_CALF_OUTLINE] = "calf-outline",
    [ART_VEIN_SIT] = "vein-sit",
    [ART_VEIN_STAND] = "vein-stand",
    [ART_BLOOD_SIT] = "blood-sit",
    [ART_BLOOD_STAND] = "blood-stand",
    [ART_VALVE_LEAF] = "valve-leaf",
    [ART_ICON_CHAIR] = "icon-chair",
    [ART_ICON_MAT] = "icon-mat",
    [ART_ICON_SYNC] = "icon-sync",
    [ART_ICON_HEART] = "icon-heart",
    [ART_FAULT_MAT] = "fault-mat",
    [ART_FAULT_CHAIR] = "fault-chair",
    [ART_FAULT_CHIP] = "fault-chip",
    [ART_FAULT_CARD] = "fault-card",
    [ART_FIGURE_THIGH] = "figure-thigh",
    [ART_FIGURE_SHANK] = "figure-shank",
    [ART_FIGURE_CALF] = "figure-calf",
    [ART_FIGURE_FOOT] = "figure-foot",
    [ART_FIGURE_TOES] = "figure-toes",
    [ART_FIGURE_TRUNK] = "figure-trunk",
    [ART_FIGURE_UPPER_ARM] = "figure-upper-arm",
    [ART_FIGURE_FOREARM] = "figure-forearm",
    [ART_FIGURE_CHAIR] = "figure-chair",
    [ART_FIGURE_GLASS] = "figure-glass",
    [ART_FIGURE_WATER] = "figure-water",
    [ART_ICON_DROP] = "icon-drop",
    [ART_ICON_WALK] = "icon-walk",
    [ART_ICON_QUIET] = "icon-quiet",
    [ART_ICON_PAUSE] = "icon-pause",
    [ART_ICON_RAISE] = "icon-raise",
    [ART_ICON_TOES] = "icon-toes",
    [ART_ICON_CIRCLES] = "icon-circles",
    [ART_ICON_SETTINGS] = "icon-settings",
    [ART_ICON_KIOSK] = "icon-kiosk",
    [ART_ICON_LEARN] = "icon-learn",
    [ART_ICON_HISTORY] = "icon-history",
    [ART_SIGN_EMERGENCY] = "sign-emergency",
    [ART_LEARN_VEIN_OPEN] = "learn-vein-open",
    [ART_LEARN_VEIN_SHUT] = "learn-vein-shut",
    [ART_LEARN_SHOES] = "learn-shoes",
    [ART_LEARN_SOCK] = "learn-sock",
    [ART_LEARN_PLATE] = "learn-plate",
    [ART_LEARN_STAIRS] = "learn-stairs",
    [ART_LEARN_EVENING] = "learn-evening",
    [ART_LEARN_AGEING] = "learn-ageing",
};

struct art {
    char dir[PATH_MAX_BYTES];
    struct paint *paint;
    char *texts[ART_COUNT]; /* the files' contents; each is read when first used */
};

/* Reads the file once; NULL if it cannot be read. */
static const char *art_text(struct art *art, enum draw_art id)
{
    char path[PATH_MAX_BYTES + 32];
    char *text = NULL;
    FILE *file;
    size_t n;

    if (art->texts[id])
        return art->texts[id];
    snprintf(path, sizeof path, "%s/%s.svg", art->dir, art_names[id]);
    file = fopen(path, "re");
    if (!file)
        return NULL;
    text = malloc(ART_BYTES_MAX);
    if (!text)
        goto close_file;
    n = fread(text, 1, ART_BYTES_MAX - 1, file);
    text[n] = '\0';
    art->texts[id] = strndup(text, n);
close_file:
    free(text);
    (void)fclose(file);
    return art->texts[id];
}

/* ------------------------------------------------------------------------------ items as paths */

/* Where the item's own coordinates lie on a picture of its bounds. */
static struct paint_matrix onto_picture(const struct draw_item *item)
{
    struct paint_matrix matrix = PAINT_IDENTITY;

    matrix.dx = -item->bounds.x;
    matrix.dy = -item->bounds.y;
    return matrix;
}

static struct paint_matrix art_matrix(const struct draw_item *item)
{
    double turn = (double)item->rotate_deg * M_PI / 180;
    const struct paint_matrix steps[] = {
        {1, 0, 0, 1, -(double)item->pivot.x, -(double)item->pivot.y},
        {(double)item->scale.x, 0, 0, (double)item->scale.y, 0, 0},
        {cos(turn), -sin(turn), sin(turn), cos(turn), (double)item->a.x, (double)item->a.y},
    };

    return paint_matrix_then(paint_matrix_then(steps[0], steps[1]),
                             paint_matrix_then(steps[2], onto_picture(item)));
}

static void add_box(struct paint *paint, const struct draw_item *item)
{
    double inset = (double)item->stroke_px / 2;

    paint_rounded_box(paint, item->bounds.x + inset, item->bounds.y + inset,
                      item->bounds.w - 2 * inset, item->bounds.h - 2 * inset,
                      fmax(0, (double)item->radius_px - inset));
}

/* The path of an item that is drawn by one; false for the kinds that are not. */
static bool add_path(struct paint *paint, const struct draw_item *item)
{
    double radius = (double)item->radius_px;

    paint_begin(paint);
    switch ((enum draw_kind)item->kind) {
    case DRAW_BOX:
        add_box(paint, item);
        return true;
    case DRAW_STROKE:
        paint_move(paint, (double)item->a.x, (double)item->a.y);
        paint_line(paint, (double)item->b.x, (double)item->b.y);
        return true;
    case DRAW_ARC:
        paint_arc(paint, (double)item->a.x, (double)item->a.y, radius, radius,
                  (double)item->from_deg, (double)item->to_deg);
        return true;
    case DRAW_ELLIPSE:
        paint_arc(paint, (double)item->a.x, (double)item->a.y, (double)item->b.x, (double)item->b.y,
                  0, 360);
        paint_close(paint);
        return true;
    case DRAW_ART:
    case DRAW_GLOW:
    case DRAW_GRADIENT:
    case DRAW_TEXT:
    case DRAW_MODULES:
        break;
    }
    return false;
}

static bool draw_path(struct paint *paint, SDL_Surface *picture, const struct draw_item *item)
{
    const struct paint_source color = {.stops = 1, .stop = {{0, item->color}}, .opacity = 1};
    const struct paint_stroke stroke = {
        .width = (double)item->stroke_px, .round_ends = true, .round_corners = true};

    if (!add_path(paint, item))
        return false;
    if (item->stroke_px > 0)
        return paint_stroke(paint, picture, onto_picture(item), &stroke, &color);
    return paint_fill(paint, picture, onto_picture(item), &color);
}

static bool draw_art(struct art *art, SDL_Surface *picture, const struct draw_item *item,
                     enum draw_palette palette)
{
    const char *text = art_text(art, (enum draw_art)item->art);
    char wrong[SVG_TEXT_WRONG_SIZE];

    if (!text) {
        SDL_SetError("%s/%s.svg cannot be read", art->dir, art_names[item->art]);
        return false;
    }
    if (svg_text_draw(text, art->paint, picture, art_matrix(item),
                      item->tinted ? PALETTE_DUSK : palette, wrong))
        return true;
    SDL_SetError("%s/%s.svg: %s", art->dir, art_names[item->art], wrong);
    return false;
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

SDL_Surface *svg_rasterise(struct art *art, const struct draw_item *item, enum draw_palette palette)
{
    SDL_Surface *picture;
    bool done;

    if (item->kind == DRAW_GLOW)
        return glow_picture(item);
    picture = SDL_CreateRGBSurfaceWithFormat(0, item->bounds.w, item->bounds.h, 32,
                                             SDL_PIXELFORMAT_ARGB8888);
    if (!picture)
        return NULL;
    if (item->kind == DRAW_ART)
        done = draw_art(art, picture, item, palette);
    else
        done = draw_path(art->paint, picture, item);
    if (done)
        return picture;
    SDL_FreeSurface(picture);
    return NULL;
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

    if (art)
        art->paint = paint_new();
    if (!art || !art->paint) {
        free(art);
        return err_set(err, ERR_MEMORY, "pictures: no memory");
    }
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
        free(art->texts[i]);
    paint_free(art->paint);
    free(art);
}

#include "drivers/display/canvas.h"

#include "drivers/display/cache.h"
#include "drivers/display/fonts.h"
#include "drivers/display/svg.h"

#include <malloc.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* After the still picture is made its large layers are not needed again before the next one. */
#define LAYER_BYTES ((size_t)128 * 1024)

/* What is kept while nothing moves: what a minute's petal and digits need. */
#define RESTING_BYTES ((size_t)8 * 1024)

/*
 * A screen measures some thirty texts a frame, nearly all of them the same as before, and each
 * costs a shaping by HarfBuzz. A slot per hash: what falls on the same one is measured again.
 */
#define MEASURED_MAX       256
#define MEASURED_TEXT_SIZE 72

struct measured {
    int32_t font, size_px; /* 0: free */
    char text[MEASURED_TEXT_SIZE];
    struct text_extent extent;
};

struct canvas {
    struct fonts *fonts;
    struct measured measured[MEASURED_MAX];
    struct art *art;
    struct cache *cache;
    SDL_Surface *still;
    SDL_Surface *before; /* while a cross-fade runs: what was shown when it began */
    int32_t fade_id;
    enum draw_palette palette; /* of the pictures in the cache */
};

/* What a text's picture depends on, in front of its bytes. */
struct text_key {
    int32_t font, size_px;
    struct draw_color color;
};

int canvas_new(const struct canvas_setup *setup, struct canvas **out, struct err *err)
{
    struct canvas *canvas = calloc(1, sizeof *canvas);
    int rc;

    if (!canvas)
        return err_set(err, ERR_MEMORY, "display: no memory");
    rc = fonts_new(setup->font_dir, &canvas->fonts, err);
    if (rc == 0)
        rc = art_new(setup->art_dir, &canvas->art, err);
    if (rc == 0) {
        canvas->cache = cache_new();
        if (!canvas->cache)
            rc = err_set(err, ERR_MEMORY, "display: no memory");
    }
    if (rc != 0) {
        canvas_free(canvas);
        return rc;
    }
    *out = canvas;
    return 0;
}

void canvas_free(struct canvas *canvas)
{
    if (!canvas)
        return;
    SDL_FreeSurface(canvas->before);
    SDL_FreeSurface(canvas->still);
    cache_free(canvas->cache);
    art_free(canvas->art);
    fonts_free(canvas->fonts);
    free(canvas);
}

const char *canvas_note(const struct canvas *canvas)
{
    return fonts_note(canvas->fonts);
}

static struct text_extent measure(struct canvas *canvas, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    TTF_Font *ttf = fonts_get(canvas->fonts, font, size_px, utf8);
    struct text_extent extent = {0};
    int width = 0;

    if (!ttf)
        return extent;
    if (*utf8 && TTF_SizeUTF8(ttf, utf8, &width, NULL) == 0)
        extent.width_px = width;
    extent.ascent_px = TTF_FontAscent(ttf);
    extent.descent_px = -TTF_FontDescent(ttf);
    return extent;
}

static struct measured *measured_slot(struct canvas *canvas, enum draw_font font, int32_t size_px,
                                      const char *utf8)
{
    uint32_t hash = UINT32_C(2166136261); /* FNV-1a */

    hash = (hash ^ (uint32_t)font) * UINT32_C(16777619);
    hash = (hash ^ (uint32_t)size_px) * UINT32_C(16777619);
    for (const char *byte = utf8; *byte; byte++)
        hash = (hash ^ (uint8_t)*byte) * UINT32_C(16777619);
    return &canvas->measured[(hash ^ hash >> 16) % MEASURED_MAX];
}

struct text_extent canvas_measure(struct canvas *canvas, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    struct measured *slot = measured_slot(canvas, font, size_px, utf8);
    size_t size = strlen(utf8) + 1;

    if (slot->size_px == size_px && slot->font == (int32_t)font && strcmp(slot->text, utf8) == 0)
        return slot->extent;
    if (size > sizeof slot->text)
        return measure(canvas, font, size_px, utf8);
    slot->font = (int32_t)font;
    slot->size_px = size_px;
    memcpy(slot->text, utf8, size);
    slot->extent = measure(canvas, font, size_px, utf8);
    return slot->extent;
}

static SDL_Color sdl_color(struct draw_color color)
{
    return (SDL_Color){color.r, color.g, color.b, 255};
}

static SDL_Surface *text_picture(struct canvas *canvas, const struct draw_item *item,
                                 const char *utf8)
{
    char key[CACHE_KEY_MAX] = {0};
    struct text_key head = {.font = item->font, .size_px = item->size_px, .color = item->color};
    size_t size = strnlen(utf8, sizeof key - sizeof head);
    SDL_Surface *picture;
    TTF_Font *ttf;

    head.color.a = 255;
    memcpy(key, &head, sizeof head);
    memcpy(key + sizeof head, utf8, size);
    size += sizeof head;
    picture = cache_find(canvas->cache, key, size);
    if (picture)
        return picture;
    ttf = fonts_get(canvas->fonts, (enum draw_font)item->font, item->size_px, utf8);
    if (!ttf)
        return NULL;
    picture = TTF_RenderUTF8_Blended(ttf, utf8, sdl_color(item->color));
    if (picture)
        cache_put(canvas->cache, key, size, picture);
    return picture;
}

static SDL_Surface *shape_picture(struct canvas *canvas, const struct draw_item *item)
{
    /* The same shape elsewhere, or more or less transparent, is the same picture. */
    struct draw_item key = *item;
    SDL_Surface *picture;

    key.a.x -= (float)item->bounds.x;
    key.a.y -= (float)item->bounds.y;
    if (item->kind == DRAW_STROKE) {
        key.b.x -= (float)item->bounds.x;
        key.b.y -= (float)item->bounds.y;
    }
    key.bounds.x = key.bounds.y = 0;
    memset(&key.clip, 0, sizeof key.clip);
    key.still = 0;
    key.color.a = 255;
    picture = cache_find(canvas->cache, &key, sizeof key);
    if (picture)
        return picture;
    picture = svg_rasterise(canvas->art, &key, canvas->palette);
    if (picture)
        cache_put(canvas->cache, &key, sizeof key, picture);
    return picture;
}

static uint8_t mix(uint8_t from, uint8_t to, int step, int steps)
{
    return (uint8_t)(from + ((to - from) * step + (to > from ? steps : -steps) / 2) / steps);
}

static void draw_gradient(SDL_Surface *target, const struct draw_item *item)
{
    int steps = item->bounds.h > 1 ? item->bounds.h - 1 : 1;

    for (int i = 0; i < item->bounds.h; i++) {
        SDL_Rect row = {item->bounds.x, item->bounds.y + i, item->bounds.w, 1};

        SDL_FillRect(target, &row,
                     SDL_MapRGB(target->format, mix(item->color.r, item->color2.r, i, steps),
                                mix(item->color.g, item->color2.g, i, steps),
                                mix(item->color.b, item->color2.b, i, steps)));
    }
}

static bool is_fill(const struct draw_item *item)
{
    return item->kind == DRAW_BOX && item->radius_px <= 0 && item->stroke_px <= 0;
}

/* A veil: SDL fills surfaces without blending, and a picture of the canvas's size would cost it. */
static void blend_fill(SDL_Surface *target, const SDL_Rect *rect, struct draw_color color)
{
    const uint32_t over = SDL_MapRGB(target->format, color.r, color.g, color.b);
    const uint32_t share = color.a + (color.a >> 7U); /* of 256 */
    const uint32_t odd = (over & 0xff00ffU) * share, even = (over >> 8U & 0xff00ffU) * share;

    for (int y = rect->y; y < rect->y + rect->h; y++) {
        uint32_t *row = (uint32_t *)((uint8_t *)target->pixels + (ptrdiff_t)y * target->pitch);

        for (int x = rect->x; x < rect->x + rect->w; x++) {
            uint32_t below_odd = (row[x] & 0xff00ffU) * (256 - share);
            uint32_t below_even = (row[x] >> 8U & 0xff00ffU) * (256 - share);

            row[x] = ((odd + below_odd) >> 8U & 0xff00ffU) | ((even + below_even) & 0xff00ff00U);
        }
    }
}

static void draw_fill(SDL_Surface *target, const SDL_Rect *visible, struct draw_color color)
{
    if (color.a == 255)
        SDL_FillRect(target, visible, SDL_MapRGB(target->format, color.r, color.g, color.b));
    else
        blend_fill(target, visible, color);
}

/* The modules of a code: each run of them in a row is one fill. */
static void draw_modules(SDL_Surface *target, const struct draw_item *item, const char *modules)
{
    int columns = item->bounds.w / item->size_px;
    Uint32 pixel = SDL_MapRGB(target->format, item->color.r, item->color.g, item->color.b);

    for (int i = 0; modules[i]; i++) {
        int column = i % columns, run = 0;

        while (column + run < columns && modules[i + run] == '1')
            run++;
        if (run > 0) {
            SDL_Rect fill = {item->bounds.x + column * item->size_px,
                             item->bounds.y + i / columns * item->size_px, run * item->size_px,
                             item->size_px};

            SDL_FillRect(target, &fill, pixel);
            i += run - 1;
        }
    }
}

static bool draw_picture(struct canvas *canvas, SDL_Surface *target, const struct draw_list *list,
                         const struct draw_item *item)
{
    SDL_Rect at = {item->bounds.x, item->bounds.y, item->bounds.w, item->bounds.h};
    SDL_Surface *picture;

    if (item->kind == DRAW_TEXT) {
        const char *utf8 = list->text + item->text;
        struct text_extent face;

        picture = text_picture(canvas, item, utf8);
        if (!picture)
            return false;
        at.x = (int)lroundf(item->a.x);
        face =
            canvas_measure(canvas, (enum draw_font)item->font, item->size_px, fonts_sample(utf8));
        at.y = (int)lroundf(item->a.y) - face.ascent_px;
    } else {
        picture = shape_picture(canvas, item);
        if (!picture)
            return false;
    }
    SDL_SetSurfaceBlendMode(picture, SDL_BLENDMODE_BLEND);
    SDL_SetSurfaceAlphaMod(picture, item->color.a);
    if (item->tinted)
        SDL_SetSurfaceColorMod(picture, item->color.r, item->color.g, item->color.b);
    return SDL_BlitSurface(picture, NULL, target, &at) == 0;
}

/* Draws what of `item` lies within `damage`. False if it could not be made. */
static bool draw_item(struct canvas *canvas, SDL_Surface *target, const struct draw_list *list,
                      const struct draw_item *item, const struct draw_rect *damage)
{
    SDL_Rect a = {item->clip.x, item->clip.y, item->clip.w, item->clip.h};
    SDL_Rect b = {damage->x, damage->y, damage->w, damage->h};
    SDL_Rect visible;

    if (item->color.a == 0 || !SDL_IntersectRect(&a, &b, &visible))
        return true;
    SDL_SetClipRect(target, &visible);
    if (is_fill(item)) {
        draw_fill(target, &visible, item->color);
        return true;
    }
    if (item->kind == DRAW_MODULES) {
        draw_modules(target, item, list->text + item->text);
        return true;
    }
    if (item->kind == DRAW_GRADIENT) {
        draw_gradient(target, item);
        return true;
    }
    return draw_picture(canvas, target, list, item);
}

/* Draws the items from..to-1 within `damage`. */
static int draw_range(struct canvas *canvas, SDL_Surface *target, const struct draw_list *list,
                      int32_t from, int32_t to, const struct draw_rect *damage, struct err *err)
{
    int rc = 0;

    for (int32_t i = from; i < to; i++) {
        if (!draw_item(canvas, target, list, &list->items[i], damage))
            rc = err_set(err, ERR_NOT_FOUND, "cannot draw: '%s': %s",
                         list->items[i].kind == DRAW_TEXT ? list->text + list->items[i].text
                                                          : "a picture",
                         SDL_GetError());
    }
    SDL_SetClipRect(target, NULL);
    return rc;
}

/* A still picture of the right size; `*made` if it had to be made and is empty. */
static int prepare_still(struct canvas *canvas, const struct draw_list *list, bool *made,
                         struct err *err)
{
    *made = false;
    if (canvas->still && canvas->still->w == list->w && canvas->still->h == list->h)
        return 0;
    if (canvas->still)
        cache_clear(canvas->cache); /* the pictures were of another size too */
    SDL_FreeSurface(canvas->still);
    canvas->still =
        SDL_CreateRGBSurfaceWithFormat(0, list->w, list->h, 32, SDL_PIXELFORMAT_XRGB8888);
    if (!canvas->still)
        return err_set(err, ERR_MEMORY, "display: no memory for %dx%d pixels", list->w, list->h);
    SDL_SetSurfaceBlendMode(canvas->still, SDL_BLENDMODE_NONE);
    *made = true;
    return 0;
}

/*
 * Keeps what the target shows when a cross-fade begins, and lets go of it when the fade is over.
 * Where there is no memory for it the new picture shows at once.
 */
static void prepare_fade(struct canvas *canvas, SDL_Surface *target, const struct draw_list *list)
{
    if (list->fade_alpha == 0) {
        SDL_FreeSurface(canvas->before);
        canvas->before = NULL;
        return;
    }
    if (canvas->before && canvas->before->w == list->w && canvas->before->h == list->h &&
        canvas->fade_id == list->fade_id)
        return;
    SDL_FreeSurface(canvas->before);
    canvas->before = SDL_ConvertSurface(target, target->format, 0);
    canvas->fade_id = list->fade_id;
}

static void draw_fade(const struct canvas *canvas, SDL_Surface *target,
                      const struct draw_list *list, const struct draw_rect *damage)
{
    SDL_Rect from = {damage->x, damage->y, damage->w, damage->h}, to = from;

    if (!canvas->before)
        return;
    SDL_SetSurfaceBlendMode(canvas->before, SDL_BLENDMODE_BLEND);
    SDL_SetSurfaceAlphaMod(canvas->before, (uint8_t)list->fade_alpha);
    SDL_BlitSurface(canvas->before, &from, target, &to);
}

/*
 * After a rest: is there nothing but plain ground below the damage? Then it is drawn there and
 * then. A minute's petal and figures need no still picture, which takes some 5 ms to make.
 */
static bool needs_no_still(const struct canvas *canvas, const struct draw_list *list,
                           const struct draw_damage *damage)
{
    if (canvas->still || damage->still_changed)
        return false;
    for (int32_t i = 0; i < list->still_count; i++) {
        const struct draw_item *item = &list->items[i];
        SDL_Rect clip = {item->clip.x, item->clip.y, item->clip.w, item->clip.h};

        if (is_fill(item) || item->kind == DRAW_GRADIENT)
            continue;
        for (int32_t d = 0; d < damage->count; d++) {
            const struct draw_rect *rect = &damage->rects[d];
            SDL_Rect damaged = {rect->x, rect->y, rect->w, rect->h};

            if (SDL_HasIntersection(&clip, &damaged))
                return false;
        }
    }
    return true;
}

/* Draws what lies still within `rect` onto the target. */
static int lay_still(struct canvas *canvas, SDL_Surface *target, const struct draw_list *list,
                     const struct draw_rect *rect, bool direct, struct err *err)
{
    SDL_Rect from = {rect->x, rect->y, rect->w, rect->h}, to = from;

    if (direct)
        return draw_range(canvas, target, list, 0, list->still_count, rect, err);
    SDL_BlitSurface(canvas->still, &from, target, &to);
    return 0;
}

int canvas_draw(struct canvas *canvas, SDL_Surface *target, const struct draw_list *list,
                const struct draw_damage *damage, struct err *err)
{
    const struct draw_rect whole = {0, 0, list->w, list->h};
    bool direct = needs_no_still(canvas, list, damage);
    bool made = false;
    int rc = direct ? 0 : prepare_still(canvas, list, &made, err);

    if (rc != 0)
        return rc;
    if (list->palette != canvas->palette)
        cache_clear(canvas->cache);
    canvas->palette = list->palette;
    if (made)
        rc = draw_range(canvas, canvas->still, list, 0, list->still_count, &whole, err);
    for (int32_t d = 0; d < damage->count && damage->still_changed && !made; d++) {
        int still_rc =
            draw_range(canvas, canvas->still, list, 0, list->still_count, &damage->rects[d], err);

        rc = rc != 0 ? rc : still_rc;
    }
    if (made || damage->still_changed)
        cache_drop_large(canvas->cache, LAYER_BYTES);
    prepare_fade(canvas, target, list);

    /* One rectangle after the other: where two overlap, the second starts from the still again. */
    for (int32_t d = 0; d < damage->count; d++) {
        const struct draw_rect *rect = &damage->rects[d];
        int still_rc = lay_still(canvas, target, list, rect, direct, err);
        int moving_rc = draw_range(canvas, target, list, list->still_count, list->count, rect, err);
        draw_fade(canvas, target, list, rect);
        rc = rc != 0 ? rc : still_rc != 0 ? still_rc : moving_rc;
    }
    return rc;
}

void canvas_rest(struct canvas *canvas)
{
    SDL_FreeSurface(canvas->before);
    canvas->before = NULL;
    SDL_FreeSurface(canvas->still);
    canvas->still = NULL;
    cache_drop_large(canvas->cache, RESTING_BYTES);
    fonts_close(canvas->fonts);
    /* The fonts' many small blocks lie all over the heap: give back whole pages in its middle. */
    (void)malloc_trim(0);
}

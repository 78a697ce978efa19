#include "ui/text.h"

#include <linebreak.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define TEXT_BYTES 256

/* Three dots in one sign: U+2026. */
#define ELLIPSIS "\xe2\x80\xa6"

struct style {
    enum draw_font font;
    double size;     /* units */
    double tracking; /* units, between digits in cells */
    double smaller;  /* the size one step down, 0 if there is none */
    double large;    /* the size where large text is chosen and has the room */
};

static const struct style styles[TEXT_ROLE_COUNT] = {
    [TEXT_DISPLAY] = {FONT_DISPLAY_MEDIUM, 104, -4, 80, 104},
    [TEXT_DISPLAY_LONG] = {FONT_DISPLAY_MEDIUM, 80, -3, 64, 80},
    [TEXT_HEADLINE] = {FONT_DISPLAY_SEMIBOLD, 64, -1.28, 48, 64},
    [TEXT_HEADLINE_SMALL] = {FONT_DISPLAY_SEMIBOLD, 48, -0.96, 40, 52},
    [TEXT_FIGURE_LARGE] = {FONT_DISPLAY_SEMIBOLD, 40, -0.8, 28, 44},
    [TEXT_FIGURE] = {FONT_DISPLAY_SEMIBOLD, 28, -0.28, 24, 32},
    [TEXT_LEAD] = {FONT_TEXT, 24, 0, 20, 30},
    [TEXT_ACTION] = {FONT_TEXT_SEMIBOLD, 24, 0, 20, 28},
    [TEXT_ACTION_SMALL] = {FONT_TEXT_SEMIBOLD, 20, 0, 16, 24},
    [TEXT_TILE] = {FONT_TEXT_MEDIUM, 20, 0, 16, 25},
    [TEXT_BODY] = {FONT_TEXT, 20, 0, 16, 26},
    [TEXT_LABEL] = {FONT_TEXT, 16, 0, 14, 20},
    [TEXT_LABEL_MEDIUM] = {FONT_TEXT_MEDIUM, 16, 0, 14, 20},
    [TEXT_LABEL_STRONG] = {FONT_TEXT_SEMIBOLD, 16, 0, 14, 20},
    [TEXT_FINE] = {FONT_TEXT, 14, 0, 13, 18},
    [TEXT_FINE_STRONG] = {FONT_TEXT_SEMIBOLD, 14, 0, 13, 18},
    [TEXT_CLOCK] = {FONT_DISPLAY_LIGHT, 96, -1.92, 80, 96},
};

static int32_t size_px(const struct scene *scene, double units)
{
    int32_t size = layout_px(scene->layout, units);

    return size < 1 ? 1 : size;
}

static struct text_extent measure(const struct scene *scene, enum draw_font font, int32_t px,
                                  const char *utf8)
{
    return scene->text->measure(scene->text->self, font, px, utf8);
}

int32_t text_width(const struct scene *scene, enum text_role role, const char *utf8)
{
    const struct style *style = &styles[role];

    return measure(scene, style->font, size_px(scene, style->size), utf8).width_px;
}

static float start_x(struct text_at at, float width)
{
    switch (at.align) {
    case ALIGN_LEFT:
        return at.x;
    case ALIGN_CENTRE:
        return at.x - width / 2;
    case ALIGN_RIGHT:
        return at.x - width;
    }
    return at.x;
}

/* The start of the sign that ends before `end`. */
static size_t previous_sign(const char *utf8, size_t end)
{
    while (end > 0 && ((unsigned char)utf8[--end] & 0xc0) == 0x80)
        ;
    return end;
}

/* Cuts `text` until it fits with an ellipsis. */
static struct text_extent cut_to_fit(const struct scene *scene, enum draw_font font, int32_t px,
                                     int32_t max_px, char text[TEXT_BYTES])
{
    struct text_extent extent = measure(scene, font, px, text);
    size_t end = strlen(text);

    if (end > TEXT_BYTES - sizeof ELLIPSIS)
        end = previous_sign(text, TEXT_BYTES - sizeof ELLIPSIS);
    scene->list->lost++;
    while (extent.width_px > max_px && end > 0) {
        end = previous_sign(text, end);
        memcpy(text + end, ELLIPSIS, sizeof ELLIPSIS);
        extent = measure(scene, font, px, text);
    }
    return extent;
}

/* ---------------------------------------------------------------------------------- large text */

/* The least room between two baselines, in sizes of the letters. */
#define LINE_SHARE 1.18

/* A card, a sheet: what was written below it is in nobody's way. */
static bool covers(const struct draw_item *item, struct draw_rect ink)
{
    return item->kind == DRAW_BOX && item->stroke_px <= 0 && item->color.a == 255 &&
           item->clip.x <= ink.x && item->clip.y <= ink.y &&
           item->clip.x + item->clip.w >= ink.x + ink.w &&
           item->clip.y + item->clip.h >= ink.y + ink.h;
}

/*
 * Screens are laid out in the normal size, so large text takes only what room a place has: its
 * width, its lines, and that nothing was written there before.
 */
static bool is_free(const struct scene *scene, struct draw_rect ink)
{
    const struct draw_list *list = scene->list;

    if (ink.x < 0 || ink.y < 0 || ink.x + ink.w > list->w || ink.y + ink.h > list->h)
        return false;
    for (int32_t i = list->count - 1; i >= 0; i--) {
        const struct draw_item *item = &list->items[i];
        const struct draw_rect other = {item->bounds.x, (int32_t)item->a.y - item->size_px,
                                        item->bounds.w, item->size_px * 5 / 4};

        if (item->kind == DRAW_TEXT && draw_rect_intersect(ink, other).w > 0)
            return false;
        if (covers(item, ink))
            break;
    }
    return true;
}

static int32_t large_px(const struct scene *scene, const struct style *style, double share)
{
    return size_px(scene, style->size + (style->large - style->size) * share);
}

/* The size of one line: the largest that has room, down to the normal one. */
static int32_t line_size(const struct scene *scene, const struct style *style, struct text_at at,
                         const char *utf8)
{
    static const double shares[] = {1, 0.5};

    for (size_t i = 0; scene->layout->text_size == TEXT_SIZE_LARGE && i < 2; i++) {
        int32_t px = large_px(scene, style, shares[i]);
        struct text_extent extent = measure(scene, style->font, px, utf8);
        const struct draw_rect ink = {(int32_t)start_x(at, (float)extent.width_px),
                                      (int32_t)at.y - px * 3 / 4, extent.width_px, px * 19 / 20};

        if ((at.max_px == 0 || extent.width_px <= at.max_px) && is_free(scene, ink))
            return px;
    }
    return size_px(scene, style->size);
}

int32_t text_pitch(const struct scene *scene, double units, double large)
{
    bool is_large = scene->layout->text_size == TEXT_SIZE_LARGE;

    return layout_px(scene->layout, is_large ? large : units);
}

int32_t text_put_width(const struct scene *scene, enum text_role role, int32_t max_px,
                       const char *utf8)
{
    const struct style *style = &styles[role];
    bool is_large = scene->layout->text_size == TEXT_SIZE_LARGE;
    int32_t px = size_px(scene, is_large ? style->large : style->size);
    int32_t width_px = measure(scene, style->font, px, utf8).width_px;

    return width_px < max_px ? width_px : max_px;
}

/* One line that begins with the size `px` and drops a step, then is cut, where it is too wide. */
static int32_t put_line(const struct scene *scene, const struct style *style, int32_t px,
                        struct text_at at, struct draw_color color, const char *utf8)
{
    struct text_extent extent = measure(scene, style->font, px, utf8);
    char text[TEXT_BYTES];

    snprintf(text, sizeof text, "%s", utf8);
    if (at.max_px > 0 && extent.width_px > at.max_px && style->smaller > 0) {
        px = size_px(scene, style->smaller);
        extent = measure(scene, style->font, px, text);
    }
    if (at.max_px > 0 && extent.width_px > at.max_px)
        extent = cut_to_fit(scene, style->font, px, at.max_px, text);
    drawlist_text(scene->list, style->font, px, start_x(at, (float)extent.width_px), at.y, extent,
                  color, text);
    return extent.width_px;
}

int32_t text_put(const struct scene *scene, enum text_role role, struct text_at at,
                 struct draw_color color, const char *utf8)
{
    const struct style *style = &styles[role];

    return put_line(scene, style, line_size(scene, style, at, utf8), at, color, utf8);
}

int32_t text_put_digits(const struct scene *scene, enum text_role role, struct text_at at,
                        float scale, struct draw_color color, const char *utf8)
{
    const struct style *style = &styles[role];
    int32_t px = size_px(scene, style->size * (double)scale);
    float tracking = layout_exact(scene->layout, style->tracking) * scale;
    float cell = (float)measure(scene, style->font, px, "0").width_px + tracking;
    float width = -tracking, x;
    char sign[5];
    size_t n;

    for (int pass = 0; pass < 2; pass++) {
        /* The first pass measures, the second draws. */
        x = pass == 0 ? 0 : start_x(at, width);
        for (size_t i = 0; utf8[i]; i += n) {
            struct text_extent extent;
            bool digit = utf8[i] >= '0' && utf8[i] <= '9';
            float advance;

            for (n = 1; ((unsigned char)utf8[i + n] & 0xc0) == 0x80 && n < 4; n++)
                ;
            memcpy(sign, utf8 + i, n);
            sign[n] = '\0';
            extent = measure(scene, style->font, px, sign);
            advance = digit ? cell : (float)extent.width_px + tracking;
            if (pass == 1 && *sign != ' ')
                drawlist_text(scene->list, style->font, px,
                              x + (digit ? (cell - tracking - (float)extent.width_px) / 2 : 0),
                              at.y, extent, color, sign);
            x += advance;
        }
        if (pass == 0)
            width += x;
    }
    return (int32_t)lround((double)width);
}

/* A text that takes several lines, and where it may break. */
struct wrapping {
    char text[TEXT_BYTES], breaks[TEXT_BYTES];
    size_t size;
    int32_t line_px, lines;
    struct draw_color color;
};

/* How many bytes of `utf8` fit into max_px up to a place where the line may break; at least one. */
static size_t line_bytes(const struct scene *scene, const struct style *style, int32_t px,
                         int32_t max_px, const char *utf8, const char *breaks)
{
    size_t fits = 0;
    char text[TEXT_BYTES];

    for (size_t i = 0; utf8[i] && i + 1 < sizeof text; i++) {
        size_t shown = i + 1;

        if (breaks[i] != LINEBREAK_ALLOWBREAK && breaks[i] != LINEBREAK_MUSTBREAK && utf8[i + 1])
            continue;
        while (shown > 0 && (utf8[shown - 1] == ' ' || utf8[shown - 1] == '\n'))
            shown--;
        memcpy(text, utf8, shown);
        text[shown] = '\0';
        if (fits > 0 && measure(scene, style->font, px, text).width_px > max_px)
            break;
        fits = i + 1;
        if (breaks[i] == LINEBREAK_MUSTBREAK)
            break;
    }
    return fits;
}

/* The lines of a text at one size: how many there are, drawn if `draws`. */
static int32_t set_lines(const struct scene *scene, enum text_role role, int32_t px,
                         struct text_at at, const struct wrapping *wrapping, bool draws)
{
    const struct style *style = &styles[role];
    char line[TEXT_BYTES];
    size_t from = 0;
    int32_t n = 0;

    while (from < wrapping->size && (n < wrapping->lines || !draws)) {
        size_t bytes =
            line_bytes(scene, style, px, at.max_px, wrapping->text + from, wrapping->breaks + from);

        if (bytes == 0 || (draws && n == wrapping->lines - 1))
            bytes = wrapping->size - from;
        memcpy(line, wrapping->text + from, bytes);
        from += bytes;
        while (bytes > 0 && (line[bytes - 1] == ' ' || line[bytes - 1] == '\n'))
            bytes--;
        line[bytes] = '\0';
        if (draws)
            put_line(scene, style, px, at, wrapping->color, line);
        at.y += (float)wrapping->line_px;
        n++;
    }
    return n;
}

static void find_breaks(struct wrapping *wrapping, const char *utf8)
{
    snprintf(wrapping->text, sizeof wrapping->text, "%s", utf8);
    wrapping->size = strlen(wrapping->text);
    init_linebreak();
    set_linebreaks_utf8((const utf8_t *)wrapping->text, wrapping->size, "", wrapping->breaks);
}

int32_t text_lines(const struct scene *scene, enum text_role role, int32_t max_px, const char *utf8)
{
    struct wrapping wrapping = {0};
    const struct text_at at = {.max_px = max_px};

    find_breaks(&wrapping, utf8);
    return set_lines(scene, role, size_px(scene, styles[role].size), at, &wrapping, false);
}

/* The size of all lines of a text: large where they are no more than may be, and apart. */
static int32_t wrapped_size(const struct scene *scene, enum text_role role, struct text_at at,
                            const struct wrapping *wrapping)
{
    static const double shares[] = {1, 0.5, 0};
    const struct style *style = &styles[role];
    bool is_large = scene->layout->text_size == TEXT_SIZE_LARGE;

    for (size_t i = is_large ? 0 : 2; i < 3; i++) {
        int32_t px = large_px(scene, style, shares[i]);

        if (shares[i] > 0 && px * LINE_SHARE > wrapping->line_px)
            continue;
        if (set_lines(scene, role, px, at, wrapping, false) <= wrapping->lines)
            return px;
    }
    return size_px(scene, style->smaller);
}

int32_t text_wrap(const struct scene *scene, enum text_role role, struct text_at at,
                  int32_t line_px, int32_t lines, struct draw_color color, const char *utf8)
{
    struct wrapping wrapping = {.line_px = line_px, .lines = lines, .color = color};

    find_breaks(&wrapping, utf8);
    return set_lines(scene, role, wrapped_size(scene, role, at, &wrapping), at, &wrapping, true);
}

#include "ui/drawlist.h"

#include <math.h>
#include <string.h>

static int32_t min32(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t max32(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

bool draw_rect_contains(struct draw_rect rect, int32_t x, int32_t y)
{
    return x >= rect.x && x < rect.x + rect.w && y >= rect.y && y < rect.y + rect.h;
}

struct draw_rect draw_rect_intersect(struct draw_rect a, struct draw_rect b)
{
    int32_t x = max32(a.x, b.x), y = max32(a.y, b.y);
    int32_t right = min32(a.x + a.w, b.x + b.w), bottom = min32(a.y + a.h, b.y + b.h);

    if (right <= x || bottom <= y)
        return (struct draw_rect){0};
    return (struct draw_rect){x, y, right - x, bottom - y};
}

struct draw_rect draw_rect_union(struct draw_rect a, struct draw_rect b)
{
    int32_t x = min32(a.x, b.x), y = min32(a.y, b.y);

    if (a.w == 0)
        return b;
    if (b.w == 0)
        return a;
    return (struct draw_rect){x, y, max32(a.x + a.w, b.x + b.w) - x,
                              max32(a.y + a.h, b.y + b.h) - y};
}

/* The whole pixels that a shape from left/top to right/bottom can touch, with its smooth edge. */
static struct draw_rect pixels_around(double left, double top, double right, double bottom)
{
    int32_t x = (int32_t)floor(left - 0.5), y = (int32_t)floor(top - 0.5);

    return (struct draw_rect){x, y, (int32_t)ceil(right + 0.5) - x,
                              (int32_t)ceil(bottom + 0.5) - y};
}

static struct draw_rect canvas_of(const struct draw_list *list)
{
    return (struct draw_rect){0, 0, list->w, list->h};
}

void drawlist_begin(struct draw_list *list, int32_t w, int32_t h)
{
    list->w = w;
    list->h = h;
    list->count = 0;
    list->still_count = 0;
    list->text_used = 0;
    list->lost = 0;
    list->palette = PALETTE_DUSK;
    list->fade_id = 0;
    list->fade_alpha = 0;
}

void drawlist_end_still(struct draw_list *list)
{
    for (int32_t i = 0; i < list->count; i++)
        list->items[i].still = 1;
    list->still_count = list->count;
}

/* A new item clipped to the canvas and `clip`; NULL if nothing of it would be seen. */
static struct draw_item *add(struct draw_list *list, enum draw_kind kind, struct draw_rect bounds,
                             struct draw_rect clip, struct draw_color color)
{
    struct draw_item *item;

    clip = draw_rect_intersect(draw_rect_intersect(bounds, clip), canvas_of(list));
    if (clip.w == 0 || color.a == 0)
        return NULL;
    if (list->count == DRAW_ITEMS_MAX) {
        list->lost++;
        return NULL;
    }
    item = &list->items[list->count++];
    memset(item, 0, sizeof *item);
    item->kind = (uint8_t)kind;
    item->bounds = bounds;
    item->clip = clip;
    item->color = color;
    return item;
}

void drawlist_box(struct draw_list *list, struct draw_rect rect, float radius_px, float stroke_px,
                  struct draw_color color)
{
    struct draw_item *item = add(list, DRAW_BOX, rect, rect, color);

    if (!item)
        return;
    item->radius_px = fminf(radius_px, (float)min32(rect.w, rect.h) / 2);
    item->stroke_px = stroke_px;
}

void drawlist_gradient(struct draw_list *list, struct draw_rect rect, struct draw_color top,
                       struct draw_color bottom)
{
    struct draw_item *item = add(list, DRAW_GRADIENT, rect, rect, top);

    if (item)
        item->color2 = bottom;
}

static void add_ellipse(struct draw_list *list, enum draw_kind kind, struct draw_rect clip, float x,
                        float y, float rx, float ry, struct draw_color color)
{
    struct draw_rect bounds = pixels_around((double)x - (double)rx, (double)y - (double)ry,
                                            (double)x + (double)rx, (double)y + (double)ry);
    struct draw_item *item = add(list, kind, bounds, clip, color);

    if (!item)
        return;
    item->a = (struct draw_point){x, y};
    item->b = (struct draw_point){rx, ry};
}

void drawlist_ellipse(struct draw_list *list, float x, float y, float rx, float ry,
                      struct draw_color color)
{
    add_ellipse(list, DRAW_ELLIPSE, canvas_of(list), x, y, rx, ry, color);
}

void drawlist_glow(struct draw_list *list, struct draw_rect clip, float x, float y, float rx,
                   float ry, struct draw_color color)
{
    if (list->palette != PALETTE_CONTRAST)
        add_ellipse(list, DRAW_GLOW, clip, x, y, rx, ry, color);
}

void drawlist_stroke(struct draw_list *list, struct draw_point a, struct draw_point b,
                     float width_px, struct draw_color color)
{
    double half = (double)width_px / 2;
    struct draw_rect bounds =
        pixels_around((double)fminf(a.x, b.x) - half, (double)fminf(a.y, b.y) - half,
                      (double)fmaxf(a.x, b.x) + half, (double)fmaxf(a.y, b.y) + half);
    struct draw_item *item = add(list, DRAW_STROKE, bounds, bounds, color);

    if (!item)
        return;
    item->a = a;
    item->b = b;
    item->stroke_px = width_px;
}

void drawlist_arc(struct draw_list *list, float x, float y, float radius_px, float from_deg,
                  float to_deg, float width_px, struct draw_color color)
{
    double half = (double)width_px / 2;
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    struct draw_item *item;

    /* The ends, and every quarter that the arc passes, are where it reaches farthest. */
    for (int i = 0; i < 10; i++) {
        double deg = i == 0 ? (double)from_deg : i == 1 ? (double)to_deg : (i - 2) * 90.0;
        double px, py;

        if (deg < (double)from_deg || deg > (double)to_deg)
            continue;
        px = (double)x + (double)radius_px * sin(deg * M_PI / 180);
        py = (double)y - (double)radius_px * cos(deg * M_PI / 180);
        left = fmin(left, px - half);
        right = fmax(right, px + half);
        top = fmin(top, py - half);
        bottom = fmax(bottom, py + half);
    }
    item = add(list, DRAW_ARC, pixels_around(left, top, right, bottom), canvas_of(list), color);
    if (!item)
        return;
    item->a = (struct draw_point){x, y};
    item->radius_px = radius_px;
    item->from_deg = from_deg;
    item->to_deg = to_deg;
    item->stroke_px = width_px;
}

/* The list's copy of `text`, as an offset; -1, and counted, if there is no room. */
static int64_t keep_text(struct draw_list *list, const char *text)
{
    size_t size = strlen(text) + 1;
    int64_t at = list->text_used;

    if ((size_t)list->text_used + size > DRAW_TEXT_MAX) {
        list->lost++;
        return -1;
    }
    memcpy(list->text + at, text, size);
    list->text_used += (int32_t)size;
    return at;
}

void drawlist_modules(struct draw_list *list, int32_t x, int32_t y, int32_t columns,
                      int32_t module_px, struct draw_color color, const char *modules)
{
    int32_t side = columns * module_px;
    struct draw_rect bounds = {x, y, side, side};
    int64_t text = keep_text(list, modules);
    struct draw_item *item;

    if (text < 0)
        return;
    item = add(list, DRAW_MODULES, bounds, bounds, color);
    if (!item)
        return;
    item->size_px = module_px;
    item->text = (uint32_t)text;
}

void drawlist_text(struct draw_list *list, enum draw_font font, int32_t size_px, float x, float y,
                   struct text_extent extent, struct draw_color color, const char *utf8)
{
    int32_t left = (int32_t)lround((double)x), baseline = (int32_t)lround((double)y);
    /* Round letters and accents may reach a little over their advance. */
    int32_t over = size_px / 16 + 1;
    struct draw_rect bounds = {left - over, baseline - extent.ascent_px, extent.width_px + 2 * over,
                               extent.ascent_px + extent.descent_px};
    struct draw_item *item;
    int64_t text;

    if (utf8[0] == '\0')
        return;
    text = keep_text(list, utf8);
    item = text < 0 ? NULL : add(list, DRAW_TEXT, bounds, bounds, color);
    if (!item)
        return;
    item->font = (uint8_t)font;
    item->size_px = size_px;
    item->a = (struct draw_point){(float)left, (float)baseline};
    item->text = (uint32_t)text;
}

static struct draw_rect pose_bounds(const struct drawlist_pose *pose)
{
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    double angle = (double)pose->rotate_deg * M_PI / 180;

    for (int corner = 0; corner < 4; corner++) {
        double x = pose->box.x + (corner & 1 ? pose->box.w : 0) - (double)pose->pivot.x;
        double y = pose->box.y + (corner & 2 ? pose->box.h : 0) - (double)pose->pivot.y;
        double px, py;

        x *= (double)pose->scale.x;
        y *= (double)pose->scale.y;
        px = (double)pose->at.x + x * cos(angle) - y * sin(angle);
        py = (double)pose->at.y + x * sin(angle) + y * cos(angle);
        left = fmin(left, px);
        right = fmax(right, px);
        top = fmin(top, py);
        bottom = fmax(bottom, py);
    }
    return pixels_around(left, top, right, bottom);
}

void drawlist_art(struct draw_list *list, enum draw_art art, const struct drawlist_pose *pose,
                  struct draw_rect clip, bool tinted, struct draw_color color)
{
    /* What lies outside the canvas need not be rasterised. */
    struct draw_rect bounds = draw_rect_intersect(pose_bounds(pose), canvas_of(list));
    struct draw_item *item = add(list, DRAW_ART, bounds, clip, color);

    if (!item)
        return;
    item->art = (uint8_t)art;
    item->a = pose->at;
    item->pivot = pose->pivot;
    item->scale = pose->scale;
    item->rotate_deg = pose->rotate_deg;
    item->tinted = tinted;
    if (!tinted)
        item->color = (struct draw_color){255, 255, 255, color.a};
}

/* A box has no points, and the second one of an ellipse is a pair of radii. */
static void move_points(struct draw_item *item, int32_t dx_px, int32_t dy_px)
{
    if (item->kind != DRAW_BOX && item->kind != DRAW_GRADIENT) {
        item->a.x += (float)dx_px;
        item->a.y += (float)dy_px;
    }
    if (item->kind == DRAW_STROKE) {
        item->b.x += (float)dx_px;
        item->b.y += (float)dy_px;
    }
}

static void slide_item(struct draw_item *item, int32_t dy_px, int32_t alpha)
{
    item->bounds.y += dy_px;
    item->clip.y += dy_px;
    item->color.a = (uint8_t)(item->color.a * alpha / 255);
    move_points(item, 0, dy_px);
}

void drawlist_slide(struct draw_list *list, int32_t first, int32_t dy_px, int32_t alpha)
{
    int32_t kept = first;

    if (dy_px == 0 && alpha == 255)
        return;
    for (int32_t i = first; i < list->count; i++) {
        struct draw_item item = list->items[i];

        slide_item(&item, dy_px, alpha);
        item.clip = draw_rect_intersect(item.clip, canvas_of(list));
        if (item.clip.w > 0 && item.color.a > 0)
            list->items[kept++] = item;
    }
    list->count = kept;
}

/* From `from` to `to`, moved by `by`; an end at an edge of 0 to `size` stays there. */
static void move_span(int32_t *from, int32_t *length, int32_t by, int32_t size)
{
    int32_t to = *from + *length, moved_from = *from + by, moved_to = to + by;

    if (*from <= 0)
        moved_from = min32(*from, moved_from);
    if (to >= size)
        moved_to = max32(to, moved_to);
    *from = moved_from;
    *length = moved_to - moved_from;
}

static void move_rect(struct draw_rect *rect, int32_t dx_px, int32_t dy_px,
                      const struct draw_list *list)
{
    move_span(&rect->x, &rect->w, dx_px, list->w);
    move_span(&rect->y, &rect->h, dy_px, list->h);
}

void drawlist_shift(struct draw_list *list, int32_t dx_px, int32_t dy_px)
{
    for (int32_t i = 0; i < list->count && (dx_px != 0 || dy_px != 0); i++) {
        struct draw_item *item = &list->items[i];

        move_rect(&item->bounds, dx_px, dy_px, list);
        move_rect(&item->clip, dx_px, dy_px, list);
        item->clip =
            draw_rect_intersect(draw_rect_intersect(item->clip, item->bounds), canvas_of(list));
        move_points(item, dx_px, dy_px);
    }
}

static bool same_rect(struct draw_rect a, struct draw_rect b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static bool same_point(struct draw_point a, struct draw_point b)
{
    return a.x == b.x && a.y == b.y;
}

static bool same_color(struct draw_color a, struct draw_color b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static bool same_geometry(const struct draw_item *a, const struct draw_item *b)
{
    return same_rect(a->bounds, b->bounds) && same_rect(a->clip, b->clip) &&
           same_point(a->a, b->a) && same_point(a->b, b->b) && same_point(a->pivot, b->pivot) &&
           same_point(a->scale, b->scale) && a->rotate_deg == b->rotate_deg &&
           a->radius_px == b->radius_px && a->stroke_px == b->stroke_px &&
           a->from_deg == b->from_deg && a->to_deg == b->to_deg;
}

static bool has_text(const struct draw_item *item)
{
    return item->kind == DRAW_TEXT || item->kind == DRAW_MODULES;
}

static bool same_item(const struct draw_list *before, int32_t i, const struct draw_list *after,
                      int32_t j)
{
    const struct draw_item *a = &before->items[i], *b = &after->items[j];

    if (a->kind != b->kind || a->still != b->still || a->font != b->font ||
        a->size_px != b->size_px || a->art != b->art || a->tinted != b->tinted ||
        !same_color(a->color, b->color) || !same_color(a->color2, b->color2) ||
        !same_geometry(a, b))
        return false;
    return !has_text(a) || strcmp(before->text + a->text, after->text + b->text) == 0;
}

static int64_t area(struct draw_rect rect)
{
    return (int64_t)rect.w * rect.h;
}

/* Joins `rect` to the one where it costs least; on its own if that is cheaper and there is room. */
static void add_damage(struct draw_damage *damage, struct draw_rect rect)
{
    int32_t best = -1;
    int64_t best_cost = INT64_MAX;

    if (rect.w == 0)
        return;
    for (int32_t i = 0; i < damage->count; i++) {
        struct draw_rect both = draw_rect_union(damage->rects[i], rect);
        int64_t cost = area(both) - area(damage->rects[i]) - area(rect);

        if (cost < best_cost) {
            best_cost = cost;
            best = i;
        }
    }
    if (best >= 0 && (best_cost <= area(rect) / 2 || damage->count == DRAW_DAMAGE_MAX)) {
        rect = draw_rect_union(damage->rects[best], rect);
        damage->rects[best] = damage->rects[--damage->count];
        add_damage(damage, rect); /* the larger one may now meet others; ends as the count falls */
        return;
    }
    damage->rects[damage->count++] = rect;
}

static void damage_item(struct draw_damage *damage, const struct draw_item *item)
{
    damage->still_changed |= item->still != 0;
    add_damage(damage, item->clip);
}

static void compare_items(const struct draw_list *before, const struct draw_list *after,
                          struct draw_damage *damage)
{
    int32_t first = 0, before_end, after_end;

    before_end = before->count;
    after_end = after->count;
    while (first < before_end && first < after_end && same_item(before, first, after, first))
        first++;
    while (before_end > first && after_end > first &&
           same_item(before, before_end - 1, after, after_end - 1)) {
        before_end--;
        after_end--;
    }
    for (int32_t i = first; i < max32(before_end, after_end); i++) {
        if (before_end == after_end && same_item(before, i, after, i))
            continue;
        if (i < before_end)
            damage_item(damage, &before->items[i]);
        if (i < after_end)
            damage_item(damage, &after->items[i]);
    }
}

void drawlist_compare(const struct draw_list *before, const struct draw_list *after,
                      struct draw_damage *damage)
{
    bool is_other = !before || before->w != after->w || before->h != after->h ||
                    before->palette != after->palette;

    damage->count = 0;
    damage->still_changed = is_other;
    if (!is_other)
        compare_items(before, after, damage);
    if (is_other || before->fade_alpha != after->fade_alpha ||
        (after->fade_alpha != 0 && before->fade_id != after->fade_id)) {
        damage->rects[0] = canvas_of(after);
        damage->count = 1;
    }
}

#include "ui/ink.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "ui/drawlist.h"
#include "ui/screens.h"

#define ELLIPSIS "\xe2\x80\xa6"

#define TARGET_LEAST_UNITS 60
#define TARGET_APART_UNITS 12

struct draw_rect ink_of(const struct draw_item *item)
{
    int32_t over = item->size_px / 16 + 1;
    bool is_large = item->font == FONT_DISPLAY_MEDIUM || item->font == FONT_DISPLAY_LIGHT;

    return (struct draw_rect){item->bounds.x + over, (int32_t)item->a.y - item->size_px * 3 / 4,
                              item->bounds.w - 2 * over, item->size_px * (is_large ? 15 : 19) / 20};
}

static const char *text_of(const struct draw_list *list, const struct draw_item *item)
{
    return list->text + item->text;
}

/* Digits of one counter stand closer than their cells are wide. */
static bool is_counter(const struct draw_list *list, const struct draw_item *item)
{
    return strlen(text_of(list, item)) == 1;
}

/* What lies below a veil may be covered by what lies above it. */
static int first_above_veil(const struct draw_list *list)
{
    for (int i = list->count - 1; i >= 0; i--) {
        const struct draw_item *item = &list->items[i];

        if (item->kind == DRAW_BOX && item->color.a < 255 && item->clip.w == list->w &&
            item->clip.h == list->h)
            return i + 1;
    }
    return 0;
}

static void check_overlaps(const char *name, const struct draw_list *list)
{
    for (int i = first_above_veil(list); i < list->count; i++) {
        for (int j = i + 1; j < list->count; j++) {
            const struct draw_item *a = &list->items[i], *b = &list->items[j];

            if (a->kind != DRAW_TEXT || b->kind != DRAW_TEXT ||
                (is_counter(list, a) && is_counter(list, b) && a->a.y == b->a.y))
                continue;
            if (draw_rect_intersect(ink_of(a), ink_of(b)).w > 0)
                fail_msg("%s at %dx%d: '%s' overlaps '%s'", name, list->w, list->h,
                         text_of(list, a), text_of(list, b));
        }
    }
}

static void check_text(const char *name, const struct draw_list *list, const struct draw_item *item,
                       int widen_percent)
{
    struct draw_rect ink = ink_of(item);

    if (strstr(text_of(list, item), ELLIPSIS))
        fail_msg("%s at %dx%d, texts +%d %%: cut to '%s'", name, list->w, list->h, widen_percent,
                 text_of(list, item));
    if (ink.x < 0 || ink.y < 0 || ink.x + ink.w > list->w || ink.y + ink.h > list->h)
        fail_msg("%s at %dx%d, texts +%d %%: '%s' leaves the screen", name, list->w, list->h,
                 widen_percent, text_of(list, item));
}

void ink_check(const char *name, const struct draw_list *list, int widen_percent)
{
    for (int i = 0; i < list->count; i++) {
        if (list->items[i].kind == DRAW_TEXT)
            check_text(name, list, &list->items[i], widen_percent);
    }
    if (list->lost != 0)
        fail_msg("%s at %dx%d, texts +%d %%: %d items left out", name, list->w, list->h,
                 widen_percent, (int)list->lost);
    if (widen_percent == 0)
        check_overlaps(name, list);
}

void ink_check_home(const char *name, const struct draw_list *list, const struct layout *layout)
{
    double inner = 116 * (double)layout->ring_scale;

    for (int i = 0; i < list->count; i++) {
        const struct draw_item *item = &list->items[i];
        struct draw_rect ink = ink_of(item);
        double x = ink.x + ink.w / 2.0 - (double)layout->ring_x;
        double y = ink.y + ink.h / 2.0 - (double)layout->ring_y;

        if (item->kind != DRAW_TEXT)
            continue;
        if (ink.x < layout->panel.x && ink.x + ink.w > layout->panel.x)
            fail_msg("%s at %dx%d: '%s' runs into the leg's panel", name, layout->w, layout->h,
                     text_of(list, item));
        if (hypot(x, y) < inner && hypot(fabs(x) + ink.w / 2.0, fabs(y) + ink.h / 2.0) > inner + 2)
            fail_msg("%s at %dx%d: '%s' touches the ring", name, layout->w, layout->h,
                     text_of(list, item));
    }
}

/* Targets that lie below others, wherever those are. */
static bool is_ground(const struct target *target)
{
    return target->id == TARGET_ANYWHERE || target->id == TARGET_MENU || target->id == TARGET_CLOSE;
}

static bool are_close(const struct target *a, const struct target *b, int32_t apart)
{
    struct draw_rect around = {a->rect.x - apart, a->rect.y - apart, a->rect.w + 2 * apart,
                               a->rect.h + 2 * apart};

    return !is_ground(a) && !is_ground(b) && draw_rect_intersect(around, b->rect).w > 0;
}

void ink_check_targets(const char *name, const struct draw_list *list,
                       const struct targets *targets, float unit_px)
{
    float least = TARGET_LEAST_UNITS * unit_px - 0.5F;
    int32_t apart = (int32_t)(TARGET_APART_UNITS * unit_px);

    if (targets->count == 0)
        fail_msg("%s at %dx%d: nothing to touch", name, list->w, list->h);

    for (int i = 0; i < targets->count; i++) {
        if ((float)targets->list[i].rect.w < least || (float)targets->list[i].rect.h < least)
            fail_msg("%s at %dx%d: target %d is too small to touch", name, list->w, list->h,
                     (int)targets->list[i].id);
        for (int j = i + 1; j < targets->count; j++) {
            if (are_close(&targets->list[i], &targets->list[j], apart))
                fail_msg("%s at %dx%d: targets %d and %d are too close", name, list->w, list->h,
                         (int)targets->list[i].id, (int)targets->list[j].id);
        }
    }
}

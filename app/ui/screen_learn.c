/* The list of topics: a tile for each, eight to a page, and two for the pages beside them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/i18n.h"
#include "ui/learn_cards.h"
#include "ui/learn_picture.h"
#include "ui/page_head.h"

#define TILES_A_PAGE LEARN_LIST_TILES
#define TILES        (LEARN_TOPICS + LEARN_LIST_EXTRA)

#define MARGIN 24
#define GAP    16
#define FOOT   36 /* with what the legs on the tiles are */
#define WAY    64 /* a button's side */

/* Where the tiles of a page stand, pixels. */
struct grid {
    int32_t columns, x, y, w, h, gap;
};

static struct grid grid_of(const struct layout *layout)
{
    struct grid grid = {.columns = layout->landscape ? 4 : 2, .gap = layout_px(layout, GAP)};
    int32_t rows = TILES_A_PAGE / grid.columns;

    grid.x = layout_px(layout, MARGIN);
    grid.y = layout_px(layout, PAGE_HEAD_UNITS);
    grid.w = (layout->w - 2 * grid.x - (grid.columns - 1) * grid.gap) / grid.columns;
    grid.h = (layout->h - grid.y - layout_px(layout, FOOT) - (rows - 1) * grid.gap) / rows;
    return grid;
}

static struct draw_rect tile_rect(const struct grid *grid, int32_t place)
{
    return (struct draw_rect){grid->x + place % grid->columns * (grid->w + grid->gap),
                              grid->y + place / grid->columns * (grid->h + grid->gap), grid->w,
                              grid->h};
}

/* The shapes of the three rows that the page has. */
static void draw_signs(const struct scene *scene, struct draw_rect rect)
{
    const struct theme *theme = scene->theme;
    float side = layout_exact(scene->layout, 30), apart = layout_exact(scene->layout, 44);
    float x = (float)rect.x + (float)rect.w / 2, y = (float)rect.y + (float)rect.h / 2;
    struct drawlist_pose triangle = {
        .box = {0, 0, 64, 64},
        .pivot = {32, 34},
        .at = {x - apart, y},
        .scale = {side / 52, side / 52},
    };
    struct draw_rect square = {(int32_t)lroundf(x - side / 2), (int32_t)lroundf(y - side / 2),
                               (int32_t)lroundf(side), (int32_t)lroundf(side)};

    drawlist_art(scene->list, ART_SIGN_EMERGENCY, &triangle, rect, true, theme->fault);
    drawlist_box(scene->list, square, layout_exact(scene->layout, 8), 0, theme->sit);
    drawlist_ellipse(scene->list, x + apart, y, side / 2, side / 2, theme->stand);
}

static void draw_heart(const struct scene *scene, struct draw_rect rect)
{
    float scale = 1.9F * scene->layout->unit_px;
    struct drawlist_pose pose = {
        .box = {0, 0, 32, 32},
        .pivot = {16, 16},
        .at = {(float)rect.x + (float)rect.w / 2, (float)rect.y + (float)rect.h / 2},
        .scale = {scale, scale},
    };

    drawlist_art(scene->list, ART_ICON_HEART, &pose, rect, true, scene->theme->blood);
}

/* In pixels: a word that is wider than its tile is for smaller letters. */
static int32_t widest_word(const struct scene *scene, enum text_role role, const char *text)
{
    char word[64];
    int32_t widest = 0;

    while (*text) {
        size_t bytes = strcspn(text, " ");
        int32_t width;

        snprintf(word, sizeof word, "%.*s", (int)bytes, text);
        width = text_width(scene, role, word);
        widest = width > widest ? width : widest;
        text += bytes;
        text += strspn(text, " ");
    }
    return widest;
}

/* One line, or two of which the second stands where the one would. */
static void draw_title(const struct scene *scene, struct draw_rect rect, const char *title)
{
    const struct layout *layout = scene->layout;
    enum text_role role = page_tile_role(layout);
    struct text_at at = {(float)rect.x + (float)rect.w / 2,
                         (float)(rect.y + rect.h) - layout_exact(layout, 26), ALIGN_CENTRE,
                         rect.w - layout_px(layout, 16)};
    int32_t width, line = layout_px(layout, role == TEXT_TILE ? 23 : 20);

    if (text_lines(scene, role, at.max_px, title) > 2 ||
        widest_word(scene, role, title) > at.max_px)
        role = TEXT_LABEL_MEDIUM;
    width = text_width(scene, role, title);
    if (width <= at.max_px) {
        text_put(scene, role, at, scene->theme->hi, title);
        return;
    }
    at.y -= (float)line / 2;
    /* Two lines of about one length, if there is a place to break them. */
    if (width * 3 / 4 < at.max_px && text_lines(scene, role, width * 3 / 4, title) == 2)
        at.max_px = width * 3 / 4;
    text_wrap(scene, role, at, line, 2, scene->theme->hi, title);
}

static void draw_tile(const struct scene *scene, const struct screen_input *in,
                      struct draw_rect rect, int32_t tile, struct targets *targets)
{
    static const struct learn_moment still = {.elapsed_ns = LEARN_AT_REST};
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    int32_t inset = layout_px(layout, 10), words = layout_px(layout, 58);
    struct draw_rect picture = {rect.x, rect.y + inset, rect.w, rect.h - inset - words};
    int32_t target = tile < LEARN_TOPICS    ? target_with(TARGET_TOPIC, tile)
                     : tile == LEARN_TOPICS ? TARGET_PROFESSIONAL
                                            : TARGET_ABOUT;

    screen_card(scene, rect, layout_exact(layout, 24));
    if (in->pressed == target)
        drawlist_box(scene->list, rect, layout_exact(layout, 24), 0,
                     theme_mix(theme->card, theme->hi, 12));
    if (tile < LEARN_TOPICS) {
        learn_picture_draw(scene, tile, picture, theme->card, &still);
        draw_title(scene, rect, _(learn_topic(tile)->title));
    } else if (tile == LEARN_TOPICS) {
        draw_signs(scene, picture);
        draw_title(scene, rect, _("When to see a professional"));
    } else {
        draw_heart(scene, picture);
        draw_title(scene, rect, _("About"));
    }
    targets_add(targets, rect, target);
}

/* Which page, and the way on to the next; back is the way that the head has. Where they begin. */
static int32_t draw_ways(const struct scene *scene, const struct screen_input *in, int32_t page,
                         struct targets *targets)
{
    const struct layout *layout = scene->layout;
    int32_t side = layout_px(layout, WAY), x = layout->w - layout_px(layout, MARGIN);
    struct text_at at = {.y = layout_exact(layout, 54), .align = ALIGN_RIGHT};
    char text[48];

    if (page + 1 < LEARN_LIST_PAGES) {
        x -= side;
        page_way_draw(scene, PAGE_WAY_ON, x, layout_px(layout, GAP), TARGET_LEARN_NEXT, in->pressed,
                      targets);
        x -= layout_px(layout, GAP);
    }
    at.x = (float)x;
    /* TRANSLATORS: a page and how many there are, as in 1 of 2. */
    snprintf(text, sizeof text, _("%d of %d"), (int)page + 1, LEARN_LIST_PAGES);
    text_put(scene, TEXT_LABEL, at, scene->theme->low, text);
    return x - text_width(scene, TEXT_LABEL, text);
}

/* A small leg shows a level as well as a large one. */
static void draw_caption(const struct scene *scene)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->w / 2, (float)layout->h - layout_exact(layout, 13),
                         ALIGN_CENTRE, layout->w - 2 * layout_px(layout, MARGIN)};
    const char *text = _("Illustration from published averages, not a measurement of you.");

    if (text_width(scene, TEXT_FINE, text) > at.max_px)
        at.y -= layout_exact(layout, 10);
    text_wrap(scene, TEXT_FINE, at, layout_px(layout, 17), 2, scene->theme->mid, text);
}

void screen_learn_draw(const struct scene *scene, const struct screen_input *in,
                       struct targets *targets)
{
    const struct layout *layout = scene->layout;
    struct grid grid = grid_of(layout);
    int32_t page = in->view->pages.learn.list_page, right;

    drawlist_box(scene->list, (struct draw_rect){0, 0, layout->w, layout->h}, 0, 0,
                 scene->theme->bg);
    drawlist_end_still(scene->list);
    right = draw_ways(scene, in, page, targets);
    page_head_draw(scene, in, _("Learn"), right - layout_px(layout, GAP), TARGET_LEARN_BACK,
                   targets);
    draw_caption(scene);
    for (int32_t i = 0; i < TILES_A_PAGE && page * TILES_A_PAGE + i < TILES; i++)
        draw_tile(scene, in, tile_rect(&grid, i), page * TILES_A_PAGE + i, targets);
    screen_notice(scene, in->view, false);
}

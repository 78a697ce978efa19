/*
 * The sheet over home: the menu's pages, each a row or two of tiles. A page is a table; a tile
 * stands there once what it leads to exists.
 */
#include <math.h>
#include <stdio.h>

#include "ui/i18n.h"
#include "ui/locale_text.h"
#include "ui/screens.h"

#define TILE_HEIGHT 112.0
#define TILE_GAP    13.0
#define MARGIN      24.0
#define HEAD        64.0 /* from the sheet's top to its first row */
#define FOOT        16.0
#define TILES_MAX   8

enum tint { TINT_HI, TINT_MOVE, TINT_BLOOD, TINT_STAND, TINT_SIT };

struct tile {
    const char *label; /* NULL: the icon's place is a figure's */
    enum draw_art icon;
    enum tint tint;
    int32_t minutes; /* > 0: told instead of an icon */
    enum target_id target;
};

struct page {
    const char *title;
    const struct tile *tiles;
    int count;
};

static const struct tile menu_tiles[] = {
    {N_("Stroll"), ART_ICON_WALK, TINT_MOVE, 0, TARGET_STROLL},
    {N_("Exercise"), ART_ICON_HEART, TINT_BLOOD, 0, TARGET_EXERCISE},
    {N_("Water"), ART_ICON_DROP, TINT_STAND, 0, TARGET_DRINK},
    {N_("History"), ART_ICON_HISTORY, TINT_STAND, 0, TARGET_HISTORY},
    {N_("Learn"), ART_ICON_LEARN, TINT_SIT, 0, TARGET_LEARN},
    {N_("Quiet mode"), ART_ICON_QUIET, TINT_SIT, 0, TARGET_QUIET},
    {N_("Pause"), ART_ICON_PAUSE, TINT_HI, 0, TARGET_PAUSE},
    {N_("Settings"), ART_ICON_SETTINGS, TINT_HI, 0, TARGET_SETTINGS},
    {N_("This kiosk"), ART_ICON_KIOSK, TINT_HI, 0, TARGET_KIOSK},
};

static const struct tile exercise_tiles[] = {
    {N_("Calf raises"), ART_ICON_RAISE, TINT_BLOOD, 0, TARGET_RAISES},
    {N_("Toes up"), ART_ICON_TOES, TINT_BLOOD, 0, TARGET_TOES},
    {N_("Ankle circles"), ART_ICON_CIRCLES, TINT_BLOOD, 0, TARGET_CIRCLES},
};

/* The last one only while quiet mode is on. */
static const struct tile quiet_tiles[] = {
    {N_("min"), ART_COUNT, TINT_SIT, 30, TARGET_QUIET_30},
    {N_("min"), ART_COUNT, TINT_SIT, 60, TARGET_QUIET_60},
    {N_("min"), ART_COUNT, TINT_SIT, 90, TARGET_QUIET_90},
    {N_("End it"), ART_ICON_WALK, TINT_MOVE, 0, TARGET_QUIET_END},
};

#define COUNT(tiles) ((int)(sizeof(tiles) / sizeof *(tiles)))

static struct draw_color tint_color(const struct theme *theme, enum tint tint)
{
    const struct draw_color colors[] = {
        [TINT_HI] = theme->hi,       [TINT_MOVE] = theme->move, [TINT_BLOOD] = theme->blood,
        [TINT_STAND] = theme->stand, [TINT_SIT] = theme->sit,
    };

    return colors[tint];
}

static void draw_tile(const struct scene *scene, const struct screen_input *in,
                      struct draw_rect rect, const struct tile *tile, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    struct draw_color fill = theme_mix(theme->card, theme->hi, 10);
    float middle = (float)rect.x + (float)rect.w / 2, size = 1.36F * layout->unit_px;
    struct text_at at = {middle, (float)rect.y + layout_exact(layout, 95), ALIGN_CENTRE,
                         rect.w - layout_px(layout, 4)};
    struct drawlist_pose pose = {
        .box = {0, 0, 32, 32},
        .pivot = {16, 16},
        .at = {middle, (float)rect.y + layout_exact(layout, 40)},
        .scale = {size, size},
    };
    char text[8];

    if (in->pressed == (int32_t)tile->target)
        fill = theme_mix(fill, theme->bg, 12);
    drawlist_box(scene->list, rect, layout_exact(layout, 24), 0, fill);
    drawlist_box(scene->list, rect, layout_exact(layout, 24), layout_exact(layout, 2), theme->line);
    text_put(scene, TEXT_TILE, at, theme->hi, _(tile->label));
    if (tile->minutes > 0) {
        at.y = (float)rect.y + layout_exact(layout, 58);
        snprintf(text, sizeof text, "%d", (int)tile->minutes);
        text_put(scene, TEXT_FIGURE_LARGE, at, tint_color(theme, tile->tint), text);
    } else {
        drawlist_art(scene->list, tile->icon, &pose, rect, true, tint_color(theme, tile->tint));
    }
    targets_add(targets, rect, tile->target);
}

/* As many rows as the width asks for, as even as they come. */
struct grid {
    int rows, columns;
    double room;
};

static struct grid grid_of(const struct layout *layout, int count)
{
    double width = layout->w / (double)layout->unit_px;
    int most = layout->landscape ? 5 : 3;
    struct grid grid = {.rows = (count + most - 1) / most};

    grid.columns = (count + grid.rows - 1) / grid.rows;
    grid.room = width - 2 * MARGIN;
    return grid;
}

static struct draw_rect sheet_box(const struct layout *layout, const struct grid *grid)
{
    double width = layout->w / (double)layout->unit_px,
           height = layout->h / (double)layout->unit_px;
    double whole = HEAD + grid->rows * TILE_HEIGHT + (grid->rows - 1) * TILE_GAP + FOOT;

    return layout_rect(layout, 0, height - whole, width, whole);
}

static void draw_page(const struct scene *scene, const struct screen_input *in,
                      const struct page *page, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    struct grid grid = grid_of(layout, page->count);
    struct draw_rect sheet = sheet_box(layout, &grid), body = sheet;
    double top = sheet.y / (double)layout->unit_px;
    double middle = layout->w / (double)layout->unit_px / 2;
    struct text_at at = {layout_exact(layout, MARGIN), layout_exact(layout, top + 48), ALIGN_LEFT,
                         layout->w - 2 * layout_px(layout, MARGIN)};

    /* Round at its top only: its foot lies below the canvas's edge. */
    body.h += layout_px(layout, 32);
    screen_card(scene, body, layout_exact(layout, 32));
    drawlist_box(scene->list, layout_rect(layout, middle - 24, top + 12, 48, 5),
                 layout_exact(layout, 2.5), 0, theme->low);
    text_put(scene, TEXT_LABEL, at, theme->mid, page->title);
    targets_add(targets, (struct draw_rect){0, 0, layout->w, sheet.y}, TARGET_CLOSE);
    targets_add(targets, sheet, TARGET_ANYWHERE); /* beside a tile */
    for (int i = 0; i < page->count; i++) {
        int row = i / grid.columns, left = page->count - row * grid.columns;
        int in_row = left < grid.columns ? left : grid.columns; /* the last one may have fewer */
        double w = (grid.room - (in_row - 1) * TILE_GAP) / in_row;
        double x = MARGIN + i % grid.columns * (w + TILE_GAP);
        double y = top + HEAD + row * (TILE_HEIGHT + TILE_GAP);

        draw_tile(scene, in, layout_rect(layout, x, y, w, TILE_HEIGHT), &page->tiles[i], targets);
    }
}

void sheet_menu_draw(const struct scene *scene, const struct screen_input *in,
                     struct targets *targets)
{
    struct page page = {_("What would you like?"), menu_tiles, COUNT(menu_tiles)};

    draw_page(scene, in, &page, targets);
}

void sheet_exercises_draw(const struct scene *scene, const struct screen_input *in,
                          struct targets *targets)
{
    struct page page = {_("Which one? You stay seated."), exercise_tiles, COUNT(exercise_tiles)};

    draw_page(scene, in, &page, targets);
}

void sheet_quiet_draw(const struct scene *scene, const struct screen_input *in,
                      struct targets *targets)
{
    const struct view_coach *coach = &in->view->coach;
    struct page page = {_("For how long shall I be quiet?"), quiet_tiles, COUNT(quiet_tiles) - 1};
    char title[128];
    char end[LOCALE_TEXT_SIZE];

    if (coach->is_quiet) {
        page.count++;
        page.title = title;
        if (coach->quiet_end_min >= 0) {
            locale_clock(end, sizeof end, coach->quiet_end_min);
            snprintf(title, sizeof title, _("Quiet until %s. From now on for"), end);
        } else {
            snprintf(title, sizeof title, _("Quiet for %d min. From now on for"),
                     (int)coach->quiet_left_min);
        }
    }
    draw_page(scene, in, &page, targets);
}

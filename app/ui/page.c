#include "ui/page.h"

#include "ui/page_head.h"

#define MARGIN    24.0
#define GAP       12.0
#define PADDING   16.0
#define MARK      28.0 /* a mark at a cell's right, with the air before it */
#define EDGE      16.0
#define WORDS_X   96.0 /* beside the way back */
#define HELP_LINE 20

void page_ground(const struct scene *scene)
{
    const struct layout *layout = scene->layout;

    drawlist_box(scene->list, (struct draw_rect){0, 0, layout->w, layout->h}, 0, 0,
                 scene->theme->bg);
    drawlist_end_still(scene->list);
}

double page_begin(const struct scene *scene, const struct screen_input *in, const char *title,
                  const char *help, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    int32_t edge = layout_px(layout, EDGE), right = layout->w - layout_px(layout, MARGIN);
    struct text_at at = {layout_exact(layout, WORDS_X), layout_exact(layout, 44), ALIGN_LEFT,
                         right - layout_px(layout, WORDS_X)};
    int32_t most = layout->landscape ? 2 : 4, lines;

    if (!help) {
        page_head_draw(scene, in, title, right, TARGET_PAGE_BACK, targets);
        return PAGE_HEAD_UNITS;
    }
    page_way_draw(scene, PAGE_WAY_BACK, edge, edge, TARGET_PAGE_BACK, in->pressed, targets);
    text_put(scene, TEXT_FIGURE, at, scene->theme->hi, title);
    at.y = layout_exact(layout, 70);
    lines = text_wrap(scene, TEXT_LABEL, at, layout_px(layout, HELP_LINE), most, scene->theme->mid,
                      help);
    return lines < 2 ? PAGE_HEAD_UNITS : 68 + HELP_LINE * lines;
}

struct draw_rect cell_grid_rect(const struct layout *layout, const struct cell_grid *grid,
                                int32_t place)
{
    int32_t rows = (grid->count + grid->columns - 1) / grid->columns;
    int32_t row = place / grid->columns, column = place % grid->columns;
    double w = (grid->w - (grid->columns - 1) * GAP) / grid->columns;
    double h = (grid->h - (rows - 1) * GAP) / rows;

    if (h > grid->most)
        h = grid->most;
    return layout_rect(layout, grid->x + column * (w + GAP), grid->y + row * (h + GAP), w, h);
}

/* A tick, or a padlock: neither is told by its colour alone. */
static void draw_mark(const struct scene *scene, struct draw_rect rect, enum cell_mark mark)
{
    const struct layout *layout = scene->layout;
    float x = (float)(rect.x + rect.w) - layout_exact(layout, PADDING + 10);
    float y = (float)rect.y + (float)rect.h / 2, u = layout->unit_px;
    struct draw_color color = scene->theme->mid;

    if (mark == CELL_CHOSEN) {
        struct draw_point from = {x - 8 * u, y}, low = {x - 2 * u, y + 6 * u},
                          to = {x + 9 * u, y - 7 * u};

        drawlist_stroke(scene->list, from, low, 3 * u, scene->theme->move);
        drawlist_stroke(scene->list, low, to, 3 * u, scene->theme->move);
    } else if (mark == CELL_LOCKED) {
        drawlist_arc(scene->list, x, y - 3 * u, 5.5F * u, -90, 90, 2.5F * u, color);
        drawlist_box(scene->list,
                     (struct draw_rect){(int32_t)(x - 8 * u), (int32_t)(y - 3 * u),
                                        layout_px(layout, 16), layout_px(layout, 13)},
                     2.5F * u, 0, color);
    }
}

/* A label alone, on one line or two. */
static void draw_label(const struct scene *scene, struct text_at at, struct draw_color color,
                       const char *label)
{
    const struct layout *layout = scene->layout;

    if (text_width(scene, TEXT_LABEL_MEDIUM, label) <= at.max_px) {
        at.y += layout_exact(layout, 7);
        text_put(scene, TEXT_TILE, at, color, label);
        return;
    }
    at.y -= layout_exact(layout, 4);
    text_wrap(scene, TEXT_LABEL_MEDIUM, at, text_pitch(scene, 20, 22), 2, color, label);
}

static void draw_words(const struct scene *scene, struct text_at at, struct draw_color color,
                       const struct cell *cell)
{
    const struct layout *layout = scene->layout;
    float middle = at.y;
    bool is_short;

    if (cell->more[0] == '\0') {
        draw_label(scene, at, color, cell->label);
        return;
    }
    is_short = text_width(scene, TEXT_FINE, cell->more) <= at.max_px;
    at.y = middle - layout_exact(layout, is_short ? 4 : 10);
    text_put(scene, TEXT_TILE, at, color, cell->label);
    at.y = middle + layout_exact(layout, is_short ? 19 : 8);
    if (is_short)
        text_put(scene, TEXT_LABEL, at, scene->theme->mid, cell->more);
    else
        text_wrap(scene, TEXT_FINE, at, layout_px(layout, 17), 2, scene->theme->mid, cell->more);
}

void cell_draw(const struct scene *scene, const struct screen_input *in, struct draw_rect rect,
               const struct cell *cell, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    bool is_chosen = cell->mark == CELL_CHOSEN;
    struct draw_color fill = theme->card;
    struct text_at at = {(float)rect.x + layout_exact(layout, PADDING),
                         (float)rect.y + (float)rect.h / 2, ALIGN_LEFT,
                         rect.w - layout_px(layout, 2 * PADDING)};

    if (cell->mark != CELL_PLAIN)
        at.max_px -= layout_px(layout, MARK);
    if (cell->target != 0 && in->pressed == cell->target)
        fill = theme_mix(fill, theme->bg, 12);
    drawlist_box(scene->list, rect, layout_exact(layout, 18), 0,
                 cell->target != 0 ? fill : theme->bg);
    drawlist_box(scene->list, rect, layout_exact(layout, 18), layout_exact(layout, 2),
                 is_chosen ? theme->move : theme_outline(theme, theme->card));
    draw_mark(scene, rect, cell->mark);
    draw_words(scene, at, cell->target != 0 || is_chosen ? theme->hi : theme->mid, cell);
    if (cell->target != 0)
        targets_add(targets, rect, cell->target);
}

void key_draw(const struct scene *scene, const struct screen_input *in, struct draw_rect rect,
              const char *sign, int32_t target, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    struct text_at at = {(float)rect.x + (float)rect.w / 2,
                         (float)rect.y + (float)rect.h / 2 + layout_exact(layout, 10), ALIGN_CENTRE,
                         rect.w};

    drawlist_box(scene->list, rect, layout_exact(layout, 18), 0,
                 in->pressed == target ? theme_mix(theme->card, theme->bg, 12) : theme->card);
    drawlist_box(scene->list, rect, layout_exact(layout, 18), layout_exact(layout, 2),
                 theme_outline(theme, theme->card));
    text_put(scene, TEXT_FIGURE, at, theme->hi, sign);
    targets_add(targets, rect, target);
}

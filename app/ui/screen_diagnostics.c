/* What whoever looks after a kiosk wants to know, and the same as a code to take along. */
#include "ui/diagnostics.h"

#include "ui/i18n.h"
#include "ui/screens.h"

#define ROW_UNITS  40.0
#define QUIET_ZONE 4 /* modules of ground around the code, ISO/IEC 18004 */

/* Dark on light in every theme: readers want it so. */
static const struct draw_color paper = {255, 255, 255, 255};
static const struct draw_color black = {0, 0, 0, 255};

/* The widest square of whole modules in the square at `x`, `y`. */
static void draw_code(const struct scene *scene, const struct diagnostics_shown *shown, int32_t x,
                      int32_t y, int32_t room_px)
{
    int32_t modules = shown->side + 2 * QUIET_ZONE, module_px = room_px / modules;
    int32_t side_px = modules * module_px;

    if (shown->side == 0 || module_px == 0)
        return;
    x += (room_px - side_px) / 2;
    drawlist_box(scene->list, (struct draw_rect){x, y, side_px, side_px},
                 layout_exact(scene->layout, 8), 0, paper);
    drawlist_modules(scene->list, x + QUIET_ZONE * module_px, y + QUIET_ZONE * module_px,
                     shown->side, module_px, black, shown->modules);
}

/* One line beside its label, or two with the label between them. */
static void draw_value(const struct scene *scene, struct text_at at,
                       const struct diagnostics_row *row)
{
    const struct layout *layout = scene->layout;

    if (text_width(scene, TEXT_LABEL_MEDIUM, row->value) > at.max_px)
        at.y -= layout_exact(layout, 9);
    text_wrap(scene, TEXT_LABEL_MEDIUM, at, layout_px(layout, 18), 2,
              row->is_fault ? scene->theme->fault : scene->theme->hi, row->value);
}

static void draw_rows(const struct scene *scene, const struct diagnostics_shown *shown, int32_t top,
                      int32_t right)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    int32_t value_x = layout->left + layout_px(layout, 124);
    struct text_at at = {0, (float)top, ALIGN_LEFT, 0};

    for (int32_t i = 0; i < shown->count; i++) {
        const struct diagnostics_row *row = &shown->rows[i];

        at.x = (float)layout->left;
        at.max_px = value_x - layout->left - layout_px(layout, 8);
        text_put(scene, TEXT_LABEL, at, theme->mid, _(row->label));
        at.x = (float)value_x;
        at.max_px = right - value_x;
        draw_value(scene, at, row);
        at.y += layout_exact(layout, ROW_UNITS);
    }
}

void screen_diagnostics_draw(const struct scene *scene, const struct screen_input *in,
                             struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct diagnostics_shown *shown = &in->view->diagnostics;
    int32_t margin = layout_px(layout, 24), gap = layout_px(layout, 16);
    int32_t room = layout_px(layout, 232), button_h = layout_px(layout, 72);
    int32_t code_x = layout->w - margin - room, code_y = layout_px(layout, 40);
    int32_t rows_right = layout->landscape ? code_x - gap : layout->w - margin;
    struct draw_rect back = {code_x, layout->h - margin - button_h, room, button_h};
    struct text_at at = {(float)layout->left, layout_exact(layout, 58), ALIGN_LEFT,
                         rows_right - layout->left};

    if (!layout->landscape) {
        code_x = (layout->w - room) / 2;
        code_y = layout->h - margin - button_h - gap - room;
        back.x = margin;
        back.w = layout->w - 2 * margin;
    }
    drawlist_box(scene->list, (struct draw_rect){0, 0, layout->w, layout->h}, 0, 0,
                 scene->theme->bg);
    drawlist_end_still(scene->list);
    text_put(scene, TEXT_FIGURE, at, scene->theme->hi, _("Diagnostics"));
    draw_rows(scene, shown, layout_px(layout, 104), rows_right);
    draw_code(scene, shown, code_x, code_y, room);
    screen_notice(scene, in->view, false);
    screen_button(scene, BUTTON_PRIMARY, back, _("Back"), TARGET_BACK, in->pressed, targets);
}

/*
 * When to see a professional: a static page. Its words are the same for everyone on every day; the
 * view decides nothing on it, and nothing opens it but a tap.
 */
#include "ui/i18n.h"
#include "ui/page_head.h"

#define MARGIN    24
#define ROWS      3
#define ROW_GAP   12
#define WORDS_X   92 /* from a row's left edge */
#define SIGN_X    44
#define CLOSE_W   176
#define CLOSE_H   80
#define PLACE_END 16 /* below the button */

enum sign { SIGN_TRIANGLE, SIGN_SQUARE, SIGN_CIRCLE };

/* Told apart by shape as well as by colour. */
static const struct {
    enum sign sign;
    const char *what, *when;
} rows[ROWS] = {
    {SIGN_TRIANGLE, N_("Call emergency services now"), N_("Sudden breathlessness or chest pain.")},
    {SIGN_SQUARE, N_("Get medical advice at once"),
     N_("Sudden, strong pain in one leg that is swollen, warm or discoloured.")},
    {SIGN_CIRCLE, N_("Make an appointment"),
     N_("Swelling that stays, even after moving or putting your legs up.")},
};

/* A line in units about the middle of a sign. */
static void mark(const struct scene *scene, struct draw_point middle, const float line[4],
                 double width)
{
    const struct layout *layout = scene->layout;
    struct draw_point a = {middle.x + layout_exact(layout, (double)line[0]),
                           middle.y + layout_exact(layout, (double)line[1])};
    struct draw_point b = {middle.x + layout_exact(layout, (double)line[2]),
                           middle.y + layout_exact(layout, (double)line[3])};

    drawlist_stroke(scene->list, a, b, layout_exact(layout, width), scene->theme->card);
}

static void draw_sign(const struct scene *scene, enum sign sign, struct draw_point middle)
{
    static const float bang[] = {0, -9, 0, 3}, dot[] = {0, 13, 0, 13.2F};
    static const float upright[] = {0, -10, 0, 10}, across[] = {-10, 0, 10, 0};
    static const float long_hand[] = {0, -13, 0, 0}, short_hand[] = {0, 0, 9, 6};
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    const struct draw_rect whole = {0, 0, layout->w, layout->h};
    float unit = layout->unit_px;
    struct drawlist_pose triangle = {
        .box = {0, 0, 64, 64}, .pivot = {32, 33}, .at = middle, .scale = {unit, unit}};

    switch (sign) {
    case SIGN_TRIANGLE:
        drawlist_art(scene->list, ART_SIGN_EMERGENCY, &triangle, whole, true, theme->fault);
        mark(scene, middle, bang, 5);
        mark(scene, middle, dot, 6);
        break;
    case SIGN_SQUARE:
        drawlist_box(scene->list,
                     (struct draw_rect){(int32_t)(middle.x - 23 * unit),
                                        (int32_t)(middle.y - 23 * unit), layout_px(layout, 46),
                                        layout_px(layout, 46)},
                     12 * unit, 0, theme->sit);
        mark(scene, middle, upright, 8);
        mark(scene, middle, across, 8);
        break;
    case SIGN_CIRCLE:
        drawlist_ellipse(scene->list, middle.x, middle.y, 25 * unit, 25 * unit, theme->stand);
        mark(scene, middle, long_hand, 4.5);
        mark(scene, middle, short_hand, 4.5);
        break;
    }
}

/* One size for the three rows: the larger if each takes one line at it. */
static enum text_role role_of_rows(const struct scene *scene, int32_t room_px)
{
    for (int i = 0; i < ROWS && scene->layout->landscape; i++) {
        if (text_width(scene, TEXT_BODY, _(rows[i].when)) > room_px)
            return TEXT_LABEL;
    }
    return TEXT_BODY;
}

static void draw_row(const struct scene *scene, struct draw_rect rect, int i, enum text_role role)
{
    const struct layout *layout = scene->layout;
    int32_t lines, line = layout_px(layout, role == TEXT_BODY ? 28 : 22);
    struct draw_point middle = {(float)(rect.x + layout_px(layout, SIGN_X)),
                                (float)rect.y + (float)rect.h / 2};
    struct text_at at = {(float)(rect.x + layout_px(layout, WORDS_X)), 0, ALIGN_LEFT,
                         rect.w - layout_px(layout, WORDS_X + 20)};

    screen_card(scene, rect, layout_exact(layout, 20));
    draw_sign(scene, rows[i].sign, middle);
    lines = text_lines(scene, role, at.max_px, _(rows[i].when));
    at.y = middle.y + layout_exact(layout, 7) - (float)(lines * line) / 2;
    text_put(scene, TEXT_ACTION_SMALL, at, scene->theme->hi, _(rows[i].what));
    at.y += (float)line;
    text_wrap(scene, role, at, line, lines, scene->theme->mid, _(rows[i].when));
}

static void draw_foot(const struct scene *scene, const struct screen_input *in,
                      struct targets *targets)
{
    const struct layout *layout = scene->layout;
    int32_t margin = layout_px(layout, MARGIN), height = layout_px(layout, CLOSE_H);
    struct draw_rect close = {layout->w - margin - layout_px(layout, CLOSE_W),
                              layout->h - layout_px(layout, PLACE_END) - height,
                              layout_px(layout, CLOSE_W), height};
    struct text_at at = {(float)layout_px(layout, 32), (float)(close.y + layout_px(layout, 36)),
                         ALIGN_LEFT, close.x - layout_px(layout, 48)};

    if (!layout->landscape) {
        close.x = margin;
        close.w = layout->w - 2 * margin;
        at.y = (float)(close.y - layout_px(layout, 76));
        at.max_px = close.w - layout_px(layout, 16);
    }
    text_put(scene, TEXT_ACTION_SMALL, at, scene->theme->hi,
             _("Second Heart is not a medical device."));
    at.y += layout_exact(layout, 26);
    text_wrap(scene, page_fine_role(layout), at, layout_px(layout, 19), 2, scene->theme->mid,
              _("This page is the same for everyone and never set off by a sensor."));
    screen_button(scene, BUTTON_SECONDARY, close, _("Close"), TARGET_LEARN_BACK, in->pressed,
                  targets);
}

void screen_professional_draw(const struct scene *scene, const struct screen_input *in,
                              struct targets *targets)
{
    const struct layout *layout = scene->layout;
    int32_t margin = layout_px(layout, MARGIN), gap = layout_px(layout, ROW_GAP);
    struct draw_rect row = {margin, layout_px(layout, PAGE_HEAD_UNITS), layout->w - 2 * margin,
                            layout_px(layout, layout->landscape ? 84 : 164)};
    enum text_role role = role_of_rows(scene, row.w - layout_px(layout, WORDS_X + 20));

    drawlist_box(scene->list, (struct draw_rect){0, 0, layout->w, layout->h}, 0, 0,
                 scene->theme->bg);
    drawlist_end_still(scene->list);
    page_head_draw(scene, in, _("When to see a professional"), layout->w - margin,
                   TARGET_LEARN_BACK, targets);
    for (int i = 0; i < ROWS; i++, row.y += row.h + gap)
        draw_row(scene, row, i, role);
    draw_foot(scene, in, targets);
    screen_notice(scene, in->view, false);
}

/* The first run: one thing a step, each with a way on and a way back. */
#include <stdio.h>

#include "ui/i18n.h"
#include "ui/page.h"
#include "ui/settings_pages.h"

#define MARGIN   24.0
#define BUTTON_H 64.0
#define PANEL_W  352.0
#define PANEL_H  264.0
#define GAP      14.0

enum answer { ANSWER_NEXT, ANSWER_BACK, ANSWER_SET, ANSWER_PIN };

/* Where a step's things stand, units: right of the picture or below it, or all of the canvas. */
struct room {
    double x, y, w, end;
};

static const struct step_words {
    const char *title;
    const char *help;                 /* NULL: none */
    const char *checks[SETUP_CHECKS]; /* of a sensor */
    enum draw_art art;                /* of a sensor; ART_COUNT: none */
} words[SETUP_END] = {
    [SETUP_LANGUAGE] = {N_("Which language do you read?"), NULL, {NULL}, ART_COUNT},
    [SETUP_CHAIR] = {N_("Sit down, lean forward, stand up"),
                     N_("We are listening to the chair's switch."),
                     {N_("Sat down"), N_("Leaned forward for 5 s"), N_("Stood up")},
                     ART_ICON_CHAIR},
    [SETUP_MAT] = {N_("Walk on the spot, one foot on the mat"),
                   N_("We are listening to the mat."),
                   {N_("Stepped on it"), N_("Stepped off"), N_("Three steps in a row")},
                   ART_ICON_MAT},
    [SETUP_PROTOCOL] = {N_("How often would you like to move?"), NULL, {NULL}, ART_COUNT},
    [SETUP_TIME] = {N_("What time is it?"), NULL, {NULL}, ART_COUNT},
    [SETUP_PRIVACY] = {N_("It stays with you"), NULL, {NULL}, ART_COUNT},
};

static struct setup_place place_of(const struct view *view)
{
    return (struct setup_place){view->mat.present != 0, view->settings.can_set_time != 0};
}

/* "Step 2 of 5", with a bar for each. */
static void draw_number(const struct scene *scene, const struct view *view, const struct room *room)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    struct setup_place place = place_of(view);
    int32_t count = setup_count(&place), number = setup_number(&place, view->settings.setup_step);
    struct text_at at = {layout_exact(layout, room->x + count * 28.0 + 12),
                         layout_exact(layout, room->y + 13), ALIGN_LEFT, 0};
    char text[SETTINGS_TEXT_MAX];

    for (int32_t i = 0; i < count; i++)
        drawlist_box(scene->list, layout_rect(layout, room->x + i * 28.0, room->y + 4, 20, 8),
                     layout_exact(layout, 4), 0, i < number ? theme->move : theme->track);
    (void)snprintf(text, sizeof text, _("Step %d of %d"), (int)number, (int)count);
    text_put(scene, TEXT_LABEL, at, theme->mid, text);
}

/* Returns where the step's own things begin. */
static double draw_head(const struct scene *scene, const struct view *view, const struct room *room,
                        const struct step_words *step)
{
    const struct layout *layout = scene->layout;
    bool is_beside = step->art != ART_COUNT;
    struct text_at at = {layout_exact(layout, room->x), layout_exact(layout, room->y + 54),
                         ALIGN_LEFT, layout_px(layout, room->w)};
    int32_t lines;

    draw_number(scene, view, room);
    lines = text_wrap(scene, TEXT_FIGURE, at, layout_px(layout, 34),
                      is_beside || !layout->landscape ? 2 : 1, scene->theme->hi, _(step->title));
    if (!step->help)
        return room->y + 72 + (lines - 1) * 34;
    at.y += layout_exact(layout, lines * 34 - 4);
    text_wrap(scene, TEXT_LABEL, at, layout_px(layout, 20), 2, scene->theme->mid, _(step->help));
    return room->y + 72 + lines * 34;
}

/* --------------------------------------------------------------------------------- live checks */

static void draw_tick(const struct scene *scene, float x, float y, float size)
{
    float u = scene->layout->unit_px * size;
    struct draw_point from = {x - 8 * u, y}, low = {x - 2 * u, y + 6 * u},
                      to = {x + 9 * u, y - 7 * u};

    drawlist_stroke(scene->list, from, low, 3.5F * u, scene->theme->ink);
    drawlist_stroke(scene->list, low, to, 3.5F * u, scene->theme->ink);
}

static void draw_check(const struct scene *scene, struct draw_rect rect, const char *label,
                       enum setup_check check)
{
    static const char *const states[] = {
        [SETUP_WAITS] = N_("Not yet"),
        [SETUP_SEEN] = N_("Seen"),
        /* TRANSLATORS: the seat's switch opened while the person leaned forward. */
        [SETUP_OPENED] = N_("It opened: sit down again"),
    };
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    float middle = (float)rect.y + (float)rect.h / 2;
    float x = (float)rect.x + layout_exact(layout, 32), radius = layout_exact(layout, 15);
    struct text_at at = {x + layout_exact(layout, 28), middle - layout_exact(layout, 3), ALIGN_LEFT,
                         rect.w - layout_px(layout, 76)};

    screen_card(scene, rect, layout_exact(layout, 18));
    drawlist_ellipse(scene->list, x, middle, radius, radius,
                     check == SETUP_SEEN ? theme->move : theme->track);
    if (check == SETUP_SEEN)
        draw_tick(scene, x, middle, 0.9F);
    text_put(scene, TEXT_TILE, at, theme->hi, _(label));
    at.y = middle + layout_exact(layout, 18);
    text_put(scene, TEXT_LABEL, at, check == SETUP_SEEN ? theme->move : theme->mid,
             _(states[check]));
}

static void draw_checks(const struct scene *scene, const struct view *view, const struct room *room,
                        double top, const struct step_words *step)
{
    struct cell_grid grid = {.x = room->x,
                             .y = top,
                             .w = room->w,
                             .h = room->end - top - GAP,
                             .columns = 1,
                             .count = SETUP_CHECKS,
                             .most = 72};

    for (int i = 0; i < SETUP_CHECKS; i++)
        draw_check(scene, cell_grid_rect(scene->layout, &grid, i), step->checks[i],
                   (enum setup_check)view->setup.checks[i]);
}

/* The sensor at the left or on top: its switch, and a tick over it once all was seen. */
static void draw_sensor(const struct scene *scene, const struct view *view,
                        const struct step_words *step)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    double width = layout->w / (double)layout->unit_px;
    double height = layout->h / (double)layout->unit_px;
    struct draw_rect panel = layout->landscape ? layout_rect(layout, 0, 0, PANEL_W, height)
                                               : layout_rect(layout, 0, 0, width, PANEL_H);
    float scale = layout_exact(layout, layout->landscape ? 13 : 11);
    float x = (float)panel.w / 2, y = (float)panel.h / 2, radius = layout_exact(layout, 60);
    bool is_seen = setup_is_seen(&view->setup), is_closed = view->setup.is_closed != 0;
    struct drawlist_pose pose = {
        .box = {0, 0, 16, 16}, .pivot = {8, 8}, .at = {x, y}, .scale = {scale, scale}};

    screen_panel(scene, panel);
    drawlist_art(scene->list, step->art, &pose, panel, true, is_closed ? theme->move : theme->mid);
    if (!is_seen)
        return;
    drawlist_ellipse(scene->list, x, y, radius, radius, theme->move);
    draw_tick(scene, x, y, 4);
}

/* ---------------------------------------------------------------------------------- the buttons */

struct button {
    const char *label;
    enum answer answer;
};

/* The first has a row of its own where three would be narrow. */
static bool is_stacked(const struct layout *layout, int32_t count)
{
    return !layout->landscape && count == 3;
}

static void draw_buttons(const struct scene *scene, const struct screen_input *in,
                         const struct room *room, const struct button *buttons, int32_t count,
                         struct targets *targets)
{
    const struct layout *layout = scene->layout;
    struct cell_grid row = {.x = room->x, .y = room->end, .w = room->w, .h = BUTTON_H};
    int32_t first = is_stacked(layout, count) ? 1 : 0;

    row.most = BUTTON_H;
    for (int32_t i = 0; i < count; i++) {
        bool is_above = i < first;

        row.columns = row.count = is_above ? first : count - first;
        row.y = room->end + (first > 0 && !is_above ? BUTTON_H + 12 : 0);
        screen_button(scene, i == 0 ? BUTTON_PRIMARY : BUTTON_SECONDARY,
                      cell_grid_rect(layout, &row, is_above ? i : i - first), buttons[i].label,
                      target_with(TARGET_ANSWER, (int32_t)buttons[i].answer), in->pressed, targets);
    }
}

/* Returns how many. */
static int32_t choose_buttons(const struct view *view, struct button buttons[3])
{
    int32_t step = view->settings.setup_step;
    bool waits = words[step].art != ART_COUNT && !setup_is_seen(&view->setup);
    int32_t n = 0;

    if (step == SETUP_TIME)
        buttons[n++] = (struct button){_("Set"), ANSWER_SET};
    buttons[n++] = (struct button){step == SETUP_PRIVACY         ? _("Start")
                                   : waits || step == SETUP_TIME ? _("Skip")
                                                                 : _("Next"),
                                   ANSWER_NEXT};
    if (step == SETUP_PRIVACY)
        buttons[n++] = (struct button){
            view->settings.has_pin ? _("Another PIN") : _("Choose a PIN"), ANSWER_PIN};
    if (step != SETUP_LANGUAGE)
        buttons[n++] = (struct button){_("Back"), ANSWER_BACK};
    return n;
}

/* -------------------------------------------------------------------------------------- a step */

static void draw_privacy(const struct scene *scene, const struct room *room, double top)
{
    static const char *const lines[] = {
        N_("What this kiosk sees stays on its card, unless you turn sync on."),
        N_("It sees a seat and a mat: no camera, no microphone, no name."),
        N_("A PIN can hide your days and weeks from others. Settings lead to all of it again."),
    };
    const struct layout *layout = scene->layout;
    struct text_at at = {layout_exact(layout, room->x), layout_exact(layout, top + 32), ALIGN_LEFT,
                         layout_px(layout, room->w)};

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        int32_t count = text_wrap(scene, TEXT_LEAD, at, layout_px(layout, 30),
                                  layout->landscape ? 2 : 5, scene->theme->hi, _(lines[i]));

        at.y += layout_exact(layout, count * 30 + 18);
    }
}

void setup_draw(const struct scene *scene, const struct screen_input *in, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct view *view = in->view;
    int32_t step = view->settings.setup_step;
    double width = layout->w / (double)layout->unit_px;
    double height = layout->h / (double)layout->unit_px, top;
    struct room room = {MARGIN, 26, width - 2 * MARGIN, height - 16 - BUTTON_H};
    struct button buttons[3];
    int32_t count = choose_buttons(view, buttons);
    bool is_beside = words[step].art != ART_COUNT;

    if (is_stacked(layout, count))
        room.end -= BUTTON_H + 12;
    page_ground(scene);
    if (is_beside) {
        draw_sensor(scene, view, &words[step]);
        room.x += layout->landscape ? PANEL_W : 0;
        room.w -= layout->landscape ? PANEL_W : 0;
        room.y += layout->landscape ? 10 : PANEL_H - 6;
    }
    top = draw_head(scene, view, &room, &words[step]);
    if (is_beside)
        draw_checks(scene, view, &room, top, &words[step]);
    else if (step == SETUP_LANGUAGE || step == SETUP_PROTOCOL)
        choice_cells(scene, in, setup_setting(step), room.x, top, room.w, room.end - top - GAP,
                     targets);
    else if (step == SETUP_TIME)
        time_fields(scene, in, room.x, top + 8, room.w, room.end - top - 2 * GAP, targets);
    else
        draw_privacy(scene, &room, top);
    draw_buttons(scene, in, &room, buttons, count, targets);
    screen_notice(scene, view, false);
}

/* ------------------------------------------------------------------------------------- its taps */

enum setting setup_setting(int32_t step)
{
    return step == SETUP_LANGUAGE ? SETTING_LANGUAGE : SETTING_PROTOCOL;
}

static struct ui_request to_step(int32_t step)
{
    return (struct ui_request){.kind = UI_REQUEST_SETUP,
                               .number = step == SETUP_END ? SETUP_NONE : step};
}

void setup_act(struct ui *ui, enum target_id target, int32_t place, int64_t now_mono_ns,
               struct ui_asks *asks)
{
    struct setup_place here = place_of(&ui->view);
    int32_t step = ui->view.settings.setup_step;

    if (target == TARGET_CHOICE)
        choices_act(ui, target, place, now_mono_ns, asks);
    else if (target == TARGET_STEP)
        time_act(ui, target, place, now_mono_ns, asks);
    if (target != TARGET_ANSWER)
        return;
    switch ((enum answer)place) {
    case ANSWER_NEXT:
        asks->request = to_step(setup_next(&here, step));
        break;
    case ANSWER_BACK:
        asks->request = to_step(setup_previous(&here, step));
        break;
    case ANSWER_SET:
        time_ask(&ui->pages.time, asks);
        ui->due_request = to_step(setup_next(&here, step));
        break;
    case ANSWER_PIN:
        keypad_begin(&ui->pages.keypad, ui->view.settings.has_pin ? KEYPAD_CHANGE : KEYPAD_CHOOSE);
        navigator_open(&ui->navigator, UI_KEYPAD);
        break;
    }
}

/* What the switches say right now, live. */
#include "ui/i18n.h"
#include "ui/screens.h"

struct sensor_words {
    const char *name, *closed, *open, *absent;
    enum draw_art art;
};

static const struct sensor_words chair_words = {N_("Chair"), N_("Somebody sits"), N_("Free"), "",
                                                ART_ICON_CHAIR};
static const struct sensor_words mat_words = {N_("Mat"), N_("A foot is on it"), N_("Free"),
                                              N_("This kiosk has none"), ART_ICON_MAT};

static const char *const fault_words[VIEW_FAULT_COUNT] = {
    [VIEW_FAULT_NONE] = "",
    [VIEW_FAULT_MISSING] = N_("does not answer"),
    [VIEW_FAULT_UNPLUGGED] = N_("unplugged"),
    [VIEW_FAULT_CHATTERING] = N_("does not settle"),
    [VIEW_FAULT_SILENT] = N_("has not changed for days"),
};

static bool is_believed(const struct view_sensor *sensor)
{
    return sensor->present &&
           (sensor->fault == VIEW_FAULT_NONE || sensor->fault == VIEW_FAULT_SILENT);
}

static void draw_card(const struct scene *scene, struct draw_rect rect,
                      const struct sensor_words *words, const struct view_sensor *sensor)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    bool closed = is_believed(sensor) && sensor->closed;
    struct draw_color state = closed ? theme->move : theme->mid;
    const char *text = !sensor->present ? words->absent : closed ? words->closed : words->open;
    struct text_at at = {(float)rect.x + layout_exact(layout, 24),
                         (float)rect.y + layout_exact(layout, 148), ALIGN_LEFT,
                         rect.w - layout_px(layout, 48)};
    struct drawlist_pose pose = {
        .box = {0, 0, 16, 16},
        .at = {at.x, (float)rect.y + layout_exact(layout, 28)},
        .scale = {4 * layout->unit_px, 4 * layout->unit_px},
    };
    struct draw_point petal = {(float)(rect.x + rect.w) - layout_exact(layout, 48),
                               (float)rect.y + layout_exact(layout, 80)};
    /* The door: upright when the contact is closed, leaning when it is open. */
    struct draw_point tip = {petal.x + layout_exact(layout, closed ? 0 : 17),
                             petal.y - layout_exact(layout, closed ? 36 : 31)};

    if (sensor->present && !is_believed(sensor))
        text = fault_words[sensor->fault];
    screen_card(scene, rect, layout_exact(layout, 24));
    drawlist_art(scene->list, words->art, &pose, rect, true,
                 is_believed(sensor) ? theme->hi : theme->low);
    if (is_believed(sensor))
        drawlist_stroke(scene->list, petal, tip, layout_exact(layout, 12),
                        closed ? theme->move : theme->track);
    text_put(scene, TEXT_LABEL, at, theme->mid, _(words->name));
    at.y += layout_exact(layout, 36);
    text_put(scene, TEXT_FIGURE, at, is_believed(sensor) ? state : theme->fault,
             *text ? _(text) : "");
}

void screen_sensors_draw(const struct scene *scene, const struct screen_input *in,
                         struct targets *targets)
{
    const struct layout *layout = scene->layout;
    int32_t margin = layout_px(layout, 24), gap = layout_px(layout, 16);
    int32_t width = layout->w - 2 * margin, height = layout_px(layout, 212);
    int32_t button_h = layout_px(layout, 96);
    struct draw_rect chair = {margin, layout_px(layout, 128), width, height}, mat = chair;
    struct text_at at = {(float)margin, layout_exact(layout, 60), ALIGN_LEFT, width};

    if (layout->landscape) {
        chair.w = mat.w = (width - gap) / 2;
        mat.x = margin + width - mat.w;
    } else {
        mat.y += height + gap;
    }
    drawlist_box(scene->list, (struct draw_rect){0, 0, layout->w, layout->h}, 0, 0,
                 scene->theme->bg);
    drawlist_end_still(scene->list);
    text_put(scene, TEXT_FIGURE, at, scene->theme->hi, _("What the sensors see now"));
    at.y = layout_exact(layout, 88);
    text_wrap(scene, TEXT_LABEL, at, layout_px(layout, 22), 2, scene->theme->mid,
              _("Sit down, stand up, step on the mat: it shows at once."));
    draw_card(scene, chair, &chair_words, &in->view->chair);
    draw_card(scene, mat, &mat_words, &in->view->mat);
    screen_notice(scene, in->view, false);
    screen_button(scene, BUTTON_PRIMARY,
                  (struct draw_rect){margin, layout->h - layout_px(layout, 16) - button_h,
                                     layout_px(layout, 288), button_h},
                  _("Back"), TARGET_BACK, in->pressed, targets);
}

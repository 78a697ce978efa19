#include "ui/ui.h"

#include <string.h>

#include "base/units.h"

/*
 * A screen that a tap opened closes by itself after a minute without touches; for as long a touch
 * keeps the screen lit though nobody may be seen.
 */
#define AWAKE_NS NS_PER_MIN

#define RETRY_NS NS_PER_S

enum { CHAIR, MAT };

static screen_draw_fn *const screens[UI_SCREEN_COUNT] = {
    [UI_HOME] = screen_home_draw,
    [UI_FAULT] = screen_fault_draw,
    [UI_SENSORS] = screen_sensors_draw,
    [UI_AMBIENT] = screen_ambient_draw,
};

void ui_init(struct ui *ui, int32_t w_px, int32_t h_px, const struct text_port *text,
             bool reduced_motion)
{
    memset(ui, 0, sizeof *ui);
    layout_make(&ui->layout, w_px, h_px);
    ui->theme = THEME_DUSK;
    ui->text = *text;
    ui->touched_ns = TIME_NEVER;
    ui->view_change_ns = TIME_NEVER;
    ui->retry_ns = TIME_NEVER;
    ui->reminded_date[CHAIR] = ui->reminded_date[MAT] = -1;
    ui->is_dirty = ui->is_whole = true;
    for (int i = 0; i < LIVE_BEATS_KEPT; i++)
        ui->beats_ns[i] = TIME_NEVER;
    anim_init(&ui->anim, reduced_motion);
}

void ui_expose(struct ui *ui)
{
    ui->is_whole = true;
    ui->retry_ns = ui->drawn_ns + RETRY_NS;
}

static void redraw(struct ui *ui)
{
    ui->is_dirty = ui->is_whole = true;
}

void ui_beat(struct ui *ui, int64_t beat_mono_ns)
{
    anim_beat(&ui->anim, beat_mono_ns);
    ui->is_dirty = true;
}

void ui_interval(struct ui *ui, int64_t start_mono_ns, int64_t end_mono_ns, enum posture posture)
{
    timeline_add(&ui->timeline, start_mono_ns, end_mono_ns, posture);
}

void ui_new_day(struct ui *ui)
{
    timeline_clear(&ui->timeline);
}

static void open_screen(struct ui *ui, enum ui_screen screen)
{
    ui->asked = screen;
    ui->is_dirty = true;
}

static void remind_tomorrow(struct ui *ui)
{
    struct fault_shown shown = screen_fault_of(&ui->view);
    int line = shown.is_chair ? CHAIR : MAT;

    ui->reminded_date[line] = ui->date;
    ui->reminded_fault[line] = (uint8_t)shown.fault;
    open_screen(ui, UI_HOME);
}

static void act_on(struct ui *ui, enum target_id target, int64_t now_ns)
{
    switch (target) {
    case TARGET_NONE:
        return;
    case TARGET_ANYWHERE:
        anim_ack(&ui->anim, ui->touch.x, ui->touch.y, now_ns);
        return;
    case TARGET_SENSORS:
        open_screen(ui,
                    screen_fault_of(&ui->view).fault == VIEW_FAULT_NONE ? UI_SENSORS : UI_FAULT);
        return;
    case TARGET_TEST_SENSORS:
        open_screen(ui, UI_SENSORS);
        return;
    case TARGET_REMIND:
        remind_tomorrow(ui);
        return;
    case TARGET_BACK:
        open_screen(ui, UI_HOME);
        return;
    }
}

bool ui_event(struct ui *ui, const struct display_event *event)
{
    bool came_down = event->kind == DISPLAY_TOUCH_DOWN;

    switch (event->kind) {
    case DISPLAY_TOUCH_DOWN:
    case DISPLAY_TOUCH_MOVE:
    case DISPLAY_TOUCH_UP:
    case DISPLAY_TOUCH_CANCEL:
        ui->touched_ns = event->mono_ns;
        act_on(ui, (enum target_id)touch_feed(&ui->touch, &ui->targets, event), event->mono_ns);
        ui->is_dirty |= event->kind != DISPLAY_TOUCH_MOVE || touch_pressed(&ui->touch) != 0;
        break;
    case DISPLAY_RESIZED:
        layout_make(&ui->layout, event->w_px, event->h_px);
        redraw(ui);
        break;
    case DISPLAY_EXPOSED:
        redraw(ui);
        break;
    case DISPLAY_KEY_DOWN:
    case DISPLAY_KEY_UP:
    case DISPLAY_LOST:
    case DISPLAY_QUIT:
        break;
    }
    return came_down;
}

/* A fault whose card nobody has put off today. */
static bool card_is_due(const struct ui *ui, const struct view_sensor *sensor, int line)
{
    return sensor->fault != VIEW_FAULT_NONE &&
           !(ui->reminded_date[line] == ui->date && ui->reminded_fault[line] == sensor->fault);
}

static enum ui_screen choose_screen(const struct ui *ui, int64_t now_ns)
{
    bool touched = ui->touched_ns != TIME_NEVER;
    bool awake = touched && now_ns - ui->touched_ns < AWAKE_NS;
    bool asked = ui->asked != UI_HOME && awake;

    if (asked && ui->asked == UI_FAULT && screen_fault_of(&ui->view).fault == VIEW_FAULT_NONE)
        asked = false;
    if (asked)
        return ui->asked;
    if (ui->view.away_long && !awake)
        return UI_AMBIENT;
    if (card_is_due(ui, &ui->view.chair, CHAIR) || card_is_due(ui, &ui->view.mat, MAT))
        return UI_FAULT;
    return UI_HOME;
}

void ui_update(struct ui *ui, const struct kiosk_glance *glance, const struct view_context *context,
               int64_t now_mono_ns)
{
    struct view view;

    timeline_see(&ui->timeline, glance->posture, glance->posture_since_ns);
    view_make(&view, glance, context, &ui->timeline, now_mono_ns);
    ui->date = context->date;
    ui->view_change_ns = view_next_change_mono_ns(glance, context, now_mono_ns);
    memcpy(ui->beats_ns, glance->beat_times_ns, sizeof ui->beats_ns);
    touch_tick(&ui->touch, now_mono_ns);
    if (!view_equal(&view, &ui->view)) {
        ui->view = view;
        ui->is_dirty = true;
    }
    anim_follow(&ui->anim, view.petals, (float)view.pooled_percent / 100, view.leg_stands != 0,
                now_mono_ns);
    if (choose_screen(ui, now_mono_ns) != ui->screen) {
        ui->screen = choose_screen(ui, now_mono_ns);
        if (ui->screen == UI_HOME || ui->screen == UI_AMBIENT)
            ui->asked = UI_HOME;
        ui->is_dirty = true;
    }
}

static void draw(struct ui *ui, struct draw_list *list, int64_t now_ns)
{
    struct anim_pose pose;
    struct scene scene = {list, &ui->layout, theme_get(ui->theme), &ui->text};
    struct screen_input in = {
        .view = &ui->view,
        .pose = &pose,
        .beats_ns = ui->beats_ns,
        .now_mono_ns = now_ns,
        .pressed = touch_pressed(&ui->touch),
        .reduced_motion = ui->anim.reduced,
        .ack_x = ui->anim.ack_x,
        .ack_y = ui->anim.ack_y,
    };

    anim_pose(&ui->anim, now_ns, &pose);
    drawlist_begin(list, ui->layout.w, ui->layout.h);
    ui->targets.count = 0;
    screens[ui->screen](&scene, &in, &ui->targets);
}

bool ui_frame(struct ui *ui, int64_t now_mono_ns, struct ui_frame *frame)
{
    const struct draw_list *before = &ui->lists[ui->current];
    struct draw_list *after = &ui->lists[1 - ui->current];

    /* The last frame of a motion is due when nothing moves any more: draw it once. */
    if (!ui->is_dirty && now_mono_ns < ui->retry_ns &&
        anim_next_frame_mono_ns(&ui->anim, ui->drawn_ns) == TIME_NEVER)
        return false;
    draw(ui, after, now_mono_ns);
    ui->drawn_ns = now_mono_ns;
    ui->is_dirty = false;
    ui->retry_ns = TIME_NEVER;
    drawlist_compare(ui->is_whole ? NULL : before, after, &ui->damage);
    if (ui->damage.count == 0)
        return false;
    ui->is_whole = false;
    ui->current = 1 - ui->current;
    *frame = (struct ui_frame){after, &ui->damage};
    return true;
}

int64_t ui_next_deadline_mono_ns(const struct ui *ui, int64_t now_mono_ns)
{
    int64_t due_ns = time_earlier(ui->view_change_ns, touch_deadline_mono_ns(&ui->touch));

    due_ns = time_earlier(due_ns, ui->retry_ns);
    if (ui->screen == UI_HOME)
        due_ns = time_earlier(due_ns, anim_next_frame_mono_ns(&ui->anim, ui->drawn_ns));
    if (ui->asked != UI_HOME ||
        (ui->view.away_long && ui->screen != UI_AMBIENT && ui->touched_ns != TIME_NEVER))
        due_ns = time_earlier(due_ns, ui->touched_ns + AWAKE_NS);
    return ui->is_dirty || due_ns < now_mono_ns ? now_mono_ns : due_ns;
}

enum ui_screen ui_shown(const struct ui *ui)
{
    return ui->screen;
}

#include "ui/ui.h"

#include <string.h>

#include "base/units.h"
#include "ui/history_page.h"
#include "ui/learn_picture.h"
#include "ui/settings_pages.h"

#define RETRY_NS NS_PER_S

/* How old a verified prompt may be to be shown: the kiosk may just have started again. */
#define FRESH_NS NS_PER_MIN

/* What moves on a screen besides its change into another. */
enum moves {
    MOVES_NOTHING,
    MOVES_LEG,   /* home's leg and ring */
    MOVES_WALK,  /* the live view's walker, which steps with the beats */
    MOVES_GUIDE, /* the figure of an exercise */
    MOVES_LEARN, /* the picture of a card, for a moment */
    MOVES_TICK   /* the tick of a break, and its leg */
};

static void draw_live(const struct scene *scene, const struct screen_input *in,
                      struct targets *targets)
{
    live_draw(scene, in, &in->view->live, targets);
}

static void draw_exercise(const struct scene *scene, const struct screen_input *in,
                          struct targets *targets)
{
    exercise_draw(scene, in, &in->view->exercise, targets);
}

static void draw_done(const struct scene *scene, const struct screen_input *in,
                      struct targets *targets)
{
    done_draw(scene, in, &in->view->done, targets);
}

static const struct {
    screen_draw_fn *draw;
    screen_draw_fn *over; /* what lies over it */
    enum overlay overlay;
    enum moves moves;
} screens[UI_SCREEN_COUNT] = {
    [UI_HOME] = {screen_home_draw, NULL, OVERLAY_NONE, MOVES_LEG},
    [UI_BANNER] = {screen_home_draw, banner_draw, OVERLAY_BANNER, MOVES_LEG},
    [UI_MENU] = {screen_home_draw, sheet_menu_draw, OVERLAY_SHEET, MOVES_LEG},
    [UI_EXERCISES] = {screen_home_draw, sheet_exercises_draw, OVERLAY_SHEET, MOVES_LEG},
    [UI_QUIET] = {screen_home_draw, sheet_quiet_draw, OVERLAY_SHEET, MOVES_LEG},
    [UI_PROMPT] = {screen_prompt_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_LIVE] = {draw_live, NULL, OVERLAY_NONE, MOVES_WALK},
    [UI_EXERCISE] = {draw_exercise, NULL, OVERLAY_NONE, MOVES_GUIDE},
    [UI_DONE] = {draw_done, NULL, OVERLAY_NONE, MOVES_TICK},
    [UI_PAUSED] = {screen_paused_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_FAULT] = {screen_fault_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_SENSORS] = {screen_sensors_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_SYSTEM] = {screen_system_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_DIAGNOSTICS] = {screen_diagnostics_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_LEARN] = {screen_learn_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_LEARN_CARD] = {screen_learn_card_draw, NULL, OVERLAY_NONE, MOVES_LEARN},
    [UI_PROFESSIONAL] = {screen_professional_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_ABOUT] = {screen_about_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_HISTORY] = {screen_history_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_SETTINGS] = {settings_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_CHOICES] = {choices_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_KEYPAD] = {keypad_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_ERASE] = {erase_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_SYNC] = {sync_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_TIME] = {time_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_CLEANING] = {cleaning_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_SETUP] = {setup_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
    [UI_AMBIENT] = {screen_ambient_draw, NULL, OVERLAY_NONE, MOVES_NOTHING},
};

void ui_init(struct ui *ui, int32_t w_px, int32_t h_px, const struct text_port *text,
             bool reduced_motion)
{
    memset(ui, 0, sizeof *ui);
    layout_make(&ui->layout, w_px, h_px);
    ui->theme = THEME_DUSK;
    ui->text = *text;
    ui->view_change_ns = TIME_NEVER;
    ui->verified_ns = TIME_NEVER;
    ui->retry_ns = TIME_NEVER;
    ui->begin_ns = TIME_NEVER;
    ui->is_dirty = ui->is_whole = true;
    for (int i = 0; i < LIVE_BEATS_KEPT; i++)
        ui->beats_ns[i] = TIME_NEVER;
    anim_init(&ui->anim, reduced_motion);
    transition_init(&ui->transition, reduced_motion);
    navigator_init(&ui->navigator);
    course_init(&ui->course);
    hold_init(&ui->hold);
}

void ui_expose(struct ui *ui)
{
    ui->is_whole = true;
    ui->retry_ns = ui->drawn_ns + RETRY_NS;
}

static void redraw(struct ui *ui)
{
    ui->is_dirty = ui->is_whole = true;
    transition_cut(&ui->transition);
}

void ui_redraw(struct ui *ui)
{
    redraw(ui);
}

void ui_set_motion(struct ui *ui, bool is_reduced)
{
    ui->anim.reduced = ui->transition.reduced = is_reduced;
}

void ui_set_theme(struct ui *ui, enum theme_id theme)
{
    if (ui->theme == theme)
        return;
    ui->theme = theme;
    redraw(ui);
}

void ui_set_text_size(struct ui *ui, enum text_size size)
{
    if (ui->layout.text_size == size)
        return;
    ui->layout.text_size = size;
    redraw(ui);
}

static void resize(struct ui *ui, int32_t w_px, int32_t h_px)
{
    enum text_size text_size = ui->layout.text_size;

    layout_make(&ui->layout, w_px, h_px);
    ui->layout.text_size = text_size;
    redraw(ui);
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

void ui_forget(struct ui *ui)
{
    timeline_clear(&ui->timeline);
    course_init(&ui->course);
    navigator_close_done(&ui->navigator);
    ui->verified_ns = TIME_NEVER;
}

static void take_touch(struct ui *ui, const struct display_event *on_glass, struct ui_asks *asks)
{
    struct display_event laid_out = *on_glass;
    const struct display_event *event = &laid_out;

    shift_touch(ui->shift, &ui->layout, &laid_out);
    navigator_touch(&ui->navigator, event->mono_ns);
    if (event->kind == DISPLAY_TOUCH_DOWN)
        asks->touches[asks->count++] = TOUCH_OTHER;
    ui_act(ui, touch_feed(&ui->touch, &ui->targets, event), event->mono_ns, asks);
    ui->is_dirty |= event->kind != DISPLAY_TOUCH_MOVE || touch_pressed(&ui->touch) != 0;
}

void ui_event(struct ui *ui, const struct display_event *event, struct ui_asks *asks)
{
    *asks = (struct ui_asks){0};
    if (ui->hold.cleaning_until_ns != TIME_NEVER && event->kind <= DISPLAY_TOUCH_CANCEL)
        return;
    switch (event->kind) {
    case DISPLAY_TOUCH_DOWN:
    case DISPLAY_TOUCH_MOVE:
    case DISPLAY_TOUCH_UP:
    case DISPLAY_TOUCH_CANCEL:
        take_touch(ui, event, asks);
        break;
    case DISPLAY_RESIZED:
        resize(ui, event->w_px, event->h_px);
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
}

/* ------------------------------------------------------------------------- from glance to screen
 */

bool ui_take_stop(struct ui *ui)
{
    bool has_left = ui->has_left_set;

    ui->has_left_set = false;
    return has_left;
}

bool ui_take_request(struct ui *ui, struct ui_request *request)
{
    *request = ui->due_request;
    ui->due_request = (struct ui_request){0};
    return request->kind != UI_REQUEST_NONE;
}

/* A prompt that ended in a break, a stroll that nobody asked for, a break that is not whole. */
static void follow_outcome(struct ui *ui, const struct kiosk_glance *glance,
                           const struct view *view, int64_t now_ns)
{
    const struct coach_glance *coach = &glance->coach;
    bool is_new = coach->outcome_ns != TIME_NEVER && coach->outcome == PROMPT_VERIFIED &&
                  coach->outcome_ns != ui->verified_ns;
    bool walked = ui->navigator.asked == UI_LIVE && view->moved_s >= view->goal_s;

    if (is_new)
        ui->verified_ns = coach->outcome_ns;
    if (is_new && now_ns - coach->outcome_ns < FRESH_NS) {
        course_open_done(&ui->course, coach->outcome_is_reported ? DONE_REPORTED : DONE_VERIFIED,
                         glance, now_ns);
        navigator_open_done(&ui->navigator, now_ns);
    } else if (walked) {
        course_open_done(&ui->course, DONE_VERIFIED, glance, now_ns);
        navigator_open_done(&ui->navigator, now_ns);
    } else if (coach->state == COACH_OFFER && ui->navigator.state != COACH_OFFER) {
        course_open_done(&ui->course, DONE_UNFINISHED, glance, now_ns);
    }
    if (walked || (is_new && ui->navigator.asked == UI_EXERCISE))
        navigator_open(&ui->navigator, UI_HOME);
}

static void change_screen(struct ui *ui, enum ui_screen screen, int64_t now_ns)
{
    enum ui_screen from = ui->screen;
    bool same_base = screens[from].draw == screens[screen].draw;

    ui->screen = screen;
    if (screens[screen].overlay == OVERLAY_SHEET)
        ui->sheet = screen;
    if (!same_base)
        transition_change_screen(&ui->transition, now_ns);
    transition_set_overlay(&ui->transition, screens[screen].overlay, now_ns);
    /* What was dark, or not there yet, is lit at once. */
    if (!ui->has_view || from == UI_AMBIENT)
        transition_cut(&ui->transition);
    if (from == UI_EXERCISE && ui->navigator.asked != UI_EXERCISE)
        course_leave(&ui->course);
    if (from == UI_DONE)
        course_close_done(&ui->course);
    if (ui->navigator.asked == UI_HOME) {
        memset(&ui->pages, 0, sizeof ui->pages);
        ui->hold.is_unlocked = false;
    }
    ui->is_dirty = true;
}

/* What time alone changes: of the view, of its screen, of which screen it is. */
static int64_t next_change_ns(const struct ui *ui, const struct kiosk_glance *glance,
                              const struct view_context *context, int64_t now_ns)
{
    int64_t due_ns = view_next_change_mono_ns(glance, context, now_ns);

    if (ui->screen == UI_LIVE)
        due_ns = time_earlier(due_ns, course_next_live_mono_ns(glance, now_ns));
    if (ui->screen == UI_DIAGNOSTICS)
        due_ns = time_earlier(due_ns, now_ns + NS_PER_S);
    if (ui->screen == UI_DONE)
        due_ns = time_earlier(due_ns, course_next_done_mono_ns(&ui->course, now_ns));
    due_ns = time_earlier(due_ns, settings_next_change_mono_ns(ui, now_ns));
    return time_earlier(due_ns, exercise_next_count_mono_ns(&ui->course.exercise, now_ns));
}

void ui_update(struct ui *ui, const struct kiosk_glance *glance, const struct view_context *context,
               int64_t now_mono_ns)
{
    enum ui_screen screen;
    struct view view;

    timeline_see(&ui->timeline, glance->posture, glance->posture_since_ns);
    view_make(&view, glance, context, &ui->timeline, now_mono_ns);
    course_follow(&ui->course, glance, &view, now_mono_ns);
    view.exercise = ui->course.exercise;
    follow_outcome(ui, glance, &view, now_mono_ns);
    settings_follow(ui, &view, now_mono_ns);
    ui->date = context->date;
    screen = navigator_choose(&ui->navigator, &view, context->date, now_mono_ns);
    if (screen == UI_LIVE)
        course_show_live(glance, &view, now_mono_ns);
    if (screen == UI_DONE)
        view.done = ui->course.done;
    view.pages = ui->pages;
    view.is_dimmed = ui->navigator.is_alone && context->dims_picture && screen != UI_AMBIENT;
    memcpy(ui->beats_ns, glance->beat_times_ns, sizeof ui->beats_ns);
    touch_tick(&ui->touch, now_mono_ns);
    if (!view_equal(&view, &ui->view)) {
        ui->view = view;
        ui->is_dirty = true;
    }
    anim_follow(&ui->anim, view.petals, (float)view.pooled_percent / 100, view.leg_stands != 0,
                now_mono_ns);
    if (screen != ui->screen) {
        bool was_exercise = ui->screen == UI_EXERCISE;

        change_screen(ui, screen, now_mono_ns);
        ui->has_left_set =
            was_exercise && ui->navigator.asked != UI_EXERCISE && glance->coach.in_set;
    }
    transition_set_pulse(&ui->transition, screen == UI_PROMPT && view.coach.state == COACH_PULSE,
                         now_mono_ns);
    ui->view_change_ns = next_change_ns(ui, glance, context, now_mono_ns);
    ui->has_view = true;
}

/* --------------------------------------------------------------------------------------- drawing
 */

/* Banner or sheet over the home that was just drawn, on its way in, standing, or on its way out. */
static void draw_overlay(struct ui *ui, const struct scene *scene, const struct screen_input *in,
                         const struct transition_pose *pose)
{
    static const int veil_percent[] = {
        [OVERLAY_NONE] = 0, [OVERLAY_BANNER] = 35, [OVERLAY_SHEET] = 55};
    const struct draw_rect whole = {0, 0, ui->layout.w, ui->layout.h};
    int veil = (int)(2.55F * (float)veil_percent[pose->overlay] * pose->overlay_in);
    bool stands = screens[ui->screen].overlay == pose->overlay;
    struct targets gone = {0};
    int32_t first;

    drawlist_box(scene->list, whole, 0, 0, theme_fade(scene->theme->bg, veil));
    first = scene->list->count;
    if (stands)
        ui->targets.count = 0; /* home's lie below the veil */
    screens[pose->overlay == OVERLAY_BANNER ? UI_BANNER : ui->sheet].over(
        scene, in, stands ? &ui->targets : &gone);
    drawlist_slide(scene->list, first,
                   layout_px(&ui->layout, TRANSITION_SLIDE_UNITS * (1 - (double)pose->overlay_in)),
                   (int32_t)(255 * pose->overlay_in));
}

/* What is left of the picture's light while nobody is there: two fifths. */
static const struct draw_color dim_veil = {0, 0, 0, 153};

static void draw(struct ui *ui, struct draw_list *list, int64_t now_ns)
{
    struct anim_pose pose;
    struct transition_pose transition;
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
    transition_pose(&ui->transition, now_ns, &transition);
    in.pulse = transition.pulse;
    drawlist_begin(list, ui->layout.w, ui->layout.h);
    list->palette = scene.theme->palette;
    ui->targets.count = 0;
    screens[ui->screen].draw(&scene, &in, &ui->targets);
    if (transition.overlay != OVERLAY_NONE)
        draw_overlay(ui, &scene, &in, &transition);
    if (ui->view.is_dimmed)
        drawlist_box(list, (struct draw_rect){0, 0, ui->layout.w, ui->layout.h}, 0, 0, dim_veil);
    list->fade_id = transition.fade_id;
    list->fade_alpha = transition.fade_alpha;
    ui->shift = shift_at(&ui->layout, now_ns - ui->begin_ns);
    drawlist_shift(list, ui->shift.dx_px, ui->shift.dy_px);
}

/* When the picture on the glass is to stand elsewhere. */
static int64_t next_shift_ns(const struct ui *ui)
{
    if (ui->begin_ns == TIME_NEVER)
        return TIME_NEVER;
    return ui->begin_ns + shift_next_ns(ui->drawn_ns - ui->begin_ns);
}

/* When a motion needs its next frame after the one of `after_ns`; TIME_NEVER: all is at rest. */
static int64_t next_frame_ns(const struct ui *ui, int64_t after_ns)
{
    int64_t due_ns = transition_next_frame_mono_ns(&ui->transition, after_ns);
    int64_t leg_ns = anim_next_frame_mono_ns(&ui->anim, after_ns);

    switch (screens[ui->screen].moves) {
    case MOVES_NOTHING:
        return due_ns;
    case MOVES_LEG:
        return time_earlier(due_ns, leg_ns);
    case MOVES_WALK:
        return time_earlier(time_earlier(due_ns, leg_ns),
                            walk_next_frame_mono_ns(ui->beats_ns, ui->anim.reduced, after_ns));
    case MOVES_GUIDE:
        return time_earlier(
            due_ns, exercise_next_frame_mono_ns(&ui->view.exercise, ui->anim.reduced, after_ns));
    case MOVES_LEARN:
        return time_earlier(due_ns, learn_picture_next_frame_mono_ns(&ui->view.pages.learn,
                                                                     ui->anim.reduced, after_ns));
    case MOVES_TICK:
        return time_earlier(
            time_earlier(due_ns, leg_ns),
            tick_next_frame_mono_ns(ui->view.done.since_ns, ui->anim.reduced, after_ns));
    }
    return due_ns;
}

bool ui_frame(struct ui *ui, int64_t now_mono_ns, struct ui_frame *frame)
{
    const struct draw_list *before = &ui->lists[ui->current];
    struct draw_list *after = &ui->lists[1 - ui->current];

    /* The last frame of a motion is due when nothing moves any more: draw it once. */
    if (!ui->is_dirty && now_mono_ns < time_earlier(ui->retry_ns, next_shift_ns(ui)) &&
        next_frame_ns(ui, ui->drawn_ns) == TIME_NEVER)
        return false;
    if (ui->begin_ns == TIME_NEVER)
        ui->begin_ns = now_mono_ns;
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

    due_ns = time_earlier(due_ns, time_earlier(ui->retry_ns, next_shift_ns(ui)));
    due_ns = time_earlier(due_ns, next_frame_ns(ui, ui->drawn_ns));
    due_ns = time_earlier(due_ns, navigator_next_change_mono_ns(&ui->navigator, &ui->view));
    return ui->is_dirty || due_ns < now_mono_ns ? now_mono_ns : due_ns;
}

bool ui_wants_diagnostics(const struct ui *ui)
{
    return ui->navigator.asked == UI_DIAGNOSTICS;
}

bool ui_wants_sync(const struct ui *ui)
{
    return ui->navigator.asked == UI_SYNC;
}

bool ui_is_alone(const struct ui *ui)
{
    return ui->navigator.is_alone;
}

enum ui_screen ui_shown(const struct ui *ui)
{
    return ui->screen;
}

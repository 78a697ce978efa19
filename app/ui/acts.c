/* What a tap on each target does: on the screen, and in the core. */
#include <assert.h>

#include "ui/history_page.h"
#include "ui/learn_act.h"
#include "ui/settings_pages.h"
#include "ui/ui.h"

#define STAYS    (-1) /* opens nothing, closes nothing */
#define NO_TOUCH (-1)

struct act {
    int16_t opens; /* enum ui_screen, UI_HOME closes what was open; or STAYS */
    int16_t touch; /* enum touch, or NO_TOUCH */
    int16_t quiet_min;
    ui_page_act_fn *page; /* NULL: see act_specially */
};

static const struct act acts[TARGET_COUNT] = {
    [TARGET_NONE] = {STAYS, NO_TOUCH, 0, NULL},
    [TARGET_ANYWHERE] = {STAYS, NO_TOUCH, 0, NULL},
    [TARGET_MENU] = {UI_MENU, NO_TOUCH, 0, NULL},
    [TARGET_CLOSE] = {UI_HOME, NO_TOUCH, 0, NULL},
    [TARGET_BACK] = {UI_HOME, NO_TOUCH, 0, NULL},
    [TARGET_STROLL] = {UI_LIVE, TOUCH_START, 0, NULL},
    [TARGET_EXERCISE] = {UI_EXERCISES, NO_TOUCH, 0, NULL},
    [TARGET_DRINK] = {UI_EXERCISE, NO_TOUCH, 0, NULL},
    [TARGET_QUIET] = {UI_QUIET, NO_TOUCH, 0, NULL},
    [TARGET_PAUSE] = {UI_HOME, TOUCH_PAUSE, 0, NULL},
    [TARGET_START] = {UI_HOME, TOUCH_START, 0, NULL},
    [TARGET_SNOOZE] = {UI_HOME, TOUCH_SNOOZE, 0, NULL},
    [TARGET_SKIP] = {UI_HOME, TOUCH_SKIP, 0, NULL},
    [TARGET_SUGGESTION] = {UI_EXERCISE, NO_TOUCH, 0, NULL},
    [TARGET_PAUSE_SET] = {STAYS, NO_TOUCH, 0, NULL},
    [TARGET_STOP] = {STAYS, TOUCH_STOP, 0, NULL},
    [TARGET_DONE] = {UI_HOME, TOUCH_STOP, 0, NULL},
    [TARGET_WATER] = {STAYS, NO_TOUCH, 0, NULL},
    [TARGET_OFFER_REST] = {UI_HOME, TOUCH_START, 0, NULL},
    [TARGET_RAISES] = {UI_EXERCISE, NO_TOUCH, 0, NULL},
    [TARGET_TOES] = {UI_EXERCISE, NO_TOUCH, 0, NULL},
    [TARGET_CIRCLES] = {UI_EXERCISE, NO_TOUCH, 0, NULL},
    [TARGET_QUIET_30] = {UI_HOME, TOUCH_QUIET, 30, NULL},
    [TARGET_QUIET_60] = {UI_HOME, TOUCH_QUIET, 60, NULL},
    [TARGET_QUIET_90] = {UI_HOME, TOUCH_QUIET, 90, NULL},
    [TARGET_QUIET_END] = {UI_HOME, TOUCH_QUIET, -1, NULL},
    [TARGET_RESUME] = {UI_HOME, TOUCH_RESUME, 0, NULL},
    [TARGET_SENSORS] = {UI_SENSORS, NO_TOUCH, 0, NULL},
    [TARGET_TEST_SENSORS] = {UI_SENSORS, NO_TOUCH, 0, NULL},
    [TARGET_REMIND] = {UI_HOME, NO_TOUCH, 0, NULL},
    [TARGET_REMIND_SYSTEM] = {UI_HOME, NO_TOUCH, 0, NULL},
    [TARGET_DIAGNOSTICS] = {UI_DIAGNOSTICS, NO_TOUCH, 0, NULL},
    [TARGET_LEARN] = {UI_LEARN, NO_TOUCH, 0, learn_act},
    [TARGET_TOPIC] = {UI_LEARN_CARD, NO_TOUCH, 0, learn_act},
    [TARGET_LEARN_NEXT] = {STAYS, NO_TOUCH, 0, learn_act},
    [TARGET_LEARN_BACK] = {STAYS, NO_TOUCH, 0, learn_act},
    [TARGET_PROFESSIONAL] = {UI_PROFESSIONAL, NO_TOUCH, 0, learn_act},
    [TARGET_ABOUT] = {UI_ABOUT, NO_TOUCH, 0, learn_act},
    [TARGET_SETTINGS] = {UI_SETTINGS, NO_TOUCH, 0, settings_act},
    [TARGET_KIOSK] = {UI_SETTINGS, NO_TOUCH, 0, settings_act},
    [TARGET_ROW] = {STAYS, NO_TOUCH, 0, settings_act},
    [TARGET_CHOICE] = {STAYS, NO_TOUCH, 0, settings_act},
    [TARGET_KEY] = {STAYS, NO_TOUCH, 0, settings_act},
    [TARGET_STEP] = {STAYS, NO_TOUCH, 0, settings_act},
    [TARGET_ANSWER] = {STAYS, NO_TOUCH, 0, settings_act},
    [TARGET_PAGE_BACK] = {STAYS, NO_TOUCH, 0, settings_act},
    [TARGET_HISTORY] = {STAYS, NO_TOUCH, 0, history_act},
    [TARGET_HISTORY_SCALE] = {STAYS, NO_TOUCH, 0, history_act},
    [TARGET_HISTORY_OLDER] = {STAYS, NO_TOUCH, 0, history_act},
    [TARGET_HISTORY_NEWER] = {STAYS, NO_TOUCH, 0, history_act},
    [TARGET_HISTORY_CHART] = {STAYS, NO_TOUCH, 0, history_act},
    [TARGET_HISTORY_EARLIER] = {STAYS, NO_TOUCH, 0, history_act},
    [TARGET_HISTORY_LATER] = {STAYS, NO_TOUCH, 0, history_act},
    [TARGET_HISTORY_BACK] = {STAYS, NO_TOUCH, 0, history_act},
};

static void ask(struct ui_asks *asks, enum touch touch)
{
    assert(asks->count < UI_TOUCHES_MAX);
    asks->touches[asks->count++] = touch;
}

/* A set of `kind`; the core counts raises its own way while one runs. */
static void begin_set(struct ui *ui, enum suggestion_kind kind, int64_t now_ns,
                      struct ui_asks *asks)
{
    course_begin(&ui->course, kind, ui->view.mat.present, now_ns);
    if (kind == SUGGESTION_CALF_RAISES)
        ask(asks, TOUCH_EXERCISE);
}

/* Going now: where a guided set is the break, it begins. */
static void begin_break(struct ui *ui, int64_t now_ns, struct ui_asks *asks)
{
    if (ui->view.coach.goal_raises > 0 && ui->view.state == VIEW_SITTING)
        begin_set(ui, SUGGESTION_CALF_RAISES, now_ns, asks);
}

/* Out of what is shown: for the coach, where it holds the screen open. */
static void go_back(struct ui *ui, struct ui_asks *asks)
{
    int32_t state = ui->view.coach.state;

    if (ui->screen == UI_EXERCISE)
        ask(asks, TOUCH_STOP);
    if (state == COACH_OFFER || state == COACH_REST)
        ask(asks, TOUCH_SKIP);
    else if (ui->screen == UI_LIVE || ui->screen == UI_EXERCISE)
        navigator_leave_live(&ui->navigator, &ui->view);
    navigator_close_done(&ui->navigator);
}

/* What no sensor can see is noted as what it is: reported. */
static void report(struct ui_asks *asks, enum suggestion_kind kind)
{
    asks->request = (struct ui_request){.kind = UI_REQUEST_REPORT, .number = kind};
}

/* "I had water": of a break it is noted there, else it was what the screen asked for. */
static void drink(struct ui *ui, struct ui_asks *asks)
{
    report(asks, SUGGESTION_WATER);
    if (ui->screen == UI_DONE) {
        course_note_water(&ui->course);
        return;
    }
    ask(asks, TOUCH_STOP);
    navigator_open(&ui->navigator, UI_HOME);
}

/* What a target does beyond its row of the table. */
static void act_specially(struct ui *ui, enum target_id target, int64_t now_ns,
                          struct ui_asks *asks)
{
    switch (target) {
    case TARGET_BACK:
        go_back(ui, asks);
        break;
    case TARGET_RAISES:
        begin_set(ui, SUGGESTION_CALF_RAISES, now_ns, asks);
        break;
    case TARGET_TOES:
        begin_set(ui, SUGGESTION_TOES_UP, now_ns, asks);
        break;
    case TARGET_CIRCLES:
        begin_set(ui, SUGGESTION_ANKLE_CIRCLES, now_ns, asks);
        break;
    case TARGET_DRINK:
        begin_set(ui, SUGGESTION_WATER, now_ns, asks);
        break;
    case TARGET_SUGGESTION:
        begin_set(ui, (enum suggestion_kind)ui->view.coach.suggestion, now_ns, asks);
        break;
    case TARGET_START:
        begin_break(ui, now_ns, asks);
        break;
    case TARGET_OFFER_REST:
        navigator_take_rest(&ui->navigator, &ui->view);
        begin_break(ui, now_ns, asks);
        break;
    case TARGET_PAUSE_SET:
        course_toggle(&ui->course, now_ns);
        break;
    case TARGET_STOP:
        course_stop(&ui->course, now_ns);
        break;
    case TARGET_WATER:
        drink(ui, asks);
        break;
    case TARGET_DONE:
        report(asks, (enum suggestion_kind)ui->view.exercise.kind);
        break;
    case TARGET_SENSORS:
        if (screen_fault_of(&ui->view).fault != VIEW_FAULT_NONE)
            navigator_open(&ui->navigator, UI_FAULT);
        break;
    case TARGET_REMIND:
        navigator_remind(&ui->navigator, &ui->view, ui->date);
        break;
    case TARGET_REMIND_SYSTEM:
        navigator_remind_trouble(&ui->navigator, &ui->view, ui->date);
        break;
    case TARGET_ANYWHERE:
        anim_ack(&ui->anim, ui->touch.x, ui->touch.y, now_ns);
        break;
    case TARGET_NONE:
    case TARGET_MENU:
    case TARGET_CLOSE:
    case TARGET_STROLL:
    case TARGET_EXERCISE:
    case TARGET_QUIET:
    case TARGET_PAUSE:
    case TARGET_SNOOZE:
    case TARGET_SKIP:
    case TARGET_QUIET_30:
    case TARGET_QUIET_60:
    case TARGET_QUIET_90:
    case TARGET_QUIET_END:
    case TARGET_RESUME:
    case TARGET_TEST_SENSORS:
    case TARGET_DIAGNOSTICS:
    case TARGET_LEARN:
    case TARGET_TOPIC:
    case TARGET_LEARN_NEXT:
    case TARGET_LEARN_BACK:
    case TARGET_PROFESSIONAL:
    case TARGET_ABOUT:
    case TARGET_SETTINGS:
    case TARGET_KIOSK:
    case TARGET_ROW:
    case TARGET_CHOICE:
    case TARGET_KEY:
    case TARGET_STEP:
    case TARGET_ANSWER:
    case TARGET_PAGE_BACK:
    case TARGET_HISTORY:
    case TARGET_HISTORY_SCALE:
    case TARGET_HISTORY_OLDER:
    case TARGET_HISTORY_NEWER:
    case TARGET_HISTORY_CHART:
    case TARGET_HISTORY_EARLIER:
    case TARGET_HISTORY_LATER:
    case TARGET_HISTORY_BACK:
    case TARGET_COUNT:
        break;
    }
}

void ui_act(struct ui *ui, int32_t id, int64_t now_mono_ns, struct ui_asks *asks)
{
    enum target_id target = target_kind(id);
    const struct act *act = &acts[target];

    asks->quiet_min = act->quiet_min;
    if (act->touch != NO_TOUCH)
        ask(asks, (enum touch)act->touch);
    if (act->opens != STAYS)
        navigator_open(&ui->navigator, (enum ui_screen)act->opens);
    if (act->page)
        act->page(ui, target, target_place(id), now_mono_ns, asks);
    else
        act_specially(ui, target, now_mono_ns, asks);
    ui->is_dirty |= target != TARGET_NONE;
}

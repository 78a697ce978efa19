/* What the settings' pages do with time and with what the shell answers; whose tap it was. */
#include "base/units.h"
#include "ui/settings_pages.h"

/* A setup that nobody goes on with leaves the screen to what the kiosk is there for. */
#define SETUP_ASIDE_NS (10 * NS_PER_MIN)

void settings_act(struct ui *ui, enum target_id target, int32_t place, int64_t now_mono_ns,
                  struct ui_asks *asks)
{
    static ui_page_act_fn *const acts[UI_SCREEN_COUNT] = {
        [UI_CHOICES] = choices_act, [UI_KEYPAD] = keypad_act, [UI_ERASE] = erase_act,
        [UI_TIME] = time_act,       [UI_SETUP] = setup_act,   [UI_SYNC] = sync_act,
    };

    if (target == TARGET_PAGE_BACK)
        settings_go_back(ui, asks);
    else if (target == TARGET_SETTINGS || target == TARGET_KIOSK)
        ui->pages.settings.list =
            target == TARGET_SETTINGS ? SETTINGS_OF_PERSON : SETTINGS_OF_KIOSK;
    else if (target == TARGET_ROW)
        settings_open_row(ui, place, now_mono_ns, asks);
    else if (acts[ui->screen])
        acts[ui->screen](ui, target, place, now_mono_ns, asks);
}

/* The contact that the step listens to, as far as it can be believed. */
static bool is_closed(const struct view *view, int32_t step)
{
    return (step == SETUP_MAT ? view->mat.closed : view->chair.closed) != 0;
}

static int64_t last_touch_ns(const struct ui *ui)
{
    int64_t touched_ns = ui->navigator.touched_ns;

    return touched_ns == TIME_NEVER || touched_ns < ui->hold.setup_since_ns
               ? ui->hold.setup_since_ns
               : touched_ns;
}

static void follow_setup(struct ui *ui, const struct view *view, int64_t now_ns)
{
    int32_t step = view->settings.setup_step;

    if (step == SETUP_NONE) {
        ui->hold.setup_since_ns = TIME_NEVER;
        setup_follow(&ui->setup, SETUP_NONE, false, 0);
        return;
    }
    if (ui->hold.setup_since_ns == TIME_NEVER)
        ui->hold.setup_since_ns = now_ns;
    setup_follow(&ui->setup, step, is_closed(view, step), now_ns);
    if (step == SETUP_TIME && !ui->pages.time.is_begun)
        time_page_begin(&ui->pages.time, view->settings.clock_date, view->settings.clock_min);
    if (now_ns - last_touch_ns(ui) >= SETUP_ASIDE_NS)
        ui->due_request = (struct ui_request){.kind = UI_REQUEST_SETUP_ASIDE};
}

bool settings_ask_pin(struct ui *ui, enum ui_screen opens)
{
    if (!ui->view.history_is_hidden)
        return false;
    keypad_begin(&ui->pages.keypad, KEYPAD_OPEN);
    ui->pages.keypad.opens = (int32_t)opens;
    navigator_open(&ui->navigator, UI_KEYPAD);
    return true;
}

static void follow_keypad(struct ui *ui, const struct view *view)
{
    if (!keypad_follow(&ui->pages.keypad, view->settings.pin_answer,
                       view->settings.pin_is_right != 0))
        return;
    ui->hold.is_unlocked = true;
    if (ui->pages.keypad.purpose == KEYPAD_OPEN)
        navigator_open(&ui->navigator, (enum ui_screen)ui->pages.keypad.opens);
}

void settings_follow(struct ui *ui, struct view *view, int64_t now_mono_ns)
{
    if (hold_tick(&ui->hold, now_mono_ns))
        ui->due_request = (struct ui_request){
            .kind = UI_REQUEST_TRY, .setting = SETTING_ROTATION, .number = ui->hold.trial_from};
    follow_keypad(ui, view);
    follow_setup(ui, view, now_mono_ns);
    hold_show(&ui->hold, now_mono_ns, &view->hold);
    view->setup = ui->setup;
    view->history_is_hidden = view->settings.has_pin && !ui->hold.is_unlocked;
}

int64_t settings_next_change_mono_ns(const struct ui *ui, int64_t now_mono_ns)
{
    int64_t due_ns = hold_next_change_mono_ns(&ui->hold, now_mono_ns);

    if (ui->view.settings.pin_wait_s > 0 && ui->screen == UI_KEYPAD)
        due_ns = time_earlier(due_ns, now_mono_ns + NS_PER_S);
    if (ui->view.settings.setup_step == SETUP_NONE)
        return due_ns;
    due_ns = time_earlier(due_ns, last_touch_ns(ui) + SETUP_ASIDE_NS);
    return time_earlier(due_ns, setup_next_change_mono_ns(&ui->setup));
}

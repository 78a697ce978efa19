/*
 * What a person may choose: the list of settings with what is in force. A row stands in the table
 * below once what it opens exists.
 */
#include "ui/i18n.h"
#include "ui/page.h"
#include "ui/settings_pages.h"

#define MARGIN   24.0
#define NO_TOUCH (-1)

/* A setting's choices, or another screen; a touch for the core. */
struct row {
    enum settings_list list;
    enum setting setting; /* SETTING_COUNT: none */
    const char *label;    /* of what is no setting */
    enum ui_screen opens;
    int touch;
    int32_t detail; /* for the page that opens */
};

static const struct row rows[] = {
    {SETTINGS_OF_PERSON, SETTING_PROTOCOL, NULL, UI_CHOICES, NO_TOUCH, 0},
    {SETTINGS_OF_PERSON, SETTING_SUGGESTIONS, NULL, UI_CHOICES, NO_TOUCH, 0},
    {SETTINGS_OF_PERSON, SETTING_CHIME, NULL, UI_CHOICES, NO_TOUCH, 0},
    {SETTINGS_OF_PERSON, SETTING_COUNT, N_("Quiet mode"), UI_QUIET, NO_TOUCH, 0},
    {SETTINGS_OF_PERSON, SETTING_COUNT, N_("Pause"), UI_HOME, TOUCH_PAUSE, 0},
    {SETTINGS_OF_PERSON, SETTING_LANGUAGE, NULL, UI_CHOICES, NO_TOUCH, 0},
    {SETTINGS_OF_PERSON, SETTING_THEME, NULL, UI_CHOICES, NO_TOUCH, 0},
    {SETTINGS_OF_PERSON, SETTING_TEXT_SIZE, NULL, UI_CHOICES, NO_TOUCH, 0},
    {SETTINGS_OF_PERSON, SETTING_MOTION, NULL, UI_CHOICES, NO_TOUCH, 0},
    {SETTINGS_OF_PERSON, SETTING_COUNT, N_("History PIN"), UI_KEYPAD, NO_TOUCH, 0},
    {SETTINGS_OF_PERSON, SETTING_COUNT, N_("Sync"), UI_SYNC, NO_TOUCH, 0},
    {SETTINGS_OF_PERSON, SETTING_COUNT, N_("Someone else sits here now"), UI_ERASE, NO_TOUCH,
     ERASE_PERSON},
    {SETTINGS_OF_PERSON, SETTING_COUNT, N_("Erase my data"), UI_ERASE, NO_TOUCH, ERASE_HISTORY},
    {SETTINGS_OF_KIOSK, SETTING_ROTATION, NULL, UI_CHOICES, NO_TOUCH, 0},
    {SETTINGS_OF_KIOSK, SETTING_BRIGHTNESS, NULL, UI_CHOICES, NO_TOUCH, 0},
    {SETTINGS_OF_KIOSK, SETTING_COUNT, N_("Clean the screen"), UI_CLEANING, NO_TOUCH, 0},
    {SETTINGS_OF_KIOSK, SETTING_COUNT, N_("Date and time"), UI_TIME, NO_TOUCH, 0},
    {SETTINGS_OF_KIOSK, SETTING_COUNT, N_("Sensors"), UI_SENSORS, NO_TOUCH, 0},
    {SETTINGS_OF_KIOSK, SETTING_COUNT, N_("Set up again"), UI_SETUP, NO_TOUCH, 0},
    {SETTINGS_OF_KIOSK, SETTING_COUNT, N_("Diagnostics"), UI_DIAGNOSTICS, NO_TOUCH, 0},
    {SETTINGS_OF_KIOSK, SETTING_COUNT, N_("About"), UI_ABOUT, NO_TOUCH, 0},
};

#define ROWS ((int32_t)(sizeof rows / sizeof *rows))

static bool is_there(const struct settings_shown *shown, const struct row *row, int32_t list)
{
    if ((int32_t)row->list != list)
        return false;
    if (row->setting == SETTING_BRIGHTNESS)
        return shown->has_backlight != 0;
    if (row->setting == SETTING_ROTATION)
        return shown->can_rotate != 0;
    return row->opens != UI_TIME || shown->can_set_time != 0;
}

static struct cell cell_of(const struct view *view, int32_t place, char text[SETTINGS_TEXT_MAX])
{
    const struct settings_shown *shown = &view->settings;
    const struct row *row = &rows[place];
    struct cell cell = {.more = text, .target = target_with(TARGET_ROW, place)};

    text[0] = '\0';
    if (row->setting == SETTING_COUNT) {
        cell.label = _(row->label);
        if (row->opens == UI_KEYPAD)
            cell.more = shown->has_pin ? _("Set") : _("None");
        if (row->opens == UI_SYNC)
            cell.more = view->sync.state >= SYNC_ON ? _("On") : _("Off");
        return cell;
    }
    cell.label = setting_title(row->setting);
    cell.mark = shown->is_locked[row->setting] ? CELL_LOCKED : CELL_PLAIN;
    setting_text(shown, row->setting, shown->value[row->setting], text);
    return cell;
}

void settings_draw(const struct scene *scene, const struct screen_input *in,
                   struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct settings_shown *shown = &in->view->settings;
    int32_t list = in->view->pages.settings.list;
    double width = layout->w / (double)layout->unit_px;
    double height = layout->h / (double)layout->unit_px;
    struct cell_grid grid = {.columns = layout->landscape ? 3 : 2, .most = 84};
    char text[SETTINGS_TEXT_MAX];
    int32_t place = 0;

    page_ground(scene);
    grid.x = MARGIN;
    grid.y = page_begin(scene, in, list == SETTINGS_OF_PERSON ? _("Settings") : _("This kiosk"),
                        NULL, targets);
    grid.w = width - 2 * MARGIN;
    grid.h = height - grid.y - MARGIN;
    for (int32_t i = 0; i < ROWS; i++)
        grid.count += is_there(shown, &rows[i], list);
    for (int32_t i = 0; i < ROWS; i++) {
        struct cell cell;

        if (!is_there(shown, &rows[i], list))
            continue;
        cell = cell_of(in->view, i, text);
        cell_draw(scene, in, cell_grid_rect(layout, &grid, place++), &cell, targets);
    }
    screen_notice(scene, in->view, false);
}

/* ------------------------------------------------------------------------------------- its taps */

void settings_open_row(struct ui *ui, int32_t place, int64_t now_ns, struct ui_asks *asks)
{
    const struct row *row = &rows[place];
    struct settings_page *page = &ui->pages.settings;

    if (row->touch != NO_TOUCH)
        asks->touches[asks->count++] = (enum touch)row->touch;
    /* It shows figures of the history. */
    if (row->opens == UI_SYNC && settings_ask_pin(ui, UI_SYNC))
        return;
    page->setting = (int32_t)row->setting;
    page->erases = row->detail;
    if (row->opens == UI_CLEANING)
        hold_clean(&ui->hold, now_ns);
    if (row->opens == UI_KEYPAD)
        keypad_begin(&ui->pages.keypad, ui->view.settings.has_pin ? KEYPAD_CHANGE : KEYPAD_CHOOSE);
    if (row->opens == UI_TIME)
        time_page_begin(&ui->pages.time, ui->view.settings.clock_date, ui->view.settings.clock_min);
    if (row->opens == UI_SETUP)
        asks->request = (struct ui_request){.kind = UI_REQUEST_SETUP, .number = SETUP_LANGUAGE};
    /* These two are not asked for: they stand for as long as they hold. */
    navigator_open(&ui->navigator,
                   row->opens == UI_CLEANING || row->opens == UI_SETUP ? UI_HOME : row->opens);
}

void settings_go_back(struct ui *ui, struct ui_asks *asks)
{
    bool is_inner = ui->screen != UI_SETTINGS && ui->view.settings.setup_step == 0 &&
                    ui->pages.keypad.purpose != KEYPAD_OPEN;

    if (ui->hold.trial_until_ns != TIME_NEVER) {
        hold_end_trial(&ui->hold);
        asks->request = (struct ui_request){
            .kind = UI_REQUEST_TRY, .setting = SETTING_ROTATION, .number = ui->hold.trial_from};
    }
    navigator_open(&ui->navigator, is_inner ? UI_SETTINGS : UI_HOME);
}

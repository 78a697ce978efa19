/* The choices of one setting, with the one in force; a rotation is kept only if one says so. */
#include <stdio.h>

#include "ui/i18n.h"
#include "ui/page.h"
#include "ui/settings_pages.h"

#define MARGIN   24.0
#define BUTTON_H 80.0

enum answer { ANSWER_KEEP, ANSWER_TURN_BACK };

void choice_cells(const struct scene *scene, const struct screen_input *in, enum setting setting,
                  double x, double y, double w, double h, struct targets *targets)
{
    const struct settings_shown *shown = &in->view->settings;
    bool is_locked = shown->is_locked[setting] != 0;
    int32_t columns = (scene->layout->landscape ? 2 : 1) + (setting == SETTING_LANGUAGE);
    struct cell_grid grid = {.x = x,
                             .y = y,
                             .w = w,
                             .h = h,
                             .columns = columns,
                             .count = setting_choices(shown, setting),
                             .most = setting == SETTING_PROTOCOL ? 96 : 76};
    char text[SETTINGS_TEXT_MAX], more[SETTINGS_TEXT_MAX];

    for (int32_t i = 0; i < grid.count; i++) {
        int32_t value = setting_choice(shown, setting, i);
        struct cell cell = {
            .label = text,
            .more = more,
            .mark = value == shown->value[setting] ? CELL_CHOSEN : CELL_PLAIN,
            .target = is_locked ? TARGET_NONE : target_with(TARGET_CHOICE, i),
        };

        setting_text(shown, setting, value, text);
        setting_more(setting, value, more);
        cell_draw(scene, in, cell_grid_rect(scene->layout, &grid, i), &cell, targets);
    }
}

/* "Keep it like this?" below the cells. */
static void draw_trial(const struct scene *scene, const struct screen_input *in,
                       struct targets *targets)
{
    const struct layout *layout = scene->layout;
    double width = layout->w / (double)layout->unit_px;
    double top = layout->h / (double)layout->unit_px - MARGIN - BUTTON_H;
    double half = (width - 2 * MARGIN - 16) / 2;
    struct text_at at = {layout_exact(layout, MARGIN), layout_exact(layout, top - 20), ALIGN_LEFT,
                         layout->w - layout_px(layout, 2 * MARGIN)};
    char text[SETTINGS_TEXT_MAX];
    int32_t left_s = in->view->hold.trial_s;

    (void)snprintf(text, sizeof text,
                   ngettext("Keep it like this? It turns back in %d second.",
                            "Keep it like this? It turns back in %d seconds.",
                            (unsigned long)left_s),
                   (int)left_s);
    text_put(scene, TEXT_BODY, at, scene->theme->hi, text);
    screen_button(scene, BUTTON_PRIMARY, layout_rect(layout, MARGIN, top, half, BUTTON_H),
                  _("Keep it"), target_with(TARGET_ANSWER, ANSWER_KEEP), in->pressed, targets);
    screen_button(scene, BUTTON_SECONDARY,
                  layout_rect(layout, MARGIN + half + 16, top, half, BUTTON_H), _("Turn back"),
                  target_with(TARGET_ANSWER, ANSWER_TURN_BACK), in->pressed, targets);
}

void choices_draw(const struct scene *scene, const struct screen_input *in, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    enum setting setting = (enum setting)in->view->pages.settings.setting;
    double width = layout->w / (double)layout->unit_px;
    double height = layout->h / (double)layout->unit_px;
    const char *help = in->view->settings.is_locked[setting]
                           ? _("Set by your administrator: it cannot be changed here.")
                           : setting_help(setting);
    double top;

    page_ground(scene);
    top = page_begin(scene, in, setting_title(setting), help, targets);
    choice_cells(scene, in, setting, MARGIN, top, width - 2 * MARGIN, height - top - MARGIN,
                 targets);
    if (setting == SETTING_ROTATION && in->view->hold.trial_s > 0)
        draw_trial(scene, in, targets);
    screen_notice(scene, in->view, false);
}

/* ------------------------------------------------------------------------------------- its taps */

static void ask_for(struct ui_asks *asks, enum ui_request_kind kind, enum setting setting,
                    int32_t value)
{
    asks->request = (struct ui_request){.kind = kind, .setting = setting, .number = value};
}

static void choose(struct ui *ui, enum setting setting, int32_t value, int64_t now_ns,
                   struct ui_asks *asks)
{
    int32_t before = ui->view.settings.value[setting];

    if (ui->view.settings.is_locked[setting] || value == before)
        return;
    if (setting != SETTING_ROTATION) {
        ask_for(asks, UI_REQUEST_SET, setting, value);
        return;
    }
    hold_try(&ui->hold, before, now_ns);
    ask_for(asks, UI_REQUEST_TRY, setting, value);
}

void choices_act(struct ui *ui, enum target_id target, int32_t place, int64_t now_mono_ns,
                 struct ui_asks *asks)
{
    enum setting setting = ui->screen == UI_SETUP ? setup_setting(ui->view.settings.setup_step)
                                                  : (enum setting)ui->pages.settings.setting;
    const struct settings_shown *shown = &ui->view.settings;
    bool is_trial = ui->hold.trial_until_ns != TIME_NEVER;

    if (target == TARGET_CHOICE && place < setting_choices(shown, setting)) {
        choose(ui, setting, setting_choice(shown, setting, place), now_mono_ns, asks);
        return;
    }
    if (target != TARGET_ANSWER || !is_trial)
        return;
    hold_end_trial(&ui->hold);
    if (place == ANSWER_KEEP)
        ask_for(asks, UI_REQUEST_SET, SETTING_ROTATION, ui->view.settings.value[SETTING_ROTATION]);
    else
        ask_for(asks, UI_REQUEST_TRY, SETTING_ROTATION, ui->hold.trial_from);
}

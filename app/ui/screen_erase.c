/* The second question before something goes for good: what, in numbers; to cancel comes first. */
#include <stdio.h>

#include "ui/i18n.h"
#include "ui/locale_text.h"
#include "ui/page.h"
#include "ui/settings_pages.h"

#define MARGIN   24.0
#define BUTTON_H 96.0
#define LINES    3

enum answer { ANSWER_CANCEL, ANSWER_ERASE };

/* What goes, what stays, and that nothing brings it back. */
static void tell_what_goes(const struct view *view, char text[LINES][SETTINGS_TEXT_MAX])
{
    int32_t days = view->settings.kept_days;
    char number[LOCALE_TEXT_SIZE];

    locale_number(number, sizeof number, days);
    if (days == 0)
        (void)snprintf(text[0], SETTINGS_TEXT_MAX, "%s", _("Today's figures so far go."));
    else
        (void)snprintf(text[0], SETTINGS_TEXT_MAX,
                       /* TRANSLATORS: %s is a number of days. */
                       ngettext("The history of %s day goes, and today's figures so far.",
                                "The history of %s days goes, and today's figures so far.",
                                (unsigned long)days),
                       number);
    (void)snprintf(text[1], SETTINGS_TEXT_MAX, "%s",
                   view->pages.settings.erases == ERASE_PERSON
                       ? _("The PIN and every choice go as well, and setup begins anew.")
                   : view->sync.state >= SYNC_ON
                       ? _("What waits to be sent goes too, and sync is off. Other choices stay.")
                       : _("What you chose in the settings stays, and so does the PIN."));
    (void)snprintf(
        text[2], SETTINGS_TEXT_MAX, "%s",
        _("Nothing brings it back. Whoever wants a copy asks the administrator to export "
          "it first."));
}

void erase_draw(const struct scene *scene, const struct screen_input *in, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    double width = layout->w / (double)layout->unit_px;
    double height = layout->h / (double)layout->unit_px, top;
    bool is_person = in->view->pages.settings.erases == ERASE_PERSON;
    struct cell_grid grid = {.x = MARGIN, .w = width - 2 * MARGIN, .count = 2, .most = BUTTON_H};
    struct text_at at = {layout_exact(layout, MARGIN), 0, ALIGN_LEFT,
                         layout_px(layout, width - 2 * MARGIN)};
    char text[LINES][SETTINGS_TEXT_MAX];

    page_ground(scene);
    top = page_begin(scene, in, is_person ? _("Someone else sits here now?") : _("Erase my data?"),
                     NULL, targets);
    tell_what_goes(in->view, text);
    at.y = layout_exact(layout, top + 36);
    for (int i = 0; i < LINES; i++) {
        int32_t lines = text_wrap(scene, i == 0 ? TEXT_LEAD : TEXT_BODY, at, layout_px(layout, 28),
                                  layout->landscape ? 2 : 4,
                                  i == 0 ? scene->theme->hi : scene->theme->mid, text[i]);

        at.y += layout_exact(layout, lines * 28 + 16);
    }
    grid.columns = layout->landscape ? 2 : 1;
    grid.h = layout->landscape ? BUTTON_H : 2 * BUTTON_H + 12;
    grid.y = height - MARGIN - grid.h;
    screen_button(scene, BUTTON_PRIMARY, cell_grid_rect(layout, &grid, 0), _("Cancel"),
                  target_with(TARGET_ANSWER, ANSWER_CANCEL), in->pressed, targets);
    screen_button(scene, BUTTON_SECONDARY, cell_grid_rect(layout, &grid, 1),
                  is_person ? _("Erase and begin anew") : _("Erase it for good"),
                  target_with(TARGET_ANSWER, ANSWER_ERASE), in->pressed, targets);
    screen_notice(scene, in->view, false);
}

void erase_act(struct ui *ui, enum target_id target, int32_t place, int64_t now_mono_ns,
               struct ui_asks *asks)
{
    (void)now_mono_ns;
    if (target != TARGET_ANSWER)
        return;
    if (place != ANSWER_ERASE) {
        settings_go_back(ui, asks);
        return;
    }
    asks->request =
        (struct ui_request){.kind = UI_REQUEST_ERASE, .number = ui->pages.settings.erases};
    navigator_open(&ui->navigator, UI_HOME);
}

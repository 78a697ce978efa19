/* A PIN for the history: digits to tap, as dots. */
#include <stdio.h>

#include "ui/i18n.h"
#include "ui/page.h"
#include "ui/settings_pages.h"

#define MARGIN 24.0
#define GAP    12.0
#define KEYS_W 396.0 /* of the keys beside the words */

enum answer { ANSWER_NEW, ANSWER_NONE };

static const char *title_of(const struct keypad_page *page)
{
    switch ((enum keypad_stage)page->stage) {
    case KEYPAD_NEW:
        return _("Choose a PIN");
    case KEYPAD_AGAIN:
        return _("The same once more");
    case KEYPAD_CURRENT:
    case KEYPAD_WAITING:
        return _("Enter your PIN");
    case KEYPAD_OPENED:
        return _("History PIN");
    }
    return "";
}

static void help_of(const struct keypad_page *page, int32_t wait_s, char text[SETTINGS_TEXT_MAX])
{
    static const char *const notes[] = {
        [KEYPAD_NOTE_NONE] = NULL,
        [KEYPAD_NOTE_DIFFERS] = N_("The two were not the same. Choose once more."),
        [KEYPAD_NOTE_WRONG] = N_("That was another PIN. Your administrator can clear it."),
    };
    bool is_current = page->stage == KEYPAD_CURRENT || page->stage == KEYPAD_WAITING;

    if (is_current && wait_s > 0)
        (void)snprintf(text, SETTINGS_TEXT_MAX,
                       ngettext("That was another PIN. The next try is in %d second.",
                                "That was another PIN. The next try is in %d seconds.",
                                (unsigned long)wait_s),
                       (int)wait_s);
    else if (notes[page->note])
        (void)snprintf(text, SETTINGS_TEXT_MAX, "%s", _(notes[page->note]));
    else if (is_current)
        (void)snprintf(text, SETTINGS_TEXT_MAX, "%s", _("It hides your days and weeks."));
    else
        (void)snprintf(text, SETTINGS_TEXT_MAX, "%s",
                       _("4 to 8 digits. It hides your days and weeks from others."));
}

/* A dot a digit; rings up to the least number there must be. */
static void draw_dots(const struct scene *scene, const struct keypad_page *page, double x, double y)
{
    const struct layout *layout = scene->layout;
    int32_t shown = page->count > KEYPAD_LEAST ? page->count : KEYPAD_LEAST;

    for (int32_t i = 0; i < shown; i++) {
        struct draw_rect dot = layout_rect(layout, x + i * 34.0, y, 20, 20);
        float radius = (float)dot.w / 2;

        if (i < page->count)
            drawlist_box(scene->list, dot, radius, 0, scene->theme->hi);
        else
            drawlist_box(scene->list, dot, radius, layout_exact(layout, 2), scene->theme->low);
    }
}

static void draw_keys(const struct scene *scene, const struct screen_input *in,
                      const struct cell_grid *grid, struct targets *targets)
{
    static const int32_t keys[KEYPAD_KEYS] = {1, 2,           3, 4, 5, 6, 7, 8, 9, KEYPAD_DELETE,
                                              0, KEYPAD_ENTER};

    for (int32_t i = 0; i < KEYPAD_KEYS; i++) {
        struct draw_rect rect = cell_grid_rect(scene->layout, grid, i);
        int32_t target = target_with(TARGET_KEY, keys[i]);
        char digit[2] = {(char)('0' + keys[i] % 10), '\0'};

        if (keys[i] == KEYPAD_ENTER)
            screen_button(scene, BUTTON_PRIMARY, rect, _("OK"), target, in->pressed, targets);
        else if (keys[i] == KEYPAD_DELETE)
            screen_button(scene, BUTTON_SECONDARY, rect, _("Delete"), target, in->pressed, targets);
        else
            key_draw(scene, in, rect, digit, target, targets);
    }
}

/* The right PIN was entered: another one, or none. */
static void draw_choice(const struct scene *scene, const struct screen_input *in,
                        const struct cell_grid *grid, struct targets *targets)
{
    screen_button(scene, BUTTON_PRIMARY, cell_grid_rect(scene->layout, grid, 0), _("Another PIN"),
                  target_with(TARGET_ANSWER, ANSWER_NEW), in->pressed, targets);
    screen_button(scene, BUTTON_SECONDARY, cell_grid_rect(scene->layout, grid, 1),
                  _("No PIN any more"), target_with(TARGET_ANSWER, ANSWER_NONE), in->pressed,
                  targets);
}

void keypad_draw(const struct scene *scene, const struct screen_input *in, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct keypad_page *page = &in->view->pages.keypad;
    double width = layout->w / (double)layout->unit_px;
    double height = layout->h / (double)layout->unit_px, top;
    struct cell_grid grid = {.columns = 3, .count = KEYPAD_KEYS, .most = 104};
    struct text_at at = {layout_exact(layout, MARGIN), 0, ALIGN_LEFT,
                         layout_px(layout, width - 2 * MARGIN)};
    char text[SETTINGS_TEXT_MAX];

    page_ground(scene);
    top = page_begin(scene, in, title_of(page), NULL, targets);
    help_of(page, in->view->settings.pin_wait_s, text);
    at.y = layout_exact(layout, top + 30);
    if (layout->landscape)
        at.max_px = layout_px(layout, width - 3 * MARGIN - KEYS_W);
    text_wrap(scene, TEXT_BODY, at, layout_px(layout, 26), layout->landscape ? 5 : 3,
              page->note == KEYPAD_NOTE_NONE ? scene->theme->mid : scene->theme->hi, text);
    if (page->stage != KEYPAD_OPENED)
        draw_dots(scene, page, MARGIN, top + (layout->landscape ? 190 : 116));
    grid.x = layout->landscape ? width - MARGIN - KEYS_W : MARGIN;
    grid.w = layout->landscape ? KEYS_W : width - 2 * MARGIN;
    grid.y = top + (layout->landscape ? 8 : 168);
    grid.h = height - MARGIN - grid.y;
    if (page->stage == KEYPAD_OPENED) {
        grid.columns = 1;
        grid.count = 2;
        draw_choice(scene, in, &grid, targets);
    } else {
        draw_keys(scene, in, &grid, targets);
    }
    screen_notice(scene, in->view, false);
}

/* ------------------------------------------------------------------------------------- its taps */

void keypad_act(struct ui *ui, enum target_id target, int32_t place, int64_t now_mono_ns,
                struct ui_asks *asks)
{
    struct keypad_page *page = &ui->pages.keypad;
    const struct settings_shown *shown = &ui->view.settings;
    char pin[KEYPAD_SIZE] = "";

    (void)now_mono_ns;
    if (target == TARGET_ANSWER && page->stage == KEYPAD_OPENED) {
        if (place == ANSWER_NEW) {
            keypad_begin(page, KEYPAD_CHOOSE);
            return;
        }
        asks->request.kind = UI_REQUEST_PIN_REMOVE;
        settings_go_back(ui, asks);
        return;
    }
    if (target != TARGET_KEY || shown->pin_wait_s > 0)
        return;
    switch (keypad_press(page, place, shown->pin_answer, pin)) {
    case KEYPAD_GOES_ON:
        return;
    case KEYPAD_ASKS:
        asks->request.kind = UI_REQUEST_PIN_TRY;
        break;
    case KEYPAD_SETS:
        asks->request.kind = UI_REQUEST_PIN_SET;
        settings_go_back(ui, asks);
        break;
    }
    (void)snprintf(asks->request.text, sizeof asks->request.text, "%s", pin);
}

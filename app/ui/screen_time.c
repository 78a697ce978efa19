/* Date and time by hand, for a kiosk that nobody tells what time it is. */
#include <stdio.h>

#include "ui/i18n.h"
#include "ui/locale_text.h"
#include "ui/page.h"
#include "ui/settings_pages.h"

#define MARGIN   24.0
#define GAP      12.0
#define BUTTON_H 72.0

static void draw_field(const struct scene *scene, const struct screen_input *in,
                       enum time_field field, double x, double y, double w, double h,
                       struct targets *targets)
{
    static const char *const names[TIME_FIELDS] = {
        [TIME_YEAR] = N_("Year"),
        [TIME_MONTH] = N_("Month"),
        [TIME_DAY] = N_("Day"),
        [TIME_HOUR] = N_("Hour"),
        /* TRANSLATORS: the tens of the minutes of a time of day; the label stands above. */
        [TIME_MINUTE_TENS] = N_("10 min"),
        [TIME_MINUTE_ONES] = N_("min"),
    };
    const struct layout *layout = scene->layout;
    double button_h = (h - 68) / 2;
    struct text_at at = {layout_exact(layout, x + w / 2), layout_exact(layout, y + button_h + 28),
                         ALIGN_CENTRE, layout_px(layout, w)};
    char text[16];

    button_h = button_h > 84 ? 84 : button_h;
    key_draw(scene, in, layout_rect(layout, x, y, w, button_h), "+",
             target_with(TARGET_STEP, 2 * (int32_t)field), targets);
    at.y = layout_exact(layout, y + button_h + 24);
    text_put(scene, TEXT_FINE, at, scene->theme->mid, _(names[field]));
    at.y = layout_exact(layout, y + button_h + 54);
    (void)snprintf(text, sizeof text, "%d", (int)in->view->pages.time.field[field]);
    text_put_digits(scene, TEXT_FIGURE, at, 1, scene->theme->hi, text);
    key_draw(scene, in, layout_rect(layout, x, y + button_h + 68, w, button_h), "\xe2\x88\x92",
             target_with(TARGET_STEP, 2 * (int32_t)field + 1), targets);
}

void time_fields(const struct scene *scene, const struct screen_input *in, double x, double y,
                 double w, double h, struct targets *targets)
{
    double field_w = (w - (TIME_FIELDS - 1) * GAP) / TIME_FIELDS;

    for (int i = 0; i < TIME_FIELDS; i++)
        draw_field(scene, in, (enum time_field)i, x + i * (field_w + GAP), y, field_w, h, targets);
}

void time_draw(const struct scene *scene, const struct screen_input *in, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    double width = layout->w / (double)layout->unit_px;
    double height = layout->h / (double)layout->unit_px, top;
    double button_y = height - MARGIN - BUTTON_H;

    page_ground(scene);
    top = page_begin(scene, in, _("Date and time"),
                     _("Nobody tells this kiosk the time. What you set names its days until "
                       "somebody does."),
                     targets);
    time_fields(scene, in, MARGIN, top + 8, width - 2 * MARGIN, button_y - top - 24, targets);
    screen_button(scene, BUTTON_PRIMARY,
                  layout_rect(layout, MARGIN, button_y,
                              layout->landscape ? 288 : width - 2 * MARGIN, BUTTON_H),
                  _("Set"), target_with(TARGET_ANSWER, 0), in->pressed, targets);
    screen_notice(scene, in->view, false);
}

void time_ask(const struct time_page *page, struct ui_asks *asks)
{
    asks->request = (struct ui_request){
        .kind = UI_REQUEST_TIME,
        .number = (int64_t)time_page_date(page) * 10000 + time_page_minute(page),
    };
}

void time_act(struct ui *ui, enum target_id target, int32_t place, int64_t now_mono_ns,
              struct ui_asks *asks)
{
    (void)now_mono_ns;
    /* Closed meanwhile, by a prompt: the finger is still on a button of the last frame. */
    if (!ui->pages.time.is_begun)
        return;
    if (target == TARGET_STEP && place < 2 * TIME_FIELDS) {
        time_page_step(&ui->pages.time, (enum time_field)(place / 2), place % 2 == 0);
    } else if (target == TARGET_ANSWER) {
        time_ask(&ui->pages.time, asks);
        settings_go_back(ui, asks);
    }
}

#include "kiosk/requests.h"

#include <string.h>

#include "base/language.h"
#include "history/setup.h"
#include "kiosk/appliance_parts.h"
#include "ui/settings_pages.h"

/* ------------------------------------------------------------------------------ what is in force
 */

static void apply_protocol(struct appliance *appliance)
{
    struct kiosk_setup setup = setup_from_config(&appliance->choices.config);

    kiosk_set_protocol(&appliance->kiosk, &setup);
}

static void apply_language(struct appliance *appliance)
{
    const char *code = config_languages[appliance->choices.config.display.language];
    struct err err = {0};

    if (language_use(code, &err) == 0) {
        appliance_note_language(appliance, NULL);
    } else {
        appliance_log(appliance, err.text);
        appliance_note_language(appliance, code);
    }
    ui_redraw(&appliance->ui);
}

static void apply_theme(struct appliance *appliance)
{
    ui_set_theme(&appliance->ui, (enum theme_id)appliance->choices.config.display.theme);
}

static void apply_text_size(struct appliance *appliance)
{
    ui_set_text_size(&appliance->ui, (enum text_size)appliance->choices.config.display.text_size);
}

static void apply_motion(struct appliance *appliance)
{
    ui_set_motion(&appliance->ui, appliance->choices.config.display.has_reduced_motion);
}

static void apply_rotation(struct appliance *appliance)
{
    const struct display_port *display = appliance->display;

    if (display && display->rotate)
        display->rotate(display->self, appliance->choices.config.display.rotation);
}

static void apply_brightness(struct appliance *appliance)
{
    lighting_take_config(&appliance->lighting, &appliance->choices.config);
}

/* The chime is asked for when it would sound. */
static void (*const appliers[SETTING_COUNT])(struct appliance *appliance) = {
    [SETTING_PROTOCOL] = apply_protocol,
    [SETTING_SUGGESTIONS] = apply_protocol,
    [SETTING_CHIME] = NULL,
    [SETTING_LANGUAGE] = apply_language,
    [SETTING_THEME] = apply_theme,
    [SETTING_TEXT_SIZE] = apply_text_size,
    [SETTING_MOTION] = apply_motion,
    [SETTING_ROTATION] = apply_rotation,
    [SETTING_BRIGHTNESS] = apply_brightness,
};

void requests_apply_all(struct appliance *appliance)
{
    for (int i = 0; i < SETTING_COUNT && appliance->has_config; i++) {
        if (appliers[i])
            appliers[i](appliance);
    }
}

/* -------------------------------------------------------------------------------- what is kept */

static void keep(struct appliance *appliance, const struct store_setting *row, int64_t now_ns)
{
    if (!appliance->ledger)
        return;
    ledger_set_setting(appliance->ledger, row);
    ledger_commit_now(appliance->ledger, now_ns);
}

/* What is tried is in force, and gone with the power. */
static void take_setting(struct appliance *appliance, const struct ui_request *request,
                         int64_t now_ns)
{
    enum setting setting = request->setting;
    struct kiosk_event tick = {.kind = KIOSK_TICK, .mono_ns = now_ns};
    struct store_setting row = {0};

    if (choices_set(&appliance->choices, setting, (int32_t)request->number, &row) < 0)
        return;
    if (appliers[setting])
        appliers[setting](appliance);
    if (setting == SETTING_PROTOCOL)
        appliance_step(appliance, &tick); /* a break may be due by the new one */
    if (setting == SETTING_CHIME && request->number != 0 && appliance->sound)
        appliance->sound->play_chime(appliance->sound->self); /* this is what it is like */
    if (request->kind == UI_REQUEST_SET)
        keep(appliance, &row, now_ns);
}

static void keep_pin(struct appliance *appliance, int64_t now_ns)
{
    struct store_setting row = {0};

    choices_pin_row(&appliance->choices, &row);
    keep(appliance, &row, now_ns);
}

static void set_pin(struct appliance *appliance, const char *digits, int64_t now_ns)
{
    struct err err = {0};

    if (pin_set(&appliance->choices.pin, digits, &err) < 0)
        appliance_log(appliance, err.text);
    else
        keep_pin(appliance, now_ns);
}

static void set_up(struct appliance *appliance, int32_t step, int64_t now_ns)
{
    struct store_setting row = {0};

    choices_set_setup(&appliance->choices, step, &row);
    keep(appliance, &row, now_ns);
}

/* `when`: the date, yyyymmdd, and in the four digits behind it the minutes after midnight. */
static void set_time(struct appliance *appliance, int64_t when, int64_t now_ns)
{
    wall_set_by_person(&appliance->wall, (int32_t)(when / 10000), (int32_t)(when % 10000), now_ns);
    appliance_clock_changed(appliance, now_ns);
    if (appliance->ledger)
        ledger_commit_now(appliance->ledger, now_ns);
}

static void erase(struct appliance *appliance, enum erase_kind kind, int64_t now_ns)
{
    struct store_setting owed = {0};

    if (kind == ERASE_PERSON) {
        choices_clear(&appliance->choices);
        requests_apply_all(appliance);
    }
    queueing_withdraw(&appliance->queueing);
    choices_set_withdrawal(&appliance->choices, true, &owed);
    if (appliance->ledger) {
        ledger_erase(appliance->ledger,
                     kind == ERASE_PERSON ? STORE_ERASE_ALL : STORE_ERASE_HISTORY);
        ledger_set_setting(appliance->ledger, &owed);
    }
    appliance_begin_afresh(appliance, now_ns);
    if (kind == ERASE_PERSON)
        set_up(appliance, SETUP_LANGUAGE, now_ns); /* and with it, all of the above is on disk */
    else if (appliance->ledger)
        ledger_commit_now(appliance->ledger, now_ns);
}

/* What no sensor sees is kept as said, at once as every word of a person is. */
static void report(struct appliance *appliance, enum suggestion_kind kind, int64_t now_ns)
{
    history_take_reported(&appliance->history, kind, now_ns);
    if (appliance->ledger)
        ledger_commit_now(appliance->ledger, now_ns);
}

void requests_note_withdrawal(struct appliance *appliance, int64_t now_mono_ns)
{
    struct store_setting row = {0};

    if (!appliance->choices.owes_withdrawal || !appliance->queueing.has_withdrawn)
        return;
    choices_set_withdrawal(&appliance->choices, false, &row);
    keep(appliance, &row, now_mono_ns);
}

void requests_show(const struct appliance *appliance, int64_t now_mono_ns,
                   struct settings_shown *shown)
{
    struct wall_local clock;

    choices_show(&appliance->choices, now_mono_ns, shown);
    shown->has_backlight = appliance->lighting.port && appliance->lighting.port->can_dim;
    shown->lacks_cjk = appliance->lacks_cjk;
    shown->can_rotate = appliance->display && appliance->display->rotate;
    shown->kept_days = appliance->kept_days;
    shown->can_set_time = wall_wants_person(&appliance->wall);
    if (!shown->can_set_time)
        return;
    clock = appliance->wall.label == WALL_PERSON ? wall_local_at(&appliance->wall, now_mono_ns)
                                                 : wall_local_unchecked(&appliance->wall);
    shown->clock_date = clock.date;
    shown->clock_min = clock.second / 60;
}

void requests_take(struct appliance *appliance, const struct ui_request *request,
                   int64_t now_mono_ns)
{
    switch (request->kind) {
    case UI_REQUEST_SET:
    case UI_REQUEST_TRY:
        take_setting(appliance, request, now_mono_ns);
        break;
    case UI_REQUEST_PIN_SET:
        set_pin(appliance, request->text, now_mono_ns);
        break;
    case UI_REQUEST_PIN_TRY:
        pin_try(&appliance->choices.pin, request->text, now_mono_ns);
        break;
    case UI_REQUEST_PIN_REMOVE:
        pin_remove(&appliance->choices.pin);
        keep_pin(appliance, now_mono_ns);
        break;
    case UI_REQUEST_ERASE:
        erase(appliance, (enum erase_kind)request->number, now_mono_ns);
        break;
    case UI_REQUEST_TIME:
        set_time(appliance, request->number, now_mono_ns);
        break;
    case UI_REQUEST_SETUP:
        set_up(appliance, (int32_t)request->number, now_mono_ns);
        break;
    case UI_REQUEST_SETUP_ASIDE:
        appliance->choices.setup_step = SETUP_NONE;
        break;
    case UI_REQUEST_SYNC:
        if (request->number)
            queueing_consent(&appliance->queueing);
        else
            queueing_withdraw(&appliance->queueing);
        break;
    case UI_REQUEST_REPORT:
        report(appliance, (enum suggestion_kind)request->number, now_mono_ns);
        break;
    case UI_REQUEST_NONE:
        break;
    }
}

#include "ui/moments_settings.h"

#include <stdio.h>

#include "base/units.h"
#include "ports/outbox.h"
#include "ui/settings_pages.h"

static void know(struct moment *moment)
{
    struct settings_shown *shown = &moment->view.settings;

    shown->value[SETTING_SUGGESTIONS] = 1;
    shown->value[SETTING_BRIGHTNESS] = 80;
    shown->custom_interval_s = 45 * 60;
    shown->custom_duration_s = 3 * 60;
    shown->has_backlight = 1;
    shown->can_rotate = 1;
    shown->can_set_time = 1;
    shown->kept_days = 1234;
}

static void list(struct moment *moment)
{
    know(moment);
    moment->draw = settings_draw;
}

static void list_locked(struct moment *moment)
{
    list(moment);
    moment->view.settings.has_pin = 1;
    moment->view.settings.value[SETTING_PROTOCOL] = PROTOCOL_SEATED;
    moment->view.settings.is_locked[SETTING_PROTOCOL] = 1;
    moment->view.settings.is_locked[SETTING_CHIME] = 1;
    moment->view.settings.is_locked[SETTING_LANGUAGE] = 1;
}

static void list_kiosk(struct moment *moment)
{
    list(moment);
    moment->view.pages.settings.list = SETTINGS_OF_KIOSK;
}

static void choose(struct moment *moment, enum setting setting)
{
    know(moment);
    moment->draw = choices_draw;
    moment->view.pages.settings.setting = (int32_t)setting;
}

static void protocols(struct moment *moment)
{
    choose(moment, SETTING_PROTOCOL);
}

static void protocols_locked(struct moment *moment)
{
    protocols(moment);
    moment->view.settings.is_locked[SETTING_PROTOCOL] = 1;
}

static void languages_to_choose(struct moment *moment)
{
    choose(moment, SETTING_LANGUAGE);
    moment->view.settings.value[SETTING_LANGUAGE] = 2;
}

static void themes(struct moment *moment)
{
    choose(moment, SETTING_THEME);
}

static void text_sizes(struct moment *moment)
{
    choose(moment, SETTING_TEXT_SIZE);
}

static void suggestions(struct moment *moment)
{
    choose(moment, SETTING_SUGGESTIONS);
}

static void chime(struct moment *moment)
{
    choose(moment, SETTING_CHIME);
}

static void motion(struct moment *moment)
{
    choose(moment, SETTING_MOTION);
}

static void brightness(struct moment *moment)
{
    choose(moment, SETTING_BRIGHTNESS);
}

static void rotation(struct moment *moment)
{
    choose(moment, SETTING_ROTATION);
}

static void rotation_on_trial(struct moment *moment)
{
    rotation(moment);
    moment->view.settings.value[SETTING_ROTATION] = 2;
    moment->view.hold.trial_s = 12;
}

static void keys(struct moment *moment, enum keypad_purpose purpose, int digits)
{
    know(moment);
    moment->draw = keypad_draw;
    keypad_begin(&moment->view.pages.keypad, purpose);
    moment->view.pages.keypad.count = digits;
}

static void pin_new(struct moment *moment)
{
    keys(moment, KEYPAD_CHOOSE, 2);
}

static void pin_again(struct moment *moment)
{
    keys(moment, KEYPAD_CHOOSE, 0);
    moment->view.pages.keypad.stage = KEYPAD_AGAIN;
}

static void pin_differs(struct moment *moment)
{
    keys(moment, KEYPAD_CHOOSE, 0);
    moment->view.pages.keypad.note = KEYPAD_NOTE_DIFFERS;
}

static void pin_current(struct moment *moment)
{
    keys(moment, KEYPAD_OPEN, 8);
}

static void pin_wrong(struct moment *moment)
{
    keys(moment, KEYPAD_OPEN, 0);
    moment->view.pages.keypad.note = KEYPAD_NOTE_WRONG;
}

static void pin_waits(struct moment *moment)
{
    pin_wrong(moment);
    moment->view.settings.pin_wait_s = 40;
}

static void pin_opened(struct moment *moment)
{
    keys(moment, KEYPAD_CHANGE, 0);
    moment->view.pages.keypad.stage = KEYPAD_OPENED;
}

static void erase_history(struct moment *moment)
{
    know(moment);
    moment->draw = erase_draw;
}

static void erase_person(struct moment *moment)
{
    erase_history(moment);
    moment->view.pages.settings.erases = ERASE_PERSON;
}

static void erase_today(struct moment *moment)
{
    erase_history(moment);
    moment->view.settings.kept_days = 0;
}

static void clean(struct moment *moment)
{
    moment->draw = cleaning_draw;
    moment->view.hold.cleaning_s = 28;
}

static void set_time(struct moment *moment)
{
    know(moment);
    moment->draw = time_draw;
    time_page_begin(&moment->view.pages.time, 20261231, 23 * 60 + 58);
}

static void set_up(struct moment *moment, enum setup_step step)
{
    know(moment);
    moment->draw = setup_draw;
    moment->view.settings.setup_step = (int32_t)step;
    time_page_begin(&moment->view.pages.time, 20260303, 9 * 60);
}

static void setup_language(struct moment *moment)
{
    set_up(moment, SETUP_LANGUAGE);
}

static void setup_chair(struct moment *moment)
{
    set_up(moment, SETUP_CHAIR);
}

static void setup_chair_opened(struct moment *moment)
{
    set_up(moment, SETUP_CHAIR);
    moment->view.setup.checks[0] = moment->view.setup.checks[2] = SETUP_SEEN;
    moment->view.setup.checks[1] = SETUP_OPENED;
}

static void setup_chair_seen(struct moment *moment)
{
    set_up(moment, SETUP_CHAIR);
    for (int i = 0; i < SETUP_CHECKS; i++)
        moment->view.setup.checks[i] = SETUP_SEEN;
}

static void setup_mat(struct moment *moment)
{
    set_up(moment, SETUP_MAT);
    moment->view.setup.checks[0] = SETUP_SEEN;
    moment->view.setup.is_closed = 1;
}

/* As on a machine as shipped: no administrator has set a rhythm of their own. */
static void setup_protocol(struct moment *moment)
{
    const struct protocol *usual = protocol_of(PROTOCOL_CUSTOM);

    set_up(moment, SETUP_PROTOCOL);
    moment->view.settings.custom_interval_s = usual->interval_s;
    moment->view.settings.custom_duration_s = usual->duration_s;
}

static void setup_protocol_custom(struct moment *moment)
{
    set_up(moment, SETUP_PROTOCOL);
}

static void setup_time(struct moment *moment)
{
    set_up(moment, SETUP_TIME);
}

static void setup_privacy(struct moment *moment)
{
    set_up(moment, SETUP_PRIVACY);
}

static void sync(struct moment *moment, enum sync_state state)
{
    static const struct summary summary = {
        .start_s = INT64_C(1767571200),
        .pseudonym = "0123456789abcdef0123456789abcdef",
        .team = "people_and_culture",
        .version = "1.12.3",
        .figures = {121600, 25200, 158, 152, 139600, 121, 197200, 17200, 12700},
    };
    struct sync_shown *shown = &moment->view.sync;

    know(moment);
    moment->draw = sync_draw;
    shown->state = (int32_t)state;
    (void)snprintf(shown->host, sizeof shown->host, "summaries.office.example.org");
    (void)snprintf(shown->team, sizeof shown->team, "people_and_culture");
    (void)summary_write_influx(&summary, shown->text);
}

static void sync_off(struct moment *moment)
{
    sync(moment, SYNC_OFF);
    moment->view.sync.may_agree = 1;
    moment->view.sync.is_example = 1;
}

static void sync_nowhere(struct moment *moment)
{
    sync(moment, SYNC_NOWHERE);
}

static void sync_locked(struct moment *moment)
{
    sync(moment, SYNC_LOCKED);
    moment->view.sync.detail = SUMMARY_HOUR;
}

static void sync_no_clock(struct moment *moment)
{
    sync(moment, SYNC_NO_CLOCK);
    moment->view.sync.detail = SUMMARY_DAY;
}

static void sync_on(struct moment *moment)
{
    sync(moment, SYNC_ON);
    moment->view.sync.queued = 12;
}

static void sync_trouble(struct moment *moment)
{
    sync_on(moment);
    moment->view.sync.outcome = OUTBOX_SETUP;
    moment->view.sync.cause = OUTBOX_NOT_IT;
}

static void sync_asks_anew(struct moment *moment)
{
    sync(moment, SYNC_ASKS_ANEW);
    moment->view.sync.match = CONSENT_FINER;
    moment->view.sync.may_agree = 1;
    moment->view.sync.detail = SUMMARY_HOUR;
}

static void sync_other_server(struct moment *moment)
{
    sync(moment, SYNC_ASKS_ANEW);
    moment->view.sync.match = CONSENT_OTHER_SERVER;
    moment->view.sync.may_agree = 1;
    moment->view.sync.queued = 12;
}

/* Nobody may agree: it is locked. */
static void sync_other_team(struct moment *moment)
{
    sync(moment, SYNC_ASKS_ANEW);
    moment->view.sync.match = CONSENT_OTHER_TEAM;
}

static void erase_with_sync(struct moment *moment)
{
    erase_history(moment);
    moment->view.sync.state = SYNC_ON;
}

const struct moment_row settings_moments[] = {
    {"settings", list},
    {"settings-locked", list_locked},
    {"settings-kiosk", list_kiosk},
    {"choices-protocol", protocols},
    {"choices-protocol-locked", protocols_locked},
    {"choices-language", languages_to_choose},
    {"choices-theme", themes},
    {"choices-text-size", text_sizes},
    {"choices-suggestions", suggestions},
    {"choices-chime", chime},
    {"choices-motion", motion},
    {"choices-brightness", brightness},
    {"choices-rotation", rotation},
    {"choices-rotation-trial", rotation_on_trial},
    {"pin-new", pin_new},
    {"pin-again", pin_again},
    {"pin-differs", pin_differs},
    {"pin-current", pin_current},
    {"pin-wrong", pin_wrong},
    {"pin-waits", pin_waits},
    {"pin-opened", pin_opened},
    {"erase-history", erase_history},
    {"erase-person", erase_person},
    {"erase-today", erase_today},
    {"erase-with-sync", erase_with_sync},
    {"sync-off", sync_off},
    {"sync-nowhere", sync_nowhere},
    {"sync-locked", sync_locked},
    {"sync-no-clock", sync_no_clock},
    {"sync-on", sync_on},
    {"sync-trouble", sync_trouble},
    {"sync-asks-anew", sync_asks_anew},
    {"sync-other-server", sync_other_server},
    {"sync-other-team", sync_other_team},
    {"cleaning", clean},
    {"time", set_time},
    {"setup-language", setup_language},
    {"setup-chair", setup_chair},
    {"setup-chair-opened", setup_chair_opened},
    {"setup-chair-seen", setup_chair_seen},
    {"setup-mat", setup_mat},
    {"setup-protocol", setup_protocol},
    {"setup-protocol-custom", setup_protocol_custom},
    {"setup-time", setup_time},
    {"setup-privacy", setup_privacy},
};

const size_t settings_moment_count = sizeof settings_moments / sizeof *settings_moments;

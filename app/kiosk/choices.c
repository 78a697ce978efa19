#include "kiosk/choices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/setup.h"

#define PIN_KEY        "pin.hash"
#define SETUP_KEY      "setup.step"
#define SETUP_DONE     "done"
#define WITHDRAWAL_KEY "sync.withdrawal"
#define WITHDRAWAL_DUE "due"

_Static_assert(PERSONAL_NAME_SIZE <= STORE_SETTING_NAME_SIZE, "every key has room");
_Static_assert(PIN_HASH_SIZE <= STORE_SETTING_VALUE_SIZE, "every hash has room");

void choices_init(struct choices *choices, const struct config *files)
{
    memset(choices, 0, sizeof(*choices));
    choices->files = *files;
    choices->config = *files;
}

static bool take_setup(struct choices *choices, const char *text)
{
    char *end;
    long step = strtol(text, &end, 10);

    choices->has_setup_row = true;
    choices->setup_step = SETUP_NONE;
    if (strcmp(text, SETUP_DONE) == 0)
        return true;
    if (end == text || *end != '\0' || step < SETUP_LANGUAGE || step > SETUP_PRIVACY)
        return false;
    /* A kiosk may have begun it before it was told not to. */
    if (choices->files.settings.has_first_run)
        choices->setup_step = (int32_t)step;
    return true;
}

void choices_take_row(struct choices *choices, const struct store_setting *row)
{
    bool is_good;

    if (strcmp(row->name, PIN_KEY) == 0) {
        is_good = pin_take_hash(&choices->pin, row->value);
    } else if (strcmp(row->name, SETUP_KEY) == 0) {
        is_good = take_setup(choices, row->value);
    } else if (strcmp(row->name, WITHDRAWAL_KEY) == 0) {
        choices->owes_withdrawal = true; /* whatever it says: less would be a promise broken */
        is_good = true;
    } else {
        int result = personal_apply(&choices->config, row->name, row->value);

        is_good = result == 0 || result == -ERR_PERMISSION;
    }
    if (is_good)
        return;
    choices->damaged++;
    (void)snprintf(choices->damaged_name, sizeof(choices->damaged_name), "%s", row->name);
}

int choices_set(struct choices *choices, enum setting setting, int32_t value,
                struct store_setting *row)
{
    const struct config_option *option = personal_find(setting_key(setting));
    char text[PERSONAL_VALUE_SIZE];

    if (!option)
        return -ERR_INPUT;
    personal_write(option, value, text);
    (void)snprintf(row->name, sizeof(row->name), "%s", setting_key(setting));
    (void)snprintf(row->value, sizeof(row->value), "%s", text);
    return personal_apply(&choices->config, row->name, row->value);
}

void choices_pin_row(const struct choices *choices, struct store_setting *row)
{
    (void)snprintf(row->name, sizeof(row->name), "%s", PIN_KEY);
    (void)snprintf(row->value, sizeof(row->value), "%s", choices->pin.hash);
}

void choices_set_setup(struct choices *choices, int32_t step, struct store_setting *row)
{
    choices->setup_step = step;
    choices->has_setup_row = true;
    (void)snprintf(row->name, sizeof(row->name), "%s", SETUP_KEY);
    if (step == SETUP_NONE)
        (void)snprintf(row->value, sizeof(row->value), "%s", SETUP_DONE);
    else
        (void)snprintf(row->value, sizeof(row->value), "%d", (int)step);
}

void choices_set_withdrawal(struct choices *choices, bool is_owed, struct store_setting *row)
{
    choices->owes_withdrawal = is_owed;
    (void)snprintf(row->name, sizeof(row->name), "%s", WITHDRAWAL_KEY);
    (void)snprintf(row->value, sizeof(row->value), "%s", is_owed ? WITHDRAWAL_DUE : "");
}

void choices_clear(struct choices *choices)
{
    struct config files = choices->files;

    choices_init(choices, &files);
}

void choices_show(const struct choices *choices, int64_t now_mono_ns, struct settings_shown *shown)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct config_option *option = personal_find(setting_key((enum setting)i));

        shown->value[i] = personal_value(&choices->config, option);
        shown->is_locked[i] = personal_is_locked(&choices->config, option);
    }
    shown->custom_interval_s = choices->config.protocol.interval_min * 60;
    shown->custom_duration_s = choices->config.protocol.duration_s;
    shown->has_pin = choices->pin.hash[0] != '\0';
    shown->pin_answer = choices->pin.answers;
    shown->pin_is_right = choices->pin.is_right;
    shown->pin_wait_s = pin_wait_s(&choices->pin, now_mono_ns);
    shown->setup_step = choices->setup_step;
}

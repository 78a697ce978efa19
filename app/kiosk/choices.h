/*
 * choices.h - what the person chose on the screen, laid over what the files say.
 *
 * Rows of a name and a value: a personal key of the configuration ("display.theme", "light"), the
 * PIN's hash, where the setup stands, and whether the outbox has yet to hear of an erasing. They
 * are kept with the history and read at start. A row
 * that cannot be used (an unknown key, a value that is not allowed, a locked key) changes nothing
 * and, but for the lock, is counted: the kiosk starts with its default and says so.
 *
 * The loop's thread. It stores nothing itself: whoever changes something keeps the row.
 */
#ifndef SH_KIOSK_CHOICES_H
#define SH_KIOSK_CHOICES_H

#include <stddef.h>

#include "base/config.h"
#include "base/personal.h"
#include "kiosk/pin.h"
#include "ports/store.h"
#include "ui/settings.h"

struct choices {
    struct config files;  /* as the administrator has it */
    struct config config; /* what is in force */
    struct pin pin;
    int32_t setup_step; /* 0: none stands */
    bool has_setup_row; /* it was begun once, or done */
    bool owes_withdrawal;
    size_t damaged; /* rows that could not be used */
    char damaged_name[STORE_SETTING_NAME_SIZE];
};

/* What `files` says is in force. Copied. */
void choices_init(struct choices *choices, const struct config *files);

/* Lays over what was kept, a row at a time. */
void choices_take_row(struct choices *choices, const struct store_setting *row);

/*
 * `setting` is `value` from now on, and `row` is to be kept. 0, or with nothing changed
 * -ERR_PERMISSION (locked) or -ERR_INPUT.
 */
int choices_set(struct choices *choices, enum setting setting, int32_t value,
                struct store_setting *row) SH_WARN_UNUSED;

/* The rows that say the PIN and the setup's step. */
void choices_pin_row(const struct choices *choices, struct store_setting *row);
void choices_set_setup(struct choices *choices, int32_t step, struct store_setting *row);

/*
 * History and outbox are two databases, which no transaction covers together. So what erases the
 * one notes in itself that consent is still to be withdrawn from the other, until that is done.
 */
void choices_set_withdrawal(struct choices *choices, bool is_owed, struct store_setting *row);

/* Nothing was ever chosen. */
void choices_clear(struct choices *choices);

/* Fills what the screen shows of it; what else it shows is the caller's. */
void choices_show(const struct choices *choices, int64_t now_mono_ns, struct settings_shown *shown);

#endif

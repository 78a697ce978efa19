/*
 * option_table.h - the one truth about every configuration key.
 *
 * The loader, the reference and the tests all go by this table: a key that is not in it does not
 * exist. To add one, add a field to `struct config` and a row here, beside its section's others.
 *
 * Any thread; constant data and pure functions.
 */
#ifndef SH_BASE_OPTION_TABLE_H
#define SH_BASE_OPTION_TABLE_H

#include "base/config.h"

enum option_type {
    OPTION_YES_NO,      /* bool */
    OPTION_NUMBER,      /* int, min to max; CONFIG_NONE for "none" where `may_be_none` */
    OPTION_CHOICE,      /* int, the index into `choices` */
    OPTION_TIME_OF_DAY, /* int, minutes after midnight, from HH:MM */
    OPTION_QUIET_HOURS, /* struct quiet_hours, from spans by weekday */
    OPTION_TEXT         /* char[max + 1], at least `min` bytes */
};

struct config_option {
    const char *section;
    const char *key;
    const char *fallback;       /* the default, as it would stand in a file */
    const char *help;           /* one sentence or two, for the person at the file */
    const char *unit;           /* of a number, "" if it counts or names something */
    const char *const *choices; /* ended by NULL */
    size_t offset;              /* of the field in struct config */
    enum option_type type;
    int min; /* of a number; of the length of a text */
    int max;
    bool may_be_none;
    bool names_lines; /* see struct config */
    bool is_personal; /* who sits here may choose it on the screen: personal.h */
};

extern const struct config_option option_table[];
extern const size_t option_count;

/* The row of a key, or NULL. */
const struct config_option *option_find(const char *section, const char *key);

bool option_section_exists(const char *section);

/* What may stand behind the `=`, such as "1 to 240 min" or "auto, gpio or sim". */
void option_describe(const struct config_option *option, char *text, size_t size);

/*
 * Sets the option's field in `config` from `value`. Returns 0, or -ERR_INPUT with `config`
 * untouched if the value is not allowed.
 */
int option_set(const struct config_option *option, struct config *config,
               const char *value) SH_WARN_UNUSED;

#endif

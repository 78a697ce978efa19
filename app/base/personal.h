/*
 * personal.h - what the person who sits here may choose on the screen.
 *
 * A choice is a configuration key, by its `section.key` and a value as it would stand in a file, so
 * one table (option_table.h) says what there is and what is allowed. It is kept with the history
 * and lies over what the files say; a key named in `settings.locked` stays as the files have it.
 *
 * Pure; any thread.
 */
#ifndef SH_BASE_PERSONAL_H
#define SH_BASE_PERSONAL_H

#include "base/option_table.h"

/* "section.key" with its NUL, and the longest value of a personal key. */
#define PERSONAL_NAME_SIZE  64
#define PERSONAL_VALUE_SIZE 32

/* The personal key of that name, or NULL. */
const struct config_option *personal_find(const char *name);

/* Has the administrator locked it? */
bool personal_is_locked(const struct config *config, const struct config_option *option);

/*
 * Lays a choice over `config`. 0, or with `config` untouched -ERR_NOT_FOUND (no such key, or not a
 * personal one), -ERR_PERMISSION (locked) or -ERR_INPUT (the value is not allowed).
 */
int personal_apply(struct config *config, const char *name, const char *value) SH_WARN_UNUSED;

/* What `config` has for it: a choice's index, 0 or 1, a number. */
int personal_value(const struct config *config, const struct config_option *option);

/* Such a value as it would stand in a file. */
void personal_write(const struct config_option *option, int value, char text[PERSONAL_VALUE_SIZE]);

/* Has the administrator locked the consent to sync, "sync.consent", which is no key of the files?
 */
bool personal_consent_is_locked(const struct config *config);

/*
 * The first name in `settings.locked` that is no personal key, as it stands there, in `name`; false
 * if all are.
 */
bool personal_find_unknown_lock(const struct config *config, char name[PERSONAL_NAME_SIZE]);

#endif

#include "base/personal.h"

#include <stdio.h>
#include <string.h>

#define EVERY_KEY  "all"
#define CONSENT    "sync.consent"
#define SEPARATORS ", \t"

const struct config_option *personal_find(const char *name)
{
    const char *dot = strchr(name, '.');
    const struct config_option *option;
    char section[PERSONAL_NAME_SIZE];

    if (!dot || (size_t)(dot - name) >= sizeof(section))
        return NULL;
    (void)snprintf(section, sizeof(section), "%.*s", (int)(dot - name), name);
    option = option_find(section, dot + 1);
    return option && option->is_personal ? option : NULL;
}

/* The next name of the list at `*rest`, which moves behind it; false at its end. */
static bool next_name(const char **rest, char name[PERSONAL_NAME_SIZE])
{
    const char *from = *rest + strspn(*rest, SEPARATORS);
    size_t len = strcspn(from, SEPARATORS);

    *rest = from + len;
    (void)snprintf(name, PERSONAL_NAME_SIZE, "%.*s", (int)len, from);
    return len > 0;
}

bool personal_is_locked(const struct config *config, const struct config_option *option)
{
    const char *rest = config->settings.locked;
    char name[PERSONAL_NAME_SIZE];

    while (next_name(&rest, name)) {
        if (strcmp(name, EVERY_KEY) == 0 || personal_find(name) == option)
            return true;
    }
    return false;
}

bool personal_consent_is_locked(const struct config *config)
{
    const char *rest = config->settings.locked;
    char name[PERSONAL_NAME_SIZE];

    while (next_name(&rest, name)) {
        if (strcmp(name, EVERY_KEY) == 0 || strcmp(name, CONSENT) == 0)
            return true;
    }
    return false;
}

bool personal_find_unknown_lock(const struct config *config, char name[PERSONAL_NAME_SIZE])
{
    const char *rest = config->settings.locked;

    while (next_name(&rest, name)) {
        if (strcmp(name, EVERY_KEY) != 0 && strcmp(name, CONSENT) != 0 && !personal_find(name))
            return true;
    }
    return false;
}

int personal_apply(struct config *config, const char *name, const char *value)
{
    const struct config_option *option = personal_find(name);

    if (!option)
        return -ERR_NOT_FOUND;
    if (personal_is_locked(config, option))
        return -ERR_PERMISSION;
    return option_set(option, config, value);
}

int personal_value(const struct config *config, const struct config_option *option)
{
    const char *field = (const char *)config + option->offset;
    bool is_yes;
    int value;

    if (option->type == OPTION_YES_NO) {
        memcpy(&is_yes, field, sizeof(is_yes));
        return is_yes;
    }
    memcpy(&value, field, sizeof(value));
    return value;
}

void personal_write(const struct config_option *option, int value, char text[PERSONAL_VALUE_SIZE])
{
    if (option->type == OPTION_YES_NO)
        (void)snprintf(text, PERSONAL_VALUE_SIZE, "%s", value ? "yes" : "no");
    else if (option->type == OPTION_CHOICE)
        (void)snprintf(text, PERSONAL_VALUE_SIZE, "%s", option->choices[value]);
    else
        (void)snprintf(text, PERSONAL_VALUE_SIZE, "%d", value);
}

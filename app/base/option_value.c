/* What the values of the option table's types look like as text. */
#include "base/option_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void *field_of(struct config *config, const struct config_option *option)
{
    return (char *)config + option->offset;
}

static int set_yes_no(bool *field, const char *value)
{
    static const struct {
        const char *word;
        bool is_yes;
    } words[] = {
        {"yes", true}, {"no", false},  {"true", true}, {"false", false},
        {"on", true},  {"off", false}, {"1", true},    {"0", false},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasecmp(value, words[i].word) == 0) {
            *field = words[i].is_yes;
            return 0;
        }
    }
    return -ERR_INPUT;
}

static int set_number(const struct config_option *option, int *field, const char *value)
{
    long number;

    if (option->may_be_none && strcmp(value, "none") == 0) {
        *field = CONFIG_NONE;
        return 0;
    }
    if (value[strspn(value, "0123456789")] != '\0' || value[0] == '\0')
        return -ERR_INPUT;
    errno = 0;
    number = strtol(value, NULL, 10);
    if (errno != 0 || number < option->min || number > option->max)
        return -ERR_INPUT;
    *field = (int)number;
    return 0;
}

static int set_choice(const struct config_option *option, int *field, const char *value)
{
    for (int i = 0; option->choices[i]; i++) {
        if (strcmp(value, option->choices[i]) == 0) {
            *field = i;
            return 0;
        }
    }
    return -ERR_INPUT;
}

static int set_time_of_day(int *field, const char *value)
{
    static const char form[] = "00:00";
    int hour;
    int minute;

    for (size_t i = 0; i < sizeof(form) - 1; i++) {
        if (form[i] == '0' ? value[i] < '0' || value[i] > '9' : value[i] != ':')
            return -ERR_INPUT;
    }
    hour = (value[0] - '0') * 10 + value[1] - '0';
    minute = (value[3] - '0') * 10 + value[4] - '0';
    if (value[5] != '\0' || hour > 23 || minute > 59)
        return -ERR_INPUT;
    *field = hour * 60 + minute;
    return 0;
}

static int set_text(const struct config_option *option, char *field, const char *value)
{
    size_t len = strlen(value);

    if (len < (size_t)option->min || len > (size_t)option->max)
        return -ERR_INPUT;
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)value[i] < ' ' || value[i] == 0x7f)
            return -ERR_INPUT;
    }
    memcpy(field, value, len + 1);
    return 0;
}

int option_set(const struct config_option *option, struct config *config, const char *value)
{
    void *field = field_of(config, option);

    switch (option->type) {
    case OPTION_YES_NO:
        return set_yes_no(field, value);
    case OPTION_NUMBER:
        return set_number(option, field, value);
    case OPTION_CHOICE:
        return set_choice(option, field, value);
    case OPTION_TIME_OF_DAY:
        return set_time_of_day(field, value);
    case OPTION_QUIET_HOURS:
        return quiet_hours_parse(field, value);
    case OPTION_TEXT:
        return set_text(option, field, value);
    }
    return -ERR_INPUT;
}

/* "a, b or c" */
static void describe_choices(const struct config_option *option, char *text, size_t size)
{
    size_t len = 0;

    for (int i = 0; option->choices[i] && len < size; i++) {
        const char *separator = i == 0 ? "" : option->choices[i + 1] ? ", " : " or ";
        int written = snprintf(text + len, size - len, "%s%s", separator, option->choices[i]);

        len += written > 0 ? (size_t)written : 0;
    }
}

void option_describe(const struct config_option *option, char *text, size_t size)
{
    switch (option->type) {
    case OPTION_YES_NO:
        (void)snprintf(text, size, "yes or no");
        break;
    case OPTION_NUMBER:
        (void)snprintf(text, size, "%d to %d%s%s%s", option->min, option->max,
                       option->unit[0] ? " " : "", option->unit,
                       option->may_be_none ? ", or none" : "");
        break;
    case OPTION_CHOICE:
        describe_choices(option, text, size);
        break;
    case OPTION_TIME_OF_DAY:
        (void)snprintf(text, size, "00:00 to 23:59");
        break;
    case OPTION_QUIET_HOURS:
        (void)snprintf(text, size, "%s", QUIET_HOURS_FORM);
        break;
    case OPTION_TEXT:
        (void)snprintf(text, size, "%d to %d bytes of text", option->min, option->max);
        break;
    }
}

#include "base/config.h"

#include "base/option_table.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void config_problems_add(struct config_problems *problems, const char *format, ...)
{
    char **texts = realloc(problems->texts, (problems->count + 1) * sizeof(*texts));
    char *text = NULL;
    va_list args;

    if (texts) {
        problems->texts = texts;
        va_start(args, format);
        if (vasprintf(&text, format, args) < 0)
            text = NULL;
        va_end(args);
    }
    if (text)
        problems->texts[problems->count++] = text;
    else
        problems->lost++;
}

void config_problems_free(struct config_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        free(problems->texts[i]);
    free(problems->texts);
    *problems = (struct config_problems){0};
}

bool config_problems_none(const struct config_problems *problems)
{
    return problems->count == 0 && problems->lost == 0;
}

void config_set_defaults(struct config *config)
{
    memset(config, 0, sizeof(*config));
    for (size_t i = 0; i < option_count; i++) {
        /* A default outside its own range is a mistake in the table, which a test finds. */
        if (option_set(&option_table[i], config, option_table[i].fallback) != 0)
            abort();
    }
}

struct protocol config_protocol(const struct config *config)
{
    struct protocol protocol = *protocol_of((enum protocol_preset)config->protocol.preset);

    if (config->protocol.preset == PROTOCOL_CUSTOM) {
        protocol.interval_s = config->protocol.interval_min * 60;
        protocol.duration_s = config->protocol.duration_s;
    }
    return protocol;
}

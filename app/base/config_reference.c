#include "base/option_table.h"

#include <string.h>

#define COMMENT_WIDTH 98

/* A sentence as comment lines, broken at blanks. */
static void print_wrapped(FILE *out, const char *text)
{
    while (*text) {
        size_t len = strlen(text);

        if (len > COMMENT_WIDTH) {
            len = COMMENT_WIDTH;
            while (len > 1 && text[len] != ' ')
                len--;
        }
        (void)fprintf(out, "# %.*s\n", (int)len, text);
        text += len;
        while (*text == ' ')
            text++;
    }
}

static void print_studies(FILE *out)
{
    for (int i = 0; i < PROTOCOL_COUNT; i++) {
        const struct protocol *protocol = protocol_of((enum protocol_preset)i);
        int s = protocol->duration_s;

        if (i == PROTOCOL_CUSTOM)
            continue;
        (void)fprintf(out, "#   %-14s every %d min, ", protocol->name, protocol->interval_s / 60);
        if (protocol->raises > 0)
            (void)fprintf(out, "%d calf raises", protocol->raises);
        else
            (void)fprintf(out, "%d:%02d min of moving", s / 60, s % 60);
        (void)fprintf(out, "\n#     %s\n", protocol->studied_in);
    }
}

int config_print_reference(FILE *out)
{
    const char *section = "";
    char allowed[256];

    (void)fputs(
        "# Second Heart: every configuration key, commented out at its default.\n"
        "# Read from " CONFIG_FOLDER "/secondheart.conf, then from the .conf files of\n"
        "# " CONFIG_FOLDER "/conf.d by name; a later value replaces an earlier one.\n"
        "# A comment begins a line with # or ;, or follows a value after a blank and a ;.\n",
        out);
    for (size_t i = 0; i < option_count; i++) {
        const struct config_option *option = &option_table[i];

        if (strcmp(section, option->section) != 0)
            (void)fprintf(out, "\n[%s]\n", option->section);
        section = option->section;
        (void)fputc('\n', out);
        print_wrapped(out, option->help);
        if (option->offset == offsetof(struct config, protocol.preset))
            print_studies(out);
        option_describe(option, allowed, sizeof(allowed));
        (void)fprintf(out, "# Allowed: %s.\n;%s =%s%s\n", allowed, option->key,
                      option->fallback[0] ? " " : "", option->fallback);
    }
    return fflush(out) == 0 && !ferror(out) ? 0 : -ERR_IO;
}

#include "ctl/command_line.h"

#include <stdio.h>
#include <string.h>

int command_line_wrong(const char *command, const char *what, const char *value)
{
    (void)fprintf(stderr, "secondheartctl %s: %s%s%s%s; see --help\n", command, what,
                  value ? ": '" : "", value ? value : "", value ? "'" : "");
    return EXIT_INPUT;
}

void command_line_begin(void)
{
    opterr = 0;
    optind = 0; /* not 1: glibc starts anew then, whoever parsed before */
}

int command_line_next(int argc, char **argv, const char *shorts, const struct option *longs)
{
    int option = getopt_long(argc, argv, shorts, longs, NULL);

    if (option == '?')
        (void)command_line_wrong(argv[0], "unknown option", argv[optind - 1]);
    if (option == ':')
        (void)command_line_wrong(argv[0], "a value is missing after", argv[optind - 1]);
    return option == ':' ? '?' : option;
}

int command_line_format(const char *command, const char *text, bool *is_json)
{
    *is_json = strcmp(text, "json") == 0;
    if (*is_json || strcmp(text, "text") == 0)
        return EXIT_DONE;
    return command_line_wrong(command, "--format takes text or json, not", text);
}

int command_line_load(const char *path, struct config *config)
{
    struct config_problems problems = {0};
    int result;

    config_load(config, path, &problems);
    for (size_t i = 0; i < problems.count; i++)
        (void)fprintf(stderr, "%s\n", problems.texts[i]);
    result = config_problems_none(&problems) ? EXIT_DONE : EXIT_INPUT;
    config_problems_free(&problems);
    return result;
}

#include "ctl/command_line.h"

#include <stdio.h>
#include <string.h>

#include "base/calendar.h"

/* Before the time that clocks count from, nothing has a date. */
#define FIRST_DATE 19700101

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

int command_line_date(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    int date = 0;

    if (strlen(text) != strlen(form))
        return -1;
    for (int i = 0; form[i]; i++) {
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return -1;
        if (form[i] == 'd')
            date = date * 10 + (text[i] - '0');
    }
    /* A day that a month does not have becomes another one on the way there and back. */
    if (date < FIRST_DATE || calendar_add_days(calendar_add_days(date, 1), -1) != date)
        return -1;
    return date;
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

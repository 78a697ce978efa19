#include "ctl/command_line.h"

#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"

/* Before the time that clocks count from, nothing has a date. */
#define FIRST_DATE 19700101

/* Room for an option as --help names it. */
#define OPTION_SIZE 40

/* getopt's code for a table's first row by its long name, above every letter. */
#define LONG_CODE 256

const char *const command_formats[] = {
    [COMMAND_FORMAT_TEXT] = "text", [COMMAND_FORMAT_JSON] = "json", NULL};

int command_line_wrong(const char *command, const char *what, const char *value)
{
    (void)fprintf(stderr, "secondheartctl %s: %s%s%s%s; see --help\n", command, what,
                  value ? ": '" : "", value ? value : "", value ? "'" : "");
    return EXIT_INPUT;
}

int command_line_fail_as(const char *command, const struct err *err, int exit_code)
{
    (void)fprintf(stderr, "secondheartctl %s: %s\n", command, err->text);
    return exit_code;
}

int command_line_fail(const char *command, const struct err *err)
{
    return command_line_fail_as(command, err, err->code == ERR_INPUT ? EXIT_INPUT : EXIT_PROBLEM);
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

/* ---- help ---- */

static const struct command_option help_option = {.name = "help", .help = "show this"};

/* "-o, --output FILE"; returns how wide that is. */
static int describe_option(const struct command_option *option, char text[OPTION_SIZE])
{
    char letter[] = {'-', option->letter, ',', ' ', '\0'};

    return snprintf(text, OPTION_SIZE, "%s--%s%s%s", option->letter ? letter : "", option->name,
                    option->value ? " " : "", option->value ? option->value : "");
}

static void print_option(FILE *out, const struct command_option *option, int width)
{
    const char *help = option->help;
    int length = (int)strcspn(help, "\n");
    char text[OPTION_SIZE];

    (void)describe_option(option, text);
    (void)fprintf(out, "  %-*s  %.*s\n", width, text, length, help);
    while (help[length]) {
        help += length + 1;
        length = (int)strcspn(help, "\n");
        (void)fprintf(out, "  %-*s  %.*s\n", width, "", length, help);
    }
}

static void print_help(FILE *out, const struct command_line *line)
{
    char text[OPTION_SIZE];
    int width = 0;

    for (size_t i = 0; i < line->option_count; i++) {
        int wanted = describe_option(&line->options[i], text);

        width = wanted > width ? wanted : width;
    }
    (void)fprintf(out, "%s\n", line->usage);
    for (size_t i = 0; i < line->option_count; i++)
        print_option(out, &line->options[i], width);
    print_option(out, &help_option, width);
    (void)fprintf(out, "\n%s", line->exit_codes);
}

/* ---- reading ---- */

/* "json or csv", of a list ended by NULL. */
static void describe_choices(const char *const *choices, char *text, size_t size)
{
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; choices[i] && length < size; i++) {
        const char *glue = i == 0 ? "" : choices[i + 1] ? ", " : " or ";

        length += (size_t)snprintf(text + length, size - length, "%s%s", glue, choices[i]);
    }
}

static int take_choice(const struct command_line *line, const struct command_option *option,
                       const char *value, int *choice)
{
    char allowed[96];
    char what[160];

    for (int i = 0; option->choices[i]; i++) {
        if (strcmp(value, option->choices[i]) == 0) {
            *choice = i;
            return EXIT_DONE;
        }
    }
    describe_choices(option->choices, allowed, sizeof(allowed));
    (void)snprintf(what, sizeof(what), "--%s takes %s, not", option->name, allowed);
    return command_line_wrong(line->command, what, value);
}

static int take_date(const struct command_line *line, const char *value, int *date)
{
    *date = command_line_date(value);
    return *date > 0 ? EXIT_DONE
                     : command_line_wrong(line->command, "not a date such as 2026-03-02", value);
}

static int take_option(const struct command_line *line, const struct command_option *option,
                       const char *value, void *field)
{
    switch (option->type) {
    case COMMAND_FLAG:
        *(bool *)field = true;
        break;
    case COMMAND_TEXT:
        *(const char **)field = value;
        break;
    case COMMAND_DATE:
        return take_date(line, value, field);
    case COMMAND_CHOICE:
        return take_choice(line, option, value, field);
    }
    return EXIT_DONE;
}

static int take_operands(const struct command_line *line, int argc, char **argv, char *options)
{
    char what[64];

    if (optind < argc && !line->operand)
        return command_line_wrong(line->command, "not an option", argv[optind]);
    if (optind + 1 < argc) {
        (void)snprintf(what, sizeof(what), "one %s at a time; unexpected", line->operand);
        return command_line_wrong(line->command, what, argv[optind + 1]);
    }
    if (optind < argc) {
        *(const char **)(void *)(options + line->operand_offset) = argv[optind];
    } else if (line->operand && !line->operand_may_miss) {
        (void)snprintf(what, sizeof(what), "say which %s", line->operand);
        return command_line_wrong(line->command, what, NULL);
    }
    return EXIT_DONE;
}

/* The table as getopt wants it: `longs` ends in --help, `shorts` makes it report what is amiss. */
static void describe_to_getopt(const struct command_line *line, struct option *longs, char *shorts)
{
    *shorts++ = ':';
    for (size_t i = 0; i <= line->option_count; i++) {
        const struct command_option *option =
            i < line->option_count ? &line->options[i] : &help_option;
        bool takes_value = option->type != COMMAND_FLAG;

        longs[i] = (struct option){option->name, takes_value ? required_argument : no_argument,
                                   NULL, LONG_CODE + (int)i};
        if (option->letter)
            *shorts++ = option->letter;
        if (option->letter && takes_value)
            *shorts++ = ':';
    }
    *shorts = '\0';
}

/* Which row getopt's code means. */
static size_t row_of(const struct command_line *line, int code)
{
    size_t row = 0;

    if (code >= LONG_CODE)
        return (size_t)(code - LONG_CODE);
    while (line->options[row].letter != code)
        row++;
    return row;
}

bool command_line_parse(const struct command_line *line, int argc, char **argv, void *options,
                        int *exit_code)
{
    struct option longs[COMMAND_OPTIONS_MAX + 2] = {{0}};
    char shorts[2 + 2 * COMMAND_OPTIONS_MAX];
    int code;

    assert(line->option_count <= COMMAND_OPTIONS_MAX);
    describe_to_getopt(line, longs, shorts);
    *exit_code = EXIT_DONE;
    opterr = 0;
    optind = 0; /* not 1: glibc starts anew then, whoever parsed before */
    while (*exit_code == EXIT_DONE && (code = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        size_t row;

        if (code == '?' || code == ':') {
            *exit_code = command_line_wrong(
                line->command, code == '?' ? "unknown option" : "a value is missing after",
                argv[optind - 1]);
            break;
        }
        row = row_of(line, code);
        if (row == line->option_count) {
            print_help(stdout, line);
            return false;
        }
        *exit_code = take_option(line, &line->options[row], optarg,
                                 (char *)options + line->options[row].offset);
    }
    if (*exit_code == EXIT_DONE)
        *exit_code = take_operands(line, argc, argv, options);
    return *exit_code == EXIT_DONE;
}

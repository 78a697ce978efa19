/*
 * command_line.h - what the subcommands do alike with what was typed.
 *
 * A subcommand is a table: which options it knows, what each takes, which field of its options it
 * fills and what --help says of it. Mistakes are told on standard error as
 * `secondheartctl COMMAND: what: 'value'; see --help`, in the same words by every subcommand. To
 * add an option, add a field and a row.
 *
 * One thread (getopt's variables are the process's). Blocks on nothing but the configuration.
 */
#ifndef SH_CTL_COMMAND_LINE_H
#define SH_CTL_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"

/* As many rows as a table may have. */
#define COMMAND_OPTIONS_MAX 16

/* What an option takes, and the field that it fills. */
enum command_option_type {
    COMMAND_FLAG,   /* nothing; bool */
    COMMAND_TEXT,   /* anything; const char *, which stays argv's */
    COMMAND_DATE,   /* a date such as 2026-03-02; int, yyyymmdd */
    COMMAND_CHOICE, /* one of `choices`; int, the index into them */
};

struct command_option {
    const char *name;           /* without the hyphens */
    const char *value;          /* what --help calls what it takes; NULL for a flag */
    const char *help;           /* '\n' where a line ends */
    const char *const *choices; /* ended by NULL */
    size_t offset;              /* of the field in the subcommand's options */
    enum command_option_type type;
    char letter; /* for -o as well as --output; '\0': none */
};

struct command_line {
    const char *command;
    const char *usage; /* ways to type it and what it does: --help says this first, ... */
    const struct command_option *options; /* ... then these and --help itself, ... */
    size_t option_count;
    const char *exit_codes; /* ... and this last */
    const char *operand;    /* the one word beside the options, as `usage` names it; NULL: none */
    bool operand_may_miss;
    size_t operand_offset; /* of its const char * in the subcommand's options */
};

/* The row that every subcommand with a configuration has; `at` is the offset of a const char *. */
#define COMMAND_OPTION_CONFIG(at)                                                                  \
    {                                                                                              \
        .name = "config", .value = "F", .type = COMMAND_TEXT, .offset = (at),                      \
        .help = "read this configuration instead of " CONFIG_FOLDER                                \
    }

enum command_format { COMMAND_FORMAT_TEXT, COMMAND_FORMAT_JSON };

extern const char *const command_formats[];

/* The row of those that tell figures for reading or as JSON; `at` is the offset of an int. */
#define COMMAND_OPTION_FORMAT(at)                                                                  \
    {                                                                                              \
        .name = "format", .value = "FMT", .type = COMMAND_CHOICE, .offset = (at),                  \
        .choices = command_formats, .help = "text (for reading, the default) or json"              \
    }

/*
 * Fills `options`, which holds the defaults. argv[0] is the subcommand's name. False if that was
 * all: `*exit_code` is then EXIT_DONE (help was asked for, and printed) or EXIT_INPUT (a mistake,
 * and told).
 */
bool command_line_parse(const struct command_line *line, int argc, char **argv, void *options,
                        int *exit_code) SH_WARN_UNUSED;

/* Says what is wrong (`value` NULL: with nothing quoted) and returns EXIT_INPUT. */
int command_line_wrong(const char *command, const char *what, const char *value);

/* Says why the subcommand ends here, and returns `exit_code`. */
int command_line_fail_as(const char *command, const struct err *err, int exit_code);

/* The same; EXIT_INPUT if the error is in what was given (ERR_INPUT), else EXIT_PROBLEM. */
int command_line_fail(const char *command, const struct err *err);

/* "2026-03-02" as 20260302; -1 if it is not a date of the calendar. */
int command_line_date(const char *text);

/*
 * Loads the file `path` (NULL: the system's configuration) and tells every problem with it:
 * EXIT_DONE if there is none, else EXIT_INPUT. Blocks on the files.
 */
int command_line_load(const char *path, struct config *config) SH_WARN_UNUSED;

#endif

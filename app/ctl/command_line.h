/*
 * command_line.h - what the subcommands do alike with what was typed.
 *
 * Mistakes are told on standard error as `secondheartctl COMMAND: what: 'value'; see --help`, in
 * the same words by every subcommand. One thread (getopt's variables are the process's).
 */
#ifndef SH_CTL_COMMAND_LINE_H
#define SH_CTL_COMMAND_LINE_H

#include <getopt.h>
#include <stdbool.h>

#include "base/config.h"

/* Says what is wrong (`value` NULL: with nothing quoted) and returns EXIT_INPUT. */
int command_line_wrong(const char *command, const char *what, const char *value);

/* Before the first command_line_next. */
void command_line_begin(void);

/*
 * The next option's letter (its value in optarg), -1 after the last, '?' for one that is unknown or
 * lacks its value: that has been told already. `shorts` as getopt's, with ':' in front. argv[0] is
 * the subcommand's name.
 */
int command_line_next(int argc, char **argv, const char *shorts, const struct option *longs);

/* The value of --format: EXIT_DONE, or EXIT_INPUT after saying what is allowed. */
int command_line_format(const char *command, const char *text, bool *is_json) SH_WARN_UNUSED;

/* "2026-03-02" as 20260302; -1 if it is not a date of the calendar. */
int command_line_date(const char *text);

/*
 * Loads the file `path` (NULL: the system's configuration) and tells every problem with it:
 * EXIT_DONE if there is none, else EXIT_INPUT. Blocks on the files.
 */
int command_line_load(const char *path, struct config *config) SH_WARN_UNUSED;

#endif

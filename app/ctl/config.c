/* secondheartctl config: the configuration's reference, and what is wrong with a configuration. */
#include <stdio.h>

#include "ctl/command_line.h"
#include "ctl/ctl.h"

struct options {
    const char *config;
    bool prints_reference;
    bool checks;
};

static const struct command_option option_rows[] = {
    {.name = "reference",
     .offset = offsetof(struct options, prints_reference),
     .help = "print every key with its help, what is allowed and its default, as a\n"
             "configuration file in which all keys are commented out"},
    {.name = "check",
     .offset = offsetof(struct options, checks),
     .help = "read the configuration and print every problem as FILE:LINE"},
    COMMAND_OPTION_CONFIG(offsetof(struct options, config)),
};

static const struct command_line line = {
    .command = "config",
    .usage = "Usage: secondheartctl config --reference\n"
             "       secondheartctl config --check [--config F]\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes = "Exit codes: 0 done, 1 could not print, 2 wrong configuration or usage.\n",
};

static int check(const char *path)
{
    struct config config;
    int result = command_line_load(path, &config);

    if (result == EXIT_DONE)
        (void)puts("configuration: good");
    return result;
}

int ctl_config_main(int argc, char **argv)
{
    struct options options = {.config = NULL};
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    if (options.prints_reference == options.checks)
        return command_line_wrong(line.command, "say --reference or --check", NULL);
    if (options.checks)
        return check(options.config);
    return config_print_reference(stdout) == 0 ? EXIT_DONE : EXIT_PROBLEM;
}

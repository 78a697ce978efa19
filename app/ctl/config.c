/* secondheartctl config: the configuration's reference, and what is wrong with a configuration. */
#include <stdio.h>

#include "ctl/command_line.h"
#include "ctl/ctl.h"

static const char usage[] =
    "Usage: secondheartctl config --reference\n"
    "       secondheartctl config --check [--config F]\n"
    "\n"
    "  --reference  print every key with its help, what is allowed and its default, as a\n"
    "               configuration file in which all keys are commented out\n"
    "  --check      read the configuration and print every problem as FILE:LINE\n"
    "  --config F   read this file instead of " CONFIG_FOLDER "\n"
    "  --help       show this\n"
    "\n"
    "Exit codes: 0 done, 1 could not print, 2 wrong configuration or usage.\n";

enum job { JOB_NONE, JOB_REFERENCE, JOB_CHECK, JOB_HELP, JOB_WRONG };

static enum job parse_options(int argc, char **argv, const char **path)
{
    static const struct option longs[] = {
        {"reference", no_argument, NULL, 'r'},
        {"check", no_argument, NULL, 'k'},
        {"config", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    enum job job = JOB_NONE;
    int option;

    command_line_begin();
    while ((option = command_line_next(argc, argv, ":", longs)) != -1) {
        switch (option) {
        case 'r':
            job = JOB_REFERENCE;
            break;
        case 'k':
            job = JOB_CHECK;
            break;
        case 'c':
            *path = optarg;
            break;
        case 'h':
            return JOB_HELP;
        default:
            return JOB_WRONG;
        }
    }
    return optind == argc ? job : JOB_WRONG;
}

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
    const char *path = NULL;

    switch (parse_options(argc, argv, &path)) {
    case JOB_REFERENCE:
        return config_print_reference(stdout) == 0 ? EXIT_DONE : EXIT_PROBLEM;
    case JOB_CHECK:
        return check(path);
    case JOB_HELP:
        (void)fputs(usage, stdout);
        return EXIT_DONE;
    case JOB_NONE:
    case JOB_WRONG:
        break;
    }
    (void)fputs("secondheartctl config: say --reference or --check; see --help\n", stderr);
    return EXIT_INPUT;
}

/* secondheartctl: one program for looking at a kiosk from the command line; see ctl/ctl.h. */
#include <stdio.h>
#include <string.h>

#include "ctl/ctl.h"

struct command {
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv);
};

static const struct command commands[] = {
    {"config", "print the configuration's reference, or check a configuration", ctl_config_main},
    {"replay", "run a trace through the whole core and print its figures", ctl_replay_main},
};

static void print_usage(FILE *out)
{
    (void)fputs("Usage: secondheartctl COMMAND [OPTION...]\n"
                "       secondheartctl COMMAND --help\n\n",
                out);
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        (void)fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
    (void)fputs("\n  --help     show this\n"
                "  --version  show the version\n\n"
                "Exit codes: 0 done, 1 it ran and found a problem, 2 wrong input or usage.\n",
                out);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_usage(stderr);
        return EXIT_INPUT;
    }
    if (strcmp(argv[1], "--help") == 0) {
        print_usage(stdout);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)puts("secondheartctl " SECONDHEART_VERSION);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    }
    (void)fprintf(stderr, "secondheartctl: no command '%s'; see secondheartctl --help\n", argv[1]);
    return EXIT_INPUT;
}

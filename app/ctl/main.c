/*
 * secondheartctl: one program for looking at a kiosk from the command line (ctl/ctl.h). This file
 * holds the table of its commands and names the drivers they work on.
 */
#include <stdio.h>
#include <string.h>

#include "ctl/ctl.h"
#include "drivers/clock_linux.h"
#include "drivers/gpio.h"
#include "drivers/store_sqlite.h"

/* A command has one of the two functions: those that touch the machine get its drivers. */
struct command {
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv);
    int (*run_on_machine)(int argc, char **argv, const struct ctl_drivers *drivers);
};

static const struct command commands[] = {
    {"check", "look for everything that has to be mended, and say how", NULL, ctl_check_main},
    {"config", "print the configuration's reference, or check a configuration", ctl_config_main,
     NULL},
    {"record", "write what comes in on the lines as a trace", NULL, ctl_record_main},
    {"replay", "run a trace through the whole core and print its figures", ctl_replay_main, NULL},
    {"report", "print what the history says of a day or a week", NULL, ctl_report_main},
};

static int open_gpio(const struct config *config, int64_t now_mono_ns, struct sensors_port *port,
                     struct err *err)
{
    struct gpio_options options;
    struct gpio *gpio;

    gpio_options_from_config(config, &options);
    gpio = gpio_new(&options, now_mono_ns);
    if (!gpio)
        return err_set(err, ERR_MEMORY, "no memory for the sensors");
    *port = gpio_port(gpio);
    if (gpio_status(gpio)->code == 0)
        return 0;
    *err = *gpio_status(gpio);
    port->close(port->self);
    return -err->code;
}

/* Where the kiosk would simulate, a missing chip is nothing to mend. */
static void inspect_gpio(const struct config *config, struct finding_sink *sink)
{
    struct finding simulated = {.weight = FINDING_NOTE, .subject = "gpio"};
    struct gpio_options options;

    gpio_options_from_config(config, &options);
    if (config->sensors.source == CONFIG_SOURCE_SIM)
        (void)snprintf(simulated.text, sizeof(simulated.text),
                       "the configuration asks for simulated sensors");
    else if (config->sensors.source == CONFIG_SOURCE_AUTO && !config->names_lines &&
             !gpio_has_chip(options.dev_folder))
        (void)snprintf(simulated.text, sizeof(simulated.text),
                       "no GPIO chip under %s and no line named in the configuration: the sensors "
                       "are simulated",
                       options.dev_folder);
    if (simulated.text[0])
        sink->put(sink->self, &simulated);
    else
        gpio_inspect(&options, sink);
}

static int open_store(const char *path, struct store *store, struct err *err)
{
    const struct store_sqlite_config config = {.path = path, .read_only = true};

    return store_sqlite_new(store, &config, err);
}

static int run_on_machine(const struct command *command, int argc, char **argv)
{
    struct clock_linux *clock = clock_linux_new();
    struct ctl_drivers drivers = {
        .open_gpio = open_gpio,
        .inspect_gpio = inspect_gpio,
        .open_store = open_store,
    };
    int result;

    if (!clock) {
        (void)fputs("secondheartctl: no memory\n", stderr);
        return EXIT_PROBLEM;
    }
    drivers.clock = clock_linux_port(clock);
    result = command->run_on_machine(argc, argv, &drivers);
    clock_linux_free(clock);
    return result;
}

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
        if (strcmp(argv[1], commands[i].name) != 0)
            continue;
        return commands[i].run ? commands[i].run(argc - 1, argv + 1)
                               : run_on_machine(&commands[i], argc - 1, argv + 1);
    }
    (void)fprintf(stderr, "secondheartctl: no command '%s'; see secondheartctl --help\n", argv[1]);
    return EXIT_INPUT;
}

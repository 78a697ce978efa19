/*
 * secondheartctl: one program for looking at a kiosk from the command line (ctl/ctl.h). This file
 * holds the table of its commands and names the drivers they work on.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/ctl.h"
#include "drivers/clock_linux.h"
#include "drivers/clock_virtual.h"
#include "drivers/gpio.h"
#include "drivers/outbox_sqlite.h"
#include "drivers/sensor_sim.h"
#include "drivers/sensor_trace.h"
#include "drivers/store_sqlite.h"

/* A command has one of the two functions: those that touch the machine get its drivers. */
struct command {
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv);
    int (*run_on_machine)(int argc, char **argv, const struct ctl_drivers *drivers);
};

static const struct command commands[] = {
    {"calibrate", "lead through a few movements, and see whether they are counted right", NULL,
     ctl_calibrate_main},
    {"check", "look for everything that has to be mended, and say how", NULL, ctl_check_main},
    {"config", "print the configuration's reference, or check a configuration", ctl_config_main,
     NULL},
    {"erase", "delete the history, and the choices made on the screen", NULL, ctl_erase_main},
    {"export", "write the history out, as JSON or CSV", NULL, ctl_export_main},
    {"provision", "import what the boot partition holds for a new kiosk", ctl_provision_main, NULL},
    {"record", "write what comes in on the lines as a trace", NULL, ctl_record_main},
    {"replay", "run a trace through the whole core and print its figures", ctl_replay_main, NULL},
    {"report", "print what the history says of a day or a week", NULL, ctl_report_main},
    {"restore", "take in a history that export wrote", NULL, ctl_restore_main},
    {"settings", "print what was chosen on the screen, or take it back", NULL, ctl_settings_main},
    {"sync-preview", "print what waits to be sent, in the very bytes", NULL, ctl_sync_preview_main},
};

static int open_gpio(const struct config *config, int64_t now_mono_ns, struct sensors_port *port,
                     struct err *err)
{
    struct gpio_options options;
    struct gpio *gpio;

    gpio_options_from_config(config, &options);
    options.consumer = GPIO_CONSUMER_COMMAND;
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
    options.consumer = GPIO_CONSUMER_COMMAND;
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

/* A trace and the clock that it is played on. */
struct played_trace {
    struct clock_virtual *clock;
    struct sensors_port port;
};

static void close_trace(void *self)
{
    struct played_trace *played = self;

    if (played->port.close)
        played->port.close(played->port.self);
    clock_virtual_free(played->clock);
    free(played);
}

static int open_trace(const char *path, struct ctl_sensors *sensors, struct err *err)
{
    struct played_trace *played = calloc(1, sizeof(*played));
    struct sensor_trace *trace;
    int result;

    if (played)
        played->clock = clock_virtual_new((struct wall_time){0}, "trace");
    if (!played || !played->clock) {
        free(played);
        return err_set(err, ERR_MEMORY, "no memory for the trace");
    }
    result = sensor_trace_new(path, 0, &trace, err);
    if (result < 0) {
        close_trace(played);
        return result;
    }
    played->port = sensor_trace_port(trace);
    *sensors = (struct ctl_sensors){
        .self = played,
        .port = played->port,
        .clock = clock_virtual_port(played->clock),
        .is_recorded = true,
        .close = close_trace,
    };
    return 0;
}

static void press_sim(void *self, char key, int64_t now_mono_ns)
{
    struct sensor_sim *sim = self;
    struct sensor_levels levels;

    sensor_sim_port(sim).read_levels(sim, &levels);
    switch (key) {
    case 'c':
        sensor_sim_press(sim, SENSOR_SIM_CHAIR, now_mono_ns);
        break;
    case 's':
        sensor_sim_press(sim, SENSOR_SIM_FOOTFALL, now_mono_ns);
        break;
    case 'm':
        sensor_sim_press(sim, levels.closed[LINE_MAT] ? SENSOR_SIM_MAT_UP : SENSOR_SIM_MAT_DOWN,
                         now_mono_ns);
        break;
    case 'r':
        sensor_sim_press(sim, SENSOR_SIM_RAISES, now_mono_ns);
        break;
    default:
        break;
    }
}

static int open_sim(const struct clock_port *clock, struct ctl_sensors *sensors, struct err *err)
{
    struct sensor_sim *sim = sensor_sim_new();

    if (!sim)
        return err_set(err, ERR_MEMORY, "no memory for the sensors");
    *sensors = (struct ctl_sensors){
        .self = sim, .port = sensor_sim_port(sim), .clock = *clock, .press = press_sim};
    sensors->close = sensors->port.close;
    return 0;
}

static int open_store(const char *path, struct store *store, struct err *err)
{
    const struct store_sqlite_config config = {.path = path, .read_only = true};

    return store_sqlite_new(store, &config, err);
}

static int open_store_to_write(const char *path, struct store *store, struct err *err)
{
    const struct store_sqlite_config config = {.path = path};

    return store_sqlite_new(store, &config, err);
}

static int open_outbox(const char *path, struct outbox *outbox, struct err *err)
{
    const struct outbox_sqlite_config config = {.path = path, .read_only = true};

    return outbox_sqlite_new(outbox, &config, err);
}

static int open_outbox_to_write(const char *path, struct outbox *outbox, struct err *err)
{
    const struct outbox_sqlite_config config = {.path = path};

    return outbox_sqlite_new(outbox, &config, err);
}

static int run_on_machine(const struct command *command, int argc, char **argv)
{
    struct clock_linux *clock = clock_linux_new();
    struct ctl_drivers drivers = {
        .open_gpio = open_gpio,
        .open_trace = open_trace,
        .open_sim = open_sim,
        .inspect_gpio = inspect_gpio,
        .open_store = open_store,
        .open_store_to_write = open_store_to_write,
        .open_outbox = open_outbox,
        .open_outbox_to_write = open_outbox_to_write,
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
        (void)fprintf(out, "  %-12s %s\n", commands[i].name, commands[i].summary);
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

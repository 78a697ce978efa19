/* secondheartctl calibrate: are chair and mat where they see what a person does? */
#include "ctl/calibrate.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/command_line.h"
#include "ctl/findings_out.h"
#include "history/setup.h"

struct options {
    const char *sensors;
    const char *config;
};

static const struct command_option option_rows[] = {
    {.name = "sensors",
     .value = "SOURCE",
     .type = COMMAND_TEXT,
     .offset = offsetof(struct options, sensors),
     .help = "gpio (the default), sim (type keys and Enter: c the chair, s a\n"
             "step, m the mat, r ten raises; an empty line ends a step) or\n"
             "trace:FILE, in which each touch ends a step"},
    COMMAND_OPTION_CONFIG(offsetof(struct options, config)),
};

static const struct command_line line = {
    .command = "calibrate",
    .usage =
        "Usage: secondheartctl calibrate [--sensors SOURCE] [--config F]\n"
        "\n"
        "Leads through walking 20 steps, sitting down, 10 calf raises, leaning forward and\n"
        "getting up, counts with the kiosk's own rules, and says what to mend where the count\n"
        "is another. Each step ends by itself; Enter, if somebody is there to press it, ends it\n"
        "early. The kiosk must not be running: a line has one user at a time.\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes =
        "Exit codes: 0 all is well, 1 there is something to mend, 2 wrong configuration or\n"
        "usage.\n",
};

static void close_gpio(void *self)
{
    struct sensors_port *port = self;

    port->close(port->self);
}

/* EXIT_DONE and `sensors` open, or the code to end with. `gpio` is where real ones are kept. */
static int open_sensors(const char *source, const struct config *config,
                        const struct ctl_drivers *drivers, struct sensors_port *gpio,
                        struct ctl_sensors *sensors)
{
    static const char trace[] = "trace:";
    const struct clock_port *clock = &drivers->clock;
    struct err err = {0};
    int result = EXIT_PROBLEM;
    int outcome;

    if (strncmp(source, trace, strlen(trace)) == 0) {
        outcome = drivers->open_trace(source + strlen(trace), sensors, &err);
        result = EXIT_INPUT;
    } else if (strcmp(source, "sim") == 0) {
        outcome = drivers->open_sim(clock, sensors, &err);
    } else if (strcmp(source, "gpio") == 0) {
        outcome = drivers->open_gpio(config, clock->mono_now_ns(clock->self), gpio, &err);
        *sensors =
            (struct ctl_sensors){.self = gpio, .port = *gpio, .clock = *clock, .close = close_gpio};
    } else {
        return command_line_wrong(line.command, "--sensors takes gpio, sim or trace:FILE, not",
                                  source);
    }
    if (outcome == 0)
        return EXIT_DONE;
    return command_line_fail_as(line.command, &err, result);
}

int ctl_calibrate_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    struct findings_out out = {0};
    struct finding_sink sink = findings_out_sink(&out);
    struct calibrate_tallies tallies;
    struct kiosk_setup setup;
    struct sensors_port gpio = {0};
    struct ctl_sensors sensors = {0};
    struct options options = {.sensors = "gpio"};
    struct config config;
    struct err err = {0};
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    result = command_line_load(options.config, &config);
    if (result == EXIT_DONE)
        result = open_sensors(options.sensors, &config, drivers, &gpio, &sensors);
    if (result != EXIT_DONE)
        return result;
    setup = setup_from_config(&config);
    if (calibrate_run(&setup, &sensors, sensors.is_recorded ? -1 : STDIN_FILENO, &tallies, &err) <
        0) {
        result = command_line_fail_as(line.command, &err, EXIT_PROBLEM);
    } else {
        calibrate_judge(&tallies, &sink);
        result = findings_out_end(&out);
    }
    sensors.close(sensors.self);
    return result;
}

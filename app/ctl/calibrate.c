/* secondheartctl calibrate: are chair and mat where they see what a person does? */
#include "ctl/calibrate.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/command_line.h"
#include "ctl/findings_out.h"
#include "history/setup.h"

static const char usage[] =
    "Usage: secondheartctl calibrate [--sensors SOURCE] [--config F]\n"
    "\n"
    "Leads through walking 20 steps, sitting down, 10 calf raises, leaning forward and\n"
    "getting up, counts with the kiosk's own rules, and says what to mend where the count\n"
    "is another. Each step ends by itself; Enter, if somebody is there to press it, ends it\n"
    "early. The kiosk must not be running: a line has one user at a time.\n"
    "\n"
    "  --sensors SOURCE  gpio (the default), sim (type keys and Enter: c the chair, s a\n"
    "                    step, m the mat, r ten raises; an empty line ends a step) or\n"
    "                    trace:FILE, in which each touch ends a step\n"
    "  --config F        read this configuration instead of " CONFIG_FOLDER "\n"
    "  --help            show this\n"
    "\n"
    "Exit codes: 0 all is well, 1 there is something to mend, 2 wrong configuration or\n"
    "usage.\n";

struct options {
    const char *sensors;
    const char *config;
};

/* EXIT_DONE to go on, EXIT_INPUT, or -1 if help was all that was asked for. */
static int parse_options(int argc, char **argv, struct options *options)
{
    static const struct option longs[] = {
        {"sensors", required_argument, NULL, 's'},
        {"config", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int option;

    *options = (struct options){.sensors = "gpio"};
    command_line_begin();
    while ((option = command_line_next(argc, argv, ":", longs)) != -1) {
        switch (option) {
        case 's':
            options->sensors = optarg;
            break;
        case 'c':
            options->config = optarg;
            break;
        case 'h':
            (void)fputs(usage, stdout);
            return -1;
        default:
            return EXIT_INPUT;
        }
    }
    if (optind < argc)
        return command_line_wrong(argv[0], "not an option", argv[optind]);
    return EXIT_DONE;
}

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
        return command_line_wrong("calibrate", "--sensors takes gpio, sim or trace:FILE, not",
                                  source);
    }
    if (outcome == 0)
        return EXIT_DONE;
    (void)fprintf(stderr, "secondheartctl calibrate: %s\n", err.text);
    return result;
}

int ctl_calibrate_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    struct findings_out out = {0};
    struct finding_sink sink = findings_out_sink(&out);
    struct calibrate_tallies tallies;
    struct kiosk_setup setup;
    struct sensors_port gpio = {0};
    struct ctl_sensors sensors = {0};
    struct options options;
    struct config config;
    struct err err = {0};
    int result = parse_options(argc, argv, &options);

    if (result != EXIT_DONE)
        return result < 0 ? EXIT_DONE : result;
    result = command_line_load(options.config, &config);
    if (result == EXIT_DONE)
        result = open_sensors(options.sensors, &config, drivers, &gpio, &sensors);
    if (result != EXIT_DONE)
        return result;
    setup = setup_from_config(&config);
    if (calibrate_run(&setup, &sensors, sensors.is_recorded ? -1 : STDIN_FILENO, &tallies, &err) <
        0) {
        (void)fprintf(stderr, "secondheartctl calibrate: %s\n", err.text);
        result = EXIT_PROBLEM;
    } else {
        calibrate_judge(&tallies, &sink);
        result = findings_out_end(&out);
    }
    sensors.close(sensors.self);
    return result;
}

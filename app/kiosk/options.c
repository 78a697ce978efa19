#include "kiosk/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"

#define SIZE_MIN_PX 320
#define SIZE_MAX_PX 7680

static const char help[] =
    "Usage: secondheart [OPTION...]\n"
    "\n"
    "Shows how long you sit and what moving does for your calves, on the full screen of\n"
    "a Raspberry Pi or in a window. General wellness, not a medical device.\n"
    "\n"
    "  --sensors SOURCE   where the chair's and the mat's edges come from:\n"
    "                     auto: gpio where there is a GPIO chip, else sim (the default);\n"
    "                     gpio: real lines, a missing chip is shown as a fault;\n"
    "                     sim: keys C chair, space a footstep, M mat held, R ten calf raises;\n"
    "                     trace:FILE: a recorded or hand-written trace (-: standard input)\n"
    "  --test-endpoint URL\n"
    "                     may be sent simulated figures, once the screen's Sync is turned on;\n"
    "                     without it they never are\n"
    "  --speed N          run time N times faster (1 to 3600), for sim and traces\n"
    "  --config F         read this configuration instead of " CONFIG_FOLDER "\n"
    "  --state DIR        keep the history in DIR (default: the configuration's state.dir,\n"
    "                     else $XDG_STATE_HOME/secondheart)\n"
    "  --setup            begin with the first-run setup, which a new kiosk shows by itself\n"
    "  --fullscreen, --windowed\n"
    "                     fill the screen or do not, whatever the configuration says\n"
    "  --size WxH         of the window or the pictures in pixels, such as 800x480\n"
    "  --offscreen DIR    need no display: write PNG pictures to DIR, print what was done,\n"
    "                     and end with the trace\n"
    "  --help             show this\n"
    "  --version          show the version\n"
    "\n"
    "Exit codes: 0 done, 1 it could not start or found a problem, 2 wrong input or usage.\n";

bool options_answer(const struct options *options, FILE *out)
{
    if (options->shows_help)
        (void)fputs(help, out);
    else if (options->shows_version)
        (void)fprintf(out, "secondheart %s\n", SECONDHEART_VERSION);
    return options->shows_help || options->shows_version;
}

static int parse_sensors(struct options *options, const char *text, struct err *err)
{
    static const struct {
        const char *name;
        enum options_sensors sensors;
    } table[] = {{"auto", OPTIONS_AUTO}, {"gpio", OPTIONS_GPIO}, {"sim", OPTIONS_SIM}};

    options->has_sensors = true;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (strcmp(text, table[i].name) == 0) {
            options->sensors = table[i].sensors;
            return 0;
        }
    }
    if (strncmp(text, "trace:", 6) == 0 && text[6] != '\0') {
        options->sensors = OPTIONS_TRACE;
        options->trace_path = text + 6;
        return 0;
    }
    return err_set(err, ERR_INPUT,
                   "--sensors: '%s': no such source; allowed are auto, gpio, sim and trace:FILE",
                   text);
}

static int parse_number(const char *text, const char **end, long min, long max, int32_t *number)
{
    char *stop;
    long value = strtol(text, &stop, 10);

    if (stop == text || value < min || value > max)
        return -ERR_INPUT;
    *number = (int32_t)value;
    *end = stop;
    return 0;
}

static int parse_size(struct options *options, const char *text, struct err *err)
{
    const char *end = text;

    if (parse_number(text, &end, SIZE_MIN_PX, SIZE_MAX_PX, &options->width_px) == 0 &&
        *end == 'x' &&
        parse_number(end + 1, &end, SIZE_MIN_PX, SIZE_MAX_PX, &options->height_px) == 0 &&
        *end == '\0')
        return 0;
    return err_set(err, ERR_INPUT,
                   "--size: '%s': not a size; allowed are WIDTHxHEIGHT with %d to %d pixels each",
                   text, SIZE_MIN_PX, SIZE_MAX_PX);
}

static int parse_speed(struct options *options, const char *text, struct err *err)
{
    const char *end = text;

    if (parse_number(text, &end, 1, OPTIONS_SPEED_MAX, &options->speed) == 0 && *end == '\0')
        return 0;
    return err_set(err, ERR_INPUT, "--speed: '%s': not a speed; allowed are whole numbers, 1 to %d",
                   text, OPTIONS_SPEED_MAX);
}

static int take_option(struct options *options, int option, struct err *err)
{
    switch (option) {
    case 's':
        return parse_sensors(options, optarg, err);
    case 'n':
        return parse_speed(options, optarg, err);
    case 'z':
        return parse_size(options, optarg, err);
    case 'c':
        options->config_path = optarg;
        break;
    case 'd':
        options->state_dir = optarg;
        break;
    case 'o':
        options->offscreen_dir = optarg;
        break;
    case 'e':
        options->test_endpoint = optarg;
        break;
    case 'f':
    case 'w':
        options->fullscreen = option == 'f';
        break;
    case 'u':
        options->begins_setup = true;
        break;
    case 'h':
        options->shows_help = true;
        break;
    case 'v':
        options->shows_version = true;
        break;
    default:
        break;
    }
    return 0;
}

static int check_together(const struct options *options, struct err *err)
{
    bool is_made_up = options->sensors == OPTIONS_SIM || options->sensors == OPTIONS_TRACE;

    if (options->speed > 1 && !is_made_up)
        return err_set(err, ERR_INPUT,
                       "--speed: '%d': real sensors run at the speed of life; it goes with "
                       "--sensors sim or trace:FILE",
                       options->speed);
    if (options->test_endpoint && !is_made_up)
        return err_set(err, ERR_INPUT,
                       "--test-endpoint: '%s': real figures go where the configuration says; it "
                       "goes with --sensors sim or trace:FILE",
                       options->test_endpoint);
    return 0;
}

int options_parse(struct options *options, int argc, char **argv, struct err *err)
{
    static const struct option longs[] = {
        {"sensors", required_argument, NULL, 's'},
        {"speed", required_argument, NULL, 'n'},
        {"config", required_argument, NULL, 'c'},
        {"state", required_argument, NULL, 'd'},
        {"offscreen", required_argument, NULL, 'o'},
        {"size", required_argument, NULL, 'z'},
        {"test-endpoint", required_argument, NULL, 'e'},
        {"setup", no_argument, NULL, 'u'},
        {"fullscreen", no_argument, NULL, 'f'},
        {"windowed", no_argument, NULL, 'w'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},
        {NULL, 0, NULL, 0},
    };
    int option;

    *options = (struct options){.fullscreen = -1, .speed = 1};
    opterr = 0;
    optind = 0;
    while ((option = getopt_long(argc, argv, ":", longs, NULL)) != -1) {
        int result;

        if (option == ':')
            return err_set(err, ERR_INPUT, "%s: a value is missing; see --help", argv[optind - 1]);
        if (option == '?')
            return err_set(err, ERR_INPUT, "'%s': no such option; see --help", argv[optind - 1]);
        result = take_option(options, option, err);
        if (result < 0)
            return result;
    }
    if (optind < argc)
        return err_set(err, ERR_INPUT, "'%s': nothing is expected beside options; see --help",
                       argv[optind]);
    if (options->shows_help || options->shows_version)
        return 0;
    return check_together(options, err);
}

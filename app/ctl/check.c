/* secondheartctl check: everything that has to be right for the kiosk to work, with the fix. */
#include "ctl/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/findings_out.h"

static const char usage[] =
    "Usage: secondheartctl check [--config F]\n"
    "\n"
    "Looks at the configuration, the GPIO chips and lines, the display, touchscreen and\n"
    "fonts, sound if the chime is on, the history's folder, the clock and the time zone,\n"
    "and says how to mend what is wrong. Run it as the user that runs the kiosk, while\n"
    "the kiosk is stopped.\n"
    "\n"
    "  --config F  read this configuration instead of " CONFIG_FOLDER "\n"
    "  --help      show this\n"
    "\n"
    "Exit codes: 0 all is well, 1 there is something to mend, 2 wrong configuration or\n"
    "usage.\n";

void check_put(struct finding_sink *sink, enum finding_weight weight, const char *subject,
               const char *fix, const char *format, ...)
{
    struct finding finding = {.weight = weight, .subject = subject};
    va_list args;

    va_start(args, format);
    (void)vsnprintf(finding.text, sizeof(finding.text), format, args);
    va_end(args);
    (void)snprintf(finding.fix, sizeof(finding.fix), "%s", fix);
    sink->put(sink->self, &finding);
}

static void check_config(const char *path, struct config *config, struct finding_sink *sink)
{
    struct config_problems problems = {0};

    config_load(config, path, &problems);
    for (size_t i = 0; i < problems.count; i++)
        check_put(sink, FINDING_INPUT, "config",
                  "correct the file; secondheartctl config --reference lists every key", "%s",
                  problems.texts[i]);
    if (config_problems_none(&problems))
        check_put(sink, FINDING_GOOD, "config", "", "%s has no mistakes",
                  path ? path : CONFIG_FOLDER);
    config_problems_free(&problems);
}

/* EXIT_DONE to go on, EXIT_INPUT, or -1 if help was all that was asked for. */
static int parse_options(int argc, char **argv, const char **config_path)
{
    static const struct option longs[] = {
        {"config", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int option;

    command_line_begin();
    while ((option = command_line_next(argc, argv, ":", longs)) != -1) {
        switch (option) {
        case 'c':
            *config_path = optarg;
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

int ctl_check_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    struct findings_out out = {0};
    struct finding_sink sink = findings_out_sink(&out);
    const char *config_path = NULL;
    struct config config;
    int result = parse_options(argc, argv, &config_path);

    if (result != EXIT_DONE)
        return result < 0 ? EXIT_DONE : result;
    tzset();
    check_config(config_path, &config, &sink);
    drivers->inspect_gpio(&config, &sink);
    check_display("", &sink);
    check_touch("", &sink);
    check_fonts("", &sink);
    check_language(&config, &sink);
    check_sound("", &config, &sink);
    check_state(&config, &sink);
    check_clock(&drivers->clock, &sink);
    check_zone(&sink);
    return findings_out_end(&out);
}

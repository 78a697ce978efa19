/* secondheartctl check: everything that has to be right for the kiosk to work, with the fix. */
#include "ctl/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/first_boot.h"
#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/findings_out.h"

struct options {
    const char *config;
};

static const struct command_option option_rows[] = {
    COMMAND_OPTION_CONFIG(offsetof(struct options, config)),
};

static const struct command_line line = {
    .command = "check",
    .usage = "Usage: secondheartctl check [--config F]\n"
             "\n"
             "Looks at the configuration, the GPIO chips and lines, the display, touchscreen and\n"
             "fonts, sound if the chime is on, the history's folder, sync, the clock and the time "
             "zone,\n"
             "and says how to mend what is wrong. Run it as the user that runs the kiosk, beside\n"
             "the kiosk or without it: the lines that a kiosk watches are as they should be.\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes =
        "Exit codes: 0 all is well, 1 there is something to mend, 2 wrong configuration or\n"
        "usage.\n",
};

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

    first_boot_load(config, path, &problems);
    for (size_t i = 0; i < problems.count; i++)
        check_put(sink, FINDING_INPUT, "config",
                  "correct the file; secondheartctl config --reference lists every key", "%s",
                  problems.texts[i]);
    if (config_problems_none(&problems))
        check_put(sink, FINDING_GOOD, "config", "", "%s has no mistakes",
                  path ? path : CONFIG_FOLDER);
    config_problems_free(&problems);
}

int ctl_check_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    struct findings_out out = {0};
    struct finding_sink sink = findings_out_sink(&out);
    struct options options = {.config = NULL};
    struct config config;
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    tzset();
    check_config(options.config, &config, &sink);
    drivers->inspect_gpio(&config, &sink);
    check_display("", &sink);
    check_touch("", &sink);
    check_fonts("", &sink);
    check_language(&config, &sink);
    check_sound("", &config, &sink);
    check_state(&config, &sink);
    check_sync(&config, drivers, &sink);
    check_clock(&drivers->clock, &sink);
    check_zone(&sink);
    return findings_out_end(&out);
}

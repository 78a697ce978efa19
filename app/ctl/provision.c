/* secondheartctl provision: what a new kiosk is given on its boot partition. */
#include "ctl/provision.h"

#include <limits.h>
#include <stdlib.h>

#include "base/first_boot.h"
#include "ctl/command_line.h"
#include "ctl/ctl.h"

static const struct command_option option_rows[] = {
    {.name = "from",
     .value = "DIR",
     .type = COMMAND_TEXT,
     .offset = offsetof(struct provision_options, from),
     .help = "take the files from here (default: /boot/firmware, else /boot)"},
    {.name = "into",
     .value = "DIR",
     .type = COMMAND_TEXT,
     .offset = offsetof(struct provision_options, into),
     .help = "import into this configuration (default: " CONFIG_FOLDER ")"},
    {.name = "state",
     .value = "DIR",
     .type = COMMAND_TEXT,
     .offset = offsetof(struct provision_options, state),
     .help = "leave what is wrong here, for the kiosk's screen\n"
             "(default: " FIRST_BOOT_FOLDER ")"},
    {.name = "group",
     .value = "NAME",
     .type = COMMAND_TEXT,
     .offset = offsetof(struct provision_options, group),
     .help = "let this group read the token (default: secondheart-sync)"},
};

static const struct command_line line = {
    .command = "provision",
    .usage =
        "Usage: secondheartctl provision [--from DIR] [--into DIR] [--state DIR] [--group NAME]\n"
        "\n"
        "Imports " PROVISION_CONF ", " PROVISION_TOKEN " and " PROVISION_CA " (the\n"
        "authority of a server whose certificate is the office's own) from the boot partition,\n"
        "each if it is right, and takes them away from there: the token is overwritten and\n"
        "removed, of the others the name ends in " PROVISION_ASIDE
        " then. What is wrong is left as\n"
        "it is and told on the kiosk's screen, here, and there in " PROVISION_PROBLEMS ".\n"
        "secondheart-provision.service does this before the kiosk starts. To be run as root.\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes = "Exit codes: 0 done, or nothing there to import, 1 it could not be done, 2 a "
                  "file is wrong,\n"
                  "or wrong usage.\n",
};

int ctl_provision_main(int argc, char **argv)
{
    struct provision_options options = {
        .into = CONFIG_FOLDER, .state = FIRST_BOOT_FOLDER, .group = "secondheart-sync"};
    struct config_problems problems = {0};
    char into[PATH_MAX];
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    if (!options.from)
        options.from = provision_find_folder();
    if (!options.from) {
        (void)puts("nothing to import: neither /boot/firmware nor /boot has a " PROVISION_CONF
                   ", " PROVISION_TOKEN " or " PROVISION_CA);
        return EXIT_DONE;
    }
    /* Its name goes into a configuration. A folder that is not there is told of later. */
    if (realpath(options.into, into))
        options.into = into;
    result = provision_run(&options, stdout, &problems);
    for (size_t i = 0; i < problems.count; i++)
        (void)fprintf(stderr, "%s\n", problems.texts[i]);
    config_problems_free(&problems);
    return result;
}

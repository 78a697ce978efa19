/* secondheartctl export: the history for a backup, another card or a spreadsheet. */
#include "ctl/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/history_place.h"

static const char usage[] =
    "Usage: secondheartctl export [--format json|csv] [--table NAME] [--from DATE] [--to DATE]\n"
    "                             [-o FILE] [--simulated] [--state DIR] [--config F]\n"
    "       secondheartctl export --columns\n"
    "\n"
    "Writes the history out. It reads only, and may be run while the kiosk writes: what is\n"
    "written is how things stood at one moment, a minute ago at most.\n"
    "\n"
    "  --format FMT   json (the default: everything, for secondheartctl restore) or csv\n"
    "  --table NAME   of csv: days (the default), intervals, counts, prompts or reported\n"
    "  --columns      list the tables' columns with what they hold\n"
    "  --from DATE    from this kiosk day on, such as 2026-03-02\n"
    "  --to DATE      up to this kiosk day, with it\n"
    "  -o, --output FILE  a file that does not exist yet (default -: standard output)\n"
    "  --simulated    the history of simulated sensors\n"
    "  --state DIR    the folder of the history, instead of the configured one\n"
    "  --config F     read this configuration instead of " CONFIG_FOLDER "\n"
    "  --help         show this\n"
    "\n"
    "With --from or --to, settings, the day under way and what has no date are left out.\n"
    "A PIN never leaves the kiosk.\n"
    "\n"
    "Exit codes: 0 done, 1 the history or the file does not work, 2 wrong usage.\n";

struct options {
    struct history_options history;
    struct export_options export;
    const char *output;
};

static int take_date(const char *text, int *date)
{
    *date = command_line_date(text);
    return *date > 0 ? EXIT_DONE
                     : command_line_wrong("export", "not a date such as 2026-03-02", text);
}

static int take_format(const char *text, bool *is_csv)
{
    *is_csv = strcmp(text, "csv") == 0;
    if (*is_csv || strcmp(text, "json") == 0)
        return EXIT_DONE;
    return command_line_wrong("export", "--format takes json or csv, not", text);
}

static int take_table(const char *text, enum export_table *table)
{
    int found = export_table_from_name(text);

    if (found < 0)
        return command_line_wrong(
            "export", "--table takes days, intervals, counts, prompts or reported, not", text);
    *table = (enum export_table)found;
    return EXIT_DONE;
}

/* One option; EXIT_DONE, EXIT_INPUT, or -1 if it was all that was asked for. */
static int take_option(int option, struct options *options)
{
    switch (option) {
    case 'f':
        return take_format(optarg, &options->export.is_csv);
    case 't':
        return take_table(optarg, &options->export.table);
    case 'a':
        return take_date(optarg, &options->export.first_date);
    case 'b':
        return take_date(optarg, &options->export.last_date);
    case 'o':
        options->output = optarg;
        return EXIT_DONE;
    case 'm':
        options->history.is_simulated = true;
        return EXIT_DONE;
    case 's':
        options->history.state = optarg;
        return EXIT_DONE;
    case 'c':
        options->history.config = optarg;
        return EXIT_DONE;
    case 'l':
        export_csv_print_columns(stdout);
        return -1;
    case 'h':
        (void)fputs(usage, stdout);
        return -1;
    default:
        return EXIT_INPUT;
    }
}

static int parse_options(int argc, char **argv, struct options *options)
{
    static const struct option longs[] = {
        {"format", required_argument, NULL, 'f'},
        {"table", required_argument, NULL, 't'},
        {"columns", no_argument, NULL, 'l'},
        {"from", required_argument, NULL, 'a'},
        {"to", required_argument, NULL, 'b'},
        {"output", required_argument, NULL, 'o'},
        {"simulated", no_argument, NULL, 'm'},
        {"state", required_argument, NULL, 's'},
        {"config", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int result = EXIT_DONE;
    int option;

    *options = (struct options){.output = "-"};
    command_line_begin();
    while (result == EXIT_DONE && (option = command_line_next(argc, argv, ":o:", longs)) != -1)
        result = take_option(option, options);
    if (result == EXIT_DONE && optind < argc)
        result = command_line_wrong(argv[0], "not an option", argv[optind]);
    return result;
}

int ctl_export_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    char path[HISTORY_PATH_SIZE];
    struct options options;
    struct config config;
    struct store store;
    struct err err = {0};
    int64_t rows = 0;
    int result = parse_options(argc, argv, &options);

    if (result != EXIT_DONE)
        return result < 0 ? EXIT_DONE : result;
    if (history_place_find(&options.history, &config, path, &err) < 0 ||
        drivers->open_store(path, &store, &err) < 0) {
        (void)fprintf(stderr, "secondheartctl export: %s\n", err.text);
        return EXIT_INPUT;
    }
    options.export.is_simulated = options.history.is_simulated;
    options.export.calendar.day_start_min = config.day.start_min;
    if (strcmp(options.output, "-") == 0)
        result = export_write(&store, &options.export, stdout, &rows, &err);
    else
        result = export_write_file(&store, &options.export, options.output, &rows, &err);
    store.close(store.self);
    if (result < 0) {
        (void)fprintf(stderr, "secondheartctl export: %s\n", err.text);
        return result == -ERR_INPUT ? EXIT_INPUT : EXIT_PROBLEM;
    }
    if (strcmp(options.output, "-") != 0)
        (void)fprintf(stderr, "%" PRId64 " rows in %s\n", rows, options.output);
    return EXIT_DONE;
}

/* secondheartctl export: the history for a backup, another card or a spreadsheet. */
#include "ctl/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/history_place.h"

struct options {
    struct history_options history;
    struct export_options export;
    const char *output;
    int format; /* of formats */
    int table;  /* enum export_table */
    bool lists_columns;
};

enum { FORMAT_JSON, FORMAT_CSV };

static const char *const formats[] = {[FORMAT_JSON] = "json", [FORMAT_CSV] = "csv", NULL};

static const struct command_option option_rows[] = {
    {.name = "format",
     .value = "FMT",
     .type = COMMAND_CHOICE,
     .choices = formats,
     .offset = offsetof(struct options, format),
     .help = "json (the default: everything, for secondheartctl restore) or csv"},
    {.name = "table",
     .value = "NAME",
     .type = COMMAND_CHOICE,
     .choices = export_table_names,
     .offset = offsetof(struct options, table),
     .help = "of csv: days (the default), intervals, counts, prompts or reported"},
    {.name = "columns",
     .offset = offsetof(struct options, lists_columns),
     .help = "list the tables' columns with what they hold"},
    {.name = "from",
     .value = "DATE",
     .type = COMMAND_DATE,
     .offset = offsetof(struct options, export.first_date),
     .help = "from this kiosk day on, such as 2026-03-02"},
    {.name = "to",
     .value = "DATE",
     .type = COMMAND_DATE,
     .offset = offsetof(struct options, export.last_date),
     .help = "up to this kiosk day, with it"},
    {.name = "output",
     .value = "FILE",
     .type = COMMAND_TEXT,
     .letter = 'o',
     .offset = offsetof(struct options, output),
     .help = "a file that does not exist yet (default -: standard output)"},
    {.name = "simulated",
     .offset = offsetof(struct options, history.is_simulated),
     .help = "the history of simulated sensors"},
    HISTORY_OPTIONS(offsetof(struct options, history)),
};

static const struct command_line line = {
    .command = "export",
    .usage =
        "Usage: secondheartctl export [--format json|csv] [--table NAME] [--from DATE] [--to "
        "DATE]\n"
        "                             [-o FILE] [--simulated] [--state DIR] [--config F]\n"
        "       secondheartctl export --columns\n"
        "\n"
        "Writes the history out. It reads only, and may be run while the kiosk writes: what is\n"
        "written is how things stood at one moment, a minute ago at most.\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes =
        "With --from or --to, settings, the day under way and what has no date are left out.\n"
        "A PIN never leaves the kiosk.\n"
        "\n"
        "Exit codes: 0 done, 1 the history or the file does not work, 2 wrong usage.\n",
};

int ctl_export_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    char path[HISTORY_PATH_SIZE];
    struct options options = {.output = "-"};
    struct config config;
    struct store store;
    struct err err = {0};
    int64_t rows = 0;
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    if (options.lists_columns) {
        export_csv_print_columns(stdout);
        return EXIT_DONE;
    }
    if (history_place_find(&options.history, &config, path, &err) < 0 ||
        drivers->open_store(path, &store, &err) < 0)
        return command_line_fail_as(line.command, &err, EXIT_INPUT);
    options.export.is_csv = options.format == FORMAT_CSV;
    options.export.table = (enum export_table)options.table;
    options.export.is_simulated = options.history.is_simulated;
    options.export.calendar.day_start_min = config.day.start_min;
    if (strcmp(options.output, "-") == 0)
        result = export_write(&store, &options.export, stdout, &rows, &err);
    else
        result = export_write_file(&store, &options.export, options.output, &rows, &err);
    store.close(store.self);
    if (result < 0)
        return command_line_fail(line.command, &err);
    if (strcmp(options.output, "-") != 0)
        (void)fprintf(stderr, "%" PRId64 " rows in %s\n", rows, options.output);
    return EXIT_DONE;
}

/* secondheartctl erase: everything that was kept, to the last byte. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/export.h"
#include "ctl/history_place.h"
#include "ctl/outbox_place.h"

struct options {
    struct history_options history;
    const char *export_path;
    bool keeps_settings;
    bool is_sure;
};

static const struct command_option option_rows[] = {
    {.name = "keep-settings",
     .offset = offsetof(struct options, keeps_settings),
     .help = "delete the history only: somebody else sits here now"},
    {.name = "export",
     .value = "FILE",
     .type = COMMAND_TEXT,
     .offset = offsetof(struct options, export_path),
     .help = "write the history there first, as JSON; without it nothing is deleted"},
    {.name = "yes", .offset = offsetof(struct options, is_sure), .help = "ask no question"},
    {.name = "simulated",
     .offset = offsetof(struct options, history.is_simulated),
     .help = "the history of simulated sensors"},
    HISTORY_OPTIONS(offsetof(struct options, history)),
};

static const struct command_line line = {
    .command = "erase",
    .usage =
        "Usage: secondheartctl erase [--keep-settings] [--export FILE] [--yes] [--simulated]\n"
        "                            [--state DIR] [--config F]\n"
        "\n"
        "Deletes the history and the choices made on the screen, so that not a byte of them stays\n"
        "in the files; sync is off then, and what waited to be sent is gone. It says what there "
        "is\n"
        "and asks before; it cannot be undone. Run it as the user that runs the kiosk, while the\n"
        "kiosk is stopped; while it runs, use its settings.\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes =
        "Exit codes: 0 done, 1 the history or the file does not work, 2 wrong usage, or not\n"
        "confirmed.\n",
};

static int export_first(const struct options *options, const struct config *config,
                        const struct store *store, struct err *err)
{
    const struct export_options export = {
        .is_simulated = options->history.is_simulated,
        .calendar = {.day_start_min = config->day.start_min},
    };
    int64_t rows;

    return options->export_path
               ? export_write_file(store, &export, options->export_path, &rows, err)
               : 0;
}

/* Whoever sits here next has consented to nothing. */
static int withdraw(const struct options *options, const struct config *config, const char *path,
                    const struct ctl_drivers *drivers, struct err *err)
{
    struct outbox outbox;
    int result = outbox_place_open(config, path, options->history.is_simulated,
                                   drivers->open_outbox_to_write, &outbox, err);

    if (result < 0)
        return result;
    result = outbox.withdraw(outbox.self, err);
    outbox.close(outbox.self);
    return result;
}

static int erase(const struct options *options, const struct config *config,
                 const struct store *store, const char *path, const struct ctl_drivers *drivers)
{
    const struct store_batch batch = {.erases = options->keeps_settings ? STORE_ERASE_HISTORY
                                                                        : STORE_ERASE_ALL};
    struct history_size size;
    struct err err = {0};
    char described[256];
    char question[HISTORY_PATH_SIZE + 512];

    if (history_size_read(store, &size, &err) < 0)
        return command_line_fail(line.command, &err);
    history_size_describe(&size, described, sizeof(described));
    (void)snprintf(question, sizeof(question), "This deletes for ever from '%s': %s%s.", path,
                   described, options->keeps_settings ? " (the settings stay)" : "");
    if (!options->is_sure && !history_ask("erase", question, "erase"))
        return EXIT_INPUT;
    if (export_first(options, config, store, &err) < 0 ||
        withdraw(options, config, path, drivers, &err) < 0 ||
        store->commit(store->self, &batch, &err) < 0)
        return command_line_fail(line.command, &err);
    (void)printf("erased from %s: %s%s\n", path, described,
                 options->keeps_settings ? " (the settings stay)" : "");
    return EXIT_DONE;
}

int ctl_erase_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    char path[HISTORY_PATH_SIZE];
    struct options options = {.is_sure = false};
    struct config config;
    struct store store;
    struct err err = {0};
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    if (history_place_find(&options.history, &config, path, &err) < 0)
        return command_line_fail(line.command, &err);
    if (access(path, F_OK) < 0) {
        if (withdraw(&options, &config, path, drivers, &err) < 0)
            return command_line_fail(line.command, &err);
        (void)printf("nothing to erase: %s: there is no history\n", path);
        return EXIT_DONE;
    }
    if (history_place_check_user(path, &err) < 0 ||
        drivers->open_store_to_write(path, &store, &err) < 0)
        return command_line_fail(line.command, &err);
    result = erase(&options, &config, &store, path, drivers);
    store.close(store.self);
    return result;
}

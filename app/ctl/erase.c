/* secondheartctl erase: everything that was kept, to the last byte. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/export.h"
#include "ctl/history_place.h"

static const char usage[] =
    "Usage: secondheartctl erase [--keep-settings] [--export FILE] [--yes] [--simulated]\n"
    "                            [--state DIR] [--config F]\n"
    "\n"
    "Deletes the history and the choices made on the screen, so that not a byte of them stays\n"
    "in the files. It says what there is and asks before; it cannot be undone. Run it as the\n"
    "user that runs the kiosk, while the kiosk is stopped; while it runs, use its settings.\n"
    "\n"
    "  --keep-settings  delete the history only: somebody else sits here now\n"
    "  --export FILE    write the history there first, as JSON; without it nothing is deleted\n"
    "  --yes            ask no question\n"
    "  --simulated      the history of simulated sensors\n"
    "  --state DIR      the folder of the history, instead of the configured one\n"
    "  --config F       read this configuration instead of " CONFIG_FOLDER "\n"
    "  --help           show this\n"
    "\n"
    "Exit codes: 0 done, 1 the history or the file does not work, 2 wrong usage, or not\n"
    "confirmed.\n";

struct options {
    struct history_options history;
    const char *export_path;
    bool keeps_settings;
    bool is_sure;
};

/* EXIT_DONE to go on, EXIT_INPUT, or -1 if help was all that was asked for. */
static int parse_options(int argc, char **argv, struct options *options)
{
    static const struct option longs[] = {
        {"keep-settings", no_argument, NULL, 'k'}, {"export", required_argument, NULL, 'e'},
        {"yes", no_argument, NULL, 'y'},           {"simulated", no_argument, NULL, 'm'},
        {"state", required_argument, NULL, 's'},   {"config", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},          {NULL, 0, NULL, 0},
    };
    int option;

    *options = (struct options){.is_sure = false};
    command_line_begin();
    while ((option = command_line_next(argc, argv, ":", longs)) != -1) {
        switch (option) {
        case 'k':
            options->keeps_settings = true;
            break;
        case 'e':
            options->export_path = optarg;
            break;
        case 'y':
            options->is_sure = true;
            break;
        case 'm':
            options->history.is_simulated = true;
            break;
        case 's':
            options->history.state = optarg;
            break;
        case 'c':
            options->history.config = optarg;
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

static int failed(const struct err *err)
{
    (void)fprintf(stderr, "secondheartctl erase: %s\n", err->text);
    return err->code == ERR_INPUT ? EXIT_INPUT : EXIT_PROBLEM;
}

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

static int erase(const struct options *options, const struct config *config,
                 const struct store *store, const char *path)
{
    const struct store_batch batch = {.erases = options->keeps_settings ? STORE_ERASE_HISTORY
                                                                        : STORE_ERASE_ALL};
    struct history_size size;
    struct err err = {0};
    char described[256];
    char question[HISTORY_PATH_SIZE + 512];

    if (history_size_read(store, &size, &err) < 0)
        return failed(&err);
    history_size_describe(&size, described, sizeof(described));
    (void)snprintf(question, sizeof(question), "This deletes for ever from '%s': %s%s.", path,
                   described, options->keeps_settings ? " (the settings stay)" : "");
    if (!options->is_sure && !history_ask("erase", question, "erase"))
        return EXIT_INPUT;
    if (export_first(options, config, store, &err) < 0 ||
        store->commit(store->self, &batch, &err) < 0)
        return failed(&err);
    (void)printf("erased from %s: %s%s\n", path, described,
                 options->keeps_settings ? " (the settings stay)" : "");
    return EXIT_DONE;
}

int ctl_erase_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    char path[HISTORY_PATH_SIZE];
    struct options options;
    struct config config;
    struct store store;
    struct err err = {0};
    int result = parse_options(argc, argv, &options);

    if (result != EXIT_DONE)
        return result < 0 ? EXIT_DONE : result;
    if (history_place_find(&options.history, &config, path, &err) < 0)
        return failed(&err);
    if (access(path, F_OK) < 0) {
        (void)printf("nothing to erase: %s: there is no history\n", path);
        return EXIT_DONE;
    }
    if (history_place_check_user(path, &err) < 0 ||
        drivers->open_store_to_write(path, &store, &err) < 0)
        return failed(&err);
    result = erase(&options, &config, &store, path);
    store.close(store.self);
    return result;
}

/* secondheartctl settings: what was chosen on the screen, and taking it back. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/history_place.h"

/* Never shown, not even as the hash that it is. */
#define SECRET_NAME "pin.hash"

static const char usage[] =
    "Usage: secondheartctl settings [--clear NAME | --clear-pin] [--simulated] [--state DIR]\n"
    "                               [--config F]\n"
    "\n"
    "Prints what was chosen on the screen, one choice a line, or takes a choice back. Reading\n"
    "works while the kiosk runs; to take something back it must be stopped.\n"
    "\n"
    "  --clear NAME   forget this choice: what the configuration says is in force again\n"
    "  --clear-pin    the same for the PIN that hides the history, when it is forgotten\n"
    "  --simulated    the choices of a kiosk with simulated sensors\n"
    "  --state DIR    the folder of the history, instead of the configured one\n"
    "  --config F     read this configuration instead of " CONFIG_FOLDER "\n"
    "  --help         show this\n"
    "\n"
    "Exit codes: 0 done, 1 the history does not work, 2 wrong usage or no such choice.\n";

struct options {
    struct history_options history;
    const char *cleared; /* NULL: print them */
};

/* EXIT_DONE to go on, EXIT_INPUT, or -1 if help was all that was asked for. */
static int parse_options(int argc, char **argv, struct options *options)
{
    static const struct option longs[] = {
        {"clear", required_argument, NULL, 'r'},
        {"clear-pin", no_argument, NULL, 'p'},
        {"simulated", no_argument, NULL, 'm'},
        {"state", required_argument, NULL, 's'},
        {"config", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int option;

    *options = (struct options){.cleared = NULL};
    command_line_begin();
    while ((option = command_line_next(argc, argv, ":", longs)) != -1) {
        switch (option) {
        case 'r':
            options->cleared = optarg;
            break;
        case 'p':
            options->cleared = SECRET_NAME;
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
    (void)fprintf(stderr, "secondheartctl settings: %s\n", err->text);
    return err->code == ERR_INPUT ? EXIT_INPUT : EXIT_PROBLEM;
}

static void print_row(void *context, const struct store_setting *row)
{
    (void)context;
    (void)printf("%s = %s\n", row->name,
                 strcmp(row->name, SECRET_NAME) == 0 ? "(set)" : row->value);
}

static int print_all(const struct store *store)
{
    struct err err = {0};
    int damaged = 0;

    if (store->read_settings(store->self, print_row, NULL, &damaged, &err) < 0)
        return failed(&err);
    if (damaged > 0)
        (void)fprintf(stderr, "secondheartctl settings: %d damaged: the kiosk has the default\n",
                      damaged);
    return EXIT_DONE;
}

struct search {
    const char *name;
    bool is_there;
};

static void find_row(void *context, const struct store_setting *row)
{
    struct search *search = context;

    search->is_there |= strcmp(row->name, search->name) == 0;
}

static int clear(const struct store *store, const char *name)
{
    struct store_setting gone = {.value = ""};
    const struct store_batch batch = {.settings = &gone, .settings_len = 1};
    struct search search = {.name = name};
    struct err err = {0};
    int damaged;

    if (store->read_settings(store->self, find_row, &search, &damaged, &err) < 0)
        return failed(&err);
    if (!search.is_there) {
        (void)fprintf(stderr, "secondheartctl settings: '%s': was not chosen on the screen\n",
                      name);
        return EXIT_INPUT;
    }
    (void)snprintf(gone.name, sizeof(gone.name), "%s", name);
    if (store->commit(store->self, &batch, &err) < 0)
        return failed(&err);
    (void)printf("taken back: %s\n", name);
    return EXIT_DONE;
}

int ctl_settings_main(int argc, char **argv, const struct ctl_drivers *drivers)
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
        (void)fprintf(stderr, "secondheartctl settings: %s: there is no history yet\n", path);
        return EXIT_PROBLEM;
    }
    result = options.cleared ? drivers->open_store_to_write(path, &store, &err)
                             : drivers->open_store(path, &store, &err);
    if (result < 0)
        return failed(&err);
    result = options.cleared ? clear(&store, options.cleared) : print_all(&store);
    store.close(store.self);
    return result;
}

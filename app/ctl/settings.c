/* secondheartctl settings: what was chosen on the screen, and taking it back. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/history_place.h"

/* Never shown, not even as the hash that it is. */
#define SECRET_NAME "pin.hash"

struct options {
    struct history_options history;
    const char *cleared; /* NULL: print them */
    bool clears_pin;
};

static const struct command_option option_rows[] = {
    {.name = "clear",
     .value = "NAME",
     .type = COMMAND_TEXT,
     .offset = offsetof(struct options, cleared),
     .help = "forget this choice: what the configuration says is in force again"},
    {.name = "clear-pin",
     .offset = offsetof(struct options, clears_pin),
     .help = "the same for the PIN that hides the history, when it is forgotten"},
    {.name = "simulated",
     .offset = offsetof(struct options, history.is_simulated),
     .help = "the choices of a kiosk with simulated sensors"},
    HISTORY_OPTIONS(offsetof(struct options, history)),
};

static const struct command_line line = {
    .command = "settings",
    .usage =
        "Usage: secondheartctl settings [--clear NAME | --clear-pin] [--simulated] [--state DIR]\n"
        "                               [--config F]\n"
        "\n"
        "Prints what was chosen on the screen, one choice a line, or takes a choice back. Reading\n"
        "works while the kiosk runs; to take something back it must be stopped.\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes =
        "Exit codes: 0 done, 1 the history does not work, 2 wrong usage or no such choice.\n",
};

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
        return command_line_fail(line.command, &err);
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
        return command_line_fail(line.command, &err);
    if (!search.is_there) {
        (void)fprintf(stderr, "secondheartctl settings: '%s': was not chosen on the screen\n",
                      name);
        return EXIT_INPUT;
    }
    (void)snprintf(gone.name, sizeof(gone.name), "%s", name);
    if (store->commit(store->self, &batch, &err) < 0)
        return command_line_fail(line.command, &err);
    (void)printf("taken back: %s\n", name);
    return EXIT_DONE;
}

int ctl_settings_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    char path[HISTORY_PATH_SIZE];
    struct options options = {.cleared = NULL};
    struct config config;
    struct store store;
    struct err err = {0};
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    if (options.clears_pin)
        options.cleared = SECRET_NAME;
    if (history_place_find(&options.history, &config, path, &err) < 0)
        return command_line_fail(line.command, &err);
    if (access(path, F_OK) < 0) {
        (void)fprintf(stderr, "secondheartctl settings: %s: there is no history yet\n", path);
        return EXIT_PROBLEM;
    }
    result = options.cleared ? drivers->open_store_to_write(path, &store, &err)
                             : drivers->open_store(path, &store, &err);
    if (result < 0)
        return command_line_fail(line.command, &err);
    result = options.cleared ? clear(&store, options.cleared) : print_all(&store);
    store.close(store.self);
    return result;
}

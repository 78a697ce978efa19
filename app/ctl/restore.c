/* secondheartctl restore: a history that export wrote, onto a new card. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/export.h"
#include "ctl/history_place.h"
#include "ctl/restore_read.h"

/* The name beside the database under which a replaced history is kept. */
#define KEPT_SIZE    (HISTORY_PATH_SIZE + 32)
#define REPLACED_MAX 999

struct options {
    struct history_options history;
    bool replaces;
    bool is_sure;
    const char *file;
};

static const struct command_option option_rows[] = {
    {.name = "replace",
     .offset = offsetof(struct options, replaces),
     .help = "put it in the place of the history that is there, which is kept beside it\n"
             "as an export, until the history is erased"},
    {.name = "yes",
     .offset = offsetof(struct options, is_sure),
     .help = "with --replace: ask no question"},
    {.name = "simulated",
     .offset = offsetof(struct options, history.is_simulated),
     .help = "into the history of simulated sensors; the two are never mixed"},
    HISTORY_OPTIONS(offsetof(struct options, history)),
};

static const struct command_line line = {
    .command = "restore",
    .usage =
        "Usage: secondheartctl restore [--replace] [--yes] [--simulated] [--state DIR]\n"
        "                              [--config F] FILE\n"
        "\n"
        "Takes in what secondheartctl export wrote as JSON (a hyphen: standard input). The whole\n"
        "file is checked first; then all of it lands, or nothing. Nothing is merged: where there\n"
        "is a history already, it is refused. Run it as the user that runs the kiosk, while the\n"
        "kiosk is stopped.\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes =
        "Exit codes: 0 done, 1 the history cannot be written or there is one already, 2 wrong\n"
        "file or usage.\n",
    .operand = "FILE",
    .operand_offset = offsetof(struct options, file),
};

/* Is the whole file good, and of the sort that it should be? */
static int check_export(const struct options *options, struct restore_reader *reader,
                        struct restore_summary *summary, struct err *err)
{
    int result = restore_reader_check(reader, summary, err);

    if (result == 0 && summary->is_simulated && !options->history.is_simulated)
        result = err_set(err, ERR_INPUT,
                         "'%s': made by simulated sensors, which never come near a person's "
                         "history; add --simulated",
                         options->file);
    if (result == 0 && !summary->is_simulated && options->history.is_simulated)
        result = err_set(err, ERR_INPUT,
                         "'%s': a person's history, not a simulated one; leave out --simulated",
                         options->file);
    return result;
}

/* Keeps what is there as an export beside it: the way back. Its name goes into `kept`. */
static int keep_replaced(const struct options *options, const struct store *store, const char *path,
                         char kept[KEPT_SIZE], struct err *err)
{
    const struct export_options whole = {.is_simulated = options->history.is_simulated};
    int64_t rows;
    int number = 1;

    do
        (void)snprintf(kept, KEPT_SIZE, "%s.replaced-%d.json", path, number++);
    while (access(kept, F_OK) == 0 && number <= REPLACED_MAX);
    return export_write_file(store, &whole, kept, &rows, err);
}

/*
 * May it go there? EXIT_DONE, with the name of what was kept ("" if nothing was there) in `kept`,
 * or after saying why not EXIT_PROBLEM or EXIT_INPUT.
 */
static int make_sure(const struct options *options, const struct store *store, const char *path,
                     char kept[KEPT_SIZE])
{
    struct history_size size;
    struct err err = {0};
    char described[256];
    char question[HISTORY_PATH_SIZE + 512];

    kept[0] = '\0';
    if (history_size_read(store, &size, &err) < 0)
        return command_line_fail_as(line.command, &err, EXIT_PROBLEM);
    if (!history_size_has_history(&size))
        return EXIT_DONE;
    history_size_describe(&size, described, sizeof(described));
    if (!options->replaces) {
        (void)fprintf(stderr,
                      "secondheartctl restore: '%s': there is a history already (%s); add "
                      "--replace to put the export in its place\n",
                      path, described);
        return EXIT_PROBLEM;
    }
    (void)snprintf(question, sizeof(question), "This takes the place of what '%s' holds: %s.", path,
                   described);
    if (!options->is_sure && !history_ask("restore", question, "replace"))
        return EXIT_INPUT;
    return keep_replaced(options, store, path, kept, &err) < 0
               ? command_line_fail_as(line.command, &err, EXIT_PROBLEM)
               : EXIT_DONE;
}

static int write_history(const struct store *store, struct restore_reader *reader, struct err *err)
{
    const struct store_batch batch = {
        .erases = STORE_ERASE_REPLACED,
        .next = restore_reader_next,
        .next_self = reader,
    };
    int result = store->commit(store->self, &batch, err);

    history_show_progress("written", 0);
    return result;
}

static int restore_into(const struct options *options, const struct ctl_drivers *drivers,
                        struct restore_reader *reader, const struct restore_summary *summary)
{
    char path[HISTORY_PATH_SIZE];
    char kept[KEPT_SIZE];
    struct config config;
    struct store store;
    struct err err = {0};
    int result;

    if (history_place_find(&options->history, &config, path, &err) < 0 ||
        history_place_check_user(path, &err) < 0 ||
        drivers->open_store_to_write(path, &store, &err) < 0)
        return command_line_fail_as(line.command, &err, EXIT_INPUT);
    result = make_sure(options, &store, path, kept);
    if (result == EXIT_DONE && write_history(&store, reader, &err) < 0) {
        result = command_line_fail_as(line.command, &err, EXIT_PROBLEM);
    } else if (result == EXIT_DONE) {
        (void)printf("restored into %s: %" PRId64 " closed days, %" PRId64 " intervals\n", path,
                     summary->days, summary->intervals);
        if (kept[0])
            (void)printf("what was there before is in %s; to have it back, restore that with "
                         "--replace\n",
                         kept);
    }
    store.close(store.self);
    return result;
}

int ctl_restore_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    struct options options = {.file = NULL};
    struct restore_summary summary;
    struct restore_reader *reader = NULL;
    struct err err = {0};
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    if (restore_reader_new(options.file, &reader, &err) < 0 ||
        check_export(&options, reader, &summary, &err) < 0)
        result = command_line_fail_as(line.command, &err, EXIT_INPUT);
    else
        result = restore_into(&options, drivers, reader, &summary);
    restore_reader_free(reader);
    return result;
}

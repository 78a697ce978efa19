/*
 * history_place.h - which history a subcommand works on, and what export, restore and erase ask and
 * tell of it alike.
 *
 * Real and simulated histories are two files of one folder, and never mixed. One thread; blocks on
 * the store and on whoever is asked.
 */
#ifndef SH_CTL_HISTORY_PLACE_H
#define SH_CTL_HISTORY_PLACE_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/err.h"
#include "ctl/command_line.h"
#include "ports/store.h"

#define HISTORY_PATH_SIZE (PATH_MAX + 32)

/* What was said on the command line; NULL for nothing. */
struct history_options {
    const char *config;
    const char *state;
    bool is_simulated;
};

/* The rows of --state and --config; `at` is the offset of a struct history_options. */
#define HISTORY_OPTIONS(at)                                                                        \
    {.name = "state",                                                                              \
     .value = "DIR",                                                                               \
     .type = COMMAND_TEXT,                                                                         \
     .offset = (at) + offsetof(struct history_options, state),                                     \
     .help = "the folder of the history, instead of the configured one"},                          \
        COMMAND_OPTION_CONFIG((at) + offsetof(struct history_options, config))

/*
 * Reads the configuration (its problems are `check`'s to tell: a bad key keeps its default) and
 * names the database's file. -ERR_INPUT if there is no such folder to be told.
 */
int history_place_find(const struct history_options *options, struct config *config,
                       char path[HISTORY_PATH_SIZE], struct err *err) SH_WARN_UNUSED;

/*
 * Will the kiosk still be able to use what is written at `path`? -ERR_PERMISSION for root in a
 * folder of the kiosk's user: files that root makes there would lock the kiosk out.
 */
int history_place_check_user(const char *path, struct err *err) SH_WARN_UNUSED;

/* How much there is. */
struct history_size {
    int64_t intervals;
    int64_t counts;
    int64_t prompts;
    int64_t reported;
    int64_t days;
    int first_date; /* of `days`, yyyymmdd; 0: there are none */
    int last_date;
    int64_t settings;
    bool has_open; /* a day under way */
};

int history_size_read(const struct store *store, struct history_size *size,
                      struct err *err) SH_WARN_UNUSED;

/* Is there anything but settings? */
bool history_size_has_history(const struct history_size *size);

/* "12 days, 340 intervals, ..." */
void history_size_describe(const struct history_size *size, char *text, size_t len);

/*
 * The second question: true if `word` was typed. Without a terminal nobody can be asked: false,
 * after saying that --yes is wanted.
 */
bool history_ask(const char *command, const char *question, const char *word);

/* A line on standard error that counts on, where that is a terminal; 0 at last clears it. */
void history_show_progress(const char *what, int64_t rows);

#endif

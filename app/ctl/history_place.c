#include "ctl/history_place.h"

#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/state_folder.h"

/* Often enough to be seen to move, seldom enough to cost nothing. */
#define PROGRESS_ROWS 5000

int history_place_find(const struct history_options *options, struct config *config,
                       char path[HISTORY_PATH_SIZE], struct err *err)
{
    struct config_problems problems = {0};
    char folder[PATH_MAX];
    int result;

    config_load(config, options->config, &problems);
    config_problems_free(&problems);
    result = state_folder(options->state ? options->state : config->state.dir, folder,
                          sizeof(folder), err);
    if (result == 0)
        (void)snprintf(path, HISTORY_PATH_SIZE, "%s/%s", folder,
                       options->is_simulated ? "history-simulated.db" : "history.db");
    return result;
}

int history_place_check_user(const char *path, struct err *err)
{
    char folder[HISTORY_PATH_SIZE];
    const struct passwd *owner;
    struct stat status;
    char *slash;

    (void)snprintf(folder, sizeof(folder), "%s", path);
    slash = strrchr(folder, '/');
    if (!slash || slash == folder)
        return 0;
    *slash = '\0';
    if (geteuid() != 0 || stat(folder, &status) < 0 || status.st_uid == 0)
        return 0;
    owner = getpwuid(status.st_uid);
    return err_set(err, ERR_PERMISSION,
                   "cannot write as root: '%s': the folder belongs to the kiosk's user, who could "
                   "not use what root writes; run it as that user: sudo -u %s%s",
                   folder, owner ? "" : "#", owner ? owner->pw_name : "UID");
}

/* ---- how much there is ---- */

static void count_boot(void *context, const struct store_boot *boot)
{
}

static void count_interval(void *context, const struct store_interval *interval)
{
    ((struct history_size *)context)->intervals++;
}

static void count_count(void *context, const struct store_count *count)
{
    ((struct history_size *)context)->counts++;
}

static void count_prompt(void *context, const struct store_prompt *prompt)
{
    ((struct history_size *)context)->prompts++;
}

static void count_reported(void *context, const struct store_reported *reported)
{
    ((struct history_size *)context)->reported++;
}

static void count_day(void *context, const struct store_day *day)
{
    struct history_size *size = context;

    if (size->days++ == 0)
        size->first_date = day->date;
    size->last_date = day->date;
}

static void count_setting(void *context, const struct store_setting *setting)
{
    ((struct history_size *)context)->settings++;
}

static void count_field(void *context, const char *name, int64_t value)
{
}

static void count_open(void *context, const struct store_resume *resume)
{
    ((struct history_size *)context)->has_open = true;
}

int history_size_read(const struct store *store, struct history_size *size, struct err *err)
{
    static const struct store_visitor visitor = {
        count_boot, count_interval, count_count, count_prompt, count_reported,
        count_day,  count_setting,  count_field, count_open,
    };
    int damaged;

    memset(size, 0, sizeof(*size));
    return store->read_all(store->self, &visitor, size, &damaged, err);
}

bool history_size_has_history(const struct history_size *size)
{
    return size->has_open ||
           size->intervals + size->counts + size->prompts + size->reported + size->days > 0;
}

static void describe_days(const struct history_size *size, char *text, size_t len)
{
    const int first = size->first_date;
    const int last = size->last_date;

    if (size->days == 0)
        (void)snprintf(text, len, "no closed days");
    else
        (void)snprintf(text, len, "%" PRId64 " closed days from %04d-%02d-%02d to %04d-%02d-%02d",
                       size->days, first / 10000, first / 100 % 100, first % 100, last / 10000,
                       last / 100 % 100, last % 100);
}

void history_size_describe(const struct history_size *size, char *text, size_t len)
{
    char days[96];

    describe_days(size, days, sizeof(days));
    (void)snprintf(text, len,
                   "%s, %" PRId64 " intervals, %" PRId64 " counts, %" PRId64
                   " prompt changes, %" PRId64 " reported, %s, %" PRId64 " settings",
                   days, size->intervals, size->counts, size->prompts, size->reported,
                   size->has_open ? "a day under way" : "no day under way", size->settings);
}

/* ---- the person ---- */

bool history_ask(const char *command, const char *question, const char *word)
{
    char answer[64] = "";

    if (!isatty(STDIN_FILENO)) {
        (void)fprintf(stderr,
                      "secondheartctl %s: nobody can be asked: no terminal; say --yes if it is "
                      "meant\n",
                      command);
        return false;
    }
    (void)fprintf(stderr, "%s\nType %s to go on: ", question, word);
    (void)fflush(stderr);
    if (fgets(answer, sizeof(answer), stdin))
        answer[strcspn(answer, "\r\n")] = '\0';
    if (strcmp(answer, word) == 0)
        return true;
    (void)fprintf(stderr, "secondheartctl %s: nothing was changed\n", command);
    return false;
}

void history_show_progress(const char *what, int64_t rows)
{
    if (rows % PROGRESS_ROWS != 0 || !isatty(STDERR_FILENO))
        return;
    if (rows == 0)
        (void)fputs("\r\033[K", stderr);
    else
        (void)fprintf(stderr, "\r%s: %" PRId64 " rows", what, rows);
    (void)fflush(stderr);
}

#include "store/export_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/units.h"
#include "ctl/ctl.h"
#include "drivers/outbox_sqlite.h"
#include "drivers/store_sqlite.h"
#include "store/open.h"
#include "store/report_rig.h"

#define TEXT_SIZE 65536

/* ---- the machine ---- */

static struct wall_time monday_1107(void *self)
{
    return (struct wall_time){.s = (MIDNIGHT_NS + AT(11, 7)) / NS_PER_S};
}

static int open_to_read(const char *path, struct store *store, struct err *err)
{
    return store_sqlite_new(store, &(struct store_sqlite_config){.path = path, .read_only = true},
                            err);
}

static int open_to_write(const char *path, struct store *store, struct err *err)
{
    return store_sqlite_new(store, &(struct store_sqlite_config){.path = path}, err);
}

static int open_outbox_to_write(const char *path, struct outbox *outbox, struct err *err)
{
    return outbox_sqlite_new(outbox, &(struct outbox_sqlite_config){.path = path}, err);
}

static const struct ctl_drivers drivers = {
    .clock = {.wall_now = monday_1107},
    .open_store = open_to_read,
    .open_store_to_write = open_to_write,
    .open_outbox_to_write = open_outbox_to_write,
};

/*
 * Runs "export", "restore", "erase" or "report" with `words`, in which %s is the scratch folder;
 * what it prints is in the file `out` of the folder, its mistakes in `err`.
 */
int export_run(const struct scratch *scratch, const char *words)
{
    static const struct {
        const char *name;
        int (*main)(int argc, char **argv, const struct ctl_drivers *drivers);
    } commands[] = {{"export", ctl_export_main},
                    {"restore", ctl_restore_main},
                    {"erase", ctl_erase_main},
                    {"report", ctl_report_main}};
    char line[1024] = "";
    char path[256];
    char *argv[24];
    int argc = 0;
    int saved_out = dup(STDOUT_FILENO);
    int saved_err = dup(STDERR_FILENO);
    int result = -1;

    for (const char *at = words; *at; at++) {
        size_t len = strlen(line);

        if (*at == '@')
            (void)snprintf(line + len, sizeof(line) - len, "%s/", scratch->folder);
        else
            (void)snprintf(line + len, sizeof(line) - len, "%c", *at);
    }
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    argv[argc++] = (char[]){"--config"};
    argv[argc++] = (char[]){"/dev/null"};
    argv[argc] = NULL;
    (void)snprintf(path, sizeof(path), "%s/out", scratch->folder);
    (void)fflush(NULL);
    assert_non_null(freopen(path, "w", stdout));
    (void)snprintf(path, sizeof(path), "%s/err", scratch->folder);
    assert_non_null(freopen(path, "w", stderr));
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strcmp(commands[i].name, argv[0]) == 0)
            result = commands[i].main(argc, argv, &drivers);
    }
    (void)fflush(NULL);
    assert_true(dup2(saved_out, STDOUT_FILENO) >= 0 && dup2(saved_err, STDERR_FILENO) >= 0);
    (void)close(saved_out);
    (void)close(saved_err);
    return result;
}

/* A file of the scratch folder as text; NULL if there is none. Freed by the caller. */
char *export_read_text(const struct scratch *scratch, const char *name)
{
    char path[256];
    char *text = test_calloc(1, TEXT_SIZE);
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", scratch->folder, name);
    file = fopen(path, "r");
    if (!file) {
        test_free(text);
        return NULL;
    }
    assert_true(fread(text, 1, TEXT_SIZE - 1, file) < TEXT_SIZE - 1);
    (void)fclose(file);
    return text;
}

void export_write_text(const struct scratch *scratch, const char *name, const char *text)
{
    char path[256];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", scratch->folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

void export_assert_holds(const struct scratch *scratch, const char *name, const char *part)
{
    char *text = export_read_text(scratch, name);

    assert_non_null(text);
    if (!strstr(text, part))
        fail_msg("%s: no '%s' in: %s", name, part, text);
    test_free(text);
}

void export_assert_same(const struct scratch *scratch, const char *name, const char *other)
{
    char *a = export_read_text(scratch, name);
    char *b = export_read_text(scratch, other);

    assert_non_null(a);
    assert_non_null(b);
    assert_string_equal(a, b);
    test_free(a);
    test_free(b);
}

/* ---- histories ---- */

struct store export_open_history(const struct scratch *scratch, const char *folder)
{
    char path[256];

    (void)snprintf(path, sizeof(path), "%s/%s/history.db", scratch->folder, folder);
    return open_store(path, NULL, false);
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

/* One minute of a boot that, with OTHER, nobody gave a date. */
static void commit_minute(const struct store *store, const char *boot_id, int minute,
                          unsigned *random)
{
    int64_t start_ns = AT(9, 0) + minute * NS_PER_MIN;
    struct store_interval interval = {.start_mono_ns = start_ns,
                                      .end_mono_ns = start_ns + 1 + next_random(random),
                                      .posture = next_random(random) % POSTURE_COUNT};
    struct store_count count = {.mono_ns = start_ns,
                                .kind = next_random(random) % STORE_COUNT_KINDS,
                                .amount = next_random(random)};
    struct store_prompt prompt = {.mono_ns = start_ns,
                                  .change = next_random(random) % STORE_PROMPT_CHANGES,
                                  .number = minute + 1,
                                  .raised_mono_ns = -(int64_t)next_random(random),
                                  .moved_ns = next_random(random),
                                  .is_reported = next_random(random) % 2};
    struct store_reported reported = {.mono_ns = start_ns,
                                      .kind = next_random(random) % STORE_REPORTED_KINDS};
    struct store_field fields[] = {{"a", next_random(random)}, {"b.1", -5}, {"c", minute}};
    struct store_open open = {.saved_mono_ns = start_ns + NS_PER_MIN,
                              .current = {.start_mono_ns = start_ns + NS_PER_S,
                                          .end_mono_ns = start_ns + 2 * NS_PER_S,
                                          .posture = POSTURE_SEATED},
                              .fields = fields,
                              .fields_len = 2 + next_random(random) % 2};
    struct store_batch batch = {.intervals = &interval,
                                .intervals_len = 1,
                                .counts = &count,
                                .counts_len = 1,
                                .prompts = &prompt,
                                .prompts_len = next_random(random) % 2,
                                .reported = &reported,
                                .reported_len = next_random(random) % 2,
                                .open = &open};

    strcpy(interval.boot_id, boot_id);
    strcpy(count.boot_id, boot_id);
    strcpy(prompt.boot_id, boot_id);
    strcpy(reported.boot_id, boot_id);
    strcpy(open.current.boot_id, boot_id);
    report_commit(store, &batch);
}

static void commit_day(const struct store *store, int date, unsigned *random)
{
    struct store_day day = {.date = date,
                            .boot_id = BOOT,
                            .start_mono_ns = -NS_PER_HOUR,
                            .end_mono_ns = AT(4, 0),
                            .figures_len = 3,
                            .figures = {{"sitting_s", next_random(random) / 3.0, false},
                                        {"gini", 0, true},
                                        {"breaks", next_random(random), false}}};

    report_commit(store, &(struct store_batch){.days = &day, .days_len = 1});
}

void export_make_history(const struct scratch *scratch, const char *folder, unsigned seed)
{
    static const struct store_setting settings[] = {{"display.theme", "ligh\u00e9 \"x\", {}"},
                                                    {"pin.hash", PIN_HASH}};
    struct store store = export_open_history(scratch, folder);
    unsigned random = seed;

    report_commit_label(&store, OTHER, STORE_LABEL_NONE, 0);
    report_commit_label(&store, BOOT, seed % 2 ? STORE_LABEL_KERNEL : STORE_LABEL_RTC, MIDNIGHT_NS);
    report_commit(&store, &(struct store_batch){.settings = settings, .settings_len = 2});
    for (int minute = 0; minute < 40; minute++)
        commit_minute(&store, next_random(&random) % 4 ? BOOT : OTHER, minute, &random);
    commit_day(&store, 20260228, &random);
    commit_day(&store, 20260301, &random);
    close_store(&store);
}

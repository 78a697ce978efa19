#include "store/report_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "ctl/ctl.h"
#include "drivers/store_sqlite.h"

void report_commit(const struct store *store, const struct store_batch *batch)
{
    struct err err = {0};

    if (store->commit(store->self, batch, &err) < 0)
        fail_msg("%s", err.text);
}

void report_commit_label(const struct store *store, const char *boot_id, enum store_label label,
                         int64_t wall_offset_ns)
{
    struct store_boot boot = {.label = label, .wall_offset_ns = wall_offset_ns};

    strcpy(boot.boot_id, boot_id);
    report_commit(store, &(struct store_batch){.boots = &boot, .boots_len = 1});
}

void report_commit_interval(const struct store *store, const char *boot_id, int64_t start_ns,
                            int64_t end_ns, enum posture posture)
{
    struct store_interval interval = {
        .start_mono_ns = start_ns, .end_mono_ns = end_ns, .posture = posture};

    strcpy(interval.boot_id, boot_id);
    report_commit(store, &(struct store_batch){.intervals = &interval, .intervals_len = 1});
}

static struct wall_time monday_1107(void *self)
{
    (void)self;
    return (struct wall_time){.s = (MIDNIGHT_NS + AT(11, 7)) / NS_PER_S};
}

static int open_read_only(const char *path, struct store *store, struct err *err)
{
    struct store_sqlite_config config = {.path = path, .read_only = true};

    return store_sqlite_new(store, &config, err);
}

int report_run(const struct scratch *scratch, const char *words, char *text, size_t size)
{
    const struct ctl_drivers drivers = {.clock = {.wall_now = monday_1107},
                                        .open_store = open_read_only};
    char line[512];
    char *argv[16];
    int argc = 0;
    char out_path[256];
    int saved = dup(STDOUT_FILENO);
    FILE *out;
    int result;

    (void)snprintf(line, sizeof(line), "report --config /dev/null --state %s %s", scratch->folder,
                   words);
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    argv[argc] = NULL;
    (void)snprintf(out_path, sizeof(out_path), "%s/out", scratch->folder);
    (void)fflush(stdout);
    assert_non_null(freopen(out_path, "w", stdout));
    result = ctl_report_main(argc, argv, &drivers);
    (void)fflush(stdout);
    assert_true(dup2(saved, STDOUT_FILENO) >= 0);
    (void)close(saved);
    out = fopen(out_path, "r");
    assert_non_null(out);
    text[fread(text, 1, size - 1, out)] = '\0';
    (void)fclose(out);
    return result;
}

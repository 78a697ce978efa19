/* The SQLite store on real files: labels, age, damage, versions, locks, and disks that do not
 * write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/units.h"
#include "drivers/store_sqlite.h"
#include "drivers/store_sqlite_internal.h"
#include "store/fake_disk.h"
#include "store/scratch.h"
#include "store/workload.h"

#define BOOT   "aaaaaaaa-0000-0000-0000-000000000001"
#define LATER  "aaaaaaaa-0000-0000-0000-000000000002"
#define LATEST "aaaaaaaa-0000-0000-0000-000000000003"
#define DAY_NS (S_PER_DAY * NS_PER_S)

static struct store open_store(const char *path, const char *vfs, bool read_only)
{
    struct store_sqlite_config config = {.path = path, .vfs = vfs, .read_only = read_only};
    struct store store;

    assert_int_equal(store_sqlite_new(&store, &config, NULL), 0);
    return store;
}

static void close_store(struct store *store)
{
    store->close(store->self);
}

static void write_minutes(const char *path, int minutes)
{
    struct store store = open_store(path, NULL, false);

    for (int minute = 0; minute < minutes; minute++)
        assert_int_equal(workload_commit(&store, minute, NULL), 0);
    close_store(&store);
}

static int commit_interval(const struct store *store, const char *boot_id, int64_t start_mono_ns,
                           int64_t end_mono_ns)
{
    struct store_interval interval = {
        .start_mono_ns = start_mono_ns, .end_mono_ns = end_mono_ns, .posture = POSTURE_SEATED};
    struct store_batch batch = {.intervals = &interval, .intervals_len = 1};

    (void)snprintf(interval.boot_id, sizeof(interval.boot_id), "%s", boot_id);
    return store->commit(store->self, &batch, NULL);
}

static int commit_label(const struct store *store, const char *boot_id, enum store_label label,
                        int64_t wall_offset_ns)
{
    struct store_boot boot = {.label = label, .wall_offset_ns = wall_offset_ns};
    struct store_batch batch = {.boots = &boot, .boots_len = 1};

    (void)snprintf(boot.boot_id, sizeof(boot.boot_id), "%s", boot_id);
    return store->commit(store->self, &batch, NULL);
}

static int commit_day(const struct store *store, const char *boot_id, int date, int64_t end_mono_ns)
{
    struct store_day day = {.date = date, .end_mono_ns = end_mono_ns, .figures_len = 1};
    struct store_batch batch = {.days = &day, .days_len = 1};

    (void)snprintf(day.boot_id, sizeof(day.boot_id), "%s", boot_id);
    strcpy(day.figures[0].name, "sitting_s");
    day.figures[0].value = 1;
    return store->commit(store->self, &batch, NULL);
}

struct rows {
    int len;
    int64_t start_wall_ns[16];
    enum store_label label[16];
    int days;
};

static void collect(void *context, const struct store_labelled_interval *row)
{
    struct rows *rows = context;

    assert_true(rows->len < 16);
    rows->start_wall_ns[rows->len] = row->start_wall_ns;
    rows->label[rows->len++] = row->label;
}

static void count_day(void *context, const struct store_day *day)
{
    (void)day;
    ((struct rows *)context)->days++;
}

static struct rows read_all(const struct store *store)
{
    struct rows rows = {0};

    assert_int_equal(store->read_intervals(store->self, INT64_MIN, INT64_MAX, collect, &rows, NULL),
                     0);
    assert_int_equal(store->read_days(store->self, 0, 99999999, count_day, &rows, NULL), 0);
    return rows;
}

/* ---- what is kept ---- */

static void what_was_committed_is_there_after_a_restart(void **state)
{
    const struct scratch *scratch = *state;
    struct store store;

    write_minutes(scratch->path, 300);
    store = open_store(scratch->path, NULL, false);
    assert_int_equal(workload_check(&store), 299);
    for (int minute = 300; minute < 400; minute++)
        assert_int_equal(workload_commit(&store, minute, NULL), 0);
    assert_int_equal(workload_check(&store), 399);
    close_store(&store);
}

static void folders_above_the_database_are_made(void **state)
{
    const struct scratch *scratch = *state;
    char path[256];

    (void)snprintf(path, sizeof(path), "%s/state/secondheart/history.db", scratch->folder);
    write_minutes(path, 1);
    assert_int_equal(access(path, F_OK), 0);
}

static void a_repeated_commit_adds_nothing(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct rows rows;

    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_KERNEL, 0), 0);
    assert_int_equal(commit_interval(&store, BOOT, 1, 2), 0);
    /* As after a write whose failure was told, and which had landed all the same. */
    ((struct store_sqlite *)store.self)->writer.marks.interval_seq = 0;
    assert_int_equal(commit_interval(&store, BOOT, 1, 2), 0);
    rows = read_all(&store);
    assert_int_equal(rows.len, 1);
    close_store(&store);
}

static void an_empty_store_has_nothing_to_carry_on_from(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct store_resume resume;

    assert_int_equal(store.load_open(store.self, &resume, NULL, NULL, NULL), -ERR_NOT_FOUND);
    close_store(&store);
}

/* ---- labels ---- */

static void learning_the_time_dates_all_earlier_records_of_the_boot(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    int64_t unlabelled_ns;
    struct rows rows;

    assert_int_equal(commit_interval(&store, BOOT, 10, 30), 0);
    assert_int_equal(read_all(&store).len, 0);
    assert_int_equal(store.read_unlabelled(store.self, &unlabelled_ns, NULL), 0);
    assert_int_equal(unlabelled_ns, 20);

    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_RTC, 1000 * NS_PER_S), 0);
    rows = read_all(&store);
    assert_int_equal(rows.len, 1);
    assert_true(rows.start_wall_ns[0] == 10 + 1000 * NS_PER_S);
    assert_int_equal(rows.label[0], STORE_LABEL_RTC);

    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_KERNEL, 5000 * NS_PER_S), 0);
    rows = read_all(&store);
    assert_true(rows.start_wall_ns[0] == 10 + 5000 * NS_PER_S);
    assert_int_equal(rows.label[0], STORE_LABEL_KERNEL);
    assert_int_equal(store.read_unlabelled(store.self, &unlabelled_ns, NULL), 0);
    assert_int_equal(unlabelled_ns, 0);
    close_store(&store);
}

static void nothing_replaces_the_kernels_word_but_the_kernels(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);

    assert_int_equal(commit_interval(&store, BOOT, 0, 1), 0);
    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_KERNEL, 1000 * NS_PER_S), 0);
    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_PERSON, 9000 * NS_PER_S), 0);
    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_NONE, 0), 0);
    assert_true(read_all(&store).start_wall_ns[0] == 1000 * NS_PER_S);
    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_KERNEL, 1001 * NS_PER_S), 0);
    assert_true(read_all(&store).start_wall_ns[0] == 1001 * NS_PER_S);
    close_store(&store);
}

static void intervals_of_two_boots_come_in_the_order_of_their_labels(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct rows rows;

    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_KERNEL, 1000), 0);
    assert_int_equal(commit_label(&store, LATER, STORE_LABEL_KERNEL, 5000), 0);
    assert_int_equal(commit_interval(&store, LATER, -700, 10), 0); /* a gap before the boot */
    assert_int_equal(commit_interval(&store, BOOT, 100, 3300), 0);
    rows = read_all(&store);
    assert_int_equal(rows.len, 2);
    assert_int_equal(rows.start_wall_ns[0], 1100);
    assert_int_equal(rows.start_wall_ns[1], 4300);
    close_store(&store);
}

static void the_open_state_brings_its_boots_present_label(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct store_open open = {.saved_mono_ns = 90, .current = {.boot_id = BOOT}};
    struct store_batch batch = {.open = &open};
    struct store_resume resume;

    assert_int_equal(store.commit(store.self, &batch, NULL), 0);
    assert_int_equal(store.load_open(store.self, &resume, NULL, NULL, NULL), 0);
    assert_int_equal(resume.boot.label, STORE_LABEL_NONE);
    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_PERSON, 77), 0);
    assert_int_equal(store.load_open(store.self, &resume, NULL, NULL, NULL), 0);
    assert_int_equal(resume.boot.label, STORE_LABEL_PERSON);
    assert_int_equal(resume.boot.wall_offset_ns, 77);
    assert_int_equal(resume.saved_mono_ns, 90);
    close_store(&store);
}

/* ---- age ---- */

static void intervals_go_after_400_days_and_days_stay(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct rows rows;

    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_KERNEL, 0), 0);
    assert_int_equal(commit_interval(&store, BOOT, 0, DAY_NS - 1), 0);
    assert_int_equal(commit_interval(&store, BOOT, DAY_NS - 1, DAY_NS), 0);
    assert_int_equal(commit_day(&store, BOOT, 20250101, DAY_NS), 0);
    assert_int_equal(read_all(&store).len, 2);
    assert_int_equal(commit_day(&store, BOOT, 20260206, 401 * DAY_NS), 0);
    rows = read_all(&store);
    assert_int_equal(rows.len, 1);
    assert_true(rows.start_wall_ns[0] == DAY_NS - 1);
    assert_int_equal(rows.days, 2);
    close_store(&store);
}

static void a_clock_nobody_vouches_for_throws_nothing_away(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);

    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_RTC, 0), 0); /* woke up in 1970 */
    assert_int_equal(commit_interval(&store, BOOT, 0, NS_PER_S), 0);
    assert_int_equal(commit_day(&store, BOOT, 20250101, 500 * DAY_NS), 0);
    assert_int_equal(read_all(&store).len, 1);
    /* The next boot knows the time, and that the first one must have been before it. */
    assert_int_equal(commit_label(&store, LATER, STORE_LABEL_KERNEL, 20000 * DAY_NS), 0);
    assert_int_equal(commit_day(&store, LATER, 20260301, 399 * DAY_NS), 0);
    assert_int_equal(read_all(&store).len, 1);
    assert_int_equal(commit_day(&store, LATER, 20260304, 401 * DAY_NS), 0);
    assert_int_equal(read_all(&store).len, 0);
    close_store(&store);
}

static void a_wild_clock_of_this_boot_throws_nothing_away(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);

    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_KERNEL, 20000 * DAY_NS), 0);
    assert_int_equal(commit_interval(&store, BOOT, 0, NS_PER_S), 0);
    assert_int_equal(commit_label(&store, LATER, STORE_LABEL_PERSON, 50000 * DAY_NS), 0);
    assert_int_equal(commit_day(&store, LATER, 20990101, NS_PER_S), 0);
    assert_int_equal(read_all(&store).len, 1);
    close_store(&store);
}

static void an_undated_boot_is_as_old_as_the_next_dated_one(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    int64_t unlabelled_ns;

    assert_int_equal(commit_label(&store, BOOT, STORE_LABEL_KERNEL, 0), 0); /* long ago */
    assert_int_equal(commit_interval(&store, LATER, 0, NS_PER_S), 0);
    assert_int_equal(commit_label(&store, LATEST, STORE_LABEL_KERNEL, 20000 * DAY_NS), 0);
    assert_int_equal(commit_day(&store, LATEST, 20241004, NS_PER_S), 0);
    assert_int_equal(store.read_unlabelled(store.self, &unlabelled_ns, NULL), 0);
    assert_true(unlabelled_ns == NS_PER_S);
    close_store(&store);
}

/* ---- the open state ---- */

struct open_case {
    const char *name;
    int64_t value;
};

static void commit_open(const struct store *store, const struct open_case *cases, size_t len)
{
    struct store_field fields[8] = {0};
    struct store_open open = {.current = {.boot_id = BOOT}, .fields = fields, .fields_len = len};
    struct store_batch batch = {.open = &open};

    for (size_t i = 0; i < len; i++) {
        (void)snprintf(fields[i].name, sizeof(fields[i].name), "%s", cases[i].name);
        fields[i].value = cases[i].value;
    }
    assert_int_equal(store->commit(store->self, &batch, NULL), 0);
}

static void find_case(void *context, const char *name, int64_t value)
{
    struct open_case *found = context;

    while (found->name && strcmp(found->name, name) != 0)
        found++;
    assert_non_null(found->name);
    assert_true(found->value == value);
    found->name = "found";
}

static void open_fields_keep_any_value_in_any_order_and_can_go_and_return(void **state)
{
    static const struct open_case turns[][3] = {
        {{"a", INT64_MAX}, {"b", INT64_MIN}, {"c", -1}},
        {{"c", INT64_MIN}, {"b", INT64_MAX}, {"a", 0}},
        {{"b", 1}},
        {{"d", -7}, {"a", 5}, {"b", 1}},
        {{"a", INT64_MIN}, {"d", INT64_MAX}, {"c", 3}},
    };
    static const size_t lens[] = {3, 3, 1, 3, 3};
    const struct scratch *scratch = *state;
    struct store_resume resume;

    for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
        struct open_case found[4] = {0};
        struct store store = open_store(scratch->path, NULL, false);

        commit_open(&store, turns[i], lens[i]);
        memcpy(found, turns[i], lens[i] * sizeof(found[0]));
        assert_int_equal(store.load_open(store.self, &resume, find_case, found, NULL), 0);
        for (size_t j = 0; j < lens[i]; j++)
            assert_string_equal(found[j].name, "found");
        close_store(&store);
    }
}

/* ---- damage ---- */

static void overwrite(const char *path, long offset, const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY);

    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, len, offset), (ssize_t)len);
    close(fd);
}

static long size_of(const char *path)
{
    struct stat status;

    assert_int_equal(stat(path, &status), 0);
    return (long)status.st_size;
}

/* After damage: the old file is there under its new name, byte for byte, and a fresh one works. */
static void check_set_aside(const char *path)
{
    long size = size_of(path);
    struct store store = open_store(path, NULL, false);
    char expected[256];
    struct err err = {0};

    (void)snprintf(expected, sizeof(expected), "%s.damaged-1", path);
    if (workload_commit(&store, 0, &err) < 0)
        fail_msg("%s", err.text);
    assert_string_equal(store.set_aside_name(store.self), expected);
    assert_int_equal(size_of(expected), size);
    close_store(&store);
    store = open_store(path, NULL, false);
    assert_int_equal(workload_check(&store), 0);
    close_store(&store);
}

static void a_truncated_history_is_set_aside(void **state)
{
    const struct scratch *scratch = *state;

    write_minutes(scratch->path, 200);
    assert_int_equal(truncate(scratch->path, size_of(scratch->path) / 2 + 100), 0);
    check_set_aside(scratch->path);
}

static void a_history_with_garbage_for_a_header_is_set_aside(void **state)
{
    const struct scratch *scratch = *state;
    char garbage[100];

    memset(garbage, 0xa5, sizeof(garbage));
    write_minutes(scratch->path, 200);
    overwrite(scratch->path, 0, garbage, sizeof(garbage));
    check_set_aside(scratch->path);
}

/* A page deep in the history, which neither opening nor appending would ever look at. */
static void a_history_with_one_page_of_garbage_is_set_aside(void **state)
{
    const struct scratch *scratch = *state;
    char garbage[512];
    int64_t page;
    sqlite3 *db;

    memset(garbage, 0xa5, sizeof(garbage));
    write_minutes(scratch->path, 200);
    assert_int_equal(sqlite3_open(scratch->path, &db), SQLITE_OK);
    assert_int_equal(sql_number(db,
                                "SELECT min(pageno) FROM dbstat"
                                " WHERE name = 'posture_interval' AND pagetype = 'leaf'",
                                &page, NULL),
                     0);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_true(page > 1);
    overwrite(scratch->path, (long)((page - 1) * 512), garbage, sizeof(garbage));
    check_set_aside(scratch->path);
}

static void a_file_that_is_somebody_elses_is_set_aside(void **state)
{
    const struct scratch *scratch = *state;
    sqlite3 *db;

    assert_int_equal(sqlite3_open(scratch->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t (x)", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    check_set_aside(scratch->path);
}

static void an_open_state_that_does_not_add_up_is_set_aside(void **state)
{
    const struct scratch *scratch = *state;
    sqlite3 *db;

    write_minutes(scratch->path, 5);
    assert_int_equal(sqlite3_open(scratch->path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE open_change SET changes = x'ffffff'", NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    check_set_aside(scratch->path);
}

static void damage_while_running_is_set_aside_and_the_batch_is_kept(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    char wal[256];
    char garbage[512];
    struct err err = {0};

    memset(garbage, 0xa5, sizeof(garbage));
    for (int minute = 0; minute < 700; minute++)
        assert_int_equal(workload_commit(&store, minute, NULL), 0);
    (void)snprintf(wal, sizeof(wal), "%s-wal", scratch->path);
    for (long offset = 512; offset + 512 <= size_of(scratch->path); offset += 512)
        overwrite(scratch->path, offset, garbage, sizeof(garbage));
    for (long offset = 56; offset + 536 <= size_of(wal); offset += 536)
        overwrite(wal, offset, garbage, sizeof(garbage));
    ((struct store_sqlite *)store.self)->writer.open.is_loaded = false; /* has it read again */
    (void)sqlite3_db_release_memory(((struct store_sqlite *)store.self)->db);
    if (workload_commit(&store, 0, &err) < 0)
        fail_msg("%s", err.text);
    assert_string_not_equal(store.set_aside_name(store.self), "");
    (void)snprintf(wal, sizeof(wal), "%s-wal", store.set_aside_name(store.self));
    assert_int_equal(access(wal, F_OK), 0); /* with its log, for whoever wants to rescue it */
    close_store(&store);
    store = open_store(scratch->path, NULL, false);
    assert_int_equal(workload_check(&store), 0);
    close_store(&store);
}

static void a_second_damaged_history_gets_a_name_of_its_own(void **state)
{
    const struct scratch *scratch = *state;
    char second[256];

    for (int i = 0; i < 2; i++) {
        struct store store;

        write_minutes(scratch->path, 10);
        assert_int_equal(truncate(scratch->path, 700), 0);
        store = open_store(scratch->path, NULL, false);
        assert_int_equal(workload_commit(&store, 0, NULL), 0);
        close_store(&store);
        assert_int_equal(unlink(scratch->path), 0);
    }
    (void)snprintf(second, sizeof(second), "%s.damaged-2", scratch->path);
    assert_int_equal(access(second, F_OK), 0);
}

static void a_history_deleted_under_us_is_made_anew_with_the_whole_open_state(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    char wal[256];
    char shm[256];

    for (int minute = 0; minute < 5; minute++)
        assert_int_equal(workload_commit(&store, minute, NULL), 0);
    (void)snprintf(wal, sizeof(wal), "%s-wal", scratch->path);
    (void)snprintf(shm, sizeof(shm), "%s-shm", scratch->path);
    assert_int_equal(unlink(scratch->path) | unlink(wal) | unlink(shm), 0);
    assert_int_equal(workload_commit(&store, 0, NULL), 0);
    close_store(&store);
    store = open_store(scratch->path, NULL, false);
    assert_int_equal(workload_check(&store), 0);
    close_store(&store);
}

/* ---- versions ---- */

/* Also leaves the log's mode, which a program that does not know the version must not change. */
static void set_version(const char *path, int version)
{
    char sql[96];
    sqlite3 *db;

    (void)snprintf(sql, sizeof(sql), "PRAGMA journal_mode = DELETE; PRAGMA user_version = %d",
                   version);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* The byte at `offset`; 18 is the write version of SQLite's header: 1 for a journal, 2 for a log.
 */
static int number_at(const char *path, long offset)
{
    unsigned char byte;
    int fd = open(path, O_RDONLY);

    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &byte, 1, offset), 1);
    (void)close(fd);
    return byte;
}

static void a_history_of_a_newer_version_is_left_untouched(void **state)
{
    const struct scratch *scratch = *state;
    struct store store;
    struct err err = {0};
    struct store_resume resume;

    write_minutes(scratch->path, 5);
    set_version(scratch->path, SCHEMA_VERSION + 1);
    store = open_store(scratch->path, NULL, false);
    assert_int_equal(workload_commit(&store, 5, &err), -ERR_UNSUPPORTED);
    assert_non_null(strstr(err.text, "left untouched"));
    assert_int_equal(store.load_open(store.self, &resume, NULL, NULL, NULL), -ERR_UNSUPPORTED);
    assert_string_equal(store.set_aside_name(store.self), "");
    close_store(&store);
    assert_int_equal(number_at(scratch->path, 18), 1); /* still a file without a log */
    set_version(scratch->path, SCHEMA_VERSION);
    store = open_store(scratch->path, NULL, false);
    assert_int_equal(workload_check(&store), 4);
    close_store(&store);
}

static int64_t number(sqlite3 *db, const char *sql)
{
    int64_t value;

    assert_int_equal(sql_number(db, sql, &value, NULL), 0);
    return value;
}

static void an_older_file_is_brought_up_step_by_step(void **state)
{
    static const char *const two_steps[] = {
        "CREATE TABLE a (x INTEGER)",
        "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = 2 * x",
    };
    const struct scratch *scratch = *state;
    sqlite3 *db;

    assert_int_equal(sqlite3_open(scratch->path, &db), SQLITE_OK);
    assert_int_equal(schema_upgrade(db, &(struct schema_steps){two_steps, 1}, NULL), 0);
    assert_int_equal(number(db, "PRAGMA user_version"), 1);
    assert_int_equal(sqlite3_exec(db, "INSERT INTO a VALUES (21)", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(schema_upgrade(db, &(struct schema_steps){two_steps, 2}, NULL), 0);
    assert_int_equal(number(db, "PRAGMA user_version"), 2);
    assert_int_equal(number(db, "SELECT y FROM a"), 42);
    /* And the older program refuses it from now on. */
    assert_int_equal(schema_upgrade(db, &(struct schema_steps){two_steps, 1}, NULL),
                     -ERR_UNSUPPORTED);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void a_step_that_fails_leaves_the_version_before_it(void **state)
{
    static const char *const bad_step[] = {
        "CREATE TABLE a (x INTEGER)",
        "ALTER TABLE a ADD COLUMN y INTEGER; INSERT INTO nowhere VALUES (1)",
    };
    const struct scratch *scratch = *state;
    sqlite3 *db;

    assert_int_equal(sqlite3_open(scratch->path, &db), SQLITE_OK);
    assert_int_not_equal(schema_upgrade(db, &(struct schema_steps){bad_step, 2}, NULL), 0);
    assert_int_equal(number(db, "PRAGMA user_version"), 1);
    assert_int_equal(number(db, "SELECT count(*) FROM pragma_table_info('a')"), 1);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* ---- sharing ---- */

static void a_second_writer_is_told_that_the_history_is_in_use(void **state)
{
    const struct scratch *scratch = *state;
    struct store first = open_store(scratch->path, NULL, false);
    struct store second = open_store(scratch->path, NULL, false);
    struct err err = {0};

    assert_int_equal(workload_commit(&first, 0, NULL), 0);
    assert_int_equal(workload_commit(&second, 0, &err), -ERR_BUSY);
    assert_non_null(strstr(err.text, "another Second Heart"));
    close_store(&first);
    assert_int_equal(workload_commit(&second, 1, NULL), 0);
    close_store(&second);
}

static void a_report_reads_while_the_kiosk_writes(void **state)
{
    const struct scratch *scratch = *state;
    struct store writer = open_store(scratch->path, NULL, false);
    struct store reader = open_store(scratch->path, NULL, true);

    for (int minute = 0; minute < 30; minute++) {
        assert_int_equal(workload_commit(&writer, minute, NULL), 0);
        assert_int_equal(workload_check(&reader), minute);
    }
    assert_int_equal(workload_commit(&reader, 30, NULL), -ERR_READ_ONLY);
    close_store(&reader);
    close_store(&writer);
}

static void a_report_without_a_history_finds_none_and_makes_none(void **state)
{
    const struct scratch *scratch = *state;
    struct store reader = open_store(scratch->path, NULL, true);
    struct store_resume resume;

    assert_int_equal(reader.load_open(reader.self, &resume, NULL, NULL, NULL), -ERR_NOT_FOUND);
    close_store(&reader);
    assert_int_not_equal(access(scratch->path, F_OK), 0);
}

/* ---- disks that do not write ---- */

static void a_full_disk_is_told_and_used_again_once_there_is_room(void **state)
{
    const struct scratch *scratch = *state;
    struct fake_disk *disk = fake_disk_new("full-disk");
    struct store store = open_store(scratch->path, "full-disk", false);
    struct err err = {0};
    int result = 0;
    int minute;

    fake_disk_set_quota(disk, 60000);
    for (minute = 0; result == 0; minute++)
        result = workload_commit(&store, minute, &err);
    assert_int_equal(result, -ERR_FULL);
    assert_non_null(strstr(err.text, "free some space"));
    minute--; /* the one that did not land */
    assert_int_equal(workload_commit(&store, minute, NULL), -ERR_FULL);
    fake_disk_set_quota(disk, -1);
    assert_int_equal(workload_commit(&store, minute, NULL), 0);
    assert_int_equal(workload_check(&store), minute);
    close_store(&store);
    fake_disk_free(disk);
}

static void a_disk_that_turns_read_only_is_told_and_still_read(void **state)
{
    const struct scratch *scratch = *state;
    struct fake_disk *disk = fake_disk_new("read-only-disk");
    struct store store = open_store(scratch->path, "read-only-disk", false);
    struct err err = {0};

    assert_int_equal(workload_commit(&store, 0, NULL), 0);
    fake_disk_set_read_only(disk, true);
    assert_int_equal(workload_commit(&store, 1, &err), -ERR_READ_ONLY);
    assert_non_null(strstr(err.text, "read-only"));
    assert_int_equal(workload_check(&store), 0);
    assert_int_equal(workload_commit(&store, 1, &err), -ERR_READ_ONLY);
    fake_disk_set_read_only(disk, false);
    assert_int_equal(workload_commit(&store, 1, &err), 0);
    assert_int_equal(workload_check(&store), 1);
    close_store(&store);
    fake_disk_free(disk);
}

static void mount_small(const char *folder)
{
    if (mount("tmpfs", folder, "tmpfs", 0, "size=128k") != 0)
        skip(); /* needs root */
}

static void a_real_file_system_that_is_full_is_told_and_used_again(void **state)
{
    const struct scratch *scratch = *state;
    struct store store;
    struct err err = {0};
    char filler[256];
    int result = 0;
    int minute;

    mount_small(scratch->folder);
    store = open_store(scratch->path, NULL, false);
    (void)snprintf(filler, sizeof(filler), "%s/filler", scratch->folder);
    assert_int_equal(close(creat(filler, 0600)), 0);
    assert_int_equal(truncate(filler, 1), 0);
    for (minute = 0; result == 0; minute++)
        result = workload_commit(&store, minute, &err);
    minute--;
    assert_int_equal(result, -ERR_FULL);
    assert_int_equal(mount("tmpfs", scratch->folder, "tmpfs", MS_REMOUNT, "size=1m"), 0);
    assert_int_equal(workload_commit(&store, minute, &err), 0);
    assert_int_equal(workload_check(&store), minute);
    close_store(&store);
    assert_int_equal(umount(scratch->folder), 0);
}

static void a_real_file_system_that_is_read_only_is_told_and_read(void **state)
{
    const struct scratch *scratch = *state;
    struct store store;
    struct err err = {0};

    mount_small(scratch->folder);
    write_minutes(scratch->path, 3);
    assert_int_equal(mount("tmpfs", scratch->folder, "tmpfs", MS_REMOUNT | MS_RDONLY, "size=128k"),
                     0);
    store = open_store(scratch->path, NULL, false);
    assert_int_equal(workload_commit(&store, 3, &err), -ERR_READ_ONLY);
    assert_int_equal(workload_check(&store), 2);
    assert_int_equal(mount("tmpfs", scratch->folder, "tmpfs", MS_REMOUNT, "size=128k"), 0);
    assert_int_equal(workload_commit(&store, 3, &err), 0);
    assert_int_equal(workload_check(&store), 3);
    close_store(&store);
    assert_int_equal(umount(scratch->folder), 0);
}

/* ---- what it costs ---- */

static void a_busy_day_of_eight_hours_writes_less_than_a_megabyte(void **state)
{
    const struct scratch *scratch = *state;
    struct fake_disk *disk = fake_disk_new("counting-disk");
    struct store store = open_store(scratch->path, "counting-disk", false);
    struct fake_disk_counts counts;

    for (int minute = 0; minute < 2 * 480; minute++) {
        if (minute == 480) /* not the day that makes the file */
            fake_disk_reset_counts(disk);
        assert_int_equal(workload_commit(&store, minute, NULL), 0);
    }
    close_store(&store);
    counts = fake_disk_counts(disk);
    print_message("480 commits: %lld bytes, %lld syncs\n", (long long)counts.bytes,
                  (long long)counts.syncs);
    assert_true(counts.bytes < 1000 * 1000);
    fake_disk_free(disk);
}

static void thirty_days_do_not_make_the_open_state_grow(void **state)
{
    const struct scratch *scratch = *state;
    struct fake_disk *disk = fake_disk_new("long-disk");
    struct store store = open_store(scratch->path, "long-disk", false);
    struct store_sqlite *self = store.self;
    int64_t pages = 0;

    for (int minute = 0; minute < 30 * 480; minute++) {
        assert_int_equal(workload_commit(&store, minute, NULL), 0);
        assert_true(self->writer.open.log_bytes < 32 * 1024);
    }
    assert_int_equal(sql_number(self->db, "PRAGMA freelist_count", &pages, NULL), 0);
    assert_in_range(pages, 0, 200);
    close_store(&store);
    fake_disk_free(disk);
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(what_was_committed_is_there_after_a_restart),
        STORE_TEST(folders_above_the_database_are_made),
        STORE_TEST(a_repeated_commit_adds_nothing),
        STORE_TEST(an_empty_store_has_nothing_to_carry_on_from),
        STORE_TEST(learning_the_time_dates_all_earlier_records_of_the_boot),
        STORE_TEST(nothing_replaces_the_kernels_word_but_the_kernels),
        STORE_TEST(intervals_of_two_boots_come_in_the_order_of_their_labels),
        STORE_TEST(the_open_state_brings_its_boots_present_label),
        STORE_TEST(intervals_go_after_400_days_and_days_stay),
        STORE_TEST(a_clock_nobody_vouches_for_throws_nothing_away),
        STORE_TEST(a_wild_clock_of_this_boot_throws_nothing_away),
        STORE_TEST(an_undated_boot_is_as_old_as_the_next_dated_one),
        STORE_TEST(open_fields_keep_any_value_in_any_order_and_can_go_and_return),
        STORE_TEST(a_truncated_history_is_set_aside),
        STORE_TEST(a_history_with_garbage_for_a_header_is_set_aside),
        STORE_TEST(a_history_with_one_page_of_garbage_is_set_aside),
        STORE_TEST(a_file_that_is_somebody_elses_is_set_aside),
        STORE_TEST(an_open_state_that_does_not_add_up_is_set_aside),
        STORE_TEST(damage_while_running_is_set_aside_and_the_batch_is_kept),
        STORE_TEST(a_second_damaged_history_gets_a_name_of_its_own),
        STORE_TEST(a_history_deleted_under_us_is_made_anew_with_the_whole_open_state),
        STORE_TEST(a_history_of_a_newer_version_is_left_untouched),
        STORE_TEST(an_older_file_is_brought_up_step_by_step),
        STORE_TEST(a_step_that_fails_leaves_the_version_before_it),
        STORE_TEST(a_second_writer_is_told_that_the_history_is_in_use),
        STORE_TEST(a_report_reads_while_the_kiosk_writes),
        STORE_TEST(a_report_without_a_history_finds_none_and_makes_none),
        STORE_TEST(a_full_disk_is_told_and_used_again_once_there_is_room),
        STORE_TEST(a_disk_that_turns_read_only_is_told_and_still_read),
        STORE_TEST(a_real_file_system_that_is_full_is_told_and_used_again),
        STORE_TEST(a_real_file_system_that_is_read_only_is_told_and_read),
        STORE_TEST(a_busy_day_of_eight_hours_writes_less_than_a_megabyte),
        STORE_TEST(thirty_days_do_not_make_the_open_state_grow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

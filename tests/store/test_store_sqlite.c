/* The SQLite store on real files: labels, age, damage, versions, locks, and disks that do not
 * write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "drivers/store_sqlite_internal.h"
#include "store/open.h"
#include "store/scratch.h"
#include "store/workload.h"

#define BOOT   "aaaaaaaa-0000-0000-0000-000000000001"
#define LATER  "aaaaaaaa-0000-0000-0000-000000000002"
#define LATEST "aaaaaaaa-0000-0000-0000-000000000003"
#define DAY_NS (S_PER_DAY * NS_PER_S)

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
    assert_int_equal(schema_upgrade(db, &(struct schema){two_steps, 1, 7, "test"}, NULL), 0);
    assert_int_equal(number(db, "PRAGMA user_version"), 1);
    assert_int_equal(sqlite3_exec(db, "INSERT INTO a VALUES (21)", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(schema_upgrade(db, &(struct schema){two_steps, 2, 7, "test"}, NULL), 0);
    assert_int_equal(number(db, "PRAGMA user_version"), 2);
    assert_int_equal(number(db, "SELECT y FROM a"), 42);
    /* And the older program refuses it from now on. */
    assert_int_equal(schema_upgrade(db, &(struct schema){two_steps, 1, 7, "test"}, NULL),
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
    assert_int_not_equal(schema_upgrade(db, &(struct schema){bad_step, 2, 7, "test"}, NULL), 0);
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
        STORE_TEST(a_history_of_a_newer_version_is_left_untouched),
        STORE_TEST(an_older_file_is_brought_up_step_by_step),
        STORE_TEST(a_step_that_fails_leaves_the_version_before_it),
        STORE_TEST(a_second_writer_is_told_that_the_history_is_in_use),
        STORE_TEST(a_report_reads_while_the_kiosk_writes),
        STORE_TEST(a_report_without_a_history_finds_none_and_makes_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The SQLite store when the disk is against it: damage, no room, no writing, and what it costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/units.h"
#include "drivers/store_sqlite_internal.h"
#include "store/fake_disk.h"
#include "store/open.h"
#include "store/scratch.h"
#include "store/workload.h"

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

/* Found by tests/fuzz: it can be read, and SQLite takes it for one that must not be written. */
static void a_history_whose_head_forbids_writing_is_set_aside(void **state)
{
    const struct scratch *scratch = *state;
    const char write_version = 7;

    write_minutes(scratch->path, 10);
    overwrite(scratch->path, 18, &write_version, sizeof(write_version));
    check_set_aside(scratch->path);
}

/* Where the first leaf of a table is in the file. */
static long leaf_of(const char *path, const char *table)
{
    char sql[128];
    int64_t page;
    sqlite3 *db;

    (void)snprintf(sql, sizeof(sql),
                   "SELECT min(pageno) FROM dbstat WHERE name = '%s' AND pagetype = 'leaf'", table);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sql_number(db, sql, &page, NULL), 0);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_true(page > 1);
    return (long)((page - 1) * 512);
}

/* Changes one letter of a word in a file, from `from` on. */
static void misspell(const char *path, long from, const char *word)
{
    char bytes[64 * 1024];
    int fd = open(path, O_RDONLY);
    ssize_t len = pread(fd, bytes, sizeof(bytes), from);
    const char *at = len > 0 ? memmem(bytes, (size_t)len, word, strlen(word)) : NULL;
    const char other = (char)(word[0] ^ 1);

    close(fd);
    assert_non_null(at);
    overwrite(path, from + (at - bytes), &other, 1);
}

/* A page deep in the history, which neither opening nor appending would ever look at. */
static void a_history_with_one_page_of_garbage_is_set_aside(void **state)
{
    const struct scratch *scratch = *state;
    char garbage[512];

    memset(garbage, 0xa5, sizeof(garbage));
    write_minutes(scratch->path, 200);
    overwrite(scratch->path, leaf_of(scratch->path, "posture_interval"), garbage, sizeof(garbage));
    check_set_aside(scratch->path);
}

/* Both found by tests/fuzz: files that are whole, and refused every minute for ever. */
static void a_history_with_a_column_of_another_name_is_set_aside(void **state)
{
    const struct scratch *scratch = *state;

    write_minutes(scratch->path, 10);
    misspell(scratch->path, 0, "end_mono_ns");
    check_set_aside(scratch->path);
}

static void a_history_whose_index_says_otherwise_is_set_aside(void **state)
{
    const struct scratch *scratch = *state;

    write_minutes(scratch->path, 10);
    misspell(scratch->path, leaf_of(scratch->path, "field"), "core.8");
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

static void fill_up(const char *folder)
{
    char block[1024] = {0}, filler[256];
    int fd;

    (void)snprintf(filler, sizeof(filler), "%s/filler", folder);
    fd = creat(filler, 0600);
    assert_true(fd >= 0);
    while (write(fd, block, sizeof(block)) > 0)
        continue;
    assert_int_equal(close(fd), 0);
}

/* SQLite calls it a disk I/O error then: it cannot even make its index. */
static void a_file_system_that_was_full_before_is_told_as_full(void **state)
{
    const struct scratch *scratch = *state;
    struct store store;
    struct err err = {0};

    mount_small(scratch->folder);
    write_minutes(scratch->path, 1);
    fill_up(scratch->folder);
    store = open_store(scratch->path, NULL, false);
    assert_int_equal(workload_commit(&store, 1, &err), -ERR_FULL);
    assert_non_null(strstr(err.text, "No space left on device; free some space"));
    assert_int_equal(mount("tmpfs", scratch->folder, "tmpfs", MS_REMOUNT, "size=1m"), 0);
    assert_int_equal(workload_commit(&store, 1, &err), 0);
    assert_int_equal(workload_check(&store), 1);
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
        STORE_TEST(a_truncated_history_is_set_aside),
        STORE_TEST(a_history_with_garbage_for_a_header_is_set_aside),
        STORE_TEST(a_history_whose_head_forbids_writing_is_set_aside),
        STORE_TEST(a_history_with_one_page_of_garbage_is_set_aside),
        STORE_TEST(a_history_with_a_column_of_another_name_is_set_aside),
        STORE_TEST(a_history_whose_index_says_otherwise_is_set_aside),
        STORE_TEST(a_file_that_is_somebody_elses_is_set_aside),
        STORE_TEST(an_open_state_that_does_not_add_up_is_set_aside),
        STORE_TEST(damage_while_running_is_set_aside_and_the_batch_is_kept),
        STORE_TEST(a_second_damaged_history_gets_a_name_of_its_own),
        STORE_TEST(a_history_deleted_under_us_is_made_anew_with_the_whole_open_state),
        STORE_TEST(a_full_disk_is_told_and_used_again_once_there_is_room),
        STORE_TEST(a_disk_that_turns_read_only_is_told_and_still_read),
        STORE_TEST(a_real_file_system_that_is_full_is_told_and_used_again),
        STORE_TEST(a_file_system_that_was_full_before_is_told_as_full),
        STORE_TEST(a_real_file_system_that_is_read_only_is_told_and_read),
        STORE_TEST(a_busy_day_of_eight_hours_writes_less_than_a_megabyte),
        STORE_TEST(thirty_days_do_not_make_the_open_state_grow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

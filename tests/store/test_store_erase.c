/* Erasing: nothing stays, neither in rows nor in bytes, wherever the power is cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "drivers/store_sqlite.h"
#include "store/fake_disk.h"
#include "store/open.h"
#include "store/scratch.h"
#include "store/workload.h"

#define DISK_NAME "erase-disk"
#define MINUTES   120
/* Stands in the bytes as it is written: the boot's name, and a choice's value. */
#define TRACE_OF_HISTORY WORKLOAD_BOOT
#define TRACE_OF_CHOICE  "a-choice-that-nobody-else-makes"
#define NEW_BOOT         "cccccccc-0000-0000-0000-000000000003"

static void write_history(const struct store *store)
{
    static const struct store_setting setting = {"display.theme", TRACE_OF_CHOICE};
    const struct store_batch choice = {.settings = &setting, .settings_len = 1};

    for (int minute = 0; minute < MINUTES; minute++)
        assert_int_equal(workload_commit(store, minute, NULL), 0);
    assert_int_equal(store->commit(store->self, &choice, NULL), 0);
}

/* An erasing batch as the kiosk makes it: with the label and the state it begins anew with. */
static int erase(const struct store *store, enum store_erase erases, struct err *err)
{
    static const struct store_boot boot = {NEW_BOOT, STORE_LABEL_KERNEL, 1};
    static const struct store_field fields[] = {{"fresh", 1}};
    static const struct store_open open = {
        .saved_mono_ns = 9, .current = {.boot_id = NEW_BOOT}, .fields = fields, .fields_len = 1};
    const struct store_batch batch = {
        .erases = erases, .boots = &boot, .boots_len = 1, .open = &open};

    return store->commit(store->self, &batch, err);
}

static void count_row(void *context, const struct store_labelled_interval *row)
{
    ++*(int *)context;
}

static void count_setting(void *context, const struct store_setting *setting)
{
    ++*(int *)context;
}

static int intervals(const struct store *store)
{
    int count = 0;

    assert_int_equal(
        store->read_intervals(store->self, INT64_MIN, INT64_MAX, count_row, &count, NULL), 0);
    return count;
}

static int settings(const struct store *store)
{
    int count = 0;
    int damaged;

    assert_int_equal(store->read_settings(store->self, count_setting, &count, &damaged, NULL), 0);
    return count;
}

static bool is_begun_anew(const struct store *store)
{
    struct store_resume resume;

    return store->load_open(store->self, &resume, NULL, NULL, NULL) == 0 &&
           strcmp(resume.boot.boot_id, NEW_BOOT) == 0;
}

static void erasing_the_history_leaves_the_choices(void **state)
{
    const struct scratch *scratch = *state;
    struct fake_disk *disk = fake_disk_new(DISK_NAME);
    struct store store = open_store(scratch->path, DISK_NAME, false);

    write_history(&store);
    assert_true(fake_disk_holds(disk, TRACE_OF_HISTORY));
    assert_int_equal(erase(&store, STORE_ERASE_HISTORY, NULL), 0);
    assert_int_equal(intervals(&store), 0);
    assert_int_equal(settings(&store), 1);
    assert_true(is_begun_anew(&store));
    assert_false(fake_disk_holds(disk, TRACE_OF_HISTORY));
    assert_true(fake_disk_holds(disk, TRACE_OF_CHOICE));
    close_store(&store);
    fake_disk_free(disk);
}

static void erasing_all_leaves_not_a_byte(void **state)
{
    const struct scratch *scratch = *state;
    struct fake_disk *disk = fake_disk_new(DISK_NAME);
    struct store store = open_store(scratch->path, DISK_NAME, false);

    write_history(&store);
    assert_int_equal(erase(&store, STORE_ERASE_ALL, NULL), 0);
    assert_int_equal(intervals(&store) + settings(&store), 0);
    assert_false(fake_disk_holds(disk, TRACE_OF_HISTORY));
    assert_false(fake_disk_holds(disk, TRACE_OF_CHOICE));
    close_store(&store);
    fake_disk_free(disk);
}

static void after_it_a_fresh_history_is_written(void **state)
{
    const struct scratch *scratch = *state;
    const struct store_batch nothing_but_this = {.erases = STORE_ERASE_ALL};
    struct store store = open_store(scratch->path, NULL, false);

    write_history(&store);
    assert_int_equal(store.commit(store.self, &nothing_but_this, NULL), 0);
    for (int minute = 0; minute < 20; minute++)
        assert_int_equal(workload_commit(&store, minute, NULL), 0);
    assert_int_equal(workload_check(&store), 19);
    close_store(&store);
    store = open_store(scratch->path, NULL, false);
    assert_int_equal(workload_check(&store), 19);
    close_store(&store);
}

/* A kiosk that stops and starts again within one tick of its clock. */
static void the_same_open_state_after_a_restart_is_taken(void **state)
{
    const struct scratch *scratch = *state;

    for (int i = 0; i < 2; i++) {
        struct store store = open_store(scratch->path, NULL, false);

        assert_int_equal(erase(&store, STORE_ERASE_NOTHING, NULL), 0);
        assert_true(is_begun_anew(&store));
        close_store(&store);
    }
}

static void what_was_set_aside_goes_as_well(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    char name[256];
    FILE *file;

    (void)snprintf(name, sizeof(name), "%s.damaged-1", scratch->path);
    file = fopen(name, "w");
    assert_non_null(file);
    (void)fclose(file);
    write_history(&store);
    assert_int_equal(access(name, F_OK), 0);
    assert_int_equal(erase(&store, STORE_ERASE_HISTORY, NULL), 0);
    assert_int_not_equal(access(name, F_OK), 0);
    close_store(&store);
}

/* A report that reads at that moment holds on to the old pages: they go with a later batch. */
static void a_reader_in_the_way_only_delays_the_sweeping(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    sqlite3 *reader;
    sqlite3_stmt *rows;

    write_history(&store);
    assert_int_equal(sqlite3_open(scratch->path, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(reader, "SELECT * FROM posture_interval", -1, &rows, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    assert_int_equal(erase(&store, STORE_ERASE_ALL, NULL), 0);
    assert_int_equal(intervals(&store), 0);
    assert_int_equal(sqlite3_finalize(rows), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(reader, "SELECT 1 FROM unfinished_erasure", -1, &rows, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    assert_int_equal(sqlite3_reset(rows), SQLITE_OK);
    assert_int_equal(workload_commit(&store, 0, NULL), 0);
    assert_int_equal(sqlite3_step(rows), SQLITE_DONE);
    assert_int_equal(sqlite3_finalize(rows), SQLITE_OK);
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
    close_store(&store);
}

/* ---- power cuts ---- */

/* The power goes after so many operations of the erasing; true if it went before all was done. */
static bool erase_and_cut(struct fake_disk *disk, const struct fake_disk_image *image,
                          const char *path, int64_t after, enum fake_disk_loss loss)
{
    struct store store;
    struct err err = {0};
    bool has_landed;
    bool was_cut;

    fake_disk_load(disk, image);
    store = open_store(path, DISK_NAME, false);
    assert_int_equal(intervals(&store) > 0, true); /* open, so that only the erasing is cut */
    fake_disk_cut_after(disk, after);
    has_landed = erase(&store, STORE_ERASE_ALL, NULL) == 0;
    close_store(&store);
    was_cut = fake_disk_is_cut(disk);
    fake_disk_restart(disk, loss, (uint64_t)after);

    store = open_store(path, DISK_NAME, false);
    if (intervals(&store) > 0) {
        if (has_landed)
            fail_msg("write %lld, loss %d: erased, and there again", (long long)after, (int)loss);
        assert_int_equal(workload_check(&store), MINUTES - 1);
        assert_int_equal(settings(&store), 1);
    } else {
        assert_int_equal(settings(&store), 0);
        if (erase(&store, STORE_ERASE_NOTHING, &err) < 0) /* the next minute's batch */
            fail_msg("write %lld, loss %d: %s", (long long)after, (int)loss, err.text);
        if (fake_disk_holds(disk, TRACE_OF_HISTORY) || fake_disk_holds(disk, TRACE_OF_CHOICE))
            fail_msg("write %lld, loss %d: bytes are left", (long long)after, (int)loss);
    }
    close_store(&store);
    return was_cut;
}

static void a_cut_at_any_write_leaves_all_or_in_the_end_nothing(void **state)
{
    const struct scratch *scratch = *state;
    struct fake_disk *disk = fake_disk_new(DISK_NAME);
    struct store store = open_store(scratch->path, DISK_NAME, false);
    struct fake_disk_image *image;
    bool goes_on = true;
    int64_t cuts = 0;

    write_history(&store);
    close_store(&store);
    image = fake_disk_image_new(disk);
    for (int64_t after = 0; goes_on; after++) {
        goes_on = false;
        for (int loss = 0; loss < FAKE_DISK_LOSSES; loss++)
            goes_on |= erase_and_cut(disk, image, scratch->path, after, (enum fake_disk_loss)loss);
        cuts += goes_on;
    }
    print_message("%lld writes, each cut in %d ways\n", (long long)cuts, (int)FAKE_DISK_LOSSES);
    assert_true(cuts > 20);
    fake_disk_image_free(image);
    fake_disk_free(disk);
}

/* ---- in parts ---- */

#define PARTS 3

/* Gives one interval a part; of `fail_at` parts the last one is an error instead. */
struct source {
    struct store_interval interval;
    int given;
    int fail_at; /* 0: never */
    int begun;
};

static int next_part(void *self, bool is_first, struct store_batch *part, struct err *err)
{
    struct source *source = self;

    if (is_first) {
        source->given = 0;
        source->begun++;
    }
    if (source->given == PARTS)
        return 0;
    source->given++;
    if (source->given == source->fail_at)
        return err_set(err, ERR_INPUT, "the source ends here");
    source->interval = (struct store_interval){
        .boot_id = NEW_BOOT, .start_mono_ns = source->given, .end_mono_ns = source->given + 1};
    *part = (struct store_batch){.intervals = &source->interval, .intervals_len = 1};
    return 1;
}

static int replace_in_parts(const struct store *store, struct source *source, struct err *err)
{
    static const struct store_boot boot = {NEW_BOOT, STORE_LABEL_KERNEL, 1};
    const struct store_batch batch = {.erases = STORE_ERASE_REPLACED,
                                      .boots = &boot,
                                      .boots_len = 1,
                                      .next = next_part,
                                      .next_self = source};

    return store->commit(store->self, &batch, err);
}

static void what_comes_in_parts_lands_as_one(void **state)
{
    struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct source source = {.fail_at = 0};

    write_history(&store);
    assert_int_equal(replace_in_parts(&store, &source, NULL), 0);
    assert_int_equal(intervals(&store), PARTS);
    assert_int_equal(source.begun, 1);
    close_store(&store);
}

static void a_part_that_cannot_be_had_leaves_all_as_it_was(void **state)
{
    struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct source source = {.fail_at = PARTS};
    struct err err = {0};
    int before;

    write_history(&store);
    before = intervals(&store);
    assert_int_equal(replace_in_parts(&store, &source, &err), -ERR_INPUT);
    assert_string_equal(err.text, "the source ends here");
    assert_int_equal(intervals(&store), before);
    assert_int_equal(settings(&store), 1);
    close_store(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
        TEST(erasing_the_history_leaves_the_choices),
        TEST(erasing_all_leaves_not_a_byte),
        TEST(after_it_a_fresh_history_is_written),
        TEST(the_same_open_state_after_a_restart_is_taken),
        TEST(what_was_set_aside_goes_as_well),
        TEST(a_reader_in_the_way_only_delays_the_sweeping),
        TEST(a_cut_at_any_write_leaves_all_or_in_the_end_nothing),
        TEST(what_comes_in_parts_lands_as_one),
        TEST(a_part_that_cannot_be_had_leaves_all_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

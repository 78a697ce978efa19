/*
 * The power is cut at every single write, one run each, and what is there afterwards is compared
 * row by row. Unsynced writes are lost, kept, or torn, in turn.
 *
 * A long day is taken in windows of ten minutes. All that differ are cut: the first, in which the
 * file is made, and those in which the log is copied into the database or the open state is written
 * afresh; of the others, which are all alike, every tenth. SECONDHEART_CUT=all takes all of them.
 * A failing case prints how to run just that one again; a part is a window's first minute.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "drivers/store_sqlite.h"
#include "store/cut_case.h"
#include "store/fake_disk.h"
#include "store/scratch.h"
#include "store/workload.h"

#define DISK_NAME "cut-disk"
/* Long enough for the log to be copied into the database and the open state to be written afresh.
 */
#define MINUTES        700
#define WINDOW_MINUTES 10

static void open_store(struct store *store, const char *path)
{
    struct store_sqlite_config config = {.path = path, .vfs = DISK_NAME};

    assert_int_equal(store_sqlite_new(store, &config, NULL), 0);
}

/* Runs one window until the power goes; true if it did. */
static bool run_and_cut(struct fake_disk *disk, const struct fake_disk_image *image,
                        const char *path, const struct cut_case *cut)
{
    struct store store;
    int committed = cut->part - 1;
    int found;
    bool was_cut;

    fake_disk_load(disk, image);
    fake_disk_cut_after(disk, cut->after);
    open_store(&store, path);
    for (int i = 0; i < WINDOW_MINUTES; i++) {
        if (workload_commit(&store, cut->part + i, NULL) < 0)
            break;
        committed = cut->part + i;
    }
    store.close(store.self);
    was_cut = fake_disk_is_cut(disk);
    fake_disk_restart(disk, cut->loss, (uint64_t)cut->after);

    open_store(&store, path);
    found = workload_check(&store);
    store.close(store.self);
    if (found != committed && found != committed + 1)
        fail_msg("minute %d was committed, minute %d is there", committed, found);
    return was_cut;
}

static bool run_case(struct fake_disk *disk, const struct fake_disk_image *image, const char *path,
                     const struct cut_case *cut)
{
    bool was_cut;

    cut_case_begin(cut);
    was_cut = run_and_cut(disk, image, path, cut);
    cut_case_end();
    return was_cut;
}

static void cut_at_every_write(struct fake_disk *disk, const struct fake_disk_image *image,
                               const char *path, int first_minute, int64_t *cuts)
{
    struct cut_case only = {.part = -1};
    bool has_only = cut_case_chosen(&only);
    bool goes_on = true;

    for (int64_t after = 0; goes_on; after++) {
        /* Making the file is short and delicate: all kinds of loss. Later each in its turn. */
        int kinds = first_minute == 0 ? FAKE_DISK_LOSSES : 1;

        for (int i = 0; i < kinds; i++) {
            struct cut_case cut = {first_minute, after,
                                   (enum fake_disk_loss)((after + i) % FAKE_DISK_LOSSES)};

            if (has_only && (cut.part != only.part || cut.after > only.after))
                return;
            if (has_only && (cut.after != only.after || cut.loss != only.loss))
                continue;
            goes_on = run_case(disk, image, path, &cut);
            *cuts += goes_on;
        }
    }
}

/* Runs the whole day once: the disk at the start of each window, and the bytes written in it. */
static void record_windows(struct fake_disk *disk, const char *path,
                           struct fake_disk_image **images, int64_t *bytes)
{
    struct store store;

    open_store(&store, path);
    for (int minute = 0; minute < MINUTES; minute++) {
        int window = minute / WINDOW_MINUTES;

        if (minute % WINDOW_MINUTES == 0) {
            images[window] = fake_disk_image_new(disk);
            fake_disk_reset_counts(disk);
        }
        assert_int_equal(workload_commit(&store, minute, NULL), 0);
        bytes[window] = fake_disk_counts(disk).bytes;
    }
    store.close(store.self);
}

static bool is_worth_cutting(int window, const int64_t *bytes)
{
    const char *text = getenv("SECONDHEART_CUT");
    int64_t least = bytes[0];

    for (int i = 0; i < MINUTES / WINDOW_MINUTES; i++) {
        if (bytes[i] < least)
            least = bytes[i];
    }
    return text || window % 10 == 0 || bytes[window] > 2 * least;
}

static void a_power_cut_at_any_write_loses_nothing_that_was_committed(void **state)
{
    const struct scratch *scratch = *state;
    struct fake_disk *disk = fake_disk_new(DISK_NAME);
    struct fake_disk_image *images[MINUTES / WINDOW_MINUTES];
    int64_t bytes[MINUTES / WINDOW_MINUTES];
    int64_t cuts = 0;
    int windows = 0;

    record_windows(disk, scratch->path, images, bytes);
    for (int i = 0; i < MINUTES / WINDOW_MINUTES; i++) {
        if (is_worth_cutting(i, bytes)) {
            cut_at_every_write(disk, images[i], scratch->path, i * WINDOW_MINUTES, &cuts);
            windows++;
        }
        fake_disk_image_free(images[i]);
    }
    fake_disk_free(disk);
    print_message("%lld power cuts in %d of %d windows\n", (long long)cuts, windows,
                  MINUTES / WINDOW_MINUTES);
}

static int tell_how_to_rerun(void **state)
{
    cut_case_tell("test_store_power_cut");
    return scratch_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_power_cut_at_any_write_loses_nothing_that_was_committed,
                                        scratch_setup, tell_how_to_rerun),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What the database keeps of prompts: rows, their labels, their age, and a file from before them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>

#include "base/units.h"
#include "drivers/store_sqlite_internal.h"
#include "store/old_file.h"
#include "store/open.h"
#include "store/scratch.h"
#include "store/workload.h"

#define BOOT   "aaaaaaaa-0000-0000-0000-000000000001"
#define DAY_NS (S_PER_DAY * NS_PER_S)

struct rows {
    int len;
    struct store_labelled_prompt all[16];
};

static void collect(void *context, const struct store_labelled_prompt *row)
{
    struct rows *rows = context;

    assert_true(rows->len < 16);
    rows->all[rows->len++] = *row;
}

static struct rows read_rows(const struct store *store, int64_t from_wall_ns, int64_t to_wall_ns)
{
    struct rows rows = {0};

    assert_int_equal(
        store->read_prompts(store->self, from_wall_ns, to_wall_ns, collect, &rows, NULL), 0);
    return rows;
}

static void commit_label(const struct store *store, const char *boot_id, enum store_label label,
                         int64_t wall_offset_ns)
{
    struct store_boot boot = {.label = label, .wall_offset_ns = wall_offset_ns};
    struct store_batch batch = {.boots = &boot, .boots_len = 1};

    strcpy(boot.boot_id, boot_id);
    assert_int_equal(store->commit(store->self, &batch, NULL), 0);
}

static void commit_prompt(const struct store *store, const char *boot_id, int64_t mono_ns,
                          enum store_prompt_change change)
{
    struct store_prompt prompt = {
        .mono_ns = mono_ns, .change = change, .number = 7, .raised_mono_ns = mono_ns - NS_PER_MIN};
    struct store_batch batch = {.prompts = &prompt, .prompts_len = 1};

    strcpy(prompt.boot_id, boot_id);
    assert_int_equal(store->commit(store->self, &batch, NULL), 0);
}

static void commit_day(const struct store *store, int date, int64_t end_mono_ns)
{
    struct store_day day = {.date = date, .boot_id = BOOT, .end_mono_ns = end_mono_ns};
    struct store_batch batch = {.days = &day, .days_len = 1};

    assert_int_equal(store->commit(store->self, &batch, NULL), 0);
}

static void changes_of_one_moment_come_in_the_order_in_which_they_happened(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct rows rows;

    commit_label(&store, BOOT, STORE_LABEL_KERNEL, 1000 * NS_PER_S);
    commit_prompt(&store, BOOT, 20, STORE_PROMPT_SKIPPED);
    commit_prompt(&store, BOOT, 10, STORE_PROMPT_VERIFIED);
    commit_prompt(&store, BOOT, 10, STORE_PROMPT_RAISED);
    rows = read_rows(&store, INT64_MIN, INT64_MAX);
    assert_int_equal(rows.len, 3);
    assert_int_equal(rows.all[0].prompt.change, STORE_PROMPT_VERIFIED);
    assert_int_equal(rows.all[1].prompt.change, STORE_PROMPT_RAISED);
    assert_int_equal(rows.all[2].prompt.change, STORE_PROMPT_SKIPPED);
    close_store(&store);
}

static void a_range_holds_what_happened_in_it_whenever_it_was_raised(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);

    commit_label(&store, BOOT, STORE_LABEL_KERNEL, 0);
    for (int i = 0; i < 4; i++)
        commit_prompt(&store, BOOT, i * NS_PER_S, STORE_PROMPT_SNOOZED);
    assert_int_equal(read_rows(&store, NS_PER_S, 3 * NS_PER_S).len, 2);
    assert_int_equal(read_rows(&store, NS_PER_S + 1, 3 * NS_PER_S + 1).len, 2);
    assert_int_equal(read_rows(&store, -NS_PER_MIN, 0).len, 0);
    close_store(&store);
}

static void a_repeated_commit_adds_no_prompt(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);

    commit_label(&store, BOOT, STORE_LABEL_KERNEL, 0);
    commit_prompt(&store, BOOT, 5, STORE_PROMPT_STARTED);
    /* As after a write whose failure was told, and which had landed all the same. */
    ((struct store_sqlite *)store.self)->writer.marks.prompt_seq = 0;
    commit_prompt(&store, BOOT, 5, STORE_PROMPT_STARTED);
    assert_int_equal(read_rows(&store, INT64_MIN, INT64_MAX).len, 1);
    /* Another change at that moment is another row. */
    ((struct store_sqlite *)store.self)->writer.marks.prompt_seq = 0;
    commit_prompt(&store, BOOT, 5, STORE_PROMPT_VERIFIED);
    assert_int_equal(read_rows(&store, INT64_MIN, INT64_MAX).len, 2);
    close_store(&store);
}

static void learning_the_time_dates_earlier_prompts_of_the_boot(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct rows rows;

    commit_prompt(&store, BOOT, 5 * NS_PER_MIN, STORE_PROMPT_SKIPPED);
    assert_int_equal(read_rows(&store, INT64_MIN, INT64_MAX).len, 0);
    commit_label(&store, BOOT, STORE_LABEL_RTC, 100 * DAY_NS);
    commit_label(&store, BOOT, STORE_LABEL_KERNEL, 200 * DAY_NS);
    rows = read_rows(&store, INT64_MIN, INT64_MAX);
    assert_int_equal(rows.len, 1);
    assert_int_equal(rows.all[0].label, STORE_LABEL_KERNEL);
    assert_true(rows.all[0].wall_ns == 200 * DAY_NS + 5 * NS_PER_MIN);
    assert_true(rows.all[0].raised_wall_ns == 200 * DAY_NS + 4 * NS_PER_MIN);
    close_store(&store);
}

static void prompts_go_after_400_days(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct rows rows;

    commit_label(&store, BOOT, STORE_LABEL_KERNEL, 0);
    commit_prompt(&store, BOOT, DAY_NS - 1, STORE_PROMPT_RAISED);
    commit_prompt(&store, BOOT, DAY_NS, STORE_PROMPT_SKIPPED);
    commit_day(&store, 20260206, 401 * DAY_NS);
    rows = read_rows(&store, INT64_MIN, INT64_MAX);
    assert_int_equal(rows.len, 1);
    assert_int_equal(rows.all[0].prompt.change, STORE_PROMPT_SKIPPED);
    close_store(&store);
}

static void closed_days_are_counted_as_far_as_anybody_asks(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    int count = -1;

    commit_label(&store, BOOT, STORE_LABEL_KERNEL, 0);
    assert_int_equal(store.read_day_count(store.self, 10, &count, NULL), 0);
    assert_int_equal(count, 0);
    for (int day = 0; day < 3; day++)
        commit_day(&store, 20260302 + day, (day + 1) * DAY_NS);
    commit_day(&store, 20260304, 4 * DAY_NS); /* again */
    assert_int_equal(store.read_day_count(store.self, 10, &count, NULL), 0);
    assert_int_equal(count, 3);
    assert_int_equal(store.read_day_count(store.self, 2, &count, NULL), 0);
    assert_int_equal(count, 2);
    close_store(&store);
}

/* ---- a file from before them ---- */

static void a_history_of_version_1_keeps_all_it_has_and_takes_prompts(void **state)
{
    const struct scratch *scratch = *state;
    struct store store;

    write_old_file(scratch->path, NULL, "version_1.sql");
    store = open_store(scratch->path, NULL, false);
    assert_int_equal(workload_commit(&store, 5, NULL), 0); /* the first with a prompt */
    assert_int_equal(workload_check(&store), 5);
    assert_string_equal(store.set_aside_name(store.self), "");
    close_store(&store);
}

static void a_history_of_version_1_is_carried_on_from(void **state)
{
    const struct scratch *scratch = *state;
    struct store store;

    write_old_file(scratch->path, NULL, "version_1.sql");
    store = open_store(scratch->path, NULL, false); /* as a kiosk that starts: it reads first */
    assert_int_equal(workload_check(&store), 4);
    close_store(&store);
}

static void a_report_on_version_1_says_what_to_do(void **state)
{
    const struct scratch *scratch = *state;
    struct store store;
    struct store_resume resume;
    struct err err = {0};

    write_old_file(scratch->path, NULL, "version_1.sql");
    store = open_store(scratch->path, NULL, true);
    assert_int_equal(store.load_open(store.self, &resume, NULL, NULL, &err), -ERR_UNSUPPORTED);
    assert_non_null(strstr(err.text, "start the kiosk once"));
    close_store(&store);
}

#define PROMPT_TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROMPT_TEST(changes_of_one_moment_come_in_the_order_in_which_they_happened),
        PROMPT_TEST(a_range_holds_what_happened_in_it_whenever_it_was_raised),
        PROMPT_TEST(a_repeated_commit_adds_no_prompt),
        PROMPT_TEST(learning_the_time_dates_earlier_prompts_of_the_boot),
        PROMPT_TEST(prompts_go_after_400_days),
        PROMPT_TEST(closed_days_are_counted_as_far_as_anybody_asks),
        PROMPT_TEST(a_history_of_version_1_keeps_all_it_has_and_takes_prompts),
        PROMPT_TEST(a_history_of_version_1_is_carried_on_from),
        PROMPT_TEST(a_report_on_version_1_says_what_to_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

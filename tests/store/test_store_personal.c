/* What a person chose and reported: kept at once, labelled, aged, and whatever a row looks like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "base/units.h"
#include "store/old_file.h"
#include "store/open.h"
#include "store/scratch.h"
#include "store/workload.h"

#define BOOT   "aaaaaaaa-0000-0000-0000-000000000001"
#define DAY_NS (S_PER_DAY * NS_PER_S)

struct settings {
    int len;
    int damaged;
    struct store_setting all[8];
};

static void collect_setting(void *context, const struct store_setting *setting)
{
    struct settings *settings = context;

    assert_true(settings->len < 8);
    settings->all[settings->len++] = *setting;
}

static struct settings read_settings(const struct store *store)
{
    struct settings settings = {0};

    assert_int_equal(
        store->read_settings(store->self, collect_setting, &settings, &settings.damaged, NULL), 0);
    return settings;
}

static int set(const struct store *store, const char *name, const char *value)
{
    struct store_setting setting = {.name = ""};
    struct store_batch batch = {.settings = &setting, .settings_len = 1};

    (void)snprintf(setting.name, sizeof(setting.name), "%s", name);
    (void)snprintf(setting.value, sizeof(setting.value), "%s", value);
    return store->commit(store->self, &batch, NULL);
}

static void what_was_chosen_last_is_there_after_a_restart(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct settings settings;

    assert_int_equal(set(&store, "display.theme", "light"), 0);
    assert_int_equal(set(&store, "coach.chime", "yes"), 0);
    assert_int_equal(set(&store, "display.theme", "contrast"), 0);
    close_store(&store);
    store = open_store(scratch->path, NULL, false);
    settings = read_settings(&store);
    assert_int_equal(settings.len, 2);
    assert_string_equal(settings.all[0].name, "coach.chime");
    assert_string_equal(settings.all[1].name, "display.theme");
    assert_string_equal(settings.all[1].value, "contrast");
    close_store(&store);
}

static void an_empty_value_takes_a_choice_back(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);

    assert_int_equal(set(&store, "display.theme", "light"), 0);
    assert_int_equal(set(&store, "display.theme", ""), 0);
    assert_int_equal(set(&store, "never.there", ""), 0);
    assert_int_equal(read_settings(&store).len, 0);
    close_store(&store);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void a_damaged_row_is_passed_over_and_told(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct settings settings;

    assert_int_equal(set(&store, "display.theme", "light"), 0);
    close_store(&store);
    run_sql(scratch->path,
            "INSERT INTO setting VALUES ('a.long', replace(hex(zeroblob(200)), '0', 'x')),"
            " ('b.bytes', CAST(x'ff00fe' AS TEXT)), ('', 'nameless'),"
            " (replace(hex(zeroblob(50)), '0', 'n'), 'x'), ('c.empty', '')");
    store = open_store(scratch->path, NULL, false);
    settings = read_settings(&store);
    assert_int_equal(settings.len, 1);
    assert_string_equal(settings.all[0].value, "light");
    assert_int_equal(settings.damaged, 5);
    close_store(&store);
}

/* ---- what was reported ---- */

struct reported {
    int len;
    struct store_labelled_reported all[8];
};

static void collect_reported(void *context, const struct store_labelled_reported *row)
{
    struct reported *reported = context;

    assert_true(reported->len < 8);
    reported->all[reported->len++] = *row;
}

static struct reported read_reported(const struct store *store, int64_t from_ns, int64_t to_ns)
{
    struct reported reported = {0};

    assert_int_equal(
        store->read_reported(store->self, from_ns, to_ns, collect_reported, &reported, NULL), 0);
    return reported;
}

static int report(const struct store *store, int64_t mono_ns, enum store_reported_kind kind)
{
    struct store_reported reported = {BOOT, mono_ns, kind};
    struct store_batch batch = {.reported = &reported, .reported_len = 1};

    return store->commit(store->self, &batch, NULL);
}

static void label_boot(const struct store *store, int64_t wall_offset_ns)
{
    struct store_boot boot = {BOOT, STORE_LABEL_KERNEL, wall_offset_ns};
    struct store_batch batch = {.boots = &boot, .boots_len = 1};

    assert_int_equal(store->commit(store->self, &batch, NULL), 0);
}

static void what_was_reported_is_dated_by_its_boot_s_label(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct reported reported;

    assert_int_equal(report(&store, 5 * NS_PER_S, STORE_REPORTED_WATER), 0);
    assert_int_equal(report(&store, 9 * NS_PER_S, STORE_REPORTED_TOES_UP), 0);
    assert_int_equal(read_reported(&store, INT64_MIN, INT64_MAX).len, 0);
    label_boot(&store, 100 * DAY_NS);
    reported = read_reported(&store, 100 * DAY_NS, 101 * DAY_NS);
    assert_int_equal(reported.len, 2);
    assert_int_equal(reported.all[0].reported.kind, STORE_REPORTED_WATER);
    assert_int_equal(reported.all[0].wall_ns, 100 * DAY_NS + 5 * NS_PER_S);
    assert_int_equal(reported.all[1].reported.kind, STORE_REPORTED_TOES_UP);
    assert_int_equal(read_reported(&store, 100 * DAY_NS, 100 * DAY_NS + 6 * NS_PER_S).len, 1);
    close_store(&store);
}

static void the_same_report_twice_is_one(void **state)
{
    const struct scratch *scratch = *state;
    struct store_reported twice[] = {{BOOT, 5, STORE_REPORTED_WATER},
                                     {BOOT, 5, STORE_REPORTED_WATER}};
    struct store_batch batch = {.reported = twice, .reported_len = 2};
    struct store store = open_store(scratch->path, NULL, false);

    label_boot(&store, DAY_NS);
    assert_int_equal(store.commit(store.self, &batch, NULL), 0);
    assert_int_equal(read_reported(&store, 0, 2 * DAY_NS).len, 1);
    close_store(&store);
}

static void reports_go_with_the_intervals_after_four_hundred_days(void **state)
{
    const struct scratch *scratch = *state;
    struct store_day day = {.date = 20270501, .boot_id = BOOT, .end_mono_ns = 401 * DAY_NS};
    struct store_batch batch = {.days = &day, .days_len = 1};
    struct store store = open_store(scratch->path, NULL, false);

    label_boot(&store, 1000 * DAY_NS);
    assert_int_equal(report(&store, DAY_NS / 2, STORE_REPORTED_WATER), 0);
    assert_int_equal(report(&store, 2 * DAY_NS, STORE_REPORTED_WATER), 0);
    assert_int_equal(store.commit(store.self, &batch, NULL), 0);
    assert_int_equal(read_reported(&store, 0, 2000 * DAY_NS).len, 1);
    close_store(&store);
}

/* ---- files from before them ---- */

static void histories_of_each_older_version_keep_all_and_take_the_new(void **state)
{
    static const struct {
        const char *file;
        int minutes;
    } versions[] = {{"version_1.sql", 5}, {"version_2.sql", 10}};
    const struct scratch *scratch = *state;

    for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
        struct store store;
        char path[256];

        (void)snprintf(path, sizeof(path), "%s-%zu", scratch->path, i);
        write_old_file(path, NULL, versions[i].file);
        store = open_store(path, NULL, false);
        assert_int_equal(workload_check(&store), versions[i].minutes - 1);
        assert_int_equal(set(&store, "display.theme", "light"), 0);
        assert_int_equal(report(&store, 5, STORE_REPORTED_WATER), 0);
        assert_int_equal(workload_commit(&store, versions[i].minutes, NULL), 0);
        close_store(&store);
        store = open_store(path, NULL, false);
        assert_int_equal(workload_check(&store), versions[i].minutes);
        assert_int_equal(read_settings(&store).len, 1);
        assert_string_equal(store.set_aside_name(store.self), "");
        close_store(&store);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
        TEST(what_was_chosen_last_is_there_after_a_restart),
        TEST(an_empty_value_takes_a_choice_back),
        TEST(a_damaged_row_is_passed_over_and_told),
        TEST(what_was_reported_is_dated_by_its_boot_s_label),
        TEST(the_same_report_twice_is_one),
        TEST(reports_go_with_the_intervals_after_four_hundred_days),
        TEST(histories_of_each_older_version_keep_all_and_take_the_new),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

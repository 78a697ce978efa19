/* export, restore and erase on real databases: what goes out comes back, and nothing else goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "base/units.h"
#include "drivers/outbox_sqlite.h"
#include "store/export_rig.h"
#include "store/open.h"
#include "store/report_rig.h"

/* ---- there and back ---- */

static void what_is_restored_exports_to_the_same_bytes(void **state)
{
    struct scratch *scratch = *state;

    for (unsigned seed = 1; seed <= 20; seed++) {
        char words[256];

        (void)snprintf(words, sizeof(words), "a%u", seed);
        export_make_history(scratch, words, seed);
        (void)snprintf(words, sizeof(words), "export --state @a%u -o @%u.json", seed, seed);
        assert_int_equal(export_run(scratch, words), EXIT_DONE);
        (void)snprintf(words, sizeof(words), "restore --state @b%u @%u.json", seed, seed);
        assert_int_equal(export_run(scratch, words), EXIT_DONE);
        export_assert_holds(scratch, "out", "2 closed days, 40 intervals");
        (void)snprintf(words, sizeof(words), "export --state @b%u -o @%u-again.json", seed, seed);
        assert_int_equal(export_run(scratch, words), EXIT_DONE);
        {
            char name[32];
            char again[32];

            (void)snprintf(name, sizeof(name), "%u.json", seed);
            (void)snprintf(again, sizeof(again), "%u-again.json", seed);
            export_assert_same(scratch, name, again);
        }
    }
}

static void a_restored_history_reports_the_same(void **state)
{
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 7);
    assert_int_equal(export_run(scratch, "export --state @a -o @x.json"), EXIT_DONE);
    assert_int_equal(export_run(scratch, "restore --state @b @x.json"), EXIT_DONE);
    assert_int_equal(export_run(scratch, "report week --format json --state @a"), EXIT_DONE);
    {
        char *text = export_read_text(scratch, "out");

        export_write_text(scratch, "before", text);
        test_free(text);
    }
    assert_int_equal(export_run(scratch, "report week --format json --state @b"), EXIT_DONE);
    export_assert_same(scratch, "before", "out");
}

static void a_pin_never_leaves(void **state)
{
    struct scratch *scratch = *state;
    char *text;

    export_make_history(scratch, "a", 3);
    assert_int_equal(export_run(scratch, "export --state @a"), EXIT_DONE);
    export_assert_holds(scratch, "out", "display.theme");
    text = export_read_text(scratch, "out");
    assert_null(strstr(text, PIN_HASH));
    assert_null(strstr(text, "pin."));
    test_free(text);
}

static void a_range_of_days_leaves_out_what_lies_outside(void **state)
{
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 5);
    assert_int_equal(export_run(scratch, "export --format csv --from 2026-03-01 --state @a"),
                     EXIT_DONE);
    export_assert_holds(scratch, "out", "\r\n2026-03-01,");
    {
        char *text = export_read_text(scratch, "out");

        assert_null(strstr(text, "2026-02-28"));
        test_free(text);
    }
    assert_int_equal(export_run(scratch, "export --format csv --to 2026-02-28 --state @a"),
                     EXIT_DONE);
    export_assert_holds(scratch, "out", "\r\n2026-02-28,");
    {
        char *text = export_read_text(scratch, "out");

        assert_null(strstr(text, "2026-03-01"));
        test_free(text);
    }
    assert_int_equal(
        export_run(scratch, "export --format csv --table intervals --to 2026-03-01 --state @a"),
        EXIT_DONE);
    {
        char *text = export_read_text(scratch, "out");

        assert_string_equal(text, "start,end,posture,duration_s,clock,boot_id\r\n");
        test_free(text);
    }
}

static void intervals_are_local_times_in_csv(void **state)
{
    struct scratch *scratch = *state;
    struct store store = export_open_history(scratch, "a");

    report_commit_label(&store, BOOT, STORE_LABEL_KERNEL, MIDNIGHT_NS);
    report_commit_interval(&store, BOOT, AT(9, 0) + 250 * NS_PER_MS, AT(9, 30), POSTURE_SEATED);
    close_store(&store);
    assert_int_equal(export_run(scratch, "export --format csv --table intervals --state @a"),
                     EXIT_DONE);
    export_assert_holds(
        scratch, "out",
        "\r\n2026-03-02T09:00:00.250+01:00,2026-03-02T09:30:00.000+01:00,seated,1799.75,"
        "kernel," BOOT "\r\n");
}

static void an_older_export_is_left_alone(void **state)
{
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 1);
    export_write_text(scratch, "x.json", "precious");
    assert_int_equal(export_run(scratch, "export --state @a -o @x.json"), EXIT_INPUT);
    export_assert_holds(scratch, "x.json", "precious");
    export_assert_holds(scratch, "err", "there already; name another file");
    assert_int_equal(export_run(scratch, "export --state @a -o /dev/full"), EXIT_INPUT);
    assert_int_equal(export_run(scratch, "export --state @nothing -o @y.json"), EXIT_PROBLEM);
    assert_null(export_read_text(scratch, "y.json"));
    assert_null(export_read_text(scratch, "y.json.part"));
}

/* ---- what is refused ---- */

#define HEAD                                                                                       \
    "[\n{\"type\":\"export\",\"format\":1,\"program\":\"x\",\"simulated\":false,\"whole\":true},"  \
    "\n"
#define BOOT_ROW "{\"type\":\"boot\",\"boot_id\":\"x\",\"label\":\"rtc\",\"wall_offset_ns\":7},\n"

#define WATER_ROW "{\"type\":\"reported\",\"boot_id\":\"x\",\"mono_ns\":1,\"kind\":\"water\"},\n"

static void rubbish_is_refused_with_its_line_and_changes_nothing(void **state)
{
    static const struct {
        const char *text;
        const char *says;
    } table[] = {
        {"", "x.json:0: "},
        {"\x7f"
         "ELF\n",
         "x.json:1: no export of Second Heart"},
        {"{}\n", "x.json:1: no export"},
        {"[\n{}\n]\n", "x.json:2: type: no export of Second Heart"},
        {"[\n{\"type\":\"export\",\"format\":2,\"simulated\":false,\"whole\":true},\n",
         "x.json:2: format: '2': this program restores format 1"},
        {HEAD, "x.json:2: the file ends here: it was cut short"},
        {HEAD BOOT_ROW "{\"type\":\"inter", "x.json:4: not a row"},
        {HEAD "{\"type\":\"end\",\"rows\":1}\n]\n", "x.json:3: rows: not as many"},
        {HEAD "{\"type\":\"end\",\"rows\":0}\n", "x.json:3: the closing ]"},
        {HEAD "{\"type\":\"end\",\"rows\":0}\n]\n[\n", "x.json:5: something comes after"},
        {HEAD "{\"type\":\"dance\"},\n", "x.json:3: type: 'dance': allowed are boot"},
        {HEAD BOOT_ROW BOOT_ROW, "x.json:4: boot_id: this boot was there before"},
        {HEAD "{\"type\":\"boot\",\"boot_id\":\"x\",\"label\":\"moon\",\"wall_offset_ns\":7},\n",
         "x.json:3: label: 'moon': allowed are none, rtc, person, kernel"},
        {HEAD "{\"type\":\"boot\",\"boot_id\":\"x\",\"label\":\"rtc\"},\n",
         "x.json:3: wall_offset_ns: is missing"},
        {HEAD "{\"type\":\"boot\",\"boot_id\":\"x\",\"label\":\"rtc\",\"wall_offset_ns\":7,"
              "\"b\":1},\n",
         "x.json:3: boot: there are columns that it does not have"},
        {HEAD "{\"type\":\"boot\",\"boot_id\":\"0123456789012345678901234567890123456\","
              "\"label\":\"rtc\",\"wall_offset_ns\":7},\n",
         "x.json:3: boot_id: a text of 1 to 36 bytes"},
        {HEAD "{\"type\":\"boot\",\"boot_id\":\"x\",\"label\":\"rtc\","
              "\"wall_offset_ns\":9223372036854775807},\n",
         "x.json:3: wall_offset_ns: '9223372036854775807': allowed are"},
        {HEAD "{\"type\":\"reported\",\"boot_id\":\"x\",\"mono_ns\":1,\"kind\":\"water\"},\n",
         "x.json:3: boot_id: no boot row of this name"},
        {HEAD BOOT_ROW "{\"type\":\"reported\",\"boot_id\":\"x\",\"mono_ns\":1.5,"
                       "\"kind\":\"water\"},\n",
         "x.json:4: mono_ns: a whole number"},
        {HEAD BOOT_ROW "{\"type\":\"interval\",\"boot_id\":\"x\",\"start_mono_ns\":2,"
                       "\"end_mono_ns\":1,\"posture\":\"away\"},\n",
         "x.json:4: end_mono_ns: it ends before it starts"},
        {HEAD BOOT_ROW WATER_ROW WATER_ROW, "x.json:5: it repeats the row before it"},
        {HEAD BOOT_ROW "{\"type\":\"day\",\"date\":\"2026-02-30\",\"boot_id\":\"x\","
                       "\"start_mono_ns\":1,\"end_mono_ns\":2,\"figures\":{}},\n",
         "x.json:4: date: a date such as"},
        {HEAD BOOT_ROW "{\"type\":\"day\",\"date\":\"2026-02-03\",\"boot_id\":\"x\","
                       "\"start_mono_ns\":1,\"end_mono_ns\":2,\"figures\":{\"gini\":\"a\"}},\n",
         "x.json:4: figures.gini: a number or null"},
    };
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 9);
    assert_int_equal(export_run(scratch, "export --state @a -o @before.json"), EXIT_DONE);
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        export_write_text(scratch, "x.json", table[i].text);
        assert_int_equal(export_run(scratch, "restore --replace --yes --state @a @x.json"),
                         EXIT_INPUT);
        export_assert_holds(scratch, "err", table[i].says);
    }
    assert_int_equal(export_run(scratch, "restore --state @a @absent.json"), EXIT_INPUT);
    assert_int_equal(export_run(scratch, "export --state @a -o @after.json"), EXIT_DONE);
    export_assert_same(scratch, "before.json", "after.json");
}

static void a_history_that_is_there_is_replaced_only_when_asked(void **state)
{
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 1);
    export_make_history(scratch, "b", 2);
    assert_int_equal(export_run(scratch, "export --state @a -o @a.json"), EXIT_DONE);
    assert_int_equal(export_run(scratch, "export --state @b -o @b.json"), EXIT_DONE);
    assert_int_equal(export_run(scratch, "restore --state @b @a.json"), EXIT_PROBLEM);
    export_assert_holds(scratch, "err",
                        "there is a history already (2 closed days from 2026-02-28 "
                        "to 2026-03-01, 40 intervals");
    assert_int_equal(export_run(scratch, "export --state @b -o @b2.json"), EXIT_DONE);
    export_assert_same(scratch, "b.json", "b2.json");
    assert_int_equal(export_run(scratch, "restore --replace --yes --state @b @a.json"), EXIT_DONE);
    assert_int_equal(export_run(scratch, "export --state @b -o @b3.json"), EXIT_DONE);
    export_assert_same(scratch, "a.json", "b3.json");
}

static void what_was_replaced_comes_back(void **state)
{
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 1);
    export_make_history(scratch, "b", 2);
    assert_int_equal(export_run(scratch, "export --state @a -o @a.json"), EXIT_DONE);
    assert_int_equal(export_run(scratch, "export --state @b -o @b.json"), EXIT_DONE);
    assert_int_equal(export_run(scratch, "restore --replace --yes --state @b @a.json"), EXIT_DONE);
    export_assert_holds(scratch, "out", "b/history.db.replaced-1.json; to have it back");
    export_assert_same(scratch, "b.json", "b/history.db.replaced-1.json");
    assert_int_equal(
        export_run(scratch, "restore --replace --yes --state @b @b/history.db.replaced-1.json"),
        EXIT_DONE);
    export_assert_same(scratch, "a.json", "b/history.db.replaced-2.json");
    assert_int_equal(export_run(scratch, "export --state @b -o @b4.json"), EXIT_DONE);
    export_assert_same(scratch, "b.json", "b4.json");
    assert_int_equal(export_run(scratch, "erase --yes --state @b"), EXIT_DONE);
    assert_null(export_read_text(scratch, "b/history.db.replaced-1.json"));
    assert_null(export_read_text(scratch, "b/history.db.replaced-2.json"));
}

static void what_was_set_aside_survives_a_restore(void **state)
{
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 1);
    assert_int_equal(export_run(scratch, "export --state @a -o @a.json"), EXIT_DONE);
    export_write_text(scratch, "a/history.db.damaged-1", "what could be saved");
    assert_int_equal(export_run(scratch, "restore --replace --yes --state @a @a.json"), EXIT_DONE);
    export_assert_holds(scratch, "a/history.db.damaged-1", "what could be saved");
}

/* A card that lost bits: an end before its start, a day that is none, one row twice. */
static void what_export_writes_restore_takes(void **state)
{
    struct scratch *scratch = *state;
    struct store store = export_open_history(scratch, "a");
    struct store_day day = {.date = 20260000, .boot_id = BOOT};
    struct store_boot boot = {.boot_id = ""};

    report_commit_label(&store, BOOT, STORE_LABEL_KERNEL, MIDNIGHT_NS);
    report_commit_interval(&store, BOOT, AT(9, 0), AT(8, 0), POSTURE_SEATED);
    report_commit_interval(&store, BOOT, AT(9, 1), AT(9, 2), POSTURE_SEATED);
    report_commit_interval(&store, BOOT, AT(9, 1), AT(9, 2), POSTURE_SEATED);
    report_commit_interval(&store, boot.boot_id, AT(9, 3), AT(9, 4), POSTURE_SEATED);
    report_commit(&store, &(struct store_batch){.days = &day, .days_len = 1});
    close_store(&store);
    assert_int_equal(export_run(scratch, "export --state @a -o @a.json"), EXIT_DONE);
    export_assert_holds(scratch, "err", "5 damaged rows were left out");
    export_assert_holds(scratch, "a.json", "{\"type\":\"end\",\"rows\":2}");
    assert_int_equal(export_run(scratch, "restore --state @b @a.json"), EXIT_DONE);
}

/* What only a card that lost bits can make of a file. */
static void damage(const struct scratch *scratch, const char *sql)
{
    char path[256];
    sqlite3 *db;

    (void)snprintf(path, sizeof(path), "%s/a/history.db", scratch->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void a_damaged_open_day_costs_no_history(void **state)
{
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 3);
    damage(scratch, "UPDATE open_change SET changes = x'00'");
    assert_int_equal(export_run(scratch, "export --state @a -o @a.json"), EXIT_DONE);
    export_assert_holds(scratch, "err", "1 damaged rows were left out");
    assert_int_equal(export_run(scratch, "restore --state @b @a.json"), EXIT_DONE);
    export_assert_holds(scratch, "out", "40 intervals");
}

static void the_rows_of_a_damaged_boot_go_with_it(void **state)
{
    static const char *const damages[] = {
        "UPDATE boot SET boot_id = CAST(x'ff41' AS TEXT) WHERE label = 'none'",
        "UPDATE boot SET wall_offset_ns = 9223372036854775807 WHERE label <> 'none'",
    };
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 3);
    for (int i = 0; i < 2; i++) {
        char words[64];

        damage(scratch, damages[i]);
        (void)snprintf(words, sizeof(words), "export --state @a -o @%d.json", i);
        assert_int_equal(export_run(scratch, words), EXIT_DONE);
        export_assert_holds(scratch, "err", "damaged rows were left out");
        (void)snprintf(words, sizeof(words), "restore --state @b%d @%d.json", i, i);
        assert_int_equal(export_run(scratch, words), EXIT_DONE);
    }
}

static void damaged_times_are_left_out_of_csv_as_well(void **state)
{
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 3);
    damage(scratch, "UPDATE posture_interval SET end_mono_ns = 9223372036854775807 WHERE seq = 2");
    assert_int_equal(export_run(scratch, "export --format csv --table intervals --state @a"),
                     EXIT_DONE);
    export_assert_holds(scratch, "err", "1 damaged rows were left out");
    assert_int_equal(export_run(scratch, "export --from 2026-03-02 --state @a"), EXIT_DONE);
    export_assert_holds(scratch, "err", "1 damaged rows were left out");
}

static void simulated_and_real_are_never_mixed(void **state)
{
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 1);
    assert_int_equal(export_run(scratch, "export --state @a -o @real.json"), EXIT_DONE);
    assert_int_equal(export_run(scratch, "restore --simulated --state @b @real.json"), EXIT_INPUT);
    {
        char *text = export_read_text(scratch, "real.json");
        char *at = strstr(text, "\"simulated\":false");

        assert_non_null(at);
        memcpy(at, "\"simulated\":true ", strlen("\"simulated\":false"));
        export_write_text(scratch, "sim.json", text);
        test_free(text);
    }
    assert_int_equal(export_run(scratch, "restore --state @b @sim.json"), EXIT_INPUT);
    export_assert_holds(scratch, "err", "never come near a person's history");
    assert_null(export_read_text(scratch, "b/history.db"));
    assert_int_equal(export_run(scratch, "restore --simulated --state @b @sim.json"), EXIT_DONE);
    assert_int_equal(export_run(scratch, "export --simulated --state @b -o @sim2.json"), EXIT_DONE);
    export_assert_holds(scratch, "sim2.json", "\"simulated\":true");
}

static void a_running_kiosk_keeps_its_history(void **state)
{
    struct scratch *scratch = *state;
    struct store kiosk;
    char pid[32];

    export_make_history(scratch, "a", 1);
    assert_int_equal(export_run(scratch, "export --state @a -o @a.json"), EXIT_DONE);
    kiosk = export_open_history(scratch, "a");
    report_commit_label(&kiosk, BOOT, STORE_LABEL_KERNEL, MIDNIGHT_NS);
    assert_int_equal(export_run(scratch, "erase --yes --state @a"), EXIT_PROBLEM);
    (void)snprintf(pid, sizeof(pid), "(process %ld)", (long)getpid());
    export_assert_holds(scratch, "err", pid);
    assert_int_equal(export_run(scratch, "restore --replace --yes --state @a @a.json"),
                     EXIT_PROBLEM);
    export_assert_holds(scratch, "err", "another Second Heart writes here");
    close_store(&kiosk);
}

/* What root wrote there the kiosk could not use. */
static void root_does_not_write_into_the_kiosks_folder(void **state)
{
    struct scratch *scratch = *state;
    char folder[160];

    if (geteuid() != 0)
        skip();
    export_make_history(scratch, "a", 1);
    assert_int_equal(export_run(scratch, "export --state @a -o @a.json"), EXIT_DONE);
    (void)snprintf(folder, sizeof(folder), "%s/b", scratch->folder);
    assert_int_equal(mkdir(folder, 0755), 0);
    assert_int_equal(chown(folder, 65534, 65534), 0);
    assert_int_equal(export_run(scratch, "restore --state @b @a.json"), EXIT_INPUT);
    export_assert_holds(scratch, "err", "run it as that user: sudo -u nobody");
    assert_null(export_read_text(scratch, "b/history.db.lock"));
}

/* ---- erasing ---- */

static void erasing_asks_first_and_exports_first(void **state)
{
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 1);
    assert_int_equal(export_run(scratch, "export --state @a -o @before.json"), EXIT_DONE);
    if (!isatty(STDIN_FILENO)) {
        assert_int_equal(export_run(scratch, "erase --state @a"), EXIT_INPUT);
        export_assert_holds(scratch, "err", "nobody can be asked");
    }
    assert_int_equal(export_run(scratch, "erase --yes --export @before.json --state @a"),
                     EXIT_INPUT);
    assert_int_equal(export_run(scratch, "export --state @a -o @still.json"), EXIT_DONE);
    export_assert_same(scratch, "before.json", "still.json");
    assert_int_equal(export_run(scratch, "erase --yes --export @last.json --state @a"), EXIT_DONE);
    export_assert_holds(scratch, "out", "to 2026-03-01, 40 intervals");
    export_assert_same(scratch, "before.json", "last.json");
    assert_int_equal(export_run(scratch, "export --state @a"), EXIT_DONE);
    export_assert_holds(scratch, "out", "{\"type\":\"end\",\"rows\":0}");
}

/* With the settings or without: whoever sits here next has consented to nothing. */
static void erasing_ends_consent_and_empties_the_queue(void **state)
{
    static const char *const words[] = {"erase --yes --state @a",
                                        "erase --yes --keep-settings --state @a"};
    struct scratch *scratch = *state;
    const struct consent given = {.host = "office.example", .team = "design"};
    struct summary week = {.start_s = 1772409600, .team = "design", .version = "1"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct outbox_status status;
        struct outbox outbox;
        char path[256];

        (void)snprintf(path, sizeof(path), "%s/a/outbox/" OUTBOX_FILE, scratch->folder);
        export_make_history(scratch, "a", 1);
        assert_int_equal(
            outbox_sqlite_new(&outbox, &(struct outbox_sqlite_config){.path = path}, NULL), 0);
        assert_int_equal(outbox.give_consent(outbox.self, &given, 1772000000, NULL), 0);
        assert_int_equal(
            outbox.queue(outbox.self, SUMMARY_WEEK, &week, 1, week.start_s + 604800, NULL), 0);
        assert_int_equal(export_run(scratch, words[i]), EXIT_DONE);
        assert_int_equal(outbox.read_status(outbox.self, &status, NULL), 0);
        assert_false(status.has_consent);
        assert_int_equal(status.queued, 0);
        outbox.close(outbox.self);
    }
}

static void somebody_else_keeps_the_settings(void **state)
{
    struct scratch *scratch = *state;

    export_make_history(scratch, "a", 1);
    assert_int_equal(export_run(scratch, "erase --yes --keep-settings --state @a"), EXIT_DONE);
    assert_int_equal(export_run(scratch, "export --state @a"), EXIT_DONE);
    export_assert_holds(scratch, "out", "display.theme");
    export_assert_holds(scratch, "out", "{\"type\":\"end\",\"rows\":1}");
    assert_int_equal(export_run(scratch, "erase --yes --state @never"), EXIT_DONE);
    export_assert_holds(scratch, "out", "nothing to erase");
    assert_null(export_read_text(scratch, "never/history.db"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
        TEST(what_is_restored_exports_to_the_same_bytes),
        TEST(a_restored_history_reports_the_same),
        TEST(a_pin_never_leaves),
        TEST(a_range_of_days_leaves_out_what_lies_outside),
        TEST(intervals_are_local_times_in_csv),
        TEST(an_older_export_is_left_alone),
        TEST(rubbish_is_refused_with_its_line_and_changes_nothing),
        TEST(a_history_that_is_there_is_replaced_only_when_asked),
        TEST(what_was_replaced_comes_back),
        TEST(what_was_set_aside_survives_a_restore),
        TEST(what_export_writes_restore_takes),
        TEST(a_damaged_open_day_costs_no_history),
        TEST(the_rows_of_a_damaged_boot_go_with_it),
        TEST(damaged_times_are_left_out_of_csv_as_well),
        TEST(simulated_and_real_are_never_mixed),
        TEST(a_running_kiosk_keeps_its_history),
        TEST(root_does_not_write_into_the_kiosks_folder),
        TEST(erasing_asks_first_and_exports_first),
        TEST(erasing_ends_consent_and_empties_the_queue),
        TEST(somebody_else_keeps_the_settings),
    };

    (void)setenv("TZ", "Europe/Berlin", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

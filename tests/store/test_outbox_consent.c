/* Of the outbox: consent and to what, withdrawal, and files of other versions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "base/units.h"
#include "drivers/outbox_sqlite.h"
#include "store/old_file.h"
#include "store/outbox_rig.h"
#include "store/scratch.h"

/* ---- consent ---- */

static void without_consent_there_is_nothing_not_even_a_file(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    struct outbox_status status = status_of(&outbox);
    struct summary summaries[ROOM];
    int64_t keys[ROOM];
    int64_t until_s;

    assert_false(status.has_consent);
    assert_int_equal(queue_weeks(&outbox, 0, 0), -ERR_PERMISSION);
    assert_int_equal(outbox.read_until(outbox.self, SUMMARY_WEEK, &until_s, NULL), -ERR_PERMISSION);
    assert_int_equal(outbox.read_pseudonym(outbox.self, MONDAY, summaries[0].pseudonym, NULL),
                     -ERR_PERMISSION);
    assert_int_equal(read_all(&outbox, summaries, keys), 0);
    assert_int_equal(outbox.withdraw(outbox.self, NULL), 0);
    assert_int_not_equal(access(scratch->path, F_OK), 0);
    close_outbox(&outbox);
}

static void consent_given_again_keeps_its_first_moment(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    int64_t until_s;

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    consent(&outbox, SUMMARY_WEEK, CONSENT + WEEK);
    assert_true(status_of(&outbox).has_consent);
    assert_int_equal(status_of(&outbox).consent_s, CONSENT);
    assert_int_equal(outbox.read_until(outbox.self, SUMMARY_WEEK, &until_s, NULL), 0);
    assert_int_equal(until_s, CONSENT);
    close_outbox(&outbox);
}

static void consent_to_weeks_is_none_to_hours_and_hours_begin_when_asked(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    struct summary hour = week(0);
    int64_t until_s;

    hour.detail = SUMMARY_HOUR;
    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(outbox.queue(outbox.self, SUMMARY_HOUR, &hour, 1, MONDAY + S_PER_HOUR, NULL),
                     -ERR_PERMISSION);
    consent(&outbox, SUMMARY_HOUR, CONSENT + WEEK);
    assert_int_equal(outbox.read_until(outbox.self, SUMMARY_HOUR, &until_s, NULL), 0);
    assert_int_equal(until_s, CONSENT + WEEK);
    /* What is coarser was agreed to with it. */
    assert_int_equal(queue_weeks(&outbox, 0, 0), 0);
    assert_int_equal(status_of(&outbox).queued, 1);
    close_outbox(&outbox);
}

static struct consent weeks_for(const char *host, const char *team)
{
    struct consent given = {.detail = SUMMARY_WEEK};

    (void)snprintf(given.host, sizeof(given.host), "%s", host);
    (void)snprintf(given.team, sizeof(given.team), "%s", team);
    return given;
}

static void what_was_agreed_to_is_kept(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    struct consent given;

    consent(&outbox, SUMMARY_DAY, CONSENT);
    close_outbox(&outbox);
    outbox = open_outbox(scratch->path, NULL, NULL);
    given = status_of(&outbox).consent;
    assert_int_equal(given.detail, SUMMARY_DAY);
    assert_string_equal(given.host, HOST);
    assert_string_equal(given.team, TEAM);
    close_outbox(&outbox);
}

static void consent_to_one_team_is_none_to_another(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    struct consent red = weeks_for(HOST, "red");

    agree(&outbox, &red, CONSENT);
    assert_int_equal(queue_weeks(&outbox, 0, 1), -ERR_PERMISSION);
    assert_int_equal(status_of(&outbox).queued, 0);
    close_outbox(&outbox);
}

static void with_another_server_all_begins_anew_and_what_waits_goes_there(void **state)
{
    const struct scratch *scratch = *state;
    const struct outbox_attempt attempt = {.outcome = OUTBOX_DELIVERED, .at_s = 5, .failures = 3};
    struct consent other = weeks_for("elsewhere.example", TEAM);
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    struct summary summaries[ROOM];
    struct outbox_status status;
    int64_t keys[ROOM], until_s;

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(queue_weeks(&outbox, 0, 2), 0);
    assert_int_equal(read_all(&outbox, summaries, keys), 3);
    assert_int_equal(outbox.quarantine(outbox.self, keys[1], "no", NULL), 0);
    assert_int_equal(outbox.note_attempt(outbox.self, &attempt, NULL), 0);
    agree(&outbox, &other, CONSENT + 10 * WEEK);
    status = status_of(&outbox);
    assert_string_equal(status.consent.host, "elsewhere.example");
    assert_int_equal(status.consent_s, CONSENT + 10 * WEEK);
    assert_int_equal(status.queued, 3);
    assert_int_equal(status.quarantined, 0);
    assert_int_equal(status.last.outcome, OUTBOX_NEVER_TRIED);
    assert_int_equal(status.last.failures, 0);
    /* What ended while nobody had agreed is never sent. */
    assert_int_equal(outbox.read_until(outbox.self, SUMMARY_WEEK, &until_s, NULL), 0);
    assert_int_equal(until_s, CONSENT + 10 * WEEK);
    assert_int_equal(outbox.read_until(outbox.self, SUMMARY_DAY, &until_s, NULL), 0);
    assert_int_equal(until_s, CONSENT + 10 * WEEK);
    close_outbox(&outbox);
}

static void with_another_team_all_begins_anew_on_the_same_server(void **state)
{
    const struct scratch *scratch = *state;
    const struct outbox_attempt attempt = {.outcome = OUTBOX_DELIVERED, .at_s = 5};
    struct consent red = weeks_for(HOST, "red");
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    struct summary summaries[ROOM];
    int64_t keys[ROOM], until_s;

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(queue_weeks(&outbox, 0, 0), 0);
    assert_int_equal(outbox.note_attempt(outbox.self, &attempt, NULL), 0);
    agree(&outbox, &red, CONSENT + 10 * WEEK);
    assert_string_equal(status_of(&outbox).consent.team, "red");
    assert_int_equal(status_of(&outbox).last.outcome, OUTBOX_DELIVERED);
    assert_int_equal(outbox.read_until(outbox.self, SUMMARY_WEEK, &until_s, NULL), 0);
    assert_int_equal(until_s, CONSENT + 10 * WEEK);
    /* A closed period never changes: it goes as what it was measured in. */
    assert_int_equal(read_all(&outbox, summaries, keys), 1);
    assert_string_equal(summaries[0].team, TEAM);
    close_outbox(&outbox);
}

/* ---- withdrawal ---- */

static void withdrawing_leaves_neither_rows_nor_bytes(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    char name[SUMMARY_PSEUDONYM_SIZE], next[SUMMARY_PSEUDONYM_SIZE];
    struct summary summaries[ROOM];
    int64_t keys[ROOM];

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(outbox.read_pseudonym(outbox.self, MONDAY, name, NULL), 0);
    for (int i = 0; i < 100; i++)
        assert_int_equal(queue_weeks(&outbox, i, i), 0);
    assert_int_equal(read_all(&outbox, summaries, keys), 100);
    assert_int_equal(outbox.quarantine(outbox.self, keys[3], "refused-for-a-reason", NULL), 0);
    assert_int_equal(outbox.strike_off(outbox.self, keys + 10, 60, 1, NULL), 0);
    assert_true(folder_holds(scratch->path, TEAM));
    assert_true(folder_holds(scratch->path, name));
    assert_int_equal(outbox.withdraw(outbox.self, NULL), 0);
    assert_false(folder_holds(scratch->path, TEAM));
    assert_false(folder_holds(scratch->path, "refused-for-a-reason"));
    for (int i = 0; i < 100; i++)
        assert_false(folder_holds(scratch->path, summaries[i].pseudonym));
    assert_false(status_of(&outbox).has_consent);
    assert_int_equal(status_of(&outbox).delivered, 0);

    /* With a new consent nothing leads back. */
    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(outbox.read_pseudonym(outbox.self, MONDAY, next, NULL), 0);
    assert_string_not_equal(name, next);
    assert_int_equal(queue_weeks(&outbox, 0, 99), 0);
    assert_int_equal(outbox.strike_off(outbox.self, keys, 100, 1, NULL), 0);
    assert_int_equal(status_of(&outbox).queued, 100);
    close_outbox(&outbox);
}

static void a_queue_for_one_place_never_goes_to_another(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, "http://127.0.0.1:1");

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(queue_weeks(&outbox, 0, 1), 0);
    close_outbox(&outbox);
    outbox = open_outbox(scratch->path, NULL, NULL); /* whoever sends */
    assert_string_equal(status_of(&outbox).test_endpoint, "http://127.0.0.1:1");
    assert_int_equal(status_of(&outbox).queued, 2);
    close_outbox(&outbox);
    outbox = open_outbox(scratch->path, NULL, "");
    assert_int_equal(status_of(&outbox).queued, 0);
    assert_false(status_of(&outbox).has_consent);
    close_outbox(&outbox);
}

/* ---- versions ---- */

static void an_outbox_of_version_1_keeps_all_and_asks_for_the_server(void **state)
{
    const struct scratch *scratch = *state;
    struct consent blue = weeks_for(HOST, "blue");
    struct summary summaries[ROOM];
    struct outbox_status status;
    struct outbox outbox;
    int64_t keys[ROOM];

    write_old_file(scratch->path, NULL, "outbox_version_1.sql");
    outbox = open_outbox(scratch->path, NULL, "");
    status = status_of(&outbox);
    assert_true(status.has_consent);
    assert_int_equal(status.consent_s, MONDAY);
    assert_string_equal(status.consent.host, "");
    assert_int_equal(consent_match(&status.consent, &blue), CONSENT_OTHER_SERVER);
    assert_int_equal(status.last.outcome, OUTBOX_SETUP);
    assert_int_equal(status.last.cause, OUTBOX_CAUSE_NONE);
    assert_non_null(strstr(status.last.reason, "401"));
    assert_int_equal(read_all(&outbox, summaries, keys), 2);
    assert_string_equal(summaries[1].pseudonym, "9c695c89c4a786a91017e346090000aa");
    assert_int_equal(summaries[1].figures[SUMMARY_AWAY_S], 101);
    agree(&outbox, &blue, MONDAY + 3 * WEEK);
    assert_string_equal(status_of(&outbox).consent.host, HOST);
    assert_int_equal(status_of(&outbox).queued, 2);
    close_outbox(&outbox);
}

static void a_report_on_version_1_says_what_to_do(void **state)
{
    const struct scratch *scratch = *state;
    const struct outbox_sqlite_config config = {.path = scratch->path, .read_only = true};
    struct outbox_status status;
    struct outbox outbox;
    struct err err = {0};

    write_old_file(scratch->path, NULL, "outbox_version_1.sql");
    assert_int_equal(outbox_sqlite_new(&outbox, &config, NULL), 0);
    assert_int_equal(outbox.read_status(outbox.self, &status, &err), -ERR_UNSUPPORTED);
    assert_non_null(strstr(err.text, "start the kiosk once"));
    close_outbox(&outbox);
}

static void a_newer_version_is_left_alone(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, "");
    struct outbox_status status;
    sqlite3 *db;

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    close_outbox(&outbox);
    assert_int_equal(sqlite3_open(scratch->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 9", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    outbox = open_outbox(scratch->path, NULL, "");
    assert_int_equal(outbox.read_status(outbox.self, &status, NULL), -ERR_UNSUPPORTED);
    assert_int_equal(outbox.withdraw(outbox.self, NULL), -ERR_UNSUPPORTED);
    assert_string_equal(outbox.set_aside_name(outbox.self), "");
    close_outbox(&outbox);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
        TEST(without_consent_there_is_nothing_not_even_a_file),
        TEST(consent_given_again_keeps_its_first_moment),
        TEST(consent_to_weeks_is_none_to_hours_and_hours_begin_when_asked),
        TEST(withdrawing_leaves_neither_rows_nor_bytes),
        TEST(a_queue_for_one_place_never_goes_to_another),
        TEST(a_newer_version_is_left_alone),
        TEST(what_was_agreed_to_is_kept),
        TEST(consent_to_one_team_is_none_to_another),
        TEST(with_another_server_all_begins_anew_and_what_waits_goes_there),
        TEST(with_another_team_all_begins_anew_on_the_same_server),
        TEST(an_outbox_of_version_1_keeps_all_and_asks_for_the_server),
        TEST(a_report_on_version_1_says_what_to_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

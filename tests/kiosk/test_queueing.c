/* From consent to the outbox: what is closed is queued, what is shown is what goes, no is no. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <poll.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "drivers/outbox_sqlite.h"
#include "drivers/store_sqlite.h"
#include "kiosk/queueing.h"
#include "store/scratch.h"

#define BOOT   "bbbbbbbb-0000-0000-0000-000000000001"
#define MONDAY INT64_C(1772409600) /* 2026-03-02 00:00 UTC, where the boot's clock stood at 0 */
#define DAY    S_PER_DAY
#define WEEK   (7 * DAY)
#define START  (MONDAY - 2 * DAY) /* where the loop's clock stood at 0 */

static struct store store;
static struct outbox outbox;
static struct ledger *ledger;
static struct config config;
static struct queueing queueing;
static const char *url;
static struct wall wall;

static void save(void *self, struct ledger *to)
{
    (void)self;
    (void)to;
}

static void commit(const struct store_batch *batch)
{
    assert_int_equal(store.commit(store.self, batch, NULL), 0);
}

/* An hour a day at nine, for so many days from Monday on. */
static void sit(int days)
{
    static const struct store_boot boot = {BOOT, STORE_LABEL_KERNEL, MONDAY * NS_PER_S};
    struct store_interval intervals[64] = {0};

    assert_true(days <= 64);
    for (int i = 0; i < days; i++)
        intervals[i] = (struct store_interval){.boot_id = BOOT,
                                               .start_mono_ns = (i * 24 + 9) * NS_PER_HOUR,
                                               .end_mono_ns = (i * 24 + 10) * NS_PER_HOUR,
                                               .posture = POSTURE_SEATED};
    commit(&(struct store_batch){
        .boots = &boot, .boots_len = 1, .intervals = intervals, .intervals_len = (size_t)days});
}

static void begin_queueing(const struct outbox *with, enum sync_state without)
{
    queueing_init(&queueing, with, without, &config, url, &wall.calendar);
}

static int begin(void **state)
{
    static const struct ledger_source source = {.save = save};
    struct store_sqlite_config store_config = {0};
    struct outbox_sqlite_config outbox_config = {.test_endpoint = ""};
    static char path[200];
    int result = scratch_setup(state);
    const struct scratch *scratch = *state;

    store_config.path = scratch->path;
    (void)snprintf(path, sizeof(path), "%s/outbox/outbox.db", scratch->folder);
    outbox_config.path = path;
    url = "https://me:secret@office.example:8427/x";
    config_set_defaults(&config);
    (void)snprintf(config.sync.team, sizeof(config.sync.team), "blue");
    wall = (struct wall){
        .calendar = {.is_fixed = true}, .label = WALL_KERNEL, .offset_ns = START * NS_PER_S};
    if (result == 0)
        result = store_sqlite_new(&store, &store_config, NULL);
    if (result == 0)
        result = outbox_sqlite_new(&outbox, &outbox_config, NULL);
    if (result == 0)
        result = ledger_new(&ledger, &store, &source, NULL);
    begin_queueing(&outbox, SYNC_NOWHERE);
    return result;
}

static int end(void **state)
{
    (void)ledger_free(ledger, TIME_NEVER, NULL);
    outbox.close(outbox.self);
    store.close(store.self);
    return scratch_teardown(state);
}

/* Turns of the loop at `wall_s` until nothing is under way. */
static void follow(int64_t wall_s, bool page_is_open)
{
    int64_t now_ns = (wall_s - START) * NS_PER_S;

    do {
        struct pollfd fd = {.fd = ledger_fd(ledger), .events = POLLIN};
        struct ledger_status status;

        queueing_follow(&queueing, ledger, &wall, page_is_open, now_ns);
        if (queueing.is_running)
            (void)poll(&fd, 1, -1);
        ledger_read_status(ledger, &status);
    } while (queueing.is_running || queueing.due_mono_ns <= now_ns);
    queueing_follow(&queueing, ledger, &wall, page_is_open, now_ns);
}

/* Every hour from `from_s` to `to_s`. */
static void live(int64_t from_s, int64_t to_s)
{
    for (int64_t at_s = from_s; at_s <= to_s; at_s += S_PER_HOUR)
        follow(at_s, false);
}

static struct outbox_status status_now(void)
{
    struct outbox_status status;

    assert_int_equal(outbox.read_status(outbox.self, &status, NULL), 0);
    return status;
}

static void consent_at(int64_t wall_s)
{
    follow(wall_s, true);
    queueing_consent(&queueing);
    follow(wall_s, true);
}

static void nothing_is_queued_without_consent(void **state)
{
    (void)state;
    sit(30);
    live(MONDAY, MONDAY + 3 * WEEK);
    assert_int_equal(queueing.shown.state, SYNC_OFF);
    assert_false(status_now().has_consent);
    assert_int_equal(queueing_next_deadline(&queueing), TIME_NEVER);
}

static void weeks_that_begin_after_consent_are_queued_a_day_after_they_end(void **state)
{
    const int64_t second_s = MONDAY + WEEK; /* the first that begins after it */

    (void)state;
    sit(30);
    consent_at(MONDAY + DAY);
    assert_int_equal(queueing.shown.state, SYNC_ON);
    live(MONDAY + DAY, second_s + WEEK + 23 * S_PER_HOUR);
    assert_int_equal(status_now().queued, 0);
    live(second_s + WEEK + 24 * S_PER_HOUR, second_s + WEEK + 49 * S_PER_HOUR);
    assert_int_equal(status_now().queued, 1);
    assert_int_equal(status_now().oldest_start_s, MONDAY + WEEK);
    assert_int_equal(queueing.shown.queued, 1);
}

static void what_is_shown_is_what_waits_to_the_byte(void **state)
{
    char text[SUMMARY_TEXT_SIZE];
    struct summary summary;
    int64_t after = 0, key;
    size_t count;

    (void)state;
    sit(30);
    consent_at(MONDAY - DAY);
    live(MONDAY - DAY, MONDAY + WEEK + 3 * DAY);
    follow(MONDAY + WEEK + 3 * DAY, true);
    assert_int_equal(outbox.read_queued(outbox.self, &after, &summary, &key, 1, &count, NULL), 0);
    assert_int_equal(count, 1);
    (void)summary_write_influx(&summary, text);
    assert_string_equal(queueing.shown.text, text);
    assert_false(queueing.shown.is_example);
    assert_non_null(strstr(text, "blue"));
}

static void before_a_week_has_passed_an_example_is_shown_as_one(void **state)
{
    (void)state;
    follow(MONDAY + DAY, true);
    assert_true(queueing.shown.is_example);
    assert_true(strlen(queueing.shown.text) > 100);
    assert_string_equal(queueing.shown.host, "office.example");
    assert_string_equal(queueing.shown.team, "blue");
}

static void withdrawing_empties_the_queue_at_once(void **state)
{
    (void)state;
    sit(30);
    consent_at(MONDAY - DAY);
    live(MONDAY - DAY, MONDAY + 3 * WEEK);
    assert_true(status_now().queued > 0);
    queueing_withdraw(&queueing);
    follow(MONDAY + 3 * WEEK, true);
    assert_false(status_now().has_consent);
    assert_int_equal(status_now().queued, 0);
    assert_int_equal(queueing.shown.state, SYNC_OFF);
}

static void a_withdrawal_that_came_last_is_made_up_for(void **state)
{
    struct queueing left;

    (void)state;
    consent_at(MONDAY);
    queueing_withdraw(&queueing);
    left = queueing; /* and the kiosk stops */
    assert_int_equal(queueing_end(&left, NULL), 0);
    assert_false(status_now().has_consent);
}

static void without_a_clock_there_is_neither_consent_nor_queueing(void **state)
{
    (void)state;
    sit(30);
    consent_at(MONDAY - DAY);
    wall.label = WALL_RTC;
    live(MONDAY - DAY, MONDAY + 3 * WEEK);
    assert_int_equal(status_now().queued, 0);
    assert_int_equal(queueing.shown.state, SYNC_ON);
    queueing_withdraw(&queueing); /* this is always possible */
    follow(MONDAY + 3 * WEEK, true);
    assert_int_equal(queueing.shown.state, SYNC_NO_CLOCK);
    consent_at(MONDAY + 3 * WEEK);
    assert_false(status_now().has_consent);
}

/* The kernel says another time for half an hour: all records of the boot move with it, and back. */
static void label(int64_t error_s)
{
    struct store_boot boot = {BOOT, STORE_LABEL_KERNEL, (MONDAY + error_s) * NS_PER_S};

    commit(&(struct store_batch){.boots = &boot, .boots_len = 1});
    wall.offset_ns = (START + error_s) * NS_PER_S;
}

static void what_closed_is_not_told_while_the_clock_is_years_off(void **state)
{
    const int64_t closes_s = MONDAY + WEEK + DAY;
    struct summary summary;
    int64_t after = 0, key;
    size_t count;

    (void)state;
    sit(7);
    consent_at(MONDAY - DAY);
    live(MONDAY - DAY, closes_s - S_PER_HOUR);
    label(3 * 365 * DAY);
    follow(closes_s + 60, false);
    label(0);
    live(closes_s + S_PER_HOUR, closes_s + 23 * S_PER_HOUR);
    assert_int_equal(status_now().queued, 0);
    live(closes_s + DAY, closes_s + 3 * DAY);
    assert_int_equal(outbox.read_queued(outbox.self, &after, &summary, &key, 1, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_int_equal(summary.figures[SUMMARY_SITTING_S], 7 * S_PER_HOUR);
}

static void wait_for_word(void *self, const struct store *unused)
{
    (void)unused;
    while (sem_wait(self) != 0)
        continue;
}

/* A slow card makes that long, and a deadline in the past would keep the loop busy meanwhile. */
static void while_a_page_reads_the_history_the_loop_may_sleep(void **state)
{
    const int64_t now_s = MONDAY + WEEK + 2 * DAY, now_ns = (now_s - START) * NS_PER_S;
    sem_t word;
    struct ledger_reading page = {.self = &word, .read = wait_for_word};
    struct pollfd fd = {.fd = ledger_fd(ledger), .events = POLLIN};

    (void)state;
    sit(30);
    consent_at(MONDAY - DAY);
    live(MONDAY - DAY, now_s - DAY);
    assert_int_equal(sem_init(&word, 0, 0), 0);
    assert_true(ledger_read(ledger, &page));
    queueing_follow(&queueing, ledger, &wall, false, now_ns);
    assert_false(queueing.is_running);
    assert_int_equal(queueing_next_deadline(&queueing), TIME_NEVER);
    assert_int_equal(sem_post(&word), 0);
    (void)poll(&fd, 1, -1);
    assert_true(ledger_take_reading(ledger, &word));
    follow(now_s, false);
    assert_int_equal(status_now().queued, 1);
    assert_true(queueing_next_deadline(&queueing) > now_ns);
    (void)sem_destroy(&word);
}

/* A machine without a clock of its own, switched on each morning for less than an hour. */
static void once_the_clock_is_right_nobody_waits_for_the_next_hour(void **state)
{
    (void)state;
    sit(30);
    consent_at(MONDAY - DAY);
    for (int64_t day_s = MONDAY; day_s <= MONDAY + 9 * DAY; day_s += DAY) {
        begin_queueing(&outbox, SYNC_NOWHERE);
        wall.label = WALL_RTC;
        follow(day_s + S_PER_HOUR, false);
        wall.label = WALL_KERNEL;
        follow(day_s + S_PER_HOUR + 60, false);
    }
    assert_int_equal(status_now().queued, 1);
}

static void a_locked_one_can_be_turned_off_but_not_on(void **state)
{
    (void)state;
    consent_at(MONDAY);
    (void)snprintf(config.settings.locked, sizeof(config.settings.locked), "sync.consent");
    begin_queueing(&outbox, SYNC_NOWHERE);
    follow(MONDAY, true);
    assert_int_equal(queueing.shown.state, SYNC_ON);
    url = "https://elsewhere.example";
    begin_queueing(&outbox, SYNC_NOWHERE);
    consent_at(MONDAY + DAY);
    assert_int_equal(queueing.shown.state, SYNC_ASKS_ANEW);
    assert_string_equal(status_now().consent.host, "office.example");
    queueing_withdraw(&queueing);
    follow(MONDAY, true);
    assert_int_equal(queueing.shown.state, SYNC_LOCKED);
    consent_at(MONDAY);
    assert_false(status_now().has_consent);
}

static void finer_periods_need_a_new_yes(void **state)
{
    (void)state;
    sit(30);
    consent_at(MONDAY - DAY);
    config.sync.detail = SUMMARY_DAY;
    begin_queueing(&outbox, SYNC_NOWHERE);
    live(MONDAY, MONDAY + WEEK);
    assert_int_equal(queueing.shown.state, SYNC_ASKS_ANEW);
    assert_int_equal(status_now().queued, 0);
    consent_at(MONDAY + WEEK);
    assert_int_equal(queueing.shown.state, SYNC_ON);
    live(MONDAY + WEEK, MONDAY + WEEK + 5 * DAY);
    assert_true(status_now().oldest_start_s >= MONDAY + WEEK);
    assert_true(status_now().queued >= 2);
}

/* Agreed on Sunday, a week queued and another one begun; then the configuration changes. */
static void begin_with_a_week_and_change(const char *new_url, const char *new_team)
{
    sit(60);
    consent_at(MONDAY - DAY);
    live(MONDAY - DAY, MONDAY + WEEK + 3 * DAY);
    assert_int_equal(status_now().queued, 1);
    url = new_url;
    (void)snprintf(config.sync.team, sizeof(config.sync.team), "%s", new_team);
    begin_queueing(&outbox, SYNC_NOWHERE);
    live(MONDAY + WEEK + 3 * DAY, MONDAY + 4 * WEEK);
    assert_int_equal(queueing.shown.state, SYNC_ASKS_ANEW);
    assert_int_equal(status_now().queued, 1);
}

static void another_server_needs_a_new_yes_and_is_named(void **state)
{
    (void)state;
    begin_with_a_week_and_change("https://elsewhere.example/x", "blue");
    assert_int_equal(queueing.shown.match, CONSENT_OTHER_SERVER);
    assert_string_equal(queueing.shown.host, "elsewhere.example");
    consent_at(MONDAY + 4 * WEEK);
    assert_int_equal(queueing.shown.state, SYNC_ON);
    assert_string_equal(status_now().consent.host, "elsewhere.example");
    /* What waited still does; what ended while it was asked is not sent, what comes now is. */
    live(MONDAY + 4 * WEEK, MONDAY + 6 * WEEK + 3 * DAY);
    assert_int_equal(status_now().queued, 3);
    assert_int_equal(status_now().oldest_start_s, MONDAY);
}

static void another_team_needs_a_new_yes_and_is_in_the_text(void **state)
{
    (void)state;
    begin_with_a_week_and_change(url, "red");
    assert_int_equal(queueing.shown.match, CONSENT_OTHER_TEAM);
    follow(MONDAY + 4 * WEEK, true);
    assert_non_null(strstr(queueing.shown.text, "team=red"));
    consent_at(MONDAY + 4 * WEEK);
    assert_int_equal(queueing.shown.state, SYNC_ON);
    assert_string_equal(status_now().consent.team, "red");
}

static void who_declines_anew_leaves_nothing_behind(void **state)
{
    (void)state;
    begin_with_a_week_and_change("https://elsewhere.example/x", "blue");
    queueing_withdraw(&queueing);
    follow(MONDAY + 4 * WEEK, true);
    assert_int_equal(queueing.shown.state, SYNC_OFF);
    assert_int_equal(status_now().queued, 0);
}

static void a_change_that_is_taken_back_needs_nobody(void **state)
{
    const char *before = url;

    (void)state;
    begin_with_a_week_and_change("https://elsewhere.example/x", "blue");
    url = before;
    begin_queueing(&outbox, SYNC_NOWHERE);
    follow(MONDAY + 4 * WEEK + DAY, false);
    assert_int_equal(queueing.shown.state, SYNC_ON);
    assert_int_equal(status_now().consent_s, MONDAY - DAY);
    follow(MONDAY + 4 * WEEK + 2 * DAY, false);
    assert_int_equal(status_now().queued, 4);
}

static void a_day_that_begins_earlier_leaves_no_week_out(void **state)
{
    (void)state;
    sit(30);
    wall.calendar.day_start_min = 4 * 60;
    begin_queueing(&outbox, SYNC_NOWHERE);
    consent_at(MONDAY - DAY);
    live(MONDAY - DAY, MONDAY + WEEK + 3 * DAY);
    assert_int_equal(status_now().queued, 1);
    wall.calendar.day_start_min = 2 * 60;
    begin_queueing(&outbox, SYNC_NOWHERE);
    live(MONDAY + WEEK + 3 * DAY, MONDAY + 3 * WEEK + 3 * DAY);
    assert_int_equal(status_now().queued, 3);
}

static void an_attempt_is_shown_with_its_cause(void **state)
{
    const struct outbox_attempt attempt = {
        .outcome = OUTBOX_SETUP, .cause = OUTBOX_TOKEN, .reason = "401"};

    (void)state;
    consent_at(MONDAY);
    assert_int_equal(outbox.note_attempt(outbox.self, &attempt, NULL), 0);
    follow(MONDAY + S_PER_HOUR, true);
    assert_int_equal(queueing.shown.outcome, OUTBOX_SETUP);
    assert_int_equal(queueing.shown.cause, OUTBOX_TOKEN);
    assert_false(queueing.shown.is_unkept);
}

static void simulated_figures_have_no_outbox(void **state)
{
    (void)state;
    begin_queueing(NULL, SYNC_SIMULATED);
    queueing_follow(&queueing, ledger, &wall, true, 0);
    queueing_consent(&queueing);
    queueing_follow(&queueing, ledger, &wall, true, 0);
    assert_false(queueing.is_running);
    assert_int_equal(queueing.shown.state, SYNC_SIMULATED);
    assert_int_equal(queueing_next_deadline(&queueing), TIME_NEVER);
}

/* More than is done at once: the history's writes come in between. */
static void a_long_backlog_is_queued_in_parts(void **state)
{
    (void)state;
    config.sync.detail = SUMMARY_DAY;
    begin_queueing(&outbox, SYNC_NOWHERE);
    consent_at(MONDAY - DAY);
    sit(60);
    follow(MONDAY + 61 * DAY, false);
    follow(MONDAY + 63 * DAY, false);
    assert_int_equal(status_now().queued, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(nothing_is_queued_without_consent),
        TEST(weeks_that_begin_after_consent_are_queued_a_day_after_they_end),
        TEST(what_is_shown_is_what_waits_to_the_byte),
        TEST(before_a_week_has_passed_an_example_is_shown_as_one),
        TEST(withdrawing_empties_the_queue_at_once),
        TEST(a_withdrawal_that_came_last_is_made_up_for),
        TEST(without_a_clock_there_is_neither_consent_nor_queueing),
        TEST(what_closed_is_not_told_while_the_clock_is_years_off),
        TEST(while_a_page_reads_the_history_the_loop_may_sleep),
        TEST(once_the_clock_is_right_nobody_waits_for_the_next_hour),
        TEST(a_locked_one_can_be_turned_off_but_not_on),
        TEST(finer_periods_need_a_new_yes),
        TEST(another_server_needs_a_new_yes_and_is_named),
        TEST(another_team_needs_a_new_yes_and_is_in_the_text),
        TEST(who_declines_anew_leaves_nothing_behind),
        TEST(a_change_that_is_taken_back_needs_nobody),
        TEST(a_day_that_begins_earlier_leaves_no_week_out),
        TEST(an_attempt_is_shown_with_its_cause),
        TEST(simulated_figures_have_no_outbox),
        TEST(a_long_backlog_is_queued_in_parts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

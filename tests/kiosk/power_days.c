#include "kiosk/power_days.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/consent.h"
#include "drivers/outbox_sqlite.h"
#include "kiosk/requests.h"
#include "store/old_file.h"
#include "ui/settings_pages.h"
#include "ui/theme.h"

#define HISTORY "/cut/history.db"
#define OUTBOX  "/cut/outbox/outbox.db"
#define URL     "https://office.example/weeks"

#define BREAK_AFTER_MIN 5
#define PROMPTED_S      (BREAK_AFTER_MIN * 60 + 60)

/* A posture counts once it has stood for ten seconds. */
#define SETTLED_S 15

static bool has_power(const struct power_days *days)
{
    return !fake_disk_is_cut(days->disk);
}

static int64_t now_s(const struct power_days *days)
{
    return days->desk.true_wall_ns / NS_PER_S;
}

int power_days_date(const struct power_days *days)
{
    int64_t since_s = now_s(days) - POWER_DAYS_FIRST_S - days->desk.calendar.day_start_min * 60;

    assert_in_range(since_s, 0, POWER_DAYS_DATES * S_PER_DAY - 1);
    return (int)(since_s / S_PER_DAY);
}

int64_t power_days_until(const struct power_days *days, int date, int hour)
{
    return POWER_DAYS_FIRST_S + date * S_PER_DAY + hour * S_PER_HOUR - now_s(days);
}

/* ---- the kiosk ---- */

void power_days_init(struct power_days *days, struct fake_disk *disk, const char *vfs)
{
    struct config *config = &days->desk.config;

    memset(days, 0, sizeof(*days));
    desk_init(&days->desk, HISTORY, POWER_DAYS_FIRST_S + 8 * S_PER_HOUR);
    days->disk = disk;
    days->desk.vfs = vfs;
    days->desk.url = URL;
    days->desk.waits_for_disk = true;
    days->desk.has_config = true;
    config_set_defaults(config);
    config->coach.baseline_days = 0;
    config->protocol.preset = PROTOCOL_CUSTOM;
    config->protocol.interval_min = BREAK_AFTER_MIN;
    config->protocol.duration_s = 60;
    config->sync.detail = SUMMARY_DAY;
    (void)snprintf(config->sync.team, sizeof(config->sync.team), "%s", POWER_DAYS_TEAM);
    write_old_file(HISTORY, vfs, "version_1.sql");
    write_old_file(OUTBOX, vfs, "outbox_version_1.sql");
}

static void open_outbox(struct power_days *days)
{
    const struct outbox_sqlite_config config = {
        .path = OUTBOX, .vfs = days->desk.vfs, .test_endpoint = ""};

    assert_int_equal(outbox_sqlite_new(&days->outbox, &config, NULL), 0);
}

/* What the last commit that returned has brought to the disk. */
static void note_kept(struct power_days *days)
{
    struct power_days_truth *truth = &days->truth;
    struct ledger_status status;
    int64_t all_ns = 0;

    ledger_read_status(days->desk.ledger, &status);
    if (status.written_mono_ns == TIME_NEVER || status.written_mono_ns == truth->written_ns)
        return;
    for (int i = 0; i < POWER_DAYS_DATES; i++)
        all_ns += truth->seated_ns[i];
    truth->written_ns = status.written_mono_ns;
    truth->kept_ns = all_ns - (days->is_seated ? days->desk.mono_ns - truth->written_ns : 0);
}

void power_days_switch_on(struct power_days *days, int64_t after_s)
{
    desk_reboot(&days->desk, after_s);
    days->truth.written_ns = TIME_NEVER;
    open_outbox(days);
    days->desk.outbox = &days->outbox;
    desk_start(&days->desk);
    desk_follow_outbox(&days->desk);
}

void power_days_live(struct power_days *days, int seconds)
{
    for (int i = 0; i < seconds && has_power(days); i++) {
        desk_wait(&days->desk, 1);
        if (days->is_seated && has_power(days))
            days->truth.seated_ns[power_days_date(days)] += NS_PER_S;
        note_kept(days);
    }
}

void power_days_switch_off(struct power_days *days)
{
    if (has_power(days))
        (void)desk_try_stop(&days->desk);
    else
        desk_lose_power(&days->desk);
    days->outbox.close(days->outbox.self);
}

void power_days_send(struct power_days *days, enum office_mood mood)
{
    const struct clock_port clock = desk_clock(&days->desk);
    struct consent asked;

    if (!has_power(days))
        return;
    consent_ask(&asked, &days->desk.config, URL);
    open_outbox(days);
    days->book.mood = mood;
    (void)office_book_drain(&days->book, &days->outbox, &clock, &asked);
    days->outbox.close(days->outbox.self);
}

/* ---- the person ---- */

static void sit(struct power_days *days, int seconds)
{
    if (!has_power(days))
        return;
    desk_set(&days->desk, LINE_CHAIR, true);
    days->is_seated = true;
    power_days_live(days, seconds);
}

static void stand(struct power_days *days)
{
    if (!has_power(days))
        return;
    desk_set(&days->desk, LINE_CHAIR, false);
    days->is_seated = false;
    power_days_live(days, SETTLED_S);
}

static void walk(struct power_days *days, int footfalls)
{
    if (has_power(days))
        desk_walk(&days->desk, footfalls);
    power_days_live(days, 1);
}

static void touch(struct power_days *days, const struct ui_request *request)
{
    requests_take(days->desk.appliance, request, days->desk.mono_ns);
    (void)desk_wait_for_disk(&days->desk);
    desk_follow_outbox(&days->desk);
    note_kept(days);
}

static void choose_theme(struct power_days *days)
{
    const struct ui_request request = {
        .kind = UI_REQUEST_SET, .setting = SETTING_THEME, .number = THEME_DAWN};

    if (!has_power(days))
        return;
    touch(days, &request);
    days->truth.has_theme = has_power(days);
}

static bool consent_is_shown(const struct power_days *days)
{
    return days->desk.appliance->queueing.shown.state == SYNC_ON;
}

static void agree(struct power_days *days)
{
    const struct ui_request request = {.kind = UI_REQUEST_SYNC, .number = 1};

    if (!has_power(days))
        return;
    assert_true(days->desk.appliance->queueing.shown.may_agree);
    days->truth.asks_consent = true;
    touch(days, &request);
    days->truth.has_consent = consent_is_shown(days);
}

static void erase(struct power_days *days)
{
    const struct ui_request request = {.kind = UI_REQUEST_ERASE, .number = ERASE_PERSON};

    if (!has_power(days))
        return;
    days->truth.asks_erase = true;
    touch(days, &request);
    days->truth.has_erased = has_power(days);
}

/* ---- the days ---- */

static void switch_on_at(struct power_days *days, int date, int hour)
{
    power_days_switch_on(days, power_days_until(days, date, hour));
}

static void a_new_program_on_old_files(struct power_days *days)
{
    switch_on_at(days, 0, 9);
    sit(days, 130);
    stand(days);
    power_days_switch_off(days);
}

static void a_theme_and_consent(struct power_days *days)
{
    switch_on_at(days, 0, 10);
    sit(days, 45);
    choose_theme(days);
    agree(days);
    power_days_live(days, 45);
    stand(days);
    power_days_switch_off(days);
}

/* Sits until prompted, walks, and sits down again. */
static void work(struct power_days *days)
{
    sit(days, PROMPTED_S);
    stand(days);
    walk(days, 60);
    sit(days, 100);
    stand(days);
}

static void tuesday(struct power_days *days)
{
    switch_on_at(days, 1, 9);
    work(days);
    power_days_switch_off(days);
}

/* Off too soon after it began to sit for a whole minute. */
static void wednesday(struct power_days *days)
{
    switch_on_at(days, 2, 9);
    sit(days, 200);
    stand(days);
    power_days_switch_off(days);
}

/* Tuesday is past beyond doubt: it is queued. */
static void thursday(struct power_days *days)
{
    switch_on_at(days, 3, 10);
    sit(days, 150);
    stand(days);
    power_days_switch_off(days);
}

static void sent_and_not_heard_of(struct power_days *days)
{
    power_days_send(days, OFFICE_TAKES_AND_IS_GONE);
}

static void sent_once_more(struct power_days *days)
{
    desk_sleep(&days->desk, S_PER_HOUR);
    power_days_send(days, OFFICE_TAKES);
}

static void friday(struct power_days *days)
{
    switch_on_at(days, 4, 11);
    sit(days, 150);
    stand(days);
    power_days_switch_off(days);
}

static void a_busy_office(struct power_days *days)
{
    power_days_send(days, OFFICE_IS_BUSY);
    power_days_send(days, OFFICE_TAKES);
}

/* Thursday waits to be sent when somebody else takes the desk. */
static void another_person(struct power_days *days)
{
    switch_on_at(days, 5, 12);
    sit(days, 70);
    stand(days);
    erase(days);
    power_days_live(days, 70);
    power_days_switch_off(days);
}

static void nothing_to_send(struct power_days *days)
{
    power_days_send(days, OFFICE_TAKES);
}

const struct power_days_part power_days_parts[] = {
    {"a new program on old files", a_new_program_on_old_files},
    {"a theme and consent", a_theme_and_consent},
    {"Tuesday", tuesday},
    {"Wednesday", wednesday},
    {"Thursday, and a day is queued", thursday},
    {"sent, and the answer is lost", sent_and_not_heard_of},
    {"sent once more", sent_once_more},
    {"Friday, and a day is queued", friday},
    {"a busy office", a_busy_office},
    {"another person", another_person},
    {"nothing to send", nothing_to_send},
};
const int power_days_part_count = sizeof(power_days_parts) / sizeof(power_days_parts[0]);

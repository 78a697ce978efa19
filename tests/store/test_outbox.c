/* The outbox: queue, quarantine, attempts; two programs, power cuts, damage. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/outbox_sqlite.h"
#include "store/fake_disk.h"
#include "store/outbox_rig.h"
#include "store/scratch.h"

#define DISK_NAME "outbox-disk"
#define HOUR      INT64_C(3600)

/* ---- what is past ---- */

static int64_t sure_at(const struct outbox *outbox, int64_t now_s)
{
    int64_t sure_s;

    assert_int_equal(outbox->note_time(outbox->self, now_s, &sure_s, NULL), 0);
    return sure_s;
}

static void a_moment_is_past_once_the_clock_stood_by_it_for_a_day(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(sure_at(&outbox, CONSENT + HOUR), CONSENT);
    assert_int_equal(sure_at(&outbox, CONSENT + DAY), CONSENT);
    /* Off for two weeks. */
    assert_int_equal(sure_at(&outbox, CONSENT + 15 * DAY), CONSENT + DAY);
    assert_int_equal(sure_at(&outbox, CONSENT + 16 * DAY - 1), CONSENT + DAY);
    close_outbox(&outbox);
    outbox = open_outbox(scratch->path, NULL, NULL);
    assert_int_equal(sure_at(&outbox, CONSENT + 16 * DAY), CONSENT + 15 * DAY);
    close_outbox(&outbox);
}

static void a_clock_that_leaps_ahead_for_a_day_closes_nothing(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    const int64_t leap_s = 3 * 365 * DAY;

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    for (int hour = 0; hour < 48; hour++)
        (void)sure_at(&outbox, CONSENT + hour * HOUR);
    for (int hour = 48; hour < 72; hour++)
        assert_true(sure_at(&outbox, CONSENT + leap_s + hour * HOUR) < CONSENT + 48 * HOUR);
    assert_true(sure_at(&outbox, CONSENT + 72 * HOUR) < CONSENT + 72 * HOUR);
    assert_int_equal(sure_at(&outbox, CONSENT + 96 * HOUR), CONSENT + 72 * HOUR);
    close_outbox(&outbox);
}

/* ---- queue ---- */

static void what_is_queued_comes_out_as_it_went_in_but_for_the_name(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    struct summary summaries[ROOM];
    int64_t keys[ROOM];

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(queue_weeks(&outbox, 0, 2), 0);
    close_outbox(&outbox);
    outbox = open_outbox(scratch->path, NULL, NULL);
    assert_int_equal(read_all(&outbox, summaries, keys), 3);
    for (int i = 0; i < 3; i++) {
        struct summary expected = week(i);

        assert_int_equal(strlen(summaries[i].pseudonym), 32);
        assert_int_equal(strspn(summaries[i].pseudonym, "0123456789abcdef"), 32);
        assert_int_equal(summaries[i].start_s, expected.start_s);
        assert_string_equal(summaries[i].team, expected.team);
        assert_string_equal(summaries[i].version, expected.version);
        assert_memory_equal(summaries[i].figures, expected.figures, sizeof(expected.figures));
    }
    assert_int_equal(status_of(&outbox).queued, 3);
    assert_int_equal(status_of(&outbox).oldest_start_s, MONDAY);
    close_outbox(&outbox);
}

static void a_closed_period_never_changes_nor_comes_back(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    struct summary changed = week(0);
    struct summary summaries[ROOM];
    int64_t keys[ROOM];

    changed.figures[0] = 1;
    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(queue_weeks(&outbox, 0, 0), 0);
    assert_int_equal(outbox.queue(outbox.self, SUMMARY_WEEK, &changed, 1, MONDAY + WEEK, NULL), 0);
    assert_int_equal(read_all(&outbox, summaries, keys), 1);
    assert_int_equal(summaries[0].figures[0], 1000);
    assert_int_equal(outbox.strike_off(outbox.self, keys, 1, MONDAY + WEEK, NULL), 0);
    /* Neither again as it was, nor along with what is new. */
    assert_int_equal(queue_weeks(&outbox, 0, 0), 0);
    assert_int_equal(status_of(&outbox).queued, 0);
    assert_int_equal(queue_weeks(&outbox, 0, 1), 0);
    assert_int_equal(status_of(&outbox).queued, 1);
    assert_int_equal(status_of(&outbox).oldest_start_s, MONDAY + WEEK);
    close_outbox(&outbox);
}

static void an_empty_stretch_is_noted_too(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    int64_t until_s;

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(outbox.queue(outbox.self, SUMMARY_WEEK, NULL, 0, MONDAY + WEEK, NULL), 0);
    assert_int_equal(outbox.read_until(outbox.self, SUMMARY_WEEK, &until_s, NULL), 0);
    assert_int_equal(until_s, MONDAY + WEEK);
    close_outbox(&outbox);
}

static void a_name_lasts_for_a_month_and_is_forgotten(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    char march[SUMMARY_PSEUDONYM_SIZE], again[SUMMARY_PSEUDONYM_SIZE];
    struct summary summaries[ROOM];
    int64_t keys[ROOM];

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(outbox.read_pseudonym(outbox.self, MONDAY, march, NULL), 0);
    assert_int_equal(queue_weeks(&outbox, 0, 4), 0); /* 2 March to 5 April */
    assert_int_equal(queue_weeks(&outbox, 5, 5), 0); /* 6 April: no March can follow */
    assert_int_equal(read_all(&outbox, summaries, keys), 6);
    for (int i = 0; i < 5; i++)
        assert_string_equal(summaries[i].pseudonym, march);
    assert_string_not_equal(summaries[5].pseudonym, march);
    assert_int_equal(outbox.read_pseudonym(outbox.self, MONDAY, again, NULL), 0);
    assert_string_not_equal(again, march);
    close_outbox(&outbox);
}

static void after_two_years_the_oldest_go_and_are_counted(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    for (int i = 0; i < 106; i++)
        assert_int_equal(queue_weeks(&outbox, i, i), 0);
    assert_int_equal(status_of(&outbox).queued, 104);
    assert_int_equal(status_of(&outbox).dropped, 2);
    assert_int_equal(status_of(&outbox).oldest_start_s, MONDAY + 2 * WEEK);
    close_outbox(&outbox);
}

/* ---- out ---- */

static void it_is_read_in_parts_in_order(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    struct summary summaries[2];
    int64_t keys[2];
    int64_t after = 0;
    size_t count, sum = 0;

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(queue_weeks(&outbox, 0, 4), 0);
    do {
        assert_int_equal(outbox.read_queued(outbox.self, &after, summaries, keys, 2, &count, NULL),
                         0);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(summaries[i].start_s, MONDAY + (int64_t)sum++ * WEEK);
    } while (count == 2);
    assert_int_equal(sum, 5);
    close_outbox(&outbox);
}

static void what_arrived_is_gone_and_counted(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    struct summary summaries[ROOM];
    int64_t keys[ROOM];

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(queue_weeks(&outbox, 0, 2), 0);
    assert_int_equal(read_all(&outbox, summaries, keys), 3);
    assert_int_equal(outbox.strike_off(outbox.self, keys, 2, 77, NULL), 0);
    assert_int_equal(outbox.strike_off(outbox.self, keys, 2, 88, NULL), 0); /* said again */
    assert_int_equal(status_of(&outbox).queued, 1);
    assert_int_equal(status_of(&outbox).delivered, 2);
    assert_int_equal(status_of(&outbox).delivered_at_s, 77);
    close_outbox(&outbox);
}

static void what_is_refused_stays_aside_until_released(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    struct summary summaries[ROOM];
    int64_t keys[ROOM];

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(queue_weeks(&outbox, 0, 2), 0);
    assert_int_equal(read_all(&outbox, summaries, keys), 3);
    assert_int_equal(outbox.quarantine(outbox.self, keys[1], "no", NULL), 0);
    assert_int_equal(read_all(&outbox, summaries, keys), 2);
    assert_int_equal(summaries[1].start_s, MONDAY + 2 * WEEK);
    assert_int_equal(status_of(&outbox).quarantined, 1);
    assert_int_equal(status_of(&outbox).queued, 2);
    assert_int_equal(outbox.release_quarantine(outbox.self, NULL), 0);
    assert_int_equal(read_all(&outbox, summaries, keys), 3);
    close_outbox(&outbox);
}

static void an_attempt_is_remembered(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, NULL);
    const struct outbox_attempt attempt = {.outcome = OUTBOX_SETUP,
                                           .cause = OUTBOX_TOKEN,
                                           .at_s = 5,
                                           .not_before_s = 6,
                                           .failures = 7,
                                           .reason = "the token is wrong"};
    struct outbox_status status;

    assert_int_equal(outbox.note_attempt(outbox.self, &attempt, NULL), 0);
    assert_int_equal(status_of(&outbox).last.outcome, OUTBOX_NEVER_TRIED);
    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(outbox.note_attempt(outbox.self, &attempt, NULL), 0);
    status = status_of(&outbox);
    assert_int_equal(status.last.outcome, OUTBOX_SETUP);
    assert_int_equal(status.last.cause, OUTBOX_TOKEN);
    assert_int_equal(status.last.at_s, 5);
    assert_int_equal(status.last.not_before_s, 6);
    assert_int_equal(status.last.failures, 7);
    assert_string_equal(status.last.reason, "the token is wrong");
    close_outbox(&outbox);
}

/* ---- two programs, damage ---- */

static void two_programs_share_it(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox kiosk = open_outbox(scratch->path, NULL, "");
    struct outbox sender = open_outbox(scratch->path, NULL, NULL);
    struct summary summaries[ROOM];
    int64_t keys[ROOM];

    assert_int_equal(status_of(&sender).queued, 0);
    consent(&kiosk, SUMMARY_WEEK, CONSENT);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(queue_weeks(&kiosk, i, i), 0);
        assert_int_equal(read_all(&sender, summaries, keys), 1);
        assert_int_equal(summaries[0].start_s, MONDAY + i * WEEK);
        assert_int_equal(sender.strike_off(sender.self, keys, 1, 1, NULL), 0);
    }
    assert_int_equal(queue_weeks(&kiosk, 20, 20), 0);
    assert_int_equal(read_all(&sender, summaries, keys), 1);
    assert_int_equal(kiosk.withdraw(kiosk.self, NULL), 0);
    assert_int_equal(sender.strike_off(sender.self, keys, 1, 1, NULL), 0);
    assert_int_equal(status_of(&sender).delivered, 0);
    close_outbox(&sender);
    close_outbox(&kiosk);
}

static void folder_and_file_are_for_a_group(void **state)
{
    const struct scratch *scratch = *state;
    char path[256];
    struct outbox outbox;
    struct stat is;
    mode_t before = umask(077);

    (void)snprintf(path, sizeof(path), "%s/a/b/outbox.db", scratch->folder);
    outbox = open_outbox(path, NULL, "");
    consent(&outbox, SUMMARY_WEEK, CONSENT);
    (void)umask(before);
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_mode & 07777, 0660);
    *strrchr(path, '/') = '\0';
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_mode & 07777, 02770);
    close_outbox(&outbox);
}

static void a_damaged_file_is_set_aside_and_nobody_has_consented(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, "");
    struct outbox other = open_outbox(scratch->path, NULL, NULL);
    FILE *file;

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_true(status_of(&other).has_consent);
    close_outbox(&outbox);
    file = fopen(scratch->path, "r+b");
    assert_non_null(file);
    for (int i = 0; i < 8192; i++)
        (void)fputc('x', file);
    (void)fclose(file);
    outbox = open_outbox(scratch->path, NULL, "");
    assert_false(status_of(&outbox).has_consent);
    assert_non_null(strstr(outbox.set_aside_name(outbox.self), ".damaged-1"));
    assert_int_equal(access(outbox.set_aside_name(outbox.self), F_OK), 0);
    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(queue_weeks(&outbox, 0, 0), 0);
    /* Who had the old one open finds the new one, and leaves it where it is. */
    assert_int_equal(status_of(&other).queued, 1);
    assert_string_equal(other.set_aside_name(other.self), "");
    assert_int_equal(outbox.withdraw(outbox.self, NULL), 0);
    assert_int_equal(status_of(&other).queued, 0);
    close_outbox(&other);
    close_outbox(&outbox);
}

static void a_file_whose_head_forbids_writing_is_set_aside(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, "");
    FILE *file;

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    close_outbox(&outbox);
    file = fopen(scratch->path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 18, SEEK_SET), 0); /* the head's write version */
    (void)fputc(7, file);
    (void)fclose(file);
    outbox = open_outbox(scratch->path, NULL, "");
    assert_false(status_of(&outbox).has_consent);
    assert_non_null(strstr(outbox.set_aside_name(outbox.self), ".damaged-1"));
    close_outbox(&outbox);
}

static void a_file_that_was_deleted_is_let_go(void **state)
{
    const struct scratch *scratch = *state;
    struct outbox outbox = open_outbox(scratch->path, NULL, "");

    consent(&outbox, SUMMARY_WEEK, CONSENT);
    assert_int_equal(unlink(scratch->path), 0);
    assert_false(status_of(&outbox).has_consent);
    close_outbox(&outbox);
}

/* ---- power cuts ---- */

enum step { STEP_CONSENT, STEP_QUEUE, STEP_STRIKE, STEP_WITHDRAW, STEPS };

static int do_step(const struct outbox *outbox, enum step step)
{
    struct summary summaries[ROOM];
    int64_t keys[ROOM];
    const struct consent agreed = {.host = HOST, .team = TEAM};
    int64_t after = 0;
    size_t count;

    switch (step) {
    case STEP_CONSENT:
        return outbox->give_consent(outbox->self, &agreed, CONSENT, NULL);
    case STEP_QUEUE:
        return queue_weeks(outbox, 0, 9);
    case STEP_STRIKE:
        if (outbox->read_queued(outbox->self, &after, summaries, keys, 4, &count, NULL) < 0)
            return -ERR_IO;
        return outbox->strike_off(outbox->self, keys, count, 1, NULL);
    case STEP_WITHDRAW:
        return outbox->withdraw(outbox->self, NULL);
    case STEPS:
        break;
    }
    return 0;
}

/* How far it got: one more than the last step whose work is there. */
static int steps_done(const struct outbox *outbox, const struct fake_disk *disk)
{
    struct outbox_status status = status_of(outbox);

    if (!status.has_consent) {
        assert_int_equal(status.queued + status.delivered, 0);
        assert_false(fake_disk_holds(disk, TEAM));
        return 0;
    }
    if (status.queued == 0 && status.delivered == 0)
        return STEP_QUEUE;
    if (status.delivered == 0)
        assert_int_equal(status.queued, 10);
    else
        assert_int_equal(status.queued * 10 + status.delivered, 64);
    return status.delivered == 0 ? STEP_STRIKE : STEP_WITHDRAW;
}

static void a_cut_at_any_write_leaves_each_step_whole(void **state)
{
    const struct scratch *scratch = *state;
    int64_t cuts = 0;
    bool goes_on = true;

    for (int64_t after = 0; goes_on; after++) {
        goes_on = false;
        for (int loss = 0; loss < FAKE_DISK_LOSSES; loss++) {
            struct fake_disk *disk = fake_disk_new(DISK_NAME);
            struct outbox outbox = open_outbox(scratch->path, DISK_NAME, NULL);
            int done = 0;
            int found;

            fake_disk_cut_after(disk, after);
            while (done < STEPS && do_step(&outbox, (enum step)done) == 0)
                done++;
            goes_on |= fake_disk_is_cut(disk);
            close_outbox(&outbox);
            fake_disk_restart(disk, (enum fake_disk_loss)loss, (uint64_t)after);
            outbox = open_outbox(scratch->path, DISK_NAME, NULL);
            found = steps_done(&outbox, disk);
            /* All that returned is there; the one under way may be, wholly. */
            if (found != done % STEPS && found != (done + 1) % STEPS)
                fail_msg("write %lld, loss %d: %d steps done, %d found", (long long)after, loss,
                         done, found);
            close_outbox(&outbox);
            fake_disk_free(disk);
        }
        cuts += goes_on;
    }
    print_message("%lld writes, each cut in %d ways\n", (long long)cuts, (int)FAKE_DISK_LOSSES);
    assert_true(cuts > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
        TEST(a_moment_is_past_once_the_clock_stood_by_it_for_a_day),
        TEST(a_clock_that_leaps_ahead_for_a_day_closes_nothing),
        TEST(a_file_that_was_deleted_is_let_go),
        TEST(what_is_queued_comes_out_as_it_went_in_but_for_the_name),
        TEST(a_closed_period_never_changes_nor_comes_back),
        TEST(an_empty_stretch_is_noted_too),
        TEST(a_name_lasts_for_a_month_and_is_forgotten),
        TEST(after_two_years_the_oldest_go_and_are_counted),
        TEST(it_is_read_in_parts_in_order),
        TEST(what_arrived_is_gone_and_counted),
        TEST(what_is_refused_stays_aside_until_released),
        TEST(an_attempt_is_remembered),
        TEST(two_programs_share_it),
        TEST(folder_and_file_are_for_a_group),
        TEST(a_damaged_file_is_set_aside_and_nobody_has_consented),
        TEST(a_file_whose_head_forbids_writing_is_set_aside),
        TEST(a_cut_at_any_write_leaves_each_step_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

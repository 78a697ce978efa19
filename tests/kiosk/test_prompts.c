/* Prompts in the running kiosk: what is kept of them, when, and what a restart makes of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>

#include "kiosk/desk.h"
#include "store/fake_disk.h"
#include "store/scratch.h"

#define NINE_UTC_S INT64_C(1772442000) /* 2026-03-02T09:00:00Z */
#define DISK_NAME  "prompt-disk"
/* More writes than two commits make: the loop over the cuts ends by itself. */
#define CUTS_MAX 400

static struct desk desk;

struct rows {
    int len;
    struct store_labelled_prompt all[64];
};

static void collect(void *context, const struct store_labelled_prompt *row)
{
    struct rows *rows = context;

    assert_true(rows->len < 64);
    rows->all[rows->len++] = *row;
}

/* Of a kiosk that is switched off. */
static struct rows stored_prompts(void)
{
    struct rows rows = {0};
    struct store store = desk_open_store(&desk);

    assert_int_equal(store.read_prompts(store.self, INT64_MIN, INT64_MAX, collect, &rows, NULL), 0);
    store.close(store.self);
    return rows;
}

static void check_changes(const struct rows *rows, const enum store_prompt_change *changes, int len)
{
    for (int i = 0; i < len && i < rows->len; i++)
        assert_int_equal(rows->all[i].prompt.change, changes[i]);
    assert_int_equal(rows->len, len);
}

#define CHECK_CHANGES(rows, ...)                                                                   \
    check_changes(rows, (const enum store_prompt_change[]){__VA_ARGS__},                           \
                  sizeof((const enum store_prompt_change[]){__VA_ARGS__}) /                        \
                      sizeof(enum store_prompt_change))

static void begin(void **state)
{
    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk_start(&desk);
}

static void sit(void)
{
    desk_set(&desk, LINE_CHAIR, true);
}

/* Up for a stroll of two minutes and a half, and back. */
static void stroll(void)
{
    desk_set(&desk, LINE_CHAIR, false);
    desk_walk(&desk, 125);
    sit();
    desk_wait(&desk, 30);
}

/* ---- what is kept ---- */

static void a_prompt_is_kept_from_its_raise_to_its_outcome(void **state)
{
    struct rows rows;
    int64_t raised_ns;

    begin(state);
    desk_sit_until_prompted(&desk);
    raised_ns = desk_coach(&desk)->raised_ns;
    desk_touch(&desk, TOUCH_SNOOZE);
    desk_wait(&desk, 310);
    desk_touch(&desk, TOUCH_START);
    stroll();
    desk_stop(&desk);

    rows = stored_prompts();
    CHECK_CHANGES(&rows, STORE_PROMPT_RAISED, STORE_PROMPT_SNOOZED, STORE_PROMPT_STARTED,
                  STORE_PROMPT_VERIFIED);
    for (int i = 0; i < rows.len; i++) {
        assert_int_equal(rows.all[i].prompt.number, 1);
        assert_true(rows.all[i].prompt.raised_mono_ns == raised_ns);
        assert_true(rows.all[i].raised_wall_ns ==
                    NINE_UTC_S * NS_PER_S + raised_ns - 20 * NS_PER_S);
        assert_int_equal(rows.all[i].label, STORE_LABEL_KERNEL);
        assert_false(rows.all[i].prompt.is_reported);
    }
    assert_true(rows.all[3].prompt.moved_ns == 2 * NS_PER_MIN);
}

static void each_prompt_has_a_number_of_its_own_and_an_own_break_has_none(void **state)
{
    struct rows rows;

    begin(state);
    desk_sit_until_prompted(&desk);
    desk_touch(&desk, TOUCH_SKIP);
    desk_wait(&desk, 1800);
    stroll();
    desk_sit_until_prompted(&desk);
    desk_wait(&desk, 400);
    desk_stop(&desk);

    rows = stored_prompts();
    CHECK_CHANGES(&rows, STORE_PROMPT_RAISED, STORE_PROMPT_SKIPPED, STORE_PROMPT_NATURAL,
                  STORE_PROMPT_RAISED, STORE_PROMPT_IGNORED);
    assert_int_equal(rows.all[1].prompt.number, 1);
    assert_int_equal(rows.all[2].prompt.number, 0);
    assert_int_equal(rows.all[3].prompt.number, 2);
    assert_int_equal(rows.all[4].prompt.number, 2);
}

static void a_guided_set_that_was_only_said_is_kept_as_reported(void **state)
{
    struct rows rows;

    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk.appliance_setup.break_raises = 15;
    desk.appliance_setup.has_mat = false;
    desk_start(&desk);
    desk_sit_until_prompted(&desk);
    desk_touch(&desk, TOUCH_START);
    desk_touch(&desk, TOUCH_EXERCISE);
    desk_wait(&desk, 150);
    desk_touch(&desk, TOUCH_STOP);
    desk_stop(&desk);

    rows = stored_prompts();
    CHECK_CHANGES(&rows, STORE_PROMPT_RAISED, STORE_PROMPT_STARTED, STORE_PROMPT_VERIFIED);
    assert_true(rows.all[2].prompt.is_reported);
    assert_false(rows.all[1].prompt.is_reported);
}

static void the_days_counters_are_stored_with_its_figures(void **state)
{
    static const struct {
        const char *name;
        double value;
    } wanted[] = {{"prompts_raised", 2},   {"prompts_started", 1}, {"prompts_snoozed", 1},
                  {"prompts_skipped", 1},  {"prompts_ignored", 0}, {"prompts_unfinished", 0},
                  {"prompts_verified", 1}, {"prompts_natural", 0}};

    begin(state);
    desk_sit_until_prompted(&desk);
    desk_touch(&desk, TOUCH_SKIP);
    desk_wait(&desk, 3600);
    desk_touch(&desk, TOUCH_SNOOZE);
    desk_wait(&desk, 310);
    desk_touch(&desk, TOUCH_START);
    stroll();
    desk_set(&desk, LINE_CHAIR, false);
    desk_wait(&desk, 18 * 3600); /* past four */
    desk_stop(&desk);
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        double value;

        if (!desk_stored_figure(&desk, 20260302, wanted[i].name, &value) ||
            value != wanted[i].value)
            fail_msg("%s is %g, not %g", wanted[i].name, value, wanted[i].value);
    }
}

static void prompts_before_the_clock_was_known_are_dated_once_it_is(void **state)
{
    struct rows rows;

    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk.is_synchronised = false;
    desk.wall_error_ns = -NINE_UTC_S * NS_PER_S; /* 1970 */
    desk_start(&desk);
    desk_sit_until_prompted(&desk);
    desk_touch(&desk, TOUCH_SKIP);
    desk.is_synchronised = true;
    desk.wall_error_ns = 0;
    desk_wait(&desk, 120);
    desk_stop(&desk);

    rows = stored_prompts();
    CHECK_CHANGES(&rows, STORE_PROMPT_RAISED, STORE_PROMPT_SKIPPED);
    assert_int_equal(rows.all[0].wall_ns / NS_PER_S, NINE_UTC_S + 3600);
}

/* ---- when ---- */

/* On a disk of its own, with the kiosk waiting for each commit. */
static struct fake_disk *begin_on_disk(void **state)
{
    struct fake_disk *disk = fake_disk_new(DISK_NAME);

    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk.vfs = DISK_NAME;
    desk.waits_for_disk = true;
    desk_start(&desk);
    return disk;
}

static void every_answer_commits_at_once_and_only_once(void **state)
{
    struct fake_disk *disk = begin_on_disk(state);
    static const struct {
        enum touch touch;
        int64_t before_s;
        int commits;
    } cases[] = {
        {TOUCH_SNOOZE, 0, 1}, {TOUCH_START, 310, 1}, {TOUCH_START, 5, 0},  {TOUCH_OTHER, 5, 0},
        {TOUCH_QUIET, 5, 1},  {TOUCH_PAUSE, 5, 1},   {TOUCH_RESUME, 5, 1}, {TOUCH_PAUSE, 5, 1},
        {TOUCH_RESUME, 5, 1}, {TOUCH_SKIP, 5, 0},
    };

    desk_sit_until_prompted(&desk);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t commits;

        desk_wait(&desk, cases[i].before_s);
        desk_wait(&desk, 1);
        commits = desk.commits;
        desk_touch(&desk, cases[i].touch);
        if (desk.commits - commits != cases[i].commits)
            fail_msg("touch %zu: %d commits", i, (int)(desk.commits - commits));
    }
    desk_stop(&desk);
    fake_disk_free(disk);
}

/* From nine to five with a prompt an hour, snoozed or ignored or walked for, in turn. */
static void live_a_day(void)
{
    sit();
    while (desk.true_wall_ns < (NINE_UTC_S + 8 * 3600) * NS_PER_S) {
        int hour = (int)(desk.true_wall_ns / NS_PER_S - NINE_UTC_S) / 3600;

        desk_wait(&desk, 10);
        if (desk_coach(&desk)->state != COACH_BANNER)
            continue;
        if (hour % 4 == 3) {
            desk_wait(&desk, 400);
            continue;
        }
        desk_touch(&desk, TOUCH_SNOOZE);
        desk_wait(&desk, 310);
        if (hour % 2 == 0)
            desk_touch(&desk, TOUCH_SNOOZE);
        desk_wait(&desk, 310);
        desk_touch(&desk, TOUCH_START);
        stroll();
    }
}

static void a_day_with_prompts_writes_less_than_a_megabyte(void **state)
{
    struct fake_disk *disk = begin_on_disk(state);
    struct fake_disk_counts counts;
    struct rows rows;
    int touches = 0;

    live_a_day();
    counts = fake_disk_counts(disk);
    desk_stop(&desk);
    rows = stored_prompts();
    for (int i = 0; i < rows.len; i++)
        touches += rows.all[i].prompt.change == STORE_PROMPT_SNOOZED ||
                   rows.all[i].prompt.change == STORE_PROMPT_STARTED;
    print_message("8 h: %lld commits with %d touches, %lld bytes, %lld syncs\n",
                  (long long)desk.commits, touches, (long long)counts.bytes,
                  (long long)counts.syncs);
    assert_true(rows.len > 20);
    assert_in_range(desk.commits, touches, 8 * 60 + touches);
    assert_true(counts.bytes < 1000 * 1000);
    fake_disk_free(disk);
}

/* ---- power cuts ---- */

/*
 * A kiosk that carries on in the middle of a prompt is touched, and the power goes at the next
 * write but `after`. False if all was written by then.
 */
static bool touch_and_cut(struct fake_disk *disk, const struct fake_disk_image *image,
                          const struct desk *before, int64_t after, enum fake_disk_loss loss)
{
    bool was_written;
    bool is_kept;
    bool was_cut;
    struct rows rows;

    fake_disk_load(disk, image);
    desk = *before;
    desk_start(&desk);
    assert_int_equal(desk_coach(&desk)->state, COACH_BANNER);
    desk.waits_for_disk = false;
    fake_disk_cut_after(disk, after);
    desk_touch(&desk, TOUCH_SNOOZE);
    was_written = desk_wait_for_disk(&desk);
    was_cut = fake_disk_is_cut(disk);
    fake_disk_cut_after(disk, 0);
    desk_lose_power(&desk);
    fake_disk_restart(disk, loss, (uint64_t)after);

    desk_start(&desk);
    is_kept = desk_coach(&desk)->state == COACH_SNOOZED;
    if (was_written && !is_kept)
        fail_msg("the answer was written, and is gone after a cut at write %d", (int)after);
    if (!is_kept)
        assert_int_equal(desk_coach(&desk)->state, COACH_BANNER);
    desk_stop(&desk);
    rows = stored_prompts();
    assert_int_equal(rows.len, is_kept ? 2 : 1); /* row and state land together */
    return was_cut;
}

static void an_answer_that_was_written_survives_a_power_cut_at_any_write(void **state)
{
    struct fake_disk *disk = begin_on_disk(state);
    struct fake_disk_image *image;
    struct desk before;
    int64_t cuts = 0;
    bool goes_on = true;

    desk_sit_until_prompted(&desk);
    desk_stop(&desk);
    before = desk;
    image = fake_disk_image_new(disk);
    for (int64_t after = 0; goes_on; after++) {
        for (int loss = 0; loss < FAKE_DISK_LOSSES; loss++) {
            goes_on = touch_and_cut(disk, image, &before, after, (enum fake_disk_loss)loss);
            cuts += goes_on;
        }
        assert_in_range(after, 0, CUTS_MAX);
    }
    print_message("%lld power cuts\n", (long long)cuts);
    assert_true(cuts >= 3 * FAKE_DISK_LOSSES);
    fake_disk_image_free(image);
    fake_disk_free(disk);
}

/* ---- restarts ---- */

static void a_banner_is_there_again_after_a_short_restart_with_its_time_left(void **state)
{
    begin(state);
    desk_sit_until_prompted(&desk);
    desk_stop(&desk);
    desk_sleep(&desk, 30);
    desk_start(&desk);
    desk_wait(&desk, 20);
    assert_int_equal(desk_coach(&desk)->state, COACH_BANNER);
    assert_int_equal(desk_coach(&desk)->id, 1);
    desk_wait(&desk, 30);
    assert_int_equal(desk_coach(&desk)->state, COACH_FULL);
    desk_stop(&desk);
}

static void a_snooze_runs_by_the_clock_through_a_reboot(void **state)
{
    struct rows rows;

    begin(state);
    desk_sit_until_prompted(&desk);
    desk_touch(&desk, TOUCH_SNOOZE);
    desk_stop(&desk);
    desk_reboot(&desk, 240);
    desk_start(&desk);
    desk_wait(&desk, 50);
    assert_int_equal(desk_coach(&desk)->state, COACH_SNOOZED);
    desk_wait(&desk, 20);
    assert_int_equal(desk_coach(&desk)->state, COACH_BANNER);
    assert_int_equal(desk_coach(&desk)->snoozes_left, 1);
    desk_touch(&desk, TOUCH_SKIP);
    desk_stop(&desk);

    /* Its raise, on the new boot's clock, is still the same moment. */
    rows = stored_prompts();
    CHECK_CHANGES(&rows, STORE_PROMPT_RAISED, STORE_PROMPT_SNOOZED, STORE_PROMPT_SKIPPED);
    assert_int_equal(rows.all[2].prompt.number, 1);
    assert_true(rows.all[2].raised_wall_ns == rows.all[0].raised_wall_ns);
    assert_true(rows.all[2].prompt.raised_mono_ns < 0);
    assert_string_not_equal(rows.all[2].prompt.boot_id, rows.all[0].prompt.boot_id);
}

static void the_days_counters_go_on_after_a_restart(void **state)
{
    begin(state);
    desk_sit_until_prompted(&desk);
    desk_touch(&desk, TOUCH_SKIP);
    desk_stop(&desk);
    desk_reboot(&desk, 30);
    desk_start(&desk);
    desk_wait(&desk, 3600);
    assert_int_equal(desk_today(&desk)->prompts[PROMPT_RAISED], 2);
    assert_int_equal(desk_today(&desk)->prompts[PROMPT_SKIPPED], 1);
    desk_stop(&desk);
}

static void a_pause_survives_a_power_cut_right_after_it(void **state)
{
    struct fake_disk *disk = begin_on_disk(state);

    sit();
    desk_wait(&desk, 600);
    desk_touch(&desk, TOUCH_PAUSE);
    fake_disk_cut_after(disk, 0);
    desk_lose_power(&desk);
    fake_disk_restart(disk, FAKE_DISK_LOSES_ALL, 1);
    desk_start(&desk);
    desk_wait(&desk, 5);
    (void)desk_today(&desk);
    assert_true(desk.appliance->glance.paused);
    desk_stop(&desk);
    fake_disk_free(disk);
}

/* What a test that failed has left running would write into the next one's. */
static int teardown(void **state)
{
    if (desk.appliance)
        desk_lose_power(&desk);
    return scratch_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, teardown)
        TEST(a_prompt_is_kept_from_its_raise_to_its_outcome),
        TEST(each_prompt_has_a_number_of_its_own_and_an_own_break_has_none),
        TEST(a_guided_set_that_was_only_said_is_kept_as_reported),
        TEST(the_days_counters_are_stored_with_its_figures),
        TEST(prompts_before_the_clock_was_known_are_dated_once_it_is),
        TEST(every_answer_commits_at_once_and_only_once),
        TEST(a_day_with_prompts_writes_less_than_a_megabyte),
        TEST(an_answer_that_was_written_survives_a_power_cut_at_any_write),
        TEST(a_banner_is_there_again_after_a_short_restart_with_its_time_left),
        TEST(a_snooze_runs_by_the_clock_through_a_reboot),
        TEST(the_days_counters_go_on_after_a_restart),
        TEST(a_pause_survives_a_power_cut_right_after_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

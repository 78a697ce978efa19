/* The history's pages over a real store: what they show is what a report says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <poll.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/report_day.h"
#include "drivers/store_sqlite.h"
#include "kiosk/desk.h"
#include "kiosk/requests.h"
#include "store/scratch.h"
#include "ui/settings_pages.h"

#define MONDAY_NINE_UTC_S INT64_C(1772442000) /* 2026-03-02T09:00:00Z */
#define DAYS              14

static struct desk desk;

/* ----------------------------------------------------------------------------------- the person */

static void walk(int footfalls)
{
    desk_set(&desk, LINE_CHAIR, false);
    desk_walk(&desk, footfalls);
}

static void sit(int minutes)
{
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, (int64_t)minutes * 60);
}

/* Sits of every class, a little different each day; none at all on the second Wednesday. */
static void work(int day)
{
    if (day == 9) {
        desk_wait(&desk, 3600);
        return;
    }
    sit(20 + day);
    walk(30);
    sit(35 + 2 * day);
    walk(10);
    sit(61);
    desk_set(&desk, LINE_CHAIR, false);
    desk_wait(&desk, 600);
    sit(10);
}

/* Leaves, and the kiosk sleeps until nine. */
static void go_home(int day)
{
    int64_t nine_ns = (MONDAY_NINE_UTC_S + (day + 1) * S_PER_DAY) * NS_PER_S;

    desk_set(&desk, LINE_CHAIR, false);
    desk_wait(&desk, 300);
    desk_stop(&desk);
    desk_sleep(&desk, (nine_ns - desk.true_wall_ns) / NS_PER_S);
    desk_start(&desk);
}

/* ----------------------------------------------------------------------------------- the screen */

static void finger(enum display_event_kind kind, int32_t x, int32_t y)
{
    struct display_event event = {.kind = kind, .mono_ns = desk.mono_ns, .x_px = x, .y_px = y};

    appliance_take_display(desk.appliance, &event);
}

static void look(void)
{
    struct ui_frame frame;

    appliance_show(desk.appliance, desk.mono_ns);
    (void)ui_frame(&desk.appliance->ui, desk.mono_ns, &frame);
}

static void tap_at(int32_t x, int32_t y)
{
    finger(DISPLAY_TOUCH_DOWN, x, y);
    finger(DISPLAY_TOUCH_UP, x, y);
    look();
}

/* In the middle of the target, which is there. */
static void tap(int32_t target)
{
    const struct targets *targets = &desk.appliance->ui.targets;

    look();
    for (int i = targets->count - 1; i >= 0; i--) {
        const struct draw_rect *rect = &targets->list[i].rect;

        if (targets->list[i].id == target) {
            tap_at(rect->x + rect->w / 2, rect->y + rect->h / 2);
            return;
        }
    }
    fail_msg("no target %d on screen %d", (int)target, (int)ui_shown(&desk.appliance->ui));
}

/* What the page shows once it has been read; the ledger's descriptor tells. */
static const struct history_shown *shown(void)
{
    const struct history_shown *history = &desk.appliance->ui.view.history;

    look();
    while (history->state == HISTORY_WAITING) {
        struct pollfd wait = {.fd = ledger_fd(desk.ledger), .events = POLLIN};

        assert_int_equal(ui_shown(&desk.appliance->ui), UI_HISTORY);
        assert_true(poll(&wait, 1, -1) == 1);
        appliance_take_ledger(desk.appliance);
        look();
    }
    return history;
}

static void open_history(void)
{
    tap(TARGET_MENU);
    tap(TARGET_HISTORY);
    assert_int_equal(ui_shown(&desk.appliance->ui), UI_HISTORY);
}

/* ----------------------------------------------------------------------------------- the report */

struct report_sum {
    struct day_figures sum;
    int64_t bouts_ns[7 * DAY_BOUTS_MAX];
    int64_t bouts;
};

/* As `secondheartctl report` has a day, from what is on the disk. */
static void report(int date, struct report_day *day)
{
    struct store_sqlite_config config = {.path = desk.database, .read_only = true};
    struct store store;
    struct err err = {0};

    ledger_commit_now(desk.ledger, desk.mono_ns);
    assert_true(desk_wait_for_disk(&desk));
    assert_int_equal(store_sqlite_new(&store, &config, &err), 0);
    if (report_days_read(&store, &desk.calendar, &desk.appliance_setup, date, 1, desk.true_wall_ns,
                         day, &err) < 0)
        fail_msg("%s", err.text);
    store.close(store.self);
}

static void add(struct report_sum *sum, const struct report_day *day)
{
    figures_add(&sum->sum, &day->kept.figures);
    memcpy(sum->bouts_ns + sum->bouts, day->kept.day.bout_ns,
           (size_t)day->kept.day.bouts * sizeof(sum->bouts_ns[0]));
    sum->bouts += day->kept.day.bouts;
}

static void check_figures(const struct history_figures *of, const struct day_figures *expected)
{
    struct history_figures rounded;

    history_round(&rounded, expected);
    rounded.reported = of->reported;
    assert_memory_equal(of, &rounded, sizeof(rounded));
}

static void live_through(int days)
{
    desk_start(&desk);
    for (int day = 0; day < days; day++) {
        work(day);
        if (day + 1 < days)
            go_home(day);
    }
}

static void begin(void **state, int baseline_days)
{
    desk_init(&desk, ((struct scratch *)*state)->path, MONDAY_NINE_UTC_S);
    desk.baseline_days = baseline_days;
}

static void check_week(const struct history_shown *week, int monday)
{
    struct report_day *day = calloc(1, sizeof(*day));
    struct report_sum *sum = calloc(1, sizeof(*sum));

    assert_non_null(day);
    assert_non_null(sum);
    assert_int_equal(week->date, monday);
    for (int i = 0; i < HISTORY_WEEK_DAYS; i++) {
        struct history_bar expected = week->bars[i];

        report(calendar_add_days(monday, i), day);
        history_bar_make(&expected, (enum history_source)week->bars[i].source, &day->kept.figures);
        assert_memory_equal(&week->bars[i], &expected, sizeof(expected));
        assert_int_equal(week->bars[i].date, calendar_add_days(monday, i));
        add(sum, day);
    }
    figures_of_bouts(sum->bouts_ns, sum->bouts, &sum->sum);
    check_figures(&week->figures, &sum->sum);
    free(sum);
    free(day);
}

/* On a Sunday the running week is the last seven days: `secondheartctl report week`. */
static void a_week_is_what_the_report_says(void **state)
{
    const struct history_shown *week;

    begin(state, 0);
    live_through(DAYS);
    open_history();
    week = shown();
    assert_int_equal(week->state, HISTORY_READY);
    assert_int_equal(week->ask.scale, HISTORY_WEEK);
    assert_int_equal(week->bars[6].back, 0);
    assert_true(week->has_older);
    assert_true(week->figures.sitting_min > 15 * 60);
    /* The Wednesday on which nobody sat. */
    assert_int_equal(week->bars[2].short_min + week->bars[2].middle_min + week->bars[2].long_min,
                     0);
    check_week(week, 20260309);

    tap(TARGET_HISTORY_OLDER);
    week = shown();
    assert_int_equal(week->ask.back, 1);
    assert_false(week->has_older);
    assert_int_equal(week->bars[6].back, 7);
    check_week(week, 20260302);
    desk_stop(&desk);
}

/* Every bar, touched where it stands, opens its day; the day's bouts are those of the report. */
static void a_bar_opens_its_day(void **state)
{
    struct report_day *report_of = calloc(1, sizeof(*report_of));

    assert_non_null(report_of);
    begin(state, 0);
    live_through(DAYS);
    open_history();
    for (int i = 0; i < HISTORY_WEEK_DAYS; i++) {
        const struct history_shown *day;
        int32_t seated = 0, longest = 0;

        (void)shown();
        tap_at(68 + 8 + 65 * i + 24, 300);
        day = shown();
        assert_int_equal(day->ask.scale, HISTORY_DAY);
        assert_int_equal(day->date, calendar_add_days(20260309, i));
        report(day->date, report_of);
        check_figures(&day->figures, &report_of->kept.figures);
        for (int32_t b = 0; b < day->day.count; b++) {
            const struct strip_block *block = &day->day.blocks[b];

            if (block->posture != POSTURE_SEATED)
                continue;
            seated++;
            if (block->end - block->start > longest)
                longest = block->end - block->start;
        }
        assert_int_equal(seated, report_of->kept.figures.sedentary_bouts);
        /* In steps of ten seconds, cut at both ends. */
        assert_in_range((int64_t)longest * HISTORY_STEP_NS + HISTORY_STEP_NS,
                        report_of->kept.figures.longest_bout_ns,
                        report_of->kept.figures.longest_bout_ns + 2 * HISTORY_STEP_NS);
        tap(TARGET_HISTORY_BACK);
        assert_int_equal(shown()->ask.scale, HISTORY_WEEK);
    }
    tap(TARGET_HISTORY_BACK);
    assert_int_equal(ui_shown(&desk.appliance->ui), UI_HOME);
    desk_stop(&desk);
    free(report_of);
}

static void today_is_live(void **state)
{
    int32_t before_min;

    begin(state, 0);
    live_through(2);
    open_history();
    before_min = shown()->figures.sitting_min;
    desk_wait(&desk, 50);
    tap(target_with(TARGET_HISTORY_SCALE, HISTORY_DAY));
    desk_wait(&desk, 50);
    tap(target_with(TARGET_HISTORY_SCALE, HISTORY_WEEK));
    desk_wait(&desk, 50);
    /* Nothing of this sitting is in the store: it has not ended. */
    assert_in_range(shown()->figures.sitting_min, before_min + 2, before_min + 3);
    desk_stop(&desk);
}

static void the_trend_is_against_the_days_that_only_observed(void **state)
{
    struct report_day *day = calloc(1, sizeof(*day));
    struct history_mean mean = {0};
    struct history_point expected = {.date = 20260302};
    const struct history_trend_shown *trend;

    assert_non_null(day);
    begin(state, 3);
    live_through(DAYS);
    open_history();
    tap(target_with(TARGET_HISTORY_SCALE, HISTORY_TREND));
    trend = &shown()->trend;
    assert_int_equal(trend->reference, HISTORY_REF_BASELINE);
    for (int i = 0; i < 3; i++) {
        report(calendar_add_days(20260302, i), day);
        history_mean_add(&mean, &day->kept.figures);
    }
    history_mean_round(&mean, &expected);
    assert_memory_equal(&trend->before, &expected, sizeof(expected));
    assert_int_equal(trend->weeks[HISTORY_TREND_WEEKS - 2].days, 7);
    /* But for today, and the day on which nobody sat. */
    assert_int_equal(trend->weeks[HISTORY_TREND_WEEKS - 1].days, 5);
    assert_int_equal(trend->weeks[0].days, 0);
    desk_stop(&desk);
    free(day);
}

static void without_a_baseline_it_is_against_the_first_week(void **state)
{
    begin(state, 0);
    live_through(DAYS);
    open_history();
    tap(target_with(TARGET_HISTORY_SCALE, HISTORY_TREND));
    assert_int_equal(shown()->trend.reference, HISTORY_REF_FIRST_WEEK);
    assert_int_equal(shown()->trend.before.days, 7);
    desk_stop(&desk);
}

static void a_first_day_has_nothing_to_show_yet(void **state)
{
    begin(state, 0);
    desk_start(&desk);
    open_history();
    assert_int_equal(shown()->state, HISTORY_EMPTY);
    sit(30);
    walk(20);
    open_history();
    assert_int_equal(shown()->state, HISTORY_READY);
    tap(target_with(TARGET_HISTORY_SCALE, HISTORY_TREND));
    assert_int_equal(shown()->state, HISTORY_EMPTY);
    desk_stop(&desk);
}

static void without_a_clock_days_have_no_names(void **state)
{
    begin(state, 0);
    desk.is_synchronised = false;
    desk_start(&desk);
    open_history();
    assert_int_equal(shown()->state, HISTORY_NO_CLOCK);
    desk_stop(&desk);
}

/* A slow card: what is read first has been read, and the rest takes as long as `may_go_on`. */
static sem_t has_read, may_go_on;
static int (*read_days)(void *self, int first_date, int last_date, store_day_fn visit,
                        void *context, struct err *err);

static void wait_for(sem_t *sem)
{
    while (sem_wait(sem) != 0)
        continue;
}

static int read_days_slowly(void *self, int first_date, int last_date, store_day_fn visit,
                            void *context, struct err *err)
{
    int result = read_days(self, first_date, last_date, visit, context, err);

    (void)sem_post(&has_read);
    wait_for(&may_go_on);
    return result;
}

static void what_was_erased_while_a_page_was_read_is_not_shown_by_it(void **state)
{
    const struct ui_request erase = {.kind = UI_REQUEST_ERASE, .number = ERASE_HISTORY};

    begin(state, 0);
    live_through(DAYS);
    (void)sem_init(&has_read, 0, 0);
    (void)sem_init(&may_go_on, 0, 0);
    read_days = desk.store.read_days;
    desk.store.read_days = read_days_slowly;
    open_history();
    wait_for(&has_read);
    tap(TARGET_HISTORY_BACK);
    requests_take(desk.appliance, &erase, desk.mono_ns);
    open_history();
    for (int i = 0; i < 8; i++) /* what is read from here on does not wait */
        (void)sem_post(&may_go_on);
    assert_int_equal(shown()->state, HISTORY_EMPTY);
    desk_stop(&desk);
    (void)sem_destroy(&has_read);
    (void)sem_destroy(&may_go_on);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
        TEST(a_week_is_what_the_report_says),
        TEST(a_bar_opens_its_day),
        TEST(today_is_live),
        TEST(the_trend_is_against_the_days_that_only_observed),
        TEST(without_a_baseline_it_is_against_the_first_week),
        TEST(a_first_day_has_nothing_to_show_yet),
        TEST(without_a_clock_days_have_no_names),
        TEST(what_was_erased_while_a_page_was_read_is_not_shown_by_it),
    };

    return cmocka_run_group_tests_name("history pages", tests, NULL, NULL);
}

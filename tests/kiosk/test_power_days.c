/*
 * The power goes at every single write of six days: schema upgrade, a choice, consent, work,
 * queueing, sending, erasing. Then it comes back, the programs start again and live on for days,
 * and what they hold and what the office got is compared with what is true.
 *
 * What was not synced is lost, kept, or torn, in turn; SECONDHEART_CUT=all takes each of the three.
 * A failing case prints how to run just that one again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/power_days.h"
#include "store/cut_case.h"

#define DISK_NAME "power-days-disk"
#define PARTS_MAX 16

/* At most so much of what happened is missing. */
#define LOST_NS (60 * NS_PER_S)
/* Each may be a second off: figures are sent in whole ones, and the truth is counted in them. */
#define ROUNDED_NS NS_PER_S

/* Two weeks that waited in the old outbox. */
static const int64_t old_weeks_s[] = {INT64_C(1772409600), INT64_C(1773014400)};

struct start {
    struct power_days days;
    struct fake_disk_image *image;
};

/* ---- what is there ---- */

static void add_seated(void *context, const struct store_labelled_interval *row)
{
    int64_t *ns = context;

    if (row->interval.posture == POSTURE_SEATED)
        *ns += row->interval.end_mono_ns - row->interval.start_mono_ns;
}

/* Seated time of these days in the history; the programs are off. */
static int64_t stored_seated_ns(struct power_days *days)
{
    struct store store = desk_open_store(&days->desk);
    int64_t ns = 0;

    assert_int_equal(store.read_intervals(store.self, POWER_DAYS_FIRST_S * NS_PER_S, INT64_MAX,
                                          add_seated, &ns, NULL),
                     0);
    store.close(store.self);
    return ns;
}

static int64_t all_seated_ns(const struct power_days_truth *truth)
{
    int64_t ns = 0;

    for (int i = 0; i < POWER_DAYS_DATES; i++)
        ns += truth->seated_ns[i];
    return ns;
}

/* `kept_ns`: of what happened, this had been committed when the power went. */
static void check_history(struct power_days *days, int64_t kept_ns)
{
    const struct power_days_truth *truth = &days->truth;
    int64_t stored_ns = stored_seated_ns(days);
    int64_t true_ns = all_seated_ns(truth);
    bool is_erased = truth->asks_erase && stored_ns == 0;

    if (truth->has_erased && !is_erased)
        fail_msg("erased, and %lld ns are there", (long long)stored_ns);
    if (is_erased)
        return;
    if (stored_ns < true_ns - LOST_NS || stored_ns > true_ns + ROUNDED_NS)
        fail_msg("seated for %lld ns, and %lld ns are there", (long long)true_ns,
                 (long long)stored_ns);
    if (stored_ns < kept_ns - ROUNDED_NS)
        fail_msg("%lld ns were committed, and %lld ns are there", (long long)kept_ns,
                 (long long)stored_ns);
}

/* ---- what a person decided ---- */

static void check_decisions(struct power_days *days)
{
    const struct power_days_truth *truth = &days->truth;
    const struct appliance *appliance = days->desk.appliance;
    bool is_on = appliance->queueing.shown.state == SYNC_ON;

    assert_string_equal(days->desk.store.set_aside_name(days->desk.store.self), "");
    assert_string_equal(days->outbox.set_aside_name(days->outbox.self), "");
    if (truth->has_theme && !truth->asks_erase)
        assert_int_equal(appliance->choices.config.display.theme, THEME_DAWN);
    if (is_on && !truth->asks_consent)
        fail_msg("nobody has agreed");
    if (!is_on && truth->has_consent && !truth->asks_erase)
        fail_msg("consent is gone");
    if (is_on && truth->has_erased)
        fail_msg("erased, and consent is there");
    if (truth->has_erased && fake_disk_holds(days->disk, POWER_DAYS_TEAM))
        fail_msg("erased, and the outbox's file still has the team");
}

/* A history that was erased and a consent that was not would go on sending what nobody sees. */
static void check_erased_together(struct power_days *days, bool is_on)
{
    if (days->truth.asks_erase && is_on && stored_seated_ns(days) == 0)
        fail_msg("the history is erased, and what was queued and agreed to is not");
}

/* ---- what the office got ---- */

/* `cut_date`: that day may lack what was lost. */
static void check_office(const struct power_days *days, int cut_date)
{
    const struct power_days_truth *truth = &days->truth;
    const int64_t lost_s = LOST_NS / NS_PER_S;

    for (int32_t i = 0; i < days->book.count; i++) {
        const struct office_line *line = &days->book.lines[i];
        int64_t date = (line->start_s - POWER_DAYS_FIRST_S) / S_PER_DAY;
        int64_t true_s;

        if (line->start_s < POWER_DAYS_FIRST_S) {
            assert_true(line->start_s == old_weeks_s[0] || line->start_s == old_weeks_s[1]);
            continue;
        }
        assert_in_range(date, 1, POWER_DAYS_DATES - 1);
        true_s = truth->seated_ns[date] / NS_PER_S;
        if (line->sitting_s > true_s + 1 ||
            line->sitting_s < true_s - (date == cut_date ? lost_s : 0) - 1)
            fail_msg("of %lld s on day %lld the office has %lld s", (long long)true_s,
                     (long long)date, (long long)line->sitting_s);
    }
}

/* With consent, and nothing erased, it has every day from the first whole one on. */
static void check_office_is_complete(const struct power_days *days)
{
    const struct power_days_truth *truth = &days->truth;

    if (!truth->asks_consent && days->book.count > 0)
        fail_msg("the office got %d periods, and nobody has agreed", days->book.count);
    if (!truth->has_consent || truth->asks_erase)
        return;
    for (int i = 0; i < 2; i++)
        assert_non_null(office_book_find(&days->book, old_weeks_s[i]));
    for (int date = 1; date < POWER_DAYS_DATES; date++) {
        if (truth->seated_ns[date] > LOST_NS + ROUNDED_NS &&
            !office_book_find(&days->book, POWER_DAYS_FIRST_S + date * S_PER_DAY))
            fail_msg("day %d never came to the office", date);
    }
}

/* ---- cuts ---- */

static void power_returns(struct power_days *days, const struct cut_case *cut)
{
    const int date = power_days_date(days);
    const int64_t kept_ns = days->truth.kept_ns;
    const int32_t sent_before = days->book.count;
    bool is_on;

    fake_disk_restart(days->disk, cut->loss, (uint64_t)cut->after);
    memset(days->desk.closed, 0, sizeof(days->desk.closed));
    days->is_seated = false;
    power_days_switch_on(days, 60);
    check_decisions(days);
    power_days_live(days, 61);
    is_on = days->desk.appliance->queueing.shown.state == SYNC_ON;
    power_days_switch_off(days);
    check_history(days, kept_ns);
    check_erased_together(days, is_on);
    for (int i = 1; i <= 3; i++) {
        power_days_send(days, OFFICE_TAKES);
        power_days_switch_on(days, power_days_until(days, date + i, 13));
        power_days_live(days, 61);
        power_days_switch_off(days);
    }
    power_days_send(days, OFFICE_TAKES);
    check_office(days, date);
    check_office_is_complete(days);
    if (days->truth.has_erased)
        assert_int_equal(days->book.count, sent_before);
}

/* True if the power went before the part was over. */
static bool run_and_cut(const struct start *start, const struct cut_case *cut)
{
    struct power_days days = start->days;
    bool was_cut;

    fake_disk_load(days.disk, start->image);
    fake_disk_cut_after(days.disk, cut->after);
    power_days_parts[cut->part].run(&days);
    was_cut = fake_disk_is_cut(days.disk);
    power_returns(&days, cut);
    return was_cut;
}

static int64_t cut_part(const struct start *start, int part, bool takes_all)
{
    struct cut_case only = {.part = -1};
    const bool has_only = cut_case_chosen(&only);
    bool goes_on = !has_only || only.part == part;
    int64_t cuts = 0;

    for (int64_t after = has_only ? only.after : 0; goes_on; after++) {
        for (int loss = 0; loss < FAKE_DISK_LOSSES; loss++) {
            const struct cut_case cut = {part, after, (enum fake_disk_loss)loss};

            if (has_only ? cut.loss != only.loss
                         : !takes_all && loss != (int)(after % FAKE_DISK_LOSSES))
                continue;
            cut_case_begin(&cut);
            goes_on = run_and_cut(start, &cut);
            cut_case_end();
            cuts += goes_on;
        }
        goes_on = goes_on && !has_only;
    }
    return cuts;
}

/* All parts in a row, with the power on; the state of everything before each. */
static void run_all(struct power_days *days, struct start starts[PARTS_MAX])
{
    for (int part = 0; part < power_days_part_count; part++) {
        starts[part] = (struct start){*days, fake_disk_image_new(days->disk)};
        power_days_parts[part].run(days);
        assert_false(fake_disk_is_cut(days->disk));
    }
}

static void with_power_all_is_there_and_the_office_has_what_was_agreed_to(void **state)
{
    struct start starts[PARTS_MAX];
    struct power_days days;

    (void)state;
    power_days_init(&days, fake_disk_new(DISK_NAME), DISK_NAME);
    run_all(&days, starts);
    assert_true(days.truth.has_theme && days.truth.has_consent && days.truth.has_erased);
    check_office(&days, -1);
    assert_int_equal(days.book.count, 4); /* two old weeks, Tuesday and Wednesday */
    assert_int_equal(stored_seated_ns(&days), 0);
    for (int part = 0; part < power_days_part_count; part++)
        fake_disk_image_free(starts[part].image);
    fake_disk_free(days.disk);
}

static void a_power_cut_at_any_write_costs_a_minute_and_no_promise(void **state)
{
    const char *asked = getenv("SECONDHEART_CUT");
    bool takes_all = asked && strcmp(asked, "all") == 0;
    struct start starts[PARTS_MAX];
    struct power_days days;
    int64_t sum = 0;

    (void)state;
    assert_true(power_days_part_count <= PARTS_MAX);
    power_days_init(&days, fake_disk_new(DISK_NAME), DISK_NAME);
    run_all(&days, starts);
    for (int part = 0; part < power_days_part_count; part++) {
        int64_t cuts = cut_part(&starts[part], part, takes_all);

        print_message("%5lld power cuts: %s\n", (long long)cuts, power_days_parts[part].name);
        sum += cuts;
        fake_disk_image_free(starts[part].image);
    }
    print_message("%5lld power cuts\n", (long long)sum);
    fake_disk_free(days.disk);
}

static int tell_how_to_rerun(void **state)
{
    (void)state;
    cut_case_tell("test_kiosk_power_days");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_power_all_is_there_and_the_office_has_what_was_agreed_to),
        cmocka_unit_test_teardown(a_power_cut_at_any_write_costs_a_minute_and_no_promise,
                                  tell_how_to_rerun),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

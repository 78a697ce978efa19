/* `secondheartctl report` on a real database: a Monday in Berlin, worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <jansson.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "ctl/report_day.h"
#include "store/open.h"
#include "store/report_rig.h"

static const struct calendar calendar = {.day_start_min = 4 * 60};

static const struct {
    int64_t start_ns;
    int64_t end_ns;
    enum posture posture;
} monday[] = {
    {AT(9, 0), AT(10, 0), POSTURE_SEATED},   {AT(10, 0), AT(10, 2), POSTURE_STEPPING},
    {AT(10, 2), AT(10, 30), POSTURE_SEATED}, {AT(10, 30), AT(10, 35), POSTURE_AWAY},
    {AT(10, 35), AT(11, 0), POSTURE_SEATED},
};

static void commit_count(const struct store *store, int64_t mono_ns, enum store_count_kind kind,
                         int64_t amount)
{
    struct store_count count = {
        .boot_id = BOOT, .mono_ns = mono_ns, .kind = kind, .amount = amount};

    report_commit(store, &(struct store_batch){.counts = &count, .counts_len = 1});
}

static void commit_open(const struct store *store, int64_t start_ns, int64_t end_ns)
{
    struct store_open open = {.saved_mono_ns = end_ns,
                              .current = {.boot_id = BOOT,
                                          .start_mono_ns = start_ns,
                                          .end_mono_ns = end_ns,
                                          .posture = POSTURE_STANDING}};

    report_commit(store, &(struct store_batch){.open = &open});
}

static const struct kiosk_setup setup = {
    .has_mat = true,
    .steps_per_closure = 2,
    .break_interval_ns = NS_PER_HOUR,
    .break_duration_ns = 2 * NS_PER_MIN,
};

/* The Monday above, the last posture still open, in a database of its own. */
static struct store make_monday(const char *path)
{
    struct store store = open_store(path, NULL, false);

    report_commit_label(&store, BOOT, STORE_LABEL_KERNEL, MIDNIGHT_NS);
    for (size_t i = 0; i < sizeof(monday) / sizeof(monday[0]); i++)
        report_commit_interval(&store, BOOT, monday[i].start_ns, monday[i].end_ns,
                               monday[i].posture);
    commit_count(&store, AT(10, 0), STORE_COUNT_STEP, 110);
    commit_count(&store, AT(10, 1), STORE_COUNT_STEP, 90);
    commit_count(&store, AT(9, 30), STORE_COUNT_CALF_RAISE, 15);
    commit_count(&store, AT(9, 40), STORE_COUNT_SHIFT, 1);
    commit_open(&store, AT(11, 0), AT(11, 6));
    return store;
}

static struct report_day *read_day(const struct store *store, int date)
{
    struct report_day *report = test_malloc(sizeof(*report));

    assert_int_equal(
        report_days_read(store, &calendar, &setup, date, 1, MIDNIGHT_NS + AT(11, 7), report, NULL),
        0);
    return report;
}

/* ---- days ---- */

static void a_days_figures_come_from_its_records_and_the_posture_that_lasts(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    struct report_day *day = read_day(&store, DATE);
    const struct day_figures *figures = &day->kept.figures;

    assert_int_equal(day->kept.source, SPAN_RECORDS);
    assert_false(day->is_over);
    assert_false(day->kept.is_unsynchronised);
    assert_true(day->kept.start_wall_ns == MIDNIGHT_NS + AT(4, 0));
    assert_true(day->known_until_wall_ns == MIDNIGHT_NS + AT(11, 6));
    assert_true(figures->posture_ns[POSTURE_SEATED] == AT(1, 53));
    assert_true(figures->posture_ns[POSTURE_STEPPING] == AT(0, 2));
    assert_true(figures->posture_ns[POSTURE_STANDING] == AT(0, 6));
    assert_true(figures->posture_ns[POSTURE_AWAY] == AT(0, 5));
    assert_int_equal(figures->sedentary_bouts, 3);
    assert_int_equal(figures->breaks, 2);
    assert_int_equal(figures->shifts, 1);
    assert_int_equal(figures->steps, 200);
    assert_int_equal(figures->second_heart_beats, 215);
    assert_true(figures->longest_bout_ns == AT(1, 0));
    /* The slot from 10:00 to 10:05. */
    assert_true(day->slot_ns[6 * 12][POSTURE_STEPPING] == AT(0, 2));
    assert_true(day->slot_ns[6 * 12][POSTURE_SEATED] == AT(0, 3));
    test_free(day);
    store.close(store.self);
}

/* A kiosk that goes on while its history is read. */
static struct {
    struct store kiosk, reader;
} busy;

/* Right after the intervals have been read, the posture that lasted ends. */
static int read_intervals_while_busy(void *context, int64_t from_ns, int64_t to_ns,
                                     store_interval_fn visit, void *visit_context, struct err *err)
{
    int result = busy.reader.read_intervals(context, from_ns, to_ns, visit, visit_context, err);
    struct store_field field = {.name = "new", .value = 1};
    struct store_open open = {.saved_mono_ns = AT(11, 6) + 1,
                              .current = {.boot_id = BOOT,
                                          .start_mono_ns = AT(11, 6),
                                          .end_mono_ns = AT(11, 6) + 1,
                                          .posture = POSTURE_SEATED},
                              .fields = &field,
                              .fields_len = 1};

    report_commit_interval(&busy.kiosk, BOOT, AT(11, 0), AT(11, 6), POSTURE_STANDING);
    report_commit(&busy.kiosk, &(struct store_batch){.open = &open});
    return result;
}

static void a_posture_that_ends_while_it_is_read_is_not_missed(void **state)
{
    const struct scratch *scratch = *state;
    struct store store;
    struct report_day *day;

    busy.kiosk = make_monday(scratch->path);
    busy.reader = open_store(scratch->path, NULL, true);
    store = busy.reader;
    store.read_intervals = read_intervals_while_busy;
    day = read_day(&store, DATE);
    assert_true(day->kept.figures.posture_ns[POSTURE_STANDING] == AT(0, 6));
    assert_true(day->known_until_wall_ns == MIDNIGHT_NS + AT(11, 6));
    test_free(day);
    day = read_day(&busy.reader, DATE);
    assert_true(day->kept.figures.posture_ns[POSTURE_STANDING] == AT(0, 6));
    assert_true(day->known_until_wall_ns == MIDNIGHT_NS + AT(11, 6) + 1);
    test_free(day);
    busy.reader.close(busy.reader.self);
    busy.kiosk.close(busy.kiosk.self);
}

static void a_clock_corrected_later_moves_the_records_to_their_day(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    struct report_day *day;

    report_commit_label(&store, BOOT, STORE_LABEL_KERNEL, MIDNIGHT_NS - S_PER_DAY * NS_PER_S);
    day = read_day(&store, DATE);
    assert_int_equal(day->kept.source, SPAN_NOTHING);
    test_free(day);
    day = read_day(&store, 20260301);
    assert_int_equal(day->kept.figures.sedentary_bouts, 3);
    assert_true(day->is_over);
    test_free(day);
    store.close(store.self);
}

static void time_without_records_is_unknown_and_no_break(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct report_day *day;

    report_commit_label(&store, BOOT, STORE_LABEL_RTC, MIDNIGHT_NS);
    report_commit_interval(&store, BOOT, AT(9, 0), AT(10, 0), POSTURE_SEATED);
    report_commit_interval(&store, BOOT, AT(10, 20), AT(11, 0), POSTURE_SEATED);
    day = read_day(&store, DATE);
    assert_int_equal(day->kept.figures.sedentary_bouts, 2);
    assert_int_equal(day->kept.figures.breaks, 0);
    assert_true(day->kept.figures.posture_ns[POSTURE_UNKNOWN] == AT(0, 20));
    assert_true(day->kept.is_unsynchronised);
    test_free(day);
    store.close(store.self);
}

static void labels_that_contradict_each_other_count_no_time_twice(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct report_day *day;

    report_commit_label(&store, BOOT, STORE_LABEL_RTC, MIDNIGHT_NS);
    report_commit_label(&store, OTHER, STORE_LABEL_RTC, MIDNIGHT_NS + AT(0, 30));
    report_commit_interval(&store, BOOT, AT(9, 0), AT(10, 0), POSTURE_SEATED);
    report_commit_interval(&store, OTHER, AT(9, 0), AT(10, 0), POSTURE_SEATED);
    day = read_day(&store, DATE);
    assert_true(day->kept.figures.posture_ns[POSTURE_SEATED] == AT(1, 30));
    test_free(day);
    store.close(store.self);
}

static void an_interval_across_the_days_start_is_cut_there(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct report_day *day;

    report_commit_label(&store, BOOT, STORE_LABEL_KERNEL, MIDNIGHT_NS);
    report_commit_interval(&store, BOOT, AT(3, 0), AT(4, 10), POSTURE_SEATED);
    day = read_day(&store, DATE);
    assert_true(day->kept.figures.posture_ns[POSTURE_SEATED] == AT(0, 10));
    test_free(day);
    day = read_day(&store, 20260301);
    assert_true(day->kept.figures.posture_ns[POSTURE_SEATED] == AT(1, 0));
    test_free(day);
    store.close(store.self);
}

static void a_day_whose_intervals_are_gone_shows_its_stored_figures(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = open_store(scratch->path, NULL, false);
    struct store_day stored = {.date = DATE, .boot_id = BOOT, .figures_len = 3};
    struct report_day *day;

    strcpy(stored.figures[0].name, "sitting_s");
    stored.figures[0].value = 3600.25;
    strcpy(stored.figures[1].name, "breaks");
    stored.figures[1].value = 7;
    strcpy(stored.figures[2].name, "alpha");
    stored.figures[2].is_null = true;
    report_commit(&store, &(struct store_batch){.days = &stored, .days_len = 1});
    day = read_day(&store, DATE);
    assert_int_equal(day->kept.source, SPAN_STORED);
    assert_true(day->kept.figures.posture_ns[POSTURE_SEATED] == AT(1, 0) + 250 * NS_PER_MS);
    assert_int_equal(day->kept.figures.breaks, 7);
    assert_true(isnan(day->kept.figures.alpha));
    test_free(day);
    store.close(store.self);
}

/* ---- the command ---- */

static void today_is_told_with_a_strip_its_figures_and_the_hold_off(void **state)
{
    static const char strip[] = "              9     10    11\n"
                                "  sitting     ██████▆██▄██\n"
                                "  on the feet       ▂     ▅\n"
                                "  away                 ▄\n";
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    char text[8192];

    assert_int_equal(report_run(scratch, "", text, sizeof(text)), EXIT_DONE);
    assert_non_null(strstr(text, "Monday, 2 March 2026\n"));
    assert_non_null(strstr(text, strip));
    assert_non_null(strstr(text, "1 h 53 min"));
    assert_non_null(strstr(text, "Up to 11:06; the day is not over."));
    assert_non_null(strstr(text, "hold-off of 10 s"));
    store.close(store.self);
}

static void a_day_as_json_carries_the_same_figures(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    char text[8192];
    json_t *root;
    json_t *day;

    assert_int_equal(report_run(scratch, "2026-03-02 --format json", text, sizeof(text)),
                     EXIT_DONE);
    root = json_loads(text, 0, NULL);
    assert_non_null(root);
    assert_int_equal(json_integer_value(json_object_get(root, "hold_off_s")), 10);
    day = json_array_get(json_object_get(root, "days"), 0);
    assert_string_equal(json_string_value(json_object_get(day, "date")), "2026-03-02");
    assert_true(json_number_value(json_object_get(day, "sitting_s")) == 6780);
    assert_int_equal(json_integer_value(json_object_get(day, "breaks")), 2);
    assert_true(json_is_false(json_object_get(day, "over")));
    json_decref(root);
    store.close(store.self);
}

static void a_week_has_a_line_a_day_and_a_total(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    char text[8192];

    report_commit_interval(&store, BOOT, AT(-14, 0), AT(-12, 0),
                           POSTURE_SEATED); /* Sunday 10 to 12 */
    assert_int_equal(report_run(scratch, "week", text, sizeof(text)), EXIT_DONE);
    assert_non_null(strstr(text, "Tuesday, 24 February 2026 to Monday, 2 March 2026\n"));
    assert_non_null(strstr(text, "  Sat 28 Feb         -\n"));
    assert_non_null(strstr(text, "  Sun  1 Mar    2 h 00      1   2 h 00   2 h 00       0       0  "
                                 "██\n"));
    assert_non_null(strstr(text, "  Mon  2 Mar    1 h 53      3   1 h 00   1 h 00       2     215  "
                                 "█▉\n"));
    assert_non_null(strstr(text, "3 h 53 min"));
    store.close(store.self);
}

static void a_week_as_json_has_seven_days_and_a_total_over_all_bouts(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    char text[16384];
    json_t *root;
    json_t *total;

    report_commit_interval(&store, BOOT, AT(-14, 0), AT(-12, 0), POSTURE_SEATED);
    assert_int_equal(report_run(scratch, "week --format json", text, sizeof(text)), EXIT_DONE);
    root = json_loads(text, 0, NULL);
    assert_non_null(root);
    assert_int_equal(json_array_size(json_object_get(root, "days")), 7);
    total = json_object_get(root, "total");
    assert_int_equal(json_integer_value(json_object_get(total, "sedentary_bouts")), 4);
    assert_true(json_number_value(json_object_get(total, "longest_bout_s")) == 7200);
    json_decref(root);
    store.close(store.self);
}

static void time_that_no_clock_dated_is_told(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    char text[8192];

    report_commit_interval(&store, OTHER, 0, AT(0, 25), POSTURE_SEATED);
    assert_int_equal(report_run(scratch, "", text, sizeof(text)), EXIT_DONE);
    assert_non_null(strstr(text, "25 min were recorded before the clock was set"));
    store.close(store.self);
}

static void without_a_history_it_says_so_and_prints_nothing(void **state)
{
    const struct scratch *scratch = *state;
    char text[8192];

    assert_int_equal(report_run(scratch, "", text, sizeof(text)), EXIT_PROBLEM);
    assert_string_equal(text, "");
    assert_int_equal(report_run(scratch, "week", text, sizeof(text)), EXIT_PROBLEM);
    assert_string_equal(text, "");
}

static void wrong_words_are_refused(void **state)
{
    static const char *const wrong[] = {"yesterday",     "2026-02-30", "2026-3-2",
                                        "today week",    "--format",   "--format xml",
                                        "--no-such-one", "2026-03-02x"};
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    char text[8192];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(report_run(scratch, wrong[i], text, sizeof(text)), EXIT_INPUT);
        assert_string_equal(text, "");
    }
    store.close(store.self);
}

#define REPORT_TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(a_days_figures_come_from_its_records_and_the_posture_that_lasts),
        REPORT_TEST(a_posture_that_ends_while_it_is_read_is_not_missed),
        REPORT_TEST(a_clock_corrected_later_moves_the_records_to_their_day),
        REPORT_TEST(time_without_records_is_unknown_and_no_break),
        REPORT_TEST(labels_that_contradict_each_other_count_no_time_twice),
        REPORT_TEST(an_interval_across_the_days_start_is_cut_there),
        REPORT_TEST(a_day_whose_intervals_are_gone_shows_its_stored_figures),
        REPORT_TEST(today_is_told_with_a_strip_its_figures_and_the_hold_off),
        REPORT_TEST(a_day_as_json_carries_the_same_figures),
        REPORT_TEST(a_week_has_a_line_a_day_and_a_total),
        REPORT_TEST(a_week_as_json_has_seven_days_and_a_total_over_all_bouts),
        REPORT_TEST(time_that_no_clock_dated_is_told),
        REPORT_TEST(without_a_history_it_says_so_and_prints_nothing),
        REPORT_TEST(wrong_words_are_refused),
    };

    (void)setenv("TZ", "Europe/Berlin", 1);
    tzset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}

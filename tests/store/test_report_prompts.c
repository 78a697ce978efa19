/* `secondheartctl report` on prompts: what came of each, and what it is called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "store/open.h"
#include "store/report_rig.h"

struct change {
    int64_t at_ns;
    int64_t raised_ns;
    enum store_prompt_change change;
    int32_t number;
    int64_t moved_s;
    bool is_reported;
};

/* Verified after a snooze, skipped, one's own, begun, reported, open. */
static const struct change monday[] = {
    {AT(6, 0), AT(6, 0), STORE_PROMPT_RAISED, 1, 0, false},
    {AT(6, 1), AT(6, 0), STORE_PROMPT_SNOOZED, 1, 0, false},
    {AT(6, 6), AT(6, 0), STORE_PROMPT_STARTED, 1, 0, false},
    {AT(6, 9), AT(6, 0), STORE_PROMPT_VERIFIED, 1, 120, false},
    {AT(7, 0), AT(7, 0), STORE_PROMPT_RAISED, 2, 0, false},
    {AT(7, 2), AT(7, 0), STORE_PROMPT_SKIPPED, 2, 0, false},
    {AT(7, 30), AT(7, 30), STORE_PROMPT_NATURAL, 0, 120, false},
    {AT(8, 30), AT(8, 30), STORE_PROMPT_RAISED, 3, 0, false},
    {AT(8, 31), AT(8, 30), STORE_PROMPT_STARTED, 3, 0, false},
    {AT(8, 36), AT(8, 30), STORE_PROMPT_UNFINISHED, 3, 75, false},
    {AT(9, 0), AT(9, 0), STORE_PROMPT_RAISED, 4, 0, false},
    {AT(9, 5), AT(9, 0), STORE_PROMPT_IGNORED, 4, 0, false},
    {AT(10, 0), AT(10, 0), STORE_PROMPT_RAISED, 5, 0, false},
    {AT(10, 3), AT(10, 0), STORE_PROMPT_VERIFIED, 5, 120, true},
    {AT(11, 0), AT(11, 0), STORE_PROMPT_RAISED, 6, 0, false},
};

static void commit_change(const struct store *store, const char *boot_id,
                          const struct change *change)
{
    struct store_prompt prompt = {
        .mono_ns = change->at_ns,
        .change = change->change,
        .number = change->number,
        .raised_mono_ns = change->raised_ns,
        .moved_ns = change->moved_s * NS_PER_S,
        .is_reported = change->is_reported,
    };

    strcpy(prompt.boot_id, boot_id);
    report_commit(store, &(struct store_batch){.prompts = &prompt, .prompts_len = 1});
}

static struct store make_store(const char *path)
{
    struct store store = open_store(path, NULL, false);

    report_commit_label(&store, BOOT, STORE_LABEL_KERNEL, MIDNIGHT_NS);
    report_commit_interval(&store, BOOT, AT(5, 0), AT(11, 0), POSTURE_SEATED);
    return store;
}

static struct store make_monday(const char *path)
{
    struct store store = make_store(path);

    for (size_t i = 0; i < sizeof(monday) / sizeof(monday[0]); i++)
        commit_change(&store, BOOT, &monday[i]);
    return store;
}

static json_t *run_json(const struct scratch *scratch, const char *words)
{
    static char text[65536];
    json_t *root;

    assert_int_equal(report_run(scratch, words, text, sizeof(text)), EXIT_DONE);
    root = json_loads(text, 0, NULL);
    assert_non_null(root);
    return root;
}

static json_t *first_day(json_t *root)
{
    return json_array_get(json_object_get(root, "days"), 0);
}

static void check_number(json_t *object, const char *name, json_int_t expected)
{
    json_t *value = json_object_get(object, name);

    if (!json_is_integer(value) || json_integer_value(value) != expected)
        fail_msg("%s is not %d", name, (int)expected);
}

static void each_prompt_is_told_with_what_came_of_it(void **state)
{
    static const char list[] = "\n  Prompts and breaks\n"
                               "    06:00  a break, seen by the sensors at 06:09, snoozed once\n"
                               "    07:00  left for another time\n"
                               "    07:30  a break of your own, seen by the sensors\n"
                               "    08:30  a start: 1 min 15 s moving\n"
                               "    09:00  passed by\n"
                               "    10:00  a break, reported by touch at 10:03\n"
                               "    11:00  still open\n"
                               "\n";
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    char text[8192];

    assert_int_equal(report_run(scratch, "", text, sizeof(text)), EXIT_DONE);
    assert_non_null(strstr(text, list));
    assert_non_null(strstr(text, "of these breaks, reported   1\n"));
    store.close(store.self);
}

static void json_counts_every_change_and_tells_reported_apart(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    json_t *root = run_json(scratch, "--format json");
    json_t *prompts = json_object_get(first_day(root), "prompts");

    check_number(prompts, "raised", 6);
    check_number(prompts, "started", 2);
    check_number(prompts, "snoozed", 1);
    check_number(prompts, "skipped", 1);
    check_number(prompts, "ignored", 1);
    check_number(prompts, "unfinished", 1);
    check_number(prompts, "verified", 2);
    check_number(prompts, "natural", 1);
    check_number(first_day(root), "prompts_reported", 1);
    json_decref(root);
    store.close(store.self);
}

static void json_lists_prompts_with_local_times(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    json_t *root = run_json(scratch, "--format json");
    json_t *list = json_object_get(first_day(root), "prompt_list");
    json_t *item = json_array_get(list, 0);

    assert_int_equal(json_array_size(list), 7);
    assert_string_equal(json_string_value(json_object_get(item, "raised")),
                        "2026-03-02T06:00:00+01:00");
    assert_string_equal(json_string_value(json_object_get(item, "ended")),
                        "2026-03-02T06:09:00+01:00");
    assert_string_equal(json_string_value(json_object_get(item, "outcome")), "verified");
    check_number(item, "snoozes", 1);
    assert_true(json_number_value(json_object_get(item, "moved_s")) == 120);
    assert_true(json_is_null(json_object_get(json_array_get(list, 2), "raised")));
    assert_string_equal(json_string_value(json_object_get(json_array_get(list, 5), "outcome")),
                        "reported");
    assert_true(json_is_null(json_object_get(json_array_get(list, 6), "outcome")));
    json_decref(root);
    store.close(store.self);
}

static void a_prompt_of_the_evening_before_ends_on_its_day(void **state)
{
    static const struct change changes[] = {
        {AT(3, 50), AT(3, 50), STORE_PROMPT_RAISED, 1, 0, false},
        {AT(4, 10), AT(3, 50), STORE_PROMPT_SKIPPED, 1, 0, false},
    };
    const struct scratch *scratch = *state;
    struct store store = make_store(scratch->path);
    json_t *root;

    for (int i = 0; i < 2; i++)
        commit_change(&store, BOOT, &changes[i]);
    root = run_json(scratch, "--format json");
    check_number(json_object_get(first_day(root), "prompts"), "raised", 0);
    check_number(json_object_get(first_day(root), "prompts"), "skipped", 1);
    assert_int_equal(json_array_size(json_object_get(first_day(root), "prompt_list")), 1);
    json_decref(root);
    store.close(store.self);
}

static void a_number_that_begins_again_is_another_prompt(void **state)
{
    static const struct change first = {AT(5, 0), AT(5, 0), STORE_PROMPT_RAISED, 1, 0, false};
    static const struct change ended = {AT(5, 5), AT(5, 0), STORE_PROMPT_IGNORED, 1, 0, false};
    static const struct change again = {AT(6, 0), AT(6, 0), STORE_PROMPT_RAISED, 1, 0, false};
    static const struct change taken = {AT(6, 5), AT(6, 0), STORE_PROMPT_VERIFIED, 1, 120, false};
    const struct scratch *scratch = *state;
    struct store store = make_store(scratch->path);
    json_t *root;

    commit_change(&store, BOOT, &first);
    commit_change(&store, BOOT, &ended);
    commit_change(&store, BOOT, &again);
    commit_change(&store, BOOT, &taken);
    root = run_json(scratch, "--format json");
    assert_int_equal(json_array_size(json_object_get(first_day(root), "prompt_list")), 2);
    json_decref(root);
    store.close(store.self);
}

static void a_week_adds_the_prompts_of_its_days(void **state)
{
    static const struct change sunday[] = {
        {AT(-14, 0), AT(-14, 0), STORE_PROMPT_RAISED, 9, 0, false},
        {AT(-13, 0), AT(-14, 0), STORE_PROMPT_VERIFIED, 9, 120, true},
    };
    const struct scratch *scratch = *state;
    struct store store = make_monday(scratch->path);
    char text[16384];
    json_t *root;
    json_t *total;

    report_commit_interval(&store, BOOT, AT(-15, 0), AT(-12, 0), POSTURE_SEATED);
    for (int i = 0; i < 2; i++)
        commit_change(&store, BOOT, &sunday[i]);
    root = run_json(scratch, "week --format json");
    total = json_object_get(root, "total");
    check_number(json_object_get(total, "prompts"), "raised", 7);
    check_number(json_object_get(total, "prompts"), "verified", 3);
    check_number(total, "prompts_reported", 2);
    json_decref(root);
    assert_int_equal(report_run(scratch, "week", text, sizeof(text)), EXIT_DONE);
    assert_non_null(strstr(text, "of these breaks, reported   2\n"));
    assert_null(strstr(text, "Prompts and breaks"));
    store.close(store.self);
}

static void a_day_of_a_kiosk_without_prompts_says_nothing_of_them(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = make_store(scratch->path);
    struct store_day day = {.date = 20260301, .boot_id = BOOT, .figures_len = 1};
    json_t *root;

    report_commit_interval(&store, BOOT, AT(-15, 0), AT(-12, 0), POSTURE_SEATED);
    strcpy(day.figures[0].name, "sitting_s"); /* as before there were prompts */
    report_commit(&store, &(struct store_batch){.days = &day, .days_len = 1});
    root = run_json(scratch, "2026-03-01 --format json");
    assert_true(json_is_null(json_object_get(first_day(root), "prompts")));
    json_decref(root);

    strcpy(day.figures[0].name, "prompts_raised");
    report_commit(&store, &(struct store_batch){.days = &day, .days_len = 1});
    root = run_json(scratch, "2026-03-01 --format json");
    check_number(json_object_get(first_day(root), "prompts"), "raised", 0);
    json_decref(root);
    store.close(store.self);
}

static void a_day_whose_records_are_gone_has_its_stored_counters(void **state)
{
    const struct scratch *scratch = *state;
    struct store store = make_store(scratch->path);
    struct store_day day = {.date = 20250301, .boot_id = BOOT, .figures_len = 1};
    json_t *root;

    strcpy(day.figures[0].name, "prompts_verified");
    day.figures[0].value = 4;
    report_commit(&store, &(struct store_batch){.days = &day, .days_len = 1});
    root = run_json(scratch, "2025-03-01 --format json");
    check_number(json_object_get(first_day(root), "prompts"), "verified", 4);
    assert_true(json_is_null(json_object_get(first_day(root), "prompts_reported")));
    json_decref(root);
    store.close(store.self);
}

static void what_was_said_is_told_apart_from_what_was_seen(void **state)
{
    const struct scratch *scratch = *state;
    struct store_reported said[] = {{BOOT, AT(9, 0), STORE_REPORTED_WATER},
                                    {BOOT, AT(10, 30), STORE_REPORTED_WATER},
                                    {BOOT, AT(10, 31), STORE_REPORTED_TOES_UP},
                                    {BOOT, AT(30, 0), STORE_REPORTED_WATER}}; /* the next day */
    struct store store = make_store(scratch->path);
    char text[8192];
    json_t *root;
    json_t *counts;

    report_commit(&store, &(struct store_batch){.reported = said, .reported_len = 4});
    close_store(&store);
    assert_int_equal(report_run(scratch, "", text, sizeof(text)), EXIT_DONE);
    assert_non_null(strstr(text, "Reported by touch, seen by no sensor: toes up 1, water 2\n"));
    root = run_json(scratch, "--format json");
    counts = json_object_get(first_day(root), "reported");
    check_number(counts, "water", 2);
    check_number(counts, "toes_up", 1);
    check_number(counts, "ankle_circles", 0);
    json_decref(root);
}

#define REPORT_TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(each_prompt_is_told_with_what_came_of_it),
        REPORT_TEST(json_counts_every_change_and_tells_reported_apart),
        REPORT_TEST(json_lists_prompts_with_local_times),
        REPORT_TEST(a_prompt_of_the_evening_before_ends_on_its_day),
        REPORT_TEST(a_number_that_begins_again_is_another_prompt),
        REPORT_TEST(a_week_adds_the_prompts_of_its_days),
        REPORT_TEST(a_day_of_a_kiosk_without_prompts_says_nothing_of_them),
        REPORT_TEST(what_was_said_is_told_apart_from_what_was_seen),
        REPORT_TEST(a_day_whose_records_are_gone_has_its_stored_counters),
    };

    (void)setenv("TZ", "Europe/Berlin", 1);
    tzset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}

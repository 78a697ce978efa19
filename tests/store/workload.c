#include "store/workload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"

#define SCALARS    180
#define FIELDS_MAX 1024

struct fields {
    struct store_field all[FIELDS_MAX];
    size_t len;
};

static void add_field(struct fields *fields, const char *name, int index, int64_t value)
{
    struct store_field *field = &fields->all[fields->len++];

    assert_in_range(fields->len, 1, FIELDS_MAX);
    (void)snprintf(field->name, sizeof(field->name), "%s.%d", name, index);
    field->value = value;
}

/*
 * A dozen fields that change every minute, more that change now and then, most that hardly do, and
 * a list of bouts that grows and starts again with each day.
 */
static void make_fields(int minute, struct fields *fields)
{
    fields->len = 0;
    for (int i = 0; i < SCALARS; i++) {
        int period = i < 12 ? 1 : i < 40 ? 7 + i : 100 + 3 * i;

        add_field(fields, "core", i, (int64_t)(minute / period) * NS_PER_MIN + i);
    }
    for (int i = 0; i < minute % 97 / 3; i++)
        add_field(fields, "day.bout", i, (int64_t)i * 181 * NS_PER_S);
}

static bool has_interval(int minute)
{
    return minute % 3 == 0;
}

static bool has_count(int minute)
{
    return minute % 2 == 1;
}

static bool has_prompt(int minute)
{
    return minute % 7 == 5;
}

static bool has_day(int minute)
{
    return minute % 97 == 96;
}

static struct store_interval make_interval(int minute)
{
    struct store_interval interval = {.boot_id = WORKLOAD_BOOT,
                                      .start_mono_ns = minute * NS_PER_MIN,
                                      .end_mono_ns = (minute + 3) * NS_PER_MIN,
                                      .posture = (enum posture)(minute / 3 % POSTURE_COUNT)};

    return interval;
}

static struct store_prompt make_prompt(int minute)
{
    struct store_prompt prompt = {
        .boot_id = WORKLOAD_BOOT,
        .mono_ns = minute * NS_PER_MIN,
        .change = (enum store_prompt_change)(minute / 7 % STORE_PROMPT_CHANGES),
        .number = minute / 21,
        .raised_mono_ns = (minute - 30) * NS_PER_MIN, /* before the boot, at first */
        .moved_ns = minute * NS_PER_S,
        .is_reported = minute % 2 == 1,
    };

    return prompt;
}

static void make_day(int minute, struct store_day *day)
{
    memset(day, 0, sizeof(*day));
    day->date = 20260000 + minute / 97;
    memcpy(day->boot_id, WORKLOAD_BOOT, sizeof(WORKLOAD_BOOT));
    day->start_mono_ns = (minute - 96) * NS_PER_MIN;
    day->end_mono_ns = minute * NS_PER_MIN;
    day->figures_len = 30;
    for (size_t i = 0; i < day->figures_len; i++) {
        (void)snprintf(day->figures[i].name, sizeof(day->figures[i].name), "figure_%d", (int)i);
        day->figures[i].is_null = i % 7 == 6;
        day->figures[i].value = day->figures[i].is_null ? 0 : minute + 0.25 * (double)i;
    }
}

int workload_commit(const struct store *store, int minute, struct err *err)
{
    static struct fields fields;
    struct store_boot boot = {.boot_id = WORKLOAD_BOOT,
                              .label = STORE_LABEL_KERNEL,
                              .wall_offset_ns = WORKLOAD_OFFSET_NS};
    struct store_interval interval = make_interval(minute);
    struct store_count count = {.boot_id = WORKLOAD_BOOT,
                                .mono_ns = minute * NS_PER_MIN,
                                .kind = STORE_COUNT_STEP,
                                .amount = minute};
    struct store_prompt prompt = make_prompt(minute);
    struct store_day day;
    struct store_open open = {.saved_mono_ns = minute * NS_PER_MIN,
                              .current = {.boot_id = WORKLOAD_BOOT,
                                          .start_mono_ns = minute / 3 * 3 * NS_PER_MIN,
                                          .end_mono_ns = minute * NS_PER_MIN,
                                          .posture = POSTURE_SEATED}};
    struct store_batch batch = {.boots = &boot,
                                .boots_len = 1,
                                .intervals = &interval,
                                .intervals_len = has_interval(minute),
                                .counts = &count,
                                .counts_len = has_count(minute),
                                .prompts = &prompt,
                                .prompts_len = has_prompt(minute),
                                .days = &day,
                                .days_len = has_day(minute),
                                .open = &open};

    make_day(minute, &day);
    make_fields(minute, &fields);
    open.fields = fields.all;
    open.fields_len = fields.len;
    return store->commit(store->self, &batch, err);
}

struct found {
    struct fields fields;
    int intervals;
    int counts;
    int prompts;
    int days;
};

static void find_field(void *context, const char *name, int64_t value)
{
    struct fields *fields = context;
    struct store_field *field = &fields->all[fields->len++];

    assert_in_range(fields->len, 1, FIELDS_MAX);
    (void)snprintf(field->name, sizeof(field->name), "%s", name);
    field->value = value;
}

static void find_interval(void *context, const struct store_labelled_interval *row)
{
    struct found *found = context;
    struct store_interval expected = make_interval(3 * found->intervals++);

    assert_string_equal(row->interval.boot_id, expected.boot_id);
    assert_true(row->interval.start_mono_ns == expected.start_mono_ns);
    assert_true(row->interval.end_mono_ns == expected.end_mono_ns);
    assert_int_equal(row->interval.posture, expected.posture);
    assert_true(row->start_wall_ns == expected.start_mono_ns + WORKLOAD_OFFSET_NS);
}

static void find_count(void *context, const struct store_labelled_count *row)
{
    struct found *found = context;
    int minute = 2 * found->counts++ + 1;

    assert_int_equal(row->count.amount, minute);
    assert_true(row->count.mono_ns == minute * NS_PER_MIN);
    assert_int_equal(row->count.kind, STORE_COUNT_STEP);
}

static void find_prompt(void *context, const struct store_labelled_prompt *row)
{
    struct found *found = context;
    struct store_prompt expected = make_prompt(7 * found->prompts++ + 5);

    assert_string_equal(row->prompt.boot_id, expected.boot_id);
    assert_true(row->prompt.mono_ns == expected.mono_ns);
    assert_int_equal(row->prompt.change, expected.change);
    assert_int_equal(row->prompt.number, expected.number);
    assert_true(row->prompt.raised_mono_ns == expected.raised_mono_ns);
    assert_true(row->prompt.moved_ns == expected.moved_ns);
    assert_int_equal(row->prompt.is_reported, expected.is_reported);
    assert_int_equal(row->label, STORE_LABEL_KERNEL);
    assert_true(row->wall_ns == expected.mono_ns + WORKLOAD_OFFSET_NS);
    assert_true(row->raised_wall_ns == expected.raised_mono_ns + WORKLOAD_OFFSET_NS);
}

static void find_day(void *context, const struct store_day *day)
{
    struct found *found = context;
    struct store_day expected;

    make_day(97 * found->days++ + 96, &expected);
    assert_int_equal(day->date, expected.date);
    assert_int_equal(day->figures_len, expected.figures_len);
    for (size_t i = 0; i < day->figures_len; i++) {
        assert_string_equal(day->figures[i].name, expected.figures[i].name);
        assert_true(day->figures[i].value == expected.figures[i].value);
        assert_int_equal(day->figures[i].is_null, expected.figures[i].is_null);
    }
}

static int compare_fields(const void *a, const void *b)
{
    return strcmp(((const struct store_field *)a)->name, ((const struct store_field *)b)->name);
}

static void check_fields(struct fields *found, int minute)
{
    static struct fields expected;

    make_fields(minute, &expected);
    assert_int_equal(found->len, expected.len);
    qsort(found->all, found->len, sizeof(found->all[0]), compare_fields);
    qsort(expected.all, expected.len, sizeof(expected.all[0]), compare_fields);
    for (size_t i = 0; i < found->len; i++) {
        assert_string_equal(found->all[i].name, expected.all[i].name);
        assert_true(found->all[i].value == expected.all[i].value);
    }
}

int workload_check(const struct store *store)
{
    static struct found found;
    struct store_resume resume;
    struct err err = {0};
    int result;
    int minute;

    memset(&found, 0, sizeof(found));
    result = store->load_open(store->self, &resume, find_field, &found.fields, &err);
    if (result == -ERR_NOT_FOUND) {
        minute = -1;
    } else {
        if (result < 0)
            fail_msg("%s", err.text);
        minute = (int)(resume.saved_mono_ns / NS_PER_MIN);
        assert_string_equal(resume.boot.boot_id, WORKLOAD_BOOT);
        check_fields(&found.fields, minute);
    }
    if (store->read_intervals(store->self, 0, INT64_MAX, find_interval, &found, &err) < 0 ||
        store->read_counts(store->self, 0, INT64_MAX, find_count, &found, &err) < 0 ||
        store->read_prompts(store->self, 0, INT64_MAX, find_prompt, &found, &err) < 0 ||
        store->read_days(store->self, 0, 99999999, find_day, &found, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(found.intervals, (minute + 3) / 3);
    assert_int_equal(found.counts, (minute + 1) / 2);
    assert_int_equal(found.prompts, (minute + 2) / 7);
    assert_int_equal(found.days, (minute + 1) / 97);
    assert_string_equal(store->set_aside_name(store->self), "");
    return minute;
}

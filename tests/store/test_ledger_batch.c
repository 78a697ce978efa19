/* What waits to be written: choices replace each other, and erasing lets nothing of before out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/ledger_batch.h"

#define BOOT "4f6f5a0c-0a55-4b0e-8d4f-0d3f9a3f6b01"

static struct ledger_batch *older;
static struct ledger_batch *newer;

static int setup(void **state)
{
    older = ledger_batch_new();
    newer = ledger_batch_new();
    return older && newer ? 0 : -1;
}

static int teardown(void **state)
{
    ledger_batch_free(older);
    ledger_batch_free(newer);
    return 0;
}

static void choose(struct ledger_batch *batch, const char *name, const char *value)
{
    struct store_setting setting = {.name = ""};

    (void)snprintf(setting.name, sizeof(setting.name), "%s", name);
    (void)snprintf(setting.value, sizeof(setting.value), "%s", value);
    ledger_batch_add_setting(batch, &setting);
}

/* One of everything that a history is made of. */
static void fill(struct ledger_batch *batch)
{
    const struct store_interval interval = {.boot_id = BOOT, .end_mono_ns = 1};
    const struct store_count count = {.boot_id = BOOT, .amount = 1};
    const struct store_prompt prompt = {.boot_id = BOOT};
    const struct store_reported reported = {.boot_id = BOOT, .kind = STORE_REPORTED_WATER};
    const struct store_day day = {.date = 20260302, .boot_id = BOOT};

    ledger_batch_add_interval(batch, &interval);
    ledger_batch_add_count(batch, &count);
    ledger_batch_add_prompt(batch, &prompt);
    ledger_batch_add_reported(batch, &reported);
    ledger_batch_add_day(batch, &day);
    batch->has_open = true;
}

static void of_two_choices_of_a_thing_the_later_is_written(void **state)
{
    struct store_batch view;

    choose(older, "display.theme", "light");
    choose(older, "coach.chime", "yes");
    choose(newer, "display.theme", "contrast");
    ledger_batch_append(older, newer);
    view = ledger_batch_view(older);
    assert_int_equal(view.settings_len, 2);
    assert_string_equal(view.settings[0].value, "contrast");
    assert_true(ledger_batch_is_empty(newer));
}

static void a_choice_or_a_report_alone_is_worth_a_commit(void **state)
{
    const struct store_reported reported = {.boot_id = BOOT, .kind = STORE_REPORTED_WATER};

    choose(older, "display.theme", "light");
    assert_false(ledger_batch_is_empty(older));
    ledger_batch_add_reported(newer, &reported);
    assert_false(ledger_batch_is_empty(newer));
    ledger_batch_append(older, newer);
    assert_int_equal(ledger_batch_view(older).reported_len, 1);
}

static void nothing_of_before_an_erasing_is_written_after_it(void **state)
{
    struct store_batch view;

    fill(older); /* a disk that was full has not taken it yet */
    choose(older, "display.theme", "light");
    fill(newer);
    ledger_batch_erase(newer, STORE_ERASE_HISTORY);
    assert_false(ledger_batch_is_empty(newer));
    ledger_batch_append(older, newer);
    view = ledger_batch_view(older);
    assert_int_equal(view.erases, STORE_ERASE_HISTORY);
    assert_int_equal(view.intervals_len + view.counts_len + view.prompts_len + view.reported_len +
                         view.days_len,
                     0);
    assert_null(view.open);
    assert_int_equal(view.settings_len, 1);
}

static void what_comes_after_it_begins_the_fresh_history(void **state)
{
    struct store_batch view;

    fill(older);
    ledger_batch_erase(older, STORE_ERASE_ALL);
    fill(newer);
    ledger_batch_append(older, newer);
    view = ledger_batch_view(older);
    assert_int_equal(view.erases, STORE_ERASE_ALL);
    assert_int_equal(view.intervals_len, 1);
    assert_non_null(view.open);
}

static void erasing_all_takes_the_choices_and_no_smaller_one_gives_them_back(void **state)
{
    choose(older, "display.theme", "light");
    ledger_batch_erase(older, STORE_ERASE_ALL);
    ledger_batch_erase(newer, STORE_ERASE_HISTORY);
    ledger_batch_append(older, newer);
    assert_int_equal(ledger_batch_view(older).erases, STORE_ERASE_ALL);
    assert_int_equal(ledger_batch_view(older).settings_len, 0);
    ledger_batch_clear(older);
    assert_true(ledger_batch_is_empty(older));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(of_two_choices_of_a_thing_the_later_is_written),
        TEST(a_choice_or_a_report_alone_is_worth_a_commit),
        TEST(nothing_of_before_an_erasing_is_written_after_it),
        TEST(what_comes_after_it_begins_the_fresh_history),
        TEST(erasing_all_takes_the_choices_and_no_smaller_one_gives_them_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

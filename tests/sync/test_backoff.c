/* When a run is tried again (sync/backoff.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/backoff.h"

static void the_wait_lies_between_nothing_and_a_limit_that_doubles(void **state)
{
    static const int64_t limits_s[] = {5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900};

    for (int32_t i = 0; i < (int32_t)(sizeof(limits_s) / sizeof(limits_s[0])); i++) {
        uint64_t limit_s = (uint64_t)limits_s[i];

        assert_int_equal(backoff_s(VERDICT_WAIT, i + 1, 0, 0), 0);
        assert_int_equal(backoff_s(VERDICT_WAIT, i + 1, 0, limit_s), limits_s[i]);
        assert_int_equal(backoff_s(VERDICT_WAIT, i + 1, 0, limit_s + 1), 0);
    }
    for (uint64_t bits = UINT64_MAX; bits > 0; bits /= 3)
        assert_in_range(backoff_s(VERDICT_WAIT, INT32_MAX, 0, bits), 0, BACKOFF_MAX_S);
}

/* Jitter that leaves a gap, or favours the end, would bring a fleet back as a herd. */
static void each_second_of_the_wait_is_drawn_as_often(void **state)
{
    int drawn[41] = {0};

    for (uint64_t bits = 0; bits < 41 * 100; bits++)
        drawn[backoff_s(VERDICT_WAIT, 4, 0, bits)]++;
    for (int i = 0; i <= 40; i++)
        assert_int_equal(drawn[i], 100);
}

static void retry_after_counts_if_it_is_later_up_to_a_day(void **state)
{
    assert_int_equal(backoff_s(VERDICT_WAIT, 1, 120, 5), 120);
    assert_int_equal(backoff_s(VERDICT_WAIT, 1, 2, 5), 5);
    assert_int_equal(backoff_s(VERDICT_WAIT, 1, 86400, 0), 86400);
    assert_int_equal(backoff_s(VERDICT_WAIT, 1, INT64_MAX, 0), 86400);
    assert_int_equal(backoff_s(VERDICT_WAIT, 1, -1, 0), 0);
    assert_int_equal(backoff_s(VERDICT_WAIT, 1, INT64_MIN, 0), 0);
}

static void a_setup_problem_is_tried_every_hour(void **state)
{
    assert_int_equal(backoff_s(VERDICT_SETUP, 1, 0, 12345), 3600);
    assert_int_equal(backoff_s(VERDICT_SETUP, 99, 60, UINT64_MAX), 3600);
    assert_int_equal(backoff_s(VERDICT_SETUP, 1, 7200, 0), 7200);
}

static void it_is_over_at_the_second_that_was_noted(void **state)
{
    assert_false(backoff_is_over(1000, 990, 1001));
    assert_true(backoff_is_over(1001, 990, 1001));
    assert_true(backoff_is_over(0, 0, 0)); /* nothing was ever tried */
}

static void a_clock_that_was_ahead_holds_nothing_up(void **state)
{
    assert_true(backoff_is_over(1000, 5000, 5900));
    assert_false(backoff_is_over(1000, 1000, 1900));
    /* Nobody asks for more than a day: a damaged queue must not hold it up for ever either. */
    assert_false(backoff_is_over(1000, 990, 990 + 86400));
    assert_true(backoff_is_over(1000, 990, 990 + 86401));
    assert_true(backoff_is_over(1000, 990, INT64_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_wait_lies_between_nothing_and_a_limit_that_doubles),
        cmocka_unit_test(each_second_of_the_wait_is_drawn_as_often),
        cmocka_unit_test(retry_after_counts_if_it_is_later_up_to_a_day),
        cmocka_unit_test(a_setup_problem_is_tried_every_hour),
        cmocka_unit_test(it_is_over_at_the_second_that_was_noted),
        cmocka_unit_test(a_clock_that_was_ahead_holds_nothing_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A PIN: kept without its digits, and what a wrong one costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "kiosk/pin.h"

static struct pin pin;

static bool try_at(const char *digits, int64_t second)
{
    int32_t answers = pin.answers;

    pin_try(&pin, digits, second * NS_PER_S);
    assert_int_equal(pin.answers, answers + 1);
    return pin.is_right;
}

static int set_pin(void **state)
{
    (void)state;
    memset(&pin, 0, sizeof(pin));
    assert_int_equal(pin_set(&pin, "4711", NULL), 0);
    return 0;
}

static void the_right_digits_open_and_others_do_not(void **state)
{
    assert_true(try_at("4711", 1));
    assert_false(try_at("4712", 2));
    assert_false(try_at("47110", 3));
}

static void what_is_kept_holds_no_digits_and_differs_each_time(void **state)
{
    struct pin again = {0};

    assert_null(strstr(pin.hash, "4711"));
    assert_int_equal(pin_set(&again, "4711", NULL), 0);
    assert_string_not_equal(pin.hash, again.hash);
}

static void what_was_kept_opens_after_a_restart(void **state)
{
    struct pin kept = {0};

    assert_true(pin_take_hash(&kept, pin.hash));
    pin_try(&kept, "4711", 0);
    assert_true(kept.is_right);
}

static void rubbish_is_no_pin_and_hides_nothing(void **state)
{
    static const char *const rubbish[] = {"", "*0", "$9$x", "\x01\x02"};

    for (size_t i = 0; i < sizeof(rubbish) / sizeof(rubbish[0]); i++) {
        assert_false(pin_take_hash(&pin, rubbish[i]));
        assert_string_equal(pin.hash, "");
    }
}

static void wrong_ones_cost_time_that_grows_but_never_all_of_it(void **state)
{
    int64_t now_s = 100;
    int32_t last_s = 0;

    for (int i = 0; i < PIN_FREE_TRIES; i++) {
        assert_false(try_at("0000", now_s));
        assert_int_equal(pin_wait_s(&pin, now_s * NS_PER_S), 0);
    }
    for (int i = 0; i < 12; i++) {
        int32_t wait_s;

        assert_false(try_at("0000", now_s));
        wait_s = pin_wait_s(&pin, now_s * NS_PER_S);
        assert_true(wait_s > last_s || wait_s == PIN_WAIT_MOST_S);
        assert_in_range(wait_s, PIN_WAIT_S, PIN_WAIT_MOST_S);
        last_s = wait_s;
        now_s += wait_s;
    }
    assert_int_equal(last_s, PIN_WAIT_MOST_S);
    assert_true(try_at("4711", now_s));
    assert_false(try_at("0000", now_s + 1));
    assert_int_equal(pin_wait_s(&pin, (now_s + 1) * NS_PER_S), 0);
}

static void the_right_one_before_its_time_does_not_open(void **state)
{
    for (int i = 0; i <= PIN_FREE_TRIES; i++)
        assert_false(try_at("0000", 10));
    assert_false(try_at("4711", 10 + PIN_WAIT_S - 1));
    assert_true(try_at("4711", 10 + PIN_WAIT_S));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_right_digits_open_and_others_do_not, set_pin),
        cmocka_unit_test_setup(what_is_kept_holds_no_digits_and_differs_each_time, set_pin),
        cmocka_unit_test_setup(what_was_kept_opens_after_a_restart, set_pin),
        cmocka_unit_test_setup(rubbish_is_no_pin_and_hides_nothing, set_pin),
        cmocka_unit_test_setup(wrong_ones_cost_time_that_grows_but_never_all_of_it, set_pin),
        cmocka_unit_test_setup(the_right_one_before_its_time_does_not_open, set_pin),
    };

    return cmocka_run_group_tests_name("pin", tests, NULL, NULL);
}

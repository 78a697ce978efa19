/* The field's words: each has a name of its own, and the name leads back to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/terms.h"

static void every_term_has_a_name_that_leads_back_to_it(void **state)
{
    for (int line = 0; line < LINE_COUNT; line++) {
        const char *name = line_name((enum line)line);

        assert_int_equal(line_from_name(name, strlen(name)), line);
    }
    for (int posture = 0; posture < POSTURE_COUNT; posture++) {
        const char *name = posture_name((enum posture)posture);

        assert_int_equal(posture_from_name(name, strlen(name)), posture);
    }
    for (int touch = 0; touch < TOUCH_COUNT; touch++) {
        const char *name = touch_name((enum touch)touch);

        assert_int_equal(touch_from_name(name, strlen(name)), touch);
    }
}

static void the_names_are_those_of_the_trace_format(void **state)
{
    assert_string_equal(line_name(LINE_CHAIR), "chair");
    assert_string_equal(line_name(LINE_MAT), "mat");
    assert_string_equal(line_name(LINE_PLUG), "plug");
    assert_string_equal(posture_name(POSTURE_UNKNOWN), "unknown");
    assert_string_equal(posture_name(POSTURE_SEATED), "seated");
    assert_string_equal(posture_name(POSTURE_STANDING), "standing");
    assert_string_equal(posture_name(POSTURE_STEPPING), "stepping");
    assert_string_equal(posture_name(POSTURE_AWAY), "away");
    assert_string_equal(touch_name(TOUCH_EXERCISE), "exercise");
    assert_string_equal(touch_name(TOUCH_OTHER), "other");
}

static void names_are_compared_whole_and_in_their_case(void **state)
{
    assert_int_equal(line_from_name("chair", 4), -1);
    assert_int_equal(line_from_name("chairs", 6), -1);
    assert_int_equal(line_from_name("chairs", 5), LINE_CHAIR); /* the text goes on, the name not */
    assert_int_equal(line_from_name("Chair", 5), -1);
    assert_int_equal(posture_from_name("", 0), -1);
    assert_int_equal(touch_from_name("stopped", 7), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_term_has_a_name_that_leads_back_to_it),
        cmocka_unit_test(the_names_are_those_of_the_trace_format),
        cmocka_unit_test(names_are_compared_whole_and_in_their_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

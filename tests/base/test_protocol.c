/* The presets: each the dose that was studied, and where, in so many words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/protocol.h"

static void every_preset_has_the_dose_that_was_studied(void **state)
{
    static const struct {
        const char *name;
        int interval_min, duration_s, raises;
        const char *studied_in;
    } rows[PROTOCOL_COUNT] = {
        {"hourly-stroll", 60, 120, 0, "no trial of exactly this dose"},
        {"half-hour", 30, 300, 0, "Duran 2023, MSSE 55:847, n = 11"},
        {"twenty-two", 20, 120, 0, "Dunstan 2012, Diabetes Care, n = 19"},
        {"hour-five", 60, 300, 0, "Thosar 2015, MSSE 47:843, n = 12"},
        {"one-forty", 30, 100, 0, "Peddie 2013, n = 70"},
        {"seated", 60, 60, 15, "for people who do not walk"},
        {"custom", 60, 120, 0, ""},
    };

    (void)state;
    for (int i = 0; i < PROTOCOL_COUNT; i++) {
        const struct protocol *protocol = protocol_of((enum protocol_preset)i);

        assert_string_equal(protocol->name, rows[i].name);
        assert_int_equal(protocol->interval_s, rows[i].interval_min * 60);
        assert_int_equal(protocol->duration_s, rows[i].duration_s);
        assert_int_equal(protocol->raises, rows[i].raises);
        assert_non_null(strstr(protocol->studied_in, rows[i].studied_in));
        assert_null(strcasestr(protocol->studied_in, "proven"));
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_preset_has_the_dose_that_was_studied),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

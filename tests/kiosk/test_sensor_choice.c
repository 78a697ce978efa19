/* Which sensors a kiosk listens to: a simulation is never taken for the real thing. */
#include "kiosk/sensor_choice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The choice where the configuration says `source`, and the command line nothing. */
static struct sensor_choice choose(int source, bool names_lines, bool has_chip)
{
    struct options options = {.sensors = OPTIONS_AUTO};
    struct config config;

    config_set_defaults(&config);
    config.sensors.source = source;
    config.names_lines = names_lines;
    return sensor_choice_make(&options, &config, has_chip);
}

static void auto_takes_the_chip_where_there_is_one(void **state)
{
    struct sensor_choice choice = choose(CONFIG_SOURCE_AUTO, false, true);

    assert_int_equal(choice.sensors, OPTIONS_GPIO);
    assert_null(choice.note);
}

static void auto_simulates_where_there_is_no_chip_and_says_so(void **state)
{
    struct sensor_choice choice = choose(CONFIG_SOURCE_AUTO, false, false);

    assert_int_equal(choice.sensors, OPTIONS_SIM);
    assert_non_null(strstr(choice.note, "sensors are simulated"));
}

static void whoever_names_a_line_is_never_simulated(void **state)
{
    struct sensor_choice choice = choose(CONFIG_SOURCE_AUTO, true, false);

    assert_int_equal(choice.sensors, OPTIONS_GPIO);
    assert_null(choice.note);
}

static void what_the_configuration_says_needs_no_chip(void **state)
{
    assert_int_equal(choose(CONFIG_SOURCE_GPIO, false, false).sensors, OPTIONS_GPIO);
    assert_int_equal(choose(CONFIG_SOURCE_SIM, true, true).sensors, OPTIONS_SIM);
    assert_null(choose(CONFIG_SOURCE_SIM, true, true).note);
}

static void the_command_line_wins_over_the_configuration(void **state)
{
    static const enum options_sensors named[] = {OPTIONS_GPIO, OPTIONS_SIM, OPTIONS_TRACE};
    struct options options = {.has_sensors = true};
    struct config config;

    config_set_defaults(&config);
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
        options.sensors = named[i];
        for (int source = CONFIG_SOURCE_AUTO; source <= CONFIG_SOURCE_SIM; source++) {
            config.sensors.source = source;
            assert_int_equal(sensor_choice_make(&options, &config, true).sensors, named[i]);
        }
    }
    options.sensors = OPTIONS_AUTO;
    config.sensors.source = CONFIG_SOURCE_SIM;
    assert_int_equal(sensor_choice_make(&options, &config, true).sensors, OPTIONS_GPIO);
}

static void only_real_sensors_are_shown_as_real(void **state)
{
    assert_int_equal(sensor_choice_shown(OPTIONS_GPIO), VIEW_GPIO);
    assert_int_equal(sensor_choice_shown(OPTIONS_SIM), VIEW_SIM);
    assert_int_equal(sensor_choice_shown(OPTIONS_TRACE), VIEW_TRACE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(auto_takes_the_chip_where_there_is_one),
        cmocka_unit_test(auto_simulates_where_there_is_no_chip_and_says_so),
        cmocka_unit_test(whoever_names_a_line_is_never_simulated),
        cmocka_unit_test(what_the_configuration_says_needs_no_chip),
        cmocka_unit_test(the_command_line_wins_over_the_configuration),
        cmocka_unit_test(only_real_sensors_are_shown_as_real),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Where things are found: zones by name, the state's folder by the environment. */
#include "base/state_folder.h"
#include "base/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_zone_is_known_by_its_file_and_nothing_else(void **state)
{
    assert_true(zone_is_known("Europe/Berlin"));
    assert_true(zone_is_known("UTC"));
    assert_false(zone_is_known(""));
    assert_false(zone_is_known("Europe"));
    assert_false(zone_is_known("Mars/Olympus"));
    assert_false(zone_is_known("/usr/share/zoneinfo/UTC"));
    assert_false(zone_is_known("../zoneinfo/UTC"));
    assert_false(zone_is_known("zone.tab"));
    assert_false(zone_is_known("leapseconds"));
    assert_false(zone_is_known("A/very/long/name/that/is/longer/than/any/zone/in/the/database/is"));
}

static void the_machines_zone_is_the_one_it_is_told(void **state)
{
    char name[ZONE_NAME_SIZE];

    assert_int_equal(setenv("TZ", ":Asia/Tokyo", 1), 0);
    assert_true(zone_local_name(name));
    assert_string_equal(name, "Asia/Tokyo");
    assert_int_equal(setenv("TZ", "CET-1CEST", 1), 0);
    assert_false(zone_local_name(name));
    assert_string_equal(name, "");
    assert_int_equal(unsetenv("TZ"), 0);
}

static void the_state_folder_is_the_first_that_is_named(void **state)
{
    char path[64];
    struct err err = {0};

    assert_int_equal(setenv("STATE_DIRECTORY", "/var/lib/secondheart:/x", 1), 0);
    assert_int_equal(setenv("XDG_STATE_HOME", "/xdg", 1), 0);
    assert_int_equal(setenv("HOME", "/home/me", 1), 0);
    assert_int_equal(state_folder("/srv/s", path, sizeof(path), &err), 0);
    assert_string_equal(path, "/srv/s");
    assert_int_equal(state_folder("", path, sizeof(path), &err), 0);
    assert_string_equal(path, "/var/lib/secondheart");
    assert_int_equal(unsetenv("STATE_DIRECTORY"), 0);
    assert_int_equal(state_folder(NULL, path, sizeof(path), &err), 0);
    assert_string_equal(path, "/xdg/secondheart");
    assert_int_equal(setenv("XDG_STATE_HOME", "relative", 1), 0);
    assert_int_equal(state_folder(NULL, path, sizeof(path), &err), 0);
    assert_string_equal(path, "/home/me/.local/state/secondheart");
    assert_int_equal(state_folder(NULL, path, 10, &err), -ERR_INPUT);
    assert_int_equal(unsetenv("HOME"), 0);
    assert_int_equal(state_folder(NULL, path, sizeof(path), &err), -ERR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zone_is_known_by_its_file_and_nothing_else),
        cmocka_unit_test(the_machines_zone_is_the_one_it_is_told),
        cmocka_unit_test(the_state_folder_is_the_first_that_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

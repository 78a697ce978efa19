/* Which release a program is of (base/version.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/version.h"

static void what_a_package_adds_is_no_part_of_the_release(void **state)
{
    static const struct {
        const char *program;
        const char *release;
    } cases[] = {
        {"0.1.0", "0.1.0"},
        {"0.1.0~git20261123071634.cd5d6bd~deb12u1", "0.1.0"},
        {"0.1.0+git20261123071634.cd5d6bd.m~deb13u1", "0.1.0"},
        {"1.12.3-2", "1.12.3"},
        {"2.0rc1", "2.0rc1"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[VERSION_RELEASE_SIZE];

        version_write_release(cases[i].program, text);
        assert_string_equal(text, cases[i].release);
    }
}

static void a_release_is_cut_to_its_room(void **state)
{
    char text[VERSION_RELEASE_SIZE];

    version_write_release("1234567890.1234", text);
    assert_string_equal(text, "1234567890.1234");
    version_write_release("1234567890.12345", text);
    assert_string_equal(text, "1234567890.1234");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_package_adds_is_no_part_of_the_release),
        cmocka_unit_test(a_release_is_cut_to_its_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Themes, text sizes, panels and turns of a few screens against the pictures that we keep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ui/golden.h"
#include "ui/looks.h"

static int differences(const char *name)
{
    struct err err = {0};
    SDL_Surface *after = look_draw(name, &err);
    int count;

    if (!after)
        fail_msg("%s: %s", name, err.text);
    count = golden_check(GOLDEN_DIR, GOLDEN_OUT_DIR, name, after);
    SDL_FreeSurface(after);
    return count;
}

static void every_look_is_as_it_was(void **state)
{
    char name[LOOK_NAME_SIZE];
    int wrong = 0;

    for (int i = 0; look_name(i, name); i++) {
        int count = differences(name);

        if (count == 0)
            continue;
        wrong++;
        if (count < 0)
            print_error("%s: no picture in %s; tests/ui/update_golden.sh makes it\n", name,
                        GOLDEN_DIR);
        else
            print_error("%s: %d places differ: see %s/%s-before.png, -after.png, -diff.png\n", name,
                        count, GOLDEN_OUT_DIR, name);
    }
    assert_int_equal(wrong, 0);
}

static void a_look_is_not_another_look(void **state)
{
    static const char *const pairs[][2] = {{"light-settings", "contrast-settings"},
                                           {"large-prompt", "light-prompt"},
                                           {"tall-home-sitting", "tall-large-home-sitting"}};

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct err err = {0};
        SDL_Surface *one = look_draw(pairs[i][0], &err), *other = look_draw(pairs[i][1], &err);

        assert_non_null(one);
        assert_non_null(other);
        assert_true(golden_differences(one, other, true, NULL) > 500);
        SDL_FreeSurface(one);
        SDL_FreeSurface(other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_look_is_as_it_was),
        cmocka_unit_test(a_look_is_not_another_look),
    };

    return cmocka_run_group_tests_name("looks", tests, NULL, NULL);
}

/* A sensor that has said nothing for days while the other one spoke. */
#include "core/fixture.h"

#define DAY_NS (24 * NS_PER_HOUR)

static void a_chair_is_silent_after_three_days_in_which_the_mat_spoke(void **state)
{
    struct silence silence;

    silence_init(&silence, 0);
    assert_int_equal(silence_chair_days(&silence, 9 * DAY_NS), 0); /* nobody came */
    silence_take_mat(&silence, DAY_NS);
    assert_int_equal(silence_chair_days(&silence, 3 * DAY_NS - 1), 0);
    assert_int_equal(silence_chair_days(&silence, 3 * DAY_NS), 3);
    assert_int_equal(silence_chair_days(&silence, 5 * DAY_NS - 1), 4);
    silence_take_chair(&silence, 5 * DAY_NS);
    assert_int_equal(silence_chair_days(&silence, 9 * DAY_NS), 0);
}

static void a_mat_is_silent_after_three_days_with_twenty_chair_contacts(void **state)
{
    struct silence silence;

    silence_init(&silence, 0);
    for (int i = 0; i < 19; i++)
        silence_take_chair(&silence, DAY_NS);
    assert_int_equal(silence_mat_days(&silence, 4 * DAY_NS), 0);
    silence_take_chair(&silence, DAY_NS);
    assert_int_equal(silence_mat_days(&silence, 3 * DAY_NS - 1), 0);
    assert_int_equal(silence_mat_days(&silence, 4 * DAY_NS), 4);
    silence_take_mat(&silence, 4 * DAY_NS);
    assert_int_equal(silence_mat_days(&silence, 9 * DAY_NS), 0);
}

static void the_kiosk_tells_it_of_both_lines(void **state)
{
    static struct kiosk kiosk;
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct play play = {.ticks = TICKS_AT_DEADLINES};

    at(script, "9:00:00");
    mat_on(script);
    at(script, "10:00:00");
    sit(script);
    wait_s(script, 60);
    script_play_open(script, &play, &fixture->record, &kiosk);
    assert_int_equal(kiosk.silence.mat_ns, time_ns("9:00:00"));
    assert_int_equal(kiosk.silence.chair_ns, time_ns("10:00:00"));
    assert_int_equal(kiosk.silence.chair_since_mat, 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(a_chair_is_silent_after_three_days_in_which_the_mat_spoke),
        with_script(a_mat_is_silent_after_three_days_with_twenty_chair_contacts),
        with_script(the_kiosk_tells_it_of_both_lines),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

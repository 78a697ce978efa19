/* Quick taps of the feet: leg movement. */
#include "core/fixture.h"

static void four_closings_less_than_half_a_second_apart_are_leg_movement(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    tap(script, 4, 499);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, 3 * 499 * NS_PER_MS);
    assert_int_equal(fixture->record.days[0].second_heart_beats, 0);
    tap(script, 10, 300);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, (3 * 499 + 9 * 300) * NS_PER_MS);
}

static void three_closings_or_slower_ones_are_not(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    tap(script, 3, 300);
    wait_s(script, 60);
    tap(script, 20, 500);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, 0);
}

static void a_pause_of_half_a_second_ends_a_run_of_taps(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    tap(script, 3, 300);
    wait_ms(script, 200); /* 500 ms from the third closing to the fourth */
    tap(script, 3, 300);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, 0);
}

static void fidgets_go_on_through_a_shift_but_not_through_a_break(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    tap(script, 3, 300);
    line_fault(script, LINE_MAT);
    line_ok(script, LINE_MAT);
    tap(script, 3, 300);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, 0);
    tap(script, 3, 300);
    stand(script);
    wait_ms(script, 50);
    sit(script);
    tap(script, 3, 300);
    wait_s(script, 60);
    assert_int_equal(figures_now(fixture)->leg_movement_ns, (5 * 300 + 50) * NS_PER_MS);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(four_closings_less_than_half_a_second_apart_are_leg_movement),
        with_script(three_closings_or_slower_ones_are_not),
        with_script(a_pause_of_half_a_second_ends_a_run_of_taps),
        with_script(fidgets_go_on_through_a_shift_but_not_through_a_break),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

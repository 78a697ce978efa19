/* A guided set of calf raises, from exercise to stop. */
#include "core/fixture.h"

static void in_a_guided_set_rests_of_up_to_10_s_are_allowed(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    touch(script, TOUCH_EXERCISE);
    wait_s(script, 2);
    raises(script, 5, 3000, 10000);
    assert_int_equal(raises_now(fixture), 5);
}

static void a_longer_rest_starts_a_new_five(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    touch(script, TOUCH_EXERCISE);
    wait_s(script, 2);
    raises(script, 4, 1000, 10000);
    wait_ns(script, 1);
    raises(script, 4, 1000, 10000);
    assert_int_equal(figures_now(fixture)->calf_raises, 0);
    raises(script, 1, 1000, 1000);
    assert_int_equal(raises_now(fixture), 5);
}

static void in_a_guided_set_no_evenness_is_asked_for(void **state)
{
    static const int periods[] = {1000, 9000, 700, 10000, 700};
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    touch(script, TOUCH_EXERCISE);
    wait_ms(script, 100);
    raises_at(script, periods, 5);
    assert_int_equal(raises_now(fixture), 6);
}

static void a_guided_set_begins_empty_and_its_unfinished_five_is_dropped_at_stop(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises(script, 3, 1000, 1000);
    touch(script, TOUCH_EXERCISE);
    raises(script, 4, 1000, 1000);
    touch(script, TOUCH_STOP);
    raises(script, 4, 1000, 1000);
    assert_int_equal(raises_now(fixture), 0);
    raises(script, 5, 1000, 1000);
    assert_int_equal(raises_now(fixture), 5);
}

static void exercise_again_begins_the_set_again(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    touch(script, TOUCH_EXERCISE);
    raises(script, 3, 1000, 1000);
    touch(script, TOUCH_EXERCISE);
    raises(script, 4, 1000, 1000);
    assert_int_equal(raises_now(fixture), 0);
}

static void stop_without_a_set_leaves_a_series_alone(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = heels_on_mat(fixture);

    raises(script, 3, 1000, 1000);
    touch(script, TOUCH_STOP);
    raises(script, 2, 1000, 1000);
    assert_int_equal(raises_now(fixture), 5);
}

/* Five raises eight seconds apart count in a guided set only. */
static void a_set_ends_with_stop_a_pause_or_leaving_the_chair(void **state)
{
    struct fixture *fixture = *state;

    for (int how = 0; how < 5; how++) {
        struct script *script;

        script_free(&fixture->script);
        script_begin(&fixture->script, "8:00:00");
        script = heels_on_mat(fixture);
        touch(script, TOUCH_EXERCISE);
        wait_s(script, 60);
        if (how == 1) {
            touch(script, TOUCH_STOP);
        } else if (how == 2) {
            touch(script, TOUCH_PAUSE);
            touch(script, TOUCH_RESUME);
        } else if (how == 3) {
            shift(script, 10000);
        } else if (how == 4) {
            shift(script, 9999); /* a shift does not end it */
        }
        wait_s(script, 60);
        raises(script, 5, 1000, 8000);
        assert_int_equal(raises_now(fixture), how == 0 || how == 4 ? 5 : 0);
    }
}

static void a_set_may_be_asked_for_before_sitting_down(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    touch(script, TOUCH_EXERCISE);
    wait_s(script, 20);
    sit(script);
    mat_on(script);
    wait_s(script, 20);
    raises(script, 5, 1000, 8000);
    assert_int_equal(raises_now(fixture), 5);
}

static void the_sets_first_opening_may_be_of_its_own_moment_but_not_earlier(void **state)
{
    struct fixture *fixture = *state;

    for (int earlier = 0; earlier < 2; earlier++) {
        struct script *script;

        script_free(&fixture->script);
        script_begin(&fixture->script, "8:00:00");
        script = heels_on_mat(fixture);
        mat_off(script);
        wait_ns(script, earlier);
        touch(script, TOUCH_EXERCISE);
        wait_ms(script, 1000);
        mat_on(script);
        wait_ms(script, 1000);
        raises(script, 4, 1000, 8000);
        assert_int_equal(raises_now(fixture), earlier ? 0 : 5);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(in_a_guided_set_rests_of_up_to_10_s_are_allowed),
        with_script(a_longer_rest_starts_a_new_five),
        with_script(in_a_guided_set_no_evenness_is_asked_for),
        with_script(a_guided_set_begins_empty_and_its_unfinished_five_is_dropped_at_stop),
        with_script(exercise_again_begins_the_set_again),
        with_script(stop_without_a_set_leaves_a_series_alone),
        with_script(a_set_ends_with_stop_a_pause_or_leaving_the_chair),
        with_script(a_set_may_be_asked_for_before_sitting_down),
        with_script(the_sets_first_opening_may_be_of_its_own_moment_but_not_earlier),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

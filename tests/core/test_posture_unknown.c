/* When nobody can tell: a bag on the chair, pauses, faults. */
#include "core/fixture.h"

static void a_chair_closed_for_4_h_without_evidence_is_unknown_from_its_last_evidence(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "10:00:00");
    mat_on(script);
    at(script, "13:59:59.999999999");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 13:59:59.999999999");
    at(script, "14:00:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 10:00:00 unknown 14:00:00");
    at(script, "15:00:00");
    mat_off(script); /* not the chair's: a bag does not move the mat, but nor does it prove */
    at(script, "16:00:00");
    stand(script);
    wait_s(script, 5);
    sit(script);
    at(script, "17:00:00");
    assert_int_equal(expect(fixture, "8:00:00 away 9:00:00 seated 10:00:00 unknown 16:00:00 "
                                     "seated 17:00:00")
                         ->shifts,
                     1);
}

static void any_line_or_touch_is_evidence(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "12:00:00");
    touch(script, TOUCH_OTHER);
    at(script, "15:00:00");
    mat_on(script);
    at(script, "18:00:00");
    shift(script, 500);
    at(script, "22:00:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 22:00:00");
    at(script, "22:00:00.5");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 18:00:00.5 unknown 22:00:00.5");
    touch(script, TOUCH_OTHER);
    at(script, "23:00:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 18:00:00.5 unknown 22:00:00.5 "
                          "seated 23:00:00");
}

static void faults_are_no_evidence(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "11:00:00");
    line_fault(script, LINE_CHAIR);
    line_fault(script, LINE_MAT);
    at(script, "11:00:10");
    line_ok(script, LINE_CHAIR);
    line_ok(script, LINE_MAT);
    at(script, "13:00:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 unknown 13:00:00");
}

static void getting_up_from_the_unattended_chair_is_vacated_then(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "14:00:00");
    stand(script);
    at(script, "15:00:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 unknown 14:00:00 away 15:00:00");
}

static void a_pause_is_unknown_until_resumed(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:10:00");
    touch(script, TOUCH_PAUSE);
    at(script, "9:20:00");
    shift(script, 3000);
    at(script, "9:30:00");
    touch(script, TOUCH_RESUME);
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, "8:00:00 away 9:00:00 seated 9:10:00 unknown 9:30:00 seated 9:40:00")
            ->shifts,
        0);
}

static void a_pause_ends_at_the_days_start(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "26:00:00");
    sit(script);
    at(script, "27:00:00");
    touch(script, TOUCH_PAUSE);
    at(script, "28:00:00");
    day_start(script, 20260303);
    at(script, "28:30:00");
    (void)expect(fixture, "8:00:00 away 26:00:00 seated 27:00:00 unknown 28:00:00 seated 28:30:00");
}

static void beneath_a_pause_the_contacts_are_followed(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    touch(script, TOUCH_PAUSE);
    at(script, "9:10:00");
    sit(script);
    at(script, "9:20:00");
    touch(script, TOUCH_RESUME);
    at(script, "9:30:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 unknown 9:20:00 seated 9:30:00");
}

static void footfalls_under_a_pause_are_not_counted_but_the_run_goes_on(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    at(script, "9:30:00.2");
    touch(script, TOUCH_PAUSE);
    at(script, "9:30:01");
    footfalls(script, 1, 1000); /* :01, in the pause */
    touch(script, TOUCH_RESUME);
    footfalls(script, 3, 1000); /* the mat at :02 comes before the touch at :02 */
    touch(script, TOUCH_PAUSE);
    wait_ms(script, 1);
    footfalls(script, 1, 1000);
    at(script, "9:40:00");
    assert_int_equal(expect(fixture, GOT_UP "standing 9:30:00.2 unknown 9:30:02 stepping 9:30:05 "
                                            "unknown 9:40:00")
                         ->steps,
                     4);
}

static void each_of_the_first_footfalls_counts_only_outside_a_pause(void **state)
{
    /* Of the first three the paused ones, and the steps that are left. */
    static const struct {
        bool paused[3];
        int steps;
    } cases[] = {
        {{false, false, false}, 6}, {{true, false, false}, 4}, {{true, true, false}, 2},
        {{true, true, true}, 0},    {{false, false, true}, 4}, {{false, true, true}, 2},
    };
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool paused = false;

        script_free(script);
        script_begin(script, "8:00:00");
        for (int footfall = 0; footfall < 3; footfall++) {
            wait_ms(script, 100);
            if (cases[i].paused[footfall] != paused) {
                paused = !paused;
                touch(script, paused ? TOUCH_PAUSE : TOUCH_RESUME);
            }
            wait_ms(script, 100);
            footfalls(script, 1, 900);
        }
        wait_s(script, 60);
        assert_int_equal(figures_now(fixture)->steps, cases[i].steps);
    }
}

static void a_mat_at_fault_makes_vacated_time_unknown_and_ends_a_run(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    footfalls(script, 5, 1000);
    line_fault(script, LINE_MAT);
    wait_s(script, 55);
    mat_on(script);
    line_ok(script, LINE_MAT); /* found closed: no footfall */
    wait_ms(script, 500);
    mat_off(script);
    wait_ms(script, 500);
    footfalls(script, 2, 1000);
    at(script, "9:40:00");
    assert_int_equal(expect(fixture, GOT_UP
                            "stepping 9:30:04 standing 9:30:04.5 away 9:30:05 unknown 9:31:00 "
                            "standing 9:31:02.5 away 9:40:00")
                         ->steps,
                     10);
}

static void a_mat_at_fault_leaves_sitting_alone(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    mat_on(script);
    wait_s(script, 60);
    raises(script, 4, 1000, 1000);
    line_fault(script, LINE_MAT);
    wait_s(script, 60);
    raises(script, 10, 1000, 1000);
    line_ok(script, LINE_MAT);
    raises(script, 1, 1000, 1000);
    at(script, "9:30:00");
    stand(script);
    wait_s(script, 20);
    line_fault(script, LINE_MAT);
    wait_s(script, 40);
    sit(script);
    at(script, "9:40:00");
    assert_int_equal(expect(fixture, GOT_UP "standing 9:30:20 unknown 9:31:00 seated 9:40:00")
                         ->second_heart_beats,
                     0);
}

static void a_chattering_mat_is_a_mat_at_fault(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    at(script, "9:31:00");
    chatter(script, LINE_MAT, 150, 20);
    at(script, "9:40:00");
    (void)expect(fixture, GOT_UP "away 9:31:02 unknown 9:31:03.98 away 9:40:00");
}

static void several_unknowns_at_once_are_one(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:10:00");
    touch(script, TOUCH_PAUSE);
    at(script, "9:11:00");
    line_fault(script, LINE_CHAIR);
    at(script, "9:12:00");
    edge(script, LINE_PLUG, false);
    at(script, "9:13:00");
    touch(script, TOUCH_RESUME);
    at(script, "9:14:00");
    line_ok(script, LINE_CHAIR);
    at(script, "9:15:00");
    edge(script, LINE_PLUG, true);
    at(script, "9:30:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:10:00 unknown 9:15:00 seated 9:30:00");
}

static void more_unknowns_than_fit_are_decided_as_they_look_and_counted(void **state)
{
    const int64_t pairs = POSTURE_TOGGLES_MAX / 2;
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct play play = {0};

    at(script, "9:00:00");
    sit(script);
    for (int64_t i = 0; i < pairs; i++) {
        wait_s(script, 20);
        line_fault(script, LINE_CHAIR);
        wait_s(script, 20);
        line_ok(script, LINE_CHAIR);
    }
    (void)figures_now(fixture);
    assert_int_equal(fixture->record.lost, 0);
    record_free(&fixture->record);
    wait_s(script, 20);
    line_fault(script, LINE_CHAIR);
    wait_s(script, 20);
    line_ok(script, LINE_CHAIR);
    wait_s(script, 20);
    script_play(script, &play, &fixture->record);
    assert_int_equal(fixture->record.lost, 1);
    assert_int_equal(fixture->record.days[0].posture_ns[POSTURE_SEATED],
                     (pairs + 2) * 20 * NS_PER_S);
    assert_int_equal(fixture->record.days[0].posture_ns[POSTURE_UNKNOWN],
                     (pairs + 1) * 20 * NS_PER_S);
}

static void faults_of_no_length_leave_no_trace_and_take_no_room(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    for (int i = 0; i < 2 * POSTURE_TOGGLES_MAX; i++) {
        wait_s(script, 10);
        line_fault(script, LINE_CHAIR);
        line_ok(script, LINE_CHAIR);
    }
    at(script, "12:00:00");
    assert_int_equal(expect(fixture, "8:00:00 away 9:00:00 seated 12:00:00")->sedentary_bouts, 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(a_chair_closed_for_4_h_without_evidence_is_unknown_from_its_last_evidence),
        with_script(any_line_or_touch_is_evidence),
        with_script(faults_are_no_evidence),
        with_script(getting_up_from_the_unattended_chair_is_vacated_then),
        with_script(a_pause_is_unknown_until_resumed),
        with_script(a_pause_ends_at_the_days_start),
        with_script(beneath_a_pause_the_contacts_are_followed),
        with_script(footfalls_under_a_pause_are_not_counted_but_the_run_goes_on),
        with_script(each_of_the_first_footfalls_counts_only_outside_a_pause),
        with_script(a_mat_at_fault_makes_vacated_time_unknown_and_ends_a_run),
        with_script(a_mat_at_fault_leaves_sitting_alone),
        with_script(a_chattering_mat_is_a_mat_at_fault),
        with_script(several_unknowns_at_once_are_one),
        with_script(more_unknowns_than_fit_are_decided_as_they_look_and_counted),
        with_script(faults_of_no_length_leave_no_trace_and_take_no_room),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

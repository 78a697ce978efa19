/* What faults of the chair and its plug do to a hold-off and to what had committed. */
#include "core/fixture.h"

static void a_chair_at_fault_is_unknown_and_keeps_what_had_committed(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    line_fault(script, LINE_CHAIR);
    wait_s(script, 90);
    line_ok(script, LINE_CHAIR);
    at(script, "10:00:00");
    assert_int_equal(
        expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 unknown 9:31:30 seated 10:00:00")
            ->breaks,
        0);
}

static void a_hold_off_that_a_fault_interrupts_begins_anew_after_it(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stand(script);
    wait_s(script, 9);
    line_fault(script, LINE_CHAIR);
    wait_s(script, 30);
    line_ok(script, LINE_CHAIR); /* 9:30:39, open: a vacancy may begin here */
    at(script, "9:40:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:30:09 unknown 9:30:39 away 9:40:00");
}

static void closing_within_10_s_after_a_fault_is_a_shift(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    line_fault(script, LINE_CHAIR);
    wait_s(script, 10);
    stand(script);
    wait_s(script, 20);
    line_ok(script, LINE_CHAIR);
    wait_ms(script, 9900);
    sit(script);
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 unknown 9:30:30 seated 9:40:00")
            ->shifts,
        1);
}

static void a_fault_that_ends_as_it_was_begins_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    line_fault(script, LINE_CHAIR);
    wait_s(script, 5);
    sit(script);
    wait_s(script, 5);
    stand(script);
    wait_s(script, 5);
    line_ok(script, LINE_CHAIR);
    at(script, "9:40:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 unknown 9:00:15 away 9:40:00");
}

static void a_chattering_chair_is_unknown_from_2_s_on_to_1_s_after_its_last_edge(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    chatter(script, LINE_CHAIR, 150, 20); /* the last edge at 9:30:02.98 */
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, "8:00:00 away 9:00:00 seated 9:30:02 unknown 9:30:03.98 seated 9:40:00")
            ->sedentary_bouts,
        1);
    assert_int_equal(fixture->record.logs, 1);
}

static void a_chattering_chair_that_ends_open_is_a_vacancy_from_the_faults_end_on(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    chatter(script, LINE_CHAIR, 151, 20);
    at(script, "9:40:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:30:02 unknown 9:30:04 away 9:40:00");
}

static void chatter_that_turns_into_a_missing_line_stays_one_fault(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    chatter(script, LINE_CHAIR, 150, 20);
    line_fault(script, LINE_CHAIR);
    wait_s(script, 60);
    line_ok(script, LINE_CHAIR);
    at(script, "9:40:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:30:02 unknown 9:31:03 seated 9:40:00");
}

static void an_open_plug_makes_the_chair_unknown(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    edge(script, LINE_PLUG, false);
    stand(script); /* the cable is out: an empty chair it seems */
    wait_s(script, 120);
    edge(script, LINE_PLUG, true);
    sit(script);
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 unknown 9:32:00 seated 9:40:00")
            ->breaks,
        0);
}

static void a_plug_that_cannot_be_read_vouches_for_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    line_fault(script, LINE_PLUG);
    wait_s(script, 120);
    edge(script, LINE_PLUG, false);
    line_ok(script, LINE_PLUG); /* and it is open now */
    wait_s(script, 120);
    edge(script, LINE_PLUG, true);
    at(script, "9:40:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 unknown 9:34:00 seated 9:40:00");
}

static void a_closing_within_30_ms_of_a_faults_end_is_a_bounce_and_no_shift(void **state)
{
    struct fixture *fixture = *state;

    for (int later = 0; later < 2; later++) {
        struct script *script = &fixture->script;

        script_free(script);
        script_begin(script, "9:00:00");
        sit(script);
        at(script, "9:30:00");
        chatter(script, LINE_CHAIR, 151, 20); /* open since 9:30:03; the fault ends a second on */
        at(script, "9:30:04");
        wait_ns(script, 30 * NS_PER_MS - 1 + later);
        sit(script);
        at(script, "9:40:00");
        assert_int_equal(figures_now(fixture)->shifts, later);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(a_chair_at_fault_is_unknown_and_keeps_what_had_committed),
        with_script(a_hold_off_that_a_fault_interrupts_begins_anew_after_it),
        with_script(closing_within_10_s_after_a_fault_is_a_shift),
        with_script(a_fault_that_ends_as_it_was_begins_nothing),
        with_script(a_chattering_chair_is_unknown_from_2_s_on_to_1_s_after_its_last_edge),
        with_script(a_chattering_chair_that_ends_open_is_a_vacancy_from_the_faults_end_on),
        with_script(chatter_that_turns_into_a_missing_line_stays_one_fault),
        with_script(an_open_plug_makes_the_chair_unknown),
        with_script(a_plug_that_cannot_be_read_vouches_for_nothing),
        with_script(a_closing_within_30_ms_of_a_faults_end_is_a_bounce_and_no_shift),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

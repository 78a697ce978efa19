/* The order of contacts, the chair's hold-off, and what faults and gaps do to them. */
#include "core/fixture.h"

static void sitting_for_10_s_is_a_bout_dated_to_its_first_edge(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00.5");
    sit(script);
    wait_s(script, 10);
    stand(script);
    at(script, "10:00:00");
    assert_int_equal(
        expect(fixture, "8:00:00 away 9:00:00.5 seated 9:00:10.5 away 10:00:00")->sedentary_bouts,
        1);
}

static void sitting_for_a_nanosecond_less_is_no_sitting(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    wait_ns(script, 10 * NS_PER_S - 1);
    stand(script);
    at(script, "10:00:00");
    assert_int_equal(expect(fixture, "8:00:00 away 10:00:00")->sedentary_bouts, 0);
}

static void any_opening_while_vacated_restarts_the_occupancys_hold_off(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    wait_s(script, 9);
    shift(script, 100);
    wait_s(script, 9);
    shift(script, 100);
    at(script, "9:10:00");
    assert_int_equal(expect(fixture, "8:00:00 away 9:00:18.2 seated 9:10:00")->shifts, 0);
}

static void an_opening_of_9_999_s_is_a_shift(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    shift(script, 9999);
    at(script, "10:00:00");
    assert_int_equal(expect(fixture, "8:00:00 away 9:00:00 seated 10:00:00")->shifts, 1);
}

static void an_opening_of_10_s_is_a_vacancy(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    const struct day_figures *day;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    shift(script, 10000);
    at(script, "10:00:00");
    day = expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 away 9:30:10 seated 10:00:00");
    assert_int_equal(day->shifts, 0);
    assert_int_equal(day->breaks, 1);
}

static void any_closing_while_seated_restarts_the_vacancys_hold_off(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    shift(script, 8000);
    wait_ms(script, 100);
    shift(script, 8000);
    wait_ms(script, 100);
    stand(script);
    at(script, "10:00:00");
    assert_int_equal(expect(fixture, "8:00:00 away 9:00:00 seated 9:30:16.2 away 10:00:00")->shifts,
                     2);
}

static void a_shift_is_counted_when_the_chair_closes_again(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    shift(script, 3000);
    at(script, "10:00:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 10:00:00");
    for (size_t i = 0; i < fixture->record.count; i++) {
        if (fixture->record.facts[i].kind == EFFECT_COUNT)
            assert_int_equal(fixture->record.facts[i].end_ns, time_ns("9:30:03"));
    }
}

static void a_shift_over_the_days_start_belongs_to_the_day_of_its_closing(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "27:00:00");
    sit(script);
    at(script, "27:59:58");
    stand(script);
    at(script, "28:00:00");
    day_start(script, 20260303);
    wait_s(script, 3);
    sit(script);
    at(script, "29:00:00");
    assert_int_equal(expect(fixture, "8:00:00 away 27:00:00 seated 29:00:00")->shifts, 1);
    assert_int_equal(fixture->record.days[0].shifts, 0);
}

static void a_hold_off_that_is_pending_at_the_end_has_not_committed(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:00:09.999999999");
    (void)expect(fixture, "8:00:00 away 9:00:09.999999999");
    at(script, "9:00:10");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:00:10");
    at(script, "9:30:00");
    stand(script);
    at(script, "9:30:09.9");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:30:09.9");
}

static void a_mat_that_closes_as_the_chair_opens_is_a_footfall(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    mat_on(script); /* told before the chair, at the same moment */
    stand(script);
    wait_ms(script, 500);
    mat_off(script);
    wait_ms(script, 500);
    footfalls(script, 2, 1000);
    at(script, "9:40:00");
    assert_int_equal(expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 stepping "
                                     "9:30:02 standing 9:30:02.5 away 9:40:00")
                         ->steps,
                     6);
}

/* The mat settles before the chair does, whose burst began first. */
static void contacts_take_effect_in_the_order_of_their_dates(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:29:59");
    mat_on(script);
    at(script, "9:30:00");
    stand(script);
    wait_ms(script, 10);
    mat_off(script); /* has settled at 40 ms */
    wait_ms(script, 15);
    sit(script);
    wait_ms(script, 20);
    stand(script); /* has settled at 75 ms */
    at(script, "9:40:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 standing 9:30:00.01 away 9:40:00");
}

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

static void a_gap_of_less_than_a_minute_keeps_the_bout(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    const struct day_figures *day;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stopped(script);
    wait_ns(script, 60 * NS_PER_S - 1);
    restarted(script);
    edge(script, LINE_CHAIR, true); /* as read */
    at(script, "10:00:00");
    day = expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 unknown 9:30:59.999999999 seated "
                          "10:00:00");
    assert_int_equal(day->sedentary_bouts, 1);
    assert_int_equal(day->longest_bout_ns, 59 * NS_PER_MIN + 1);
    assert_int_equal(day->posture_ns[POSTURE_UNKNOWN], 60 * NS_PER_S - 1);
}

static void a_gap_of_a_minute_ends_the_bout_and_is_no_break(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    const struct day_figures *day;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stopped(script);
    wait_s(script, 60);
    restarted(script);
    edge(script, LINE_CHAIR, true);
    at(script, "10:00:00");
    day = expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 unknown 9:31:00 seated 10:00:00");
    assert_int_equal(day->sedentary_bouts, 2);
    assert_int_equal(day->breaks, 0);
}

static void who_left_during_a_gap_is_vacated_from_the_restart_on(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stopped(script);
    wait_s(script, 600);
    restarted(script);
    stand(script);
    at(script, "10:00:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 unknown 9:40:00 away 10:00:00");
}

static void after_a_gap_the_evidence_for_an_unattended_chair_begins_anew(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "12:00:00");
    stopped(script);
    wait_s(script, 10);
    restarted(script);
    at(script, "16:00:09");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 12:00:00 unknown 12:00:10 seated 16:00:09");
    at(script, "16:00:10");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 12:00:00 unknown 16:00:10");
}

static void after_a_gap_the_evidence_for_a_pushed_chair_begins_anew(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    mat_on(script);
    at(script, "9:29:00");
    stopped(script);
    wait_s(script, 60);
    restarted(script);
    at(script, "9:59:59");
    (void)expect(fixture, "8:00:00 away 9:00:00 standing 9:29:00 unknown 9:30:00 standing 9:59:59");
    at(script, "10:00:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 standing 9:29:00 unknown 10:00:00");
}

/* The chip was gone when the kiosk went down; when it is up again the chip is there. */
static void a_restart_forgets_lines_that_were_missing_before(void **state)
{
    static const enum line lines[] = {LINE_CHAIR, LINE_MAT, LINE_PLUG};
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    for (int all = 0; all < 2; all++) {
        script_begin(script, "8:00:00");
        at(script, "9:00:00");
        sit(script);
        at(script, "9:30:00");
        for (int line = 0; line < (all ? 3 : 1); line++)
            line_fault(script, lines[line]);
        wait_s(script, 60);
        stopped(script);
        wait_s(script, 60);
        restarted(script);
        at(script, "9:40:00");
        stand(script);
        at(script, "9:50:00");
        (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 unknown 9:32:00 seated 9:40:00 "
                              "away 9:50:00");
        script_free(script);
    }
}

static void a_line_still_missing_after_a_restart_is_told_anew(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    line_fault(script, LINE_CHAIR);
    wait_s(script, 60);
    stopped(script);
    wait_s(script, 60);
    restarted(script);
    line_fault(script, LINE_CHAIR);
    wait_s(script, 60);
    line_ok(script, LINE_CHAIR);
    at(script, "9:40:00");
    (void)expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 unknown 9:33:00 seated 9:40:00");
}

/* The mat's bounce holds everything back; the chair closes in it, but too late for a shift. */
static void a_vacancy_commits_though_the_mat_bounces_meanwhile(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stand(script);
    wait_ms(script, 9500);
    chatter(script, LINE_MAT, 35, 20);
    sit(script); /* at 10.2 s */
    chatter(script, LINE_MAT, 15, 20);
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, "8:00:00 away 9:00:00 seated 9:30:00 away 9:30:10.2 seated 9:40:00")
            ->shifts,
        0);
}

static void a_vacancy_is_decided_in_its_tenth_second(void **state)
{
    static struct kiosk kiosk;
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct play play = {.ticks = TICKS_AT_DEADLINES};

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stand(script);
    at(script, "9:30:09.999999999");
    script_play_open(script, &play, &fixture->record, &kiosk);
    assert_true(kiosk.seat.seated);
    record_free(&fixture->record);
    at(script, "9:30:10");
    script_play_open(script, &play, &fixture->record, &kiosk);
    assert_false(kiosk.seat.seated);
    assert_string_equal(record_postures(&fixture->record), "8:00:00 away 9:00:00 seated 9:30:00");
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
        with_script(sitting_for_10_s_is_a_bout_dated_to_its_first_edge),
        with_script(sitting_for_a_nanosecond_less_is_no_sitting),
        with_script(any_opening_while_vacated_restarts_the_occupancys_hold_off),
        with_script(an_opening_of_9_999_s_is_a_shift),
        with_script(an_opening_of_10_s_is_a_vacancy),
        with_script(any_closing_while_seated_restarts_the_vacancys_hold_off),
        with_script(a_shift_is_counted_when_the_chair_closes_again),
        with_script(a_shift_over_the_days_start_belongs_to_the_day_of_its_closing),
        with_script(a_hold_off_that_is_pending_at_the_end_has_not_committed),
        with_script(a_mat_that_closes_as_the_chair_opens_is_a_footfall),
        with_script(contacts_take_effect_in_the_order_of_their_dates),
        with_script(a_chair_at_fault_is_unknown_and_keeps_what_had_committed),
        with_script(a_hold_off_that_a_fault_interrupts_begins_anew_after_it),
        with_script(closing_within_10_s_after_a_fault_is_a_shift),
        with_script(a_fault_that_ends_as_it_was_begins_nothing),
        with_script(a_chattering_chair_is_unknown_from_2_s_on_to_1_s_after_its_last_edge),
        with_script(a_chattering_chair_that_ends_open_is_a_vacancy_from_the_faults_end_on),
        with_script(chatter_that_turns_into_a_missing_line_stays_one_fault),
        with_script(an_open_plug_makes_the_chair_unknown),
        with_script(a_plug_that_cannot_be_read_vouches_for_nothing),
        with_script(a_gap_of_less_than_a_minute_keeps_the_bout),
        with_script(a_gap_of_a_minute_ends_the_bout_and_is_no_break),
        with_script(who_left_during_a_gap_is_vacated_from_the_restart_on),
        with_script(after_a_gap_the_evidence_for_an_unattended_chair_begins_anew),
        with_script(after_a_gap_the_evidence_for_a_pushed_chair_begins_anew),
        with_script(a_restart_forgets_lines_that_were_missing_before),
        with_script(a_line_still_missing_after_a_restart_is_told_anew),
        with_script(a_vacancy_commits_though_the_mat_bounces_meanwhile),
        with_script(a_vacancy_is_decided_in_its_tenth_second),
        with_script(a_closing_within_30_ms_of_a_faults_end_is_a_bounce_and_no_shift),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

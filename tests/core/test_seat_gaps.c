/* The kiosk did not run for a while: what is carried over, and what begins anew. */
#include "core/fixture.h"

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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(a_gap_of_less_than_a_minute_keeps_the_bout),
        with_script(a_gap_of_a_minute_ends_the_bout_and_is_no_break),
        with_script(who_left_during_a_gap_is_vacated_from_the_restart_on),
        with_script(after_a_gap_the_evidence_for_an_unattended_chair_begins_anew),
        with_script(after_a_gap_the_evidence_for_a_pushed_chair_begins_anew),
        with_script(a_restart_forgets_lines_that_were_missing_before),
        with_script(a_line_still_missing_after_a_restart_is_told_anew),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

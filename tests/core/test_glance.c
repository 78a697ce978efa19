/* The screen does not wait: what a glance shows is provisional, and what is decided later agrees.
 */
#include <stdlib.h>

#include "core/fixture.h"
#include "core/glance.h"

static struct kiosk kiosk;
static struct kiosk scratch;
static int64_t bouts_ns[DAY_BOUTS_MAX];

/* A glance at the script's time, with the picture on and ticks at the deadlines. */
static struct kiosk_glance glance_now(struct fixture *fixture)
{
    struct play play = {.has_picture = true, .ticks = TICKS_AT_DEADLINES};
    struct kiosk_glance glance;

    record_free(&fixture->record);
    script_play_open(&fixture->script, &play, &fixture->record, &kiosk);
    kiosk_glance(&kiosk, fixture->script.now_ns, &scratch, bouts_ns, &glance);
    return glance;
}

static void sitting_down_shows_as_soon_as_the_contact_has_settled(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct kiosk_glance glance;

    at(script, "9:00:00");
    sit(script);
    wait_ms(script, 29);
    assert_int_equal(glance_now(fixture).posture, POSTURE_AWAY);
    wait_ms(script, 1);
    glance = glance_now(fixture);
    assert_int_equal(glance.posture, POSTURE_SEATED);
    assert_int_equal(glance.posture_since_ns, time_ns("9:00:00"));
    assert_int_equal(glance.bout_ns, 30 * NS_PER_MS);
    assert_true(glance.chair_closed);
    assert_int_equal(glance.today.sedentary_bouts, 1);
}

static void what_was_moved_stays_while_the_next_sitting_is_not_decided(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "10:00:10");
    touch(script, TOUCH_START);
    at(script, "10:00:20");
    stand(script);
    at(script, "10:01:40");
    sit(script);
    at(script, "10:01:42");
    assert_int_equal(glance_now(fixture).coach.moved_ns, 80 * NS_PER_S);
    at(script, "10:01:55"); /* it is */
    assert_int_equal(glance_now(fixture).coach.moved_ns, 80 * NS_PER_S);
}

static void getting_up_shows_at_once_and_a_shift_leaves_no_trace(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct kiosk_glance glance;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stand(script);
    wait_ms(script, 100);
    glance = glance_now(fixture);
    assert_int_equal(glance.posture, POSTURE_STANDING);
    assert_int_equal(glance.posture_since_ns, time_ns("9:30:00"));
    assert_int_equal(glance.bout_ns, 0);
    wait_s(script, 6);
    assert_int_equal(glance_now(fixture).posture, POSTURE_AWAY);
    assert_int_equal(glance_now(fixture).moving_ns, 6100 * NS_PER_MS);
    sit(script);
    wait_ms(script, 100);
    glance = glance_now(fixture);
    assert_int_equal(glance.posture, POSTURE_SEATED);
    assert_int_equal(glance.posture_since_ns, time_ns("9:00:00"));
    assert_int_equal(glance.bout_ns, 30 * NS_PER_MIN + 6200 * NS_PER_MS);
    assert_int_equal(glance.clock_ns, glance.bout_ns);
    assert_int_equal(glance.today.breaks, 0);
    assert_int_equal(glance.today.shifts, 1);
    assert_int_equal(glance.moving_ns, 0);
}

static void a_sitting_that_turns_out_to_be_none_leaves_no_trace_either(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    wait_s(script, 5);
    assert_int_equal(glance_now(fixture).today.sedentary_bouts, 1);
    stand(script);
    wait_s(script, 1);
    assert_int_equal(glance_now(fixture).posture, POSTURE_AWAY);
    assert_int_equal(glance_now(fixture).posture_since_ns, time_ns("8:00:00"));
    assert_int_equal(glance_now(fixture).today.sedentary_bouts, 0);
}

static void a_row_of_footfalls_shows_as_stepping_from_its_first_one(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct kiosk_glance glance;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stand(script);
    wait_s(script, 2);
    footfalls(script, 1, 1000);
    glance = glance_now(fixture);
    assert_int_equal(glance.posture, POSTURE_STEPPING);
    assert_int_equal(glance.vacancy_beats, 2);
    footfalls(script, 5, 1000);
    glance = glance_now(fixture);
    assert_int_equal(glance.posture, POSTURE_STEPPING);
    assert_int_equal(glance.posture_since_ns, time_ns("9:30:02"));
    assert_int_equal(glance.vacancy_beats, 12);
    assert_int_equal(glance.today.steps, 12);
    assert_int_equal(glance.beats_per_min, 120);
    assert_int_equal(glance.beat_times_ns[0], time_ns("9:30:07.53"));
    assert_int_equal(glance.beat_times_ns[11], time_ns("9:30:02.03"));
    assert_int_equal(glance.beat_times_ns[12], TIME_NEVER);
    wait_s(script, 3);
    glance = glance_now(fixture);
    assert_int_equal(glance.posture, POSTURE_STANDING);
    assert_int_equal(glance.posture_since_ns, time_ns("9:30:07"));
}

static void a_series_counts_live_and_is_dropped_if_it_never_qualifies(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    mat_on(script);
    wait_s(script, 20);
    raises(script, 3, 1000, 1000);
    assert_int_equal(glance_now(fixture).series_raises, 3);
    assert_int_equal(glance_now(fixture).today.calf_raises, 0);
    wait_s(script, 3); /* 4 s after the last raise it may just go on */
    assert_int_equal(glance_now(fixture).series_raises, 3);
    assert_int_equal(kiosk_next_deadline(&kiosk), script->now_ns + 1);
    wait_ns(script, 1);
    assert_int_equal(glance_now(fixture).series_raises, 0);
    touch(script, TOUCH_EXERCISE);
    wait_ms(script, 1);
    assert_int_equal(glance_now(fixture).series_raises, 0);
    raises(script, 7, 1000, 1000);
    assert_int_equal(glance_now(fixture).series_raises, 7);
    assert_int_equal(glance_now(fixture).today.calf_raises, 7);
}

static void faults_pauses_and_bags_show(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct kiosk_glance glance;

    at(script, "9:00:00");
    sit(script);
    wait_s(script, 20);
    line_fault(script, LINE_MAT);
    edge(script, LINE_PLUG, false);
    wait_s(script, 1);
    glance = glance_now(fixture);
    assert_int_equal(glance.mat_faults, LINE_FAULT_MISSING);
    assert_int_equal(glance.chair_faults, LINE_FAULT_UNPLUGGED);
    assert_int_equal(glance.posture, POSTURE_UNKNOWN);
    edge(script, LINE_PLUG, true);
    line_ok(script, LINE_MAT);
    wait_s(script, 1);
    glance = glance_now(fixture);
    assert_int_equal(glance.mat_faults | glance.chair_faults, 0);
    line_fault(script, LINE_PLUG);
    assert_int_equal(glance_now(fixture).chair_faults, LINE_FAULT_UNPLUGGED);
    line_ok(script, LINE_PLUG);
    chatter(script, LINE_CHAIR, 120, 20);
    assert_int_equal(glance_now(fixture).chair_faults, LINE_FAULT_CHATTERING);
    wait_s(script, 2);
    touch(script, TOUCH_PAUSE);
    wait_s(script, 1);
    glance = glance_now(fixture);
    assert_true(glance.paused && glance.posture == POSTURE_UNKNOWN);
    touch(script, TOUCH_RESUME);
    wait_s(script, 4 * 3600 - 1);
    assert_false(glance_now(fixture).unattended);
    wait_s(script, 1);
    assert_true(glance_now(fixture).unattended);
    assert_int_equal(glance_now(fixture).posture, POSTURE_UNKNOWN);
}

static void a_silent_chair_is_a_card_and_changes_no_posture(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct kiosk_glance glance;

    at(script, "9:00:00");
    sit(script);
    for (int hour = 0; hour < 73; hour++) {
        wait_s(script, 1800);
        mat_on(script);
        wait_s(script, 1800);
        mat_off(script);
    }
    glance = glance_now(fixture);
    assert_int_equal(glance.chair_silent_days, 3);
    assert_int_equal(glance.posture, POSTURE_SEATED);
    assert_int_equal(glance.chair_faults, LINE_FAULT_NONE);
}

static void the_protocol_and_the_picture_are_in_it(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct kiosk_glance glance;

    at(script, "9:00:00");
    sit(script);
    mat_on(script);
    wait_s(script, 3600);
    glance = glance_now(fixture);
    assert_int_equal(glance.interval_ns, NS_PER_HOUR);
    assert_int_equal(glance.duration_ns, 2 * NS_PER_MIN);
    assert_int_equal(glance.clock_ns, NS_PER_HOUR);
    assert_true(glance.has_mat && glance.mat_closed);
    assert_true(glance.swelling_percent > 1.85 && glance.swelling_percent < 1.95);
    assert_true(glance.pool_fill > 0.99);
    assert_true(glance.gauge_level > 0.58 && glance.gauge_level < 0.62);
}

/* Whenever the pending things do happen, the numbers shown are those that are decided later. */
static void provisional_numbers_are_those_that_are_decided_later(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct kiosk_glance glance;
    const struct day_figures *day;
    size_t count;

    at(script, "9:00:00");
    for (int i = 0; i < 8; i++) {
        sit(script);
        wait_s(script, 600);
        glance = glance_now(fixture);
        stand(script);
        day = figures_now(fixture);
        assert_int_equal(glance.today.posture_ns[POSTURE_SEATED], day->posture_ns[POSTURE_SEATED]);
        assert_int_equal(glance.today.breaks, day->breaks);
        assert_int_equal(glance.today.steps, day->steps);
        wait_s(script, 7);
        footfalls(script, 4 + i, 1000);
        glance = glance_now(fixture); /* some 11 s after: the hold-off may be over or not */
        count = script->count;
        script->now_ns -= 500 * NS_PER_MS;
        day = figures_now(fixture);
        assert_int_equal(script->count, count);
        assert_int_equal(glance.today.posture_ns[POSTURE_STEPPING] -
                             day->posture_ns[POSTURE_STEPPING],
                         NS_PER_S); /* as if the row went on up to now */
        assert_int_equal(glance.today.sedentary_bouts, day->sedentary_bouts);
        assert_int_equal(glance.today.steps, day->steps);
        script->now_ns += 500 * NS_PER_MS;
        wait_s(script, 60);
    }
}

/* Between a sitting down and its tenth second, the glance shows what a tick then will have. */
static void a_hold_off_that_commits_changes_nothing_on_the_screen(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    wait_s(script, 1800);
    stand(script);
    for (int s = 6; s < 14; s++) {
        struct kiosk_glance glance;

        at(script, "9:30:00");
        wait_s(script, s);
        glance = glance_now(fixture);
        script->now_ns = time_ns("9:30:00");
        assert_int_equal(glance.posture, POSTURE_AWAY);
        assert_int_equal(glance.posture_since_ns, time_ns("9:30:00"));
        assert_int_equal(glance.moving_ns, s * NS_PER_S);
        assert_int_equal(glance.clock_ns, 1800 * NS_PER_S);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(sitting_down_shows_as_soon_as_the_contact_has_settled),
        with_script(what_was_moved_stays_while_the_next_sitting_is_not_decided),
        with_script(getting_up_shows_at_once_and_a_shift_leaves_no_trace),
        with_script(a_sitting_that_turns_out_to_be_none_leaves_no_trace_either),
        with_script(a_row_of_footfalls_shows_as_stepping_from_its_first_one),
        with_script(a_series_counts_live_and_is_dropped_if_it_never_qualifies),
        with_script(faults_pauses_and_bags_show),
        with_script(a_silent_chair_is_a_card_and_changes_no_posture),
        with_script(the_protocol_and_the_picture_are_in_it),
        with_script(provisional_numbers_are_those_that_are_decided_later),
        with_script(a_hold_off_that_commits_changes_nothing_on_the_screen),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

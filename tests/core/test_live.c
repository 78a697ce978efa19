/* Beats as they happen, the pace, and what the picture's model is told. */
#include <math.h>

#include "core/fixture.h"

static struct kiosk kiosk;

/* Plays what has been written with the picture on; the kiosk stays open and stands at its end. */
static const struct record *look(struct fixture *fixture, int steps_per_closure)
{
    struct play play = {
        .steps_per_closure = steps_per_closure, .has_picture = true, .ticks = TICKS_AT_DEADLINES};

    struct effects effects = record_effects(&fixture->record);
    struct kiosk_event end = {.kind = KIOSK_TICK, .mono_ns = fixture->script.now_ns};

    record_free(&fixture->record);
    script_play_open(&fixture->script, &play, &fixture->record, &kiosk);
    assert_int_equal(kiosk_step(&kiosk, &end, &effects), 0);
    return &fixture->record;
}

/* Upright, the mat open, settled; it is 8:00:20. */
static struct script *upright(struct fixture *fixture)
{
    wait_s(&fixture->script, 20);
    return &fixture->script;
}

static void with_two_steps_a_closure_closing_and_opening_are_a_beat_each(void **state)
{
    struct fixture *fixture = *state;
    const struct record *record;
    struct script *script = upright(fixture);

    footfalls(script, 3, 1000);
    wait_ms(script, 100);
    record = look(fixture, 2);
    assert_int_equal(record->beat_count, 6);
    for (int i = 0; i < 6; i++) /* drawn when the contact has settled */
        assert_int_equal(record->beats[i].end_ns, time_ns("8:00:20.03") + i * 500 * NS_PER_MS);
    assert_int_equal(kiosk.live.vacancy_beats, 6);
}

static void with_one_step_a_closure_only_closings_are(void **state)
{
    struct fixture *fixture = *state;

    footfalls(upright(fixture), 3, 1000);
    wait_ms(&fixture->script, 100);
    assert_int_equal(look(fixture, 1)->beat_count, 3);
}

static void a_closing_that_is_the_same_footfall_is_no_beat_nor_its_opening(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);

    mat_on(script);
    wait_ms(script, 100);
    mat_off(script);
    wait_ms(script, 100);
    mat_on(script);
    wait_ms(script, 100);
    mat_off(script);
    wait_ms(script, 100);
    assert_int_equal(look(fixture, 2)->beat_count, 2);
}

static void beats_of_a_run_that_is_no_stepping_are_taken_back(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);

    footfalls(script, 2, 1000);
    wait_ms(script, 1300);
    (void)look(fixture, 2);
    assert_int_equal(kiosk.live.vacancy_beats, 4);
    wait_ms(script, 200); /* 2.4 s after the second one */
    (void)look(fixture, 2);
    assert_int_equal(kiosk.live.vacancy_beats, 0);
    footfalls(script, 3, 1000);
    wait_s(script, 5);
    (void)look(fixture, 2);
    assert_int_equal(kiosk.live.vacancy_beats, 6);
}

static void each_vacancy_counts_its_own_beats(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);

    footfalls(script, 5, 1000);
    sit(script);
    wait_s(script, 60);
    (void)look(fixture, 2);
    assert_int_equal(kiosk.live.vacancy_beats, 10); /* still told after sitting down */
    stand(script);
    wait_s(script, 1);
    (void)look(fixture, 2);
    assert_int_equal(kiosk.live.vacancy_beats, 0);
}

static void a_raise_is_a_beat_on_its_closing_and_lasts_a_minute(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);

    sit(script);
    mat_on(script);
    wait_s(script, 20);
    raises(script, 2, 1000, 1000);
    assert_int_equal(look(fixture, 2)->beat_count, 2);
    assert_int_equal(kiosk.live.raises_until_ns, script->now_ns - 970 * NS_PER_MS + NS_PER_MIN);
    assert_int_equal(kiosk.live.vacancy_beats, 0);
    assert_int_equal(fixture->record.beats[0].end_ns, time_ns("8:00:41.03"));
}

static void openings_of_0_4_to_3_s_are_raises_for_the_picture_too(void **state)
{
    static const struct {
        int64_t open_ms;
        size_t beats;
    } cases[] = {{399, 0}, {400, 1}, {3000, 1}, {3001, 0}};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct script *script = &fixture->script;

        script_free(script);
        script_begin(script, "8:00:00");
        sit(script);
        mat_on(script);
        wait_s(script, 20);
        raises(script, 1, cases[i].open_ms, 1000);
        assert_int_equal(look(fixture, 2)->beat_count, cases[i].beats);
    }
}

static void putting_the_feet_down_after_sitting_is_no_raise(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);

    sit(script);
    wait_s(script, 1);
    mat_on(script);
    wait_s(script, 10);
    assert_int_equal(look(fixture, 2)->beat_count, 0);
}

static void four_quick_closings_are_a_minute_of_leg_movement(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);

    sit(script);
    mat_on(script);
    wait_s(script, 20);
    raises(script, 3, 200, 200);
    (void)look(fixture, 2);
    assert_true(kiosk.live.movement_until_ns < script->now_ns);
    raises(script, 1, 200, 200);
    (void)look(fixture, 2);
    assert_int_equal(kiosk.live.movement_until_ns, script->now_ns - 170 * NS_PER_MS + NS_PER_MIN);
    assert_int_equal(fixture->record.beat_count, 0);
}

static void nothing_beats_while_nothing_is_believed(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);

    touch(script, TOUCH_PAUSE);
    wait_s(script, 1);
    footfalls(script, 5, 1000);
    assert_int_equal(look(fixture, 2)->beat_count, 0);
    touch(script, TOUCH_RESUME);
    wait_s(script, 1);
    line_fault(script, LINE_MAT);
    wait_s(script, 1);
    line_ok(script, LINE_MAT);
    wait_s(script, 1);
    footfalls(script, 5, 1000);
    assert_int_equal(look(fixture, 2)->beat_count, 10);
}

static void without_a_mat_nothing_beats(void **state)
{
    struct fixture *fixture = *state;
    struct play play = {.no_mat = true, .has_picture = true};

    footfalls(upright(fixture), 5, 1000);
    script_play_open(&fixture->script, &play, &fixture->record, &kiosk);
    assert_int_equal(fixture->record.beat_count, 0);
}

/* --------------------------------------------------------------------------------- pace, model */

static void the_pace_is_that_of_the_last_15_s_from_four_beats_on(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);

    footfalls(script, 1, 1000);
    (void)look(fixture, 2);
    assert_int_equal(live_pace(&kiosk.live, kiosk.now_ns), 0);
    footfalls(script, 1, 1000);
    (void)look(fixture, 2);
    assert_int_equal(live_pace(&kiosk.live, kiosk.now_ns), 120);
    footfalls(script, 40, 1100);
    (void)look(fixture, 2);
    assert_int_equal(live_pace(&kiosk.live, kiosk.now_ns), 109); /* 2 in 1.1 s: 109.09 */
    wait_s(script, 14);
    (void)look(fixture, 2);
    assert_int_equal(live_pace(&kiosk.live, kiosk.now_ns), 0);
}

static void stepping_is_seen_from_the_first_footfall_until_its_time_is_up(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);

    footfalls(script, 1, 1000);
    (void)look(fixture, 2);
    assert_true(live_is_stepping(&kiosk.live, kiosk.now_ns));
    assert_true(live_is_stepping(&kiosk.live, time_ns("8:00:22.43")));
    assert_false(live_is_stepping(&kiosk.live, time_ns("8:00:22.43") + 1));
}

static double swelling_after(struct fixture *fixture)
{
    (void)look(fixture, 2);
    return kiosk.live.pump.swelling_percent;
}

static void the_model_sits_walks_and_assumes_a_stroll_of_five_minutes(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);
    double still;
    double after_5_min;

    sit(script);
    wait_s(script, 2 * 3600);
    still = swelling_after(fixture);
    assert_true(fabs(still - 3.1) < 0.05);
    stand(script);
    wait_s(script, 5 + 300);
    after_5_min = swelling_after(fixture);
    assert_true(fabs(after_5_min - still * exp(-5.0 / 8)) < 0.02);
    wait_s(script, 3600);
    assert_true(fabs(swelling_after(fixture) - after_5_min) < 1e-3); /* then it holds */
}

static void the_assumed_stroll_beats_once_a_second_and_is_not_counted(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);

    sit(script);
    wait_s(script, 3600);
    stand(script);
    wait_s(script, 60);
    assert_int_equal(look(fixture, 2)->beat_count, 0);
    assert_int_equal(kiosk.live.vacancy_beats, 0);
    assert_true(kiosk.live.pump.fill < 0.31);
}

static void the_model_does_not_care_how_often_it_is_asked(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);
    struct play often = {.has_picture = true, .ticks = TICKS_AT_RANDOM, .seed = 3};
    struct pump once;

    sit(script);
    wait_ms(script, 30);
    touch(script, TOUCH_OTHER); /* the contact settles with or without a tick */
    wait_s(script, 3600);
    stand(script);
    wait_ms(script, 30);
    touch(script, TOUCH_OTHER);
    for (int i = 0; i < 200; i++) {
        wait_ms(script, 700);
        add_event(script, (struct kiosk_event){.kind = KIOSK_TICK});
    }
    (void)look(fixture, 2);
    once = kiosk.live.pump;
    record_free(&fixture->record);
    script_play_open(script, &often, &fixture->record, &kiosk);
    assert_true(fabs(once.fill - kiosk.live.pump.fill) < 1e-9);
    assert_true(fabs(once.swelling_percent - kiosk.live.pump.swelling_percent) < 1e-9);
}

static void the_model_begins_rested(void **state)
{
    struct fixture *fixture = *state;

    (void)look(fixture, 2);
    assert_true(kiosk.live.pump.fill == PUMP_RESIDUAL);
    assert_int_equal(live_pace(&kiosk.live, kiosk.now_ns), 0);
}

static void a_pause_holds_the_model(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);
    double before;

    sit(script);
    wait_s(script, 3600);
    touch(script, TOUCH_PAUSE);
    wait_s(script, 1);
    before = swelling_after(fixture);
    wait_s(script, 3600);
    assert_true(fabs(swelling_after(fixture) - before) < 1e-3);
    touch(script, TOUCH_RESUME);
    wait_s(script, 3600);
    assert_true(swelling_after(fixture) > before + 0.5);
}

static void a_day_that_begins_while_nobody_sits_begins_rested(void **state)
{
    struct fixture *fixture = *state;

    for (int seated = 0; seated < 2; seated++) {
        struct script *script = &fixture->script;

        script_free(script);
        script_begin(script, "24:00:00");
        sit(script);
        at(script, "27:58:00");
        if (!seated)
            stand(script);
        at(script, "28:00:00");
        day_start(script, 20260303);
        assert_true(seated ? swelling_after(fixture) > 4 : swelling_after(fixture) == 0);
    }
}

static void the_next_change_by_time_alone_is_announced(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = upright(fixture);

    sit(script);
    wait_s(script, 100);
    stand(script);
    wait_s(script, 1);
    (void)look(fixture, 2);
    assert_int_equal(live_next_deadline(&kiosk.live), time_ns("8:02:05.03") + 1); /* away */
    mat_on(script);
    wait_s(script, 1);
    (void)look(fixture, 2);
    assert_int_equal(live_next_deadline(&kiosk.live), time_ns("8:02:03.43") + 1); /* a row ends */
    wait_s(script, 60);
    (void)look(fixture, 2);
    assert_int_equal(live_next_deadline(&kiosk.live), TIME_NEVER);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(with_two_steps_a_closure_closing_and_opening_are_a_beat_each),
        with_script(with_one_step_a_closure_only_closings_are),
        with_script(a_closing_that_is_the_same_footfall_is_no_beat_nor_its_opening),
        with_script(beats_of_a_run_that_is_no_stepping_are_taken_back),
        with_script(each_vacancy_counts_its_own_beats),
        with_script(a_raise_is_a_beat_on_its_closing_and_lasts_a_minute),
        with_script(openings_of_0_4_to_3_s_are_raises_for_the_picture_too),
        with_script(putting_the_feet_down_after_sitting_is_no_raise),
        with_script(four_quick_closings_are_a_minute_of_leg_movement),
        with_script(nothing_beats_while_nothing_is_believed),
        with_script(without_a_mat_nothing_beats),
        with_script(the_pace_is_that_of_the_last_15_s_from_four_beats_on),
        with_script(stepping_is_seen_from_the_first_footfall_until_its_time_is_up),
        with_script(the_model_sits_walks_and_assumes_a_stroll_of_five_minutes),
        with_script(the_assumed_stroll_beats_once_a_second_and_is_not_counted),
        with_script(the_model_does_not_care_how_often_it_is_asked),
        with_script(the_model_begins_rested),
        with_script(a_pause_holds_the_model),
        with_script(a_day_that_begins_while_nobody_sits_begins_rested),
        with_script(the_next_change_by_time_alone_is_announced),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

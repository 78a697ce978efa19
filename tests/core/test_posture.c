/* What the person does while the chair is vacated, and when nobody can tell. */
#include "core/fixture.h"

/* Sat at 9:00, got up at 9:30:00, the mat open. */
static struct script *got_up(struct fixture *fixture)
{
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stand(script);
    return script;
}

#define GOT_UP "8:00:00 away 9:00:00 seated 9:30:00 "

/* ------------------------------------------------------------------------------------- stepping */

static void three_footfalls_in_a_row_are_stepping_from_first_to_last_closing(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    wait_s(script, 3);
    footfalls(script, 3, 1000);
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, GOT_UP "standing 9:30:03 stepping 9:30:05 standing 9:30:05.5 away 9:40:00")
            ->steps,
        6);
    assert_int_equal(record_count(&fixture->record, DAY_STEPS), 6);
}

static void two_footfalls_are_no_stepping(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    wait_s(script, 3);
    footfalls(script, 2, 1000);
    at(script, "9:40:00");
    assert_int_equal(expect(fixture, GOT_UP "standing 9:30:04.5 away 9:40:00")->steps, 0);
}

static void footfalls_2_4_s_apart_are_a_row_with_two_steps_a_closure(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    footfalls(script, 4, 2400);
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, GOT_UP "stepping 9:30:07.2 standing 9:30:08.4 away 9:40:00")->steps, 8);
}

static void footfalls_a_nanosecond_more_apart_are_not(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    for (int i = 0; i < 4; i++) {
        mat_on(script);
        wait_ms(script, 1200);
        mat_off(script);
        wait_ms(script, 1200);
        wait_ns(script, 1);
    }
    at(script, "9:40:00");
    assert_int_equal(figures_now(fixture)->steps, 0);
    assert_int_equal(fixture->record.days[0].posture_ns[POSTURE_STEPPING], 0);
}

static void footfalls_1_2_s_apart_are_a_row_with_one_step_a_closure(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);
    struct play play = {.steps_per_closure = 1};

    footfalls(script, 3, 1200);
    wait_s(script, 4);
    footfalls(script, 3, 1201);
    at(script, "9:40:00");
    script_play(script, &play, &fixture->record);
    assert_string_equal(record_postures(&fixture->record),
                        GOT_UP "stepping 9:30:02.4 standing 9:30:10.602 away 9:40:00");
    assert_int_equal(fixture->record.days[0].steps, 3);
}

static void a_closing_less_than_half_a_second_after_a_footfall_is_the_same_one(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    for (int i = 0; i < 3; i++) {
        mat_on(script);
        wait_ms(script, 200);
        mat_off(script);
        wait_ms(script, 299);
        wait_ns(script, NS_PER_MS - 1);
        mat_on(script); /* a nanosecond too early */
        wait_ms(script, 200);
        mat_off(script);
        wait_ms(script, 300);
        wait_ns(script, 1);
    }
    at(script, "9:40:00");
    assert_int_equal(figures_now(fixture)->steps, 6);
}

static void closings_half_a_second_apart_are_footfalls_each(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);
    struct play one = {.steps_per_closure = 1};

    footfalls(script, 6, 500);
    at(script, "9:40:00");
    assert_int_equal(figures_now(fixture)->steps, 12);
    record_free(&fixture->record);
    script_free(script);
    script_begin(script, "8:00:00");
    footfalls(script, 6, 250);
    footfalls(script, 1, 249);
    wait_s(script, 60);
    script_play(script, &one, &fixture->record);
    assert_int_equal(fixture->record.days[0].steps, 7);
}

static void footfalls_go_on_while_the_chair_is_sat_on_for_less_than_10_s(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    at(script, "9:35:00");
    footfalls(script, 3, 1000);
    sit(script);
    footfalls(script, 3, 1000);
    stand(script);
    at(script, "9:40:00");
    assert_int_equal(
        expect(fixture, GOT_UP "away 9:35:00 stepping 9:35:05 standing 9:35:05.5 away 9:40:00")
            ->steps,
        12);
}

static void a_footfall_needs_the_chair_to_be_vacated(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:29:59");
    mat_on(script);
    at(script, "9:30:00");
    stand(script);
    at(script, "9:30:00.5");
    mat_off(script);
    wait_ms(script, 500);
    footfalls(script, 2, 1000);
    at(script, "9:40:00");
    assert_int_equal(expect(fixture, GOT_UP "standing 9:30:02.5 away 9:40:00")->steps, 0);
}

static void a_run_that_reaches_the_seat_ends_there(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    at(script, "9:35:00");
    footfalls(script, 5, 1000);
    sit(script);
    at(script, "9:40:00");
    assert_int_equal(expect(fixture, GOT_UP "away 9:35:00 stepping 9:35:04 standing 9:35:05 "
                                            "seated 9:40:00")
                         ->steps,
                     10);
}

static void a_long_walk_is_one_interval_though_it_is_decided_each_minute(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    footfalls(script, 1800, 1000);
    at(script, "10:10:00");
    assert_int_equal(
        expect(fixture, GOT_UP "stepping 9:59:59 standing 9:59:59.5 away 10:10:00")->steps, 3600);
}

static void a_walk_over_the_days_start_is_cut_there_footfall_by_footfall(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "27:59:50");
    footfalls(script, 10, 1000);
    day_start(script, 20260303);
    footfalls(script, 10, 1000);
    at(script, "28:10:00");
    assert_int_equal(expect(fixture, "8:00:00 away 27:59:50 stepping 28:00:09 standing "
                                     "28:00:09.5 away 28:10:00")
                         ->steps,
                     20);
    assert_int_equal(fixture->record.days[0].steps, 20);
    assert_int_equal(fixture->record.days[0].posture_ns[POSTURE_STEPPING], 10 * NS_PER_S);
    assert_int_equal(fixture->record.days[1].posture_ns[POSTURE_STEPPING], 9 * NS_PER_S);
}

/* ------------------------------------------------------------------------------ standing, away */

static void standing_is_the_mat_closed(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    at(script, "9:30:02");
    mat_on(script);
    at(script, "9:45:00");
    mat_off(script);
    at(script, "9:50:00");
    (void)expect(fixture, GOT_UP "standing 9:45:00 away 9:50:00");
}

static void an_open_mat_for_exactly_5_s_is_not_away(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    wait_s(script, 5);
    mat_on(script);
    wait_s(script, 10);
    mat_off(script);
    wait_s(script, 5);
    mat_on(script);
    wait_s(script, 10);
    (void)expect(fixture, GOT_UP "standing 9:30:30");
}

static void an_open_mat_for_more_is_away_dated_back_to_its_opening(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    wait_ns(script, 5 * NS_PER_S + 1);
    mat_on(script);
    at(script, "9:30:20");
    mat_off(script);
    wait_ns(script, 5 * NS_PER_S + 1);
    mat_on(script);
    at(script, "9:30:30");
    (void)expect(fixture, GOT_UP "away 9:30:05.000000001 standing 9:30:20 away "
                                 "9:30:25.000000001 standing 9:30:30");
}

static void away_begins_with_the_later_of_the_mats_and_the_chairs_opening(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    mat_on(script);
    at(script, "9:29:58");
    mat_off(script);
    at(script, "9:30:00");
    stand(script);
    at(script, "9:30:05");
    mat_on(script);
    at(script, "9:40:00");
    mat_off(script);
    at(script, "9:50:00");
    (void)expect(fixture, GOT_UP "standing 9:40:00 away 9:50:00");
}

static void without_a_mat_all_vacated_time_is_away(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);
    struct play play = {.no_mat = true};

    footfalls(script, 20, 1000);
    line_fault(script, LINE_MAT);
    wait_s(script, 60);
    sit(script);
    raises(script, 10, 1000, 1000);
    at(script, "9:40:00");
    script_play(script, &play, &fixture->record);
    assert_string_equal(record_postures(&fixture->record), GOT_UP "away 9:31:20 seated 9:40:00");
    assert_int_equal(fixture->record.days[0].second_heart_beats, 0);
}

static void a_touch_while_vacated_is_standing_for_60_s(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    at(script, "9:35:00");
    touch(script, TOUCH_OTHER);
    at(script, "9:40:00");
    (void)expect(fixture, GOT_UP "away 9:35:00 standing 9:36:00 away 9:40:00");
}

static void touches_within_a_minute_prolong_their_presence(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    at(script, "9:35:00");
    touch(script, TOUCH_START);
    at(script, "9:35:59");
    touch(script, TOUCH_SKIP);
    at(script, "9:38:00");
    touch(script, TOUCH_OTHER);
    at(script, "9:40:00");
    (void)expect(fixture, GOT_UP "away 9:35:00 standing 9:36:59 away 9:38:00 standing 9:39:00 "
                                 "away 9:40:00");
}

static void a_touch_just_before_the_mat_opens_counts_for_what_is_left_of_its_minute(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    mat_on(script);
    at(script, "9:34:00");
    touch(script, TOUCH_OTHER);
    at(script, "9:34:30");
    mat_off(script);
    at(script, "9:35:01");
    touch(script, TOUCH_OTHER);
    at(script, "9:40:00");
    (void)expect(fixture, GOT_UP "standing 9:35:00 away 9:35:01 standing 9:36:01 away 9:40:00");
}

static void a_touch_in_the_hold_off_counts_once_the_chair_turns_out_vacated(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    wait_s(script, 4);
    touch(script, TOUCH_OTHER);
    at(script, "9:40:00");
    (void)expect(fixture, GOT_UP "away 9:30:04 standing 9:31:04 away 9:40:00");
}

static void a_touch_while_seated_says_nothing_of_the_next_vacancy(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:29:59");
    touch(script, TOUCH_OTHER);
    at(script, "9:30:00");
    stand(script);
    at(script, "9:40:00");
    (void)expect(fixture, GOT_UP "away 9:40:00");
}

/* ------------------------------------------------------------------------- chairs that are not */

static void a_chair_pushed_onto_the_mat_is_unknown_after_30_min_from_the_vacancy_on(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    mat_on(script);
    at(script, "9:30:00");
    stand(script);
    at(script, "9:59:59.999999999");
    (void)expect(fixture, GOT_UP "standing 9:59:59.999999999");
    at(script, "10:00:00");
    (void)expect(fixture, GOT_UP "unknown 10:00:00");
    at(script, "11:00:00");
    mat_off(script);
    wait_s(script, 2);
    mat_on(script);
    wait_s(script, 60);
    (void)expect(fixture, GOT_UP "unknown 11:00:00 standing 11:01:02");
}

static void the_30_min_begin_with_the_mats_own_contact_change(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    at(script, "9:31:00");
    mat_on(script);
    at(script, "10:00:59");
    (void)expect(fixture, GOT_UP "away 9:31:00 standing 10:00:59");
    at(script, "10:01:00");
    (void)expect(fixture, GOT_UP "away 9:31:00 unknown 10:01:00");
}

static void touches_do_not_prolong_the_30_min(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    at(script, "9:31:00");
    mat_on(script);
    at(script, "9:50:00");
    touch(script, TOUCH_OTHER);
    at(script, "10:01:00");
    (void)expect(fixture, GOT_UP "away 9:31:00 unknown 10:01:00");
}

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

/* ---------------------------------------------------------------------------- pauses and faults */

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

static void a_minute_of_presence_that_ends_undecided_leaves_its_gap(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);

    mat_on(script);
    at(script, "9:34:00");
    touch(script, TOUCH_OTHER);
    at(script, "9:34:57");
    mat_off(script); /* away is decided at 9:35:02 */
    at(script, "9:35:01");
    touch(script, TOUCH_OTHER);
    at(script, "9:40:00");
    (void)expect(fixture, GOT_UP "standing 9:35:00 away 9:35:01 standing 9:36:01 away 9:40:00");
}

static void the_first_footfall_belongs_to_its_own_day(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;

    at(script, "27:59:59.5");
    footfalls(script, 1, 500);
    day_start(script, 20260303);
    wait_ms(script, 500);
    footfalls(script, 2, 1000);
    at(script, "28:10:00");
    assert_int_equal(figures_now(fixture)->steps, 4);
    assert_int_equal(fixture->record.days[0].steps, 2);
}

static void a_walk_is_decided_each_minute_so_that_little_is_lost(void **state)
{
    static struct kiosk kiosk;
    struct fixture *fixture = *state;
    struct script *script = got_up(fixture);
    struct play play = {0};

    footfalls(script, 600, 1000);
    script_play_open(script, &play, &fixture->record, &kiosk);
    assert_true(script->now_ns - kiosk.posture.decided_ns < 62 * NS_PER_S);
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
        with_script(three_footfalls_in_a_row_are_stepping_from_first_to_last_closing),
        with_script(two_footfalls_are_no_stepping),
        with_script(footfalls_2_4_s_apart_are_a_row_with_two_steps_a_closure),
        with_script(footfalls_a_nanosecond_more_apart_are_not),
        with_script(footfalls_1_2_s_apart_are_a_row_with_one_step_a_closure),
        with_script(a_closing_less_than_half_a_second_after_a_footfall_is_the_same_one),
        with_script(closings_half_a_second_apart_are_footfalls_each),
        with_script(footfalls_go_on_while_the_chair_is_sat_on_for_less_than_10_s),
        with_script(a_footfall_needs_the_chair_to_be_vacated),
        with_script(a_run_that_reaches_the_seat_ends_there),
        with_script(a_long_walk_is_one_interval_though_it_is_decided_each_minute),
        with_script(a_walk_over_the_days_start_is_cut_there_footfall_by_footfall),
        with_script(standing_is_the_mat_closed),
        with_script(an_open_mat_for_exactly_5_s_is_not_away),
        with_script(an_open_mat_for_more_is_away_dated_back_to_its_opening),
        with_script(away_begins_with_the_later_of_the_mats_and_the_chairs_opening),
        with_script(without_a_mat_all_vacated_time_is_away),
        with_script(a_touch_while_vacated_is_standing_for_60_s),
        with_script(touches_within_a_minute_prolong_their_presence),
        with_script(a_touch_just_before_the_mat_opens_counts_for_what_is_left_of_its_minute),
        with_script(a_touch_in_the_hold_off_counts_once_the_chair_turns_out_vacated),
        with_script(a_touch_while_seated_says_nothing_of_the_next_vacancy),
        with_script(a_chair_pushed_onto_the_mat_is_unknown_after_30_min_from_the_vacancy_on),
        with_script(the_30_min_begin_with_the_mats_own_contact_change),
        with_script(touches_do_not_prolong_the_30_min),
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
        with_script(a_minute_of_presence_that_ends_undecided_leaves_its_gap),
        with_script(the_first_footfall_belongs_to_its_own_day),
        with_script(a_walk_is_decided_each_minute_so_that_little_is_lost),
        with_script(faults_of_no_length_leave_no_trace_and_take_no_room),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Standing and away, and what a touch or a chair on the mat makes of them. */
#include "core/fixture.h"

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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
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
        with_script(a_minute_of_presence_that_ends_undecided_leaves_its_gap),
        with_script(a_chair_pushed_onto_the_mat_is_unknown_after_30_min_from_the_vacancy_on),
        with_script(the_30_min_begin_with_the_mats_own_contact_change),
        with_script(touches_do_not_prolong_the_30_min),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

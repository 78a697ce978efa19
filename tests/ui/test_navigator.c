/* Which screen stands, in which order, and that each one goes again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "ui/navigator.h"

#define TODAY    20260303
#define START_NS (1000 * NS_PER_S)

static struct navigator navigator;
static struct view view;
static int64_t now_ns;

static int sit(void **state)
{
    navigator_init(&navigator);
    memset(&view, 0, sizeof view);
    view.state = VIEW_SITTING;
    view.mat.present = 1;
    now_ns = START_NS;
    return 0;
}

static enum ui_screen choose(void)
{
    return navigator_choose(&navigator, &view, TODAY, now_ns);
}

static enum ui_screen after(int64_t ns)
{
    now_ns += ns;
    return choose();
}

static void touch_and_open(enum ui_screen screen)
{
    navigator_touch(&navigator, now_ns);
    navigator_open(&navigator, screen);
}

/* A new prompt, or its next stage. */
static void coach(enum coach_state state)
{
    view.coach.prompt += state == COACH_BANNER;
    view.coach.state = (int32_t)state;
}

static void begin_exercise(bool by_mat)
{
    view.exercise.kind = SUGGESTION_CALF_RAISES;
    view.exercise.state = EXERCISE_RUNS;
    view.exercise.by_mat = by_mat;
    touch_and_open(UI_EXERCISE);
}

static void sheets_go_after_ten_seconds_and_the_rest_after_a_minute(void **state)
{
    static const struct {
        enum ui_screen screen;
        int seconds;
    } rows[] = {{UI_MENU, 10},    {UI_EXERCISES, 10}, {UI_QUIET, 10},
                {UI_SENSORS, 60}, {UI_LIVE, 60},      {UI_EXERCISE, 60}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        view.exercise.kind = rows[i].screen == UI_EXERCISE ? SUGGESTION_CALF_RAISES : 0;
        view.exercise.by_mat = 1;
        touch_and_open(rows[i].screen);
        assert_int_equal(choose(), rows[i].screen);
        assert_true(navigator_next_change_mono_ns(&navigator, &view) ==
                    now_ns + rows[i].seconds * NS_PER_S);
        assert_int_equal(after(rows[i].seconds * NS_PER_S - 1), rows[i].screen);
        assert_int_equal(after(1), UI_HOME);
        assert_true(navigator_next_change_mono_ns(&navigator, &view) == TIME_NEVER);
    }
}

static void each_stage_of_a_prompt_has_its_screen(void **state)
{
    static const struct {
        enum coach_state state;
        enum ui_screen screen;
    } rows[] = {
        {COACH_WATCHING, UI_HOME}, {COACH_BANNER, UI_BANNER}, {COACH_FULL, UI_PROMPT},
        {COACH_PULSE, UI_PROMPT},  {COACH_SNOOZED, UI_HOME},  {COACH_HIDDEN, UI_HOME},
        {COACH_GOING, UI_LIVE},    {COACH_UP, UI_LIVE},       {COACH_BACK, UI_LIVE},
        {COACH_OFFER, UI_DONE},    {COACH_REST, UI_LIVE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        coach(rows[i].state);
        assert_int_equal(choose(), rows[i].screen);
        /* What the coach holds open stays open. */
        assert_int_equal(after(10 * NS_PER_MIN), rows[i].screen);
    }
}

static void a_suggestion_leaves_home_where_it_is(void **state)
{
    for (int kind = SUGGESTION_CALF_RAISES; kind < SUGGESTION_KINDS; kind++) {
        view.coach.suggestion = kind;
        assert_int_equal(choose(), UI_HOME);
        assert_int_equal(after(NS_PER_MIN), UI_HOME);
    }
}

static void a_prompt_that_arrives_closes_the_menu(void **state)
{
    touch_and_open(UI_MENU);
    assert_int_equal(choose(), UI_MENU);
    coach(COACH_BANNER);
    assert_int_equal(after(NS_PER_S), UI_BANNER);
    touch_and_open(UI_MENU);
    assert_int_equal(choose(), UI_MENU);
    coach(COACH_FULL);
    assert_int_equal(after(NS_PER_S), UI_PROMPT);
    touch_and_open(UI_MENU);
    assert_int_equal(choose(), UI_PROMPT);
}

static void an_exercise_goes_on_through_the_banner_not_the_full_stage(void **state)
{
    begin_exercise(true);
    assert_int_equal(choose(), UI_EXERCISE);
    coach(COACH_BANNER);
    assert_int_equal(after(NS_PER_S), UI_EXERCISE);
    coach(COACH_FULL);
    assert_int_equal(after(NS_PER_S), UI_PROMPT);
    coach(COACH_WATCHING);
    assert_int_equal(after(NS_PER_S), UI_HOME);
}

static void who_moves_sees_the_sensors_instead_of_the_prompt(void **state)
{
    static const enum coach_state stages[] = {COACH_BANNER, COACH_FULL, COACH_PULSE};

    for (int i = 0; i < 3; i++) {
        sit(NULL);
        coach(stages[i]);
        view.state = VIEW_STANDING;
        assert_int_equal(choose(), stages[i] == COACH_BANNER ? UI_BANNER : UI_PROMPT);
        view.state = VIEW_MOVING;
        assert_int_equal(choose(), UI_LIVE);
        view.state = VIEW_SITTING;
        assert_int_not_equal(choose(), UI_LIVE);
    }
}

static void the_live_view_stays_left_for_its_prompt_only(void **state)
{
    coach(COACH_BANNER);
    (void)choose();
    coach(COACH_GOING);
    assert_int_equal(choose(), UI_LIVE);
    navigator_leave_live(&navigator, &view);
    assert_int_equal(choose(), UI_HOME);
    coach(COACH_UP);
    assert_int_equal(after(NS_PER_MIN), UI_HOME);
    coach(COACH_OFFER);
    assert_int_equal(choose(), UI_DONE); /* what is missing is said all the same */
    coach(COACH_WATCHING);
    (void)choose();
    coach(COACH_BANNER);
    (void)choose();
    coach(COACH_GOING);
    assert_int_equal(choose(), UI_LIVE);
}

static void the_missing_rest_is_walked_in_the_live_view(void **state)
{
    view.coach.prompt = 1;
    coach(COACH_OFFER);
    assert_int_equal(choose(), UI_DONE);
    navigator_take_rest(&navigator, &view);
    assert_int_equal(choose(), UI_LIVE);
    coach(COACH_REST);
    assert_int_equal(choose(), UI_LIVE);
}

static void with_a_protocol_of_raises_the_set_is_the_break(void **state)
{
    view.coach.goal_raises = 15;
    view.exercise.kind = SUGGESTION_CALF_RAISES;
    coach(COACH_GOING);
    assert_int_equal(choose(), UI_EXERCISE);
    view.state = VIEW_MOVING;
    coach(COACH_UP);
    assert_int_equal(choose(), UI_LIVE);
}

static void a_card_waits_for_the_prompt_and_a_chair_at_fault_goes_first(void **state)
{
    view.mat.fault = VIEW_FAULT_CHATTERING;
    assert_int_equal(choose(), UI_FAULT);
    coach(COACH_BANNER);
    assert_int_equal(choose(), UI_BANNER);
    coach(COACH_FULL);
    assert_int_equal(choose(), UI_PROMPT);
    view.chair.fault = VIEW_FAULT_UNPLUGGED;
    view.state = VIEW_UNSURE;
    assert_int_equal(choose(), UI_FAULT);
    view.chair.fault = 0;
    view.state = VIEW_SITTING;
    coach(COACH_WATCHING);
    assert_int_equal(choose(), UI_FAULT);
}

static void a_card_put_off_comes_back_tomorrow_or_with_another_fault(void **state)
{
    view.mat.fault = VIEW_FAULT_CHATTERING;
    assert_int_equal(choose(), UI_FAULT);
    navigator_remind(&navigator, &view, TODAY);
    assert_int_equal(choose(), UI_HOME);
    assert_int_equal(navigator_choose(&navigator, &view, TODAY + 1, now_ns), UI_FAULT);
    view.mat.fault = VIEW_FAULT_MISSING;
    assert_int_equal(choose(), UI_FAULT);
}

static void a_break_is_shown_until_a_minute_after_its_last_step(void **state)
{
    view.state = VIEW_MOVING;
    navigator_open_done(&navigator, now_ns);
    assert_int_equal(choose(), UI_DONE);
    assert_int_equal(after(5 * NS_PER_MIN), UI_DONE);
    view.state = VIEW_SITTING;
    assert_int_equal(after(NS_PER_MIN - 1), UI_DONE);
    assert_true(navigator_next_change_mono_ns(&navigator, &view) == now_ns + 1);
    assert_int_equal(after(1), UI_HOME);
}

static void a_stroll_that_nobody_asked_for_stays_while_it_is_walked(void **state)
{
    touch_and_open(UI_LIVE);
    view.state = VIEW_MOVING;
    assert_int_equal(choose(), UI_LIVE);
    assert_int_equal(after(3 * NS_PER_MIN), UI_LIVE);
    view.state = VIEW_SITTING;
    assert_int_equal(after(NS_PER_MIN - 1), UI_LIVE);
    assert_int_equal(after(1), UI_HOME);
}

static void a_set_stays_while_raises_come_and_goes_when_none_do(void **state)
{
    begin_exercise(true);
    for (int i = 0; i < 3; i++) {
        view.exercise.done++;
        assert_int_equal(after(50 * NS_PER_S), UI_EXERCISE);
    }
    assert_int_equal(after(NS_PER_MIN), UI_HOME);
}

static void a_set_by_the_guide_s_pace_stays_until_a_minute_after_its_end(void **state)
{
    begin_exercise(false);
    for (int i = 0; i < 50; i++) {
        view.exercise.done++;
        assert_int_equal(after(3 * NS_PER_S), UI_EXERCISE);
    }
    view.exercise.state = EXERCISE_ALL;
    assert_int_equal(after(NS_PER_MIN - 1), UI_EXERCISE);
    assert_int_equal(after(1), UI_HOME);
}

static void a_pause_has_the_screen_and_a_long_absence_goes_dark(void **state)
{
    coach(COACH_FULL);
    view.state = VIEW_PAUSED;
    assert_int_equal(choose(), UI_PAUSED);
    view.state = VIEW_AWAY;
    view.away_dim = view.away_long = 1;
    coach(COACH_WATCHING);
    assert_int_equal(choose(), UI_AMBIENT);
    navigator_touch(&navigator, now_ns);
    assert_int_equal(choose(), UI_HOME);
    assert_int_equal(after(NS_PER_MIN), UI_AMBIENT);
}

static void who_leaves_without_a_touch_is_gone_and_who_touches_is_there(void **state)
{
    view.state = VIEW_AWAY;
    (void)choose();
    assert_false(navigator.is_alone);
    view.away_dim = 1;
    (void)choose();
    assert_true(navigator.is_alone);
    navigator_touch(&navigator, now_ns);
    (void)choose();
    assert_false(navigator.is_alone);
    assert_int_equal(navigator_next_change_mono_ns(&navigator, &view), now_ns + NS_PER_MIN);
    (void)after(NS_PER_MIN);
    assert_true(navigator.is_alone);
    view.state = VIEW_SITTING;
    view.away_dim = 0;
    (void)choose();
    assert_false(navigator.is_alone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(sheets_go_after_ten_seconds_and_the_rest_after_a_minute, sit),
        cmocka_unit_test_setup(each_stage_of_a_prompt_has_its_screen, sit),
        cmocka_unit_test_setup(a_suggestion_leaves_home_where_it_is, sit),
        cmocka_unit_test_setup(a_prompt_that_arrives_closes_the_menu, sit),
        cmocka_unit_test_setup(an_exercise_goes_on_through_the_banner_not_the_full_stage, sit),
        cmocka_unit_test_setup(who_moves_sees_the_sensors_instead_of_the_prompt, sit),
        cmocka_unit_test_setup(the_live_view_stays_left_for_its_prompt_only, sit),
        cmocka_unit_test_setup(the_missing_rest_is_walked_in_the_live_view, sit),
        cmocka_unit_test_setup(with_a_protocol_of_raises_the_set_is_the_break, sit),
        cmocka_unit_test_setup(a_card_waits_for_the_prompt_and_a_chair_at_fault_goes_first, sit),
        cmocka_unit_test_setup(a_card_put_off_comes_back_tomorrow_or_with_another_fault, sit),
        cmocka_unit_test_setup(a_break_is_shown_until_a_minute_after_its_last_step, sit),
        cmocka_unit_test_setup(a_stroll_that_nobody_asked_for_stays_while_it_is_walked, sit),
        cmocka_unit_test_setup(a_set_stays_while_raises_come_and_goes_when_none_do, sit),
        cmocka_unit_test_setup(a_set_by_the_guide_s_pace_stays_until_a_minute_after_its_end, sit),
        cmocka_unit_test_setup(who_leaves_without_a_touch_is_gone_and_who_touches_is_there, sit),
        cmocka_unit_test_setup(a_pause_has_the_screen_and_a_long_absence_goes_dark, sit),
    };

    return cmocka_run_group_tests_name("navigator", tests, NULL, NULL);
}

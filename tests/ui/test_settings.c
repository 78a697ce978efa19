/* The settings' pages: where taps lead, what they ask for, what time does to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/language.h"
#include "base/units.h"
#include "ui/scenes.h"
#include "ui/settings_pages.h"

static struct ui ui;
static struct scene_setup scene;
static struct ui_asks asks;     /* as the finger lifted */
static int32_t asks_as_it_came; /* how many touches it asked for as it came down */

/* Narrow letters, so that nothing is cut: no font is needed. */
static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    return (struct text_extent){(int32_t)strlen(utf8) * size_px / 4, size_px, size_px / 4};
}

static void show(void)
{
    struct ui_frame frame;

    ui_update(&ui, &scene.glance, &scene.context, scene.now_mono_ns);
    (void)ui_frame(&ui, scene.now_mono_ns, &frame);
}

static void start(void)
{
    const struct text_port text = {NULL, measure};

    ui_init(&ui, 800, 480, &text, false);
    assert_true(scene_make("home-sitting", &scene));
    scene_show(&ui, &scene);
    scene.context.settings.has_backlight = 1;
    scene.context.settings.can_rotate = 1;
    scene.context.settings.can_set_time = 1;
    show();
}

static bool is_there(int32_t id, struct target *found)
{
    for (int32_t i = 0; i < ui.targets.count; i++) {
        if (ui.targets.list[i].id != id)
            continue;
        *found = ui.targets.list[i];
        return true;
    }
    return false;
}

static void tap_at(const struct target *target)
{
    struct display_event event = {.kind = DISPLAY_TOUCH_DOWN,
                                  .mono_ns = scene.now_mono_ns,
                                  .x_px = target->rect.x + target->rect.w / 2,
                                  .y_px = target->rect.y + target->rect.h / 2};

    ui_event(&ui, &event, &asks);
    asks_as_it_came = asks.count;
    event.kind = DISPLAY_TOUCH_UP;
    ui_event(&ui, &event, &asks);
    show();
}

static void tap(enum target_id id, int32_t place)
{
    struct target target = {0};

    show();
    if (!is_there(target_with(id, place), &target))
        fail_msg("nothing to tap for %d at %d on screen %d", (int)id, (int)place,
                 (int)ui_shown(&ui));
    tap_at(&target);
}

static void pass(int64_t seconds)
{
    scene.now_mono_ns += seconds * NS_PER_S;
    show();
}

static void open_list(enum target_id list)
{
    start();
    tap(TARGET_MENU, 0);
    tap(list, 0);
    assert_int_equal(ui_shown(&ui), UI_SETTINGS);
}

/* The row whose choices are those of `setting`. */
static void open_setting(enum target_id list, enum setting setting)
{
    for (int32_t row = 0; row < 40; row++) {
        struct target target = {0};

        open_list(list);
        if (!is_there(target_with(TARGET_ROW, row), &target))
            continue;
        tap_at(&target);
        if (ui_shown(&ui) == UI_CHOICES && ui.pages.settings.setting == (int32_t)setting)
            return;
    }
    fail_msg("no row leads to setting %d", (int)setting);
}

static void assert_request(enum ui_request_kind kind, enum setting setting, int64_t number)
{
    assert_int_equal(asks.request.kind, kind);
    assert_int_equal(asks.request.setting, setting);
    assert_int_equal(asks.request.number, number);
}

static void every_setting_is_two_touches_from_the_menu_and_goes_home_by_itself(void **state)
{
    for (int setting = 0; setting < SETTING_COUNT; setting++) {
        bool is_kiosk = setting == SETTING_ROTATION || setting == SETTING_BRIGHTNESS;

        open_setting(is_kiosk ? TARGET_KIOSK : TARGET_SETTINGS, (enum setting)setting);
        tap(TARGET_PAGE_BACK, 0);
        assert_int_equal(ui_shown(&ui), UI_SETTINGS);
        pass(61);
        assert_int_equal(ui_shown(&ui), UI_HOME);
    }
}

static void a_choice_asks_for_its_value(void **state)
{
    open_setting(TARGET_SETTINGS, SETTING_THEME);
    tap(TARGET_CHOICE, 1);
    assert_request(UI_REQUEST_SET, SETTING_THEME, THEME_DAWN);
    assert_int_equal(ui_shown(&ui), UI_CHOICES);
    open_setting(TARGET_KIOSK, SETTING_BRIGHTNESS);
    tap(TARGET_CHOICE, 2);
    assert_request(UI_REQUEST_SET, SETTING_BRIGHTNESS, 60);
}

/* What is drawn, line after line, as it is read. */
static const char *all_that_is_said(void)
{
    static char all[DRAW_TEXT_MAX + DRAW_ITEMS_MAX];
    const struct draw_list *list = &ui.lists[ui.current];
    size_t used = 0;

    for (int32_t i = 0; i < list->count; i++) {
        if (list->items[i].kind == DRAW_TEXT)
            used += (size_t)snprintf(all + used, sizeof all - used, "%s ",
                                     list->text + list->items[i].text);
    }
    return all;
}

static void each_dose_is_shown_with_where_it_was_studied_and_none_as_proven(void **state)
{
    const char *said;

    open_setting(TARGET_SETTINGS, SETTING_PROTOCOL);
    said = all_that_is_said();
    for (int preset = 0; preset < PROTOCOL_COUNT; preset++) {
        char studied[128];

        if (preset == PROTOCOL_HOURLY_STROLL || preset == PROTOCOL_SEATED ||
            preset == PROTOCOL_CUSTOM)
            continue;
        (void)snprintf(studied, sizeof studied, "Studied: %s",
                       protocol_of((enum protocol_preset)preset)->studied_in);
        if (!strstr(said, studied))
            fail_msg("'%s' is not on the page: %s", studied, said);
    }
    assert_null(strstr(said, "roven"));
}

static void a_language_that_would_be_boxes_is_not_offered(void **state)
{
    const int32_t japanese = LANGUAGE_COUNT;
    struct settings_shown shown = {0};

    assert_true(languages[japanese - 1].is_cjk);
    assert_int_equal(setting_choices(&shown, SETTING_LANGUAGE), LANGUAGE_COUNT + 1);
    shown.lacks_cjk = 1;
    assert_int_equal(setting_choices(&shown, SETTING_LANGUAGE), LANGUAGE_COUNT);
    for (int32_t place = 0; place < LANGUAGE_COUNT; place++)
        assert_int_equal(setting_choice(&shown, SETTING_LANGUAGE, place), place);
    /* What is in force stays where it can be seen. */
    shown.value[SETTING_LANGUAGE] = japanese;
    assert_int_equal(setting_choices(&shown, SETTING_LANGUAGE), LANGUAGE_COUNT + 1);
    assert_int_equal(setting_choice(&shown, SETTING_LANGUAGE, LANGUAGE_COUNT), japanese);
    /* Nothing else has fewer choices for it. */
    assert_int_equal(setting_choices(&shown, SETTING_BRIGHTNESS), 5);
    assert_int_equal(setting_choice(&shown, SETTING_BRIGHTNESS, 0), 20);
}

static void a_rhythm_that_no_administrator_has_set_is_not_offered_as_theirs(void **state)
{
    const struct protocol *usual = protocol_of(PROTOCOL_CUSTOM);
    struct settings_shown shown = {.custom_interval_s = usual->interval_s,
                                   .custom_duration_s = usual->duration_s};

    assert_int_equal(setting_choices(&shown, SETTING_PROTOCOL), PROTOCOL_COUNT - 1);
    shown.value[SETTING_PROTOCOL] = PROTOCOL_CUSTOM;
    assert_int_equal(setting_choices(&shown, SETTING_PROTOCOL), PROTOCOL_COUNT);
    shown.value[SETTING_PROTOCOL] = PROTOCOL_HOURLY_STROLL;
    shown.custom_duration_s += 60;
    assert_int_equal(setting_choices(&shown, SETTING_PROTOCOL), PROTOCOL_COUNT);
}

static void what_is_locked_cannot_be_tapped(void **state)
{
    struct target target = {0};

    open_setting(TARGET_SETTINGS, SETTING_THEME);
    scene.context.settings.is_locked[SETTING_THEME] = 1;
    show();
    assert_false(is_there(target_with(TARGET_CHOICE, 1), &target));
    assert_true(is_there(TARGET_PAGE_BACK, &target));
}

static void try_rotation(int32_t place)
{
    open_setting(TARGET_KIOSK, SETTING_ROTATION);
    tap(TARGET_CHOICE, place);
    assert_request(UI_REQUEST_TRY, SETTING_ROTATION, place);
    scene.context.settings.value[SETTING_ROTATION] = place;
    show();
}

static void a_rotation_is_kept_by_a_tap_only(void **state)
{
    struct ui_request request;

    try_rotation(2);
    tap(TARGET_ANSWER, 0);
    assert_request(UI_REQUEST_SET, SETTING_ROTATION, 2);
    pass(20);
    assert_false(ui_take_request(&ui, &request));
}

static void else_it_turns_back_to_what_it_was_first(void **state)
{
    struct ui_request request;

    try_rotation(2);
    tap(TARGET_CHOICE, 3);
    scene.context.settings.value[SETTING_ROTATION] = 3;
    pass(14);
    assert_false(ui_take_request(&ui, &request));
    assert_true(ui_next_deadline_mono_ns(&ui, scene.now_mono_ns) <= scene.now_mono_ns + NS_PER_S);
    pass(1);
    assert_true(ui_take_request(&ui, &request));
    assert_int_equal(request.kind, UI_REQUEST_TRY);
    assert_int_equal(request.number, 0);
}

static void whoever_leaves_the_page_has_not_kept_it(void **state)
{
    try_rotation(1);
    tap(TARGET_PAGE_BACK, 0);
    assert_request(UI_REQUEST_TRY, SETTING_ROTATION, 0);
}

/* The row that opens `screen`. */
static void open_screen(enum target_id list, enum ui_screen screen)
{
    for (int32_t row = 0; row < 40; row++) {
        struct target target = {0};

        open_list(list);
        if (!is_there(target_with(TARGET_ROW, row), &target))
            continue;
        tap_at(&target);
        if (ui_shown(&ui) == screen)
            return;
    }
    fail_msg("no row leads to screen %d", (int)screen);
}

static void while_it_is_cleaned_no_touch_counts(void **state)
{
    struct target whole = {.rect = {0, 0, 800, 480}};

    open_screen(TARGET_KIOSK, UI_CLEANING);
    pass(29);
    tap_at(&whole);
    assert_int_equal(asks_as_it_came + asks.count, 0);
    assert_int_equal(ui_shown(&ui), UI_CLEANING);
    pass(1);
    assert_int_equal(ui_shown(&ui), UI_HOME);
    tap_at(&whole);
    assert_int_equal(ui_shown(&ui), UI_MENU);
}

static void a_prompt_that_came_meanwhile_stands_after_it(void **state)
{
    open_screen(TARGET_KIOSK, UI_CLEANING);
    scene.glance.coach.state = COACH_FULL;
    scene.glance.coach.id = 1;
    pass(10);
    assert_int_equal(ui_shown(&ui), UI_CLEANING);
    pass(20);
    assert_int_equal(ui_shown(&ui), UI_PROMPT);
}

static void press(const char *digits)
{
    for (; *digits; digits++)
        tap(TARGET_KEY, *digits - '0');
    tap(TARGET_KEY, KEYPAD_ENTER);
}

static void a_new_pin_is_entered_twice(void **state)
{
    open_screen(TARGET_SETTINGS, UI_KEYPAD);
    press("123");
    assert_int_equal(ui.pages.keypad.stage, KEYPAD_NEW); /* too short */
    press("4");
    assert_int_equal(asks.request.kind, UI_REQUEST_NONE);
    press("9999");
    assert_int_equal(asks.request.kind, UI_REQUEST_NONE);
    assert_int_equal(ui.pages.keypad.note, KEYPAD_NOTE_DIFFERS);
    press("1234");
    press("1234");
    assert_int_equal(asks.request.kind, UI_REQUEST_PIN_SET);
    assert_string_equal(asks.request.text, "1234");
    assert_int_equal(ui_shown(&ui), UI_SETTINGS);
}

static void answer(bool is_right)
{
    scene.context.settings.pin_answer++;
    scene.context.settings.pin_is_right = is_right;
    show();
}

static void a_pin_is_removed_by_whoever_knows_it(void **state)
{
    start();
    scene.context.settings.has_pin = 1;
    show();
    tap(TARGET_MENU, 0);
    tap(TARGET_SETTINGS, 0);
    tap(TARGET_ROW, 9);
    assert_int_equal(ui_shown(&ui), UI_KEYPAD);
    press("1111");
    assert_int_equal(asks.request.kind, UI_REQUEST_PIN_TRY);
    assert_string_equal(asks.request.text, "1111");
    assert_string_equal(ui.pages.keypad.digits, "");
    answer(false);
    assert_int_equal(ui.pages.keypad.note, KEYPAD_NOTE_WRONG);
    press("1234");
    answer(true);
    tap(TARGET_ANSWER, 1);
    assert_int_equal(asks.request.kind, UI_REQUEST_PIN_REMOVE);
}

static void what_a_pin_hides_opens_after_it_and_closes_again(void **state)
{
    start();
    scene.context.settings.has_pin = 1;
    show();
    assert_true(ui.view.history_is_hidden);
    assert_true(settings_ask_pin(&ui, UI_SENSORS));
    navigator_touch(&ui.navigator, scene.now_mono_ns);
    show();
    assert_int_equal(ui_shown(&ui), UI_KEYPAD);
    press("1234");
    answer(true);
    assert_int_equal(ui_shown(&ui), UI_SENSORS);
    assert_false(ui.view.history_is_hidden);
    pass(61);
    show();
    assert_int_equal(ui_shown(&ui), UI_HOME);
    assert_true(ui.view.history_is_hidden);
}

static void no_key_counts_while_a_wrong_pin_costs_time(void **state)
{
    open_screen(TARGET_SETTINGS, UI_KEYPAD);
    scene.context.settings.pin_wait_s = 5;
    show();
    tap(TARGET_KEY, 1);
    assert_int_equal(ui.pages.keypad.count, 0);
}

#define SYNC_ROW 10

static void sync_is_turned_on_and_off_on_the_page_that_shows_what_goes(void **state)
{
    static struct sync_shown sync = {.state = SYNC_OFF, .may_agree = 1, .text = "a,b=c d=1i 3\n"};
    struct target target;

    open_screen(TARGET_SETTINGS, UI_SYNC);
    assert_true(ui_wants_sync(&ui));
    scene.context.sync = &sync;
    tap(TARGET_ANSWER, 1);
    assert_int_equal(asks.request.kind, UI_REQUEST_SYNC);
    assert_int_equal(asks.request.number, 1);
    assert_int_equal(ui_shown(&ui), UI_SYNC);
    sync.state = SYNC_ON;
    sync.may_agree = 0;
    tap(TARGET_ANSWER, 0);
    assert_int_equal(asks.request.kind, UI_REQUEST_SYNC);
    assert_int_equal(asks.request.number, 0);
    sync.state = SYNC_ASKS_ANEW; /* and locked: no is always possible */
    sync.match = CONSENT_OTHER_SERVER;
    show();
    assert_true(is_there(target_with(TARGET_ANSWER, 0), &target));
    assert_false(is_there(target_with(TARGET_ANSWER, 1), &target));
    sync.may_agree = 1;
    tap(TARGET_ANSWER, 1);
    assert_int_equal(asks.request.number, 1);
    sync.may_agree = 0;
    sync.state = SYNC_LOCKED;
    show();
    assert_false(is_there(target_with(TARGET_ANSWER, 0), &target));
    assert_false(is_there(target_with(TARGET_ANSWER, 1), &target));
}

static void sync_shows_figures_so_it_lies_behind_the_historys_pin(void **state)
{
    open_list(TARGET_SETTINGS);
    scene.context.settings.has_pin = 1;
    tap(TARGET_ROW, SYNC_ROW);
    assert_int_equal(ui_shown(&ui), UI_KEYPAD);
    assert_int_equal(ui.pages.keypad.opens, UI_SYNC);
}

static void erasing_takes_a_second_question_whose_first_answer_is_no(void **state)
{
    open_screen(TARGET_SETTINGS, UI_ERASE);
    assert_int_equal(ui.pages.settings.erases, ERASE_PERSON);
    tap(TARGET_ANSWER, 0);
    assert_int_equal(asks.request.kind, UI_REQUEST_NONE);
    assert_int_equal(ui_shown(&ui), UI_SETTINGS);
    tap(TARGET_ROW, 12);
    tap(TARGET_ANSWER, 1);
    assert_int_equal(asks.request.kind, UI_REQUEST_ERASE);
    assert_int_equal(asks.request.number, ERASE_HISTORY);
    assert_int_equal(ui_shown(&ui), UI_HOME);
}

static void a_time_steps_and_is_asked_for_as_it_stands(void **state)
{
    open_screen(TARGET_KIOSK, UI_TIME);
    time_page_begin(&ui.pages.time, 20280229, 23 * 60 + 59);
    tap(TARGET_STEP, 2 * TIME_YEAR); /* 2029 has no 29 February */
    tap(TARGET_STEP, 2 * TIME_HOUR);
    tap(TARGET_STEP, 2 * TIME_MINUTE_ONES + 1);
    tap(TARGET_ANSWER, 0);
    assert_int_equal(asks.request.kind, UI_REQUEST_TIME);
    assert_int_equal(asks.request.number, INT64_C(202902280000) + 58);
}

static void a_year_long_ago_begins_where_kiosks_do(void **state)
{
    struct time_page page;

    time_page_begin(&page, 19700101, 61);
    assert_int_equal(time_page_date(&page), 20260101);
    assert_int_equal(time_page_minute(&page), 61);
    for (int i = 0; i < 12; i++)
        time_page_step(&page, TIME_MONTH, true);
    assert_int_equal(time_page_date(&page), 20260101);
    time_page_step(&page, TIME_DAY, false);
    assert_int_equal(time_page_date(&page), 20260131);
    time_page_step(&page, TIME_MONTH, true);
    assert_int_equal(time_page_date(&page), 20260228);
}

static void set_up(int32_t step)
{
    start();
    scene.context.settings.setup_step = step;
    show();
    assert_int_equal(ui_shown(&ui), UI_SETUP);
}

static void the_setup_takes_each_step_that_there_is(void **state)
{
    static const int32_t next[] = {
        [SETUP_LANGUAGE] = SETUP_CHAIR, [SETUP_CHAIR] = SETUP_MAT,    [SETUP_MAT] = SETUP_PROTOCOL,
        [SETUP_PROTOCOL] = SETUP_TIME,  [SETUP_TIME] = SETUP_PRIVACY, [SETUP_PRIVACY] = SETUP_NONE};

    for (int32_t step = SETUP_LANGUAGE; step <= SETUP_PRIVACY; step++) {
        set_up(step);
        tap(TARGET_ANSWER, 0);
        assert_int_equal(asks.request.kind, UI_REQUEST_SETUP);
        assert_int_equal(asks.request.number, next[step]);
    }
    set_up(SETUP_CHAIR);
    scene.glance.has_mat = false;
    scene.context.settings.can_set_time = 0;
    tap(TARGET_ANSWER, 0);
    assert_int_equal(asks.request.number, SETUP_PROTOCOL);
    scene.context.settings.setup_step = SETUP_PROTOCOL;
    tap(TARGET_ANSWER, 0);
    assert_int_equal(asks.request.number, SETUP_PRIVACY);
    tap(TARGET_ANSWER, 1);
    assert_int_equal(asks.request.number, SETUP_CHAIR);
}

static void the_setup_sees_sitting_leaning_and_standing_up(void **state)
{
    scene.glance.chair_closed = false;
    set_up(SETUP_CHAIR);
    scene.glance.chair_closed = false;
    ui.setup.is_closed = 0;
    scene.glance.chair_closed = true;
    pass(1);
    assert_int_equal(ui.view.setup.checks[0], SETUP_SEEN);
    scene.glance.chair_closed = false;
    pass(1);
    assert_int_equal(ui.view.setup.checks[1], SETUP_OPENED);
    scene.glance.chair_closed = true;
    pass(1);
    pass(5);
    assert_int_equal(ui.view.setup.checks[1], SETUP_SEEN);
    assert_true(setup_is_seen(&ui.view.setup));
}

static void a_pin_can_be_chosen_during_the_setup(void **state)
{
    set_up(SETUP_PRIVACY);
    tap(TARGET_ANSWER, 3);
    assert_int_equal(ui_shown(&ui), UI_KEYPAD);
    press("2468");
    press("2468");
    assert_int_equal(asks.request.kind, UI_REQUEST_PIN_SET);
    assert_int_equal(ui_shown(&ui), UI_SETUP);
}

static void what_is_wrong_with_the_kiosk_is_said_before_its_setup(void **state)
{
    set_up(SETUP_LANGUAGE);
    scene.context.trouble = VIEW_TROUBLE_CONFIG;
    show();
    assert_int_equal(ui_shown(&ui), UI_SYSTEM);
    tap(TARGET_DIAGNOSTICS, 0);
    assert_int_equal(ui_shown(&ui), UI_DIAGNOSTICS);
    tap(TARGET_BACK, 0);
    assert_int_equal(ui_shown(&ui), UI_SYSTEM);
    tap(TARGET_REMIND_SYSTEM, 0);
    assert_int_equal(ui_shown(&ui), UI_SETUP);
    scene.context.trouble = VIEW_TROUBLE_NONE;
}

static void a_choice_of_the_setup_is_that_of_its_step(void **state)
{
    set_up(SETUP_PROTOCOL);
    tap(TARGET_CHOICE, PROTOCOL_SEATED);
    assert_request(UI_REQUEST_SET, SETTING_PROTOCOL, PROTOCOL_SEATED);
    set_up(SETUP_LANGUAGE);
    tap(TARGET_CHOICE, 3);
    assert_request(UI_REQUEST_SET, SETTING_LANGUAGE, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_setting_is_two_touches_from_the_menu_and_goes_home_by_itself),
        cmocka_unit_test(a_choice_asks_for_its_value),
        cmocka_unit_test(each_dose_is_shown_with_where_it_was_studied_and_none_as_proven),
        cmocka_unit_test(a_language_that_would_be_boxes_is_not_offered),
        cmocka_unit_test(a_rhythm_that_no_administrator_has_set_is_not_offered_as_theirs),
        cmocka_unit_test(what_is_locked_cannot_be_tapped),
        cmocka_unit_test(a_rotation_is_kept_by_a_tap_only),
        cmocka_unit_test(else_it_turns_back_to_what_it_was_first),
        cmocka_unit_test(whoever_leaves_the_page_has_not_kept_it),
        cmocka_unit_test(while_it_is_cleaned_no_touch_counts),
        cmocka_unit_test(a_prompt_that_came_meanwhile_stands_after_it),
        cmocka_unit_test(a_new_pin_is_entered_twice),
        cmocka_unit_test(a_pin_is_removed_by_whoever_knows_it),
        cmocka_unit_test(what_a_pin_hides_opens_after_it_and_closes_again),
        cmocka_unit_test(no_key_counts_while_a_wrong_pin_costs_time),
        cmocka_unit_test(sync_is_turned_on_and_off_on_the_page_that_shows_what_goes),
        cmocka_unit_test(sync_shows_figures_so_it_lies_behind_the_historys_pin),
        cmocka_unit_test(erasing_takes_a_second_question_whose_first_answer_is_no),
        cmocka_unit_test(a_time_steps_and_is_asked_for_as_it_stands),
        cmocka_unit_test(a_year_long_ago_begins_where_kiosks_do),
        cmocka_unit_test(the_setup_takes_each_step_that_there_is),
        cmocka_unit_test(the_setup_sees_sitting_leaning_and_standing_up),
        cmocka_unit_test(a_pin_can_be_chosen_during_the_setup),
        cmocka_unit_test(what_is_wrong_with_the_kiosk_is_said_before_its_setup),
        cmocka_unit_test(a_choice_of_the_setup_is_that_of_its_step),
    };

    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}

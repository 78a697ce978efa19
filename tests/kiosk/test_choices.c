/* What is chosen on the screen: in force at once, kept through any end, gone when it is erased. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/desk.h"
#include "kiosk/requests.h"
#include "store/scratch.h"
#include "ui/settings_pages.h"

#define NINE_UTC_S INT64_C(1772442000) /* 2026-03-02T09:00:00Z */

static struct desk desk;

static void prepare(void **state)
{
    const struct scratch *scratch = *state;

    desk_init(&desk, scratch->path, NINE_UTC_S);
    desk.has_config = true;
    config_set_defaults(&desk.config);
}

static void begin(void **state)
{
    prepare(state);
    desk_start(&desk);
}

static void ask(enum ui_request_kind kind, enum setting setting, int64_t number)
{
    struct ui_request request = {.kind = kind, .setting = setting, .number = number};

    /* A moment of its own, so that its commit is waited for. */
    desk_wait(&desk, 1);
    requests_take(desk.appliance, &request, desk.mono_ns);
    appliance_show(desk.appliance, desk.mono_ns);
}

static void ask_pin(enum ui_request_kind kind, const char *digits)
{
    struct ui_request request = {.kind = kind};

    (void)snprintf(request.text, sizeof(request.text), "%s", digits);
    desk_wait(&desk, 1);
    requests_take(desk.appliance, &request, desk.mono_ns);
    appliance_show(desk.appliance, desk.mono_ns);
}

static const struct settings_shown *shown(void)
{
    appliance_show(desk.appliance, desk.mono_ns);
    return &desk.appliance->ui.view.settings;
}

/* What was decided at this moment was handed over at this moment. */
static void assert_committed(void)
{
    assert_int_equal(ledger_next_deadline(desk.ledger), desk.mono_ns + LEDGER_COMMIT_EVERY_NS);
    assert_true(desk_wait_for_disk(&desk));
}

/* The power goes, after what was handed over, and comes back. */
static void cut_and_start(void)
{
    desk_cut(&desk);
    desk_reboot(&desk, 60);
    desk_start(&desk);
}

static void a_choice_is_in_force_at_once_and_after_a_power_cut(void **state)
{
    begin(state);
    ask(UI_REQUEST_SET, SETTING_THEME, THEME_DAWN);
    assert_committed();
    ask(UI_REQUEST_SET, SETTING_TEXT_SIZE, 1);
    ask(UI_REQUEST_SET, SETTING_PROTOCOL, PROTOCOL_TWENTY_TWO);
    for (int run = 0; run < 2; run++) {
        assert_int_equal(desk.appliance->ui.theme, THEME_DAWN);
        assert_int_equal(desk.appliance->ui.layout.text_size, 1);
        assert_int_equal(shown()->value[SETTING_PROTOCOL], PROTOCOL_TWENTY_TWO);
        assert_int_equal(desk.appliance->glance.interval_ns, 20 * NS_PER_MIN);
        cut_and_start();
    }
    desk_stop(&desk);
}

static void what_is_only_tried_is_gone_with_the_power(void **state)
{
    begin(state);
    ask(UI_REQUEST_TRY, SETTING_ROTATION, 2);
    assert_int_equal(shown()->value[SETTING_ROTATION], 2);
    cut_and_start();
    assert_int_equal(shown()->value[SETTING_ROTATION], 0);
    desk_stop(&desk);
}

static void a_rotation_that_nobody_keeps_turns_back(void **state)
{
    begin(state);
    hold_try(&desk.appliance->ui.hold, 0, desk.mono_ns);
    ask(UI_REQUEST_TRY, SETTING_ROTATION, 3);
    desk_wait(&desk, 13);
    assert_int_equal(shown()->value[SETTING_ROTATION], 3);
    desk_wait(&desk, 2);
    (void)shown();
    assert_int_equal(shown()->value[SETTING_ROTATION], 0);
    desk_stop(&desk);
}

static void what_is_locked_stays_and_is_shown_as_such(void **state)
{
    prepare(state);
    (void)snprintf(desk.config.settings.locked, sizeof(desk.config.settings.locked),
                   "display.theme");
    desk_start(&desk);
    ask(UI_REQUEST_SET, SETTING_THEME, THEME_CONTRAST);
    assert_int_equal(desk.appliance->ui.theme, THEME_DUSK);
    assert_true(shown()->is_locked[SETTING_THEME]);
    assert_false(shown()->is_locked[SETTING_CHIME]);
    desk_stop(&desk);
}

static void a_lock_that_comes_later_covers_what_was_chosen(void **state)
{
    begin(state);
    ask(UI_REQUEST_SET, SETTING_THEME, THEME_CONTRAST);
    desk_stop(&desk);
    (void)snprintf(desk.config.settings.locked, sizeof(desk.config.settings.locked), "all");
    desk_start(&desk);
    assert_int_equal(desk.appliance->ui.theme, THEME_DUSK);
    assert_string_equal(desk.appliance->ui.view.note, "");
    desk_stop(&desk);
}

static void keep_row(const char *name, const char *value)
{
    struct store_setting row = {0};

    (void)snprintf(row.name, sizeof(row.name), "%s", name);
    (void)snprintf(row.value, sizeof(row.value), "%s", value);
    desk_wait(&desk, 1);
    ledger_set_setting(desk.ledger, &row);
    ledger_commit_now(desk.ledger, desk.mono_ns);
}

static void a_damaged_row_leaves_the_default_and_is_said(void **state)
{
    begin(state);
    keep_row("display.theme", "chartreuse");
    keep_row("no.such.key", "1");
    keep_row("setup.step", "-4");
    keep_row("pin.hash", "*");
    keep_row("display.text_size", "large");
    cut_and_start();
    assert_int_equal(desk.appliance->ui.theme, THEME_DUSK);
    assert_int_equal(desk.appliance->ui.layout.text_size, 1);
    assert_int_equal(shown()->setup_step, 0);
    assert_int_equal(desk.appliance->choices.damaged, 4);
    assert_non_null(strstr(desk.appliance->ui.view.note, "4 choices of the settings"));
    desk_stop(&desk);
}

static void a_pin_outlives_a_power_cut_and_is_asked_for(void **state)
{
    begin(state);
    ask_pin(UI_REQUEST_PIN_SET, "12345");
    assert_committed();
    cut_and_start();
    assert_true(shown()->has_pin);
    assert_true(desk.appliance->ui.view.history_is_hidden);
    ask_pin(UI_REQUEST_PIN_TRY, "54321");
    assert_false(shown()->pin_is_right);
    ask_pin(UI_REQUEST_PIN_TRY, "12345");
    assert_true(shown()->pin_is_right);
    ask_pin(UI_REQUEST_PIN_REMOVE, "");
    assert_committed();
    cut_and_start();
    assert_false(shown()->has_pin);
    assert_false(desk.appliance->ui.view.history_is_hidden);
    desk_stop(&desk);
}

/* A sitting, then a break: something to erase. */
static void live(void)
{
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 1800);
    desk_set(&desk, LINE_CHAIR, false);
    desk_wait(&desk, 200);
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 100);
}

static void erasing_leaves_the_choices_and_nothing_else(void **state)
{
    begin(state);
    ask(UI_REQUEST_SET, SETTING_THEME, THEME_CONTRAST);
    ask_pin(UI_REQUEST_PIN_SET, "12345");
    live();
    ask(UI_REQUEST_ERASE, SETTING_COUNT, ERASE_HISTORY);
    assert_committed();
    assert_int_equal(desk_today(&desk)->breaks, 0);
    assert_true(desk_today(&desk)->posture_ns[POSTURE_SEATED] < NS_PER_MIN);
    /* Whoever sits goes on sitting. */
    desk_wait(&desk, 600);
    assert_int_equal(desk_today(&desk)->sedentary_bouts, 1);
    cut_and_start();
    assert_int_equal(desk.appliance->ui.theme, THEME_CONTRAST);
    assert_true(shown()->has_pin);
    assert_int_equal(desk_today(&desk)->breaks, 0);
    desk_stop(&desk);
    assert_true(desk_stored_s(&desk, POSTURE_AWAY) == 0);
    assert_true(desk_stored_s(&desk, POSTURE_SEATED) <= 700);
}

static void someone_else_begins_with_the_setup_and_no_choices(void **state)
{
    begin(state);
    ask(UI_REQUEST_SET, SETTING_THEME, THEME_CONTRAST);
    ask_pin(UI_REQUEST_PIN_SET, "12345");
    live();
    ask(UI_REQUEST_ERASE, SETTING_COUNT, ERASE_PERSON);
    assert_committed();
    for (int run = 0; run < 2; run++) {
        assert_int_equal(desk.appliance->ui.theme, THEME_DUSK);
        assert_false(shown()->has_pin);
        assert_int_equal(shown()->setup_step, SETUP_LANGUAGE);
        assert_int_equal(ui_shown(&desk.appliance->ui), UI_SETUP);
        assert_int_equal(desk_today(&desk)->breaks, 0);
        cut_and_start();
    }
    desk_stop(&desk);
    assert_true(desk_stored_s(&desk, POSTURE_AWAY) == 0);
}

static void the_setup_goes_on_where_the_power_went(void **state)
{
    begin(state);
    assert_int_equal(shown()->setup_step, SETUP_NONE);
    appliance_begin_setup(desk.appliance, desk.mono_ns);
    ask(UI_REQUEST_SETUP, SETTING_COUNT, SETUP_PROTOCOL);
    assert_committed();
    cut_and_start();
    assert_int_equal(shown()->setup_step, SETUP_PROTOCOL);
    ask(UI_REQUEST_SETUP, SETTING_COUNT, SETUP_NONE);
    cut_and_start();
    assert_int_equal(shown()->setup_step, SETUP_NONE);
    assert_true(desk.appliance->choices.has_setup_row);
    desk_stop(&desk);
}

static void a_setup_begun_before_it_was_forbidden_does_not_go_on(void **state)
{
    begin(state);
    appliance_begin_setup(desk.appliance, desk.mono_ns);
    assert_committed();
    desk.config.settings.has_first_run = false;
    cut_and_start();
    assert_int_equal(shown()->setup_step, SETUP_NONE);
    assert_int_equal(ui_shown(&desk.appliance->ui), UI_HOME);
    assert_int_equal(desk.appliance->choices.damaged, 0);
    desk.config.settings.has_first_run = true;
    cut_and_start();
    assert_int_equal(shown()->setup_step, SETUP_LANGUAGE);
    desk_stop(&desk);
}

static void a_setup_left_alone_steps_aside_until_the_next_start(void **state)
{
    begin(state);
    appliance_begin_setup(desk.appliance, desk.mono_ns);
    desk_set(&desk, LINE_CHAIR, true);
    for (int minute = 0; minute < 11; minute++) {
        (void)shown();
        desk_wait(&desk, 60);
    }
    assert_int_equal(shown()->setup_step, SETUP_NONE);
    assert_int_equal(ui_shown(&desk.appliance->ui), UI_HOME);
    cut_and_start();
    assert_int_equal(shown()->setup_step, SETUP_LANGUAGE);
    desk_stop(&desk);
}

static void time_set_by_hand_labels_days_and_is_marked(void **state)
{
    prepare(state);
    desk.is_synchronised = false;
    desk_start(&desk);
    assert_true(shown()->can_set_time);
    assert_int_equal(desk.appliance->ui.view.clock_min, -1);
    ask(UI_REQUEST_TIME, SETTING_COUNT, INT64_C(202605040000) + 10 * 60 + 15);
    assert_int_equal(desk.appliance->ui.view.clock_min, 10 * 60 + 15);
    assert_true(desk.appliance->ui.view.unsynchronised);
    assert_int_equal(desk.appliance->date, 20260504);
    /* The same boot, the program anew: it still holds. */
    assert_committed();
    desk_cut(&desk);
    desk_sleep(&desk, 60);
    desk_start(&desk);
    (void)shown();
    assert_in_range(desk.appliance->ui.view.clock_min, 10 * 60 + 16, 10 * 60 + 17);
    /* The kernel's word replaces it. */
    desk.is_synchronised = true;
    desk_wait(&desk, 61);
    assert_false(shown()->can_set_time);
    assert_false(desk.appliance->ui.view.unsynchronised);
    assert_in_range(desk.appliance->ui.view.clock_min, 9 * 60, 9 * 60 + 5);
    desk_stop(&desk);
}

static void nobody_sets_a_clock_that_knows(void **state)
{
    prepare(state);
    desk.is_synchronised = false;
    desk.has_rtc = true;
    desk_start(&desk);
    assert_false(shown()->can_set_time);
    desk_stop(&desk);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_choice_is_in_force_at_once_and_after_a_power_cut),
        TEST(what_is_only_tried_is_gone_with_the_power),
        TEST(a_rotation_that_nobody_keeps_turns_back),
        TEST(what_is_locked_stays_and_is_shown_as_such),
        TEST(a_lock_that_comes_later_covers_what_was_chosen),
        TEST(a_damaged_row_leaves_the_default_and_is_said),
        TEST(a_pin_outlives_a_power_cut_and_is_asked_for),
        TEST(erasing_leaves_the_choices_and_nothing_else),
        TEST(someone_else_begins_with_the_setup_and_no_choices),
        TEST(the_setup_goes_on_where_the_power_went),
        TEST(a_setup_begun_before_it_was_forbidden_does_not_go_on),
        TEST(a_setup_left_alone_steps_aside_until_the_next_start),
        TEST(time_set_by_hand_labels_days_and_is_marked),
        TEST(nobody_sets_a_clock_that_knows),
    };

    return cmocka_run_group_tests_name("choices", tests, NULL, NULL);
}

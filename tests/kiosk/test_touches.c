/* A finger on the glass, all the way to what the core makes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "kiosk/desk.h"
#include "store/scratch.h"

#define NINE_UTC_S INT64_C(1772442000) /* 2026-03-02T09:00:00Z */

static struct desk desk;

static void begin(void **state)
{
    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk_start(&desk);
}

static int teardown(void **state)
{
    if (desk.appliance)
        desk_stop(&desk);
    return scratch_teardown(state);
}

static enum ui_screen shown(void)
{
    appliance_show(desk.appliance, desk.mono_ns);
    return ui_shown(&desk.appliance->ui);
}

/* Draws, and taps the middle of the target that stands on the screen. */
static void tap(enum target_id id)
{
    struct ui *ui = &desk.appliance->ui;
    struct ui_frame frame;

    appliance_show(desk.appliance, desk.mono_ns);
    (void)ui_frame(ui, desk.mono_ns, &frame);
    for (int32_t i = 0; i < ui->targets.count; i++) {
        const struct draw_rect rect = ui->targets.list[i].rect;
        struct display_event event = {.kind = DISPLAY_TOUCH_DOWN,
                                      .mono_ns = desk.mono_ns,
                                      .x_px = rect.x + rect.w / 2,
                                      .y_px = rect.y + rect.h / 2};

        if (ui->targets.list[i].id != (int32_t)id)
            continue;
        appliance_take_display(desk.appliance, &event);
        event.kind = DISPLAY_TOUCH_UP;
        appliance_take_display(desk.appliance, &event);
        desk_wait(&desk, 1);
        return;
    }
    fail_msg("nothing to tap: %d", (int)id);
}

static void going_now_and_a_stroll_is_a_verified_break(void **state)
{
    begin(state);
    desk_sit_until_prompted(&desk);
    tap(TARGET_START);
    assert_int_equal(desk_coach(&desk)->state, COACH_GOING);
    desk_set(&desk, LINE_CHAIR, false);
    desk_walk(&desk, 125);
    assert_int_equal(desk_coach(&desk)->outcome, PROMPT_VERIFIED);
    assert_int_equal(shown(), UI_DONE);
}

static void later_is_a_snooze_and_skip_ends_the_prompt(void **state)
{
    begin(state);
    desk_sit_until_prompted(&desk);
    tap(TARGET_SNOOZE);
    assert_int_equal(desk_coach(&desk)->state, COACH_SNOOZED);
    desk_wait(&desk, 300 + 61);
    assert_int_equal(shown(), UI_PROMPT);
    tap(TARGET_SKIP);
    assert_int_equal(desk_coach(&desk)->state, COACH_WATCHING);
    assert_int_equal(desk_coach(&desk)->outcome, PROMPT_SKIPPED);
}

static void quiet_mode_from_the_menu_hides_an_open_prompt_for_its_minutes(void **state)
{
    begin(state);
    desk_sit_until_prompted(&desk);
    tap(TARGET_MENU);
    tap(TARGET_QUIET);
    tap(TARGET_QUIET_90);
    assert_int_equal(desk_coach(&desk)->state, COACH_HIDDEN);
    assert_int_equal(shown(), UI_HOME);
    desk_wait(&desk, 89 * 60);
    assert_int_equal(desk_coach(&desk)->state, COACH_HIDDEN);
    desk_wait(&desk, 60);
    assert_int_equal(shown(), UI_BANNER);
}

static void a_pause_from_the_menu_holds_until_it_is_ended(void **state)
{
    begin(state);
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 60);
    tap(TARGET_MENU);
    tap(TARGET_PAUSE);
    desk_wait(&desk, 600);
    assert_int_equal(shown(), UI_PAUSED);
    assert_true(desk.appliance->glance.paused);
    tap(TARGET_RESUME);
    assert_int_equal(shown(), UI_HOME);
    assert_false(desk.appliance->glance.paused);
}

static void an_exercise_that_is_left_alone_ends_its_set(void **state)
{
    begin(state);
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 60);
    tap(TARGET_MENU);
    tap(TARGET_EXERCISE);
    tap(TARGET_RAISES);
    assert_int_equal(shown(), UI_EXERCISE);
    assert_true(desk_coach(&desk)->in_set);
    desk_wait(&desk, 50);
    assert_int_equal(shown(), UI_EXERCISE);
    desk_wait(&desk, 20);
    assert_int_equal(shown(), UI_HOME);
    assert_false(desk_coach(&desk)->in_set);
}

static void count_water(void *context, const struct store_labelled_reported *row)
{
    *(int *)context += row->reported.kind == STORE_REPORTED_WATER;
}

static void a_glass_of_water_is_kept_at_once(void **state)
{
    struct store store;
    int glasses = 0;

    begin(state);
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 65);
    tap(TARGET_MENU);
    tap(TARGET_DRINK);
    desk_wait(&desk, 5);
    tap(TARGET_WATER);
    /* Handed over with the touch, a second ago: a new minute has begun. */
    assert_true(ledger_next_deadline(desk.ledger) >= desk.mono_ns + 59 * NS_PER_S);
    desk_cut(&desk);
    store = desk_open_store(&desk);
    assert_int_equal(
        store.read_reported(store.self, INT64_MIN, INT64_MAX, count_water, &glasses, NULL), 0);
    store.close(store.self);
    assert_int_equal(glasses, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, teardown)
        TEST(going_now_and_a_stroll_is_a_verified_break),
        TEST(later_is_a_snooze_and_skip_ends_the_prompt),
        TEST(quiet_mode_from_the_menu_hides_an_open_prompt_for_its_minutes),
        TEST(a_pause_from_the_menu_holds_until_it_is_ended),
        TEST(an_exercise_that_is_left_alone_ends_its_set),
        TEST(a_glass_of_water_is_kept_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

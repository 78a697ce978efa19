/* What a tap on each target asks the core for, and where it leads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "ui/scenes.h"

static struct ui ui;
static struct scene_setup scene;
static struct ui_asks asks;

/* Letters of half their height: no font is needed. */
static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    return (struct text_extent){(int32_t)strlen(utf8) * size_px / 2, size_px, size_px / 4};
}

static void start(const char *name)
{
    const struct text_port text = {NULL, measure};
    struct ui_frame frame;

    ui_init(&ui, 800, 480, &text, false);
    assert_true(scene_make(name, &scene));
    scene_show(&ui, &scene);
    scene_tap_through(&ui, &scene);
    (void)ui_frame(&ui, scene.now_mono_ns, &frame);
}

static const struct target *target_of(int32_t id)
{
    for (int32_t i = 0; i < ui.targets.count; i++) {
        if (ui.targets.list[i].id == id)
            return &ui.targets.list[i];
    }
    return NULL;
}

static void finger(enum display_event_kind kind, const struct target *target)
{
    struct display_event event = {.kind = kind, .mono_ns = scene.now_mono_ns};

    event.x_px = target->rect.x + target->rect.w / 2;
    event.y_px = target->rect.y + target->rect.h / 2;
    ui_event(&ui, &event, &asks);
}

/* Taps; then `asks` is what the finger asked for as it lifted. */
static void tap(int32_t id)
{
    struct ui_frame frame;
    struct target target;

    (void)ui_frame(&ui, scene.now_mono_ns, &frame);
    assert_non_null(target_of(id));
    target = *target_of(id);
    finger(DISPLAY_TOUCH_DOWN, &target);
    assert_int_equal(asks.count, 1);
    assert_int_equal(asks.touches[0], TOUCH_OTHER);
    finger(DISPLAY_TOUCH_UP, &target);
    ui_update(&ui, &scene.glance, &scene.context, scene.now_mono_ns);
    (void)ui_frame(&ui, scene.now_mono_ns, &frame);
}

static void assert_asks(enum touch touch)
{
    assert_int_equal(asks.count, 1);
    assert_int_equal(asks.touches[0], touch);
}

static void assert_reports(enum suggestion_kind kind)
{
    assert_int_equal(asks.request.kind, UI_REQUEST_REPORT);
    assert_int_equal(asks.request.number, kind);
}

static void a_prompt_s_three_targets_are_its_three_answers(void **state)
{
    static const char *const names[] = {"prompt", "prompt-pulse"};

    for (int i = 0; i < 2; i++) {
        start(names[i]);
        tap(TARGET_START);
        assert_asks(TOUCH_START);
        tap(TARGET_SNOOZE);
        assert_asks(TOUCH_SNOOZE);
        tap(TARGET_SKIP);
        assert_asks(TOUCH_SKIP);
    }
}

static void the_banner_s_two_targets_are_going_and_later(void **state)
{
    start("banner");
    tap(TARGET_START);
    assert_asks(TOUCH_START);
    tap(TARGET_SNOOZE);
    assert_asks(TOUCH_SNOOZE);
    assert_null(target_of(TARGET_SKIP));
}

static void after_two_snoozes_there_is_no_third(void **state)
{
    int32_t before;

    start("prompt");
    before = target_of(TARGET_START)->rect.w;
    start("prompt-third");
    assert_null(target_of(TARGET_SNOOZE));
    assert_true(target_of(TARGET_START)->rect.w > before);
    assert_int_equal(target_of(TARGET_SKIP)->rect.x + target_of(TARGET_SKIP)->rect.w, 776);
    start("banner-third");
    assert_null(target_of(TARGET_SNOOZE));
    assert_non_null(target_of(TARGET_START));
}

static void quiet_mode_is_asked_for_with_its_minutes(void **state)
{
    static const struct {
        int32_t id, minutes;
    } rows[] = {{TARGET_QUIET_30, 30},
                {TARGET_QUIET_60, 60},
                {TARGET_QUIET_90, 90},
                {TARGET_QUIET_END, -1}};

    for (int i = 0; i < 4; i++) {
        start("menu-quiet-on");
        tap(rows[i].id);
        assert_asks(TOUCH_QUIET);
        assert_int_equal(asks.quiet_min, rows[i].minutes);
        assert_int_equal(ui_shown(&ui), UI_HOME);
    }
    start("menu-quiet");
    assert_null(target_of(TARGET_QUIET_END));
}

static void the_menu_leads_to_every_screen_within_two_touches(void **state)
{
    start("menu");
    tap(TARGET_STROLL);
    assert_asks(TOUCH_START);
    assert_int_equal(ui_shown(&ui), UI_LIVE);
    start("menu");
    tap(TARGET_DRINK);
    assert_int_equal(asks.count, 0);
    assert_int_equal(ui_shown(&ui), UI_EXERCISE);
    assert_int_equal(ui.view.exercise.kind, SUGGESTION_WATER);
    start("menu");
    tap(TARGET_PAUSE);
    assert_asks(TOUCH_PAUSE);
    start("menu");
    tap(TARGET_QUIET);
    assert_int_equal(ui_shown(&ui), UI_QUIET);
    start("menu");
    tap(TARGET_EXERCISE);
    assert_int_equal(ui_shown(&ui), UI_EXERCISES);
}

static void only_raises_are_a_guided_set_of_the_core_s(void **state)
{
    start("menu-exercises");
    tap(TARGET_RAISES);
    assert_asks(TOUCH_EXERCISE);
    assert_int_equal(ui.view.exercise.kind, SUGGESTION_CALF_RAISES);
    tap(TARGET_STOP);
    assert_asks(TOUCH_STOP);
    start("menu-exercises");
    tap(TARGET_TOES);
    assert_int_equal(asks.count, 0);
    assert_int_equal(ui.view.exercise.kind, SUGGESTION_TOES_UP);
    start("menu-exercises");
    tap(TARGET_CIRCLES);
    assert_int_equal(asks.count, 0);
    assert_int_equal(ui.view.exercise.kind, SUGGESTION_ANKLE_CIRCLES);
}

static void the_suggestion_begins_what_it_suggests(void **state)
{
    start("home-suggestion");
    tap(TARGET_SUGGESTION);
    assert_asks(TOUCH_EXERCISE);
    assert_int_equal(ui_shown(&ui), UI_EXERCISE);
    assert_int_equal(ui.view.exercise.kind, SUGGESTION_CALF_RAISES);
    start("home-suggestion-circles");
    tap(TARGET_SUGGESTION);
    assert_int_equal(ui.view.exercise.kind, SUGGESTION_ANKLE_CIRCLES);
}

static void with_a_protocol_of_raises_going_now_begins_the_set(void **state)
{
    start("prompt-seated");
    tap(TARGET_START);
    assert_int_equal(asks.count, 2);
    assert_int_equal(asks.touches[0], TOUCH_START);
    assert_int_equal(asks.touches[1], TOUCH_EXERCISE);
    scene.glance.coach.state = COACH_GOING;
    ui_update(&ui, &scene.glance, &scene.context, scene.now_mono_ns);
    assert_int_equal(ui_shown(&ui), UI_EXERCISE);
}

static void a_pause_is_ended_where_it_is_shown(void **state)
{
    start("paused");
    assert_int_equal(ui_shown(&ui), UI_PAUSED);
    tap(TARGET_RESUME);
    assert_asks(TOUCH_RESUME);
}

static void what_is_missing_of_a_break_is_offered_and_can_be_left(void **state)
{
    start("home-sitting");
    scene.glance.coach.id = 1;
    scene.glance.coach.state = COACH_OFFER;
    scene.glance.coach.outcome = PROMPT_UNFINISHED;
    scene.glance.coach.moved_ns = 40 * NS_PER_S;
    ui_update(&ui, &scene.glance, &scene.context, scene.now_mono_ns);
    assert_int_equal(ui_shown(&ui), UI_DONE);
    assert_int_equal(ui.view.done.kind, DONE_UNFINISHED);
    assert_int_equal(ui.view.done.moved_s, 40);
    tap(TARGET_OFFER_REST);
    assert_asks(TOUCH_START);
    assert_int_equal(ui_shown(&ui), UI_LIVE);
    tap(TARGET_BACK);
    assert_asks(TOUCH_SKIP);
}

static void a_walk_that_is_left_leads_home_and_asks_for_nothing(void **state)
{
    start("home-sitting");
    scene.glance.coach.id = 1;
    scene.glance.coach.state = COACH_GOING;
    ui_update(&ui, &scene.glance, &scene.context, scene.now_mono_ns);
    assert_int_equal(ui_shown(&ui), UI_LIVE);
    tap(TARGET_BACK);
    assert_int_equal(asks.count, 0);
    assert_int_equal(ui_shown(&ui), UI_HOME);
}

static void water_after_a_break_is_noted_there(void **state)
{
    start("home-moving");
    scene.glance.coach.outcome = PROMPT_VERIFIED;
    scene.glance.coach.outcome_ns = scene.now_mono_ns;
    ui_update(&ui, &scene.glance, &scene.context, scene.now_mono_ns);
    assert_int_equal(ui_shown(&ui), UI_DONE);
    assert_int_equal(ui.view.done.kind, DONE_VERIFIED);
    tap(TARGET_WATER);
    assert_int_equal(asks.count, 0);
    assert_true(ui.view.done.had_water);
    assert_reports(SUGGESTION_WATER);
    tap(TARGET_BACK);
    assert_int_equal(ui_shown(&ui), UI_HOME);
}

static void what_no_sensor_sees_is_reported_as_it_is_said(void **state)
{
    static const struct {
        enum target_id tile;
        enum suggestion_kind kind;
    } sets[] = {{TARGET_TOES, SUGGESTION_TOES_UP}, {TARGET_CIRCLES, SUGGESTION_ANKLE_CIRCLES}};

    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        start("menu-exercises");
        tap(sets[i].tile);
        assert_int_equal(asks.request.kind, UI_REQUEST_NONE);
        scene.now_mono_ns += 2 * NS_PER_MIN; /* the guide has come to its end */
        navigator_touch(&ui.navigator, scene.now_mono_ns);
        ui_update(&ui, &scene.glance, &scene.context, scene.now_mono_ns);
        tap(TARGET_DONE);
        assert_reports(sets[i].kind);
        assert_int_equal(ui_shown(&ui), UI_HOME);
    }
    start("menu");
    tap(TARGET_DRINK);
    tap(TARGET_WATER);
    assert_reports(SUGGESTION_WATER);
}

static void a_set_that_was_stopped_reports_nothing(void **state)
{
    start("menu-exercises");
    tap(TARGET_TOES);
    tap(TARGET_STOP);
    assert_int_equal(asks.request.kind, UI_REQUEST_NONE);
    tap(TARGET_BACK);
    assert_int_equal(asks.request.kind, UI_REQUEST_NONE);
}

static void a_finger_that_leaves_its_target_asks_for_nothing(void **state)
{
    struct display_event up = {.kind = DISPLAY_TOUCH_UP, .x_px = 400, .y_px = 100};

    start("prompt");
    finger(DISPLAY_TOUCH_DOWN, target_of(TARGET_SKIP));
    up.mono_ns = scene.now_mono_ns;
    ui_event(&ui, &up, &asks);
    assert_int_equal(asks.count, 0);
}

static void a_button_that_comes_under_a_finger_is_not_pressed_by_it(void **state)
{
    struct target start_of_banner;
    struct ui_frame frame;

    start("banner");
    start_of_banner = *target_of(TARGET_START);
    start("home-sitting");
    finger(DISPLAY_TOUCH_DOWN, &start_of_banner);
    scene.glance.coach.state = COACH_BANNER;
    ui_update(&ui, &scene.glance, &scene.context, scene.now_mono_ns);
    (void)ui_frame(&ui, scene.now_mono_ns, &frame);
    assert_int_equal(ui_shown(&ui), UI_BANNER);
    finger(DISPLAY_TOUCH_UP, &start_of_banner);
    assert_int_equal(asks.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_prompt_s_three_targets_are_its_three_answers),
        cmocka_unit_test(the_banner_s_two_targets_are_going_and_later),
        cmocka_unit_test(after_two_snoozes_there_is_no_third),
        cmocka_unit_test(quiet_mode_is_asked_for_with_its_minutes),
        cmocka_unit_test(the_menu_leads_to_every_screen_within_two_touches),
        cmocka_unit_test(only_raises_are_a_guided_set_of_the_core_s),
        cmocka_unit_test(the_suggestion_begins_what_it_suggests),
        cmocka_unit_test(with_a_protocol_of_raises_going_now_begins_the_set),
        cmocka_unit_test(a_pause_is_ended_where_it_is_shown),
        cmocka_unit_test(what_is_missing_of_a_break_is_offered_and_can_be_left),
        cmocka_unit_test(a_walk_that_is_left_leads_home_and_asks_for_nothing),
        cmocka_unit_test(water_after_a_break_is_noted_there),
        cmocka_unit_test(what_no_sensor_sees_is_reported_as_it_is_said),
        cmocka_unit_test(a_set_that_was_stopped_reports_nothing),
        cmocka_unit_test(a_finger_that_leaves_its_target_asks_for_nothing),
        cmocka_unit_test(a_button_that_comes_under_a_finger_is_not_pressed_by_it),
    };

    return cmocka_run_group_tests_name("asks", tests, NULL, NULL);
}

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
static struct ui_frame frame;
static struct ui_asks asks;

/* Letters of half their height: no font is needed to know what is drawn when. */
static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    return (struct text_extent){(int32_t)strlen(utf8) * size_px / 2, size_px, size_px / 4};
}

static void start(const char *name)
{
    const struct text_port text = {NULL, measure};

    ui_init(&ui, 800, 480, &text, false);
    assert_true(scene_make(name, &scene));
    scene_show(&ui, &scene);
    assert_true(ui_frame(&ui, scene.now_mono_ns, &frame));
}

static int sit(void **state)
{
    start("home-sitting");
    return 0;
}

static void pass(int64_t ns)
{
    scene.now_mono_ns += ns;
    if (scene.context.local_second >= 0)
        scene.context.local_second += (int32_t)(ns / NS_PER_S);
    if (scene.glance.posture == POSTURE_SEATED) {
        scene.glance.bout_ns += ns;
        scene.glance.clock_ns += ns;
        scene.glance.coach.due_in_ns -= ns;
    }
    ui_update(&ui, &scene.glance, &scene.context, scene.now_mono_ns);
}

static void touch(enum display_event_kind kind, int x, int y)
{
    struct display_event event = {
        .kind = kind, .finger = 3, .x_px = x, .y_px = y, .mono_ns = scene.now_mono_ns};

    ui_event(&ui, &event, &asks);
}

static void tap(int x, int y)
{
    touch(DISPLAY_TOUCH_DOWN, x, y);
    assert_int_equal(asks.count, 1);
    assert_int_equal(asks.touches[0], TOUCH_OTHER);
    touch(DISPLAY_TOUCH_UP, x, y);
    pass(0);
}

static bool draws(void)
{
    return ui_frame(&ui, scene.now_mono_ns, &frame);
}

static bool says(const char *text)
{
    const struct draw_list *list = &ui.lists[ui.current];

    for (int i = 0; i < list->count; i++) {
        if (list->items[i].kind == DRAW_TEXT && strcmp(list->text + list->items[i].text, text) == 0)
            return true;
    }
    return false;
}

/* A line that begins so: where it breaks is the font's business. */
static bool begins(const char *text)
{
    const struct draw_list *list = &ui.lists[ui.current];

    for (int i = 0; i < list->count; i++) {
        if (list->items[i].kind == DRAW_TEXT &&
            strncmp(list->text + list->items[i].text, text, strlen(text)) == 0)
            return true;
    }
    return false;
}

static int64_t damaged_px(void)
{
    int64_t sum = 0;

    for (int i = 0; i < frame.damage->count; i++)
        sum += (int64_t)frame.damage->rects[i].w * frame.damage->rects[i].h;
    return sum;
}

static void the_first_frame_is_whole(void **state)
{
    assert_int_equal(damaged_px(), 800 * 480);
    assert_true(frame.damage->still_changed);
}

static void an_idle_screen_draws_nothing_and_sleeps_to_the_minute(void **state)
{
    assert_true(ui_next_deadline_mono_ns(&ui, scene.now_mono_ns) - scene.now_mono_ns == NS_PER_MIN);
    for (int i = 0; i < 5; i++) {
        pass(10 * NS_PER_S);
        assert_false(draws());
    }
}

static void a_minute_changes_little(void **state)
{
    pass(NS_PER_MIN);
    assert_true(draws());
    assert_false(frame.damage->still_changed);
    assert_true(damaged_px() < 800 * 480 / 6);
    assert_true(says("14:34"));
}

static void a_beat_is_drawn_at_once_and_only_in_the_leg(void **state)
{
    ui_beat(&ui, scene.now_mono_ns);
    assert_true(ui_next_deadline_mono_ns(&ui, scene.now_mono_ns) == scene.now_mono_ns);
    scene.now_mono_ns += 16 * NS_PER_MS;
    assert_true(draws());
    assert_false(frame.damage->still_changed);
    for (int i = 0; i < frame.damage->count; i++)
        assert_true(frame.damage->rects[i].x >= ui.layout.panel.x);
    assert_true(ui_next_deadline_mono_ns(&ui, scene.now_mono_ns) <=
                scene.now_mono_ns + ANIM_FRAME_NS);
}

static void after_a_beat_the_picture_comes_to_rest(void **state)
{
    int frames = 0;

    ui_beat(&ui, scene.now_mono_ns);
    for (int i = 0; i < 60; i++) {
        scene.now_mono_ns += ANIM_FRAME_NS;
        frames += draws();
    }
    assert_true(frames >= 12 && frames <= 20);
    assert_true(ui_next_deadline_mono_ns(&ui, scene.now_mono_ns) > scene.now_mono_ns + NS_PER_S);
}

static void a_tap_on_home_opens_the_menu_which_goes_by_itself(void **state)
{
    tap(200, 300);
    assert_int_equal(asks.count, 0);
    assert_int_equal(ui_shown(&ui), UI_MENU);
    assert_true(draws());
    assert_true(says("What would you like?"));
    pass(10 * NS_PER_S - 1);
    assert_int_equal(ui_shown(&ui), UI_MENU);
    assert_true(ui_next_deadline_mono_ns(&ui, scene.now_mono_ns) <= scene.now_mono_ns + 1);
    pass(1);
    assert_int_equal(ui_shown(&ui), UI_HOME);
}

static void a_tap_above_the_sheet_closes_it_and_one_beside_a_tile_does_not(void **state)
{
    tap(200, 300);
    assert_true(draws());
    tap(12, 400);
    assert_int_equal(ui_shown(&ui), UI_MENU);
    tap(500, 36); /* where home has its sensor icons */
    assert_int_equal(ui_shown(&ui), UI_HOME);
}

static void the_sensor_icons_open_the_live_view_for_a_minute(void **state)
{
    tap(500, 36);
    assert_true(draws());
    assert_true(says("Somebody sits"));
    pass(59 * NS_PER_S);
    assert_int_equal(ui_shown(&ui), UI_SENSORS);
    assert_true(ui_next_deadline_mono_ns(&ui, scene.now_mono_ns) <= scene.now_mono_ns + NS_PER_S);
    pass(NS_PER_S);
    assert_true(draws());
    assert_true(says("sitting today"));
}

static void the_live_view_follows_the_switch(void **state)
{
    tap(500, 36);
    assert_true(draws());
    scene.glance.mat_closed = true;
    pass(0);
    assert_true(draws());
    assert_true(says("A foot is on it"));
}

static void a_fault_shows_its_card(void **state)
{
    scene.glance.mat_faults = LINE_FAULT_CHATTERING;
    pass(0);
    assert_true(draws());
    assert_true(says("The mat does not settle"));
    scene.glance.mat_faults = 0;
    pass(0);
    assert_true(draws());
    assert_true(says("sitting today"));
}

static void remind_me_tomorrow_hides_the_card_until_tomorrow(void **state)
{
    start("fault-mat");
    tap(400, 420);
    assert_true(draws());
    assert_true(says("sitting today"));
    pass(NS_PER_MIN);
    assert_int_equal(ui_shown(&ui), UI_HOME);
    scene.context.date++;
    pass(NS_PER_MIN);
    assert_int_equal(ui_shown(&ui), UI_FAULT);
}

static void another_fault_of_that_sensor_is_shown_all_the_same(void **state)
{
    start("fault-mat");
    tap(400, 420);
    scene.glance.mat_faults = LINE_FAULT_MISSING;
    pass(0);
    assert_int_equal(ui_shown(&ui), UI_FAULT);
}

static void a_hidden_card_opens_by_the_icons(void **state)
{
    start("fault-mat");
    tap(400, 420);
    assert_true(draws());
    tap(500, 36);
    assert_int_equal(ui_shown(&ui), UI_FAULT);
}

static void the_card_leads_to_the_live_view_and_back(void **state)
{
    start("fault-mat");
    tap(100, 420);
    assert_int_equal(ui_shown(&ui), UI_SENSORS);
    assert_true(draws());
    tap(100, 420);
    assert_int_equal(ui_shown(&ui), UI_FAULT);
}

/* The last item of the list lies over all of it and lets something through. */
static bool is_veiled(void)
{
    const struct draw_list *list = &ui.lists[ui.current];
    const struct draw_item *last = &list->items[list->count - 1];

    return last->kind == DRAW_BOX && last->bounds.w == list->w && last->bounds.h == list->h &&
           last->color.a > 0 && last->color.a < 255;
}

static void without_a_backlight_the_picture_is_dimmed_while_nobody_is_there(void **state)
{
    start("home-away");
    assert_false(is_veiled());
    scene.context.dims_picture = true;
    pass(0);
    assert_true(draws());
    assert_true(is_veiled());
    scene.glance.posture = POSTURE_SEATED;
    scene.glance.posture_since_ns = scene.now_mono_ns;
    pass(0);
    assert_true(draws());
    assert_false(is_veiled());
}

static void a_pressed_button_shows_it(void **state)
{
    start("fault-mat");
    touch(DISPLAY_TOUCH_DOWN, 100, 420);
    pass(0);
    assert_true(draws());
    assert_true(damaged_px() <= 288 * 96 + 200);
}

static void away_for_long_is_dark_and_a_person_lights_it_at_once(void **state)
{
    start("ambient");
    assert_int_equal(ui_shown(&ui), UI_AMBIENT);
    scene_make("home-sitting", &scene);
    pass(0);
    assert_true(draws());
    assert_int_not_equal(ui_shown(&ui), UI_AMBIENT);
    assert_true(says("Sitting"));
}

static void a_touch_lights_the_screen_for_a_minute_and_does_nothing_else(void **state)
{
    start("ambient");
    tap(500, 36); /* where home has its sensor icons */
    assert_true(draws());
    assert_int_equal(ui_shown(&ui), UI_HOME);
    pass(NS_PER_MIN);
    assert_int_equal(ui_shown(&ui), UI_AMBIENT);
}

static void the_dark_clock_is_elsewhere_every_minute(void **state)
{
    struct draw_point places[60];

    start("ambient");
    for (int i = 0; i < 60; i++) {
        const struct draw_list *list;

        pass(NS_PER_MIN);
        assert_true(draws());
        list = frame.list;
        places[i] = list->items[list->count - 1].a;
        assert_int_equal(list->lost, 0);
        for (int j = 0; j < i; j++)
            assert_false(places[i].x == places[j].x && places[i].y == places[j].y);
    }
}

static void simulated_data_is_said_on_every_screen(void **state)
{
    static const char *const names[] = {"home-sitting", "home-moving", "fault-mat", "ambient"};

    for (int i = 0; i < 4; i++) {
        start(names[i]);
        assert_false(says("Simulated data"));
        scene.context.source = VIEW_SIM;
        pass(0);
        assert_true(draws());
        assert_true(says("Simulated data"));
        scene.context.source = VIEW_TRACE;
        pass(0);
        assert_true(draws());
        assert_true(says("Playing a trace"));
    }
    start("home-sitting");
    tap(500, 36);
    scene.context.source = VIEW_SIM;
    pass(0);
    assert_true(draws());
    assert_true(says("Simulated data"));
}

static void what_is_wrong_with_the_store_is_said(void **state)
{
    scene.context.note = "The card is full.";
    pass(0);
    assert_true(draws());
    assert_true(says("The card is full."));
}

static void another_size_is_drawn_whole(void **state)
{
    struct display_event event = {.kind = DISPLAY_RESIZED, .w_px = 1280, .h_px = 720};

    ui_event(&ui, &event, &asks);
    assert_int_equal(asks.count, 0);
    assert_true(draws());
    assert_int_equal(damaged_px(), 1280 * 720);
}

static void an_exposed_screen_is_drawn_whole(void **state)
{
    struct display_event event = {.kind = DISPLAY_EXPOSED};

    ui_event(&ui, &event, &asks);
    assert_int_equal(asks.count, 0);
    assert_true(draws());
    assert_int_equal(damaged_px(), 800 * 480);
    assert_false(draws());
}

static void a_frame_that_failed_is_tried_again_after_a_second(void **state)
{
    ui_expose(&ui);
    assert_false(draws());
    assert_true(ui_next_deadline_mono_ns(&ui, scene.now_mono_ns) == scene.now_mono_ns + NS_PER_S);
    scene.now_mono_ns += NS_PER_S;
    assert_true(draws());
    assert_int_equal(damaged_px(), 800 * 480);
    assert_false(draws());
}

static void a_new_day_clears_the_strip(void **state)
{
    assert_true(ui.view.strip.count > 5);
    ui_new_day(&ui);
    ui_interval(&ui, scene.now_mono_ns - NS_PER_HOUR, scene.now_mono_ns, POSTURE_SEATED);
    pass(0);
    assert_int_equal(ui.view.strip.count, 1);
}

/* Draws as the loop would for so long; how many frames that took. */
static int frames_within(int64_t ns)
{
    int64_t until_ns = scene.now_mono_ns + ns;
    int frames = 0;

    for (;;) {
        int64_t due_ns;

        frames += draws();
        due_ns = ui_next_deadline_mono_ns(&ui, scene.now_mono_ns);
        if (due_ns > until_ns) {
            pass(until_ns - scene.now_mono_ns);
            return frames + draws();
        }
        pass(due_ns > scene.now_mono_ns ? due_ns - scene.now_mono_ns : NS_PER_MS);
    }
}

static void raise_prompt(enum coach_state stage)
{
    scene.glance.coach.state = stage;
    scene.glance.coach.id = 1;
    scene.glance.coach.due_in_ns = -NS_PER_S;
    pass(0);
}

static void the_sheet_slides_in_and_then_nothing_moves(void **state)
{
    int32_t top;

    tap(200, 300);
    assert_true(draws());
    assert_false(frame.damage->still_changed);
    top = ui.lists[ui.current].items[ui.lists[ui.current].count - 1].bounds.y;
    assert_in_range(frames_within(280 * NS_PER_MS), 7, 10);
    assert_true(ui.lists[ui.current].items[ui.lists[ui.current].count - 1].bounds.y < top);
    assert_int_equal(frames_within(5 * NS_PER_S), 0);
    pass(5 * NS_PER_S);
    assert_in_range(frames_within(NS_PER_S), 5, 8); /* out within 200 ms */
    assert_int_equal(frames_within(5 * NS_PER_S), 0);
}

static void a_banner_slides_over_home_and_then_costs_nothing(void **state)
{
    raise_prompt(COACH_BANNER);
    assert_int_equal(ui_shown(&ui), UI_BANNER);
    assert_in_range(frames_within(NS_PER_S), 7, 11);
    assert_true(says("A stroll would feel good"));
    assert_int_equal(frames_within(20 * NS_PER_S), 0);
    assert_true(ui_next_deadline_mono_ns(&ui, scene.now_mono_ns) >
                scene.now_mono_ns + 10 * NS_PER_S);
}

static void another_screen_fades_in_for_240_ms(void **state)
{
    raise_prompt(COACH_FULL);
    assert_true(draws());
    assert_int_equal(damaged_px(), 800 * 480);
    assert_in_range(frame.list->fade_alpha, 200, 254);
    assert_in_range(frames_within(NS_PER_S), 6, 9);
    assert_int_equal(ui.lists[ui.current].fade_alpha, 0);
    assert_int_equal(frames_within(20 * NS_PER_S), 0);
}

static void the_pulse_draws_around_one_button_only(void **state)
{
    raise_prompt(COACH_FULL);
    (void)frames_within(NS_PER_S);
    raise_prompt(COACH_PULSE);
    for (int i = 0; i < 100; i++) {
        pass(100 * NS_PER_MS);
        if (draws())
            assert_true(damaged_px() <= 310 * 130);
    }
    assert_in_range(frames_within(10 * NS_PER_S), 80, 120);
}

static void with_reduced_motion_a_change_is_one_frame(void **state)
{
    const struct text_port text = {NULL, measure};

    ui_init(&ui, 800, 480, &text, true);
    assert_true(scene_make("home-sitting", &scene));
    scene_show(&ui, &scene);
    assert_true(draws());
    raise_prompt(COACH_BANNER);
    assert_int_equal(frames_within(20 * NS_PER_S), 1);
    raise_prompt(COACH_FULL);
    assert_int_equal(frames_within(20 * NS_PER_S), 1);
    raise_prompt(COACH_PULSE);
    assert_int_equal(frames_within(NS_PER_S), 1);
    raise_prompt(COACH_WATCHING);
    assert_int_equal(frames_within(NS_PER_S), 1);
}

static void a_prompt_that_is_answered_fades_back_to_home(void **state)
{
    raise_prompt(COACH_FULL);
    (void)frames_within(NS_PER_S);
    raise_prompt(COACH_SNOOZED);
    assert_int_equal(ui_shown(&ui), UI_HOME);
    assert_true(draws());
    assert_true(frame.list->fade_alpha > 0);
    assert_true(says("Ready when you are"));
}

static void who_sits_down_lights_the_dark_screen_without_a_fade(void **state)
{
    start("ambient");
    scene_make("home-sitting", &scene);
    pass(0);
    assert_true(draws());
    assert_int_equal(frame.list->fade_alpha, 0);
}

static void the_coach_s_modes_are_said_on_home(void **state)
{
    static const struct {
        const char *scene, *words;
    } rows[] = {
        {"home-quiet", "Quiet until 15:20"},
        {"home-quiet-no-clock", "Quiet for 47 min"},
        {"home-baseline", "Just watching"},
        {"home-long-bout", "Ready when you are"},
        {"home-suggestion", "15 calf raises, seated?"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        start(rows[i].scene);
        assert_true(says(rows[i].words));
    }
    start("home-sitting");
    scene.glance.coach.in_quiet_hours = true;
    pass(0);
    assert_true(draws());
    assert_true(says("Quiet hours"));
}

static void a_note_of_the_coach_waits_for_the_banner_to_go(void **state)
{
    start("home-doubled");
    assert_true(begins("I ask"));
    scene.glance.coach.state = COACH_BANNER;
    pass(0);
    assert_true(draws());
    assert_false(begins("I ask"));
}

static void a_break_that_was_only_said_is_never_shown_as_seen(void **state)
{
    scene.glance.coach.outcome = PROMPT_VERIFIED;
    scene.glance.coach.outcome_ns = scene.now_mono_ns;
    scene.glance.coach.outcome_is_reported = true;
    pass(0);
    assert_true(draws());
    assert_true(says("Noted as a break"));
    assert_false(says("That was a real break"));
}

static void quiet_mode_s_end_is_noticed(void **state)
{
    start("home-quiet");
    scene.glance.coach.quiet_until_ns = scene.now_mono_ns + 20 * NS_PER_S;
    pass(0);
    (void)draws();
    assert_true(ui_next_deadline_mono_ns(&ui, scene.now_mono_ns) <=
                scene.now_mono_ns + 20 * NS_PER_S);
    pass(20 * NS_PER_S);
    assert_true(draws());
    assert_true(says("Stroll in 18 min"));
}

static void a_prompt_is_on_the_screen_at_its_first_frame(void **state)
{
    raise_prompt(COACH_FULL);
    assert_true(ui_next_deadline_mono_ns(&ui, scene.now_mono_ns) == scene.now_mono_ns);
    assert_true(draws());
    assert_true(says("Going now"));
    assert_true(says("Time for a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_first_frame_is_whole, sit),
        cmocka_unit_test_setup(an_idle_screen_draws_nothing_and_sleeps_to_the_minute, sit),
        cmocka_unit_test_setup(a_minute_changes_little, sit),
        cmocka_unit_test_setup(a_beat_is_drawn_at_once_and_only_in_the_leg, sit),
        cmocka_unit_test_setup(after_a_beat_the_picture_comes_to_rest, sit),
        cmocka_unit_test_setup(a_tap_on_home_opens_the_menu_which_goes_by_itself, sit),
        cmocka_unit_test_setup(a_tap_above_the_sheet_closes_it_and_one_beside_a_tile_does_not, sit),
        cmocka_unit_test_setup(the_sensor_icons_open_the_live_view_for_a_minute, sit),
        cmocka_unit_test_setup(the_live_view_follows_the_switch, sit),
        cmocka_unit_test_setup(a_fault_shows_its_card, sit),
        cmocka_unit_test_setup(remind_me_tomorrow_hides_the_card_until_tomorrow, sit),
        cmocka_unit_test_setup(another_fault_of_that_sensor_is_shown_all_the_same, sit),
        cmocka_unit_test_setup(a_hidden_card_opens_by_the_icons, sit),
        cmocka_unit_test_setup(the_card_leads_to_the_live_view_and_back, sit),
        cmocka_unit_test_setup(without_a_backlight_the_picture_is_dimmed_while_nobody_is_there,
                               sit),
        cmocka_unit_test_setup(a_pressed_button_shows_it, sit),
        cmocka_unit_test_setup(away_for_long_is_dark_and_a_person_lights_it_at_once, sit),
        cmocka_unit_test_setup(a_touch_lights_the_screen_for_a_minute_and_does_nothing_else, sit),
        cmocka_unit_test_setup(the_dark_clock_is_elsewhere_every_minute, sit),
        cmocka_unit_test_setup(simulated_data_is_said_on_every_screen, sit),
        cmocka_unit_test_setup(what_is_wrong_with_the_store_is_said, sit),
        cmocka_unit_test_setup(another_size_is_drawn_whole, sit),
        cmocka_unit_test_setup(an_exposed_screen_is_drawn_whole, sit),
        cmocka_unit_test_setup(a_frame_that_failed_is_tried_again_after_a_second, sit),
        cmocka_unit_test_setup(a_new_day_clears_the_strip, sit),
        cmocka_unit_test_setup(the_sheet_slides_in_and_then_nothing_moves, sit),
        cmocka_unit_test_setup(a_banner_slides_over_home_and_then_costs_nothing, sit),
        cmocka_unit_test_setup(another_screen_fades_in_for_240_ms, sit),
        cmocka_unit_test_setup(the_pulse_draws_around_one_button_only, sit),
        cmocka_unit_test_setup(with_reduced_motion_a_change_is_one_frame, sit),
        cmocka_unit_test_setup(a_prompt_that_is_answered_fades_back_to_home, sit),
        cmocka_unit_test_setup(who_sits_down_lights_the_dark_screen_without_a_fade, sit),
        cmocka_unit_test_setup(the_coach_s_modes_are_said_on_home, sit),
        cmocka_unit_test_setup(a_note_of_the_coach_waits_for_the_banner_to_go, sit),
        cmocka_unit_test_setup(a_break_that_was_only_said_is_never_shown_as_seen, sit),
        cmocka_unit_test_setup(quiet_mode_s_end_is_noticed, sit),
        cmocka_unit_test_setup(a_prompt_is_on_the_screen_at_its_first_frame, sit),
    };

    return cmocka_run_group_tests_name("ui", tests, NULL, NULL);
}

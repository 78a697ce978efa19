/*
 * How the pages to read are reached and turned: by taps, and by nothing that a sensor sees or the
 * core makes of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "core/kiosk.h"
#include "ui/learn_cards.h"
#include "ui/scenes.h"

static struct ui ui;
static struct scene_setup scene;

static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    return (struct text_extent){(int32_t)strlen(utf8) * size_px / 4, size_px, size_px / 4};
}

static void draw(void)
{
    struct ui_frame frame;

    ui_update(&ui, &scene.glance, &scene.context, scene.now_mono_ns);
    (void)ui_frame(&ui, scene.now_mono_ns, &frame);
}

static int sit(void **state)
{
    const struct text_port text = {NULL, measure};

    ui_init(&ui, 800, 480, &text, false);
    assert_true(scene_make("home-sitting", &scene));
    scene_show(&ui, &scene);
    draw();
    return 0;
}

static void tap(int32_t target)
{
    if (!scene_tap(&ui, &scene, target))
        fail_msg("screen %d has no target %d", (int)ui_shown(&ui), (int)target);
    scene.now_mono_ns += NS_PER_S;
    draw();
}

static void two_taps_lead_to_the_topics_and_a_third_to_each(void **state)
{
    for (int32_t topic = 0; topic < LEARN_TOPICS; topic++) {
        sit(state);
        tap(TARGET_MENU);
        tap(TARGET_LEARN);
        assert_int_equal(ui_shown(&ui), UI_LEARN);
        if (topic >= LEARN_LIST_TILES)
            tap(TARGET_LEARN_NEXT);
        tap(target_with(TARGET_TOPIC, topic));
        assert_int_equal(ui_shown(&ui), UI_LEARN_CARD);
        assert_int_equal(ui.view.pages.learn.topic, topic);
        assert_int_equal(ui.view.pages.learn.page, 0);
    }
}

static void next_turns_the_cards_and_ends_on_the_list_as_it_was_left(void **state)
{
    tap(TARGET_MENU);
    tap(TARGET_LEARN);
    tap(TARGET_LEARN_NEXT);
    tap(target_with(TARGET_TOPIC, LEARN_STAIRS));
    tap(TARGET_LEARN_NEXT);
    assert_int_equal(ui.view.pages.learn.page, 1);
    assert_int_equal(ui_shown(&ui), UI_LEARN_CARD);
    tap(TARGET_LEARN_NEXT);
    assert_int_equal(ui_shown(&ui), UI_LEARN);
    assert_int_equal(ui.view.pages.learn.list_page, 1);
}

static void back_turns_the_cards_the_list_and_then_goes_home(void **state)
{
    tap(TARGET_MENU);
    tap(TARGET_LEARN);
    tap(TARGET_LEARN_NEXT);
    tap(target_with(TARGET_TOPIC, LEARN_STAIRS));
    tap(TARGET_LEARN_NEXT);
    tap(TARGET_LEARN_BACK);
    assert_int_equal(ui.view.pages.learn.page, 0);
    assert_int_equal(ui_shown(&ui), UI_LEARN_CARD);
    tap(TARGET_LEARN_BACK);
    assert_int_equal(ui_shown(&ui), UI_LEARN);
    tap(TARGET_LEARN_BACK);
    assert_int_equal(ui_shown(&ui), UI_LEARN);
    assert_int_equal(ui.view.pages.learn.list_page, 0);
    tap(TARGET_LEARN_BACK);
    assert_int_equal(ui_shown(&ui), UI_HOME);
}

static void the_pages_beside_the_topics_go_back_to_the_list(void **state)
{
    static const int32_t targets[] = {TARGET_PROFESSIONAL, TARGET_ABOUT};
    static const enum ui_screen screens[] = {UI_PROFESSIONAL, UI_ABOUT};

    for (int i = 0; i < 2; i++) {
        sit(state);
        tap(TARGET_MENU);
        tap(TARGET_LEARN);
        tap(TARGET_LEARN_NEXT);
        tap(targets[i]);
        assert_int_equal(ui_shown(&ui), screens[i]);
        tap(TARGET_LEARN_BACK);
        assert_int_equal(ui_shown(&ui), UI_LEARN);
        assert_int_equal(ui.view.pages.learn.list_page, 1);
    }
}

static void a_card_left_alone_goes_home_after_a_minute_and_begins_anew(void **state)
{
    tap(TARGET_MENU);
    tap(TARGET_LEARN);
    tap(TARGET_LEARN_NEXT);
    tap(target_with(TARGET_TOPIC, LEARN_STAIRS));
    tap(TARGET_LEARN_NEXT);
    scene.now_mono_ns += 58 * NS_PER_S;
    draw();
    assert_int_equal(ui_shown(&ui), UI_LEARN_CARD);
    scene.now_mono_ns += 3 * NS_PER_S;
    draw();
    assert_int_equal(ui_shown(&ui), UI_HOME);
    tap(TARGET_MENU);
    tap(TARGET_LEARN);
    assert_int_equal(ui.view.pages.learn.list_page, 0);
    tap(target_with(TARGET_TOPIC, LEARN_PUMP));
    assert_int_equal(ui.view.pages.learn.page, 0);
}

static uint32_t roll(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33U) % sides;
}

/* Whatever the core may say, likely or not. */
static void say_anything(uint64_t *seed, struct scene_setup *setup)
{
    struct kiosk_glance *glance = &setup->glance;

    glance->posture = (enum posture)roll(seed, POSTURE_COUNT);
    glance->posture_since_ns = setup->now_mono_ns - roll(seed, 36000) * NS_PER_S;
    glance->bout_ns = roll(seed, 30000) * NS_PER_S;
    glance->clock_ns = roll(seed, 30000) * NS_PER_S;
    glance->gauge_level = roll(seed, 101) / 100.0;
    glance->pool_fill = roll(seed, 101) / 100.0;
    glance->chair_closed = roll(seed, 2) != 0;
    glance->mat_closed = roll(seed, 2) != 0;
    glance->paused = roll(seed, 8) == 0;
    glance->unattended = roll(seed, 8) == 0;
    glance->chair_faults = roll(seed, 4) == 0 ? roll(seed, 16) : 0;
    glance->mat_faults = roll(seed, 4) == 0 ? roll(seed, 16) : 0;
    glance->coach.state = (enum coach_state)roll(seed, COACH_STATE_COUNT);
    glance->coach.id = (int32_t)roll(seed, 50);
    glance->coach.raised_ns = glance->coach.since_ns = setup->now_mono_ns - NS_PER_S;
    glance->coach.ends_ns = setup->now_mono_ns + NS_PER_S;
    glance->coach.outcome_ns = roll(seed, 2) == 0 ? TIME_NEVER : setup->now_mono_ns - NS_PER_S;
    glance->coach.outcome_is_reported = roll(seed, 2) != 0;
    glance->today.second_heart_beats = roll(seed, 100000);
    setup->context.mat_silent_days = roll(seed, 6) == 0 ? 3 : 0;
}

static bool is_to_read(enum ui_screen screen)
{
    return screen == UI_LEARN || screen == UI_LEARN_CARD || screen == UI_PROFESSIONAL ||
           screen == UI_ABOUT;
}

static void nothing_the_sensors_say_leads_to_a_page_to_read(void **state)
{
    uint64_t seed = 20260303;

    for (int i = 0; i < 20000; i++) {
        scene.now_mono_ns += (1 + roll(&seed, 5000)) * NS_PER_MS * 20;
        say_anything(&seed, &scene);
        if (roll(&seed, 3) == 0)
            ui_beat(&ui, scene.now_mono_ns);
        draw();
        if (is_to_read(ui_shown(&ui)))
            fail_msg("after %d glances screen %d stands", i, (int)ui_shown(&ui));
    }
}

static struct kiosk kiosk, scratch;
static int64_t bouts_ns[DAY_BOUTS_MAX];

static void ignore_effect(void *self, const struct effect *effect)
{
    (void)self;
    if (effect->kind == EFFECT_BEAT)
        ui_beat(&ui, effect->end_ns);
}

static void step(struct kiosk_event event)
{
    const struct effects effects = {ignore_effect, NULL};

    event.mono_ns = scene.now_mono_ns;
    assert_int_equal(kiosk_step(&kiosk, &event, &effects), 0);
}

/* Sits, walks, raises heels, goes away; a line is lost and found. */
static void move_somehow(uint64_t *seed)
{
    enum line line = roll(seed, 3) == 0 ? LINE_CHAIR : LINE_MAT;

    if (roll(seed, 200) == 0)
        step((struct kiosk_event){.kind = roll(seed, 4) == 0 ? KIOSK_LINE_FAULT : KIOSK_LINE_OK,
                                  .line = line});
    else
        step((struct kiosk_event){.kind = KIOSK_EDGE,
                                  .line = line,
                                  .closed = roll(seed, line == LINE_CHAIR ? 4 : 2) != 0});
}

static void nothing_the_core_makes_of_edges_leads_to_a_page_to_read(void **state)
{
    const struct kiosk_setup setup = {
        .has_mat = true,
        .steps_per_closure = 2,
        .break_interval_ns = 20 * NS_PER_MIN,
        .break_duration_ns = 2 * NS_PER_MIN,
        .has_suggestions = true,
        .has_picture = true,
    };
    uint64_t seed = 11;
    int64_t screens[UI_SCREEN_COUNT] = {0};

    kiosk_init(&kiosk, &setup, scene.now_mono_ns, 20260303);
    for (int i = 0; i < 100000; i++) {
        /* Mostly the pace of feet, now and then a long sitting. */
        scene.now_mono_ns += (1 + roll(&seed, 900)) * NS_PER_MS;
        if (roll(&seed, 40) == 0)
            scene.now_mono_ns += roll(&seed, 600) * NS_PER_S;
        move_somehow(&seed);
        step((struct kiosk_event){.kind = KIOSK_TICK});
        kiosk_glance(&kiosk, scene.now_mono_ns, &scratch, bouts_ns, &scene.glance);
        draw();
        screens[ui_shown(&ui)]++;
        assert_false(is_to_read(ui_shown(&ui)));
    }
    /* A body that never moved the screen would prove nothing. */
    assert_true(screens[UI_HOME] > 0);
    assert_true(screens[UI_BANNER] > 0);
    assert_true(screens[UI_PROMPT] > 0);
    assert_true(screens[UI_LIVE] > 0);
}

/* From each screen, every target but the three that say so. */
static void no_other_target_leads_to_the_professional_page(void **state)
{
    uint64_t seed = 7;

    for (int i = 0; i < 5000; i++) {
        const struct target *target;

        scene.now_mono_ns += roll(&seed, 4000) * NS_PER_MS;
        if (roll(&seed, 6) == 0)
            say_anything(&seed, &scene);
        draw();
        if (ui.targets.count == 0)
            continue;
        target = &ui.targets.list[roll(&seed, (uint32_t)ui.targets.count)];
        if (target_kind(target->id) == TARGET_PROFESSIONAL)
            continue;
        (void)scene_tap(&ui, &scene, target->id);
        draw();
        assert_int_not_equal(ui_shown(&ui), UI_PROFESSIONAL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(two_taps_lead_to_the_topics_and_a_third_to_each, sit),
        cmocka_unit_test_setup(next_turns_the_cards_and_ends_on_the_list_as_it_was_left, sit),
        cmocka_unit_test_setup(back_turns_the_cards_the_list_and_then_goes_home, sit),
        cmocka_unit_test_setup(the_pages_beside_the_topics_go_back_to_the_list, sit),
        cmocka_unit_test_setup(a_card_left_alone_goes_home_after_a_minute_and_begins_anew, sit),
        cmocka_unit_test_setup(nothing_the_sensors_say_leads_to_a_page_to_read, sit),
        cmocka_unit_test_setup(nothing_the_core_makes_of_edges_leads_to_a_page_to_read, sit),
        cmocka_unit_test_setup(no_other_target_leads_to_the_professional_page, sit),
    };

    return cmocka_run_group_tests_name("learn_pages", tests, NULL, NULL);
}

/* The history's pages: figures by hand, charts that answer a finger, ways in and out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "base/calendar.h"
#include "base/units.h"
#include "ui/history_page.h"
#include "ui/moments_history.h"
#include "ui/scenes.h"

static const struct {
    int w, h;
} sizes[] = {{800, 480}, {1024, 600}, {1280, 720}, {1920, 1080}, {720, 1280}};

#define SIZES (sizeof sizes / sizeof *sizes)

/* ------------------------------------------------------------------------------------ by hand */

static struct day_figures day_of(int64_t seated_s, int64_t long_30_s, int64_t long_60_s)
{
    struct day_figures figures = {.prolonged_30_ns = long_30_s * NS_PER_S,
                                  .prolonged_60_ns = long_60_s * NS_PER_S,
                                  .usual_bout_s = NAN};

    figures.posture_ns[POSTURE_SEATED] = seated_s * NS_PER_S;
    return figures;
}

/* Bouts of 10, 20, 45 and 75 min: 30 short, 45 middle, 75 long. */
static void a_bar_has_its_sitting_by_the_length_of_its_bouts(void **state)
{
    struct day_figures day = day_of(150 * 60, 120 * 60, 75 * 60);
    struct history_bar bar = {.date = 20260302, .back = 3};

    history_bar_make(&bar, HISTORY_RECORDS, &day);
    assert_int_equal(bar.short_min, 30);
    assert_int_equal(bar.middle_min, 45);
    assert_int_equal(bar.long_min, 75);
    assert_int_equal(bar.date, 20260302);
    history_bar_make(&bar, HISTORY_NOTHING, &day);
    assert_int_equal(bar.short_min + bar.middle_min + bar.long_min, 0);
}

/* 89.9 min, of which 59.5 and none: 30 + 59, as the whole is told as 89. */
static void the_parts_of_a_bar_add_up_to_the_whole(void **state)
{
    struct day_figures day = day_of(5394, 3570, 0);
    struct history_bar bar = {0};
    struct history_figures figures;

    history_bar_make(&bar, HISTORY_RECORDS, &day);
    history_round(&figures, &day);
    assert_int_equal(bar.middle_min, 59);
    assert_int_equal(bar.short_min, 30);
    assert_int_equal(bar.short_min + bar.middle_min + bar.long_min, figures.sitting_min);
}

static void what_does_not_exist_is_unknown_and_not_nought(void **state)
{
    struct day_figures day = day_of(0, 0, 0);
    struct history_figures figures;

    day.breaks_per_sedentary_hour = NAN;
    history_round(&figures, &day);
    assert_int_equal(figures.usual_min, HISTORY_UNKNOWN);
    assert_int_equal(figures.breaks_tenths, HISTORY_UNKNOWN);
    day.breaks_per_sedentary_hour = 1.26;
    day.usual_bout_s = 2099;
    history_round(&figures, &day);
    assert_int_equal(figures.breaks_tenths, 13);
    assert_int_equal(figures.usual_min, 34);
}

/* Usual bouts of 20 and 40 min; 3 and 1 breaks in 1 and 3 h; a day without sitting is none. */
static void a_mean_day_is_the_mean_of_days_with_sitting(void **state)
{
    struct day_figures first = day_of(3600, 0, 0), second = day_of(10800, 0, 0);
    struct day_figures none = day_of(0, 0, 0);
    struct history_mean mean = {0};
    struct history_point point = {.date = 1};

    history_mean_round(&mean, &point);
    assert_int_equal(point.usual_min, HISTORY_UNKNOWN);
    first.usual_bout_s = 1200;
    first.breaks = 3;
    second.usual_bout_s = 2400;
    second.breaks = 1;
    history_mean_add(&mean, &first);
    history_mean_add(&mean, &none);
    history_mean_add(&mean, &second);
    history_mean_round(&mean, &point);
    assert_int_equal(point.days, 2);
    assert_int_equal(point.usual_min, 30);
    assert_int_equal(point.breaks_tenths, 10);
    assert_int_equal(point.sitting_min, 120);
}

static void the_axis_doubles_when_a_bar_is_higher(void **state)
{
    struct history_bar bars[HISTORY_WEEK_DAYS] = {{0}};

    assert_int_equal(history_axis_hours(bars), 6);
    bars[3].short_min = 200;
    bars[3].long_min = 160;
    assert_int_equal(history_axis_hours(bars), 6);
    bars[3].long_min = 161;
    assert_int_equal(history_axis_hours(bars), 12);
    bars[6].long_min = 721;
    assert_int_equal(history_axis_hours(bars), 24);
    bars[6].long_min = 1500;
    assert_int_equal(history_axis_hours(bars), 24);
}

static int32_t clock_at(const struct history_clock *clock, int32_t minute)
{
    return history_clock_min(clock, minute * 6);
}

/* From four to four: 02:00 is 03:00 in spring; in autumn 02:00 to 03:00 comes twice. */
static void a_day_tells_the_time_by_the_clock_on_the_wall(void **state)
{
    const struct history_clock plain = {240, 1440, 0, 0}, spring = {240, 1380, 1320, 60},
                               autumn = {240, 1500, 1380, -60};

    assert_int_equal(clock_at(&plain, 0), 240);
    assert_int_equal(clock_at(&plain, 1200), 0);
    assert_int_equal(clock_at(&plain, 1439), 239);
    assert_int_equal(clock_at(&spring, 1319), 119);
    assert_int_equal(clock_at(&spring, 1320), 180);
    assert_int_equal(clock_at(&spring, 1380), 240);
    assert_int_equal(clock_at(&autumn, 1379), 179);
    assert_int_equal(clock_at(&autumn, 1380), 120);
    assert_int_equal(clock_at(&autumn, 1500), 240);
}

static void beside_a_block_the_nearest_is_meant(void **state)
{
    struct history_day_shown day = {.count = 2};

    day.blocks[0] = (struct strip_block){.start = 10, .end = 20};
    day.blocks[1] = (struct strip_block){.start = 40, .end = 50};
    assert_int_equal(history_block_at(&day, 10), 0);
    assert_int_equal(history_block_at(&day, 29), 0);
    assert_int_equal(history_block_at(&day, 31), 1);
    assert_int_equal(history_block_at(&day, -1000), 0);
    assert_int_equal(history_block_at(&day, 9000), 1);
    day.count = 0;
    assert_int_equal(history_block_at(&day, 10), -1);
}

/* ---------------------------------------------------------------------------------- by a finger */

static struct ui ui;
static struct scene_setup scene;
static struct history_shown answer;
static struct ui_frame frame;

/* Letters of a quarter of their height: no font is needed. */
static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    return (struct text_extent){(int32_t)strlen(utf8) * size_px / 4, size_px, size_px / 4};
}

/* What a shell would have read. */
static void update(void)
{
    struct history_ask ask;

    scene.context.history = NULL;
    if (history_asks(&ui, &ask)) {
        if (ask.scale == HISTORY_DAY)
            history_fill_day(&answer);
        else if (ask.scale == HISTORY_WEEK)
            history_fill_week(&answer);
        else
            history_fill_trend(&answer);
        answer.ask = ask;
        scene.context.history = &answer;
    }
    ui_update(&ui, &scene.glance, &scene.context, scene.now_mono_ns);
    (void)ui_frame(&ui, scene.now_mono_ns, &frame);
}

static void tap_at(int32_t x, int32_t y)
{
    struct display_event event = {
        .kind = DISPLAY_TOUCH_DOWN, .mono_ns = scene.now_mono_ns, .x_px = x, .y_px = y};
    struct ui_asks asks;

    ui_event(&ui, &event, &asks);
    event.kind = DISPLAY_TOUCH_UP;
    ui_event(&ui, &event, &asks);
    update();
}

static bool has_target(int32_t id, struct draw_rect *rect)
{
    for (int32_t i = 0; i < ui.targets.count; i++) {
        if (ui.targets.list[i].id == id) {
            *rect = ui.targets.list[i].rect;
            return true;
        }
    }
    return false;
}

static void tap(int32_t id)
{
    struct draw_rect rect = {0};

    if (!has_target(id, &rect))
        fail_msg("no target %d on screen %d", (int)id, (int)ui_shown(&ui));
    tap_at(rect.x + rect.w / 2, rect.y + rect.h / 2);
}

static void start(int w, int h)
{
    const struct text_port text = {NULL, measure};

    ui_init(&ui, w, h, &text, true);
    assert_true(scene_make("home-sitting", &scene));
    update();
}

static void open(int w, int h, enum history_scale scale)
{
    start(w, h);
    tap(TARGET_MENU);
    tap(TARGET_HISTORY);
    assert_int_equal(ui_shown(&ui), UI_HISTORY);
    tap(target_with(TARGET_HISTORY_SCALE, (int32_t)scale));
}

static bool says(const char *part, struct draw_rect *bounds)
{
    for (int i = 0; i < frame.list->count; i++) {
        const struct draw_item *item = &frame.list->items[i];

        if (item->kind != DRAW_TEXT || !strstr(frame.list->text + item->text, part))
            continue;
        if (bounds)
            *bounds = item->bounds;
        return true;
    }
    return false;
}

static void it_opens_with_the_week_within_two_touches(void **state)
{
    start(800, 480);
    tap(TARGET_MENU);
    tap(TARGET_HISTORY);
    assert_int_equal(ui_shown(&ui), UI_HISTORY);
    assert_true(says("Your week", NULL));
    tap(TARGET_HISTORY_BACK);
    assert_int_equal(ui_shown(&ui), UI_HOME);
}

/* Above each weekday's name stands its bar. */
static void a_touch_on_a_bar_opens_its_day_at_every_size(void **state)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri"};

    for (size_t i = 0; i < SIZES; i++) {
        for (int day = 0; day < 5; day++) {
            struct draw_rect name = {0}, chart = {0};

            open(sizes[i].w, sizes[i].h, HISTORY_WEEK);
            assert_true(says(names[day], &name));
            assert_true(has_target(TARGET_HISTORY_CHART, &chart));
            tap_at(name.x + name.w / 2, chart.y + chart.h / 2);
            assert_int_equal(ui.pages.history.scale, HISTORY_DAY);
            assert_int_equal(ui.pages.history.back[HISTORY_DAY], 4 - day);
            tap(TARGET_HISTORY_BACK);
            assert_int_equal(ui.pages.history.scale, HISTORY_WEEK);
        }
    }
}

static void a_day_still_to_come_does_not_open(void **state)
{
    struct draw_rect name = {0};

    open(800, 480, HISTORY_WEEK);
    assert_true(says("Sat", &name));
    tap_at(name.x + name.w / 2, 300);
    assert_int_equal(ui.pages.history.scale, HISTORY_WEEK);
}

static bool is_color(struct draw_color a, struct draw_color b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

/* The middle of each block of `posture` that is drawn; how many there are. */
static int32_t middles_of(enum posture posture, int32_t middles[STRIP_BLOCKS_MAX])
{
    struct draw_color color = posture == POSTURE_SEATED ? theme_get(THEME_DUSK)->sit
                              : posture == POSTURE_AWAY ? theme_get(THEME_DUSK)->away
                                                        : theme_get(THEME_DUSK)->move;
    struct history_places places;
    int32_t count = 0;

    history_places_make(&places, &ui.layout, HISTORY_DAY);
    for (int i = 0; i < frame.list->count; i++) {
        const struct draw_item *item = &frame.list->items[i];

        if (item->kind == DRAW_BOX && is_color(item->color, color) &&
            item->bounds.y >= places.plot.y && item->bounds.y < places.plot.y + places.plot.h)
            middles[count++] = item->bounds.x + item->bounds.w / 2;
    }
    return count;
}

static void a_touch_on_a_block_tells_it_at_every_size(void **state)
{
    static const enum posture postures[] = {POSTURE_SEATED, POSTURE_AWAY, POSTURE_STEPPING};
    static const int32_t counts[] = {7, 2, 5};

    for (size_t i = 0; i < SIZES; i++) {
        open(sizes[i].w, sizes[i].h, HISTORY_DAY);
        for (size_t p = 0; p < 3; p++) {
            int32_t middles[STRIP_BLOCKS_MAX], count = middles_of(postures[p], middles);
            struct history_places places;
            int32_t last = -1;

            history_places_make(&places, &ui.layout, HISTORY_DAY);
            assert_int_equal(count, counts[p]);
            for (int32_t b = 0; b < count; b++) {
                int32_t chosen;

                tap_at(middles[b], places.plot.y + places.plot.h / 2);
                chosen = history_chosen(&ui.pages.history, &ui.view.history);
                assert_true(chosen > last);
                assert_int_equal(answer.day.blocks[chosen].posture, postures[p]);
                last = chosen;
            }
        }
    }
}

static void a_block_is_told_by_its_times_its_length_and_its_posture(void **state)
{
    int32_t middles[STRIP_BLOCKS_MAX];

    open(800, 480, HISTORY_DAY);
    assert_int_equal(middles_of(POSTURE_SEATED, middles), 7);
    tap_at(middles[3], 240);
    assert_true(says("11:18–12:36 · 1 h 18", NULL));
    assert_true(says("Sitting", NULL));
}

static void blocks_can_be_gone_through_one_by_one(void **state)
{
    struct draw_rect rect;

    open(800, 480, HISTORY_DAY);
    for (int32_t i = 0; i < answer.day.count; i++) {
        tap(TARGET_HISTORY_LATER);
        assert_int_equal(history_chosen(&ui.pages.history, &ui.view.history), i);
    }
    assert_false(has_target(TARGET_HISTORY_LATER, &rect));
    for (int32_t i = answer.day.count - 2; i >= 0; i--) {
        tap(TARGET_HISTORY_EARLIER);
        assert_int_equal(history_chosen(&ui.pages.history, &ui.view.history), i);
    }
    assert_false(has_target(TARGET_HISTORY_EARLIER, &rect));
}

static void older_and_newer_turn_by_one(void **state)
{
    struct draw_rect rect;

    open(800, 480, HISTORY_WEEK);
    assert_false(has_target(TARGET_HISTORY_NEWER, &rect));
    tap(TARGET_HISTORY_OLDER);
    tap(TARGET_HISTORY_OLDER);
    assert_int_equal(ui.pages.history.back[HISTORY_WEEK], 2);
    tap(TARGET_HISTORY_NEWER);
    assert_int_equal(ui.pages.history.back[HISTORY_WEEK], 1);
}

static void a_week_of_the_trend_opens_that_week(void **state)
{
    struct history_places places;

    open(800, 480, HISTORY_TREND);
    history_places_make(&places, &ui.layout, HISTORY_TREND);
    tap_at(places.plot.x + places.plot.w - 4, places.plot.y + 40);
    assert_int_equal(ui.pages.history.scale, HISTORY_WEEK);
    assert_int_equal(ui.pages.history.back[HISTORY_WEEK], 0);
    tap(target_with(TARGET_HISTORY_SCALE, HISTORY_TREND));
    tap_at(places.plot.x + 60, places.plot.y + 40);
    assert_int_equal(ui.pages.history.back[HISTORY_WEEK], 11);
}

static void it_closes_by_itself_and_begins_anew(void **state)
{
    open(800, 480, HISTORY_DAY);
    tap(TARGET_HISTORY_LATER);
    scene.now_mono_ns += NS_PER_MIN + NS_PER_S;
    update();
    assert_int_equal(ui_shown(&ui), UI_HOME);
    update();
    assert_null(scene.context.history);
    assert_int_equal(ui.pages.history.chosen_step, 0);
}

static void a_hidden_history_asks_for_the_pin_first(void **state)
{
    struct history_ask ask;

    start(800, 480);
    scene.context.settings.has_pin = 1;
    update();
    tap(TARGET_MENU);
    tap(TARGET_HISTORY);
    assert_int_equal(ui_shown(&ui), UI_KEYPAD);
    assert_false(history_asks(&ui, &ask));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_has_its_sitting_by_the_length_of_its_bouts),
        cmocka_unit_test(the_parts_of_a_bar_add_up_to_the_whole),
        cmocka_unit_test(what_does_not_exist_is_unknown_and_not_nought),
        cmocka_unit_test(a_mean_day_is_the_mean_of_days_with_sitting),
        cmocka_unit_test(the_axis_doubles_when_a_bar_is_higher),
        cmocka_unit_test(a_day_tells_the_time_by_the_clock_on_the_wall),
        cmocka_unit_test(beside_a_block_the_nearest_is_meant),
        cmocka_unit_test(it_opens_with_the_week_within_two_touches),
        cmocka_unit_test(a_touch_on_a_bar_opens_its_day_at_every_size),
        cmocka_unit_test(a_day_still_to_come_does_not_open),
        cmocka_unit_test(a_touch_on_a_block_tells_it_at_every_size),
        cmocka_unit_test(a_block_is_told_by_its_times_its_length_and_its_posture),
        cmocka_unit_test(blocks_can_be_gone_through_one_by_one),
        cmocka_unit_test(older_and_newer_turn_by_one),
        cmocka_unit_test(a_week_of_the_trend_opens_that_week),
        cmocka_unit_test(it_closes_by_itself_and_begins_anew),
        cmocka_unit_test(a_hidden_history_asks_for_the_pin_first),
    };

    return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}

/* The live break and the break that is over: what is said, and what is never claimed. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "ui/done_words.h"
#include "ui/moments.h"

static struct moment_canvas *canvas;
static struct moment moment;

static int open_canvas(void **state)
{
    struct err err = {0};

    canvas = moment_canvas_new(800, 480, &err);
    return canvas ? 0 : -1;
}

static int close_canvas(void **state)
{
    moment_canvas_free(canvas);
    return 0;
}

static void show(const char *name)
{
    assert_true(moment_make(name, &moment));
    moment_list(canvas, &moment);
}

static bool has_target(int32_t id)
{
    for (int i = 0; i < canvas->targets.count; i++) {
        if (canvas->targets.list[i].id == id)
            return true;
    }
    return false;
}

static int count_art(enum draw_art art)
{
    int count = 0;

    for (int i = 0; i < canvas->list.count; i++)
        count += canvas->list.items[i].kind == DRAW_ART && canvas->list.items[i].art == art;
    return count;
}

static void away_is_said_and_shown_as_away(void **state)
{
    show("live-away");
    assert_true(moment_says(canvas, "Away from the desk"));
    assert_false(moment_says(canvas, "walk"));
    assert_false(moment_says(canvas, "Walk"));
    assert_int_equal(count_art(ART_FIGURE_THIGH), 0);
    assert_int_equal(count_art(ART_FIGURE_CHAIR), 1);
    show("done-verified-away");
    assert_true(moment_says(canvas, "away from the desk"));
    assert_false(moment_says(canvas, "on your feet"));
}

static void what_is_missing_is_said_kindly(void **state)
{
    show("live-seated");
    assert_true(moment_says(canvas, "2:35 left"));
    show("live-standing");
    assert_true(moment_says(canvas, "Standing still so far"));
    show("live-back");
    assert_true(moment_says(canvas, "Up again within 0:38"));
    assert_true(moment_says(canvas, "1:13 to go"));
    show("live-stepping");
    assert_true(moment_says(canvas, "0:36 to go"));
    show("live-enough");
    assert_false(moment_says(canvas, "to go"));
    assert_true(moment_says(canvas, "That is a whole break"));
}

static void the_rest_is_offered_after_an_unfinished_break(void **state)
{
    show("live-stepping");
    assert_false(has_target(TARGET_OFFER_REST));
    assert_true(has_target(TARGET_BACK));
    show("done-unfinished");
    assert_true(has_target(TARGET_OFFER_REST));
    assert_true(has_target(TARGET_BACK));
    assert_true(moment_says(canvas, "0:47 of 2:00 so far"));
    assert_true(moment_says(canvas, "1:13 more"));
    show("done-unfinished-set");
    assert_true(has_target(TARGET_OFFER_REST));
    assert_true(moment_says(canvas, "9 of 15 so far"));
    assert_true(moment_says(canvas, "6 more calf raises"));
    assert_false(moment_says(canvas, "chair did not open"));
    show("done-unfinished-still");
    assert_true(has_target(TARGET_OFFER_REST));
    assert_true(moment_says(canvas, "The chair did not open this time."));
    assert_true(moment_says(canvas, "2:00 on the move"));
    assert_false(moment_says(canvas, "Do the rest"));
}

/* Each petal of the ring that is lit: three hundred and sixty degrees of the goal. */
static void the_ring_shows_how_much_of_the_break_there_is(void **state)
{
    const struct draw_color lit = theme_get(THEME_DUSK)->move;
    int petals = 0;

    show("live-stepping");
    for (int i = 0; i < canvas->list.count; i++) {
        const struct draw_item *item = &canvas->list.items[i];
        float x = (item->a.x + item->b.x) / 2 - 148, y = (item->a.y + item->b.y) / 2 - 236;

        petals += item->kind == DRAW_STROKE && hypotf(x, y) > 100 && hypotf(x, y) < 125 &&
                  memcmp(&item->color, &lit, sizeof lit) == 0;
    }
    assert_int_equal(petals, 84 * 60 / 120);
}

static void the_live_picture_moves_with_a_beat_and_only_then(void **state)
{
    static struct draw_list before;
    struct draw_damage damage;

    show("live-stepping");
    for (int i = 0; i < LIVE_BEATS_KEPT; i++)
        moment.beats_ns[i] -= 2 * NS_PER_S;
    moment.pose.squeeze = 0;
    moment.view.live.has_mat = 0; /* the strip of the last beats wanders */
    moment_list(canvas, &moment);
    before = canvas->list;
    for (int i = 0; i < 30; i++) {
        moment.now_mono_ns += ANIM_FRAME_NS;
        moment_list(canvas, &moment);
        drawlist_compare(&before, &canvas->list, &damage);
        assert_int_equal(damage.count, 0);
    }
    moment.beats_ns[0] = moment.now_mono_ns;
    moment.view.live.beats++;
    moment.now_mono_ns += ANIM_FRAME_NS;
    moment_list(canvas, &moment);
    drawlist_compare(&before, &canvas->list, &damage);
    assert_true(damage.count > 0);
}

static void verified_and_reported_look_and_read_differently(void **state)
{
    show("done-verified");
    assert_true(moment_says(canvas, "That was a real break"));
    assert_true(moment_says(canvas, "Your sensors saw it too."));
    show("done-reported");
    assert_false(moment_says(canvas, "real break"));
    assert_false(moment_says(canvas, "sensors saw it too"));
    assert_true(moment_says(canvas, "Noted as a break"));
    assert_true(moment_says(canvas, "The mat did not see steps this time."));
    show("done-reported-set");
    assert_true(moment_says(canvas, "The mat did not count raises this time."));
}

/* Ticks are drawn from strokes that meet: count their lower points. */
static int count_ticks(void)
{
    int ticks = 0;

    for (int i = 1; i < canvas->list.count; i++) {
        const struct draw_item *a = &canvas->list.items[i - 1], *b = &canvas->list.items[i];

        ticks += a->kind == DRAW_STROKE && b->kind == DRAW_STROKE && a->b.x == b->a.x &&
                 a->b.y == b->a.y && a->a.x < a->b.x && b->b.y < a->a.y;
    }
    return ticks;
}

static void a_tick_stands_only_where_a_sensor_saw_something(void **state)
{
    show("done-verified");
    assert_int_equal(count_ticks(), 3);
    show("done-verified-away");
    assert_int_equal(count_ticks(), 2);
    show("done-reported-set");
    assert_int_equal(count_ticks(), 0);
}

static const char *sentence(int32_t before, int32_t after)
{
    struct done_shown shown = {.before_percent = before, .after_percent = after};

    return done_amount_text(&shown);
}

static void the_sentence_goes_by_the_amount(void **state)
{
    assert_non_null(strstr(sentence(74, 40), "nearly half"));
    assert_non_null(strstr(sentence(70, 67), "a little"));
    assert_non_null(strstr(sentence(100, 75), "a little"));
    assert_non_null(strstr(sentence(100, 74), "about a third"));
    assert_non_null(strstr(sentence(100, 61), "about a third"));
    assert_non_null(strstr(sentence(100, 60), "nearly half"));
    assert_non_null(strstr(sentence(100, 50), "nearly half"));
    assert_non_null(strstr(sentence(100, 49), "more than half"));
    assert_non_null(strstr(sentence(40, 40), "about where it was"));
    assert_non_null(strstr(sentence(40, 52), "about where it was"));
}

static void before_and_after_are_the_models_and_never_nothing(void **state)
{
    show("done-verified");
    assert_true(moment_says(canvas, "Before 74 %"));
    assert_true(moment_says(canvas, "Now 40 %"));
    assert_false(moment_says(canvas, "Pooled"));
    moment.view.done.before_percent = 3;
    moment.view.done.after_percent = -2;
    moment_list(canvas, &moment);
    assert_true(moment_says(canvas, "Now 1 %"));
}

/* The sentence as it is read, over however many lines it takes. */
static bool is_captioned(void)
{
    static char all[DRAW_TEXT_MAX + DRAW_ITEMS_MAX];
    size_t used = 0;

    for (int32_t i = 0; i < canvas->list.count; i++) {
        const struct draw_item *item = &canvas->list.items[i];

        if (item->kind == DRAW_TEXT)
            used += (size_t)snprintf(all + used, sizeof all - used, "%s ",
                                     canvas->list.text + item->text);
    }
    return strstr(all, "Illustration from published averages, not a measurement of you.") != NULL;
}

static void every_level_carries_its_caption(void **state)
{
    for (const char *const *name = moment_names(); *name; name++) {
        show(*name);
        if (count_art(ART_BLOOD_SIT) + count_art(ART_BLOOD_STAND) == 0)
            continue;
        if (!is_captioned())
            fail_msg("%s shows a level without saying what it is", *name);
    }
}

static void levels_that_lie_close_keep_their_words_apart(void **state)
{
    for (int32_t after = 1; after <= 90; after++) {
        float y[2] = {0, 0};

        show("done-verified");
        moment.view.done.after_percent = after;
        moment_list(canvas, &moment);
        for (int i = 0; i < canvas->list.count; i++) {
            const struct draw_item *item = &canvas->list.items[i];
            const char *text = canvas->list.text + item->text;

            if (item->kind == DRAW_TEXT && strncmp(text, "Before", 6) == 0)
                y[0] = item->a.y;
            if (item->kind == DRAW_TEXT && strncmp(text, "Now", 3) == 0)
                y[1] = item->a.y;
        }
        if (fabsf(y[0] - y[1]) < 18)
            fail_msg("at %d %%: words %.0f px apart", (int)after, (double)fabsf(y[0] - y[1]));
    }
}

static void water_is_noted_once(void **state)
{
    show("done-verified");
    assert_true(has_target(TARGET_WATER));
    moment.view.done.had_water = 1;
    moment_list(canvas, &moment);
    assert_false(has_target(TARGET_WATER));
    assert_true(moment_says(canvas, "Water noted"));
    assert_true(has_target(TARGET_BACK));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(away_is_said_and_shown_as_away),
        cmocka_unit_test(what_is_missing_is_said_kindly),
        cmocka_unit_test(the_rest_is_offered_after_an_unfinished_break),
        cmocka_unit_test(the_ring_shows_how_much_of_the_break_there_is),
        cmocka_unit_test(the_live_picture_moves_with_a_beat_and_only_then),
        cmocka_unit_test(verified_and_reported_look_and_read_differently),
        cmocka_unit_test(a_tick_stands_only_where_a_sensor_saw_something),
        cmocka_unit_test(the_sentence_goes_by_the_amount),
        cmocka_unit_test(before_and_after_are_the_models_and_never_nothing),
        cmocka_unit_test(every_level_carries_its_caption),
        cmocka_unit_test(levels_that_lie_close_keep_their_words_apart),
        cmocka_unit_test(water_is_noted_once),
    };

    return cmocka_run_group_tests_name("break_shown", tests, open_canvas, close_canvas);
}

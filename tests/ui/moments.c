#include "ui/moments.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "drivers/display_offscreen.h"
#include "ui/moments_history.h"
#include "ui/moments_learn.h"
#include "ui/moments_settings.h"

#define NOW_NS (1000 * NS_PER_S)

static void show_exercise(const struct scene *scene, const struct screen_input *in,
                          struct targets *targets)
{
    exercise_draw(scene, in, &in->view->exercise, targets);
}

static void show_live(const struct scene *scene, const struct screen_input *in,
                      struct targets *targets)
{
    live_draw(scene, in, &in->view->live, targets);
}

static void show_done(const struct scene *scene, const struct screen_input *in,
                      struct targets *targets)
{
    done_draw(scene, in, &in->view->done, targets);
}

static void rest(struct moment *moment)
{
    memset(moment, 0, sizeof *moment);
    moment->now_mono_ns = NOW_NS;
    moment->view.state = VIEW_SITTING;
    moment->view.mat.present = 1;
    moment->view.chair.present = 1;
    moment->pose.gauge = 0.74F;
    moment->pose.leg_fade = 1;
    moment->pose.ack = 1;
    moment->view.pooled_percent = 74;
    for (int i = 0; i < LIVE_BEATS_KEPT; i++)
        moment->beats_ns[i] = TIME_NEVER;
}

static void exercise(struct moment *moment, enum suggestion_kind kind, int32_t done, int64_t at_ms)
{
    moment->draw = show_exercise;
    exercise_begin(&moment->view.exercise, kind, true, NOW_NS - at_ms * NS_PER_MS);
    moment->view.exercise.done = done;
}

static void raise_up(struct moment *moment)
{
    exercise(moment, SUGGESTION_CALF_RAISES, 7, 600);
}

static void raise_held(struct moment *moment)
{
    exercise(moment, SUGGESTION_CALF_RAISES, 8, 1400);
}

static void raise_down(struct moment *moment)
{
    exercise(moment, SUGGESTION_CALF_RAISES, 8, 2600);
}

static void raise_paused(struct moment *moment)
{
    raise_down(moment);
    exercise_pause(&moment->view.exercise, true, NOW_NS);
}

static void raise_all(struct moment *moment)
{
    exercise(moment, SUGGESTION_CALF_RAISES, 0, 46000);
    exercise_follow(&moment->view.exercise, SUGGESTION_RAISES, NOW_NS);
}

static void raise_stopped(struct moment *moment)
{
    raise_up(moment);
    exercise_stop(&moment->view.exercise, NOW_NS);
}

static void raise_unseen(struct moment *moment)
{
    moment->draw = show_exercise;
    exercise_begin(&moment->view.exercise, SUGGESTION_CALF_RAISES, false, NOW_NS - 46 * NS_PER_S);
    exercise_follow(&moment->view.exercise, 0, NOW_NS);
}

static void toes_up(struct moment *moment)
{
    exercise(moment, SUGGESTION_TOES_UP, 3, 10200);
}

static void circle(struct moment *moment)
{
    exercise(moment, SUGGESTION_ANKLE_CIRCLES, 4, 12900);
}

static void circle_back(struct moment *moment)
{
    exercise(moment, SUGGESTION_ANKLE_CIRCLES, 12, 37000);
}

static void water(struct moment *moment)
{
    exercise(moment, SUGGESTION_WATER, 0, 0);
}

static void live(struct moment *moment, enum live_now now, int32_t moved_s)
{
    moment->draw = show_live;
    moment->view.live = (struct live_shown){
        .now = (int32_t)now,
        .chair_closed = now == LIVE_NOW_SEATED || now == LIVE_NOW_BACK,
        .has_mat = 1,
        .moved_s = moved_s,
        .goal_s = 120,
        .left_s = BREAK_SHOWN_NO_TIME,
    };
}

static void wait_to_get_up(struct moment *moment)
{
    live(moment, LIVE_NOW_SEATED, 0);
    moment->view.live.left_s = 155;
}

static void stand_up(struct moment *moment)
{
    live(moment, LIVE_NOW_STANDING, 0);
    moment->view.live.mat_closed = 1;
}

static void walk(struct moment *moment)
{
    live(moment, LIVE_NOW_STEPPING, 84);
    moment->view.live.mat_closed = 1;
    moment->view.live.beats = 140;
    moment->view.live.pace = 100;
    moment->pose.squeeze = 0.875F;
    /* A stroll is no metronome. */
    for (int i = 0; i < LIVE_BEATS_KEPT; i++)
        moment->beats_ns[i] = NOW_NS - (150 + i * 600 + i * 37 % 90) * NS_PER_MS;
}

static void be_away(struct moment *moment)
{
    live(moment, LIVE_NOW_AWAY, 47);
    moment->view.live.beats = 12;
}

static void sit_again(struct moment *moment)
{
    live(moment, LIVE_NOW_BACK, 47);
    moment->view.live.left_s = 38;
    moment->view.live.beats = 40;
}

static void enough(struct moment *moment)
{
    walk(moment);
    moment->view.live.now = LIVE_NOW_ENOUGH;
    moment->view.live.moved_s = 120;
    moment->view.live.beats = 206;
}

static void done(struct moment *moment, enum done_kind kind)
{
    moment->draw = show_done;
    moment->view.leg_stands = 1;
    moment->view.state = VIEW_STANDING;
    moment->pose.gauge = 0.4F;
    moment->view.pooled_percent = 40;
    moment->view.done = (struct done_shown){
        .kind = (int32_t)kind,
        .up_s = 130,
        .has_mat = 1,
        .steps = 206,
        .beats = 206,
        .moved_s = 120,
        .goal_s = 120,
        .before_percent = 74,
        .after_percent = 40,
        .since_ns = NOW_NS - 5 * NS_PER_S,
    };
}

static void verified(struct moment *moment)
{
    done(moment, DONE_VERIFIED);
}

static void verified_opens(struct moment *moment)
{
    done(moment, DONE_VERIFIED);
    moment->view.done.since_ns = NOW_NS - 150 * NS_PER_MS;
}

static void verified_away(struct moment *moment)
{
    done(moment, DONE_VERIFIED);
    moment->view.done.away_s = 120;
    moment->view.done.steps = moment->view.done.beats = 0;
    moment->view.done.after_percent = 58;
    moment->view.done.had_water = 1;
}

static void verified_no_mat(struct moment *moment)
{
    verified_away(moment);
    moment->view.done.has_mat = 0;
    moment->view.done.after_percent = 68;
}

static void reported(struct moment *moment)
{
    done(moment, DONE_REPORTED);
    moment->view.done.steps = moment->view.done.beats = 0;
    moment->view.done.before_percent = moment->view.done.after_percent = 0;
}

static void reported_set(struct moment *moment)
{
    reported(moment);
    moment->view.done.is_set = 1;
    moment->view.done.up_s = 62;
}

static void unfinished(struct moment *moment)
{
    done(moment, DONE_UNFINISHED);
    moment->view.done.up_s = 55;
    moment->view.done.moved_s = 47;
    moment->view.done.steps = moment->view.done.beats = 78;
    moment->view.done.after_percent = 71;
}

static void unfinished_set(struct moment *moment)
{
    unfinished(moment);
    moment->view.done.is_set = 1;
    moment->view.done.raises = moment->view.done.beats = 9;
    moment->view.done.goal_raises = 15;
    moment->view.done.steps = 0;
    moment->view.leg_stands = 0;
}

static void unfinished_still(struct moment *moment)
{
    unfinished(moment);
    moment->view.done.up_s = moment->view.done.moved_s = 0;
    moment->view.done.steps = moment->view.done.beats = 0;
    moment->view.done.before_percent = moment->view.done.after_percent = 0;
    moment->view.leg_stands = 0;
}

static const struct moment_row moments[] = {
    {"exercise-raises-up", raise_up},
    {"exercise-raises-held", raise_held},
    {"exercise-raises-down", raise_down},
    {"exercise-raises-paused", raise_paused},
    {"exercise-raises-all", raise_all},
    {"exercise-raises-stopped", raise_stopped},
    {"exercise-raises-unseen", raise_unseen},
    {"exercise-toes", toes_up},
    {"exercise-circles", circle},
    {"exercise-circles-back", circle_back},
    {"exercise-water", water},
    {"live-seated", wait_to_get_up},
    {"live-standing", stand_up},
    {"live-stepping", walk},
    {"live-away", be_away},
    {"live-back", sit_again},
    {"live-enough", enough},
    {"done-verified", verified},
    {"done-verified-opens", verified_opens},
    {"done-verified-away", verified_away},
    {"done-verified-no-mat", verified_no_mat},
    {"done-reported", reported},
    {"done-reported-set", reported_set},
    {"done-unfinished", unfinished},
    {"done-unfinished-set", unfinished_set},
    {"done-unfinished-still", unfinished_still},
};

#define MOMENTS   (sizeof moments / sizeof *moments)
#define LISTS     4
#define NAMES_MAX 160 /* of all lists */

struct moment_rows {
    const struct moment_row *rows;
    size_t count;
};

static struct moment_rows list_of(size_t list)
{
    const struct moment_rows lists[LISTS] = {
        {moments, MOMENTS},
        {settings_moments, settings_moment_count},
        {learn_moments, LEARN_MOMENTS},
        {history_moments, history_moment_count},
    };

    return lists[list];
}

const char *const *moment_names(void)
{
    static const char *names[NAMES_MAX + 1];
    size_t count = 0;

    for (size_t i = 0; i < LISTS; i++) {
        for (size_t j = 0; j < list_of(i).count; j++) {
            assert(count < NAMES_MAX);
            names[count++] = list_of(i).rows[j].name;
        }
    }
    return names;
}

bool moment_make(const char *name, struct moment *moment)
{
    for (size_t i = 0; i < LISTS; i++) {
        for (size_t j = 0; j < list_of(i).count; j++) {
            if (strcmp(list_of(i).rows[j].name, name) != 0)
                continue;
            rest(moment);
            list_of(i).rows[j].change(moment);
            return true;
        }
    }
    return false;
}

struct moment_canvas *moment_canvas_new(int w, int h, struct err *err)
{
    struct moment_canvas *canvas = calloc(1, sizeof *canvas);

    if (!canvas)
        return NULL;
    if (display_offscreen_open(w, h, &canvas->display, err) != 0) {
        free(canvas);
        return NULL;
    }
    layout_make(&canvas->layout, w, h);
    return canvas;
}

void moment_canvas_free(struct moment_canvas *canvas)
{
    if (!canvas)
        return;
    canvas->display.close(canvas->display.self);
    free(canvas);
}

static struct text_extent measure_wide(void *self, enum draw_font font, int32_t size_px,
                                       const char *utf8)
{
    const struct moment_canvas *canvas = self;
    struct text_extent extent =
        canvas->display.text.measure(canvas->display.text.self, font, size_px, utf8);

    extent.width_px += extent.width_px * canvas->widen_percent / 100;
    return extent;
}

void moment_list(struct moment_canvas *canvas, const struct moment *moment)
{
    const struct text_port text = {canvas, measure_wide};
    const struct scene scene = {&canvas->list, &canvas->layout, theme_get(canvas->theme), &text};
    const struct screen_input in = {
        .view = &moment->view,
        .pose = &moment->pose,
        .beats_ns = moment->beats_ns,
        .now_mono_ns = moment->now_mono_ns,
        .reduced_motion = moment->reduced_motion,
    };

    drawlist_begin(&canvas->list, canvas->layout.w, canvas->layout.h);
    canvas->list.palette = scene.theme->palette;
    canvas->targets.count = 0;
    moment->draw(&scene, &in, &canvas->targets);
}

int moment_draw(struct moment_canvas *canvas, const struct moment *moment, struct err *err)
{
    struct draw_damage damage;

    moment_list(canvas, moment);
    drawlist_compare(NULL, &canvas->list, &damage);
    return canvas->display.present(canvas->display.self, &canvas->list, &damage, err);
}

bool moment_says(const struct moment_canvas *canvas, const char *part)
{
    for (int i = 0; i < canvas->list.count; i++) {
        const struct draw_item *item = &canvas->list.items[i];

        if (item->kind == DRAW_TEXT && strstr(canvas->list.text + item->text, part))
            return true;
    }
    return false;
}

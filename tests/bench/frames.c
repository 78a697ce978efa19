/*
 * frames.c - what a frame costs: on a real X server, through the real display driver.
 *
 *     frames pace SECONDS     somebody walks; the kiosk's own loop draws at its own pace
 *     frames flat COUNT       as many frames as can be drawn: of a walking person, and all of home
 *     frames live COUNT       the same of a live break, somebody walking
 *     frames exercise COUNT   of calf raises that are guided, and done
 *     frames prompt COUNT     of a prompt that has waited long enough to breathe
 *
 * The last three are reached as a person does, by sitting and by touches, and last for 40 s: a
 * COUNT of up to 600 frames, and as many to warm up.
 *
 * Prints `name value` lines. Flat out, time is virtual: each frame is a frame's time later, so each
 * is another picture, as in the loop.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/units.h"
#include "bench/stage.h"
#include "bench/walker.h"
#include "kiosk/loop.h"
#include "ui/anim.h"

/* Pictures are made once and kept: the first strides make them. */
#define WARM_UP_NS (5 * NS_PER_S)

/* From sitting down to a sitting that is known. */
#define SETTLE_NS (15 * NS_PER_S)

/* Nothing is measured on the way to a screen. */
#define PASS_STEP_NS (250 * NS_PER_MS)

/* A raise as the guide asks for: the heel is off the mat for nearly three seconds. */
#define RAISE_UP_NS   (2700 * NS_PER_MS)
#define RAISE_DOWN_NS (300 * NS_PER_MS)

static int64_t cpu_ns(void)
{
    struct rusage usage;

    (void)getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * NS_PER_S +
           (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * (NS_PER_MS / 1000);
}

/* Runs the loop with a walker for `duration_ns`. */
static int run_loop(struct stage *stage, struct loop *loop, int64_t duration_ns, struct err *err)
{
    int64_t start_ns = stage_now_ns(stage);
    struct walker walker;
    struct sensors_port sensors;

    walker_init(&walker, start_ns, start_ns + duration_ns);
    sensors = walker_port(&walker);
    *loop = (struct loop){.appliance = stage->appliance,
                          .clock = stage->clock,
                          .sensors = &sensors,
                          .display = &stage->display};
    return loop_run(loop, err);
}

static int pace(struct stage *stage, int64_t duration_ns, struct err *err)
{
    struct loop loop;
    int64_t start_ns;
    int64_t start_cpu_ns;
    double seconds;
    double frames_per_s;
    double cores;
    int result = run_loop(stage, &loop, WARM_UP_NS, err);

    if (result < 0)
        return result;
    start_ns = stage_now_ns(stage);
    start_cpu_ns = cpu_ns();
    result = run_loop(stage, &loop, duration_ns, err);
    seconds = (double)(stage_now_ns(stage) - start_ns) / (double)NS_PER_S;
    frames_per_s = (double)loop.frames / seconds;
    cores = (double)(cpu_ns() - start_cpu_ns) / (double)NS_PER_S / seconds;
    (void)printf("pace_frames_per_s %.1f\npace_cores %.4f\n", frames_per_s, cores);
    return result;
}

/* One frame at `now_ns`; returns what it took, or -ERR_*. */
static int64_t draw(struct stage *stage, int64_t now_ns, bool is_whole, struct err *err)
{
    struct appliance *appliance = stage->appliance;
    int64_t start_ns = stage_now_ns(stage);
    struct ui_frame frame;

    if (is_whole)
        ui_expose(&appliance->ui);
    appliance_tick(appliance, now_ns);
    appliance_show(appliance, now_ns);
    if (ui_frame(&appliance->ui, now_ns, &frame)) {
        int result = stage->display.present(stage->display.self, frame.list, frame.damage, err);

        if (result < 0)
            return result;
    }
    return stage_now_ns(stage) - start_ns;
}

/* The display's own events must not pile up. */
static void drain_display(struct stage *stage, int64_t now_ns)
{
    struct display_event event;

    while (stage->display.pending(stage->display.self) &&
           stage->display.next_event(stage->display.self, now_ns, &event))
        continue;
}

/* What a person does meanwhile; called before each frame. */
typedef void act_fn(struct stage *stage, struct walker *walker, int64_t now_ns);

static void act_walk(struct stage *stage, struct walker *walker, int64_t now_ns)
{
    struct sensor_event event;

    while (walker_step(walker, now_ns, &event))
        appliance_take_sensor(stage->appliance, &event);
}

/* A raise every three seconds: the walker's next edge says when. */
static void act_raise(struct stage *stage, struct walker *walker, int64_t now_ns)
{
    while (walker->next_mono_ns <= now_ns) {
        struct sensor_event event = stage_edge(LINE_MAT, walker->closed, walker->next_mono_ns);

        appliance_take_sensor(stage->appliance, &event);
        walker->next_mono_ns += walker->closed ? RAISE_DOWN_NS : RAISE_UP_NS;
        walker->closed = !walker->closed;
    }
}

static void act_sit(struct stage *stage, struct walker *walker, int64_t now_ns)
{
    (void)stage;
    (void)walker;
    (void)now_ns;
}

/* What is measured: which frames, of whom. */
struct scenery {
    const char *name;
    act_fn *act;
    bool is_whole;
};

static int flat(struct stage *stage, const struct scenery *scenery, size_t count,
                int64_t *durations_ns, int64_t *virtual_ns, struct err *err)
{
    struct walker walker;
    char line[64];
    int64_t start_ns = 0;

    walker_init(&walker, *virtual_ns, TIME_NEVER);
    for (size_t i = 0; i < 2 * count; i++) {
        int64_t took_ns;

        /* The first half is the warm-up. */
        if (i == count)
            start_ns = stage_now_ns(stage);
        *virtual_ns += ANIM_FRAME_NS;
        scenery->act(stage, &walker, *virtual_ns);
        took_ns = draw(stage, *virtual_ns, scenery->is_whole, err);
        if (took_ns < 0)
            return (int)took_ns;
        durations_ns[i % count] = took_ns;
        drain_display(stage, *virtual_ns);
    }
    (void)printf("%s_frames_per_s %.1f\n", scenery->name,
                 (double)count * (double)NS_PER_S / (double)(stage_now_ns(stage) - start_ns));
    (void)snprintf(line, sizeof(line), "%s_p50_ms", scenery->name);
    stage_print_ms(line, durations_ns, count, 0.50);
    (void)snprintf(line, sizeof(line), "%s_p99_ms", scenery->name);
    stage_print_ms(line, durations_ns, count, 0.99);
    return 0;
}

static int flat_out(struct stage *stage, size_t count, struct err *err)
{
    static const struct scenery walking = {"walking", act_walk, false};
    static const struct scenery whole = {"whole", act_walk, true};
    int64_t *durations_ns = calloc(count, sizeof(*durations_ns));
    int64_t virtual_ns = stage_now_ns(stage);
    int result;

    if (!durations_ns)
        return err_set(err, ERR_MEMORY, "no memory for %zu frames", count);
    result = flat(stage, &walking, count, durations_ns, &virtual_ns, err);
    if (result == 0)
        result = flat(stage, &whole, count, durations_ns, &virtual_ns, err);
    free(durations_ns);
    return result;
}

/* Draws what there is to draw for `duration_ns`. */
static int let_pass(struct stage *stage, int64_t *virtual_ns, int64_t duration_ns, struct err *err)
{
    const int64_t end_ns = *virtual_ns + duration_ns;

    while (*virtual_ns < end_ns) {
        int64_t took_ns;

        *virtual_ns = time_earlier(end_ns, *virtual_ns + PASS_STEP_NS);
        took_ns = draw(stage, *virtual_ns, false, err);
        if (took_ns < 0)
            return (int)took_ns;
        drain_display(stage, *virtual_ns);
    }
    return 0;
}

/* A finger on the target, and a second for what it opens. */
static int tap(struct stage *stage, enum target_id id, int64_t *virtual_ns, struct err *err)
{
    const struct targets *targets = &stage->appliance->ui.targets;
    struct display_event event = {.kind = DISPLAY_TOUCH_DOWN, .mono_ns = *virtual_ns};

    for (int i = 0; i < targets->count; i++) {
        const struct draw_rect rect = targets->list[i].rect;

        if (targets->list[i].id != (int32_t)id)
            continue;
        event.x_px = rect.x + rect.w / 2;
        event.y_px = rect.y + rect.h / 2;
        appliance_take_display(stage->appliance, &event);
        event.kind = DISPLAY_TOUCH_UP;
        appliance_take_display(stage->appliance, &event);
        return let_pass(stage, virtual_ns, NS_PER_S, err);
    }
    return err_set(err, ERR_INPUT, "nothing to tap: target %d is not on screen %d", (int)id,
                   (int)ui_shown(&stage->appliance->ui));
}

static void set_line(struct stage *stage, enum line line, bool closed, int64_t now_ns)
{
    struct sensor_event event = stage_edge(line, closed, now_ns);

    appliance_take_sensor(stage->appliance, &event);
}

static int reach_live(struct stage *stage, int64_t *virtual_ns, struct err *err)
{
    int result = tap(stage, TARGET_MENU, virtual_ns, err);

    if (result == 0)
        result = tap(stage, TARGET_STROLL, virtual_ns, err);
    set_line(stage, LINE_CHAIR, false, *virtual_ns);
    return result;
}

static int reach_exercise(struct stage *stage, int64_t *virtual_ns, struct err *err)
{
    int result = tap(stage, TARGET_MENU, virtual_ns, err);

    if (result == 0)
        result = tap(stage, TARGET_EXERCISE, virtual_ns, err);
    if (result == 0)
        result = tap(stage, TARGET_RAISES, virtual_ns, err);
    return result;
}

static int reach_prompt(struct stage *stage, int64_t *virtual_ns, struct err *err)
{
    return let_pass(stage, virtual_ns, NS_PER_HOUR + COACH_BANNER_NS + COACH_FULL_NS, err);
}

/* Somebody sits down, gets to a screen, and stays there. */
static const struct reached {
    struct scenery scenery;
    int (*reach)(struct stage *stage, int64_t *virtual_ns, struct err *err);
    enum ui_screen screen;
} reached[] = {
    {{"live", act_walk, false}, reach_live, UI_LIVE},
    {{"exercise", act_raise, false}, reach_exercise, UI_EXERCISE},
    {{"prompt", act_sit, false}, reach_prompt, UI_PROMPT},
};

static int measure_reached(struct stage *stage, const struct reached *which, size_t count,
                           struct err *err)
{
    int64_t *durations_ns = calloc(count, sizeof(*durations_ns));
    int64_t virtual_ns = stage_now_ns(stage);
    int result;

    if (!durations_ns)
        return err_set(err, ERR_MEMORY, "no memory for %zu frames", count);
    set_line(stage, LINE_CHAIR, true, virtual_ns);
    result = let_pass(stage, &virtual_ns, SETTLE_NS, err);
    if (result == 0)
        result = which->reach(stage, &virtual_ns, err);
    if (result == 0)
        result = flat(stage, &which->scenery, count, durations_ns, &virtual_ns, err);
    if (result == 0 && ui_shown(&stage->appliance->ui) != which->screen)
        result = err_set(err, ERR_INPUT, "%s: screen %d was there at the end", which->scenery.name,
                         (int)ui_shown(&stage->appliance->ui));
    free(durations_ns);
    return result;
}

static int run_mode(struct stage *stage, const char *mode, long number, struct err *err)
{
    if (strcmp(mode, "pace") == 0)
        return pace(stage, number * NS_PER_S, err);
    if (strcmp(mode, "flat") == 0)
        return flat_out(stage, (size_t)number, err);
    for (size_t i = 0; i < sizeof(reached) / sizeof(*reached); i++) {
        if (strcmp(mode, reached[i].scenery.name) == 0)
            return measure_reached(stage, &reached[i], (size_t)number, err);
    }
    return err_set(err, ERR_INPUT, "no such mode: '%s'", mode);
}

int main(int argc, char **argv)
{
    struct stage stage;
    struct err err = {0};
    long number = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    int result;

    if (number <= 0) {
        (void)fprintf(stderr, "Usage: frames pace SECONDS\n"
                              "       frames flat|live|exercise|prompt COUNT\n");
        return 2;
    }
    result = stage_open(&stage, NULL, &err);
    if (result == 0)
        result = run_mode(&stage, argv[1], number, &err);
    stage_close(&stage);
    if (result < 0)
        (void)fprintf(stderr, "frames: %s\n", err.text);
    return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

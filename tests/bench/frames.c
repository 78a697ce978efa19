/*
 * frames.c - what a frame costs: home on a real X server, through the real display driver.
 *
 *     frames pace SECONDS   somebody walks; the kiosk's own loop draws at its own pace
 *     frames flat COUNT     as many frames as can be drawn: of a walking person, and all of home
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

static int flat(struct stage *stage, size_t count, bool is_whole, const char *name,
                int64_t *durations_ns, int64_t *virtual_ns, struct err *err)
{
    struct walker walker;
    char line[64];
    int64_t start_ns = 0;

    walker_init(&walker, *virtual_ns, TIME_NEVER);
    for (size_t i = 0; i < 2 * count; i++) {
        struct sensor_event event;
        int64_t took_ns;

        /* The first half is the warm-up. */
        if (i == count)
            start_ns = stage_now_ns(stage);
        *virtual_ns += ANIM_FRAME_NS;
        while (walker_step(&walker, *virtual_ns, &event))
            appliance_take_sensor(stage->appliance, &event);
        took_ns = draw(stage, *virtual_ns, is_whole, err);
        if (took_ns < 0)
            return (int)took_ns;
        durations_ns[i % count] = took_ns;
        drain_display(stage, *virtual_ns);
    }
    (void)printf("%s_frames_per_s %.1f\n", name,
                 (double)count * (double)NS_PER_S / (double)(stage_now_ns(stage) - start_ns));
    (void)snprintf(line, sizeof(line), "%s_p50_ms", name);
    stage_print_ms(line, durations_ns, count, 0.50);
    (void)snprintf(line, sizeof(line), "%s_p99_ms", name);
    stage_print_ms(line, durations_ns, count, 0.99);
    return 0;
}

static int flat_out(struct stage *stage, size_t count, struct err *err)
{
    int64_t *durations_ns = calloc(count, sizeof(*durations_ns));
    int64_t virtual_ns = stage_now_ns(stage);
    int result;

    if (!durations_ns)
        return err_set(err, ERR_MEMORY, "no memory for %zu frames", count);
    result = flat(stage, count, false, "walking", durations_ns, &virtual_ns, err);
    if (result == 0)
        result = flat(stage, count, true, "whole", durations_ns, &virtual_ns, err);
    free(durations_ns);
    return result;
}

int main(int argc, char **argv)
{
    struct stage stage;
    struct err err = {0};
    long number = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    int result;

    if (number <= 0 || (strcmp(argv[1], "pace") != 0 && strcmp(argv[1], "flat") != 0)) {
        (void)fprintf(stderr, "Usage: frames pace SECONDS | frames flat COUNT\n");
        return 2;
    }
    result = stage_open(&stage, &err);
    if (result == 0)
        result = strcmp(argv[1], "pace") == 0 ? pace(&stage, number * NS_PER_S, &err)
                                              : flat_out(&stage, (size_t)number, &err);
    stage_close(&stage);
    if (result < 0)
        (void)fprintf(stderr, "frames: %s\n", err.text);
    return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

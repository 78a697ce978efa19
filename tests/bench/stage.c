#include "bench/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/protocol.h"
#include "base/units.h"
#include "drivers/clock_linux.h"
#include "drivers/display_sdl.h"
#include "drivers/store_sqlite.h"
#include "kiosk/ledger.h"

#define DAY_START_MIN 240

static struct kiosk_setup usual_setup(void)
{
    struct config_problems problems = {0};
    struct config config;
    struct protocol protocol;

    config_load(&config, "/dev/null", &problems);
    config_problems_free(&problems);
    protocol = config_protocol(&config);
    return (struct kiosk_setup){
        .has_mat = true,
        .steps_per_closure = config.sensors.steps_per_closure,
        .break_interval_ns = protocol.interval_s * NS_PER_S,
        .break_duration_ns = protocol.duration_s * NS_PER_S,
        .has_picture = true,
    };
}

static bool always(void *self)
{
    (void)self;
    return true;
}

static int open_history(struct stage *stage, const char *database, struct err *err)
{
    const struct store_sqlite_config config = {.path = database};
    struct ledger_source source = history_source(&stage->appliance->history);
    int result = store_sqlite_new(&stage->store, &config, err);

    if (result < 0)
        return result;
    appliance_load(stage->appliance, &stage->store, stage_now_ns(stage));
    return ledger_new(&stage->ledger, &stage->store, &source, err);
}

int stage_open(struct stage *stage, const char *database, struct err *err)
{
    const struct display_sdl_setup window = {
        .title = "bench", .w_px = STAGE_WIDTH_PX, .h_px = STAGE_HEIGHT_PX};
    const struct calendar calendar = {.is_fixed = true, .day_start_min = DAY_START_MIN};
    struct kiosk_setup setup = usual_setup();
    struct wall wall;
    int result;

    memset(stage, 0, sizeof(*stage));
    stage->clock_linux = clock_linux_new();
    stage->appliance = calloc(1, sizeof(*stage->appliance));
    if (!stage->clock_linux || !stage->appliance)
        return err_set(err, ERR_MEMORY, "no memory");
    stage->clock = clock_linux_port(stage->clock_linux);
    if (database)
        stage->clock.is_synchronised = always;
    result = display_sdl_open(&window, &stage->display, err);
    if (result < 0)
        return result;
    wall_init(&wall, stage->clock, &calendar);
    appliance_init(stage->appliance, &setup, &wall, VIEW_GPIO, &stage->display.text, STAGE_WIDTH_PX,
                   STAGE_HEIGHT_PX, false, stage_now_ns(stage));
    if (database)
        result = open_history(stage, database, err);
    if (result == 0)
        appliance_begin(stage->appliance, stage->ledger, stage_now_ns(stage));
    return result;
}

void stage_close(struct stage *stage)
{
    /* What was measured is not worth keeping: no last state. */
    if (stage->ledger)
        (void)ledger_free(stage->ledger, TIME_NEVER, NULL);
    if (stage->store.close)
        stage->store.close(stage->store.self);
    if (stage->display.close)
        stage->display.close(stage->display.self);
    free(stage->appliance);
    clock_linux_free(stage->clock_linux);
}

int64_t stage_now_ns(const struct stage *stage)
{
    return stage->clock.mono_now_ns(stage->clock.self);
}

struct sensor_event stage_edge(enum line line, bool closed, int64_t mono_ns)
{
    return (struct sensor_event){
        .kind = SENSOR_EDGE, .line = line, .closed = closed, .mono_ns = mono_ns};
}

static int compare_ns(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

void stage_print_ms(const char *name, int64_t *durations_ns, size_t count, double percentile)
{
    size_t index = (size_t)(percentile * (double)count);

    if (count == 0)
        return;
    if (index >= count)
        index = count - 1;
    qsort(durations_ns, count, sizeof(*durations_ns), compare_ns);
    (void)printf("%s %.3f\n", name, (double)durations_ns[index] / (double)NS_PER_MS);
}

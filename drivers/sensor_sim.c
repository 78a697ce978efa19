#include "drivers/sensor_sim.h"

#include "base/units.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A foot's contact in easy walking on the spot. */
#define FOOTFALL_NS (350 * NS_PER_MS)

/* A raise: up, a second's hold, slowly down. Within the 0.4-3 s and 1-4 s that count as one. */
#define RAISE_UP_NS     (1200 * NS_PER_MS)
#define RAISE_PERIOD_NS (2500 * NS_PER_MS)
#define RAISES          10

/* The longest script: feet on, ten raises of two edges, feet off; and the chair may change too. */
#define CHANGES_MAX (2 * RAISES + 8)

/* A level to come. */
struct change {
    int64_t mono_ns;
    enum line line;
    bool closed;
};

struct sensor_sim {
    struct change changes[CHANGES_MAX]; /* ordered by time */
    size_t count;
    bool closed[LINE_COUNT]; /* as handed out */
    bool is_seated;          /* as the keys have it: handed out sooner or later */
};

/* Keeps the order by time; a full list forgets the change, which only a storm of keys can cause. */
static void plan(struct sensor_sim *sim, enum line line, bool closed, int64_t mono_ns)
{
    size_t i = sim->count;

    if (sim->count == CHANGES_MAX)
        return;
    for (; i > 0 && sim->changes[i - 1].mono_ns > mono_ns; i--)
        sim->changes[i] = sim->changes[i - 1];
    sim->changes[i] = (struct change){mono_ns, line, closed};
    sim->count++;
}

/* When the mat's last change is due that has been planned; `now_mono_ns` if there is none. */
static int64_t mat_free_mono_ns(const struct sensor_sim *sim, int64_t now_mono_ns)
{
    for (size_t i = sim->count; i > 0; i--) {
        if (sim->changes[i - 1].line == LINE_MAT)
            return sim->changes[i - 1].mono_ns;
    }
    return now_mono_ns;
}

static bool is_mat_busy(const struct sensor_sim *sim, int64_t now_mono_ns)
{
    return mat_free_mono_ns(sim, now_mono_ns) > now_mono_ns;
}

static void plan_raises(struct sensor_sim *sim, int64_t now_mono_ns)
{
    bool was_closed = sim->closed[LINE_MAT];
    int64_t start_ns = now_mono_ns + NS_PER_S;

    if (!was_closed)
        plan(sim, LINE_MAT, true, now_mono_ns);
    for (int i = 0; i < RAISES; i++) {
        plan(sim, LINE_MAT, false, start_ns + i * RAISE_PERIOD_NS);
        plan(sim, LINE_MAT, true, start_ns + i * RAISE_PERIOD_NS + RAISE_UP_NS);
    }
    /* Long enough after the last raise that taking the feet off is no raise of its own. */
    if (!was_closed)
        plan(sim, LINE_MAT, false, start_ns + RAISES * RAISE_PERIOD_NS + 2 * NS_PER_S);
}

void sensor_sim_press(struct sensor_sim *sim, enum sensor_sim_key key, int64_t now_mono_ns)
{
    if (key == SENSOR_SIM_CHAIR) {
        sim->is_seated = !sim->is_seated;
        plan(sim, LINE_CHAIR, sim->is_seated, now_mono_ns);
        return;
    }
    /* The foot that held the mat leaves it when what it was doing is done. */
    if (key == SENSOR_SIM_MAT_UP) {
        plan(sim, LINE_MAT, false, mat_free_mono_ns(sim, now_mono_ns));
        return;
    }
    if (is_mat_busy(sim, now_mono_ns))
        return;
    switch (key) {
    case SENSOR_SIM_CHAIR:
    case SENSOR_SIM_MAT_UP:
        break;
    case SENSOR_SIM_FOOTFALL:
        /* On a mat that is held closed, a step lifts the foot first. */
        plan(sim, LINE_MAT, !sim->closed[LINE_MAT], now_mono_ns);
        plan(sim, LINE_MAT, sim->closed[LINE_MAT], now_mono_ns + FOOTFALL_NS);
        break;
    case SENSOR_SIM_MAT_DOWN:
        plan(sim, LINE_MAT, true, now_mono_ns);
        break;
    case SENSOR_SIM_RAISES:
        plan_raises(sim, now_mono_ns);
        break;
    }
}

static size_t port_read(void *self, int64_t now_mono_ns, struct sensor_event *events,
                        size_t capacity)
{
    struct sensor_sim *sim = self;
    size_t taken = 0;
    size_t count = 0;

    assert(capacity > 0);
    for (; taken < sim->count && count < capacity; taken++) {
        const struct change *change = &sim->changes[taken];

        if (change->mono_ns > now_mono_ns)
            break;
        if (sim->closed[change->line] == change->closed)
            continue;
        sim->closed[change->line] = change->closed;
        events[count++] = (struct sensor_event){
            .mono_ns = change->mono_ns,
            .kind = SENSOR_EDGE,
            .line = change->line,
            .closed = change->closed,
        };
    }
    memmove(sim->changes, sim->changes + taken, (sim->count - taken) * sizeof(*sim->changes));
    sim->count -= taken;
    return count;
}

static size_t port_poll_fds(void *self, struct pollfd *fds, size_t capacity)
{
    return 0;
}

static int64_t port_next_deadline(void *self)
{
    const struct sensor_sim *sim = self;

    return sim->count > 0 ? sim->changes[0].mono_ns : TIME_NEVER;
}

static void port_read_levels(void *self, struct sensor_levels *levels)
{
    const struct sensor_sim *sim = self;

    *levels = (struct sensor_levels){.is_present = {[LINE_CHAIR] = true, [LINE_MAT] = true}};
    memcpy(levels->closed, sim->closed, sizeof(levels->closed));
}

static void port_close(void *self)
{
    free(self);
}

struct sensor_sim *sensor_sim_new(void)
{
    return calloc(1, sizeof(struct sensor_sim));
}

struct sensors_port sensor_sim_port(struct sensor_sim *sim)
{
    return (struct sensors_port){
        .self = sim,
        .poll_fds = port_poll_fds,
        .next_deadline_mono_ns = port_next_deadline,
        .read = port_read,
        .read_levels = port_read_levels,
        .close = port_close,
    };
}

void sensor_sim_take_key(struct sensor_sim *sim, char key, bool is_down, int64_t now_mono_ns)
{
    static const struct {
        char key;
        bool is_down;
        enum sensor_sim_key pressed;
    } keys[] = {
        {'c', true, SENSOR_SIM_CHAIR},    {' ', true, SENSOR_SIM_FOOTFALL},
        {'m', true, SENSOR_SIM_MAT_DOWN}, {'m', false, SENSOR_SIM_MAT_UP},
        {'r', true, SENSOR_SIM_RAISES},
    };

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (keys[i].key == key && keys[i].is_down == is_down)
            sensor_sim_press(sim, keys[i].pressed, now_mono_ns);
    }
}

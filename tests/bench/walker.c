#include "bench/walker.h"

#include <signal.h>
#include <unistd.h>

#include "base/units.h"
#include "bench/stage.h"

void walker_init(struct walker *walker, int64_t start_mono_ns, int64_t end_mono_ns)
{
    *walker = (struct walker){.next_mono_ns = start_mono_ns, .end_mono_ns = end_mono_ns};
}

bool walker_step(struct walker *walker, int64_t now_mono_ns, struct sensor_event *event)
{
    if (walker->next_mono_ns > now_mono_ns)
        return false;
    walker->closed = !walker->closed;
    *event = stage_edge(LINE_MAT, walker->closed, walker->next_mono_ns);
    walker->next_mono_ns += walker->closed ? WALKER_CLOSED_NS : WALKER_STRIDE_NS - WALKER_CLOSED_NS;
    return true;
}

static size_t port_poll_fds(void *self, struct pollfd *fds, size_t capacity)
{
    (void)self;
    (void)fds;
    (void)capacity;
    return 0;
}

static int64_t port_next_deadline(void *self)
{
    const struct walker *walker = self;

    if (walker->has_ended)
        return TIME_NEVER;
    return walker->next_mono_ns < walker->end_mono_ns ? walker->next_mono_ns : walker->end_mono_ns;
}

static size_t port_read(void *self, int64_t now_mono_ns, struct sensor_event *events,
                        size_t capacity)
{
    struct walker *walker = self;
    size_t count = 0;

    if (now_mono_ns >= walker->end_mono_ns && !walker->has_ended) {
        walker->has_ended = true;
        (void)kill(getpid(), SIGTERM);
    }
    while (count < capacity && walker_step(walker, now_mono_ns, &events[count]))
        count++;
    return count;
}

static void port_read_levels(void *self, struct sensor_levels *levels)
{
    const struct walker *walker = self;

    *levels = (struct sensor_levels){.is_present = {[LINE_CHAIR] = true, [LINE_MAT] = true},
                                     .closed = {[LINE_MAT] = walker->closed}};
}

static void port_close(void *self)
{
    (void)self;
}

struct sensors_port walker_port(struct walker *walker)
{
    return (struct sensors_port){
        .self = walker,
        .poll_fds = port_poll_fds,
        .next_deadline_mono_ns = port_next_deadline,
        .read = port_read,
        .read_levels = port_read_levels,
        .close = port_close,
    };
}

#include "drivers/sensor_trace.h"

#include "base/units.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct sensor_trace {
    struct trace_reader *reader;
    struct trace_item next; /* not handed out yet, unless has_ended */
    bool has_ended;
    int64_t start_mono_ns;
    struct sensor_levels levels;
    struct err status;
};

/* Reads all of a trace once for its mistakes. */
static int check(const char *path, struct err *err)
{
    struct trace_reader *reader;
    struct trace_item item;
    int outcome = trace_reader_new(path, &reader, err);

    if (outcome)
        return outcome;
    while ((outcome = trace_reader_next(reader, &item, err)) == 1)
        continue;
    trace_reader_free(reader);
    return outcome;
}

/* A trace that breaks off ends where it does: as an item, since the port itself cannot fail. */
static void read_ahead(struct sensor_trace *trace)
{
    int64_t last_at_ns = trace->next.at_ns;

    if (trace_reader_next(trace->reader, &trace->next, &trace->status) != 1)
        trace->next = (struct trace_item){.kind = TRACE_END, .at_ns = last_at_ns};
}

int sensor_trace_new(const char *path, int64_t start_mono_ns, struct sensor_trace **result,
                     struct err *err)
{
    struct sensor_trace *trace;
    int outcome = strcmp(path, "-") == 0 ? 0 : check(path, err);

    *result = NULL;
    if (outcome)
        return outcome;
    trace = calloc(1, sizeof(*trace));
    if (!trace)
        return err_set(err, ERR_MEMORY, "%s: no memory to play it", path);
    outcome = trace_reader_new(path, &trace->reader, err);
    if (outcome) {
        free(trace);
        return outcome;
    }
    trace->start_mono_ns = start_mono_ns;
    trace->levels.is_present[LINE_CHAIR] = true;
    trace->levels.is_present[LINE_MAT] = true;
    read_ahead(trace);
    *result = trace;
    return 0;
}

static struct sensor_event event_of(const struct trace_item *item, int64_t mono_ns)
{
    static const enum sensor_event_kind kinds[] = {
        [TRACE_EDGE] = SENSOR_EDGE,   [TRACE_FAULT] = SENSOR_FAULT, [TRACE_OK] = SENSOR_OK,
        [TRACE_TOUCH] = SENSOR_TOUCH, [TRACE_END] = SENSOR_END,
    };
    bool is_fault = item->kind == TRACE_FAULT || item->kind == TRACE_OK;

    return (struct sensor_event){
        .mono_ns = mono_ns,
        .kind = kinds[item->kind],
        .line = item->line,
        .closed = item->closed,
        .fault = is_fault ? LINE_FAULT_MISSING : LINE_FAULT_NONE,
        .touch = item->touch,
    };
}

static void note_level(struct sensor_levels *levels, const struct trace_item *item)
{
    if (item->kind == TRACE_EDGE) {
        levels->is_present[item->line] = true;
        levels->closed[item->line] = item->closed;
    } else if (item->kind == TRACE_FAULT || item->kind == TRACE_OK) {
        levels->is_present[item->line] = item->kind == TRACE_OK;
    }
}

static int64_t due_mono_ns(const struct sensor_trace *trace)
{
    return trace->start_mono_ns + trace->next.at_ns;
}

static size_t port_read(void *self, int64_t now_mono_ns, struct sensor_event *events,
                        size_t capacity)
{
    struct sensor_trace *trace = self;
    size_t count = 0;

    assert(capacity > 0);
    while (count < capacity && !trace->has_ended && due_mono_ns(trace) <= now_mono_ns) {
        events[count++] = event_of(&trace->next, due_mono_ns(trace));
        note_level(&trace->levels, &trace->next);
        trace->has_ended = trace->next.kind == TRACE_END;
        if (!trace->has_ended)
            read_ahead(trace);
    }
    return count;
}

static size_t port_poll_fds(void *self, struct pollfd *fds, size_t capacity)
{
    return 0;
}

static int64_t port_next_deadline(void *self)
{
    const struct sensor_trace *trace = self;

    return trace->has_ended ? TIME_NEVER : due_mono_ns(trace);
}

static void port_read_levels(void *self, struct sensor_levels *levels)
{
    const struct sensor_trace *trace = self;

    *levels = trace->levels;
}

static void port_close(void *self)
{
    struct sensor_trace *trace = self;

    trace_reader_free(trace->reader);
    free(trace);
}

struct sensors_port sensor_trace_port(struct sensor_trace *trace)
{
    return (struct sensors_port){
        .self = trace,
        .poll_fds = port_poll_fds,
        .next_deadline_mono_ns = port_next_deadline,
        .read = port_read,
        .read_levels = port_read_levels,
        .close = port_close,
    };
}

const struct trace_header *sensor_trace_header(const struct sensor_trace *trace)
{
    return trace_reader_header(trace->reader);
}

const struct err *sensor_trace_status(const struct sensor_trace *trace)
{
    return &trace->status;
}

/*
 * sensors.h - the port through which level changes of the chair, the mat and the plug arrive.
 *
 * Implemented by drivers/gpio (real lines), drivers/sensor_sim (keys) and drivers/sensor_trace (a
 * recorded or hand-written file), so that a demo, a bug report, a test and a real kiosk run the
 * same code above it. Events are plain data and raw: debouncing and everything after it is the
 * core's. Whether a level is "closed" is logical: active-low wiring has been turned round already.
 *
 * Made for one poll() loop without polling:
 *
 *     count = port.poll_fds(port.self, fds, n);      before each poll()
 *     poll(..., clock.real_ns_until(min(port.next_deadline_mono_ns(port.self), others)));
 *     now = clock.mono_now_ns();
 *     do events = port.read(port.self, now, ...); while the array came back full
 *     tick the core with the later of `now` and the last event's time
 *
 * Times handed out never decrease, and no event is older than the `now_mono_ns` of the call before.
 * On real lines that takes care: two lines are two queues in the kernel, and an edge may enter its
 * queue some microseconds after its own timestamp, when a core may have seen a later `now` already.
 * Such an event is dated to that `now`.
 *
 * Owner: the polling thread. Nothing here blocks.
 */
#ifndef SH_PORTS_SENSORS_H
#define SH_PORTS_SENSORS_H

#include "base/terms.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sensor_event_kind {
    SENSOR_EDGE,  /* `line` changed to `closed` at `mono_ns`, as stamped by the kernel */
    SENSOR_LEVEL, /* `line` was found to be `closed`: at start, after `lost`, after `ok` */
    SENSOR_LOST,  /* edges of `line` were missed; to be logged. Each line's SENSOR_LEVEL follows */
    SENSOR_FAULT, /* `line` cannot be believed any more, for `fault` */
    SENSOR_OK,    /* `fault` of `line` is over; its SENSOR_LEVEL follows */
    SENSOR_TOUCH, /* a person's `touch` (from traces only) */
    SENSOR_END    /* nothing will come any more (from traces only) */
};

/* Only the fields that the kind's comment names carry a meaning; the others are 0. */
struct sensor_event {
    int64_t mono_ns;
    enum sensor_event_kind kind;
    enum line line;
    bool closed;
    enum line_fault fault;
    enum touch touch;
};

/* Levels as they are now. `is_present` is false for lines that are not configured or missing. */
struct sensor_levels {
    bool is_present[LINE_COUNT];
    bool closed[LINE_COUNT];
};

/* More descriptors than any implementation uses: a line each and one that watches for the chip. */
#define SENSORS_FDS_MAX (LINE_COUNT + 1)

struct sensors_port {
    void *self;

    /*
     * Fills `fds` (room for `capacity`, SENSORS_FDS_MAX is enough) with the descriptors to poll and
     * the events to poll for, and returns how many. They may be others after each read().
     */
    size_t (*poll_fds)(void *self, struct pollfd *fds, size_t capacity);

    /* When read() is due though no descriptor is ready; TIME_NEVER (base/units.h) if not at all. */
    int64_t (*next_deadline_mono_ns)(void *self);

    /*
     * Hands out what has happened up to `now_mono_ns` and returns the number of events, at most
     * `capacity` (at least 1). A full array means that there may be more: call again. May be called
     * at any time, whatever poll() said. Never fails: what goes wrong is an event.
     */
    size_t (*read)(void *self, int64_t now_mono_ns, struct sensor_event *events, size_t capacity);

    /* Reads the levels without handing out or consuming any event: for diagnostics. */
    void (*read_levels)(void *self, struct sensor_levels *levels);

    /* Releases everything; the port is not to be used afterwards. */
    void (*close)(void *self);
};

#endif

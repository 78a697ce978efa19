/*
 * walker.h - a sensors port with a person who walks on the mat for a while.
 *
 * A closing of the mat every 1.1 s, both feet counted, is 109 steps a minute: beats follow each
 * other so closely that something moves all the time. One thread.
 */
#ifndef SH_TESTS_BENCH_WALKER_H
#define SH_TESTS_BENCH_WALKER_H

#include <stdbool.h>
#include <stdint.h>

#include "ports/sensors.h"

#define WALKER_STRIDE_NS INT64_C(1100000000)
#define WALKER_CLOSED_NS INT64_C(620000000)

struct walker {
    int64_t next_mono_ns;
    int64_t end_mono_ns;
    bool closed;
    bool has_ended;
};

/* Walks from `start_mono_ns` to `end_mono_ns`; then SIGTERM ends the loop that it plays for. */
void walker_init(struct walker *walker, int64_t start_mono_ns, int64_t end_mono_ns);

/* The next edge due at `now_mono_ns`; false if there is none. */
bool walker_step(struct walker *walker, int64_t now_mono_ns, struct sensor_event *event);

/* The port; belongs to `walker`. */
struct sensors_port walker_port(struct walker *walker);

#endif

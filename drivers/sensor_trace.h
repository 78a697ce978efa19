/*
 * sensor_trace.h - the sensors port that plays a trace file.
 *
 * A trace's time 0 is `start_mono_ns` of whatever clock the loop runs on; a clock that runs faster,
 * or a loop that comes late, gets all that has become due, in order and with the trace's own times,
 * so that playing at any speed comes to the same figures. SENSOR_END is the last event.
 *
 * Owner: the polling thread. read() blocks on the file's disk only.
 */
#ifndef SH_DRIVERS_SENSOR_TRACE_H
#define SH_DRIVERS_SENSOR_TRACE_H

#include "base/trace.h"
#include "ports/sensors.h"

struct sensor_trace;

/*
 * Opens the trace at `path` ("-": standard input). A file is first read to its end, so that a
 * malformed one is refused before anything of it is played; fails as trace_reader_new. On success
 * `*trace` is to be released by the port's close().
 */
int sensor_trace_new(const char *path, int64_t start_mono_ns, struct sensor_trace **result,
                     struct err *err) SH_WARN_UNUSED;

/* The port; belongs to `trace`. */
struct sensors_port sensor_trace_port(struct sensor_trace *trace);

/* Start and zone as the trace says them; lives as long as the trace. */
const struct trace_header *sensor_trace_header(const struct sensor_trace *trace);

/* What ended the trace too early (standard input malformed, a disk error); its code is 0 if not. */
const struct err *sensor_trace_status(const struct sensor_trace *trace);

#endif

/*
 * trace_time.h - the two notations of time in a trace: seconds with decimals, and RFC 3339.
 *
 * A helper of the trace reader and writer. Integers throughout: no rounding, no locale, and several
 * times faster than strtod. Any thread; pure.
 */
#ifndef SH_BASE_TRACE_TIME_H
#define SH_BASE_TRACE_TIME_H

#include "base/trace.h"

#include <stddef.h>
#include <stdint.h>

/* Room for any text that the two format functions write. */
#define TRACE_TIME_SIZE 48

/* NULL, or what is wrong with the number and what is allowed. */
const char *trace_seconds_parse(const char *text, const char *end, int64_t *ns);

/* `ns` (not negative) in seconds: 3 decimals, more only where they are needed. */
void trace_seconds_format(int64_t ns, char text[TRACE_TIME_SIZE]);

/* NULL, or what is wrong; fills the start_* fields and utc_offset_s of `header`. */
const char *trace_start_parse(const char *text, size_t len, struct trace_header *header);

void trace_start_format(const struct trace_header *header, char text[TRACE_TIME_SIZE]);

#endif

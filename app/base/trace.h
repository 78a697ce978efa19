/*
 * trace.h - the text format in which sensor edges are recorded, replayed and written by hand.
 *
 *     # secondheart trace v1
 *     # start: 2026-03-02T08:55:00+01:00
 *     # tz: Europe/Berlin
 *     0.000 chair 1
 *     0.412 mat 1
 *     3605.200 touch start
 *     28800.000 end
 *
 * UTF-8. The first line is the header. `# start` (RFC 3339 with the zone's offset or Z, decimals of
 * the second allowed) comes before the first event and is required; `# tz` may name the zone, also
 * before the first event. Each at most once. Other comments and blank lines are ignored.
 *
 * An event line is: seconds since start (digits, then optionally a point and 1 to 9 digits; no
 * sign, no exponent; never less than on the line before), then one of
 *     chair|mat|plug  0|1|fault|ok       a logical level, 1 = closed; or the line's fault, its end
 *     touch  start|snooze|skip|quiet|pause|resume|exercise|stop|other
 *     end                                nothing but comments and blank lines may follow
 * A file without `end` ends at its last event. `plug` is absent until its first line.
 *
 * Where the format is silent, this is what holds: fields are parted by any number of blanks or
 * tabs, which may also open and close a line; CR LF and a byte order mark are tolerated, since
 * editors add them; the last line needs no newline; a line has at most 4096 bytes.
 *
 * Reader and writer each belong to one thread. They block on their file, nothing else, and allocate
 * only when opened: memory stays flat however long the file is.
 */
#ifndef SH_BASE_TRACE_H
#define SH_BASE_TRACE_H

#include "base/err.h"
#include "base/terms.h"
#include "base/zone.h"

#include <stdbool.h>
#include <stdint.h>

/* Seconds an event line may carry at most: 285 years, so that nanoseconds fit with room to spare.
 */
#define TRACE_SECONDS_MAX INT64_C(9000000000)

enum trace_kind { TRACE_EDGE, TRACE_FAULT, TRACE_OK, TRACE_TOUCH, TRACE_END };

struct trace_item {
    int64_t at_ns; /* since the trace's start, 0 or more */
    enum trace_kind kind;
    enum line line;   /* EDGE, FAULT, OK */
    bool closed;      /* EDGE */
    enum touch touch; /* TOUCH */
};

struct trace_header {
    int64_t start_wall_s;    /* UTC since 1970 */
    int32_t start_wall_ns;   /* 0 to 999 999 999 on top */
    int32_t utc_offset_s;    /* east of Greenwich is positive */
    char tz[ZONE_NAME_SIZE]; /* "" if the trace names none */
};

struct trace_reader;
struct trace_writer;

/*
 * Opens the trace at `path` ("-": standard input) and reads it up to its first event. On success
 * `*result` is to be freed with trace_reader_free. Fails with ERR_INPUT and `FILE:LINE: what is
 * wrong, what is allowed` for what the file says, with the code for errno if it cannot be read.
 */
int trace_reader_new(const char *path, struct trace_reader **result,
                     struct err *err) SH_WARN_UNUSED;

/* Also after an error and with NULL. */
void trace_reader_free(struct trace_reader *reader);

/* What the trace says about itself; lives as long as the reader. */
const struct trace_header *trace_reader_header(const struct trace_reader *reader);

/*
 * Reads the next item: 1 and `*item` filled, 0 if there is none any more, else as
 * trace_reader_new; after an error only trace_reader_free may follow. The last item is always
 * TRACE_END, at the time of `end` or, without one, of the last event (0 if there is none).
 */
int trace_reader_next(struct trace_reader *reader, struct trace_item *item,
                      struct err *err) SH_WARN_UNUSED;

/*
 * Creates `path` ("-": standard output) and writes the header. A regular file that exists already
 * is refused (ERR_BUSY): a recording must never cost an older one. Each line is handed to the
 * kernel as a whole, so that a kill loses at most the line being written.
 */
int trace_writer_new(const char *path, const struct trace_header *header,
                     struct trace_writer **result, struct err *err) SH_WARN_UNUSED;

/* Writes one item. The caller sees to it that times never decrease and nothing follows END. */
int trace_writer_put(struct trace_writer *writer, const struct trace_item *item,
                     struct err *err) SH_WARN_UNUSED;

/* Closes the file, which is on disk afterwards, and frees the writer whatever comes out. */
int trace_writer_close(struct trace_writer *writer, struct err *err) SH_WARN_UNUSED;

#endif

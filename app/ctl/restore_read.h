/*
 * restore_read.h - an export, checked from its first line to its last, and handed to a store.
 *
 * Nothing of it is believed before all of it was read: a file that is cut short, of another
 * version, or not one of ours is refused as `FILE:LINE: what is wrong`. So it is read twice, a few
 * hundred rows in memory at a time: a life's history is no larger than a day's. What comes through
 * a pipe is kept in a file without a name meanwhile. One thread; blocks on the file.
 */
#ifndef SH_CTL_RESTORE_READ_H
#define SH_CTL_RESTORE_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "ports/store.h"

struct restore_summary {
    bool is_simulated;
    bool is_whole; /* not a range of dates */
    int64_t intervals;
    int64_t days;
};

struct restore_reader;

/* Opens `path` ("-": standard input), which must outlive the reader. -ERR_MEMORY, -ERR_*. */
int restore_reader_new(const char *path, struct restore_reader **reader,
                       struct err *err) SH_WARN_UNUSED;
void restore_reader_free(struct restore_reader *reader);

/* Reads all of it. -ERR_INPUT, -ERR_MEMORY, or why it cannot be read. */
int restore_reader_check(struct restore_reader *reader, struct restore_summary *summary,
                         struct err *err) SH_WARN_UNUSED;

/* A store_batch's `next`, of a checked reader: the export once more, checked again. */
int restore_reader_next(void *self, bool is_first, struct store_batch *part, struct err *err);

#endif

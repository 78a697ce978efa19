/*
 * restore_read.h - an export in memory, checked from its first line to its last.
 *
 * Nothing of it is believed before all of it was read: a file that is cut short, of another
 * version, or not one of ours is refused as `FILE:LINE: what is wrong`. One thread; blocks on the
 * file. A year is some twenty megabytes.
 */
#ifndef SH_CTL_RESTORE_READ_H
#define SH_CTL_RESTORE_READ_H

#include "ctl/history_row.h"
#include "ports/store.h"

/* Zero-initialised before; released by restored_free, also after a failure. */
struct restored {
    bool is_simulated;
    bool is_whole; /* not a range of dates */
    bool has_open;
    struct store_boot *boots;
    size_t boots_len, boots_room;
    struct store_setting *settings;
    size_t settings_len, settings_room;
    struct store_interval *intervals;
    size_t intervals_len, intervals_room;
    struct store_count *counts;
    size_t counts_len, counts_room;
    struct store_prompt *prompts;
    size_t prompts_len, prompts_room;
    struct store_reported *reported;
    size_t reported_len, reported_room;
    struct store_day *days;
    size_t days_len, days_room;
    struct store_open open;
    struct store_field *fields;
};

/* Reads `path` ("-": standard input). -ERR_INPUT, -ERR_MEMORY, or why it does not open. */
int restore_read(const char *path, struct restored *restored, struct err *err) SH_WARN_UNUSED;

void restored_free(struct restored *restored);

#endif

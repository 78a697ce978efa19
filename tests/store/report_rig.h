/* report_rig.h - a Monday's records in a database, and `secondheartctl report` run on it. */
#ifndef SH_TESTS_REPORT_RIG_H
#define SH_TESTS_REPORT_RIG_H

#include <stdint.h>

#include "base/units.h"
#include "ports/store.h"
#include "store/scratch.h"

#define BOOT  "bbbbbbbb-0000-0000-0000-000000000001"
#define OTHER "bbbbbbbb-0000-0000-0000-000000000002"
#define DATE  20260302
/* 2026-03-02 00:00 in Berlin is 23:00 UTC of the day before; the boot's clock stood at 0 then. */
#define MIDNIGHT_NS (INT64_C(1772406000) * NS_PER_S)
#define AT(h, m)    (((h)*60 + (m)) * NS_PER_MIN)

/* What fails, fails the test. */
void report_commit(const struct store *store, const struct store_batch *batch);
void report_commit_label(const struct store *store, const char *boot_id, enum store_label label,
                         int64_t wall_offset_ns);
void report_commit_interval(const struct store *store, const char *boot_id, int64_t start_ns,
                            int64_t end_ns, enum posture posture);

/* Runs the command with `words`, on Monday at 11:07, and catches its standard output in `text`. */
int report_run(const struct scratch *scratch, const char *words, char *text, size_t size);

#endif

/*
 * export.h - writing a history out: JSON, which `restore` reads, or a table of it as CSV.
 *
 * JSON is one array, one row a line (ctl/history_row.h): first {"type":"export","format":1,...},
 * last {"type":"end","rows":N}, so that a file cut short shows. Nothing in it tells when it was
 * written: the same history makes the same bytes. The hash of a PIN stays behind.
 *
 * One thread. Blocks on the store and the file.
 */
#ifndef SH_CTL_EXPORT_H
#define SH_CTL_EXPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/calendar.h"
#include "ctl/history_row.h"
#include "ports/store.h"

/* A table of the CSV form. */
enum export_table {
    EXPORT_DAYS,
    EXPORT_INTERVALS,
    EXPORT_COUNTS,
    EXPORT_PROMPTS,
    EXPORT_REPORTED,
    EXPORT_TABLES
};

struct export_options {
    bool is_csv;
    enum export_table table; /* of CSV */
    bool is_simulated;
    int first_date; /* kiosk days, yyyymmdd; 0: from the beginning, and to the end */
    int last_date;
    struct calendar calendar;
};

/*
 * Writes what `options` ask for to `out`; how many rows into `rows`. -ERR_* of the store, or
 * -ERR_IO, -ERR_FULL of the file, -ERR_MEMORY.
 */
int export_write(const struct store *store, const struct export_options *options, FILE *out,
                 int64_t *rows, struct err *err) SH_WARN_UNUSED;

/*
 * The same into the file `path`, which must not exist yet and does not until all of it is on disk;
 * readable by its owner only. -ERR_INPUT if there is one already.
 */
int export_write_file(const struct store *store, const struct export_options *options,
                      const char *path, int64_t *rows, struct err *err) SH_WARN_UNUSED;

/* ---- export_csv.c ---- */

/* As they are named, ended by NULL. */
extern const char *const export_table_names[EXPORT_TABLES + 1];

/* The columns of every table with what they hold, for reading. */
void export_csv_print_columns(FILE *out);

void export_csv_head(FILE *out, enum export_table table);

/* Are rows of this kind the table's? */
bool export_csv_takes(enum export_table table, enum history_row_kind kind);

/* Writes a row of the table; `boot` is that of its clock. */
void export_csv_row(FILE *out, enum export_table table, const struct history_row *row,
                    const struct store_boot *boot);

#endif

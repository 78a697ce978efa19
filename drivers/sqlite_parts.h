/*
 * sqlite_parts.h - what our SQLite databases share, the history and the outbox; only drivers
 * include it.
 *
 *   sqlite_sql.c     statements, and SQLite's results as ours
 *   sqlite_schema.c  from one version of a file to the next
 *   sqlite_file.c    folders, damaged files
 *
 * The thread that has the database. Results are 0 or -ERR_*; `db` is always open.
 */
#ifndef SH_DRIVERS_SQLITE_PARTS_H
#define SH_DRIVERS_SQLITE_PARTS_H

#include <limits.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

/* ---- sqlite_sql.c ---- */

/* Fills `err` from SQLite's result `rc`: "what: 'path': why; what to do". Returns -ERR_*. */
int sql_error(sqlite3 *db, int rc, struct err *err, const char *what);

/* Runs statements that return no rows. */
int sql_exec(sqlite3 *db, const char *sql, struct err *err) SH_WARN_UNUSED;

/* The first column of the first row, as a number; 0 if there is no row. */
int sql_number(sqlite3 *db, const char *sql, int64_t *number, struct err *err) SH_WARN_UNUSED;

/*
 * Prepares `sql`, which fits our tables, to be run often (`keep`) or once. The caller finalises.
 * -ERR_CORRUPT if the file's tables are others.
 */
int sql_prepare(sqlite3 *db, const char *sql, bool keep, sqlite3_stmt **statement,
                struct err *err) SH_WARN_UNUSED;

/*
 * Binds one value a letter of `types`: 'i' int64_t, 't' const char * (must live until the next
 * bind), 'd' double, 'n' NULL (takes no argument). Resets the statement first. SQLite's result.
 */
int sql_bind(sqlite3_stmt *statement, const char *types, ...) SH_WARN_UNUSED;

/* Steps a bound statement that returns no row, and resets it. */
int sql_run(sqlite3_stmt *statement, struct err *err, const char *what) SH_WARN_UNUSED;

/* Copies a text column, cut to fit, "" for NULL. */
void sql_copy_text(sqlite3_stmt *statement, int column, char *text, size_t size);

/* ---- sqlite_schema.c ---- */

/* What a database is; the step to version `index + 1` is `steps[index]`. */
struct schema {
    const char *const *steps;
    int count;
    int32_t application_id; /* tells it from other SQLite databases */
    const char *noun;       /* for sentences: "history" */
};

/*
 * Brings the file up to version `schema->count`, one transaction a step. An empty file becomes
 * ours. -ERR_CORRUPT: damaged, or not ours; -ERR_UNSUPPORTED: newer than we know, untouched.
 * After another failure the file stands at the last step that worked.
 */
int schema_upgrade(sqlite3 *db, const struct schema *schema, struct err *err) SH_WARN_UNUSED;

/* 0 if the file is empty or ours, of a version we know; else as above. Touches nothing. */
int schema_accept(sqlite3 *db, const struct schema *schema, struct err *err) SH_WARN_UNUSED;

/* 0 if the file can be read as it is; -ERR_NOT_FOUND if it is empty; else as above. */
int schema_check(sqlite3 *db, const struct schema *schema, struct err *err) SH_WARN_UNUSED;

/* ---- sqlite_file.c ---- */

/* Names beside the database: room for ".damaged-999", and then for "-wal", ".lock" and the like. */
#define SUFFIX_MAX     32
#define FILE_NAME_SIZE (PATH_MAX - SUFFIX_MAX)
#define FILE_PATH_SIZE (FILE_NAME_SIZE - SUFFIX_MAX)

/* Makes the folders above `path` that do not exist yet, with `mode` less the process's umask. */
int sqlite_make_folders(const char *path, mode_t mode, struct err *err) SH_WARN_UNUSED;

/*
 * Renames the closed, damaged database at `path` and what belongs to it, so that a fresh one can be
 * made; the new name into `set_aside`.
 */
int sqlite_set_aside(const char *path, const char *noun, char set_aside[FILE_NAME_SIZE],
                     struct err *err) SH_WARN_UNUSED;

/* Removes from beside the database at `path` what was set aside as damaged or replaced. */
void sqlite_remove_set_aside(const char *path);

/* -ERR_CORRUPT if the pages do not add up. */
int sqlite_check_pages(sqlite3 *db, struct err *err) SH_WARN_UNUSED;

#endif

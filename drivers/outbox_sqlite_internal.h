/*
 * outbox_sqlite_internal.h - what the files of the SQLite outbox share; nobody else includes it.
 *
 *   outbox_sqlite.c         the port's functions: consent, status, pseudonyms
 *   outbox_sqlite_queue.c   periods in and out
 *   outbox_sqlite_file.c    the file, and one call as one transaction
 *
 * Same thread rule as the port. Results are 0 or -ERR_*.
 */
#ifndef SH_DRIVERS_OUTBOX_SQLITE_INTERNAL_H
#define SH_DRIVERS_OUTBOX_SQLITE_INTERNAL_H

#include "drivers/sqlite_parts.h"
#include "ports/outbox.h"

struct outbox_sqlite {
    char path[FILE_PATH_SIZE];
    char vfs[64]; /* "": the usual one */
    bool read_only;
    bool has_origin; /* the kiosk: the queue is for `test_endpoint` and no other */
    char test_endpoint[OUTBOX_ENDPOINT_SIZE];
    sqlite3 *db;                    /* NULL: not connected */
    char set_aside[FILE_NAME_SIZE]; /* "": none */
};

/* ---- outbox_sqlite_file.c ---- */

/* Part of a transaction; `db` is open. */
typedef int outbox_work_fn(struct outbox_sqlite *self, void *args, struct err *err);

/* What a call comes to while there is no file. */
enum outbox_absence {
    ABSENT_IS_NOTHING, /* 0: there is nothing to do */
    ABSENT_IS_DENIED,  /* -ERR_PERMISSION: there is no consent */
    ABSENT_IS_MADE     /* the file is made */
};

/*
 * Does `work` in one transaction, on disk when this returns 0; otherwise nothing was changed. A
 * file that turns out to be damaged is set aside.
 */
int outbox_transact(struct outbox_sqlite *self, enum outbox_absence absence, outbox_work_fn *work,
                    void *args, struct err *err) SH_WARN_UNUSED;

void outbox_disconnect(struct outbox_sqlite *self);

/* Binds as sql_bind does, runs a statement that returns no row, and forgets it. */
int outbox_run(sqlite3 *db, struct err *err, const char *sql, const char *types,
               ...) SH_WARN_UNUSED;

/*
 * Prepares and binds `row` and steps to its first row. 1: there is one; 0: none; or -ERR_*. The
 * caller finalises it in each case.
 */
int outbox_find(sqlite3 *db, struct err *err, sqlite3_stmt **row, const char *sql,
                const char *types, ...) SH_WARN_UNUSED;

/* ---- outbox_sqlite.c ---- */

/* Consent, periods, marks and pseudonyms are gone, overwritten with the transaction. */
int outbox_empty(sqlite3 *db, struct err *err) SH_WARN_UNUSED;

/* -ERR_PERMISSION without consent; `given`, if wanted, is what it was given for. */
int outbox_need_consent(sqlite3 *db, struct consent *given_or_null, struct err *err) SH_WARN_UNUSED;

/* The pseudonym of the month in which `start_s` lies; made if it is the first. */
int outbox_pseudonym(sqlite3 *db, int64_t start_s, char pseudonym[SUMMARY_PSEUDONYM_SIZE],
                     struct err *err) SH_WARN_UNUSED;

/* The calendar month (UTC), as yyyymm. */
int64_t outbox_month(int64_t wall_s);

/* ---- outbox_sqlite_queue.c: each is the port's function of that name ---- */

int outbox_note_time(void *self, int64_t now_s, int64_t *sure_s, struct err *err);
int outbox_read_until(void *self, enum summary_detail detail, int64_t *until_s, struct err *err);
int outbox_queue(void *self, enum summary_detail detail, const struct summary *summaries,
                 size_t count, int64_t until_s, struct err *err);
int outbox_read_queued(void *self, int64_t *after, struct summary *summaries, int64_t *keys,
                       size_t room, size_t *count, struct err *err);
int outbox_strike_off(void *self, const int64_t *keys, size_t count, int64_t now_s,
                      struct err *err);
int outbox_quarantine(void *self, int64_t key, const char *reason, struct err *err);
int outbox_release_quarantine(void *self, struct err *err);

#endif

/*
 * store_sqlite_internal.h - what the files of the SQLite store share; nobody else includes it.
 *
 *   store_sqlite.c         the port's functions
 *   store_sqlite_file.c    the file: lock, opening
 *   store_sqlite_schema.c  the tables
 *   store_sqlite_names.c   words for what has no number in the file
 *   store_sqlite_write.c   one batch into one transaction
 *   store_sqlite_changes.c what changed in the open state, as bytes
 *   store_sqlite_open.c    the open state: only what changed, and that close together
 *   store_sqlite_read.c    rows for reports
 *   store_sqlite_all.c     a whole history, for a copy
 *   store_sqlite_erase.c   erasing, to the last byte
 *
 * Same thread rule as the port. Results are 0 or -ERR_*; `db` is always open.
 */
#ifndef SH_DRIVERS_STORE_SQLITE_INTERNAL_H
#define SH_DRIVERS_STORE_SQLITE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/sqlite_parts.h"
#include "ports/store.h"

/* ---- store_sqlite_names.c ---- */

const char *store_label_name(enum store_label label);
enum store_label store_label_from_name(const char *name); /* NONE for anything else */
const char *store_count_name(enum store_count_kind kind);
int store_count_from_name(const char *name); /* -1 if none */
const char *store_prompt_name(enum store_prompt_change change);
int store_prompt_from_name(const char *name); /* -1 if none */
const char *store_reported_name(enum store_reported_kind kind);
int store_reported_from_name(const char *name); /* -1 if none */

/* ---- store_sqlite_schema.c ---- */

/* "2ndH": tells our files from other SQLite databases. */
#define SCHEMA_APPLICATION_ID 0x326e6448
#define SCHEMA_VERSION        3

extern const struct schema history_schema;

/* ---- store_sqlite_changes.c ---- */

/*
 * What changed in the open state, as bytes: for each field the step from the last one's key and the
 * difference from its old value (0 if it had none), or a 0 and the step for one that is gone. Every
 * number takes a byte for seven bits, small ones of either sign first.
 */
struct changes {
    unsigned char *data;
    size_t len;
    size_t capacity;
    int64_t last_key;
};

struct change {
    int64_t key;
    int64_t difference;
    bool is_removal;
};

/* Set `next` and `end`, the rest zero. */
struct changes_reader {
    const unsigned char *next;
    const unsigned char *end;
    int64_t last_key;
};

void changes_clear(struct changes *changes);
void changes_release(struct changes *changes);

/* No key twice in a row. -ERR_MEMORY. */
int changes_add(struct changes *changes, int64_t key, int64_t difference) SH_WARN_UNUSED;
int changes_add_removal(struct changes *changes, int64_t key) SH_WARN_UNUSED;

/* 1 with the next one, 0 at the end, -ERR_CORRUPT. */
int changes_next(struct changes_reader *reader, struct change *change) SH_WARN_UNUSED;

/* ---- store_sqlite_open.c ---- */

struct open_field {
    char name[STORE_FIELD_NAME_SIZE];
    int64_t value;  /* as last written; 0 if not set */
    bool is_set;    /* part of the open state now */
    bool is_wanted; /* scratch of open_state_save */
};

enum open_statement { OPEN_ADD_NAME, OPEN_APPEND, OPEN_STATEMENTS };

/* The open state as the file holds it: field i has the key i + 1 in table `field`. */
struct open_state {
    struct open_field *fields;
    size_t *by_name; /* indices into fields, sorted by name */
    size_t len;
    size_t capacity;
    int64_t log_bytes;
    bool is_loaded;
    struct changes changes;
    sqlite3_stmt *statements[OPEN_STATEMENTS];
};

/* Forgets statements and fields; the next save reads them again. */
void open_state_clear(struct open_state *state);

/* Writes what changed, inside a transaction. After a failure or a rollback: open_state_forget. */
int open_state_save(struct open_state *state, sqlite3 *db, int64_t boot_key,
                    const struct store_open *open, struct err *err) SH_WARN_UNUSED;
void open_state_forget(struct open_state *state);

int open_state_load(sqlite3 *db, struct store_resume *resume, store_field_fn visit, void *context,
                    struct err *err) SH_WARN_UNUSED;

/* ---- store_sqlite_all.c ---- */

int reader_all(sqlite3 *db, const struct store_visitor *visitor, void *context, int *damaged,
               struct err *err) SH_WARN_UNUSED;

/* ---- store_sqlite_write.c ---- */

enum write_statement {
    WRITE_ADD_BOOT,
    WRITE_FIND_BOOT,
    WRITE_LABEL_BOOT,
    WRITE_INTERVAL,
    WRITE_COUNT,
    WRITE_PROMPT,
    WRITE_REPORTED,
    WRITE_SETTING,
    WRITE_CLEAR_SETTING,
    WRITE_DAY,
    WRITE_CLEAR_FIGURES,
    WRITE_FIGURE,
    WRITE_PRUNE_FROM,
    WRITE_PRUNE_INTERVALS,
    WRITE_PRUNE_COUNTS,
    WRITE_PRUNE_PROMPTS,
    WRITE_PRUNE_REPORTED,
    WRITE_STATEMENTS
};

/* The last rows that are known to be on disk; they outlive a connection, not the file. */
struct write_marks {
    int64_t interval_seq;
    int64_t count_seq;
    int64_t prompt_seq;
    int64_t reported_seq;
    bool are_known;
};

struct writer {
    struct write_marks marks;
    sqlite3_stmt *statements[WRITE_STATEMENTS];
    struct open_state open;
};

/* Forgets what belongs to a connection: statements and the open state. */
void writer_clear(struct writer *writer);

/* The whole batch in one transaction, on disk when it returns 0; rolled back otherwise. */
int writer_commit(struct writer *writer, sqlite3 *db, const struct store_batch *batch,
                  struct err *err) SH_WARN_UNUSED;

/* ---- store_sqlite_erase.c ---- */

/*
 * Deletes what `erases` says, inside the transaction under way, and leaves a mark that its bytes
 * are still to be swept out of the files.
 */
int erase_rows(sqlite3 *db, enum store_erase erases, struct err *err) SH_WARN_UNUSED;

/* Is there a mark? False also if that cannot be told. */
bool erase_is_unfinished(sqlite3 *db);

/* Does what is marked take with it what was set aside? A replaced history does not. */
bool erase_takes_set_aside(sqlite3 *db);

/*
 * Outside a transaction: sweeps the bytes out of database and log, then takes the mark away.
 * Whatever fails, another program that reads say, leaves the mark: to be tried again later.
 */
int erase_finish(sqlite3 *db, struct err *err) SH_WARN_UNUSED;

/* ---- store_sqlite_file.c ---- */

struct store_sqlite {
    char path[FILE_PATH_SIZE];
    char vfs[64]; /* "": the usual one */
    bool read_only;
    sqlite3 *db; /* NULL: not connected */
    bool can_write;
    int lock_fd;     /* -1: not ours */
    bool has_erased; /* and the bytes are still to be swept out */
    struct writer writer;
    char set_aside[FILE_NAME_SIZE]; /* "": none */
};

/*
 * Sees to it that `db` is open, and fit for writing with the first. A damaged file is set aside and
 * a fresh one made by the way. Results are those of the port's functions; after a failure `db` is
 * NULL.
 */
int file_connect_for_writing(struct store_sqlite *self, struct err *err) SH_WARN_UNUSED;
int file_connect_for_reading(struct store_sqlite *self, struct err *err) SH_WARN_UNUSED;

/* `copy_log` false leaves the log and everything else on disk as it is. */
void file_disconnect(struct store_sqlite *self, bool copy_log);

/* Renames the database and its log; `db` must be NULL. Named in `set_aside`. */
int file_set_aside(struct store_sqlite *self, struct err *err) SH_WARN_UNUSED;

/* ---- store_sqlite_read.c ---- */

int reader_intervals(sqlite3 *db, int64_t from_wall_ns, int64_t to_wall_ns, store_interval_fn visit,
                     void *context, struct err *err) SH_WARN_UNUSED;
int reader_counts(sqlite3 *db, int64_t from_wall_ns, int64_t to_wall_ns, store_count_fn visit,
                  void *context, struct err *err) SH_WARN_UNUSED;
int reader_prompts(sqlite3 *db, int64_t from_wall_ns, int64_t to_wall_ns, store_prompt_fn visit,
                   void *context, struct err *err) SH_WARN_UNUSED;
int reader_reported(sqlite3 *db, int64_t from_wall_ns, int64_t to_wall_ns, store_reported_fn visit,
                    void *context, struct err *err) SH_WARN_UNUSED;
int reader_settings(sqlite3 *db, store_setting_fn visit, void *context, int *damaged,
                    struct err *err) SH_WARN_UNUSED;
int reader_days(sqlite3 *db, int first_date, int last_date, store_day_fn visit, void *context,
                struct err *err) SH_WARN_UNUSED;
int reader_first_days(sqlite3 *db, int most, store_day_fn visit, void *context,
                      struct err *err) SH_WARN_UNUSED;
int reader_day_count(sqlite3 *db, int most, int *count, struct err *err) SH_WARN_UNUSED;
int reader_unlabelled(sqlite3 *db, int64_t *total_ns, struct err *err) SH_WARN_UNUSED;

#endif

#include "drivers/outbox_sqlite_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 5000
#define FOLDER_MODE     02770 /* what is made in it belongs to its group */
#define PARENT_MODE     0750
#define FILE_MODE       0660
#define CANNOT_USE      "cannot use the outbox"

/* "2ndO": tells the queue from the history and from other databases. */
#define APPLICATION_ID 0x326e644f

/*
 * Version 1. One row says that there is consent and what has become of it; all else depends on it.
 * The figures' columns are in the order of enum summary_figure.
 */
static const char version_1[] = "CREATE TABLE consent ("
                                "  key INTEGER PRIMARY KEY CHECK (key = 1),"
                                "  given_s INTEGER NOT NULL,"
                                "  detail TEXT NOT NULL,"
                                "  test_endpoint TEXT NOT NULL,"
                                "  seen_s INTEGER NOT NULL," /* the clock has been here */
                                "  sure_s INTEGER NOT NULL,"
                                "  next_key INTEGER NOT NULL,"
                                "  delivered INTEGER NOT NULL DEFAULT 0,"
                                "  delivered_at_s INTEGER NOT NULL DEFAULT 0,"
                                "  dropped INTEGER NOT NULL DEFAULT 0,"
                                "  outcome TEXT NOT NULL DEFAULT 'never_tried',"
                                "  at_s INTEGER NOT NULL DEFAULT 0,"
                                "  not_before_s INTEGER NOT NULL DEFAULT 0,"
                                "  failures INTEGER NOT NULL DEFAULT 0,"
                                "  reason TEXT NOT NULL DEFAULT ''"
                                ") STRICT;"
                                "CREATE TABLE period ("
                                "  key INTEGER PRIMARY KEY,"
                                "  detail TEXT NOT NULL,"
                                "  start_s INTEGER NOT NULL,"
                                "  pseudonym TEXT NOT NULL,"
                                "  team TEXT NOT NULL,"
                                "  version TEXT NOT NULL,"
                                "  away_s INTEGER NOT NULL,"
                                "  beats INTEGER NOT NULL,"
                                "  bouts INTEGER NOT NULL,"
                                "  breaks INTEGER NOT NULL,"
                                "  prolonged_s INTEGER NOT NULL,"
                                "  prompts_verified INTEGER NOT NULL,"
                                "  sitting_s INTEGER NOT NULL,"
                                "  standing_s INTEGER NOT NULL,"
                                "  stepping_s INTEGER NOT NULL,"
                                "  refused TEXT,"
                                "  UNIQUE (detail, start_s)"
                                ") STRICT;"
                                "CREATE TABLE mark ("
                                "  detail TEXT PRIMARY KEY,"
                                "  until_s INTEGER NOT NULL,"
                                "  newest_s INTEGER"
                                ") STRICT, WITHOUT ROWID;"
                                "CREATE TABLE pseudonym ("
                                "  month INTEGER PRIMARY KEY,"
                                "  name TEXT NOT NULL"
                                ") STRICT;";

/* Version 2: to whom and as which team, and why an attempt failed. */
static const char version_2[] = "ALTER TABLE consent ADD COLUMN host TEXT NOT NULL DEFAULT '';"
                                "ALTER TABLE consent ADD COLUMN team TEXT NOT NULL DEFAULT '';"
                                "ALTER TABLE consent ADD COLUMN cause TEXT NOT NULL DEFAULT '';";

static const char *const steps[] = {version_1, version_2};

static const struct schema outbox_schema = {.steps = steps,
                                            .count = sizeof(steps) / sizeof(steps[0]),
                                            .application_id = APPLICATION_ID,
                                            .noun = "outbox"};

static const char settings_sql[] = "PRAGMA secure_delete = ON;"
                                   "PRAGMA journal_mode = DELETE;"
                                   "PRAGMA synchronous = EXTRA;"
                                   "PRAGMA cache_size = -512;"
                                   "PRAGMA temp_store = MEMORY;";

void outbox_disconnect(struct outbox_sqlite *self)
{
    (void)sqlite3_close(self->db);
    self->db = NULL;
}

/* ---- folder, file and lock ---- */

static int explain(enum err_code code, const char *path, struct err *err)
{
    return err_set(err, code, CANNOT_USE ": '%s': %s; give the kiosk's user the folder", path,
                   strerror(errno));
}

/* For whoever is in the folder's group, whatever the process's umask. */
static int make_file(const struct outbox_sqlite *self, struct err *err)
{
    char folder[FILE_PATH_SIZE];
    char *slash;
    int fd, result;

    (void)snprintf(folder, sizeof(folder), "%s", self->path);
    slash = strrchr(folder, '/');
    if (slash && slash != folder) {
        *slash = '\0';
        result = sqlite_make_folders(folder, PARENT_MODE, err);
        if (result < 0)
            return result;
        /* A service's sandbox refuses even to ask for the set-group bit where the folder exists. */
        if (mkdir(folder, FOLDER_MODE & 0777) == 0)
            (void)chmod(folder, FOLDER_MODE);
        else if (errno != EEXIST)
            return explain(err_from_errno(errno), folder, err);
    }
    fd = open(self->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        return errno == EEXIST ? 0 : explain(err_from_errno(errno), self->path, err);
    (void)fchmod(fd, FILE_MODE);
    (void)close(fd);
    return 0;
}

/* Opening is what only one does at a time: it may set the file aside. -1 if it cannot be held. */
static int hold_lock(const struct outbox_sqlite *self)
{
    char path[FILE_NAME_SIZE];
    int fd;

    (void)snprintf(path, sizeof(path), "%s.lock", self->path);
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        return -1;
    (void)fchmod(fd, FILE_MODE);
    while (flock(fd, LOCK_EX) < 0) {
        if (errno == EINTR)
            continue;
        (void)close(fd);
        return -1;
    }
    return fd;
}

/* ---- opening ---- */

static int open_file(struct outbox_sqlite *self, bool makes, struct err *err)
{
    const char *vfs = self->vfs[0] ? self->vfs : NULL;
    int flags = self->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int result = 0;
    int rc;

    /* A file system of a test's own: only it knows what is there. */
    if (vfs)
        flags |= SQLITE_OPEN_CREATE;
    else if (access(self->path, F_OK) < 0 && errno == ENOENT && !makes)
        return err_set(err, ERR_NOT_FOUND, CANNOT_USE ": '%s': there is none", self->path);
    else if (makes)
        result = make_file(self, err);
    if (result < 0)
        return result;
    rc = sqlite3_open_v2(self->path, &self->db, flags | SQLITE_OPEN_NOMUTEX, vfs);
    if (rc != SQLITE_OK)
        return sql_error(self->db, rc, err, CANNOT_USE);
    (void)sqlite3_extended_result_codes(self->db, 1);
    (void)sqlite3_busy_timeout(self->db, BUSY_TIMEOUT_MS);
    return 0;
}

/* Made for another place: a queue of simulated figures for a real server, or the other way. */
static int drop_other_origin(struct outbox_sqlite *self, struct err *err)
{
    sqlite3_stmt *row;
    int result = outbox_find(self->db, err, &row, "SELECT 1 FROM consent WHERE test_endpoint <> ?1",
                             "t", self->test_endpoint);

    (void)sqlite3_finalize(row);
    if (result <= 0)
        return result;
    result = sql_exec(self->db, "BEGIN IMMEDIATE", err);
    if (result == 0)
        result = outbox_empty(self->db, err);
    if (result == 0)
        result = sql_exec(self->db, "COMMIT", err);
    return result;
}

static int prepare(struct outbox_sqlite *self, bool makes, struct err *err)
{
    int result = schema_accept(self->db, &outbox_schema, err); /* before anything is touched */

    if (result == 0)
        result = sqlite_check_pages(self->db, err);
    if (result == 0 && !makes)
        result = schema_check(self->db, &outbox_schema, err);
    if (self->read_only)
        return result;
    if (result == 0 || result == -ERR_UNSUPPORTED) {
        /* One that is newer was refused by the first of these; an older one is brought up. */
        result = schema_accept(self->db, &outbox_schema, err);
        if (result == 0)
            result = sql_exec(self->db, settings_sql, err);
        if (result == 0)
            result = schema_upgrade(self->db, &outbox_schema, err);
    }
    if (result == 0 && self->has_origin)
        result = drop_other_origin(self, err);
    return result;
}

static int connect_once(struct outbox_sqlite *self, bool makes, struct err *err)
{
    int result = open_file(self, makes, err);

    if (result == 0)
        result = prepare(self, makes, err);
    if (result < 0)
        outbox_disconnect(self);
    return result;
}

static int open_and_mend(struct outbox_sqlite *self, bool makes, struct err *err)
{
    int result = connect_once(self, makes, err);

    if (result != -ERR_CORRUPT || self->read_only)
        return result;
    result = sqlite_set_aside(self->path, "outbox", self->set_aside, err);
    return result < 0 ? result : connect_once(self, makes, err);
}

/* -ERR_NOT_FOUND: there is none, and `makes` does not ask for one. */
static int outbox_connect(struct outbox_sqlite *self, bool makes, struct err *err)
{
    int moved = 0;
    int lock_fd, result;

    /* Set aside by the other program, or deleted: what we hold is nobody's file any more. */
    if (self->db && sqlite3_file_control(self->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == 0 &&
        moved)
        outbox_disconnect(self);
    if (self->db)
        return 0;
    if (makes && !self->vfs[0]) {
        result = make_file(self, err);
        if (result < 0)
            return result;
    }
    lock_fd = self->read_only ? -1 : hold_lock(self);
    result = open_and_mend(self, makes, err);
    if (lock_fd >= 0)
        (void)close(lock_fd);
    return result;
}

/* ---- one call, one transaction ---- */

static int transact_once(struct outbox_sqlite *self, bool makes, outbox_work_fn *work, void *args,
                         struct err *err)
{
    int result = outbox_connect(self, makes, err);

    if (result < 0)
        return result;
    /* Who is going to write says so at once: to wait later, holding a view, would be in vain. */
    result = sql_exec(self->db, self->read_only ? "BEGIN" : "BEGIN IMMEDIATE", err);
    if (result == 0)
        result = work(self, args, err);
    if (result == 0)
        result = sql_exec(self->db, "COMMIT", err);
    if (!sqlite3_get_autocommit(self->db))
        (void)sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
    if (result == -ERR_CORRUPT || result == -ERR_IO)
        outbox_disconnect(self);
    return result;
}

int outbox_transact(struct outbox_sqlite *self, enum outbox_absence absence, outbox_work_fn *work,
                    void *args, struct err *err)
{
    bool makes = absence == ABSENT_IS_MADE;
    int result;

    if (makes && self->read_only)
        return err_set(err, ERR_READ_ONLY, CANNOT_USE ": '%s': opened for reading", self->path);
    result = transact_once(self, makes, work, args, err);
    if (result == -ERR_CORRUPT && !self->read_only)
        result = transact_once(self, makes, work, args, err);
    if (result != -ERR_NOT_FOUND)
        return result;
    return absence == ABSENT_IS_NOTHING
               ? 0
               : err_set(err, ERR_PERMISSION, "nothing is queued: nobody has consented");
}

/* ---- statements that are run once ---- */

static int bind_all(sqlite3_stmt *statement, const char *types, va_list args)
{
    int rc = SQLITE_OK;

    for (int i = 0; types[i] && rc == SQLITE_OK; i++)
        rc = types[i] == 'i' ? sqlite3_bind_int64(statement, i + 1, va_arg(args, int64_t))
                             : sqlite3_bind_text(statement, i + 1, va_arg(args, const char *), -1,
                                                 SQLITE_STATIC);
    return rc;
}

int outbox_run(sqlite3 *db, struct err *err, const char *sql, const char *types, ...)
{
    sqlite3_stmt *statement;
    va_list args;
    int rc;
    int result = sql_prepare(db, sql, false, &statement, err);

    if (result < 0)
        return result;
    va_start(args, types);
    rc = bind_all(statement, types, args);
    va_end(args);
    result = rc == SQLITE_OK ? sql_run(statement, err, "cannot write the outbox")
                             : sql_error(db, rc, err, "cannot write the outbox");
    (void)sqlite3_finalize(statement);
    return result;
}

int outbox_find(sqlite3 *db, struct err *err, sqlite3_stmt **row, const char *sql,
                const char *types, ...)
{
    va_list args;
    int rc;
    int result = sql_prepare(db, sql, false, row, err);

    if (result < 0)
        return result;
    va_start(args, types);
    rc = bind_all(*row, types, args);
    va_end(args);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(*row);
    if (rc == SQLITE_ROW)
        return 1;
    return rc == SQLITE_DONE ? 0 : sql_error(db, rc, err, "cannot read the outbox");
}

#include "drivers/sqlite_parts.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What SQLite's I/O and open errors hide: the disk's own reason. */
static enum err_code code_from_system(sqlite3 *db)
{
    int errno_value = db ? sqlite3_system_errno(db) : 0;

    return errno_value ? err_from_errno(errno_value) : ERR_IO;
}

static enum err_code code_from_result(sqlite3 *db, int rc)
{
    static const struct {
        int rc;
        enum err_code code;
    } table[] = {
        {SQLITE_FULL, ERR_FULL},       {SQLITE_READONLY, ERR_READ_ONLY},
        {SQLITE_CORRUPT, ERR_CORRUPT}, {SQLITE_NOTADB, ERR_CORRUPT},
        {SQLITE_BUSY, ERR_BUSY},       {SQLITE_LOCKED, ERR_BUSY},
        {SQLITE_PERM, ERR_PERMISSION}, {SQLITE_AUTH, ERR_PERMISSION},
        {SQLITE_NOMEM, ERR_MEMORY},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (table[i].rc == (rc & 0xff))
            return table[i].code;
    }
    return code_from_system(db);
}

/* As SQLite says it, but "disk I/O error", which the system knows the reason of. */
static const char *reason_of(sqlite3 *db, int rc)
{
    int errno_value = db ? sqlite3_system_errno(db) : 0;

    if ((rc & 0xff) == SQLITE_IOERR && errno_value)
        return strerror(errno_value);
    return db ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
}

int sql_error(sqlite3 *db, int rc, struct err *err, const char *what)
{
    static const struct {
        enum err_code code;
        const char *advice;
    } table[] = {
        {ERR_FULL, "free some space"},
        {ERR_READ_ONLY, "make it writable, or look at the SD card: a worn one turns read-only"},
        {ERR_PERMISSION, "give the kiosk's user the folder"},
        {ERR_BUSY, "close the program that holds it"},
    };
    enum err_code code = code_from_result(db, rc);
    const char *path = db ? sqlite3_db_filename(db, "main") : NULL;
    const char *why = reason_of(db, rc);
    const char *advice = NULL;

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (table[i].code == code)
            advice = table[i].advice;
    }
    return err_set(err, code, "%s: '%s': %s%s%s", what, path ? path : "", why, advice ? "; " : "",
                   advice ? advice : "");
}

int sql_exec(sqlite3 *db, const char *sql, struct err *err)
{
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);

    return rc == SQLITE_OK ? 0 : sql_error(db, rc, err, "cannot write");
}

int sql_number(sqlite3 *db, const char *sql, int64_t *number, struct err *err)
{
    sqlite3_stmt *statement;
    int rc;
    int result = sql_prepare(db, sql, false, &statement, err);

    *number = 0;
    if (result < 0)
        return result;
    rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW)
        *number = sqlite3_column_int64(statement, 0);
    (void)sqlite3_finalize(statement);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : sql_error(db, rc, err, "cannot read");
}

int sql_prepare(sqlite3 *db, const char *sql, bool keep, sqlite3_stmt **statement, struct err *err)
{
    unsigned flags = keep ? SQLITE_PREPARE_PERSISTENT : 0;
    int rc = sqlite3_prepare_v3(db, sql, -1, flags, statement, NULL);

    /* Our statements fit our tables: if these are others, the text that makes them is damaged. */
    if (rc == SQLITE_ERROR)
        return err_set(err, ERR_CORRUPT, "cannot read: '%s': %s", sqlite3_db_filename(db, "main"),
                       sqlite3_errmsg(db));
    return rc == SQLITE_OK ? 0 : sql_error(db, rc, err, "cannot read");
}

int sql_bind(sqlite3_stmt *statement, const char *types, ...)
{
    va_list args;
    int rc = SQLITE_OK;

    (void)sqlite3_reset(statement);
    va_start(args, types);
    for (int i = 1; types[i - 1] && rc == SQLITE_OK; i++) {
        switch (types[i - 1]) {
        case 'i':
            rc = sqlite3_bind_int64(statement, i, va_arg(args, int64_t));
            break;
        case 't':
            rc = sqlite3_bind_text(statement, i, va_arg(args, const char *), -1, SQLITE_STATIC);
            break;
        case 'd':
            rc = sqlite3_bind_double(statement, i, va_arg(args, double));
            break;
        default:
            assert(types[i - 1] == 'n');
            rc = sqlite3_bind_null(statement, i);
        }
    }
    va_end(args);
    return rc;
}

int sql_run(sqlite3_stmt *statement, struct err *err, const char *what)
{
    int rc = sqlite3_step(statement);
    int result = rc == SQLITE_DONE ? 0 : sql_error(sqlite3_db_handle(statement), rc, err, what);

    (void)sqlite3_reset(statement);
    return result;
}

void sql_copy_text(sqlite3_stmt *statement, int column, char *text, size_t size)
{
    const unsigned char *value = sqlite3_column_text(statement, column);

    (void)snprintf(text, size, "%s", value ? (const char *)value : "");
}

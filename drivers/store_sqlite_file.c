#include "drivers/store_sqlite_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS   5000
#define DIRECTORY_MODE    0750
#define CANNOT_OPEN       "cannot open the history"
#define CANNOT_OPEN_STATE "cannot use the state folder"

/*
 * The log is copied into the database once it has 1000 frames, once or twice in an eight-hour day:
 * a page that changed 400 times in it is then copied once. Rarer would save nothing (measured) and
 * leave a longer log to be read after a power cut.
 */
static const char settings_sql[] = "PRAGMA journal_mode = WAL;"
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA wal_autocheckpoint = 1000;"
                                   "PRAGMA journal_size_limit = 4194304;"
                                   "PRAGMA cache_size = -512;"
                                   "PRAGMA temp_store = MEMORY;";

static const char *vfs_name(const struct store_sqlite *self)
{
    return self->vfs[0] ? self->vfs : NULL;
}

void file_disconnect(struct store_sqlite *self, bool copy_log)
{
    if (!self->db)
        return;
    writer_clear(&self->writer);
    if (!copy_log)
        (void)sqlite3_db_config(self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    (void)sqlite3_close(self->db);
    self->db = NULL;
    self->can_write = false;
}

/* ---- the folder and the lock ---- */

/* The lock's holder left its number in the file. */
static int explain_busy(const struct store_sqlite *self, int fd, struct err *err)
{
    char text[32] = "";
    ssize_t len = read(fd, text, sizeof(text) - 1);

    text[len > 0 ? len : 0] = '\0';
    text[strcspn(text, "\n")] = '\0';
    return err_set(err, ERR_BUSY,
                   "%s: '%s': another Second Heart writes here (process %s); stop one of them",
                   CANNOT_OPEN, self->path, text[0] ? text : "unknown");
}

static int take_lock(struct store_sqlite *self, struct err *err)
{
    char path[FILE_NAME_SIZE];
    int fd;
    int result;

    if (self->lock_fd >= 0)
        return 0;
    result = sqlite_make_folders(self->path, DIRECTORY_MODE, err);
    if (result < 0)
        return result;
    (void)snprintf(path, sizeof(path), "%s.lock", self->path);
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (fd < 0)
        return err_set(err, err_from_errno(errno), "%s: '%s': %s; make the folder writable",
                       CANNOT_OPEN_STATE, path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        result = errno == EWOULDBLOCK ? explain_busy(self, fd, err)
                                      : err_set(err, err_from_errno(errno), "%s: '%s': %s",
                                                CANNOT_OPEN_STATE, path, strerror(errno));
        (void)close(fd);
        return result;
    }
    (void)ftruncate(fd, 0);
    (void)dprintf(fd, "%ld\n", (long)getpid());
    self->lock_fd = fd;
    return 0;
}

int file_set_aside(struct store_sqlite *self, struct err *err)
{
    int result = sqlite_set_aside(self->path, "history", self->set_aside, err);

    if (result == 0)
        self->writer.marks.are_known = false;
    return result;
}

/* ---- opening ---- */

/* SQLite knows no file name yet to put into its error. */
static int explain_open(const struct store_sqlite *self, int rc, struct err *err)
{
    struct err reason = {0};

    (void)sql_error(self->db, rc, &reason, CANNOT_OPEN);
    if (reason.code == ERR_NOT_FOUND)
        return err_set(err, ERR_NOT_FOUND, "%s: '%s': there is none; the kiosk makes it",
                       CANNOT_OPEN, self->path);
    return err_set(err, (enum err_code)reason.code, "%s: '%s': %s", CANNOT_OPEN, self->path,
                   self->db ? sqlite3_errmsg(self->db) : sqlite3_errstr(rc));
}

static int open_file(struct store_sqlite *self, const char *name, int flags, struct err *err)
{
    int rc = sqlite3_open_v2(name, &self->db, flags | SQLITE_OPEN_NOMUTEX, vfs_name(self));

    if (rc != SQLITE_OK) {
        int result = explain_open(self, rc, err);

        file_disconnect(self, false);
        return result;
    }
    (void)sqlite3_extended_result_codes(self->db, 1);
    (void)sqlite3_busy_timeout(self->db, BUSY_TIMEOUT_MS);
    return 0;
}

static int prepare_for_writing(struct store_sqlite *self, struct err *err)
{
    int result = schema_accept(self->db, &history_schema, err); /* before anything is touched */

    if (result == 0 && sqlite3_db_readonly(self->db, "main") == 1)
        return err_set(err, ERR_READ_ONLY,
                       "cannot write the history: '%s': read-only; make it writable, or look at "
                       "the SD card: a worn one turns read-only",
                       self->path);
    if (result == 0)
        result = sqlite_check_pages(self->db, err);
    if (result == 0)
        result = sql_exec(self->db, "PRAGMA page_size = 512", err);
    if (result == 0)
        result = sql_exec(self->db, settings_sql, err);
    if (result == 0)
        result = schema_upgrade(self->db, &history_schema, err);
    return result;
}

static int connect_once(struct store_sqlite *self, struct err *err)
{
    int result = open_file(self, self->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);

    if (result == 0)
        result = prepare_for_writing(self, err);
    if (result == 0) {
        self->can_write = true;
        self->has_erased = erase_is_unfinished(self->db);
    } else {
        file_disconnect(self, false);
    }
    return result;
}

int file_connect_for_writing(struct store_sqlite *self, struct err *err)
{
    int moved = 0;
    int result;

    if (self->read_only)
        return err_set(err, ERR_READ_ONLY, "cannot write the history: '%s': opened for reading",
                       self->path);
    /* Deleted or replaced under us, by a restore, say: what we hold is nobody's file any more. */
    if (self->db && sqlite3_file_control(self->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == 0 &&
        moved) {
        file_disconnect(self, false);
        self->writer.marks.are_known = false;
    }
    if (self->db && self->can_write)
        return 0;
    file_disconnect(self, false);
    result = take_lock(self, err);
    if (result == 0)
        result = connect_once(self, err);
    if (result == -ERR_CORRUPT) {
        result = file_set_aside(self, err);
        if (result == 0)
            result = connect_once(self, err);
    }
    return result;
}

/* A file name as SQLite's URI that says: nobody will change this file. */
static void write_immutable_uri(const char *path, char *uri, size_t size)
{
    size_t len = (size_t)snprintf(uri, size, "file:");

    for (; *path && len + 3 < size; path++) {
        if (strchr("?#%", *path))
            len += (size_t)snprintf(uri + len, size - len, "%%%02X", (unsigned char)*path);
        else
            uri[len++] = *path;
    }
    (void)snprintf(uri + len, size - len, "?immutable=1");
}

/*
 * On a file system that is read-only SQLite cannot make the index that it shares with the log's
 * writer. When there is no log either, the file is all there is, and can be read as it stands.
 */
static int connect_to_still_file(struct store_sqlite *self, struct err *err)
{
    char log_path[FILE_NAME_SIZE];
    char uri[3 * FILE_PATH_SIZE];
    struct stat log_stat;

    (void)snprintf(log_path, sizeof(log_path), "%s-wal", self->path);
    if (access(self->path, R_OK) < 0 || (stat(log_path, &log_stat) == 0 && log_stat.st_size > 0))
        return -ERR_IO;
    write_immutable_uri(self->path, uri, sizeof(uri));
    return open_file(self, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
}

int file_connect_for_reading(struct store_sqlite *self, struct err *err)
{
    int result;

    if (self->db)
        return 0;
    if (!self->read_only) {
        result = file_connect_for_writing(self, err);
        if (result != -ERR_READ_ONLY && result != -ERR_PERMISSION && result != -ERR_FULL)
            return result;
    }
    result = open_file(self, self->path, SQLITE_OPEN_READONLY, err);
    if (result == 0)
        result = schema_check(self->db, &history_schema, err);
    if (result < 0 && result != -ERR_UNSUPPORTED && result != -ERR_CORRUPT) {
        file_disconnect(self, false);
        if (connect_to_still_file(self, NULL) == 0)
            result = schema_check(self->db, &history_schema, err);
    }
    if (result < 0)
        file_disconnect(self, false);
    return result;
}

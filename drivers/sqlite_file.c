#include "drivers/sqlite_parts.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SET_ASIDE_MAX 999

int sqlite_make_folders(const char *path, mode_t mode, struct err *err)
{
    char folder[FILE_PATH_SIZE];

    (void)snprintf(folder, sizeof(folder), "%s", path);
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, mode) < 0 && errno != EEXIST && access(folder, F_OK) < 0)
            return err_set(err, err_from_errno(errno),
                           "cannot use the state folder: '%s': %s; make it, or name another",
                           folder, strerror(errno));
        *slash = '/';
    }
    return 0;
}

static int find_free_name(const char *path, const char *noun, char name[FILE_NAME_SIZE],
                          struct err *err)
{
    for (int i = 1; i <= SET_ASIDE_MAX; i++) {
        (void)snprintf(name, FILE_NAME_SIZE, "%s.damaged-%d", path, i);
        if (access(name, F_OK) < 0)
            return 0;
    }
    return err_set(err, ERR_FULL,
                   "cannot set the damaged %s aside: '%s': %d were set aside before; look at the "
                   "SD card, then delete them",
                   noun, path, SET_ASIDE_MAX);
}

/*
 * The log goes first: a fresh database that finds another one's log beside it would take it for its
 * own. A power cut in between leaves a damaged database without a log, to be set aside next time.
 */
int sqlite_set_aside(const char *path, const char *noun, char set_aside[FILE_NAME_SIZE],
                     struct err *err)
{
    static const char *const suffixes[] = {"-wal", "-journal", "-shm", ""};
    char name[FILE_NAME_SIZE];
    int result = find_free_name(path, noun, name, err);

    if (result < 0)
        return result;
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        char from[FILE_NAME_SIZE + SUFFIX_MAX];
        char to[FILE_NAME_SIZE + SUFFIX_MAX];

        (void)snprintf(from, sizeof(from), "%s%s", path, suffixes[i]);
        (void)snprintf(to, sizeof(to), "%s%s", name, suffixes[i]);
        if (rename(from, to) < 0 && errno != ENOENT)
            return err_set(err, err_from_errno(errno), "cannot set the damaged %s aside: '%s': %s",
                           noun, from, strerror(errno));
    }
    memcpy(set_aside, name, sizeof(name));
    return 0;
}

void sqlite_remove_set_aside(const char *path)
{
    /* Damaged databases, and what a restore kept of the history that it replaced. */
    static const char *const endings[] = {".damaged-*", ".replaced-*"};

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        char pattern[FILE_NAME_SIZE];
        glob_t found;

        (void)snprintf(pattern, sizeof(pattern), "%s%s", path, endings[i]);
        if (glob(pattern, 0, NULL, &found) != 0)
            continue;
        for (size_t j = 0; j < found.gl_pathc; j++)
            (void)unlink(found.gl_pathv[j]);
        globfree(&found);
    }
}

int sqlite_check_pages(sqlite3 *db, struct err *err)
{
    sqlite3_stmt *rows;
    char verdict[64] = "";
    int rc;
    int result = sql_prepare(db, "PRAGMA quick_check(1)", false, &rows, err);

    if (result < 0)
        return result;
    rc = sqlite3_step(rows);
    if (rc == SQLITE_ROW)
        sql_copy_text(rows, 0, verdict, sizeof(verdict));
    else
        result = sql_error(db, rc, err, "cannot open");
    (void)sqlite3_finalize(rows);
    if (result == 0 && strcmp(verdict, "ok") != 0)
        return err_set(err, ERR_CORRUPT, "cannot open: '%s': %s", sqlite3_db_filename(db, "main"),
                       verdict);
    return result;
}

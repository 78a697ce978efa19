#include "store/old_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>
#include <sqlite3.h>

#define SQL_SIZE 65536

void write_old_file(const char *path, const char *vfs, const char *name)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    char *sql = test_calloc(1, SQL_SIZE);
    char file_name[512];
    FILE *file;
    sqlite3 *db;

    (void)snprintf(file_name, sizeof(file_name), "%s/%s", OLD_FILES, name);
    file = fopen(file_name, "r");
    assert_non_null(file);
    assert_in_range(fread(sql, 1, SQL_SIZE - 1, file), 1, SQL_SIZE - 2);
    (void)fclose(file);
    assert_int_equal(sqlite3_open_v2(path, &db, flags, vfs), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    test_free(sql);
}

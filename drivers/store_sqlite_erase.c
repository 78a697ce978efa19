/*
 * Erasing, to the last byte: rows go within the batch's transaction, which also leaves a mark; then
 * the database is written anew (VACUUM, in memory, as temp_store says), so that no freed page
 * remains, and the log emptied. As long as the mark stands the sweeping is not done, whatever cut
 * it short.
 */
#include "drivers/store_sqlite_internal.h"

int erase_rows(sqlite3 *db, enum store_erase erases, struct err *err)
{
    static const char history_sql[] = "DELETE FROM posture_interval;"
                                      "DELETE FROM leg_count;"
                                      "DELETE FROM prompt;"
                                      "DELETE FROM reported;"
                                      "DELETE FROM day_figure;"
                                      "DELETE FROM day;"
                                      "DELETE FROM open_change;"
                                      "DELETE FROM field;"
                                      "DELETE FROM boot;"
                                      "INSERT OR REPLACE INTO unfinished_erasure VALUES (1);";
    static const char set_aside_sql[] = "INSERT OR REPLACE INTO unfinished_erasure VALUES (2)";
    int result = sql_exec(db, history_sql, err);

    if (result == 0 && erases != STORE_ERASE_REPLACED)
        result = sql_exec(db, set_aside_sql, err);
    if (result == 0 && erases == STORE_ERASE_ALL)
        result = sql_exec(db, "DELETE FROM setting", err);
    return result;
}

bool erase_is_unfinished(sqlite3 *db)
{
    int64_t marks;

    return sql_number(db, "SELECT count(*) FROM unfinished_erasure", &marks, NULL) == 0 &&
           marks > 0;
}

bool erase_takes_set_aside(sqlite3 *db)
{
    int64_t marks;

    return sql_number(db, "SELECT count(*) FROM unfinished_erasure WHERE key = 2", &marks, NULL) ==
               0 &&
           marks > 0;
}

/* All of the log into the database, and the log to nothing; a reader in its way fails it. */
static int empty_log(sqlite3 *db, struct err *err)
{
    int rc = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

    return rc == SQLITE_OK ? 0 : sql_error(db, rc, err, "cannot sweep out what was erased");
}

int erase_finish(sqlite3 *db, struct err *err)
{
    int result = sql_exec(db, "VACUUM", err);

    if (result == 0)
        result = empty_log(db, err);
    if (result == 0)
        result = sql_exec(db, "DELETE FROM unfinished_erasure", err);
    return result;
}

#include "drivers/store_sqlite_internal.h"

#include <stdio.h>

/*
 * Version 1. Words, not numbers, name postures and kinds, so that the file can be read with any
 * SQLite shell and a reordered enum cannot rewrite the past. Wall time appears in one place only,
 * boot.wall_offset_ns: UTC in ns = monotonic + offset, NULL while nobody has said what time it is.
 *
 * Intervals and counts are only ever appended (seq): a row costs the table's last page and no
 * index. So is the open state: see store_sqlite_open.c, and store_sqlite_changes.c for its bytes.
 */
static const char version_1[] = "CREATE TABLE boot ("
                                "  key INTEGER PRIMARY KEY,"
                                "  boot_id TEXT NOT NULL UNIQUE,"
                                "  label TEXT NOT NULL,"
                                "  wall_offset_ns INTEGER"
                                ") STRICT;"
                                "CREATE TABLE posture_interval ("
                                "  seq INTEGER PRIMARY KEY,"
                                "  boot INTEGER NOT NULL REFERENCES boot(key),"
                                "  start_mono_ns INTEGER NOT NULL,"
                                "  end_mono_ns INTEGER NOT NULL,"
                                "  posture TEXT NOT NULL"
                                ") STRICT;"
                                "CREATE TABLE leg_count ("
                                "  seq INTEGER PRIMARY KEY,"
                                "  boot INTEGER NOT NULL REFERENCES boot(key),"
                                "  mono_ns INTEGER NOT NULL,"
                                "  kind TEXT NOT NULL,"
                                "  amount INTEGER NOT NULL"
                                ") STRICT;"
                                "CREATE TABLE day ("
                                "  date INTEGER PRIMARY KEY," /* yyyymmdd */
                                "  boot INTEGER NOT NULL REFERENCES boot(key),"
                                "  start_mono_ns INTEGER NOT NULL,"
                                "  end_mono_ns INTEGER NOT NULL"
                                ") STRICT;"
                                "CREATE TABLE day_figure ("
                                "  date INTEGER NOT NULL REFERENCES day(date),"
                                "  position INTEGER NOT NULL,"
                                "  name TEXT NOT NULL,"
                                "  value REAL,"
                                "  PRIMARY KEY (date, position)"
                                ") STRICT, WITHOUT ROWID;"
                                "CREATE TABLE field ("
                                "  key INTEGER PRIMARY KEY,"
                                "  name TEXT NOT NULL UNIQUE"
                                ") STRICT;"
                                "CREATE TABLE open_change ("
                                "  seq INTEGER PRIMARY KEY,"
                                "  changes BLOB NOT NULL"
                                ") STRICT;";

/*
 * Version 2: what happened to prompts, appended like counts. A prompt is several rows, so none is
 * ever changed; its raise is told on the row's own boot's clock, which may have begun later.
 */
static const char version_2[] = "CREATE TABLE prompt ("
                                "  seq INTEGER PRIMARY KEY,"
                                "  boot INTEGER NOT NULL REFERENCES boot(key),"
                                "  mono_ns INTEGER NOT NULL,"
                                "  number INTEGER NOT NULL,"
                                "  change TEXT NOT NULL,"
                                "  raised_mono_ns INTEGER NOT NULL,"
                                "  moved_ns INTEGER NOT NULL,"
                                "  is_reported INTEGER NOT NULL"
                                ") STRICT;";

/*
 * Version 3: what a person reports and chooses, and the mark of an erasure that is not swept yet.
 */
static const char version_3[] = "CREATE TABLE reported ("
                                "  seq INTEGER PRIMARY KEY,"
                                "  boot INTEGER NOT NULL REFERENCES boot(key),"
                                "  mono_ns INTEGER NOT NULL,"
                                "  kind TEXT NOT NULL"
                                ") STRICT;"
                                "CREATE TABLE setting ("
                                "  name TEXT PRIMARY KEY,"
                                "  value TEXT NOT NULL"
                                ") STRICT, WITHOUT ROWID;"
                                "CREATE TABLE unfinished_erasure ("
                                "  key INTEGER PRIMARY KEY"
                                ") STRICT;";

static const char *const current_steps[SCHEMA_VERSION] = {version_1, version_2, version_3};

struct schema_facts {
    int64_t application_id;
    int64_t version;
    int64_t objects; /* tables, views and so on in the file */
};

static int read_facts(sqlite3 *db, struct schema_facts *facts, struct err *err)
{
    int result = sql_number(db, "PRAGMA application_id", &facts->application_id, err);

    if (result == 0)
        result = sql_number(db, "PRAGMA user_version", &facts->version, err);
    if (result == 0)
        result = sql_number(db, "SELECT count(*) FROM sqlite_schema", &facts->objects, err);
    return result;
}

/* A power cut between making the file and making its tables leaves just that. */
static bool is_empty(const struct schema_facts *facts)
{
    return facts->objects == 0 && facts->version == 0 &&
           (facts->application_id == 0 || facts->application_id == SCHEMA_APPLICATION_ID);
}

static int refuse(sqlite3 *db, const struct schema_facts *facts, int known, struct err *err)
{
    const char *path = sqlite3_db_filename(db, "main");

    if (facts->application_id != SCHEMA_APPLICATION_ID || facts->version < 1)
        return err_set(err, ERR_CORRUPT, "cannot open the history: '%s': not one of our files",
                       path);
    if (facts->version > known)
        return err_set(err, ERR_UNSUPPORTED,
                       "cannot use the history: '%s': it has version %d and this program knows %d; "
                       "install the newer program again, the file was left untouched",
                       path, (int)facts->version, known);
    return 0;
}

static int run_step(sqlite3 *db, const char *sql, int version, struct err *err)
{
    char pragmas[96];
    int result = sql_exec(db, "BEGIN IMMEDIATE", err);

    if (result < 0)
        return result;
    (void)snprintf(pragmas, sizeof(pragmas), "PRAGMA application_id = %d; PRAGMA user_version = %d",
                   SCHEMA_APPLICATION_ID, version);
    result = sql_exec(db, sql, err);
    if (result == 0)
        result = sql_exec(db, pragmas, err);
    if (result == 0)
        result = sql_exec(db, "COMMIT", err);
    if (result < 0)
        (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return result;
}

int schema_accept(sqlite3 *db, struct err *err)
{
    struct schema_facts facts;
    int result = read_facts(db, &facts, err);

    if (result == 0 && !is_empty(&facts))
        result = refuse(db, &facts, SCHEMA_VERSION, err);
    return result;
}

int schema_upgrade(sqlite3 *db, const struct schema_steps *steps, struct err *err)
{
    struct schema_facts facts;
    int result = read_facts(db, &facts, err);

    if (result == 0 && !is_empty(&facts))
        result = refuse(db, &facts, steps->count, err);
    for (int version = (int)facts.version; result == 0 && version < steps->count; version++)
        result = run_step(db, steps->sql[version], version + 1, err);
    return result;
}

int schema_upgrade_to_current(sqlite3 *db, struct err *err)
{
    static const struct schema_steps steps = {current_steps, SCHEMA_VERSION};

    return schema_upgrade(db, &steps, err);
}

int schema_check(sqlite3 *db, struct err *err)
{
    struct schema_facts facts;
    int result = read_facts(db, &facts, err);

    if (result < 0)
        return result;
    if (is_empty(&facts))
        return err_set(err, ERR_NOT_FOUND, "nothing to read: '%s': no history yet",
                       sqlite3_db_filename(db, "main"));
    result = refuse(db, &facts, SCHEMA_VERSION, err);
    if (result == 0 && facts.version < SCHEMA_VERSION)
        return err_set(err, ERR_UNSUPPORTED,
                       "cannot read the history: '%s': it has version %d and this program reads "
                       "%d; start the kiosk once, which upgrades it",
                       sqlite3_db_filename(db, "main"), (int)facts.version, SCHEMA_VERSION);
    return result;
}

#include "drivers/sqlite_parts.h"

#include <stdio.h>

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
static bool is_empty(const struct schema_facts *facts, const struct schema *schema)
{
    return facts->objects == 0 && facts->version == 0 &&
           (facts->application_id == 0 || facts->application_id == schema->application_id);
}

static int refuse(sqlite3 *db, const struct schema_facts *facts, const struct schema *schema,
                  struct err *err)
{
    const char *path = sqlite3_db_filename(db, "main");

    if (facts->application_id != schema->application_id || facts->version < 1)
        return err_set(err, ERR_CORRUPT, "cannot open the %s: '%s': not one of our files",
                       schema->noun, path);
    if (facts->version > schema->count)
        return err_set(err, ERR_UNSUPPORTED,
                       "cannot use the %s: '%s': it has version %d and this program knows %d; "
                       "install the newer program again, the file was left untouched",
                       schema->noun, path, (int)facts->version, schema->count);
    return 0;
}

static int run_step(sqlite3 *db, const struct schema *schema, int version, struct err *err)
{
    char pragmas[96];
    int result = sql_exec(db, "BEGIN IMMEDIATE", err);

    if (result < 0)
        return result;
    (void)snprintf(pragmas, sizeof(pragmas), "PRAGMA application_id = %d; PRAGMA user_version = %d",
                   (int)schema->application_id, version + 1);
    result = sql_exec(db, schema->steps[version], err);
    if (result == 0)
        result = sql_exec(db, pragmas, err);
    if (result == 0)
        result = sql_exec(db, "COMMIT", err);
    if (result < 0)
        (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return result;
}

/* By the file system at first; once the head was read, also by what stands there. */
static bool is_read_only(sqlite3 *db)
{
    return sqlite3_db_readonly(db, "main") == 1;
}

int schema_accept(sqlite3 *db, const struct schema *schema, struct err *err)
{
    const bool was_read_only = is_read_only(db);
    struct schema_facts facts;
    int result = read_facts(db, &facts, err);

    if (result == 0 && !is_empty(&facts, schema))
        result = refuse(db, &facts, schema, err);
    /* The format that a writer must know, in the head, is none that there is. */
    if (result == 0 && is_read_only(db) && !was_read_only)
        result = err_set(err, ERR_CORRUPT, "cannot use the %s: '%s': its head is damaged",
                         schema->noun, sqlite3_db_filename(db, "main"));
    return result;
}

int schema_upgrade(sqlite3 *db, const struct schema *schema, struct err *err)
{
    struct schema_facts facts;
    int result = read_facts(db, &facts, err);

    if (result == 0 && !is_empty(&facts, schema))
        result = refuse(db, &facts, schema, err);
    for (int version = (int)facts.version; result == 0 && version < schema->count; version++)
        result = run_step(db, schema, version, err);
    return result;
}

int schema_check(sqlite3 *db, const struct schema *schema, struct err *err)
{
    struct schema_facts facts;
    int result = read_facts(db, &facts, err);

    if (result < 0)
        return result;
    if (is_empty(&facts, schema))
        return err_set(err, ERR_NOT_FOUND, "nothing to read: '%s': no %s yet",
                       sqlite3_db_filename(db, "main"), schema->noun);
    result = refuse(db, &facts, schema, err);
    if (result == 0 && facts.version < schema->count)
        return err_set(err, ERR_UNSUPPORTED,
                       "cannot read the %s: '%s': it has version %d and this program reads "
                       "%d; start the kiosk once, which upgrades it",
                       schema->noun, sqlite3_db_filename(db, "main"), (int)facts.version,
                       schema->count);
    return result;
}

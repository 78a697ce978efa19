/* A whole history in the order in which it was written, out of one view of the file. */
#include "drivers/store_sqlite_internal.h"

#include <string.h>

#define CANNOT_READ "cannot read the history"

/* What is at hand while it is read. */
struct reading {
    sqlite3 *db;
    const struct store_visitor *visitor;
    void *context;
};

/* Visits the row; false if it holds a word that this version does not know. */
typedef bool (*row_fn)(const struct reading *reading, sqlite3_stmt *row);

static bool visit_boot(const struct reading *reading, sqlite3_stmt *row)
{
    struct store_boot boot = {.wall_offset_ns = sqlite3_column_int64(row, 2)};
    char label[16];

    sql_copy_text(row, 0, boot.boot_id, sizeof(boot.boot_id));
    sql_copy_text(row, 1, label, sizeof(label));
    boot.label = store_label_from_name(label);
    if (boot.label == STORE_LABEL_NONE)
        boot.wall_offset_ns = 0;
    reading->visitor->boot(reading->context, &boot);
    return true;
}

static bool visit_interval(const struct reading *reading, sqlite3_stmt *row)
{
    struct store_interval interval = {.start_mono_ns = sqlite3_column_int64(row, 1),
                                      .end_mono_ns = sqlite3_column_int64(row, 2)};
    char name[16];
    int posture;

    sql_copy_text(row, 0, interval.boot_id, sizeof(interval.boot_id));
    sql_copy_text(row, 3, name, sizeof(name));
    posture = posture_from_name(name, strlen(name));
    if (posture < 0 || interval.end_mono_ns < interval.start_mono_ns)
        return false;
    interval.posture = (enum posture)posture;
    reading->visitor->interval(reading->context, &interval);
    return true;
}

static bool visit_count(const struct reading *reading, sqlite3_stmt *row)
{
    struct store_count count = {.mono_ns = sqlite3_column_int64(row, 1),
                                .amount = sqlite3_column_int64(row, 3)};
    char name[32];
    int kind;

    sql_copy_text(row, 0, count.boot_id, sizeof(count.boot_id));
    sql_copy_text(row, 2, name, sizeof(name));
    kind = store_count_from_name(name);
    if (kind < 0)
        return false;
    count.kind = (enum store_count_kind)kind;
    reading->visitor->count(reading->context, &count);
    return true;
}

static bool visit_prompt(const struct reading *reading, sqlite3_stmt *row)
{
    struct store_prompt prompt = {.mono_ns = sqlite3_column_int64(row, 1),
                                  .number = sqlite3_column_int(row, 3),
                                  .raised_mono_ns = sqlite3_column_int64(row, 4),
                                  .moved_ns = sqlite3_column_int64(row, 5),
                                  .is_reported = sqlite3_column_int(row, 6) != 0};
    char name[16];
    int change;

    sql_copy_text(row, 0, prompt.boot_id, sizeof(prompt.boot_id));
    sql_copy_text(row, 2, name, sizeof(name));
    change = store_prompt_from_name(name);
    if (change < 0)
        return false;
    prompt.change = (enum store_prompt_change)change;
    reading->visitor->prompt(reading->context, &prompt);
    return true;
}

static bool visit_reported(const struct reading *reading, sqlite3_stmt *row)
{
    struct store_reported reported = {.mono_ns = sqlite3_column_int64(row, 1)};
    char name[32];
    int kind;

    sql_copy_text(row, 0, reported.boot_id, sizeof(reported.boot_id));
    sql_copy_text(row, 2, name, sizeof(name));
    kind = store_reported_from_name(name);
    if (kind < 0)
        return false;
    reported.kind = (enum store_reported_kind)kind;
    reading->visitor->reported(reading->context, &reported);
    return true;
}

static const struct {
    const char *sql;
    row_fn visit;
} tables[] = {
    {"SELECT boot_id, label, wall_offset_ns FROM boot ORDER BY key", visit_boot},
    {"SELECT b.boot_id, i.start_mono_ns, i.end_mono_ns, i.posture"
     " FROM posture_interval i JOIN boot b ON b.key = i.boot ORDER BY i.seq",
     visit_interval},
    {"SELECT b.boot_id, c.mono_ns, c.kind, c.amount"
     " FROM leg_count c JOIN boot b ON b.key = c.boot ORDER BY c.seq",
     visit_count},
    {"SELECT b.boot_id, p.mono_ns, p.change, p.number, p.raised_mono_ns, p.moved_ns, p.is_reported"
     " FROM prompt p JOIN boot b ON b.key = p.boot ORDER BY p.seq",
     visit_prompt},
    {"SELECT b.boot_id, r.mono_ns, r.kind"
     " FROM reported r JOIN boot b ON b.key = r.boot ORDER BY r.seq",
     visit_reported},
};

static int visit_table(const struct reading *reading, const char *sql, row_fn visit, int *damaged,
                       struct err *err)
{
    sqlite3_stmt *rows;
    int rc;
    int result = sql_prepare(reading->db, sql, false, &rows, err);

    if (result < 0)
        return result;
    while ((rc = sqlite3_step(rows)) == SQLITE_ROW)
        *damaged += !visit(reading, rows);
    if (rc != SQLITE_DONE)
        result = sql_error(reading->db, rc, err, CANNOT_READ);
    (void)sqlite3_finalize(rows);
    return result;
}

/* A damaged open state is one row less; the history before it is whole. */
static int visit_open(const struct reading *reading, int *damaged, struct err *err)
{
    struct store_resume resume;
    int result =
        open_state_load(reading->db, &resume, reading->visitor->field, reading->context, err);

    if (result == 0)
        reading->visitor->open(reading->context, &resume);
    *damaged += result == -ERR_CORRUPT;
    return result == -ERR_NOT_FOUND || result == -ERR_CORRUPT ? 0 : result;
}

int reader_all(sqlite3 *db, const struct store_visitor *visitor, void *context, int *damaged,
               struct err *err)
{
    const struct reading reading = {db, visitor, context};
    int settings_damaged = 0;
    int result = 0;

    for (size_t i = 0; result == 0 && i < sizeof(tables) / sizeof(tables[0]); i++)
        result = visit_table(&reading, tables[i].sql, tables[i].visit, damaged, err);
    if (result == 0)
        result = reader_days(db, 0, INT_MAX, visitor->day, context, err);
    if (result == 0)
        result = reader_settings(db, visitor->setting, context, &settings_damaged, err);
    if (result == 0)
        result = visit_open(&reading, damaged, err);
    *damaged += settings_damaged;
    return result;
}

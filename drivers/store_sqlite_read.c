#include "drivers/store_sqlite_internal.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#define CANNOT_READ "cannot read the history"

static const char intervals_sql[] =
    "SELECT b.boot_id, b.label, i.start_mono_ns, i.end_mono_ns, i.posture, b.wall_offset_ns"
    " FROM posture_interval i JOIN boot b ON b.key = i.boot"
    " WHERE i.end_mono_ns + b.wall_offset_ns > ?1 AND i.start_mono_ns + b.wall_offset_ns < ?2"
    " ORDER BY i.start_mono_ns + b.wall_offset_ns, b.key";

static const char counts_sql[] =
    "SELECT b.boot_id, b.label, c.mono_ns, c.kind, c.amount, b.wall_offset_ns"
    " FROM leg_count c JOIN boot b ON b.key = c.boot"
    " WHERE c.mono_ns + b.wall_offset_ns >= ?1 AND c.mono_ns + b.wall_offset_ns < ?2"
    " ORDER BY c.mono_ns + b.wall_offset_ns, b.key, c.kind";

static const char prompts_sql[] =
    "SELECT b.boot_id, b.label, p.mono_ns, p.change, p.number, p.raised_mono_ns, p.moved_ns,"
    " p.is_reported, b.wall_offset_ns"
    " FROM prompt p JOIN boot b ON b.key = p.boot"
    " WHERE p.mono_ns + b.wall_offset_ns >= ?1 AND p.mono_ns + b.wall_offset_ns < ?2"
    " ORDER BY p.mono_ns + b.wall_offset_ns, p.seq";

static const char reported_sql[] =
    "SELECT b.boot_id, b.label, r.mono_ns, r.kind, b.wall_offset_ns"
    " FROM reported r JOIN boot b ON b.key = r.boot"
    " WHERE r.mono_ns + b.wall_offset_ns >= ?1 AND r.mono_ns + b.wall_offset_ns < ?2"
    " ORDER BY r.mono_ns + b.wall_offset_ns, r.seq";

#define DAYS_SQL                                                                                   \
    "SELECT d.date, b.boot_id, d.start_mono_ns, d.end_mono_ns, f.name, f.value, b.label"           \
    " FROM day d JOIN boot b ON b.key = d.boot LEFT JOIN day_figure f ON f.date = d.date"

static const char days_sql[] =
    DAYS_SQL " WHERE d.date BETWEEN ?1 AND ?2 ORDER BY d.date, f.position";

/* The primary key gives them without looking at what comes later. */
static const char first_days_sql[] =
    DAYS_SQL " WHERE d.date IN (SELECT date FROM day ORDER BY date LIMIT ?2 OFFSET ?1)"
             " ORDER BY d.date, f.position";

/* Steps to the next row: 1, or 0 at the end, or -ERR_*. */
static int next_row(sqlite3_stmt *rows, struct err *err)
{
    int rc = sqlite3_step(rows);

    if (rc == SQLITE_ROW)
        return 1;
    return rc == SQLITE_DONE ? 0 : sql_error(sqlite3_db_handle(rows), rc, err, CANNOT_READ);
}

static int open_range(sqlite3 *db, const char *sql, int64_t first, int64_t last,
                      sqlite3_stmt **rows, struct err *err)
{
    int rc;
    int result = sql_prepare(db, sql, false, rows, err);

    if (result < 0)
        return result;
    rc = sql_bind(*rows, "ii", first, last);
    if (rc == SQLITE_OK)
        return 0;
    result = sql_error(db, rc, err, CANNOT_READ);
    (void)sqlite3_finalize(*rows);
    return result;
}

static enum store_label column_label(sqlite3_stmt *rows, int column)
{
    char name[16];

    sql_copy_text(rows, column, name, sizeof(name));
    return store_label_from_name(name);
}

int reader_intervals(sqlite3 *db, int64_t from_wall_ns, int64_t to_wall_ns, store_interval_fn visit,
                     void *context, struct err *err)
{
    sqlite3_stmt *rows;
    int result = open_range(db, intervals_sql, from_wall_ns, to_wall_ns, &rows, err);

    if (result < 0)
        return result;
    while ((result = next_row(rows, err)) == 1) {
        struct store_labelled_interval row = {
            .label = column_label(rows, 1),
            .interval = {.start_mono_ns = sqlite3_column_int64(rows, 2),
                         .end_mono_ns = sqlite3_column_int64(rows, 3)},
        };
        int64_t wall_offset_ns = sqlite3_column_int64(rows, 5);
        char name[16];
        int posture;

        sql_copy_text(rows, 0, row.interval.boot_id, sizeof(row.interval.boot_id));
        sql_copy_text(rows, 4, name, sizeof(name));
        posture = posture_from_name(name, strlen(name));
        row.interval.posture = posture < 0 ? POSTURE_UNKNOWN : (enum posture)posture;
        row.start_wall_ns = row.interval.start_mono_ns + wall_offset_ns;
        row.end_wall_ns = row.interval.end_mono_ns + wall_offset_ns;
        visit(context, &row);
    }
    (void)sqlite3_finalize(rows);
    return result;
}

int reader_counts(sqlite3 *db, int64_t from_wall_ns, int64_t to_wall_ns, store_count_fn visit,
                  void *context, struct err *err)
{
    sqlite3_stmt *rows;
    int result = open_range(db, counts_sql, from_wall_ns, to_wall_ns, &rows, err);

    if (result < 0)
        return result;
    while ((result = next_row(rows, err)) == 1) {
        struct store_labelled_count row = {
            .label = column_label(rows, 1),
            .count = {.mono_ns = sqlite3_column_int64(rows, 2),
                      .amount = sqlite3_column_int64(rows, 4)},
        };
        char name[32];
        int kind;

        sql_copy_text(rows, 0, row.count.boot_id, sizeof(row.count.boot_id));
        sql_copy_text(rows, 3, name, sizeof(name));
        kind = store_count_from_name(name);
        row.wall_ns = row.count.mono_ns + sqlite3_column_int64(rows, 5);
        if (kind < 0)
            continue;
        row.count.kind = (enum store_count_kind)kind;
        visit(context, &row);
    }
    (void)sqlite3_finalize(rows);
    return result;
}

/* False for a change that this version does not know. */
static bool fill_prompt(sqlite3_stmt *rows, struct store_labelled_prompt *row)
{
    int64_t wall_offset_ns = sqlite3_column_int64(rows, 8);
    char name[16];
    int change;

    sql_copy_text(rows, 3, name, sizeof(name));
    change = store_prompt_from_name(name);
    if (change < 0)
        return false;
    *row = (struct store_labelled_prompt){
        .label = column_label(rows, 1),
        .prompt = {.mono_ns = sqlite3_column_int64(rows, 2),
                   .change = (enum store_prompt_change)change,
                   .number = sqlite3_column_int(rows, 4),
                   .raised_mono_ns = sqlite3_column_int64(rows, 5),
                   .moved_ns = sqlite3_column_int64(rows, 6),
                   .is_reported = sqlite3_column_int(rows, 7) != 0},
    };
    sql_copy_text(rows, 0, row->prompt.boot_id, sizeof(row->prompt.boot_id));
    row->wall_ns = row->prompt.mono_ns + wall_offset_ns;
    row->raised_wall_ns = row->prompt.raised_mono_ns + wall_offset_ns;
    return true;
}

int reader_prompts(sqlite3 *db, int64_t from_wall_ns, int64_t to_wall_ns, store_prompt_fn visit,
                   void *context, struct err *err)
{
    sqlite3_stmt *rows;
    int result = open_range(db, prompts_sql, from_wall_ns, to_wall_ns, &rows, err);

    if (result < 0)
        return result;
    while ((result = next_row(rows, err)) == 1) {
        struct store_labelled_prompt row;

        if (fill_prompt(rows, &row))
            visit(context, &row);
    }
    (void)sqlite3_finalize(rows);
    return result;
}

int reader_reported(sqlite3 *db, int64_t from_wall_ns, int64_t to_wall_ns, store_reported_fn visit,
                    void *context, struct err *err)
{
    sqlite3_stmt *rows;
    int result = open_range(db, reported_sql, from_wall_ns, to_wall_ns, &rows, err);

    if (result < 0)
        return result;
    while ((result = next_row(rows, err)) == 1) {
        struct store_labelled_reported row = {
            .label = column_label(rows, 1),
            .reported = {.mono_ns = sqlite3_column_int64(rows, 2)},
        };
        char name[32];
        int kind;

        sql_copy_text(rows, 0, row.reported.boot_id, sizeof(row.reported.boot_id));
        sql_copy_text(rows, 3, name, sizeof(name));
        kind = store_reported_from_name(name);
        row.wall_ns = row.reported.mono_ns + sqlite3_column_int64(rows, 4);
        if (kind < 0)
            continue;
        row.reported.kind = (enum store_reported_kind)kind;
        visit(context, &row);
    }
    (void)sqlite3_finalize(rows);
    return result;
}

/* A text of the row as it was kept: false if it is none that this program would have written. */
static bool take_text(sqlite3_stmt *rows, int column, char *text, size_t size)
{
    const unsigned char *value = sqlite3_column_text(rows, column);
    size_t len = (size_t)sqlite3_column_bytes(rows, column);

    if (!value || len == 0 || len >= size || strlen((const char *)value) != len ||
        !utf8_is_valid((const char *)value, len))
        return false;
    memcpy(text, value, len + 1);
    return true;
}

int reader_settings(sqlite3 *db, store_setting_fn visit, void *context, int *damaged,
                    struct err *err)
{
    sqlite3_stmt *rows;
    int result =
        sql_prepare(db, "SELECT name, value FROM setting ORDER BY name", false, &rows, err);

    *damaged = 0;
    if (result < 0)
        return result;
    while ((result = next_row(rows, err)) == 1) {
        struct store_setting setting;

        if (take_text(rows, 0, setting.name, sizeof(setting.name)) &&
            take_text(rows, 1, setting.value, sizeof(setting.value)))
            visit(context, &setting);
        else
            ++*damaged;
    }
    (void)sqlite3_finalize(rows);
    return result;
}

static void begin_day(sqlite3_stmt *rows, struct store_day *day)
{
    char label[16];

    memset(day, 0, sizeof(*day));
    day->date = sqlite3_column_int(rows, 0);
    sql_copy_text(rows, 1, day->boot_id, sizeof(day->boot_id));
    day->start_mono_ns = sqlite3_column_int64(rows, 2);
    day->end_mono_ns = sqlite3_column_int64(rows, 3);
    sql_copy_text(rows, 6, label, sizeof(label));
    day->label = store_label_from_name(label);
}

static void add_figure(sqlite3_stmt *rows, struct store_day *day)
{
    struct store_figure *figure = &day->figures[day->figures_len];

    if (sqlite3_column_type(rows, 4) == SQLITE_NULL || day->figures_len == STORE_FIGURES_MAX)
        return;
    sql_copy_text(rows, 4, figure->name, sizeof(figure->name));
    figure->is_null = sqlite3_column_type(rows, 5) == SQLITE_NULL;
    figure->value = sqlite3_column_double(rows, 5);
    day->figures_len++;
}

static int read_days(sqlite3 *db, const char *sql, int first, int last, store_day_fn visit,
                     void *context, struct err *err)
{
    struct store_day day = {0};
    sqlite3_stmt *rows;
    int result = open_range(db, sql, first, last, &rows, err);

    if (result < 0)
        return result;
    while ((result = next_row(rows, err)) == 1) {
        if (sqlite3_column_int(rows, 0) != day.date) {
            if (day.date)
                visit(context, &day);
            begin_day(rows, &day);
        }
        add_figure(rows, &day);
    }
    if (result == 0 && day.date)
        visit(context, &day);
    (void)sqlite3_finalize(rows);
    return result;
}

int reader_days(sqlite3 *db, int first_date, int last_date, store_day_fn visit, void *context,
                struct err *err)
{
    return read_days(db, days_sql, first_date, last_date, visit, context, err);
}

int reader_first_days(sqlite3 *db, int most, store_day_fn visit, void *context, struct err *err)
{
    return read_days(db, first_days_sql, 0, most, visit, context, err);
}

int reader_day_count(sqlite3 *db, int most, int *count, struct err *err)
{
    char sql[96];
    int64_t number;
    int result;

    (void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM (SELECT 1 FROM day LIMIT %d)", most);
    result = sql_number(db, sql, &number, err);
    *count = (int)number;
    return result;
}

int reader_unlabelled(sqlite3 *db, int64_t *total_ns, struct err *err)
{
    return sql_number(db,
                      "SELECT coalesce(sum(i.end_mono_ns - i.start_mono_ns), 0)"
                      " FROM posture_interval i JOIN boot b ON b.key = i.boot"
                      " WHERE b.wall_offset_ns IS NULL",
                      total_ns, err);
}

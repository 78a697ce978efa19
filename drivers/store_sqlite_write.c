#include "drivers/store_sqlite_internal.h"

#include "base/units.h"
#include "drivers/store_sqlite.h"

#define CANNOT_WRITE "cannot write the history"

/*
 * A label is worth a page only if it tells something new: another source, or half a second. The
 * kernel's word stands against everybody else's.
 */
static const char label_sql[] =
    "UPDATE boot SET label = ?2, wall_offset_ns = ?3 WHERE boot_id = ?1"
    " AND (label <> 'kernel' OR ?2 = 'kernel')"
    " AND (label <> ?2 OR wall_offset_ns IS NULL OR abs(wall_offset_ns - ?3) >= 500000000)";

/*
 * Age is only believed where the kernel vouched for the clock: an RTC that woke up in 1970 must
 * not throw away last week. A boot without its word ended before the next one with it began (its
 * wall_offset_ns is when its monotonic clock stood at 0), so it goes once that is too old.
 */
#define TOO_OLD(time)                                                                              \
    " WHERE EXISTS (SELECT 1 FROM boot b WHERE b.key = boot AND ("                                 \
    " (b.label = 'kernel' AND " time " + b.wall_offset_ns < ?1)"                                   \
    " OR (b.label <> 'kernel' AND (SELECT c.wall_offset_ns FROM boot c"                            \
    "   WHERE c.key > b.key AND c.label = 'kernel' ORDER BY c.key LIMIT 1) < ?1)))"

/*
 * A commit that failed at its very end may have landed all the same, which shows once the file is
 * opened again. So a row is not added if it stands among those after `seq` ?5, the last one that
 * this process knows of: as a rule there are none.
 */
static const char interval_sql[] =
    "INSERT INTO posture_interval (boot, start_mono_ns, end_mono_ns, posture)"
    " SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM posture_interval"
    "  WHERE seq > ?5 AND boot = ?1 AND start_mono_ns = ?2)";

static const char count_sql[] = "INSERT INTO leg_count (boot, mono_ns, kind, amount)"
                                " SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM leg_count"
                                "  WHERE seq > ?5 AND boot = ?1 AND mono_ns = ?2 AND kind = ?3)";

static const char prompt_sql[] =
    "INSERT INTO prompt (boot, mono_ns, number, change, raised_mono_ns, moved_ns, is_reported)"
    " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM prompt"
    "  WHERE seq > ?8 AND boot = ?1 AND mono_ns = ?2 AND change = ?4)";

static const char reported_sql[] = "INSERT INTO reported (boot, mono_ns, kind)"
                                   " SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM reported"
                                   "  WHERE seq > ?4 AND boot = ?1 AND mono_ns = ?2 AND kind = ?3)";

static const char *const statement_sql[WRITE_STATEMENTS] = {
    [WRITE_ADD_BOOT] = "INSERT INTO boot (boot_id, label) VALUES (?1, 'none')",
    [WRITE_FIND_BOOT] = "SELECT key FROM boot WHERE boot_id = ?1",
    [WRITE_LABEL_BOOT] = label_sql,
    [WRITE_INTERVAL] = interval_sql,
    [WRITE_COUNT] = count_sql,
    [WRITE_PROMPT] = prompt_sql,
    [WRITE_REPORTED] = reported_sql,
    [WRITE_SETTING] = "INSERT OR REPLACE INTO setting VALUES (?1, ?2)",
    [WRITE_CLEAR_SETTING] = "DELETE FROM setting WHERE name = ?1",
    [WRITE_DAY] = "INSERT OR REPLACE INTO day VALUES (?1, ?2, ?3, ?4)",
    [WRITE_CLEAR_FIGURES] = "DELETE FROM day_figure WHERE date = ?1",
    [WRITE_FIGURE] = "INSERT INTO day_figure VALUES (?1, ?2, ?3, ?4)",
    [WRITE_PRUNE_FROM] = "SELECT wall_offset_ns FROM boot WHERE key = ?1 AND label = 'kernel'",
    [WRITE_PRUNE_INTERVALS] = "DELETE FROM posture_interval" TOO_OLD("end_mono_ns"),
    [WRITE_PRUNE_COUNTS] = "DELETE FROM leg_count" TOO_OLD("mono_ns"),
    [WRITE_PRUNE_PROMPTS] = "DELETE FROM prompt" TOO_OLD("mono_ns"),
    [WRITE_PRUNE_REPORTED] = "DELETE FROM reported" TOO_OLD("mono_ns"),
};

void writer_clear(struct writer *writer)
{
    for (int i = 0; i < WRITE_STATEMENTS; i++) {
        (void)sqlite3_finalize(writer->statements[i]);
        writer->statements[i] = NULL;
    }
    open_state_clear(&writer->open);
}

static int read_marks(sqlite3 *db, struct write_marks *marks, struct err *err)
{
    int result = sql_number(db, "SELECT max(seq) FROM posture_interval", &marks->interval_seq, err);

    if (result == 0)
        result = sql_number(db, "SELECT max(seq) FROM leg_count", &marks->count_seq, err);
    if (result == 0)
        result = sql_number(db, "SELECT max(seq) FROM prompt", &marks->prompt_seq, err);
    if (result == 0)
        result = sql_number(db, "SELECT max(seq) FROM reported", &marks->reported_seq, err);
    marks->are_known = result == 0;
    return result;
}

static int prepare(struct writer *writer, sqlite3 *db, struct err *err)
{
    int result = writer->marks.are_known ? 0 : read_marks(db, &writer->marks, err);

    for (int i = 0; result == 0 && i < WRITE_STATEMENTS; i++) {
        if (!writer->statements[i])
            result = sql_prepare(db, statement_sql[i], true, &writer->statements[i], err);
    }
    return result;
}

/* Runs a statement that has just been bound with the result `bound`. */
static int run(const struct writer *writer, enum write_statement which, int bound, struct err *err)
{
    sqlite3_stmt *statement = writer->statements[which];

    if (bound != SQLITE_OK)
        return sql_error(sqlite3_db_handle(statement), bound, err, CANNOT_WRITE);
    return sql_run(statement, err, CANNOT_WRITE);
}

/* One number from a query bound to one value: 0, or 1 if there is no row, or -ERR_*. */
static int query_number(const struct writer *writer, enum write_statement which, int bound,
                        int64_t *number, struct err *err)
{
    sqlite3_stmt *statement = writer->statements[which];
    int rc = bound == SQLITE_OK ? sqlite3_step(statement) : bound;
    int result = 1;

    if (rc == SQLITE_ROW) {
        *number = sqlite3_column_int64(statement, 0);
        result = 0;
    } else if (rc != SQLITE_DONE) {
        result = sql_error(sqlite3_db_handle(statement), rc, err, CANNOT_WRITE);
    }
    (void)sqlite3_reset(statement);
    return result;
}

/* The key of a boot, which is made if it is new. */
static int find_boot(const struct writer *writer, const char *boot_id, int64_t *key,
                     struct err *err)
{
    sqlite3_stmt *find = writer->statements[WRITE_FIND_BOOT];
    sqlite3_stmt *add = writer->statements[WRITE_ADD_BOOT];
    int result = query_number(writer, WRITE_FIND_BOOT, sql_bind(find, "t", boot_id), key, err);

    if (result <= 0)
        return result;
    result = run(writer, WRITE_ADD_BOOT, sql_bind(add, "t", boot_id), err);
    if (result == 0)
        *key = sqlite3_last_insert_rowid(sqlite3_db_handle(add));
    return result;
}

static int write_boot(const struct writer *writer, const struct store_boot *boot, struct err *err)
{
    sqlite3_stmt *label = writer->statements[WRITE_LABEL_BOOT];
    int64_t key = 0;
    int result = find_boot(writer, boot->boot_id, &key, err);

    if (result < 0 || boot->label == STORE_LABEL_NONE)
        return result;
    return run(
        writer, WRITE_LABEL_BOOT,
        sql_bind(label, "tti", boot->boot_id, store_label_name(boot->label), boot->wall_offset_ns),
        err);
}

static int write_interval(const struct writer *writer, const struct store_interval *interval,
                          struct err *err)
{
    int64_t key = 0;
    int result = find_boot(writer, interval->boot_id, &key, err);

    if (result < 0)
        return result;
    return run(writer, WRITE_INTERVAL,
               sql_bind(writer->statements[WRITE_INTERVAL], "iiiti", key, interval->start_mono_ns,
                        interval->end_mono_ns, posture_name(interval->posture),
                        writer->marks.interval_seq),
               err);
}

static int write_count(const struct writer *writer, const struct store_count *count,
                       struct err *err)
{
    int64_t key = 0;
    int result = find_boot(writer, count->boot_id, &key, err);

    if (result < 0)
        return result;
    return run(writer, WRITE_COUNT,
               sql_bind(writer->statements[WRITE_COUNT], "iitii", key, count->mono_ns,
                        store_count_name(count->kind), count->amount, writer->marks.count_seq),
               err);
}

static int write_prompt(const struct writer *writer, const struct store_prompt *prompt,
                        struct err *err)
{
    int64_t key = 0;
    int result = find_boot(writer, prompt->boot_id, &key, err);

    if (result < 0)
        return result;
    return run(writer, WRITE_PROMPT,
               sql_bind(writer->statements[WRITE_PROMPT], "iiitiiii", key, prompt->mono_ns,
                        (int64_t)prompt->number, store_prompt_name(prompt->change),
                        prompt->raised_mono_ns, prompt->moved_ns, (int64_t)prompt->is_reported,
                        writer->marks.prompt_seq),
               err);
}

static int write_reported(const struct writer *writer, const struct store_reported *reported,
                          struct err *err)
{
    int64_t key = 0;
    int result = find_boot(writer, reported->boot_id, &key, err);

    if (result < 0)
        return result;
    return run(writer, WRITE_REPORTED,
               sql_bind(writer->statements[WRITE_REPORTED], "iiti", key, reported->mono_ns,
                        store_reported_name(reported->kind), writer->marks.reported_seq),
               err);
}

static int write_setting(const struct writer *writer, const struct store_setting *setting,
                         struct err *err)
{
    sqlite3_stmt *set = writer->statements[WRITE_SETTING];
    sqlite3_stmt *clear = writer->statements[WRITE_CLEAR_SETTING];

    if (setting->value[0] == '\0')
        return run(writer, WRITE_CLEAR_SETTING, sql_bind(clear, "t", setting->name), err);
    return run(writer, WRITE_SETTING, sql_bind(set, "tt", setting->name, setting->value), err);
}

static int write_figures(const struct writer *writer, const struct store_day *day, struct err *err)
{
    sqlite3_stmt *insert = writer->statements[WRITE_FIGURE];
    int64_t date = day->date;
    int result = run(writer, WRITE_CLEAR_FIGURES,
                     sql_bind(writer->statements[WRITE_CLEAR_FIGURES], "i", date), err);

    for (size_t i = 0; result == 0 && i < day->figures_len; i++) {
        const struct store_figure *figure = &day->figures[i];
        int64_t position = (int64_t)i;
        int bound = figure->is_null
                        ? sql_bind(insert, "iitn", date, position, figure->name)
                        : sql_bind(insert, "iitd", date, position, figure->name, figure->value);

        result = run(writer, WRITE_FIGURE, bound, err);
    }
    return result;
}

/* Drops what is too old on the day that `boot_key` has lived to see, if the kernel vouches for it.
 */
static int prune(const struct writer *writer, int64_t boot_key, int64_t mono_ns, struct err *err)
{
    static const enum write_statement statements[] = {WRITE_PRUNE_INTERVALS, WRITE_PRUNE_COUNTS,
                                                      WRITE_PRUNE_PROMPTS, WRITE_PRUNE_REPORTED};
    int64_t wall_offset_ns = 0;
    int64_t oldest_wall_ns;
    int result = query_number(writer, WRITE_PRUNE_FROM,
                              sql_bind(writer->statements[WRITE_PRUNE_FROM], "i", boot_key),
                              &wall_offset_ns, err);

    if (result != 0)
        return result < 0 ? result : 0;
    oldest_wall_ns = mono_ns + wall_offset_ns - STORE_SQLITE_KEEP_DAYS * S_PER_DAY * NS_PER_S;
    for (size_t i = 0; result == 0 && i < sizeof(statements) / sizeof(statements[0]); i++) {
        sqlite3_stmt *statement = writer->statements[statements[i]];

        result = run(writer, statements[i], sql_bind(statement, "i", oldest_wall_ns), err);
    }
    return result;
}

static int write_day(const struct writer *writer, const struct store_day *day, bool prunes,
                     struct err *err)
{
    int64_t key = 0;
    int result = find_boot(writer, day->boot_id, &key, err);

    if (result < 0)
        return result;
    result = run(writer, WRITE_DAY,
                 sql_bind(writer->statements[WRITE_DAY], "iiii", (int64_t)day->date, key,
                          day->start_mono_ns, day->end_mono_ns),
                 err);
    if (result == 0)
        result = write_figures(writer, day, err);
    if (result == 0 && prunes)
        result = prune(writer, key, day->end_mono_ns, err);
    return result;
}

static int write_open(struct writer *writer, sqlite3 *db, const struct store_open *open,
                      struct err *err)
{
    int64_t key = 0;
    int result = find_boot(writer, open->current.boot_id, &key, err);

    return result < 0 ? result : open_state_save(&writer->open, db, key, open, err);
}

static int write_rows(struct writer *writer, sqlite3 *db, const struct store_batch *batch,
                      bool prunes, struct err *err)
{
    int result = 0;

    for (size_t i = 0; result == 0 && i < batch->boots_len; i++)
        result = write_boot(writer, &batch->boots[i], err);
    for (size_t i = 0; result == 0 && i < batch->intervals_len; i++)
        result = write_interval(writer, &batch->intervals[i], err);
    for (size_t i = 0; result == 0 && i < batch->counts_len; i++)
        result = write_count(writer, &batch->counts[i], err);
    for (size_t i = 0; result == 0 && i < batch->prompts_len; i++)
        result = write_prompt(writer, &batch->prompts[i], err);
    for (size_t i = 0; result == 0 && i < batch->reported_len; i++)
        result = write_reported(writer, &batch->reported[i], err);
    for (size_t i = 0; result == 0 && i < batch->settings_len; i++)
        result = write_setting(writer, &batch->settings[i], err);
    for (size_t i = 0; result == 0 && i < batch->days_len; i++)
        result = write_day(writer, &batch->days[i], prunes, err);
    if (result == 0 && batch->open)
        result = write_open(writer, db, batch->open, err);
    return result;
}

static int write_batch(struct writer *writer, sqlite3 *db, const struct store_batch *batch,
                       struct err *err)
{
    bool prunes = batch->erases == STORE_ERASE_NOTHING;
    struct store_batch part = {.erases = STORE_ERASE_NOTHING};
    bool is_first = true;
    int result = 0;

    if (batch->erases != STORE_ERASE_NOTHING) {
        result = erase_rows(db, batch->erases, err);
        open_state_forget(&writer->open);
        /* None of this batch can be there already: so no row is looked for before it is added. */
        writer->marks = (struct write_marks){INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, true};
    }
    if (result == 0)
        result = write_rows(writer, db, batch, prunes, err);
    while (result == 0 && batch->next) {
        result = batch->next(batch->next_self, is_first, &part, err);
        if (result <= 0)
            break;
        result = write_rows(writer, db, &part, prunes, err);
        is_first = false;
    }
    return result;
}

int writer_commit(struct writer *writer, sqlite3 *db, const struct store_batch *batch,
                  struct err *err)
{
    int result = prepare(writer, db, err);

    if (result == 0)
        result = sql_exec(db, "BEGIN IMMEDIATE", err);
    if (result < 0)
        return result;
    result = write_batch(writer, db, batch, err);
    if (result == 0)
        result = sql_exec(db, "COMMIT", err);
    if (result < 0) {
        (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
        open_state_forget(&writer->open);
        writer->marks.are_known &= batch->erases == STORE_ERASE_NOTHING;
        return result;
    }
    /* It is on disk; marks that cannot be read now are read next time. */
    (void)read_marks(db, &writer->marks, NULL);
    return 0;
}

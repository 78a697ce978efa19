#include "drivers/outbox_sqlite_internal.h"

#include <string.h>

/*
 * A date's label may lie before the moment at which the date begins here, by the zone's offset and
 * the hour at which the day begins: less than two days.
 */
#define LABEL_SLACK_S (INT64_C(2) * 86400)

/* ---- what is past beyond doubt ---- */

struct noting {
    int64_t now_s;
    int64_t *sure_s;
};

/*
 * One moment at which the clock was is kept until the clock has gone on for a day from there, then
 * the next one. A clock that leaps ahead makes sure only what had been reached before the leap; one
 * that goes back begins anew; and it does not matter for how long the kiosk was off.
 */
static int note_time(struct outbox_sqlite *self, void *args, struct err *err)
{
    const struct noting *noting = args;
    sqlite3_stmt *row = NULL;
    int result = outbox_need_consent(self->db, NULL, err);

    if (result == 0)
        result = outbox_run(self->db, err,
                            "UPDATE consent SET"
                            " sure_s = CASE WHEN ?1 >= seen_s + ?2 THEN max(sure_s, seen_s)"
                            " ELSE sure_s END,"
                            " seen_s = ?1 WHERE ?1 < seen_s OR ?1 >= seen_s + ?2",
                            "ii", noting->now_s, (int64_t)OUTBOX_SURE_AFTER_S);
    if (result == 0)
        result = outbox_find(self->db, err, &row, "SELECT sure_s FROM consent", "");
    if (result == 1)
        *noting->sure_s = sqlite3_column_int64(row, 0);
    (void)sqlite3_finalize(row);
    return result < 0 ? result : 0;
}

int outbox_note_time(void *self, int64_t now_s, int64_t *sure_s, struct err *err)
{
    struct noting noting = {.now_s = now_s, .sure_s = sure_s};

    return outbox_transact(self, ABSENT_IS_DENIED, note_time, &noting, err);
}

/* ---- how far it has come ---- */

struct mark {
    int64_t until_s;
    bool has_newest;
    int64_t newest_s; /* the label of the latest period ever queued */
};

/* Of `detail`; consent is there. */
static int read_mark(sqlite3 *db, enum summary_detail detail, struct mark *mark, struct err *err)
{
    sqlite3_stmt *row = NULL;
    int result = outbox_find(db, err, &row,
                             "SELECT coalesce(mark.until_s, consent.given_s),"
                             " mark.newest_s IS NOT NULL, mark.newest_s"
                             " FROM consent LEFT JOIN mark ON mark.detail = ?1",
                             "t", summary_detail_name(detail));

    memset(mark, 0, sizeof(*mark));
    if (result == 1) {
        mark->until_s = sqlite3_column_int64(row, 0);
        mark->has_newest = sqlite3_column_int(row, 1) != 0;
        mark->newest_s = sqlite3_column_int64(row, 2);
    }
    (void)sqlite3_finalize(row);
    return result < 0 ? result : 0;
}

static int write_mark(sqlite3 *db, enum summary_detail detail, const struct mark *mark,
                      struct err *err)
{
    return outbox_run(db, err,
                      mark->has_newest ? "INSERT OR REPLACE INTO mark VALUES (?1, ?2, ?3)"
                                       : "INSERT OR REPLACE INTO mark VALUES (?1, ?2, NULL)",
                      mark->has_newest ? "tii" : "ti", summary_detail_name(detail), mark->until_s,
                      mark->newest_s);
}

struct asking {
    enum summary_detail detail;
    int64_t *until_s;
};

static int read_until(struct outbox_sqlite *self, void *args, struct err *err)
{
    const struct asking *asking = args;
    struct mark mark;
    int result = outbox_need_consent(self->db, NULL, err);

    if (result == 0)
        result = read_mark(self->db, asking->detail, &mark, err);
    if (result == 0)
        *asking->until_s = mark.until_s;
    return result;
}

int outbox_read_until(void *self, enum summary_detail detail, int64_t *until_s, struct err *err)
{
    struct asking asking = {.detail = detail, .until_s = until_s};

    return outbox_transact(self, ABSENT_IS_DENIED, read_until, &asking, err);
}

/* ---- in ---- */

struct queueing {
    const struct summary *summaries;
    size_t count;
    int64_t until_s;
    enum summary_detail detail;
};

static int add(sqlite3 *db, const struct summary *summary, struct err *err)
{
    const int64_t *figures = summary->figures;
    char pseudonym[SUMMARY_PSEUDONYM_SIZE];
    int result = outbox_pseudonym(db, summary->start_s, pseudonym, err);

    if (result == 0)
        result = outbox_run(db, err,
                            "INSERT INTO period SELECT next_key, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
                            " ?9, ?10, ?11, ?12, ?13, ?14, NULL FROM consent",
                            "titttiiiiiiiii", summary_detail_name(summary->detail),
                            summary->start_s, pseudonym, summary->team, summary->version,
                            figures[SUMMARY_AWAY_S], figures[SUMMARY_BEATS], figures[SUMMARY_BOUTS],
                            figures[SUMMARY_BREAKS], figures[SUMMARY_PROLONGED_S],
                            figures[SUMMARY_PROMPTS_VERIFIED], figures[SUMMARY_SITTING_S],
                            figures[SUMMARY_STANDING_S], figures[SUMMARY_STEPPING_S]);
    if (result == 0)
        result = sql_exec(db, "UPDATE consent SET next_key = next_key + 1", err);
    return result;
}

static int add_new(sqlite3 *db, const struct queueing *queueing, struct mark *mark, struct err *err)
{
    int result = 0;

    for (size_t i = 0; i < queueing->count && result == 0; i++) {
        const struct summary *summary = &queueing->summaries[i];

        if (mark->has_newest && summary->start_s <= mark->newest_s)
            continue;
        result = add(db, summary, err);
        mark->has_newest = true;
        mark->newest_s = summary->start_s;
    }
    return result;
}

/* What is too old to matter, and months of which no period can come any more. */
static int drop_old(sqlite3 *db, int64_t until_s, struct err *err)
{
    int result =
        outbox_run(db, err, "DELETE FROM period WHERE start_s < ?1", "i", until_s - OUTBOX_KEEP_S);

    if (result == 0)
        result = outbox_run(db, err, "UPDATE consent SET dropped = dropped + ?1", "i",
                            (int64_t)sqlite3_changes(db));
    if (result == 0)
        result = outbox_run(db, err, "DELETE FROM pseudonym WHERE month < ?1", "i",
                            outbox_month(until_s - LABEL_SLACK_S));
    return result;
}

static int need_agreed(const struct queueing *queueing, const struct consent *given,
                       struct err *err)
{
    if (queueing->detail > given->detail)
        return err_set(err, ERR_PERMISSION, "nothing is queued: consent is for a %s, not for a %s",
                       summary_detail_name(given->detail), summary_detail_name(queueing->detail));
    for (size_t i = 0; i < queueing->count; i++) {
        if (strcmp(queueing->summaries[i].team, given->team) != 0)
            return err_set(err, ERR_PERMISSION,
                           "nothing is queued: consent is for team '%s', not for '%s'", given->team,
                           queueing->summaries[i].team);
    }
    return 0;
}

static int queue(struct outbox_sqlite *self, void *args, struct err *err)
{
    const struct queueing *queueing = args;
    struct consent given = {.detail = SUMMARY_WEEK};
    struct mark mark = {.until_s = 0};
    int result = outbox_need_consent(self->db, &given, err);

    if (result == 0)
        result = need_agreed(queueing, &given, err);
    if (result == 0)
        result = read_mark(self->db, queueing->detail, &mark, err);
    if (result < 0 || queueing->until_s <= mark.until_s)
        return result;
    result = add_new(self->db, queueing, &mark, err);
    mark.until_s = queueing->until_s;
    if (result == 0)
        result = write_mark(self->db, queueing->detail, &mark, err);
    return result < 0 ? result : drop_old(self->db, queueing->until_s, err);
}

int outbox_queue(void *self, enum summary_detail detail, const struct summary *summaries,
                 size_t count, int64_t until_s, struct err *err)
{
    struct queueing queueing = {
        .summaries = summaries, .count = count, .until_s = until_s, .detail = detail};

    return outbox_transact(self, ABSENT_IS_DENIED, queue, &queueing, err);
}

/* ---- out ---- */

struct reading {
    int64_t *after;
    struct summary *summaries;
    int64_t *keys;
    size_t room;
    size_t count;
};

static void take_row(sqlite3_stmt *row, struct summary *summary)
{
    char name[16];

    memset(summary, 0, sizeof(*summary));
    sql_copy_text(row, 1, name, sizeof(name));
    for (int i = 0; i < SUMMARY_DETAILS; i++) {
        if (strcmp(name, summary_detail_name((enum summary_detail)i)) == 0)
            summary->detail = (enum summary_detail)i;
    }
    summary->start_s = sqlite3_column_int64(row, 2);
    sql_copy_text(row, 3, summary->pseudonym, sizeof(summary->pseudonym));
    sql_copy_text(row, 4, summary->team, sizeof(summary->team));
    sql_copy_text(row, 5, summary->version, sizeof(summary->version));
    for (int i = 0; i < SUMMARY_FIGURES; i++)
        summary->figures[i] = sqlite3_column_int64(row, 6 + i);
}

static int read_queued(struct outbox_sqlite *self, void *args, struct err *err)
{
    struct reading *reading = args;
    sqlite3_stmt *row = NULL;
    int result = outbox_find(self->db, err, &row,
                             "SELECT * FROM period WHERE refused IS NULL AND key > ?1"
                             " ORDER BY key LIMIT ?2",
                             "ii", *reading->after, (int64_t)reading->room);

    reading->count = 0;
    while (result == 1) {
        int rc;

        reading->keys[reading->count] = sqlite3_column_int64(row, 0);
        take_row(row, &reading->summaries[reading->count++]);
        rc = sqlite3_step(row);
        if (rc == SQLITE_DONE)
            result = 0;
        else if (rc != SQLITE_ROW)
            result = sql_error(self->db, rc, err, "cannot read the outbox");
    }
    (void)sqlite3_finalize(row);
    return result;
}

int outbox_read_queued(void *self, int64_t *after, struct summary *summaries, int64_t *keys,
                       size_t room, size_t *count, struct err *err)
{
    struct reading reading = {.after = after, .summaries = summaries, .keys = keys, .room = room};
    int result = outbox_transact(self, ABSENT_IS_NOTHING, read_queued, &reading, err);

    *count = result == 0 ? reading.count : 0;
    if (*count > 0)
        *after = keys[*count - 1];
    return result;
}

struct striking {
    const int64_t *keys;
    size_t count;
    int64_t now_s;
};

static int strike_off(struct outbox_sqlite *self, void *args, struct err *err)
{
    const struct striking *striking = args;
    int64_t gone = 0;
    int result = 0;

    for (size_t i = 0; i < striking->count && result == 0; i++) {
        result =
            outbox_run(self->db, err, "DELETE FROM period WHERE key = ?1", "i", striking->keys[i]);
        gone += sqlite3_changes(self->db);
    }
    if (result < 0 || gone == 0)
        return result;
    return outbox_run(self->db, err,
                      "UPDATE consent SET delivered = delivered + ?1, delivered_at_s = ?2", "ii",
                      gone, striking->now_s);
}

int outbox_strike_off(void *self, const int64_t *keys, size_t count, int64_t now_s, struct err *err)
{
    struct striking striking = {.keys = keys, .count = count, .now_s = now_s};

    return outbox_transact(self, ABSENT_IS_NOTHING, strike_off, &striking, err);
}

/* ---- aside ---- */

struct refusing {
    int64_t key;
    const char *reason;
};

static int quarantine(struct outbox_sqlite *self, void *args, struct err *err)
{
    const struct refusing *refusing = args;

    return outbox_run(self->db, err, "UPDATE period SET refused = ?1 WHERE key = ?2", "ti",
                      refusing->reason, refusing->key);
}

int outbox_quarantine(void *self, int64_t key, const char *reason, struct err *err)
{
    struct refusing refusing = {.key = key, .reason = reason};

    return outbox_transact(self, ABSENT_IS_NOTHING, quarantine, &refusing, err);
}

static int release_quarantine(struct outbox_sqlite *self, void *args, struct err *err)
{
    (void)args;
    return sql_exec(self->db, "UPDATE period SET refused = NULL WHERE refused IS NOT NULL", err);
}

int outbox_release_quarantine(void *self, struct err *err)
{
    return outbox_transact(self, ABSENT_IS_NOTHING, release_quarantine, NULL, err);
}

#include "drivers/outbox_sqlite.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "drivers/outbox_sqlite_internal.h"

static const char *const outcome_names[OUTBOX_OUTCOMES] = {
    [OUTBOX_NEVER_TRIED] = "never_tried",
    [OUTBOX_DELIVERED] = "delivered",
    [OUTBOX_WAITING] = "waiting",
    [OUTBOX_SETUP] = "setup",
};

static int get_random(void *bytes, size_t len, struct err *err)
{
    ssize_t got;

    do
        got = getrandom(bytes, len, 0);
    while (got < 0 && errno == EINTR);
    return got == (ssize_t)len ? 0
                               : err_set(err, ERR_IO, "cannot make a random name: %s",
                                         got < 0 ? strerror(errno) : "too few bytes");
}

static enum summary_detail detail_from_name(const char *name)
{
    for (int i = 0; i < SUMMARY_DETAILS; i++) {
        if (strcmp(summary_detail_name((enum summary_detail)i), name) == 0)
            return (enum summary_detail)i;
    }
    return SUMMARY_WEEK; /* tells least */
}

/* ---- status ---- */

static enum outbox_outcome outcome_from_name(const char *name)
{
    for (int i = 0; i < OUTBOX_OUTCOMES; i++) {
        if (strcmp(outcome_names[i], name) == 0)
            return (enum outbox_outcome)i;
    }
    return OUTBOX_NEVER_TRIED;
}

static void take_consent(sqlite3_stmt *row, struct outbox_status *status)
{
    char name[16];

    status->has_consent = true;
    status->consent_s = sqlite3_column_int64(row, 0);
    sql_copy_text(row, 1, name, sizeof(name));
    status->consent_detail = detail_from_name(name);
    sql_copy_text(row, 2, status->test_endpoint, sizeof(status->test_endpoint));
    status->delivered = sqlite3_column_int64(row, 3);
    status->delivered_at_s = sqlite3_column_int64(row, 4);
    status->dropped = sqlite3_column_int64(row, 5);
    sql_copy_text(row, 6, name, sizeof(name));
    status->last.outcome = outcome_from_name(name);
    status->last.at_s = sqlite3_column_int64(row, 7);
    status->last.not_before_s = sqlite3_column_int64(row, 8);
    status->last.failures = (int32_t)sqlite3_column_int64(row, 9);
    sql_copy_text(row, 10, status->last.reason, sizeof(status->last.reason));
}

static int read_status(struct outbox_sqlite *self, void *args, struct err *err)
{
    struct outbox_status *status = args;
    sqlite3_stmt *row = NULL;
    int result =
        outbox_find(self->db, err, &row,
                    "SELECT given_s, detail, test_endpoint, delivered, delivered_at_s, dropped,"
                    " outcome, at_s, not_before_s, failures, reason FROM consent",
                    "");

    if (result == 1)
        take_consent(row, status);
    (void)sqlite3_finalize(row);
    if (result < 0)
        return result;
    result = outbox_find(self->db, err, &row,
                         "SELECT count(*) FILTER (WHERE refused IS NULL),"
                         " min(start_s) FILTER (WHERE refused IS NULL), count(refused)"
                         " FROM period",
                         "");
    if (result == 1) {
        status->queued = sqlite3_column_int64(row, 0);
        status->oldest_start_s = sqlite3_column_int64(row, 1);
        status->quarantined = sqlite3_column_int64(row, 2);
    }
    (void)sqlite3_finalize(row);
    return result < 0 ? result : 0;
}

static int outbox_read_status(void *context, struct outbox_status *status, struct err *err)
{
    memset(status, 0, sizeof(*status));
    return outbox_transact(context, ABSENT_IS_NOTHING, read_status, status, err);
}

/* ---- consent ---- */

int outbox_need_consent(sqlite3 *db, enum summary_detail *detail_or_null, struct err *err)
{
    char name[16] = "";
    sqlite3_stmt *row = NULL;
    int result = outbox_find(db, err, &row, "SELECT detail FROM consent", "");

    if (result == 1)
        sql_copy_text(row, 0, name, sizeof(name));
    (void)sqlite3_finalize(row);
    if (result < 0)
        return result;
    if (result == 0)
        return err_set(err, ERR_PERMISSION, "nothing is queued: nobody has consented");
    if (detail_or_null)
        *detail_or_null = detail_from_name(name);
    return 0;
}

struct giving {
    enum summary_detail detail;
    int64_t now_s;
};

/*
 * Keys begin anywhere with each consent, so that one that was handed out before a withdrawal never
 * names a period that came after it, and none tells how many there ever were.
 */
static int begin_consent(struct outbox_sqlite *self, const struct giving *giving, struct err *err)
{
    uint32_t random;
    int result = get_random(&random, sizeof(random), err);

    if (result < 0)
        return result;
    return outbox_run(self->db, err,
                      "INSERT INTO consent (key, given_s, seen_s, sure_s, detail, test_endpoint,"
                      " next_key)"
                      " VALUES (1, ?1, ?1, ?1, ?2, ?3, ?4)",
                      "itti", giving->now_s, summary_detail_name(giving->detail),
                      self->test_endpoint, (int64_t)(((uint64_t)(random >> 1) << 32) | 1));
}

static int give_consent(struct outbox_sqlite *self, void *args, struct err *err)
{
    const struct giving *giving = args;
    const char *name = summary_detail_name(giving->detail);
    enum summary_detail before = SUMMARY_WEEK;
    int result = outbox_need_consent(self->db, &before, err);

    if (result == -ERR_PERMISSION)
        return begin_consent(self, giving, err);
    if (result < 0 || before == giving->detail)
        return result;
    result = outbox_run(self->db, err, "UPDATE consent SET detail = ?1", "t", name);
    if (result < 0)
        return result;
    return outbox_run(self->db, err,
                      "INSERT INTO mark (detail, until_s) VALUES (?1, ?2) ON CONFLICT (detail) DO"
                      " UPDATE SET until_s = max(until_s, excluded.until_s)",
                      "ti", name, giving->now_s);
}

static int outbox_give_consent(void *context, enum summary_detail detail, int64_t now_s,
                               struct err *err)
{
    struct giving giving = {.detail = detail, .now_s = now_s};

    return outbox_transact(context, ABSENT_IS_MADE, give_consent, &giving, err);
}

int outbox_empty(sqlite3 *db, struct err *err)
{
    return sql_exec(db,
                    "DELETE FROM period;"
                    "DELETE FROM mark;"
                    "DELETE FROM pseudonym;"
                    "DELETE FROM consent;",
                    err);
}

static int withdraw(struct outbox_sqlite *self, void *args, struct err *err)
{
    (void)args;
    return outbox_empty(self->db, err);
}

/* What was set aside goes first: should the power fail in between, nothing was withdrawn yet. */
static int outbox_withdraw(void *context, struct err *err)
{
    struct outbox_sqlite *self = context;

    if (!self->read_only) {
        sqlite_remove_set_aside(self->path);
        self->set_aside[0] = '\0';
    }
    return outbox_transact(self, ABSENT_IS_NOTHING, withdraw, NULL, err);
}

/* ---- pseudonyms ---- */

int64_t outbox_month(int64_t wall_s)
{
    time_t at = (time_t)wall_s;
    struct tm date;

    return gmtime_r(&at, &date) ? (date.tm_year + INT64_C(1900)) * 100 + date.tm_mon + 1 : 0;
}

static int make_pseudonym(sqlite3 *db, int64_t month, char pseudonym[SUMMARY_PSEUDONYM_SIZE],
                          struct err *err)
{
    unsigned char bytes[(SUMMARY_PSEUDONYM_SIZE - 1) / 2];
    int result = get_random(bytes, sizeof(bytes), err);

    if (result < 0)
        return result;
    for (size_t i = 0; i < sizeof(bytes); i++)
        (void)snprintf(pseudonym + 2 * i, 3, "%02x", bytes[i]);
    return outbox_run(db, err, "INSERT INTO pseudonym (month, name) VALUES (?1, ?2)", "it", month,
                      pseudonym);
}

int outbox_pseudonym(sqlite3 *db, int64_t start_s, char pseudonym[SUMMARY_PSEUDONYM_SIZE],
                     struct err *err)
{
    int64_t month = outbox_month(start_s);
    sqlite3_stmt *row = NULL;
    int result =
        outbox_find(db, err, &row, "SELECT name FROM pseudonym WHERE month = ?1", "i", month);

    if (result == 1)
        sql_copy_text(row, 0, pseudonym, SUMMARY_PSEUDONYM_SIZE);
    (void)sqlite3_finalize(row);
    if (result == 0)
        return make_pseudonym(db, month, pseudonym, err);
    return result < 0 ? result : 0;
}

struct naming {
    int64_t start_s;
    char *pseudonym;
};

static int read_pseudonym(struct outbox_sqlite *self, void *args, struct err *err)
{
    const struct naming *naming = args;
    int result = outbox_need_consent(self->db, NULL, err);

    return result < 0 ? result
                      : outbox_pseudonym(self->db, naming->start_s, naming->pseudonym, err);
}

static int outbox_read_pseudonym(void *context, int64_t start_s,
                                 char pseudonym[SUMMARY_PSEUDONYM_SIZE], struct err *err)
{
    struct naming naming = {.start_s = start_s, .pseudonym = pseudonym};

    return outbox_transact(context, ABSENT_IS_DENIED, read_pseudonym, &naming, err);
}

/* ---- attempts ---- */

static int note_attempt(struct outbox_sqlite *self, void *args, struct err *err)
{
    const struct outbox_attempt *attempt = args;

    return outbox_run(self->db, err,
                      "UPDATE consent SET outcome = ?1, at_s = ?2, not_before_s = ?3,"
                      " failures = ?4, reason = ?5",
                      "tiiit", outcome_names[attempt->outcome], attempt->at_s,
                      attempt->not_before_s, (int64_t)attempt->failures, attempt->reason);
}

static int outbox_note_attempt(void *context, const struct outbox_attempt *attempt, struct err *err)
{
    struct outbox_attempt copy = *attempt;

    assert(attempt->outcome >= 0 && attempt->outcome < OUTBOX_OUTCOMES);
    return outbox_transact(context, ABSENT_IS_NOTHING, note_attempt, &copy, err);
}

/* ---- the whole ---- */

static const char *outbox_set_aside_name(void *context)
{
    const struct outbox_sqlite *self = context;

    return self->set_aside;
}

static void outbox_close(void *context)
{
    struct outbox_sqlite *self = context;

    if (!self)
        return;
    outbox_disconnect(self);
    free(self);
}

int outbox_sqlite_new(struct outbox *outbox, const struct outbox_sqlite_config *config,
                      struct err *err)
{
    const char *test_endpoint = config->test_endpoint ? config->test_endpoint : "";
    struct outbox_sqlite *self;

    assert(config->path && (!config->vfs || strlen(config->vfs) < sizeof(self->vfs)));
    if (!config->path[0] || strlen(config->path) >= sizeof(self->path))
        return err_set(err, ERR_INPUT, "cannot name the outbox: '%s': empty or too long",
                       config->path);
    if (strlen(test_endpoint) >= sizeof(self->test_endpoint))
        return err_set(err, ERR_INPUT, "cannot use the test endpoint: '%s': longer than %d bytes",
                       test_endpoint, OUTBOX_ENDPOINT_SIZE - 1);
    self = calloc(1, sizeof(*self));
    if (!self)
        return err_set(err, ERR_MEMORY, "cannot open the outbox: no memory");
    (void)snprintf(self->path, sizeof(self->path), "%s", config->path);
    (void)snprintf(self->vfs, sizeof(self->vfs), "%s", config->vfs ? config->vfs : "");
    (void)snprintf(self->test_endpoint, sizeof(self->test_endpoint), "%s", test_endpoint);
    self->read_only = config->read_only;
    self->has_origin = config->test_endpoint && !config->read_only;
    *outbox = (struct outbox){
        .self = self,
        .read_status = outbox_read_status,
        .give_consent = outbox_give_consent,
        .withdraw = outbox_withdraw,
        .note_time = outbox_note_time,
        .read_until = outbox_read_until,
        .queue = outbox_queue,
        .read_pseudonym = outbox_read_pseudonym,
        .read_queued = outbox_read_queued,
        .strike_off = outbox_strike_off,
        .quarantine = outbox_quarantine,
        .release_quarantine = outbox_release_quarantine,
        .note_attempt = outbox_note_attempt,
        .set_aside_name = outbox_set_aside_name,
        .close = outbox_close,
    };
    return 0;
}

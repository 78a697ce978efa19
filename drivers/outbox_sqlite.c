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

static const char *const cause_names[OUTBOX_CAUSES] = {
    [OUTBOX_CAUSE_NONE] = "",           [OUTBOX_UNREACHABLE] = "unreachable",
    [OUTBOX_TIMED_OUT] = "timed_out",   [OUTBOX_UNTRUSTED] = "untrusted",
    [OUTBOX_LOCAL_FILE] = "local_file", [OUTBOX_NOT_IT] = "not_it",
    [OUTBOX_TOKEN] = "token",           [OUTBOX_NOT_FOUND] = "not_found",
    [OUTBOX_TOO_LARGE] = "too_large",   [OUTBOX_BUSY] = "busy",
    [OUTBOX_FUTURE] = "future",         [OUTBOX_SET_ASIDE] = "set_aside",
    [OUTBOX_REFUSED] = "refused",
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

static enum outbox_cause cause_from_name(const char *name)
{
    for (int i = 0; i < OUTBOX_CAUSES; i++) {
        if (strcmp(cause_names[i], name) == 0)
            return (enum outbox_cause)i;
    }
    return OUTBOX_CAUSE_NONE; /* the reason tells */
}

static void take_given(sqlite3_stmt *row, int first, struct consent *given)
{
    char name[16];

    memset(given, 0, sizeof(*given));
    sql_copy_text(row, first, name, sizeof(name));
    given->detail = detail_from_name(name);
    sql_copy_text(row, first + 1, given->host, sizeof(given->host));
    sql_copy_text(row, first + 2, given->team, sizeof(given->team));
}

static void take_consent(sqlite3_stmt *row, struct outbox_status *status)
{
    char name[16];

    status->has_consent = true;
    status->consent_s = sqlite3_column_int64(row, 0);
    take_given(row, 1, &status->consent);
    sql_copy_text(row, 4, status->test_endpoint, sizeof(status->test_endpoint));
    status->delivered = sqlite3_column_int64(row, 5);
    status->delivered_at_s = sqlite3_column_int64(row, 6);
    status->dropped = sqlite3_column_int64(row, 7);
    sql_copy_text(row, 8, name, sizeof(name));
    status->last.outcome = outcome_from_name(name);
    sql_copy_text(row, 9, name, sizeof(name));
    status->last.cause = cause_from_name(name);
    status->last.at_s = sqlite3_column_int64(row, 10);
    status->last.not_before_s = sqlite3_column_int64(row, 11);
    status->last.failures = (int32_t)sqlite3_column_int64(row, 12);
    sql_copy_text(row, 13, status->last.reason, sizeof(status->last.reason));
}

static int read_status(struct outbox_sqlite *self, void *args, struct err *err)
{
    struct outbox_status *status = args;
    sqlite3_stmt *row = NULL;
    int result =
        outbox_find(self->db, err, &row,
                    "SELECT given_s, detail, host, team, test_endpoint, delivered,"
                    " delivered_at_s, dropped, outcome, cause, at_s, not_before_s, failures,"
                    " reason FROM consent",
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

int outbox_need_consent(sqlite3 *db, struct consent *given_or_null, struct err *err)
{
    sqlite3_stmt *row = NULL;
    int result = outbox_find(db, err, &row, "SELECT detail, host, team FROM consent", "");

    if (result == 1 && given_or_null)
        take_given(row, 0, given_or_null);
    (void)sqlite3_finalize(row);
    if (result == 0)
        return err_set(err, ERR_PERMISSION, "nothing is queued: nobody has consented");
    return result < 0 ? result : 0;
}

struct giving {
    const struct consent *given;
    int64_t now_s;
};

/*
 * Keys begin anywhere with each consent, so that one that was handed out before a withdrawal never
 * names a period that came after it, and none tells how many there ever were.
 */
static int begin_consent(struct outbox_sqlite *self, const struct giving *giving, struct err *err)
{
    const struct consent *given = giving->given;
    uint32_t random;
    int result = get_random(&random, sizeof(random), err);

    if (result < 0)
        return result;
    return outbox_run(self->db, err,
                      "INSERT INTO consent (key, given_s, seen_s, sure_s, detail, host, team,"
                      " test_endpoint, next_key)"
                      " VALUES (1, ?1, ?1, ?1, ?2, ?3, ?4, ?5, ?6)",
                      "itttti", giving->now_s, summary_detail_name(given->detail), given->host,
                      given->team, self->test_endpoint,
                      (int64_t)(((uint64_t)(random >> 1) << 32) | 1));
}

static int change_detail(sqlite3 *db, const struct giving *giving, struct err *err)
{
    const char *name = summary_detail_name(giving->given->detail);
    int result = outbox_run(db, err, "UPDATE consent SET detail = ?1, given_s = ?2", "ti", name,
                            giving->now_s);

    if (result < 0)
        return result;
    return outbox_run(db, err,
                      "INSERT INTO mark (detail, until_s) VALUES (?1, ?2) ON CONFLICT (detail) DO"
                      " UPDATE SET until_s = max(until_s, excluded.until_s)",
                      "ti", name, giving->now_s);
}

/* Of another server we know nothing yet, and it has refused nothing. */
static int forget_server(sqlite3 *db, struct err *err)
{
    int result = outbox_run(db, err,
                            "UPDATE consent SET outcome = ?1, at_s = 0, not_before_s = 0,"
                            " failures = 0, reason = '', cause = ''",
                            "t", outcome_names[OUTBOX_NEVER_TRIED]);

    return result < 0
               ? result
               : sql_exec(db, "UPDATE period SET refused = NULL WHERE refused IS NOT NULL", err);
}

static int change_parties(sqlite3 *db, const struct giving *giving, struct err *err)
{
    int result = outbox_run(db, err, "UPDATE consent SET given_s = ?1, host = ?2, team = ?3", "itt",
                            giving->now_s, giving->given->host, giving->given->team);

    return result < 0 ? result
                      : outbox_run(db, err, "UPDATE mark SET until_s = max(until_s, ?1)", "i",
                                   giving->now_s);
}

static int give_consent(struct outbox_sqlite *self, void *args, struct err *err)
{
    const struct giving *giving = args;
    struct consent before = {.detail = SUMMARY_WEEK};
    enum consent_match match;
    int result = outbox_need_consent(self->db, &before, err);

    if (result == -ERR_PERMISSION)
        return begin_consent(self, giving, err);
    if (result < 0)
        return result;
    match = consent_match(&before, giving->given);
    if (match == CONSENT_OTHER_SERVER)
        result = forget_server(self->db, err);
    if (result == 0 && (match == CONSENT_OTHER_SERVER || match == CONSENT_OTHER_TEAM))
        result = change_parties(self->db, giving, err);
    if (result == 0 && before.detail != giving->given->detail)
        result = change_detail(self->db, giving, err);
    return result;
}

static int outbox_give_consent(void *context, const struct consent *given, int64_t now_s,
                               struct err *err)
{
    struct giving giving = {.given = given, .now_s = now_s};

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
                      " failures = ?4, reason = ?5, cause = ?6",
                      "tiiitt", outcome_names[attempt->outcome], attempt->at_s,
                      attempt->not_before_s, (int64_t)attempt->failures, attempt->reason,
                      cause_names[attempt->cause]);
}

static int outbox_note_attempt(void *context, const struct outbox_attempt *attempt, struct err *err)
{
    struct outbox_attempt copy = *attempt;

    assert(attempt->outcome >= 0 && attempt->outcome < OUTBOX_OUTCOMES);
    assert(attempt->cause >= 0 && attempt->cause < OUTBOX_CAUSES);
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

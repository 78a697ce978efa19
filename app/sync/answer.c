#include "sync/answer.h"

#include <stdio.h>

#include "sync/receipt.h"

/* The first row whose span holds the status counts; the last one holds every status. */
struct row {
    int from;
    int to;
    enum verdict influx;
    enum verdict json; /* VERDICT_DELIVERED here: if the body is a receipt or empty */
    enum outbox_cause cause;
    const char *why;
};

static const struct row rows[] = {
    {204, 204, VERDICT_DELIVERED, VERDICT_DELIVERED, OUTBOX_CAUSE_NONE, ""},
    {200, 202, VERDICT_SETUP, VERDICT_DELIVERED, OUTBOX_NOT_IT,
     "this is not the answer of such a server"},
    {200, 299, VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT,
     "this is not the answer of such a server"},
    {300, 399, VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT,
     "it sends us elsewhere, where we do not follow: is a login page in the way, or sync.url an "
     "old one?"},
    {400, 400, VERDICT_BISECT, VERDICT_BISECT, OUTBOX_REFUSED, "it refuses what was sent"},
    {401, 401, VERDICT_SETUP, VERDICT_SETUP, OUTBOX_TOKEN,
     "it does not know our token: see sync.token_file"},
    {403, 403, VERDICT_SETUP, VERDICT_SETUP, OUTBOX_TOKEN, "our token may not write there"},
    {404, 404, VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_FOUND,
     "there is no such place: see sync.url, sync.database, sync.bucket"},
    {407, 407, VERDICT_SETUP, VERDICT_SETUP, OUTBOX_UNREACHABLE,
     "a proxy on the way wants a password: see sync.proxy, which is to be one that wants none"},
    {408, 408, VERDICT_WAIT, VERDICT_WAIT, OUTBOX_BUSY, "it waited too long for us"},
    {413, 413, VERDICT_HALVE, VERDICT_HALVE, OUTBOX_TOO_LARGE, "too much at once"},
    {429, 429, VERDICT_WAIT, VERDICT_WAIT, OUTBOX_BUSY, "it is busy and asks us to wait"},
    {500, 599, VERDICT_WAIT, VERDICT_WAIT, OUTBOX_BUSY, "it has trouble of its own"},
    {INT32_MIN, INT32_MAX, VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "it does not take this"},
};

static const struct {
    enum verdict verdict;
    enum outbox_cause cause;
    const char *what;
} failures[UPLINK_FAILURES] = {
    [UPLINK_UNREACHABLE] = {VERDICT_WAIT, OUTBOX_UNREACHABLE, "the server cannot be reached"},
    [UPLINK_TIMED_OUT] = {VERDICT_WAIT, OUTBOX_TIMED_OUT, "the server does not answer in time"},
    [UPLINK_UNTRUSTED] = {VERDICT_WAIT, OUTBOX_UNTRUSTED,
                          "the connection is not safe, so nothing was sent"},
    [UPLINK_LOCAL] = {VERDICT_SETUP, OUTBOX_LOCAL_FILE, "a file of ours cannot be used"},
    [UPLINK_PROXY] = {VERDICT_SETUP, OUTBOX_UNREACHABLE, "sync.proxy does not let us through"},
};

static const struct row *row_of(int status)
{
    const struct row *row = rows;

    while (status < row->from || status > row->to)
        row++;
    return row;
}

struct judgement answer_judge(enum config_sync_format format, const struct uplink_answer *answer)
{
    struct judgement judgement;
    const struct row *row;

    if (answer->failure != UPLINK_ANSWERED) {
        judgement.verdict = failures[answer->failure].verdict;
        judgement.cause = failures[answer->failure].cause;
        (void)snprintf(judgement.why, sizeof(judgement.why), "%.48s: %.*s",
                       failures[answer->failure].what, UPLINK_REASON_SIZE - 16, answer->reason);
        return judgement;
    }
    row = row_of(answer->status);
    judgement.verdict = format == CONFIG_SYNC_JSON ? row->json : row->influx;
    judgement.cause = judgement.verdict == VERDICT_DELIVERED ? OUTBOX_CAUSE_NONE : row->cause;
    judgement.why[0] = '\0';
    if (format == CONFIG_SYNC_JSON && judgement.verdict == VERDICT_DELIVERED &&
        (answer->is_cut || !receipt_is_good(answer->body, answer->body_size))) {
        judgement.verdict = VERDICT_SETUP;
        judgement.cause = OUTBOX_NOT_IT;
        (void)snprintf(judgement.why, sizeof(judgement.why),
                       "the server answers %d without a receipt: is a login page in the way?",
                       answer->status);
    } else if (judgement.verdict != VERDICT_DELIVERED) {
        (void)snprintf(judgement.why, sizeof(judgement.why), "the server answers %d: %s",
                       answer->status, row->why);
    }
    return judgement;
}

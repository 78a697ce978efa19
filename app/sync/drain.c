#include "sync/drain.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "sync/answer.h"
#include "sync/backoff.h"
#include "sync/batch.h"

/* So many periods refused in a row: before asking on, the server is asked for a witness. */
#define REFUSALS_BEFORE_WITNESS 8

/* Periods read at once on the way to the newest one. */
#define NEWEST_ROOM 32

enum stop {
    STOP_NOT,
    STOP_ANSWER,    /* the judgement tells why */
    STOP_WITHDRAWN, /* there is nothing to send any more */
    STOP_ERROR      /* of the outbox */
};

struct drain {
    const struct drain_ports *ports;
    const struct drain_setup *setup;
    struct batch *batch;
    struct outbox_status status;
    struct err err;
    enum stop stop;
    struct judgement judgement; /* if stopped by an answer */
    int64_t retry_after_s;
    int64_t delivered;
    int64_t quarantined;
    int64_t future;
    size_t room; /* periods a request, less after a 413 */
    bool has_witness;
    struct summary witness; /* a period that this server took in this run */
    size_t count;
    struct summary summaries[BATCH_MAX];
    int64_t keys[BATCH_MAX];
    size_t refused; /* one by one, of this batch */
    size_t proven;  /* the first of them: something was taken after they were refused */
    int64_t refused_keys[BATCH_MAX];
    char refused_why[OUTBOX_REASON_SIZE];
};

static const int64_t period_s[SUMMARY_DETAILS] = {
    [SUMMARY_WEEK] = 7 * S_PER_DAY,
    [SUMMARY_DAY] = S_PER_DAY,
    [SUMMARY_HOUR] = S_PER_HOUR,
};

bool drain_has_ended(const struct summary *summary, int64_t now_s)
{
    return summary->start_s <= now_s - period_s[summary->detail];
}

int drain_check_endpoint(const struct outbox_status *status, const char *test_endpoint,
                         struct err *err)
{
    if (strcmp(status->test_endpoint, test_endpoint) == 0)
        return 0;
    if (status->test_endpoint[0] == '\0')
        return err_set(err, ERR_INPUT,
                       "--test-endpoint: '%s': this queue holds a person's figures, which go only "
                       "to the server of the configuration; leave the option out",
                       test_endpoint);
    return err_set(err, ERR_INPUT,
                   "the queue holds simulated figures, which may only go to a test endpoint: "
                   "secondheart-sync --test-endpoint %s",
                   status->test_endpoint);
}

static int64_t now_s(const struct drain *drain)
{
    return drain->ports->clock->wall_now(drain->ports->clock->self).s;
}

/* By this clock. Simulated time has nothing to do with it. */
static bool has_ended(const struct drain *drain, const struct summary *summary)
{
    return drain_has_ended(summary, drain->setup->test_endpoint[0] ? INT64_MAX : now_s(drain));
}

static void stop_by_answer(struct drain *drain, const struct judgement *judgement)
{
    drain->stop = STOP_ANSWER;
    drain->judgement = *judgement;
}

/* An outcome of the outbox: is it good? Else the run ends. */
static bool is_good(struct drain *drain, int outcome)
{
    if (outcome < 0)
        drain->stop = STOP_ERROR;
    return outcome >= 0;
}

/* The person may have said no since the last request. */
static bool has_consent(struct drain *drain)
{
    const struct outbox *outbox = drain->ports->outbox;

    if (!is_good(drain, outbox->read_status(outbox->self, &drain->status, &drain->err)))
        return false;
    if (!drain->status.has_consent)
        drain->stop = STOP_WITHDRAWN;
    return drain->status.has_consent;
}

/* Fills `answer` and returns true, unless the run ended before the request. */
static bool post(struct drain *drain, const struct summary *summaries, size_t count,
                 struct uplink_answer *answer)
{
    const struct uplink *uplink = drain->ports->uplink;
    struct uplink_request request;

    if (!has_consent(drain) ||
        !is_good(drain, batch_encode(drain->batch, summaries, count, &request, &drain->err)))
        return false;
    uplink->post(uplink->self, &request, answer);
    return true;
}

/* The server took this one: whatever it refused before, it does take periods. */
static void take_witness(struct drain *drain, const struct summary *summary)
{
    drain->has_witness = true;
    drain->witness = *summary;
    drain->proven = drain->refused;
}

/* The last period of the queue that has ended, into `newest`; false if there is none. */
static bool find_newest(struct drain *drain, struct summary *newest)
{
    const struct outbox *outbox = drain->ports->outbox;
    struct summary summaries[NEWEST_ROOM];
    int64_t keys[NEWEST_ROOM];
    size_t read = NEWEST_ROOM;
    int64_t after = 0;
    bool is_found = false;

    while (read == NEWEST_ROOM) {
        if (!is_good(drain, outbox->read_queued(outbox->self, &after, summaries, keys, NEWEST_ROOM,
                                                &read, &drain->err)))
            return false;
        for (size_t i = 0; i < read; i++) {
            if (!has_ended(drain, &summaries[i]))
                continue;
            *newest = summaries[i];
            is_found = true;
        }
    }
    return is_found;
}

static void stop_by_refusals(struct drain *drain)
{
    struct judgement judgement = {.verdict = VERDICT_SETUP};

    (void)snprintf(judgement.why, sizeof(judgement.why),
                   "%.90s, whatever it is: see sync.url, sync.format and the token",
                   drain->refused_why);
    stop_by_answer(drain, &judgement);
}

/*
 * Is the fault in the periods that were refused last, or in the server? It gets one that it took
 * before, or, if there is none, the newest: the old ones of a long queue may all be too old for it.
 * Only asked for: a period that is still queued goes once more in its turn, with the same bytes.
 */
static void ask_for_witness(struct drain *drain)
{
    struct uplink_answer answer;
    struct judgement judgement;
    struct summary summary = drain->witness;

    if (!drain->has_witness && !find_newest(drain, &summary)) {
        if (drain->stop == STOP_NOT)
            stop_by_refusals(drain);
        return;
    }
    if (!post(drain, &summary, 1, &answer))
        return;
    judgement = answer_judge(drain->setup->format, &answer);
    switch (judgement.verdict) {
    case VERDICT_DELIVERED:
        take_witness(drain, &summary);
        break;
    case VERDICT_BISECT:
    case VERDICT_HALVE:
        stop_by_refusals(drain);
        break;
    case VERDICT_WAIT:
    case VERDICT_SETUP:
        drain->retry_after_s = answer.retry_after_s;
        stop_by_answer(drain, &judgement);
        break;
    case VERDICTS:
        break;
    }
}

static void take_refusal(struct drain *drain, size_t index, const struct judgement *judgement)
{
    drain->refused_keys[drain->refused++] = drain->keys[index];
    (void)snprintf(drain->refused_why, sizeof(drain->refused_why), "%s", judgement->why);
    if (drain->refused - drain->proven >= REFUSALS_BEFORE_WITNESS)
        ask_for_witness(drain);
}

static void take_delivery(struct drain *drain, size_t first, size_t count)
{
    const struct outbox *outbox = drain->ports->outbox;

    take_witness(drain, &drain->summaries[first]);
    if (is_good(drain, outbox->strike_off(outbox->self, drain->keys + first, count, now_s(drain),
                                          &drain->err)))
        drain->delivered += (int64_t)count;
}

static void send_range(struct drain *drain, size_t first, size_t count);

static void send_halves(struct drain *drain, size_t first, size_t count)
{
    send_range(drain, first, count / 2);
    send_range(drain, first + count / 2, count - count / 2);
}

static void take_answer(struct drain *drain, size_t first, size_t count,
                        const struct uplink_answer *answer)
{
    struct judgement judgement = answer_judge(drain->setup->format, answer);

    switch (judgement.verdict) {
    case VERDICT_DELIVERED:
        take_delivery(drain, first, count);
        break;
    case VERDICT_BISECT:
        if (count > 1)
            send_halves(drain, first, count);
        else
            take_refusal(drain, first, &judgement);
        break;
    case VERDICT_HALVE:
        if (count > 1) {
            drain->room = (count + 1) / 2;
            send_halves(drain, first, count);
        } else {
            judgement.verdict = VERDICT_SETUP;
            stop_by_answer(drain, &judgement);
        }
        break;
    case VERDICT_WAIT:
    case VERDICT_SETUP:
        drain->retry_after_s = answer->retry_after_s;
        stop_by_answer(drain, &judgement);
        break;
    case VERDICTS:
        break;
    }
}

/* Sends a part of the batch: in one request, or, if the server does not take that, in several. */
static void send_range(struct drain *drain, size_t first, size_t count)
{
    struct uplink_answer answer;

    if (drain->stop != STOP_NOT)
        return;
    if (count > drain->room)
        send_halves(drain, first, count);
    else if (post(drain, drain->summaries + first, count, &answer))
        take_answer(drain, first, count, &answer);
}

/* What came of the batch's refusals: set aside is only what is to blame itself. */
static void settle_refusals(struct drain *drain)
{
    const struct outbox *outbox = drain->ports->outbox;

    if (drain->refused > drain->proven && drain->stop == STOP_NOT) {
        if (drain->has_witness)
            ask_for_witness(drain);
        else
            stop_by_refusals(drain);
    }
    if (drain->stop == STOP_ERROR || drain->stop == STOP_WITHDRAWN)
        return;
    for (size_t i = 0; i < drain->proven; i++) {
        if (!is_good(drain, outbox->quarantine(outbox->self, drain->refused_keys[i],
                                               drain->refused_why, &drain->err)))
            return;
        drain->quarantined++;
    }
}

/* Leaves out what has not ended yet. */
static void keep_future(struct drain *drain, size_t read)
{
    drain->count = 0;
    for (size_t i = 0; i < read; i++) {
        if (!has_ended(drain, &drain->summaries[i])) {
            drain->future++;
            continue;
        }
        drain->summaries[drain->count] = drain->summaries[i];
        drain->keys[drain->count++] = drain->keys[i];
    }
}

static void say_progress(const struct drain *drain, int64_t queued)
{
    char sentence[96];

    if (queued <= BATCH_MAX || drain->stop != STOP_NOT)
        return;
    (void)snprintf(sentence, sizeof(sentence), "%" PRId64 " of %" PRId64 " periods sent",
                   drain->delivered, queued);
    drain->ports->say(drain->ports->self, sentence);
}

static void send_all(struct drain *drain)
{
    const struct outbox *outbox = drain->ports->outbox;
    int64_t queued = drain->status.queued;
    int64_t after = 0;
    size_t read = BATCH_MAX;

    while (drain->stop == STOP_NOT && read == BATCH_MAX) {
        if (!is_good(drain, outbox->read_queued(outbox->self, &after, drain->summaries, drain->keys,
                                                BATCH_MAX, &read, &drain->err)))
            return;
        drain->refused = 0;
        drain->proven = 0;
        keep_future(drain, read);
        if (drain->count > 0)
            send_range(drain, 0, drain->count);
        settle_refusals(drain);
        say_progress(drain, queued);
    }
}

static struct drain_result result_of(const struct drain *drain, int exit_code, const char *format,
                                     ...) SH_PRINTF(3, 4);

static struct drain_result result_of(const struct drain *drain, int exit_code, const char *format,
                                     ...)
{
    struct drain_result result = {.exit_code = exit_code, .delivered = drain->delivered};
    va_list args;

    va_start(args, format);
    (void)vsnprintf(result.sentence, sizeof(result.sentence), format, args);
    va_end(args);
    return result;
}

/* In a row. Something arrived: the server is there, and the back-off starts anew. */
static int32_t count_failures(const struct drain *drain)
{
    if (drain->delivered > 0)
        return 1;
    return drain->status.last.failures < INT16_MAX ? drain->status.last.failures + 1 : INT16_MAX;
}

/* What the screen and the next run are to know. */
static struct outbox_attempt make_attempt(const struct drain *drain)
{
    struct outbox_attempt attempt = {.outcome = OUTBOX_DELIVERED, .at_s = now_s(drain)};

    if (drain->stop == STOP_ANSWER) {
        attempt.failures = count_failures(drain);
        attempt.outcome = drain->judgement.verdict == VERDICT_SETUP ? OUTBOX_SETUP : OUTBOX_WAITING;
        attempt.not_before_s = attempt.at_s + backoff_s(drain->judgement.verdict, attempt.failures,
                                                        drain->retry_after_s,
                                                        drain->ports->random(drain->ports->self));
        (void)snprintf(attempt.reason, sizeof(attempt.reason), "%s", drain->judgement.why);
    } else if (drain->quarantined > 0) {
        attempt.outcome = OUTBOX_SETUP;
        memcpy(attempt.reason, drain->refused_why, sizeof(attempt.reason));
    } else if (drain->future > 0) {
        attempt.outcome = OUTBOX_WAITING;
        (void)snprintf(attempt.reason, sizeof(attempt.reason),
                       "%" PRId64 " periods end in the future: is the clock right?", drain->future);
    }
    return attempt;
}

/* Once everything was tried, or something stopped it. */
static struct drain_result finish(struct drain *drain)
{
    const struct outbox *outbox = drain->ports->outbox;
    struct outbox_attempt attempt = make_attempt(drain);

    /* How it stands now; the person may have said no during the last request. */
    if (drain->stop != STOP_ERROR)
        (void)has_consent(drain);
    if (drain->stop == STOP_WITHDRAWN)
        return result_of(drain, EXIT_DONE, "sync was turned off meanwhile: nothing is kept");
    if (drain->stop != STOP_ERROR)
        (void)is_good(drain, outbox->note_attempt(outbox->self, &attempt, &drain->err));
    if (drain->stop == STOP_ERROR)
        return result_of(drain, EXIT_PROBLEM, "%s", drain->err.text);
    if (drain->stop == STOP_ANSWER)
        return result_of(drain, EXIT_PROBLEM, "%s, %" PRId64 " periods sent, the rest is kept: %s",
                         attempt.outcome == OUTBOX_SETUP ? "setup problem" : "tried again later",
                         drain->delivered, attempt.reason);
    if (drain->status.quarantined > 0)
        return result_of(drain, EXIT_PROBLEM,
                         "%" PRId64 " periods sent, %" PRId64 " set aside: the server refuses "
                         "them; once it is mended: secondheart-sync --release",
                         drain->delivered, drain->status.quarantined);
    if (drain->future > 0)
        return result_of(drain, EXIT_PROBLEM, "%" PRId64 " periods sent, the rest is kept: %s",
                         drain->delivered, attempt.reason);
    return result_of(drain, EXIT_DONE, "%" PRId64 " periods sent, none is left", drain->delivered);
}

/* Is there anything to send, and may it be sent now? If not, `result` says why. */
static bool may_start(struct drain *drain, struct drain_result *result)
{
    const struct outbox *outbox = drain->ports->outbox;
    const struct clock_port *clock = drain->ports->clock;
    const struct outbox_status *status = &drain->status;

    if (outbox->read_status(outbox->self, &drain->status, &drain->err) < 0)
        *result = result_of(drain, EXIT_PROBLEM, "%s", drain->err.text);
    else if (!status->has_consent)
        *result = result_of(drain, EXIT_DONE,
                            "sync is off: nobody has turned it on at the screen, nothing is sent");
    else if (drain_check_endpoint(status, drain->setup->test_endpoint, &drain->err) < 0)
        *result = result_of(drain, EXIT_INPUT, "%s", drain->err.text);
    else if (status->queued == 0 && status->quarantined > 0)
        *result = result_of(drain, EXIT_PROBLEM,
                            "nothing to send; %" PRId64 " periods are set aside: the server "
                            "refuses them; once it is mended: secondheart-sync --release",
                            status->quarantined);
    else if (status->queued == 0)
        *result = result_of(drain, EXIT_DONE, "nothing to send");
    else if (!drain->setup->test_endpoint[0] && !clock->is_synchronised(clock->self))
        *result = result_of(drain, EXIT_PROBLEM,
                            "the clock is not synchronised: nothing is sent, %" PRId64
                            " periods are kept; is there a time server (timedatectl)?",
                            status->queued);
    else if (!drain->setup->is_now &&
             !backoff_is_over(now_s(drain), status->last.at_s, status->last.not_before_s))
        *result = result_of(
            drain, EXIT_PROBLEM,
            "%" PRId64 " periods are kept for another %" PRId64 " s (--now does not wait): %s",
            status->queued, status->last.not_before_s - now_s(drain), status->last.reason);
    else
        return true;
    return false;
}

struct drain_result drain_run(const struct drain_ports *ports, const struct drain_setup *setup)
{
    struct drain_result result = {.exit_code = EXIT_PROBLEM, .sentence = "no memory"};
    struct drain *drain = calloc(1, sizeof(*drain));

    if (!drain)
        return result;
    drain->ports = ports;
    drain->setup = setup;
    drain->batch = batch_new(setup->format);
    if (drain->batch && may_start(drain, &result)) {
        drain->room = batch_room(drain->batch);
        send_all(drain);
        result = finish(drain);
    }
    batch_free(drain->batch);
    free(drain);
    return result;
}

#include "sync/drain_parts.h"

#include <inttypes.h>
#include <stdio.h>

/* So many periods refused in a row: before asking on, the server is asked for a witness. */
#define REFUSALS_BEFORE_WITNESS 8

/* Periods read at once on the way to the newest one. */
#define NEWEST_ROOM 32

/* By this clock. Simulated time has nothing to do with it. */
static bool has_ended(const struct drain *drain, const struct summary *summary)
{
    return drain_has_ended(summary,
                           drain->setup->test_endpoint[0] ? INT64_MAX : drain_now_s(drain));
}

static void stop_by_answer(struct drain *drain, const struct judgement *judgement)
{
    drain->stop = STOP_ANSWER;
    drain->judgement = *judgement;
}

/* Fills `answer` and returns true, unless the run ended before the request. */
static bool post(struct drain *drain, const struct summary *summaries, size_t count,
                 struct uplink_answer *answer)
{
    const struct uplink *uplink = drain->ports->uplink;
    struct uplink_request request;

    if (!drain_has_consent(drain) ||
        !drain_is_good(drain, batch_encode(drain->batch, summaries, count, &request, &drain->err)))
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
        if (!drain_is_good(drain, outbox->read_queued(outbox->self, &after, summaries, keys,
                                                      NEWEST_ROOM, &read, &drain->err)))
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
    struct judgement judgement = {.verdict = VERDICT_SETUP, .cause = OUTBOX_REFUSED};

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
    if (drain_is_good(drain, outbox->strike_off(outbox->self, drain->keys + first, count,
                                                drain_now_s(drain), &drain->err)))
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
        if (!drain_is_good(drain, outbox->quarantine(outbox->self, drain->refused_keys[i],
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
    (void)snprintf(sentence, sizeof(sentence), "periods sent: %" PRId64 " of %" PRId64,
                   drain->delivered, queued);
    drain->ports->say(drain->ports->self, sentence);
}

void drain_send_all(struct drain *drain)
{
    const struct outbox *outbox = drain->ports->outbox;
    int64_t queued = drain->status.queued;
    int64_t after = 0;
    size_t read = BATCH_MAX;

    while (drain->stop == STOP_NOT && read == BATCH_MAX) {
        if (!drain_is_good(drain, outbox->read_queued(outbox->self, &after, drain->summaries,
                                                      drain->keys, BATCH_MAX, &read, &drain->err)))
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

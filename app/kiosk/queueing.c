#include "kiosk/queueing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/consent.h"
#include "base/personal.h"
#include "base/units.h"
#include "base/version.h"
#include "history/period.h"

#define EVERY_NS      NS_PER_HOUR
#define TRY_AGAIN_NS  NS_PER_MIN
#define STEP_NS       NS_PER_MIN
#define STEPS_AT_ONCE 32 /* then the history's own writes have their turn */

/* Stands in the example for a name that is made at random once there is consent. */
#define EXAMPLE_NAME "0123456789abcdef0123456789abcdef"

/* ---- on the ledger's thread ---- */

static struct period_query query_of(const struct queueing_job *job, const struct store *store)
{
    return (struct period_query){
        .store = store,
        .calendar = &job->calendar,
        .detail = job->asked.detail,
        .team = job->asked.team,
        .version = SECONDHEART_VERSION,
        .consent_s = job->status.consent_s,
    };
}

/* One step of what is closed; 1: there may be more, 0: there is none. */
static int queue_next(struct queueing_job *job, const struct period_query *query, int64_t sure_s)
{
    const struct outbox *outbox = job->outbox;
    struct summary summaries[PERIOD_MAX];
    int64_t from_s = 0, until_s = 0;
    size_t count = 0;
    int result = outbox->read_until(outbox->self, job->asked.detail, &from_s, &job->err);

    if (result == 0)
        result = period_next(query, from_s, sure_s, summaries, &count, &until_s, &job->err);
    if (result < 0 || until_s == from_s)
        return result;
    result = outbox->queue(outbox->self, job->asked.detail, summaries, count, until_s, &job->err);
    return result < 0 ? result : 1;
}

static int queue_closed(struct queueing_job *job, const struct store *store)
{
    struct period_query query = query_of(job, store);
    int64_t sure_s;
    int result =
        job->outbox->note_time(job->outbox->self, job->now_s, &sure_s, &job->err) < 0 ? -1 : 1;

    if (result == 1 && !job->is_steady)
        result = 0;
    for (int i = 0; i < STEPS_AT_ONCE && result == 1; i++)
        result = queue_next(job, &query, sure_s);
    job->has_more = result == 1;
    return result < 0 ? -job->err.code : 0;
}

static void make_example(const struct queueing_job *job, struct summary *summary)
{
    static const int64_t figures[SUMMARY_FIGURES] = {
        [SUMMARY_AWAY_S] = 21600,    [SUMMARY_BEATS] = 5200,        [SUMMARY_BOUTS] = 58,
        [SUMMARY_BREAKS] = 52,       [SUMMARY_PROLONGED_S] = 39600, [SUMMARY_PROMPTS_VERIFIED] = 21,
        [SUMMARY_SITTING_S] = 97200, [SUMMARY_STANDING_S] = 7200,   [SUMMARY_STEPPING_S] = 2700,
    };

    memset(summary, 0, sizeof(*summary));
    summary->detail = job->asked.detail;
    summary->start_s = INT64_C(1767571200); /* Monday 2026-01-05 */
    (void)snprintf(summary->team, sizeof(summary->team), "%s", job->asked.team);
    version_write_release(SECONDHEART_VERSION, summary->version);
    memcpy(summary->figures, figures, sizeof(figures));
}

/* The last closed period, or what one looks like, in the very bytes. */
static int write_text(struct queueing_job *job, const struct store *store)
{
    struct period_query query = query_of(job, store);
    struct summary summary;
    size_t count = 0;
    int result = 0;

    if (job->is_synchronised)
        result = period_last(&query, job->now_s, &summary, &count, &job->err);
    job->is_example = count == 0;
    if (count == 0)
        make_example(job, &summary);
    (void)snprintf(summary.pseudonym, sizeof(summary.pseudonym), "%s", EXAMPLE_NAME);
    if (result == 0 && count > 0 && job->status.has_consent)
        result = job->outbox->read_pseudonym(job->outbox->self, summary.start_s, summary.pseudonym,
                                             &job->err);
    if (job->format == CONFIG_SYNC_JSON)
        (void)summary_write_json(&summary, job->text);
    else
        (void)summary_write_influx(&summary, job->text);
    return result;
}

static int obey(const struct queueing_job *job, struct err *err)
{
    const struct outbox *outbox = job->outbox;

    switch (job->order) {
    case QUEUEING_CONSENT:
        return job->is_synchronised
                   ? outbox->give_consent(outbox->self, &job->asked, job->now_s, err)
                   : 0;
    case QUEUEING_WITHDRAW:
        return outbox->withdraw(outbox->self, err);
    case QUEUEING_NOTHING:
        break;
    }
    return 0;
}

static void do_job(void *self, const struct store *store)
{
    struct queueing_job *job = self;
    struct outbox_status *status = &job->status;

    job->has_more = false;
    job->result = obey(job, &job->err);
    if (job->result == 0)
        job->result = job->outbox->read_status(job->outbox->self, status, &job->err);
    if (job->result == 0 && status->has_consent && job->is_synchronised &&
        consent_match(&status->consent, &job->asked) == CONSENT_HOLDS) {
        job->result = queue_closed(job, store);
        if (job->result == 0)
            job->result = job->outbox->read_status(job->outbox->self, status, &job->err);
    }
    if (job->result == 0)
        job->result = write_text(job, store);
}

/* ---- on the loop's ---- */

void queueing_init(struct queueing *queueing, const struct outbox *outbox, enum sync_state without,
                   const struct config *config, const char *url, const struct calendar *calendar)
{
    struct queueing_job *job = &queueing->job;

    memset(queueing, 0, sizeof(*queueing));
    job->outbox = outbox;
    job->calendar = *calendar;
    consent_ask(&job->asked, config, url);
    job->format = (enum config_sync_format)config->sync.format;
    queueing->is_locked = personal_consent_is_locked(config);
    queueing->without = without;
    queueing->due_mono_ns = outbox ? 0 : TIME_NEVER;
    queueing->shown.state = outbox ? SYNC_OFF : without;
    queueing->shown.detail = (int32_t)job->asked.detail;
    memcpy(queueing->shown.host, job->asked.host, sizeof(job->asked.host));
    memcpy(queueing->shown.team, job->asked.team, sizeof(job->asked.team));
}

static void order(struct queueing *queueing, enum queueing_order order)
{
    if (!queueing->job.outbox)
        return;
    queueing->order = order;
    queueing->has_withdrawn = false;
    queueing->due_mono_ns = 0;
}

void queueing_consent(struct queueing *queueing)
{
    if (queueing->shown.may_agree)
        order(queueing, QUEUEING_CONSENT);
}

void queueing_withdraw(struct queueing *queueing)
{
    order(queueing, QUEUEING_WITHDRAW);
}

static enum sync_state state_of(const struct queueing *queueing, bool is_synchronised)
{
    if (queueing->job.status.has_consent)
        return queueing->shown.match == CONSENT_HOLDS ? SYNC_ON : SYNC_ASKS_ANEW;
    if (queueing->is_locked)
        return SYNC_LOCKED;
    return is_synchronised ? SYNC_OFF : SYNC_NO_CLOCK;
}

/* What depends on the clock as well. */
static void show_state(struct queueing *queueing, bool is_synchronised)
{
    const struct queueing_job *job = &queueing->job;
    struct sync_shown *shown = &queueing->shown;

    shown->match = job->status.has_consent
                       ? (int32_t)consent_match(&job->status.consent, &job->asked)
                       : CONSENT_HOLDS;
    shown->state = (int32_t)state_of(queueing, is_synchronised);
    shown->may_agree = (shown->state == SYNC_OFF || shown->state == SYNC_ASKS_ANEW) &&
                       is_synchronised && !queueing->is_locked;
}

static void show(struct queueing *queueing)
{
    const struct queueing_job *job = &queueing->job;
    struct sync_shown *shown = &queueing->shown;
    const char *reason = job->result < 0 ? job->err.text : job->status.last.reason;

    shown->outcome = (int32_t)job->status.last.outcome;
    shown->cause = (int32_t)job->status.last.cause;
    shown->is_unkept = job->result < 0;
    shown->queued = (int32_t)job->status.queued;
    shown->refused = (int32_t)job->status.quarantined;
    shown->is_example = job->is_example;
    memset(shown->reason, 0, sizeof(shown->reason));
    memset(shown->text, 0, sizeof(shown->text));
    (void)snprintf(shown->reason, sizeof(shown->reason), "%.*s", SYNC_REASON_SIZE - 1, reason);
    (void)snprintf(shown->text, sizeof(shown->text), "%s", job->text);
}

/* What the thread has done: an order that it could not obey stays one. */
static void take_job(struct queueing *queueing, int64_t now_mono_ns)
{
    struct queueing_job *job = &queueing->job;

    queueing->is_running = false;
    (void)snprintf(queueing->problem, sizeof(queueing->problem), "%s",
                   job->result < 0 ? job->err.text : "");
    if (queueing->order == QUEUEING_NOTHING && job->order != QUEUEING_NOTHING) {
        if (job->result < 0)
            queueing->order = job->order;
        queueing->has_withdrawn = job->result == 0 && job->order == QUEUEING_WITHDRAW;
    }
    if (job->result < 0)
        queueing->due_mono_ns = now_mono_ns + TRY_AGAIN_NS;
    else if (queueing->order != QUEUEING_NOTHING || job->has_more)
        queueing->due_mono_ns = now_mono_ns;
    else
        queueing->due_mono_ns = job->status.has_consent ? now_mono_ns + EVERY_NS : TIME_NEVER;
    show(queueing);
}

static void begin_job(struct queueing *queueing, struct ledger *ledger, const struct wall *wall,
                      int64_t now_mono_ns)
{
    struct queueing_job *job = &queueing->job;
    struct ledger_reading reading = {.self = job, .read = do_job};

    job->order = queueing->order;
    job->is_synchronised = wall->label == WALL_KERNEL;
    job->is_steady = now_mono_ns >= queueing->unsteady_till_ns;
    job->now_s = job->is_synchronised ? wall_ns_at(wall, now_mono_ns) / NS_PER_S : 0;
    memset(&job->err, 0, sizeof(job->err));
    if (!ledger_read(ledger, &reading)) {
        queueing->due_mono_ns = 0; /* somebody else reads, and says when that is done */
        return;
    }
    queueing->order = QUEUEING_NOTHING;
    queueing->is_running = true;
}

/*
 * A step from one time that the kernel vouched for to another moves all records of this boot. What
 * has long closed would be told from hours in which they do not lie, and never again: so none is
 * told until the clock has stood by its word for a day.
 */
static void watch_clock(struct queueing *queueing, const struct wall *wall, int64_t now_mono_ns)
{
    if (wall->label != WALL_KERNEL)
        return;
    if (queueing->has_offset && llabs(wall->offset_ns - queueing->offset_ns) >= STEP_NS)
        queueing->unsteady_till_ns = now_mono_ns + OUTBOX_SURE_AFTER_S * NS_PER_S;
    queueing->has_offset = true;
    queueing->offset_ns = wall->offset_ns;
}

void queueing_follow(struct queueing *queueing, struct ledger *ledger, const struct wall *wall,
                     bool page_is_open, int64_t now_mono_ns)
{
    if (!queueing->job.outbox || !ledger)
        return;
    watch_clock(queueing, wall, now_mono_ns);
    if (queueing->is_running && ledger_take_reading(ledger, &queueing->job))
        take_job(queueing, now_mono_ns);
    if (page_is_open && !queueing->has_page)
        queueing->due_mono_ns = now_mono_ns;
    queueing->has_page = page_is_open;
    if (queueing->is_running)
        return;
    /* The last one could close nothing: nobody had said yet that the clock is right. */
    if (wall->label == WALL_KERNEL && !queueing->job.is_synchronised)
        queueing->due_mono_ns = now_mono_ns;
    show_state(queueing, wall->label == WALL_KERNEL);
    if (now_mono_ns >= queueing->due_mono_ns)
        begin_job(queueing, ledger, wall, now_mono_ns);
}

int queueing_end(struct queueing *queueing, struct err *err)
{
    const struct outbox *outbox = queueing->job.outbox;
    bool must = queueing->order == QUEUEING_WITHDRAW ||
                (queueing->is_running && queueing->job.order == QUEUEING_WITHDRAW);

    return outbox && must ? outbox->withdraw(outbox->self, err) : 0;
}

int64_t queueing_next_deadline(const struct queueing *queueing)
{
    /* What runs, or waits for another one that does, ends with the ledger's descriptor. */
    return queueing->is_running || queueing->due_mono_ns == 0 ? TIME_NEVER : queueing->due_mono_ns;
}

#include "sync/drain_parts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "sync/backoff.h"

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

int drain_check_consent(const struct outbox_status *status, const struct consent *asked,
                        struct err *err)
{
    const struct consent *given = &status->consent;
    enum consent_match match = consent_match(given, asked);
    int64_t kept = status->queued + status->quarantined;

    if (match == CONSENT_OTHER_SERVER)
        return err_set(
            err, ERR_PERMISSION,
            "sync was turned on for '%s', not for '%s': nothing is sent, periods kept: %" PRId64
            "; somebody has to agree anew at the screen",
            given->host[0] ? given->host : "an unknown server", asked->host, kept);
    if (match == CONSENT_OTHER_TEAM)
        return err_set(err, ERR_PERMISSION,
                       "sync was turned on for team '%s', not for '%s': nothing is sent, periods "
                       "kept: %" PRId64 "; somebody has to agree anew at the screen",
                       given->team, asked->team, kept);
    return 0;
}

int64_t drain_now_s(const struct drain *drain)
{
    return drain->ports->clock->wall_now(drain->ports->clock->self).s;
}

bool drain_is_good(struct drain *drain, int outcome)
{
    if (outcome < 0)
        drain->stop = STOP_ERROR;
    return outcome >= 0;
}

bool drain_has_consent(struct drain *drain)
{
    const struct outbox *outbox = drain->ports->outbox;

    if (!drain_is_good(drain, outbox->read_status(outbox->self, &drain->status, &drain->err)))
        return false;
    if (!drain->status.has_consent)
        drain->stop = STOP_WITHDRAWN;
    else if (drain_check_consent(&drain->status, &drain->setup->asked, &drain->err) < 0)
        drain->stop = STOP_ERROR;
    return drain->stop == STOP_NOT;
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
    struct outbox_attempt attempt = {.outcome = OUTBOX_DELIVERED, .at_s = drain_now_s(drain)};

    if (drain->stop == STOP_ANSWER) {
        attempt.failures = count_failures(drain);
        attempt.outcome = drain->judgement.verdict == VERDICT_SETUP ? OUTBOX_SETUP : OUTBOX_WAITING;
        attempt.not_before_s = attempt.at_s + backoff_s(drain->judgement.verdict, attempt.failures,
                                                        drain->retry_after_s,
                                                        drain->ports->random(drain->ports->self));
        attempt.cause = drain->judgement.cause;
        (void)snprintf(attempt.reason, sizeof(attempt.reason), "%s", drain->judgement.why);
    } else if (drain->quarantined > 0) {
        attempt.outcome = OUTBOX_SETUP;
        attempt.cause = OUTBOX_SET_ASIDE;
        memcpy(attempt.reason, drain->refused_why, sizeof(attempt.reason));
    } else if (drain->future > 0) {
        attempt.outcome = OUTBOX_WAITING;
        attempt.cause = OUTBOX_FUTURE;
        (void)snprintf(attempt.reason, sizeof(attempt.reason),
                       "periods that end in the future: %" PRId64 "; is the clock right?",
                       drain->future);
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
        (void)drain_has_consent(drain);
    if (drain->stop == STOP_WITHDRAWN)
        return result_of(drain, EXIT_DONE, "sync was turned off meanwhile: nothing is kept");
    if (drain->stop != STOP_ERROR)
        (void)drain_is_good(drain, outbox->note_attempt(outbox->self, &attempt, &drain->err));
    if (drain->stop == STOP_ERROR)
        return result_of(drain, EXIT_PROBLEM, "%s", drain->err.text);
    if (drain->stop == STOP_ANSWER)
        return result_of(drain, EXIT_PROBLEM, "%s, periods sent: %" PRId64 ", the rest is kept: %s",
                         attempt.outcome == OUTBOX_SETUP ? "setup problem" : "tried again later",
                         drain->delivered, attempt.reason);
    if (drain->status.quarantined > 0)
        return result_of(
            drain, EXIT_PROBLEM,
            "periods sent: %" PRId64 ", set aside: %" PRId64
            "; the server refuses those; once it is mended: secondheart-sync --release",
            drain->delivered, drain->status.quarantined);
    if (drain->future > 0)
        return result_of(drain, EXIT_PROBLEM, "periods sent: %" PRId64 ", the rest is kept: %s",
                         drain->delivered, attempt.reason);
    return result_of(drain, EXIT_DONE, "periods sent: %" PRId64 ", none is left", drain->delivered);
}

/* The queue is empty; that nothing more comes into it, somebody should know. */
static struct drain_result nothing_to_send(const struct drain *drain)
{
    const struct outbox_status *status = &drain->status;
    const struct consent *asked = &drain->setup->asked;

    if (status->quarantined > 0)
        return result_of(
            drain, EXIT_PROBLEM,
            "nothing to send; periods set aside: %" PRId64
            "; the server refuses those; once it is mended: secondheart-sync --release",
            status->quarantined);
    if (consent_match(&status->consent, asked) == CONSENT_FINER)
        return result_of(drain, EXIT_DONE,
                         "nothing to send; sync was turned on for each %s, not for each %s: "
                         "somebody has to agree anew at the screen",
                         summary_detail_name(status->consent.detail),
                         summary_detail_name(asked->detail));
    return result_of(drain, EXIT_DONE, "nothing to send");
}

/* Is there anything to send, and may it be sent now? If not, `result` says why. */
static bool may_start(struct drain *drain, struct drain_result *result)
{
    const struct outbox *outbox = drain->ports->outbox;
    const struct clock_port *clock = drain->ports->clock;
    const struct outbox_status *status = &drain->status;

    if (outbox->read_status(outbox->self, &drain->status, &drain->err) < 0) {
        *result = result_of(drain, EXIT_PROBLEM, "%s", drain->err.text);
        return false;
    }
    if (!status->has_consent)
        *result = result_of(drain, EXIT_DONE,
                            "sync is off: nobody has turned it on at the screen, nothing is sent");
    else if (drain_check_endpoint(status, drain->setup->test_endpoint, &drain->err) < 0)
        *result = result_of(drain, EXIT_INPUT, "%s", drain->err.text);
    else if (drain_check_consent(status, &drain->setup->asked, &drain->err) < 0)
        *result =
            result_of(drain, status->queued + status->quarantined > 0 ? EXIT_PROBLEM : EXIT_DONE,
                      "%s", drain->err.text);
    else if (status->queued == 0)
        *result = nothing_to_send(drain);
    else if (!drain->setup->test_endpoint[0] && !clock->is_synchronised(clock->self))
        *result = result_of(drain, EXIT_PROBLEM,
                            "the clock is not synchronised: nothing is sent, periods kept: %" PRId64
                            "; is there a time server (timedatectl)?",
                            status->queued);
    else if (!drain->setup->is_now &&
             !backoff_is_over(drain_now_s(drain), status->last.at_s, status->last.not_before_s))
        *result = result_of(drain, EXIT_PROBLEM,
                            "nothing is sent for another %" PRId64
                            " s (--now does not wait), periods kept: %" PRId64 "; %s",
                            status->last.not_before_s - drain_now_s(drain), status->queued,
                            status->last.reason);
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
        drain_send_all(drain);
        result = finish(drain);
    }
    batch_free(drain->batch);
    free(drain);
    return result;
}

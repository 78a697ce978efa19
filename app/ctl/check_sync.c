#include "ctl/check.h"
#include "ctl/outbox_place.h"

#define SUBJECT "sync"

static void tell(const struct outbox_status *status, struct finding_sink *sink)
{
    const struct outbox_attempt *last = &status->last;

    if (!status->has_consent) {
        check_put(sink, FINDING_NOTE, SUBJECT, "",
                  "a server is named, and nobody has turned sync on at the screen");
        return;
    }
    if (status->quarantined > 0)
        check_put(sink, FINDING_PROBLEM, SUBJECT,
                  "see what it says of them, mend that, then: secondheart-sync --help",
                  "the server refuses %lld of the periods; they are kept",
                  (long long)status->quarantined);
    if (last->outcome == OUTBOX_SETUP)
        check_put(sink, FINDING_PROBLEM, SUBJECT,
                  "correct what it names; it is tried again every hour", "%s", last->reason);
    else
        check_put(sink, last->outcome == OUTBOX_WAITING ? FINDING_NOTE : FINDING_GOOD, SUBJECT, "",
                  "on: %lld periods wait, %lld were delivered%s%s", (long long)status->queued,
                  (long long)status->delivered, last->reason[0] != '\0' ? "; " : "", last->reason);
}

void check_sync(const struct config *config, const struct ctl_drivers *drivers,
                struct finding_sink *sink)
{
    static char path[HISTORY_PATH_SIZE];
    struct history_options options = {.config = NULL};
    struct outbox_status status = {.has_consent = false};
    struct config unused;
    struct outbox outbox = {.self = NULL};
    struct err err = {0};
    int result;

    if (config->sync.url[0] == '\0') {
        check_put(sink, FINDING_NOTE, SUBJECT, "", "off: sync.url names no server");
        return;
    }
    options.state = config->state.dir[0] != '\0' ? config->state.dir : NULL;
    result = history_place_find(&options, &unused, path, &err);
    if (result == 0)
        result = outbox_place_open(config, path, false, drivers->open_outbox, &outbox, &err);
    if (result == 0) {
        result = outbox.read_status(outbox.self, &status, &err);
        outbox.close(outbox.self);
    }
    if (result < 0)
        check_put(sink, FINDING_PROBLEM, SUBJECT,
                  "give the kiosk and secondheart-sync a folder that both may write", "%s",
                  err.text);
    else
        tell(&status, sink);
}

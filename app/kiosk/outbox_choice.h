/*
 * outbox_choice.h - which outbox the kiosk has, if any.
 *
 * Any thread, at start. Opens nothing.
 */
#ifndef SH_KIOSK_OUTBOX_CHOICE_H
#define SH_KIOSK_OUTBOX_CHOICE_H

#include "base/config.h"
#include "kiosk/options.h"
#include "ui/sync_shown.h"

#define OUTBOX_PATH_SIZE 512

/* Where summaries would wait and go; texts are those of the options and the configuration. */
struct outbox_choice {
    const char *url;             /* where they would go; "" for nowhere: there is no outbox */
    const char *test_endpoint;   /* the same if it takes simulated figures, else "" */
    enum sync_state without;     /* if there is none */
    char path[OUTBOX_PATH_SIZE]; /* of its file */
};

/*
 * Real sensors have the configured outbox if there is a server. Simulated ones and traces have one
 * only with a test endpoint, in a folder of its own beside `state`, the history's folder. 0, or
 * -ERR_* for a folder that cannot be named.
 */
int outbox_choose(struct outbox_choice *choice, const struct options *options,
                  const struct config *config, const char *state, struct err *err) SH_WARN_UNUSED;

#endif

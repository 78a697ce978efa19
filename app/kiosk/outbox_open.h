/*
 * outbox_open.h - which outbox the kiosk has: the second half of its composition root.
 *
 * One thread, at start. Opens no file: the outbox does so when it is first used.
 */
#ifndef SH_KIOSK_OUTBOX_OPEN_H
#define SH_KIOSK_OUTBOX_OPEN_H

#include "base/config.h"
#include "kiosk/options.h"
#include "ports/outbox.h"
#include "ui/sync_shown.h"

/* What goes out, and why nothing does. */
struct outbox_opened {
    struct outbox outbox;
    bool has_outbox;
    enum sync_state without; /* if it has none */
    const char *url;         /* where it would go; "" for nowhere */
};

/*
 * Real sensors have the configured outbox if there is a server. Simulated ones and traces have one
 * only with a test endpoint, in a folder of its own beside `state`, the history's folder. Freed by
 * its own close.
 */
int outbox_open(struct outbox_opened *opened, const struct options *options,
                const struct config *config, const char *state, struct err *err) SH_WARN_UNUSED;

#endif

/*
 * queueing.h - from the history into the outbox: consent, closed periods, and what the screen says
 * of them.
 *
 * The work is done on the ledger's thread, between two writes of the history: at start, once an
 * hour while there is consent, when its page opens, and at once when a person decides. What could
 * not be done, for a busy or a full disk, stays asked for and is tried again a minute later.
 *
 * Without an outbox (simulated sensors, no server) there is nothing to do and the state says why.
 * Everything here belongs to the loop's thread, and nothing blocks.
 */
#ifndef SH_KIOSK_QUEUEING_H
#define SH_KIOSK_QUEUEING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/config.h"
#include "base/consent.h"
#include "kiosk/ledger.h"
#include "kiosk/wall.h"
#include "ports/outbox.h"
#include "ui/sync_shown.h"

enum queueing_order { QUEUEING_NOTHING, QUEUEING_CONSENT, QUEUEING_WITHDRAW };

/* What the ledger's thread is given, and gives back. */
struct queueing_job {
    const struct outbox *outbox;
    struct calendar calendar;
    struct consent asked; /* what the page asks for, and what consent must cover */
    enum config_sync_format format;
    enum queueing_order order;
    bool is_synchronised;
    bool is_steady; /* the clock, for a day: what has closed can be told */
    int64_t now_s;

    int result; /* of the order, or of what else failed first */
    struct err err;
    bool has_more; /* periods that are closed wait to be queued */
    struct outbox_status status;
    bool is_example;
    char text[SUMMARY_TEXT_SIZE];
};

struct queueing {
    struct queueing_job job; /* the ledger's thread's while `is_running` */
    bool is_running;
    bool has_page;             /* its page is open, and has been answered */
    bool is_locked;            /* by the administrator */
    enum sync_state without;   /* why there is no outbox */
    enum queueing_order order; /* asked for, not yet done */
    bool has_withdrawn;        /* the last word was no, and it is done */
    int64_t due_mono_ns;
    bool has_offset;          /* the kernel has vouched for: */
    int64_t offset_ns;        /* the wall clock's against the monotonic one */
    int64_t unsteady_till_ns; /* a day after it took that back */
    struct sync_shown shown;
    char problem[ERR_TEXT_MAX]; /* for the log; "" if there is none */
};

/*
 * `outbox`, the caller's, must live as long as the ledger; NULL: `without` says why. `config` is
 * what the files say; `url` where it would go ("" with `outbox` NULL only).
 */
void queueing_init(struct queueing *queueing, const struct outbox *outbox, enum sync_state without,
                   const struct config *config, const char *url, const struct calendar *calendar);

/* A person decides; the later word counts. Consent is only taken while the state offers it. */
void queueing_consent(struct queueing *queueing);
void queueing_withdraw(struct queueing *queueing);

/*
 * Part of every turn of the loop: takes what is done, and asks the ledger (NULL: nothing is kept)
 * for what is due. `page_is_open`: the last closed period is wanted.
 */
void queueing_follow(struct queueing *queueing, struct ledger *ledger, const struct wall *wall,
                     bool page_is_open, int64_t now_mono_ns);

/*
 * After ledger_free: a withdrawal that its thread did not come to is made up for here. Blocks on
 * the outbox. 0, or fails as it does.
 */
int queueing_end(struct queueing *queueing, struct err *err) SH_WARN_UNUSED;

/* When there will be something to do by time alone; TIME_NEVER: not before something happens. */
int64_t queueing_next_deadline(const struct queueing *queueing);

#endif

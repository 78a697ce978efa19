/*
 * outbox.h - the port to what is to be sent: a queue between the kiosk and secondheart-sync.
 *
 * The kiosk, which has the history and no network, asks a person, closes periods and queues them.
 * secondheart-sync, which has a network and no history, sends and strikes them off. They never run
 * in one process and may call at the same moment; every call is one transaction that is on disk
 * when it returns. Implemented by drivers/outbox_sqlite, a database of its own in a folder of its
 * own.
 *
 * Owner: one thread a process (in the kiosk the ledger's, because a slow card blocks). All `int`
 * results are 0 or -ERR_* with the sentence in `err` (may be NULL); a failed call has changed
 * nothing and may be made again.
 */
#ifndef SH_PORTS_OUTBOX_H
#define SH_PORTS_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/consent.h"
#include "base/err.h"
#include "base/summary.h"

/* Two years of weeks, and as long of finer periods: what is older is dropped, and counted. */
#define OUTBOX_KEEP_S (INT64_C(104) * 7 * 86400)

/* For so long a clock must stand by a moment before what ended by then is closed. */
#define OUTBOX_SURE_AFTER_S 86400

/* The file of an outbox, in a folder of its own. */
#define OUTBOX_FILE "outbox.db"

#define OUTBOX_REASON_SIZE   160
#define OUTBOX_ENDPOINT_SIZE 256

/* What the last attempt came to, and when there will be another. */
enum outbox_outcome {
    OUTBOX_NEVER_TRIED,
    OUTBOX_DELIVERED, /* everything that was queued then */
    OUTBOX_WAITING,   /* busy, unreachable: tried again by itself */
    OUTBOX_SETUP,     /* somebody has to change something: kept, tried hourly */
    OUTBOX_OUTCOMES
};

/*
 * What stands in the way, as the screen says it in the person's language. `reason` says the same
 * more exactly, in English, for whoever looks after the kiosk.
 */
enum outbox_cause {
    OUTBOX_CAUSE_NONE,
    OUTBOX_UNREACHABLE,
    OUTBOX_TIMED_OUT,
    OUTBOX_UNTRUSTED,  /* the connection is not safe: certificate, pinned key, TLS */
    OUTBOX_LOCAL_FILE, /* a file of ours: token, certificates */
    OUTBOX_NOT_IT,     /* what answers is no such server: a login page, a redirection */
    OUTBOX_TOKEN,      /* refused: 401, 403 */
    OUTBOX_NOT_FOUND,  /* 404 */
    OUTBOX_TOO_LARGE,  /* even a single period */
    OUTBOX_BUSY,       /* busy or in trouble of its own: 408, 429, 5xx */
    OUTBOX_FUTURE,     /* periods that end in the future: a clock is or was wrong */
    OUTBOX_SET_ASIDE,  /* periods are refused one by one, and kept */
    OUTBOX_REFUSED,    /* whatever is sent is refused */
    OUTBOX_CAUSES
};

struct outbox_attempt {
    enum outbox_outcome outcome;
    enum outbox_cause cause; /* OUTBOX_CAUSE_NONE if delivered */
    int64_t at_s;            /* wall clock, seconds since 1970 */
    int64_t not_before_s;    /* no attempt before; 0 for at once */
    int32_t failures;        /* in a row, for the back-off */
    char
        reason[OUTBOX_REASON_SIZE]; /* a sentence for people, without any secret; "" if delivered */
};

struct outbox_status {
    bool has_consent;
    int64_t consent_s;      /* when it was given; only periods wholly after it are queued */
    struct consent consent; /* to what: nothing finer or of another team is queued */
    int64_t queued;         /* periods that wait */
    int64_t oldest_start_s; /* of the oldest of them, if any */
    int64_t quarantined;    /* kept and not sent: the server refuses them one by one */
    int64_t dropped;        /* too old before they could be sent, since consent */
    int64_t delivered;      /* since consent */
    int64_t delivered_at_s; /* when last; 0 for never */
    struct outbox_attempt last;
    /* "", or the only endpoint to which this queue of simulated figures may go. */
    char test_endpoint[OUTBOX_ENDPOINT_SIZE];
};

struct outbox {
    void *self;

    int (*read_status)(void *self, struct outbox_status *status, struct err *err);

    /* ---- the kiosk ---- */

    /*
     * A person said yes at `now_s`, by the wall clock, to what a page showed, which is in `given`.
     * Given again for the same it changes nothing: the first moment stands. Given for another
     * detail, that one's periods begin now; what was dealt with of others stands. Given for another
     * server or team, all begin now; what waits stays as it is, and may go to the server that is
     * agreed to now, of which nothing is known yet: neither a failure nor a refusal.
     */
    int (*give_consent)(void *self, const struct consent *given, int64_t now_s, struct err *err);

    /*
     * A person said no, or somebody else sits here: consent, queue, quarantine, pseudonyms and
     * what the status counts are gone, from the file's free pages as well.
     */
    int (*withdraw)(void *self, struct err *err);

    /*
     * The kernel vouches that it is `now_s`. Into `sure_s`: the latest moment that is past beyond
     * doubt, because the clock had reached it once and has gone on for a day since without going
     * back behind it; the moment of the first consent at least. -ERR_PERMISSION without consent.
     */
    int (*note_time)(void *self, int64_t now_s, int64_t *sure_s, struct err *err);

    /*
     * Up to where periods of `detail` have been queued, in seconds of the wall clock, into
     * `until_s`: the moment of consent if none has. -ERR_PERMISSION without consent.
     */
    int (*read_until)(void *self, enum summary_detail detail, int64_t *until_s, struct err *err);

    /*
     * Queues `count` closed periods of `detail`, in order (0 is fine: nothing was measured), and
     * notes that everything before `until_s` has been dealt with. All are passed over if that had
     * been noted already, and so is a period that is not later than the latest ever queued of its
     * detail: a closed period never changes. Each gets the pseudonym of the calendar month (UTC) of
     * its start, made at random when first needed and forgotten once no period of that month can
     * come any more; `pseudonym` of the given ones is ignored. -ERR_PERMISSION without consent, or
     * for a finer detail or another team than it was given for.
     */
    int (*queue)(void *self, enum summary_detail detail, const struct summary *summaries,
                 size_t count, int64_t until_s, struct err *err);

    /* The pseudonym under which a period that starts then goes out; made if need be. */
    int (*read_pseudonym)(void *self, int64_t start_s, char pseudonym[SUMMARY_PSEUDONYM_SIZE],
                          struct err *err);

    /* ---- secondheart-sync ---- */

    /*
     * The next up to `room` queued periods, in the order in which they were queued, that come after
     * `*after` in that order (0 to begin), and moves `*after` on. Fewer than `room`: there are no
     * more. What is quarantined is not among them. Keys tell them apart from now on.
     */
    int (*read_queued)(void *self, int64_t *after, struct summary *summaries, int64_t *keys,
                       size_t room, size_t *count, struct err *err);

    /*
     * They arrived, at `now_s`. Gone from the queue, and counted. A key that is no longer there, as
     * after a withdrawal meanwhile, is passed over.
     */
    int (*strike_off)(void *self, const int64_t *keys, size_t count, int64_t now_s,
                      struct err *err);

    /* The server refuses this one: kept, with the reason, and no longer sent. */
    int (*quarantine)(void *self, int64_t key, const char *reason, struct err *err);

    /* Puts what is quarantined back into the queue, once its cause was mended. */
    int (*release_quarantine)(void *self, struct err *err);

    /* Passed over without consent, as after a withdrawal meanwhile. */
    int (*note_attempt)(void *self, const struct outbox_attempt *attempt, struct err *err);

    /*
     * The name under which a damaged queue was last put aside since this was made, "" if none was.
     * The fresh one has no consent. Valid until the next call.
     */
    const char *(*set_aside_name)(void *self);

    /* Frees `self`. */
    void (*close)(void *self);
};

#endif

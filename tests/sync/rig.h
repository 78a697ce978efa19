/*
 * rig.h - a queue in memory, a server of the test's own making and a clock that a test moves.
 *
 * The rig knows for itself what the server took and what it refused, and judges each step of the
 * run by that: a period is struck off only if it was taken; set aside only if, in that run, the
 * server refused it alone and took something afterwards; asked for only with consent, once it has
 * ended; and a period that is sent again is the same bytes. One thread; a failure ends the test.
 */
#ifndef SH_TESTS_SYNC_RIG_H
#define SH_TESTS_SYNC_RIG_H

#include "sync/batch.h"
#include "sync/drain.h"

#define RIG_MAX   1200
#define RIG_NOW_S INT64_C(1780000000)

/* Instead of a status: the server takes the periods, and the answer is lost on the way. */
#define RIG_TAKES_AND_IS_GONE (-1)
/* As enum uplink_failure: RIG_FAILS - UPLINK_TIMED_OUT. */
#define RIG_FAILS (-10)

enum rig_place { RIG_QUEUED, RIG_STRUCK_OFF, RIG_QUARANTINED, RIG_WITHDRAWN };

struct rig;

/* The status for the periods `first` to `last`, which are asked for at once, or as above. */
typedef int rig_answer_fn(struct rig *rig, size_t first, size_t last);

/* A period, where it is, and what the server made of it. */
struct rig_period {
    struct summary summary;
    enum rig_place place;
    bool is_bad;                     /* for servers that refuse some */
    int taken;                       /* so often was it stored */
    int refused_at;                  /* the request that refused it alone; 0 for none */
    char reason[OUTBOX_REASON_SIZE]; /* if quarantined */
    char key[BATCH_KEY_SIZE];        /* the Idempotency-Key it went with first */
};

struct rig {
    struct outbox outbox;
    struct uplink uplink;
    struct clock_port clock;
    struct drain_ports ports;
    struct drain_setup setup;
    struct outbox_status status;
    bool is_synchronised;
    int64_t now_s;
    int64_t retry_after_s; /* with every answer */
    int requests;          /* so far */
    int answered_well_at;  /* the last request that was taken and said so; 0 for none */
    int run_began_at;      /* requests before this run */
    size_t largest;        /* periods in a request */
    int withdraw_at;       /* the request during which the person says no; 0 for none */
    int agrees_anew_at;    /* the request during which the person agrees to another server */
    int outbox_calls;      /* so far */
    int outbox_fails_at;   /* the call that the disk refuses; 0 for none */
    int said;              /* sentences of progress */
    size_t limit;          /* periods that a server takes at once */
    uint64_t seed;
    rig_answer_fn *answer;
    const void *server; /* what that function knows by, if anything */
    size_t count;
    struct rig_period periods[RIG_MAX];
};

/* `count` days that have all ended, for a server that answers as `answer` says. */
struct rig *rig_new(enum config_sync_format format, size_t count, rig_answer_fn *answer);
void rig_free(struct rig *rig);

/* A run, judged. */
struct drain_result rig_run(struct rig *rig);

/* `secondheart-sync --release` */
struct drain_result rig_run_release(struct rig *rig);

size_t rig_count(const struct rig *rig, enum rig_place place);

/* Below `bound`. */
uint32_t rig_random(struct rig *rig, uint32_t bound);

#endif

/*
 * drain_parts.h - what the files of a run share: drain.c, which begins and ends it, and
 * drain_send.c, which sends. Nobody else includes this. One thread, as drain.h.
 */
#ifndef SH_SYNC_DRAIN_PARTS_H
#define SH_SYNC_DRAIN_PARTS_H

#include "sync/answer.h"
#include "sync/batch.h"
#include "sync/drain.h"

enum stop {
    STOP_NOT,
    STOP_ANSWER,    /* the judgement tells why */
    STOP_WITHDRAWN, /* there is nothing to send any more */
    STOP_ERROR      /* `err` tells why: the outbox, or consent to something else */
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

/* By the wall clock. */
int64_t drain_now_s(const struct drain *drain);

/* An outcome of the outbox: is it good? Else the run ends. */
bool drain_is_good(struct drain *drain, int outcome);

/*
 * Reads how things stand. The person may have said no since the last request, or yes to something
 * else: then the run ends.
 */
bool drain_has_consent(struct drain *drain);

/* Sends the queue, or as much of it as the server takes; `stop` says why not all. */
void drain_send_all(struct drain *drain);

#endif

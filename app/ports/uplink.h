/*
 * uplink.h - the port to the server that summaries go to.
 *
 * One function: post these bytes, and say what came back. Implemented by drivers/uplink_curl; by a
 * script of answers in tests. It decides nothing: what an answer means stands in sync/answer.h.
 *
 * One thread. `post` blocks for as long as its implementation's time limits allow.
 */
#ifndef SH_PORTS_UPLINK_H
#define SH_PORTS_UPLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More of a body than this is not read: a receipt is far shorter. */
#define UPLINK_BODY_SIZE   4096
#define UPLINK_REASON_SIZE 120

/* How a request ended before there was a whole answer. */
enum uplink_failure {
    UPLINK_ANSWERED,    /* it did not: there is a status */
    UPLINK_UNREACHABLE, /* no such name, refused, cut off */
    UPLINK_TIMED_OUT,
    UPLINK_UNTRUSTED, /* TLS: certificate, name, pinned key, client certificate refused */
    UPLINK_LOCAL,     /* a file of ours cannot be used: CA, client certificate or key */
    UPLINK_PROXY,     /* the configured proxy answers, and refuses */
    UPLINK_FAILURES
};

struct uplink_request {
    const void *bytes;
    size_t size;
    const char *content_type;
    bool is_gzip;
    const char *idempotency_key; /* NULL: no such header */
};

struct uplink_answer {
    enum uplink_failure failure;
    char reason[UPLINK_REASON_SIZE]; /* of the failure, for people; no secret, no line feed */
    int status;                      /* of HTTP, if answered */
    int64_t retry_after_s;           /* from seconds or a date; 0: the server asked for nothing */
    bool is_cut;                     /* the body was longer than UPLINK_BODY_SIZE */
    size_t body_size;
    char body[UPLINK_BODY_SIZE];
};

struct uplink {
    void *self;

    /* Fills `answer` whatever happens. The request's bytes are the caller's. */
    void (*post)(void *self, const struct uplink_request *request, struct uplink_answer *answer);

    /* Frees `self` and what it holds; secrets are overwritten first. */
    void (*close)(void *self);
};

#endif

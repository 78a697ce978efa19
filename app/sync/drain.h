/*
 * drain.h - one run of secondheart-sync: sends what is queued and due, and notes what happened.
 *
 * At least once, always the same bytes: a period is struck off only after its answer, so whatever
 * ends the run, at whatever moment, it is either still queued or was delivered; and the server
 * overwrites what it gets twice. Nothing is ever dropped: what the server refuses is kept aside.
 *
 * A refusal (400) is traced to the one period by halving. It is set aside only once the server has
 * taken another one after it, if need be one that it took before, sent again: one that refuses
 * whatever it gets is set up wrong, or we are, and then everything stays queued. So a server that
 * breaks in the middle of a run sets nothing aside, and needs nobody at the kiosk once it is
 * mended.
 *
 * Pure over its ports: no clock, network or disk of its own. One thread; blocks as they do.
 */
#ifndef SH_SYNC_DRAIN_H
#define SH_SYNC_DRAIN_H

#include "base/config.h"
#include "ports/clock.h"
#include "ports/outbox.h"
#include "ports/uplink.h"

struct drain_ports {
    const struct outbox *outbox;
    const struct uplink *uplink;
    const struct clock_port *clock;
    uint64_t (*random)(void *self);                /* any 64 bits, for the jitter */
    void (*say)(void *self, const char *sentence); /* progress through a long queue */
    void *self;                                    /* of random and say */
};

struct drain_setup {
    enum config_sync_format format;
    struct consent asked; /* what a person must have agreed to (consent_ask) */
    /*
     * Where simulated figures may go; "" if none was named. Their time is no real one: neither the
     * clock nor the future keeps them.
     */
    const char *test_endpoint;
    bool is_now; /* does not wait for what the last attempt asked for */
};

struct drain_result {
    int exit_code;               /* EXIT_DONE; EXIT_PROBLEM: something is kept; EXIT_INPUT */
    int64_t delivered;           /* periods in this run */
    char sentence[ERR_TEXT_MAX]; /* what happened and, if something is kept, why */
};

/*
 * May this queue go to `test_endpoint` ("" for the configured server)? Simulated figures go to
 * the endpoint they were made for only, real ones never to a test endpoint. -ERR_INPUT if not.
 */
int drain_check_endpoint(const struct outbox_status *status, const char *test_endpoint,
                         struct err *err) SH_WARN_UNUSED;

/*
 * Did the person agree to this server and this team? -ERR_PERMISSION if it was another one's lines
 * that they were shown; what is queued then waits until somebody is asked anew at the screen.
 */
int drain_check_consent(const struct outbox_status *status, const struct consent *asked,
                        struct err *err) SH_WARN_UNUSED;

/* Has this period ended, if it is `now_s`? */
bool drain_has_ended(const struct summary *summary, int64_t now_s);

/* The run. What goes wrong is in the result too. */
struct drain_result drain_run(const struct drain_ports *ports, const struct drain_setup *setup);

#endif

/*
 * sync_shown.h - what the screen says of sync: whether it is on, what would go, and to where.
 *
 * The shell fills it (kiosk/queueing.h). Flat and zeroed before it is filled: views are compared by
 * memcmp. Nothing in it is a secret.
 */
#ifndef SH_UI_SYNC_SHOWN_H
#define SH_UI_SYNC_SHOWN_H

#include <stdint.h>

#include "base/consent.h"
#include "base/summary.h"

enum sync_state {
    SYNC_NOWHERE,   /* no server is configured, or nothing is kept that could be sent */
    SYNC_LOCKED,    /* off, and the administrator has locked it */
    SYNC_SIMULATED, /* simulated figures go nowhere */
    SYNC_NO_CLOCK,  /* off; can be turned on once the kernel vouches for the clock */
    SYNC_OFF,
    SYNC_ON,
    SYNC_ASKS_ANEW, /* on, but not for what is configured by now: nothing is added */
    SYNC_STATES
};

/* Together a multiple of eight: views are compared as bytes, and none may lie between members. */
#define SYNC_TEAM_SIZE   40
#define SYNC_REASON_SIZE 160

struct sync_shown {
    int32_t state;      /* enum sync_state */
    int32_t match;      /* enum consent_match: with SYNC_ASKS_ANEW, why */
    int32_t may_agree;  /* the person may turn it on, or agree anew */
    int32_t outcome;    /* enum outbox_outcome of the last attempt */
    int32_t cause;      /* enum outbox_cause of it */
    int32_t is_unkept;  /* the queue itself cannot be used */
    int32_t detail;     /* enum summary_detail */
    int32_t queued;     /* periods that wait */
    int32_t refused;    /* by the server, one by one */
    int32_t is_example; /* the text is made up: no period has been measured yet */
    char host[CONSENT_HOST_SIZE];
    char team[SYNC_TEAM_SIZE];     /* "": none */
    char reason[SYNC_REASON_SIZE]; /* "" or, in English, why the last attempt or the queue itself
                                      failed */
    char text[SUMMARY_TEXT_SIZE];  /* exactly what would be sent of one period; "": not read yet */
};

#endif

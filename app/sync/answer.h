/*
 * answer.h - what an answer of the server means for the periods that were sent.
 *
 * The whole table of answers is data in answer.c. Only 204 (influx), or 200, 201, 202 or 204 with
 * the documented receipt or nothing in its body (json) is "delivered": a captive portal's friendly
 * 200 is not. Pure; any thread.
 */
#ifndef SH_SYNC_ANSWER_H
#define SH_SYNC_ANSWER_H

#include "base/config.h"
#include "ports/outbox.h"
#include "ports/uplink.h"

enum verdict {
    VERDICT_DELIVERED, /* strike off */
    VERDICT_WAIT,      /* keep, try again by itself, ever more rarely */
    VERDICT_SETUP,     /* keep: somebody has to change something; try hourly */
    VERDICT_BISECT,    /* one of the periods is refused: find it */
    VERDICT_HALVE,     /* too much at once */
    VERDICTS
};

/*
 * A verdict and, unless delivered, why: for the screen, and as a sentence's part for people,
 * without any secret.
 */
struct judgement {
    enum verdict verdict;
    enum outbox_cause cause;
    char why[160];
};

/* `format` is what was sent. */
struct judgement answer_judge(enum config_sync_format format, const struct uplink_answer *answer);

#endif

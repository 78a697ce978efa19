/*
 * history_pages.h - what the history's pages ask for, read on the ledger's thread and put together.
 *
 * A page that is open asks each time the screen is brought up to date; what is not at hand is read
 * by the ledger's thread while the page shows that it waits, and the ledger's descriptor wakes the
 * loop when it is there. Closed days come from the store; of the running day the core's figures
 * and the screen's strip are live. A page that closes forgets what it read, so that nothing shows
 * what was erased meanwhile.
 *
 * The week begins on a Monday (ISO 8601). The trend is made of the figures stored when a day
 * closed, and of closed days only.
 *
 * Owner: the loop's thread. Nothing here waits.
 */
#ifndef SH_KIOSK_HISTORY_PAGES_H
#define SH_KIOSK_HISTORY_PAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/glance.h"
#include "history/span.h"
#include "kiosk/ledger.h"
#include "kiosk/wall.h"
#include "ui/history_shown.h"
#include "ui/timeline.h"

/* What was asked for, and what the answer holds for. */
struct history_question {
    struct history_ask ask;
    int32_t today; /* the kiosk day, yyyymmdd */
    int32_t first_date, days;
    struct calendar calendar;
    int32_t baseline_days;
};

/* The thread's while it reads. */
struct history_answer {
    struct history_question question;
    int result;
    struct span span;         /* a day's or a week's */
    struct timeline timeline; /* a day's, by wall time */
    int32_t first_kept_date;  /* of the first closed day; 0: there is none */
    enum history_reference reference;
    struct history_mean before;
    struct history_mean weeks[HISTORY_TREND_WEEKS];
};

struct history_pages {
    bool is_reading; /* `answer` is the ledger's thread's */
    bool is_stale;   /* and for a page that was closed since */
    bool has_answer;
    struct history_answer answer;
    int32_t baseline_days;
    struct history_shown shown;
    int64_t bouts_ns[SPAN_DAYS_MAX * DAY_BOUTS_MAX];
};

/* What the loop's side adds: the running day. */
struct history_now {
    const struct wall *wall;
    int32_t today; /* the kiosk day in force, yyyymmdd; 0 without wall time */
    const struct kiosk_glance *glance;
    const int64_t *bouts_ns; /* of the glance's day, glance->today.sedentary_bouts of them */
    const struct timeline *timeline;
    int64_t mono_ns;
};

/* Zero-initialised is ready, with this many days that only observe. */
void history_pages_init(struct history_pages *pages, int32_t baseline_days);

/*
 * What the page that asks for `ask` shows; NULL: no page is open. `ledger` (NULL: there is no
 * store) is asked for what is not at hand. Valid until the next call.
 */
const struct history_shown *history_pages_show(struct history_pages *pages,
                                               const struct history_ask *ask, struct ledger *ledger,
                                               const struct history_now *now);

#endif

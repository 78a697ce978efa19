/*
 * report_day.h - kiosk days out of the store, with what only a report shows of each: its strip and
 * the list of its prompts.
 *
 * One thread. Blocks on the store.
 */
#ifndef SH_CTL_REPORT_DAY_H
#define SH_CTL_REPORT_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/err.h"
#include "base/units.h"
#include "ctl/report_prompts.h"
#include "history/span.h"
#include "ports/store.h"

/* The strip's finest grain, and as many as the longest kiosk day has: 25 h of twelve. */
#define REPORT_SLOT_NS   (5 * NS_PER_MIN)
#define REPORT_SLOTS_MAX 300

struct report_day {
    struct span_day kept;        /* with what is open; its bouts, for figures over many days */
    int64_t known_until_wall_ns; /* where the records end */
    bool is_over;                /* the day has passed; else more may come */
    int64_t slot_ns[REPORT_SLOTS_MAX][POSTURE_COUNT]; /* time in each posture; SPAN_RECORDS */
    struct report_prompts prompts;                    /* SPAN_RECORDS */
};

/*
 * Fills `reports` with `count` kiosk days, 1 to SPAN_DAYS_MAX, from `first_date` (yyyymmdd) on, as
 * they look at `now_wall_ns`; all of them in one pass over the records. `setup` is the kiosk's, for
 * what it had not decided yet when it last wrote. Fails as the store does, or with ERR_MEMORY;
 * `reports` are of no use then.
 */
int report_days_read(const struct store *store, const struct calendar *calendar,
                     const struct kiosk_setup *setup, int first_date, int32_t count,
                     int64_t now_wall_ns, struct report_day *reports,
                     struct err *err) SH_WARN_UNUSED;

#endif

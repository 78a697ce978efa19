/*
 * report_day.h - one kiosk day out of the store.
 *
 * A day is computed anew from its intervals, counts and prompts, as their boots are labelled by
 * now, and with what is still open; so a clock that was set later moves records to the day they
 * belong to. Only when there are no intervals any more are the figures those that were stored when
 * the day closed.
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
#include "core/day.h"
#include "core/figures.h"
#include "core/kiosk.h"
#include "ctl/report_prompts.h"
#include "ctl/report_said.h"
#include "ports/store.h"

/* The strip's finest grain, and as many as the longest kiosk day has: 25 h of twelve. */
#define REPORT_SLOT_NS   (5 * NS_PER_MIN)
#define REPORT_SLOTS_MAX 300

enum report_source {
    REPORT_NOTHING, /* nothing is known of the day */
    REPORT_RECORDS, /* from intervals and counts */
    REPORT_STORED   /* from the figures stored when it closed: no strip */
};

struct report_day {
    enum report_source source;
    struct day_figures figures;
    int64_t start_wall_ns;
    int64_t end_wall_ns;
    int64_t known_until_wall_ns; /* where the records end */
    bool is_over;                /* the day has passed; else more may come */
    bool is_synchronised;        /* the kernel vouches for the dates of all records */
    int64_t slot_ns[REPORT_SLOTS_MAX][POSTURE_COUNT]; /* time in each posture */
    struct report_prompts prompts;                    /* REPORT_RECORDS */
    struct report_said said;                          /* while its single records are kept */
    struct day day;                                   /* its bouts, for figures over many days */
};

/*
 * Fills `report` with the kiosk day `date` (yyyymmdd) as it looks at `now_wall_ns`. `setup` is the
 * kiosk's, for what it had not decided yet when it last wrote.
 */
int report_day_read(const struct store *store, const struct calendar *calendar,
                    const struct kiosk_setup *setup, int date, int64_t now_wall_ns,
                    struct report_day *report, struct err *err) SH_WARN_UNUSED;

#endif

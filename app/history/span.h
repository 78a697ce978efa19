/*
 * span.h - up to a week of kiosk days out of the store.
 *
 * A day is computed anew from its intervals and counts, as their boots are labelled by now, in one
 * pass over the span; so a clock that was set later moves records to the day they belong to. Where
 * there are no intervals any more its figures are those that were stored when it closed. What is
 * still open is not among them: of the running day, ask the core.
 *
 * One thread. Blocks on the store.
 */
#ifndef SH_HISTORY_SPAN_H
#define SH_HISTORY_SPAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/err.h"
#include "core/day.h"
#include "core/figures.h"
#include "ports/store.h"

#define SPAN_DAYS_MAX 7

enum span_source {
    SPAN_NOTHING, /* nothing is known of the day */
    SPAN_STORED,  /* the figures stored when it closed: no bouts */
    SPAN_RECORDS  /* from intervals and counts */
};

struct span_day {
    enum span_source source;
    int64_t start_wall_ns, end_wall_ns;
    bool is_unsynchronised; /* dated, in part, by a clock that the kernel did not vouch for */
    int32_t reported;       /* breaks that were said by touch */
    int32_t said[STORE_REPORTED_KINDS]; /* what else was */
    struct day_figures figures;
    struct day day; /* its bouts; SPAN_RECORDS */
};

struct span {
    int32_t count;
    struct span_day days[SPAN_DAYS_MAX];

    /* Private: who is told of each piece of a posture. */
    void (*piece)(void *self, int64_t start_wall_ns, int64_t end_wall_ns, enum posture posture);
    void *self;
};

/*
 * Fills `span` with `count` kiosk days from `first_date` (yyyymmdd) on. `piece` (may be NULL) is
 * told, in order and without overlaps, which posture held when within the span. Fails as the store
 * does; `span` is of no use then.
 */
int span_read(struct span *span, const struct store *store, const struct calendar *calendar,
              int first_date, int32_t count,
              void (*piece)(void *self, int64_t start_wall_ns, int64_t end_wall_ns,
                            enum posture posture),
              void *self, struct err *err) SH_WARN_UNUSED;

/* Takes a stored day's figures; names that this version does not know are left out. */
void span_figures(const struct store_day *stored, struct day_figures *figures);

#endif

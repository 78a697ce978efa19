/*
 * span.h - kiosk days out of the store, up to a week of them.
 *
 * A day is computed anew from its intervals, counts and prompts, as their boots are labelled by
 * now, in one pass over the span; so a clock that was set later moves records to the day they
 * belong to. Where there are no intervals any more its figures are those that were stored when it
 * closed. What is still open is among them only where it is asked for.
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
#include "core/kiosk.h"
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
    bool has_open;          /* what the kiosk had still open was asked for, and there */
    int32_t reported;       /* breaks that were said by touch */
    int32_t said[STORE_REPORTED_KINDS]; /* what else was */
    struct day_figures figures;
    struct day day; /* its bouts; SPAN_RECORDS */
};

struct span {
    int32_t count;
    struct span_day days[SPAN_DAYS_MAX];
};

struct span_query {
    const struct calendar *calendar;
    int first_date; /* yyyymmdd */
    int32_t count;  /* of days, 1 to SPAN_DAYS_MAX */

    /*
     * The kiosk's, to end what it had not decided yet when it last wrote; NULL leaves that out. The
     * store's view must be held, or a bout that closes meanwhile is in neither.
     */
    const struct kiosk_setup *open_setup;

    /* Told, in order and without overlaps, which posture held when within the span. May be NULL. */
    void (*piece)(void *self, int64_t start_wall_ns, int64_t end_wall_ns, enum posture posture);
    /* Told of each change of a prompt, in the store's order. May be NULL. */
    void (*prompt)(void *self, const struct store_labelled_prompt *row);
    void *self;
};

/*
 * Fills `days`, as many as `query` asks for. Fails as the store does, or with ERR_MEMORY; `days`
 * are of no use then.
 */
int span_read(struct span_day *days, const struct store *store, const struct span_query *query,
              struct err *err) SH_WARN_UNUSED;

/* Takes a stored day's figures; names that this version does not know are left out. */
void span_figures(const struct store_day *stored, struct day_figures *figures);

#endif

/*
 * period.h - the closed periods of the history, as what leaves the kiosk.
 *
 * A week is Monday to Sunday of kiosk days and the sum of them; a day's hours are counted from its
 * start and share out what the day has: seconds to the hour they lie in, a bout to the hour it
 * begins in, a break to the one it ends in, a prolonged bout's seconds to those it covers. So all
 * figures of hours add up to their day's and those of days to their week's, to the unit. A day's
 * rules (core/day.h) hold throughout: away counts between its first and last bout only, and bouts
 * are cut at its ends.
 *
 * Only records count whose clock the kernel vouched for; what others saw is as if nobody had been
 * looking. Days whose records have been dropped for their age are told, as weeks and days, by the
 * figures stored when they closed. Breaks that were only said by touch are not among those verified
 * (but in a stored day's, where the two are one number).
 *
 * Which moments are past for good is the caller's to know: a period is computed once and never
 * again, so one that ends less than 24 hours ago, or by a clock that has stood by it for less, is
 * too early: a clock that is wrong for a day and then corrected would have closed a week in its
 * middle, and the rest of that week would be lost (ports/outbox.h: note_time).
 *
 * One thread. Blocks on the store.
 */
#ifndef SH_HISTORY_PERIOD_H
#define SH_HISTORY_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/err.h"
#include "base/summary.h"
#include "ports/store.h"

/* The most that one step makes: the hours of a day of 25, and a piece where clocks turn by half. */
#define PERIOD_MAX 26

struct period_query {
    const struct store *store;
    const struct calendar *calendar;
    enum summary_detail detail;
    const char *team;    /* "" or a label (summary_is_team) */
    const char *version; /* of the program, as --version says it */
    int64_t consent_s;   /* no period that began before */
};

/*
 * The next week, day, or day's hours, of those that begin at or after consent, end after `from_s`,
 * up to where all has been dealt with, and end at or before `closed_s` (seconds since 1970). Where
 * the day's start or the zone was changed since, a period may have begun before `from_s`: it is
 * made of what was recorded from there on, so that no week is left out and no hour counts twice; a
 * stretch between the old end and a later new start is in none. Into `summaries` and `count` those
 * of its periods in which anything was measured, without pseudonyms, and into `until_s` its end;
 * `until_s` = `from_s`: there is none. 0, or fails as the store does.
 */
int period_next(const struct period_query *query, int64_t from_s, int64_t closed_s,
                struct summary summaries[PERIOD_MAX], size_t *count, int64_t *until_s,
                struct err *err) SH_WARN_UNUSED;

/*
 * The last one that ended at or before `closed_s`, though it may have begun before consent: to show
 * what would be sent. `count` is 0 if nothing was measured in it. Only its latest hour with detail
 * hour.
 */
int period_last(const struct period_query *query, int64_t closed_s, struct summary *summary,
                size_t *count, struct err *err) SH_WARN_UNUSED;

#endif

/*
 * leg.h - what the feet do while the person is seated: calf raises and fidgets.
 *
 * The mat lies under one pair of heels. A calf raise is an opening of 0.4-3 s while the chair's
 * contact is closed. Its period runs from the previous raise's closing to its own and must be
 * 1-4 s, else a new series begins. A series qualifies at the first raise, the fifth or later, at
 * which the population coefficient of variation of its periods so far is < 0.35; then all its
 * raises count, and those that follow in it. In a guided set every opening of 0.4-3 s counts once
 * there are five with rests, closing to opening, of at most 10 s; a longer rest starts a new five.
 * A fidget is a run of four or more closings with periods < 0.5 s: leg movement from the first to
 * the last, not beats. The mat cannot tell a raise from a slow tap: screens say "counted by the
 * mat".
 *
 * Readings chosen where several were possible:
 *  - All bounds are inclusive unless written with "<"; an opening that is no raise does not end a
 *    series, only a raise's period does.
 *  - The chair's contact must be closed during the whole opening; a shift between two raises does
 *    not end the series.
 *  - A guided set starts an empty five; raises of an unqualified series before it are dropped, and
 *    so are those of an unfinished five when it stops. It may be asked for before sitting down,
 *    and ends with stop, a pause or leaving the chair.
 *  - While the posture is not `seated` (vacated, unknown) nothing is counted, and what was
 *    pending is dropped.
 *  - A series that has not qualified within the whole kiosk day that follows its own day's end
 *    loses the raises of the day it began in.
 *
 * Pure. Part of struct kiosk.
 */
#ifndef SH_CORE_LEG_H
#define SH_CORE_LEG_H

#include <stdbool.h>
#include <stdint.h>

#include "core/effect.h"

#define LEG_RAISE_OPEN_MIN_NS   (400 * INT64_C(1000000))
#define LEG_RAISE_OPEN_MAX_NS   (3 * INT64_C(1000000000))
#define LEG_RAISE_PERIOD_MIN_NS (1 * INT64_C(1000000000))
#define LEG_RAISE_PERIOD_MAX_NS (4 * INT64_C(1000000000))
#define LEG_SERIES_MIN_RAISES   5
#define LEG_SERIES_MAX_CV       0.35
#define LEG_GUIDED_REST_MAX_NS  (10 * INT64_C(1000000000))
#define LEG_FIDGET_PERIOD_NS    (500 * INT64_C(1000000)) /* shorter than this */
#define LEG_FIDGET_MIN_CLOSINGS 4

struct leg {
    bool guided;

    /* The opening that may become a raise: begun while all was well, and still so. */
    bool opening;
    int64_t opened_ns;

    /* The series (free) or the five (guided) that runs. */
    int32_t raises;     /* so far in it */
    int32_t uncounted;  /* of these, still waiting for it to qualify; 0 once it has */
    int32_t before_cut; /* of the uncounted, those before cut_ns, a day's start */
    int64_t cut_ns;
    bool qualified;
    int64_t first_ns; /* the first raise's opening */
    int64_t last_ns;  /* the last raise's closing */
    double period_sum_s;
    double period_square_sum_s2;

    /* The run of quick closings. */
    int32_t closings;
    int64_t first_closing_ns;
    int64_t last_closing_ns;
};

void leg_init(struct leg *leg);

/* The mat's contact changes at `at_ns` while the posture is seated; counts go to `effects`. */
void leg_take_mat(struct leg *leg, int64_t at_ns, bool closed, bool chair_closed,
                  const struct effects *effects);

/* The chair's contact opens for a moment: an opening of the mat under way is no raise. */
void leg_chair_opens(struct leg *leg);

/* The posture is no longer seated (left, paused, a fault): nothing pending survives. */
void leg_drop(struct leg *leg);

/*
 * A guided set begins (`exercise`) or ends (`stop`, a pause, leaving the chair) at `at_ns`. An
 * opening of that very moment belongs to what begins there.
 */
void leg_set_guided(struct leg *leg, bool guided, int64_t at_ns);

/* A kiosk day begins at `at_ns`: pending raises are remembered on their own side of it. */
void leg_cut_day(struct leg *leg, int64_t at_ns);

/*
 * Forgets a series that can no longer qualify at `now_ns`; returns the moment since which
 * something is pending, or TIME_NEVER.
 */
int64_t leg_pending_since(struct leg *leg, int64_t now_ns);

/* The raises of the series (or five) that runs at `now_ns`, qualified or not: 0 once it is over. */
int32_t leg_running_raises(const struct leg *leg, int64_t now_ns);

/* The first moment at which a running series is over if nothing happens, or TIME_NEVER. */
int64_t leg_series_end(const struct leg *leg);

#endif

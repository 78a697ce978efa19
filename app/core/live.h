/*
 * live.h - what is drawn before it is decided: beats as they happen, the pace, the picture's model.
 *
 * Follows the contacts as they settle, without waiting for hold-offs or for a run to qualify, so
 * that the picture moves within a frame of the step. Nothing here is a fact: counts and postures
 * come from `posture` and `leg`. A run of footfalls that turns out to be no stepping takes its
 * beats back.
 *
 * A beat upright is a footfall: one for each closing of the mat, and with two steps a closure one
 * more for the opening that follows (the other foot). Seated, a calf raise is a beat on its
 * closing. Away, where nothing is seen, the model assumes a stroll at one beat a second for the
 * first five minutes [A] and then holds; those beats are neither drawn nor counted. The minute
 * after a raise or a fidget is a minute with raises or leg movement [A]. A kiosk day that begins
 * while nobody sits begins rested [A].
 *
 * Pure. Part of struct kiosk.
 */
#ifndef SH_CORE_LIVE_H
#define SH_CORE_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/effect.h"
#include "core/pump.h"

#define LIVE_BEATS_KEPT     64 /* half a minute at two beats a second, and some */
#define LIVE_PACE_WINDOW_NS (15 * INT64_C(1000000000))
#define LIVE_PACE_MIN_BEATS 4
#define LIVE_STROLL_NS      (300 * INT64_C(1000000000)) /* [A] */
#define LIVE_STROLL_BEAT_NS (1 * INT64_C(1000000000))   /* [A] */
#define LIVE_ACTIVE_NS      (60 * INT64_C(1000000000))  /* [A] */

struct live {
    bool has_mat;
    int32_t steps_per_closure;
    int64_t now_ns;
    bool chair_closed;
    bool mat_closed;
    bool covered; /* unknown over it all: hold */
    int64_t chair_changed_ns;
    int64_t mat_changed_ns;
    int64_t raises_until_ns;
    int64_t movement_until_ns;
    int32_t quick_closings;

    int32_t run_footfalls;
    int32_t run_beats;
    int64_t last_footfall_ns;
    bool opening_beats; /* the mat's next opening is the other foot's step */
    int32_t vacancy_beats;

    struct pump pump;
    int32_t beats; /* in all; the ring's place is beats % LIVE_BEATS_KEPT */
    int64_t beat_ns[LIVE_BEATS_KEPT];
};

void live_init(struct live *live, bool has_mat, int steps_per_closure, int64_t start_ns);

/* Time passes: the model goes on. */
void live_advance(struct live *live, int64_t now_ns);

/* A contact that has just settled at `now_ns` (dated a little earlier: `at_ns`). */
void live_take_chair(struct live *live, int64_t now_ns, bool closed);
void live_take_mat(struct live *live, int64_t at_ns, int64_t now_ns, bool closed,
                   const struct effects *effects);

/* Chair or mat cannot be believed, or the person has paused. */
void live_set_covered(struct live *live, bool covered);

/* A kiosk day begins. */
void live_begin_day(struct live *live);

/* Steps that follow each other at this moment: the person is moving, as far as one can tell. */
bool live_is_stepping(const struct live *live, int64_t now_ns);

/* Beats a minute over the last 15 s, or 0. */
int32_t live_pace(const struct live *live, int64_t now_ns);

/* When what is shown would change by time alone (a pace that ends, away), or TIME_NEVER. */
int64_t live_next_deadline(const struct live *live);

#endif

/*
 * glance.h - what the screen shows now, provisional where it has to be.
 *
 * The screen does not wait for a hold-off or for a third footfall: a glance is the kiosk copied and
 * told that what is pending will happen. So every figure on the screen is computed by the very
 * rules that will decide it later.
 *
 * Pure.
 */
#ifndef SH_CORE_GLANCE_H
#define SH_CORE_GLANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/figures.h"
#include "core/kiosk.h"

/*
 * The coach as it has decided by now: unlike the rest never provisional, so that a prompt that is
 * on the screen is one. Moments are monotonic; TIME_NEVER where there is none.
 */
struct coach_glance {
    enum coach_state state;
    int64_t since_ns;     /* when that began */
    int64_t ends_ns;      /* when it ends by time alone if nothing happens */
    int32_t id;           /* of the last prompt, 0: none yet */
    int64_t raised_ns;    /* when it was */
    int32_t snoozes_left; /* 0: no such target */
    int64_t moved_ns;     /* towards duration_ns, over all vacancies that add up; provisional */
    int64_t missing_ns;   /* what is left of it */
    int32_t goal_raises;  /* of a guided set that is the break, or 0 */
    int32_t set_raises;   /* counted in the guided set that runs, or ran last */
    bool in_set;          /* a guided set runs */
    bool is_doubled;      /* three were ignored: the interval is twice as long, say so */
    bool in_baseline;     /* these days only observe */
    bool in_quiet_hours;
    int64_t quiet_until_ns; /* quiet mode's end */
    int64_t due_in_ns;      /* seated time until the next prompt, 0 and less: it waits */

    /* How the last prompt ended; outcome_ns TIME_NEVER: none has. */
    enum prompt_change outcome;
    int64_t outcome_ns;
    int64_t outcome_moved_ns;
    bool outcome_is_reported; /* a guided set that the mat did not count */

    enum suggestion_kind suggestion;
    int64_t suggestion_since_ns;
};

struct kiosk_glance {
    enum posture posture;     /* as the contacts say now */
    int64_t posture_since_ns; /* when that began */
    int64_t bout_ns;          /* the running bout (or 0), without its unknown parts */
    int64_t clock_ns;         /* seated time since the last qualified break or arrival */
    int64_t interval_ns;      /* the protocol's interval: the ring's full circle */
    int64_t moving_ns;        /* stepping and away in this vacancy; coach.moved_ns adds it up */
    int64_t duration_ns;      /* what qualifies: moving_ns's goal */
    int32_t vacancy_beats;    /* beats seen since getting up */
    int32_t beats_per_min;    /* pace over the last 15 s; 0 when there is none */
    int64_t beat_times_ns[LIVE_BEATS_KEPT]; /* newest first, TIME_NEVER when unused */
    int32_t series_raises;                  /* calf raises of the running series, counted live */
    double pool_fill;                       /* f of the model, 0..1 */
    double swelling_percent;                /* S of the model */
    double gauge_level;                     /* 0..1, what the leg shows */
    bool chair_closed;                      /* contacts */
    bool mat_closed;
    bool has_mat;
    unsigned chair_faults; /* enum line_fault bits */
    unsigned mat_faults;
    int32_t chair_silent_days; /* strange silence, 3 or more; else 0 */
    int32_t mat_silent_days;
    bool paused;
    bool unattended;
    struct coach_glance coach;
    struct day_figures today; /* the open day's figures up to now */
};

/*
 * `scratch` is another struct kiosk to think in (any content), `bouts_ns` has room for
 * DAY_BOUTS_MAX; `now_mono_ns` >= the last event. Costs a copy of the kiosk (some 60 KB).
 */
void kiosk_glance(const struct kiosk *kiosk, int64_t now_mono_ns, struct kiosk *scratch,
                  int64_t *bouts_ns, struct kiosk_glance *glance);

#endif

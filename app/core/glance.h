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

struct kiosk_glance {
    enum posture posture;     /* as the contacts say now */
    int64_t posture_since_ns; /* when that began */
    int64_t bout_ns;          /* the running bout (or 0), without its unknown parts */
    int64_t clock_ns;         /* seated time since the last qualified break or arrival */
    int64_t interval_ns;      /* the protocol's interval: the ring's full circle */
    int64_t moving_ns;        /* stepping and away in this vacancy */
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
    struct day_figures today; /* the open day's figures up to now */
};

/*
 * `scratch` is another struct kiosk to think in (any content), `bouts_ns` has room for
 * DAY_BOUTS_MAX; `now_mono_ns` >= the last event. Costs a copy of the kiosk (some 60 KB).
 */
void kiosk_glance(const struct kiosk *kiosk, int64_t now_mono_ns, struct kiosk *scratch,
                  int64_t *bouts_ns, struct kiosk_glance *glance);

#endif

#include "core/glance.h"

#include <stddef.h>
#include <string.h>

#include "base/units.h"

static void ignore_effect(void *self, const struct effect *effect)
{
    (void)self;
    (void)effect;
}

/* Bouts beyond the valid ones need no copy. */
static void copy_kiosk(struct kiosk *to, const struct kiosk *from)
{
    memcpy(to, from, offsetof(struct kiosk, day.bout_ns));
    memcpy(to->day.bout_ns, from->day.bout_ns,
           (size_t)from->day.bouts * sizeof(from->day.bout_ns[0]));
}

static void copy_beats(const struct live *live, struct kiosk_glance *glance)
{
    for (int32_t i = 0; i < LIVE_BEATS_KEPT; i++) {
        int32_t number = live->beats - 1 - i;

        glance->beat_times_ns[i] =
            number >= 0 ? live->beat_ns[number % LIVE_BEATS_KEPT] : TIME_NEVER;
    }
}

void kiosk_glance(const struct kiosk *kiosk, int64_t now_mono_ns, struct kiosk *scratch,
                  int64_t *bouts_ns, struct kiosk_glance *glance)
{
    struct effects ignore = {ignore_effect, NULL};
    const struct live *live = &scratch->live;

    copy_kiosk(scratch, kiosk);
    *glance = (struct kiosk_glance){
        .interval_ns = kiosk->setup.break_interval_ns,
        .duration_ns = kiosk->setup.break_duration_ns,
        .has_mat = kiosk->setup.has_mat,
        .series_raises = leg_running_raises(&kiosk->leg, now_mono_ns),
        .chair_closed = kiosk->lines[LINE_CHAIR].closed,
        .mat_closed = kiosk->lines[LINE_MAT].closed,
        .chair_faults = kiosk_line_faults(kiosk, LINE_CHAIR),
        .mat_faults = kiosk_line_faults(kiosk, LINE_MAT),
    };
    glance->chair_silent_days = silence_chair_days(&kiosk->silence, now_mono_ns);
    if (kiosk->setup.has_mat)
        glance->mat_silent_days = silence_mat_days(&kiosk->silence, now_mono_ns);
    kiosk_presume(scratch, now_mono_ns, &ignore);
    glance->posture = scratch->open_posture;
    glance->posture_since_ns = scratch->open_start_ns;
    glance->bout_ns = scratch->break_clock.bout_ns;
    glance->clock_ns = scratch->break_clock.clock_ns;
    glance->moving_ns = scratch->break_clock.moving_ns;
    glance->paused = scratch->posture.paused;
    glance->unattended = scratch->posture.unattended;
    glance->vacancy_beats = live->vacancy_beats;
    glance->beats_per_min = live_pace(live, now_mono_ns);
    glance->pool_fill = live->pump.fill;
    glance->swelling_percent = live->pump.swelling_percent;
    glance->gauge_level = pump_gauge_level(&live->pump);
    copy_beats(live, glance);
    figures_of_day(&scratch->day, bouts_ns, &glance->today);
}

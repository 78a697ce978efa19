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

/* `kiosk` has been finished: what it shows is provisional, the coach stands at what is decided. */
static void look_at_coach(const struct kiosk *kiosk, int64_t now_ns, struct coach_glance *glance)
{
    const struct coach *coach = &kiosk->coach;
    int64_t missing_ns;

    *glance = (struct coach_glance){
        .state = coach->state,
        .since_ns = coach->since_ns,
        .ends_ns = coach_state_ends_ns(coach),
        .id = coach->prompts,
        .raised_ns = coach->prompts > 0 ? coach->raised_ns : TIME_NEVER,
        .snoozes_left = COACH_SNOOZES_MAX - coach->snoozes,
        .moved_ns = coach_moved_ns(coach, now_ns, kiosk->posture.seated),
        .goal_raises = coach->setup.raises,
        .set_raises = coach->set_raises,
        .in_set = coach->guided_since_ns != TIME_NEVER,
        .is_doubled = coach->is_doubled,
        .in_baseline = coach->in_baseline,
        .in_quiet_hours = coach->in_quiet_hours,
        .quiet_until_ns = coach->quiet_until_ns > now_ns ? coach->quiet_until_ns : TIME_NEVER,
        .due_in_ns = coach_due_seated_ns(coach) - seated_clock_presumed(&coach->seated, now_ns),
        .outcome = coach->outcome,
        .outcome_ns = coach->outcome_ns,
        .outcome_moved_ns = coach->outcome_moved_ns,
        .outcome_is_reported = coach->outcome_is_reported,
        .suggestion = coach->suggestion.shown,
        .suggestion_since_ns = coach->suggestion.since_ns,
    };
    missing_ns = coach->setup.duration_ns - glance->moved_ns;
    glance->missing_ns = missing_ns > 0 ? missing_ns : 0;
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
    glance->bout_ns = scratch->bout.length_ns;
    glance->clock_ns = seated_clock_presumed(&scratch->coach.seated, now_mono_ns) -
                       scratch->coach.clock_from_seated_ns;
    glance->moving_ns = scratch->coach.moving.vacancy_ns;
    look_at_coach(scratch, now_mono_ns, &glance->coach);
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

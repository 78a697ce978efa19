#include "core/live.h"

#include "base/units.h"
#include "core/leg.h"
#include "core/posture.h"

void live_init(struct live *live, bool has_mat, int steps_per_closure, int64_t start_ns)
{
    *live = (struct live){
        .has_mat = has_mat,
        .steps_per_closure = steps_per_closure,
        .now_ns = start_ns,
        .chair_changed_ns = start_ns,
        .mat_changed_ns = start_ns,
        .raises_until_ns = start_ns,
        .movement_until_ns = start_ns,
    };
    pump_init(&live->pump);
    for (int i = 0; i < LIVE_BEATS_KEPT; i++)
        live->beat_ns[i] = TIME_NEVER;
}

static int64_t run_ends_ns(const struct live *live)
{
    return live->last_footfall_ns + POSTURE_STEP_MAX_NS * live->steps_per_closure;
}

bool live_is_stepping(const struct live *live, int64_t now_ns)
{
    return live->run_footfalls > 0 && now_ns <= run_ends_ns(live);
}

static int64_t open_since_ns(const struct live *live)
{
    if (!live->has_mat || live->chair_changed_ns > live->mat_changed_ns)
        return live->chair_changed_ns;
    return live->mat_changed_ns;
}

/* What the model does at `at_ns`, and until when; `strolls` where a stroll is assumed. */
static enum pump_mode mode_at(const struct live *live, int64_t at_ns, int64_t *until_ns,
                              bool *strolls)
{
    int64_t away_ns;

    *strolls = false;
    *until_ns = TIME_NEVER;
    if (live->covered)
        return PUMP_HOLD;
    if (live->chair_closed) {
        if (at_ns < live->raises_until_ns) {
            *until_ns = live->raises_until_ns;
            return PUMP_RAISES;
        }
        if (at_ns < live->movement_until_ns) {
            *until_ns = live->movement_until_ns;
            return PUMP_LEG_MOVEMENT;
        }
        return PUMP_STILL;
    }
    if (live->run_footfalls > 0 && at_ns < run_ends_ns(live)) {
        *until_ns = run_ends_ns(live);
        return PUMP_STEPPING;
    }
    if (live->has_mat && live->mat_closed)
        return PUMP_STILL;
    away_ns = open_since_ns(live) + (live->has_mat ? POSTURE_AWAY_AFTER_NS : 0);
    if (at_ns < away_ns) {
        *until_ns = away_ns;
        return PUMP_STILL;
    }
    if (at_ns < away_ns + LIVE_STROLL_NS) {
        *until_ns = away_ns + LIVE_STROLL_NS;
        *strolls = true;
        return PUMP_STEPPING;
    }
    return PUMP_HOLD;
}

static void stroll(struct live *live, int64_t until_ns)
{
    int64_t phase_ns = open_since_ns(live);

    while (live->now_ns < until_ns) {
        int64_t beat_ns = live->now_ns - phase_ns;
        int64_t next_ns = phase_ns + (beat_ns / LIVE_STROLL_BEAT_NS + 1) * LIVE_STROLL_BEAT_NS;

        if (next_ns > until_ns) {
            pump_advance(&live->pump, PUMP_STEPPING, until_ns - live->now_ns);
            live->now_ns = until_ns;
            return;
        }
        pump_advance(&live->pump, PUMP_STEPPING, next_ns - live->now_ns);
        pump_beat(&live->pump, true);
        live->now_ns = next_ns;
    }
}

void live_advance(struct live *live, int64_t now_ns)
{
    while (live->now_ns < now_ns) {
        int64_t until_ns;
        bool strolls;
        enum pump_mode mode = mode_at(live, live->now_ns, &until_ns, &strolls);

        if (until_ns > now_ns)
            until_ns = now_ns;
        if (strolls) {
            stroll(live, until_ns);
        } else {
            pump_advance(&live->pump, mode, until_ns - live->now_ns);
            live->now_ns = until_ns;
        }
    }
    if (live->run_footfalls > 0 && now_ns > run_ends_ns(live)) {
        if (live->run_footfalls < POSTURE_RUN_FOOTFALLS)
            live->vacancy_beats -= live->run_beats;
        live->run_footfalls = 0;
        live->run_beats = 0;
        live->opening_beats = false;
    }
}

static void beat(struct live *live, int64_t now_ns, bool upright, const struct effects *effects)
{
    struct effect effect = {.kind = EFFECT_BEAT, .start_ns = now_ns, .end_ns = now_ns};

    pump_beat(&live->pump, upright);
    live->beat_ns[live->beats % LIVE_BEATS_KEPT] = now_ns;
    live->beats++;
    if (upright) {
        live->run_beats++;
        live->vacancy_beats++;
    }
    effects->emit(effects->self, &effect);
}

void live_take_chair(struct live *live, int64_t now_ns, bool closed)
{
    live_advance(live, now_ns);
    if (closed == live->chair_closed)
        return;
    live->chair_closed = closed;
    live->chair_changed_ns = now_ns;
    live->run_footfalls = 0;
    live->run_beats = 0;
    live->opening_beats = false;
    live->quick_closings = 0;
    if (!closed)
        live->vacancy_beats = 0;
}

static void take_mat_upright(struct live *live, int64_t now_ns, bool closed,
                             const struct effects *effects)
{
    if (!closed) {
        if (live->opening_beats && live->steps_per_closure > 1)
            beat(live, now_ns, true, effects);
        live->opening_beats = false;
        return;
    }
    if (live->run_footfalls > 0 &&
        now_ns - live->last_footfall_ns < POSTURE_STEP_MIN_NS * live->steps_per_closure)
        return;
    live->run_footfalls++;
    live->last_footfall_ns = now_ns;
    live->opening_beats = true;
    beat(live, now_ns, true, effects);
}

static void take_mat_seated(struct live *live, int64_t at_ns, int64_t now_ns, bool closed,
                            const struct effects *effects)
{
    int64_t open_ns = at_ns - live->mat_changed_ns;
    bool opened_seated = live->mat_changed_ns >= live->chair_changed_ns;

    if (!closed)
        return;
    if (opened_seated && open_ns >= LEG_RAISE_OPEN_MIN_NS && open_ns <= LEG_RAISE_OPEN_MAX_NS) {
        live->raises_until_ns = now_ns + LIVE_ACTIVE_NS;
        live->quick_closings = 0;
        beat(live, now_ns, false, effects);
        return;
    }
    live->quick_closings = open_ns < LEG_FIDGET_PERIOD_NS ? live->quick_closings + 1 : 0;
    if (live->quick_closings >= LEG_FIDGET_MIN_CLOSINGS)
        live->movement_until_ns = now_ns + LIVE_ACTIVE_NS;
}

void live_take_mat(struct live *live, int64_t at_ns, int64_t now_ns, bool closed,
                   const struct effects *effects)
{
    live_advance(live, now_ns);
    if (closed == live->mat_closed)
        return;
    if (!live->covered && live->has_mat) {
        if (live->chair_closed)
            take_mat_seated(live, at_ns, now_ns, closed, effects);
        else
            take_mat_upright(live, now_ns, closed, effects);
    }
    live->mat_closed = closed;
    live->mat_changed_ns = at_ns;
}

void live_set_covered(struct live *live, bool covered)
{
    live->covered = covered;
}

void live_begin_day(struct live *live)
{
    if (!live->chair_closed)
        pump_init(&live->pump);
}

int32_t live_pace(const struct live *live, int64_t now_ns)
{
    int32_t count = 0;
    int64_t newest_ns = 0;
    int64_t oldest_ns = 0;

    for (int32_t i = 1; i <= LIVE_BEATS_KEPT && i <= live->beats; i++) {
        int64_t at_ns = live->beat_ns[(live->beats - i) % LIVE_BEATS_KEPT];

        if (at_ns == TIME_NEVER || now_ns - at_ns > LIVE_PACE_WINDOW_NS)
            break;
        if (count == 0)
            newest_ns = at_ns;
        oldest_ns = at_ns;
        count++;
    }
    if (count < LIVE_PACE_MIN_BEATS || newest_ns == oldest_ns)
        return 0;
    return (int32_t)(((count - 1) * NS_PER_MIN + (newest_ns - oldest_ns) / 2) /
                     (newest_ns - oldest_ns));
}

int64_t live_next_deadline(const struct live *live)
{
    int64_t away_ns = open_since_ns(live) + POSTURE_AWAY_AFTER_NS + 1;

    if (live->chair_closed || live->covered)
        return TIME_NEVER;
    if (live->run_footfalls > 0)
        return run_ends_ns(live) + 1;
    if (live->has_mat && !live->mat_closed && away_ns > live->now_ns)
        return away_ns;
    return TIME_NEVER;
}

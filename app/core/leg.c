#include "core/leg.h"

#include <math.h>

#include "base/units.h"

void leg_init(struct leg *leg)
{
    *leg = (struct leg){0};
}

static void emit_count(const struct effects *effects, enum day_count count, int64_t start_ns,
                       int64_t end_ns, int64_t amount)
{
    struct effect effect = {
        .kind = EFFECT_COUNT,
        .start_ns = start_ns,
        .end_ns = end_ns,
        .count = count,
        .amount = amount,
    };

    effects->emit(effects->self, &effect);
}

static void end_series(struct leg *leg)
{
    leg->raises = 0;
    leg->uncounted = 0;
    leg->before_cut = 0;
    leg->qualified = false;
    leg->period_sum_s = 0;
    leg->period_square_sum_s2 = 0;
}

void leg_chair_opens(struct leg *leg)
{
    leg->opening = false;
}

void leg_drop(struct leg *leg)
{
    leg->opening = false;
    leg->closings = 0;
    end_series(leg);
}

void leg_set_guided(struct leg *leg, bool guided, int64_t at_ns)
{
    if (guided == leg->guided && !guided)
        return;
    leg->guided = guided;
    if (leg->opened_ns != at_ns)
        leg->opening = false;
    end_series(leg);
}

void leg_cut_day(struct leg *leg, int64_t at_ns)
{
    /* Raises from before an earlier cut have waited a whole day: they are dropped. */
    leg->uncounted -= leg->before_cut;
    leg->before_cut = leg->uncounted;
    leg->cut_ns = at_ns;
}

/* All raises that waited count now, each on its own side of a day's start. */
static void count_waiting(struct leg *leg, int64_t at_ns, const struct effects *effects)
{
    int32_t after_cut = leg->uncounted - leg->before_cut;

    if (leg->before_cut > 0)
        emit_count(effects, DAY_CALF_RAISES, leg->cut_ns - 1, leg->cut_ns - 1, leg->before_cut);
    if (after_cut > 0)
        emit_count(effects, DAY_CALF_RAISES, at_ns, at_ns, after_cut);
    leg->uncounted = 0;
    leg->before_cut = 0;
}

static bool periods_are_even(const struct leg *leg)
{
    double count = leg->raises - 1;
    double mean_s = leg->period_sum_s / count;
    double variance_s2 = leg->period_square_sum_s2 / count - mean_s * mean_s;

    return sqrt(variance_s2 > 0 ? variance_s2 : 0) / mean_s < LEG_SERIES_MAX_CV;
}

static bool continues_series(const struct leg *leg, int64_t closed_ns)
{
    int64_t period_ns = closed_ns - leg->last_ns;

    if (leg->raises == 0)
        return false;
    if (leg->guided)
        return leg->opened_ns - leg->last_ns <= LEG_GUIDED_REST_MAX_NS;
    return period_ns >= LEG_RAISE_PERIOD_MIN_NS && period_ns <= LEG_RAISE_PERIOD_MAX_NS;
}

static void take_raise(struct leg *leg, int64_t closed_ns, const struct effects *effects)
{
    if (continues_series(leg, closed_ns)) {
        double period_s = (double)(closed_ns - leg->last_ns) / (double)NS_PER_S;

        leg->period_sum_s += period_s;
        leg->period_square_sum_s2 += period_s * period_s;
    } else {
        end_series(leg);
        leg->first_ns = leg->opened_ns;
    }
    leg->raises++;
    leg->uncounted++;
    leg->last_ns = closed_ns;
    if (!leg->qualified && leg->raises >= LEG_SERIES_MIN_RAISES)
        leg->qualified = leg->guided || periods_are_even(leg);
    if (leg->qualified)
        count_waiting(leg, closed_ns, effects);
}

static void take_closing(struct leg *leg, int64_t at_ns, const struct effects *effects)
{
    if (leg->closings > 0 && at_ns - leg->last_closing_ns < LEG_FIDGET_PERIOD_NS) {
        leg->closings++;
    } else {
        leg->closings = 1;
        leg->first_closing_ns = at_ns;
    }
    if (leg->closings >= LEG_FIDGET_MIN_CLOSINGS) {
        int64_t from_ns =
            leg->closings == LEG_FIDGET_MIN_CLOSINGS ? leg->first_closing_ns : leg->last_closing_ns;

        emit_count(effects, DAY_LEG_MOVEMENT_NS, from_ns, at_ns, at_ns - from_ns);
    }
    leg->last_closing_ns = at_ns;
}

void leg_take_mat(struct leg *leg, int64_t at_ns, bool closed, bool chair_closed,
                  const struct effects *effects)
{
    int64_t open_ns = at_ns - leg->opened_ns;

    if (!closed) {
        leg->opening = chair_closed;
        leg->opened_ns = at_ns;
        return;
    }
    if (leg->opening && open_ns >= LEG_RAISE_OPEN_MIN_NS && open_ns <= LEG_RAISE_OPEN_MAX_NS)
        take_raise(leg, at_ns, effects);
    leg->opening = false;
    take_closing(leg, at_ns, effects);
}

int64_t leg_series_end(const struct leg *leg)
{
    int64_t patience_ns =
        leg->guided ? LEG_GUIDED_REST_MAX_NS + LEG_RAISE_OPEN_MAX_NS : LEG_RAISE_PERIOD_MAX_NS;

    return leg->raises > 0 ? leg->last_ns + patience_ns + 1 : TIME_NEVER;
}

int32_t leg_running_raises(const struct leg *leg, int64_t now_ns)
{
    return now_ns < leg_series_end(leg) ? leg->raises : 0;
}

int64_t leg_pending_since(struct leg *leg, int64_t now_ns)
{
    int64_t since_ns = TIME_NEVER;

    if (leg->uncounted > 0 && now_ns >= leg_series_end(leg))
        end_series(leg);
    if (leg->uncounted > 0)
        since_ns = leg->first_ns;
    if (leg->closings > 0 && leg->closings < LEG_FIDGET_MIN_CLOSINGS &&
        now_ns - leg->last_closing_ns < LEG_FIDGET_PERIOD_NS && leg->first_closing_ns < since_ns)
        since_ns = leg->first_closing_ns;
    return since_ns;
}

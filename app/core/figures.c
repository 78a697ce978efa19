#include "core/figures.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/units.h"

static double seconds(double ns)
{
    return ns / (double)NS_PER_S;
}

static void sift_down(int64_t *values, int64_t root, int64_t count)
{
    int64_t value = values[root];
    int64_t child;

    while ((child = 2 * root + 1) < count) {
        if (child + 1 < count && values[child + 1] > values[child])
            child++;
        if (values[child] <= value)
            break;
        values[root] = values[child];
        root = child;
    }
    values[root] = value;
}

/* A heap sort: in place, no recursion, and never slow (qsort may allocate). */
static void sort(int64_t *values, int64_t count)
{
    for (int64_t root = count / 2 - 1; root >= 0; root--)
        sift_down(values, root, count);
    for (int64_t last = count - 1; last > 0; last--) {
        int64_t value = values[0];

        values[0] = values[last];
        values[last] = value;
        sift_down(values, 0, last);
    }
}

static double median_ns(const int64_t *sorted, int64_t count)
{
    int64_t middle = count / 2;

    if (count % 2 != 0)
        return (double)sorted[middle];
    return ((double)sorted[middle - 1] + (double)sorted[middle]) / 2;
}

static double usual_ns(const int64_t *sorted, int64_t count, int64_t total_ns)
{
    int64_t held_ns = 0;

    for (int64_t i = 0; i < count; i++) {
        held_ns += sorted[i];
        if (held_ns >= total_ns - held_ns)
            return (double)sorted[i];
    }
    return NAN;
}

static double alpha(const int64_t *sorted, int64_t count)
{
    double shortest = (double)sorted[0];
    double log_sum = 0;

    if (count < 2 || sorted[0] == sorted[count - 1])
        return NAN;
    for (int64_t i = 0; i < count; i++)
        log_sum += log((double)sorted[i] / shortest);
    return 1 + (double)count / log_sum;
}

static double gini(const int64_t *sorted, int64_t count, int64_t total_ns)
{
    double weighted = 0;

    if (count < 2)
        return NAN;
    for (int64_t i = 0; i < count; i++)
        weighted += (double)(i + 1) * (double)sorted[i];
    return (2 * weighted / (double)total_ns - (double)(count + 1)) / (double)(count - 1);
}

void figures_of_bouts(int64_t *bout_ns, int64_t count, struct day_figures *figures)
{
    int64_t total_ns = 0;

    figures->longest_bout_ns = 0;
    figures->breaks_per_sedentary_hour = NAN;
    figures->mean_bout_s = NAN;
    figures->median_bout_s = NAN;
    figures->usual_bout_s = NAN;
    figures->alpha = NAN;
    figures->gini = NAN;
    if (count == 0)
        return;

    sort(bout_ns, count);
    for (int64_t i = 0; i < count; i++)
        total_ns += bout_ns[i];
    figures->longest_bout_ns = bout_ns[count - 1];
    figures->breaks_per_sedentary_hour =
        (double)figures->breaks / ((double)total_ns / (double)NS_PER_HOUR);
    figures->mean_bout_s = seconds((double)total_ns / (double)count);
    figures->median_bout_s = seconds(median_ns(bout_ns, count));
    figures->usual_bout_s = seconds(usual_ns(bout_ns, count, total_ns));
    figures->alpha = alpha(bout_ns, count);
    figures->gini = gini(bout_ns, count, total_ns);
}

void figures_of_day(const struct day *day, int64_t *scratch_ns, struct day_figures *figures)
{
    *figures = (struct day_figures){
        .date = day->date,
        .sedentary_bouts = day->bouts + day->lost_bouts,
        .breaks = day->breaks,
        .shifts = (int32_t)day->counts[DAY_SHIFTS],
        .steps = day->counts[DAY_STEPS],
        .calf_raises = day->counts[DAY_CALF_RAISES],
        .leg_movement_ns = day->counts[DAY_LEG_MOVEMENT_NS],
        .second_heart_beats = day->counts[DAY_STEPS] + day->counts[DAY_CALF_RAISES],
        .has_prompts = true,
    };
    memcpy(figures->prompts, day->prompts, sizeof(figures->prompts));
    memcpy(figures->posture_ns, day->posture_ns, sizeof(figures->posture_ns));
    for (int32_t i = 0; i < day->bouts; i++) {
        if (day->bout_ns[i] >= FIGURES_PROLONGED_30_NS) {
            figures->prolonged_30_bouts++;
            figures->prolonged_30_ns += day->bout_ns[i];
        }
        if (day->bout_ns[i] >= FIGURES_PROLONGED_60_NS) {
            figures->prolonged_60_bouts++;
            figures->prolonged_60_ns += day->bout_ns[i];
        }
    }
    memcpy(scratch_ns, day->bout_ns, (size_t)day->bouts * sizeof(scratch_ns[0]));
    figures_of_bouts(scratch_ns, day->bouts, figures);
}

void figures_add(struct day_figures *sum, const struct day_figures *more)
{
    for (int posture = 0; posture < POSTURE_COUNT; posture++)
        sum->posture_ns[posture] += more->posture_ns[posture];
    sum->sedentary_bouts += more->sedentary_bouts;
    sum->breaks += more->breaks;
    sum->shifts += more->shifts;
    sum->prolonged_30_bouts += more->prolonged_30_bouts;
    sum->prolonged_60_bouts += more->prolonged_60_bouts;
    sum->prolonged_30_ns += more->prolonged_30_ns;
    sum->prolonged_60_ns += more->prolonged_60_ns;
    sum->steps += more->steps;
    sum->calf_raises += more->calf_raises;
    sum->leg_movement_ns += more->leg_movement_ns;
    sum->second_heart_beats += more->second_heart_beats;
    sum->has_prompts = sum->has_prompts || more->has_prompts;
    for (int change = 0; change < PROMPT_COUNTS; change++)
        sum->prompts[change] += more->prompts[change];
}

/* ---- every figure by its name ---- */

enum figure_kind { FIGURE_SECONDS, FIGURE_INT32, FIGURE_INT64, FIGURE_DOUBLE, FIGURE_PROMPTS };

#define FIGURE(name, kind, member)                                                                 \
    {                                                                                              \
        name, kind, offsetof(struct day_figures, member)                                           \
    }

static const struct {
    const char *name;
    enum figure_kind kind; /* how the member is kept; FIGURE_SECONDS is int64_t nanoseconds */
    size_t offset;
} named_figures[] = {
    FIGURE("sitting_s", FIGURE_SECONDS, posture_ns[POSTURE_SEATED]),
    FIGURE("standing_s", FIGURE_SECONDS, posture_ns[POSTURE_STANDING]),
    FIGURE("stepping_s", FIGURE_SECONDS, posture_ns[POSTURE_STEPPING]),
    FIGURE("away_s", FIGURE_SECONDS, posture_ns[POSTURE_AWAY]),
    FIGURE("unknown_s", FIGURE_SECONDS, posture_ns[POSTURE_UNKNOWN]),
    FIGURE("sedentary_bouts", FIGURE_INT32, sedentary_bouts),
    FIGURE("breaks", FIGURE_INT32, breaks),
    FIGURE("shifts", FIGURE_INT32, shifts),
    FIGURE("breaks_per_sedentary_hour", FIGURE_DOUBLE, breaks_per_sedentary_hour),
    FIGURE("prolonged_30_bouts", FIGURE_INT32, prolonged_30_bouts),
    FIGURE("prolonged_30_s", FIGURE_SECONDS, prolonged_30_ns),
    FIGURE("prolonged_60_bouts", FIGURE_INT32, prolonged_60_bouts),
    FIGURE("prolonged_60_s", FIGURE_SECONDS, prolonged_60_ns),
    FIGURE("longest_bout_s", FIGURE_SECONDS, longest_bout_ns),
    FIGURE("mean_bout_s", FIGURE_DOUBLE, mean_bout_s),
    FIGURE("median_bout_s", FIGURE_DOUBLE, median_bout_s),
    FIGURE("usual_bout_s", FIGURE_DOUBLE, usual_bout_s),
    FIGURE("alpha", FIGURE_DOUBLE, alpha),
    FIGURE("gini", FIGURE_DOUBLE, gini),
    FIGURE("steps", FIGURE_INT64, steps),
    FIGURE("calf_raises", FIGURE_INT64, calf_raises),
    FIGURE("leg_movement_s", FIGURE_SECONDS, leg_movement_ns),
    FIGURE("second_heart_beats", FIGURE_INT64, second_heart_beats),
    FIGURE("prompts_raised", FIGURE_PROMPTS, prompts[PROMPT_RAISED]),
    FIGURE("prompts_started", FIGURE_PROMPTS, prompts[PROMPT_STARTED]),
    FIGURE("prompts_snoozed", FIGURE_PROMPTS, prompts[PROMPT_SNOOZED]),
    FIGURE("prompts_skipped", FIGURE_PROMPTS, prompts[PROMPT_SKIPPED]),
    FIGURE("prompts_ignored", FIGURE_PROMPTS, prompts[PROMPT_IGNORED]),
    FIGURE("prompts_unfinished", FIGURE_PROMPTS, prompts[PROMPT_UNFINISHED]),
    FIGURE("prompts_verified", FIGURE_PROMPTS, prompts[PROMPT_VERIFIED]),
    FIGURE("prompts_natural", FIGURE_PROMPTS, prompts[PROMPT_NATURAL]),
};

_Static_assert(sizeof(named_figures) / sizeof(named_figures[0]) == FIGURES_COUNT,
               "FIGURES_COUNT says how many figures have a name");

const char *figures_name(int index)
{
    return named_figures[index].name;
}

double figures_value(const struct day_figures *figures, int index)
{
    const void *member = (const char *)figures + named_figures[index].offset;

    switch (named_figures[index].kind) {
    case FIGURE_SECONDS:
        return seconds((double)*(const int64_t *)member);
    case FIGURE_INT32:
        return *(const int32_t *)member;
    case FIGURE_INT64:
        return (double)*(const int64_t *)member;
    case FIGURE_DOUBLE:
        return *(const double *)member;
    case FIGURE_PROMPTS:
        return figures->has_prompts ? (double)*(const int64_t *)member : (double)NAN;
    }
    return NAN;
}

void figures_set(struct day_figures *figures, int index, double value)
{
    void *member = (char *)figures + named_figures[index].offset;

    switch (named_figures[index].kind) {
    case FIGURE_SECONDS:
        *(int64_t *)member = llround(value * (double)NS_PER_S);
        break;
    case FIGURE_INT32:
        *(int32_t *)member = (int32_t)lround(value);
        break;
    case FIGURE_INT64:
        *(int64_t *)member = llround(value);
        break;
    case FIGURE_DOUBLE:
        *(double *)member = value;
        break;
    case FIGURE_PROMPTS:
        figures->has_prompts = !isnan(value);
        *(int64_t *)member = figures->has_prompts ? llround(value) : 0;
        break;
    }
}

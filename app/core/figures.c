#include "core/figures.h"

#include <math.h>
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
    };
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
}

void figures_visit(const struct day_figures *figures, figures_visit_fn *visit, void *self)
{
    const struct {
        const char *name;
        double value;
    } table[] = {
        {"sitting_s", seconds((double)figures->posture_ns[POSTURE_SEATED])},
        {"standing_s", seconds((double)figures->posture_ns[POSTURE_STANDING])},
        {"stepping_s", seconds((double)figures->posture_ns[POSTURE_STEPPING])},
        {"away_s", seconds((double)figures->posture_ns[POSTURE_AWAY])},
        {"unknown_s", seconds((double)figures->posture_ns[POSTURE_UNKNOWN])},
        {"sedentary_bouts", figures->sedentary_bouts},
        {"breaks", figures->breaks},
        {"shifts", figures->shifts},
        {"breaks_per_sedentary_hour", figures->breaks_per_sedentary_hour},
        {"prolonged_30_bouts", figures->prolonged_30_bouts},
        {"prolonged_30_s", seconds((double)figures->prolonged_30_ns)},
        {"prolonged_60_bouts", figures->prolonged_60_bouts},
        {"prolonged_60_s", seconds((double)figures->prolonged_60_ns)},
        {"longest_bout_s", seconds((double)figures->longest_bout_ns)},
        {"mean_bout_s", figures->mean_bout_s},
        {"median_bout_s", figures->median_bout_s},
        {"usual_bout_s", figures->usual_bout_s},
        {"alpha", figures->alpha},
        {"gini", figures->gini},
        {"steps", (double)figures->steps},
        {"calf_raises", (double)figures->calf_raises},
        {"leg_movement_s", seconds((double)figures->leg_movement_ns)},
        {"second_heart_beats", (double)figures->second_heart_beats},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        visit(self, table[i].name, table[i].value);
}

/*
 * figures.h - a kiosk day's figures, from its postures, counts and bouts.
 *
 * Bouts t1..tn, T their sum. Definitions (published packages differ in them, so these are ours,
 * after Chastin & Granat 2010, Gait Posture 31:82; prolonged bouts after Healy 2016, MSSE 48:1787):
 *
 *   breaks_per_sedentary_hour  breaks / (T/3600); none when T = 0
 *   prolonged_30, _60          bouts of >= 1800 s / >= 3600 s
 *   median_bout                of an even count the mean of the middle two
 *   usual_bout                 W50 as a weighted median: the smallest t such that bouts <= t hold
 *                              at least half of T
 *   alpha                      1 + n / sum(ln(ti/tmin)), tmin = the shortest bout; none for n < 2
 *                              or when all are equal
 *   gini                       (2 sum(i ti)/T - (n+1))/(n-1), ti ascending, i from 1; none for
 *                              n < 2
 *   second_heart_beats         steps + calf raises
 *
 * Check vector: bouts of {5,5,10,20,30,45,60,90} min give gini 0.5309973, alpha 1.699074, usual
 * bout 60 min.
 *
 * Pure. Any thread that owns the data.
 */
#ifndef SH_CORE_FIGURES_H
#define SH_CORE_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"
#include "core/day.h"

#define FIGURES_PROLONGED_30_NS (1800 * INT64_C(1000000000))
#define FIGURES_PROLONGED_60_NS (3600 * INT64_C(1000000000))

/* A figure that does not exist is NaN. */
struct day_figures {
    int date; /* yyyymmdd */
    int64_t posture_ns[POSTURE_COUNT];
    int32_t sedentary_bouts, breaks, shifts;
    double breaks_per_sedentary_hour;
    int32_t prolonged_30_bouts, prolonged_60_bouts;
    int64_t prolonged_30_ns, prolonged_60_ns;
    int64_t longest_bout_ns;
    double mean_bout_s, median_bout_s, usual_bout_s, alpha, gini;
    int64_t steps, calf_raises, leg_movement_ns, second_heart_beats;
    bool has_prompts; /* false: kept by a version that raised none, or not kept */
    int64_t prompts[PROMPT_COUNTS];
};

/*
 * The figures of what is decided of `day`. `scratch_ns` has room for DAY_BOUTS_MAX bouts (they are
 * sorted there); its content afterwards does not matter.
 */
void figures_of_day(const struct day *day, int64_t *scratch_ns, struct day_figures *figures);

/*
 * Adds `more`'s times and counts to `sum` (zero-initialised before the first); what depends on all
 * bouts is left alone: figures_of_bouts gives it.
 */
void figures_add(struct day_figures *sum, const struct day_figures *more);

/*
 * Every figure by its name, in the order in which they are told: the one list by which days are
 * stored and read back. `index` is 0 to FIGURES_COUNT - 1; the name is static. Values are times in
 * seconds, counts and ratios, NaN for a figure that does not exist; figures_set rounds to whole
 * nanoseconds and counts, and takes NaN for ratios, mean_, median_ and usual_bout_s, and prompts.
 */
#define FIGURES_COUNT (23 + PROMPT_COUNTS)

const char *figures_name(int index);
double figures_value(const struct day_figures *figures, int index);
void figures_set(struct day_figures *figures, int index, double value);

/*
 * Fills what depends on all bouts (breaks_per_sedentary_hour, longest to gini) from `count` bouts,
 * which are sorted in place, and figures->breaks.
 */
void figures_of_bouts(int64_t *bout_ns, int64_t count, struct day_figures *figures);

#endif

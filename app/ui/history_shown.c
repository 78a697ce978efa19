#include "ui/history_shown.h"

#include <math.h>
#include <stdlib.h>

#include "base/units.h"

#define STEPS_PER_MIN ((int32_t)(NS_PER_MIN / HISTORY_STEP_NS))
#define AXIS_LEAST    6
#define AXIS_MOST     24

static int32_t minutes(int64_t ns)
{
    return (int32_t)(ns / NS_PER_MIN);
}

/* A figure that does not exist is NaN in the core. */
static int32_t minutes_or_unknown(double seconds)
{
    return isnan(seconds) ? HISTORY_UNKNOWN : (int32_t)(seconds / 60);
}

static int32_t tenths_or_unknown(double value)
{
    return isnan(value) ? HISTORY_UNKNOWN : (int32_t)lround(value * 10);
}

void history_round(struct history_figures *shown, const struct day_figures *figures)
{
    *shown = (struct history_figures){
        .sitting_min = minutes(figures->posture_ns[POSTURE_SEATED]),
        .unknown_min = minutes(figures->posture_ns[POSTURE_UNKNOWN]),
        .bouts = figures->sedentary_bouts,
        .breaks = figures->breaks,
        .breaks_tenths = tenths_or_unknown(figures->breaks_per_sedentary_hour),
        .usual_min = minutes_or_unknown(figures->usual_bout_s),
        .beats = figures->second_heart_beats,
    };
}

void history_bar_make(struct history_bar *bar, enum history_source source,
                      const struct day_figures *figures)
{
    int64_t all_ns = figures->posture_ns[POSTURE_SEATED];

    bar->source = (int32_t)source;
    bar->short_min = bar->middle_min = bar->long_min = 0;
    if (source == HISTORY_NOTHING)
        return;
    /* Differences of rounded sums: the parts of a bar add up to what is said of the whole. */
    bar->long_min = minutes(figures->prolonged_60_ns);
    bar->middle_min = minutes(figures->prolonged_30_ns) - bar->long_min;
    bar->short_min = minutes(all_ns) - minutes(figures->prolonged_30_ns);
    if (bar->short_min < 0)
        bar->short_min = 0;
}

void history_mean_add(struct history_mean *mean, const struct day_figures *figures)
{
    if (figures->posture_ns[POSTURE_SEATED] <= 0 || isnan(figures->usual_bout_s))
        return;
    mean->days++;
    mean->usual_s += figures->usual_bout_s;
    mean->sitting_s += (double)figures->posture_ns[POSTURE_SEATED] / (double)NS_PER_S;
    mean->breaks += figures->breaks;
}

void history_mean_round(const struct history_mean *mean, struct history_point *point)
{
    point->days = mean->days;
    point->usual_min = point->breaks_tenths = point->sitting_min = HISTORY_UNKNOWN;
    if (mean->days == 0)
        return;
    point->usual_min = (int32_t)(mean->usual_s / mean->days / 60);
    point->sitting_min = (int32_t)(mean->sitting_s / mean->days / 60);
    point->breaks_tenths = (int32_t)lround((double)mean->breaks / (mean->sitting_s / 3600) * 10);
}

int32_t history_clock_min(const struct history_clock *clock, int32_t step)
{
    int32_t since = step / STEPS_PER_MIN;
    int32_t minute = clock->start_min + since;

    if (clock->shift_min != 0 && since >= clock->shift_at_min)
        minute += clock->shift_min;
    return (minute % 1440 + 1440) % 1440;
}

int32_t history_block_at(const struct history_day_shown *day, int32_t step)
{
    int32_t nearest = -1, least = INT32_MAX;

    for (int32_t i = 0; i < day->count; i++) {
        const struct strip_block *block = &day->blocks[i];
        int32_t off = step < block->start  ? block->start - step
                      : step >= block->end ? step - block->end + 1
                                           : 0;

        if (off < least) {
            least = off;
            nearest = i;
        }
    }
    return nearest;
}

int32_t history_axis_hours(const struct history_bar bars[HISTORY_WEEK_DAYS])
{
    int32_t hours = AXIS_LEAST;

    for (int i = 0; i < HISTORY_WEEK_DAYS; i++) {
        int32_t all_min = bars[i].short_min + bars[i].middle_min + bars[i].long_min;

        while (hours < AXIS_MOST && all_min > hours * 60)
            hours *= 2;
    }
    return hours;
}

#include "history/span.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/units.h"

void span_figures(const struct store_day *stored, struct day_figures *figures)
{
    /* What a version did not store is not there, rather than nought. */
    *figures = (struct day_figures){.date = stored->date,
                                    .breaks_per_sedentary_hour = NAN,
                                    .mean_bout_s = NAN,
                                    .median_bout_s = NAN,
                                    .usual_bout_s = NAN,
                                    .alpha = NAN,
                                    .gini = NAN};
    for (size_t i = 0; i < stored->figures_len; i++) {
        const struct store_figure *figure = &stored->figures[i];

        for (int j = 0; j < FIGURES_COUNT; j++)
            if (strcmp(figures_name(j), figure->name) == 0)
                figures_set(figures, j, figure->is_null ? NAN : figure->value);
    }
}

/* The day that the moment lies in; NULL beside the span. */
static struct span_day *day_at(struct span *span, int64_t wall_ns)
{
    for (int32_t i = 0; i < span->count; i++) {
        if (wall_ns >= span->days[i].start_wall_ns && wall_ns < span->days[i].end_wall_ns)
            return &span->days[i];
    }
    return NULL;
}

/*
 * Adds what lies within the day and after what has been added: labels of two boots that contradict
 * each other make no time count twice. What no record covers is unknown.
 */
static void add_piece(struct span *span, struct span_day *of, int64_t start_ns, int64_t end_ns,
                      enum posture posture)
{
    struct day *day = &of->day;

    if (start_ns < day->now_ns)
        start_ns = day->now_ns;
    if (end_ns > of->end_wall_ns)
        end_ns = of->end_wall_ns;
    if (start_ns >= end_ns)
        return;
    if (start_ns > day->now_ns)
        day_add_interval(day, start_ns, POSTURE_UNKNOWN, NULL, NULL);
    day_add_interval(day, end_ns, posture, NULL, NULL);
    of->source = SPAN_RECORDS;
    if (span->piece)
        span->piece(span->self, start_ns, end_ns, posture);
}

static void take_interval(void *context, const struct store_labelled_interval *row)
{
    struct span *span = context;

    for (int32_t i = 0; i < span->count; i++) {
        struct span_day *day = &span->days[i];

        if (row->end_wall_ns <= day->start_wall_ns || row->start_wall_ns >= day->end_wall_ns)
            continue;
        add_piece(span, day, row->start_wall_ns, row->end_wall_ns, row->interval.posture);
        day->is_unsynchronised |= row->label != STORE_LABEL_KERNEL;
    }
}

static void take_count(void *context, const struct store_labelled_count *row)
{
    static const enum day_count kinds[STORE_COUNT_KINDS] = {
        [STORE_COUNT_STEP] = DAY_STEPS,
        [STORE_COUNT_CALF_RAISE] = DAY_CALF_RAISES,
        [STORE_COUNT_SHIFT] = DAY_SHIFTS,
        [STORE_COUNT_LEG_MOVEMENT_NS] = DAY_LEG_MOVEMENT_NS,
    };
    struct span_day *day = day_at(context, row->wall_ns);

    if (day)
        day_add_count(&day->day, kinds[row->count.kind], row->wall_ns, row->count.amount);
}

static void take_prompt(void *context, const struct store_labelled_prompt *row)
{
    struct span_day *day = day_at(context, row->wall_ns);

    if (day && row->prompt.change == STORE_PROMPT_VERIFIED && row->prompt.is_reported)
        day->reported++;
}

static void take_reported(void *context, const struct store_labelled_reported *row)
{
    struct span_day *day = day_at(context, row->wall_ns);

    if (day)
        day->said[row->reported.kind]++;
}

static void take_stored(void *context, const struct store_day *stored)
{
    struct span *span = context;

    for (int32_t i = 0; i < span->count; i++) {
        struct span_day *day = &span->days[i];

        if (day->day.date != stored->date || day->source != SPAN_NOTHING)
            continue;
        span_figures(stored, &day->figures);
        day->source = SPAN_STORED;
    }
}

static void begin(struct span *span, const struct calendar *calendar, int first_date)
{
    int64_t start_s = calendar_start_s(calendar, first_date);

    for (int32_t i = 0; i < span->count; i++) {
        struct span_day *day = &span->days[i];

        day->source = SPAN_NOTHING;
        day->is_unsynchronised = false;
        day->reported = 0;
        memset(day->said, 0, sizeof(day->said));
        day->figures = (struct day_figures){.date = calendar_add_days(first_date, i)};
        day->start_wall_ns = start_s * NS_PER_S;
        start_s = calendar_next_start_s(calendar, start_s);
        day->end_wall_ns = start_s * NS_PER_S;
        day_init(&day->day, day->figures.date, day->start_wall_ns);
    }
}

int span_read(struct span *span, const struct store *store, const struct calendar *calendar,
              int first_date, int32_t count,
              void (*piece)(void *self, int64_t start_wall_ns, int64_t end_wall_ns,
                            enum posture posture),
              void *self, struct err *err)
{
    int64_t scratch_ns[DAY_BOUTS_MAX], from_ns, to_ns;
    int result;

    assert(count >= 1 && count <= SPAN_DAYS_MAX);
    span->count = count;
    span->piece = piece;
    span->self = self;
    begin(span, calendar, first_date);
    from_ns = span->days[0].start_wall_ns;
    to_ns = span->days[count - 1].end_wall_ns;
    result = store->read_counts(store->self, from_ns, to_ns, take_count, span, err);
    if (result == 0)
        result = store->read_intervals(store->self, from_ns, to_ns, take_interval, span, err);
    if (result == 0)
        result = store->read_prompts(store->self, from_ns, to_ns, take_prompt, span, err);
    if (result == 0)
        result = store->read_reported(store->self, from_ns, to_ns, take_reported, span, err);
    if (result == 0)
        result = store->read_days(store->self, first_date, span->days[count - 1].figures.date,
                                  take_stored, span, err);
    for (int32_t i = 0; i < count && result == 0; i++) {
        if (span->days[i].source == SPAN_RECORDS)
            figures_of_day(&span->days[i].day, scratch_ns, &span->days[i].figures);
    }
    return result;
}

#include "history/span.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "history/saved_state.h"

struct reading {
    const struct span_query *query;
    struct span_day *days;
};

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
static struct span_day *day_at(const struct reading *reading, int64_t wall_ns)
{
    for (int32_t i = 0; i < reading->query->count; i++) {
        struct span_day *day = &reading->days[i];

        if (wall_ns >= day->start_wall_ns && wall_ns < day->end_wall_ns)
            return day;
    }
    return NULL;
}

/*
 * Adds what lies within the day and after what has been added: labels of two boots that contradict
 * each other make no time count twice. What no record covers is unknown.
 */
static void add_piece(const struct reading *reading, struct span_day *of, int64_t start_ns,
                      int64_t end_ns, enum posture posture)
{
    const struct span_query *query = reading->query;
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
    if (query->piece)
        query->piece(query->self, start_ns, end_ns, posture);
}

static void add_posture(const struct reading *reading, int64_t start_ns, int64_t end_ns,
                        enum posture posture)
{
    for (int32_t i = 0; i < reading->query->count; i++)
        add_piece(reading, &reading->days[i], start_ns, end_ns, posture);
}

static void add_count(const struct reading *reading, enum day_count kind, int64_t wall_ns,
                      int64_t amount)
{
    struct span_day *day = day_at(reading, wall_ns);

    if (day)
        day_add_count(&day->day, kind, wall_ns, amount);
}

/* ---- what was kept ---- */

static void take_interval(void *context, const struct store_labelled_interval *row)
{
    const struct reading *reading = context;

    add_posture(reading, row->start_wall_ns, row->end_wall_ns, row->interval.posture);
    for (int32_t i = 0; i < reading->query->count; i++) {
        struct span_day *day = &reading->days[i];

        if (row->end_wall_ns > day->start_wall_ns && row->start_wall_ns < day->end_wall_ns)
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

    add_count(context, kinds[row->count.kind], row->wall_ns, row->count.amount);
}

static void take_prompt(void *context, const struct store_labelled_prompt *row)
{
    static const enum prompt_change changes[STORE_PROMPT_CHANGES] = {
        [STORE_PROMPT_RAISED] = PROMPT_RAISED,     [STORE_PROMPT_STARTED] = PROMPT_STARTED,
        [STORE_PROMPT_SNOOZED] = PROMPT_SNOOZED,   [STORE_PROMPT_SKIPPED] = PROMPT_SKIPPED,
        [STORE_PROMPT_IGNORED] = PROMPT_IGNORED,   [STORE_PROMPT_UNFINISHED] = PROMPT_UNFINISHED,
        [STORE_PROMPT_VERIFIED] = PROMPT_VERIFIED, [STORE_PROMPT_NATURAL] = PROMPT_NATURAL,
    };
    const struct reading *reading = context;
    struct span_day *day = day_at(reading, row->wall_ns);

    if (!day)
        return;
    day_add_prompt(&day->day, changes[row->prompt.change], row->wall_ns);
    day->figures.has_prompts = true;
    if (row->prompt.change == STORE_PROMPT_VERIFIED && row->prompt.is_reported)
        day->reported++;
    if (reading->query->prompt)
        reading->query->prompt(reading->query->self, row);
}

static void take_reported(void *context, const struct store_labelled_reported *row)
{
    struct span_day *day = day_at(context, row->wall_ns);

    if (day)
        day->said[row->reported.kind]++;
}

/* The figures of a day without records; of one with records, whether its kiosk knew of prompts. */
static void take_stored(void *context, const struct store_day *stored)
{
    const struct reading *reading = context;
    struct day_figures figures;

    span_figures(stored, &figures);
    for (int32_t i = 0; i < reading->query->count; i++) {
        struct span_day *day = &reading->days[i];

        if (day->day.date != stored->date)
            continue;
        if (day->source == SPAN_RECORDS) {
            day->figures.has_prompts |= figures.has_prompts;
        } else {
            day->figures = figures;
            day->source = SPAN_STORED;
        }
    }
}

/* ---- what is open ---- */

/* Takes what an ended kiosk decides at last, on its own clock. */
struct ending {
    const struct reading *reading;
    int64_t wall_offset_ns;
};

static void take_effect(void *self, const struct effect *effect)
{
    const struct ending *ending = self;
    int64_t end_wall_ns = effect->end_ns + ending->wall_offset_ns;

    if (effect->kind == EFFECT_INTERVAL)
        add_posture(ending->reading, effect->start_ns + ending->wall_offset_ns, end_wall_ns,
                    effect->posture);
    else if (effect->kind == EFFECT_COUNT)
        add_count(ending->reading, effect->count, end_wall_ns, effect->amount);
}

/*
 * What the kiosk had seen when it last wrote: its saved state, ended at that moment. Sitting is
 * decided when something moves, so without this the last hours at a quiet desk were missing. A
 * state of another version still has the posture that lasted, as far as it was decided.
 */
static int add_open_state(const struct reading *reading, const struct store *store, struct err *err)
{
    struct kiosk *kiosk = malloc(sizeof(*kiosk));
    struct ending ending = {.reading = reading};
    struct effects effects = {take_effect, &ending};
    struct store_resume resume = {.boot = {.label = STORE_LABEL_NONE}};
    int result;

    if (!kiosk)
        return err_set(err, ERR_MEMORY, "history: no memory for what is open");
    kiosk_init(kiosk, reading->query->open_setup, 0, 0);
    result = saved_state_load(store, kiosk, &resume, err);
    ending.wall_offset_ns = resume.boot.wall_offset_ns;
    if (result == -ERR_NOT_FOUND || resume.boot.label == STORE_LABEL_NONE) {
        result = 0;
    } else if (result == -ERR_UNSUPPORTED || result == -ERR_CORRUPT) {
        add_posture(reading, resume.current.start_mono_ns + resume.boot.wall_offset_ns,
                    resume.current.end_mono_ns + resume.boot.wall_offset_ns,
                    resume.current.posture);
        result = 0;
    } else if (result == 0) {
        kiosk_finish(kiosk,
                     resume.saved_mono_ns > kiosk->now_ns ? resume.saved_mono_ns : kiosk->now_ns,
                     &effects);
        for (int32_t i = 0; i < reading->query->count; i++)
            reading->days[i].has_open = true;
    }
    free(kiosk);
    return result;
}

/* ---- the whole of it ---- */

static void begin(const struct reading *reading)
{
    const struct span_query *query = reading->query;
    int64_t start_s = calendar_start_s(query->calendar, query->first_date);

    for (int32_t i = 0; i < query->count; i++) {
        struct span_day *day = &reading->days[i];

        day->source = SPAN_NOTHING;
        day->is_unsynchronised = false;
        day->has_open = false;
        day->reported = 0;
        memset(day->said, 0, sizeof(day->said));
        day->figures = (struct day_figures){.date = calendar_add_days(query->first_date, i)};
        day->start_wall_ns = start_s * NS_PER_S;
        start_s = calendar_next_start_s(query->calendar, start_s);
        day->end_wall_ns = start_s * NS_PER_S;
        day_init(&day->day, day->figures.date, day->start_wall_ns);
    }
}

static void add_figures(struct span_day *day)
{
    int64_t scratch_ns[DAY_BOUTS_MAX];
    bool has_prompts = day->figures.has_prompts;

    figures_of_day(&day->day, scratch_ns, &day->figures);
    day->figures.has_prompts = has_prompts;
}

int span_read(struct span_day *days, const struct store *store, const struct span_query *query,
              struct err *err)
{
    struct reading reading = {query, days};
    const struct span_day *last;
    int64_t from_ns, to_ns;
    int result;

    assert(query->count >= 1 && query->count <= SPAN_DAYS_MAX);
    begin(&reading);
    last = &days[query->count - 1];
    from_ns = days[0].start_wall_ns;
    to_ns = last->end_wall_ns;
    result = store->read_counts(store->self, from_ns, to_ns, take_count, &reading, err);
    if (result == 0)
        result = store->read_intervals(store->self, from_ns, to_ns, take_interval, &reading, err);
    if (result == 0)
        result = store->read_prompts(store->self, from_ns, to_ns, take_prompt, &reading, err);
    if (result == 0)
        result = store->read_reported(store->self, from_ns, to_ns, take_reported, &reading, err);
    if (result == 0 && query->open_setup)
        result = add_open_state(&reading, store, err);
    if (result == 0)
        result = store->read_days(store->self, query->first_date, last->figures.date, take_stored,
                                  &reading, err);
    for (int32_t i = 0; i < query->count && result == 0; i++) {
        if (days[i].source == SPAN_RECORDS)
            add_figures(&days[i]);
    }
    return result;
}

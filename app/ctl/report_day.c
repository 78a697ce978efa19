#include "ctl/report_day.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "history/saved_state.h"

static void add_to_slots(struct report_day *report, int64_t start_ns, int64_t end_ns,
                         enum posture posture)
{
    while (start_ns < end_ns) {
        int64_t slot = (start_ns - report->start_wall_ns) / REPORT_SLOT_NS;
        int64_t slot_end_ns = report->start_wall_ns + (slot + 1) * REPORT_SLOT_NS;
        int64_t piece_end_ns = time_earlier(end_ns, slot_end_ns);

        if (slot < REPORT_SLOTS_MAX)
            report->slot_ns[slot][posture] += piece_end_ns - start_ns;
        start_ns = piece_end_ns;
    }
}

/*
 * Adds what lies within the day and after what has been added: labels of two boots that contradict
 * each other make no time count twice. What no record covers is unknown.
 */
static void add_piece(struct report_day *report, int64_t start_ns, int64_t end_ns,
                      enum posture posture)
{
    struct day *day = &report->day;

    if (start_ns < day->now_ns)
        start_ns = day->now_ns;
    if (end_ns > report->end_wall_ns)
        end_ns = report->end_wall_ns;
    if (start_ns >= end_ns)
        return;
    if (start_ns > day->now_ns)
        day_add_interval(day, start_ns, POSTURE_UNKNOWN, NULL, NULL);
    day_add_interval(day, end_ns, posture, NULL, NULL);
    add_to_slots(report, start_ns, end_ns, posture);
    report->known_until_wall_ns = end_ns;
    report->source = REPORT_RECORDS;
}

static void take_interval(void *context, const struct store_labelled_interval *row)
{
    struct report_day *report = context;

    add_piece(report, row->start_wall_ns, row->end_wall_ns, row->interval.posture);
    if (row->label != STORE_LABEL_KERNEL)
        report->is_synchronised = false;
}

static void take_count(void *context, const struct store_labelled_count *row)
{
    static const enum day_count kinds[STORE_COUNT_KINDS] = {
        [STORE_COUNT_STEP] = DAY_STEPS,
        [STORE_COUNT_CALF_RAISE] = DAY_CALF_RAISES,
        [STORE_COUNT_SHIFT] = DAY_SHIFTS,
        [STORE_COUNT_LEG_MOVEMENT_NS] = DAY_LEG_MOVEMENT_NS,
    };
    struct report_day *report = context;

    day_add_count(&report->day, kinds[row->count.kind], row->wall_ns, row->count.amount);
}

static const enum prompt_change changes[STORE_PROMPT_CHANGES] = {
    [STORE_PROMPT_RAISED] = PROMPT_RAISED,     [STORE_PROMPT_STARTED] = PROMPT_STARTED,
    [STORE_PROMPT_SNOOZED] = PROMPT_SNOOZED,   [STORE_PROMPT_SKIPPED] = PROMPT_SKIPPED,
    [STORE_PROMPT_IGNORED] = PROMPT_IGNORED,   [STORE_PROMPT_UNFINISHED] = PROMPT_UNFINISHED,
    [STORE_PROMPT_VERIFIED] = PROMPT_VERIFIED, [STORE_PROMPT_NATURAL] = PROMPT_NATURAL,
};

static void take_prompt(void *context, const struct store_labelled_prompt *row)
{
    struct report_day *report = context;

    day_add_prompt(&report->day, changes[row->prompt.change], row->wall_ns);
    report_prompts_add(&report->prompts, row);
    report->figures.has_prompts = true;
}

static void take_said(void *context, const struct store_labelled_reported *row)
{
    struct report_day *report = context;

    report->said.count[row->reported.kind]++;
}

/* Takes what an ended kiosk decides at last, on its own clock. */
struct ending {
    struct report_day *report;
    int64_t wall_offset_ns;
};

static void take_effect(void *self, const struct effect *effect)
{
    struct ending *ending = self;
    int64_t start_wall_ns = effect->start_ns + ending->wall_offset_ns;
    int64_t end_wall_ns = effect->end_ns + ending->wall_offset_ns;

    if (effect->kind == EFFECT_INTERVAL)
        add_piece(ending->report, start_wall_ns, end_wall_ns, effect->posture);
    else if (effect->kind == EFFECT_COUNT && end_wall_ns >= ending->report->start_wall_ns &&
             end_wall_ns < ending->report->end_wall_ns)
        day_add_count(&ending->report->day, effect->count, end_wall_ns, effect->amount);
}

/*
 * What the kiosk had seen when it last wrote: its saved state, ended at that moment. Sitting is
 * decided when something moves, so without this the last hours at a quiet desk were missing. A
 * state of another version still has the posture that lasted, as far as it was decided.
 */
static int add_open_state(const struct store *store, const struct kiosk_setup *setup,
                          struct report_day *report, struct err *err)
{
    struct kiosk *kiosk = malloc(sizeof(*kiosk));
    struct ending ending = {.report = report};
    struct effects effects = {take_effect, &ending};
    struct store_resume resume = {.boot = {.label = STORE_LABEL_NONE}};
    int result;

    if (!kiosk)
        return err_set(err, ERR_MEMORY, "no memory for the report");
    kiosk_init(kiosk, setup, 0, 0);
    result = saved_state_load(store, kiosk, &resume, err);
    ending.wall_offset_ns = resume.boot.wall_offset_ns;
    if (result == -ERR_NOT_FOUND || resume.boot.label == STORE_LABEL_NONE) {
        result = 0;
    } else if (result == -ERR_UNSUPPORTED || result == -ERR_CORRUPT) {
        add_piece(report, resume.current.start_mono_ns + resume.boot.wall_offset_ns,
                  resume.current.end_mono_ns + resume.boot.wall_offset_ns, resume.current.posture);
        result = 0;
    } else if (result == 0) {
        kiosk_finish(kiosk,
                     resume.saved_mono_ns > kiosk->now_ns ? resume.saved_mono_ns : kiosk->now_ns,
                     &effects);
        /* Written by a kiosk that prompts: of this day it may have had nothing to tell. */
        report->figures.has_prompts |= !report->is_over;
    }
    free(kiosk);
    return result;
}

/* ---- figures that were stored ---- */

/* A name that this version does not know is left out. */
static void set_figure(struct day_figures *figures, const struct store_figure *stored)
{
    for (int i = 0; i < FIGURES_COUNT; i++)
        if (strcmp(figures_name(i), stored->name) == 0)
            figures_set(figures, i, stored->is_null ? NAN : stored->value);
}

static void take_stored_day(void *context, const struct store_day *day)
{
    struct report_day *report = context;

    for (size_t i = 0; i < day->figures_len; i++)
        set_figure(&report->figures, &day->figures[i]);
    report->source = REPORT_STORED;
}

/* Did the kiosk that closed the day know of prompts? */
static void find_prompts(void *context, const struct store_day *day)
{
    struct report_day *report = context;

    for (size_t i = 0; i < day->figures_len; i++) {
        if (strcmp(day->figures[i].name, "prompts_raised") == 0 && !day->figures[i].is_null)
            report->figures.has_prompts = true;
    }
}

static void add_figures(struct report_day *report)
{
    int64_t scratch_ns[DAY_BOUTS_MAX];
    bool has_prompts = report->figures.has_prompts;

    figures_of_day(&report->day, scratch_ns, &report->figures);
    report->figures.has_prompts = has_prompts;
}

static int read_day(const struct store *store, const struct kiosk_setup *setup,
                    struct report_day *report, struct err *err)
{
    int64_t from_ns = report->start_wall_ns, to_ns = report->end_wall_ns;
    int date = report->figures.date;
    int result;

    result = store->read_counts(store->self, from_ns, to_ns, take_count, report, err);
    if (result == 0)
        result = store->read_intervals(store->self, from_ns, to_ns, take_interval, report, err);
    if (result == 0)
        result = store->read_prompts(store->self, from_ns, to_ns, take_prompt, report, err);
    if (result == 0)
        result = store->read_reported(store->self, from_ns, to_ns, take_said, report, err);
    if (result == 0)
        result = add_open_state(store, setup, report, err);
    if (result < 0)
        return result;
    if (report->source == REPORT_RECORDS) {
        result = store->read_days(store->self, date, date, find_prompts, report, err);
        add_figures(report);
        return result;
    }
    return store->read_days(store->self, date, date, take_stored_day, report, err);
}

int report_day_read(const struct store *store, const struct calendar *calendar,
                    const struct kiosk_setup *setup, int date, int64_t now_wall_ns,
                    struct report_day *report, struct err *err)
{
    int64_t start_s = calendar_start_s(calendar, date);
    int result;

    memset(report, 0, sizeof(*report));
    report->start_wall_ns = start_s * NS_PER_S;
    report->end_wall_ns = calendar_next_start_s(calendar, start_s) * NS_PER_S;
    report->is_over = now_wall_ns >= report->end_wall_ns;
    report->is_synchronised = true;
    report->figures.date = date;
    day_init(&report->day, date, report->start_wall_ns);
    /* The kiosk goes on: a bout that it closes between two reads would be in neither. */
    result = store->hold_view(store->self, err);
    if (result < 0)
        return result;
    result = read_day(store, setup, report, err);
    store->release_view(store->self);
    return result;
}

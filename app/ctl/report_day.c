#include "ctl/report_day.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    const struct span *span;
    struct report_day *reports;
};

/* Whose day the moment lies in; NULL beside them. */
static struct report_day *report_at(const struct reading *reading, int64_t wall_ns)
{
    for (int32_t i = 0; i < reading->span->count; i++) {
        const struct span_day *day = &reading->span->days[i];

        if (wall_ns >= day->start_wall_ns && wall_ns < day->end_wall_ns)
            return &reading->reports[i];
    }
    return NULL;
}

/* In order, and each within one day: a day's last piece says how far its records go. */
static void take_piece(void *self, int64_t start_ns, int64_t end_ns, enum posture posture)
{
    const struct reading *reading = self;
    struct report_day *report = report_at(reading, start_ns);
    int64_t day_ns = reading->span->days[report - reading->reports].start_wall_ns;

    report->known_until_wall_ns = end_ns;
    while (start_ns < end_ns) {
        int64_t slot = (start_ns - day_ns) / REPORT_SLOT_NS;
        int64_t slot_end_ns = day_ns + (slot + 1) * REPORT_SLOT_NS;
        int64_t piece_end_ns = time_earlier(end_ns, slot_end_ns);

        if (slot < REPORT_SLOTS_MAX)
            report->slot_ns[slot][posture] += piece_end_ns - start_ns;
        start_ns = piece_end_ns;
    }
}

static void take_prompt(void *self, const struct store_labelled_prompt *row)
{
    struct report_day *report = report_at(self, row->wall_ns);

    if (report)
        report_prompts_add(&report->prompts, row);
}

static void finish(struct report_day *report, const struct span_day *day, int64_t now_wall_ns)
{
    struct span_day *kept = &report->kept;

    *kept = *day;
    report->is_over = now_wall_ns >= kept->end_wall_ns;
    /* Written by a kiosk that prompts: of this day it may have had nothing to tell. */
    if (kept->has_open && !report->is_over && kept->source != SPAN_STORED)
        kept->figures.has_prompts = true;
}

int report_days_read(const struct store *store, const struct calendar *calendar,
                     const struct kiosk_setup *setup, int first_date, int32_t count,
                     int64_t now_wall_ns, struct report_day *reports, struct err *err)
{
    struct span *span = calloc(1, sizeof(*span));
    struct reading reading = {span, reports};
    const struct span_query query = {
        .calendar = calendar,
        .first_date = first_date,
        .count = count,
        .open_setup = setup,
        .piece = take_piece,
        .prompt = take_prompt,
        .self = &reading,
    };
    int result;

    if (!span)
        return err_set(err, ERR_MEMORY, "history: no memory for the days");
    span->count = count;
    memset(reports, 0, (size_t)count * sizeof(*reports));
    /* The kiosk goes on: a bout that it closes between two reads would be in neither. */
    result = store->hold_view(store->self, err);
    if (result == 0) {
        result = span_read(span->days, store, &query, err);
        store->release_view(store->self);
    }
    for (int32_t i = 0; result == 0 && i < count; i++)
        finish(&reports[i], &span->days[i], now_wall_ns);
    free(span);
    return result;
}

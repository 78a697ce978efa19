#include "ctl/report_day.h"

#include <string.h>

/* In order: the last piece says how far the records go. */
static void take_piece(void *self, int64_t start_ns, int64_t end_ns, enum posture posture)
{
    struct report_day *report = self;

    report->known_until_wall_ns = end_ns;
    while (start_ns < end_ns) {
        int64_t slot = (start_ns - report->kept.start_wall_ns) / REPORT_SLOT_NS;
        int64_t slot_end_ns = report->kept.start_wall_ns + (slot + 1) * REPORT_SLOT_NS;
        int64_t piece_end_ns = time_earlier(end_ns, slot_end_ns);

        if (slot < REPORT_SLOTS_MAX)
            report->slot_ns[slot][posture] += piece_end_ns - start_ns;
        start_ns = piece_end_ns;
    }
}

static void take_prompt(void *self, const struct store_labelled_prompt *row)
{
    struct report_day *report = self;

    report_prompts_add(&report->prompts, row);
}

int report_day_read(const struct store *store, const struct calendar *calendar,
                    const struct kiosk_setup *setup, int date, int64_t now_wall_ns,
                    struct report_day *report, struct err *err)
{
    const struct span_query query = {
        .calendar = calendar,
        .first_date = date,
        .count = 1,
        .open_setup = setup,
        .piece = take_piece,
        .prompt = take_prompt,
        .self = report,
    };
    struct span_day *kept = &report->kept;
    int result;

    memset(report, 0, sizeof(*report));
    /* The kiosk goes on: a bout that it closes between two reads would be in neither. */
    result = store->hold_view(store->self, err);
    if (result < 0)
        return result;
    result = span_read(kept, store, &query, err);
    store->release_view(store->self);
    report->is_over = now_wall_ns >= kept->end_wall_ns;
    /* Written by a kiosk that prompts: of this day it may have had nothing to tell. */
    if (kept->has_open && !report->is_over && kept->source != SPAN_STORED)
        kept->figures.has_prompts = true;
    return result;
}

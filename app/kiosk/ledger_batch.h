/*
 * ledger_batch.h - what waits to be written: a bounded batch that owns its records.
 *
 * Of each kind at most as many as ledger.h says; one more pushes out the oldest, and is counted.
 * The open state is one: a newer one takes its place. Memory is taken at start-up, and touched only
 * as far as it fills.
 *
 * One thread at a time. Nothing here blocks or fails but ledger_batch_new.
 */
#ifndef SH_KIOSK_LEDGER_BATCH_H
#define SH_KIOSK_LEDGER_BATCH_H

#include "kiosk/ledger.h"

struct ledger_batch {
    struct store_boot boots[LEDGER_BOOTS_MAX];
    size_t boots_len;
    struct store_day days[LEDGER_DAYS_MAX];
    size_t days_len;
    struct store_open open;
    bool has_open;
    size_t intervals_len;
    size_t counts_len;
    size_t counts_open_from; /* counts from here on may still grow */
    size_t prompts_len;
    size_t reported_len;
    size_t settings_len;
    enum store_erase erases; /* before all that is in it */
    int64_t dropped;
    struct store_interval intervals[LEDGER_INTERVALS_MAX];
    struct store_count counts[LEDGER_COUNTS_MAX];
    struct store_prompt prompts[LEDGER_PROMPTS_MAX];
    struct store_reported reported[LEDGER_REPORTED_MAX];
    struct store_setting settings[LEDGER_SETTINGS_MAX];
    struct store_field fields[LEDGER_FIELDS_MAX];
};

/* NULL without memory. */
struct ledger_batch *ledger_batch_new(void);
void ledger_batch_free(struct ledger_batch *batch);

/* Empties it; `dropped` starts again. */
void ledger_batch_clear(struct ledger_batch *batch);
bool ledger_batch_is_empty(const struct ledger_batch *batch);

void ledger_batch_add_boot(struct ledger_batch *batch, const struct store_boot *boot);
void ledger_batch_add_interval(struct ledger_batch *batch, const struct store_interval *interval);
void ledger_batch_add_count(struct ledger_batch *batch, const struct store_count *count);
void ledger_batch_add_prompt(struct ledger_batch *batch, const struct store_prompt *prompt);
void ledger_batch_add_reported(struct ledger_batch *batch, const struct store_reported *reported);

/* In the place of an earlier one of that name. */
void ledger_batch_add_setting(struct ledger_batch *batch, const struct store_setting *setting);

/* Forgets what it holds, but labels, and settings unless they go as well: that is never written. */
void ledger_batch_erase(struct ledger_batch *batch, enum store_erase erases);
void ledger_batch_add_day(struct ledger_batch *batch, const struct store_day *day);

/* Adds all of `newer` behind what `batch` holds, and empties `newer`. */
void ledger_batch_append(struct ledger_batch *batch, struct ledger_batch *newer);

/* The batch as the store takes it; valid while the batch is not changed. */
struct store_batch ledger_batch_view(const struct ledger_batch *batch);

#endif

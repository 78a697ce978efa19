#include "kiosk/ledger_batch.h"

#include <stdlib.h>
#include <string.h>

struct ledger_batch *ledger_batch_new(void)
{
    struct ledger_batch *batch = calloc(1, sizeof(*batch));

    if (batch)
        batch->open.fields = batch->fields;
    return batch;
}

void ledger_batch_free(struct ledger_batch *batch)
{
    free(batch);
}

void ledger_batch_clear(struct ledger_batch *batch)
{
    batch->boots_len = 0;
    batch->days_len = 0;
    batch->has_open = false;
    batch->open.fields_len = 0;
    batch->intervals_len = 0;
    batch->counts_len = 0;
    batch->counts_open_from = 0;
    batch->prompts_len = 0;
    batch->reported_len = 0;
    batch->settings_len = 0;
    batch->erases = STORE_ERASE_NOTHING;
    batch->dropped = 0;
}

bool ledger_batch_is_empty(const struct ledger_batch *batch)
{
    return !batch->boots_len && !batch->days_len && !batch->has_open && !batch->intervals_len &&
           !batch->counts_len && !batch->prompts_len && !batch->reported_len &&
           !batch->settings_len && batch->erases == STORE_ERASE_NOTHING;
}

/*
 * Makes room for one more record in an array that holds `*len` of `max`. The oldest eighth goes at
 * once, so that a disk that stays full does not cost a move of the whole array for each record.
 */
static void drop_oldest(void *records, size_t size, size_t *len, size_t max, int64_t *dropped)
{
    size_t drop = max / 8 ? max / 8 : 1;

    if (*len < max)
        return;
    *len -= drop;
    memmove(records, (char *)records + drop * size, *len * size);
    *dropped += (int64_t)drop;
}

void ledger_batch_add_boot(struct ledger_batch *batch, const struct store_boot *boot)
{
    for (size_t i = 0; i < batch->boots_len; i++) {
        if (strcmp(batch->boots[i].boot_id, boot->boot_id) == 0) {
            batch->boots[i] = *boot;
            return;
        }
    }
    drop_oldest(batch->boots, sizeof(batch->boots[0]), &batch->boots_len, LEDGER_BOOTS_MAX,
                &batch->dropped);
    batch->boots[batch->boots_len++] = *boot;
}

void ledger_batch_add_interval(struct ledger_batch *batch, const struct store_interval *interval)
{
    drop_oldest(batch->intervals, sizeof(batch->intervals[0]), &batch->intervals_len,
                LEDGER_INTERVALS_MAX, &batch->dropped);
    batch->intervals[batch->intervals_len++] = *interval;
}

static int64_t minute_of(int64_t mono_ns)
{
    return mono_ns / NS_PER_MIN - (mono_ns % NS_PER_MIN < 0);
}

static bool is_same_minute(const struct store_count *a, const struct store_count *b)
{
    return a->kind == b->kind && minute_of(a->mono_ns) == minute_of(b->mono_ns) &&
           strcmp(a->boot_id, b->boot_id) == 0;
}

static void push_count(struct ledger_batch *batch, const struct store_count *count)
{
    size_t len_before = batch->counts_len;

    drop_oldest(batch->counts, sizeof(batch->counts[0]), &batch->counts_len, LEDGER_COUNTS_MAX,
                &batch->dropped);
    if (batch->counts_len < len_before) {
        size_t gone = len_before - batch->counts_len;

        batch->counts_open_from =
            batch->counts_open_from > gone ? batch->counts_open_from - gone : 0;
    }
    batch->counts[batch->counts_len++] = *count;
}

void ledger_batch_add_count(struct ledger_batch *batch, const struct store_count *count)
{
    for (size_t i = batch->counts_len; i > batch->counts_open_from; i--) {
        struct store_count *older = &batch->counts[i - 1];

        if (is_same_minute(older, count)) {
            older->amount += count->amount;
            if (count->mono_ns < older->mono_ns)
                older->mono_ns = count->mono_ns;
            return;
        }
    }
    push_count(batch, count);
}

void ledger_batch_add_prompt(struct ledger_batch *batch, const struct store_prompt *prompt)
{
    drop_oldest(batch->prompts, sizeof(batch->prompts[0]), &batch->prompts_len, LEDGER_PROMPTS_MAX,
                &batch->dropped);
    batch->prompts[batch->prompts_len++] = *prompt;
}

void ledger_batch_add_reported(struct ledger_batch *batch, const struct store_reported *reported)
{
    drop_oldest(batch->reported, sizeof(batch->reported[0]), &batch->reported_len,
                LEDGER_REPORTED_MAX, &batch->dropped);
    batch->reported[batch->reported_len++] = *reported;
}

void ledger_batch_add_setting(struct ledger_batch *batch, const struct store_setting *setting)
{
    for (size_t i = 0; i < batch->settings_len; i++) {
        if (strcmp(batch->settings[i].name, setting->name) == 0) {
            batch->settings[i] = *setting;
            return;
        }
    }
    drop_oldest(batch->settings, sizeof(batch->settings[0]), &batch->settings_len,
                LEDGER_SETTINGS_MAX, &batch->dropped);
    batch->settings[batch->settings_len++] = *setting;
}

void ledger_batch_erase(struct ledger_batch *batch, enum store_erase erases)
{
    batch->intervals_len = 0;
    batch->counts_len = 0;
    batch->counts_open_from = 0;
    batch->prompts_len = 0;
    batch->reported_len = 0;
    batch->days_len = 0;
    batch->has_open = false;
    if (erases == STORE_ERASE_ALL)
        batch->settings_len = 0;
    if (erases > batch->erases)
        batch->erases = erases;
}

void ledger_batch_add_day(struct ledger_batch *batch, const struct store_day *day)
{
    drop_oldest(batch->days, sizeof(batch->days[0]), &batch->days_len, LEDGER_DAYS_MAX,
                &batch->dropped);
    batch->days[batch->days_len++] = *day;
    batch->counts_open_from = batch->counts_len;
}

static void take_open(struct ledger_batch *batch, const struct ledger_batch *newer)
{
    batch->has_open = true;
    batch->open = newer->open;
    batch->open.fields = batch->fields;
    memcpy(batch->fields, newer->fields, newer->open.fields_len * sizeof(newer->fields[0]));
}

void ledger_batch_append(struct ledger_batch *batch, struct ledger_batch *newer)
{
    if (newer->erases != STORE_ERASE_NOTHING)
        ledger_batch_erase(batch, newer->erases);
    for (size_t i = 0; i < newer->boots_len; i++)
        ledger_batch_add_boot(batch, &newer->boots[i]);
    for (size_t i = 0; i < newer->intervals_len; i++)
        ledger_batch_add_interval(batch, &newer->intervals[i]);
    for (size_t i = 0; i < newer->counts_len; i++)
        push_count(batch, &newer->counts[i]);
    for (size_t i = 0; i < newer->prompts_len; i++)
        ledger_batch_add_prompt(batch, &newer->prompts[i]);
    for (size_t i = 0; i < newer->reported_len; i++)
        ledger_batch_add_reported(batch, &newer->reported[i]);
    for (size_t i = 0; i < newer->settings_len; i++)
        ledger_batch_add_setting(batch, &newer->settings[i]);
    for (size_t i = 0; i < newer->days_len; i++)
        ledger_batch_add_day(batch, &newer->days[i]);
    if (newer->has_open)
        take_open(batch, newer);
    batch->dropped += newer->dropped;
    ledger_batch_clear(newer);
}

struct store_batch ledger_batch_view(const struct ledger_batch *batch)
{
    return (struct store_batch){
        .boots = batch->boots,
        .boots_len = batch->boots_len,
        .intervals = batch->intervals,
        .intervals_len = batch->intervals_len,
        .counts = batch->counts,
        .counts_len = batch->counts_len,
        .prompts = batch->prompts,
        .prompts_len = batch->prompts_len,
        .erases = batch->erases,
        .reported = batch->reported,
        .reported_len = batch->reported_len,
        .settings = batch->settings,
        .settings_len = batch->settings_len,
        .days = batch->days,
        .days_len = batch->days_len,
        .open = batch->has_open ? &batch->open : NULL,
    };
}

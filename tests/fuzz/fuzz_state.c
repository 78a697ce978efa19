/*
 * A saved state in which numbers have changed: it is refused, or the kiosk carries on with it for a
 * day and can be saved again.
 *
 * Ten bytes are a change: which row of the table (of two bytes), and its new value.
 */
#include <string.h>

#include "core/state_table.h"
#include "core/storm.h"
#include "fuzz/fuzz.h"

#define CHANGE_BYTES 10

/* In the middle of a day, with a prompt on the screen. */
static void make_state(struct kiosk *kiosk, struct state_table *table)
{
    struct play play = {.has_picture = true, .has_suggestions = true, .ticks = TICKS_AT_DEADLINES};
    struct script script;
    struct record record;

    script_begin(&script, "8:00:00");
    at(&script, "9:00:00");
    sit(&script);
    mat_on(&script);
    at(&script, "9:30:00");
    raises(&script, 6, 1000, 1000);
    at(&script, "10:01:30");
    script_play_open(&script, &play, &record, kiosk);
    kiosk_state_save(kiosk, state_table_put, table);
    record_free(&record);
    script_free(&script);
}

static void carry_on(struct kiosk *kiosk)
{
    struct record record = {0};
    struct effects effects = record_effects(&record);
    struct kiosk_event event = {.kind = KIOSK_EDGE};
    int64_t start_ns = kiosk->now_ns;
    struct state_table table = {0};

    /* So that no moment of these lies beyond all time. */
    if (start_ns < 0 || start_ns > INT64_MAX / 2)
        start_ns = 0;
    for (int i = 0; i < 200; i++) {
        event.mono_ns = start_ns + i * 73 * NS_PER_S;
        event.line = (enum line)(i % LINE_COUNT);
        event.closed = (i / LINE_COUNT) % 2;
        /* Time before its own is the one thing it may refuse. */
        must(kiosk_step(kiosk, &event, &effects) == 0 || event.mono_ns < kiosk->now_ns);
        (void)kiosk_next_deadline(kiosk);
    }
    kiosk_state_save(kiosk, state_table_put, &table);
    state_table_free(&table);
    record_free(&record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kiosk kiosk;
    struct state_table table = {0};
    struct kiosk_setup setup = play_setup(&(struct play){.has_picture = true});
    int result;

    make_state(&kiosk, &table);
    for (size_t at = 0; at + CHANGE_BYTES <= size; at += CHANGE_BYTES)
        memcpy(&table.rows[(data[at] | (size_t)data[at + 1] << 8) % table.count].value,
               data + at + 2, sizeof(int64_t));
    kiosk_init(&kiosk, &setup, 0, SCRIPT_DATE);
    result = kiosk_state_load(&kiosk, state_table_get, &table);
    must(result == 0 || result == -ERR_CORRUPT);
    state_table_free(&table);
    if (result == 0)
        carry_on(&kiosk);
    return 0;
}

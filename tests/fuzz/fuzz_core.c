/*
 * Edges, faults, touches, days and times in which nothing ran, in any order and at any pace, into
 * the whole core: every day adds up, and neither ticks nor a save and a load change anything.
 *
 * Four bytes are an event: what, on which line or with which touch, and how long after the last
 * one.
 */
#include "core/adds_up.h"
#include "fuzz/fuzz.h"

#define EVENT_BYTES 4
#define EVENTS_MAX  2000
#define DAYS_MAX    27

enum what { EDGES = 8, FAULT, OK, TOUCHES, GAP = 14, DAY, WHATS };

/* From the same moment to nearly five hours. */
static int64_t pause_ns(const uint8_t *bytes)
{
    return bytes[2] == 0 ? 0 : ((int64_t)bytes[2] << (bytes[3] % 27)) * 1000;
}

static void add(struct script *script, const uint8_t *bytes, int *days)
{
    enum line line = (enum line)(bytes[1] % LINE_COUNT);
    int what = bytes[0] % WHATS;

    if (what < EDGES) {
        edge(script, line, !script->closed[line]);
    } else if (what == FAULT) {
        line_fault(script, line);
    } else if (what == OK) {
        line_ok(script, line);
    } else if (what < GAP) {
        touch(script, (enum touch)(bytes[1] % TOUCH_COUNT));
    } else if (what == GAP) {
        stopped(script);
        wait_ns(script, pause_ns(bytes));
        restarted(script);
    } else if (*days < DAYS_MAX) {
        day_start(script, SCRIPT_DATE + ++*days);
    }
}

static void check_same_with(const struct script *script, struct play play,
                            const struct record *plain, const char *what)
{
    struct record other;

    script_play(script, &play, &other);
    check_same(0, plain, &other, what);
    record_free(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct script script;
    struct record record;
    struct play play = {0};
    int days = 0;

    if (size < 2)
        return 0;
    play = (struct play){
        .no_mat = data[0] & 1,
        .steps_per_closure = data[0] & 2 ? 1 : 2,
        .has_picture = data[0] & 4,
        .has_suggestions = data[0] & 8,
        .interval_s = data[0] & 16 ? 300 : 0,
        .duration_s = data[0] & 16 ? 20 : 0,
        .raises = data[0] & 32 ? 15 : 0,
        .seed = data[1],
    };
    script_begin(&script, "8:00:00");
    for (size_t at = 2; at + EVENT_BYTES <= size && at < EVENT_BYTES * EVENTS_MAX;
         at += EVENT_BYTES) {
        add(&script, data + at, &days);
        /* A calendar's worth of time, no more: the figures are of days. */
        if (script.now_ns < (DAYS_MAX + 1) * (24 * NS_PER_HOUR))
            wait_ns(&script, pause_ns(data + at));
    }
    wait_ns(&script, NS_PER_S);
    script_play(&script, &play, &record);
    check_adds_up(0, &script, &record);
    if (record.lost == 0) {
        play.ticks = TICKS_AT_DEADLINES;
        check_same_with(&script, play, &record, "ticks change nothing");
        play.ticks = TICKS_NONE;
        play.saves = 3;
        check_same_with(&script, play, &record, "a save and a load change nothing");
    }
    record_free(&record);
    script_free(&script);
    return 0;
}

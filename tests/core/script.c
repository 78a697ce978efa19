#include "core/script.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *grow(void *items, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return items;
    *room = *room ? 2 * *room : 64;
    items = reallocarray(items, *room, size);
    if (!items)
        abort();
    return items;
}

/* ---------------------------------------------------------------------------------- randomness */

struct rng rng_new(uint64_t seed)
{
    return (struct rng){seed * UINT64_C(0x9e3779b97f4a7c15) + 1};
}

/* xorshift64*: Vigna 2016, ACM TOMS 42:30. */
uint64_t rng_below(struct rng *rng, uint64_t limit)
{
    rng->state ^= rng->state >> 12;
    rng->state ^= rng->state << 25;
    rng->state ^= rng->state >> 27;
    return (rng->state * UINT64_C(0x2545f4914f6cdd1d) >> 11) % limit;
}

int64_t rng_between(struct rng *rng, int64_t first, int64_t last)
{
    return first + (int64_t)rng_below(rng, (uint64_t)(last - first + 1));
}

/* ------------------------------------------------------------------------------------- writing */

int64_t time_ns(const char *time)
{
    int hours;
    int minutes;
    int used = 0;
    char *end = NULL;
    double seconds;

    if (sscanf(time, "%d:%d:%n", &hours, &minutes, &used) != 2 || used == 0)
        abort();
    seconds = strtod(time + used, &end);
    if (*end != '\0')
        abort();
    return hours * NS_PER_HOUR + minutes * NS_PER_MIN + (int64_t)(seconds * 1e9 + 0.5);
}

void script_begin(struct script *script, const char *start)
{
    *script = (struct script){.start_ns = time_ns(start), .now_ns = time_ns(start)};
}

void script_free(struct script *script)
{
    free(script->events);
    *script = (struct script){0};
}

void at(struct script *script, const char *time)
{
    assert(time_ns(time) >= script->now_ns);
    script->now_ns = time_ns(time);
}

void wait_ns(struct script *script, int64_t ns)
{
    script->now_ns += ns;
}

void wait_ms(struct script *script, int64_t ms)
{
    script->now_ns += ms * NS_PER_MS;
}

void wait_s(struct script *script, int64_t s)
{
    script->now_ns += s * NS_PER_S;
}

void add_event(struct script *script, struct kiosk_event event)
{
    script->events = grow(script->events, &script->room, script->count, sizeof(script->events[0]));
    event.mono_ns = script->now_ns;
    script->events[script->count++] = event;
}

void edge(struct script *script, enum line line, bool closed)
{
    script->closed[line] = closed;
    add_event(script, (struct kiosk_event){.kind = KIOSK_EDGE, .line = line, .closed = closed});
}

void sit(struct script *script)
{
    edge(script, LINE_CHAIR, true);
}

void stand(struct script *script)
{
    edge(script, LINE_CHAIR, false);
}

void mat_on(struct script *script)
{
    edge(script, LINE_MAT, true);
}

void mat_off(struct script *script)
{
    edge(script, LINE_MAT, false);
}

void touch(struct script *script, enum touch touch)
{
    add_event(script, (struct kiosk_event){.kind = KIOSK_TOUCH, .touch = touch});
}

void line_fault(struct script *script, enum line line)
{
    add_event(script, (struct kiosk_event){.kind = KIOSK_LINE_FAULT, .line = line});
}

void line_ok(struct script *script, enum line line)
{
    add_event(script, (struct kiosk_event){.kind = KIOSK_LINE_OK, .line = line});
}

void day_start(struct script *script, int date)
{
    add_event(script, (struct kiosk_event){.kind = KIOSK_DAY_START, .date = date});
}

void quiet_hours(struct script *script, bool is_on)
{
    add_event(script, (struct kiosk_event){.kind = KIOSK_QUIET_HOURS, .is_on = is_on});
}

void baseline(struct script *script, bool is_on)
{
    add_event(script, (struct kiosk_event){.kind = KIOSK_BASELINE, .is_on = is_on});
}

void stopped(struct script *script)
{
    add_event(script, (struct kiosk_event){.kind = KIOSK_STOPPED});
}

void restarted(struct script *script)
{
    add_event(script, (struct kiosk_event){.kind = KIOSK_RESTARTED});
}

void shift(struct script *script, int64_t open_ms)
{
    stand(script);
    wait_ms(script, open_ms);
    sit(script);
}

void footfalls(struct script *script, int count, int64_t period_ms)
{
    for (int i = 0; i < count; i++) {
        mat_on(script);
        wait_ms(script, period_ms / 2);
        mat_off(script);
        wait_ms(script, period_ms - period_ms / 2);
    }
}

void raises(struct script *script, int count, int64_t open_ms, int64_t closed_ms)
{
    for (int i = 0; i < count; i++) {
        mat_off(script);
        wait_ms(script, open_ms);
        mat_on(script);
        wait_ms(script, closed_ms);
    }
}

void raises_at(struct script *script, const int *periods_ms, int count)
{
    mat_off(script);
    wait_ms(script, 500);
    mat_on(script);
    for (int i = 0; i < count; i++) {
        wait_ms(script, periods_ms[i] - 500);
        mat_off(script);
        wait_ms(script, 500);
        mat_on(script);
    }
}

void tap(struct script *script, int closings, int64_t period_ms)
{
    for (int i = 0; i < closings; i++) {
        mat_off(script);
        wait_ms(script, 100);
        mat_on(script);
        wait_ms(script, period_ms - 100);
    }
}

void chatter(struct script *script, enum line line, int count, int64_t period_ms)
{
    for (int i = 0; i < count; i++) {
        edge(script, line, !script->closed[line]);
        wait_ms(script, period_ms);
    }
}

/* How long the line's edge at `index` may bounce and still hold for 30 ms before the next one. */
static int64_t bounce_room_ns(const struct script *script, size_t index)
{
    const struct kiosk_event *event = &script->events[index];

    for (size_t i = index + 1; i < script->count; i++) {
        if (script->events[i].kind != KIOSK_EDGE || script->events[i].line != event->line)
            continue;
        return script->events[i].mono_ns - event->mono_ns - DEBOUNCE_HOLD_NS;
    }
    return script->now_ns - event->mono_ns - DEBOUNCE_HOLD_NS;
}

static int compare_times(const void *a, const void *b)
{
    const struct kiosk_event *x = a;
    const struct kiosk_event *y = b;

    return (x->mono_ns > y->mono_ns) - (x->mono_ns < y->mono_ns);
}

void script_bounce(struct script *to, const struct script *from, uint64_t seed)
{
    struct rng rng = rng_new(seed);
    bool closed[LINE_COUNT] = {[LINE_PLUG] = true};
    size_t total;

    *to = (struct script){.start_ns = from->start_ns};
    for (size_t i = 0; i < from->count; i++) {
        struct kiosk_event event = from->events[i];
        int64_t room_ns = bounce_room_ns(from, i);

        to->now_ns = event.mono_ns;
        add_event(to, event);
        if (event.kind != KIOSK_EDGE || closed[event.line] == event.closed)
            continue;
        closed[event.line] = event.closed;
        if (room_ns > 28 * NS_PER_MS)
            room_ns = 28 * NS_PER_MS;
        for (uint64_t pairs = rng_below(&rng, 4); pairs > 0 && room_ns > 16; pairs--) {
            for (int half = 0; half < 2; half++) {
                int64_t step_ns = rng_between(&rng, 1, room_ns / 8);

                room_ns -= step_ns;
                to->now_ns += step_ns;
                edge(to, event.line, half == 0 ? !event.closed : event.closed);
            }
        }
    }
    total = to->count;
    to->now_ns = from->now_ns;
    /* Edges of different lines bounce into each other; no two share a place in time but pairs. */
    for (size_t i = 1; i < total; i++) {
        for (size_t j = i; j > 0 && compare_times(&to->events[j - 1], &to->events[j]) > 0; j--) {
            struct kiosk_event swapped = to->events[j];

            to->events[j] = to->events[j - 1];
            to->events[j - 1] = swapped;
        }
    }
}

#include "ui/timeline.h"

#include <string.h>

void timeline_clear(struct timeline *timeline)
{
    timeline->count = 0;
    timeline->seen_count = 0;
}

void timeline_see(struct timeline *timeline, enum posture posture, int64_t since_ns)
{
    struct timeline_seen *seen = timeline->seen;

    while (timeline->seen_count > 0 && seen[timeline->seen_count - 1].since_ns >= since_ns)
        timeline->seen_count--;
    if (timeline->seen_count > 0 && seen[timeline->seen_count - 1].posture == posture)
        return;
    if (timeline->seen_count == TIMELINE_SEEN_MAX) {
        memmove(&seen[0], &seen[1], (TIMELINE_SEEN_MAX - 1) * sizeof *seen);
        timeline->seen_count--;
    }
    seen[timeline->seen_count++] = (struct timeline_seen){.since_ns = since_ns, .posture = posture};
}

static void remove_block(struct timeline *timeline, int32_t index)
{
    memmove(&timeline->blocks[index], &timeline->blocks[index + 1],
            (size_t)(timeline->count - index - 1) * sizeof *timeline->blocks);
    timeline->count--;
}

/* Gives the shortest block's time to the one before it. */
static void make_room(struct timeline *timeline)
{
    int32_t shortest = 1;

    for (int pass = 0; pass < 2; pass++) {
        int64_t length_ns = INT64_MAX;

        for (int32_t i = 1; i < timeline->count; i++) {
            const struct timeline_block *block = &timeline->blocks[i];

            /* Only when there is nothing but moving may moving be what goes. */
            if ((block->posture != POSTURE_STEPPING || pass == 1) &&
                block->end_ns - block->start_ns < length_ns) {
                length_ns = block->end_ns - block->start_ns;
                shortest = i;
            }
        }
        if (length_ns != INT64_MAX)
            break;
    }
    timeline->blocks[shortest - 1].end_ns = timeline->blocks[shortest].end_ns;
    remove_block(timeline, shortest);
    if (shortest < timeline->count &&
        timeline->blocks[shortest].posture == timeline->blocks[shortest - 1].posture) {
        timeline->blocks[shortest - 1].end_ns = timeline->blocks[shortest].end_ns;
        remove_block(timeline, shortest);
    }
}

void timeline_add(struct timeline *timeline, int64_t start_ns, int64_t end_ns, enum posture posture)
{
    struct timeline_block *last =
        timeline->count > 0 ? &timeline->blocks[timeline->count - 1] : NULL;

    if (last && start_ns < last->end_ns)
        start_ns = last->end_ns;
    if (end_ns <= start_ns)
        return;
    if (last && last->posture == posture && last->end_ns == start_ns) {
        last->end_ns = end_ns;
        return;
    }
    if (timeline->count == TIMELINE_BLOCKS_MAX)
        make_room(timeline);
    timeline->blocks[timeline->count++] =
        (struct timeline_block){.start_ns = start_ns, .end_ns = end_ns, .posture = posture};
}

struct strip {
    const struct strip_window *window;
    struct strip_block *blocks;
    int32_t count;
};

static int16_t step_of(const struct strip_window *window, int64_t at_ns)
{
    int64_t step = (at_ns - window->start_ns) / window->step_ns;

    if (at_ns < window->start_ns)
        return 0;
    return step > window->steps ? window->steps : (int16_t)step;
}

static void strip_add(struct strip *strip, int64_t start_ns, int64_t end_ns, enum posture posture)
{
    struct strip_block *last = strip->count > 0 ? &strip->blocks[strip->count - 1] : NULL;
    int16_t start = step_of(strip->window, start_ns), end = step_of(strip->window, end_ns);

    if (end_ns <= strip->window->start_ns || start >= strip->window->steps)
        return;
    if (posture == POSTURE_STEPPING && end == start)
        end = (int16_t)(start + 1);
    if (last && start < last->end)
        start = last->end;
    if (end <= start || posture == POSTURE_UNKNOWN)
        return;
    if (last && last->posture == posture && last->end >= start) {
        last->end = end;
        return;
    }
    if (strip->count == STRIP_BLOCKS_MAX) {
        /* More changes than the strip has room for: the latest block takes the rest. */
        last->end = end;
        return;
    }
    strip->blocks[strip->count++] =
        (struct strip_block){.start = start, .end = end, .posture = (uint8_t)posture};
}

int32_t timeline_strip(const struct timeline *timeline, const struct strip_window *window,
                       int64_t now_ns, struct strip_block blocks[STRIP_BLOCKS_MAX])
{
    struct strip strip = {.window = window, .blocks = blocks};
    int64_t decided_ns = INT64_MIN;

    for (int32_t i = 0; i < timeline->count; i++) {
        const struct timeline_block *block = &timeline->blocks[i];

        strip_add(&strip, block->start_ns, block->end_ns, block->posture);
        decided_ns = block->end_ns;
    }
    for (int32_t i = 0; i < timeline->seen_count; i++) {
        const struct timeline_seen *seen = &timeline->seen[i];
        int64_t start_ns = seen->since_ns > decided_ns ? seen->since_ns : decided_ns;
        int64_t end_ns = i + 1 < timeline->seen_count ? seen[1].since_ns : now_ns;

        if (end_ns > start_ns)
            strip_add(&strip, start_ns, end_ns, seen->posture);
    }
    return strip.count;
}

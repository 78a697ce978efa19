#include "core/day.h"

#include <stddef.h>
#include <string.h>

#include "base/units.h"

void day_init(struct day *day, int date, int64_t start_ns)
{
    /* The array of bouts is not cleared: `bouts` says how far it is valid. */
    memset(day, 0, offsetof(struct day, bout_ns));
    day->date = date;
    day->start_ns = start_ns;
    day->now_ns = start_ns;
}

bool day_add_start(struct day *day, int date, int64_t start_ns)
{
    if (day->starts == DAY_STARTS_MAX)
        return false;
    memset(&day->next[day->starts], 0, sizeof(day->next[0]));
    day->next[day->starts].date = date;
    day->next[day->starts].start_ns = start_ns;
    day->starts++;
    return true;
}

static void close_day(struct day *day, day_closed_fn *closed, void *self)
{
    struct day_start started[DAY_STARTS_MAX];
    int32_t starts = day->starts;

    if (closed)
        closed(self, day);
    memcpy(started, day->next, sizeof(started));
    day_init(day, started[0].date, started[0].start_ns);
    memcpy(day->counts, started[0].counts, sizeof(day->counts));
    memcpy(day->prompts, started[0].prompts, sizeof(day->prompts));
    day->starts = starts - 1;
    memcpy(day->next, started + 1, (size_t)day->starts * sizeof(started[0]));
}

static void clear_gap(struct day *day)
{
    day->gap_away_ns = 0;
    day->gap_unknown_ns = 0;
    day->unknown_run_ns = 0;
    day->gap_has_unknown = false;
    day->gap_has_other = false;
}

static void add_seated(struct day *day, int64_t duration_ns)
{
    day->posture_ns[POSTURE_SEATED] += duration_ns;
    day->posture_ns[POSTURE_AWAY] += day->gap_away_ns;
    day->posture_ns[POSTURE_UNKNOWN] += day->gap_unknown_ns;
    if (day->bout_open && day->bouts > 0) {
        day->bout_ns[day->bouts - 1] += duration_ns;
    } else {
        if (day->gap_has_other && !day->gap_has_unknown)
            day->breaks++;
        if (day->bouts < DAY_BOUTS_MAX)
            day->bout_ns[day->bouts++] = duration_ns;
        else
            day->lost_bouts++;
    }
    clear_gap(day);
    day->bout_open = true;
}

static void add_piece(struct day *day, int64_t end_ns, enum posture posture)
{
    int64_t duration_ns = end_ns - day->now_ns;
    bool after_bout = day->bouts > 0;

    if (duration_ns <= 0)
        return;
    day->now_ns = end_ns;
    switch (posture) {
    case POSTURE_SEATED:
        add_seated(day, duration_ns);
        return;
    case POSTURE_UNKNOWN:
        day->unknown_run_ns += duration_ns;
        if (day->unknown_run_ns >= DAY_BOUT_GAP_NS)
            day->bout_open = false;
        if (after_bout) {
            day->gap_unknown_ns += duration_ns;
            day->gap_has_unknown = true;
        }
        return;
    case POSTURE_AWAY:
        if (after_bout)
            day->gap_away_ns += duration_ns;
        break;
    case POSTURE_STANDING:
    case POSTURE_STEPPING:
    case POSTURE_COUNT:
        day->posture_ns[posture] += duration_ns;
        break;
    }
    day->bout_open = false;
    day->gap_has_other = after_bout;
}

void day_add_interval(struct day *day, int64_t end_ns, enum posture posture, day_closed_fn *closed,
                      void *self)
{
    while (day->starts > 0 && day->next[0].start_ns <= end_ns) {
        add_piece(day, day->next[0].start_ns, posture);
        close_day(day, closed, self);
    }
    add_piece(day, end_ns, posture);
}

void day_add_count(struct day *day, enum day_count kind, int64_t at_ns, int64_t amount)
{
    int64_t *counts = day->counts;

    for (int32_t i = 0; i < day->starts && day->next[i].start_ns <= at_ns; i++)
        counts = day->next[i].counts;
    counts[kind] += amount;
}

void day_add_prompt(struct day *day, enum prompt_change change, int64_t at_ns)
{
    int64_t *prompts = day->prompts;

    for (int32_t i = 0; i < day->starts && day->next[i].start_ns <= at_ns; i++)
        prompts = day->next[i].prompts;
    prompts[change]++;
}

void day_add_leg_movement(struct day *day, int64_t start_ns, int64_t end_ns)
{
    for (int32_t i = 0; i < day->starts; i++) {
        int64_t cut_ns = day->next[i].start_ns;

        if (cut_ns <= start_ns || cut_ns >= end_ns)
            continue;
        day_add_count(day, DAY_LEG_MOVEMENT_NS, start_ns, cut_ns - start_ns);
        start_ns = cut_ns;
    }
    day_add_count(day, DAY_LEG_MOVEMENT_NS, start_ns, end_ns - start_ns);
}

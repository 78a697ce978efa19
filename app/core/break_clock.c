#include "core/break_clock.h"

#include "core/day.h"

void break_clock_init(struct break_clock *clock, int64_t duration_ns)
{
    *clock = (struct break_clock){.duration_ns = duration_ns};
}

static void add_seated(struct break_clock *clock, int64_t length_ns)
{
    clock->clock_ns += length_ns;
    clock->bout_ns += length_ns;
    clock->bout_gap_ns = 0;
    clock->moving_ns = 0;
    clock->standing_ns = 0;
}

static void add_moving(struct break_clock *clock, int64_t length_ns)
{
    if (clock->moving_ns > 0 && clock->standing_ns <= BREAK_CLOCK_STANDING_NS)
        clock->moving_ns += clock->standing_ns;
    clock->standing_ns = 0;
    clock->moving_ns += length_ns;
    if (clock->moving_ns >= clock->duration_ns)
        clock->clock_ns = 0;
}

void break_clock_add(struct break_clock *clock, enum posture posture, int64_t length_ns,
                     bool unknown_may_be_break)
{
    if (posture != POSTURE_SEATED && posture != POSTURE_UNKNOWN)
        clock->bout_ns = 0;
    switch (posture) {
    case POSTURE_SEATED:
        add_seated(clock, length_ns);
        break;
    case POSTURE_STEPPING:
    case POSTURE_AWAY:
        add_moving(clock, length_ns);
        break;
    case POSTURE_STANDING:
        clock->standing_ns += length_ns;
        break;
    case POSTURE_UNKNOWN:
        clock->bout_gap_ns += length_ns;
        if (clock->bout_gap_ns >= DAY_BOUT_GAP_NS)
            clock->bout_ns = 0;
        if (unknown_may_be_break && clock->bout_gap_ns >= clock->duration_ns)
            clock->clock_ns = 0;
        break;
    case POSTURE_COUNT:
        break;
    }
}

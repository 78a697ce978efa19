#include "core/suggestion.h"

#include "base/units.h"

void suggestion_init(struct suggestion *suggestion)
{
    *suggestion = (struct suggestion){.water_from_ns = TIME_NEVER};
}

void suggestion_show(struct suggestion *suggestion, int64_t at_ns)
{
    suggestion->is_told = true;
    suggestion->since_ns = at_ns;
    if (suggestion->water_from_ns != TIME_NEVER &&
        at_ns - suggestion->water_from_ns >= SUGGESTION_WATER_NS) {
        suggestion->shown = SUGGESTION_WATER;
        suggestion->water_from_ns = at_ns;
        return;
    }
    suggestion->shown = (enum suggestion_kind)(SUGGESTION_CALF_RAISES + suggestion->turn);
    suggestion->turn = (suggestion->turn + 1) % SUGGESTION_EXERCISES;
}

void suggestion_begin_interval(struct suggestion *suggestion)
{
    suggestion->shown = SUGGESTION_NONE;
    suggestion->is_told = false;
}

void suggestion_sit(struct suggestion *suggestion, int64_t at_ns)
{
    if (suggestion->water_from_ns == TIME_NEVER)
        suggestion->water_from_ns = at_ns;
}

void suggestion_begin_day(struct suggestion *suggestion)
{
    suggestion->water_from_ns = TIME_NEVER;
}

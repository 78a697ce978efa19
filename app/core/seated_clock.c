#include "core/seated_clock.h"

#include "base/units.h"

void seated_clock_init(struct seated_clock *clock, int64_t at_ns)
{
    *clock = (struct seated_clock){.run_from_ns = at_ns};
}

static void count_until(struct seated_clock *clock, int64_t at_ns)
{
    if (!clock->covered && clock->pending)
        clock->maybe_ns += at_ns - clock->run_from_ns;
    else if (!clock->covered && clock->seated)
        clock->total_ns += at_ns - clock->run_from_ns;
    clock->run_from_ns = at_ns;
}

void seated_clock_cover(struct seated_clock *clock, int64_t at_ns, bool covered)
{
    if (covered == clock->covered)
        return;
    count_until(clock, at_ns);
    clock->covered = covered;
}

void seated_clock_begin_pending(struct seated_clock *clock, int64_t at_ns)
{
    count_until(clock, at_ns);
    clock->pending = true;
}

void seated_clock_settle(struct seated_clock *clock, int64_t at_ns, bool seated)
{
    count_until(clock, at_ns);
    if (seated)
        clock->total_ns += clock->maybe_ns;
    clock->maybe_ns = 0;
    clock->pending = false;
    clock->seated = seated;
}

int64_t seated_clock_at(const struct seated_clock *clock, int64_t at_ns)
{
    return clock->total_ns + (seated_clock_runs(clock) ? at_ns - clock->run_from_ns : 0);
}

int64_t seated_clock_presumed(const struct seated_clock *clock, int64_t at_ns)
{
    if (!clock->pending || clock->seated)
        return seated_clock_at(clock, at_ns);
    return clock->total_ns + clock->maybe_ns + (clock->covered ? 0 : at_ns - clock->run_from_ns);
}

int64_t seated_clock_reaches(const struct seated_clock *clock, int64_t total_ns)
{
    if (!seated_clock_runs(clock))
        return TIME_NEVER;
    return clock->run_from_ns + (total_ns - clock->total_ns);
}

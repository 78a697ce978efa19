#include "core/storm.h"

/* Where rules have their bounds, give or take: 0 stands for any time. */
static const int64_t bounds_ms[] = {
    30, 31, 60, 250, 400, 499, 500, 1000, 1200, 2000, 2400, 3000, 4000, 5000, 10000, 60000, 0,
};

/* A time to wait: at, just before or just after a bound, or anything from 30 ms to five hours. */
static int64_t any_wait_ns(struct rng *rng)
{
    size_t count = sizeof(bounds_ms) / sizeof(bounds_ms[0]);
    int64_t bound_ms = bounds_ms[rng_below(rng, count)];
    int64_t limit_ns = 30 * NS_PER_MS;

    if (bound_ms > 0 && rng_below(rng, 3) > 0) {
        int64_t ns = bound_ms * NS_PER_MS + rng_between(rng, -1, 1);

        return ns >= limit_ns ? ns : limit_ns;
    }
    for (uint64_t doublings = rng_below(rng, 20); doublings > 0; doublings--)
        limit_ns *= 2;
    return rng_between(rng, 30 * NS_PER_MS, 30 * NS_PER_MS + limit_ns);
}

static void any_edge(struct script *script, struct rng *rng)
{
    enum line line = rng_below(rng, 2) ? LINE_MAT : LINE_CHAIR;

    edge(script, line, !script->closed[line]);
}

static void walk(struct script *script, struct rng *rng)
{
    if (script->closed[LINE_CHAIR])
        stand(script);
    wait_ns(script, any_wait_ns(rng));
    if (script->closed[LINE_MAT])
        mat_off(script);
    wait_ns(script, 40 * NS_PER_MS);
    footfalls(script, (int)rng_between(rng, 1, 150), rng_between(rng, 230, 2500));
}

static void exercise(struct script *script, struct rng *rng)
{
    if (!script->closed[LINE_CHAIR])
        sit(script);
    wait_ns(script, rng_between(rng, 10, 15) * NS_PER_S);
    if (!script->closed[LINE_MAT])
        mat_on(script);
    wait_ns(script, NS_PER_S);
    raises(script, (int)rng_between(rng, 1, 12), rng_between(rng, 60, 3100),
           rng_between(rng, 60, 2500));
}

static void any_touch(struct script *script, struct rng *rng)
{
    touch(script, (enum touch)rng_below(rng, TOUCH_COUNT));
}

/* Quiet hours and days that only observe, often enough to matter and seldom enough to pass. */
static void any_obstacle(struct script *script, struct rng *rng)
{
    if (rng_below(rng, 4) == 0)
        baseline(script, rng_below(rng, 2) != 0);
    else
        quiet_hours(script, rng_below(rng, 2) != 0);
}

static void any_line_fault(struct script *script, struct rng *rng)
{
    enum line line = (enum line)rng_below(rng, LINE_COUNT);

    line_fault(script, line);
    wait_ns(script, any_wait_ns(rng));
    if (rng_below(rng, 2))
        any_edge(script, rng);
    line_ok(script, line);
}

static void any_chatter(struct script *script, struct rng *rng)
{
    enum line line = (enum line)rng_below(rng, LINE_COUNT);

    chatter(script, line, (int)rng_between(rng, 1, 120), rng_between(rng, 1, 29));
}

static void gap(struct script *script, struct rng *rng)
{
    stopped(script);
    wait_ns(script, any_wait_ns(rng));
    restarted(script);
    if (rng_below(rng, 2))
        any_edge(script, rng);
}

/* A day's start, but not so often that days pile up undecided. */
static void next_day(struct script *script, int *days)
{
    wait_s(script, 5 * 3600);
    (*days)++;
    day_start(script, SCRIPT_DATE + *days % 28);
}

static void scene(struct script *script, enum storm_mix mix, struct rng *rng, int *days)
{
    uint64_t choices = mix == STORM_CLEAN ? 10 : 14;

    switch (rng_below(rng, choices)) {
    case 0:
        walk(script, rng);
        break;
    case 1:
        exercise(script, rng);
        break;
    case 2:
        if (rng_below(rng, 4) == 0)
            next_day(script, days);
        break;
    case 3:
        if (mix != STORM_FAULTS || rng_below(rng, 8) == 0)
            any_touch(script, rng);
        else if (rng_below(rng, 4) == 0)
            any_obstacle(script, rng);
        break;
    case 10:
        any_line_fault(script, rng);
        break;
    case 11:
        any_chatter(script, rng);
        break;
    case 12:
        if (rng_below(rng, 3) == 0)
            gap(script, rng);
        break;
    case 13:
        edge(script, LINE_PLUG, rng_below(rng, 3) > 0);
        break;
    default:
        any_edge(script, rng);
        break;
    }
}

void script_storm(struct script *script, enum storm_mix mix, size_t length, uint64_t seed)
{
    struct rng rng = rng_new(seed);
    int days = 0;

    script_begin(script, "8:00:00");
    script->closed[LINE_PLUG] = true;
    for (size_t i = 0; i < length; i++) {
        scene(script, mix, &rng, &days);
        /* Some scenes at the very same moment. */
        if (mix == STORM_CLEAN || rng_below(&rng, 12) > 0)
            wait_ns(script, any_wait_ns(&rng));
    }
    wait_ns(script, NS_PER_S + any_wait_ns(&rng));
}

void script_workday(struct script *script, int number, uint64_t seed)
{
    struct rng rng = rng_new(seed);
    int64_t midnight_ns = script->start_ns / (24 * NS_PER_HOUR) + number * 24 * NS_PER_HOUR;

    script->now_ns = midnight_ns + 9 * NS_PER_HOUR;
    while (script->now_ns < midnight_ns + 18 * NS_PER_HOUR) {
        sit(script);
        wait_s(script, rng_between(&rng, 15, 3600));
        shift(script, rng_between(&rng, 100, 9000));
        mat_on(script);
        wait_s(script, 2);
        raises(script, (int)rng_between(&rng, 3, 15), 1000, 1200);
        if (rng_below(&rng, 2))
            touch(script, TOUCH_OTHER);
        wait_s(script, rng_between(&rng, 15, 1800));
        mat_off(script);
        stand(script);
        wait_ms(script, 300);
        footfalls(script, (int)rng_between(&rng, 2, 120), 1100);
        wait_s(script, rng_between(&rng, 10, 600));
    }
    script->now_ns = midnight_ns + 28 * NS_PER_HOUR;
    day_start(script, SCRIPT_DATE + number + 1);
}

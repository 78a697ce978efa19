#include "core/adds_up.h"

static int64_t interval_sum_ns(const struct record *record, enum posture posture)
{
    int64_t sum_ns = 0;

    for (size_t i = 0; i < record->count; i++) {
        if (record->facts[i].kind == EFFECT_INTERVAL && record->facts[i].what == (int32_t)posture)
            sum_ns += record->facts[i].end_ns - record->facts[i].start_ns;
    }
    return sum_ns;
}

static int64_t day_sum_ns(const struct record *record, enum posture posture)
{
    int64_t sum_ns = 0;

    for (size_t i = 0; i < record->day_count; i++)
        sum_ns += record->days[i].posture_ns[posture];
    return sum_ns;
}

static void check_tiling(uint64_t seed, const struct script *script, const struct record *record)
{
    int64_t until_ns = script->start_ns;
    int32_t before = -1;

    for (size_t i = 0; i < record->count; i++) {
        const struct fact *fact = &record->facts[i];

        if (fact->kind != EFFECT_INTERVAL)
            continue;
        holds(seed, fact->start_ns == until_ns);
        holds(seed, fact->end_ns > fact->start_ns);
        holds(seed, fact->what != before);
        until_ns = fact->end_ns;
        before = fact->what;
    }
    holds(seed, until_ns == script->now_ns);
}

static void check_days(uint64_t seed, const struct record *record)
{
    int64_t counts[DAY_COUNT_KINDS] = {0};

    for (size_t i = 0; i < record->day_count; i++) {
        const struct day_figures *day = &record->days[i];

        holds(seed, record->day_bouts_ns[i] == day->posture_ns[POSTURE_SEATED]);
        holds(seed, day->breaks >= 0 && day->breaks < day->sedentary_bouts + 1);
        holds(seed, day->breaks == 0 || day->breaks < day->sedentary_bouts);
        holds(seed, day->prolonged_60_bouts <= day->prolonged_30_bouts);
        for (int posture = 0; posture < POSTURE_COUNT; posture++)
            holds(seed, day->posture_ns[posture] >= 0);
        holds(seed, day->steps >= 0 && day->calf_raises >= 0 && day->shifts >= 0);
        holds(seed, day->leg_movement_ns >= 0);
        holds(seed, day->second_heart_beats == day->steps + day->calf_raises);
        counts[DAY_STEPS] += day->steps;
        counts[DAY_CALF_RAISES] += day->calf_raises;
        counts[DAY_SHIFTS] += day->shifts;
        counts[DAY_LEG_MOVEMENT_NS] += day->leg_movement_ns;
    }
    for (size_t i = 0; i < record->count; i++)
        holds(seed, record->facts[i].kind != EFFECT_COUNT || record->facts[i].amount > 0);
    for (int kind = 0; kind < DAY_COUNT_KINDS; kind++)
        holds(seed, counts[kind] == record_count(record, (enum day_count)kind));
}

void check_adds_up(uint64_t seed, const struct script *script, const struct record *record)
{
    check_tiling(seed, script, record);
    check_days(seed, record);
    for (enum posture posture = POSTURE_SEATED; posture <= POSTURE_STEPPING; posture++)
        holds(seed, interval_sum_ns(record, posture) == day_sum_ns(record, posture));
    holds(seed, interval_sum_ns(record, POSTURE_AWAY) >= day_sum_ns(record, POSTURE_AWAY));
    holds(seed, interval_sum_ns(record, POSTURE_UNKNOWN) >= day_sum_ns(record, POSTURE_UNKNOWN));
}

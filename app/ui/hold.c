#include "ui/hold.h"

#include "base/units.h"

void hold_init(struct hold *hold)
{
    *hold = (struct hold){
        .cleaning_until_ns = TIME_NEVER,
        .trial_until_ns = TIME_NEVER,
        .setup_since_ns = TIME_NEVER,
    };
}

void hold_clean(struct hold *hold, int64_t now_mono_ns)
{
    hold->cleaning_until_ns = now_mono_ns + HOLD_CLEANING_NS;
}

void hold_try(struct hold *hold, int32_t from, int64_t now_mono_ns)
{
    if (hold->trial_until_ns == TIME_NEVER)
        hold->trial_from = from;
    hold->trial_until_ns = now_mono_ns + HOLD_TRIAL_NS;
}

void hold_end_trial(struct hold *hold)
{
    hold->trial_until_ns = TIME_NEVER;
}

bool hold_tick(struct hold *hold, int64_t now_mono_ns)
{
    if (hold->cleaning_until_ns <= now_mono_ns)
        hold->cleaning_until_ns = TIME_NEVER;
    if (hold->trial_until_ns > now_mono_ns)
        return false;
    hold_end_trial(hold);
    return true;
}

static int32_t seconds_left(int64_t until_ns, int64_t now_ns)
{
    return until_ns == TIME_NEVER ? 0 : (int32_t)((until_ns - now_ns + NS_PER_S - 1) / NS_PER_S);
}

void hold_show(const struct hold *hold, int64_t now_mono_ns, struct hold_shown *shown)
{
    shown->cleaning_s = seconds_left(hold->cleaning_until_ns, now_mono_ns);
    shown->trial_s = seconds_left(hold->trial_until_ns, now_mono_ns);
}

static int64_t next_second_ns(int64_t until_ns, int64_t now_ns)
{
    if (until_ns == TIME_NEVER)
        return TIME_NEVER;
    return now_ns + (until_ns > now_ns ? (until_ns - now_ns - 1) % NS_PER_S + 1 : 0);
}

int64_t hold_next_change_mono_ns(const struct hold *hold, int64_t now_mono_ns)
{
    return time_earlier(next_second_ns(hold->cleaning_until_ns, now_mono_ns),
                        next_second_ns(hold->trial_until_ns, now_mono_ns));
}

#include "core/silence.h"

#include "base/units.h"

void silence_init(struct silence *silence, int64_t now_ns)
{
    *silence = (struct silence){.chair_ns = now_ns, .mat_ns = now_ns};
}

void silence_take_chair(struct silence *silence, int64_t at_ns)
{
    silence->chair_ns = at_ns;
    silence->mat_since_chair = 0;
    if (silence->chair_since_mat < SILENCE_CHAIR_CONTACTS)
        silence->chair_since_mat++;
}

void silence_take_mat(struct silence *silence, int64_t at_ns)
{
    silence->mat_ns = at_ns;
    silence->chair_since_mat = 0;
    if (silence->mat_since_chair < SILENCE_MAT_CONTACTS)
        silence->mat_since_chair++;
}

static int32_t days_since(int64_t then_ns, int64_t now_ns)
{
    if (now_ns - then_ns < SILENCE_NS)
        return 0;
    return (int32_t)((now_ns - then_ns) / (24 * NS_PER_HOUR));
}

int32_t silence_chair_days(const struct silence *silence, int64_t now_ns)
{
    if (silence->mat_since_chair < SILENCE_MAT_CONTACTS)
        return 0;
    return days_since(silence->chair_ns, now_ns);
}

int32_t silence_mat_days(const struct silence *silence, int64_t now_ns)
{
    if (silence->chair_since_mat < SILENCE_CHAIR_CONTACTS)
        return 0;
    return days_since(silence->mat_ns, now_ns);
}

#include "sync/backoff.h"

static int64_t limit_s(int32_t failures)
{
    int64_t limit = BACKOFF_FIRST_S;

    while (failures-- > 1 && limit < BACKOFF_MAX_S)
        limit *= 2;
    return limit < BACKOFF_MAX_S ? limit : BACKOFF_MAX_S;
}

int64_t backoff_s(enum verdict verdict, int32_t failures, int64_t retry_after_s, uint64_t random)
{
    int64_t asked = retry_after_s < BACKOFF_RETRY_AFTER_S ? retry_after_s : BACKOFF_RETRY_AFTER_S;
    int64_t own = verdict == VERDICT_SETUP ? BACKOFF_SETUP_S
                                           : (int64_t)(random % ((uint64_t)limit_s(failures) + 1));

    return asked > own ? asked : own;
}

bool backoff_is_over(int64_t now_s, int64_t at_s, int64_t not_before_s)
{
    return now_s >= not_before_s || at_s > now_s || not_before_s - at_s > BACKOFF_RETRY_AFTER_S;
}

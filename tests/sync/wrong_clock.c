/*
 * wrong_clock.c - a wall clock that is wrong by WRONG_CLOCK_S seconds, for LD_PRELOAD.
 *
 * The kernel's word is put in its place as well: synchronised, unless WRONG_CLOCK_UNSYNC is set.
 * A machine that runs tests may have no time server. Monotonic time stays the machine's.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

static time_t wrong_by_s(void)
{
    const char *seconds = getenv("WRONG_CLOCK_S");

    return seconds ? (time_t)strtoll(seconds, NULL, 10) : 0;
}

int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
    int result = (int)syscall(SYS_clock_gettime, clock_id, tp);

    if (result == 0 && clock_id == CLOCK_REALTIME)
        tp->tv_sec += wrong_by_s();
    return result;
}

time_t time(time_t *timer)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (timer)
        *timer = now.tv_sec;
    return now.tv_sec;
}

int adjtimex(struct timex *ntx)
{
    memset(ntx, 0, sizeof(*ntx));
    if (!getenv("WRONG_CLOCK_UNSYNC"))
        return TIME_OK;
    ntx->status = STA_UNSYNC;
    return TIME_ERROR;
}

/*
 * fast_clock.c - clocks that run FAST_CLOCK_SPEED times faster, for LD_PRELOAD.
 *
 * From FAST_CLOCK_FROM_NS on, a moment of the machine's own monotonic clock, so that a program that
 * is started again finds time where the one before left it. The wall clock keeps pace, and the
 * kernel vouches for it: a machine that runs tests may have no time server.
 */
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S INT64_C(1000000000)

static int64_t number_of(const char *name)
{
    const char *text = getenv(name);

    return text ? strtoll(text, NULL, 10) : 0;
}

static int64_t ns_of(const struct timespec *time)
{
    return time->tv_sec * NS_PER_S + time->tv_nsec;
}

static struct timespec time_of(int64_t ns)
{
    return (struct timespec){.tv_sec = ns / NS_PER_S, .tv_nsec = ns % NS_PER_S};
}

/* What has passed too much since the beginning. */
static int64_t ahead_ns(void)
{
    struct timespec now = {0};

    (void)syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
    return (ns_of(&now) - number_of("FAST_CLOCK_FROM_NS")) * (number_of("FAST_CLOCK_SPEED") - 1);
}

int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
    int result = (int)syscall(SYS_clock_gettime, clock_id, tp);

    if (result == 0 &&
        (clock_id == CLOCK_REALTIME || clock_id == CLOCK_MONOTONIC || clock_id == CLOCK_BOOTTIME))
        *tp = time_of(ns_of(tp) + ahead_ns());
    return result;
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
    struct timespec shorter;

    if (timeout)
        shorter = time_of(ns_of(timeout) / number_of("FAST_CLOCK_SPEED"));
    /* The kernel's set of signals: one bit each. */
    return (int)syscall(SYS_ppoll, fds, count, timeout ? &shorter : NULL, mask, 8);
}

int adjtimex(struct timex *ntx)
{
    memset(ntx, 0, sizeof(*ntx));
    return TIME_OK;
}

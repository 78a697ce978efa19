/*
 * synchronised.c - a kernel whose clock is synchronised, for LD_PRELOAD.
 *
 * A machine that runs tests may have no time server; secondheart-sync then sends nothing, as it
 * should. Only the kernel's word is put in its place: the time itself stays the machine's.
 */
#include <stddef.h>
#include <string.h>
#include <sys/timex.h>

int adjtimex(struct timex *ntx)
{
    memset(ntx, 0, sizeof(*ntx));
    return TIME_OK;
}

/*
 * clock_virtual.h - a clock on which waiting costs no time.
 *
 * For off-screen runs and tests of the whole loop: it stands still until somebody waits for a
 * deadline, and then it is that time. So a day passes as fast as it can be computed, and twice
 * the same way.
 *
 * One thread.
 */
#ifndef SH_DRIVERS_CLOCK_VIRTUAL_H
#define SH_DRIVERS_CLOCK_VIRTUAL_H

#include "base/err.h"
#include "ports/clock.h"

struct clock_virtual;

/*
 * A clock at monotonic 0 and the wall time `start_wall`, synchronised, with `boot_id` (copied, cut
 * to CLOCK_BOOT_ID_SIZE). NULL without memory.
 */
struct clock_virtual *clock_virtual_new(struct wall_time start_wall, const char *boot_id);

/* Also with NULL. */
void clock_virtual_free(struct clock_virtual *clock);

/* The port; valid as long as the clock. Its real_ns_until() moves the clock and answers 0. */
struct clock_port clock_virtual_port(struct clock_virtual *clock);

#endif

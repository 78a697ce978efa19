/*
 * clock_linux.h - the clock port on the kernel's clocks.
 *
 * Any thread may read it; it belongs to whoever made it. Nothing blocks: the boot id is read once.
 */
#ifndef SH_DRIVERS_CLOCK_LINUX_H
#define SH_DRIVERS_CLOCK_LINUX_H

#include "ports/clock.h"

struct clock_linux;

/* NULL only if there is no memory. */
struct clock_linux *clock_linux_new(void);
void clock_linux_free(struct clock_linux *clock);

/* The port; belongs to `clock`. */
struct clock_port clock_linux_port(struct clock_linux *clock);

#endif

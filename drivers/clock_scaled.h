/*
 * clock_scaled.h - the clock port, running N times faster than another clock.
 *
 * For simulation and for playing traces: from the moment it is made, monotonic and wall time run at
 * `speed`, starting from what the other clock shows. Whether that is synchronised, and the boot id,
 * are the other clock's.
 *
 * As thread-safe as the other clock. Does not block.
 */
#ifndef SH_DRIVERS_CLOCK_SCALED_H
#define SH_DRIVERS_CLOCK_SCALED_H

#include "ports/clock.h"

/* A day in 14 seconds; faster than that nobody can follow, and edges would outrun the loop. */
#define CLOCK_SPEED_MAX 6000

struct clock_scaled;

/* `speed` from 1 to CLOCK_SPEED_MAX. `real` must live longer. NULL only if there is no memory. */
struct clock_scaled *clock_scaled_new(const struct clock_port *real, int speed);
void clock_scaled_free(struct clock_scaled *clock);

/* The port; belongs to `clock`. */
struct clock_port clock_scaled_port(struct clock_scaled *clock);

/*
 * Sets the wall time that is shown from now on: a trace is played on the date it was recorded, and
 * on that the clock counts as synchronised. Monotonic time is left alone.
 */
void clock_scaled_set_wall(struct clock_scaled *clock, const struct wall_time *wall);

#endif

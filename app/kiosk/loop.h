/*
 * loop.h - the one loop, without polling.
 *
 * Sleeps in poll() on the sensors' and the display's descriptors, signals, a timer that the kernel
 * cancels when the wall clock is set, and the ledger's eventfd; the timeout is the nearest deadline
 * of core, screen, sensors, history and watchdog. Then it drains, in this order: signals and clock,
 * edges, touches, tick, draws if something looks otherwise, and feeds the watchdog. A wake-up
 * carries no data: the woken side reads again what there is. (SDL's own waiting is not used: on
 * KMSDRM it polls 900 times a second.)
 *
 * Owner: the main thread, which it blocks until the end. No allocation.
 */
#ifndef SH_KIOSK_LOOP_H
#define SH_KIOSK_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "kiosk/appliance.h"
#include "kiosk/pictures.h"
#include "kiosk/watch.h"
#include "ports/clock.h"
#include "ports/display.h"
#include "ports/notify.h"
#include "ports/sensors.h"

/* A key went down or up; for simulated sensors. */
typedef void loop_key_fn(void *self, char key, bool is_down);

/* Everything belongs to the caller; pointers that may be NULL say so. */
struct loop {
    struct appliance *appliance;
    struct clock_port clock;
    struct sensors_port *sensors;
    struct display_port *display;
    struct pictures *pictures; /* not NULL: an off-screen run, which ends with the trace */
    loop_key_fn *key;          /* may be NULL */
    void *key_self;
    const struct notify_port *notify; /* NULL: nobody is told */

    /* Private. */
    int signal_fd;
    int timer_fd;
    bool stops;
    struct watch watch;
    bool shows_nothing; /* the last picture could not be shown */
    bool has_no_screen; /* it is not connected */
    int64_t rest_ns;    /* when the display may rest; TIME_NEVER: it does already */

    uint64_t frames; /* presented so far, for benchmarks */
};

/*
 * Runs until SIGINT, SIGTERM, the window is closed or (off screen) the trace ends. Returns 0, or
 * -ERR_* with `err` if it could not begin or a picture could not be written.
 */
int loop_run(struct loop *loop, struct err *err) SH_WARN_UNUSED;

#endif

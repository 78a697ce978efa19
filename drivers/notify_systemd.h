/*
 * notify_systemd.h - the notify port over systemd's notification socket, sd_notify(3).
 *
 * The socket and the watchdog's interval come from the environment that a unit of Type=notify gets
 * (NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID); without them nothing is sent and nobody watches.
 *
 * Owner: the loop's thread. A send does not wait for the manager to read.
 */
#ifndef SH_DRIVERS_NOTIFY_SYSTEMD_H
#define SH_DRIVERS_NOTIFY_SYSTEMD_H

#include "ports/notify.h"

/* Nothing to be closed; the environment is read now for the watchdog, and at each send. */
struct notify_port notify_systemd_port(void);

#endif

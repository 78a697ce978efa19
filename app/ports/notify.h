/*
 * notify.h - the port through which the kiosk tells the service manager how it is.
 *
 * Implemented by drivers/notify_systemd. Where nobody listens (a desktop, a test) everything here
 * does nothing and costs next to nothing. When to tell what is not its business: kiosk/watch.h.
 *
 * Owner: the loop's thread. Nothing blocks, fails or allocates: a manager that cannot be told is no
 * reason to stop showing how long somebody sits.
 */
#ifndef SH_PORTS_NOTIFY_H
#define SH_PORTS_NOTIFY_H

#include <stdint.h>

struct notify_port {
    void *self;

    /* The manager ends a kiosk that was not fed for so long, real time; 0: it does not look. */
    int64_t watchdog_ns;

    /* It has started: the screen shows something. Once. */
    void (*ready)(void *self);

    /*
     * What `systemctl status` says of it: one `sentence`, UTF-8, copied. Control characters become
     * spaces, and what is longer than NOTIFY_STATUS_SIZE - 1 bytes is cut between characters.
     */
    void (*status)(void *self, const char *sentence);

    /* It is alive. */
    void (*feed)(void *self);

    /* It is about to end, by its own will. */
    void (*stopping)(void *self);
};

#define NOTIFY_STATUS_SIZE 512

#endif

/*
 * watch.h - when the service manager is told how the kiosk is.
 *
 * READY once something is on the screen; the sentence that the screen says, whenever it changes;
 * and the watchdog's food. That is given only by a loop that has gone round with screen and history
 * answering, so a kiosk that hangs, or that nobody can see, is ended and started again.
 *
 * It costs at most one wake-up in half the watchdog's interval: a loop that is awake anyway feeds
 * early, and then need not be woken.
 *
 * Owner: the loop's thread. Blocks on nothing, allocates nothing.
 */
#ifndef SH_KIOSK_WATCH_H
#define SH_KIOSK_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "ports/notify.h"

struct watch {
    const struct notify_port *notify;
    int64_t next_ns; /* when the loop should have gone round again; TIME_NEVER: nobody looks */
    bool is_ready;
    char said[NOTIFY_STATUS_SIZE];
};

/* Tells `notify`, the caller's, which must live as long; NULL: nobody. */
void watch_init(struct watch *watch, const struct notify_port *notify);

/*
 * The loop has gone round, at `now_mono_ns`. `is_well`: everything that may hang has answered.
 * `sentence` is what the screen says of the kiosk's troubles, "" for nothing. `shows_something`:
 * there has been a frame.
 */
void watch_take_turn(struct watch *watch, int64_t now_mono_ns, bool shows_something, bool is_well,
                     const char *sentence);

/* The loop has ended as it was asked to. */
void watch_end(struct watch *watch);

/* When the loop must go round at the latest, on its own clock; TIME_NEVER: whenever it likes. */
int64_t watch_next_deadline(const struct watch *watch);

#endif

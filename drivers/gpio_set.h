/*
 * gpio_set.h - the sensors' lines while they are requested: opened, read and released together.
 *
 * One thread. Nothing blocks.
 */
#ifndef SH_DRIVERS_GPIO_SET_H
#define SH_DRIVERS_GPIO_SET_H

#include "drivers/gpio.h"
#include "drivers/gpio_backend.h"
#include "drivers/gpio_lines.h"

#include <poll.h>

/* The lines of one chip, requested together. */
struct gpio_set_request {
    struct gpio_request *request;
    enum line lines[LINE_COUNT]; /* in the order they were asked for */
    size_t count;
};

/* Zero-initialise. */
struct gpio_set {
    struct gpio_chips chips;
    struct gpio_set_request requests[LINE_COUNT];
    size_t request_count;
};

struct gpio_set_edge {
    struct gpio_edge edge;
    enum line line;
};

/* Finds and requests all wanted lines or, with the reason in `err`, none. */
int gpio_set_open(struct gpio_set *set, const struct gpio_options *options,
                  struct err *err) SH_WARN_UNUSED;

/* Also of a set that is not open. */
void gpio_set_close(struct gpio_set *set);

/* What to poll for; at most LINE_COUNT. */
size_t gpio_set_poll_fds(const struct gpio_set *set, struct pollfd *fds, size_t capacity);

/*
 * Reads what is there, ordered by time, as long as `capacity` leaves room for GPIO_READ_MAX more:
 * the number of edges, or -errno (a hang-up counts as ENODEV).
 */
int gpio_set_read(struct gpio_set *set, struct gpio_set_edge *edges,
                  size_t capacity) SH_WARN_UNUSED;

/* The levels of the set's lines, the others untouched: 0 or -errno. */
int gpio_set_levels(struct gpio_set *set, bool closed[LINE_COUNT]) SH_WARN_UNUSED;

#endif

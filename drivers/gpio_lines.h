/*
 * gpio_lines.h - which chips are there, and where among them the configured lines are.
 *
 * A line is looked for by its name on all chips, then by chip label and offset if those are
 * configured; never by the number of a chip, which changes between kernels (a Pi 5's header moved
 * from gpiochip4 to gpiochip0). A chip that two device nodes or a link lead to counts once.
 *
 * One thread. Opens device nodes; does not block on them.
 */
#ifndef SH_DRIVERS_GPIO_LINES_H
#define SH_DRIVERS_GPIO_LINES_H

#include "drivers/gpio.h"
#include "drivers/gpio_backend.h"

/* A Pi 5 has seven; a machine with more than this does not use them for a chair. */
#define GPIO_CHIPS_MAX 24

struct gpio_chip_entry {
    char *path;             /* such as /dev/gpiochip0, links resolved */
    struct gpio_chip *chip; /* NULL if it could not be opened */
    int open_errno;         /* why not, else 0 */
};

/* All chips of a machine, in the order of their numbers. Zero-initialise. */
struct gpio_chips {
    struct gpio_chip_entry entries[GPIO_CHIPS_MAX];
    size_t count;
};

struct gpio_place {
    struct gpio_chip_entry *entry;
    unsigned offset;
};

/* Opens every chip under `dev_folder`. Chips that do not open are entries as well. */
void gpio_chips_open(struct gpio_chips *chips, const char *dev_folder);
void gpio_chips_close(struct gpio_chips *chips);

/*
 * Finds `line` as `options` describe it. ERR_NOT_FOUND (no chip, no such line; also a name on two
 * chips), ERR_PERMISSION (no chip may be opened), ERR_UNSUPPORTED (kernel and library do not speak
 * the same interface); the text says what was looked for, what was found, and the fix.
 */
int gpio_line_find(struct gpio_chips *chips, const struct gpio_options *options, enum line line,
                   struct gpio_place *place, struct err *err) SH_WARN_UNUSED;

/* The sentence for a failed request of `line` at `place`: who holds it, or what else is wrong. */
int gpio_request_failed(const struct gpio_options *options, enum line line,
                        const struct gpio_place *place, int errno_value, struct err *err);

#endif

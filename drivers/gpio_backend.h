/*
 * gpio_backend.h - the little that the two generations of libgpiod have in common.
 *
 * One of gpio_v1.c (libgpiod 1.6, Debian 12) and gpio_v2.c (libgpiod 2, Debian 13) implements it,
 * chosen when the build is configured. They translate and nothing else; looking for lines is
 * gpio_lines.c's job, faults and lost events are gpio.c's.
 *
 * Unlike the rest of the program, these functions return 0 (or a count) or a negative *errno*:
 * what ENODEV or EINVAL means depends on what was asked, and only the caller knows that.
 *
 * One thread. Nothing blocks, except gpio_request_read on a descriptor that is not readable.
 */
#ifndef SH_DRIVERS_GPIO_BACKEND_H
#define SH_DRIVERS_GPIO_BACKEND_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kernel's limit (GPIO_MAX_NAME_SIZE) with a NUL to spare. */
#define GPIO_NAME_SIZE 33

/* The kernel keeps 16 edges a line for the first interface; more at once is never there. */
#define GPIO_READ_MAX 16

struct gpio_chip;
struct gpio_request;

struct gpio_line_info {
    char name[GPIO_NAME_SIZE];     /* "" if the line has none */
    char consumer[GPIO_NAME_SIZE]; /* who uses it, "" if the kernel does not tell */
    bool is_used;
};

enum gpio_bias { GPIO_BIAS_PULL_UP, GPIO_BIAS_PULL_DOWN, GPIO_BIAS_NONE };

/* One line to be requested as an input with both edges. */
struct gpio_want {
    unsigned offset;
    bool is_active_low;
    enum gpio_bias bias;
};

struct gpio_edge {
    int64_t mono_ns;
    unsigned want;  /* index of the line among those requested together */
    bool closed;    /* logical level after the edge */
    uint32_t seqno; /* counts the line's edges from 1; 0 if this interface does not count */
};

/* "libgpiod 1.6" or "libgpiod 2", and what to do when the kernel does not know its interface. */
extern const char gpio_backend_name[];
extern const char gpio_backend_kernel_fix[];

int gpio_chip_open(const char *path, struct gpio_chip **result) SH_WARN_UNUSED;

/* After all its requests have been freed. NULL is fine. */
void gpio_chip_close(struct gpio_chip *chip);

/* Lives as long as the chip. Never NULL. */
const char *gpio_chip_label(struct gpio_chip *chip);

unsigned gpio_chip_line_count(struct gpio_chip *chip);

int gpio_chip_line_info(struct gpio_chip *chip, unsigned offset,
                        struct gpio_line_info *info) SH_WARN_UNUSED;

/* Requests all `count` lines (at most LINE_COUNT) or none. */
int gpio_chip_request(struct gpio_chip *chip, const char *consumer, const struct gpio_want *wants,
                      size_t count, struct gpio_request **result) SH_WARN_UNUSED;

/* NULL is fine. */
void gpio_request_free(struct gpio_request *request);

/* Fills `fds` and returns how many there are: one a line, or one for all. */
size_t gpio_request_fds(const struct gpio_request *request, int *fds, size_t capacity);

/*
 * Reads at most GPIO_READ_MAX edges from descriptor number `fd` of gpio_request_fds, which must be
 * readable: their number or -errno.
 */
int gpio_request_read(struct gpio_request *request, size_t fd,
                      struct gpio_edge edges[GPIO_READ_MAX]) SH_WARN_UNUSED;

/* The logical level of each requested line, in their order. */
int gpio_request_levels(struct gpio_request *request, bool *closed) SH_WARN_UNUSED;

#endif

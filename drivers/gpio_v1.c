/* libgpiod 1.6: the first kernel interface, one descriptor a line, no sequence numbers. */
#include "drivers/gpio_backend.h"

#include "base/terms.h"
#include "base/units.h"

#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>

const char gpio_backend_name[] = "libgpiod 1.6";
const char gpio_backend_kernel_fix[] =
    "this kernel has dropped the first GPIO interface; install a build with libgpiod 2 (Debian 13 "
    "or later), or a kernel that has it (CONFIG_GPIO_CDEV_V1)";

struct gpio_chip {
    struct gpiod_chip *chip;
};

struct gpio_request {
    struct gpiod_line *lines[LINE_COUNT];
    size_t count;
};

int gpio_chip_open(const char *path, struct gpio_chip **result)
{
    struct gpio_chip *chip = calloc(1, sizeof(*chip));
    int outcome;

    if (!chip)
        return -ENOMEM;
    chip->chip = gpiod_chip_open(path);
    if (!chip->chip) {
        outcome = -errno;
        free(chip);
        return outcome;
    }
    *result = chip;
    return 0;
}

void gpio_chip_close(struct gpio_chip *chip)
{
    if (!chip)
        return;
    gpiod_chip_close(chip->chip);
    free(chip);
}

const char *gpio_chip_label(struct gpio_chip *chip)
{
    return gpiod_chip_label(chip->chip);
}

unsigned gpio_chip_line_count(struct gpio_chip *chip)
{
    return gpiod_chip_num_lines(chip->chip);
}

int gpio_chip_line_info(struct gpio_chip *chip, unsigned offset, struct gpio_line_info *info)
{
    struct gpiod_line *line = gpiod_chip_get_line(chip->chip, offset);
    const char *name;
    const char *consumer;

    /* The library keeps what it read first; who uses a line changes. */
    if (!line || gpiod_line_update(line) != 0)
        return -errno;
    name = gpiod_line_name(line);
    consumer = gpiod_line_consumer(line);
    (void)snprintf(info->name, sizeof(info->name), "%s", name ? name : "");
    (void)snprintf(info->consumer, sizeof(info->consumer), "%s", consumer ? consumer : "");
    info->is_used = gpiod_line_is_used(line);
    return 0;
}

static int request_flags(const struct gpio_want *want)
{
    static const int bias_flags[] = {
        [GPIO_BIAS_PULL_UP] = GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP,
        [GPIO_BIAS_PULL_DOWN] = GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN,
        [GPIO_BIAS_NONE] = GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE,
    };

    return bias_flags[want->bias] | (want->is_active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0);
}

/*
 * Line by line: the interface makes one descriptor a line whatever is asked, and a bulk request
 * would want the same polarity of all.
 */
int gpio_chip_request(struct gpio_chip *chip, const char *consumer, const struct gpio_want *wants,
                      size_t count, struct gpio_request **result)
{
    struct gpio_request *request = calloc(1, sizeof(*request));
    int outcome;

    if (!request)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++) {
        struct gpiod_line *line = gpiod_chip_get_line(chip->chip, wants[i].offset);

        if (!line || gpiod_line_request_both_edges_events_flags(line, consumer,
                                                                request_flags(&wants[i])) != 0) {
            outcome = -errno;
            gpio_request_free(request);
            return outcome;
        }
        request->lines[request->count++] = line;
    }
    *result = request;
    return 0;
}

void gpio_request_free(struct gpio_request *request)
{
    if (!request)
        return;
    for (size_t i = 0; i < request->count; i++)
        gpiod_line_release(request->lines[i]);
    free(request);
}

size_t gpio_request_fds(const struct gpio_request *request, int *fds, size_t capacity)
{
    size_t count = 0;

    for (; count < request->count && count < capacity; count++)
        fds[count] = gpiod_line_event_get_fd(request->lines[count]);
    return count;
}

/*
 * The timestamp is CLOCK_MONOTONIC since Linux 5.7 and was CLOCK_REALTIME before; gpio.c notices
 * stamps that cannot be monotonic. For both edges the kernel reads the level after the interrupt,
 * so that a bounce shows as the same level twice: that is no sign of a lost event.
 */
int gpio_request_read(struct gpio_request *request, size_t fd,
                      struct gpio_edge edges[GPIO_READ_MAX])
{
    struct gpiod_line_event events[GPIO_READ_MAX];
    int count = gpiod_line_event_read_multiple(request->lines[fd], events, GPIO_READ_MAX);

    if (count < 0)
        return -errno;
    for (int i = 0; i < count; i++) {
        edges[i] = (struct gpio_edge){
            .mono_ns = events[i].ts.tv_sec * NS_PER_S + events[i].ts.tv_nsec,
            .want = (unsigned)fd,
            .closed = events[i].event_type == GPIOD_LINE_EVENT_RISING_EDGE,
        };
    }
    return count;
}

int gpio_request_levels(struct gpio_request *request, bool *closed)
{
    for (size_t i = 0; i < request->count; i++) {
        int level = gpiod_line_get_value(request->lines[i]);

        if (level < 0)
            return -errno;
        closed[i] = level == 1;
    }
    return 0;
}

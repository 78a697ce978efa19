/* The calls of libgpiod 1.6 that the driver makes, answered by the fake machine. */
#include "fake_gpiod.h"

#include <errno.h>
#include <gpiod.h>
#include <stdlib.h>
#include <string.h>

/* The kernel keeps 16 edges a line and drops what comes on top. */
#define KERNEL_QUEUE 16

struct gpiod_line {
    struct fake_chip *chip;
    unsigned offset;
};

struct gpiod_chip {
    struct fake_chip *chip;
    struct gpiod_line lines[FAKE_LINES_MAX];
};

static struct fake_line *line_of(struct gpiod_line *line)
{
    return &line->chip->lines[line->offset];
}

static int fail(int errno_value)
{
    errno = errno_value;
    return -1;
}

struct gpiod_chip *gpiod_chip_open(const char *path)
{
    struct fake_chip *found = fake_chip_of(path);
    struct gpiod_chip *chip;

    if (!found)
        return NULL;
    chip = calloc(1, sizeof(*chip));
    if (chip)
        chip->chip = found;
    return chip;
}

void gpiod_chip_close(struct gpiod_chip *chip)
{
    free(chip);
}

const char *gpiod_chip_label(struct gpiod_chip *chip)
{
    return chip->chip->label;
}

unsigned int gpiod_chip_num_lines(struct gpiod_chip *chip)
{
    return chip->chip->line_count;
}

struct gpiod_line *gpiod_chip_get_line(struct gpiod_chip *chip, unsigned int offset)
{
    if (chip->chip->info_errno) {
        errno = chip->chip->info_errno;
        return NULL;
    }
    chip->lines[offset] = (struct gpiod_line){chip->chip, offset};
    return &chip->lines[offset];
}

int gpiod_line_update(struct gpiod_line *line)
{
    return line->chip->is_gone ? fail(ENODEV) : 0;
}

const char *gpiod_line_name(struct gpiod_line *line)
{
    return line_of(line)->name[0] ? line_of(line)->name : NULL;
}

const char *gpiod_line_consumer(struct gpiod_line *line)
{
    return line_of(line)->consumer[0] ? line_of(line)->consumer : NULL;
}

bool gpiod_line_is_used(struct gpiod_line *line)
{
    return line_of(line)->is_used;
}

int gpiod_line_request_both_edges_events_flags(struct gpiod_line *line, const char *consumer,
                                               int flags)
{
    struct fake_line *fake = line_of(line);

    if (line->chip->request_errno)
        return fail(line->chip->request_errno);
    if (fake->is_used)
        return fail(EBUSY);
    fake->is_used = true;
    (void)strncpy(fake->consumer, consumer, sizeof(fake->consumer) - 1);
    fake->is_active_low = flags & GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW;
    fake->bias = flags & ~GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW;
    fake->seqno = 0;
    fake->queue = fake_queue_new(KERNEL_QUEUE, false);
    return 0;
}

void gpiod_line_release(struct gpiod_line *line)
{
    struct fake_line *fake = line_of(line);

    fake_queue_free(fake->queue);
    fake->queue = NULL;
    fake->is_used = false;
    fake->consumer[0] = '\0';
}

int gpiod_line_event_get_fd(struct gpiod_line *line)
{
    return line_of(line)->queue->read_fd;
}

int gpiod_line_event_read_multiple(struct gpiod_line *line, struct gpiod_line_event *events,
                                   unsigned int num_events)
{
    struct fake_edge edges[KERNEL_QUEUE];
    size_t count;

    if (line->chip->is_gone)
        return fail(ENODEV);
    count = fake_queue_take(line_of(line)->queue, edges,
                            num_events < KERNEL_QUEUE ? num_events : KERNEL_QUEUE);
    for (size_t i = 0; i < count; i++) {
        events[i].ts.tv_sec = edges[i].mono_ns / 1000000000;
        events[i].ts.tv_nsec = edges[i].mono_ns % 1000000000;
        events[i].event_type =
            edges[i].is_rising ? GPIOD_LINE_EVENT_RISING_EDGE : GPIOD_LINE_EVENT_FALLING_EDGE;
    }
    return (int)count;
}

int gpiod_line_get_value(struct gpiod_line *line)
{
    if (line->chip->is_gone)
        return fail(ENODEV);
    return line_of(line)->is_high != line_of(line)->is_active_low;
}

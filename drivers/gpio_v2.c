/* libgpiod 2: the second kernel interface, one descriptor a request, sequence numbers. */
#include "drivers/gpio_backend.h"

#include "base/terms.h"

#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>

const char gpio_backend_name[] = "libgpiod 2";
const char gpio_backend_kernel_fix[] = "libgpiod 2 needs Linux 5.10 or later; update the kernel";

/* Edges the kernel keeps for us: 0.1 s of the wildest bounce on every line. */
#define EVENT_BUFFER_SIZE 256

struct gpio_chip {
    struct gpiod_chip *chip;
    struct gpiod_chip_info *info;
};

struct gpio_request {
    struct gpiod_line_request *request;
    struct gpiod_edge_event_buffer *buffer;
    unsigned offsets[LINE_COUNT];
    size_t count;
};

int gpio_chip_open(const char *path, struct gpio_chip **result)
{
    struct gpio_chip *chip = calloc(1, sizeof(*chip));
    int outcome;

    if (!chip)
        return -ENOMEM;
    chip->chip = gpiod_chip_open(path);
    chip->info = chip->chip ? gpiod_chip_get_info(chip->chip) : NULL;
    if (!chip->info) {
        outcome = -errno;
        gpio_chip_close(chip);
        return outcome;
    }
    *result = chip;
    return 0;
}

void gpio_chip_close(struct gpio_chip *chip)
{
    if (!chip)
        return;
    if (chip->info)
        gpiod_chip_info_free(chip->info);
    if (chip->chip)
        gpiod_chip_close(chip->chip);
    free(chip);
}

const char *gpio_chip_label(struct gpio_chip *chip)
{
    return gpiod_chip_info_get_label(chip->info);
}

unsigned gpio_chip_line_count(struct gpio_chip *chip)
{
    return (unsigned)gpiod_chip_info_get_num_lines(chip->info);
}

int gpio_chip_line_info(struct gpio_chip *chip, unsigned offset, struct gpio_line_info *info)
{
    struct gpiod_line_info *found = gpiod_chip_get_line_info(chip->chip, offset);
    const char *name;
    const char *consumer;

    if (!found)
        return -errno;
    name = gpiod_line_info_get_name(found);
    consumer = gpiod_line_info_get_consumer(found);
    (void)snprintf(info->name, sizeof(info->name), "%s", name ? name : "");
    (void)snprintf(info->consumer, sizeof(info->consumer), "%s", consumer ? consumer : "");
    info->is_used = gpiod_line_info_is_used(found);
    gpiod_line_info_free(found);
    return 0;
}

static int add_line(struct gpiod_line_config *config, const struct gpio_want *want)
{
    static const enum gpiod_line_bias biases[] = {
        [GPIO_BIAS_PULL_UP] = GPIOD_LINE_BIAS_PULL_UP,
        [GPIO_BIAS_PULL_DOWN] = GPIOD_LINE_BIAS_PULL_DOWN,
        [GPIO_BIAS_NONE] = GPIOD_LINE_BIAS_DISABLED,
    };
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    int outcome = -1;

    if (!settings)
        return -ENOMEM;
    gpiod_line_settings_set_active_low(settings, want->is_active_low);
    if (gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT) == 0 &&
        gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH) == 0 &&
        gpiod_line_settings_set_bias(settings, biases[want->bias]) == 0 &&
        gpiod_line_settings_set_event_clock(settings, GPIOD_LINE_CLOCK_MONOTONIC) == 0)
        outcome = gpiod_line_config_add_line_settings(config, &want->offset, 1, settings);
    outcome = outcome == 0 ? 0 : -errno;
    gpiod_line_settings_free(settings);
    return outcome;
}

static int request_lines(struct gpio_request *request, struct gpiod_chip *chip,
                         const char *consumer, const struct gpio_want *wants, size_t count)
{
    struct gpiod_line_config *lines = gpiod_line_config_new();
    struct gpiod_request_config *config = gpiod_request_config_new();
    int outcome = -ENOMEM;

    if (!lines || !config)
        goto free_configs;
    gpiod_request_config_set_consumer(config, consumer);
    gpiod_request_config_set_event_buffer_size(config, EVENT_BUFFER_SIZE);
    for (size_t i = 0; i < count; i++) {
        outcome = add_line(lines, &wants[i]);
        if (outcome)
            goto free_configs;
        request->offsets[request->count++] = wants[i].offset;
    }
    request->request = gpiod_chip_request_lines(chip, config, lines);
    outcome = request->request ? 0 : -errno;

free_configs:
    if (config)
        gpiod_request_config_free(config);
    if (lines)
        gpiod_line_config_free(lines);
    return outcome;
}

int gpio_chip_request(struct gpio_chip *chip, const char *consumer, const struct gpio_want *wants,
                      size_t count, struct gpio_request **result)
{
    struct gpio_request *request = calloc(1, sizeof(*request));
    int outcome;

    if (!request)
        return -ENOMEM;
    request->buffer = gpiod_edge_event_buffer_new(GPIO_READ_MAX);
    outcome =
        request->buffer ? request_lines(request, chip->chip, consumer, wants, count) : -ENOMEM;
    if (outcome) {
        gpio_request_free(request);
        return outcome;
    }
    *result = request;
    return 0;
}

void gpio_request_free(struct gpio_request *request)
{
    if (!request)
        return;
    if (request->request)
        gpiod_line_request_release(request->request);
    if (request->buffer)
        gpiod_edge_event_buffer_free(request->buffer);
    free(request);
}

size_t gpio_request_fds(const struct gpio_request *request, int *fds, size_t capacity)
{
    if (capacity == 0)
        return 0;
    fds[0] = gpiod_line_request_get_fd(request->request);
    return 1;
}

static unsigned want_of(const struct gpio_request *request, unsigned offset)
{
    unsigned want = 0;

    while (want + 1 < request->count && request->offsets[want] != offset)
        want++;
    return want;
}

int gpio_request_read(struct gpio_request *request, size_t fd,
                      struct gpio_edge edges[GPIO_READ_MAX])
{
    int count =
        gpiod_line_request_read_edge_events(request->request, request->buffer, GPIO_READ_MAX);

    if (count < 0)
        return -errno;
    for (int i = 0; i < count; i++) {
        struct gpiod_edge_event *event =
            gpiod_edge_event_buffer_get_event(request->buffer, (unsigned long)i);

        edges[i] = (struct gpio_edge){
            .mono_ns = (int64_t)gpiod_edge_event_get_timestamp_ns(event),
            .want = want_of(request, gpiod_edge_event_get_line_offset(event)),
            .closed = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE,
            .seqno = (uint32_t)gpiod_edge_event_get_line_seqno(event),
        };
    }
    return count;
}

int gpio_request_levels(struct gpio_request *request, bool *closed)
{
    enum gpiod_line_value values[LINE_COUNT];

    if (gpiod_line_request_get_values(request->request, values) != 0)
        return -errno;
    for (size_t i = 0; i < request->count; i++)
        closed[i] = values[i] == GPIOD_LINE_VALUE_ACTIVE;
    return 0;
}

/* The calls of libgpiod 2 that the driver makes, answered by the fake machine. */
#include "fake_gpiod.h"

#include <errno.h>
#include <gpiod.h>
#include <stdlib.h>
#include <string.h>

struct gpiod_chip {
    struct fake_chip *chip;
};

struct gpiod_chip_info {
    struct fake_chip *chip;
};

struct gpiod_line_info {
    struct fake_line line;
};

struct gpiod_line_settings {
    bool is_active_low;
    int bias;
    bool has_edges;
    bool is_input;
    bool is_monotonic;
};

struct gpiod_line_config {
    struct gpiod_line_settings settings[4];
    unsigned offsets[4];
    size_t count;
};

struct gpiod_request_config {
    char consumer[32];
    size_t buffer_size;
};

struct gpiod_line_request {
    struct fake_chip *chip;
    struct fake_queue *queue;
    unsigned offsets[4];
    size_t count;
};

struct gpiod_edge_event {
    struct fake_edge edge;
};

struct gpiod_edge_event_buffer {
    struct gpiod_edge_event events[FAKE_QUEUE_MAX];
    size_t capacity;
};

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

struct gpiod_chip_info *gpiod_chip_get_info(struct gpiod_chip *chip)
{
    struct gpiod_chip_info *info = calloc(1, sizeof(*info));

    if (info)
        info->chip = chip->chip;
    return info;
}

void gpiod_chip_info_free(struct gpiod_chip_info *info)
{
    free(info);
}

const char *gpiod_chip_info_get_label(struct gpiod_chip_info *info)
{
    return info->chip->label;
}

size_t gpiod_chip_info_get_num_lines(struct gpiod_chip_info *info)
{
    return info->chip->line_count;
}

struct gpiod_line_info *gpiod_chip_get_line_info(struct gpiod_chip *chip, unsigned int offset)
{
    struct gpiod_line_info *info;

    errno = chip->chip->is_gone ? ENODEV : chip->chip->info_errno;
    if (errno)
        return NULL;
    info = calloc(1, sizeof(*info));
    if (info)
        info->line = chip->chip->lines[offset];
    return info;
}

void gpiod_line_info_free(struct gpiod_line_info *info)
{
    free(info);
}

const char *gpiod_line_info_get_name(struct gpiod_line_info *info)
{
    return info->line.name[0] ? info->line.name : NULL;
}

const char *gpiod_line_info_get_consumer(struct gpiod_line_info *info)
{
    return info->line.consumer[0] ? info->line.consumer : NULL;
}

bool gpiod_line_info_is_used(struct gpiod_line_info *info)
{
    return info->line.is_used;
}

struct gpiod_line_settings *gpiod_line_settings_new(void)
{
    return calloc(1, sizeof(struct gpiod_line_settings));
}

void gpiod_line_settings_free(struct gpiod_line_settings *settings)
{
    free(settings);
}

int gpiod_line_settings_set_direction(struct gpiod_line_settings *settings,
                                      enum gpiod_line_direction direction)
{
    settings->is_input = direction == GPIOD_LINE_DIRECTION_INPUT;
    return 0;
}

int gpiod_line_settings_set_edge_detection(struct gpiod_line_settings *settings,
                                           enum gpiod_line_edge edge)
{
    settings->has_edges = edge == GPIOD_LINE_EDGE_BOTH;
    return 0;
}

int gpiod_line_settings_set_bias(struct gpiod_line_settings *settings, enum gpiod_line_bias bias)
{
    settings->bias = (int)bias;
    return 0;
}

void gpiod_line_settings_set_active_low(struct gpiod_line_settings *settings, bool active_low)
{
    settings->is_active_low = active_low;
}

int gpiod_line_settings_set_event_clock(struct gpiod_line_settings *settings,
                                        enum gpiod_line_clock event_clock)
{
    settings->is_monotonic = event_clock == GPIOD_LINE_CLOCK_MONOTONIC;
    return 0;
}

struct gpiod_line_config *gpiod_line_config_new(void)
{
    return calloc(1, sizeof(struct gpiod_line_config));
}

void gpiod_line_config_free(struct gpiod_line_config *config)
{
    free(config);
}

int gpiod_line_config_add_line_settings(struct gpiod_line_config *config,
                                        const unsigned int *offsets, size_t num_offsets,
                                        struct gpiod_line_settings *settings)
{
    for (size_t i = 0; i < num_offsets; i++) {
        config->settings[config->count] = *settings;
        config->offsets[config->count++] = offsets[i];
    }
    return 0;
}

struct gpiod_request_config *gpiod_request_config_new(void)
{
    return calloc(1, sizeof(struct gpiod_request_config));
}

void gpiod_request_config_free(struct gpiod_request_config *config)
{
    free(config);
}

void gpiod_request_config_set_consumer(struct gpiod_request_config *config, const char *consumer)
{
    (void)strncpy(config->consumer, consumer, sizeof(config->consumer) - 1);
}

void gpiod_request_config_set_event_buffer_size(struct gpiod_request_config *config,
                                                size_t event_buffer_size)
{
    config->buffer_size = event_buffer_size;
}

struct gpiod_line_request *gpiod_chip_request_lines(struct gpiod_chip *chip,
                                                    struct gpiod_request_config *req_cfg,
                                                    struct gpiod_line_config *line_cfg)
{
    struct fake_line *lines = chip->chip->lines;
    struct gpiod_line_request *request;

    errno = chip->chip->request_errno;
    for (size_t i = 0; i < line_cfg->count; i++) {
        const struct gpiod_line_settings *settings = &line_cfg->settings[i];

        if (!settings->is_input || !settings->has_edges || !settings->is_monotonic)
            abort();
        if (lines[line_cfg->offsets[i]].is_used)
            errno = EBUSY;
    }
    request = errno ? NULL : calloc(1, sizeof(*request));
    if (!request)
        return NULL;
    request->chip = chip->chip;
    request->queue = fake_queue_new(
        req_cfg->buffer_size < FAKE_QUEUE_MAX ? req_cfg->buffer_size : FAKE_QUEUE_MAX, true);
    for (size_t i = 0; i < line_cfg->count; i++) {
        struct fake_line *line = &lines[line_cfg->offsets[i]];

        line->is_used = true;
        line->is_active_low = line_cfg->settings[i].is_active_low;
        line->bias = line_cfg->settings[i].bias;
        line->seqno = 0;
        line->queue = request->queue;
        memcpy(line->consumer, req_cfg->consumer, sizeof(line->consumer));
        request->offsets[request->count++] = line_cfg->offsets[i];
    }
    return request;
}

void gpiod_line_request_release(struct gpiod_line_request *request)
{
    for (size_t i = 0; i < request->count; i++) {
        struct fake_line *line = &request->chip->lines[request->offsets[i]];

        line->is_used = false;
        line->queue = NULL;
        line->consumer[0] = '\0';
    }
    fake_queue_free(request->queue);
    free(request);
}

int gpiod_line_request_get_fd(struct gpiod_line_request *request)
{
    return request->queue->read_fd;
}

int gpiod_line_request_get_values(struct gpiod_line_request *request, enum gpiod_line_value *values)
{
    if (request->chip->is_gone)
        return fail(ENODEV);
    for (size_t i = 0; i < request->count; i++) {
        const struct fake_line *line = &request->chip->lines[request->offsets[i]];

        values[i] = line->is_high != line->is_active_low ? GPIOD_LINE_VALUE_ACTIVE
                                                         : GPIOD_LINE_VALUE_INACTIVE;
    }
    return 0;
}

struct gpiod_edge_event_buffer *gpiod_edge_event_buffer_new(size_t capacity)
{
    struct gpiod_edge_event_buffer *buffer = calloc(1, sizeof(*buffer));

    if (buffer)
        buffer->capacity = capacity;
    return buffer;
}

void gpiod_edge_event_buffer_free(struct gpiod_edge_event_buffer *buffer)
{
    free(buffer);
}

int gpiod_line_request_read_edge_events(struct gpiod_line_request *request,
                                        struct gpiod_edge_event_buffer *buffer, size_t max_events)
{
    struct fake_edge edges[FAKE_QUEUE_MAX];
    size_t count;

    if (request->chip->is_gone)
        return fail(ENODEV);
    count = fake_queue_take(request->queue, edges,
                            max_events < buffer->capacity ? max_events : buffer->capacity);
    for (size_t i = 0; i < count; i++)
        buffer->events[i].edge = edges[i];
    return (int)count;
}

struct gpiod_edge_event *gpiod_edge_event_buffer_get_event(struct gpiod_edge_event_buffer *buffer,
                                                           unsigned long index)
{
    return &buffer->events[index];
}

enum gpiod_edge_event_type gpiod_edge_event_get_event_type(struct gpiod_edge_event *event)
{
    return event->edge.is_rising ? GPIOD_EDGE_EVENT_RISING_EDGE : GPIOD_EDGE_EVENT_FALLING_EDGE;
}

uint64_t gpiod_edge_event_get_timestamp_ns(struct gpiod_edge_event *event)
{
    return (uint64_t)event->edge.mono_ns;
}

unsigned int gpiod_edge_event_get_line_offset(struct gpiod_edge_event *event)
{
    return event->edge.offset;
}

unsigned long gpiod_edge_event_get_line_seqno(struct gpiod_edge_event *event)
{
    return event->edge.seqno;
}

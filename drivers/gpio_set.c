#include "drivers/gpio_set.h"

#include <errno.h>

/* Of the lines of a refused request, the one that somebody else holds; else the first. */
static enum line find_culprit(const struct gpio_set_request *request,
                              const struct gpio_place *places)
{
    for (size_t i = 0; i < request->count; i++) {
        const struct gpio_place *place = &places[request->lines[i]];
        struct gpio_line_info info;

        if (gpio_chip_line_info(place->entry->chip, place->offset, &info) == 0 && info.is_used)
            return request->lines[i];
    }
    return request->lines[0];
}

/* Requests all wanted lines that are on the chip of `first`, which is one of them. */
static int request_chip(struct gpio_set *set, const struct gpio_options *options,
                        const struct gpio_place *places, int first, struct err *err)
{
    static const enum gpio_bias biases[] = {
        [CONFIG_BIAS_PULL_UP] = GPIO_BIAS_PULL_UP,
        [CONFIG_BIAS_PULL_DOWN] = GPIO_BIAS_PULL_DOWN,
        [CONFIG_BIAS_NONE] = GPIO_BIAS_NONE,
    };
    struct gpio_set_request *request = &set->requests[set->request_count];
    struct gpio_want wants[LINE_COUNT];
    enum line culprit;
    int outcome;

    request->count = 0;
    for (int line = first; line < LINE_COUNT; line++) {
        if (!options->is_wanted[line] || places[line].entry != places[first].entry)
            continue;
        wants[request->count] = (struct gpio_want){
            .offset = places[line].offset,
            .is_active_low = options->line[line].is_active_low,
            .bias = biases[options->bias],
        };
        request->lines[request->count++] = (enum line)line;
    }
    outcome = gpio_chip_request(places[first].entry->chip, options->consumer, wants, request->count,
                                &request->request);
    if (outcome) {
        culprit = find_culprit(request, places);
        return gpio_request_failed(options, culprit, &places[culprit], -outcome, err);
    }
    set->request_count++;
    return 0;
}

static bool is_requested(const struct gpio_set *set, enum line line)
{
    for (size_t i = 0; i < set->request_count; i++) {
        for (size_t k = 0; k < set->requests[i].count; k++) {
            if (set->requests[i].lines[k] == line)
                return true;
        }
    }
    return false;
}

int gpio_set_open(struct gpio_set *set, const struct gpio_options *options, struct err *err)
{
    struct gpio_place places[LINE_COUNT] = {0};
    int outcome = 0;

    set->request_count = 0;
    gpio_chips_open(&set->chips, options->dev_folder);
    for (int line = 0; line < LINE_COUNT && outcome == 0; line++) {
        if (options->is_wanted[line])
            outcome = gpio_line_find(&set->chips, options, (enum line)line, &places[line], err);
    }
    for (int line = 0; line < LINE_COUNT && outcome == 0; line++) {
        if (options->is_wanted[line] && !is_requested(set, (enum line)line))
            outcome = request_chip(set, options, places, line, err);
    }
    if (outcome)
        gpio_set_close(set);
    return outcome;
}

void gpio_set_close(struct gpio_set *set)
{
    for (size_t i = 0; i < set->request_count; i++)
        gpio_request_free(set->requests[i].request);
    set->request_count = 0;
    gpio_chips_close(&set->chips);
}

size_t gpio_set_poll_fds(const struct gpio_set *set, struct pollfd *fds, size_t capacity)
{
    size_t count = 0;

    for (size_t i = 0; i < set->request_count; i++) {
        int request_fds[LINE_COUNT];
        size_t found = gpio_request_fds(set->requests[i].request, request_fds, LINE_COUNT);

        for (size_t k = 0; k < found && count < capacity; k++)
            fds[count++] = (struct pollfd){.fd = request_fds[k], .events = POLLIN};
    }
    return count;
}

/* Keeps `edges` ordered by time; equal stamps stay in the order of their queues. */
static void insert_edge(struct gpio_set_edge *edges, size_t count, const struct gpio_edge *edge,
                        enum line line)
{
    size_t i = count;

    for (; i > 0 && edges[i - 1].edge.mono_ns > edge->mono_ns; i--)
        edges[i] = edges[i - 1];
    edges[i] = (struct gpio_set_edge){*edge, line};
}

/* One look at every descriptor of a request: the number of edges read, or -errno. */
static int read_request(struct gpio_set_request *request, struct gpio_set_edge *edges, size_t count,
                        size_t capacity)
{
    struct gpio_edge read_edges[GPIO_READ_MAX];
    struct pollfd fds[LINE_COUNT];
    int request_fds[LINE_COUNT];
    size_t found = gpio_request_fds(request->request, request_fds, LINE_COUNT);
    int total = 0;

    for (size_t k = 0; k < found; k++)
        fds[k] = (struct pollfd){.fd = request_fds[k], .events = POLLIN};
    if (poll(fds, found, 0) < 0)
        return errno == EINTR ? 0 : -errno;
    for (size_t k = 0; k < found; k++) {
        int got;

        /* What was queued before the chip went is lost: its lines are gone with it anyway. */
        if (fds[k].revents & (POLLERR | POLLHUP | POLLNVAL))
            return -ENODEV;
        if (!(fds[k].revents & POLLIN) || capacity - count < GPIO_READ_MAX)
            continue;
        got = gpio_request_read(request->request, k, read_edges);
        if (got < 0 && got != -EINTR && got != -EAGAIN)
            return got;
        for (int i = 0; i < got; i++)
            insert_edge(edges, count++, &read_edges[i], request->lines[read_edges[i].want]);
        total += got > 0 ? got : 0;
    }
    return total;
}

int gpio_set_read(struct gpio_set *set, struct gpio_set_edge *edges, size_t capacity)
{
    size_t count = 0;
    bool is_drained = false;

    while (!is_drained && capacity - count >= GPIO_READ_MAX) {
        is_drained = true;
        for (size_t i = 0; i < set->request_count; i++) {
            int got = read_request(&set->requests[i], edges, count, capacity);

            if (got < 0)
                return got;
            count += (size_t)got;
            is_drained = is_drained && got == 0;
        }
    }
    return (int)count;
}

int gpio_set_levels(struct gpio_set *set, bool closed[LINE_COUNT])
{
    for (size_t i = 0; i < set->request_count; i++) {
        const struct gpio_set_request *request = &set->requests[i];
        bool levels[LINE_COUNT];
        int outcome = gpio_request_levels(request->request, levels);

        if (outcome)
            return outcome;
        for (size_t k = 0; k < request->count; k++)
            closed[request->lines[k]] = levels[k];
    }
    return 0;
}

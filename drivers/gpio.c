#include "drivers/gpio.h"

#include "base/units.h"
#include "drivers/gpio_set.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define BACKOFF_MIN_NS (250 * NS_PER_MS)
#define BACKOFF_MAX_NS (10 * NS_PER_S)

/*
 * After edges the levels are read back once this long has passed without another. A level that
 * disagrees may still be an edge that the kernel's thread has not queued yet (it takes some 0.1
 * ms), so it counts as lost only if it disagrees a second time, as long after, with no edge
 * between. Both together are far below the debounce time, so nothing is late for it.
 */
#define VERIFY_AFTER_NS (2 * NS_PER_MS)

/* A stamp this far from now was not made by the monotonic clock (kernels before 5.7). */
#define STAMP_SLACK_NS NS_PER_MIN

#define EDGES_MAX 96
#define QUEUE_MAX (EDGES_MAX + 4 * LINE_COUNT) /* with all that may be said about each line */

struct gpio {
    struct gpio_options options;
    struct gpio_set set;
    struct err status;
    bool is_missing;
    bool closed[LINE_COUNT];    /* after the last edge or reading */
    uint32_t seqno[LINE_COUNT]; /* of the last edge; 0 before the first */
    int inotify_fd;             /* on the device folder; -1 if the kernel gives none */
    int64_t floor_mono_ns;      /* no event is older than this any more */
    int64_t retry_mono_ns;
    int64_t backoff_ns;
    int64_t verify_mono_ns;
    bool is_suspect; /* the last reading back disagreed */
    struct sensor_event queue[QUEUE_MAX];
    size_t queue_count;
    size_t queue_next; /* the next to hand out */
};

void gpio_options_from_config(const struct config *config, struct gpio_options *options)
{
    *options = (struct gpio_options){
        .dev_folder = "/dev", .consumer = GPIO_CONSUMER_KIOSK, .bias = config->sensors.bias};
    memcpy(options->line, config->sensors.line, sizeof(options->line));
    memcpy(options->chip_label, config->sensors.chip_label, sizeof(options->chip_label));
    options->is_wanted[LINE_CHAIR] = true;
    options->is_wanted[LINE_MAT] = config->sensors.mat == CONFIG_MAT_YES;
    options->is_wanted[LINE_PLUG] = config->sensors.line[LINE_PLUG].name[0] != '\0' ||
                                    config->sensors.line[LINE_PLUG].offset != CONFIG_NONE;
}

static void push(struct gpio *gpio, struct sensor_event event)
{
    if (event.mono_ns < gpio->floor_mono_ns)
        event.mono_ns = gpio->floor_mono_ns;
    gpio->floor_mono_ns = event.mono_ns;
    assert(gpio->queue_count < QUEUE_MAX);
    gpio->queue[gpio->queue_count++] = event;
}

static void push_for_each_line(struct gpio *gpio, enum sensor_event_kind kind, int64_t mono_ns)
{
    for (int line = 0; line < LINE_COUNT; line++) {
        struct sensor_event event = {.mono_ns = mono_ns, .kind = kind, .line = (enum line)line};

        if (!gpio->options.is_wanted[line])
            continue;
        if (kind == SENSOR_LEVEL)
            event.closed = gpio->closed[line];
        else
            event.fault = LINE_FAULT_MISSING;
        push(gpio, event);
    }
}

/* Opens the lines and reads their levels; on failure `status` says why. */
static int open_lines(struct gpio *gpio)
{
    int outcome = gpio_set_open(&gpio->set, &gpio->options, &gpio->status);

    if (outcome)
        return outcome;
    outcome = gpio_set_levels(&gpio->set, gpio->closed);
    if (outcome) {
        gpio_set_close(&gpio->set);
        return err_set(&gpio->status, err_from_errno(-outcome),
                       "the lines' levels cannot be read: %s; check the kernel's messages (dmesg)",
                       strerror(-outcome));
    }
    gpio->status = (struct err){0};
    memset(gpio->seqno, 0, sizeof(gpio->seqno));
    gpio->is_suspect = false;
    gpio->verify_mono_ns = TIME_NEVER;
    gpio->retry_mono_ns = TIME_NEVER;
    return 0;
}

static void go_missing(struct gpio *gpio, int64_t now_mono_ns)
{
    gpio->is_missing = true;
    gpio->backoff_ns = BACKOFF_MIN_NS;
    gpio->retry_mono_ns = now_mono_ns + gpio->backoff_ns;
    gpio->verify_mono_ns = TIME_NEVER;
    push_for_each_line(gpio, SENSOR_FAULT, now_mono_ns);
}

static void lose_chip(struct gpio *gpio, int64_t now_mono_ns, int errno_value)
{
    gpio_set_close(&gpio->set);
    (void)err_set(&gpio->status, ERR_GONE,
                  "the GPIO chip is gone: %s; it is looked for again by itself, otherwise see the "
                  "kernel's messages (dmesg)",
                  strerror(errno_value));
    go_missing(gpio, now_mono_ns);
}

static void try_again(struct gpio *gpio, int64_t now_mono_ns)
{
    if (open_lines(gpio) == 0) {
        gpio->is_missing = false;
        push_for_each_line(gpio, SENSOR_OK, now_mono_ns);
        push_for_each_line(gpio, SENSOR_LEVEL, now_mono_ns);
        return;
    }
    gpio->backoff_ns =
        gpio->backoff_ns * 2 < BACKOFF_MAX_NS ? gpio->backoff_ns * 2 : BACKOFF_MAX_NS;
    gpio->retry_mono_ns = now_mono_ns + gpio->backoff_ns;
}

/* Edges were missed: says of which lines, then what the levels are now. */
static void report_lost(struct gpio *gpio, const bool is_lost[LINE_COUNT], int64_t now_mono_ns)
{
    int outcome = gpio_set_levels(&gpio->set, gpio->closed);

    if (outcome) {
        lose_chip(gpio, now_mono_ns, -outcome);
        return;
    }
    for (int line = 0; line < LINE_COUNT; line++) {
        if (is_lost[line])
            push(gpio, (struct sensor_event){
                           .mono_ns = now_mono_ns, .kind = SENSOR_LOST, .line = (enum line)line});
    }
    push_for_each_line(gpio, SENSOR_LEVEL, now_mono_ns);
}

/* Did every edge arrive that led to the levels as they are? */
static void verify_levels(struct gpio *gpio, int64_t now_mono_ns)
{
    bool is_lost[LINE_COUNT] = {false};
    bool closed[LINE_COUNT];
    bool is_any_lost = false;
    int outcome;

    memcpy(closed, gpio->closed, sizeof(closed));
    outcome = gpio_set_levels(&gpio->set, closed);
    if (outcome) {
        lose_chip(gpio, now_mono_ns, -outcome);
        return;
    }
    gpio->verify_mono_ns = TIME_NEVER;
    for (int line = 0; line < LINE_COUNT; line++) {
        is_lost[line] = closed[line] != gpio->closed[line];
        is_any_lost = is_any_lost || is_lost[line];
    }
    if (is_any_lost && gpio->is_suspect)
        report_lost(gpio, is_lost, now_mono_ns);
    else if (is_any_lost)
        gpio->verify_mono_ns = now_mono_ns + VERIFY_AFTER_NS;
    gpio->is_suspect = is_any_lost && !gpio->is_suspect;
}

/* Hands one edge on; true if the line's sequence shows that others before it were lost. */
static bool take_edge(struct gpio *gpio, const struct gpio_set_edge *edge, int64_t now_mono_ns)
{
    uint32_t before = gpio->seqno[edge->line];
    int64_t mono_ns = edge->edge.mono_ns;

    if (mono_ns > now_mono_ns + STAMP_SLACK_NS || mono_ns < gpio->floor_mono_ns - STAMP_SLACK_NS)
        mono_ns = now_mono_ns;
    gpio->seqno[edge->line] = edge->edge.seqno;
    gpio->closed[edge->line] = edge->edge.closed;
    push(gpio, (struct sensor_event){.mono_ns = mono_ns,
                                     .kind = SENSOR_EDGE,
                                     .line = edge->line,
                                     .closed = edge->edge.closed});
    return edge->edge.seqno != 0 && edge->edge.seqno != before + 1;
}

static void read_edges(struct gpio *gpio, int64_t now_mono_ns)
{
    struct gpio_set_edge edges[EDGES_MAX];
    bool is_lost[LINE_COUNT] = {false};
    bool is_any_lost = false;
    int count = gpio_set_read(&gpio->set, edges, EDGES_MAX);

    if (count < 0) {
        lose_chip(gpio, now_mono_ns, -count);
        return;
    }
    gpio->is_suspect = gpio->is_suspect && count == 0;
    for (int i = 0; i < count; i++) {
        if (take_edge(gpio, &edges[i], now_mono_ns)) {
            is_lost[edges[i].line] = true;
            is_any_lost = true;
        }
    }
    if (is_any_lost)
        report_lost(gpio, is_lost, now_mono_ns);
    else if (count > 0)
        gpio->verify_mono_ns = now_mono_ns + VERIFY_AFTER_NS;
    else if (now_mono_ns >= gpio->verify_mono_ns)
        verify_levels(gpio, now_mono_ns);
}

/* Empties the notifications; true if one was about a GPIO chip's node. */
static bool has_chip_news(struct gpio *gpio)
{
    _Alignas(struct inotify_event) char buffer[4096];
    bool has_news = false;
    ssize_t got;

    if (gpio->inotify_fd < 0)
        return false;
    while ((got = read(gpio->inotify_fd, buffer, sizeof(buffer))) > 0) {
        const struct inotify_event *event;

        for (char *p = buffer; p < buffer + got; p += sizeof(*event) + event->len) {
            event = (const struct inotify_event *)(const void *)p;
            has_news = has_news || (event->mask & IN_Q_OVERFLOW) ||
                       (event->len > 0 && strncmp(event->name, "gpiochip", 8) == 0);
        }
    }
    return has_news;
}

/*
 * Fills the queue. Kernels before 6.6 do not wake a poll() when a chip is unbound, so the node's
 * disappearance from the device folder is the sign to look whether the lines still answer.
 */
static void collect(struct gpio *gpio, int64_t now_mono_ns)
{
    bool has_news = has_chip_news(gpio);

    if (gpio->is_missing) {
        if (has_news || now_mono_ns >= gpio->retry_mono_ns)
            try_again(gpio, now_mono_ns);
        return;
    }
    if (has_news)
        gpio->verify_mono_ns = now_mono_ns;
    read_edges(gpio, now_mono_ns);
}

static size_t port_read(void *self, int64_t now_mono_ns, struct sensor_event *events,
                        size_t capacity)
{
    struct gpio *gpio = self;
    size_t count;

    assert(capacity > 0);
    if (gpio->queue_next == gpio->queue_count) {
        gpio->queue_next = 0;
        gpio->queue_count = 0;
        collect(gpio, now_mono_ns);
    }
    count = gpio->queue_count - gpio->queue_next;
    if (count > capacity)
        count = capacity;
    memcpy(events, gpio->queue + gpio->queue_next, count * sizeof(*events));
    gpio->queue_next += count;
    if (gpio->floor_mono_ns < now_mono_ns)
        gpio->floor_mono_ns = now_mono_ns;
    return count;
}

static size_t port_poll_fds(void *self, struct pollfd *fds, size_t capacity)
{
    const struct gpio *gpio = self;
    size_t count = gpio_set_poll_fds(&gpio->set, fds, capacity);

    if (gpio->inotify_fd >= 0 && count < capacity)
        fds[count++] = (struct pollfd){.fd = gpio->inotify_fd, .events = POLLIN};
    return count;
}

static int64_t port_next_deadline(void *self)
{
    const struct gpio *gpio = self;

    if (gpio->queue_next < gpio->queue_count)
        return gpio->floor_mono_ns;
    return gpio->is_missing ? gpio->retry_mono_ns : gpio->verify_mono_ns;
}

static void port_read_levels(void *self, struct sensor_levels *levels)
{
    struct gpio *gpio = self;

    *levels = (struct sensor_levels){0};
    if (gpio->is_missing || gpio_set_levels(&gpio->set, levels->closed) != 0)
        return;
    memcpy(levels->is_present, gpio->options.is_wanted, sizeof(levels->is_present));
}

static void port_close(void *self)
{
    struct gpio *gpio = self;

    gpio_set_close(&gpio->set);
    if (gpio->inotify_fd >= 0)
        (void)close(gpio->inotify_fd);
    free(gpio);
}

struct gpio *gpio_new(const struct gpio_options *options, int64_t now_mono_ns)
{
    struct gpio *gpio = calloc(1, sizeof(*gpio));

    if (!gpio)
        return NULL;
    gpio->options = *options;
    gpio->floor_mono_ns = now_mono_ns;
    /* IN_ATTRIB: udev hands a new node to its group only after it has been made. */
    gpio->inotify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (gpio->inotify_fd >= 0 && inotify_add_watch(gpio->inotify_fd, options->dev_folder,
                                                   IN_CREATE | IN_DELETE | IN_ATTRIB) < 0) {
        (void)close(gpio->inotify_fd);
        gpio->inotify_fd = -1;
    }
    if (open_lines(gpio) == 0)
        push_for_each_line(gpio, SENSOR_LEVEL, now_mono_ns);
    else
        go_missing(gpio, now_mono_ns);
    return gpio;
}

struct sensors_port gpio_port(struct gpio *gpio)
{
    return (struct sensors_port){
        .self = gpio,
        .poll_fds = port_poll_fds,
        .next_deadline_mono_ns = port_next_deadline,
        .read = port_read,
        .read_levels = port_read_levels,
        .close = port_close,
    };
}

const struct err *gpio_status(const struct gpio *gpio)
{
    return &gpio->status;
}

/*
 * edge_to_pixels.c - how long from an edge of the mat to other pixels on the X server?
 *
 *     edge_to_pixels EDGES [PAUSE_S]   prints `edge_ms` of each, without the 30 ms of debouncing
 *
 * PAUSE_S seconds lie between two edges: with more than ten the display has let go of its memory
 * each time. Without it, a fraction of a second that varies.
 *
 * The kiosk's own loop runs in the main thread on the real display driver; its sensors are a pipe.
 * A second thread plays the person and, on an X connection of its own, watches one pixel that is
 * known to differ between an open and a closed mat: it is found by trying, so no layout is assumed.
 * The moment that counts is when that thread has read the new colour back from the server.
 */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/units.h"
#include "bench/stage.h"
#include "core/debounce.h"
#include "kiosk/loop.h"

#define SETTLE_NS   (1500 * NS_PER_MS) /* any motion is over: a beat's lasts one second */
#define PATIENCE_NS (2 * NS_PER_S)
#define PAUSE_NS    (150 * NS_PER_MS) /* between edges: from here ... */
#define PAUSE_VARY  UINT32_C(250)     /* ... to as many ms more */
#define TRIALS      3                 /* pairs of pictures to find the pixel by */

struct watcher {
    struct stage *stage;
    int edge_fd;
    size_t edges;
    int64_t pause_ns; /* 0: it varies */
    int64_t *latencies_ns;
    size_t seen;

    Display *display;
    Window window;
    int damage_base;
    int x, y;
    unsigned long color[2]; /* of the pixel, by level of the mat */
    uint32_t random;
};

/* ------------------------------------------------------------------------- the kiosk's sensors */

static size_t port_poll_fds(void *self, struct pollfd *fds, size_t capacity)
{
    const int *fd = self;

    if (capacity == 0)
        return 0;
    fds[0] = (struct pollfd){.fd = *fd, .events = POLLIN};
    return 1;
}

static int64_t port_next_deadline(void *self)
{
    (void)self;
    return TIME_NEVER;
}

/* Whole events of far less than PIPE_BUF bytes: a read gets whole ones. */
static size_t port_read(void *self, int64_t now_mono_ns, struct sensor_event *events,
                        size_t capacity)
{
    const int *fd = self;
    ssize_t got = read(*fd, events, capacity * sizeof(*events));

    (void)now_mono_ns;
    return got > 0 ? (size_t)got / sizeof(*events) : 0;
}

static void port_read_levels(void *self, struct sensor_levels *levels)
{
    (void)self;
    *levels = (struct sensor_levels){.is_present = {[LINE_CHAIR] = true, [LINE_MAT] = true}};
}

static void port_close(void *self)
{
    (void)self;
}

static struct sensors_port pipe_port(int *fd)
{
    return (struct sensors_port){
        .self = fd,
        .poll_fds = port_poll_fds,
        .next_deadline_mono_ns = port_next_deadline,
        .read = port_read,
        .read_levels = port_read_levels,
        .close = port_close,
    };
}

/* -------------------------------------------------------------------------------- the X server */

static void sleep_ns(int64_t duration_ns)
{
    struct timespec duration = {.tv_sec = (time_t)(duration_ns / NS_PER_S),
                                .tv_nsec = (long)(duration_ns % NS_PER_S)};

    (void)nanosleep(&duration, NULL);
}

static bool find_window(struct watcher *watcher)
{
    Window root;
    Window parent;
    Window *children = NULL;
    unsigned count = 0;
    bool found = false;

    if (!XQueryTree(watcher->display, DefaultRootWindow(watcher->display), &root, &parent,
                    &children, &count))
        return false;
    for (unsigned i = 0; i < count && !found; i++) {
        XWindowAttributes attributes;

        found = XGetWindowAttributes(watcher->display, children[i], &attributes) &&
                attributes.map_state == IsViewable && attributes.width == STAGE_WIDTH_PX;
        watcher->window = children[i];
    }
    if (children)
        (void)XFree(children);
    return found;
}

static XImage *picture(struct watcher *watcher)
{
    return XGetImage(watcher->display, watcher->window, 0, 0, STAGE_WIDTH_PX, STAGE_HEIGHT_PX,
                     AllPlanes, ZPixmap);
}

static bool read_pixel(struct watcher *watcher, unsigned long *color)
{
    XImage *image = XGetImage(watcher->display, watcher->window, watcher->x, watcher->y, 1, 1,
                              AllPlanes, ZPixmap);

    if (!image)
        return false;
    *color = XGetPixel(image, 0, 0);
    XDestroyImage(image);
    return true;
}

/* ----------------------------------------------------------------------------------- the person */

static int64_t send_edge(struct watcher *watcher, bool closed)
{
    struct sensor_event event = stage_edge(LINE_MAT, closed, stage_now_ns(watcher->stage));

    if (write(watcher->edge_fd, &event, sizeof(event)) != (ssize_t)sizeof(event))
        return -ERR_IO;
    return event.mono_ns;
}

/* A pixel that had one colour in all pictures of an open mat and another in all of a closed one. */
static bool choose_pixel(struct watcher *watcher, XImage *pictures[2 * TRIALS])
{
    for (watcher->y = 0; watcher->y < STAGE_HEIGHT_PX; watcher->y++) {
        for (watcher->x = 0; watcher->x < STAGE_WIDTH_PX; watcher->x++) {
            bool tells = true;

            for (int i = 0; i < 2; i++)
                watcher->color[i] = XGetPixel(pictures[i], watcher->x, watcher->y);
            if (watcher->color[0] == watcher->color[1])
                continue;
            for (int i = 2; i < 2 * TRIALS && tells; i++)
                tells = XGetPixel(pictures[i], watcher->x, watcher->y) == watcher->color[i % 2];
            if (tells)
                return true;
        }
    }
    return false;
}

static bool find_pixel(struct watcher *watcher)
{
    XImage *pictures[2 * TRIALS] = {NULL};
    bool found = true;

    for (int i = 0; i < 2 * TRIALS && found; i++) {
        found = send_edge(watcher, i % 2 == 1) >= 0;
        sleep_ns(SETTLE_NS);
        pictures[i] = picture(watcher);
        found = found && pictures[i];
    }
    found = found && choose_pixel(watcher, pictures);
    for (int i = 0; i < 2 * TRIALS; i++) {
        if (pictures[i])
            XDestroyImage(pictures[i]);
    }
    return found;
}

/* Waits for the server to tell of damage; true if the pixel lies in it. */
static bool pixel_was_touched(struct watcher *watcher, int64_t until_ns)
{
    struct pollfd server = {.fd = ConnectionNumber(watcher->display), .events = POLLIN};
    bool touched = false;
    XEvent event;

    if (!XPending(watcher->display))
        (void)poll(&server, 1, (int)((until_ns - stage_now_ns(watcher->stage)) / NS_PER_MS) + 1);
    while (XPending(watcher->display)) {
        const XDamageNotifyEvent *damage = (const XDamageNotifyEvent *)&event;

        (void)XNextEvent(watcher->display, &event);
        if (event.type == watcher->damage_base + XDamageNotify)
            touched |= watcher->x >= damage->area.x && watcher->y >= damage->area.y &&
                       watcher->x < damage->area.x + damage->area.width &&
                       watcher->y < damage->area.y + damage->area.height;
    }
    return touched;
}

/* One edge; false if the pixel did not follow. */
static bool measure(struct watcher *watcher, bool closed)
{
    int64_t sent_ns = send_edge(watcher, closed);
    unsigned long color;

    if (sent_ns < 0)
        return false;
    while (stage_now_ns(watcher->stage) < sent_ns + PATIENCE_NS) {
        if (!pixel_was_touched(watcher, sent_ns + PATIENCE_NS) || !read_pixel(watcher, &color) ||
            color != watcher->color[closed])
            continue;
        watcher->latencies_ns[watcher->seen++] =
            stage_now_ns(watcher->stage) - sent_ns - DEBOUNCE_HOLD_NS;
        return true;
    }
    return false;
}

static int64_t next_pause_ns(struct watcher *watcher)
{
    if (watcher->pause_ns > 0)
        return watcher->pause_ns;
    watcher->random = watcher->random * UINT32_C(1664525) + UINT32_C(1013904223);
    return PAUSE_NS + (watcher->random >> 16) % PAUSE_VARY * NS_PER_MS;
}

static void watch(struct watcher *watcher)
{
    int error_base;

    sleep_ns(SETTLE_NS);
    watcher->display = XOpenDisplay(NULL);
    if (!watcher->display ||
        !XDamageQueryExtension(watcher->display, &watcher->damage_base, &error_base) ||
        !find_window(watcher) || !find_pixel(watcher))
        return;
    (void)XDamageCreate(watcher->display, watcher->window, XDamageReportRawRectangles);
    (void)XSync(watcher->display, False);
    for (size_t i = 0; i < watcher->edges; i++) {
        if (!measure(watcher, i % 2 == 1))
            return;
        sleep_ns(next_pause_ns(watcher));
    }
}

static void *run_watcher(void *context)
{
    struct watcher *watcher = context;

    watch(watcher);
    if (watcher->display)
        (void)XCloseDisplay(watcher->display);
    (void)kill(getpid(), SIGTERM);
    return NULL;
}

/* --------------------------------------------------------------------------------------- all of it
 */

/* SIGTERM is the loop's to take, from its signalfd: no thread may be killed by it. */
static void block_sigterm(void)
{
    sigset_t signals;

    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

static int run(struct stage *stage, struct watcher *watcher, int edges_fd, struct err *err)
{
    struct sensors_port sensors = pipe_port(&edges_fd);
    struct loop loop = {.appliance = stage->appliance,
                        .clock = stage->clock,
                        .sensors = &sensors,
                        .display = &stage->display};
    pthread_t thread;
    int result;

    block_sigterm();
    if (pthread_create(&thread, NULL, run_watcher, watcher) != 0)
        return err_set(err, ERR_IO, "no thread to watch with");
    result = loop_run(&loop, err);
    (void)pthread_join(thread, NULL);
    if (result == 0 && watcher->seen < watcher->edges)
        result = err_set(err, ERR_GONE, "only %zu of %zu edges changed the picture", watcher->seen,
                         watcher->edges);
    return result;
}

int main(int argc, char **argv)
{
    long edges = argc == 2 || argc == 3 ? strtol(argv[1], NULL, 10) : 0;
    long pause_s = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    struct stage stage;
    struct watcher watcher = {
        .stage = &stage, .edges = (size_t)edges, .pause_ns = pause_s * NS_PER_S, .random = 1};
    struct err err = {0};
    int fds[2];
    int result;

    if (edges <= 0) {
        (void)fprintf(stderr, "Usage: edge_to_pixels EDGES [PAUSE_S]\n");
        return 2;
    }
    watcher.latencies_ns = calloc(watcher.edges, sizeof(*watcher.latencies_ns));
    if (!watcher.latencies_ns || pipe2(fds, O_NONBLOCK | O_CLOEXEC) < 0)
        return EXIT_FAILURE;
    watcher.edge_fd = fds[1];
    result = stage_open(&stage, NULL, &err);
    if (result == 0)
        result = run(&stage, &watcher, fds[0], &err);
    stage_close(&stage);
    if (result == 0) {
        for (size_t i = 0; i < watcher.seen; i++)
            (void)printf("edge_ms %.3f\n", (double)watcher.latencies_ns[i] / (double)NS_PER_MS);
    } else {
        (void)fprintf(stderr, "edge_to_pixels: %s\n", err.text);
    }
    free(watcher.latencies_ns);
    return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

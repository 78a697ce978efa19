/*
 * xwatch.c - how long from exec to the first frame that is not black?
 *
 *     xwatch PROGRAM [ARGUMENT...]   prints: wall_ns cpu_ns; then ends the program
 *     xwatch --color RRGGBB PROGRAM [ARGUMENT...]
 *                                    the first frame with a pixel of just that colour in it
 *
 * Runs on an X server of its own, on which nothing else opens a window. The server tells when a
 * window is made and when its pixels change (XDamage), and the pixels themselves are looked at, so
 * that a mapped but empty window does not count.
 */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 30000

/* Brighter than this in any channel is not black. */
#define DARK 8

/* What is waited for: a pixel of this colour, or ANY that is not black. */
#define ANY UINT64_MAX

static unsigned long wanted = ANY;

static int64_t now_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* The window may be gone or not be mapped yet: then there is nothing to see, and that is all. */
static int ignore_error(Display *display, XErrorEvent *error)
{
    (void)display;
    (void)error;
    return 0;
}

/* CPU time of the program's first thread so far, which other work on the machine hardly moves. */
static int64_t cpu_ns_of(pid_t pid)
{
    char path[64];
    int64_t cpu_ns = 0;
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)pid);
    file = fopen(path, "re");
    if (!file)
        return 0;
    if (fscanf(file, "%" SCNd64, &cpu_ns) != 1)
        cpu_ns = 0;
    (void)fclose(file);
    return cpu_ns;
}

static bool is_wanted(unsigned long pixel)
{
    if (wanted != ANY)
        return (pixel & 0xffffff) == wanted;
    return (pixel & 0xff) > DARK || (pixel >> 8 & 0xff) > DARK || (pixel >> 16 & 0xff) > DARK;
}

static bool has_wanted(Display *display, Window window, const XRectangle *area)
{
    XImage *image =
        XGetImage(display, window, area->x, area->y, area->width, area->height, AllPlanes, ZPixmap);
    bool found = false;

    if (!image)
        return false;
    for (int y = 0; y < image->height && !found; y++) {
        for (int x = 0; x < image->width && !found; x++)
            found = is_wanted(XGetPixel(image, x, y));
    }
    XDestroyImage(image);
    return found;
}

/* Takes what the server says; true once a window shows something. */
static bool take_events(Display *display, int damage_base)
{
    XEvent event;

    while (XPending(display)) {
        (void)XNextEvent(display, &event);
        if (event.type == CreateNotify) {
            (void)XDamageCreate(display, event.xcreatewindow.window, XDamageReportRawRectangles);
        } else if (event.type == damage_base + XDamageNotify) {
            const XDamageNotifyEvent *damage = (const XDamageNotifyEvent *)&event;

            if (has_wanted(display, damage->drawable, &damage->area))
                return true;
        }
    }
    return false;
}

static bool wait_for_frame(Display *display, int damage_base, int64_t start_ns)
{
    struct pollfd server = {.fd = ConnectionNumber(display), .events = POLLIN};
    int64_t give_up_ns = start_ns + PATIENCE_MS * INT64_C(1000000);

    while (!take_events(display, damage_base)) {
        int64_t left_ns = give_up_ns - now_ns();

        if (left_ns <= 0)
            return false;
        (void)poll(&server, 1, (int)(left_ns / 1000000) + 1);
    }
    return true;
}

int main(int argc, char **argv)
{
    Display *display = XOpenDisplay(NULL);
    int damage_base;
    int error_base;
    int64_t start_ns;
    int64_t took_ns;
    int64_t cpu_ns;
    bool shown;
    pid_t child;

    if (argc > 3 && strcmp(argv[1], "--color") == 0) {
        wanted = strtoul(argv[2], NULL, 16);
        argv += 2;
        argc -= 2;
    }
    if (argc < 2 || !display || !XDamageQueryExtension(display, &damage_base, &error_base)) {
        (void)fprintf(stderr, "xwatch: needs a program, and an X server with DAMAGE\n");
        return 2;
    }
    (void)XSetErrorHandler(ignore_error);
    (void)XSelectInput(display, DefaultRootWindow(display), SubstructureNotifyMask);
    (void)XSync(display, False);
    start_ns = now_ns();
    child = fork();
    if (child == 0) {
        (void)close(ConnectionNumber(display));
        (void)execvp(argv[1], argv + 1);
        _exit(127);
    }
    if (child < 0)
        return EXIT_FAILURE;
    shown = wait_for_frame(display, damage_base, start_ns);
    took_ns = now_ns() - start_ns;
    cpu_ns = cpu_ns_of(child);
    (void)kill(child, SIGTERM);
    (void)waitpid(child, NULL, 0);
    (void)XCloseDisplay(display);
    if (!shown) {
        (void)fprintf(stderr, "xwatch: %s showed nothing\n", argv[1]);
        return EXIT_FAILURE;
    }
    (void)printf("%" PRId64 " %" PRId64 "\n", took_ns, cpu_ns);
    return EXIT_SUCCESS;
}

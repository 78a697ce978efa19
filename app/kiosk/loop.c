#include "kiosk/loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/units.h"

#define OWN_FDS  3 /* signals, clock, ledger */
#define FDS_MAX  (OWN_FDS + SENSORS_FDS_MAX + DISPLAY_FDS_MAX)
#define EVENTS   64
#define FAR_AWAY (INT64_C(1) << 33) /* seconds since 1970: the year 2242 */

/*
 * Longer than between the frames of somebody who moves, or than between a minute's petal and the
 * gauge that follows it; so a person who sits still costs one rest a minute.
 */
#define REST_AFTER_NS (10 * NS_PER_S)

/* ------------------------------------------------------------------------------- beginning, end */

/* Wakes the loop, by an error on reading, when somebody sets the wall clock. */
static int arm_timer(int timer_fd)
{
    struct itimerspec never = {.it_value = {.tv_sec = FAR_AWAY}};

    return timerfd_settime(timer_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL);
}

static int begin(struct loop *loop, struct err *err)
{
    sigset_t signals;

    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &signals, NULL);
    loop->timer_fd = -1;
    loop->signal_fd = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    if (loop->signal_fd < 0)
        return err_set(err, err_from_errno(errno), "signalfd: %s", strerror(errno));
    loop->timer_fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (loop->timer_fd < 0 || arm_timer(loop->timer_fd) < 0)
        return err_set(err, err_from_errno(errno), "timerfd: %s", strerror(errno));
    return 0;
}

static void end(struct loop *loop)
{
    if (loop->signal_fd >= 0)
        (void)close(loop->signal_fd);
    if (loop->timer_fd >= 0)
        (void)close(loop->timer_fd);
}

/* -------------------------------------------------------------------------------------- waiting */

static int64_t next_deadline(const struct loop *loop, int64_t now_mono_ns)
{
    int64_t due_ns = appliance_next_deadline(loop->appliance);

    due_ns = time_earlier(due_ns, loop->sensors->next_deadline_mono_ns(loop->sensors->self));
    if (loop->pictures)
        return time_earlier(due_ns, pictures_next_deadline(loop->pictures));
    due_ns = time_earlier(due_ns, loop->rest_ns);
    due_ns = time_earlier(due_ns, watch_next_deadline(&loop->watch));
    return time_earlier(due_ns, ui_next_deadline_mono_ns(&loop->appliance->ui, now_mono_ns));
}

static void wait(struct loop *loop, int64_t now_mono_ns)
{
    const struct ledger *ledger = loop->appliance->ledger;
    struct pollfd fds[FDS_MAX] = {
        {.fd = loop->signal_fd, .events = POLLIN},
        {.fd = loop->timer_fd, .events = POLLIN},
        {.fd = ledger ? ledger_fd(ledger) : -1, .events = POLLIN},
    };
    size_t count = OWN_FDS;
    struct timespec timeout = {0};
    const struct timespec *timeout_or_never = &timeout;
    int64_t wait_ns = loop->clock.real_ns_until(loop->clock.self, next_deadline(loop, now_mono_ns));

    count += loop->sensors->poll_fds(loop->sensors->self, fds + count, SENSORS_FDS_MAX);
    count += loop->display->poll_fds(loop->display->self, fds + count, DISPLAY_FDS_MAX);
    if (wait_ns == TIME_NEVER) {
        timeout_or_never = NULL;
    } else {
        timeout.tv_sec = (time_t)(wait_ns / NS_PER_S);
        timeout.tv_nsec = (long)(wait_ns % NS_PER_S);
    }
    /* Last: the library may have read ahead, and then its descriptor stays silent. */
    if (loop->display->pending(loop->display->self)) {
        timeout = (struct timespec){0};
        timeout_or_never = &timeout;
    }
    (void)ppoll(fds, (nfds_t)count, timeout_or_never, NULL);
}

/* ------------------------------------------------------------------------------------- draining */

static void drain_signals(struct loop *loop)
{
    struct signalfd_siginfo info;

    while (read(loop->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info))
        loop->stops = true;
}

static void drain_clock(struct loop *loop, int64_t now_mono_ns)
{
    uint64_t expirations;

    if (read(loop->timer_fd, &expirations, sizeof(expirations)) < 0 && errno == ECANCELED) {
        (void)arm_timer(loop->timer_fd);
        appliance_clock_changed(loop->appliance, now_mono_ns);
    }
}

static void drain_sensors(struct loop *loop, int64_t now_mono_ns)
{
    struct sensor_event events[EVENTS];
    size_t count;

    do {
        count = loop->sensors->read(loop->sensors->self, now_mono_ns, events, EVENTS);
        for (size_t i = 0; i < count; i++)
            appliance_take_sensor(loop->appliance, &events[i]);
    } while (count == EVENTS);
}

static void drain_display(struct loop *loop, int64_t now_mono_ns)
{
    struct display_event event;

    while (loop->display->next_event(loop->display->self, now_mono_ns, &event)) {
        if (event.kind == DISPLAY_QUIT)
            loop->stops = true;
        else if (event.kind == DISPLAY_KEY_DOWN || event.kind == DISPLAY_KEY_UP) {
            if (loop->key)
                loop->key(loop->key_self, event.key, event.kind == DISPLAY_KEY_DOWN);
        } else {
            loop->has_no_screen = event.kind == DISPLAY_LOST ||
                                  (loop->has_no_screen && event.kind != DISPLAY_RESIZED);
            appliance_take_display(loop->appliance, &event);
        }
    }
}

static void draw(struct loop *loop, int64_t now_mono_ns)
{
    struct ui_frame frame;
    struct err err = {0};
    int result;

    if (!ui_frame(&loop->appliance->ui, now_mono_ns, &frame)) {
        if (now_mono_ns >= loop->rest_ns) {
            loop->display->rest(loop->display->self);
            loop->rest_ns = TIME_NEVER;
        }
        return;
    }
    loop->frames++;
    loop->rest_ns = now_mono_ns + REST_AFTER_NS;
    result = loop->display->present(loop->display->self, frame.list, frame.damage, &err);
    /* Without a picture or a font of it there is a picture all the same. */
    loop->shows_nothing = result < 0 && result != -ERR_NOT_FOUND;
    if (result < 0) {
        appliance_log(loop->appliance, err.text);
        ui_expose(&loop->appliance->ui);
    }
}

/* Only here, at the end of a whole turn: what hangs anywhere above is not fed. */
static void tell_manager(struct loop *loop, int64_t now_mono_ns)
{
    struct ledger *ledger = loop->appliance->ledger;
    bool is_well = !loop->shows_nothing && (!ledger || ledger_answers(ledger, now_mono_ns));
    char trouble[NOTIFY_STATUS_SIZE];

    if (loop->has_no_screen)
        (void)snprintf(trouble, sizeof(trouble), "No screen is connected.");
    else
        appliance_write_trouble(loop->appliance, trouble, sizeof(trouble));
    watch_take_turn(&loop->watch, now_mono_ns, loop->frames > 0 && !loop->shows_nothing, is_well,
                    trouble);
}

static int turn(struct loop *loop, struct err *err)
{
    int64_t now_mono_ns;

    drain_signals(loop);
    now_mono_ns = loop->clock.mono_now_ns(loop->clock.self);
    drain_clock(loop, now_mono_ns);
    drain_sensors(loop, now_mono_ns);
    drain_display(loop, now_mono_ns);
    if (loop->appliance->ledger)
        appliance_take_ledger(loop->appliance);
    appliance_tick(loop->appliance, now_mono_ns);
    appliance_show(loop->appliance, now_mono_ns);
    if (!loop->pictures) {
        draw(loop, now_mono_ns);
        tell_manager(loop, now_mono_ns);
        return 0;
    }
    if (loop->appliance->has_ended)
        loop->stops = true;
    return pictures_take(loop->pictures, loop->appliance, now_mono_ns, loop->stops, err);
}

int loop_run(struct loop *loop, struct err *err)
{
    int result;

    loop->stops = false;
    loop->rest_ns = TIME_NEVER;
    watch_init(&loop->watch, loop->notify);
    result = begin(loop, err);
    while (result == 0 && !loop->stops) {
        result = turn(loop, err);
        if (result == 0 && !loop->stops)
            wait(loop, loop->clock.mono_now_ns(loop->clock.self));
    }
    watch_end(&loop->watch);
    end(loop);
    return result;
}

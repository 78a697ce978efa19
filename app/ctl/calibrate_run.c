/* Leads a person through a calibration: steps, waiting, the real core, and the tallies. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/units.h"
#include "core/glance.h"
#include "core/leg.h"
#include "ctl/calibrate.h"

#define EVENTS_MAX 64
#define KEYS_MAX   128

/* Between two keys of one typed line: an easy pace of walking. */
#define KEY_PACE_NS (600 * NS_PER_MS)

/* Any: no figure here depends on the calendar. */
#define SOME_DATE 20000101

enum level { ANY, OPEN, CLOSED };

/*
 * A step is over once every level is as wanted, the mat has moved if it should have, and nothing
 * has changed for `quiet_s`; or after `limit_s`.
 */
struct step_rule {
    const char *text;
    enum level chair;
    enum level mat;
    bool needs_mat;
    bool needs_movement;
    int quiet_s; /* 0: only the limit or Enter ends it */
    int limit_s;
};

static const struct step_rule rules[CALIBRATE_STEPS] = {
    [CALIBRATE_EMPTY] = {"Get up from the chair and take both feet off the mat.", OPEN, OPEN, false,
                         false, 2, 20},
    [CALIBRATE_WALK] = {"Walk 20 steps on the spot on the mat, as you would on a break. Count both "
                        "feet, then stand still.",
                        ANY, ANY, true, true, 5, 90},
    [CALIBRATE_SIT] = {"Sit down, with both heels on the mat.", CLOSED, CLOSED, false, false, 3,
                       30},
    [CALIBRATE_RAISE] = {"Raise the heels 10 times: up, a second's hold, slowly down.", ANY, ANY,
                         true, true, 6, 90},
    [CALIBRATE_LEAN] = {"Lean forward as far as you ever do at the desk, and back. Three times, "
                        "slowly.",
                        ANY, ANY, false, false, 0, 20},
    [CALIBRATE_RISE] = {"Get up.", OPEN, ANY, false, false, 3, 30},
};

struct run {
    const struct ctl_sensors *sensors;
    struct calibrate_tallies *tallies;
    struct kiosk kiosk;
    struct kiosk scratch; /* for glances */
    struct kiosk_glance glance;
    int64_t bouts_ns[DAY_BOUTS_MAX];
    int64_t now_ns;
    int input_fd;
    bool has_ended; /* the sensors will say nothing any more */
    bool shows_progress;

    char keys[KEYS_MAX]; /* typed, for simulated sensors; pressed one by one */
    size_t keys_len;
    int64_t next_key_ns;

    /* The step at hand. */
    enum calibrate_step step;
    int64_t steps_before;
    int64_t raises_before;
    int64_t changed_ns; /* the last change of a contact, or the step's start */
    bool mat_moved;
    bool is_over; /* somebody said so */
    bool chair_closed;
    bool mat_closed;
    int64_t chair_opened_ns;
    int64_t mat_opened_ns;
};

static void ignore_effect(void *self, const struct effect *effect)
{
    (void)self;
    (void)effect;
}

/* --------------------------------------------------------------------------------- what is seen */

static void see_chair(struct run *run, struct calibrate_tally *tally, int64_t now_ns)
{
    if (run->glance.chair_closed == run->chair_closed)
        return;
    run->chair_closed = !run->chair_closed;
    run->changed_ns = now_ns;
    if (run->chair_closed)
        tally->chair_closings++;
    else
        tally->chair_openings++;
    if (!run->chair_closed)
        run->chair_opened_ns = now_ns;
}

static void see_mat(struct run *run, struct calibrate_tally *tally, int64_t now_ns)
{
    int64_t open_ns = now_ns - run->mat_opened_ns;

    if (run->glance.mat_closed == run->mat_closed)
        return;
    run->mat_closed = !run->mat_closed;
    run->mat_moved = true;
    run->changed_ns = now_ns;
    if (!run->mat_closed) {
        tally->mat_openings++;
        run->mat_opened_ns = now_ns;
        return;
    }
    tally->mat_closings++;
    tally->mat_short_openings += open_ns < LEG_RAISE_OPEN_MIN_NS;
    tally->mat_long_openings += open_ns > LEG_RAISE_OPEN_MAX_NS;
}

static void show_progress(const struct run *run, const struct calibrate_tally *tally)
{
    if (!run->shows_progress)
        return;
    (void)fprintf(stderr, "\r   chair %-6s  mat %-6s  steps %3lld  raises %3lld ",
                  run->chair_closed ? "closed" : "open", run->mat_closed ? "closed" : "open",
                  (long long)tally->steps, (long long)tally->raises);
    (void)fflush(stderr);
}

/* Looks at the core, as the screen would: what is pending is taken as happening. */
static void look(struct run *run, int64_t now_ns)
{
    struct calibrate_tally *tally = &run->tallies->step[run->step];
    int64_t open_ns;

    kiosk_glance(&run->kiosk, now_ns, &run->scratch, run->bouts_ns, &run->glance);
    see_chair(run, tally, now_ns);
    see_mat(run, tally, now_ns);
    open_ns = run->chair_closed || tally->chair_openings == 0 ? 0 : now_ns - run->chair_opened_ns;
    if (open_ns > tally->longest_chair_open_ns)
        tally->longest_chair_open_ns = open_ns;
    tally->chair_faults |= run->glance.chair_faults;
    tally->mat_faults |= run->glance.mat_faults;
    tally->steps = run->glance.today.steps - run->steps_before;
    tally->raises = run->glance.today.calf_raises - run->raises_before;
    tally->chair_closed = run->chair_closed;
    tally->mat_closed = run->mat_closed;
    show_progress(run, tally);
}

static void tell_core(struct run *run, struct kiosk_event event)
{
    const struct effects effects = {ignore_effect, NULL};

    if (event.mono_ns < run->now_ns)
        event.mono_ns = run->now_ns;
    run->now_ns = event.mono_ns;
    /* Never backwards: that is the only thing that a step refuses. */
    if (kiosk_step(&run->kiosk, &event, &effects) == 0)
        look(run, run->now_ns);
}

static void take_event(struct run *run, const struct sensor_event *event)
{
    struct kiosk_event told = {
        .mono_ns = event->mono_ns, .line = event->line, .closed = event->closed};

    switch (event->kind) {
    case SENSOR_EDGE:
    case SENSOR_LEVEL:
        told.kind = KIOSK_EDGE;
        break;
    case SENSOR_FAULT:
        told.kind = KIOSK_LINE_FAULT;
        break;
    case SENSOR_OK:
        told.kind = KIOSK_LINE_OK;
        break;
    case SENSOR_LOST:
        return;
    case SENSOR_TOUCH:
        run->is_over = true;
        return;
    case SENSOR_END:
        run->has_ended = true;
        told.kind = KIOSK_TICK;
        break;
    }
    tell_core(run, told);
}

/* -------------------------------------------------------------------------------------- waiting */

static bool is_level(enum level wanted, bool is_closed)
{
    return wanted == ANY || (wanted == CLOSED) == is_closed;
}

/* When the step ends by itself, as things stand. */
static int64_t step_end_ns(const struct run *run, int64_t start_ns)
{
    const struct step_rule *rule = &rules[run->step];
    int64_t limit_ns = start_ns + rule->limit_s * NS_PER_S;

    if (rule->quiet_s == 0 || !is_level(rule->chair, run->chair_closed) ||
        (run->tallies->has_mat && !is_level(rule->mat, run->mat_closed)) ||
        (rule->needs_movement && !run->mat_moved))
        return limit_ns;
    return time_earlier(run->changed_ns + rule->quiet_s * NS_PER_S, limit_ns);
}

/* Enter ends the step; other letters are keys of simulated sensors. */
static void take_typed(struct run *run)
{
    char typed[KEYS_MAX];
    ssize_t count = read(run->input_fd, typed, sizeof(typed));

    if (count <= 0)
        run->input_fd = -1;
    for (ssize_t i = 0; i < count; i++) {
        bool ends_line_of_keys = typed[i] == '\n' && i > 0 && typed[i - 1] != '\n';

        if (typed[i] == '\n')
            run->is_over = run->is_over || !run->sensors->press || !ends_line_of_keys;
        else if (run->sensors->press && run->keys_len < KEYS_MAX)
            run->keys[run->keys_len++] = typed[i];
    }
}

static void press_keys(struct run *run, int64_t now_ns)
{
    if (run->keys_len == 0 || now_ns < run->next_key_ns)
        return;
    run->sensors->press(run->sensors->self, run->keys[0], now_ns);
    run->keys_len--;
    for (size_t i = 0; i < run->keys_len; i++)
        run->keys[i] = run->keys[i + 1];
    run->next_key_ns = now_ns + KEY_PACE_NS;
}

static void wait_for_news(struct run *run, int64_t deadline_ns)
{
    const struct sensors_port *port = &run->sensors->port;
    struct pollfd fds[SENSORS_FDS_MAX + 1] = {{.fd = run->input_fd, .events = POLLIN}};
    size_t count = 1 + port->poll_fds(port->self, fds + 1, SENSORS_FDS_MAX);
    struct timespec timeout;
    int64_t wait_ns;

    deadline_ns = time_earlier(deadline_ns, port->next_deadline_mono_ns(port->self));
    deadline_ns = time_earlier(deadline_ns, kiosk_next_deadline(&run->kiosk));
    if (run->keys_len > 0)
        deadline_ns = time_earlier(deadline_ns, run->next_key_ns);
    wait_ns = run->sensors->clock.real_ns_until(run->sensors->clock.self, deadline_ns);
    timeout =
        (struct timespec){.tv_sec = (time_t)(wait_ns / NS_PER_S), .tv_nsec = wait_ns % NS_PER_S};
    (void)ppoll(fds, count, &timeout, NULL);
    if (fds[0].revents)
        take_typed(run);
}

static void drain(struct run *run)
{
    const struct sensors_port *port = &run->sensors->port;
    int64_t now_ns = run->sensors->clock.mono_now_ns(run->sensors->clock.self);
    struct sensor_event events[EVENTS_MAX];
    size_t count;

    press_keys(run, now_ns);
    do {
        count = port->read(port->self, now_ns, events, EVENTS_MAX);
        for (size_t i = 0; i < count; i++)
            take_event(run, &events[i]);
    } while (count == EVENTS_MAX);
    if (!run->has_ended)
        tell_core(run, (struct kiosk_event){.kind = KIOSK_TICK, .mono_ns = now_ns});
}

/* ---------------------------------------------------------------------------------------- steps */

static void begin_step(struct run *run, enum calibrate_step step)
{
    run->step = step;
    run->steps_before = run->glance.today.steps;
    run->raises_before = run->glance.today.calf_raises;
    run->changed_ns = run->now_ns;
    run->mat_moved = false;
    run->is_over = false;
    run->chair_opened_ns = run->now_ns;
    run->tallies->step[step].was_seen = true;
    if (step == CALIBRATE_RAISE)
        tell_core(run, (struct kiosk_event){.kind = KIOSK_TOUCH, .touch = TOUCH_EXERCISE});
    look(run, run->now_ns);
}

static void do_step(struct run *run, enum calibrate_step step)
{
    int64_t start_ns = run->now_ns;

    begin_step(run, step);
    while (!run->has_ended && !run->is_over && run->now_ns < step_end_ns(run, start_ns)) {
        wait_for_news(run, step_end_ns(run, start_ns));
        drain(run);
    }
    if (step == CALIBRATE_RAISE)
        tell_core(run, (struct kiosk_event){.kind = KIOSK_TOUCH, .touch = TOUCH_STOP});
    if (run->shows_progress)
        (void)fputc('\n', stderr);
}

int calibrate_run(const struct kiosk_setup *setup, const struct ctl_sensors *sensors, int input_fd,
                  struct calibrate_tallies *tallies, struct err *err)
{
    struct run *run = calloc(1, sizeof(*run));
    int number = 0;

    *tallies = (struct calibrate_tallies){.has_mat = setup->has_mat,
                                          .steps_per_closure = setup->steps_per_closure};
    if (!run)
        return err_set(err, ERR_MEMORY, "no memory to calibrate");
    run->sensors = sensors;
    run->tallies = tallies;
    run->input_fd = input_fd;
    run->shows_progress = isatty(STDERR_FILENO) == 1;
    run->now_ns = sensors->clock.mono_now_ns(sensors->clock.self);
    kiosk_init(&run->kiosk, setup, run->now_ns, SOME_DATE);
    drain(run);
    for (int step = 0; step < CALIBRATE_STEPS && !run->has_ended; step++) {
        if (rules[step].needs_mat && !setup->has_mat)
            continue;
        (void)fprintf(stderr, "%d. %s\n", ++number, rules[step].text);
        do_step(run, (enum calibrate_step)step);
    }
    free(run);
    return 0;
}

/* secondheartctl record: what really comes in on the lines, as a trace. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/trace.h"
#include "base/trace_time.h"
#include "base/units.h"
#include "ctl/command_line.h"
#include "ctl/ctl.h"

#define EVENTS_MAX 64

struct options {
    const char *output;
    const char *config;
    const char *duration; /* in seconds; NULL: without end */
};

struct recorder {
    const struct clock_port *clock;
    struct sensors_port sensors;
    struct trace_writer *writer;
    int64_t start_mono_ns;
    int64_t end_mono_ns;
    int signal_fd;
};

static const struct command_option option_rows[] = {
    {.name = "output",
     .value = "FILE",
     .type = COMMAND_TEXT,
     .letter = 'o',
     .offset = offsetof(struct options, output),
     .help = "a file that does not exist yet (default -: standard output)"},
    {.name = "duration",
     .value = "S",
     .type = COMMAND_TEXT,
     .offset = offsetof(struct options, duration),
     .help = "end by itself after S seconds"},
    COMMAND_OPTION_CONFIG(offsetof(struct options, config)),
};

static const struct command_line line = {
    .command = "record",
    .usage = "Usage: secondheartctl record [-o FILE] [--duration S] [--config F]\n"
             "\n"
             "Writes the lines' raw edges, with the bounce, as a trace, until Ctrl-C or SIGTERM.\n"
             "First come the levels as they are. The kiosk must not be running: a line has one\n"
             "user at a time.\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes =
        "Exit codes: 0 done, 1 the lines or the file do not work, 2 wrong configuration or\n"
        "usage.\n",
};

/* The wall time at the trace's start, with the zone as far as this machine knows it. */
static struct trace_header header_now(const struct clock_port *clock)
{
    struct wall_time wall = clock->wall_now(clock->self);
    struct trace_header header = {.start_wall_s = wall.s, .start_wall_ns = wall.ns};
    time_t seconds = (time_t)wall.s;
    struct tm local;

    if (localtime_r(&seconds, &local))
        header.utc_offset_s = (int32_t)local.tm_gmtoff;
    (void)zone_local_name(header.tz);
    return header;
}

/* One event as a trace's item; false for what a trace has no word for. */
static bool item_of(const struct recorder *recorder, const struct sensor_event *event,
                    struct trace_item *item)
{
    *item = (struct trace_item){
        .at_ns = event->mono_ns - recorder->start_mono_ns,
        .line = event->line,
        .closed = event->closed,
        .touch = event->touch,
    };
    switch (event->kind) {
    case SENSOR_EDGE:
    case SENSOR_LEVEL:
        item->kind = TRACE_EDGE;
        return true;
    case SENSOR_FAULT:
        item->kind = TRACE_FAULT;
        return true;
    case SENSOR_OK:
        item->kind = TRACE_OK;
        return true;
    case SENSOR_TOUCH:
        item->kind = TRACE_TOUCH;
        return true;
    case SENSOR_LOST:
        (void)fprintf(
            stderr, "secondheartctl record: edges of the %s were lost; its level was read again\n",
            line_name(event->line));
        return false;
    case SENSOR_END:
        return false;
    }
    return false;
}

/* Writes all that has happened; 0 or the writer's error. */
static int write_events(struct recorder *recorder, int64_t now_mono_ns, bool *has_ended,
                        struct err *err)
{
    struct sensor_event events[EVENTS_MAX];
    struct trace_item item;
    size_t count;

    do {
        count = recorder->sensors.read(recorder->sensors.self, now_mono_ns, events, EVENTS_MAX);
        for (size_t i = 0; i < count; i++) {
            int outcome = 0;

            *has_ended = *has_ended || events[i].kind == SENSOR_END;
            if (events[i].mono_ns > recorder->end_mono_ns)
                continue;
            if (item_of(recorder, &events[i], &item))
                outcome = trace_writer_put(recorder->writer, &item, err);
            if (outcome)
                return outcome;
        }
    } while (count == EVENTS_MAX);
    return 0;
}

/* Sleeps until an edge, a deadline or a signal; true for a signal. */
static bool wait_for_news(const struct recorder *recorder)
{
    struct pollfd fds[SENSORS_FDS_MAX + 1] = {{.fd = recorder->signal_fd, .events = POLLIN}};
    const struct sensors_port *sensors = &recorder->sensors;
    size_t count = 1 + sensors->poll_fds(sensors->self, fds + 1, SENSORS_FDS_MAX);
    int64_t deadline_ns =
        time_earlier(sensors->next_deadline_mono_ns(sensors->self), recorder->end_mono_ns);
    struct signalfd_siginfo signal;
    struct timespec timeout;
    int64_t wait_ns;

    wait_ns = recorder->clock->real_ns_until(recorder->clock->self, deadline_ns);
    timeout =
        (struct timespec){.tv_sec = (time_t)(wait_ns / NS_PER_S), .tv_nsec = wait_ns % NS_PER_S};
    (void)ppoll(fds, count, wait_ns == TIME_NEVER ? NULL : &timeout, NULL);
    /* Taken for good: left pending, it would end the program once it is let through again. */
    return read(recorder->signal_fd, &signal, sizeof(signal)) == (ssize_t)sizeof(signal);
}

/* Until a signal, the end of the duration, or (of a trace) the end. */
static int record(struct recorder *recorder, struct err *err)
{
    struct trace_item end = {.kind = TRACE_END};
    int64_t now_ns = recorder->start_mono_ns;
    bool has_ended = false;

    for (;;) {
        int outcome = write_events(recorder, now_ns, &has_ended, err);

        if (outcome)
            return outcome;
        if (has_ended || now_ns >= recorder->end_mono_ns)
            break;
        /* What came in before the signal still belongs to the recording. */
        has_ended = wait_for_news(recorder);
        now_ns = recorder->clock->mono_now_ns(recorder->clock->self);
    }
    end.at_ns = time_earlier(now_ns, recorder->end_mono_ns) - recorder->start_mono_ns;
    return trace_writer_put(recorder->writer, &end, err);
}

/* From here on SIGINT and SIGTERM end the recording instead of the program. */
static int open_signals(sigset_t *old_signals)
{
    sigset_t signals;

    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &signals, old_signals);
    return signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
}

static int record_to(struct recorder *recorder, const char *output, struct err *err)
{
    struct trace_header header = header_now(recorder->clock);
    sigset_t old_signals;
    struct err close_err = {0};
    int outcome;
    int closed;

    outcome = trace_writer_new(output, &header, &recorder->writer, err);
    if (outcome)
        return outcome;
    recorder->signal_fd = open_signals(&old_signals);
    outcome = recorder->signal_fd < 0
                  ? err_set(err, err_from_errno(errno), "signals: %s", strerror(errno))
                  : record(recorder, err);
    if (recorder->signal_fd >= 0)
        (void)close(recorder->signal_fd);
    (void)sigprocmask(SIG_SETMASK, &old_signals, NULL);
    closed = trace_writer_close(recorder->writer, &close_err);
    if (outcome == 0 && closed != 0) {
        *err = close_err;
        outcome = closed;
    }
    return outcome;
}

/* TIME_NEVER for NULL. */
static int take_duration(const char *text, int64_t *duration_ns)
{
    const char *wrong = NULL;
    char what[160];

    *duration_ns = TIME_NEVER;
    if (text)
        wrong = trace_seconds_parse(text, text + strlen(text), duration_ns);
    if (!wrong)
        return EXIT_DONE;
    (void)snprintf(what, sizeof(what), "--duration: %s", wrong);
    return command_line_wrong(line.command, what, text);
}

int ctl_record_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    struct recorder recorder = {.clock = &drivers->clock};
    struct options options = {.output = "-"};
    int64_t duration_ns;
    struct config config;
    struct err err = {0};
    int outcome;
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    result = take_duration(options.duration, &duration_ns);
    if (result == EXIT_DONE)
        result = command_line_load(options.config, &config);
    if (result != EXIT_DONE)
        return result;
    recorder.start_mono_ns = drivers->clock.mono_now_ns(drivers->clock.self);
    recorder.end_mono_ns = duration_ns < TIME_NEVER - recorder.start_mono_ns
                               ? recorder.start_mono_ns + duration_ns
                               : TIME_NEVER;
    outcome = drivers->open_gpio(&config, recorder.start_mono_ns, &recorder.sensors, &err);
    if (outcome == 0) {
        outcome = record_to(&recorder, options.output, &err);
        recorder.sensors.close(recorder.sensors.self);
    }
    return outcome ? command_line_fail_as(line.command, &err, EXIT_PROBLEM) : EXIT_DONE;
}

/* The recorder on lines that follow a script and a clock that jumps instead of letting wait. */
#include "base/trace.h"
#include "base/units.h"
#include "ctl/ctl.h"

#include "temp_file.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define START_NS (100 * NS_PER_S)

/* The machine: events in the order of their times; a kind of its own raises SIGTERM. */
enum { STOP = SENSOR_END + 1 };

static struct {
    int64_t mono_ns;
    struct sensor_event script[32];
    size_t count;
    size_t next;
    int64_t late_ns; /* how late the loop wakes */
    int open_outcome;
    int open_count;
    int close_count;
} machine;

static int64_t mono_now(void *self)
{
    return machine.mono_ns;
}

static struct wall_time wall_now(void *self)
{
    return (struct wall_time){1772438100, 250000000};
}

static int64_t real_ns_until(void *self, int64_t deadline_mono_ns)
{
    if (deadline_mono_ns != TIME_NEVER && deadline_mono_ns > machine.mono_ns)
        machine.mono_ns = deadline_mono_ns + machine.late_ns;
    return 0;
}

static size_t port_poll_fds(void *self, struct pollfd *fds, size_t capacity)
{
    return 0;
}

static int64_t port_next_deadline(void *self)
{
    return machine.next < machine.count ? machine.script[machine.next].mono_ns : TIME_NEVER;
}

static size_t port_read(void *self, int64_t now_mono_ns, struct sensor_event *events,
                        size_t capacity)
{
    size_t count = 0;

    while (machine.next < machine.count && count < capacity &&
           machine.script[machine.next].mono_ns <= now_mono_ns) {
        events[count] = machine.script[machine.next++];
        if ((int)events[count].kind == STOP)
            (void)raise(SIGTERM);
        else
            count++;
    }
    return count;
}

static void port_close(void *self)
{
    machine.close_count++;
}

static int open_gpio(const struct config *config, int64_t now_mono_ns, struct sensors_port *port,
                     struct err *err)
{
    machine.open_count++;
    if (machine.open_outcome)
        return err_set(err, ERR_BUSY, "chair: busy");
    *port = (struct sensors_port){.poll_fds = port_poll_fds,
                                  .next_deadline_mono_ns = port_next_deadline,
                                  .read = port_read,
                                  .close = port_close};
    return 0;
}

static const struct ctl_drivers drivers = {
    .clock = {.mono_now_ns = mono_now, .wall_now = wall_now, .real_ns_until = real_ns_until},
    .open_gpio = open_gpio,
};

static int setup(void **state)
{
    memset(&machine, 0, sizeof(machine));
    machine.mono_ns = START_NS;
    return setenv("TZ", "Europe/Berlin", 1);
}

static void add(int kind, enum line line, bool closed, int64_t at_ns)
{
    machine.script[machine.count++] =
        (struct sensor_event){START_NS + at_ns, (enum sensor_event_kind)kind, line, closed, 0, 0};
}

/* Runs the subcommand with the options given, up to NULL. */
static int run(const char *first, ...)
{
    char texts[8][TEMP_PATH_SIZE] = {"record"};
    char *argv[9] = {texts[0]};
    va_list args;
    int argc = 1;

    va_start(args, first);
    for (const char *arg = first; arg; arg = va_arg(args, const char *)) {
        (void)snprintf(texts[argc], sizeof(texts[argc]), "%s", arg);
        argv[argc] = texts[argc];
        argc++;
    }
    va_end(args);
    return ctl_record_main(argc, argv, &drivers);
}

static void assert_file_is(const char *path, const char *expected)
{
    char text[2048];
    FILE *file = fopen(path, "r");
    size_t len;

    assert_non_null(file);
    len = fread(text, 1, sizeof(text) - 1, file);
    (void)fclose(file);
    text[len] = '\0';
    assert_string_equal(text, expected);
}

static void raw_edges_are_written_as_they_come_until_the_duration_is_over(void **state)
{
    char path[TEMP_PATH_SIZE];

    add(SENSOR_LEVEL, LINE_CHAIR, true, 0);
    add(SENSOR_LEVEL, LINE_MAT, false, 0);
    add(SENSOR_EDGE, LINE_MAT, true, NS_PER_S);
    add(SENSOR_EDGE, LINE_MAT, false, NS_PER_S + 1234567);
    add(SENSOR_EDGE, LINE_MAT, true, NS_PER_S + 2000000);
    add(SENSOR_EDGE, LINE_CHAIR, false, 11 * NS_PER_S);
    temp_file_name(path);
    assert_int_equal(run("--output", path, "--duration", "10.5", NULL), EXIT_DONE);
    assert_file_is(path, "# secondheart trace v1\n"
                         "# start: 2026-03-02T08:55:00.25+01:00\n"
                         "# tz: Europe/Berlin\n"
                         "0.000 chair 1\n"
                         "0.000 mat 0\n"
                         "1.000 mat 1\n"
                         "1.001234567 mat 0\n"
                         "1.002 mat 1\n"
                         "10.500 end\n");
    assert_int_equal(machine.close_count, 1);
    temp_file_remove(path);
}

static void what_comes_after_the_duration_is_not_recorded_however_late_the_loop(void **state)
{
    char path[TEMP_PATH_SIZE];

    machine.late_ns = NS_PER_S;
    add(SENSOR_EDGE, LINE_MAT, true, 10 * NS_PER_S);
    add(SENSOR_EDGE, LINE_MAT, false, 10 * NS_PER_S + 700 * NS_PER_MS);
    temp_file_name(path);
    assert_int_equal(run("-o", path, "--duration", "10.5", NULL), EXIT_DONE);
    assert_file_is(path, "# secondheart trace v1\n"
                         "# start: 2026-03-02T08:55:00.25+01:00\n"
                         "# tz: Europe/Berlin\n"
                         "10.000 mat 1\n"
                         "10.500 end\n");
    temp_file_remove(path);
}

static void a_signal_ends_the_recording_cleanly(void **state)
{
    char path[TEMP_PATH_SIZE];

    add(SENSOR_LEVEL, LINE_CHAIR, false, 0);
    add(SENSOR_EDGE, LINE_CHAIR, true, 5 * NS_PER_S);
    add(STOP, LINE_CHAIR, false, 7 * NS_PER_S);
    temp_file_name(path);
    assert_int_equal(run("-o", path, NULL), EXIT_DONE);
    assert_file_is(path, "# secondheart trace v1\n"
                         "# start: 2026-03-02T08:55:00.25+01:00\n"
                         "# tz: Europe/Berlin\n"
                         "0.000 chair 0\n"
                         "5.000 chair 1\n"
                         "7.000 end\n");
    temp_file_remove(path);
}

static void faults_are_written_and_lost_edges_become_levels(void **state)
{
    char path[TEMP_PATH_SIZE];

    add(SENSOR_FAULT, LINE_MAT, false, NS_PER_S);
    add(SENSOR_OK, LINE_MAT, false, 2 * NS_PER_S);
    add(SENSOR_LEVEL, LINE_MAT, true, 2 * NS_PER_S);
    add(SENSOR_LOST, LINE_MAT, false, 3 * NS_PER_S);
    add(SENSOR_LEVEL, LINE_MAT, false, 3 * NS_PER_S);
    temp_file_name(path);
    assert_int_equal(run("-o", path, "--duration", "4", NULL), EXIT_DONE);
    assert_file_is(path, "# secondheart trace v1\n"
                         "# start: 2026-03-02T08:55:00.25+01:00\n"
                         "# tz: Europe/Berlin\n"
                         "1.000 mat fault\n"
                         "2.000 mat ok\n"
                         "2.000 mat 1\n"
                         "3.000 mat 0\n"
                         "4.000 end\n");
    temp_file_remove(path);
}

static void an_older_recording_is_left_alone(void **state)
{
    char path[TEMP_PATH_SIZE];

    temp_file_new(path, "precious", 8);
    assert_int_equal(run("-o", path, "--duration", "1", NULL), EXIT_PROBLEM);
    assert_file_is(path, "precious");
    assert_int_equal(machine.close_count, 1);
    temp_file_remove(path);
}

static void a_full_disk_and_busy_lines_are_problems(void **state)
{
    assert_int_equal(run("-o", "/dev/full", "--duration", "1", NULL), EXIT_PROBLEM);
    machine.open_outcome = -ERR_BUSY;
    assert_int_equal(run("-o", "/nonexistent/x", NULL), EXIT_PROBLEM);
    assert_int_equal(machine.close_count, 1);
}

static void wrong_usage_touches_no_line(void **state)
{
    assert_int_equal(run("--duration", "soon", NULL), EXIT_INPUT);
    assert_int_equal(run("--what", NULL), EXIT_INPUT);
    assert_int_equal(run("file.trace", NULL), EXIT_INPUT);
    assert_int_equal(run("--config", "/nonexistent/f.conf", NULL), EXIT_INPUT);
    assert_int_equal(run("--help", NULL), EXIT_DONE);
    assert_int_equal(machine.open_count, 0);
}

#define record_test(test) cmocka_unit_test_setup(test, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        record_test(raw_edges_are_written_as_they_come_until_the_duration_is_over),
        record_test(what_comes_after_the_duration_is_not_recorded_however_late_the_loop),
        record_test(a_signal_ends_the_recording_cleanly),
        record_test(faults_are_written_and_lost_edges_become_levels),
        record_test(an_older_recording_is_left_alone),
        record_test(a_full_disk_and_busy_lines_are_problems),
        record_test(wrong_usage_touches_no_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

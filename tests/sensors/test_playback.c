/* The clocks that scale time, and the ports that play a trace and keys on them. */
#include "base/units.h"
#include "drivers/clock_linux.h"
#include "drivers/clock_scaled.h"
#include "drivers/sensor_sim.h"
#include "drivers/sensor_trace.h"

#include "temp_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define HEADER   "# secondheart trace v1\n# start: 2026-03-02T08:55:00+01:00\n"
#define START_NS (50 * NS_PER_S)

/* A clock that stands where the test puts it. */
struct hand_clock {
    int64_t mono_ns;
    struct wall_time wall;
};

static int64_t hand_mono_now(void *self)
{
    return ((struct hand_clock *)self)->mono_ns;
}

static struct wall_time hand_wall_now(void *self)
{
    return ((struct hand_clock *)self)->wall;
}

static bool hand_yes(void *self)
{
    return true;
}

static const char *hand_boot_id(void *self)
{
    return "boot";
}

static struct clock_port hand_port(struct hand_clock *clock)
{
    return (struct clock_port){.self = clock,
                               .mono_now_ns = hand_mono_now,
                               .wall_now = hand_wall_now,
                               .is_synchronised = hand_yes,
                               .has_rtc = hand_yes,
                               .boot_id = hand_boot_id};
}

static void a_scaled_clock_runs_both_times_faster(void **state)
{
    struct hand_clock hand = {START_NS, {1000, 900000000}};
    struct clock_port real = hand_port(&hand);
    struct clock_scaled *clock = clock_scaled_new(&real, 60);
    struct clock_port port = clock_scaled_port(clock);
    struct wall_time wall;

    assert_int_equal(port.mono_now_ns(port.self), START_NS);
    hand.mono_ns += NS_PER_S + 2 * NS_PER_MS;
    assert_int_equal(port.mono_now_ns(port.self), START_NS + 60 * NS_PER_S + 120 * NS_PER_MS);
    wall = port.wall_now(port.self);
    assert_int_equal(wall.s, 1061);
    assert_int_equal(wall.ns, 20000000);
    assert_true(port.is_synchronised(port.self));
    assert_string_equal(port.boot_id(port.self), "boot");
    clock_scaled_set_wall(clock, &(struct wall_time){5000, 0});
    hand.mono_ns += NS_PER_S;
    wall = port.wall_now(port.self);
    assert_int_equal(wall.s, 5060);
    assert_int_equal(wall.ns, 0);
    clock_scaled_free(clock);
}

static void a_scaled_clock_tells_how_long_to_sleep_really(void **state)
{
    struct hand_clock hand = {START_NS, {0, 0}};
    struct clock_port real = hand_port(&hand);
    struct clock_scaled *clock = clock_scaled_new(&real, 7);
    struct clock_port port = clock_scaled_port(clock);

    assert_int_equal(port.real_ns_until(port.self, START_NS + 70), 10);
    assert_int_equal(port.real_ns_until(port.self, START_NS + 71), 11);
    assert_int_equal(port.real_ns_until(port.self, START_NS - 1), 0);
    assert_int_equal(port.real_ns_until(port.self, TIME_NEVER), TIME_NEVER);
    clock_scaled_free(clock);
}

static void the_kernels_clock_is_monotonic_and_knows_its_boot(void **state)
{
    struct clock_linux *clock = clock_linux_new();
    struct clock_port port = clock_linux_port(clock);
    int64_t first_ns = port.mono_now_ns(port.self);
    struct timespec after;

    (void)clock_gettime(CLOCK_MONOTONIC, &after);
    assert_true(first_ns > 0);
    assert_true(first_ns <= after.tv_sec * NS_PER_S + after.tv_nsec);
    assert_true(port.mono_now_ns(port.self) >= first_ns);
    assert_int_equal(port.real_ns_until(port.self, first_ns - 1), 0);
    assert_int_equal(port.real_ns_until(port.self, TIME_NEVER), TIME_NEVER);
    assert_true(port.real_ns_until(port.self, first_ns + NS_PER_HOUR) > NS_PER_MIN);
    assert_int_equal(strlen(port.boot_id(port.self)), CLOCK_BOOT_ID_SIZE - 1);
    assert_true(port.wall_now(port.self).s > 1600000000);
    clock_linux_free(clock);
}

static void play(const char *text, struct sensor_trace **trace, struct sensors_port *port)
{
    char path[TEMP_PATH_SIZE];
    struct err err = {0};

    temp_file_new(path, text, strlen(text));
    assert_int_equal(sensor_trace_new(path, START_NS, trace, &err), 0);
    temp_file_remove(path);
    *port = sensor_trace_port(*trace);
}

static void a_trace_comes_as_it_falls_due(void **state)
{
    struct sensor_trace *trace;
    struct sensors_port port;
    struct sensor_event events[4];

    play(HEADER "0 chair 1\n1.5 mat 1\n2 touch skip\n3 mat fault\n4 mat ok\n5 end\n", &trace,
         &port);
    assert_int_equal(sensor_trace_header(trace)->utc_offset_s, 3600);
    assert_int_equal(port.poll_fds(port.self, NULL, 0), 0);
    assert_int_equal(port.next_deadline_mono_ns(port.self), START_NS);
    assert_int_equal(port.read(port.self, START_NS, events, 4), 1);
    assert_int_equal(events[0].kind, SENSOR_EDGE);
    assert_true(events[0].closed);
    assert_int_equal(port.next_deadline_mono_ns(port.self), START_NS + 1500 * NS_PER_MS);
    assert_int_equal(port.read(port.self, START_NS + NS_PER_S, events, 4), 0);
    assert_int_equal(port.read(port.self, START_NS + 2 * NS_PER_S, events, 4), 2);
    assert_int_equal(events[0].mono_ns, START_NS + 1500 * NS_PER_MS);
    assert_int_equal(events[1].kind, SENSOR_TOUCH);
    assert_int_equal(events[1].touch, TOUCH_SKIP);
    assert_int_equal(port.read(port.self, START_NS + NS_PER_HOUR, events, 4), 3);
    assert_int_equal(events[0].kind, SENSOR_FAULT);
    assert_int_equal(events[0].fault, LINE_FAULT_MISSING);
    assert_int_equal(events[1].kind, SENSOR_OK);
    assert_int_equal(events[2].kind, SENSOR_END);
    assert_int_equal(events[2].mono_ns, START_NS + 5 * NS_PER_S);
    assert_int_equal(port.next_deadline_mono_ns(port.self), TIME_NEVER);
    assert_int_equal(port.read(port.self, START_NS + 2 * NS_PER_HOUR, events, 4), 0);
    assert_int_equal(sensor_trace_status(trace)->code, 0);
    port.close(port.self);
}

static void a_late_loop_gets_every_event_with_its_own_time(void **state)
{
    struct sensor_trace *trace;
    struct sensors_port port;
    struct sensor_event event;

    play(HEADER "1 mat 1\n2 mat 0\n3 mat 1\n4 chair 1\n", &trace, &port);
    for (int i = 1; i <= 4; i++) {
        assert_int_equal(port.read(port.self, START_NS + NS_PER_HOUR, &event, 1), 1);
        assert_int_equal(event.mono_ns, START_NS + i * NS_PER_S);
    }
    assert_int_equal(port.read(port.self, START_NS + NS_PER_HOUR, &event, 1), 1);
    assert_int_equal(event.kind, SENSOR_END);
    assert_int_equal(event.mono_ns, START_NS + 4 * NS_PER_S);
    port.close(port.self);
}

static void a_malformed_trace_is_refused_before_it_plays(void **state)
{
    static const char text[] = HEADER "0 chair 1\n1 chair 2\n";
    struct sensor_trace *trace;
    char path[TEMP_PATH_SIZE];
    struct err err = {0};

    temp_file_new(path, text, strlen(text));
    assert_int_equal(sensor_trace_new(path, START_NS, &trace, &err), -ERR_INPUT);
    assert_null(trace);
    assert_string_equal(temp_file_without_path(err.text),
                        ":4: '2': unknown level: allowed are 0, 1, fault and ok");
    temp_file_remove(path);
}

static void a_traces_levels_are_open_and_the_plug_absent_until_told(void **state)
{
    struct sensor_trace *trace;
    struct sensors_port port;
    struct sensor_event events[4];
    struct sensor_levels levels;

    play(HEADER "1 plug 1\n2 chair 1\n2 chair fault\n", &trace, &port);
    port.read_levels(port.self, &levels);
    assert_true(levels.is_present[LINE_CHAIR] && !levels.closed[LINE_CHAIR]);
    assert_true(levels.is_present[LINE_MAT] && !levels.closed[LINE_MAT]);
    assert_false(levels.is_present[LINE_PLUG]);
    (void)port.read(port.self, START_NS + NS_PER_HOUR, events, 4);
    port.read_levels(port.self, &levels);
    assert_true(levels.is_present[LINE_PLUG] && levels.closed[LINE_PLUG]);
    assert_false(levels.is_present[LINE_CHAIR]);
    port.close(port.self);
}

/* Reads the next change, at the deadline that announces it. */
static struct sensor_event next_change(struct sensors_port *port)
{
    int64_t deadline_ns = port->next_deadline_mono_ns(port->self);
    struct sensor_event event;

    assert_int_not_equal(deadline_ns, TIME_NEVER);
    assert_int_equal(port->read(port->self, deadline_ns, &event, 1), 1);
    assert_int_equal(event.mono_ns, deadline_ns);
    return event;
}

static void assert_change(struct sensors_port *port, enum line line, bool closed, int64_t mono_ns)
{
    struct sensor_event event = next_change(port);

    assert_int_equal(event.line, line);
    assert_int_equal(event.closed, closed);
    assert_int_equal(event.mono_ns, mono_ns);
}

static void the_chair_key_sits_down_and_gets_up(void **state)
{
    struct sensor_sim *sim = sensor_sim_new();
    struct sensors_port port = sensor_sim_port(sim);

    assert_int_equal(port.next_deadline_mono_ns(port.self), TIME_NEVER);
    sensor_sim_press(sim, SENSOR_SIM_CHAIR, 100);
    assert_change(&port, LINE_CHAIR, true, 100);
    sensor_sim_press(sim, SENSOR_SIM_CHAIR, 200);
    assert_change(&port, LINE_CHAIR, false, 200);
    assert_int_equal(port.next_deadline_mono_ns(port.self), TIME_NEVER);
    port.close(port.self);
}

static void a_footfall_closes_the_mat_for_a_moment_and_repeats_are_ignored(void **state)
{
    struct sensor_sim *sim = sensor_sim_new();
    struct sensors_port port = sensor_sim_port(sim);

    sensor_sim_press(sim, SENSOR_SIM_FOOTFALL, 0);
    sensor_sim_press(sim, SENSOR_SIM_FOOTFALL, 30 * NS_PER_MS);
    assert_change(&port, LINE_MAT, true, 0);
    sensor_sim_press(sim, SENSOR_SIM_FOOTFALL, 60 * NS_PER_MS);
    assert_change(&port, LINE_MAT, false, 350 * NS_PER_MS);
    assert_int_equal(port.next_deadline_mono_ns(port.self), TIME_NEVER);
    port.close(port.self);
}

static void the_mat_is_held_while_its_key_is_down(void **state)
{
    struct sensor_sim *sim = sensor_sim_new();
    struct sensors_port port = sensor_sim_port(sim);

    sensor_sim_press(sim, SENSOR_SIM_MAT_DOWN, 100);
    assert_change(&port, LINE_MAT, true, 100);
    /* A step on the held mat opens it; the key comes up before the foot is down again. */
    sensor_sim_press(sim, SENSOR_SIM_FOOTFALL, 200);
    sensor_sim_press(sim, SENSOR_SIM_MAT_UP, 300);
    assert_change(&port, LINE_MAT, false, 200);
    assert_change(&port, LINE_MAT, true, 200 + 350 * NS_PER_MS);
    assert_change(&port, LINE_MAT, false, 200 + 350 * NS_PER_MS);
    assert_int_equal(port.next_deadline_mono_ns(port.self), TIME_NEVER);
    port.close(port.self);
}

static void ten_raises_are_openings_that_count_as_raises(void **state)
{
    struct sensor_sim *sim = sensor_sim_new();
    struct sensors_port port = sensor_sim_port(sim);
    struct sensor_event event;
    int64_t opened_ns = 0;
    int64_t closed_ns = 0;

    sensor_sim_press(sim, SENSOR_SIM_RAISES, 100);
    sensor_sim_press(sim, SENSOR_SIM_RAISES, 200);
    assert_change(&port, LINE_MAT, true, 100);
    for (int i = 0; i < 10; i++) {
        event = next_change(&port);
        assert_false(event.closed);
        opened_ns = event.mono_ns;
        event = next_change(&port);
        assert_true(event.closed);
        assert_in_range(event.mono_ns - opened_ns, 400 * NS_PER_MS, 3 * NS_PER_S);
        if (i > 0)
            assert_in_range(event.mono_ns - closed_ns, NS_PER_S, 4 * NS_PER_S);
        closed_ns = event.mono_ns;
    }
    assert_false(next_change(&port).closed);
    assert_int_equal(port.next_deadline_mono_ns(port.self), TIME_NEVER);
    port.close(port.self);
}

static void a_storm_of_keys_changes_nothing_but_levels(void **state)
{
    struct sensor_sim *sim = sensor_sim_new();
    struct sensors_port port = sensor_sim_port(sim);
    bool closed[LINE_COUNT] = {false};
    int64_t last_ns = 0;

    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 200; i++)
            sensor_sim_press(sim, (enum sensor_sim_key)((i * 7 + round) % 5), round * NS_PER_S + i);
        for (struct sensor_event event;
             port.read(port.self, round * NS_PER_S + 500 * NS_PER_MS, &event, 1) == 1;) {
            assert_true(event.mono_ns >= last_ns);
            assert_int_not_equal(event.closed, closed[event.line]);
            closed[event.line] = event.closed;
            last_ns = event.mono_ns;
        }
    }
    port.close(port.self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scaled_clock_runs_both_times_faster),
        cmocka_unit_test(a_scaled_clock_tells_how_long_to_sleep_really),
        cmocka_unit_test(the_kernels_clock_is_monotonic_and_knows_its_boot),
        cmocka_unit_test(a_trace_comes_as_it_falls_due),
        cmocka_unit_test(a_late_loop_gets_every_event_with_its_own_time),
        cmocka_unit_test(a_malformed_trace_is_refused_before_it_plays),
        cmocka_unit_test(a_traces_levels_are_open_and_the_plug_absent_until_told),
        cmocka_unit_test(the_chair_key_sits_down_and_gets_up),
        cmocka_unit_test(a_footfall_closes_the_mat_for_a_moment_and_repeats_are_ignored),
        cmocka_unit_test(the_mat_is_held_while_its_key_is_down),
        cmocka_unit_test(ten_raises_are_openings_that_count_as_raises),
        cmocka_unit_test(a_storm_of_keys_changes_nothing_but_levels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

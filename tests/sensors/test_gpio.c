/* The GPIO driver against a fake machine; the same tests for both generations of libgpiod. */
#include "drivers/gpio.h"

#include "base/units.h"
#include "drivers/gpio_backend.h"
#include "fake_gpiod.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define START_NS   (1000 * NS_PER_S)
#define EVENTS_MAX 64

static const unsigned chair = 17;
static const unsigned mat = 27;

/* The machine, the driver on it, and what it has said so far. */
struct bench {
    struct fake_chip *chip;
    struct gpio_options options;
    struct gpio *gpio;
    struct sensors_port port;
    struct sensor_event events[EVENTS_MAX];
    size_t count;
};

static void name_lines(struct fake_chip *chip)
{
    for (unsigned i = 0; i < chip->line_count; i++)
        (void)snprintf(chip->lines[i].name, sizeof(chip->lines[i].name), "GPIO%u", i);
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof(*bench));
    struct config config;

    fake_machine_new();
    config_set_defaults(&config);
    gpio_options_from_config(&config, &bench->options);
    bench->options.dev_folder = fake_dev_folder();
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;

    if (bench->gpio)
        bench->port.close(bench->port.self);
    fake_machine_free();
    free(bench);
    return 0;
}

/* A Pi 4's chip with named lines. */
static void add_pi(struct bench *bench)
{
    bench->chip = fake_chip_add(0, "pinctrl-bcm2711", 58);
    name_lines(bench->chip);
}

static void drain(struct bench *bench, int64_t now_mono_ns)
{
    size_t got;

    bench->count = 0;
    do {
        got = bench->port.read(bench->port.self, now_mono_ns, bench->events + bench->count,
                               EVENTS_MAX - bench->count);
        bench->count += got;
    } while (got > 0);
}

static void start(struct bench *bench)
{
    bench->gpio = gpio_new(&bench->options, START_NS);
    assert_non_null(bench->gpio);
    bench->port = gpio_port(bench->gpio);
    drain(bench, START_NS);
}

static void assert_event(const struct sensor_event *event, enum sensor_event_kind kind,
                         enum line line, bool closed, int64_t mono_ns)
{
    assert_int_equal(event->kind, kind);
    assert_int_equal(event->line, line);
    assert_int_equal(event->closed, closed);
    assert_int_equal(event->mono_ns, mono_ns);
}

static bool has_readable_fd(struct bench *bench)
{
    struct pollfd fds[SENSORS_FDS_MAX];
    size_t count = bench->port.poll_fds(bench->port.self, fds, SENSORS_FDS_MAX);

    return poll(fds, count, 0) > 0;
}

static int64_t deadline(struct bench *bench)
{
    return bench->port.next_deadline_mono_ns(bench->port.self);
}

static void the_levels_come_first(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    fake_line_set(bench->chip, chair, false, 0);
    start(bench);
    assert_int_equal(gpio_status(bench->gpio)->code, 0);
    assert_int_equal(bench->count, 2);
    assert_event(&bench->events[0], SENSOR_LEVEL, LINE_CHAIR, true, START_NS);
    assert_event(&bench->events[1], SENSOR_LEVEL, LINE_MAT, false, START_NS);
    assert_int_equal(deadline(bench), TIME_NEVER);
    assert_false(has_readable_fd(bench));
}

static void an_edge_comes_with_the_kernels_time_and_its_logical_level(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    start(bench);
    fake_line_set(bench->chip, chair, false, START_NS + 5 * NS_PER_MS);
    assert_true(has_readable_fd(bench));
    drain(bench, START_NS + 6 * NS_PER_MS);
    assert_int_equal(bench->count, 1);
    assert_event(&bench->events[0], SENSOR_EDGE, LINE_CHAIR, true, START_NS + 5 * NS_PER_MS);
    assert_false(has_readable_fd(bench));
}

static void active_high_wiring_is_not_turned_round(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    bench->options.line[LINE_CHAIR].is_active_low = false;
    start(bench);
    assert_event(&bench->events[0], SENSOR_LEVEL, LINE_CHAIR, true, START_NS);
    assert_event(&bench->events[1], SENSOR_LEVEL, LINE_MAT, false, START_NS);
    fake_line_set(bench->chip, chair, false, START_NS + 1);
    drain(bench, START_NS + NS_PER_MS);
    assert_event(&bench->events[0], SENSOR_EDGE, LINE_CHAIR, false, START_NS + 1);
}

static void the_bias_is_the_configured_one(void **state)
{
    struct bench *bench = *state;
    int pull_up;

    add_pi(bench);
    start(bench);
    pull_up = bench->chip->lines[chair].bias;
    bench->port.close(bench->port.self);
    bench->options.bias = CONFIG_BIAS_NONE;
    start(bench);
    assert_int_not_equal(bench->chip->lines[chair].bias, pull_up);
    assert_int_equal(bench->chip->lines[chair].bias, bench->chip->lines[mat].bias);
}

static void edges_of_both_lines_are_ordered_by_time(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    start(bench);
    fake_line_set(bench->chip, mat, false, START_NS + 10);
    fake_line_set(bench->chip, chair, false, START_NS + 20);
    fake_line_set(bench->chip, mat, true, START_NS + 30);
    fake_line_set(bench->chip, chair, true, START_NS + 40);
    drain(bench, START_NS + NS_PER_MS);
    assert_int_equal(bench->count, 4);
    assert_event(&bench->events[0], SENSOR_EDGE, LINE_MAT, true, START_NS + 10);
    assert_event(&bench->events[1], SENSOR_EDGE, LINE_CHAIR, true, START_NS + 20);
    assert_event(&bench->events[2], SENSOR_EDGE, LINE_MAT, false, START_NS + 30);
    assert_event(&bench->events[3], SENSOR_EDGE, LINE_CHAIR, false, START_NS + 40);
}

static void an_edge_that_was_queued_late_is_no_older_than_the_last_look(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    start(bench);
    drain(bench, START_NS + 10 * NS_PER_MS);
    fake_line_set(bench->chip, chair, false, START_NS + 10 * NS_PER_MS - 20000);
    drain(bench, START_NS + 11 * NS_PER_MS);
    assert_event(&bench->events[0], SENSOR_EDGE, LINE_CHAIR, true, START_NS + 10 * NS_PER_MS);
}

static void a_stamp_of_another_clock_is_replaced_by_now(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    start(bench);
    fake_line_set(bench->chip, chair, false, INT64_C(1772438100) * NS_PER_S);
    drain(bench, START_NS + 10 * NS_PER_MS);
    assert_event(&bench->events[0], SENSOR_EDGE, LINE_CHAIR, true, START_NS + 10 * NS_PER_MS);
}

static void a_small_array_gets_the_events_piece_by_piece(void **state)
{
    struct bench *bench = *state;
    struct sensor_event event;

    add_pi(bench);
    start(bench);
    for (int i = 0; i < 6; i++)
        fake_line_set(bench->chip, chair, i % 2, START_NS + i);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(bench->port.read(bench->port.self, START_NS + 100, &event, 1), 1);
        assert_event(&event, SENSOR_EDGE, LINE_CHAIR, i % 2 == 0, START_NS + i);
    }
    assert_int_equal(bench->port.read(bench->port.self, START_NS + 100, &event, 1), 0);
}

static void only_the_configured_lines_are_taken(void **state)
{
    struct bench *bench = *state;
    struct config config;

    add_pi(bench);
    config_set_defaults(&config);
    config.sensors.mat = CONFIG_MAT_NONE;
    (void)snprintf(config.sensors.line[LINE_PLUG].name, CONFIG_NAME_SIZE, "GPIO22");
    gpio_options_from_config(&config, &bench->options);
    assert_string_equal(bench->options.dev_folder, "/dev");
    assert_string_equal(bench->options.consumer, "secondheart");
    bench->options.dev_folder = fake_dev_folder();
    start(bench);
    assert_int_equal(bench->count, 2);
    assert_int_equal(bench->events[0].line, LINE_CHAIR);
    assert_int_equal(bench->events[1].line, LINE_PLUG);
    assert_false(bench->chip->lines[mat].is_used);
    assert_true(bench->chip->lines[22].is_used);
    assert_string_equal(bench->chip->lines[chair].consumer, "secondheart");
}

static void closing_gives_the_lines_back(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    start(bench);
    bench->port.close(bench->port.self);
    bench->gpio = NULL;
    assert_false(bench->chip->lines[chair].is_used);
    assert_false(bench->chip->lines[mat].is_used);
}

static void lines_are_found_by_name_on_whatever_chip(void **state)
{
    struct bench *bench = *state;

    (void)fake_chip_add(0, "raspberrypi-exp-gpio", 8);
    bench->chip = fake_chip_add(4, "pinctrl-rp1", 54);
    name_lines(bench->chip);
    start(bench);
    assert_int_equal(gpio_status(bench->gpio)->code, 0);
    assert_true(bench->chip->lines[chair].is_used);
}

static void lines_on_two_chips_work_together(void **state)
{
    struct bench *bench = *state;
    struct fake_chip *other = fake_chip_add(1, "expander", 8);

    bench->chip = fake_chip_add(0, "pinctrl-bcm2711", 20);
    name_lines(bench->chip);
    (void)snprintf(other->lines[3].name, sizeof(other->lines[3].name), "GPIO27");
    start(bench);
    assert_int_equal(bench->count, 2);
    fake_line_set(other, 3, false, START_NS + 1);
    fake_line_set(bench->chip, chair, false, START_NS + 2);
    drain(bench, START_NS + NS_PER_MS);
    assert_event(&bench->events[0], SENSOR_EDGE, LINE_MAT, true, START_NS + 1);
    assert_event(&bench->events[1], SENSOR_EDGE, LINE_CHAIR, true, START_NS + 2);
}

static void unnamed_lines_are_found_by_label_and_offset(void **state)
{
    struct bench *bench = *state;

    (void)fake_chip_add(0, "other", 54);
    bench->chip = fake_chip_add(1, "pinctrl-rp1", 54);
    (void)snprintf(bench->options.chip_label, CONFIG_NAME_SIZE, "pinctrl-rp1");
    bench->options.line[LINE_CHAIR].offset = 5;
    bench->options.line[LINE_MAT].offset = 6;
    start(bench);
    assert_int_equal(gpio_status(bench->gpio)->code, 0);
    assert_true(bench->chip->lines[5].is_used);
    assert_true(bench->chip->lines[6].is_used);
}

static void a_link_to_a_chip_is_not_a_second_chip(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    fake_chip_link(bench->chip, 4);
    start(bench);
    assert_int_equal(gpio_status(bench->gpio)->code, 0);
    assert_int_equal(bench->count, 2);
}

static void a_name_on_two_chips_needs_the_label(void **state)
{
    struct bench *bench = *state;
    struct fake_chip *other;

    add_pi(bench);
    other = fake_chip_add(1, "copy", 58);
    name_lines(other);
    start(bench);
    assert_string_equal(gpio_status(bench->gpio)->text,
                        "chair: the name 'GPIO17' is on 2 chips: gpiochip0 [pinctrl-bcm2711] 58 "
                        "lines, gpiochip1 [copy] 58 lines; name the right one by "
                        "sensors.chip_label");
    bench->port.close(bench->port.self);
    (void)snprintf(bench->options.chip_label, CONFIG_NAME_SIZE, "copy");
    start(bench);
    assert_int_equal(gpio_status(bench->gpio)->code, 0);
    assert_true(other->lines[chair].is_used);
    assert_false(bench->chip->lines[chair].is_used);
}

static void an_overflown_queue_is_told_and_the_levels_read_again(void **state)
{
    struct bench *bench = *state;
    size_t edges = 0;
    size_t losses = 0;

    add_pi(bench);
    start(bench);
    bench->chip->lines[chair].queue->limit = 16;
    for (int i = 0; i < 21; i++)
        fake_line_set(bench->chip, chair, i % 2, START_NS + i);
    drain(bench, START_NS + NS_PER_MS);
    for (size_t i = 0; i < bench->count; i++)
        edges += bench->events[i].kind == SENSOR_EDGE;
    assert_int_equal(edges, 16);
    /* Without sequence numbers it takes two looks at the level. */
    if (bench->count == 16) {
        drain(bench, deadline(bench));
        drain(bench, deadline(bench));
    }
    for (size_t i = 0; i < bench->count; i++)
        losses += bench->events[i].kind == SENSOR_LOST && bench->events[i].line == LINE_CHAIR;
    assert_int_equal(losses, 1);
    assert_int_equal(bench->events[bench->count - 2].kind, SENSOR_LEVEL);
    assert_int_equal(bench->events[bench->count - 2].line, LINE_CHAIR);
    assert_true(bench->events[bench->count - 2].closed);
    assert_int_equal(bench->events[bench->count - 1].line, LINE_MAT);
    drain(bench, START_NS + NS_PER_S);
    assert_int_equal(bench->count, 0);
}

static void a_level_that_disagrees_with_the_last_edge_is_a_lost_event(void **state)
{
    struct bench *bench = *state;
    int64_t verify_ns;

    add_pi(bench);
    start(bench);
    fake_line_set(bench->chip, mat, false, START_NS + 1);
    bench->chip->lines[chair].is_high = false;
    drain(bench, START_NS + NS_PER_MS);
    assert_int_equal(bench->count, 1);
    drain(bench, deadline(bench));
    assert_int_equal(bench->count, 0);
    verify_ns = deadline(bench);
    assert_in_range(verify_ns, START_NS + NS_PER_MS, START_NS + 30 * NS_PER_MS);
    drain(bench, verify_ns);
    assert_int_equal(bench->count, 3);
    assert_event(&bench->events[0], SENSOR_LOST, LINE_CHAIR, false, verify_ns);
    assert_event(&bench->events[1], SENSOR_LEVEL, LINE_CHAIR, true, verify_ns);
    assert_event(&bench->events[2], SENSOR_LEVEL, LINE_MAT, true, verify_ns);
    assert_int_equal(deadline(bench), TIME_NEVER);
}

static void an_edge_that_arrives_before_the_check_is_not_lost(void **state)
{
    struct bench *bench = *state;
    int64_t verify_ns;

    add_pi(bench);
    start(bench);
    fake_line_set(bench->chip, chair, false, START_NS + 1);
    drain(bench, START_NS + NS_PER_MS);
    fake_line_set(bench->chip, chair, true, START_NS + 2 * NS_PER_MS);
    drain(bench, deadline(bench));
    assert_int_equal(bench->count, 1);
    assert_int_equal(bench->events[0].kind, SENSOR_EDGE);
    verify_ns = deadline(bench);
    drain(bench, verify_ns);
    assert_int_equal(bench->count, 0);
    assert_int_equal(deadline(bench), TIME_NEVER);
}

static void a_level_seen_before_its_edge_is_queued_is_not_lost(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    start(bench);
    fake_line_set(bench->chip, mat, false, START_NS + 1);
    drain(bench, START_NS + NS_PER_MS);
    /* The wire has changed, its interrupt's thread has not run yet. */
    bench->chip->lines[chair].is_high = false;
    drain(bench, deadline(bench));
    assert_int_equal(bench->count, 0);
    bench->chip->lines[chair].is_high = true;
    fake_line_set(bench->chip, chair, false, deadline(bench) - NS_PER_MS);
    drain(bench, deadline(bench));
    assert_int_equal(bench->count, 1);
    assert_int_equal(bench->events[0].kind, SENSOR_EDGE);
    /* And once more: one look before the edge is as good as none. */
    bench->chip->lines[chair].is_high = true;
    drain(bench, deadline(bench));
    assert_int_equal(bench->count, 0);
    bench->chip->lines[chair].is_high = false;
    drain(bench, deadline(bench));
    assert_int_equal(bench->count, 0);
    assert_int_equal(deadline(bench), TIME_NEVER);
}

static void assert_missing(struct bench *bench, int64_t mono_ns)
{
    struct sensor_levels levels;

    assert_int_equal(bench->count, 2);
    assert_event(&bench->events[0], SENSOR_FAULT, LINE_CHAIR, false, mono_ns);
    assert_int_equal(bench->events[0].fault, LINE_FAULT_MISSING);
    assert_event(&bench->events[1], SENSOR_FAULT, LINE_MAT, false, mono_ns);
    assert_int_not_equal(gpio_status(bench->gpio)->code, 0);
    bench->port.read_levels(bench->port.self, &levels);
    assert_false(levels.is_present[LINE_CHAIR]);
}

static void a_chip_that_goes_is_a_fault_and_is_looked_for_with_back_off(void **state)
{
    static const int64_t waits_ms[] = {250, 500, 1000, 2000, 4000, 8000, 10000, 10000};
    struct bench *bench = *state;
    int64_t now_ns = START_NS + NS_PER_S;

    add_pi(bench);
    start(bench);
    fake_chip_hang_up(bench->chip);
    assert_true(has_readable_fd(bench));
    drain(bench, now_ns);
    assert_missing(bench, now_ns);
    assert_false(has_readable_fd(bench));
    for (size_t i = 0; i < sizeof(waits_ms) / sizeof(waits_ms[0]); i++) {
        assert_int_equal(deadline(bench), now_ns + waits_ms[i] * NS_PER_MS);
        drain(bench, deadline(bench) - 1);
        assert_int_equal(deadline(bench), now_ns + waits_ms[i] * NS_PER_MS);
        now_ns = deadline(bench);
        drain(bench, now_ns);
        assert_int_equal(bench->count, 0);
    }
}

static void a_chip_that_comes_back_under_another_number_is_taken_at_once(void **state)
{
    struct bench *bench = *state;
    struct sensor_levels levels;

    add_pi(bench);
    start(bench);
    fake_chip_remove(bench->chip);
    drain(bench, START_NS + NS_PER_S);
    fake_line_set(bench->chip, mat, false, START_NS + NS_PER_S);
    fake_chip_return(bench->chip, 4);
    assert_true(has_readable_fd(bench));
    drain(bench, START_NS + NS_PER_S + 1);
    assert_int_equal(bench->count, 4);
    assert_event(&bench->events[0], SENSOR_OK, LINE_CHAIR, false, START_NS + NS_PER_S + 1);
    assert_int_equal(bench->events[0].fault, LINE_FAULT_MISSING);
    assert_event(&bench->events[1], SENSOR_OK, LINE_MAT, false, START_NS + NS_PER_S + 1);
    assert_event(&bench->events[2], SENSOR_LEVEL, LINE_CHAIR, false, START_NS + NS_PER_S + 1);
    assert_event(&bench->events[3], SENSOR_LEVEL, LINE_MAT, true, START_NS + NS_PER_S + 1);
    assert_int_equal(gpio_status(bench->gpio)->code, 0);
    bench->port.read_levels(bench->port.self, &levels);
    assert_true(levels.is_present[LINE_MAT] && levels.closed[LINE_MAT]);
    assert_false(levels.is_present[LINE_PLUG]);
}

static void a_chip_that_goes_without_waking_poll_is_noticed_by_its_node(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    start(bench);
    fake_chip_remove(bench->chip);
    assert_true(has_readable_fd(bench));
    drain(bench, START_NS + NS_PER_S);
    assert_missing(bench, START_NS + NS_PER_S);
    assert_non_null(strstr(gpio_status(bench->gpio)->text, "the GPIO chip is gone"));
}

static void a_chip_that_was_never_there_is_a_fault_from_the_start(void **state)
{
    struct bench *bench = *state;

    start(bench);
    assert_missing(bench, START_NS);
    assert_int_equal(gpio_status(bench->gpio)->code, ERR_NOT_FOUND);
    assert_non_null(strstr(gpio_status(bench->gpio)->text,
                           "no GPIO chip: looked for line 'GPIO17' (chair) on "));
    assert_false(gpio_has_chip(fake_dev_folder()));
    add_pi(bench);
    assert_true(gpio_has_chip(fake_dev_folder()));
    drain(bench, START_NS + 1);
    assert_int_equal(bench->count, 4);
    assert_int_equal(bench->events[0].kind, SENSOR_OK);
}

static void a_wrong_line_name_is_told_with_what_there_is(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    (void)fake_chip_add(1, "raspberrypi-exp-gpio", 8);
    (void)snprintf(bench->options.line[LINE_MAT].name, CONFIG_NAME_SIZE, "GPIO99");
    start(bench);
    assert_int_equal(gpio_status(bench->gpio)->code, ERR_NOT_FOUND);
    assert_string_equal(gpio_status(bench->gpio)->text,
                        "mat: no line named 'GPIO99'; found gpiochip0 [pinctrl-bcm2711] 58 lines, "
                        "gpiochip1 [raspberrypi-exp-gpio] 8 lines; set sensors.mat_line to a name "
                        "that gpioinfo shows, or chip_label and mat_offset");
    assert_false(bench->chip->lines[chair].is_used);
}

static void a_busy_line_is_told_with_its_holder(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    bench->chip->lines[mat].is_used = true;
    (void)snprintf(bench->chip->lines[mat].consumer, 32, "gpiomon");
    start(bench);
    assert_int_equal(gpio_status(bench->gpio)->code, ERR_BUSY);
    assert_string_equal(gpio_status(bench->gpio)->text,
                        "mat: line GPIO27 (gpiochip0 offset 27) is held by 'gpiomon'; stop that, "
                        "or choose another line by sensors.mat_line");
    assert_false(bench->chip->lines[chair].is_used);
}

static void missing_permission_is_told_with_the_group(void **state)
{
    struct bench *bench = *state;

    add_pi(bench);
    bench->chip->open_errno = EACCES;
    start(bench);
    assert_int_equal(gpio_status(bench->gpio)->code, ERR_PERMISSION);
    assert_non_null(
        strstr(gpio_status(bench->gpio)->text, "/gpiochip0; add the user to the group"));
    assert_non_null(strstr(gpio_status(bench->gpio)->text, "usermod -aG gpio USER"));
}

static void a_kernel_without_the_librarys_interface_is_told_with_what_there_is(void **state)
{
    struct bench *bench = *state;
    char expected[ERR_TEXT_MAX];

    add_pi(bench);
    bench->chip->info_errno = EINVAL;
    start(bench);
    assert_int_equal(gpio_status(bench->gpio)->code, ERR_UNSUPPORTED);
    (void)snprintf(expected, sizeof(expected),
                   "chair: looked for line 'GPIO17' and found gpiochip0 [pinctrl-bcm2711] 58 "
                   "lines, but the kernel does not speak the GPIO interface of %s: %s",
                   gpio_backend_name, gpio_backend_kernel_fix);
    assert_string_equal(gpio_status(bench->gpio)->text, expected);
    bench->port.close(bench->port.self);
    bench->chip->info_errno = 0;
    bench->chip->request_errno = EINVAL;
    start(bench);
    assert_int_equal(gpio_status(bench->gpio)->code, ERR_UNSUPPORTED);
}

#define gpio_test(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        gpio_test(the_levels_come_first),
        gpio_test(an_edge_comes_with_the_kernels_time_and_its_logical_level),
        gpio_test(active_high_wiring_is_not_turned_round),
        gpio_test(the_bias_is_the_configured_one),
        gpio_test(edges_of_both_lines_are_ordered_by_time),
        gpio_test(an_edge_that_was_queued_late_is_no_older_than_the_last_look),
        gpio_test(a_stamp_of_another_clock_is_replaced_by_now),
        gpio_test(a_small_array_gets_the_events_piece_by_piece),
        gpio_test(only_the_configured_lines_are_taken),
        gpio_test(closing_gives_the_lines_back),
        gpio_test(lines_are_found_by_name_on_whatever_chip),
        gpio_test(lines_on_two_chips_work_together),
        gpio_test(unnamed_lines_are_found_by_label_and_offset),
        gpio_test(a_link_to_a_chip_is_not_a_second_chip),
        gpio_test(a_name_on_two_chips_needs_the_label),
        gpio_test(an_overflown_queue_is_told_and_the_levels_read_again),
        gpio_test(a_level_that_disagrees_with_the_last_edge_is_a_lost_event),
        gpio_test(an_edge_that_arrives_before_the_check_is_not_lost),
        gpio_test(a_level_seen_before_its_edge_is_queued_is_not_lost),
        gpio_test(a_chip_that_goes_is_a_fault_and_is_looked_for_with_back_off),
        gpio_test(a_chip_that_comes_back_under_another_number_is_taken_at_once),
        gpio_test(a_chip_that_goes_without_waking_poll_is_noticed_by_its_node),
        gpio_test(a_chip_that_was_never_there_is_a_fault_from_the_start),
        gpio_test(a_wrong_line_name_is_told_with_what_there_is),
        gpio_test(a_busy_line_is_told_with_its_holder),
        gpio_test(missing_permission_is_told_with_the_group),
        gpio_test(a_kernel_without_the_librarys_interface_is_told_with_what_there_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

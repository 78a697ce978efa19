/* What `check` says of chips and lines; the same tests for both generations of libgpiod. */
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

#define START_NS     (1000 * NS_PER_S)
#define FINDINGS_MAX 16

static const unsigned chair = 17;
static const unsigned mat = 27;

/* A machine, what it is asked for, and what was found. */
struct look {
    struct fake_chip *chip;
    struct gpio_options options;
    struct finding found[FINDINGS_MAX];
    size_t count;
};

static void keep(void *self, const struct finding *finding)
{
    struct look *look = self;

    assert_true(look->count < FINDINGS_MAX);
    look->found[look->count++] = *finding;
}

static int setup(void **state)
{
    struct look *look = calloc(1, sizeof(*look));
    struct config config;

    fake_machine_new();
    config_set_defaults(&config);
    gpio_options_from_config(&config, &look->options);
    look->options.dev_folder = fake_dev_folder();
    look->options.consumer = GPIO_CONSUMER_COMMAND;
    *state = look;
    return 0;
}

static int teardown(void **state)
{
    fake_machine_free();
    free(*state);
    return 0;
}

/* A Pi 4's chip with named lines. */
static void add_pi(struct look *look)
{
    look->chip = fake_chip_add(0, "pinctrl-bcm2711", 58);
    for (unsigned i = 0; i < look->chip->line_count; i++)
        (void)snprintf(look->chip->lines[i].name, sizeof(look->chip->lines[i].name), "GPIO%u", i);
}

static void hold(struct look *look, unsigned offset, const char *consumer)
{
    struct fake_line *line = &look->chip->lines[offset];

    line->is_used = true;
    (void)snprintf(line->consumer, sizeof(line->consumer), "%s", consumer);
}

static void inspect(struct look *look)
{
    struct finding_sink sink = {look, keep};

    look->count = 0;
    gpio_inspect(&look->options, &sink);
}

static void chips_lines_and_what_to_mend_are_named(void **state)
{
    struct look *look = *state;

    add_pi(look);
    hold(look, mat, "");
    fake_line_set(look->chip, chair, false, 0);
    inspect(look);
    assert_int_equal(look->count, 3);
    assert_int_equal(look->found[0].weight, FINDING_GOOD);
    assert_non_null(strstr(look->found[0].text, "is 'pinctrl-bcm2711' with 58 lines"));
    assert_string_equal(look->found[1].text, "chair is line 'GPIO17', free, and reads closed now");
    assert_int_equal(look->found[2].weight, FINDING_PROBLEM);
    assert_string_equal(look->found[2].text, "mat: line GPIO27 (gpiochip0 offset 27) is held by "
                                             "'a program the kernel does not name'");
    assert_string_equal(look->found[2].fix,
                        "stop that, or choose another line by sensors.mat_line");
    assert_false(look->chip->lines[chair].is_used);
}

static void a_kernel_without_the_interface_has_a_fix_for_each_line(void **state)
{
    struct look *look = *state;

    add_pi(look);
    look->chip->info_errno = EINVAL;
    inspect(look);
    assert_int_equal(look->count, 3);
    for (size_t i = 1; i < look->count; i++) {
        assert_int_equal(look->found[i].weight, FINDING_PROBLEM);
        assert_non_null(strstr(look->found[i].text, gpio_backend_name));
        assert_string_equal(look->found[i].fix, strchr(gpio_backend_kernel_fix, ';') + 2);
    }
}

static void a_machine_without_a_chip_is_one_problem(void **state)
{
    struct look *look = *state;

    inspect(look);
    assert_int_equal(look->count, 1);
    assert_int_equal(look->found[0].weight, FINDING_PROBLEM);
    assert_true(look->found[0].fix[0] != '\0');
}

/* With the real driver as the kiosk, so that both agree on its name. */
static void lines_of_the_running_kiosk_are_as_they_should_be(void **state)
{
    struct look *look = *state;
    struct gpio_options kiosks;
    struct config config;
    struct gpio *gpio;
    struct sensors_port port;

    add_pi(look);
    config_set_defaults(&config);
    gpio_options_from_config(&config, &kiosks);
    kiosks.dev_folder = fake_dev_folder();
    gpio = gpio_new(&kiosks, START_NS);
    assert_non_null(gpio);
    port = gpio_port(gpio);
    inspect(look);
    assert_int_equal(look->count, 3);
    for (size_t i = 0; i < look->count; i++)
        assert_int_equal(look->found[i].weight, FINDING_GOOD);
    assert_string_equal(look->found[1].text, "chair is line 'GPIO17', in use by the kiosk");
    assert_string_equal(look->found[2].text, "mat is line 'GPIO27', in use by the kiosk");
    /* It still has them. */
    assert_true(look->chip->lines[chair].is_used);
    assert_int_equal(gpio_status(gpio)->code, 0);
    port.close(port.self);
}

static void a_line_that_another_program_holds_beside_the_kiosks_is_a_problem(void **state)
{
    static const char *const others[] = {"gpiomon", "secondheartctl", "secondheart2", "second", ""};
    struct look *look = *state;

    add_pi(look);
    hold(look, chair, "secondheart");
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        char held[64];

        hold(look, mat, others[i]);
        inspect(look);
        assert_int_equal(look->count, 3);
        assert_int_equal(look->found[1].weight, FINDING_GOOD);
        assert_int_equal(look->found[2].weight, FINDING_PROBLEM);
        (void)snprintf(held, sizeof(held), "held by '%s", others[i]);
        assert_non_null(strstr(look->found[2].text, held));
        assert_true(look->found[2].fix[0] != '\0');
    }
}

#define look_test(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        look_test(chips_lines_and_what_to_mend_are_named),
        look_test(a_kernel_without_the_interface_has_a_fix_for_each_line),
        look_test(a_machine_without_a_chip_is_one_problem),
        look_test(lines_of_the_running_kiosk_are_as_they_should_be),
        look_test(a_line_that_another_program_holds_beside_the_kiosks_is_a_problem),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * gpio.h - the sensors port on real GPIO lines.
 *
 * Edges come with the kernel's timestamps (CLOCK_MONOTONIC), raw. Beyond handing them out, this
 * driver knows two things. Lost events: when sequence numbers have a gap (libgpiod 2), or when a
 * level read back disagrees with the last edge, both levels are read again and SENSOR_LOST says so.
 * And missing chips: on ENODEV, EIO or a hang-up all lines become LINE_FAULT_MISSING, and the chip
 * is looked for again after 0.25 s, then twice as long each time up to 10 s, and at once when /dev
 * changes; the lines are found anew by name, whatever number the chip has come back with.
 *
 * A chip that is not there from the start is the same fault: the port works, and gpio_status says
 * what is wrong. If any of the lines' chips goes, all lines count as missing until all are back.
 *
 * Owner: the polling thread. Nothing blocks.
 */
#ifndef SH_DRIVERS_GPIO_H
#define SH_DRIVERS_GPIO_H

#include "base/config.h"
#include "ports/findings.h"
#include "ports/sensors.h"

struct gpio;

/*
 * What the kernel is told of who holds a line, and tells others (gpioinfo shows it): of the kiosk,
 * and of a command that takes its lines while it is stopped.
 */
#define GPIO_CONSUMER_KIOSK   "secondheart"
#define GPIO_CONSUMER_COMMAND "secondheartctl"

struct gpio_options {
    const char *dev_folder; /* "/dev", but for tests; kept, not copied */
    const char *consumer;   /* one of the above; kept, not copied */
    bool is_wanted[LINE_COUNT];
    struct config_line line[LINE_COUNT];
    char chip_label[CONFIG_NAME_SIZE];
    int bias; /* enum config_bias */
};

/* The lines that a configuration asks for, under /dev, for the kiosk. */
void gpio_options_from_config(const struct config *config, struct gpio_options *options);

/* True if there is any GPIO chip at all, whether or not it may be opened or has the lines. */
bool gpio_has_chip(const char *dev_folder);

/*
 * Opens the lines as seen at `now_mono_ns`. The first read() hands out their levels, or their
 * faults. NULL only if there is no memory. To be released by the port's close().
 */
struct gpio *gpio_new(const struct gpio_options *options, int64_t now_mono_ns);

/* The port; belongs to `gpio`. */
struct sensors_port gpio_port(struct gpio *gpio);

/* Why the lines are missing, with the fix; its code is 0 while they are there. */
const struct err *gpio_status(const struct gpio *gpio);

/*
 * Looks at chips and lines as `options` want them, requesting nothing for longer than the look.
 * Lines that the kiosk holds are as they should be, whoever else holds one is a problem.
 */
void gpio_inspect(const struct gpio_options *options, struct finding_sink *sink);

#endif

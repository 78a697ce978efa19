/*
 * backlight_sysfs.h - a panel's backlight through /sys/class/backlight.
 *
 * The kernel's class knows `brightness` (0 to `max_brightness`) and `bl_power` (0 on, 4 off). Of
 * several lights the first of kind `firmware`, then `platform`, then `raw` is taken: the kernel's
 * documentation (ABI/stable/sysfs-class-backlight) recommends that order.
 *
 * Percent are even steps for the eye: lightness goes with about the cube root of luminance (CIE
 * 1976 L*), so the level is the cube of the percentage, and never less than 1 while lit.
 */
#ifndef SH_DRIVERS_BACKLIGHT_SYSFS_H
#define SH_DRIVERS_BACKLIGHT_SYSFS_H

#include "ports/backlight.h"

#define BACKLIGHT_CLASS "/sys/class/backlight"

/*
 * The light below `class_dir` (BACKLIGHT_CLASS). ERR_NOT_FOUND if there is none, ERR_PERMISSION if
 * it may not be written (`err` says what to do), ERR_MEMORY. `port` is valid only after 0; its
 * close releases it.
 */
int backlight_sysfs_open(const char *class_dir, struct backlight_port *port,
                         struct err *err) SH_WARN_UNUSED;

#endif

/*
 * backlight.h - the port through which a panel is lit, dimmed and switched off.
 *
 * Implemented by drivers/backlight_sysfs, and by drivers/display_sdl for a monitor that can only be
 * put to sleep. A panel whose light cannot be set is as good as any: the
 * kiosk then dims its picture instead.
 *
 * Owner: the loop's thread. set() may block for the time the panel's controller takes, some
 * milliseconds on I2C.
 */
#ifndef SH_PORTS_BACKLIGHT_H
#define SH_PORTS_BACKLIGHT_H

#include <stdbool.h>

#include "base/err.h"

struct backlight_port {
    void *self;
    bool can_dim; /* else it is only on or off */

    /*
     * The light in percent of the most the panel has, 0 to 100; 0 switches it off, anything else
     * on. What is already set is not written again. ERR_PERMISSION, ERR_IO or ERR_NOT_FOUND (it is
     * gone): the light is as it was, and the next call tries again.
     */
    int (*set)(void *self, int percent, struct err *err);

    /* Switches the light on as it was found, and releases everything. */
    void (*close)(void *self);
};

#endif

/*
 * kms_power.h - the power of a screen without a desktop: the connector's property DPMS.
 *
 * An HDMI monitor has no backlight that could be dimmed, but it goes to sleep without a signal. The
 * kernel takes the property from whoever is master of the card, which SDL is. While the screen
 * sleeps no page may be flipped. Owner: the polling thread.
 */
#ifndef SH_DRIVERS_DISPLAY_KMS_POWER_H
#define SH_DRIVERS_DISPLAY_KMS_POWER_H

#include <stdbool.h>

#include "base/err.h"

/*
 * Switches every connected screen of the card open as `drm_fd`. ERR_UNSUPPORTED if there is no
 * screen with that property, ERR_PERMISSION or ERR_IO as the kernel says.
 */
int kms_power_set(int drm_fd, bool is_on, struct err *err) SH_WARN_UNUSED;

#endif

/*
 * lighting.h - how bright the panel is: by day, at night, and while nobody is there.
 *
 * Somebody there: `day`, at night at most `night`. Nobody: `away`, at night at most `night`. A
 * night of 0 leaves the panel dark until somebody comes, and then as by day: a person is never
 * left before a black screen. Without a backlight the picture itself is dimmed (view.h).
 *
 * The loop's thread. Blocks as the port does.
 */
#ifndef SH_KIOSK_LIGHTING_H
#define SH_KIOSK_LIGHTING_H

#include <stdbool.h>

#include "base/config.h"
#include "ports/backlight.h"

struct lighting {
    const struct backlight_port *port; /* NULL: the light cannot be set */
    int day, away, night;              /* percent */
    struct quiet_hours night_hours;
    bool has_failed; /* the last time; told once, until it works again */
};

/* `port`, the caller's, must live as long; NULL for none. */
void lighting_init(struct lighting *lighting, const struct backlight_port *port,
                   const struct config *config);

/* Takes other levels, chosen on the screen. */
void lighting_take_config(struct lighting *lighting, const struct config *config);

/*
 * Is the picture itself to be dimmed while nobody is there: the panel's light cannot be, and is
 * wanted darker then?
 */
bool lighting_dims_picture(const struct lighting *lighting);

/* The level for this moment, 0 to 100. */
int lighting_level(const struct lighting *lighting, bool is_somebody_there, bool is_night);

/*
 * Sets it. Returns 0, or the port's error the first time in a row that it fails: the light stays
 * as it is, and every call tries again.
 */
int lighting_follow(struct lighting *lighting, bool is_somebody_there, bool is_night,
                    struct err *err) SH_WARN_UNUSED;

#endif

#include "kiosk/lighting.h"

#include <string.h>

void lighting_init(struct lighting *lighting, const struct backlight_port *port,
                   const struct config *config)
{
    memset(lighting, 0, sizeof(*lighting));
    lighting->port = port;
    lighting_take_config(lighting, config);
}

void lighting_take_config(struct lighting *lighting, const struct config *config)
{
    lighting->day = config->display.brightness;
    lighting->away = config->display.brightness_away;
    lighting->night = config->display.brightness_night;
    lighting->night_hours = config->display.night_hours;
}

bool lighting_dims_picture(const struct lighting *lighting)
{
    bool can_dim = lighting->port && lighting->port->can_dim;

    return !can_dim && lighting->away < lighting->day;
}

static int at_most(int level, int most)
{
    return level < most ? level : most;
}

int lighting_level(const struct lighting *lighting, bool is_somebody_there, bool is_night)
{
    if (!is_somebody_there)
        return is_night ? at_most(lighting->away, lighting->night) : lighting->away;
    return is_night && lighting->night > 0 ? at_most(lighting->day, lighting->night)
                                           : lighting->day;
}

int lighting_follow(struct lighting *lighting, bool is_somebody_there, bool is_night,
                    struct err *err)
{
    bool had_failed = lighting->has_failed;
    int result;

    if (!lighting->port)
        return 0;
    result = lighting->port->set(lighting->port->self,
                                 lighting_level(lighting, is_somebody_there, is_night), err);
    lighting->has_failed = result < 0;
    return had_failed ? 0 : result;
}

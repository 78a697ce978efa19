#include "kiosk/sensor_choice.h"

static enum options_sensors asked_for(const struct options *options, const struct config *config)
{
    static const enum options_sensors sources[] = {
        [CONFIG_SOURCE_AUTO] = OPTIONS_AUTO,
        [CONFIG_SOURCE_GPIO] = OPTIONS_GPIO,
        [CONFIG_SOURCE_SIM] = OPTIONS_SIM,
    };

    return options->has_sensors ? options->sensors : sources[config->sensors.source];
}

struct sensor_choice sensor_choice_make(const struct options *options, const struct config *config,
                                        bool has_chip)
{
    struct sensor_choice choice = {.sensors = asked_for(options, config)};

    if (choice.sensors != OPTIONS_AUTO)
        return choice;
    if (config->names_lines || has_chip) {
        choice.sensors = OPTIONS_GPIO;
        return choice;
    }
    choice.sensors = OPTIONS_SIM;
    choice.note = "no GPIO chip here: sensors are simulated; keys C chair, space a footstep, "
                  "M mat held, R ten calf raises";
    return choice;
}

enum view_source sensor_choice_shown(enum options_sensors sensors)
{
    static const enum view_source sources[] = {
        [OPTIONS_AUTO] = VIEW_GPIO,
        [OPTIONS_GPIO] = VIEW_GPIO,
        [OPTIONS_SIM] = VIEW_SIM,
        [OPTIONS_TRACE] = VIEW_TRACE,
    };

    return sources[sensors];
}

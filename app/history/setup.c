#include "history/setup.h"

#include "base/units.h"

struct kiosk_setup setup_from_config(const struct config *config)
{
    struct protocol protocol = config_protocol(config);

    return (struct kiosk_setup){
        .has_mat = config->sensors.mat == CONFIG_MAT_YES,
        .steps_per_closure = config->sensors.steps_per_closure,
        .break_interval_ns = protocol.interval_s * NS_PER_S,
        .break_duration_ns = protocol.duration_s * NS_PER_S,
        .break_raises = protocol.raises,
        .has_suggestions = config->coach.has_suggestions,
    };
}

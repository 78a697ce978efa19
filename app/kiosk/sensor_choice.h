/*
 * sensor_choice.h - which sensors the kiosk listens to, and what the screen says of them.
 *
 * Any thread, at start. Opens nothing and looks at nothing: what there is, is told.
 */
#ifndef SH_KIOSK_SENSOR_CHOICE_H
#define SH_KIOSK_SENSOR_CHOICE_H

#include <stdbool.h>

#include "base/config.h"
#include "kiosk/options.h"
#include "ui/view.h"

struct sensor_choice {
    enum options_sensors sensors; /* never OPTIONS_AUTO */
    const char *note;             /* for the log, static text; NULL if it goes without saying */
};

/*
 * The command line wins over the configuration. `auto` simulates only where there is no GPIO chip
 * at all and nobody has named a line: on an appliance a missing chip is a fault, never a
 * simulation. `has_chip` says whether there is any chip, usable or not.
 */
struct sensor_choice sensor_choice_make(const struct options *options, const struct config *config,
                                        bool has_chip);

/* What the screen calls their like. */
enum view_source sensor_choice_shown(enum options_sensors sensors);

#endif

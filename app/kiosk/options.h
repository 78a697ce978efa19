/*
 * options.h - the kiosk's command line.
 *
 * Says what was asked for, with nothing opened or tried yet. One thread, at start.
 */
#ifndef SH_KIOSK_OPTIONS_H
#define SH_KIOSK_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

enum options_sensors { OPTIONS_AUTO, OPTIONS_GPIO, OPTIONS_SIM, OPTIONS_TRACE };

struct options {
    bool shows_help;
    bool shows_version;
    bool has_sensors; /* named on the command line: wins over the configuration */
    enum options_sensors sensors;
    const char *trace_path;      /* OPTIONS_TRACE */
    const char *config_path;     /* NULL: the system's */
    const char *state_dir;       /* NULL: the configuration's, else the usual place */
    const char *offscreen_dir;   /* NULL: a real display */
    int32_t width_px, height_px; /* 0: the configuration's */
    int fullscreen;              /* -1: the configuration's; else 0 or 1 */
    const char *test_endpoint;   /* where simulated figures may go; NULL: nowhere */
    bool begins_setup;           /* shows the first-run setup */
    int32_t speed;               /* 1 to OPTIONS_SPEED_MAX */
};

#define OPTIONS_SPEED_MAX 3600

/* Fills `options` (strings stay argv's). Fails with ERR_INPUT and what is wrong, what is allowed.
 */
int options_parse(struct options *options, int argc, char **argv, struct err *err) SH_WARN_UNUSED;

/* Prints what was only asked about, help or version; true if that was all there was to do. */
bool options_answer(const struct options *options, FILE *out);

#endif

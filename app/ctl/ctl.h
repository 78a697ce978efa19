/*
 * ctl.h - the subcommands of secondheartctl.
 *
 * Each is a small program of its own: `argv[0]` is the subcommand's name, the result an exit code
 * (base/err.h: 0 done, 1 it ran and found a problem, 2 wrong input or usage). Results go to
 * standard output, everything else to standard error. Each knows --help.
 *
 * Subcommands name no driver: those that touch the machine get `struct ctl_drivers`, which main.c
 * fills.
 */
#ifndef SH_CTL_CTL_H
#define SH_CTL_CTL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/err.h"
#include "ports/clock.h"
#include "ports/findings.h"
#include "ports/outbox.h"
#include "ports/sensors.h"
#include "ports/store.h"

/* Sensors with the clock that they run on; made up ones may have one of their own. */
struct ctl_sensors {
    void *self;
    struct sensors_port port;
    struct clock_port clock;
    bool is_recorded; /* from a file: nobody is there to answer */

    /* A key of simulated sensors at `now_mono_ns`; unknown ones are ignored. NULL: no keys. */
    void (*press)(void *self, char key, int64_t now_mono_ns);

    /* Releases all of it; the struct is not to be used afterwards. */
    void (*close)(void *self);
};

typedef int outbox_open_fn(const char *path, struct outbox *outbox, struct err *err);

struct ctl_drivers {
    /* The real clock. */
    struct clock_port clock;

    /*
     * Opens the real lines that `config` asks for. On failure nothing stays open, and `err` says
     * what was looked for, what was found and the fix.
     */
    int (*open_gpio)(const struct config *config, int64_t now_mono_ns, struct sensors_port *port,
                     struct err *err);

    /*
     * Opens the trace at `path`, on a virtual clock; fails as trace_reader_new. Or simulated
     * sensors on `clock`. Both to be closed by sensors->close.
     */
    int (*open_trace)(const char *path, struct ctl_sensors *sensors, struct err *err);
    int (*open_sim)(const struct clock_port *clock, struct ctl_sensors *sensors, struct err *err);

    /* Looks at chips and lines. */
    void (*inspect_gpio)(const struct config *config, struct finding_sink *sink);

    /* Opens the history at `path` for reading only; to be closed by store->close. */
    int (*open_store)(const char *path, struct store *store, struct err *err);

    /* The same for writing: what is not there is made. */
    int (*open_store_to_write)(const char *path, struct store *store, struct err *err);

    /* Opens the outbox at `path` for reading only; to be closed by outbox->close. */
    outbox_open_fn *open_outbox;

    /* The same for writing; only consent makes what is not there. */
    outbox_open_fn *open_outbox_to_write;
};

int ctl_calibrate_main(int argc, char **argv, const struct ctl_drivers *drivers);
int ctl_check_main(int argc, char **argv, const struct ctl_drivers *drivers);
int ctl_config_main(int argc, char **argv);
int ctl_erase_main(int argc, char **argv, const struct ctl_drivers *drivers);
int ctl_export_main(int argc, char **argv, const struct ctl_drivers *drivers);
int ctl_provision_main(int argc, char **argv);
int ctl_record_main(int argc, char **argv, const struct ctl_drivers *drivers);
int ctl_replay_main(int argc, char **argv);
int ctl_report_main(int argc, char **argv, const struct ctl_drivers *drivers);
int ctl_restore_main(int argc, char **argv, const struct ctl_drivers *drivers);
int ctl_sync_preview_main(int argc, char **argv, const struct ctl_drivers *drivers);
int ctl_settings_main(int argc, char **argv, const struct ctl_drivers *drivers);

#endif

/*
 * stage.h - the real kiosk in a bench program: appliance, screen and clock, with sensors that the
 * program plays itself.
 *
 * Keeps no history unless it is given one, so that only what is measured costs. One thread, and the
 * ledger's.
 */
#ifndef SH_TESTS_BENCH_STAGE_H
#define SH_TESTS_BENCH_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "kiosk/appliance.h"
#include "ports/clock.h"
#include "ports/display.h"
#include "ports/store.h"

#define STAGE_WIDTH_PX  800
#define STAGE_HEIGHT_PX 480

struct stage {
    struct clock_linux *clock_linux;
    struct clock_port clock;
    struct display_port display;
    struct appliance *appliance;
    struct store store;    /* with a database */
    struct ledger *ledger; /* NULL: no history */
};

/*
 * Opens a window on the X server of $DISPLAY and an appliance of the usual configuration on it.
 * `database` (NULL: none) is its history, in which case the clock counts as synchronised, whatever
 * this machine's kernel knows: else there would be no days. Fails as display_sdl_open, and
 * ledger_new. stage_close is due in any case.
 */
int stage_open(struct stage *stage, const char *database, struct err *err) SH_WARN_UNUSED;
void stage_close(struct stage *stage);

int64_t stage_now_ns(const struct stage *stage);

/* A raw edge of a line, taken at `mono_ns`. */
struct sensor_event stage_edge(enum line line, bool closed, int64_t mono_ns);

/* Prints `name value` lines: the percentile (0 to 1) of `count` durations, which it sorts. */
void stage_print_ms(const char *name, int64_t *durations_ns, size_t count, double percentile);

#endif

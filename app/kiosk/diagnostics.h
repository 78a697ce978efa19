/*
 * diagnostics.h - fills the page for whoever looks after a kiosk.
 *
 * Levels and ages are of the moment. The code holds what does not change by itself, so that it
 * stands still for a camera. Nothing of the history, no name, no address is in either.
 *
 * The loop's thread. The code is encoded anew only when its text differs.
 */
#ifndef SH_KIOSK_DIAGNOSTICS_H
#define SH_KIOSK_DIAGNOSTICS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"
#include "kiosk/wall.h"
#include "ui/diagnostics.h"
#include "ui/view.h"

/* What is known of the kiosk at `now_mono_ns`. */
struct diagnostics_facts {
    int64_t now_mono_ns;
    int64_t started_mono_ns;
    const struct wall *wall;
    enum view_source source;
    const struct view_sensor *sensors[LINE_COUNT]; /* NULL: there is no such line */
    int64_t edge_mono_ns[LINE_COUNT];              /* the last one; TIME_NEVER: none yet */
    uint64_t edges;
    const char *store_note; /* "" or what is wrong with the history */
    const struct sync_shown *sync;
    int64_t written_mono_ns;    /* the history's last commit; TIME_NEVER: none yet */
    const char *display_driver; /* as its port names it */
    int32_t w_px, h_px;
};

struct diagnostics {
    char text[DIAGNOSTICS_QR_BYTES + 1]; /* what the code says */
    struct diagnostics_shown shown;
};

/* Works it out; diagnostics->shown is for the view. */
void diagnostics_fill(struct diagnostics *diagnostics, const struct diagnostics_facts *facts);

#endif

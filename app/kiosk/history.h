/*
 * history.h - from the core's effects to the ledger, and from the store back to the core.
 *
 * Gives what is decided to the ledger as records of this boot, and the kiosk's state as the
 * ledger's open state; takes that state up again at start. Owner: the loop's thread. Nothing here
 * waits for a disk but history_load, which is called before the loop runs.
 */
#ifndef SH_KIOSK_HISTORY_H
#define SH_KIOSK_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "core/kiosk.h"
#include "kiosk/ledger.h"
#include "kiosk/wall.h"
#include "ports/store.h"

struct history {
    struct ledger *ledger;
    const struct kiosk *kiosk;
    char boot_id[STORE_BOOT_ID_SIZE];
    int64_t scratch_ns[DAY_BOUTS_MAX];
};

/* `kiosk`, whose state is to be kept, must live as long; `boot_id` is copied. */
void history_init(struct history *history, const struct kiosk *kiosk, const char *boot_id);

/* Saves the kiosk: for the ledger, which is given to history_start afterwards. */
struct ledger_source history_source(struct history *history);

/* From here on records go to `ledger`, the caller's; NULL ends it. */
void history_start(struct history *history, struct ledger *ledger);

/* What the core decided. Beats and logs are not kept. */
void history_take(struct history *history, const struct effect *effect);

/* What a person says they did at `mono_ns`; a suggestion that there is. */
void history_take_reported(struct history *history, enum suggestion_kind kind, int64_t mono_ns);

/* This boot's records, earlier ones too, carry this label. */
void history_label(struct history *history, const struct wall *wall);

/* What history_load found. */
struct history_loaded {
    bool has_state;
    int64_t stopped_ns;     /* when the kiosk stopped, on this boot's clock (perhaps negative) */
    struct store_boot boot; /* with `has_state`: that it is of, as it was labelled */
    bool gap_is_known;      /* false: no clock could tell, and the gap is what it was at least */
};

/*
 * Fills `kiosk`, which kiosk_init has prepared, with the state kept in `store`; that of an earlier
 * boot is moved to this boot's clock by the labels of both. The caller then tells the kiosk that it
 * stopped and restarted. Fails as saved_state_load, but that nothing was kept is no error; `kiosk`
 * is untouched in either case.
 */
int history_load(const struct store *store, struct kiosk *kiosk, const struct wall *wall,
                 int64_t now_mono_ns, struct history_loaded *loaded,
                 struct err *err) SH_WARN_UNUSED;

#endif

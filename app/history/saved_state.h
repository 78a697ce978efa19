/*
 * saved_state.h - the core's open state as a store keeps it, and back.
 *
 * One field of the core's state (core/state.h) is one field of the store's open state; an element
 * of an array is "name.index", the first one and a scalar the name itself.
 *
 * One thread. Loading blocks on the store.
 */
#ifndef SH_HISTORY_SAVED_STATE_H
#define SH_HISTORY_SAVED_STATE_H

#include <stdint.h>

#include "base/err.h"
#include "core/kiosk.h"
#include "ports/store.h"

/* Takes one field; `name` lives for the call. */
typedef void saved_state_put_fn(void *self, const char *name, int64_t value);

/* Gives every field of the kiosk's state, and the format's version, to `put`. */
void saved_state_put(const struct kiosk *kiosk, saved_state_put_fn *put, void *self);

/*
 * Fills `kiosk`, which kiosk_init has prepared, with the state kept in `store`, as it was at
 * resume->saved_mono_ns of that boot. ERR_NOT_FOUND if none was kept; ERR_UNSUPPORTED or
 * ERR_CORRUPT for one that does not load, ERR_MEMORY, or as the store does. `kiosk` is untouched
 * unless 0 is returned.
 */
int saved_state_load(const struct store *store, struct kiosk *kiosk, struct store_resume *resume,
                     struct err *err) SH_WARN_UNUSED;

#endif

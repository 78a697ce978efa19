/*
 * state.h - the kiosk's state as named fields, for keeping it over a restart.
 *
 * Never the struct's bytes: each field goes out by name and comes back by name, so that a newer
 * version can read what an older one wrote. A field that is not there keeps what kiosk_init gave
 * it; one that is no longer known is never asked for. Times are saved as they are; when the clock
 * they refer to has begun anew (a reboot), kiosk_state_shift moves them.
 *
 * Carrying on exactly (kiosk_state_load, then the next event) and starting again after a gap
 * (kiosk_state_load, kiosk_state_shift if needed, then KIOSK_STOPPED at the saved moment and
 * KIOSK_RESTARTED now) are two operations. The setup is not state: it comes from the
 * configuration, and may have changed.
 *
 * Pure. The names are part of the stored format: STATE_VERSION grows when one changes its meaning.
 */
#ifndef SH_CORE_STATE_H
#define SH_CORE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/kiosk.h"

#define STATE_VERSION 1

/* Longest field name with its NUL; an element of an array is told by its index. */
#define STATE_NAME_MAX 48

/* Takes one field; doubles come as the bits of their IEEE 754 form. `name` lives for the call. */
typedef void kiosk_state_put_fn(void *self, const char *name, int32_t index, int64_t value);

/* Finds one field; false if there is none. */
typedef bool kiosk_state_get_fn(void *self, const char *name, int32_t index, int64_t *value);

/* Gives every field that is in use to `put`, always in the same order. */
void kiosk_state_save(const struct kiosk *kiosk, kiosk_state_put_fn *put, void *self);

/*
 * Fills `kiosk`, which kiosk_init has prepared. Values that cannot be (counts beyond a capacity,
 * moments and durations beyond 36 years, reals that are no numbers) are refused: returns
 * -ERR_CORRUPT, and the kiosk must be initialised again.
 */
int kiosk_state_load(struct kiosk *kiosk, kiosk_state_get_fn *get, void *self) SH_WARN_UNUSED;

/* Moves every moment in the state by `delta_ns`. Nothing else changes. */
void kiosk_state_shift(struct kiosk *kiosk, int64_t delta_ns);

#endif

/*
 * hold.h - what lasts for a moment, whatever screen stands: the lock for cleaning, a rotation on
 * trial, a history that a PIN has opened.
 *
 * A rotation that nobody could undo would be a dead end, so it is kept only if the person says so
 * within 15 s. The lock for cleaning takes no touch for 30 s; the core goes on meanwhile, and a
 * prompt stands where it would have stood. Pure; the thread that draws.
 */
#ifndef SH_UI_HOLD_H
#define SH_UI_HOLD_H

#include <stdbool.h>
#include <stdint.h>

#define HOLD_CLEANING_NS (30 * INT64_C(1000000000))
#define HOLD_TRIAL_NS    (15 * INT64_C(1000000000))

struct hold {
    int64_t cleaning_until_ns; /* TIME_NEVER: no lock */
    int64_t trial_until_ns;    /* TIME_NEVER: no rotation is on trial */
    int32_t trial_from;        /* the rotation to go back to */
    bool is_unlocked;          /* the PIN was entered, for as long as what was asked for stands */
    int64_t setup_since_ns;    /* the setup stands since; TIME_NEVER: it does not */
};

/* Flat, for the view. */
struct hold_shown {
    int32_t cleaning_s; /* left, rounded up; 0: no lock */
    int32_t trial_s;
};

void hold_init(struct hold *hold);

void hold_clean(struct hold *hold, int64_t now_mono_ns);

/* A rotation is tried that was `from`; another try goes back to the first one's. */
void hold_try(struct hold *hold, int32_t from, int64_t now_mono_ns);
void hold_end_trial(struct hold *hold);

/* Ends the lock in time; true once when a trial's time is over. */
bool hold_tick(struct hold *hold, int64_t now_mono_ns);

void hold_show(const struct hold *hold, int64_t now_mono_ns, struct hold_shown *shown);

/* When the view changes by this; TIME_NEVER: it does not. */
int64_t hold_next_change_mono_ns(const struct hold *hold, int64_t now_mono_ns);

#endif

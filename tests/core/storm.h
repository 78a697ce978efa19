/*
 * storm.h - random days, from tame to absurd, for the properties that hold on any.
 */
#ifndef SH_TESTS_CORE_STORM_H
#define SH_TESTS_CORE_STORM_H

#include "core/script.h"

enum storm_mix {
    STORM_CLEAN,   /* no bursts, no faults: lines whose edges hold for 30 ms and more */
    STORM_FAULTS,  /* glitches, chatter, faults, pauses, days, times in which nothing ran */
    STORM_TOUCHES, /* the same and touches in every mood */
};

/* Some `length` scenes from `seed`; ends a second and some after the last edge. */
void script_storm(struct script *script, enum storm_mix mix, size_t length, uint64_t seed);

/* A working day of one who sits, walks about, fidgets, raises the heels; ends at 28:00:00. */
void script_workday(struct script *script, int number, uint64_t seed);

#endif

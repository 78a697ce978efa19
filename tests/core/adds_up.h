/*
 * adds_up.h - what holds for every day, whatever happened on it.
 */
#ifndef SH_TESTS_CORE_ADDS_UP_H
#define SH_TESTS_CORE_ADDS_UP_H

#include <stdint.h>

#include "core/script.h"

/*
 * Postures tile the script's time without gap, overlap or zero length; each day's figures are those
 * of its facts, and no figure is negative. `seed` is for the message that ends the test.
 */
void check_adds_up(uint64_t seed, const struct script *script, const struct record *record);

#endif

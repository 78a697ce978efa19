/* figures.h - what a process holds: heap, memory, descriptors, threads. One thread. */
#ifndef SH_TESTS_SOAK_FIGURES_H
#define SH_TESTS_SOAK_FIGURES_H

#include <stdint.h>

#include "soak/machine.h"

/*
 * Prints `sample NUMBER` and name=value pairs: of the heap in use and of the PSS what the disk in
 * memory takes is left out.
 */
void figures_print_sample(const struct machine *machine, int64_t number);

/* Prints `off` and such pairs: no kiosk runs now, and nothing of the last one may be left. */
void figures_print_off(const struct machine *machine);

#endif

/*
 * fuzz.h - what each fuzz_*.c is: one input, whatever it holds, and what must be true of it.
 *
 * Linked with libFuzzer where SECONDHEART_FUZZ is on, else with again.c, which runs the inputs it
 * is given: the corpus is a test of every build.
 */
#ifndef SH_TESTS_FUZZ_H
#define SH_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An oracle: false ends the program, and libFuzzer keeps the input. */
#define must(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);          \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif

/*
 * one_file.h - bytes as a file, for readers that take a path.
 *
 * In memory, and overwritten by the next call: one at a time. What fails ends the program.
 */
#ifndef SH_TESTS_FUZZ_ONE_FILE_H
#define SH_TESTS_FUZZ_ONE_FILE_H

#include <stddef.h>
#include <stdint.h>

/* The path; valid until the next call. */
const char *one_file(const uint8_t *data, size_t size);

#endif

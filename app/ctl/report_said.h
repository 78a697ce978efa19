/*
 * report_said.h - what a person said they did, which no sensor can see: counted, and told apart.
 *
 * One thread. Blocks on nothing.
 */
#ifndef SH_CTL_REPORT_SAID_H
#define SH_CTL_REPORT_SAID_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

#include "ports/store.h"

struct report_said {
    int32_t count[STORE_REPORTED_KINDS];
};

/* {"calf_raises": 0, ...}: a count a kind. */
json_t *report_said_to_json(const struct report_said *said);

/* A line, or nothing if nothing was said. */
void report_said_print(FILE *out, const struct report_said *said);

#endif

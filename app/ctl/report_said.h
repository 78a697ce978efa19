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

/* {"calf_raises": 0, ...}: a count a kind. */
json_t *report_said_to_json(const int32_t said[STORE_REPORTED_KINDS]);

/* A line, or nothing if nothing was said. */
void report_said_print(FILE *out, const int32_t said[STORE_REPORTED_KINDS]);

#endif

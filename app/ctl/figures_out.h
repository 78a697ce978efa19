/*
 * figures_out.h - a day's figures for reading, and as JSON.
 *
 * The same figures under the same names wherever they are told: replay, report, export. Times are
 * seconds; a figure that does not exist is null, or a dash for reading. `prompts` is null where
 * nobody kept them, which is not the same as having raised none.
 *
 * One thread; blocks on its file.
 */
#ifndef SH_CTL_FIGURES_OUT_H
#define SH_CTL_FIGURES_OUT_H

#include <jansson.h>
#include <stdio.h>

#include "core/figures.h"

/* Digits that hold milliseconds of a year exactly and keep 0.1 from becoming 0.1000...055. */
#define FIGURES_JSON_FLAGS (JSON_INDENT(2) | JSON_REAL_PRECISION(15))

/* A time as JSON seconds, exact to the nanosecond within a day. */
json_t *figures_json_seconds(int64_t ns);

/* All figures as an object (a new reference; NULL without memory). `date` is left out if 0. */
json_t *figures_to_json(const struct day_figures *figures);

/* The figures as aligned lines, each indented by two blanks. */
void figures_print(FILE *out, const struct day_figures *figures);

#endif

/*
 * svg_path.h - SVG's numbers, and its path data as calls of paint.h.
 *
 * Numbers are read without the locale, which may want a decimal comma. Pure.
 */
#ifndef SH_DRIVERS_DISPLAY_SVG_PATH_H
#define SH_DRIVERS_DISPLAY_SVG_PATH_H

#include "drivers/display/paint.h"

/*
 * Reads a number, and blanks and a comma before it, from *at up to `end`; moves *at behind it.
 * False, and nothing moved, if there is none.
 */
bool svg_number(const char **at, const char *end, double *value);

/* Adds the path data from `at` to `end`. False if it holds anything else. */
bool svg_path_add(const char *at, const char *end, struct paint *paint);

#endif

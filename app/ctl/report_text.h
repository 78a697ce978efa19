/*
 * report_text.h - days for reading: a strip over the day and aligned figures with their units.
 *
 * Output is UTF-8, at most 80 columns. One thread; blocks on its file.
 */
#ifndef SH_CTL_REPORT_TEXT_H
#define SH_CTL_REPORT_TEXT_H

#include <stdio.h>

#include "ctl/report_day.h"

/* One day: when, how it went, and all its figures. */
void report_print_day(FILE *out, const struct report_day *day);

/* One line a day under a heading. */
void report_print_week_head(FILE *out);
void report_print_week_day(FILE *out, const struct report_day *day);

/* "Monday, 2 March 2026" */
void report_print_date(FILE *out, int date);

/* How many breaks among the verified and one's own were said by touch; nothing if none. */
void report_print_reported(FILE *out, int32_t reported);

#endif

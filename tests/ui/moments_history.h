/*
 * moments_history.h - moments of the history's pages: days, weeks and the trend, full and empty.
 *
 * Test support; part of moments.h's list.
 */
#ifndef SH_TESTS_UI_MOMENTS_HISTORY_H
#define SH_TESTS_UI_MOMENTS_HISTORY_H

#include <stddef.h>

#include "ui/moments.h"

extern const struct moment_row history_moments[];
extern const size_t history_moment_count;

/* A full day and a full week, for any test. */
void history_fill_day(struct history_shown *shown);
void history_fill_week(struct history_shown *shown);
void history_fill_trend(struct history_shown *shown);

#endif

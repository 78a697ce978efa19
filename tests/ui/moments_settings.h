/*
 * moments_settings.h - moments of the settings, of their pages and of the first run.
 *
 * Test support; part of moments.h's list.
 */
#ifndef SH_TESTS_UI_MOMENTS_SETTINGS_H
#define SH_TESTS_UI_MOMENTS_SETTINGS_H

#include "ui/moments.h"

extern const struct moment_row settings_moments[];
extern const size_t settings_moment_count;

#endif

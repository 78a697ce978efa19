/*
 * moments_learn.h - moments of the pages to read: the list, a card of each topic, when to see a
 * professional, about.
 *
 * Test support; part of moments.h's list.
 */
#ifndef SH_TESTS_UI_MOMENTS_LEARN_H
#define SH_TESTS_UI_MOMENTS_LEARN_H

#include "ui/moments.h"

#define LEARN_MOMENTS 19

extern const struct moment_row learn_moments[LEARN_MOMENTS];

#endif

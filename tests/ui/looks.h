/*
 * looks.h - a few screens in the looks that a person can choose and on the panels there are: the
 * pictures that are kept of them.
 *
 * Test support. A name is LOOK-SCREEN, "large-banner"; how each screen looks in the usual look is
 * kept by its own name, see scenes.h and moments.h.
 */
#ifndef SH_TESTS_UI_LOOKS_H
#define SH_TESTS_UI_LOOKS_H

#include <SDL.h>
#include <stdbool.h>

#include "base/err.h"

#define LOOK_NAME_SIZE 48

/* The name of the picture number `i`, from 0, into `name`; false if there are no more. */
bool look_name(int i, char name[LOOK_NAME_SIZE]);

/*
 * What the glass shows in the look: a picture of 32 bits a pixel, to be freed by SDL. NULL and
 * `err` if there is no such look or it cannot be drawn.
 */
SDL_Surface *look_draw(const char *name, struct err *err);

#endif

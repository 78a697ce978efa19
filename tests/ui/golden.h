/*
 * golden.h - is a picture the one we keep?
 *
 * A set of pictures is kept for each release whose typeface draws letters its own way (golden/NAME,
 * with what it was made with beside it). Against its own set a pixel may differ by rounding only.
 * Where no set fits, blocks of 32 x 32 pixels of the oldest one are compared by their mean: a
 * missing part, a wrong colour, another screen still show.
 */
#ifndef SH_TESTS_UI_GOLDEN_H
#define SH_TESTS_UI_GOLDEN_H

#include <SDL.h>
#include <stdbool.h>

/* What letters depend on, one line: the font file's hash, the font library's version. */
void golden_made_with(char *text, size_t size);

/*
 * The set under `dir` that was made with what is here: its folder into `set`, true; or, false, that
 * of the oldest set.
 */
bool golden_choose_set(const char *dir, char *set, size_t size);

/* How many pixels, or blocks, differ beyond what is allowed; marks them in `diff` (may be NULL). */
int golden_differences(SDL_Surface *before, SDL_Surface *after, bool same_make, SDL_Surface *diff);

#endif

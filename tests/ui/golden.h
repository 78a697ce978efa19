/*
 * golden.h - is a picture the one we keep?
 *
 * Where the typeface and the libraries are those the kept pictures were made with, a pixel may
 * differ by rounding only. Elsewhere letters come out a little otherwise, so blocks of 16 x 16
 * pixels are compared by their mean: a missing word, a wrong colour or a shifted part still shows.
 */
#ifndef SH_TESTS_UI_GOLDEN_H
#define SH_TESTS_UI_GOLDEN_H

#include <SDL.h>
#include <stdbool.h>

/* What letters depend on, one line: the font file's hash, the font library's version. */
void golden_made_with(char *text, size_t size);

/* Were the pictures in `dir` made with what is here? */
bool golden_is_same_make(const char *dir);

/* How many pixels, or blocks, differ beyond what is allowed; marks them in `diff` (may be NULL). */
int golden_differences(SDL_Surface *before, SDL_Surface *after, bool same_make, SDL_Surface *diff);

#endif

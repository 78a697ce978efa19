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

/* A copy of pixels as a display keeps them, or NULL; `stride` in pixels. To be freed by SDL. */
SDL_Surface *golden_picture(const uint32_t *pixels, int32_t stride, int w, int h);

/*
 * Compares `after` with the picture `name` kept under `dir`. Returns how many places differ, or -1
 * if none is kept; then leaves NAME-before.png, -after.png and -diff.png in `out_dir`.
 */
int golden_check(const char *dir, const char *out_dir, const char *name, SDL_Surface *after);

#endif

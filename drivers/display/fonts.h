/*
 * fonts.h - the typeface's files, found on the system and opened when first used.
 *
 * Inter is the typeface; where it is missing DejaVu stands in and a note says so. No fonts are
 * shipped. Owner: the drawing thread. It does not render.
 */
#ifndef SH_DRIVERS_DISPLAY_FONTS_H
#define SH_DRIVERS_DISPLAY_FONTS_H

#include <SDL_ttf.h>

#include "base/err.h"
#include "ports/draw.h"

struct fonts;

/*
 * Looks for the files as font_files_find does, opens none; `dir` may be NULL. Fails with
 * ERR_NOT_FOUND and the package to install if there is neither Inter nor DejaVu, ERR_IO if the font
 * library does not start, ERR_MEMORY.
 */
int fonts_new(const char *dir, struct fonts **out, struct err *err) SH_WARN_UNUSED;
void fonts_free(struct fonts *fonts);

/* "" or one sentence: which typeface stands in for which, and the package that mends it. */
const char *fonts_note(const struct fonts *fonts);

/*
 * An opened font, owned by `fonts` and valid until the next fonts_get() or fonts_close(); NULL if
 * its file does not open as a font.
 */
TTF_Font *fonts_get(struct fonts *fonts, enum draw_font font, int size_px);

/*
 * Closes every file. One that is needed again is opened again (some 0.3 ms each); open, each size
 * of a face holds 0.3 MB, most of it the copies of tables that HarfBuzz makes.
 */
void fonts_close(struct fonts *fonts);

#endif

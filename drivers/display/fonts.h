/*
 * fonts.h - the typeface's files, found on the system and opened when first used.
 *
 * Inter is the typeface; where it is missing DejaVu stands in and a note says so. A text with signs
 * of Japanese is set in Noto Sans CJK as a whole: its file (20 MB, mapped, never read as a whole)
 * is looked for when the first such text comes. No fonts are shipped. Owner: the drawing thread. It
 * does not render.
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

/*
 * "" or one sentence: which typeface stands in for which or is missing, and the package that mends
 * it. It may change when a text is measured or drawn.
 */
const char *fonts_note(const struct fonts *fonts);

/*
 * The opened font in which `utf8` is set, owned by `fonts` and valid until the next fonts_get() or
 * fonts_close(); NULL if its file does not open as a font.
 */
TTF_Font *fonts_get(struct fonts *fonts, enum draw_font font, int size_px, const char *utf8);

/* A short text that is set in the same face as `utf8`, for asking what the face alone decides. */
const char *fonts_sample(const char *utf8);

/*
 * The first sign of `utf8`, a Unicode code point, for which the face it is set in has no glyph; 0:
 * there is none such. For tests.
 */
uint32_t fonts_missing_sign(struct fonts *fonts, enum draw_font font, const char *utf8);

/*
 * Closes every file. One that is needed again is opened again (some 0.3 ms each); open, each size
 * of a face holds 0.3 MB, most of it the copies of tables that HarfBuzz makes.
 */
void fonts_close(struct fonts *fonts);

#endif

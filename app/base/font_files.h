/*
 * font_files.h - where the typeface's files are on this system.
 *
 * The display opens them and `secondheartctl check` says whether they are there: both look in the
 * same folders. It opens nothing. Any thread; blocks on the folders.
 */
#ifndef SH_BASE_FONT_FILES_H
#define SH_BASE_FONT_FILES_H

#include <stdbool.h>
#include <stddef.h>

/* The folder in which alone to look, if it is set: for a system that has its fonts elsewhere. */
#define FONT_FILES_VARIABLE "SECONDHEART_FONT_DIR"

/*
 * Fills `path` (`size` bytes) with the readable file `name` + ".otf", ".ttf" or ".ttc": in `dir`;
 * if that is NULL in $SECONDHEART_FONT_DIR; if that is not set either in the folders that
 * distributions use, with `root` ("" but in tests) in front of them. False, and "", if there is
 * none.
 */
bool font_files_find(const char *root, const char *dir, const char *name, char *path, size_t size);

/*
 * The same for the signs of Japanese: Noto Sans CJK, a collection whose face FONT_FILES_CJK_FACE is
 * the Japanese one (they are in the order JP, KR, SC, TC, HK).
 */
#define FONT_FILES_CJK_FACE 0
bool font_files_find_cjk(const char *root, const char *dir, bool is_bold, char *path, size_t size);

#endif

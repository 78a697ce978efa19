/*
 * utf8.h - is this text what it claims to be?
 *
 * Any thread; pure. It does not decode or repair.
 */
#ifndef SH_BASE_UTF8_H
#define SH_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/*
 * True if the `len` bytes of `text` are well-formed UTF-8 (Unicode 15, table 3-7: no surrogates, no
 * over-long forms, nothing above U+10FFFF) and hold no NUL.
 */
bool utf8_is_valid(const char *text, size_t len);

#endif

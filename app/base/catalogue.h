/*
 * catalogue.h - is a compiled catalogue whole?
 *
 * The C library trusts what it maps: a catalogue with a flipped bit, on a card that wears out,
 * would end the program each time it starts. So it is read once before it is spoken from. Any
 * thread; blocks on the file, some 100 KB.
 */
#ifndef SH_BASE_CATALOGUE_H
#define SH_BASE_CATALOGUE_H

#include "base/err.h"

/*
 * Is the file at `path` a catalogue as msgfmt writes it (GNU gettext manual, "The Format of GNU MO
 * Files", revision 0.0, this machine's byte order): tables within the file, keys in order, text in
 * UTF-8, and each sentence with the conversions of its key, since printf takes them at their word?
 * Fails with ERR_NOT_FOUND if it cannot be read, ERR_CORRUPT if it is anything else; the sentence
 * names the file.
 */
int catalogue_check(const char *path, struct err *err) SH_WARN_UNUSED;

#endif

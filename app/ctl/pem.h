/*
 * pem.h - certificates as text, and nothing but certificates.
 *
 * For a file that everybody may read afterwards: it is to hold an authority's certificates, and
 * nothing that a person put there by mistake, a private key least of all. Whether they are
 * trusted, and for what, is the TLS library's to judge.
 *
 * Pure; any thread.
 */
#ifndef SH_CTL_PEM_H
#define SH_CTL_PEM_H

#include <stddef.h>

#include "base/err.h"

/* Room for what `size` bytes of text become. */
#define PEM_ROOM(size) (2 * (size) + 64)

/*
 * Writes the certificates in `bytes`, at least one (RFC 7468, with or without text around, any line
 * ends and widths), into `text`, NUL-terminated, in the form that every library reads: blocks of
 * lines of 64, and nothing else. Each has to be whole, by its outermost length (X.690, 8.1.3).
 * Returns NULL, or what is wrong and what to do; never any of what is in it.
 */
const char *pem_write_certificates(const char *bytes, size_t size, char *text,
                                   size_t room) SH_WARN_UNUSED;

#endif

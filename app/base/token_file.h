/*
 * token_file.h - the file that holds the server's token: one line, nobody else's to read.
 *
 * Shared by secondheart-sync, which sends the token, and `secondheartctl check`, which only wants
 * to know whether it could. No message ever holds any of it.
 *
 * Any thread. Blocks on the file.
 */
#ifndef SH_BASE_TOKEN_FILE_H
#define SH_BASE_TOKEN_FILE_H

#include <stddef.h>

#include "base/err.h"

/* With the NUL; a signed token with many claims is some 2 KB. */
#define TOKEN_SIZE 4096

/*
 * What a file with these `size` bytes is worth: NULL, with blanks and line ends behind the token
 * taken off and zeros in their place; or what is wrong with it and what to do.
 */
const char *token_judge(char token[TOKEN_SIZE], size_t size) SH_WARN_UNUSED;

/*
 * Reads the token at `path`, without blanks and the line's end behind it, into `token`, which is
 * all zero after a failure. -ERR_NOT_FOUND; -ERR_PERMISSION if this user may not read it;
 * -ERR_INPUT if its mode allows more than 0640, or if it is empty, too long or not one word of
 * printable ASCII; -ERR_IO. The message says what to do.
 */
int token_file_read(const char *path, char token[TOKEN_SIZE], struct err *err) SH_WARN_UNUSED;

#endif

/*
 * receipt.h - the json format's receipt: {"accepted": true}, with whatever else a server adds.
 *
 * README.md in this folder documents it for those who write such a server. Pure but for the
 * parser's memory; any thread.
 */
#ifndef SH_SYNC_RECEIPT_H
#define SH_SYNC_RECEIPT_H

#include <stdbool.h>
#include <stddef.h>

/* Is this body, of `size` bytes, the receipt, or nothing at all? */
bool receipt_is_good(const char *body, size_t size);

#endif

/*
 * pin.h - the PIN that hides the history on the screen.
 *
 * Kept as crypt() writes it, with a salt of its own, never as digits. A short PIN keeps colleagues
 * out, not whoever takes the card out and has time; so nothing else depends on it. A wrong one
 * costs time that grows, and never locks anybody out for good: the administrator can clear it.
 *
 * The loop's thread. Hashing takes some tens of milliseconds of a Pi, only when one is entered.
 */
#ifndef SH_KIOSK_PIN_H
#define SH_KIOSK_PIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* With the NUL. yescrypt, the best method of Debian 12 and 13, makes 73 characters. */
#define PIN_HASH_SIZE 256

/* So many wrong ones cost nothing; from then on 5 s, doubled each time, at most five minutes. */
#define PIN_FREE_TRIES  2
#define PIN_WAIT_S      5
#define PIN_WAIT_MOST_S 300

struct pin {
    char hash[PIN_HASH_SIZE]; /* "": there is none */
    int32_t answers;          /* given so far */
    bool is_right;            /* the last one */
    int32_t wrong;            /* in a row */
    int64_t wait_until_ns;    /* monotonic; no try counts before */
};

/* Takes a hash as it was kept. False, with none in force, if it is no hash. */
bool pin_take_hash(struct pin *pin, const char *hash);

/* `digits` is the PIN from now on. 0 or, with the old one in force, -ERR_MEMORY or -ERR_IO. */
int pin_set(struct pin *pin, const char *digits, struct err *err) SH_WARN_UNUSED;
void pin_remove(struct pin *pin);

/* Is it `digits`? Answered by counting; before the wait is over it is no. */
void pin_try(struct pin *pin, const char *digits, int64_t now_mono_ns);

/* Seconds until the next try counts, rounded up. */
int32_t pin_wait_s(const struct pin *pin, int64_t now_mono_ns);

#endif

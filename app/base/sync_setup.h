/*
 * sync_setup.h - what of [sync] is wrong by itself or together.
 *
 * One judge for everybody who reads a configuration: `secondheartctl check`, the consent page and
 * secondheart-sync. Files are not looked at: see base/token_file.h.
 *
 * Pure; any thread.
 */
#ifndef SH_BASE_SYNC_SETUP_H
#define SH_BASE_SYNC_SETUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"

/* No more can be wrong at once. */
#define SYNC_SETUP_MAX 16

struct sync_mismatch {
    const void *field; /* the key's, in the configuration judged */
    const char *what;  /* what is wrong and what is allowed; static */
};

/* Fills `mismatches` and returns how many there are. Without sync.url and team there is nothing. */
size_t sync_setup_check(const struct config *config,
                        struct sync_mismatch mismatches[SYNC_SETUP_MAX]);

/*
 * May summaries go to `url`? NULL if so, else why not. https anywhere; http to this machine only
 * or where `allows_plaintext`.
 */
const char *sync_setup_judge_url(const char *url, bool allows_plaintext);

#endif

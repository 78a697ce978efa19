/*
 * provision_source.h - a file that a person put onto the boot partition.
 *
 * Finds it by one of its names, reads it and sees whether it is text at all: cards are pulled out
 * too early, and editors save in their own ways. What the text says is others' to judge.
 *
 * One thread. Blocks on the disk. Messages name the file, never any of what is in it.
 */
#ifndef SH_CTL_PROVISION_SOURCE_H
#define SH_CTL_PROVISION_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "ctl/provision_files.h"

/* With the ending and the NUL. */
#define PROVISION_NAME_SIZE 48

/* The first two are the caller's. */
struct provision_source {
    const char *name;                /* also with .txt behind, as a Windows editor may save it */
    size_t most;                     /* bytes, at most */
    char found[PROVISION_NAME_SIZE]; /* the name it is there by; "" if it is not */
    struct provision_text text;
    bool is_zeros; /* as a power cut leaves it, or an end to overwriting it */
};

/* Is there a file of that name, whatever it is? */
bool provision_is_there(const struct provision_folder *folder, const char *name);

/*
 * Reads it: 1 if there is text to work with, 0 if there is no such file; else what is wrong with it
 * and what to do, -ERR_INPUT or as provision_read.
 */
int provision_source_take(struct provision_source *source, const struct provision_folder *boot,
                          struct err *err) SH_WARN_UNUSED;

/* The error that `what` is wrong with the source: -ERR_INPUT. */
int provision_source_fail(const struct provision_source *source,
                          const struct provision_folder *boot, const char *what, struct err *err);

/* Overwrites the text in memory. */
void provision_source_free(struct provision_source *source);

#endif

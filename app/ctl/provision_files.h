/*
 * provision_files.h - taking files off the boot partition and putting them where they belong.
 *
 * The power may go at any moment. What is installed appears whole or not at all, and is on the
 * disk when the call returns; only then may its source be taken away.
 *
 * One thread. Blocks on the disks. Messages name the file, why, and what to do; never any of what
 * is in a file.
 */
#ifndef SH_CTL_PROVISION_FILES_H
#define SH_CTL_PROVISION_FILES_H

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

#define PROVISION_PATH_SIZE 160

struct provision_folder {
    int fd; /* -1: not open */
    char path[PROVISION_PATH_SIZE];
};

/* A file that was read. Zero-initialise; provision_text_free when done. */
struct provision_text {
    char *bytes; /* `size` of them, and a NUL behind */
    size_t size;
};

/* Where and how to install. A group of (gid_t)-1 and a mode of 0 leave what the system gives. */
struct provision_place {
    const struct provision_folder *folder;
    const char *name;
    mode_t mode;
    gid_t group;
};

/* Call provision_folder_close whatever comes out. */
int provision_folder_open(struct provision_folder *folder, const char *path,
                          struct err *err) SH_WARN_UNUSED;
void provision_folder_close(struct provision_folder *folder);

/*
 * Reads all of a file. -ERR_NOT_FOUND if there is none; -ERR_INPUT if it is larger than `most`
 * bytes or no file but a link, a folder or a device; -ERR_IO.
 */
int provision_read(const struct provision_folder *folder, const char *name, size_t most,
                   struct provision_text *text, struct err *err) SH_WARN_UNUSED;

/* Overwrites it in memory first: it may be a secret. */
void provision_text_free(struct provision_text *text);

/* Puts the file in place of one that may be there. After a failure that one stands. */
int provision_install(const struct provision_place *place, const char *bytes, size_t size,
                      struct err *err) SH_WARN_UNUSED;

/* Writes into the folder what only people read: after a failure it may be half there. */
int provision_leave(const struct provision_folder *folder, const char *name, const char *bytes,
                    size_t size, struct err *err) SH_WARN_UNUSED;

/*
 * Overwrites the file with zeros where it lies, then removes it. After a failure some of it may
 * still be there.
 */
int provision_wipe(const struct provision_folder *folder, const char *name,
                   struct err *err) SH_WARN_UNUSED;

/* Renames `name` to `aside`, which is replaced. */
int provision_put_aside(const struct provision_folder *folder, const char *name, const char *aside,
                        struct err *err) SH_WARN_UNUSED;

/* Removes a file that may be there. */
int provision_remove(const struct provision_folder *folder, const char *name,
                     struct err *err) SH_WARN_UNUSED;

#endif

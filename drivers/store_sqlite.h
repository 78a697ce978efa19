/*
 * store_sqlite.h - the history in one SQLite file (ports/store.h).
 *
 * WAL with synchronous=FULL: a commit that returned is on disk, a power cut at any moment leaves
 * the last one that did. SD cards wear out, and SQLite writes a whole page for each one touched, so
 * pages have 512 bytes and a minute touches few of them: a busy day of 480 commits (steps in every
 * second minute, an interval in every third, something of a prompt in every seventh, twenty of two
 * hundred fields changing) is 0.9 MB, and would be 1.4 MB with pages of 1024.
 *
 * Nothing is opened before the first call, and whatever goes wrong is tried again by the next one,
 * so a disk that comes back is used again. One writer at a time, held by `PATH.lock`; any number of
 * read-only stores, also of other processes, may read meanwhile.
 *
 * Not its job: deciding when to write (the ledger's), and days and figures (the core's).
 */
#ifndef SH_DRIVERS_STORE_SQLITE_H
#define SH_DRIVERS_STORE_SQLITE_H

#include <stdbool.h>

#include "base/err.h"
#include "ports/store.h"

/* Intervals, counts and prompts are kept this long, day figures for ever. */
#define STORE_SQLITE_KEEP_DAYS 400

struct store_sqlite_config {
    const char *path; /* of the database; missing folders above it are made when writing */
    const char *vfs;  /* SQLite's name of the file system to use; NULL for the usual one */
    bool read_only;   /* never writes, makes, repairs or sets aside anything */
};

/*
 * A store on `config->path`, whose text is copied. 0, or -ERR_MEMORY, or -ERR_INPUT for a path that
 * is too long; `store` is untouched then. Does no I/O. Freed by store->close(store->self), which
 * does not wait for readers.
 */
int store_sqlite_new(struct store *store, const struct store_sqlite_config *config,
                     struct err *err) SH_WARN_UNUSED;

#endif

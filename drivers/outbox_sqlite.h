/*
 * outbox_sqlite.h - the queue of what is to be sent, in one SQLite file (ports/outbox.h).
 *
 * A rollback journal, not a log: two programs of two users share the file, a few times an hour at
 * most, so there is nothing for a log to save, and a log would need shared memory that both may
 * write and would keep, until it is copied back, what a withdrawal has to be rid of. The journal is
 * deleted at each commit and its folder synced after it (synchronous=EXTRA: with less, a power cut
 * could bring the journal back and with it undo a withdrawal that had returned). secure_delete
 * overwrites what is deleted, within that transaction; so a withdrawal leaves neither rows nor
 * bytes, and needs no sweeping afterwards.
 *
 * Only consent makes folder and file: while there is no file, there is no consent, and what needs
 * none (read_status, withdraw, the calls of secondheart-sync) has nothing to do and succeeds. Who
 * comes while the other one writes waits for up to five seconds, then gets -ERR_BUSY. A damaged
 * file is set aside, under a lock, so that only one of the two does it; nothing is sent then until
 * a person consents anew. A file of a newer version is -ERR_UNSUPPORTED and stays as it is.
 *
 * Not its job: which periods are closed, and what becomes of them on the way.
 */
#ifndef SH_DRIVERS_OUTBOX_SQLITE_H
#define SH_DRIVERS_OUTBOX_SQLITE_H

#include <stdbool.h>

#include "base/err.h"
#include "ports/outbox.h"

struct outbox_sqlite_config {
    const char *path; /* of the file; its folder becomes 02770, itself 0660, for a shared group */
    const char *vfs;  /* SQLite's name of the file system to use; NULL for the usual one */
    bool read_only;   /* touches nothing: for reports */
    /*
     * The kiosk's: where its queue may go, "" for where the configuration says. One that was made
     * for another place is emptied, consent and all, before anything else. NULL: left alone.
     */
    const char *test_endpoint;
};

/*
 * An outbox on `config->path`; all text is copied. 0, or -ERR_MEMORY, or -ERR_INPUT for a path or
 * an endpoint that is too long; `outbox` is untouched then. Does no I/O: nothing is opened before
 * the first call, and whatever goes wrong is tried again by the next one. Freed by
 * outbox->close(outbox->self).
 */
int outbox_sqlite_new(struct outbox *outbox, const struct outbox_sqlite_config *config,
                      struct err *err) SH_WARN_UNUSED;

#endif

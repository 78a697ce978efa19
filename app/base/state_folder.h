/*
 * state_folder.h - where the history lives.
 *
 * Any thread; reads the environment, touches no disk.
 */
#ifndef SH_BASE_STATE_FOLDER_H
#define SH_BASE_STATE_FOLDER_H

#include "base/err.h"

/*
 * The folder: `configured` (the configuration's or the command line's, "" or NULL for none), else
 * systemd's $STATE_DIRECTORY (/var/lib/secondheart for the service), else secondheart in
 * $XDG_STATE_HOME, else in $HOME/.local/state. ERR_INPUT if none of them is set, or if the path
 * is too long for `path`, which has `size` bytes.
 */
int state_folder(const char *configured, char *path, size_t size, struct err *err) SH_WARN_UNUSED;

/* The history's folder as the service has it, and the one beside it that secondheart-sync shares.
 */
#define STATE_FOLDER_SERVICE  "/var/lib/secondheart"
#define OUTBOX_FOLDER_SERVICE "/var/lib/secondheart-outbox"

/*
 * The folder of the queue: `configured` ("" for none), else that of the service if `state` is the
 * service's, else outbox in `state`, the history's. ERR_INPUT if it is too long.
 */
int outbox_folder(const char *configured, const char *state, char *path, size_t size,
                  struct err *err) SH_WARN_UNUSED;

#endif

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

#endif

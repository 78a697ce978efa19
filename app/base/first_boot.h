/*
 * first_boot.h - what was wrong with the files that first boot imports, for whoever shows it.
 *
 * `secondheartctl provision` imports configuration, token and authority from the boot partition
 * before the kiosk starts, and leaves what it found wrong in a file that is gone with the next
 * boot. To the kiosk these are mistakes of its configuration like others, though what it runs on is
 * in order.
 *
 * One thread, at start. Blocks on the files.
 */
#ifndef SH_BASE_FIRST_BOOT_H
#define SH_BASE_FIRST_BOOT_H

#include "base/config.h"

/* Environment FIRST_BOOT_VARIABLE, if set, names another folder. */
#define FIRST_BOOT_FOLDER   "/run/secondheart-provision"
#define FIRST_BOOT_VARIABLE "SECONDHEART_FIRST_BOOT_DIR"

/* One problem a line. */
#define FIRST_BOOT_PROBLEMS "problems"

/* As config_load, and without a `path_or_null` with first boot's problems behind its own. */
void first_boot_load(struct config *config, const char *path_or_null,
                     struct config_problems *problems);

#endif

/*
 * provision.h - imports configuration, token and authority from the boot partition, once.
 *
 * `secondheart.conf` is checked as every program checks its configuration, together with what is
 * under /etc already, and becomes conf.d/50-provisioned.conf there, byte for byte.
 * `secondheart.token` becomes the file `token`, with a conf.d/40-provisioned-token.conf that names
 * it; of `secondheart-ca.pem`, for an office whose certificate is its own, the certificates become
 * the file `ca.pem`, which everybody may read, with a conf.d/40-provisioned-ca.conf. Each stands
 * for itself: what is right is imported, what is wrong changes nothing. All may have the ending
 * .txt, which Windows hides.
 *
 * Only what is on the disk under /etc is taken off the boot partition: the token is overwritten
 * and removed, configuration and authority, which are no secrets, are renamed. Done again after a
 * power cut it comes to the same.
 *
 * One thread. Blocks on the disks.
 */
#ifndef SH_CTL_PROVISION_H
#define SH_CTL_PROVISION_H

#include <stdio.h>

#include "base/config.h"
#include "ctl/provision_files.h"

/* On the boot partition. */
#define PROVISION_CONF     "secondheart.conf"
#define PROVISION_TOKEN    "secondheart.token"
#define PROVISION_CA       "secondheart-ca.pem"
#define PROVISION_ASIDE    ".imported" /* behind the name of what is renamed */
#define PROVISION_PROBLEMS "secondheart.problems.txt"

/* Under /etc/secondheart. */
#define PROVISION_INSTALLED    "50-provisioned.conf"
#define PROVISION_NAMING_TOKEN "40-provisioned-token.conf"
#define PROVISION_NAMING_CA    "40-provisioned-ca.conf"
#define PROVISION_SECRET       "token"
#define PROVISION_AUTHORITY    "ca.pem"

/* Larger than the reference with every key set three times over. */
#define PROVISION_CONF_MAX ((size_t)64 * 1024)

/* Some thirty certificates: an authority and those it has signed, not a system's whole store. */
#define PROVISION_CA_MAX ((size_t)64 * 1024)

struct provision_options {
    const char *from;  /* NULL: the boot partition, wherever this system has it */
    const char *into;  /* absolute */
    const char *state; /* where problems are left for the kiosk's screen (base/first_boot.h) */
    const char *group; /* who may read the token */
};

/*
 * Does all of it. What was imported goes to `out`; what is wrong into `problems`, onto the boot
 * partition and into `options->state`, from where both are removed once nothing is. Returns
 * EXIT_DONE, also when there was nothing to import; EXIT_INPUT if a file is wrong; else
 * EXIT_PROBLEM.
 */
int provision_run(const struct provision_options *options, FILE *out,
                  struct config_problems *problems);

/* The folder of the boot partition that holds something to import, or NULL. */
const char *provision_find_folder(void);

/*
 * Writes the problems onto the boot partition, for whoever has only a card reader, and into the
 * folder `state`, for the kiosk's screen; without any, takes both away. What cannot be written is
 * one problem more.
 */
void provision_tell(const struct provision_folder *boot, const char *state,
                    struct config_problems *problems);

#endif

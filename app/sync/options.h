/*
 * options.h - the command line of secondheart-sync.
 *
 * One thread (getopt's variables are the process's). Texts stay argv's.
 */
#ifndef SH_SYNC_OPTIONS_H
#define SH_SYNC_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

/* Of one request; a week's 300 bytes over the worst of lines need less. */
#define OPTIONS_TIMEOUT_S     60
#define OPTIONS_TIMEOUT_MAX_S 600

struct options {
    const char *config_path;   /* NULL: the system's */
    const char *state_dir;     /* NULL: the configuration's */
    const char *outbox_dir;    /* NULL: the configuration's */
    const char *test_endpoint; /* "" for none */
    int timeout_s;
    bool is_dry_run;
    bool is_now;
    bool is_release;
    bool wants_help;
    bool wants_version;
};

/* Fills `options`. -ERR_INPUT with the sentence for a mistake. */
int options_parse(struct options *options, int argc, char **argv, struct err *err) SH_WARN_UNUSED;

void options_print_help(FILE *out);

#endif

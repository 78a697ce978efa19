/*
 * dry_run.h - prints what would be sent, and sends nothing.
 *
 * Each request as it would go out, but for two things: the token is shown as "(token)", and a
 * packed body is shown unpacked. Reads the queue and changes nothing. One thread.
 */
#ifndef SH_SYNC_DRY_RUN_H
#define SH_SYNC_DRY_RUN_H

#include <stdio.h>

#include "base/config.h"
#include "ports/outbox.h"

struct dry_run {
    const struct outbox *outbox;
    enum config_sync_format format;
    const char *url;    /* of the request */
    const char *scheme; /* of the authorization: "Bearer", "Token" or "Basic"; "" for none */
    int64_t now_s;      /* what has not ended then is left out */
};

/* 0, or the outbox's error, or -ERR_IO if `out` cannot be written. */
int dry_run_print(const struct dry_run *run, FILE *out, struct err *err) SH_WARN_UNUSED;

#endif

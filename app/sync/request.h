/*
 * request.h - where a request goes and what it shows to be let in.
 *
 * influx v1 posts to URL/write?db=DATABASE&precision=s, v2 to
 * URL/api/v2/write?org=ORG&bucket=BUCKET&precision=s, json to URL as it is.
 * The token goes as InfluxDB 2 wants it ("Token") for v2, as "Bearer" otherwise; one with a colon
 * is a name and a password, and goes as "Basic". Pure; any thread.
 */
#ifndef SH_SYNC_REQUEST_H
#define SH_SYNC_REQUEST_H

#include "base/config.h"
#include "base/token_file.h"

/* The base, the path, and two names of which every byte may need three. */
#define REQUEST_URL_SIZE (CONFIG_PATH_SIZE + 64 + 6 * CONFIG_LABEL_SIZE)

/* "Authorization: Basic ", Base64 of the token, NUL. */
#define REQUEST_AUTHORIZATION_SIZE (32 + 4 * (TOKEN_SIZE / 3 + 1))

/* The address under `base`, which is config->sync.url or a test endpoint. -ERR_INPUT: too long. */
int request_write_url(const struct config *config, const char *base, char url[REQUEST_URL_SIZE],
                      struct err *err) SH_WARN_UNUSED;

/* The header line; "" for an empty token. */
void request_write_authorization(const struct config *config, const char *token,
                                 char line[REQUEST_AUTHORIZATION_SIZE]);

#endif

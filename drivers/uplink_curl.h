/*
 * uplink_curl.h - the uplink on libcurl: a handle a request, and one connection for all of them.
 *
 * TLS 1.2 or newer, always verified, for name and issuer; redirects are not followed; of an answer
 * no more than UPLINK_BODY_SIZE is read. Proxies are those of the configuration, never those of the
 * environment. libcurl's verbose output, which holds headers, is never on.
 *
 * One thread. uplink->post blocks: at most `timeout_s`.
 */
#ifndef SH_DRIVERS_UPLINK_CURL_H
#define SH_DRIVERS_UPLINK_CURL_H

#include "base/err.h"
#include "ports/uplink.h"

struct uplink_curl_config {
    const char *url;
    const char *authorization; /* a header line; "" for none. Overwritten in memory by close. */
    const char *ca_file;       /* "" for none, as for the rest */
    const char *pinned_key;
    const char *client_cert;
    const char *client_key;
    const char *proxy;
    int timeout_s; /* of a whole request, from 1 */
};

/*
 * An uplink; everything is copied. Resolves and connects nothing yet. -ERR_MEMORY, or -ERR_INPUT
 * for what this libcurl does not take; `uplink` is untouched then.
 */
int uplink_curl_new(struct uplink *uplink, const struct uplink_curl_config *config,
                    struct err *err) SH_WARN_UNUSED;

#endif

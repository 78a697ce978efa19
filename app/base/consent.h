/*
 * consent.h - what a person agrees to when sync is turned on, and whether that still holds.
 *
 * The page shows the very text of a period and the server's name. So a server of another name,
 * another team's label in the text or periods that are shorter than those shown were not agreed
 * to: the person is asked anew. One judge for the kiosk, which asks, secondheart-sync, which must
 * not send without it, and `secondheartctl check`, which says so.
 *
 * Pure; any thread.
 */
#ifndef SH_BASE_CONSENT_H
#define SH_BASE_CONSENT_H

#include "base/config.h"
#include "base/summary.h"

/* A host's name, of at most 253 characters (RFC 1035, 2.3.4), and the NUL. */
#define CONSENT_HOST_SIZE 256

struct consent {
    enum summary_detail detail;
    char host[CONSENT_HOST_SIZE]; /* in lower case; "" only of what an older version kept */
    char team[SUMMARY_TEAM_SIZE]; /* "": none */
};

enum consent_match {
    CONSENT_HOLDS,
    CONSENT_OTHER_SERVER, /* nothing may be sent */
    CONSENT_OTHER_TEAM,   /* nothing may be sent */
    CONSENT_FINER,        /* what is queued may be sent, nothing is added */
    CONSENT_MATCHES
};

/*
 * What `config` asks for, if summaries go to `url`. Of that only the host counts and is shown:
 * neither who logs in, nor port and path, nor whether it is written in capitals.
 */
void consent_ask(struct consent *asked, const struct config *config, const char *url);

/* Does what was given cover what is asked? If not, the most serious difference. */
enum consent_match consent_match(const struct consent *given, const struct consent *asked);

#endif

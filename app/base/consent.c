#include "base/consent.h"

#include <stdio.h>
#include <string.h>

static void lower(char *text)
{
    for (; *text != '\0'; text++) {
        if (*text >= 'A' && *text <= 'Z')
            *text = (char)(*text - 'A' + 'a');
    }
}

static void take_host(char host[CONSENT_HOST_SIZE], const char *url)
{
    const char *from = strstr(url, "://");
    size_t len;
    const char *at;

    from = from ? from + 3 : url;
    len = strcspn(from, "/?#");
    at = memchr(from, '@', len);
    if (at) {
        len -= (size_t)(at + 1 - from);
        from = at + 1;
    }
    if (from[0] == '[') /* an IPv6 address */
        len = strcspn(from, "]") + 1 < len ? strcspn(from, "]") + 1 : len;
    else if (memchr(from, ':', len))
        len = (size_t)((const char *)memchr(from, ':', len) - from);
    (void)snprintf(host, CONSENT_HOST_SIZE, "%.*s", (int)len, from);
    lower(host);
}

void consent_ask(struct consent *asked, const struct config *config, const char *url)
{
    memset(asked, 0, sizeof(*asked));
    asked->detail = (enum summary_detail)config->sync.detail;
    take_host(asked->host, url);
    if (summary_is_team(config->sync.team))
        (void)snprintf(asked->team, sizeof(asked->team), "%s", config->sync.team);
}

enum consent_match consent_match(const struct consent *given, const struct consent *asked)
{
    if (strcmp(given->host, asked->host) != 0)
        return CONSENT_OTHER_SERVER;
    if (strcmp(given->team, asked->team) != 0)
        return CONSENT_OTHER_TEAM;
    return asked->detail > given->detail ? CONSENT_FINER : CONSENT_HOLDS;
}

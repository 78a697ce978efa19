#include "base/sync_setup.h"

#include <string.h>
#include <strings.h>

#include "base/summary.h"

#define PIN_PREFIX      "sha256//"
#define PIN_DIGEST_LEN  44 /* Base64 of 32 bytes: 43 characters and one "=" */
#define HOST_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"

struct report {
    struct sync_mismatch *mismatches;
    size_t count;
};

static void add(struct report *report, const void *field, const char *what)
{
    if (what && report->count < SYNC_SETUP_MAX)
        report->mismatches[report->count++] = (struct sync_mismatch){field, what};
}

/* The host and what follows it behind `scheme`; NULL if `url` has another scheme. */
static const char *behind_scheme(const char *url, const char *scheme)
{
    size_t len = strlen(scheme);

    return strncasecmp(url, scheme, len) == 0 ? url + len : NULL;
}

/* Length of "name", "1.2.3.4" or "[::1]" at the start of `text`; 0 if there is none. */
static size_t host_len(const char *text)
{
    size_t len;

    if (text[0] != '[')
        return strspn(text, HOST_CHARACTERS);
    len = 1 + strspn(text + 1, "0123456789abcdefABCDEF:.");
    return len > 1 && text[len] == ']' ? len + 1 : 0;
}

/* "", ":8427" or the same with a path behind it? */
static bool is_port_and_path(const char *text)
{
    size_t digits;

    if (text[0] == ':') {
        digits = strspn(text + 1, "0123456789");
        if (digits < 1 || digits > 5)
            return false;
        text += 1 + digits;
    }
    return text[0] == '\0' || text[0] == '/';
}

static bool is_this_machine(const char *host, size_t len)
{
    static const char *const names[] = {"localhost", "[::1]"};
    char digits[16];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strlen(names[i]) == len && strncasecmp(host, names[i], len) == 0)
            return true;
    /* 127.0.0.0/8, written out: "127.example.com" is somebody else's machine. */
    if (len < 7 || len >= sizeof(digits))
        return false;
    memcpy(digits, host, len);
    digits[len] = '\0';
    return strncmp(digits, "127.", 4) == 0 && digits[strspn(digits, "0123456789.")] == '\0';
}

/* RFC 3986: blanks, controls, these, and whatever is not ASCII, are written otherwise. */
static bool holds_odd_character(const char *url)
{
    for (; *url; url++)
        if (*url <= ' ' || *url > '~' || strchr("\"<>\\^`{|}", *url))
            return true;
    return false;
}

const char *sync_setup_judge_url(const char *url, bool allows_plaintext)
{
    const char *safe = behind_scheme(url, "https://");
    const char *host = safe ? safe : behind_scheme(url, "http://");
    size_t len;

    if (!host)
        return "not an address, allowed begins with https://";
    if (holds_odd_character(url))
        return "holds a character that no address has, allowed is such as "
               "https://office.example:8427";
    if (strchr(host, '@'))
        return "holds a name or a password, which belong into the file that sync.token_file names";
    if (strpbrk(host, "?#"))
        return "holds a ? or a #, allowed is the address alone; what follows is added";
    len = host_len(host);
    if (len == 0 || !is_port_and_path(host + len))
        return "names no host, allowed is such as https://office.example:8427";
    if (!safe && !allows_plaintext && !is_this_machine(host, len))
        return "http to another machine, for everybody on the way to read; use https, or set "
               "sync.allow_plaintext = yes";
    return NULL;
}

/* One key, or two with ";" between them, each as "sha256//" and 44 characters of Base64? */
static bool is_pin(const char *text)
{
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (;;) {
        if (strncmp(text, PIN_PREFIX, strlen(PIN_PREFIX)) != 0)
            return false;
        text += strlen(PIN_PREFIX);
        if (strspn(text, base64) != PIN_DIGEST_LEN - 1 || text[PIN_DIGEST_LEN - 1] != '=')
            return false;
        text += PIN_DIGEST_LEN;
        if (*text == '\0')
            return true;
        if (*text++ != ';')
            return false;
    }
}

static const char *judge_proxy(const char *proxy)
{
    const char *host = behind_scheme(proxy, "http://");
    size_t len;

    host = host ? host : behind_scheme(proxy, "https://");
    if (!host)
        return "not a proxy, allowed begins with http:// or https://";
    len = host_len(host);
    if (strchr(host, '@'))
        return "holds a name or a password, allowed is a proxy that wants none";
    if (len == 0 || !is_port_and_path(host + len))
        return "names no host, allowed is such as http://proxy.example:3128";
    return NULL;
}

/* Paths in a service's configuration: a relative one would depend on where it was started. */
static void check_paths(const struct config *config, struct report *report)
{
    const char *const paths[] = {config->sync.token_file, config->sync.ca_file,
                                 config->sync.client_cert, config->sync.client_key,
                                 config->sync.outbox_dir};

    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        if (paths[i][0] != '\0' && paths[i][0] != '/')
            add(report, paths[i], "not an absolute path, allowed begins with a /");
}

static void check_server(const struct config *config, struct report *report)
{
    bool is_influx = config->sync.format == CONFIG_SYNC_INFLUX;

    add(report, config->sync.url,
        sync_setup_judge_url(config->sync.url, config->sync.allows_plaintext));
    if (is_influx && config->sync.api == CONFIG_INFLUX_V1 && config->sync.database[0] == '\0')
        add(report, config->sync.database, "empty, but api v1 writes to a database: name it");
    if (is_influx && config->sync.api == CONFIG_INFLUX_V2 && config->sync.org[0] == '\0')
        add(report, config->sync.org, "empty, but api v2 wants an organisation: name it");
    if (is_influx && config->sync.api == CONFIG_INFLUX_V2 && config->sync.bucket[0] == '\0')
        add(report, config->sync.bucket, "empty, but api v2 writes to a bucket: name it");
}

size_t sync_setup_check(const struct config *config,
                        struct sync_mismatch mismatches[SYNC_SETUP_MAX])
{
    struct report report = {.mismatches = mismatches};

    if (config->sync.team[0] && !summary_is_team(config->sync.team))
        add(&report, config->sync.team,
            "not a team's label, allowed are 1 to 32 of a-z, 0-9, - and _");
    if (config->sync.url[0])
        check_server(config, &report);
    if (config->sync.pinned_key[0] && !is_pin(config->sync.pinned_key))
        add(&report, config->sync.pinned_key,
            "not a pinned key, allowed is sha256// and 44 characters of Base64, twice with a ; "
            "between while the key changes");
    if (config->sync.client_cert[0] && !config->sync.client_key[0])
        add(&report, config->sync.client_cert,
            "a certificate without its key: set sync.client_key as well");
    if (config->sync.client_key[0] && !config->sync.client_cert[0])
        add(&report, config->sync.client_key,
            "a key without its certificate: set sync.client_cert as well");
    if (config->sync.proxy[0])
        add(&report, config->sync.proxy, judge_proxy(config->sync.proxy));
    check_paths(config, &report);
    return report.count;
}

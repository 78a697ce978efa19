#include "sync/request.h"

#include <string.h>

/* RFC 3986's unreserved characters stay. */
static void write_escaped(const char *name, char *text)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    static const char digits[] = "0123456789ABCDEF";

    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;

        if (strchr(plain, c)) {
            *text++ = (char)c;
            continue;
        }
        *text++ = '%';
        *text++ = digits[c >> 4];
        *text++ = digits[c & 15];
    }
    *text = '\0';
}

int request_write_url(const struct config *config, const char *base, char url[REQUEST_URL_SIZE],
                      struct err *err)
{
    size_t len = strlen(base);
    char first[3 * CONFIG_LABEL_SIZE];
    char second[3 * CONFIG_LABEL_SIZE];

    if (len >= CONFIG_PATH_SIZE)
        return err_set(err, ERR_INPUT, "the endpoint's address is too long: '%.60s...'", base);
    if (config->sync.format == CONFIG_SYNC_JSON) {
        memcpy(url, base, len + 1);
        return 0;
    }
    while (len > 0 && base[len - 1] == '/')
        len--;
    if (config->sync.api == CONFIG_INFLUX_V1) {
        write_escaped(config->sync.database, first);
        (void)snprintf(url, REQUEST_URL_SIZE, "%.*s/write?db=%s&precision=s", (int)len, base,
                       first);
        return 0;
    }
    write_escaped(config->sync.org, first);
    write_escaped(config->sync.bucket, second);
    (void)snprintf(url, REQUEST_URL_SIZE, "%.*s/api/v2/write?org=%s&bucket=%s&precision=s",
                   (int)len, base, first, second);
    return 0;
}

/* RFC 4648, for the one short text that HTTP wants in it. */
static void write_base64(const char *text, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t len = strlen(text);

    for (size_t i = 0; i < len; i += 3) {
        unsigned bits = (unsigned)(unsigned char)text[i] << 16;

        bits |= i + 1 < len ? (unsigned)(unsigned char)text[i + 1] << 8 : 0;
        bits |= i + 2 < len ? (unsigned char)text[i + 2] : 0;
        *out++ = digits[bits >> 18];
        *out++ = digits[bits >> 12 & 63];
        *out++ = i + 1 < len ? digits[bits >> 6 & 63] : '=';
        *out++ = i + 2 < len ? digits[bits & 63] : '=';
    }
    *out = '\0';
}

void request_write_authorization(const struct config *config, const char *token,
                                 char line[REQUEST_AUTHORIZATION_SIZE])
{
    bool is_v2 = config->sync.format == CONFIG_SYNC_INFLUX && config->sync.api == CONFIG_INFLUX_V2;

    line[0] = '\0';
    if (token[0] == '\0')
        return;
    if (strchr(token, ':')) {
        int len = snprintf(line, REQUEST_AUTHORIZATION_SIZE, "Authorization: Basic ");

        write_base64(token, line + len);
        return;
    }
    (void)snprintf(line, REQUEST_AUTHORIZATION_SIZE, "Authorization: %s %s",
                   is_v2 ? "Token" : "Bearer", token);
}

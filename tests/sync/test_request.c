/* Where a request goes and what it shows to be let in (sync/request.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sync/request.h"

struct server {
    enum config_sync_format format;
    enum config_influx_api api;
    const char *database;
    const char *org;
    const char *bucket;
};

static struct config config_of(const struct server *server)
{
    struct config config;

    config_set_defaults(&config);
    config.sync.format = (int)server->format;
    config.sync.api = (int)server->api;
    (void)snprintf(config.sync.database, CONFIG_LABEL_SIZE, "%s", server->database);
    (void)snprintf(config.sync.org, CONFIG_LABEL_SIZE, "%s", server->org);
    (void)snprintf(config.sync.bucket, CONFIG_LABEL_SIZE, "%s", server->bucket);
    return config;
}

static const struct server v1 = {CONFIG_SYNC_INFLUX, CONFIG_INFLUX_V1, "office", "", ""};
static const struct server v2 = {CONFIG_SYNC_INFLUX, CONFIG_INFLUX_V2, "", "us", "weeks"};
static const struct server json = {CONFIG_SYNC_JSON, CONFIG_INFLUX_V2, "", "", ""};

static void each_server_has_its_address(void **state)
{
    static const struct server odd = {CONFIG_SYNC_INFLUX, CONFIG_INFLUX_V2, "", "R&D ?#%",
                                      "a/b=\xc3\xa4+~"};
    static const struct {
        const struct server *server;
        const char *base;
        const char *url;
    } rows[] = {
        {&v1, "https://a.example", "https://a.example/write?db=office&precision=s"},
        {&v1, "https://a.example/", "https://a.example/write?db=office&precision=s"},
        {&v1, "https://a.example:8427/in//",
         "https://a.example:8427/in/write?db=office&precision=s"},
        {&v2, "https://a.example",
         "https://a.example/api/v2/write?org=us&bucket=weeks&precision=s"},
        {&odd, "https://a.example",
         "https://a.example/api/v2/write?org=R%26D%20%3F%23%25&bucket=a%2Fb%3D%C3%A4%2B~&"
         "precision=s"},
        {&json, "https://a.example/in/", "https://a.example/in/"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct config config = config_of(rows[i].server);
        char url[REQUEST_URL_SIZE];
        struct err err = {0};

        assert_int_equal(request_write_url(&config, rows[i].base, url, &err), 0);
        assert_string_equal(url, rows[i].url);
    }
}

static void the_longest_address_fits_and_a_longer_one_is_refused(void **state)
{
    static const struct server *const servers[] = {&v1, &v2, &json};
    char base[CONFIG_PATH_SIZE + 1];

    for (size_t i = 0; i < sizeof(servers) / sizeof(servers[0]); i++) {
        struct config config = config_of(servers[i]);
        struct err err = {0};
        char url[REQUEST_URL_SIZE];

        memset(config.sync.database, '\xff', CONFIG_LABEL_SIZE - 1);
        memset(config.sync.org, '\xff', CONFIG_LABEL_SIZE - 1);
        memset(config.sync.bucket, '\xff', CONFIG_LABEL_SIZE - 1);
        memset(base, 'a', sizeof(base));
        base[CONFIG_PATH_SIZE] = '\0';
        assert_int_equal(request_write_url(&config, base, url, &err), -ERR_INPUT);
        assert_non_null(strstr(err.text, "too long"));
        base[CONFIG_PATH_SIZE - 1] = '\0';
        assert_int_equal(request_write_url(&config, base, url, &err), 0);
        assert_true(servers[i] == &json || strcmp(url + strlen(url) - 12, "&precision=s") == 0);
    }
}

static void the_token_goes_as_each_server_wants_it(void **state)
{
    static const struct {
        const struct server *server;
        const char *token;
        const char *line;
    } rows[] = {
        {&v1, "", ""},
        {&v1, "sesame", "Authorization: Bearer sesame"},
        {&v2, "sesame==", "Authorization: Token sesame=="},
        {&json, "sesame", "Authorization: Bearer sesame"},
        /* RFC 7617's example, and each length of RFC 4648's last group. */
        {&v1, "Aladdin:open sesame", "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
        {&v2, "test:123\xc2\xa3", "Authorization: Basic dGVzdDoxMjPCow=="},
        {&json, ":", "Authorization: Basic Og=="},
        {&v1, "a:", "Authorization: Basic YTo="},
        {&v1, "a:b", "Authorization: Basic YTpi"},
        {&v1, "~:\x7f?", "Authorization: Basic fjp/Pw=="},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct config config = config_of(rows[i].server);
        char line[REQUEST_AUTHORIZATION_SIZE];

        request_write_authorization(&config, rows[i].token, line);
        assert_string_equal(line, rows[i].line);
    }
}

static void the_longest_token_fits(void **state)
{
    struct config config = config_of(&v1);
    char line[REQUEST_AUTHORIZATION_SIZE];
    char token[TOKEN_SIZE] = "";

    memset(token, 'x', sizeof(token) - 1);
    request_write_authorization(&config, token, line);
    assert_int_equal(strlen(line), strlen("Authorization: Bearer ") + TOKEN_SIZE - 1);
    token[0] = ':';
    request_write_authorization(&config, token, line);
    assert_int_equal(strlen(line), strlen("Authorization: Basic ") + (TOKEN_SIZE - 1) / 3 * 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_server_has_its_address),
        cmocka_unit_test(the_longest_address_fits_and_a_longer_one_is_refused),
        cmocka_unit_test(the_token_goes_as_each_server_wants_it),
        cmocka_unit_test(the_longest_token_fits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

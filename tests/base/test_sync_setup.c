/* What of [sync] is wrong by itself or together (base/sync_setup.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/sync_setup.h"

#define DIGEST "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static void assert_judged(const char *url, bool allows_plaintext, const char *why)
{
    const char *wrong = sync_setup_judge_url(url, allows_plaintext);

    if (!why && wrong)
        fail_msg("%s: %s", url, wrong);
    if (why && (!wrong || !strstr(wrong, why)))
        fail_msg("%s: '%s' lacks '%s'", url, wrong ? wrong : "(good)", why);
}

static void https_goes_anywhere(void **state)
{
    static const char *const urls[] = {
        "https://office.example",       "https://office.example/",
        "https://office.example:8427",  "https://office.example:8427/in/here",
        "HTTPS://OFFICE.example",       "https://192.0.2.7",
        "https://[2001:db8::1]:443/in", "https://office_1.example-2",
    };

    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
        assert_judged(urls[i], false, NULL);
}

static void plain_http_stays_on_this_machine_unless_it_is_allowed(void **state)
{
    static const char *const here[] = {"http://localhost",  "http://LocalHost:8428/in",
                                       "http://127.0.0.1/", "http://127.1.2.3:1",
                                       "http://[::1]:8086", "HTTP://127.0.0.1"};
    static const char *const elsewhere[] = {
        "http://office.example",     "http://192.0.2.7:8428",    "http://localhost.example",
        "http://127.example.com",    "http://127.0.0.1.example", "http://[2001:db8::1]",
        "http://[::ffff:192.0.2.7]", "http://1270.0.0.1",
    };

    for (size_t i = 0; i < sizeof(here) / sizeof(here[0]); i++)
        assert_judged(here[i], false, NULL);
    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
        assert_judged(elsewhere[i], false, "sync.allow_plaintext");
        assert_judged(elsewhere[i], true, NULL);
    }
}

static void an_address_with_a_secret_in_it_is_refused(void **state)
{
    assert_judged("https://me:sesame@office.example", true, "sync.token_file");
    assert_judged("https://me@office.example", true, "sync.token_file");
    assert_judged("http://127.0.0.1@office.example", false, "sync.token_file");
    assert_judged("https://office.example/in?token=sesame", true, "holds a ?");
    assert_judged("https://office.example/#sesame", true, "holds a ?");
}

static void what_is_no_address_is_refused(void **state)
{
    static const struct {
        const char *url;
        const char *why;
    } rows[] = {
        {"", "begins with https://"},
        {"office.example", "begins with https://"},
        {"ftp://office.example", "begins with https://"},
        {"file:///etc/passwd", "begins with https://"},
        {"https:/office.example", "begins with https://"},
        {" https://office.example", "begins with https://"},
        {"https://", "names no host"},
        {"https:///in", "names no host"},
        {"https://:8427", "names no host"},
        {"https://office.example:", "names no host"},
        {"https://office.example:x", "names no host"},
        {"https://office.example:123456", "names no host"},
        {"https://office.example:80:80", "names no host"},
        {"https://[]", "names no host"},
        {"https://[::1", "names no host"},
        {"https://[::1]x", "names no host"},
        {"https://b\xc3\xbcro.example", "no address has"},
        {"https://office.example/a b", "no address has"},
        {"https://office.example\\in", "no address has"},
        {"https://office.example/\r\nX-Evil: 1", "no address has"},
        {"https://office.example/\t", "no address has"},
        {"https://office.example/\x7f", "no address has"},
        {"https://office.example/b\xc3\xbcro", "no address has"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_judged(rows[i].url, true, rows[i].why);
}

/* A configuration in which nothing is wrong and everything is set. */
static struct config whole_config(void)
{
    struct config config;

    config_set_defaults(&config);
    (void)snprintf(config.sync.url, sizeof(config.sync.url), "https://office.example");
    (void)snprintf(config.sync.team, sizeof(config.sync.team), "design-2_b");
    (void)snprintf(config.sync.database, sizeof(config.sync.database), "office");
    (void)snprintf(config.sync.org, sizeof(config.sync.org), "us");
    (void)snprintf(config.sync.bucket, sizeof(config.sync.bucket), "weeks");
    (void)snprintf(config.sync.token_file, sizeof(config.sync.token_file), "/a/token");
    (void)snprintf(config.sync.ca_file, sizeof(config.sync.ca_file), "/a/ca.pem");
    (void)snprintf(config.sync.client_cert, sizeof(config.sync.client_cert), "/a/cert.pem");
    (void)snprintf(config.sync.client_key, sizeof(config.sync.client_key), "/a/key.pem");
    (void)snprintf(config.sync.outbox_dir, sizeof(config.sync.outbox_dir), "/a/outbox");
    (void)snprintf(config.sync.pinned_key, sizeof(config.sync.pinned_key), "sha256//" DIGEST);
    (void)snprintf(config.sync.proxy, sizeof(config.sync.proxy), "http://proxy.example:3128");
    return config;
}

static void a_whole_configuration_has_nothing_wrong(void **state)
{
    static const enum config_influx_api apis[] = {CONFIG_INFLUX_V1, CONFIG_INFLUX_V2};
    struct sync_mismatch mismatches[SYNC_SETUP_MAX];
    struct config config = whole_config();

    for (size_t i = 0; i < 2; i++) {
        config.sync.api = (int)apis[i];
        assert_int_equal(sync_setup_check(&config, mismatches), 0);
    }
    config_set_defaults(&config);
    assert_int_equal(sync_setup_check(&config, mismatches), 0);
}

/* One key of the whole configuration at another value. */
struct change {
    size_t at;
    const char *value;
    enum config_sync_format format;
    enum config_influx_api api;
    const char *why; /* NULL: nothing is wrong with it */
};

#define AT(key) offsetof(struct config, sync.key)

static void each_key_is_judged(void **state)
{
    static const struct change changes[] = {
        {AT(url), "ftp://a", 0, 0, "begins with https://"},
        {AT(url), "", 0, 0, NULL},
        {AT(team), "Design", 0, 0, "team's label"},
        {AT(team), "a b", 0, 0, "team's label"},
        {AT(team), "", 0, 0, NULL},
        {AT(database), "", CONFIG_SYNC_INFLUX, CONFIG_INFLUX_V1, "api v1 writes to a database"},
        {AT(database), "", CONFIG_SYNC_INFLUX, CONFIG_INFLUX_V2, NULL},
        {AT(database), "", CONFIG_SYNC_JSON, CONFIG_INFLUX_V1, NULL},
        {AT(org), "", CONFIG_SYNC_INFLUX, CONFIG_INFLUX_V2, "wants an organisation"},
        {AT(org), "", CONFIG_SYNC_INFLUX, CONFIG_INFLUX_V1, NULL},
        {AT(bucket), "", CONFIG_SYNC_INFLUX, CONFIG_INFLUX_V2, "writes to a bucket"},
        {AT(bucket), "", CONFIG_SYNC_JSON, CONFIG_INFLUX_V2, NULL},
        {AT(token_file), "token", 0, 0, "absolute path"},
        {AT(ca_file), "./ca.pem", 0, 0, "absolute path"},
        {AT(client_cert), "cert.pem", 0, 0, "absolute path"},
        {AT(client_key), "key.pem", 0, 0, "absolute path"},
        {AT(outbox_dir), "outbox", 0, 0, "absolute path"},
        {AT(pinned_key), "sha256//" DIGEST ";sha256//" DIGEST, 0, 0, NULL},
        {AT(pinned_key), "sha256//" DIGEST ";", 0, 0, "pinned key"},
        {AT(pinned_key), DIGEST, 0, 0, "pinned key"},
        {AT(pinned_key), "sha1//" DIGEST, 0, 0, "pinned key"},
        {AT(pinned_key), "sha256//abc=", 0, 0, "pinned key"},
        {AT(pinned_key), "sha256//" DIGEST "=", 0, 0, "pinned key"},
        {AT(proxy), "proxy.example:3128", 0, 0, "begins with http://"},
        {AT(proxy), "socks5://proxy.example", 0, 0, "begins with http://"},
        {AT(proxy), "http://me:sesame@proxy.example", 0, 0, "a proxy that wants none"},
        {AT(proxy), "http://", 0, 0, "names no host"},
        {AT(proxy), "https://proxy.example/", 0, 0, NULL},
    };

    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        struct sync_mismatch mismatches[SYNC_SETUP_MAX];
        struct config config = whole_config();
        char *field = (char *)&config + changes[i].at;
        size_t count;

        config.sync.format = (int)changes[i].format;
        config.sync.api = (int)changes[i].api;
        memcpy(field, changes[i].value, strlen(changes[i].value) + 1);
        count = sync_setup_check(&config, mismatches);
        if (count != (changes[i].why ? 1 : 0))
            fail_msg("'%s' in row %zu: %zu mismatches", changes[i].value, i, count);
        if (!changes[i].why)
            continue;
        assert_ptr_equal(mismatches[0].field, field);
        if (!strstr(mismatches[0].what, changes[i].why))
            fail_msg("'%s' lacks '%s'", mismatches[0].what, changes[i].why);
    }
}

static void a_certificate_and_its_key_want_each_other(void **state)
{
    struct sync_mismatch mismatches[SYNC_SETUP_MAX];
    struct config config = whole_config();

    config.sync.client_key[0] = '\0';
    assert_int_equal(sync_setup_check(&config, mismatches), 1);
    assert_ptr_equal(mismatches[0].field, config.sync.client_cert);
    config = whole_config();
    config.sync.client_cert[0] = '\0';
    assert_int_equal(sync_setup_check(&config, mismatches), 1);
    assert_ptr_equal(mismatches[0].field, config.sync.client_key);
}

static void everything_wrong_at_once_is_all_said(void **state)
{
    struct sync_mismatch mismatches[SYNC_SETUP_MAX];
    struct config config = whole_config();
    char *const texts[] = {config.sync.url,        config.sync.team,        config.sync.token_file,
                           config.sync.ca_file,    config.sync.client_cert, config.sync.outbox_dir,
                           config.sync.pinned_key, config.sync.proxy};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        memcpy(texts[i], "?", 2);
    config.sync.api = CONFIG_INFLUX_V2;
    config.sync.org[0] = config.sync.bucket[0] = config.sync.client_key[0] = '\0';
    assert_int_equal(sync_setup_check(&config, mismatches), 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(https_goes_anywhere),
        cmocka_unit_test(plain_http_stays_on_this_machine_unless_it_is_allowed),
        cmocka_unit_test(an_address_with_a_secret_in_it_is_refused),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(a_whole_configuration_has_nothing_wrong),
        cmocka_unit_test(each_key_is_judged),
        cmocka_unit_test(a_certificate_and_its_key_want_each_other),
        cmocka_unit_test(everything_wrong_at_once_is_all_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

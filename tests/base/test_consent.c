/* What is agreed to, and when it has to be asked anew. */
#include "base/consent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct consent ask(const char *url, const char *team, enum summary_detail detail)
{
    struct config config;
    struct consent asked;

    config_set_defaults(&config);
    config.sync.detail = (int)detail;
    (void)snprintf(config.sync.team, sizeof(config.sync.team), "%s", team);
    consent_ask(&asked, &config, url);
    return asked;
}

static enum consent_match match(struct consent given, struct consent asked)
{
    return consent_match(&given, &asked);
}

static void of_an_address_the_host_is_shown(void **state)
{
    static const struct {
        const char *url;
        const char *host;
    } cases[] = {
        {"https://office.example", "office.example"},
        {"https://office.example:8427/write?db=x", "office.example"},
        {"https://me:secret@office.example:8427/x", "office.example"},
        {"https://Office.EXAMPLE/", "office.example"},
        {"http://[::1]:8080/", "[::1]"},
        {"https://office.example#@elsewhere.example", "office.example"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_string_equal(ask(cases[i].url, "", SUMMARY_WEEK).host, cases[i].host);
}

static void a_label_that_is_none_is_not_shown(void **state)
{
    (void)state;
    assert_string_equal(ask("https://a", "blue", SUMMARY_WEEK).team, "blue");
    assert_string_equal(ask("https://a", "Blue Team", SUMMARY_WEEK).team, "");
}

static void the_same_holds_wherever_on_that_server(void **state)
{
    struct consent given = ask("https://office.example", "blue", SUMMARY_WEEK);

    (void)state;
    assert_int_equal(match(given, given), CONSENT_HOLDS);
    assert_int_equal(match(given, ask("https://OFFICE.example:8427/x", "blue", SUMMARY_WEEK)),
                     CONSENT_HOLDS);
}

static void another_server_or_label_does_not_hold(void **state)
{
    struct consent given = ask("https://office.example", "blue", SUMMARY_DAY);

    (void)state;
    assert_int_equal(match(given, ask("https://office.example.evil.example", "blue", SUMMARY_DAY)),
                     CONSENT_OTHER_SERVER);
    assert_int_equal(match(given, ask("https://office.exampl", "red", SUMMARY_HOUR)),
                     CONSENT_OTHER_SERVER);
    assert_int_equal(match(given, ask("https://office.example", "red", SUMMARY_HOUR)),
                     CONSENT_OTHER_TEAM);
    assert_int_equal(match(given, ask("https://office.example", "", SUMMARY_DAY)),
                     CONSENT_OTHER_TEAM);
}

static void who_agreed_to_days_agreed_to_weeks_but_not_to_hours(void **state)
{
    struct consent given = ask("https://office.example", "", SUMMARY_DAY);

    (void)state;
    assert_int_equal(match(given, ask("https://office.example", "", SUMMARY_WEEK)), CONSENT_HOLDS);
    assert_int_equal(match(given, ask("https://office.example", "", SUMMARY_HOUR)), CONSENT_FINER);
}

static void what_an_older_version_kept_names_no_server_and_holds_for_none(void **state)
{
    struct consent given = {.detail = SUMMARY_WEEK};

    (void)state;
    assert_int_equal(match(given, ask("https://office.example", "", SUMMARY_WEEK)),
                     CONSENT_OTHER_SERVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_an_address_the_host_is_shown),
        cmocka_unit_test(a_label_that_is_none_is_not_shown),
        cmocka_unit_test(the_same_holds_wherever_on_that_server),
        cmocka_unit_test(another_server_or_label_does_not_hold),
        cmocka_unit_test(who_agreed_to_days_agreed_to_weeks_but_not_to_hours),
        cmocka_unit_test(what_an_older_version_kept_names_no_server_and_holds_for_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

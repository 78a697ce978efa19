/* What a run may send, by what the person agreed to at the screen (sync/drain.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sync/rig.h"

static int take_all(struct rig *rig, size_t first, size_t last)
{
    return 204;
}

static int refuse_bad(struct rig *rig, size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++)
        if (rig->periods[i].is_bad && rig->periods[i].place == RIG_QUEUED)
            return 400;
    return 204;
}

static void nothing_is_sent_to_a_server_or_of_a_team_that_nobody_agreed_to(void **state)
{
    static const struct consent others[] = {
        {SUMMARY_DAY, "other.example", "design"},
        {SUMMARY_DAY, "", "design"}, /* of an older version */
        {SUMMARY_DAY, "office.example", "sales"},
        {SUMMARY_DAY, "office.example", ""},
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 20, take_all);
        struct drain_result result;

        rig->status.consent = others[i];
        result = rig_run(rig);
        assert_int_equal(result.exit_code, EXIT_PROBLEM);
        assert_non_null(strstr(result.sentence, "periods kept: 20"));
        assert_non_null(strstr(result.sentence, "agree anew at the screen"));
        assert_int_equal(rig->requests, 0);
        rig->status.consent = rig->setup.asked;
        assert_int_equal(rig_run(rig).exit_code, EXIT_DONE);
        rig_free(rig);
    }
}

static void an_empty_queue_says_that_the_screen_asks_anew(void **state)
{
    static const struct {
        struct consent given;
        const char *said;
    } cases[] = {
        {{SUMMARY_DAY, "other.example", "design"}, "for 'other.example', not for 'office.example'"},
        {{SUMMARY_DAY, "office.example", "sales"}, "for team 'sales', not for 'design'"},
        {{SUMMARY_WEEK, "office.example", "design"}, "for each week, not for each day"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 0, take_all);
        struct drain_result result = rig_run(rig);

        assert_string_equal(result.sentence, "nothing to send");
        rig->status.consent = cases[i].given;
        result = rig_run(rig);
        assert_int_equal(result.exit_code, EXIT_DONE);
        assert_non_null(strstr(result.sentence, cases[i].said));
        assert_non_null(strstr(result.sentence, "agree anew at the screen"));
        rig_free(rig);
    }
}

static void what_is_set_aside_waits_for_whom_consent_is_for(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 60, refuse_bad);
    struct drain_result result;

    rig->periods[17].is_bad = true;
    (void)rig_run(rig);
    rig->status.consent.host[0] = 'x';
    result = rig_run(rig);
    assert_int_equal(result.exit_code, EXIT_PROBLEM);
    assert_non_null(strstr(result.sentence, "nothing is sent, periods kept: 1"));
    assert_null(strstr(result.sentence, "--release"));
    rig_free(rig);
}

static void periods_that_were_agreed_to_go_though_finer_ones_are_asked_for(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 20, take_all);

    rig->setup.asked.detail = SUMMARY_HOUR;
    assert_int_equal(rig_run(rig).exit_code, EXIT_DONE);
    rig_free(rig);
}

static void consent_to_another_server_stops_the_run_before_the_next_request(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_JSON, 20, take_all);

    rig->agrees_anew_at = 3;
    assert_int_equal(rig_run(rig).exit_code, EXIT_PROBLEM);
    assert_int_equal(rig->requests, 3);
    assert_int_equal(rig_count(rig, RIG_STRUCK_OFF), 3);
    rig_free(rig);
}

static void nothing_is_sent_without_consent(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 20, take_all);
    struct drain_result result;

    rig->status.has_consent = false;
    result = rig_run(rig);
    assert_int_equal(result.exit_code, EXIT_DONE);
    assert_non_null(strstr(result.sentence, "sync is off"));
    assert_int_equal(rig->requests, 0);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_sent_to_a_server_or_of_a_team_that_nobody_agreed_to),
        cmocka_unit_test(an_empty_queue_says_that_the_screen_asks_anew),
        cmocka_unit_test(what_is_set_aside_waits_for_whom_consent_is_for),
        cmocka_unit_test(periods_that_were_agreed_to_go_though_finer_ones_are_asked_for),
        cmocka_unit_test(consent_to_another_server_stops_the_run_before_the_next_request),
        cmocka_unit_test(nothing_is_sent_without_consent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A run of secondheart-sync over a queue, against servers of every mood (sync/drain.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "sync/rig.h"

static const enum config_sync_format formats[] = {CONFIG_SYNC_INFLUX, CONFIG_SYNC_JSON};

static int take_all(struct rig *rig, size_t first, size_t last)
{
    return 204;
}

static int be_busy(struct rig *rig, size_t first, size_t last)
{
    return 503;
}

static int refuse_all(struct rig *rig, size_t first, size_t last)
{
    return 400;
}

static int refuse_bad(struct rig *rig, size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++)
        if (rig->periods[i].is_bad && rig->periods[i].place == RIG_QUEUED)
            return 400;
    return 204;
}

static int take_few(struct rig *rig, size_t first, size_t last)
{
    return last - first + 1 > rig->limit ? 413 : 204;
}

/* As a server does whose disk is full, or whose schema somebody changed. */
static int take_two_requests_and_refuse_the_rest(struct rig *rig, size_t first, size_t last)
{
    return rig->requests <= 2 ? 204 : 400;
}

static int refuse_two_requests_and_be_busy(struct rig *rig, size_t first, size_t last)
{
    if (rig->requests <= 1)
        return 204;
    return rig->requests <= 3 ? 400 : 429;
}

static void assert_kept(const struct rig *rig, enum outbox_outcome outcome)
{
    assert_int_equal(rig_count(rig, RIG_QUEUED), rig->count);
    assert_int_equal(rig->status.last.outcome, outcome);
    assert_string_not_equal(rig->status.last.reason, "");
}

static void everything_queued_is_delivered(void **state)
{
    for (size_t i = 0; i < 2; i++) {
        struct rig *rig = rig_new(formats[i], RIG_MAX, take_all);

        assert_int_equal(rig_run(rig).exit_code, EXIT_DONE);
        assert_int_equal(rig_count(rig, RIG_STRUCK_OFF), RIG_MAX);
        assert_int_equal(rig->status.last.outcome, OUTBOX_DELIVERED);
        assert_int_equal(rig->status.last.cause, OUTBOX_CAUSE_NONE);
        assert_string_equal(rig->status.last.reason, "");
        /* 1200 in 500s: the long queue's progress is said. */
        assert_int_equal(rig->requests, formats[i] == CONFIG_SYNC_JSON ? RIG_MAX : 3);
        assert_int_equal(rig->said, 3);
        rig_free(rig);
    }
}

static void too_much_at_once_goes_in_halves_and_no_request_is_as_large_again(void **state)
{
    for (size_t limit = 1; limit <= 100; limit++) {
        struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 1000, take_few);
        int halvings = 0;

        for (size_t room = 500; room > limit; room = (room + 1) / 2)
            halvings++;
        rig->limit = limit;
        assert_int_equal(rig_run(rig).exit_code, EXIT_DONE);
        assert_int_equal(rig_count(rig, RIG_STRUCK_OFF), 1000);
        /* None but the first of each size was too large, in the second 500 none at all. */
        assert_in_range(rig->requests, 1000 / limit, 2000 / limit * 2 + (size_t)halvings);
        rig_free(rig);
    }
}

static void what_a_server_takes_at_once_is_found_once_a_run(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 1000, take_few);

    rig->limit = 250;
    assert_int_equal(rig_run(rig).exit_code, EXIT_DONE);
    assert_int_equal(rig->requests, 1 + 4);
    rig_free(rig);
    /* Half of an odd number is rounded up: 7 are too many, so 3 and 4 go. */
    rig = rig_new(CONFIG_SYNC_INFLUX, 7, take_few);
    rig->limit = 4;
    assert_int_equal(rig_run(rig).exit_code, EXIT_DONE);
    assert_int_equal(rig->requests, 1 + 2);
    rig_free(rig);
}

static void one_period_that_is_too_much_alone_is_a_setup_problem(void **state)
{
    for (size_t i = 0; i < 2; i++)
        for (size_t count = 1; count < 12; count++) {
            struct rig *rig = rig_new(formats[i], count, take_few);
            struct drain_result result = rig_run(rig);

            assert_int_equal(result.exit_code, EXIT_PROBLEM);
            assert_non_null(strstr(result.sentence, "setup problem"));
            assert_non_null(strstr(result.sentence, "413"));
            assert_kept(rig, OUTBOX_SETUP);
            assert_int_equal(rig->status.last.cause, OUTBOX_TOO_LARGE);
            assert_in_range(rig->requests, 1, 5);
            rig_free(rig);
        }
}

static void the_one_bad_period_is_set_aside(void **state)
{
    for (size_t i = 0; i < 2; i++)
        for (size_t bad = 0; bad < 60; bad++) {
            struct rig *rig = rig_new(formats[i], 60, refuse_bad);
            struct drain_result result;

            rig->periods[bad].is_bad = true;
            result = rig_run(rig);
            assert_int_equal(result.exit_code, EXIT_PROBLEM);
            assert_non_null(strstr(result.sentence, "--release"));
            assert_int_equal(rig->periods[bad].place, RIG_QUARANTINED);
            assert_non_null(strstr(rig->periods[bad].reason, "400"));
            assert_int_equal(rig_count(rig, RIG_STRUCK_OFF), 59);
            assert_int_equal(rig->status.last.cause, OUTBOX_SET_ASIDE);
            assert_int_equal(rig->status.last.outcome, OUTBOX_SETUP);
            if (formats[i] == CONFIG_SYNC_INFLUX)
                assert_true(rig->requests <= 2 * 6 + 2);
            rig_free(rig);
        }
}

static void what_was_set_aside_arrives_once_released(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 60, refuse_bad);

    rig->periods[17].is_bad = true;
    (void)rig_run(rig);
    assert_int_equal(rig_run(rig).exit_code, EXIT_PROBLEM);
    assert_int_equal(rig->periods[17].place, RIG_QUARANTINED);
    rig->answer = take_all;
    assert_int_equal(rig_run_release(rig).exit_code, EXIT_DONE);
    assert_int_equal(rig_count(rig, RIG_STRUCK_OFF), 60);
    rig_free(rig);
}

static void the_last_line_counts_what_is_set_aside_once(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, RIG_MAX, refuse_bad);
    struct drain_result result;

    rig->periods[17].is_bad = true;
    rig->periods[700].is_bad = true;
    result = rig_run(rig);
    assert_non_null(strstr(result.sentence, "periods sent: 1198, set aside: 2"));
    rig_free(rig);
}

static void what_is_set_aside_is_not_set_aside_again_with_the_next_500(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, BATCH_MAX + 100, refuse_bad);

    rig->periods[17].is_bad = true;
    for (size_t i = BATCH_MAX; i < rig->count; i++)
        rig->periods[i].summary.start_s += RIG_MAX * S_PER_DAY;
    (void)rig_run(rig);
    assert_int_equal(rig_count(rig, RIG_QUARANTINED), 1);
    assert_int_equal(rig_count(rig, RIG_STRUCK_OFF), BATCH_MAX - 1);
    rig_free(rig);
}

static void a_server_that_refuses_everything_is_a_setup_problem(void **state)
{
    static const size_t counts[] = {1, 2, 7, 8, 9, 200, RIG_MAX};

    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); k++) {
            struct rig *rig = rig_new(formats[i], counts[k], refuse_all);

            rig->status.last.outcome = OUTBOX_DELIVERED; /* it took everything yesterday */
            assert_int_equal(rig_run(rig).exit_code, EXIT_PROBLEM);
            assert_kept(rig, OUTBOX_SETUP);
            assert_int_equal(rig->status.last.cause, OUTBOX_REFUSED);
            assert_true(rig->status.last.not_before_s == RIG_NOW_S + 3600);
            assert_in_range(rig->requests, 1, 30);
            rig_free(rig);
        }
}

static void a_server_that_breaks_in_the_middle_sets_nothing_aside(void **state)
{
    static const size_t counts[][2] = {{3, 20}, {4, 21}, {300, 40}, {501, 40}, {RIG_MAX, 40}};

    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); k++) {
            struct rig *rig =
                rig_new(formats[i], counts[k][0], take_two_requests_and_refuse_the_rest);

            /* Two requests must not carry everything. */
            if (formats[i] == CONFIG_SYNC_INFLUX && counts[k][0] <= 2 * BATCH_MAX) {
                rig_free(rig);
                continue;
            }
            assert_int_equal(rig_run(rig).exit_code, EXIT_PROBLEM);
            assert_int_equal(rig_count(rig, RIG_QUARANTINED), 0);
            assert_true(rig_count(rig, RIG_STRUCK_OFF) > 0);
            assert_int_equal(rig->status.last.outcome, OUTBOX_SETUP);
            assert_in_range(rig->requests, 3, counts[k][1]);
            rig->answer = take_all;
            rig->setup.is_now = true;
            assert_int_equal(rig_run(rig).exit_code, EXIT_DONE);
            rig_free(rig);
        }
}

static void what_was_refused_before_a_server_got_busy_is_tried_again(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_JSON, 20, refuse_two_requests_and_be_busy);

    assert_int_equal(rig_run(rig).exit_code, EXIT_PROBLEM);
    assert_int_equal(rig_count(rig, RIG_STRUCK_OFF), 1);
    assert_int_equal(rig_count(rig, RIG_QUEUED), 19);
    assert_int_equal(rig->status.last.outcome, OUTBOX_WAITING);
    rig_free(rig);
}

static void the_newest_period_tells_that_only_the_old_ones_are_bad(void **state)
{
    /* More than one reading of the queue: a server may keep a month, and the queue hold a year. */
    static const size_t bads[] = {8, 40, 99, 501, 1100, RIG_MAX - 1};

    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < sizeof(bads) / sizeof(bads[0]); k++) {
            struct rig *rig = rig_new(formats[i], RIG_MAX, refuse_bad);

            for (size_t bad = 0; bad < bads[k]; bad++)
                rig->periods[bad].is_bad = true;
            assert_int_equal(rig_run(rig).exit_code, EXIT_PROBLEM);
            assert_int_equal(rig_count(rig, RIG_QUARANTINED), bads[k]);
            assert_int_equal(rig_count(rig, RIG_STRUCK_OFF), RIG_MAX - bads[k]);
            rig_free(rig);
        }
}

static void a_withdrawal_stops_the_run_before_the_next_request(void **state)
{
    static rig_answer_fn *const answers[] = {take_all, refuse_all, be_busy};

    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
        for (int at = 1; at <= 8; at++) {
            struct rig *rig = rig_new(CONFIG_SYNC_JSON, 20, answers[i]);

            rig->withdraw_at = at;
            assert_int_equal(rig_run(rig).exit_code,
                             answers[i] == be_busy && at > 1 ? EXIT_PROBLEM : EXIT_DONE);
            assert_int_equal(rig->status.last.outcome,
                             answers[i] == be_busy && at > 1 ? OUTBOX_WAITING : OUTBOX_NEVER_TRIED);
            assert_int_equal(rig->requests, answers[i] == be_busy ? 1 : at);
            rig_free(rig);
        }
}

static void nothing_is_sent_while_the_clock_is_not_synchronised(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 20, take_all);
    struct drain_result result;

    rig->is_synchronised = false;
    result = rig_run(rig);
    assert_int_equal(result.exit_code, EXIT_PROBLEM);
    assert_non_null(strstr(result.sentence, "clock is not synchronised"));
    assert_int_equal(rig->requests, 0);
    assert_int_equal(rig_count(rig, RIG_QUEUED), 20);
    rig_free(rig);
}

static void a_period_that_has_not_ended_is_kept(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 20, take_all);

    rig->periods[18].summary.start_s = RIG_NOW_S - S_PER_DAY; /* ends now */
    rig->periods[19].summary.start_s = RIG_NOW_S - S_PER_DAY + 1;
    assert_int_equal(rig_run(rig).exit_code, EXIT_PROBLEM);
    assert_int_equal(rig_count(rig, RIG_STRUCK_OFF), 19);
    assert_int_equal(rig->periods[19].place, RIG_QUEUED);
    assert_int_equal(rig->status.last.outcome, OUTBOX_WAITING);
    assert_int_equal(rig->status.last.cause, OUTBOX_FUTURE);
    rig->now_s++;
    assert_int_equal(rig_run(rig).exit_code, EXIT_DONE);
    rig_free(rig);
}

static void simulated_figures_go_to_their_endpoint_whatever_the_clock_says(void **state)
{
    static const char endpoint[] = "http://127.0.0.1:8428";
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 20, take_all);

    rig->now_s = 0;
    rig->is_synchronised = false;
    (void)snprintf(rig->status.test_endpoint, sizeof(rig->status.test_endpoint), "%s", endpoint);
    assert_int_equal(rig_run(rig).exit_code, EXIT_INPUT); /* to the configured server */
    rig->setup.test_endpoint = "http://127.0.0.1:8429";
    assert_int_equal(rig_run(rig).exit_code, EXIT_INPUT);
    assert_int_equal(rig->requests, 0);
    rig->setup.test_endpoint = endpoint;
    assert_int_equal(rig_run(rig).exit_code, EXIT_DONE);
    rig_free(rig);
}

static void a_persons_figures_never_go_to_a_test_endpoint(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 20, take_all);

    rig->setup.test_endpoint = "http://127.0.0.1:8428";
    assert_int_equal(rig_run(rig).exit_code, EXIT_INPUT);
    assert_int_equal(rig->requests, 0);
    rig_free(rig);
}

static void the_next_run_waits_as_long_as_the_last_one_asked(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_INFLUX, 20, be_busy);

    rig->status.last.failures = 30;
    rig->retry_after_s = 4000;
    assert_int_equal(rig_run(rig).exit_code, EXIT_PROBLEM);
    assert_int_equal(rig->status.last.failures, 31);
    assert_int_equal(rig->status.last.cause, OUTBOX_BUSY);
    assert_true(rig->status.last.not_before_s == RIG_NOW_S + 4000);
    rig->answer = take_all;
    rig->now_s = RIG_NOW_S + 3999;
    assert_int_equal(rig_run(rig).exit_code, EXIT_PROBLEM);
    assert_int_equal(rig->requests, 1);
    rig->setup.is_now = true;
    assert_int_equal(rig_run(rig).exit_code, EXIT_DONE);
    assert_int_equal(rig_count(rig, RIG_STRUCK_OFF), 20);
    rig_free(rig);
}

static void failures_are_counted_anew_once_something_arrived(void **state)
{
    struct rig *rig = rig_new(CONFIG_SYNC_JSON, 20, refuse_two_requests_and_be_busy);

    rig->status.last.failures = 30;
    (void)rig_run(rig);
    assert_int_equal(rig->status.last.failures, 1);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_queued_is_delivered),
        cmocka_unit_test(too_much_at_once_goes_in_halves_and_no_request_is_as_large_again),
        cmocka_unit_test(what_a_server_takes_at_once_is_found_once_a_run),
        cmocka_unit_test(one_period_that_is_too_much_alone_is_a_setup_problem),
        cmocka_unit_test(the_one_bad_period_is_set_aside),
        cmocka_unit_test(what_was_set_aside_arrives_once_released),
        cmocka_unit_test(the_last_line_counts_what_is_set_aside_once),
        cmocka_unit_test(what_is_set_aside_is_not_set_aside_again_with_the_next_500),
        cmocka_unit_test(a_server_that_refuses_everything_is_a_setup_problem),
        cmocka_unit_test(a_server_that_breaks_in_the_middle_sets_nothing_aside),
        cmocka_unit_test(what_was_refused_before_a_server_got_busy_is_tried_again),
        cmocka_unit_test(the_newest_period_tells_that_only_the_old_ones_are_bad),
        cmocka_unit_test(a_withdrawal_stops_the_run_before_the_next_request),
        cmocka_unit_test(nothing_is_sent_while_the_clock_is_not_synchronised),
        cmocka_unit_test(a_period_that_has_not_ended_is_kept),
        cmocka_unit_test(simulated_figures_go_to_their_endpoint_whatever_the_clock_says),
        cmocka_unit_test(a_persons_figures_never_go_to_a_test_endpoint),
        cmocka_unit_test(the_next_run_waits_as_long_as_the_last_one_asked),
        cmocka_unit_test(failures_are_counted_anew_once_something_arrived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

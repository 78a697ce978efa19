/* What each answer of the server means (sync/answer.h), and what a receipt is (sync/receipt.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sync/answer.h"
#include "sync/receipt.h"

#define RECEIPT "{\"accepted\": true}"
#define PORTAL  "<html><body>Welcome! Please log in.</body></html>"
#define DEPTH   100000

struct expected {
    int status;
    const char *body;
    enum verdict influx;
    enum verdict json;
    enum outbox_cause cause;
    const char *why; /* is part of the reason; NULL where there is none in either format */
};

static const struct expected table[] = {
    {204, "", VERDICT_DELIVERED, VERDICT_DELIVERED, OUTBOX_CAUSE_NONE, NULL},
    {200, "", VERDICT_SETUP, VERDICT_DELIVERED, OUTBOX_NOT_IT, "not the answer"},
    {200, RECEIPT, VERDICT_SETUP, VERDICT_DELIVERED, OUTBOX_NOT_IT, "not the answer"},
    {201, RECEIPT, VERDICT_SETUP, VERDICT_DELIVERED, OUTBOX_NOT_IT, "not the answer"},
    {202, RECEIPT, VERDICT_SETUP, VERDICT_DELIVERED, OUTBOX_NOT_IT, "not the answer"},
    {200, "{\"accepted\": false}", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "200"},
    {200, PORTAL, VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "200"},
    {202, PORTAL, VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "202"},
    {203, RECEIPT, VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "not the answer"},
    {206, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "not the answer"},
    {299, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "not the answer"},
    {300, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "login page"},
    {301, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "login page"},
    {302, PORTAL, VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "login page"},
    {307, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "login page"},
    {399, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "login page"},
    {400, "", VERDICT_BISECT, VERDICT_BISECT, OUTBOX_REFUSED, "refuses what was sent"},
    {401, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_TOKEN, "sync.token_file"},
    {402, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "does not take this"},
    {403, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_TOKEN, "may not write there"},
    {404, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_FOUND, "sync.url"},
    {405, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "does not take this"},
    {407, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_UNREACHABLE, "sync.proxy"},
    {408, "", VERDICT_WAIT, VERDICT_WAIT, OUTBOX_BUSY, "too long for us"},
    {413, "", VERDICT_HALVE, VERDICT_HALVE, OUTBOX_TOO_LARGE, "too much"},
    {422, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "does not take this"},
    {429, "", VERDICT_WAIT, VERDICT_WAIT, OUTBOX_BUSY, "busy"},
    {499, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "does not take this"},
    {500, PORTAL, VERDICT_WAIT, VERDICT_WAIT, OUTBOX_BUSY, "trouble of its own"},
    {503, "", VERDICT_WAIT, VERDICT_WAIT, OUTBOX_BUSY, "trouble of its own"},
    {599, "", VERDICT_WAIT, VERDICT_WAIT, OUTBOX_BUSY, "trouble of its own"},
    {600, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "does not take this"},
    {100, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "does not take this"},
    {0, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "does not take this"},
    {-7, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "does not take this"},
    {INT32_MIN, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "does not take this"},
    {INT32_MAX, "", VERDICT_SETUP, VERDICT_SETUP, OUTBOX_NOT_IT, "does not take this"},
};

static struct uplink_answer answer_of(int status, const char *body)
{
    struct uplink_answer answer = {.status = status, .body_size = strlen(body)};

    memcpy(answer.body, body, answer.body_size);
    return answer;
}

static void assert_verdict(enum config_sync_format format, const struct uplink_answer *answer,
                           enum verdict expected, enum outbox_cause cause, const char *why)
{
    struct judgement judgement = answer_judge(format, answer);

    if (judgement.verdict != expected)
        fail_msg("%d in format %d is verdict %d, not %d", answer->status, format, judgement.verdict,
                 expected);
    assert_int_equal(judgement.cause, expected == VERDICT_DELIVERED ? OUTBOX_CAUSE_NONE : cause);
    /* What is kept has its reason, what was delivered none. */
    if (expected == VERDICT_DELIVERED)
        assert_string_equal(judgement.why, "");
    else if (!strstr(judgement.why, why))
        fail_msg("%d in format %d: '%s' lacks '%s'", answer->status, format, judgement.why, why);
}

static void each_answer_has_its_verdict_and_its_reason(void **state)
{
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        struct uplink_answer answer = answer_of(table[i].status, table[i].body);

        assert_verdict(CONFIG_SYNC_INFLUX, &answer, table[i].influx, table[i].cause,
                       table[i].status == 200 || table[i].status == 202 ? "not the answer"
                                                                        : table[i].why);
        assert_verdict(CONFIG_SYNC_JSON, &answer, table[i].json, table[i].cause, table[i].why);
    }
}

static void each_failed_connection_is_tried_again_but_for_what_is_ours_to_mend(void **state)
{
    static const struct {
        enum uplink_failure failure;
        enum verdict verdict;
        enum outbox_cause cause;
        const char *why;
    } failures[] = {
        {UPLINK_UNREACHABLE, VERDICT_WAIT, OUTBOX_UNREACHABLE, "cannot be reached: no such name"},
        {UPLINK_TIMED_OUT, VERDICT_WAIT, OUTBOX_TIMED_OUT, "in time: no such name"},
        {UPLINK_UNTRUSTED, VERDICT_WAIT, OUTBOX_UNTRUSTED,
         "not safe, so nothing was sent: no such name"},
        {UPLINK_LOCAL, VERDICT_SETUP, OUTBOX_LOCAL_FILE,
         "a file of ours cannot be used: no such name"},
        {UPLINK_PROXY, VERDICT_SETUP, OUTBOX_UNREACHABLE,
         "sync.proxy does not let us through: no such name"},
    };

    assert_int_equal(sizeof(failures) / sizeof(failures[0]), UPLINK_FAILURES - 1);
    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        /* A status that came before the failure counts for nothing. */
        struct uplink_answer answer = answer_of(204, "");

        answer.failure = failures[i].failure;
        (void)snprintf(answer.reason, sizeof(answer.reason), "no such name");
        assert_verdict(CONFIG_SYNC_INFLUX, &answer, failures[i].verdict, failures[i].cause,
                       failures[i].why);
        assert_verdict(CONFIG_SYNC_JSON, &answer, failures[i].verdict, failures[i].cause,
                       failures[i].why);
    }
}

static void the_longest_reason_is_cut_and_not_lost(void **state)
{
    struct uplink_answer answer = answer_of(0, "");
    struct judgement judgement;

    answer.failure = UPLINK_UNTRUSTED;
    memset(answer.reason, 'x', sizeof(answer.reason) - 1);
    judgement = answer_judge(CONFIG_SYNC_INFLUX, &answer);
    assert_in_range(strlen(judgement.why), 140, sizeof(judgement.why) - 1);
    assert_non_null(strstr(judgement.why, "nothing was sent: xxx"));
}

static void a_receipt_that_was_cut_off_is_none(void **state)
{
    struct uplink_answer answer = answer_of(200, RECEIPT);

    answer.is_cut = true;
    assert_verdict(CONFIG_SYNC_JSON, &answer, VERDICT_SETUP, OUTBOX_NOT_IT, "without a receipt");
}

static void a_204_with_a_body_that_is_no_receipt_delivers_nothing_in_json(void **state)
{
    struct uplink_answer answer = answer_of(204, PORTAL);

    assert_verdict(CONFIG_SYNC_JSON, &answer, VERDICT_SETUP, OUTBOX_NOT_IT, "without a receipt");
}

static void accepted_true_or_nothing_at_all_is_a_receipt(void **state)
{
    static const char *const good[] = {
        "",
        RECEIPT,
        "{\"accepted\": true}\r\n",
        "{\"accepted\":true}",
        "{\"id\": 7, \"accepted\": true, \"more\": {\"accepted\": false}}\n",
    };

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        if (!receipt_is_good(good[i], strlen(good[i])))
            fail_msg("not taken for a receipt: %s", good[i]);
}

static void nothing_else_is_a_receipt(void **state)
{
    static const char *const bad[] = {
        " ",
        "\n",
        "{",
        "[]",
        "true",
        "null",
        "\"accepted\"",
        "{}",
        "{\"accepted\": false}",
        "{\"accepted\": null}",
        "{\"accepted\": 1}",
        "{\"accepted\": \"true\"}",
        "{\"accepted\": [true]}",
        "{\"accepted\": {\"accepted\": true}}",
        "{\"Accepted\": true}",
        "[{\"accepted\": true}]",
        "{\"accepted\": true} {",
        "{\"accepted\": true}{\"accepted\": true}",
        "{\"accepted\": true, \"accepted\": true}",
        "{\"accepted\": false, \"accepted\": true}",
        "{\"accepted\": true, \"text\": \"\xff\"}",
        "{'accepted': true}",
        "// {\"accepted\": true}",
        PORTAL,
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (receipt_is_good(bad[i], strlen(bad[i])))
            fail_msg("taken for a receipt: %s", bad[i]);
}

static void a_receipt_cut_off_behind_any_byte_is_none(void **state)
{
    for (size_t size = 1; size < strlen(RECEIPT); size++) {
        /* A copy without a byte to spare: a read behind it shows. */
        char *body = malloc(size);

        assert_non_null(body);
        memcpy(body, RECEIPT, size);
        assert_false(receipt_is_good(body, size));
        free(body);
    }
}

static void a_nul_byte_anywhere_spoils_a_receipt(void **state)
{
    char body[sizeof(RECEIPT) + 1];

    for (size_t at = 0; at <= strlen(RECEIPT); at++) {
        memcpy(body, RECEIPT, at);
        body[at] = '\0';
        memcpy(body + at + 1, RECEIPT + at, strlen(RECEIPT) - at);
        assert_false(receipt_is_good(body, strlen(RECEIPT) + 1));
    }
    assert_false(receipt_is_good("{\"accepted\": true, \"a\": \"\\u0000\"}", 34));
}

static void a_body_of_nothing_but_brackets_is_no_receipt_and_no_harm(void **state)
{
    char *body = malloc(DEPTH);

    assert_non_null(body);
    memset(body, '[', DEPTH);
    assert_false(receipt_is_good(body, DEPTH));
    for (size_t i = 0; i < DEPTH; i++)
        body[i] = "{\"a\":"[i % 5];
    assert_false(receipt_is_good(body, DEPTH));
    free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_answer_has_its_verdict_and_its_reason),
        cmocka_unit_test(each_failed_connection_is_tried_again_but_for_what_is_ours_to_mend),
        cmocka_unit_test(the_longest_reason_is_cut_and_not_lost),
        cmocka_unit_test(a_receipt_that_was_cut_off_is_none),
        cmocka_unit_test(a_204_with_a_body_that_is_no_receipt_delivers_nothing_in_json),
        cmocka_unit_test(accepted_true_or_nothing_at_all_is_a_receipt),
        cmocka_unit_test(nothing_else_is_a_receipt),
        cmocka_unit_test(a_receipt_cut_off_behind_any_byte_is_none),
        cmocka_unit_test(a_nul_byte_anywhere_spoils_a_receipt),
        cmocka_unit_test(a_body_of_nothing_but_brackets_is_no_receipt_and_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The closed period that leaves the kiosk, and its two texts (base/summary.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/summary.h"

static const struct summary week = {
    .detail = SUMMARY_WEEK,
    .start_s = 1772409600,
    .pseudonym = "0123456789abcdef0123456789abcdef",
    .team = "design",
    .version = "0.1.0",
    .figures =
        {
            [SUMMARY_AWAY_S] = 12000,
            [SUMMARY_BEATS] = 9000,
            [SUMMARY_BOUTS] = 61,
            [SUMMARY_BREAKS] = 56,
            [SUMMARY_PROLONGED_S] = 5400,
            [SUMMARY_PROMPTS_VERIFIED] = 21,
            [SUMMARY_SITTING_S] = 99000,
            [SUMMARY_STANDING_S] = 700,
            [SUMMARY_STEPPING_S] = 4300,
        },
};

/* Every figure and name as long as it can become. */
static struct summary longest(void)
{
    struct summary summary = {.detail = SUMMARY_WEEK, .start_s = INT64_MIN};

    memset(summary.pseudonym, 'p', sizeof(summary.pseudonym) - 1);
    memset(summary.team, 't', sizeof(summary.team) - 1);
    memset(summary.version, 'v', sizeof(summary.version) - 1);
    for (size_t i = 0; i < SUMMARY_FIGURES; i++)
        summary.figures[i] = INT64_MIN;
    return summary;
}

static void the_line_has_tags_and_fields_by_name_and_whole_seconds(void **state)
{
    static const char expected[] =
        "secondheart_summary,detail=week,kiosk=0123456789abcdef0123456789abcdef,team=design,"
        "version=0.1.0 away_s=12000i,beats=9000i,bouts=61i,breaks=56i,prolonged_s=5400i,"
        "prompts_verified=21i,sitting_s=99000i,standing_s=700i,stepping_s=4300i 1772409600\n";
    char text[SUMMARY_TEXT_SIZE];

    assert_int_equal(summary_write_influx(&week, text), strlen(expected));
    assert_string_equal(text, expected);
}

static void the_object_says_the_same_on_one_line(void **state)
{
    static const char expected[] =
        "{\"measurement\":\"secondheart_summary\",\"schema\":1,\"detail\":\"week\","
        "\"start_s\":1772409600,\"kiosk\":\"0123456789abcdef0123456789abcdef\","
        "\"team\":\"design\",\"version\":\"0.1.0\",\"figures\":{\"away_s\":12000,\"beats\":9000,"
        "\"bouts\":61,\"breaks\":56,\"prolonged_s\":5400,\"prompts_verified\":21,"
        "\"sitting_s\":99000,\"standing_s\":700,\"stepping_s\":4300}}";
    char text[SUMMARY_TEXT_SIZE];

    assert_int_equal(summary_write_json(&week, text), strlen(expected));
    assert_string_equal(text, expected);
}

static void the_object_is_json_to_somebody_elses_parser(void **state)
{
    const struct summary summaries[] = {week, longest(), {.detail = SUMMARY_HOUR}};
    char text[SUMMARY_TEXT_SIZE];

    for (size_t i = 0; i < sizeof(summaries) / sizeof(summaries[0]); i++) {
        size_t len = summary_write_json(&summaries[i], text);
        json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
        json_t *figures = json_object_get(root, "figures");

        assert_non_null(root);
        assert_int_equal(json_object_size(figures), SUMMARY_FIGURES);
        for (enum summary_figure f = 0; f < SUMMARY_FIGURES; f++)
            assert_int_equal(json_integer_value(json_object_get(figures, summary_figure_name(f))),
                             summaries[i].figures[f]);
        assert_int_equal(json_integer_value(json_object_get(root, "start_s")),
                         summaries[i].start_s);
        assert_string_equal(json_string_value(json_object_get(root, "team")), summaries[i].team);
        json_decref(root);
    }
}

static void the_longest_summary_fits_both_texts(void **state)
{
    struct summary summary = longest();
    char text[SUMMARY_TEXT_SIZE];

    assert_in_range(summary_write_influx(&summary, text), 1, SUMMARY_TEXT_SIZE - 1);
    assert_in_range(summary_write_json(&summary, text), 1, SUMMARY_TEXT_SIZE - 1);
}

static void fields_stand_in_the_order_of_their_names(void **state)
{
    for (enum summary_figure f = 1; f < SUMMARY_FIGURES; f++)
        assert_true(strcmp(summary_figure_name(f - 1), summary_figure_name(f)) < 0);
}

static void without_a_team_the_line_has_no_such_tag(void **state)
{
    struct summary summary = week;
    char text[SUMMARY_TEXT_SIZE];

    summary.team[0] = '\0';
    summary_write_influx(&summary, text);
    assert_null(strstr(text, "team"));
    assert_non_null(strstr(text, "cdef,version=0.1.0 "));
}

static void what_a_damaged_queue_holds_cannot_become_a_tag_or_a_key(void **state)
{
    struct summary summary = week;
    char text[SUMMARY_TEXT_SIZE];

    (void)strcpy(summary.team, "a,team=b c=1i\n\"}\\\x80");
    summary_write_influx(&summary, text);
    assert_non_null(strstr(text, ",team=a_team_b_c_1i_____,version"));
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
    summary_write_json(&summary, text);
    assert_non_null(strstr(text, "\"team\":\"a_team_b_c_1i_____\","));
}

static void names_without_an_end_are_not_read_beyond_it(void **state)
{
    struct summary summary = week;
    char text[SUMMARY_TEXT_SIZE];

    memset(summary.team, 'x', sizeof(summary.team));
    memset(summary.version, '1', sizeof(summary.version));
    summary_write_influx(&summary, text);
    assert_non_null(
        strstr(text, ",team=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx,version=111111111111111 "));
}

static void details_are_called_as_in_the_configuration(void **state)
{
    assert_string_equal(summary_detail_name(SUMMARY_WEEK), "week");
    assert_string_equal(summary_detail_name(SUMMARY_DAY), "day");
    assert_string_equal(summary_detail_name(SUMMARY_HOUR), "hour");
}

static void a_team_is_a_label_that_nothing_has_to_escape(void **state)
{
    assert_true(summary_is_team("a"));
    assert_true(summary_is_team("sales-emea_2"));
    assert_true(summary_is_team("abcdefghijklmnopqrstuvwxyz012345"));
    assert_false(summary_is_team("abcdefghijklmnopqrstuvwxyz0123456"));
    assert_false(summary_is_team(""));
    assert_false(summary_is_team("Sales"));
    assert_false(summary_is_team("a b"));
    assert_false(summary_is_team("a,b"));
    assert_false(summary_is_team("a=b"));
    assert_false(summary_is_team("caf\xc3\xa9"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_line_has_tags_and_fields_by_name_and_whole_seconds),
        cmocka_unit_test(the_object_says_the_same_on_one_line),
        cmocka_unit_test(the_object_is_json_to_somebody_elses_parser),
        cmocka_unit_test(the_longest_summary_fits_both_texts),
        cmocka_unit_test(fields_stand_in_the_order_of_their_names),
        cmocka_unit_test(without_a_team_the_line_has_no_such_tag),
        cmocka_unit_test(what_a_damaged_queue_holds_cannot_become_a_tag_or_a_key),
        cmocka_unit_test(names_without_an_end_are_not_read_beyond_it),
        cmocka_unit_test(details_are_called_as_in_the_configuration),
        cmocka_unit_test(a_team_is_a_label_that_nothing_has_to_escape),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

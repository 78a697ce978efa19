/* One line's raw edges: what counts as a contact, from when on, and when the line is at fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/units.h"
#include "core/debounce.h"

/* A line, and the last thing it said. */
struct bench {
    struct debounce line;
    struct debounce_output output;
    int outputs;
};

static void advance(struct bench *bench, int64_t now_ns)
{
    struct debounce_output output;

    while (debounce_advance(&bench->line, now_ns, &output)) {
        if (output.kind == DEBOUNCE_NOTHING)
            continue;
        bench->output = output;
        bench->outputs++;
    }
}

static void edge_at(struct bench *bench, int64_t at_ns, bool closed)
{
    advance(bench, at_ns);
    debounce_edge(&bench->line, at_ns, closed);
}

static void begin(struct bench *bench)
{
    *bench = (struct bench){0};
    debounce_init(&bench->line);
}

/* Toggles every `period_ns` from `from_ns`; returns the time of the last edge. */
static int64_t toggle(struct bench *bench, int64_t from_ns, int64_t period_ns, int count)
{
    bool closed = bench->line.raw_closed;

    for (int i = 0; i < count; i++) {
        closed = !closed;
        edge_at(bench, from_ns + i * period_ns, closed);
    }
    return from_ns + (count - 1) * period_ns;
}

static void expect(const struct bench *bench, int outputs, enum debounce_output_kind kind,
                   int64_t at_ns, bool closed)
{
    assert_int_equal(bench->outputs, outputs);
    assert_int_equal(bench->output.kind, kind);
    assert_int_equal(bench->output.at_ns, at_ns);
    assert_int_equal(bench->output.closed, closed);
}

static void a_level_counts_once_it_has_held_for_30_ms(void **state)
{
    struct bench bench;

    begin(&bench);
    edge_at(&bench, 100 * NS_PER_MS, true);
    assert_int_equal(debounce_next_deadline(&bench.line), 130 * NS_PER_MS);
    advance(&bench, 130 * NS_PER_MS - 1);
    assert_int_equal(bench.outputs, 0);
    assert_false(bench.line.closed);
    advance(&bench, 130 * NS_PER_MS);
    expect(&bench, 1, DEBOUNCE_CONTACT, 100 * NS_PER_MS, true);
    assert_true(bench.line.closed);
    assert_int_equal(debounce_next_deadline(&bench.line), TIME_NEVER);
}

static void a_contact_is_dated_to_the_first_edge_of_its_burst(void **state)
{
    struct bench bench;
    int64_t last_ns;

    begin(&bench);
    last_ns = toggle(&bench, NS_PER_S, 29 * NS_PER_MS, 7);
    advance(&bench, last_ns + 30 * NS_PER_MS - 1);
    assert_int_equal(bench.outputs, 0);
    assert_int_equal(debounce_horizon(&bench.line, last_ns), NS_PER_S);
    advance(&bench, last_ns + 30 * NS_PER_MS);
    expect(&bench, 1, DEBOUNCE_CONTACT, NS_PER_S, true);
    assert_int_equal(debounce_horizon(&bench.line, last_ns + NS_PER_S), last_ns + NS_PER_S);
}

static void a_glitch_that_comes_back_changes_nothing(void **state)
{
    struct bench bench;

    begin(&bench);
    (void)toggle(&bench, NS_PER_S, 10 * NS_PER_MS, 2);
    advance(&bench, 2 * NS_PER_S);
    assert_int_equal(bench.outputs, 0);
    assert_true(debounce_is_settled(&bench.line));
    assert_false(bench.line.closed);
}

static void a_level_of_exactly_30_ms_has_held_and_its_end_begins_a_new_burst(void **state)
{
    struct bench bench;

    begin(&bench);
    edge_at(&bench, NS_PER_S, true);
    edge_at(&bench, NS_PER_S + 30 * NS_PER_MS, false);
    expect(&bench, 1, DEBOUNCE_CONTACT, NS_PER_S, true);
    advance(&bench, 2 * NS_PER_S);
    expect(&bench, 2, DEBOUNCE_CONTACT, NS_PER_S + 30 * NS_PER_MS, false);
}

static void a_repeated_level_neither_begins_nor_prolongs_a_burst(void **state)
{
    struct bench bench;

    begin(&bench);
    edge_at(&bench, NS_PER_S, false);
    assert_true(debounce_is_settled(&bench.line));
    edge_at(&bench, 2 * NS_PER_S, true);
    edge_at(&bench, 2 * NS_PER_S + 20 * NS_PER_MS, true);
    advance(&bench, 2 * NS_PER_S + 30 * NS_PER_MS);
    expect(&bench, 1, DEBOUNCE_CONTACT, 2 * NS_PER_S, true);
}

static void a_line_that_does_not_settle_for_2_s_chatters(void **state)
{
    struct bench bench;

    begin(&bench);
    (void)toggle(&bench, 0, 20 * NS_PER_MS, 100); /* the last edge at 1980 ms */
    advance(&bench, 2 * NS_PER_S - 1);
    assert_int_equal(bench.outputs, 0);
    assert_false(debounce_at_fault(&bench.line));
    advance(&bench, 2 * NS_PER_S);
    expect(&bench, 1, DEBOUNCE_FAULT_BEGIN, 2 * NS_PER_S, false);
    assert_true(debounce_at_fault(&bench.line));
    assert_false(debounce_is_settled(&bench.line));
}

static void settling_at_the_very_end_of_the_2_s_is_no_chatter(void **state)
{
    struct bench bench;

    begin(&bench);
    (void)toggle(&bench, 10 * NS_PER_MS, 10 * NS_PER_MS, 197); /* 10 to 1970 ms */
    advance(&bench, 1999 * NS_PER_MS);
    assert_int_equal(bench.outputs, 0);
    edge_at(&bench, 1980 * NS_PER_MS, false);
    advance(&bench, 3 * NS_PER_S);
    assert_int_equal(bench.outputs, 0); /* settled at 2010 ms, as it was before the burst */
    assert_false(debounce_at_fault(&bench.line));
}

static void chatter_lasts_until_1_s_after_the_last_edge(void **state)
{
    struct bench bench;
    int64_t last_ns;

    begin(&bench);
    last_ns = toggle(&bench, 0, 20 * NS_PER_MS, 151); /* an odd number: closed, at 3 s */
    assert_int_equal(bench.outputs, 1);
    assert_int_equal(debounce_next_deadline(&bench.line), last_ns + NS_PER_S);
    advance(&bench, last_ns + NS_PER_S - 1);
    assert_int_equal(bench.outputs, 1);
    assert_false(bench.line.closed); /* a fault keeps the contact there was */
    advance(&bench, last_ns + NS_PER_S);
    expect(&bench, 2, DEBOUNCE_FAULT_END, last_ns + NS_PER_S, true);
    assert_false(debounce_at_fault(&bench.line));
    assert_true(debounce_is_settled(&bench.line));
}

static void while_chattering_a_level_that_holds_ends_nothing_before_its_second(void **state)
{
    struct bench bench;

    begin(&bench);
    (void)toggle(&bench, 0, 20 * NS_PER_MS, 101);
    edge_at(&bench, 2900 * NS_PER_MS, false); /* 900 ms of a steady level: not yet */
    advance(&bench, 3900 * NS_PER_MS - 1);
    assert_int_equal(bench.outputs, 1);
    advance(&bench, 3900 * NS_PER_MS);
    expect(&bench, 2, DEBOUNCE_FAULT_END, 3900 * NS_PER_MS, false);
}

static void a_long_time_brings_fault_and_end_in_one_go(void **state)
{
    struct bench bench;

    begin(&bench);
    (void)toggle(&bench, 0, 20 * NS_PER_MS, 100);
    bench.line.last_edge_ns = 1990 * NS_PER_MS;
    advance(&bench, NS_PER_HOUR);
    expect(&bench, 2, DEBOUNCE_FAULT_END, 2990 * NS_PER_MS, false);
}

static void a_told_fault_keeps_the_contact_and_a_level_found_changed_has_to_hold(void **state)
{
    struct bench bench;

    begin(&bench);
    debounce_tell_fault(&bench.line, NS_PER_S, true, &bench.output);
    assert_int_equal(bench.output.kind, DEBOUNCE_FAULT_BEGIN);
    assert_int_equal(bench.output.at_ns, NS_PER_S);
    edge_at(&bench, 2 * NS_PER_S, true);
    advance(&bench, 9 * NS_PER_S);
    assert_int_equal(bench.outputs, 0);
    assert_false(bench.line.closed);
    assert_true(debounce_at_fault(&bench.line));
    debounce_tell_fault(&bench.line, 10 * NS_PER_S, false, &bench.output);
    assert_int_equal(bench.output.kind, DEBOUNCE_FAULT_END);
    assert_int_equal(bench.output.at_ns, 10 * NS_PER_S);
    assert_false(bench.output.closed);
    advance(&bench, 10 * NS_PER_S + 29 * NS_PER_MS);
    assert_false(bench.line.closed);
    advance(&bench, 10 * NS_PER_S + 30 * NS_PER_MS);
    expect(&bench, 1, DEBOUNCE_CONTACT, 10 * NS_PER_S, true);
}

static void a_fault_told_twice_or_ended_without_one_says_nothing(void **state)
{
    struct bench bench;

    begin(&bench);
    debounce_tell_fault(&bench.line, NS_PER_S, false, &bench.output);
    assert_int_equal(bench.output.kind, DEBOUNCE_NOTHING);
    debounce_tell_fault(&bench.line, NS_PER_S, true, &bench.output);
    debounce_tell_fault(&bench.line, 2 * NS_PER_S, true, &bench.output);
    assert_int_equal(bench.output.kind, DEBOUNCE_NOTHING);
}

static void a_burst_under_way_when_a_fault_is_told_is_forgotten(void **state)
{
    struct bench bench;

    begin(&bench);
    edge_at(&bench, NS_PER_S, true);
    debounce_tell_fault(&bench.line, NS_PER_S + 10, true, &bench.output);
    advance(&bench, 5 * NS_PER_S);
    assert_int_equal(bench.outputs, 0);
    assert_int_equal(debounce_horizon(&bench.line, 5 * NS_PER_S), 5 * NS_PER_S);
}

static void chatter_that_is_told_as_a_fault_goes_on_as_that_fault(void **state)
{
    struct bench bench;

    begin(&bench);
    (void)toggle(&bench, 0, 20 * NS_PER_MS, 101);
    debounce_tell_fault(&bench.line, 2010 * NS_PER_MS, true, &bench.output);
    assert_int_equal(bench.output.kind, DEBOUNCE_NOTHING);
    advance(&bench, NS_PER_HOUR);
    assert_int_equal(bench.outputs, 1); /* only the chatter's beginning */
    assert_true(debounce_at_fault(&bench.line));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_level_counts_once_it_has_held_for_30_ms),
        cmocka_unit_test(a_contact_is_dated_to_the_first_edge_of_its_burst),
        cmocka_unit_test(a_glitch_that_comes_back_changes_nothing),
        cmocka_unit_test(a_level_of_exactly_30_ms_has_held_and_its_end_begins_a_new_burst),
        cmocka_unit_test(a_repeated_level_neither_begins_nor_prolongs_a_burst),
        cmocka_unit_test(a_line_that_does_not_settle_for_2_s_chatters),
        cmocka_unit_test(settling_at_the_very_end_of_the_2_s_is_no_chatter),
        cmocka_unit_test(chatter_lasts_until_1_s_after_the_last_edge),
        cmocka_unit_test(while_chattering_a_level_that_holds_ends_nothing_before_its_second),
        cmocka_unit_test(a_long_time_brings_fault_and_end_in_one_go),
        cmocka_unit_test(a_told_fault_keeps_the_contact_and_a_level_found_changed_has_to_hold),
        cmocka_unit_test(a_fault_told_twice_or_ended_without_one_says_nothing),
        cmocka_unit_test(a_burst_under_way_when_a_fault_is_told_is_forgotten),
        cmocka_unit_test(chatter_that_is_told_as_a_fault_goes_on_as_that_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

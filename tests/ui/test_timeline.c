#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/units.h"
#include "ui/timeline.h"

static const struct strip_window day = {.start_ns = 0, .step_ns = 30 * NS_PER_S, .steps = 1200};

static struct timeline timeline;
static struct strip_block blocks[STRIP_BLOCKS_MAX];

static int clear(void **state)
{
    timeline_clear(&timeline);
    return 0;
}

static void add_min(int from, int to, enum posture posture)
{
    timeline_add(&timeline, from * NS_PER_MIN, to * NS_PER_MIN, posture);
}

static void assert_block(int32_t i, int start_min, int end_min, enum posture posture)
{
    assert_int_equal(blocks[i].start, start_min * 2);
    assert_int_equal(blocks[i].end, end_min * 2);
    assert_int_equal(blocks[i].posture, posture);
}

static void neighbours_of_the_same_posture_become_one_block(void **state)
{
    add_min(0, 10, POSTURE_SEATED);
    add_min(10, 20, POSTURE_SEATED);
    add_min(20, 30, POSTURE_STANDING);
    assert_int_equal(timeline.count, 2);
    assert_true(timeline.blocks[0].end_ns == 20 * NS_PER_MIN);
}

static void what_was_told_already_counts_once(void **state)
{
    add_min(0, 10, POSTURE_SEATED);
    add_min(5, 12, POSTURE_STANDING);
    add_min(3, 11, POSTURE_AWAY);
    assert_int_equal(timeline.count, 2);
    assert_true(timeline.blocks[1].start_ns == 10 * NS_PER_MIN);
}

static void a_full_timeline_gives_up_the_shortest_block_that_is_not_moving(void **state)
{
    for (int i = 0; i < TIMELINE_BLOCKS_MAX; i++)
        add_min(i * 10, i * 10 + 10, i % 2 ? POSTURE_STEPPING : POSTURE_SEATED);
    timeline.blocks[101].end_ns = timeline.blocks[101].start_ns + NS_PER_S; /* moving, shorter */
    timeline.blocks[200].end_ns = timeline.blocks[200].start_ns + NS_PER_MIN;
    add_min(TIMELINE_BLOCKS_MAX * 10, TIMELINE_BLOCKS_MAX * 10 + 10, POSTURE_AWAY);
    assert_true(timeline.count <= TIMELINE_BLOCKS_MAX);
    assert_int_equal(timeline.blocks[timeline.count - 1].posture, POSTURE_AWAY);
    assert_int_equal(timeline.blocks[101].posture, POSTURE_STEPPING);
    /* Sitting went, and the two strolls beside it are one. */
    assert_int_equal(timeline.blocks[199].posture, POSTURE_STEPPING);
    assert_true(timeline.blocks[199].start_ns == 1990 * NS_PER_MIN);
    assert_true(timeline.blocks[199].end_ns == 2020 * NS_PER_MIN);
}

static void the_strip_shows_what_is_decided(void **state)
{
    add_min(10, 40, POSTURE_SEATED);
    add_min(40, 43, POSTURE_STEPPING);
    assert_int_equal(timeline_strip(&timeline, &day, 43 * NS_PER_MIN, blocks), 2);
    assert_block(0, 10, 40, POSTURE_SEATED);
    assert_block(1, 40, 43, POSTURE_STEPPING);
}

static void a_bout_that_is_not_decided_yet_is_seen(void **state)
{
    timeline_see(&timeline, POSTURE_SEATED, 10 * NS_PER_MIN);
    timeline_see(&timeline, POSTURE_STANDING, 52 * NS_PER_MIN);
    assert_int_equal(timeline_strip(&timeline, &day, 54 * NS_PER_MIN, blocks), 2);
    assert_block(0, 10, 52, POSTURE_SEATED);
    assert_block(1, 52, 54, POSTURE_STANDING);
}

static void what_turned_out_otherwise_is_forgotten(void **state)
{
    timeline_see(&timeline, POSTURE_SEATED, 10 * NS_PER_MIN);
    timeline_see(&timeline, POSTURE_STANDING, 52 * NS_PER_MIN);
    /* It was a shift: still sitting, since the same moment as before. */
    timeline_see(&timeline, POSTURE_SEATED, 10 * NS_PER_MIN);
    assert_int_equal(timeline.seen_count, 1);
    assert_int_equal(timeline_strip(&timeline, &day, 54 * NS_PER_MIN, blocks), 1);
    assert_block(0, 10, 54, POSTURE_SEATED);
}

static void what_is_decided_covers_what_was_seen(void **state)
{
    timeline_see(&timeline, POSTURE_SEATED, 10 * NS_PER_MIN);
    timeline_see(&timeline, POSTURE_STANDING, 40 * NS_PER_MIN);
    timeline_see(&timeline, POSTURE_STEPPING, 42 * NS_PER_MIN);
    add_min(10, 40, POSTURE_SEATED);
    add_min(40, 50, POSTURE_STEPPING);
    assert_int_equal(timeline_strip(&timeline, &day, 52 * NS_PER_MIN, blocks), 2);
    assert_block(1, 40, 52, POSTURE_STEPPING);
}

static void a_stroll_of_seconds_is_never_lost(void **state)
{
    add_min(0, 10, POSTURE_SEATED);
    timeline_add(&timeline, 10 * NS_PER_MIN, 10 * NS_PER_MIN + 8 * NS_PER_S, POSTURE_STEPPING);
    timeline_add(&timeline, 10 * NS_PER_MIN + 8 * NS_PER_S, 20 * NS_PER_MIN, POSTURE_SEATED);
    assert_int_equal(timeline_strip(&timeline, &day, 20 * NS_PER_MIN, blocks), 3);
    assert_int_equal(blocks[1].posture, POSTURE_STEPPING);
    assert_int_equal(blocks[1].end - blocks[1].start, 1);
}

static void unknown_leaves_a_gap(void **state)
{
    add_min(0, 10, POSTURE_SEATED);
    add_min(10, 20, POSTURE_UNKNOWN);
    add_min(20, 30, POSTURE_SEATED);
    assert_int_equal(timeline_strip(&timeline, &day, 30 * NS_PER_MIN, blocks), 2);
    assert_block(1, 20, 30, POSTURE_SEATED);
}

static void a_restless_day_fits_the_strip(void **state)
{
    for (int i = 0; i < 400; i++)
        add_min(i, i + 1, i % 2 ? POSTURE_STANDING : POSTURE_SEATED);
    assert_int_equal(timeline_strip(&timeline, &day, 400 * NS_PER_MIN, blocks), STRIP_BLOCKS_MAX);
    assert_int_equal(blocks[STRIP_BLOCKS_MAX - 1].end, 800);
}

static void what_lies_before_the_window_is_cut(void **state)
{
    const struct strip_window later = {60 * NS_PER_MIN, 30 * NS_PER_S, 120};

    add_min(0, 30, POSTURE_AWAY);
    add_min(30, 90, POSTURE_SEATED);
    assert_int_equal(timeline_strip(&timeline, &later, 90 * NS_PER_MIN, blocks), 1);
    assert_block(0, 0, 30, POSTURE_SEATED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(neighbours_of_the_same_posture_become_one_block, clear),
        cmocka_unit_test_setup(what_was_told_already_counts_once, clear),
        cmocka_unit_test_setup(a_full_timeline_gives_up_the_shortest_block_that_is_not_moving,
                               clear),
        cmocka_unit_test_setup(the_strip_shows_what_is_decided, clear),
        cmocka_unit_test_setup(a_bout_that_is_not_decided_yet_is_seen, clear),
        cmocka_unit_test_setup(what_turned_out_otherwise_is_forgotten, clear),
        cmocka_unit_test_setup(what_is_decided_covers_what_was_seen, clear),
        cmocka_unit_test_setup(a_stroll_of_seconds_is_never_lost, clear),
        cmocka_unit_test_setup(unknown_leaves_a_gap, clear),
        cmocka_unit_test_setup(a_restless_day_fits_the_strip, clear),
        cmocka_unit_test_setup(what_lies_before_the_window_is_cut, clear),
    };

    return cmocka_run_group_tests_name("timeline", tests, NULL, NULL);
}

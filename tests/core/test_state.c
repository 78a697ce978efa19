/* The state as named fields: what comes back, what is refused, and two ways to go on. */
#include <string.h>

#include "core/fixture.h"
#include "core/state_table.h"
#include "core/storm.h"

static struct kiosk kiosk;
static struct kiosk loaded;

static struct state_table saved_state(const struct kiosk *of)
{
    struct state_table table = {0};

    kiosk_state_save(of, state_table_put, &table);
    return table;
}

static int load(struct state_table *table)
{
    struct kiosk_setup setup = play_setup(&(struct play){.has_picture = true});

    memset(&loaded, 0x77, sizeof(loaded));
    kiosk_init(&loaded, &setup, 0, SCRIPT_DATE);
    return kiosk_state_load(&loaded, state_table_get, table);
}

static void play_storm(struct fixture *fixture, uint64_t seed)
{
    struct play play = {.has_picture = true, .seed = seed};

    script_free(&fixture->script);
    record_free(&fixture->record);
    script_storm(&fixture->script, STORM_TOUCHES, 40, seed);
    script_play_open(&fixture->script, &play, &fixture->record, &kiosk);
}

static void what_is_saved_comes_back_and_is_saved_the_same(void **state)
{
    struct fixture *fixture = *state;

    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct state_table before;
        struct state_table after;

        play_storm(fixture, seed);
        before = saved_state(&kiosk);
        assert_int_equal(load(&before), 0);
        after = saved_state(&loaded);
        assert_int_equal(before.count, after.count);
        assert_memory_equal(before.rows, after.rows, before.count * sizeof(before.rows[0]));
        state_table_free(&before);
        state_table_free(&after);
    }
}

static void every_name_is_unique_and_fits(void **state)
{
    struct fixture *fixture = *state;
    struct state_table table;

    play_storm(fixture, 7);
    table = saved_state(&kiosk);
    for (size_t i = 0; i < table.count; i++) {
        assert_true(strlen(table.rows[i].name) > 3);
        assert_true(strlen(table.rows[i].name) < STATE_NAME_MAX - 1);
        table.last = 0;
        assert_ptr_equal(state_table_find(&table, table.rows[i].name, table.rows[i].index),
                         &table.rows[i]);
    }
    state_table_free(&table);
}

/* An older version's state lacks a field: it is as after kiosk_init. */
static void a_missing_field_keeps_its_first_value(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct play play = {.has_picture = true};
    struct state_table table;
    struct state_row *row;

    at(script, "9:00:00");
    sit(script);
    wait_s(script, 100);
    touch(script, TOUCH_EXERCISE);
    wait_s(script, 100);
    touch(script, TOUCH_OTHER);
    script_play_open(script, &play, &fixture->record, &kiosk);
    table = saved_state(&kiosk);
    row = state_table_find(&table, "leg.guided", 0);
    assert_non_null(row);
    assert_int_equal(row->value, 1);
    row->name[0] = 'L';
    assert_int_equal(load(&table), 0);
    assert_false(loaded.leg.guided);
    assert_true(loaded.seat.seated);
    state_table_free(&table);
}

static void values_that_cannot_be_are_refused(void **state)
{
    static const struct {
        const char *name;
        int64_t value;
    } bad[] = {
        {"day.bouts", -1},
        {"day.bouts", DAY_BOUTS_MAX + 1},
        {"day.starts", -1},
        {"day.starts", DAY_STARTS_MAX + 1},
        {"queue.tail", 100000},
        {"queue.released", 100000},
        {"queue.entries.kind", CONTACT_KINDS},
        {"queue.entries.kind", -1},
        {"queue.entries.verdict", CONTACT_SHIFT + 1},
        {"queue.entries.verdict", -1},
        {"posture.toggle_tail", 100000},
        {"coach.state", COACH_STATE_COUNT},
        {"coach.state", -1},
        {"coach.hidden_state", COACH_SNOOZED},
        {"coach.snoozes", -1},
        {"coach.outcome", PROMPT_COUNTS},
        {"coach.suggestion.shown", SUGGESTION_KINDS},
        {"coach.suggestion.turn", SUGGESTION_EXERCISES},
        {"coach.suggestion.turn", -1},
        {"open_posture", POSTURE_COUNT},
        {"open_posture", -1},
        /* Of which differences and sums would be no numbers any more: found by tests/fuzz. */
        {"now_ns", INT64_MIN},
        {"coach.now_ns", INT64_MAX - 1},
        {"bout.length_ns", -(INT64_C(1) << 61)},
        {"coach.prompts", INT64_C(1) << 32},
        {"live.pump.fill", 0x7ff8000000000000}, /* not a number */
        {"live.pump.swelling_percent", 0x7fe0000000000000},
    };
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct play play = {.has_picture = true};

    at(script, "9:00:00");
    sit(script);
    wait_s(script, 100);
    stand(script);
    wait_s(script, 2);
    touch(script, TOUCH_OTHER);
    wait_s(script, 2);
    script_play_open(script, &play, &fixture->record, &kiosk);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct state_table table = saved_state(&kiosk);
        struct state_row *row = state_table_find(&table, bad[i].name, 0);

        assert_non_null(row);
        assert_int_equal(load(&table), 0);
        row->value = bad[i].value;
        assert_int_equal(load(&table), -ERR_CORRUPT);
        state_table_free(&table);
    }
}

/* Whatever is in the table, a load that is accepted leaves a kiosk that can be used. */
static void damaged_values_never_do_harm(void **state)
{
    struct fixture *fixture = *state;
    struct rng rng = rng_new(11);
    int accepted = 0;

    play_storm(fixture, 5);
    for (int i = 0; i < 300; i++) {
        struct state_table table = saved_state(&kiosk);
        struct record record = {0};
        struct effects effects = record_effects(&record);
        int64_t end_ns;

        for (int damage = 0; damage < 3; damage++) {
            struct state_row *row = &table.rows[rng_below(&rng, table.count)];

            if (strstr(row->name, "_ns") == NULL)
                row->value = rng_between(&rng, -3, 2000);
        }
        if (load(&table) == 0) {
            struct kiosk_event event = {.kind = KIOSK_TICK, .mono_ns = loaded.now_ns};

            accepted++;
            for (int step = 0; step < 20; step++) {
                event.kind = step % 2 ? KIOSK_EDGE : KIOSK_TOUCH;
                event.line = LINE_CHAIR;
                event.closed = step % 4 == 1;
                event.mono_ns += 7 * NS_PER_S;
                assert_int_equal(kiosk_step(&loaded, &event, &effects), 0);
            }
            end_ns = event.mono_ns + NS_PER_S;
            kiosk_finish(&loaded, end_ns, &effects);
        }
        record_free(&record);
        state_table_free(&table);
    }
    assert_true(accepted > 100);
}

/* A reboot: the state is loaded, moved to the new clock, and a gap told. */
static void after_a_reboot_the_gap_is_unknown_on_the_new_clock(void **state)
{
    struct fixture *fixture = *state;
    struct script *script = &fixture->script;
    struct play play = {.has_picture = true};
    struct record *record = &fixture->record;
    struct effects effects = record_effects(record);
    struct state_table table;
    struct kiosk_event event = {.kind = KIOSK_STOPPED};
    int64_t delta_ns;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    touch(script, TOUCH_OTHER);
    script_play_open(script, &play, record, &kiosk);
    table = saved_state(&kiosk);
    assert_int_equal(load(&table), 0);

    /* It is 9:40 now, and the new clock shows 12 s. */
    delta_ns = 12 * NS_PER_S - 10 * NS_PER_MIN - time_ns("9:30:00");
    kiosk_state_shift(&loaded, delta_ns);
    event.mono_ns = loaded.now_ns;
    assert_int_equal(event.mono_ns, 12 * NS_PER_S - 10 * NS_PER_MIN);
    assert_int_equal(kiosk_step(&loaded, &event, &effects), 0);
    event = (struct kiosk_event){.kind = KIOSK_RESTARTED, .mono_ns = 12 * NS_PER_S};
    assert_int_equal(kiosk_step(&loaded, &event, &effects), 0);
    kiosk_finish(&loaded, 72 * NS_PER_S, &effects);
    assert_int_equal(loaded.day.posture_ns[POSTURE_SEATED], 31 * NS_PER_MIN);
    assert_int_equal(loaded.day.posture_ns[POSTURE_UNKNOWN], 10 * NS_PER_MIN);
    assert_int_equal(loaded.day.bouts, 2);
    assert_int_equal(loaded.day.breaks, 0);
    assert_int_equal(loaded.day.start_ns, time_ns("8:00:00") + delta_ns);
    state_table_free(&table);
}

static void moving_there_and_back_changes_nothing(void **state)
{
    struct fixture *fixture = *state;

    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct state_table before;
        struct state_table after;

        play_storm(fixture, seed);
        before = saved_state(&kiosk);
        kiosk_state_shift(&kiosk, 123456789);
        assert_int_equal(kiosk.now_ns,
                         fixture->script.events[fixture->script.count - 1].mono_ns + 123456789);
        kiosk_state_shift(&kiosk, -123456789);
        after = saved_state(&kiosk);
        assert_int_equal(before.count, after.count);
        assert_memory_equal(before.rows, after.rows, before.count * sizeof(before.rows[0]));
        state_table_free(&before);
        state_table_free(&after);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(what_is_saved_comes_back_and_is_saved_the_same),
        with_script(every_name_is_unique_and_fits),
        with_script(a_missing_field_keeps_its_first_value),
        with_script(values_that_cannot_be_are_refused),
        with_script(damaged_values_never_do_harm),
        with_script(after_a_reboot_the_gap_is_unknown_on_the_new_clock),
        with_script(moving_there_and_back_changes_nothing),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Too much of everything: touches, days, and every event whenever it comes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/state_table.h"
#include "core/storm.h"

static void a_hundred_thousand_touches_lose_nothing(void **state)
{
    struct script script;
    struct record record;
    struct play play = {0};

    script_begin(&script, "9:00:00");
    sit(&script);
    wait_s(&script, 100);
    stand(&script);
    for (int i = 0; i < 100000; i++) {
        touch(&script, i % 2 ? TOUCH_OTHER : TOUCH_START);
        wait_ns(&script, 60 * NS_PER_S / 100000);
    }
    at(&script, "9:10:00");
    script_play(&script, &play, &record);
    assert_int_equal(record.lost, 0);
    assert_int_equal(record.logs, 0);
    assert_string_equal(record_postures(&record),
                        "9:00:00 seated 9:01:40 standing 9:03:39.9994 away 9:10:00");
    record_free(&record);
    script_free(&script);
}

/* Pauses cannot be merged: more than a person could do are counted as lost, contacts never are. */
static void touches_that_do_not_fit_never_cost_a_contact(void **state)
{
    struct script script;
    struct record record;
    struct play play = {0};

    script_begin(&script, "9:00:00");
    sit(&script);
    wait_s(&script, 100);
    stand(&script);
    for (int i = 0; i < 4000; i++) {
        wait_ms(&script, 1);
        touch(&script, i % 2 ? TOUCH_RESUME : TOUCH_EXERCISE);
    }
    sit(&script);
    wait_s(&script, 100);
    script_play(&script, &play, &record);
    assert_true(record.lost > 0);
    assert_int_equal(record.logs, record.lost);
    assert_int_equal(record_count(&record, DAY_SHIFTS), 1);
    assert_string_equal(record_postures(&record), "9:00:00 seated 9:03:24");
    record_free(&record);
    script_free(&script);
}

static size_t state_size(const struct kiosk *kiosk)
{
    struct state_table table = {0};
    size_t count;

    kiosk_state_save(kiosk, state_table_put, &table);
    count = table.count;
    state_table_free(&table);
    return count;
}

static void thirty_days_do_not_grow(void **state)
{
    static struct kiosk kiosk;
    struct play play = {.has_picture = true, .ticks = TICKS_AT_DEADLINES};
    struct script script;
    struct record record;
    size_t first_size = 0;

    for (int days = 1; days <= 30; days += 29) {
        script_begin(&script, "4:00:00");
        for (int day = 0; day < days; day++)
            script_workday(&script, day, (uint64_t)day + 1);
        wait_s(&script, 3600);
        script_play_open(&script, &play, &record, &kiosk);
        assert_int_equal(record.day_count, days);
        assert_int_equal(kiosk.queue.lost + kiosk.posture.forced + kiosk.day.lost_bouts, 0);
        assert_int_equal(kiosk.queue.tail, kiosk.queue.head);
        assert_int_equal(kiosk.posture.toggle_tail, kiosk.posture.toggle_head);
        assert_int_equal(kiosk.day.starts, 0);
        for (int day = 0; day < days; day++) {
            assert_int_equal(record.days[day].date, SCRIPT_DATE + day);
            assert_true(record.days[day].posture_ns[POSTURE_SEATED] > 4 * NS_PER_HOUR);
            assert_true(record.days[day].sedentary_bouts > 4);
        }
        if (days == 1)
            first_size = state_size(&kiosk);
        assert_int_equal(state_size(&kiosk), first_size);
        record_free(&record);
        script_free(&script);
    }
}

static void every_kind_of_event_on_every_line_is_taken(void **state)
{
    static struct kiosk kiosk;
    struct kiosk_setup setup = play_setup(&(struct play){.has_picture = true});
    struct record record = {0};
    struct effects effects = record_effects(&record);

    for (int first = KIOSK_EDGE; first <= KIOSK_TICK; first++) {
        for (int second = KIOSK_EDGE; second <= KIOSK_TICK; second++) {
            for (int line = 0; line < LINE_COUNT; line++) {
                for (int value = 0; value < TOUCH_COUNT; value++) {
                    struct kiosk_event event = {
                        .kind = (enum kiosk_event_kind)first,
                        .mono_ns = NS_PER_S,
                        .line = (enum line)line,
                        .closed = value % 2 != 0,
                        .touch = (enum touch)value,
                        .date = SCRIPT_DATE + 1,
                    };

                    record_free(&record);
                    kiosk_init(&kiosk, &setup, 0, SCRIPT_DATE);
                    assert_int_equal(kiosk_step(&kiosk, &event, &effects), 0);
                    event.kind = (enum kiosk_event_kind)second;
                    event.mono_ns = 2 * NS_PER_S;
                    assert_int_equal(kiosk_step(&kiosk, &event, &effects), 0);
                    kiosk_finish(&kiosk, 100 * NS_PER_S, &effects);
                    assert_true(record.count > 0);
                    assert_int_equal(record.facts[record.count - 1].end_ns, 100 * NS_PER_S);
                }
            }
        }
    }
    record_free(&record);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hundred_thousand_touches_lose_nothing),
        cmocka_unit_test(touches_that_do_not_fit_never_cost_a_contact),
        cmocka_unit_test(thirty_days_do_not_grow),
        cmocka_unit_test(every_kind_of_event_on_every_line_is_taken),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

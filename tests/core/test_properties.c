/* What holds for every day, shown on random ones; one seed again: SEED=7 and the name */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/adds_up.h"
#include "core/glance.h"
#include "core/storm.h"

#define SEEDS 300

static enum storm_mix mix_of(uint64_t seed)
{
    return (enum storm_mix)(seed % 3);
}

static void storm(struct script *script, enum storm_mix mix, uint64_t seed)
{
    script_storm(script, mix, 60, seed);
}

static struct play any_play(uint64_t seed)
{
    return (struct play){
        .interval_s = seed % 3 ? 300 : 0,
        .duration_s = seed % 3 ? 20 : 0,
        .raises = seed % 7 == 0 ? 15 : 0,
        .has_suggestions = seed % 2 == 0,
        .no_mat = seed % 11 == 0,
        .steps_per_closure = seed % 5 == 0 ? 1 : 2,
        .seed = seed,
    };
}

/* ---------------------------------------------------------------------------- what must add up */

static void adds_up(uint64_t seed)
{
    struct play play = any_play(seed);
    struct script script;
    struct record record;

    storm(&script, mix_of(seed), seed);
    script_play(&script, &play, &record);
    check_adds_up(seed, &script, &record);
    holds(seed, record.lost == 0);
    record_free(&record);
    script_free(&script);
}

static void time_is_conserved_and_every_sum_adds_up(void **state)
{
    for_seeds(2 * SEEDS, adds_up);
}

/* ------------------------------------------------------------ what must not change the results */

static void same_when(uint64_t seed, enum storm_mix mix, struct play other, const char *what)
{
    struct play plain = other;
    struct script script;
    struct record a;
    struct record b;

    plain.ticks = TICKS_NONE;
    plain.saves = 0;
    plain.shift_ns = 0;
    storm(&script, mix, seed);
    script_play(&script, &plain, &a);
    script_play(&script, &other, &b);
    check_same(seed, &a, &b, what);
    if (other.ticks == TICKS_AT_DEADLINES)
        holds(seed, other.tick_count < 20 * script.count + 20);
    if (other.has_picture && other.ticks == TICKS_NONE) {
        holds(seed, a.beat_count == b.beat_count);
        holds(seed, a.beat_count == 0 ||
                        memcmp(a.beats, b.beats, a.beat_count * sizeof(a.beats[0])) == 0);
    }
    record_free(&a);
    record_free(&b);
    script_free(&script);
}

static void bounce(uint64_t seed)
{
    struct play play = any_play(seed);
    struct script clean;
    struct script bouncing;
    struct record a;
    struct record b;

    storm(&clean, STORM_CLEAN, seed);
    script_bounce(&bouncing, &clean, seed);
    script_play(&clean, &play, &a);
    script_play(&bouncing, &play, &b);
    holds(seed, bouncing.count > clean.count);
    check_same(seed, &a, &b, "bounce changes nothing");
    record_free(&a);
    record_free(&b);
    script_free(&clean);
    script_free(&bouncing);
}

static void bounce_never_changes_a_figure(void **state)
{
    for_seeds(SEEDS, bounce);
}

static void splits(uint64_t seed)
{
    struct play play = any_play(seed);

    play.saves = 1 + seed % 5;
    play.has_picture = seed % 2 != 0;
    same_when(seed, mix_of(seed), play, "a save and a load change nothing");
}

static void saving_and_loading_anywhere_changes_nothing(void **state)
{
    for_seeds(SEEDS, splits);
}

static void random_ticks(uint64_t seed)
{
    struct play play = any_play(seed);

    play.ticks = TICKS_AT_RANDOM;
    play.has_picture = seed % 2 != 0;
    same_when(seed, mix_of(seed), play, "ticks change nothing");
}

static void ticks_at_any_time_change_nothing(void **state)
{
    for_seeds(SEEDS, random_ticks);
}

static void deadline_ticks(uint64_t seed)
{
    struct play play = any_play(seed);

    play.ticks = TICKS_AT_DEADLINES;
    play.has_picture = seed % 2 != 0;
    same_when(seed, mix_of(seed), play, "ticks at the deadlines change nothing");
}

static void ticks_at_the_deadlines_change_nothing_and_are_few(void **state)
{
    for_seeds(SEEDS, deadline_ticks);
}

/* Everything decided at a deadline is decided by then: at the next event nothing is left over. */
static void in_time(uint64_t seed)
{
    static struct kiosk kiosk;
    static struct kiosk later;
    struct play play = any_play(seed);
    struct script script;
    struct record record;
    struct effects effects = record_effects(&record);

    play.ticks = TICKS_AT_DEADLINES;
    storm(&script, mix_of(seed), seed);
    script_play_open(&script, &play, &record, &kiosk);
    for (int i = 0; i < 400; i++) {
        int64_t due_ns = kiosk_next_deadline(&kiosk);
        size_t facts = record.count + record.prompt_count;
        struct kiosk_event event = {.kind = KIOSK_TICK, .mono_ns = due_ns - 1};

        if (due_ns == TIME_NEVER)
            break;
        holds(seed, due_ns > kiosk.now_ns);
        later = kiosk;
        assert_int_equal(kiosk_step(&later, &event, &effects), 0);
        holds(seed, record.count + record.prompt_count == facts);
        event.mono_ns = due_ns;
        assert_int_equal(kiosk_step(&kiosk, &event, &effects), 0);
        holds(seed, i < 300); /* four hours of prompts nobody answers, then a bag */
    }
    record_free(&record);
    script_free(&script);
}

static void nothing_is_decided_between_deadlines(void **state)
{
    for_seeds(SEEDS, in_time);
}

/* Facts whose dates lie after the move are moved; the figures are the same. */
static void moved(uint64_t seed)
{
    struct play plain = any_play(seed);
    struct play other = plain;
    struct script script;
    struct record a;
    struct record b;
    struct rng rng = rng_new(seed);

    other.shift_ns = rng_between(&rng, -INT64_C(7000) * NS_PER_S, INT64_C(9000000) * NS_PER_S);
    storm(&script, mix_of(seed), seed);
    script_play(&script, &plain, &a);
    script_play(&script, &other, &b);
    for (size_t i = 0; i < a.count && i < b.count; i++) {
        struct fact *fact = &b.facts[i];

        if (fact->end_ns == a.facts[i].end_ns)
            continue;
        fact->start_ns -= other.shift_ns;
        fact->end_ns -= other.shift_ns;
    }
    for (size_t i = 0; i < a.prompt_count && i < b.prompt_count; i++) {
        struct fact *fact = &b.prompts[i];

        if (fact->end_ns == a.prompts[i].end_ns)
            continue;
        fact->start_ns -= other.shift_ns;
        fact->end_ns -= other.shift_ns;
    }
    check_same(seed, &a, &b, "a clock that begins anew changes nothing");
    record_free(&a);
    record_free(&b);
    script_free(&script);
}

static void moving_the_state_to_another_clock_changes_nothing(void **state)
{
    for_seeds(SEEDS, moved);
}

/* ---------------------------------------------------------------------------------- robustness */

static void backwards(uint64_t seed)
{
    static struct kiosk kiosk;
    static struct kiosk before;
    struct play play = any_play(seed);
    struct script script;
    struct record record;
    struct effects effects = record_effects(&record);

    storm(&script, mix_of(seed), seed);
    memset(&kiosk, 0, sizeof(kiosk));
    script_play_open(&script, &play, &record, &kiosk);
    before = kiosk;
    for (int kind = KIOSK_EDGE; kind <= KIOSK_TICK; kind++) {
        struct kiosk_event event = {
            .kind = (enum kiosk_event_kind)kind,
            .mono_ns = kiosk.now_ns - 1,
            .closed = !kiosk.lines[LINE_CHAIR].raw_closed,
            .date = SCRIPT_DATE,
        };
        size_t facts = record.count;

        assert_int_equal(kiosk_step(&kiosk, &event, &effects), -ERR_BACKWARDS);
        holds(seed, record.count == facts);
        holds(seed, memcmp(&kiosk, &before, sizeof(kiosk)) == 0);
    }
    record_free(&record);
    script_free(&script);
}

static void time_that_runs_backwards_is_refused_and_changes_nothing(void **state)
{
    for_seeds(50, backwards);
}

/* A glance must not disturb the kiosk, nor depend on what was in its scratch. */
static void glances(uint64_t seed)
{
    static struct kiosk kiosk;
    static struct kiosk before;
    static struct kiosk scratch;
    static int64_t bouts_ns[DAY_BOUTS_MAX];
    struct play play = any_play(seed);
    struct script script;
    struct record record;
    struct kiosk_glance a;
    struct kiosk_glance b;
    char text_a[1024];
    char text_b[1024];

    play.has_picture = true;
    storm(&script, mix_of(seed), seed);
    script_play_open(&script, &play, &record, &kiosk);
    before = kiosk;
    memset(&scratch, 0xa5, sizeof(scratch));
    kiosk_glance(&kiosk, kiosk.now_ns, &scratch, bouts_ns, &a);
    holds(seed, memcmp(&kiosk, &before, sizeof(kiosk)) == 0);
    memset(&scratch, 0x11, sizeof(scratch));
    kiosk_glance(&kiosk, kiosk.now_ns, &scratch, bouts_ns, &b);
    holds(seed, strcmp(figures_text(&a.today, text_a), figures_text(&b.today, text_b)) == 0);
    holds(seed, a.posture == b.posture && a.posture_since_ns == b.posture_since_ns);
    holds(seed, a.gauge_level >= 0 && a.gauge_level <= 1);
    holds(seed, a.posture_since_ns <= kiosk.now_ns);
    holds(seed, a.beats_per_min >= 0 && a.moving_ns >= 0 && a.clock_ns >= 0);
    record_free(&record);
    script_free(&script);
}

static void a_glance_only_looks(void **state)
{
    for_seeds(SEEDS, glances);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_is_conserved_and_every_sum_adds_up),
        cmocka_unit_test(bounce_never_changes_a_figure),
        cmocka_unit_test(saving_and_loading_anywhere_changes_nothing),
        cmocka_unit_test(ticks_at_any_time_change_nothing),
        cmocka_unit_test(ticks_at_the_deadlines_change_nothing_and_are_few),
        cmocka_unit_test(nothing_is_decided_between_deadlines),
        cmocka_unit_test(moving_the_state_to_another_clock_changes_nothing),
        cmocka_unit_test(time_that_runs_backwards_is_refused_and_changes_nothing),
        cmocka_unit_test(a_glance_only_looks),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

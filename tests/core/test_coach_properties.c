/* What holds for prompts on every day, shown on random ones: SEED=7 runs just that one again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/storm.h"

#define SEEDS 600

static struct play any_play(uint64_t seed)
{
    return (struct play){
        .no_mat = seed % 11 == 0,
        .interval_s = seed % 4 ? 300 : 0,
        .duration_s = seed % 4 ? 10 + (int)(seed % 60) : 0,
        .raises = seed % 5 == 0 ? 15 : 0,
        .has_suggestions = seed % 2 == 0,
        .seed = seed,
    };
}

/* Follows one prompt at a time from its raising to its one outcome. */
struct follower {
    int64_t open_id; /* 0: none is open */
    int64_t last_id;
    int64_t raised_ns;
    int64_t until_ns;
    int snoozes;
    int64_t counts[PROMPT_COUNTS];
};

static void follow(uint64_t seed, struct follower *follower, const struct fact *fact)
{
    enum prompt_change change = (enum prompt_change)fact->what;
    int64_t id = fact->amount / 1000000;

    if (change < PROMPT_COUNTS)
        follower->counts[change]++;
    if (change == PROMPT_NATURAL) {
        holds(seed, id == 0 && follower->open_id == 0);
        return;
    }
    holds(seed, fact->end_ns >= follower->until_ns);
    follower->until_ns = fact->end_ns;
    if (change == PROMPT_RAISED) {
        holds(seed, follower->open_id == 0 && id == follower->last_id + 1);
        holds(seed, fact->start_ns == fact->end_ns);
        follower->open_id = id;
        follower->last_id = id;
        follower->raised_ns = fact->end_ns;
        follower->snoozes = 0;
        return;
    }
    holds(seed, id == follower->open_id && fact->start_ns == follower->raised_ns);
    if (change == PROMPT_SNOOZED)
        holds(seed, ++follower->snoozes <= 2);
    if (prompt_change_is_outcome(change))
        follower->open_id = 0;
}

static struct follower follow_all(uint64_t seed, const struct record *record)
{
    struct follower follower = {0};
    int64_t outcomes = 0;

    for (size_t i = 0; i < record->prompt_count; i++)
        follow(seed, &follower, &record->prompts[i]);
    for (int change = PROMPT_SKIPPED; change <= PROMPT_VERIFIED; change++)
        outcomes += follower.counts[change];
    holds(seed, follower.counts[PROMPT_RAISED] == outcomes + (follower.open_id ? 1 : 0));
    for (int change = 0; change < PROMPT_COUNTS; change++) {
        int64_t sum = 0;

        for (size_t day = 0; day < record->day_count; day++)
            sum += record->days[day].prompts[change];
        holds(seed, sum == follower.counts[change]);
    }
    return follower;
}

static int64_t seen[PROMPT_COUNTS];

static void one_outcome(uint64_t seed)
{
    struct play play = any_play(seed);
    struct follower follower;
    struct script script;
    struct record record;

    script_storm(&script, (enum storm_mix)(seed % 3), 120, seed);
    script_play(&script, &play, &record);
    follower = follow_all(seed, &record);
    for (int change = 0; change < PROMPT_COUNTS; change++)
        seen[change] += follower.counts[change];
    record_free(&record);
    script_free(&script);
}

static void every_prompt_ends_in_exactly_one_outcome_and_the_counters_add_up(void **state)
{
    (void)state;
    for_seeds(SEEDS, one_outcome);
    if (getenv("SEED"))
        return;
    for (int change = 0; change < PROMPT_COUNTS; change++)
        assert_true(seen[change] > 0); /* the storms do reach everything */
}

/* A hand that touches anything at any speed, a person who comes and goes. */
static void touch_at_random(struct script *script, struct rng *rng, int count)
{
    static const int64_t waits_ms[] = {0, 1, 40, 700, 5000, 20000};

    for (int i = 0; i < count; i++) {
        enum touch any = (enum touch)rng_below(rng, TOUCH_COUNT);
        bool stops_all = any == TOUCH_PAUSE || any == TOUCH_QUIET;

        touch(script, stops_all && rng_below(rng, 200) > 0 ? TOUCH_OTHER : any);
        wait_ms(script, waits_ms[rng_below(rng, 6)]);
        if (rng_below(rng, 300) == 0) {
            touch(script, TOUCH_RESUME);
            wait_s(script, rng_between(rng, 1, 4000));
        }
        if (rng_below(rng, 60) == 0) {
            wait_ms(script, 40);
            edge(script, LINE_CHAIR, !script->closed[LINE_CHAIR]);
            wait_ms(script, rng_between(rng, 40, 12000));
        }
    }
}

static void any_touches(uint64_t seed)
{
    struct play play = any_play(seed);
    struct rng rng = rng_new(seed);
    struct script script;
    struct record record;
    int64_t due_ns;

    script_begin(&script, "9:00:00");
    sit(&script);
    touch_at_random(&script, &rng, 25000);
    /* Whatever came before: a break, and from then on all goes its usual way. */
    wait_s(&script, 12);
    touch(&script, TOUCH_RESUME);
    add_event(&script,
              (struct kiosk_event){.kind = KIOSK_TOUCH, .touch = TOUCH_QUIET, .quiet_min = -1});
    wait_ms(&script, 40);
    sit(&script);
    wait_s(&script, 12);
    stand(&script);
    wait_s(&script, 600);
    sit(&script);
    due_ns = script.now_ns + play_setup(&play).break_interval_ns;
    script.now_ns = due_ns + NS_PER_S;
    script_play(&script, &play, &record);
    (void)follow_all(seed, &record);
    holds(seed, record.prompt_count > 50);
    holds(seed, record.prompts[record.prompt_count - 1].what == PROMPT_RAISED);
    holds(seed, record.prompts[record.prompt_count - 1].end_ns == due_ns);
    record_free(&record);
    script_free(&script);
}

static void a_hundred_thousand_random_touches_never_reach_a_dead_end(void **state)
{
    (void)state;
    for_seeds(4, any_touches);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_prompt_ends_in_exactly_one_outcome_and_the_counters_add_up),
        cmocka_unit_test(a_hundred_thousand_random_touches_never_reach_a_dead_end),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

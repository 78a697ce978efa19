/* script.h, the playing half: a script through a kiosk, and what came out of it. */
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/script.h"
#include "core/state_table.h"

static void *grow(void *items, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return items;
    *room = *room ? 2 * *room : 64;
    items = reallocarray(items, *room, size);
    if (!items)
        abort();
    return items;
}

/* ----------------------------------------------------------------------------------- recording */

static void add_fact(struct record *record, const struct effect *effect, int32_t what)
{
    record->facts = grow(record->facts, &record->room, record->count, sizeof(record->facts[0]));
    record->facts[record->count++] = (struct fact){
        (int32_t)effect->kind, what, effect->start_ns, effect->end_ns, effect->amount,
    };
}

static void add_prompt(struct record *record, const struct effect *effect)
{
    const struct prompt *prompt = effect->prompt;

    record->prompts = grow(record->prompts, &record->prompt_room, record->prompt_count,
                           sizeof(record->prompts[0]));
    record->prompts[record->prompt_count++] = (struct fact){
        EFFECT_PROMPT,
        (int32_t)prompt->change,
        effect->start_ns,
        effect->end_ns,
        prompt->id * INT64_C(1000000) + prompt->moved_ns / NS_PER_MS,
    };
}

static void add_day(struct record *record, const struct day *day)
{
    static int64_t scratch_ns[DAY_BOUTS_MAX];
    size_t room = record->day_room;
    int64_t sum_ns = 0;

    record->days =
        grow(record->days, &record->day_room, record->day_count, sizeof(record->days[0]));
    record->day_bouts_ns = grow(record->day_bouts_ns, &room, record->day_count, sizeof(int64_t));
    figures_of_day(day, scratch_ns, &record->days[record->day_count]);
    for (int32_t i = 0; i < day->bouts; i++)
        sum_ns += day->bout_ns[i];
    record->day_bouts_ns[record->day_count++] = sum_ns;
    record->lost += day->lost_bouts;
}

static void take_effect(void *self, const struct effect *effect)
{
    struct record *record = self;

    switch (effect->kind) {
    case EFFECT_INTERVAL:
        add_fact(record, effect, (int32_t)effect->posture);
        break;
    case EFFECT_COUNT:
        add_fact(record, effect, (int32_t)effect->count);
        break;
    case EFFECT_DAY:
        add_fact(record, effect, effect->day->date);
        add_day(record, effect->day);
        break;
    case EFFECT_PROMPT:
        add_prompt(record, effect);
        break;
    case EFFECT_BEAT:
        record->beats =
            grow(record->beats, &record->beat_room, record->beat_count, sizeof(struct fact));
        record->beats[record->beat_count++] = (struct fact){.end_ns = effect->end_ns};
        break;
    case EFFECT_LOG:
        record->logs++;
        break;
    }
}

struct effects record_effects(struct record *record)
{
    return (struct effects){take_effect, record};
}

void record_free(struct record *record)
{
    free(record->facts);
    free(record->beats);
    free(record->prompts);
    free(record->days);
    free(record->day_bouts_ns);
    *record = (struct record){0};
}

int64_t record_count(const struct record *record, enum day_count count)
{
    int64_t sum = 0;

    for (size_t i = 0; i < record->count; i++) {
        if (record->facts[i].kind == EFFECT_COUNT && record->facts[i].what == (int32_t)count)
            sum += record->facts[i].amount;
    }
    return sum;
}

/* ------------------------------------------------------------------------------------- playing */

struct kiosk_setup play_setup(const struct play *play)
{
    return (struct kiosk_setup){
        .has_mat = !play->no_mat,
        .steps_per_closure = play->steps_per_closure ? play->steps_per_closure : 2,
        .break_interval_ns = (play->interval_s ? play->interval_s : 3600) * NS_PER_S,
        .break_duration_ns = (play->duration_s ? play->duration_s : 120) * NS_PER_S,
        .break_raises = play->raises,
        .has_suggestions = play->has_suggestions,
        .has_picture = play->has_picture,
    };
}

static void step(struct kiosk *kiosk, const struct kiosk_event *event, struct record *record)
{
    struct effects effects = record_effects(record);

    assert_int_equal(kiosk_step(kiosk, event, &effects), 0);
}

static void tick(struct kiosk *kiosk, int64_t mono_ns, struct record *record, struct play *play)
{
    struct kiosk_event event = {.kind = KIOSK_TICK, .mono_ns = mono_ns};

    step(kiosk, &event, record);
    play->tick_count++;
}

static void tick_until(struct kiosk *kiosk, int64_t until_ns, struct record *record,
                       struct play *play, struct rng *rng)
{
    int64_t due_ns;

    switch (play->ticks) {
    case TICKS_NONE:
        break;
    case TICKS_AT_DEADLINES:
        while ((due_ns = kiosk_next_deadline(kiosk)) <= until_ns) {
            assert_true(due_ns > kiosk->now_ns);
            tick(kiosk, due_ns, record, play);
        }
        break;
    case TICKS_AT_RANDOM:
        for (uint64_t n = rng_below(rng, 4); n > 0 && kiosk->now_ns < until_ns; n--)
            tick(kiosk, rng_between(rng, kiosk->now_ns, until_ns), record, play);
        break;
    }
}

static void save_and_load(struct kiosk *kiosk, struct play *play)
{
    struct kiosk_setup setup = play_setup(play);
    struct state_table table = {0};

    kiosk_state_save(kiosk, state_table_put, &table);
    memset(kiosk, 0x5a, sizeof(*kiosk));
    kiosk_init(kiosk, &setup, 0, SCRIPT_DATE);
    assert_int_equal(kiosk_state_load(kiosk, state_table_get, &table), 0);
    state_table_free(&table);
}

/* Returns by how much the clock has been moved. */
static int64_t play_events(const struct script *script, struct play *play, struct record *record,
                           struct kiosk *kiosk)
{
    struct rng rng = rng_new(play->seed);
    struct kiosk_setup setup = play_setup(play);
    size_t shift_at = play->shift_ns ? rng_below(&rng, script->count + 1) : script->count;
    int64_t shifted_ns = 0;

    kiosk_init(kiosk, &setup, script->start_ns, SCRIPT_DATE);
    for (size_t i = 0; i < script->count; i++) {
        struct kiosk_event event = script->events[i];

        if (play->shift_ns && i == shift_at) {
            kiosk_state_shift(kiosk, play->shift_ns);
            shifted_ns = play->shift_ns;
        }
        event.mono_ns += shifted_ns;
        if (play->saves > 0 && rng_below(&rng, script->count) < play->saves)
            save_and_load(kiosk, play);
        tick_until(kiosk, event.mono_ns, record, play, &rng);
        step(kiosk, &event, record);
    }
    tick_until(kiosk, script->now_ns + shifted_ns, record, play, &rng);
    return shifted_ns;
}

void script_play_open(const struct script *script, struct play *play, struct record *record,
                      struct kiosk *kiosk)
{
    *record = (struct record){0};
    (void)play_events(script, play, record, kiosk);
}

void script_play(const struct script *script, struct play *play, struct record *record)
{
    static struct kiosk kiosk;
    struct effects effects = record_effects(record);
    int64_t shifted_ns;

    *record = (struct record){0};
    shifted_ns = play_events(script, play, record, &kiosk);
    kiosk_finish(&kiosk, script->now_ns + shifted_ns, &effects);
    add_day(record, &kiosk.day);
    record->lost += kiosk.queue.lost + kiosk.posture.forced;
}

/* ----------------------------------------------------------------------------------- comparing */

static size_t put_time(char *text, size_t size, int64_t ns)
{
    int64_t fraction = ns % NS_PER_S;
    int used = snprintf(text, size, "%" PRId64 ":%02d:%02d", ns / NS_PER_HOUR,
                        (int)(ns / NS_PER_MIN % 60), (int)(ns / NS_PER_S % 60));

    if (fraction != 0) {
        used += snprintf(text + used, size - (size_t)used, ".%09" PRId64, fraction);
        while (text[used - 1] == '0')
            text[--used] = '\0';
    }
    return (size_t)used;
}

const char *record_postures(struct record *record)
{
    size_t used = 0;
    int64_t end_ns = 0;

    record->text[0] = '\0';
    for (size_t i = 0; i < record->count && used < sizeof(record->text) - 64; i++) {
        const struct fact *fact = &record->facts[i];

        if (fact->kind != EFFECT_INTERVAL)
            continue;
        used += put_time(record->text + used, sizeof(record->text) - used, fact->start_ns);
        used += (size_t)snprintf(record->text + used, sizeof(record->text) - used, " %s ",
                                 posture_name((enum posture)fact->what));
        end_ns = fact->end_ns;
    }
    (void)put_time(record->text + used, sizeof(record->text) - used, end_ns);
    return record->text;
}

const char *figures_text(const struct day_figures *figures, char text[1024])
{
    const struct day_figures *f = figures;

    (void)snprintf(text, 1024,
                   "%d: unknown %" PRId64 " seated %" PRId64 " standing %" PRId64
                   " stepping %" PRId64 " away %" PRId64 " bouts %d breaks %d shifts %d "
                   "per hour %a prolonged %d %d %" PRId64 " %" PRId64 " longest %" PRId64
                   " mean %a median %a usual %a alpha %a gini %a steps %" PRId64 " raises %" PRId64
                   " leg %" PRId64 " beats %" PRId64 " prompts %" PRId64 " %" PRId64 " %" PRId64
                   " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64,
                   f->date, f->posture_ns[POSTURE_UNKNOWN], f->posture_ns[POSTURE_SEATED],
                   f->posture_ns[POSTURE_STANDING], f->posture_ns[POSTURE_STEPPING],
                   f->posture_ns[POSTURE_AWAY], f->sedentary_bouts, f->breaks, f->shifts,
                   f->breaks_per_sedentary_hour, f->prolonged_30_bouts, f->prolonged_60_bouts,
                   f->prolonged_30_ns, f->prolonged_60_ns, f->longest_bout_ns, f->mean_bout_s,
                   f->median_bout_s, f->usual_bout_s, f->alpha, f->gini, f->steps, f->calf_raises,
                   f->leg_movement_ns, f->second_heart_beats, f->prompts[0], f->prompts[1],
                   f->prompts[2], f->prompts[3], f->prompts[4], f->prompts[5], f->prompts[6],
                   f->prompts[7]);
    return text;
}

const struct day_figures *expect_postures(const struct script *script, struct record *record,
                                          const char *postures)
{
    struct play play = {0};

    script_play(script, &play, record);
    assert_string_equal(record_postures(record), postures);
    assert_int_equal(record->lost, 0);
    return &record->days[record->day_count - 1];
}

/* ---------------------------------------------------------------------------------- properties */

void for_seeds(uint64_t count, void (*property)(uint64_t seed))
{
    const char *only = getenv("SEED");

    if (only) {
        property(strtoull(only, NULL, 10));
        return;
    }
    for (uint64_t seed = 1; seed <= count; seed++)
        property(seed);
}

void check_holds(uint64_t seed, bool condition, const char *text, const char *file, int line)
{
    if (condition)
        return;
    print_error("with SEED=%" PRIu64 " (set it to run just this one): %s\n", seed, text);
    _fail(file, line);
}

static void check_same_facts(uint64_t seed, const struct fact *a, size_t a_count,
                             const struct fact *b, size_t b_count, const char *what)
{
    for (size_t i = 0; i < a_count && i < b_count; i++) {
        const struct fact *x = &a[i];
        const struct fact *y = &b[i];

        if (memcmp(x, y, sizeof(*x)) == 0)
            continue;
        print_error("fact %zu: kind %d what %d %.9f-%.9f amount %" PRId64
                    " became kind %d what %d %.9f-%.9f amount %" PRId64 "\n",
                    i, x->kind, x->what, (double)x->start_ns / 1e9, (double)x->end_ns / 1e9,
                    x->amount, y->kind, y->what, (double)y->start_ns / 1e9, (double)y->end_ns / 1e9,
                    y->amount);
        check_holds(seed, false, what, __FILE__, __LINE__);
    }
    check_holds(seed, a_count == b_count, what, __FILE__, __LINE__);
}

void check_same(uint64_t seed, const struct record *a, const struct record *b, const char *what)
{
    char text_a[1024];
    char text_b[1024];

    check_same_facts(seed, a->facts, a->count, b->facts, b->count, what);
    check_same_facts(seed, a->prompts, a->prompt_count, b->prompts, b->prompt_count, what);
    check_holds(seed, a->day_count == b->day_count, what, __FILE__, __LINE__);
    for (size_t i = 0; i < a->day_count; i++) {
        if (strcmp(figures_text(&a->days[i], text_a), figures_text(&b->days[i], text_b)) == 0)
            continue;
        print_error("%s\nbecame\n%s\n", text_a, text_b);
        check_holds(seed, false, what, __FILE__, __LINE__);
    }
}

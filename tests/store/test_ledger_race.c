/*
 * The ledger's two threads against each other: hand-overs, readings, looks at the status, erasing
 * and the end, each at any moment of a store that dawdles and fails. Nothing here has a lock: the
 * ledger's own must do, and under ThreadSanitizer (tests/run.sh races) every one that is missing is
 * told. SECONDHEART_ROUNDS says how many rounds (40), SECONDHEART_SEED which is the first (1).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <poll.h>
#include <sched.h>
#include <semaphore.h>
#include <string.h>

#include "kiosk/ledger.h"

#define BOOT     "4f6f5a0c-0a55-4b0e-8d4f-0d3f9a3f6b01"
#define WAIT_MS  60000 /* how long a broken test hangs, not how long a good one takes */
#define ROUNDS   40
#define STEPS    400   /* in a round: far less than what a ledger keeps */
#define SPIN_MAX 20000 /* of an empty loop */
#define READERS  2     /* as on the kiosk: the history's pages and the queue */

/* Intervals are numbered through; each erasing begins a new age. */
#define AGE 1000000

/* The ledger's thread's, but before it starts and after it has ended. */
struct slow_store {
    struct store port;
    unsigned seed;
    bool is_gated; /* then every write says that it has come, and waits */
    sem_t entered;
    sem_t may_leave;
    int64_t offered; /* the newest open state, taken or not */
    int64_t open;    /* the newest that was taken */
    int64_t highest; /* number of an interval, ever */
    int64_t kept;    /* the last interval's number; 0: none since the erasing */
    int64_t steps;
    int64_t setting;
    int set_asides;
    char set_aside[32];
    const char *wrong; /* the first broken promise, NULL: none */
};

/* Its loop's and its thread's in turn, as the ledger says. */
struct reader {
    struct slow_store *store;
    bool is_asked; /* the loop's */
    int64_t question;
    int64_t answer;
    int64_t offered;
};

struct round {
    struct slow_store store;
    struct reader readers[READERS];
    struct ledger *ledger;
    unsigned seed;
    int64_t now_mono_ns;
    int64_t saves; /* open states handed over */
    int64_t number;
    int64_t steps;
    int64_t setting;
    int64_t dropped;
};

static long number_from(const char *name, long usual)
{
    const char *text = getenv(name);

    return text ? strtol(text, NULL, 10) : usual;
}

/*
 * Mostly a moment, at times long enough for everything else to happen. On a busy machine a yield
 * may take milliseconds: seldom.
 */
static void dawdle(unsigned *seed)
{
    volatile int turns = rand_r(seed) % 8 == 0 ? SPIN_MAX : rand_r(seed) % (SPIN_MAX / 50);

    while (turns > 0)
        turns--;
    if (rand_r(seed) % 64 == 0)
        (void)sched_yield();
}

/* ---- the store, on the ledger's thread ---- */

static void must(struct slow_store *store, bool holds, const char *promise)
{
    if (!holds && !store->wrong)
        store->wrong = promise;
}

static void keep_interval(struct slow_store *store, int64_t number)
{
    if (store->kept != 0)
        must(store, number == store->kept + 1, "each interval once, in order");
    else
        must(store, number > store->highest && number % AGE == 1, "what was erased stays away");
    store->kept = store->highest = number;
}

static void keep(struct slow_store *store, const struct store_batch *batch)
{
    if (batch->erases != STORE_ERASE_NOTHING)
        store->kept = store->steps = 0;
    if (batch->erases == STORE_ERASE_ALL)
        store->setting = 0;
    for (size_t i = 0; i < batch->intervals_len; i++)
        keep_interval(store, batch->intervals[i].start_mono_ns);
    for (size_t i = 0; i < batch->counts_len; i++)
        store->steps += batch->counts[i].amount;
    for (size_t i = 0; i < batch->settings_len; i++)
        store->setting = strtoll(batch->settings[i].value, NULL, 10);
    store->open = store->offered;
}

static int slow_commit(void *self, const struct store_batch *batch, struct err *err)
{
    struct slow_store *store = self;
    int64_t offered = batch->open ? batch->open->fields[0].value : -1;

    must(store, offered > store->offered, "a newer open state with each write");
    store->offered = offered;
    if (store->is_gated) {
        (void)sem_post(&store->entered);
        (void)sem_wait(&store->may_leave);
    }
    dawdle(&store->seed);
    if (rand_r(&store->seed) % 3 == 0) {
        int code = rand_r(&store->seed) % 2 == 0 ? ERR_FULL : ERR_IO;

        return err_set(err, (enum err_code)code, "the disk says %d", code);
    }
    keep(store, batch);
    if (rand_r(&store->seed) % 16 == 0)
        (void)snprintf(store->set_aside, sizeof(store->set_aside), "damaged-%d",
                       ++store->set_asides);
    dawdle(&store->seed);
    return 0;
}

static const char *set_aside_name(void *self)
{
    return ((struct slow_store *)self)->set_aside;
}

static void read_slowly(void *self, const struct store *store)
{
    struct reader *reader = self;

    dawdle(&((struct slow_store *)store->self)->seed);
    reader->offered = reader->store->offered;
    reader->answer = reader->question;
}

/* ---- the loop ---- */

static void save(void *self, struct ledger *ledger)
{
    const struct store_interval current = {.boot_id = BOOT, .posture = POSTURE_SEATED};
    struct round *round = self;

    ledger_put_current(ledger, &current);
    ledger_put_field(ledger, "field", ++round->saves);
}

static void add_interval(struct round *round)
{
    struct store_interval interval = {.boot_id = BOOT, .posture = POSTURE_STANDING};

    interval.start_mono_ns = interval.end_mono_ns = ++round->number;
    ledger_add_interval(round->ledger, &interval);
}

static void add_steps(struct round *round)
{
    const struct store_count count = {
        .boot_id = BOOT, .mono_ns = round->now_mono_ns, .kind = STORE_COUNT_STEP, .amount = 2};

    ledger_add_count(round->ledger, &count);
    round->steps += 2;
}

static void choose(struct round *round)
{
    struct store_setting setting = {.name = "setting"};

    round->setting++;
    (void)snprintf(setting.value, sizeof(setting.value), "%lld", (long long)round->setting);
    ledger_set_setting(round->ledger, &setting);
    ledger_commit_now(round->ledger, round->now_mono_ns);
}

static void erase(struct round *round)
{
    bool is_all = rand_r(&round->seed) % 2 == 0;

    ledger_erase(round->ledger, is_all ? STORE_ERASE_ALL : STORE_ERASE_HISTORY);
    round->number = (round->number / AGE + 1) * AGE;
    round->steps = 0;
    if (is_all)
        round->setting = 0;
    ledger_commit_now(round->ledger, round->now_mono_ns);
}

static bool is_read(const struct round *round)
{
    return round->readers[0].is_asked || round->readers[1].is_asked;
}

static void ask(struct round *round, struct reader *reader)
{
    const struct ledger_reading reading = {.self = reader, .read = read_slowly};
    bool was_read = is_read(round);

    if (!reader->is_asked)
        reader->question = round->saves;
    assert_int_equal(ledger_read(round->ledger, &reading), !was_read);
    reader->is_asked = reader->is_asked || !was_read;
}

/* What was handed over before a reading was asked for has been through the store before it. */
static void take(struct round *round, struct reader *reader)
{
    if (!ledger_take_reading(round->ledger, reader))
        return;
    assert_true(reader->is_asked);
    assert_int_equal(reader->answer, reader->question);
    assert_in_range(reader->offered, reader->question, round->saves);
    reader->is_asked = false;
}

/* What it says belongs together, and time does not go back. */
static void look(struct round *round)
{
    struct ledger_status status;
    char text[32] = "";

    ledger_read_status(round->ledger, &status);
    if (status.code != 0)
        (void)snprintf(text, sizeof(text), "the disk says %d", status.code);
    assert_string_equal(status.text, text);
    assert_true(status.set_aside[0] == '\0' || strncmp(status.set_aside, "damaged-", 8) == 0);
    assert_int_equal(status.dropped, 0);
    assert_true(status.written_mono_ns == TIME_NEVER ||
                status.written_mono_ns <= round->now_mono_ns);
    assert_true(ledger_answers(round->ledger, round->now_mono_ns));
    for (int i = 0; i < READERS; i++)
        take(round, &round->readers[i]);
}

/* As the kiosk's loop waits: for the ledger's descriptor. */
static void wait_for_readings(struct round *round)
{
    struct pollfd fd = {.fd = ledger_fd(round->ledger), .events = POLLIN};

    for (look(round); is_read(round); look(round))
        assert_int_equal(poll(&fd, 1, WAIT_MS), 1);
}

static void take_a_step(struct round *round)
{
    struct reader *reader = &round->readers[rand_r(&round->seed) % READERS];
    int what = rand_r(&round->seed) % 40;

    round->now_mono_ns += NS_PER_MS;
    if (what < 12)
        add_interval(round);
    else if (what < 18)
        add_steps(round);
    else if (what < 20)
        choose(round);
    else if (what < 25)
        ledger_commit_now(round->ledger, round->now_mono_ns);
    else if (what < 29)
        ledger_tick(round->ledger, round->now_mono_ns);
    else if (what < 33)
        ask(round, reader);
    else if (what < 38)
        look(round);
    else if (what < 39)
        wait_for_readings(round);
    else
        erase(round);
    dawdle(&round->seed);
}

/* ---- rounds ---- */

/* From the heap: where a test fails, the thread goes on with it. */
static struct round *begin(unsigned seed)
{
    struct round *round = calloc(1, sizeof(*round));
    const struct ledger_source source = {.self = round, .save = save};

    assert_non_null(round);
    round->seed = seed;
    round->number = AGE;
    round->store.seed = seed + 1;
    round->store.port = (struct store){
        .self = &round->store, .commit = slow_commit, .set_aside_name = set_aside_name};
    sem_init(&round->store.entered, 0, 0);
    sem_init(&round->store.may_leave, 0, 0);
    for (int i = 0; i < READERS; i++)
        round->readers[i].store = &round->store;
    assert_int_equal(ledger_new(&round->ledger, &round->store.port, &source, NULL), 0);
    return round;
}

/* The last write, and all that must hold once the store is the test's again. */
static void end(struct round *round)
{
    struct slow_store *store = &round->store;
    int result = ledger_free(round->ledger, ++round->now_mono_ns, NULL);

    if (store->wrong)
        fail_msg("not so: %s", store->wrong);
    assert_int_equal(store->offered, round->saves);
    if (result == 0) { /* else the last write was refused, and nobody tries again at the end */
        assert_int_equal(store->open, round->saves);
        assert_int_equal(store->kept, round->number % AGE == 0 ? 0 : round->number);
        assert_int_equal(store->steps, round->steps);
        assert_int_equal(store->setting, round->setting);
    }
    sem_destroy(&store->entered);
    sem_destroy(&store->may_leave);
    free(round);
}

static void nothing_is_lost_doubled_or_torn_between_the_threads(void **state)
{
    unsigned first = (unsigned)number_from("SECONDHEART_SEED", 1);
    long rounds = number_from("SECONDHEART_ROUNDS", ROUNDS);
    struct round *round;

    for (long i = 0; i < rounds; i++) {
        print_message("SECONDHEART_SEED=%u SECONDHEART_ROUNDS=1\n", first + (unsigned)i);
        round = begin(first + (unsigned)i);
        for (int step = rand_r(&round->seed) % STEPS; step >= 0; step--)
            take_a_step(round);
        end(round);
    }
}

static void a_reading_comes_after_what_was_handed_over_during_a_write(void **state)
{
    struct round *round = begin(1);

    round->store.is_gated = true;
    ledger_commit_now(round->ledger, ++round->now_mono_ns);
    sem_wait(&round->store.entered); /* in the midst of the first write ... */
    erase(round);                    /* ... a person erases, and looks whether it is gone */
    ask(round, &round->readers[0]);
    for (int i = 0; i < 3; i++)
        sem_post(&round->store.may_leave);
    wait_for_readings(round);
    end(round);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reading_comes_after_what_was_handed_over_during_a_write),
        cmocka_unit_test(nothing_is_lost_doubled_or_torn_between_the_threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

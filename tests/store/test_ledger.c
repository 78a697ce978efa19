/*
 * The ledger between a loop (this thread, with virtual time) and stores that take, refuse, or take
 * their time. Nothing sleeps: the test waits for the ledger's own event, or lets a slow disk go.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

#include "drivers/store_sqlite.h"
#include "kiosk/ledger.h"
#include "store/fake_disk.h"
#include "store/scratch.h"

#define BOOT       "4f6f5a0c-0a55-4b0e-8d4f-0d3f9a3f6b01"
#define WAIT_MS    60000 /* how long a broken test hangs, not how long a good one takes */
#define HISTORY    100000
#define START_NS   (1000 * NS_PER_S)
#define OTHER_BOOT "11111111-2222-3333-4444-555555555555"

/* A store that remembers what it was given; the ledger's thread fills it, the test reads it after.
 */
struct fake_store {
    struct store port;
    pthread_mutex_t lock;
    int result;      /* what commits come to */
    sem_t *gate;     /* a commit waits for a post, if not NULL ... */
    sem_t at_gate;   /* ... having posted here */
    sem_t committed; /* posted by each commit, failed or not */
    int commits;     /* that landed */
    int64_t intervals;
    int64_t first_start_ns;
    int64_t last_start_ns;
    int64_t counts;
    int64_t amount;
    int64_t prompts;
    int64_t last_prompt_ns;
    int64_t days;
    int64_t label_offset_ns;
    int64_t open_mono_ns;
    int64_t open_field;
    size_t fields_len;
    struct store_count count_rows[16];
    char set_aside[32];
};

static void keep(struct fake_store *fake, const struct store_batch *batch)
{
    if (batch->intervals_len && !fake->intervals)
        fake->first_start_ns = batch->intervals[0].start_mono_ns;
    for (size_t i = 0; i < batch->intervals_len; i++) {
        assert_true(batch->intervals[i].start_mono_ns > fake->last_start_ns || !fake->intervals);
        fake->last_start_ns = batch->intervals[i].start_mono_ns;
        fake->intervals++;
    }
    for (size_t i = 0; i < batch->counts_len; i++) {
        if (fake->counts < 16)
            fake->count_rows[fake->counts] = batch->counts[i];
        fake->amount += batch->counts[i].amount;
        fake->counts++;
    }
    for (size_t i = 0; i < batch->prompts_len; i++) {
        assert_true(batch->prompts[i].mono_ns > fake->last_prompt_ns || !fake->prompts);
        fake->last_prompt_ns = batch->prompts[i].mono_ns;
        fake->prompts++;
    }
    fake->days += (int64_t)batch->days_len;
    if (batch->boots_len)
        fake->label_offset_ns = batch->boots[0].wall_offset_ns;
    if (batch->open) {
        fake->open_mono_ns = batch->open->saved_mono_ns;
        fake->fields_len = batch->open->fields_len;
        fake->open_field = batch->open->fields_len ? batch->open->fields[0].value : 0;
    }
    fake->commits++;
}

static int fake_commit(void *self, const struct store_batch *batch, struct err *err)
{
    struct fake_store *fake = self;
    int result;

    if (fake->gate) {
        sem_post(&fake->at_gate);
        sem_wait(fake->gate);
    }
    pthread_mutex_lock(&fake->lock);
    result = fake->result;
    if (result == 0)
        keep(fake, batch);
    else
        (void)err_set(err, (enum err_code)(-result), "the disk says %d", -result);
    pthread_mutex_unlock(&fake->lock);
    sem_post(&fake->committed);
    return result;
}

static const char *fake_set_aside_name(void *self)
{
    return ((struct fake_store *)self)->set_aside;
}

static void save_one_field(void *self, struct ledger *ledger)
{
    const struct store_interval current = {.boot_id = BOOT, .posture = POSTURE_SEATED};
    int64_t *value = self;

    ledger_put_current(ledger, &current);
    ledger_put_field(ledger, "field", ++*value);
}

struct rig {
    struct fake_store fake;
    struct ledger *ledger;
    int64_t saves; /* how often the open state was asked for */
};

static int setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct ledger_source source;

    if (!rig)
        return -1;
    pthread_mutex_init(&rig->fake.lock, NULL);
    sem_init(&rig->fake.committed, 0, 0);
    sem_init(&rig->fake.at_gate, 0, 0);
    rig->fake.port = (struct store){
        .self = &rig->fake, .commit = fake_commit, .set_aside_name = fake_set_aside_name};
    source = (struct ledger_source){.self = &rig->saves, .save = save_one_field};
    *state = rig;
    return ledger_new(&rig->ledger, &rig->fake.port, &source, NULL);
}

static int teardown(void **state)
{
    struct rig *rig = *state;

    (void)ledger_free(rig->ledger, TIME_NEVER, NULL);
    sem_destroy(&rig->fake.committed);
    sem_destroy(&rig->fake.at_gate);
    pthread_mutex_destroy(&rig->fake.lock);
    free(rig);
    return 0;
}

static void set_result(struct rig *rig, int result)
{
    pthread_mutex_lock(&rig->fake.lock);
    rig->fake.result = result;
    pthread_mutex_unlock(&rig->fake.lock);
}

static void wait_commit(struct rig *rig)
{
    while (sem_wait(&rig->fake.committed) != 0) {
    }
}

static void wait_status(struct rig *rig, struct ledger_status *status)
{
    struct pollfd fd = {.fd = ledger_fd(rig->ledger), .events = POLLIN};

    assert_int_equal(poll(&fd, 1, WAIT_MS), 1);
    ledger_read_status(rig->ledger, status);
}

/* Ends the ledger, after which the fake store may be read without its lock. */
static int finish(struct rig *rig, int64_t now_mono_ns)
{
    int result = ledger_free(rig->ledger, now_mono_ns, NULL);

    rig->ledger = NULL;
    return result;
}

static void add_interval(struct rig *rig, int64_t start_mono_ns)
{
    const struct store_interval interval = {.boot_id = BOOT,
                                            .start_mono_ns = start_mono_ns,
                                            .end_mono_ns = start_mono_ns + NS_PER_S,
                                            .posture = POSTURE_STANDING};

    ledger_add_interval(rig->ledger, &interval);
}

static void add_steps(struct rig *rig, const char *boot_id, int64_t mono_ns, int64_t amount)
{
    struct store_count count = {.mono_ns = mono_ns, .kind = STORE_COUNT_STEP, .amount = amount};

    (void)snprintf(count.boot_id, sizeof(count.boot_id), "%s", boot_id);
    ledger_add_count(rig->ledger, &count);
}

static void add_prompt(struct rig *rig, int64_t mono_ns)
{
    const struct store_prompt prompt = {.boot_id = BOOT, .mono_ns = mono_ns, .number = 1};

    ledger_add_prompt(rig->ledger, &prompt);
}

static void add_day(struct rig *rig, int date)
{
    struct store_day day = {.date = date, .boot_id = BOOT};

    ledger_add_day(rig->ledger, &day);
}

/* ---- when ---- */

static void a_commit_comes_once_a_minute_of_the_loops_time(void **state)
{
    struct rig *rig = *state;

    assert_true(ledger_next_deadline(rig->ledger) == TIME_NEVER);
    ledger_tick(rig->ledger, START_NS);
    assert_true(ledger_next_deadline(rig->ledger) == START_NS + NS_PER_MIN);
    ledger_tick(rig->ledger, START_NS + NS_PER_MIN - 1);
    assert_int_equal(rig->saves, 0);
    ledger_tick(rig->ledger, START_NS + NS_PER_MIN);
    assert_int_equal(rig->saves, 1);
    wait_commit(rig);
    ledger_tick(rig->ledger, START_NS + NS_PER_MIN + 1);
    assert_int_equal(rig->saves, 1);
    assert_true(ledger_next_deadline(rig->ledger) == START_NS + 2 * NS_PER_MIN);

    assert_int_equal(finish(rig, TIME_NEVER), 0);
    assert_int_equal(rig->fake.commits, 1);
    assert_true(rig->fake.open_mono_ns == START_NS + NS_PER_MIN);
}

static void what_a_person_decides_is_written_at_once_and_starts_a_new_minute(void **state)
{
    struct rig *rig = *state;

    ledger_tick(rig->ledger, START_NS);
    ledger_commit_now(rig->ledger, START_NS + NS_PER_S);
    wait_commit(rig);
    assert_true(ledger_next_deadline(rig->ledger) == START_NS + NS_PER_S + NS_PER_MIN);
    assert_int_equal(finish(rig, TIME_NEVER), 0);
    assert_int_equal(rig->fake.commits, 1);
}

static void ending_writes_what_is_left(void **state)
{
    struct rig *rig = *state;
    const struct store_boot boot = {
        .boot_id = BOOT, .label = STORE_LABEL_KERNEL, .wall_offset_ns = 77};

    add_interval(rig, 1);
    add_steps(rig, BOOT, 5, 2);
    add_day(rig, 20260302);
    ledger_set_label(rig->ledger, &boot);
    assert_int_equal(finish(rig, START_NS), 0);
    assert_int_equal(rig->fake.intervals, 1);
    assert_int_equal(rig->fake.amount, 2);
    assert_int_equal(rig->fake.days, 1);
    assert_int_equal(rig->fake.label_offset_ns, 77);
    assert_true(rig->fake.open_mono_ns == START_NS);
}

static void ending_a_ledger_that_has_nothing_writes_nothing(void **state)
{
    struct rig *rig = *state;

    assert_int_equal(finish(rig, TIME_NEVER), 0);
    assert_int_equal(rig->fake.commits, 0);
}

/* ---- counts ---- */

static void counts_of_a_minute_become_one(void **state)
{
    struct rig *rig = *state;

    add_steps(rig, BOOT, 61 * NS_PER_S, 2);
    add_steps(rig, BOOT, 60 * NS_PER_S, 2); /* decided later, seen earlier */
    add_steps(rig, BOOT, 119 * NS_PER_S, 2);
    add_steps(rig, BOOT, 120 * NS_PER_S, 2);
    add_steps(rig, OTHER_BOOT, 119 * NS_PER_S, 1);
    assert_int_equal(finish(rig, TIME_NEVER), 0);
    assert_int_equal(rig->fake.counts, 3);
    assert_int_equal(rig->fake.count_rows[0].amount, 6);
    assert_true(rig->fake.count_rows[0].mono_ns == 60 * NS_PER_S);
    assert_int_equal(rig->fake.count_rows[1].amount, 2);
    assert_string_equal(rig->fake.count_rows[2].boot_id, OTHER_BOOT);
}

static void a_day_that_closes_within_a_minute_parts_its_counts(void **state)
{
    struct rig *rig = *state;

    add_steps(rig, BOOT, 61 * NS_PER_S, 2);
    add_day(rig, 20260302);
    add_steps(rig, BOOT, 62 * NS_PER_S, 4);
    assert_int_equal(finish(rig, TIME_NEVER), 0);
    assert_int_equal(rig->fake.counts, 2);
    assert_int_equal(rig->fake.count_rows[0].amount, 2);
    assert_int_equal(rig->fake.count_rows[1].amount, 4);
}

/* ---- disks that do not take it ---- */

static void a_full_disk_is_told_and_everything_lands_once_there_is_room(void **state)
{
    struct rig *rig = *state;
    struct ledger_status status;
    int64_t now = START_NS;

    set_result(rig, -ERR_FULL);
    for (int minute = 0; minute < 10; minute++) {
        add_interval(rig, (minute + 1) * NS_PER_MIN);
        ledger_commit_now(rig->ledger, now += NS_PER_MIN);
        wait_commit(rig);
    }
    wait_status(rig, &status);
    assert_int_equal(status.code, ERR_FULL);
    assert_string_equal(status.text, "the disk says 6");
    assert_true(status.written_mono_ns == TIME_NEVER);

    set_result(rig, 0);
    ledger_commit_now(rig->ledger, now += NS_PER_MIN);
    wait_commit(rig);
    wait_status(rig, &status);
    assert_int_equal(status.code, 0);
    assert_string_equal(status.text, "");
    assert_int_equal(status.dropped, 0);
    assert_true(status.written_mono_ns == now);

    assert_int_equal(finish(rig, TIME_NEVER), 0);
    assert_int_equal(rig->fake.commits, 1);
    assert_int_equal(rig->fake.intervals, 10);
    assert_int_equal(rig->fake.open_field, 11); /* only the newest open state was kept */
}

static void a_failure_without_change_does_not_wake_the_loop_again(void **state)
{
    struct rig *rig = *state;
    struct pollfd fd = {.fd = ledger_fd(rig->ledger), .events = POLLIN};
    struct ledger_status status;

    set_result(rig, -ERR_READ_ONLY);
    ledger_commit_now(rig->ledger, START_NS);
    wait_commit(rig);
    wait_status(rig, &status);
    ledger_commit_now(rig->ledger, START_NS + NS_PER_MIN);
    wait_commit(rig);
    ledger_commit_now(rig->ledger, START_NS + 2 * NS_PER_MIN);
    wait_commit(rig); /* the second one has been settled before the third began */
    assert_int_equal(poll(&fd, 1, 0), 0);
    assert_int_equal(finish(rig, TIME_NEVER), -ERR_READ_ONLY);
}

static void a_day_of_full_disk_is_kept_in_bounded_memory(void **state)
{
    struct rig *rig = *state;

    set_result(rig, -ERR_FULL);
    for (int minute = 0; minute < 24 * 60; minute++) {
        for (int i = 0; i < 2; i++)
            add_interval(rig, minute * NS_PER_MIN + (i + 1) * NS_PER_S);
        add_steps(rig, BOOT, minute * NS_PER_MIN, 1);
        add_prompt(rig, minute * NS_PER_MIN);
        ledger_commit_now(rig->ledger, minute * NS_PER_MIN);
    }
    add_day(rig, 20260302);
    set_result(rig, 0);
    assert_int_equal(finish(rig, 24 * NS_PER_HOUR), 0);
    assert_int_equal(rig->fake.intervals, 2 * 24 * 60);
    assert_int_equal(rig->fake.amount, 24 * 60);
    assert_int_equal(rig->fake.prompts, 24 * 60);
    assert_int_equal(rig->fake.days, 1);
}

static void beyond_a_day_the_oldest_go_and_are_counted(void **state)
{
    struct rig *rig = *state;
    struct ledger_status status;

    set_result(rig, -ERR_FULL);
    for (int i = 0; i < HISTORY; i++) {
        add_interval(rig, (i + 1) * NS_PER_S);
        add_prompt(rig, (i + 1) * NS_PER_S);
        if (i % 1000 == 999)
            ledger_commit_now(rig->ledger, i * NS_PER_S);
    }
    do
        wait_status(rig, &status);
    while (status.dropped == 0);
    assert_int_equal(status.code, ERR_FULL);
    set_result(rig, 0);
    assert_int_equal(finish(rig, HISTORY * NS_PER_S), 0);
    assert_in_range(rig->fake.intervals, LEDGER_INTERVALS_MAX / 8 * 7, LEDGER_INTERVALS_MAX);
    assert_true(rig->fake.last_start_ns == HISTORY * NS_PER_S);
    assert_true(rig->fake.first_start_ns == (HISTORY - rig->fake.intervals + 1) * NS_PER_S);
    assert_in_range(rig->fake.prompts, LEDGER_PROMPTS_MAX / 8 * 7, LEDGER_PROMPTS_MAX);
    assert_true(rig->fake.last_prompt_ns == HISTORY * NS_PER_S);
}

static void a_slow_disk_never_holds_up_the_loop(void **state)
{
    struct rig *rig = *state;
    struct ledger_status status;
    sem_t gate;

    sem_init(&gate, 0, 0);
    rig->fake.gate = &gate;
    /* With the disk in the midst of its first write all this returns, or the test hangs here. */
    for (int minute = 0; minute < 100; minute++) {
        add_interval(rig, (minute + 1) * NS_PER_MIN);
        ledger_commit_now(rig->ledger, (minute + 1) * NS_PER_MIN);
        if (minute == 0)
            sem_wait(&rig->fake.at_gate);
        ledger_read_status(rig->ledger, &status);
        assert_int_equal(status.code, 0);
    }
    for (int i = 0; i < 200; i++)
        sem_post(&gate);
    assert_int_equal(finish(rig, TIME_NEVER), 0);
    assert_int_equal(rig->fake.intervals, 100);
    assert_in_range(rig->fake.commits, 1, 3); /* what piled up went together */
    sem_destroy(&gate);
}

static void a_history_set_aside_is_told(void **state)
{
    struct rig *rig = *state;
    struct ledger_status status;

    strcpy(rig->fake.set_aside, "history.db.damaged-1");
    ledger_commit_now(rig->ledger, START_NS);
    wait_status(rig, &status);
    assert_int_equal(status.code, 0);
    assert_string_equal(status.set_aside, "history.db.damaged-1");
}

/* ---- with the real store ---- */

static void post_gate(void *context)
{
    sem_wait(context);
}

static void a_day_through_the_ledger_lands_in_the_database(void **state)
{
    const struct scratch *scratch = *state;
    struct store_sqlite_config config = {.path = scratch->path, .vfs = "ledger-disk"};
    struct fake_disk *disk = fake_disk_new("ledger-disk");
    int64_t saves = 0;
    const struct ledger_source source = {.self = &saves, .save = save_one_field};
    struct store store;
    struct rig rig = {0};
    struct store_resume resume;
    sem_t gate;

    sem_init(&gate, 0, 0);
    fake_disk_on_write(disk, post_gate, &gate); /* each single write waits */
    assert_int_equal(store_sqlite_new(&store, &config, NULL), 0);
    assert_int_equal(ledger_new(&rig.ledger, &store, &source, NULL), 0);
    for (int minute = 1; minute <= 60; minute++) {
        add_interval(&rig, minute * NS_PER_MIN);
        ledger_commit_now(rig.ledger, minute * NS_PER_MIN);
    }
    for (int i = 0; i < 10000; i++)
        sem_post(&gate);
    assert_int_equal(ledger_free(rig.ledger, 61 * NS_PER_MIN, NULL), 0);
    assert_int_equal(store.load_open(store.self, &resume, NULL, NULL, NULL), 0);
    assert_true(resume.saved_mono_ns == 61 * NS_PER_MIN);
    assert_string_equal(resume.boot.boot_id, BOOT);
    store.close(store.self);
    fake_disk_free(disk);
    sem_destroy(&gate);
}

#define LEDGER_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(a_commit_comes_once_a_minute_of_the_loops_time),
        LEDGER_TEST(what_a_person_decides_is_written_at_once_and_starts_a_new_minute),
        LEDGER_TEST(ending_writes_what_is_left),
        LEDGER_TEST(ending_a_ledger_that_has_nothing_writes_nothing),
        LEDGER_TEST(counts_of_a_minute_become_one),
        LEDGER_TEST(a_day_that_closes_within_a_minute_parts_its_counts),
        LEDGER_TEST(a_full_disk_is_told_and_everything_lands_once_there_is_room),
        LEDGER_TEST(a_failure_without_change_does_not_wake_the_loop_again),
        LEDGER_TEST(a_day_of_full_disk_is_kept_in_bounded_memory),
        LEDGER_TEST(beyond_a_day_the_oldest_go_and_are_counted),
        LEDGER_TEST(a_slow_disk_never_holds_up_the_loop),
        LEDGER_TEST(a_history_set_aside_is_told),
        cmocka_unit_test_setup_teardown(a_day_through_the_ledger_lands_in_the_database,
                                        scratch_setup, scratch_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

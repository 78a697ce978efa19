#include "kiosk/ledger.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "kiosk/ledger_batch.h"

struct ledger {
    /* The loop's. */
    struct ledger_source source;
    struct ledger_batch *gathering;
    int64_t next_commit_mono_ns;
    int64_t handed_mono_ns; /* the first time to be handed what is not taken yet */
    pthread_t thread;
    int event_fd;

    /* The thread's. */
    struct store *store;
    struct ledger_batch *writing;

    /* Both's, under the lock, which nobody holds while calling anything that may wait. */
    pthread_mutex_t lock;
    pthread_cond_t has_work;
    struct ledger_batch *handed;
    uint64_t hand_overs;
    uint64_t taken; /* hand-overs that the thread has seen */
    bool stop;
    struct ledger_status status;
    enum reading_state { READING_NONE, READING_ASKED, READING_DONE } reading_state;
    struct ledger_reading reading;
};

/* ---- the thread ---- */

/* Waits for something new to write or to read; false when there is nothing more to come. */
static bool wait_for_work(struct ledger *ledger, uint64_t *seen)
{
    bool has_work;

    pthread_mutex_lock(&ledger->lock);
    while (!ledger->stop && ledger->hand_overs == *seen && ledger->reading_state != READING_ASKED)
        pthread_cond_wait(&ledger->has_work, &ledger->lock);
    has_work = ledger->hand_overs != *seen && !ledger_batch_is_empty(ledger->handed);
    *seen = ledger->taken = ledger->hand_overs;
    if (has_work) {
        struct ledger_batch *batch = ledger->handed;

        ledger->handed = ledger->writing;
        ledger->writing = batch;
    }
    has_work = has_work || !ledger->stop;
    pthread_mutex_unlock(&ledger->lock);
    return has_work;
}

static void tell_loop(const struct ledger *ledger)
{
    const uint64_t one = 1;
    ssize_t written = write(ledger->event_fd, &one, sizeof(one));

    (void)written; /* fails only when it is readable already */
}

/* What a write came to; what it did not take goes back in front of what has come since. */
static void settle(struct ledger *ledger, int result, const struct err *err, const char *set_aside)
{
    struct ledger_status *status = &ledger->status;
    struct ledger_batch *batch = ledger->writing;
    struct ledger_status before;
    bool has_changed;

    pthread_mutex_lock(&ledger->lock);
    before = *status;
    if (result == 0) {
        if (batch->has_open)
            status->written_mono_ns = batch->open.saved_mono_ns;
        status->dropped += batch->dropped;
        ledger_batch_clear(batch);
    } else {
        ledger_batch_append(batch, ledger->handed);
        ledger->writing = ledger->handed;
        ledger->handed = batch;
        status->dropped += batch->dropped;
        batch->dropped = 0;
    }
    status->code = -result;
    (void)snprintf(status->text, sizeof(status->text), "%s", result < 0 ? err->text : "");
    (void)snprintf(status->set_aside, sizeof(status->set_aside), "%s", set_aside);
    has_changed = status->code != before.code || status->dropped != before.dropped ||
                  strcmp(status->text, before.text) != 0 ||
                  strcmp(status->set_aside, before.set_aside) != 0;
    pthread_mutex_unlock(&ledger->lock);
    if (has_changed)
        tell_loop(ledger);
}

static void write_batch(struct ledger *ledger)
{
    struct store *store = ledger->store;
    struct store_batch batch = ledger_batch_view(ledger->writing);
    struct err err = {0};
    int result;

    if (ledger_batch_is_empty(ledger->writing))
        return;
    result = store->commit(store->self, &batch, &err);
    settle(ledger, result, &err, store->set_aside_name(store->self));
}

/*
 * After every write that was handed over before it was asked for: what was just decided is part of
 * what is read, and what was erased is not. What came during the last write has its turn first.
 */
static void read_if_asked(struct ledger *ledger)
{
    struct ledger_reading reading;
    bool is_asked;

    pthread_mutex_lock(&ledger->lock);
    is_asked = ledger->reading_state == READING_ASKED && !ledger->stop &&
               ledger->taken == ledger->hand_overs;
    reading = ledger->reading;
    pthread_mutex_unlock(&ledger->lock);
    if (!is_asked)
        return;
    reading.read(reading.self, ledger->store);
    pthread_mutex_lock(&ledger->lock);
    ledger->reading_state = READING_DONE;
    pthread_mutex_unlock(&ledger->lock);
    tell_loop(ledger);
}

static void *run(void *context)
{
    struct ledger *ledger = context;
    uint64_t seen = 0;

    while (wait_for_work(ledger, &seen)) {
        write_batch(ledger);
        read_if_asked(ledger);
    }
    return NULL;
}

/* ---- the loop's side ---- */

static void release(struct ledger *ledger)
{
    ledger_batch_free(ledger->gathering);
    ledger_batch_free(ledger->handed);
    ledger_batch_free(ledger->writing);
    if (ledger->event_fd >= 0)
        (void)close(ledger->event_fd);
    pthread_cond_destroy(&ledger->has_work);
    pthread_mutex_destroy(&ledger->lock);
    free(ledger);
}

/* Signals are the loop's: the thread blocks them all. */
static int start_thread(struct ledger *ledger)
{
    sigset_t all;
    sigset_t before;
    int errno_value;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    errno_value = pthread_create(&ledger->thread, NULL, run, ledger);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (errno_value == 0)
        (void)pthread_setname_np(ledger->thread, "ledger");
    return errno_value;
}

int ledger_new(struct ledger **ledger_out, struct store *store, const struct ledger_source *source,
               struct err *err)
{
    struct ledger *ledger = calloc(1, sizeof(*ledger));
    int errno_value;

    if (!ledger)
        return err_set(err, ERR_MEMORY, "cannot start the ledger: no memory");
    pthread_mutex_init(&ledger->lock, NULL);
    pthread_cond_init(&ledger->has_work, NULL);
    ledger->store = store;
    ledger->source = *source;
    ledger->next_commit_mono_ns = TIME_NEVER;
    ledger->status.written_mono_ns = TIME_NEVER;
    ledger->gathering = ledger_batch_new();
    ledger->handed = ledger_batch_new();
    ledger->writing = ledger_batch_new();
    ledger->event_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (!ledger->gathering || !ledger->handed || !ledger->writing) {
        release(ledger);
        return err_set(err, ERR_MEMORY, "cannot start the ledger: no memory");
    }
    errno_value = ledger->event_fd < 0 ? EMFILE : start_thread(ledger);
    if (errno_value != 0) {
        release(ledger);
        return err_set(err, ERR_IO, "cannot start the ledger: %s", strerror(errno_value));
    }
    *ledger_out = ledger;
    return 0;
}

static void collect_open(struct ledger *ledger, int64_t now_mono_ns)
{
    struct ledger_batch *batch = ledger->gathering;

    batch->has_open = true;
    batch->open.saved_mono_ns = now_mono_ns;
    batch->open.fields_len = 0;
    ledger->source.save(ledger->source.self, ledger);
}

static void hand_over(struct ledger *ledger, int64_t now_mono_ns)
{
    pthread_mutex_lock(&ledger->lock);
    if (ledger->taken == ledger->hand_overs)
        ledger->handed_mono_ns = now_mono_ns;
    ledger_batch_append(ledger->handed, ledger->gathering);
    ledger->hand_overs++;
    pthread_cond_signal(&ledger->has_work);
    pthread_mutex_unlock(&ledger->lock);
}

int ledger_free(struct ledger *ledger, int64_t now_mono_ns, struct err *err)
{
    struct ledger_status status;

    if (!ledger)
        return 0;
    if (now_mono_ns != TIME_NEVER)
        collect_open(ledger, now_mono_ns);
    hand_over(ledger, now_mono_ns);
    pthread_mutex_lock(&ledger->lock);
    ledger->stop = true;
    pthread_cond_signal(&ledger->has_work);
    pthread_mutex_unlock(&ledger->lock);
    pthread_join(ledger->thread, NULL);
    status = ledger->status;
    release(ledger);
    return status.code ? err_set(err, (enum err_code)status.code, "%s", status.text) : 0;
}

bool ledger_answers(struct ledger *ledger, int64_t now_mono_ns)
{
    bool answers;

    pthread_mutex_lock(&ledger->lock);
    answers = ledger->taken == ledger->hand_overs ||
              now_mono_ns - ledger->handed_mono_ns < LEDGER_PATIENCE_NS;
    pthread_mutex_unlock(&ledger->lock);
    return answers;
}

int ledger_fd(const struct ledger *ledger)
{
    return ledger->event_fd;
}

void ledger_read_status(struct ledger *ledger, struct ledger_status *status)
{
    uint64_t count;
    ssize_t got = read(ledger->event_fd, &count, sizeof(count));

    (void)got; /* nothing there is fine */
    pthread_mutex_lock(&ledger->lock);
    *status = ledger->status;
    pthread_mutex_unlock(&ledger->lock);
}

bool ledger_read(struct ledger *ledger, const struct ledger_reading *reading)
{
    bool is_free;

    pthread_mutex_lock(&ledger->lock);
    is_free = ledger->reading_state == READING_NONE;
    if (is_free) {
        ledger->reading = *reading;
        ledger->reading_state = READING_ASKED;
        pthread_cond_signal(&ledger->has_work);
    }
    pthread_mutex_unlock(&ledger->lock);
    return is_free;
}

bool ledger_take_reading(struct ledger *ledger, const void *self)
{
    bool is_done;

    pthread_mutex_lock(&ledger->lock);
    is_done = ledger->reading_state == READING_DONE && ledger->reading.self == self;
    if (is_done)
        ledger->reading_state = READING_NONE;
    pthread_mutex_unlock(&ledger->lock);
    return is_done;
}

void ledger_add_interval(struct ledger *ledger, const struct store_interval *interval)
{
    ledger_batch_add_interval(ledger->gathering, interval);
}

void ledger_add_prompt(struct ledger *ledger, const struct store_prompt *prompt)
{
    ledger_batch_add_prompt(ledger->gathering, prompt);
}

void ledger_add_reported(struct ledger *ledger, const struct store_reported *reported)
{
    ledger_batch_add_reported(ledger->gathering, reported);
}

void ledger_set_setting(struct ledger *ledger, const struct store_setting *setting)
{
    ledger_batch_add_setting(ledger->gathering, setting);
}

void ledger_erase(struct ledger *ledger, enum store_erase erases)
{
    ledger_batch_erase(ledger->gathering, erases);
}

void ledger_add_day(struct ledger *ledger, const struct store_day *day)
{
    ledger_batch_add_day(ledger->gathering, day);
}

void ledger_add_count(struct ledger *ledger, const struct store_count *count)
{
    ledger_batch_add_count(ledger->gathering, count);
}

void ledger_set_label(struct ledger *ledger, const struct store_boot *boot)
{
    ledger_batch_add_boot(ledger->gathering, boot);
}

void ledger_put_current(struct ledger *ledger, const struct store_interval *current)
{
    ledger->gathering->open.current = *current;
}

void ledger_put_field(struct ledger *ledger, const char *name, int64_t value)
{
    struct ledger_batch *batch = ledger->gathering;
    struct store_field *field = &batch->fields[batch->open.fields_len];

    assert(batch->open.fields_len < LEDGER_FIELDS_MAX && strlen(name) < sizeof(field->name));
    if (batch->open.fields_len == LEDGER_FIELDS_MAX)
        return;
    (void)snprintf(field->name, sizeof(field->name), "%s", name);
    field->value = value;
    batch->open.fields_len++;
}

void ledger_tick(struct ledger *ledger, int64_t now_mono_ns)
{
    if (ledger->next_commit_mono_ns == TIME_NEVER)
        ledger->next_commit_mono_ns = now_mono_ns + LEDGER_COMMIT_EVERY_NS;
    else if (now_mono_ns >= ledger->next_commit_mono_ns)
        ledger_commit_now(ledger, now_mono_ns);
}

void ledger_commit_now(struct ledger *ledger, int64_t now_mono_ns)
{
    collect_open(ledger, now_mono_ns);
    hand_over(ledger, now_mono_ns);
    ledger->next_commit_mono_ns = now_mono_ns + LEDGER_COMMIT_EVERY_NS;
}

int64_t ledger_next_deadline(const struct ledger *ledger)
{
    return ledger->next_commit_mono_ns;
}

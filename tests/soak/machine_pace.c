#include "soak/machine_pace.h"

#include <poll.h>
#include <sched.h>
#include <string.h>

#include "base/units.h"

#define SLOW_WRITE_NS (5 * NS_PER_S)

/* --------------------------------------------------------------------------- the disk's thread
 */

/* Before each of its operations. */
void pace_wait_for_disk(void *context)
{
    struct machine *machine = context;

    pthread_mutex_lock(&machine->lock);
    machine->is_blocked = machine->is_slow;
    pthread_cond_broadcast(&machine->has_changed);
    while (machine->is_blocked && machine->is_slow && !machine->may_write)
        pthread_cond_wait(&machine->has_changed, &machine->lock);
    machine->may_write = false;
    machine->is_blocked = false;
    pthread_mutex_unlock(&machine->lock);
}

static bool disk_waits(struct machine *machine)
{
    bool waits;

    pthread_mutex_lock(&machine->lock);
    waits = machine->is_blocked && machine->is_slow && !machine->may_write;
    pthread_mutex_unlock(&machine->lock);
    return waits;
}

static void let_disk_write(struct machine *machine)
{
    pthread_mutex_lock(&machine->lock);
    machine->may_write = machine->is_blocked;
    pthread_cond_broadcast(&machine->has_changed);
    pthread_mutex_unlock(&machine->lock);
    machine->was_blocked = false;
}

/* ------------------------------------------------------------- until the ledger has nothing to do
 */

struct barrier {
    pthread_mutex_t lock;
    pthread_cond_t passed;
    bool is_passed;
};

static void pass_barrier(void *self, const struct store *store)
{
    struct barrier *barrier = self;

    (void)store;
    pthread_mutex_lock(&barrier->lock);
    barrier->is_passed = true;
    pthread_cond_signal(&barrier->passed);
    pthread_mutex_unlock(&barrier->lock);
}

static bool same_status(const struct ledger_status *a, const struct ledger_status *b)
{
    return a->code == b->code && a->dropped == b->dropped && strcmp(a->text, b->text) == 0 &&
           strcmp(a->set_aside, b->set_aside) == 0;
}

static bool has_word(const struct ledger *ledger)
{
    struct pollfd fd = {.fd = ledger_fd(ledger), .events = POLLIN};

    return poll(&fd, 1, 0) > 0;
}

/* What was handed over is written, or refused, once a reading that comes after it is done. */
static void settle_by_reading(struct machine *machine, struct ledger *ledger)
{
    struct barrier barrier = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};
    struct ledger_reading reading = {.self = &barrier, .read = pass_barrier};
    struct ledger_status before, after;

    machine->must_turn |= has_word(ledger);
    ledger_read_status(ledger, &before);
    if (!ledger_read(ledger, &reading)) {
        machine->must_turn = true; /* somebody's reading is done by now: the loop is to take it */
        return;
    }
    pthread_mutex_lock(&barrier.lock);
    while (!barrier.is_passed)
        pthread_cond_wait(&barrier.passed, &barrier.lock);
    pthread_mutex_unlock(&barrier.lock);
    while (!ledger_take_reading(ledger, &barrier))
        (void)sched_yield();
    ledger_read_status(ledger, &after);
    machine->must_turn |= !same_status(&before, &after);
}

/* A reading for the kiosk wakes the loop when it is done. */
static void wait_for_reading(struct machine *machine, struct ledger *ledger)
{
    const struct appliance *appliance = machine->appliance;
    struct pollfd fd = {.fd = ledger_fd(ledger), .events = POLLIN};

    if (!appliance->queueing.is_running && !appliance->history_pages.is_reading)
        return;
    while (!disk_waits(machine) && poll(&fd, 1, 1) == 0)
        continue;
    machine->must_turn |= has_word(ledger);
}

/* On a slow disk: until it waits for its time again, or there is nothing to write. */
static void settle_slowly(struct machine *machine, struct ledger *ledger)
{
    for (int quiet = 0; quiet < 5 && !disk_waits(machine); quiet++) {
        while (!disk_waits(machine) && !ledger_answers(ledger, INT64_MAX))
            (void)sched_yield();
        (void)poll(NULL, 0, 1);
    }
    machine->must_turn |= has_word(ledger);
}

void pace_settle(struct machine *machine)
{
    struct ledger *ledger = machine->appliance ? machine->appliance->ledger : NULL;
    int64_t deadline = ledger ? ledger_next_deadline(ledger) : TIME_NEVER;

    if (!ledger)
        return;
    if (machine->is_slow || disk_waits(machine)) {
        settle_slowly(machine, ledger);
        return;
    }
    wait_for_reading(machine, ledger);
    if (!machine->must_turn && deadline != machine->seen_deadline) {
        machine->seen_deadline = deadline;
        settle_by_reading(machine, ledger);
    }
}

/* ---- the slow disk ---- */

void pace_watch_write(struct machine *machine)
{
    if (!disk_waits(machine)) {
        machine->was_blocked = false;
    } else if (!machine->was_blocked) {
        machine->was_blocked = true;
        machine->write_due_ns = machine->mono_ns + SLOW_WRITE_NS;
    } else if (machine->mono_ns >= machine->write_due_ns) {
        let_disk_write(machine);
        pace_settle(machine);
        pace_watch_write(machine);
    }
}

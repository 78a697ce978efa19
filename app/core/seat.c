#include "core/seat.h"

#include "core/debounce.h"

void seat_init(struct seat *seat)
{
    *seat = (struct seat){0};
}

void seat_resolve(struct seat *seat, struct contact_queue *queue, bool commits)
{
    struct contact *entry = contact_at(queue, seat->position);

    entry->verdict = CONTACT_PLAIN;
    if (commits) {
        seat->seated = !seat->seated;
        entry->verdict = seat->seated ? CONTACT_SEATED : CONTACT_VACATED;
    }
    seat->pending = false;
}

static void begin(struct seat *seat, struct contact *entry, uint32_t position)
{
    seat->pending = true;
    seat->since_ns = entry->at_ns;
    seat->position = position;
    entry->verdict = CONTACT_WAITING;
}

static void take_chair(struct seat *seat, struct contact_queue *queue, struct contact *entry,
                       uint32_t position)
{
    bool closed = entry->value != 0;

    if (closed == seat->chair_closed)
        return;
    seat->chair_closed = closed;
    if (seat->faults)
        return;
    if (closed != seat->seated) {
        begin(seat, entry, position);
        return;
    }
    if (seat->pending) {
        seat_resolve(seat, queue, false);
        /* After a fault the hold-off may begin within a bounce: no level, no shift. */
        if (seat->seated && entry->at_ns - seat->since_ns >= DEBOUNCE_HOLD_NS)
            entry->verdict = CONTACT_SHIFT;
    }
}

static void take_fault(struct seat *seat, struct contact_queue *queue, struct contact *entry,
                       uint32_t position)
{
    unsigned bits = (unsigned)entry->value & CONTACT_FAULT_CHAIR_ANY;
    bool had_fault = seat->faults != 0;

    if (entry->kind == CONTACT_FAULT_BEGIN) {
        seat->faults |= bits;
        if (seat->faults && seat->pending)
            seat_resolve(seat, queue, false);
        return;
    }
    seat->faults &= ~bits;
    if (had_fault && !seat->faults && seat->chair_closed != seat->seated)
        begin(seat, entry, position);
}

void seat_take(struct seat *seat, struct contact_queue *queue)
{
    uint32_t position = queue->released++;
    struct contact *entry = contact_at(queue, position);

    switch ((enum contact_kind)entry->kind) {
    case CONTACT_CHAIR:
        take_chair(seat, queue, entry, position);
        break;
    case CONTACT_FAULT_BEGIN:
    case CONTACT_FAULT_END:
        take_fault(seat, queue, entry, position);
        break;
    case CONTACT_DAY:
    case CONTACT_MAT:
    case CONTACT_TOUCH:
    case CONTACT_QUIET_HOURS:
    case CONTACT_BASELINE:
    case CONTACT_KINDS:
        break;
    }
}

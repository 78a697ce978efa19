#include "core/contact.h"

#include <assert.h>

#include "base/terms.h"

_Static_assert((CONTACT_QUEUE_SIZE & (CONTACT_QUEUE_SIZE - 1)) == 0, "positions are masked");

void contact_queue_init(struct contact_queue *queue)
{
    queue->head = 0;
    queue->released = 0;
    queue->tail = 0;
    queue->lost = 0;
}

/* To the postures; to the coach only TOUCH_OTHER does. */
static bool only_proves_presence(const struct contact *entry)
{
    enum touch touch = contact_touch(entry->value);

    if (entry->kind != CONTACT_TOUCH)
        return false;
    return touch != TOUCH_PAUSE && touch != TOUCH_RESUME && touch != TOUCH_EXERCISE &&
           touch != TOUCH_STOP;
}

static bool merges_with_last(struct contact_queue *queue, const struct contact *entry)
{
    const struct contact *last = contact_at(queue, queue->tail - 1);

    return queue->tail - queue->head >= CONTACT_MERGE_FROM && only_proves_presence(entry) &&
           only_proves_presence(last) &&
           (queue->released == queue->tail || contact_touch(last->value) == TOUCH_OTHER) &&
           only_proves_presence(contact_at(queue, queue->tail - 2));
}

/* Where a kind stands among entries of one moment. */
static int rank(const struct contact *entry)
{
    static const uint8_t ranks[CONTACT_KINDS] = {
        [CONTACT_DAY] = 0,         [CONTACT_QUIET_HOURS] = 1, [CONTACT_BASELINE] = 2,
        [CONTACT_FAULT_BEGIN] = 3, [CONTACT_CHAIR] = 4,       [CONTACT_MAT] = 5,
        [CONTACT_FAULT_END] = 6,   [CONTACT_TOUCH] = 7,
    };

    return ranks[entry->kind];
}

/* A fault that ends and begins in one moment goes on: its end says nothing then. */
static bool goes_on(struct contact_queue *queue, int64_t at_ns, int32_t value)
{
    for (uint32_t place = queue->tail; place != queue->released; place--) {
        struct contact *entry = contact_at(queue, place - 1);

        if (entry->at_ns != at_ns)
            return false;
        if (entry->kind == CONTACT_FAULT_END && entry->value == value) {
            entry->value = 0;
            return true;
        }
    }
    return false;
}

void contact_push(struct contact_queue *queue, int64_t at_ns, enum contact_kind kind, int32_t value)
{
    struct contact entry = {at_ns, value, (uint8_t)kind, CONTACT_PLAIN};
    uint32_t place = queue->tail;
    uint32_t limit = kind == CONTACT_TOUCH ? CONTACT_TOUCH_LIMIT : CONTACT_QUEUE_SIZE;

    if (kind == CONTACT_FAULT_BEGIN && goes_on(queue, at_ns, value))
        return;
    if (merges_with_last(queue, &entry)) {
        *contact_at(queue, queue->tail - 1) = entry;
        if (queue->released == queue->tail)
            queue->released--; /* what was released has gone; this one is to be */
        return;
    }
    if (queue->tail - queue->head >= limit) {
        queue->lost++;
        return;
    }
    while (place != queue->released) {
        const struct contact *before = contact_at(queue, place - 1);

        if (before->at_ns < at_ns || (before->at_ns == at_ns && rank(before) <= rank(&entry)))
            break;
        *contact_at(queue, place) = *before;
        place--;
    }
    *contact_at(queue, place) = entry;
    queue->tail++;
}

/*
 * contact.h - the lines' contacts, faults, touches and day starts in one order of dates.
 *
 * Each line is debounced by itself, so its contacts come out up to 2 s after their date and the
 * lines' contacts interleave; the rules above need them in the order in which they happened.
 * Entries are therefore kept here until nothing earlier can come any more (`seat` says which are
 * released) and until the chair's hold-off has decided what they meant.
 *
 * At one and the same moment: a day's start, quiet hours, baseline, then a fault's beginning, the
 * chair, the mat, a fault's end, a touch. So a mat that closes in the moment in which the chair
 * opens is a footfall, and a level found at a fault's end is known before the fault ends.
 *
 * Capacity: what can be undecided is 10 s of hold-off and 2.03 s of burst (of a chair that has to
 * settle first); a contact holds for 30 ms, so the mat brings at most 402 contacts in it, chair
 * and plug 68 each during the burst. Touches that only prove presence are merged once the coach has
 * seen them (see contact_push), the others have the rest and no more, so that they never cost a
 * contact; an entry that does not fit is counted as lost.
 *
 * Pure. Part of struct kiosk.
 */
#ifndef SH_CORE_CONTACT_H
#define SH_CORE_CONTACT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"

#define CONTACT_QUEUE_SIZE  1024 /* a power of two: positions run on and are masked */
#define CONTACT_MERGE_FROM  256  /* entries; a person's fingers are far below */
#define CONTACT_TOUCH_LIMIT (CONTACT_QUEUE_SIZE - 402 - 2 * 68)

/* In the order in which entries of one moment take effect, but for the last two. */
enum contact_kind {
    CONTACT_DAY,         /* value: the day's date, yyyymmdd */
    CONTACT_FAULT_BEGIN, /* value: CONTACT_FAULT_* bits */
    CONTACT_CHAIR,       /* value: closed */
    CONTACT_MAT,         /* value: closed */
    CONTACT_FAULT_END,   /* value: CONTACT_FAULT_* bits */
    CONTACT_TOUCH,       /* value: contact_touch_value */
    CONTACT_QUIET_HOURS, /* value: they begin or end; right after a day's start */
    CONTACT_BASELINE,    /* value: it begins or ends; likewise */
    CONTACT_KINDS
};

/* Causes for which a line cannot be believed, as bits: a line's fault lasts while any holds. */
enum contact_fault {
    CONTACT_FAULT_CHAIR_CHATTERING = 1 << 0,
    CONTACT_FAULT_CHAIR_MISSING = 1 << 1,
    CONTACT_FAULT_CHAIR_UNPLUGGED = 1 << 2,
    CONTACT_FAULT_PLUG_CHATTERING = 1 << 3, /* a plug that cannot be read vouches for nothing */
    CONTACT_FAULT_PLUG_MISSING = 1 << 4,
    CONTACT_FAULT_MAT_CHATTERING = 1 << 5,
    CONTACT_FAULT_MAT_MISSING = 1 << 6,
    CONTACT_FAULT_NOT_RUNNING = 1 << 7 /* the kiosk itself was down: nothing is known */
};

#define CONTACT_FAULT_CHAIR_ANY                                                                    \
    (CONTACT_FAULT_CHAIR_CHATTERING | CONTACT_FAULT_CHAIR_MISSING |                                \
     CONTACT_FAULT_CHAIR_UNPLUGGED | CONTACT_FAULT_PLUG_CHATTERING | CONTACT_FAULT_PLUG_MISSING |  \
     CONTACT_FAULT_NOT_RUNNING)
#define CONTACT_FAULT_MAT_ANY                                                                      \
    (CONTACT_FAULT_MAT_CHATTERING | CONTACT_FAULT_MAT_MISSING | CONTACT_FAULT_NOT_RUNNING)

/* What the chair's hold-off made of an entry. */
enum contact_verdict {
    CONTACT_PLAIN,   /* nothing: a contact like any other */
    CONTACT_WAITING, /* a hold-off that began here is still running: nothing later may pass */
    CONTACT_SEATED,  /* the person is seated from here on */
    CONTACT_VACATED, /* the chair is vacated from here on */
    CONTACT_SHIFT    /* the chair closes again within the hold-off */
};

struct contact {
    int64_t at_ns;
    int32_t value;
    uint8_t kind;
    uint8_t verdict;
};

struct contact_queue {
    uint32_t head;     /* the oldest entry that has not been taken */
    uint32_t released; /* from here on something earlier could still come */
    uint32_t tail;     /* one past the newest */
    int32_t lost;      /* entries that did not fit */
    struct contact entries[CONTACT_QUEUE_SIZE];
};

void contact_queue_init(struct contact_queue *queue);

/*
 * Puts an entry in its place by date and kind; among equals last. Its date must not lie before a
 * released entry's. A third touch in a row that only proves presence replaces the second: presence
 * lasts for 60 s after a touch, so within a queue's 12 s the first and the last say it all. What
 * is released has been given to the coach; after that every touch on a prompt only proves presence.
 */
void contact_push(struct contact_queue *queue, int64_t at_ns, enum contact_kind kind,
                  int32_t value);

/* A touch as a value, with the minutes of `quiet`: see coach_take_touch. */
static inline int32_t contact_touch_value(enum touch touch, int32_t quiet_min)
{
    return quiet_min * 256 + (int32_t)touch;
}

static inline enum touch contact_touch(int32_t value)
{
    return (enum touch)(value & 0xff);
}

static inline int32_t contact_touch_quiet_min(int32_t value)
{
    return (value - (value & 0xff)) / 256;
}

/* The entry at a running position between head and tail. */
static inline struct contact *contact_at(struct contact_queue *queue, uint32_t position)
{
    return &queue->entries[position & (CONTACT_QUEUE_SIZE - 1)];
}

#endif

/*
 * kiosk.h - the whole core as one state machine with time as an argument.
 *
 * Edges, touches, faults and the passing of time go in (`kiosk_step`); decided facts come out as
 * effects: posture intervals, counts, closed days, beats to draw. Nothing leaves as a fact before
 * it is one: a vacancy that could still turn out to be a shift, a series that has not qualified
 * yet, a chair that might hold a bag are held back until they are decided, so an interval is
 * emitted at most once and never corrected. What the screen shows at once, decided or not, is
 * `kiosk_glance` (glance.h).
 *
 * How an edge travels (each stage is a file of its own, with its rules in the header):
 *
 *   debounce     raw edges of one line -> contacts, dated to the first edge of their burst
 *   contact      the lines' contacts, faults, touches and day starts in one order of dates
 *   seat         the chair's hold-off: which contacts end a bout or begin one
 *   posture      seat, mat and touches -> seated, standing, stepping, away, unknown
 *   leg          what the feet do while seated: calf raises, fidgets
 *   day          a kiosk day, cut from the finished postures; figures: what is told of it
 *   coach        seated time, prompts and breaks, judged as they happen
 *   bout         the bout that runs now
 *   silence      a sensor that has said nothing for days
 *   live         what is drawn before it is decided: beats, pace and the picture's model (pump)
 *
 * Pure: no clock, no I/O, no allocation, no threads. Owned by one thread; a `struct kiosk` holds
 * no pointers, so it can be copied to ask "what if" (that is how the glance works).
 */
#ifndef SH_CORE_KIOSK_H
#define SH_CORE_KIOSK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/terms.h"
#include "core/bout.h"
#include "core/coach.h"
#include "core/contact.h"
#include "core/day.h"
#include "core/debounce.h"
#include "core/effect.h"
#include "core/leg.h"
#include "core/live.h"
#include "core/posture.h"
#include "core/seat.h"
#include "core/silence.h"

/* What the core must know of the installation. Fixed while it runs, not part of saved state. */
struct kiosk_setup {
    bool has_mat;              /* false: no steps, no leg activity, vacated is away */
    int steps_per_closure;     /* 1 or 2; 2 for a mat that one foot uses */
    int64_t break_interval_ns; /* the protocol's interval, > 0 */
    int64_t break_duration_ns; /* the protocol's duration of a qualified break, > 0 */
    int32_t break_raises;      /* of a guided set that is a break as well, or 0 */
    bool has_suggestions;      /* between two breaks */
    bool has_picture;          /* follow beats and the model (live); false for a replay */
};

enum kiosk_event_kind {
    KIOSK_EDGE,        /* line, closed: a raw level; a repeated level is no edge */
    KIOSK_LINE_FAULT,  /* line: the driver cannot read it any more */
    KIOSK_LINE_OK,     /* line: it can again; its level may follow as an edge */
    KIOSK_TOUCH,       /* touch, quiet_min */
    KIOSK_DAY_START,   /* date: a new kiosk day begins at this moment */
    KIOSK_QUIET_HOURS, /* is_on: they begin at this moment, or end */
    KIOSK_BASELINE,    /* is_on: days that only observe begin at this moment, or end */
    KIOSK_STOPPED,     /* the kiosk did not run from here on ... */
    KIOSK_RESTARTED,   /* ... to here; the levels as read now follow as edges, and a line that
                          still cannot be read is told again */
    KIOSK_TICK         /* only time */
};

struct kiosk_event {
    enum kiosk_event_kind kind;
    int64_t mono_ns;
    enum line line;
    bool closed;
    enum touch touch;
    int32_t quiet_min; /* with TOUCH_QUIET: minutes up to a day, 0: 30, below 0: quiet mode ends */
    bool is_on;
    int date; /* yyyymmdd */
};

/* Fields are private to the core's files; whoever owns a kiosk copies it whole or not at all. */
struct kiosk {
    struct kiosk_setup setup;
    int64_t now_ns;
    int64_t horizon_ns; /* nothing dated before it can still come */
    struct debounce lines[LINE_COUNT];
    struct contact_queue queue;
    struct seat seat;
    struct posture_machine posture;
    struct leg leg;
    struct coach coach;
    struct bout bout;
    struct live live;
    struct silence silence;
    bool is_finished; /* no state: the coach decides nothing any more */

    /* The last decided interval, while it may still grow. */
    enum posture open_posture;
    int64_t open_start_ns;
    int64_t open_end_ns;

    struct day day; /* last: it is the large one */
};

/*
 * Begins at `start_mono_ns` on the kiosk day `date` (yyyymmdd) with every line open (`plug`:
 * absent, which is as good as closed) and nobody there. Levels that are known otherwise follow as
 * edges at that moment.
 */
void kiosk_init(struct kiosk *kiosk, const struct kiosk_setup *setup, int64_t start_mono_ns,
                int date);

/*
 * Takes one event. Times must not decrease: an earlier one is refused with -ERR_BACKWARDS and
 * changes nothing. Bounded work, no blocking. Effects are called during the step, in order.
 */
int kiosk_step(struct kiosk *kiosk, const struct kiosk_event *event,
               const struct effects *effects) SH_WARN_UNUSED;

/*
 * The kiosk day in force is `date` (yyyymmdd): it began before anybody knew what day it was, or
 * under the date of a clock that was wrong. Nothing is cut.
 */
void kiosk_name_day(struct kiosk *kiosk, int date);

/*
 * Another protocol from the last event on: the break's interval, duration and raises, and whether
 * there are suggestions; the rest of `setup` is not looked at. Seated time so far counts towards
 * the new interval, an open prompt goes on, and a break under way is judged by the new duration
 * from its next movement on. A KIOSK_TICK should follow: a prompt may be due at once.
 */
void kiosk_set_protocol(struct kiosk *kiosk, const struct kiosk_setup *setup);

/*
 * The earliest moment at which the core would decide something by itself, for a KIOSK_TICK then;
 * TIME_NEVER if nothing is pending. It lies after the last event's time.
 */
int64_t kiosk_next_deadline(const struct kiosk *kiosk);

/*
 * Ends at `end_mono_ns` (>= the last event's time): what is still pending has not happened, the
 * rest is emitted, and the open day is in kiosk->day. Only kiosk_init may follow.
 */
void kiosk_finish(struct kiosk *kiosk, int64_t end_mono_ns, const struct effects *effects);

/*
 * The same with what is pending taken as happened: a hold-off commits, a run of footfalls goes on.
 * For glances at a copy.
 */
void kiosk_presume(struct kiosk *kiosk, int64_t now_mono_ns, const struct effects *effects);

/* Why chair (or mat) is not believed now: enum line_fault bits, decided or not. */
unsigned kiosk_line_faults(const struct kiosk *kiosk, enum line line);

#endif

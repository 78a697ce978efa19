/*
 * posture.h - seat, mat and touches become postures.
 *
 * Takes the contacts in the order of their dates, each with the chair hold-off's verdict, and emits
 * the postures as intervals as soon as they are decided:
 *
 *   seated    from an occupancy to the next vacancy
 *   stepping  three or more footfalls in a row (the mat closes, chair vacated), each at most
 *             1.2 k s after the one before, from the first one's closing to the last one's; a
 *             closing less than 0.25 k s after the last accepted footfall is the same footfall.
 *             k = steps per closure; steps = footfalls x k
 *   standing  the mat closed and not stepping; but no contact change of the mat for 30 min since
 *             the later of its last one and the vacancy is a chair pushed onto it: unknown, from
 *             that later moment on, until the mat's next contact change
 *   away      the mat open for more than 5 s since the later of its own and the chair's opening,
 *             and not stepping; from that later moment on. Without a mat, all vacated time
 *   unknown   the chair at fault; the mat at fault while vacated; paused; unattended: the chair
 *             closed for 4 h with no contact change of any line and no touch (a bag on the chair),
 *             from its last evidence on, until the chair's next contact change or a touch
 *
 * A touch while vacated proves presence: away is `standing` for the 60 s after it.
 *
 * Readings chosen where several were possible:
 *  - Away, the pushed chair and the unattended chair are dated back to the moment named in their
 *    rule, so that every moment has a posture: an opening of the mat of 5 s or less is `standing`
 *    (the posture before it can only have been that), a longer one is away from its beginning.
 *  - Faults of the chair and pauses lie over the postures: the contacts are followed beneath them,
 *    and afterwards the posture is what the contacts say. They are no contact change, so they
 *    prolong neither the 30 min nor the 4 h. Time in which the kiosk did not run ends both, and
 *    they begin anew after it: what stood still unseen is no evidence.
 *  - The plug is a line: its contact change is evidence that somebody was at the chair.
 *  - Presence lasts its 60 s also where a sitting lies between the touch and the away.
 *  - Footfalls, raises and shifts in unknown time are not counted. A fault of the mat ends a run of
 *    footfalls.
 *  - A pause ends at the day's start at the latest. `resume` without a pause is a touch.
 *  - A person who sits down less than 10 s (no sitting) is still vacated; steps go on.
 *
 * Pure. Part of struct kiosk.
 */
#ifndef SH_CORE_POSTURE_H
#define SH_CORE_POSTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/contact.h"
#include "core/effect.h"
#include "core/leg.h"

#define POSTURE_AWAY_AFTER_NS   (5 * INT64_C(1000000000))
#define POSTURE_PRESENCE_NS     (60 * INT64_C(1000000000))
#define POSTURE_PUSHED_CHAIR_NS (30 * 60 * INT64_C(1000000000))
#define POSTURE_UNATTENDED_NS   (4 * 3600 * INT64_C(1000000000))
#define POSTURE_RUN_FOOTFALLS   3
#define POSTURE_STEP_MAX_NS     (1200 * INT64_C(1000000)) /* times k */
#define POSTURE_STEP_MIN_NS     (250 * INT64_C(1000000))  /* times k */

/*
 * What goes on unchanged is told once a minute at most, though each contact makes a little more of
 * it certain: a minute is what a power cut may cost anyway, and a hundred times less work.
 */
#define POSTURE_DECIDE_EVERY_NS (60 * INT64_C(1000000000))

/*
 * Unknowns that begin or end within undecided time. Only what neither decides nor proves presence
 * can pile up there (faults of the chair within 4 h of sitting still, pauses within 30 min on the
 * mat); beyond this many, what is undecided is taken as it looks, and counted in `forced`.
 */
#define POSTURE_TOGGLES_MAX 512

struct posture_machine {
    bool has_mat;
    int32_t steps_per_closure;

    int64_t decided_ns; /* emitted up to here */
    bool seated;
    bool chair_closed;
    bool mat_closed;
    bool paused;
    unsigned faults; /* CONTACT_FAULT_* bits */

    /* Seated. */
    int64_t evidence_ns; /* the last contact change or touch */
    bool unattended;

    /* Vacated. */
    int64_t vacated_ns;
    int64_t mat_changed_ns;
    bool away;          /* decided for the mat's opening that lasts */
    bool pushed_chair;  /* decided for the mat's closure that lasts */
    int64_t tell_by_ns; /* stepping is told at the first footfall from here on, at the latest */
    int32_t run_footfalls;
    int32_t run_uncounted; /* of the first two, those in unknown time */
    int64_t run_first_ns;
    int64_t run_last_ns;
    int64_t presence_earlier_until_ns; /* a touch's minute that ended while undecided */
    int64_t presence_from_ns;          /* the last touches' minute */
    int64_t presence_until_ns;

    /* Unknown over it all: at decided_ns, and where it changes after that. */
    bool covered_when_decided;
    bool covered;
    uint32_t toggle_head;
    uint32_t toggle_tail;
    int64_t toggle_ns[POSTURE_TOGGLES_MAX];
    int32_t forced;
};

/* Vacated since `start_ns`, chair and mat open. `steps_per_closure` is 1 or 2. */
void posture_init(struct posture_machine *machine, bool has_mat, int steps_per_closure,
                  int64_t start_ns);

/* Time passes to `now_ns`, before which every entry has been taken. */
void posture_advance(struct posture_machine *machine, struct leg *leg, int64_t now_ns,
                     const struct effects *effects);

/* Takes an entry (with its verdict; never CONTACT_WAITING) in the order of dates. */
void posture_take(struct posture_machine *machine, struct leg *leg, const struct contact *entry,
                  const struct effects *effects);

/*
 * Everything up to `end_ns` is emitted as it looks then: what is pending has not happened. With
 * `presume`, a run of footfalls that may go on counts as stepping: what a screen shows.
 */
void posture_finish(struct posture_machine *machine, struct leg *leg, int64_t end_ns, bool presume,
                    const struct effects *effects);

/* When an `away` that is told now was known as one: not before 5 s of an open mat. */
int64_t posture_away_known_ns(const struct posture_machine *machine);

/* When time alone decides something next, or TIME_NEVER. */
int64_t posture_next_deadline(const struct posture_machine *machine);

#endif
